"""Bindings on quantities whose claims contradict each other: tried with each of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of, said
from reconcile.auditing import run
from reconcile.checks.engine import contested

SUM = "total = a + b"
FIGURES = st.lists(st.integers(1, 6), min_size=1, max_size=3)


def _claims(**figures: list[int]) -> list[dict[str, str]]:
    return [one for name, values in figures.items() for value in values for one in of({name: str(value)})]


def _apart(values: list[int]) -> bool:
    """Whether plain figures of one source and one fineness contradict each other."""
    return any(a != b for a, b in combinations(values, 2))


@given(FIGURES, FIGURES, FIGURES)
def test_it_is_a_conflict_where_no_claim_fits_and_undecided_where_some_do(
    total: list[int], a: list[int], b: list[int]
) -> None:
    findings = run(claims_ledger(*_claims(total=total, a=a, b=b), rules=[SUM]), checks=["identity"]).findings
    fits = [abs(x + y - z) <= Fraction(3, 2) for x, y, z in product(a, b, total)]
    contradicting = any(map(_apart, (total, a, b)))
    wanted = "conflict" if not any(fits) else "unchecked"
    assert (findings["verdict"].item() in {"exact", "rounding"}) == (not contradicting and fits[0])
    if contradicting:
        assert findings["verdict"].item() == wanted
        assert len(findings["claims"].item()) == len(total) + len(a) + len(b)


def test_the_conflict_says_what_it_was_tried_with_and_keeps_its_id() -> None:
    sound = run(claims_ledger(*_claims(total=[70], a=[50], b=[20]), rules=[SUM])).findings
    findings = run(claims_ledger(*_claims(total=[100, 90], a=[50], b=[20]), rules=[SUM])).conflicts.set_index("check")
    found = findings.loc["identity"]
    assert found["message"] == "50 + 20 = 70, reported 100 and 90: neither fits"
    assert found["finding"] == sound["finding"].loc[sound["check"] == "identity"].item()
    assert (found["residual"], found["allowed"], found["excess"]) == ("-20", "1.5", "18.5")
    assert "fits" not in findings.loc["agreement", "message"]


def test_three_claims_and_two_terms_in_doubt_are_tried_each_with_each() -> None:
    three = _claims(total=[100, 90, 80], a=[50], b=[20])
    assert [*said(claims_ledger(*three, rules=[SUM]), "identity").values()] == [
        "conflict: 50 + 20 = 70, reported 100, 90 and 80: none of them fits"
    ]
    both = _claims(total=[100, 90], a=[50, 40], b=[20])
    assert [*said(claims_ledger(*both, rules=[SUM]), "identity").values()] == [
        (
            "conflict: 50 + 20 = 70, reported 100; 40 + 20 = 60, reported 100; 50 + 20 = 70, reported 90; "
            "and 1 more: none of them fits"
        )
    ]


def test_the_agreement_says_which_claim_the_others_fit() -> None:
    claims = [*_claims(total=[70], a=[50], b=[20]), *of({"total": "170"}, source="b")]
    claims += of({"growth_base": "1"})
    one = run(claims_ledger(*claims[:4], *of({"b": "21"}, source="b"), rules=[SUM])).conflicts
    (message,) = one.loc[one["finding"].str.startswith("agreement:total"), "message"]
    assert message.endswith("; the sum fits 70, not 170")


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("50", "conflict: 100 − 60 = 40, reported 50; 100 − 70 = 30, reported 50: neither fits"),
        ("40", "unchecked: rest = 100 - part: the claims of part contradict each other; the rule fits 60, not 70"),
    ],
)
def test_a_number_of_the_rule_is_in_each_trial(rest: str, words: str) -> None:
    claims = _claims(rest=[int(rest)], part=[60, 70])
    assert [*said(claims_ledger(*claims, rules=["rest = 100 - part"]), "identity").values()] == [words]


def test_a_claim_that_is_set_aside_is_not_tried() -> None:
    claims = [*_claims(total=[100, 90], a=[50]), {"measure": "b", "value": "20.5", "decimals": "0"}]
    (words,) = said(claims_ledger(*claims, rules=[SUM]), "identity").values()
    assert words.startswith(f"unchecked: {SUM}: the claims of total contradict each other; b is set aside")


def test_periods_and_rates_are_tried_too() -> None:
    flow = {"m": {"kind": "flow"}}
    halves = [{"measure": "m", "period": f"2024-S{half}", "value": "5"} for half in (1, 2)]
    claims = [*halves, *of({"m": "30"}), *of({"m": "20"})]
    assert [*said(claims_ledger(*claims, measures=flow), "period").values()] == [
        "conflict: 5 + 5 = 10, reported 30 and 20: neither fits"
    ]
    claims = [*of({"m": "100"}, period="2023"), *of({"m": "130"}), *of({"m": "140"})]
    claims += of({"m": "10"}, stat="growth", base="2023", unit="percent")
    (words,) = said(claims_ledger(*claims), "statistic").values()
    assert words == "conflict: 100 grown by 10 % = 110, reported 130 and 140: neither fits"


def test_a_rate_may_rest_on_another_vintage_of_a_base_that_is_in_doubt() -> None:
    claims = [*of({"m": "100"}, period="2023"), *of({"m": "101"}, period="2023"), *of({"m": "130"})]
    claims += of({"m": "10"}, stat="growth", base="2023", unit="percent")
    claims += [one | {"status": "provisional"} for one in of({"m": "118"}, period="2023")]
    assert {one.partition(":")[0] for one in said(claims_ledger(*claims), "statistic").values()} == {"unchecked"}


def test_beyond_a_number_of_combinations_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contested, "COMBINATIONS", 3)
    (words,) = said(claims_ledger(*_claims(total=[100, 90], a=[50, 40], b=[20]), rules=[SUM]), "identity").values()
    assert words == (
        f"unchecked: {SUM}: the claims of a and total contradict each other; "
        "they are too many to try each with each (more than 3 ways)"
    )
