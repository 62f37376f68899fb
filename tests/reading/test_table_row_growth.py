"""Rows of growth, and tables in which years stand below each other: honest ones never deviate, a wrong rate is told."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from made_tables import document, of_rows, printed
from reconcile.reading.table_grid import read_grid


def honest(seed: int, *, down: bool, wrong: bool = False) -> list[list[str]]:
    """Levels of some measures over years, the growth of each beside it, in rows or in columns."""
    rng = random.Random(seed)
    years = [2024 - place for place in range(rng.randint(4, 6))]
    lines = [["", *map(str, years)]]
    for name in rng.sample(["Sales", "Costs", "Output", "Wages"], rng.randint(1, 3)):
        levels = [Fraction(rng.randint(20_000, 900_000), 70) for _ in years]
        rates = [printed(100 * (now / before - 1), 1) for now, before in pairwise(levels)]
        if wrong:
            rates[0] = printed(100 * (levels[0] / levels[1] - 1) + rng.choice([-40, 40, 7]), 1)
        lines.append([name, *(printed(level, 1) for level in levels)])
        lines.append([f"{name}, change on year, %", *rates, ""])
    return [list(line) for line in zip(*lines, strict=True)] if down else lines


@costly(4, 2)
@given(st.integers(0, 10**9), st.booleans())
def test_honest_growth_along_the_years_never_deviates(seed, down):
    answer = rc.check(document(of_rows(honest(seed, down=down))), language="en", progress=False)
    assert answer.conflicts.empty
    assert "growth" in set(answer.relations["kind"])
    assert {str(one) for one in answer.ledger.claims["measure"]} <= {"Sales", "Costs", "Output", "Wages"}


@costly(4, 2)
@given(st.integers(0, 10**9), st.booleans())
def test_a_wrong_rate_among_those_that_fit_is_told(seed, down):
    rows = honest(seed, down=down, wrong=True)
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    told = answer.relations[answer.relations["kind"] == "growth"]
    assert (len(told) > 0, told["holds"].any(), answer.status) == (True, False, 1)


@pytest.mark.parametrize(
    ("rows", "turned"),
    [
        ([["Year", "Sales"], ["2022", "12"], ["2023", "14"], ["2024", "15"]], True),
        ([["", "Sales"], ["2022", "12"], ["2023", "14"], ["Total", "26"]], False),
        ([["Year", "Sales"], ["2023", "14"], ["2024", "15"]], False),
        ([["", "2022", "2023"], ["2022", "12", "3"], ["2023", "14", "4"], ["2024", "15", "5"]], False),
        ([["", "Sales"], ["2022", "12"], ["2022", "14"], ["2024", "15"]], False),
    ],
)
def test_a_table_is_turned_where_each_row_is_of_another_year(rows, turned):
    assert read_grid(of_rows(rows), "en").turned is turned


def test_what_a_turned_table_says_is_told_by_the_rows_and_columns_of_the_document():
    rows = [["Year", "Exports", "Imports", "Balance"]]
    rows += [["2021", "342.9", "301.7", "41.2"], ["2022", "335.0", "340.2", "14.8"], ["2023", "331.6", "322.5", "9.1"]]
    rows += [["2024", "340.8", "318.0", "22.8"]]
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    assert answer.relations["place"].tolist() == ["table 1, column Balance"]
    assert answer.conflicts["quantity"].item()["period"] == "2022"
    assert "fits in 3 of 4 rows" in answer.relations["evidence"].item()
