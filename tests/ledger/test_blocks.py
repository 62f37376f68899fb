"""Columns a block of rows at a time."""

from __future__ import annotations

import pytest

from reconcile.ledger import blocks


@pytest.mark.parametrize("rows", [0, 1, 5, 6, 7, 64])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_blocks_hold_every_row_once_and_in_order(rows: int, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_MANY", 6)
    monkeypatch.setattr(blocks, "_WIDE", 3)
    monkeypatch.setattr(blocks, "cores", lambda: threads)
    seen = blocks.in_blocks(rows, lambda block: list(range(rows))[block])
    assert [row for block in seen for row in block] == list(range(rows))
