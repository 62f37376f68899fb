"""Columns a block of rows at a time."""

from __future__ import annotations

import pytest

from reconcile.exact import parallel


@pytest.mark.parametrize("rows", [0, 1, 5, 6, 7, 64])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_blocks_hold_every_row_once_and_in_order(rows: int, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_MANY", 6)
    monkeypatch.setattr(parallel, "_WIDE", 3)
    monkeypatch.setattr(parallel, "cores", lambda: threads)
    seen = parallel.in_blocks(rows, lambda block: list(range(rows))[block])
    assert [row for block in seen for row in block] == list(range(rows))
