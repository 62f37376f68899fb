"""Changes in percentage points: honest ones never deviate, and a changed digit is told."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from made_tables import document, of_rows, printed, table
from reconcile.reading.table_drafts import draft_tables
from reconcile.reading.table_grid import read_grid
from reconcile.reading.table_points import point_changes


def honest(seed: int) -> list[list[str]]:
    """Rates of two years and their changes, in points or basis points, among rows of amounts or alone."""
    rng = random.Random(seed)
    decimals, basis = rng.choice([0, 1, 1, 2]), rng.random() < 0.3
    rows = [["", "2024", "2023", "Change"]]
    for place in range(rng.randint(1, 7)):
        now, before = (Fraction(rng.randint(0, 700_000), 7_000) for _ in range(2))
        unit, shown = ("bps", printed(100 * (now - before), 0)) if basis else ("pp", printed(now - before, decimals))
        rows.append([f"Rate {place}", f"{printed(now, decimals)}%", f"{printed(before, decimals)}%", f"{shown} {unit}"])
    if rng.random() < 0.5:
        new, old = rng.randint(1000, 99_999), rng.randint(1000, 99_999)
        rows.insert(1, ["Sales", str(new), str(old), str(new - old)])
    return rows


@given(st.integers(0, 10**9))
def test_honest_changes_never_deviate(seed):
    assert all(fit.holds for one in point_changes(read_grid(of_rows(honest(seed)), "en")) for fit in one.fits.values())


@costly(20, 1)
@given(st.integers(0, 10**9))
def test_the_audit_of_honest_changes_has_no_conflict(seed):
    answer = rc.check(document(of_rows(honest(seed))), language="en", progress=False)
    assert answer.conflicts.empty
    assert answer.relations["holds"].all()


@costly(10, 1)
@given(st.integers(0, 10**9))
def test_a_wrong_digit_in_a_column_of_changes_is_told(seed):
    rng = random.Random(seed)
    rows = [["", "2024", "2023", "Change"]]
    wrong = rng.randrange(6)
    for place in range(6):
        now, before = rng.randint(300, 999), rng.randint(100, 290)
        change = str(now - before + (rng.choice([20, 30, 50]) if place == wrong else 0))
        shown = [f"{text[:-1] or '0'}.{text[-1]}" for text in (str(now), str(before), change)]
        rows.append([f"Rate {place}", f"{shown[0]}%", f"{shown[1]}%", f"{shown[2]} pp"])
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    assert answer.relations["kind"].tolist() == ["change"]
    assert not answer.relations["holds"].any()
    assert answer.status == 1


@pytest.mark.parametrize(
    ("rows", "claims"),
    [
        (  # basis points are hundredths
            ["| |2024|2023|Change|", "|Gross margin|38.7%|40.0%|-130 bps|", "|Net margin|12.4%|10.9%|+150 bps|"],
            {("-1.30", "pp"), ("1.50", "pp")},
        ),
        (  # columns whose heads say percent
            [
                "| |2024 (%)|2023 (%)|Change|",
                "|Tea|38.7|40.0|(1.3)|",
                "|Coffee|12.4|10.9|1.5|",
                "|Cocoa|22.4|11.9|10.6|",
            ],
            {("-1.3", "pp"), ("1.5", "pp"), ("10.6", "pp")},
        ),
    ],
)
def test_a_change_of_rates_is_in_points(rows, claims):
    drafts = draft_tables(document(table(*rows)), "en")
    assert [one.kind for one in drafts.relations] == ["change"]
    assert {(one.value, one.unit) for one in drafts.claims if one.stat == "change"} == claims
    assert {one.unit for one in drafts.claims if not one.stat} == {"percent"}
