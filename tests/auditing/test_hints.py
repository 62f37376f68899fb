"""Hints: what of a column looks meant otherwise, once, and no verdict rests on it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

import reconcile as rc
from claims import claims_ledger, of
from reconcile.auditing import run
from reconcile.reports.text_report import to_text


def audit(**columns: Any) -> rc.Audit:
    return rc.audit(rc.Ledger.from_frames(pd.DataFrame({"source": "a"} | columns)))


def growth(rate: float, later: float, **columns: Any) -> rc.Audit:
    return audit(
        measure="m",
        period=["2023", "2024", "2024"],
        stat=["level", "level", "growth"],
        base=["", "", "2023"],
        value=[100.0, later, rate],
        decimals=[1, 1, 3],
        **columns,
    )


MILLIONS = (
    "unit 'million USD' with decimals 1: is 783.4 printed to 0.1 USD? printed to 0.1 million USD, decimals -5 is meant"
)


def test_decimals_of_millions_that_count_dollars() -> None:
    table = {"measure": ["t", "e", "i"], "period": "2024", "value": [783.4, 403.7, 379.7]}
    assert audit(**table, unit="million USD", decimals=1).hints == (MILLIONS,)
    assert audit(**table, unit="million USD", decimals=-5).hints == ()
    assert audit(**table, unit="million USD", decimals="exact").hints == ()
    assert audit(**table, unit="USD", decimals=1).hints == ()
    assert audit(**table, unit="million USD", decimals=[1, 1, -5]).hints == (MILLIONS,)
    dollars = {**table, "value": ["783.412345", "403.7", "379.7"]}
    assert audit(**dollars, unit="million USD", decimals=0).hints == ()


def test_growth_in_fractions_beside_its_levels() -> None:
    assert growth(0.055, 105.5).hints == (
        "growth: 0.055 stands beside levels that grew by 5.5 %; is the column in fractions? unit: fraction reads it so",
    )
    assert growth(0.055, 105.5, unit=["", "", "fraction"]).hints == ()
    assert growth(0.055, 100.055).hints == ()
    assert growth(5.5, 105.5).hints == ()


@pytest.mark.parametrize(
    ("periods", "hint"),
    [
        (["2023-12-31", "2024-12-31"], "where it stands for the year, write 2023"),
        (["2023-09-30", "2024-12-31"], "where it stands for the quarter, write 2023-Q3"),
        (["2023-09-29", "2024-12-31"], ""),
        (["2011-12", "2011/2012"], "2011-12 is a month beside 2011/2012, which is two years; is a fiscal year meant?"),
        (["2010-11", "2011-12"], "2010-11 is a month; is a fiscal year meant?"),
        (["2011-11", "2011-12"], ""),
        (["2024-11", "2024-12"], ""),
    ],
)
def test_periods_that_look_like_others(periods: list[str], hint: str) -> None:
    hints = audit(measure="m", period=periods, value=[1, 2], decimals=0).hints
    assert len(hints) == bool(hint)
    assert hint in "".join(hints)


def flows(year: str, *quarters: str, kind: str = "flow") -> tuple[str, ...]:
    periods = ["2024", *(f"2024-Q{number}" for number in range(1, len(quarters) + 1))]
    claims = [
        {"period": period, "value": value, "decimals": "1"}
        for period, value in zip(periods, (year, *quarters), strict=True)
    ]
    return run(claims_ledger(*claims, measures={"m": {"kind": kind}})).hints


def test_quarters_at_annual_rates_that_are_declared_a_flow():
    (hint,) = flows("100.0", "99.0", "100.0", "100.5", "100.5")
    assert hint == (
        "m: years are the mean of their quarters, and not the sum; are these annual rates? kind: average reads them so"
    )
    assert not flows("100.0", "99.0", "100.0", "100.5", "100.5", kind="average")
    assert not flows("400.0", "99.0", "100.0", "100.5", "100.5")
    assert not flows("100.9", "99.0", "100.0", "100.5", "100.5")
    assert not flows("0.0", "-1.0", "1.0", "0.0", "0.0")
    assert not flows("100.0", "99.0", "100.0", "100.5")


@pytest.mark.parametrize(("totals", "told"), [((100, 90), True), ((100, 50), False), ((40, 90), False), ((90,), False)])
def test_members_that_come_to_less_than_their_total_wherever_they_are_reported(totals: tuple[int, ...], told: bool):
    claims = [
        {"area": area, "period": str(2024 + year), "value": str(value), "decimals": "0"}
        for year, total in enumerate(totals)
        for area, value in (("all", total), ("A", 20), ("B", 30))
    ]
    hints = run(claims_ledger(*claims, measures={"m": {"sum": {"over": "area", "total": "all"}}})).hints
    assert any("the members of area come to less than all" in hint for hint in hints) == told


def test_every_report_for_people_and_programs_has_them_and_no_status_counts_them() -> None:
    table = {"measure": ["t", "t"], "period": "2024", "value": [783.4, 783.4], "unit": "million USD"}
    found, without = audit(**table, decimals=1), audit(**table, decimals=-5)
    assert json.loads(found.to_json())["hints"] == [MILLIONS]
    assert json.loads(without.to_json())["hints"] == []
    assert f"hint: {MILLIONS}" in to_text(found)
    assert f"hint: {MILLIONS}" in repr(found)
    assert "<b>hint</b>" in found._repr_html_()
    assert (found.status, found.counts) == (without.status, without.counts)


def test_rules_that_the_joint_test_leaves_out_are_named_with_the_reason():
    rules = [
        "a = b * c",
        {"rule": "a = 2 * b * c", "tolerance": "1 %"},
        {"rule": "b = sum(c * b) / sum(c)", "over": "area", "missing": "zero"},
        "a <= b / c",
        "a = b * c * a[period=-1] * b[period=-1]",
        "a = b[period=2024] * c",
        {"rule": "a = 3 * b * c", "where": {"source": "a"}},
        {"rule": "a = b + c", "where": {"source": "a"}},
        {"rule": "a = b + 2 * c", "tolerance": "1 %"},
        {"rule": "b = c", "tolerance": "2 USD"},
    ]
    ledger = claims_ledger(*of({"a": "6", "b": "2", "c": "3"}, unit=""), rules=rules[:-1])
    left_out = "the joint test leaves out {}, decided by itself: {}"
    assert run(ledger).hints == (
        left_out.format(
            "'a = 2 * b * c' and 'b = sum(c * b) / sum(c)'",
            "they multiply, and let parts count as nothing or tolerate more than rounding explains",
        ),
        left_out.format("'a <= b / c'", "they divide, and would be turned round where that is below zero"),
        left_out.format("'a = b * c * a[period=-1] * b[period=-1]'", "they multiply more than 3 measures"),
        left_out.format("'a = b[period=2024] * c'", "they fix an area or a period of what they multiply"),
        left_out.format("'a = 3 * b * c'", "they multiply, and in some sources alone"),
        left_out.format("'a = b + 2 * c'", "nobody can take a part of a left side that may be below zero"),
    )
    ledger = claims_ledger(*of({"b": "2", "c": "3"}, unit="USD"), rules=rules[-1:])
    assert run(ledger).hints == ()
