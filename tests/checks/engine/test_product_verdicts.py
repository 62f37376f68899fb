"""Rules that multiply and divide: verdicts are those of plain intervals of fractions, units multiply and cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from claims import claims_ledger, of, said
from costly import costly
from reconcile.auditing import run
from reconcile.exact.column_arithmetic import inverses
from reconcile.exact.columns import Intervals
from reconcile.exact.interval import Interval
from reconcile.ledger.ledger import Ledger
from reference import Printed
from strategies import figure_cells, intervals, printed_figures

Ends = tuple[Fraction, Fraction]


def times(one: Ends, other: Ends) -> Ends:
    corners = [a * b for a in one for b in other]
    return min(corners), max(corners)


def over(one: Ends, other: Ends) -> Ends:
    return times(one, (1 / other[1], 1 / other[0]))


def plus(one: Ends, other: Ends) -> Ends:
    return one[0] + other[0], one[1] + other[1]


def less(one: Ends, other: Ends) -> Ends:
    return one[0] - other[1], one[1] - other[0]


# Of each rule: what is computed minus what is reported, and what is divided by.
RULES: dict[str, tuple[int, Callable[..., Ends], tuple[int, ...]]] = {
    "a = b * c": (3, lambda a, b, c: less(times(b, c), a), ()),
    "a = b / c": (3, lambda a, b, c: less(over(b, c), a), (2,)),
    "a = 100 * b / c": (3, lambda a, b, c: less(over(times((100, 100), b), c), a), (2,)),
    "a = -1 / b": (2, lambda a, b: less(over((-1, -1), b), a), (1,)),
    "a = b * c / 12 - d": (4, lambda a, b, c, d: less(less(times((Fraction(1, 12),) * 2, times(b, c)), d), a), ()),
    "a * b = c * d": (4, lambda a, b, c, d: less(times(c, d), times(a, b)), ()),
    "a / b = c / d": (4, lambda a, b, c, d: less(over(c, d), over(a, b)), (1, 3)),
    "a + b = c * d * e": (5, lambda a, b, c, d, e: less(times(times(c, d), e), plus(a, b)), ()),
}


def expected(rule: str, figures: Sequence[Printed]) -> str:
    _, residual, below = RULES[rule]
    left: dict[str, Ends] = {}
    for name, read in reference.READINGS.items():
        ends = [reference.ends(read(figure))[:2] for figure in figures]
        if name == "wide" and any(ends[i][0] <= 0 <= ends[i][1] for i in below):
            return "unchecked"
        if not any(ends[i][0] <= 0 <= ends[i][1] for i in below):
            left[name] = residual(*ends)
    holds = {name: low <= 0 <= high for name, (low, high) in left.items()}
    if not holds["wide"]:
        return "conflict"
    return "exact" if holds["printed"] else "rounding" if holds["face"] else "hedge"


@st.composite
def bindings(draw: Any) -> tuple[str, list[Printed]]:
    """Figures of a rule, one of which is often near to what the others ask of it."""
    rule = draw(st.sampled_from(sorted(RULES)))
    count, residual, below = RULES[rule]
    figures = [draw(printed_figures(("exact", "exact", "about"), digits=999)) for _ in range(count)]
    figures = [Printed(one.value, one.decimals, one.qualifier) for one in figures]
    if draw(st.booleans()) and all(figures[i].value for i in below):
        points = [(one.value, one.value) for one in figures]
        zero, one = (residual((value, value), *points[1:])[0] for value in (Fraction(0), Fraction(1)))
        if one != zero and 0 not in below:  # linear in the first
            unit = figures[0].unit or Fraction(1, 8)
            near = (-zero / (one - zero) / unit).__floor__() * unit
            figures[0] = Printed(near + draw(st.integers(-1, 2)) * unit, figures[0].decimals, figures[0].qualifier)
    return rule, figures


def audited(made: Sequence[tuple[str, Sequence[Printed]]]) -> list[pd.Series]:
    rows, rules = [], []
    for number, (rule, figures) in enumerate(made):
        names = {name: f"{name}{number}" for name in "abcde"[: len(figures)]}
        rules.append("".join(names.get(letter, letter) for letter in rule))
        rows += [
            {"claim": name, "measure": name, "period": "2024", "source": "s"} | figure_cells(figure)
            for name, figure in zip(names.values(), figures, strict=True)
        ]
    findings = run(Ledger.from_frames(pd.DataFrame(rows), rules=rules), checks=["identity"]).findings
    of_rule = {claim: finding for _, finding in findings.iterrows() for claim in finding["claims"]}
    return [of_rule[f"a{number}"] for number in range(len(made))]


@costly(2, least=3)
@given(st.lists(bindings(), min_size=1, max_size=6))
@example([("a = b * c", [Printed(Fraction(917, 100), 2), Printed(Fraction(83, 1000), 4), Printed(Fraction(110), 2)])])
def test_verdicts_are_those_of_plain_intervals(made: list[tuple[str, list[Printed]]]) -> None:
    found = audited(made)
    assert [one["verdict"] for one in found] == [expected(*one) for one in made]


@costly(4, least=3)
@given(st.lists(bindings(), min_size=1, max_size=6))
def test_what_is_proposed_mends(made: list[tuple[str, list[Printed]]]) -> None:
    tried = []
    for (rule, figures), finding in zip(made, audited(made), strict=True):
        for repair in finding["repairs"]:
            number = "abcde".index(repair["claim"][0])
            mended = list(figures)
            instead = Fraction(repair["instead"])
            mended[number] = Printed(instead, figures[number].decimals, figures[number].qualifier)
            if repair["slip"] is None:
                tried.append((rule, mended))
    assert "conflict" not in ([one["verdict"] for one in audited(tried)] if tried else [])


@costly(2, least=3)
@given(
    st.lists(st.tuples(st.integers(1, 10**5), st.integers(1, 10**5)), min_size=2, max_size=4),
    st.lists(st.integers(-1, 3), min_size=8, max_size=8),
    st.data(),
)
def test_an_honest_world_has_no_conflict(world: list[tuple[int, int]], places: list[int], data: Any) -> None:
    """True prices and quantities, true amounts, indices that grow alike: each printed to places of its own."""
    claims = []
    for number, (price, quantity) in enumerate(world):
        true = {
            "price": Fraction(price, 100),
            "quantity": Fraction(quantity, 7),
            "amount": Fraction(price, 100) * Fraction(quantity, 7),
            "index": Fraction(price) * 3 / world[0][0],
        }
        for (measure, value), decimals in zip(true.items(), places[number % 2 * 4 :], strict=False):
            unit = Fraction(10) ** -decimals
            up = data.draw(st.booleans())  # of a tie
            printed = (
                (value / unit + Fraction(1, 2)).__floor__() if up else -((-value / unit + Fraction(1, 2)).__floor__())
            )
            claims.append(
                {"measure": measure, "period": str(2000 + number)} | figure_cells(Printed(printed * unit, decimals))
            )
    rules = ["amount = price * quantity", "price = amount / quantity", "growth(index) = growth(price)"]
    found = run(claims_ledger(*claims, rules=rules)).findings
    assert "conflict" not in set(found["verdict"])
    assert (found["check"] == "identity").any()


@given(st.lists(intervals(), min_size=1))
def test_one_over_a_column_is_one_over_each(single: list[Interval]) -> None:
    for found, one in zip(map(inverses(Intervals.of(single)).__getitem__, range(len(single))), single, strict=True):
        try:
            assert found == one.inverse()
        except ZeroDivisionError:
            assert found == Interval(None, None)


@pytest.mark.parametrize(
    ("rule", "figures", "verdict"),
    [
        (
            "paid = price * used",
            {"paid": "100 EUR", "price": "50 EUR/MWh", "used": "2 MWh"},
            "0.001 × 50 × 2,000 = 100",
        ),
        ("rate = deaths / people", {"rate": "31 1/100000", "deaths": "310", "people": "1000000"}, "exact"),
        ("paid = tax * income", {"paid": "38 EUR", "tax": "19 percent", "income": "200 EUR"}, "19 % × 200 = 38"),
        ("tax = paid / income", {"tax": "19 percent", "paid": "38 EUR", "income": "200 EUR"}, "100 × 38 / 200 = 19"),
        ("usd = rate * eur", {"usd": "220 USD", "rate": "1.1 USD/EUR", "eur": "200 EUR"}, "1.1 × 200 = 220"),
        ("head = gdp / people", {"head": "50 USD", "gdp": "200 USD", "people": "4 count"}, "200 / 4 = 50"),
        ("big >= 1e9 USD * many", {"big": "3000000000 USD", "many": "3"}, "1,000,000,000 × 3"),
        ("days * 24 = hours", {"days": "2", "hours": "48"}, "48, reported 24 × 2"),
    ],
)
def test_units_multiply_and_cancel(rule: str, figures: dict[str, str], verdict: str) -> None:
    claims = []
    for measure, words in figures.items():
        value, _, unit = words.partition(" ")
        claims += of({measure: value}, unit=unit)
    (found,) = said(claims_ledger(*claims, rules=[rule]), "identity").values()
    assert found.startswith("exact: ")
    assert verdict in found


def test_each_place_may_have_units_of_its_own() -> None:
    claims = [
        *of({"paid": "100"}, unit="NOK", area="NO"),
        *of({"price": "50"}, unit="NOK/MWh", area="NO"),
        *of({"used": "2"}, unit="MWh", area="NO"),
        *of({"paid": "200"}, unit="SEK", area="SE"),
        *of({"price": "0.05"}, unit="SEK/kWh", area="SE"),
        *of({"used": "4000"}, unit="kWh", area="SE"),
        *of({"paid": "200"}, unit="EUR", area="FI"),
        *of({"price": "0.05"}, unit="SEK/kWh", area="FI"),
        *of({"used": "4000"}, unit="kWh", area="FI"),
    ]
    found = said(claims_ledger(*claims, rules=["paid = price * used"]), "identity")
    assert {name.split(":")[2]: one.rpartition(": ")[2] for name, one in found.items()} == {
        "NO": "exact",
        "SE": "exact",
        "FI": "SEK, EUR",
    }


def test_units_that_fit_nowhere_are_an_error() -> None:
    claims = [*of({"a": "10"}, unit="EUR"), *of({"b": "5"}, unit="EUR/hour"), *of({"c": "2"}, unit="tonne")]
    with pytest.raises(ValueError, match=r"units do not agree: a is EUR, b \* c is EUR·tonne/hour"):
        claims_ledger(*claims, rules=["a = b * c"])


def test_what_may_be_zero_divides_nothing() -> None:
    (found,) = said(claims_ledger(*of({"a": "10", "b": "5", "c": "0"}), rules=["a = b / c"]), "identity").values()
    assert found == "unchecked: nothing can be divided by 0, which may be zero"


def test_a_measure_that_stands_twice_says_that_less_may_be_explained() -> None:
    (found,) = said(claims_ledger(*of({"area": "10", "side": "3"}), rules=["area = side * side"]), "identity").values()
    assert found == (
        "rounding: 3 × 3 = 9, reported 10: rounding explains up to 3.75; "
        "side stands in it more than once, so that rounding may explain less than is said"
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("paid = price * used", "0.001 × 60 × 2,000.0 = 120, reported 170"),
        ("0 = price * used - paid", "0.001 × 60 × 2,000.0 − 170 = −50, reported 0"),
        ("0 = paid - price * used", "170 − 0.001 × 60 × 2,000.0 = 50, reported 0"),
    ],
)
def test_what_a_product_is_off_by_is_told_in_its_unit_also_where_nothing_is_reported(rule: str, words: str) -> None:
    claims = [*of({"price": "60"}, unit="EUR/MWh"), *of({"used": "2.0"}, unit="MWh"), *of({"paid": "170"}, unit="EUR")]
    (found,) = said(claims_ledger(*claims, rules=[rule]), "identity").values()
    assert found.startswith(f"conflict: {words} (EUR): off by 50;")


def test_contradicting_claims_of_a_factor_are_tried_in_turn() -> None:
    twice = [*of({"a": "10", "b": "5"}), *of({"c": "2"}), *of({"c": "7"}, source="b"), *of({"c": "9"}, source="c")]
    found = said(claims_ledger(*twice[1:], *of({"a": "90"}, source="d"), rules=["a = b * c"]), "identity")
    (words,) = found.values()
    assert words.startswith("conflict: 5 × 2 = 10, reported 90; 5 × 7 = 35, reported 90; 5 × 9 = 45, reported 90")


@pytest.mark.parametrize(
    ("reported", "said_of_it"),
    [
        ({"total": "10", "fee": "10"}, "price and hours are not reported, which counts as nothing"),
        ({"total": "16", "fee": "10", "price": "3", "hours": "2"}, "10 + 3 × 2 = 16, reported 16: exact"),
        ({"total": "16", "fee": "10", "price": "3"}, "unchecked: total = fee + price * hours: hours is not reported"),
    ],
)
def test_a_product_counts_as_nothing_where_none_of_it_is_reported(reported: dict[str, str], said_of_it: str) -> None:
    rule = {"rule": "total = fee + price * hours", "missing": "zero"}
    declared = {name: {} for name in ("total", "fee", "price", "hours")}
    (found,) = said(claims_ledger(*of(reported), rules=[rule], measures=declared), "identity").values()
    assert said_of_it in found


@pytest.mark.parametrize(
    ("ratio", "level", "base", "words"),
    [
        ("31 1/100000", "310", "1000000", "exact: 1,000,000 × 31 1/100000 = 310, reported 310"),
        ("0.00033", "310", "1000000", "conflict: 1,000,000 × 0.00033 = 330, reported 310, which is 0.00031"),
        ("51.0 EUR/MWh", "100 EUR", "2 MWh", "= 102, reported 100 (EUR), which is 50 EUR/MWh"),
        ("51.0 EUR/tonne", "100 EUR", "2 MWh", "unchecked: units differ: EUR, EUR/tonne, kWh"),
    ],
)
def test_a_ratio_may_be_in_units_per_unit(ratio: str, level: str, base: str, words: str) -> None:
    claims = []
    for text, more in ((level, {}), (base, {"measure": "base"}), (ratio, {"stat": "ratio", "base": "base"})):
        value, _, unit = text.partition(" ")
        decimals = str(len(value.partition(".")[2]))
        claims.append({"measure": "level", "value": value, "decimals": decimals, "unit": unit, **more})
    found = said(claims_ledger(*claims), "statistic")
    (told,) = (one for name, one in found.items() if name.startswith("statistic:ratio:level"))
    assert words in told
