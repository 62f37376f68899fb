"""Rows that say "of which": a bound, never a part of a sum."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from made_tables import document, of_rows, table
from reconcile.reading.table_drafts import draft_tables
from reconcile.reading.table_grid import read_grid
from reconcile.reading.table_relations import row_sums


def honest(seed: int) -> list[list[str]]:
    """A table of items and their total, with a part of some items below them."""
    rng = random.Random(seed)
    years = [str(2024 - place) for place in range(rng.randint(2, 5))]
    rows, items = [["", *years]], []
    for place in range(rng.randint(2, 5)):
        item = [rng.randint(100, 99_999) for _ in years]
        items.append(item)
        rows.append([f"Item {place}", *map(str, item)])
        if rng.random() < 0.5:
            rows.append([f"of which at home {place}", *(str(rng.randint(0, value)) for value in item)])
    rows.append(["Total", *(str(sum(column)) for column in zip(*items, strict=True))])
    return rows


@costly(20, 1)
@given(st.integers(0, 10**9))
def test_the_audit_of_honest_parts_has_no_conflict(seed):
    rows = honest(seed)
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    assert answer.conflicts.empty
    kinds = answer.relations["kind"].value_counts()
    assert kinds.get("bound", 0) == sum(row[0].startswith("of which") for row in rows)


@given(st.integers(0, 10**9))
def test_parts_are_never_added_up(seed):
    grid = read_grid(of_rows(honest(seed)), "en")
    rows, _, sums = row_sums(grid)
    lines = {place for one in sums for place in (one.total, *(part for _, part in one.parts))}
    assert sums
    assert not any(rows[place].label.startswith("of which") for place in lines)


@pytest.mark.parametrize(
    "label", ["of which coffee", "– thereof coffee", "davon Kaffee", "dont café", "Trong đó: cà phê"]
)
def test_a_part_is_told_from_its_whole_in_several_languages(label):
    drafts = draft_tables(document(table("| |2024|", "|Goods|3,581|", f"|{label}|1,204|")), "en")
    assert [(one.kind, *one.terms) for one in drafts.relations] == [("bound", label, "Goods")]


def test_costs_in_brackets_are_bounded_from_the_other_side():
    drafts = draft_tables(document(table("| |2024|", "|Costs|(3,581)|", "|of which rent|(1,204)|")), "en")
    rules = [text for one in drafts.relations for text, _ in one.rules]
    assert rules == ["`of which rent`[period=2024] >= Costs[period=2024]"]


def test_a_part_above_its_whole_is_told_where_other_columns_bear_it_out():
    """Each column that holds speaks for it by odds of 2 to 1, so it takes eleven to tell of one that does not."""
    years = [str(2024 - place) for place in range(12)]
    wholes, parts = [3500 + 7 * place for place in range(12)], [1200 + 11 * place for place in range(12)]
    parts[3] = 4204
    rows = [["", *years], ["Goods", *map(str, wholes)], ["of which coffee", *map(str, parts)]]
    answer = rc.check(document(of_rows(rows)), language="en", progress=False)
    assert len(answer.conflicts) == 1
    short = [row[:4] for row in [rows[0], rows[1], rows[2]]]
    short[2][2] = "4204"
    assert rc.check(document(of_rows(short)), language="en", progress=False).conflicts.empty
