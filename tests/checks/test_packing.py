"""Rows sorted by columns of codes, packed into one number where they fit, against numpy's sort of columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.checks.engine import packing
from strategies import Draw


@st.composite
def columns(draw: Draw) -> list[np.ndarray]:
    size = draw(st.integers(0, 12))
    spans = draw(st.lists(st.sampled_from([0, 1, 5, 2**20, 2**40]), min_size=3, max_size=6))
    lows = [draw(st.sampled_from([0, -3, 7])) for _ in spans]
    return [
        np.array(draw(st.lists(st.integers(low, low + span), min_size=size, max_size=size)), dtype=np.int64)
        for low, span in zip(lows, spans, strict=True)
    ]


@pytest.mark.parametrize("bits", [0, 62])
@given(given_columns=columns())
def test_rows_are_in_the_order_of_their_columns_and_new_ones_are_marked(
    bits: int, given_columns: list[np.ndarray]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "_BITS", bits)
        packed = packing.in_order(given_columns)
    order = np.lexsort(given_columns[::-1])
    assert packed.order.tolist() == order.tolist()
    assert [column.tolist() for column in packed.columns] == [column[order].tolist() for column in given_columns]
    rows = list(zip(*(column[order].tolist() for column in given_columns), strict=True))
    for back, marks in zip((2, 1, 0), packed.new, strict=True):
        cut = [row[: len(row) - back] for row in rows]
        assert marks.tolist() == [not at or cut[at] != cut[at - 1] for at in range(len(cut))]
