"""Averages in tables: honest ones never deviate, and a changed digit is told."""

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
from reconcile.reading.table_means import column_means, row_means


def honest(seed: int) -> list[list[str]]:
    """Items with their average over the years beside them, or below them, or both."""
    rng = random.Random(seed)
    decimals, size = rng.choice([0, 1, 2]), 10 ** rng.randint(2, 5)
    years = [str(2024 - place) for place in range(rng.randint(2, 5))]
    values = [[Fraction(rng.randint(-size // 5, size * 7), 7) for _ in years] for _ in range(rng.randint(2, 6))]
    labels = [f"Item {place}" for place in range(len(values))]
    beside = rng.random() < 0.5
    if not beside or rng.random() < 0.5:
        values.append([sum(column, Fraction(0)) / len(values) for column in zip(*values, strict=True)])
        labels.append("Average")
    rows = [["", *years, *["Average"] * beside]]
    for label, line in zip(labels, values, strict=True):
        means = [sum(line, Fraction(0)) / len(line)] if beside else []
        rows.append([label, *(printed(value, decimals) for value in (*line, *means))])
    return rows


@given(st.integers(0, 10**9))
def test_honest_averages_never_deviate(seed):
    grid = read_grid(of_rows(honest(seed)), "en")
    found = (*row_means(grid), *column_means(grid))
    assert all(fit.holds for one in found for fit in one.fits.values())


@costly(20, 1)
@given(st.integers(0, 10**9))
def test_the_audit_of_honest_averages_has_no_conflict(seed):
    answer = rc.check(document(of_rows(honest(seed))), language="en", progress=False)
    assert answer.conflicts.empty
    assert answer.relations["holds"].all()


@costly(10, 1)
@given(st.integers(0, 10**9))
def test_a_wrong_digit_in_a_row_of_averages_is_told(seed):
    rng = random.Random(seed)
    parts = [[rng.randint(1000, 9999) for _ in range(4)] for _ in range(rng.randint(3, 6))]
    means = [printed(Fraction(sum(column), len(parts)), 1).replace(",", "") for column in zip(*parts, strict=True)]
    place = rng.randrange(4)
    other = rng.choice([digit for digit in "123456789" if digit != means[place][1]])
    means[place] = means[place][0] + other + means[place][2:]
    rows = [["", "2024", "2023", "2022", "2021"], *([f"Item {at}", *map(str, one)] for at, one in enumerate(parts))]
    rows.append(["Average", *means])
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    assert not answer.relations.loc[answer.relations["kind"] == "mean", "holds"].any()
    assert answer.status == 1


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (  # below a total of the same rows
            ["| |2024|2023|", "|Tea|1,204|1,190|", "|Coffee|2,377|2,415|", "|Cocoa|325|341|",
             "|Total|3,906|3,946|", "|Average|1,302.0|1,315.3|"],
            [("mean", "Average", "Tea", "Coffee", "Cocoa")],
        ),
        (  # over the years
            ["| |2022|2023|2024|Three-year average|", "|Tea|1,204|1,190|1,377|1,257|",
             "|Coffee|2,377|2,415|2,008|2,267|"],
            [("mean", "Three-year average", "2022", "2023", "2024")],
        ),
        (  # printed to fewer digits than what it is of
            ["| |2024|2023|", "|Tea|1,204.4|1,190.7|", "|Coffee|2,377.1|2,415.0|", "|Average|1,791|1,803|"],
            [("mean", "Average", "Tea", "Coffee")],
        ),
        (  # a weighted one says nothing of the plain mean
            ["| |2024|2023|", "|Tea|1,204|1,190|", "|Coffee|2,378|2,414|", "|Weighted average|1,791|1,802|"],
            [],
        ),
    ],
)  # fmt: skip
def test_averages_are_found_in_the_shapes_that_tables_have(rows, found):
    drafts = draft_tables(document(table(*rows)), "en")
    assert [(one.kind, *one.terms) for one in drafts.relations if one.kind == "mean"] == found
