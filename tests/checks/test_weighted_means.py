"""Weighted means as rules: verdicts are those of every corner of weights and values, tried one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, said
from costly import costly
from reconcile.auditing import run
from strategies import plain

RULE = {"rule": "price = sum(sold * price) / sum(sold)", "over": "product"}


def ends(value, decimals):
    half = Fraction(10) ** -decimals / 2
    return value - half, value + half


def expected(members, mean):
    """Exact, rounding or conflict: every choice of ends of the weights, with the values all low and all high."""
    weights = [ends(*weight) for weight, _ in members]
    if any(low < 0 for low, _ in weights):
        return "unchecked"
    found = []
    for chosen in product(*weights):
        if sum(chosen):
            for side in (0, 1):
                values = [ends(*value)[side] for _, value in members]
                found.append(sum(w * v for w, v in zip(chosen, values, strict=True)) / sum(chosen))
    low, high = ends(*mean)
    printed = sum(weight[0] * value[0] for weight, value in members) / sum(weight[0] for weight, _ in members)
    if printed == mean[0]:
        return "exact"
    return "rounding" if min(found) <= high and low <= max(found) else "conflict"


def figure(units, decimals):
    return units * Fraction(10) ** -decimals, decimals


WEIGHTS = st.builds(figure, st.integers(1, 400), st.integers(-1, 2))
VALUES = st.builds(figure, st.integers(-50, 300), st.integers(0, 2))


def claim(measure, figure, **more):
    return {"measure": measure, "value": plain(figure[0]), "decimals": str(figure[1]), **more}


def claims_of(members, mean, **more):
    found = [claim("price", mean, unit="EUR", **more)]
    for number, (weight, value) in enumerate(members):
        found.append(claim("sold", weight, unit="percent", product=f"p{number}", **more))
        found.append(claim("price", value, unit="EUR", product=f"p{number}", **more))
    return found


@st.composite
def means(draw):
    members = draw(st.lists(st.tuples(WEIGHTS, VALUES), min_size=2, max_size=3))
    decimals = draw(st.integers(0, 2))
    exact = sum(w[0] * v[0] for w, v in members) / sum(w[0] for w, _ in members)
    units = (exact * 10**decimals).__floor__() + draw(st.sampled_from([-60, -2, -1, 0, 0, 1, 2, 3, 60]))
    return members, figure(units, decimals)


@pytest.mark.slow
@given(means())
def test_verdicts_are_those_of_all_corners(made):
    members, mean = made
    claims = [dict(one, claim=str(number)) for number, one in enumerate(claims_of(members, mean))]
    (finding,) = run(claims_ledger(*claims, rules=[RULE]), checks=["identity"]).findings.to_dict("records")
    assert finding["verdict"] == expected(members, mean)
    for repair in finding["repairs"][:2]:
        mended = [{**one, "value": repair["instead"]} if repair["claim"] == one["claim"] else one for one in claims]
        if repair["slip"] is None:
            (again,) = run(claims_ledger(*mended, rules=[RULE]), checks=["identity"]).findings["verdict"]
            assert again != "conflict"


@costly(2, least=3)
@given(st.lists(st.tuples(st.integers(60, 10**4), st.integers(-500, 10**4)), min_size=2, max_size=6), st.data())
def test_honest_means_are_no_conflict(world, data):
    places = st.sampled_from([-1, 0, 1])

    def printed(value):
        decimals = data.draw(places)
        return figure((value * Fraction(10) ** decimals + Fraction(1, 2)).__floor__(), decimals)

    true = [(Fraction(weight, 10), Fraction(value, 100)) for weight, value in world]
    mean = sum(w * v for w, v in true) / sum(w for w, _ in true)
    members = [(printed(weight), printed(value)) for weight, value in true]
    (verdict,) = run(claims_ledger(*claims_of(members, printed(mean)), rules=[RULE]), checks=["identity"]).findings[
        "verdict"
    ]
    assert verdict in {"exact", "rounding", "unchecked"}


TWO = [(figure(20, 0), figure(35, 1)), (figure(30, 0), figure(40, 1))]


def test_what_it_says():
    assert said(claims_ledger(*claims_of(TWO, figure(41, 1)), rules=[RULE]), "identity") == {
        "identity:price=sum(sold*price)÷sum(sold):2024:final:a": (
            "conflict: (20 % × 3.5 + 30 % × 4.0) / (20 % + 30 %) = 3.8, reported 4.1 (EUR): off by 0.3; "
            "rounding explains at most 0.105, 0.195 is left over"
        )
    }
    many = [(figure(20, 0), figure(35, 1))] * 5
    (words,) = said(claims_ledger(*claims_of(many, figure(35, 1)), rules=[RULE]), "identity").values()
    assert words == "exact: the mean of 5 by their weights is 3.5, reported 3.5 (EUR): exact"


@pytest.mark.parametrize(
    ("left_out", "missing", "words"),
    [
        ([2], "skip", "unchecked: price = sum(sold * price) / sum(sold): a weight alone is reported of p0"),
        ([1], "skip", "unchecked: price = sum(sold * price) / sum(sold): no weight is reported of p0"),
        ([2], "zero", "unchecked: price = sum(sold * price) / sum(sold): a weight alone is reported of p0"),
        ([1, 2], "zero", "exact: (30 % × 4.0) / (30 %) = 4, reported 4.0 (EUR): exact"),
    ],
)
def test_what_a_member_lacks_is_named(left_out, missing, words):
    claims = [one for number, one in enumerate(claims_of(TWO, figure(40, 1))) if number not in left_out]
    elsewhere = [dict(one, area="elsewhere") for one in claims_of(TWO, figure(38, 1))]
    found = said(claims_ledger(*claims, *elsewhere, rules=[{**RULE, "missing": missing}]), "identity")
    assert found.pop("identity:price=sum(sold*price)÷sum(sold):elsewhere:2024:final:a").startswith("exact")
    assert [*found.values()] == [words]


def test_the_mean_may_stand_at_a_member_of_its_own():
    claims = [dict(one, product=one.get("product", "all")) for one in claims_of(TWO, figure(38, 1))]
    rule = {**RULE, "rule": "price[product=all] = sum(sold * price) / sum(sold)"}
    (words,) = said(claims_ledger(*claims, rules=[rule]), "identity").values()
    assert words.startswith("exact")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"unit": "USD"}, "units differ among the weights, or between what is weighed and its mean"),
        ({"value": "4.05"}, "p1 is set aside, with digits beyond the decimals stated"),
    ],
)
def test_of_what_does_not_go_together_is_said_why(more, words):
    claims = claims_of(TWO, figure(38, 1))
    elsewhere = [dict(one, area="elsewhere") for one in claims]
    claims[-1] |= more
    found = said(claims_ledger(*claims, *elsewhere, rules=[RULE]), "identity")
    assert found.pop("identity:price=sum(sold*price)÷sum(sold):elsewhere:2024:final:a").startswith("exact")
    assert [*found.values()] == [f"unchecked: price = sum(sold * price) / sum(sold): {words}"]


def test_a_rule_of_a_source_weighs_what_that_source_says_alone():
    other = [dict(one, source="b") for one in claims_of(TWO, figure(40, 1))]
    rule = {**RULE, "where": {"source": ["b"]}}
    (found,) = said(claims_ledger(*claims_of(TWO, figure(38, 1)), *other, rules=[rule]), "identity").items()
    assert found[0].endswith(":b")
    assert found[1].startswith("conflict")


def test_a_total_of_members_is_none_of_them():
    food = {"sum": {"over": "product", "parents": {"p0": "food", "p1": "food"}}}
    claims = [*claims_of(TWO, figure(38, 1)), claim("sold", figure(100, 0), unit="percent", product="food")]
    (words,) = said(claims_ledger(*claims, rules=[RULE], measures={"sold": food, "price": {}}), "identity").values()
    assert words.startswith("exact")


def test_a_rule_for_some_places_says_nothing_of_others():
    claims = [dict(one, area=area) for area in ("here", "there") for one in claims_of(TWO, figure(38, 1))]
    found = said(claims_ledger(*claims, rules=[{**RULE, "where": {"area": "there"}}]), "identity")
    (name,) = found
    assert ":there:" in name
    assert found[name].startswith("exact")


@pytest.mark.parametrize("rule", [{"rule": RULE["rule"]}, {"rule": "price = sold", "over": "product"}])
def test_over_stands_with_a_weighted_mean_and_nowhere_else(rule):
    with pytest.raises(ValueError, match=r"needs 'over'|is no weighted mean, and has no 'over'"):
        claims_ledger(*claims_of(TWO, figure(38, 1)), rules=[rule])
