"""Parts of a ledger that no check ties to each other, each audited by itself.

Parts run beside each other, and of each only the verdicts are kept: ten million claims take the room of their columns.
Whatever is shown of a part later is worked out again from its claims.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np

from reconcile.auditing.bindings import Columns
from reconcile.checks.finding import Block, Finding
from reconcile.checks.groups import rows_of
from reconcile.checks.part import part_of
from reconcile.checks.store import Store
from reconcile.exact.columns import Array, Ints
from reconcile.ledger.codes import looked_up
from reconcile.ledger.store import Ledger

WHOLE = 2**16  # claims up to which a ledger is audited as one piece
PART = 2**18  # claims of one part, at most about: large enough that two threads seldom wait for each other

Make = Callable[[Store], list[Block]]


def crossing(ledger: Ledger) -> set[str]:
    """The columns of places over which rules and sums reach, so that no part ends within them."""
    fixed = {name for rule in ledger.rules for term in (*rule.left, *rule.right) for name, _ in term.at}
    return (fixed | {measure.sum_over for measure in ledger.measures.values()}) - {"", "period"}


def groups(store: Store) -> tuple[Ints, Ints]:
    """The number of the group that each place is in, and how many claims each has; nothing ties one to another."""
    kept = [name for name in store.places if name not in crossing(store.ledger)]
    if not kept:
        return np.zeros(len(store.places), dtype=np.int64), np.array([len(store)])
    group = np.arange(len(store.places))
    claims = np.bincount(store.place.code, minlength=len(group))
    if len(kept) < len(store.places.columns):
        group = np.asarray(store.places.groupby(kept, sort=False).ngroup(), dtype=np.int64)
        claims = np.bincount(group, weights=claims).astype(np.int64)
    return group, claims


def parted(store: Store, size: int | None = None) -> list[Ints]:
    """The claims of each part; one part with all of them where they are few, or where everything may be tied.

    A part has about ``size`` claims; None for what suits the machine.
    """
    if len(store) <= (size or WHOLE):
        return [np.arange(len(store))]
    size = size or min(PART, -(-len(store) // cores()))
    group, claims = groups(store)
    code = store.place.code
    _, number = np.unique((np.cumsum(claims) - 1) // size, return_inverse=True)
    count = int(number[-1]) + 1
    if count == 1:
        return [np.arange(len(store))]
    part = looked_up(number.astype(np.int16 if count < 2**15 else np.int32)[group], code)
    return _stretched(part, count)


def _stretched(part: Array, count: int) -> list[Ints]:
    """The claims of each part, in order; where claims of a part mostly follow each other, by whole stretches."""
    ends = np.append(np.flatnonzero(part[1:] != part[:-1]) + 1, len(part))
    if len(ends) * 64 > len(part):
        return rows_of(part, count)
    stretches: list[list[Ints]] = [[] for _ in range(count)]
    for begin, end in zip([0, *ends.tolist()], ends.tolist(), strict=False):
        stretches[part[begin]].append(np.arange(begin, end))
    return [np.concatenate(rows) for rows in stretches]


@dataclass
class Part:
    """Some claims, and the blocks that they make."""

    store: Store
    rows: Ints
    make: Make

    def blocks(self) -> tuple[Store, list[Block]]:
        part = part_of(self.store, self.rows)
        return part, self.make(part)


def _used(rows: Ints, blocks: Sequence[Block]) -> Ints:
    """The claims that blocks compared with anything, in the whole."""
    used = np.zeros(len(rows), dtype=bool)
    for block in blocks:
        used[block.used] = True
    return rows[used]


@dataclass
class Recalled:
    """A block of a part of which only the verdicts were kept; for words the part is audited again."""

    part: Part
    number: int
    check: str
    rule: int | None
    verdict: Array
    columns: Columns
    memory: Memory

    @property
    def used(self) -> Ints:
        rows, blocks = self.memory.recall(self.part)
        return rows[blocks[self.number].used]

    def finding(self, row: int) -> Finding:
        rows, blocks = self.memory.recall(self.part)
        return in_whole(blocks[self.number].finding(row), rows)


@dataclass
class Memory:
    """The blocks of the part that was asked for last."""

    _part: Part | None = None
    _recalled: tuple[Ints, list[Block]] | None = None
    _lock: Any = field(default_factory=Lock)

    def recall(self, part: Part) -> tuple[Ints, list[Block]]:
        """The claims of a part, as its blocks number them, and the blocks."""
        with self._lock:
            if self._part is not part or self._recalled is None:
                store, blocks = part.blocks()
                assert store.rows is not None
                self._part, self._recalled = part, (store.rows, blocks)
            return self._recalled


def in_whole(finding: Finding, rows: Ints) -> Finding:
    """A finding about a part with the claims' numbers in the whole."""
    claims = tuple(int(rows[claim]) for claim in finding.claims)
    repairs = tuple(replace(repair, claim=int(rows[repair.claim])) for repair in finding.repairs)
    terms = tuple(replace(term, claim=int(rows[term.claim])) for term in finding.terms)
    missed = tuple(one._replace(claim=int(rows[one.claim])) for one in finding.missed)
    return replace(finding, claims=claims, repairs=repairs, terms=terms, missed=missed)


def audited(
    store: Store, parts: Sequence[Ints], make: Make, progress: Callable[[int, int, str], None] | None = None
) -> Iterator[tuple[list[Recalled], Ints]]:
    """The blocks of each part as it is done, and the claims of it that they compared with anything.

    Parts run beside each other, as many at a time as there are processors, and wait until they are taken: what is done
    does not pile up.
    """
    memory, done = Memory(), 0
    _ = store.periods, store.published, store.base_shift, store.unit_kind, store.kinds, store.places  # once, for all
    total = len(store)

    def audit(rows: Ints) -> tuple[list[Recalled], Ints]:
        part = Part(store, rows, make)
        of_part, blocks = part.blocks()
        kept = [
            Recalled(part, number, block.check, block.rule, block.verdict, Columns.of(of_part, block), memory)
            for number, block in enumerate(blocks)
        ]
        assert of_part.rows is not None
        return kept, _used(of_part.rows, blocks)

    waiting = iter(parts)
    with ThreadPoolExecutor(cores()) as pool:
        running = {pool.submit(audit, rows): rows for rows in islice(waiting, 2 * cores())}
        try:
            while running:
                ready, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ready:
                    done += len(running.pop(future))
                    if (rows := next(waiting, None)) is not None:
                        running[pool.submit(audit, rows)] = rows
                    if progress is not None:
                        progress(done, total, "claims compared")
                    yield future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def cores() -> int:
    """How many processors there are for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
