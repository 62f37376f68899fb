"""Counts of errors are made when they are looked at, and are then what any whole numbers are."""

from __future__ import annotations

import pickle
from types import SimpleNamespace

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reconcile.auditing import run
from reconcile.auditing.counts_on_demand import CountsOnDemand
from reconcile.ledger.ledger import Ledger

COUNTS = st.lists(st.none() | st.integers(0, 2**40), max_size=8)


def column_of(counts):
    return CountsOnDemand(
        np.fromiter((SimpleNamespace(n=count) for count in counts), dtype=object, count=len(counts)), "n"
    )


@given(COUNTS)
def test_it_is_the_column_that_it_would_be_if_it_were_made(counts):
    expected = pd.Series(counts, dtype="Int64")
    for made in (pd.Series(column_of(counts)), pd.Series(pickle.loads(pickle.dumps(column_of(counts))))):
        pd.testing.assert_series_equal(made, expected)
    assert pd.Series(column_of(counts)).sum() == expected.sum()


@given(COUNTS, st.data())
def test_what_is_picked_of_it_stays_to_be_made_and_is_right(counts, data):
    rows = data.draw(st.lists(st.integers(0, len(counts) - 1), max_size=8)) if counts else []
    kept = data.draw(st.lists(st.booleans(), min_size=len(counts), max_size=len(counts)))
    column, expected = column_of(counts), pd.array(counts, dtype="Int64")
    for picked, right in (
        (column.take(np.array(rows, dtype=np.int64)), expected.take(np.array(rows, dtype=np.int64))),
        (column[np.array(kept, dtype=bool)], expected[np.array(kept, dtype=bool)]),
        (column[1:], expected[1:]),
        (column.copy(), expected),
    ):
        assert not picked.made
        pd.testing.assert_extension_array_equal(picked, right, check_exact=True)
    assert not column.made


def test_the_findings_count_nothing_until_somebody_looks(ledger):
    found = run(Ledger.read(ledger)).findings  # its own: others look at what is shared
    assert not found["errors"].array.made
    assert not found[found["verdict"] == "rounding"]["caught"].array.made
    assert found["errors"].sum() > 0
