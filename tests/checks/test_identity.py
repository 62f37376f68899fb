"""Which claims a rule ties together, and what is said where it cannot be decided."""

from __future__ import annotations

import pytest

from claims import Claim, claims_ledger, of, over, said
from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger

SUM = "trade = exports + imports"
FULL = {"trade": "10", "exports": "6", "imports": "4"}


def ledger(*claims: Claim, rule: object = SUM, **measures: dict[str, object]) -> Ledger:
    named = {name: measures.get(name, {}) for name in (*FULL, "gdp", "top", *measures)}
    return claims_ledger(*claims, rules=[rule], measures=named)


def test_a_rule_binds_what_one_source_says() -> None:
    found = said(ledger(*of(FULL, area="VN")), "identity")
    assert found == {"identity:trade=exports+imports:VN:2024:final:a": "exact: 6 + 4 = 10, reported 10: exact"}


def test_sources_are_joined_only_where_none_says_all_of_it() -> None:
    apart = [*of({"trade": "10"}), *of({"exports": "6"}, source="b"), *of({"imports": "4"}, source="c")]
    assert said(ledger(*apart), "identity") == {
        "identity:trade=exports+imports:2024:final:a+b+c": "exact: 6 + 4 = 10, reported 10: exact; from b, c, a"
    }
    assert list(said(ledger(*apart, *of(FULL, source="d")), "identity")) == [
        "identity:trade=exports+imports:2024:final:d"
    ]


def test_absent_parts_count_as_nothing_also_beside_a_source_that_says_all() -> None:
    claims = [*of(FULL), *of({"trade": "10", "exports": "6"}, source="b")]
    found = said(ledger(*claims, rule={"rule": SUM, "missing": "zero"}), "identity")
    assert {name: text.partition(":")[0] for name, text in found.items()} == {
        "identity:trade=exports+imports:2024:final:a": "exact",
        "identity:trade=exports+imports:2024:final:b": "conflict",
    }


def test_an_estimate_never_meets_a_final_figure() -> None:
    mixed = [*of({"trade": "10", "exports": "6"}), *of({"imports": "4"}, status="estimate")]
    assert said(ledger(*mixed), "identity") == {
        "identity:trade=exports+imports:2024:final:a": f"unchecked: {SUM}: imports is not reported"
    }


@pytest.mark.parametrize(
    ("reported", "found"),
    [
        ({"trade": "10", "exports": "10"}, ["exact"]),
        ({"trade": "10", "exports": "6"}, ["conflict"]),
        ({"trade": "10"}, []),
        ({"exports": "10", "imports": "1"}, ["unchecked"]),
    ],
)
def test_what_is_missing_may_count_as_nothing(reported: dict[str, str], found: list[str]) -> None:
    claims = ledger(*of(reported), rule={"rule": SUM, "missing": "zero"})
    assert [words.partition(":")[0] for words in said(claims, "identity").values()] == found


def test_what_counted_as_nothing_is_named() -> None:
    claims = ledger(*of({"trade": "10", "exports": "10"}), rule={"rule": SUM, "missing": "zero"})
    (words,) = said(claims, "identity").values()
    assert words.endswith("imports is not reported, which counts as nothing")


def test_a_change_that_is_not_told_does_not_count_as_nothing() -> None:
    changes = of({"trade": "10", "exports": "6"}, stat="change", base="2023")
    (words,) = said(ledger(*changes, rule={"rule": SUM, "missing": "zero"}), "identity").values()
    assert words == f"unchecked: {SUM}: imports is not reported"


def test_what_begins_with_a_number_is_told_of_where_its_figures_are() -> None:
    claims = [*of({"exports": "40"}, area="x"), *of({"imports": "60"}, area="y")]
    found = run(ledger(*claims, rule="exports[area=x] = 100 - imports[area=y]"), checks=["identity"]).findings
    assert found["finding"].tolist() == ["identity:exports(area=x)=100-imports(area=y):2024:final:a"]
    assert found["message"].tolist() == ["100 − 60 = 40, reported 40: exact"]


def test_a_rule_binds_only_where_it_says() -> None:
    claims = [*of(FULL, area="x"), *of(FULL, area="y"), *of(FULL, area="x", period="2023-01")]
    where = {"area": ["x"], "period": ["2023-M01", "1999", "some day"]}
    assert said(ledger(*claims, rule={"rule": SUM, "where": where, "name": "all trade"}), "identity") == {
        "identity:trade=exports+imports:x:2023-01:final:a": "exact: all trade: 6 + 4 = 10, reported 10: exact"
    }


@pytest.mark.parametrize(
    ("rule", "claims", "found"),
    [
        (
            "m = m[partner=A] + m[partner=B]",
            [{"value": "10"}, {"value": "6", "partner": "A"}, {"value": "4", "partner": "B"}],
            "identity:m=m(partner=A)+m(partner=B):2024:final:a",
        ),
        (
            "t = m[area=A] + m[area=B]",
            [{"measure": "t", "area": "W"}, {"value": "6", "area": "A"}, {"value": "4", "area": "B"}],
            "identity:t=m(area=A)+m(area=B):2024:final:a",
        ),
        (
            "m[period=2024] = 2 * m[period=2023-A1]",
            over({"2024": "10", "2023": "5"}, area="VN"),
            "identity:m(period=2024)=2*m(period=2023-A1):VN:final:a",
        ),
    ],
)
def test_a_rule_may_name_dimensions_areas_and_periods(rule: str, claims: list[Claim], found: str) -> None:
    (finding,) = said(claims_ledger(*claims, rules=[rule]), "identity").items()
    assert finding[0] == found
    assert finding[1].startswith("exact")


def test_a_figure_that_could_be_of_several_areas_is_not_guessed() -> None:
    parts = [{"value": "6", "area": "A"}, {"value": "4", "area": "B"}]
    totals = [{"measure": "t", "area": "W"}, {"measure": "t", "area": "V", "value": "99"}]
    (words,) = said(claims_ledger(*parts, *totals, rules=["t = m[area=A] + m[area=B]"]), "identity").values()
    assert words.startswith("unchecked")
    assert "t could be any of several figures" in words


@pytest.mark.parametrize("stat", ["share", "ratio", "change", "mean"])
def test_a_sum_of_levels_holds_for_statistics_over_one_base(stat: str) -> None:
    base = {"change": "2023", "mean": "month"}.get(stat, "gdp")
    (finding,) = said(ledger(*of(FULL, stat=stat, base=base)), "identity")
    assert f":{stat}:{base}:" in finding


@pytest.mark.parametrize(
    ("rule", "claims"),
    [
        (SUM, of(FULL, stat="growth", base="2023")),
        ("top <= exports", of({"top": "6", "exports": "4"}, stat="change", base="2023")),
        ("top <= exports", of({"top": "6", "exports": "4"}, stat="ratio", base="balance")),
        ("top <= 5", of({"top": "6"}, stat="share", base="gdp")),
        (
            "m = m[partner=A] + m[partner=B]",
            [
                {"stat": "share", "base": "gdp", "value": value, "partner": partner}
                for partner, value in {"": "48", "A": "60", "B": "40"}.items()
            ],
        ),
    ],
)
def test_a_rule_is_not_stretched_to_statistics_for_which_it_need_not_hold(rule: str, claims: list[Claim]) -> None:
    assert said(ledger(*claims, rule=rule, balance={"signed": True}), "identity") == {}


def test_a_bound_holds_for_shares_of_what_is_never_negative() -> None:
    claims = of({"top": "6", "exports": "4"}, stat="share", base="gdp")
    assert said(ledger(*claims, rule="top <= exports"), "identity") == {}  # gdp could be below zero
    (words,) = said(ledger(*claims, rule="top <= exports", gdp={"signed": False}), "identity").values()
    assert words.startswith("conflict: 6 ≤ 4 (%): broken by 2")


def test_each_place_may_have_a_unit_of_its_own() -> None:
    full = [(area, unit, of(FULL, area=area, unit=unit)) for area, unit in (("NO", "NOK"), ("SE", "SEK"))]
    claims = [claim for _, _, some in full for claim in some]
    mixed = [*of({"trade": "10"}, area="DK", unit="EUR"), *of({"exports": "6", "imports": "4"}, area="DK", unit="DKK")]
    found = list(said(ledger(*claims, *mixed), "identity").values())
    assert [words.partition(":")[0] for words in found] == ["unchecked", "exact", "exact"]
    assert found[0].endswith("units differ: DKK, EUR")


def test_weights_and_constants_may_carry_units() -> None:
    claims = [*of({"big": "4"}, unit="million USD"), *of({"n": "2"}, unit="count")]
    (words,) = said(claims_ledger(*claims, rules=["big >= 1 million USD * n + 2 million USD"]), "identity").values()
    assert words == "exact: 4,000,000 ≥ 1,000,000 × 2 + 2,000,000 (USD): exact"


def test_claims_that_contradict_each_other_leave_the_rule_unchecked_but_bound() -> None:
    claims = [*of(FULL), *of({"exports": "9"}, source="a")]
    audit = run(ledger(*claims))
    found = dict(zip(audit.findings["finding"], audit.findings["message"], strict=True))
    assert found["identity:trade=exports+imports:2024:final:a"] == (
        f"{SUM}: the claims of exports contradict each other; the sum fits 6, not 9"
    )
    assert not any(finding.startswith("rules:unbound") for finding in found)


def test_a_claim_set_aside_is_not_the_same_as_one_that_nobody_made() -> None:
    claims = [*of({"trade": "10", "exports": "10"}), {"measure": "imports", "value": "0.5", "decimals": "0"}]
    (words,) = said(ledger(*claims, rule={"rule": SUM, "missing": "zero"}), "identity").values()
    assert words == f"unchecked: {SUM}: imports is set aside, with digits beyond the decimals stated"


def test_a_rule_that_bound_nothing_is_listed() -> None:
    findings = run(ledger(*of({"trade": "10"}))).findings
    assert "rules:unbound:trade=exports+imports" in findings["finding"].tolist()


@pytest.mark.parametrize(("unit", "verdict"), [("", "exact"), ("percent", "unchecked")])
def test_terms_of_a_rule_are_in_one_unit_by_whatever_name(unit: str, verdict: str) -> None:
    ratio = {"stat": "ratio", "base": "gdp"}
    claims = [*of({"trade": "10", "exports": "6"}, unit="times", **ratio), *of({"imports": "4"}, unit=unit, **ratio)]
    (words,) = said(ledger(*claims), "identity").values()
    assert words.startswith(verdict)
