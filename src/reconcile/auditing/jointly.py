"""Joint consistency of a ledger that is audited in parts: where bindings contradict, and where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from reconcile.auditing.parts import Recalled, groups, in_whole
from reconcile.checks.finding import Block, Finding
from reconcile.checks.listed import Listed
from reconcile.checks.part import part_of
from reconcile.checks.store import Store
from reconcile.checks.verdicts import CONFLICT, HEDGE, UNCHECKED
from reconcile.exact.columns import Array, Bools, Ints

CHUNK = 2**17  # claims that are tested at a time, about

Test = Callable[[Store], list[Block]]
"""From a store to the blocks of the joint check of all its claims."""

Extent = bool | int | str


def jointly(
    store: Store, blocks: Sequence[Recalled], extent: Extent, test: Test, told: Callable[[int, int], None]
) -> Listed:
    """The joint findings of a ledger in parts, those that pass left out.

    ``extent`` True tests the places that hold a conflict of single bindings; a number, about so many further claims at
    places spread evenly; "all", everything. What was not tested is a finding of its own, unchecked.
    """
    group, size = groups(store)
    chosen = _chosen(store, group, size, blocks, extent)
    picked = chosen[group[store.place.code]]
    total, tested = int(size[chosen].sum()), 0
    found: list[Finding] = []
    for rows in _chunks(np.flatnonzero(picked), group[store.place.code[picked]]):
        told(tested, total)
        part = part_of(store, rows)
        assert part.rows is not None
        for block in test(part):
            worse = np.flatnonzero(np.isin(block.verdict, (CONFLICT, HEDGE, UNCHECKED)))
            found += [in_whole(block.finding(int(row)), part.rows) for row in worse]
        tested += len(rows)
    if len(store) > tested:
        found.append(Finding("joint:parts", "joint", UNCHECKED, _untested(tested, len(store), extent)))
    return Listed("joint", found)


def _chosen(store: Store, group: Ints, size: Ints, blocks: Sequence[Recalled], extent: Extent) -> Bools:
    """Which groups of places are tested."""
    chosen = np.zeros(len(size), dtype=bool)
    if extent == "all":
        return ~chosen
    for block in blocks:
        claim = block.columns.claim[block.verdict == CONFLICT]
        chosen[group[store.place.code[claim[claim >= 0]]]] = True
    if not isinstance(extent, bool) and isinstance(extent, int):
        others = np.flatnonzero(~chosen)
        share = min(extent / max(int(size[others].sum()), 1), 1.0)
        chosen[others[np.linspace(0, len(others) - 1, -int(-len(others) * share // 1)).astype(np.int64)]] = True
    return chosen


def _chunks(rows: Ints, group: Array) -> Iterator[Ints]:
    """Claims in lots of whole groups, each about as large as is tested at a time."""
    order = np.argsort(group, kind="stable")
    rows, group = rows[order], group[order]
    begin = 0
    while begin < len(rows):
        end = int(np.searchsorted(group, group[min(begin + CHUNK, len(rows)) - 1], side="right"))
        yield rows[begin:end]
        begin = end


def _untested(tested: int, total: int, extent: Extent) -> str:
    where = "where single bindings contradict"
    if not isinstance(extent, bool):
        where += " and at a sample of places"
    return f'{tested:,} of {total:,} claims were tested all together: those {where}; joint="all" tests every one'
