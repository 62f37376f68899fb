"""Members that nobody reports tie what is reported: rules that fix them, and several tables that part wholes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger
from costly import costly
from reconcile.auditing import run

PARTED = {"over": "area", "parents": {"Wheaton": "Agria", "Greenham": "Agria", "Agria": "all", "Induston": "all"}}
OTHERWISE = {"over": "area", "parents": {"Wheaton": "plain", "Greenham": "plain", "plain": "all", "coast": "all"}}
RULE = "w = m[area=Wheaton] + m[area=Greenham] + c"

SMALL = st.integers(0, 500)


def conflicts(figures: dict[tuple[str, str], int], **settings: object) -> int:
    claims = [
        {"measure": measure, "area": area, "value": str(value), "decimals": "0"}
        for (measure, area), value in figures.items()
    ]
    return run(claims_ledger(*claims, **settings)).counts["conflict"]


@costly(2)
@given(st.tuples(SMALL, SMALL, SMALL), st.integers(-3, 3), st.booleans())
def test_a_rule_and_a_table_that_share_members_that_nobody_reports(
    truth: tuple[int, int, int], off: int, through_the_whole: bool
) -> None:
    wheaton, greenham, rest = truth
    figures = {("w", ""): wheaton + greenham + rest + off, ("c", ""): rest}
    if through_the_whole:
        figures |= {("m", "all"): wheaton + greenham + 70, ("m", "Induston"): 70}
    else:
        figures |= {("m", "Agria"): wheaton + greenham}
    # Halves: one of each figure.
    assert (conflicts(figures, rules=[RULE], measures={"m": {"sum": PARTED}}) > 0) == (2 * abs(off) > len(figures))


@pytest.mark.parametrize("off", [0, 1, -1, 2, -2])
def test_two_tables_part_wholes_of_the_same_members(off: int) -> None:
    figures = {("m", "Agria"): 40, ("m", "plain"): 40 + off}
    assert (conflicts(figures, measures={"m": {"sum": [PARTED, OTHERWISE]}}) > 0) == (abs(off) > 1)


@pytest.mark.parametrize(("part", "wrong"), [(2, False), (3, True)])
def test_a_member_that_is_reported_for_a_part_of_the_year_is_one_with_that_of_the_rule(part: int, wrong: bool) -> None:
    rows = [("w", "2024", "", 110), ("m", "2024", "Greenham", 109), ("m", "2024-Q1", "Wheaton", part)]
    claims = [
        {"measure": measure, "period": period, "area": area, "value": str(value), "decimals": "0"}
        for measure, period, area, value in rows
    ]
    kinds = {name: {"kind": "flow", "signed": False} for name in "mw"}
    ledger = claims_ledger(*claims, rules=["w = m[area=Wheaton] + m[area=Greenham]"], measures=kinds)
    assert (run(ledger).counts["conflict"] > 0) == wrong
