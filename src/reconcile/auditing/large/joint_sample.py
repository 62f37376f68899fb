"""Joint consistency of a ledger that is audited in parts: where bindings contradict, and where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from reconcile.auditing.large.parts import groups
from reconcile.auditing.large.whole_numbers import in_whole
from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.part import part_of
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import CONFLICT, HEDGE, UNCHECKED
from reconcile.exact.columns import Bools, Ints
from reconcile.solver.budget import Budget

CHUNK = 2**13  # claims that are tested at a time, about: a second's work

Test = Callable[[Store, float | None], list[Block]]
"""From a store, and the seconds that one part of it may take, to the blocks of the joint check of all its claims."""

Extent = bool | int | str


def jointly(
    store: Store,
    blocks: Sequence[Block],
    extent: Extent,
    test: Test,
    told: Callable[[int, int], None],
    budget: float | None,
) -> Block:
    """The joint findings of a ledger in parts, those that pass left out.

    ``extent`` True tests the places that hold a conflict of single bindings; a number, about so many further claims at
    places spread evenly; "all", everything. Conflicts come first; no place is begun when the ``budget`` of seconds is
    used, or after Ctrl-C. What was not tested is a finding of its own, unchecked.
    """
    group, size = groups(store, store.place.code)
    chosen = _chosen(store, group, size, blocks, extent)
    wanted, tested, left = sum(int(size[some].sum()) for some in chosen), 0, Budget(budget)
    found: list[WordedFinding] = []
    stop = f"then the budget of {budget:g} seconds was used" if budget is not None else ""
    try:
        for rows in (rows for some in chosen for rows in _chunks(some, group, store)):
            told(tested, wanted)
            if left.spent:
                break
            found += worse(store, rows, test, left)
            tested += len(rows)
    except KeyboardInterrupt:  # who has waited long enough is told what was found until then
        stop = "then the test was stopped"
    if len(store) > tested:
        said = _untested(tested, wanted, len(store), extent, stop)
        found.append(WordedFinding("joint:parts", "joint", UNCHECKED, said))
    return of_findings("joint", found)


def worse(store: Store, rows: Ints, test: Test, left: Budget) -> list[WordedFinding]:
    """What the joint test of some claims finds, without what passes."""
    part = part_of(store, rows)
    assert isinstance(part.rows, np.ndarray)
    found: list[WordedFinding] = []
    for block in test(part, left.left):
        worse = np.flatnonzero(np.isin(block.verdict, (CONFLICT, HEDGE, UNCHECKED)))
        found += [in_whole(block.finding(int(row)), part.rows) for row in worse]
    return found


def _chosen(store: Store, group: Ints, size: Ints, blocks: Sequence[Block], extent: Extent) -> tuple[Bools, Bools]:
    """Which groups of places are tested: those with a conflict, then others."""
    broken, others = (np.zeros(len(size), dtype=bool) for _ in range(2))
    for block in blocks:
        if block.leads is not None:
            broken[group[store.place.code[block.leads[block.verdict == CONFLICT]]]] = True
    if extent == "all":
        others = ~broken
    elif not isinstance(extent, bool) and isinstance(extent, int):
        sound = np.flatnonzero(~broken)
        share = min(extent / max(int(size[sound].sum()), 1), 1.0)
        others[sound[np.linspace(0, len(sound) - 1, -int(-len(sound) * share // 1)).astype(np.int64)]] = True
    return broken, others


def _chunks(chosen: Bools, group: Ints, store: Store) -> Iterator[Ints]:
    """The claims of groups in lots of whole ones, each about as large as is tested at a time."""
    rows = np.flatnonzero(chosen[group[store.place.code]])
    home = group[store.place.code[rows]]
    order = np.argsort(home, kind="stable")
    rows, home = rows[order], home[order]
    begin = 0
    while begin < len(rows):
        end = int(np.searchsorted(home, home[min(begin + CHUNK, len(rows)) - 1], side="right"))
        yield rows[begin:end]
        begin = end


def _untested(tested: int, wanted: int, total: int, extent: Extent, stop: str) -> str:
    where = "where single bindings contradict"
    if not isinstance(extent, bool):
        where += " and at a sample of places"
    said = f"{tested:,} of {total:,} claims were tested all together"
    if tested == wanted:
        return f'{said}: those {where}; joint="all" tests every one'
    said += f", {stop}; "
    if extent == "all":
        return f"{said}budget=None tests every one"
    return f'{said}budget=None tests all {wanted:,} {where}, joint="all" besides every one'
