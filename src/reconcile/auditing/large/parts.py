"""Parts of a ledger that no check ties to each other, each audited by itself.

Parts run beside each other, and of each only the verdicts are kept: ten million claims take the room of their columns.
Whatever is shown of a part later is worked out again from its claims.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, NamedTuple, TypeVar

import numpy as np

from reconcile.auditing.large.whole_numbers import BehindPart, in_whole
from reconcile.auditing.verdicts_frame import About
from reconcile.checks.engine.block import Block
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.part import part_of
from reconcile.checks.finding import Comparison, Contribution, ProposedRepair, WordedFinding
from reconcile.checks.wording.missed_errors import Missed
from reconcile.errors import ReconcileError
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.exact.parallel import cores
from reconcile.language.bases import fixed_in
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.codes import counted, looked_up, narrow
from reconcile.ledger.store.row_sets import Dealt, Rows, Runs, Share, numbers

WHOLE = 2**16  # claims up to which a ledger is audited as one piece
_SHORT = 64  # claims of one place that follow each other, on the whole, from which parts are made of stretches
_BESIDE = 2**19  # claims from which parts are audited beside each other
PART = 2**18  # claims of one part, at most about: large enough that two threads seldom wait for each other

Make = Callable[[Store], list[Block]]
_T = TypeVar("_T")


def crossing(ledger: Ledger) -> set[str]:
    """The columns of places over which rules and sums reach, so that no part ends within them."""
    fixed = {name for rule in ledger.rules for name in (*rule.dimensions, rule.over)}
    summed = {over for measure in ledger.measures.values() for over in measure.summed_over}
    return (fixed | summed | set(fixed_in_bases(ledger))) - {"", "period"}


def fixed_in_bases(ledger: Ledger) -> dict[str, str]:
    """The columns that the base of any share or contribution fixes, and for each the first of these bases."""
    found: dict[str, str] = {}
    for text in ledger.content.codes("base").values:
        found |= {name: text for name in fixed_in(text) if name not in found}
    return found


def uncrossed(ledger: Ledger, partition: Sequence[str]) -> None:
    """See that no rule or sum ties claims that differ in one of these columns; raises ReconcileError where one does."""
    places = {"area", *ledger.dimensions}
    if absent := [name for name in partition if name not in places]:
        raise ReconcileError(f"partition by {', '.join(absent)}: claims can be parted by {', '.join(sorted(places))}")
    if not partition:
        raise ReconcileError("partition by nothing: name columns that no rule reaches over, such as area")
    for name in partition:
        for rule in ledger.rules:
            if name in rule.dimensions or name == rule.over:
                raise ReconcileError(
                    f"partition by {name}: the rule {rule.text} ties claims of one {name} to another's"
                )
        if base := fixed_in_bases(ledger).get(name):
            raise ReconcileError(f"partition by {name}: the base {base} ties claims of one {name} to another's")
        for measure in ledger.measures.values():
            if name in measure.summed_over:
                raise ReconcileError(f"partition by {name}: {measure.name} is summed over {name}")


def groups(store: Store, code: Array, each: Ints | None = None) -> tuple[Ints, Ints]:
    """The number of the group that each place is in, and how many claims each has; nothing ties one to another.

    ``code`` are the places of all claims, or of stretches of so many ``each``.
    """
    group, count = store.places.without(crossing(store.ledger)), len(store.places)
    claims = counted(code, count) if each is None else np.bincount(code, each, minlength=count)
    return group, np.bincount(group, claims).astype(np.int64)


def parted(store: Store, size: int | None = None) -> list[Rows]:
    """The claims of each part; no parts where claims are few, or everything may be tied: audit them as one piece.

    A part has about ``size`` claims; None for what suits the machine.
    """
    if len(store) <= (size or WHOLE):
        return []
    if size is None:
        size = PART if len(store) < _BESIDE else min(PART, -(-len(store) // cores()))
    code = store.place.code
    ends = _ends(code)
    stretches, each = (code, None) if ends is None else (code[ends - 1], np.diff(ends, prepend=0))
    group, claims = groups(store, stretches, each)
    if len(claims) == 1:
        return []
    _, number = np.unique((np.cumsum(claims) - 1) // size, return_inverse=True)
    count = int(number[-1]) + 1
    if count == 1:
        return [every(store)]
    part = looked_up(narrow(number[group]), stretches)
    return list(Dealt(part, count).shares()) if ends is None else _stretched(part, ends, count)


def every(store: Store) -> Rows:
    """All claims as one part."""
    return Runs((0,), (len(store),))


def _ends(code: Array) -> Ints | None:
    """Where claims of one place end that follow each other; None where mostly few do."""
    last = code[1:] != code[:-1]
    if (np.count_nonzero(last) + 1) * _SHORT > len(code):
        return None
    return np.append(np.flatnonzero(last) + 1, len(code))


def _stretched(part: Array, ends: Ints, count: int) -> list[Rows]:
    """The claims of each part, in order, by whole stretches, each of one part."""
    last = np.append(part[1:] != part[:-1], True)
    ends, part = ends[last], part[last]
    begins = np.append(0, ends[:-1])
    made: list[Rows] = []
    for number in range(count):
        mine = part == number
        made.append(Runs(tuple(begins[mine].tolist()), tuple(ends[mine].tolist())))
    return made


class Compared(NamedTuple):
    """Which claims of a part were compared with anything."""

    rows: Rows
    used: Bools

    def mark(self, column: Bools) -> None:
        """Mark them in a column of all claims."""
        if isinstance(self.rows, Runs | Share):
            self.rows.mark(column, self.used)
        else:
            column[self.rows[self.used]] = True


@dataclass
class _Part:
    """Some claims, and the blocks that they make."""

    store: Store
    rows: Rows
    make: Make

    def blocks(self) -> tuple[Ints, list[Block]]:
        """The claims, as the blocks number them, and the blocks."""
        part = part_of(self.store, self.rows)
        return numbers(self.rows), self.make(part)

    def audited(self, memory: Memory) -> tuple[list[Block], Compared]:
        """What is kept of the blocks, and the claims that they compared with anything."""
        part = part_of(self.store, self.rows)
        used, blocks = np.zeros(len(part), dtype=bool), self.make(part)
        for block in blocks:
            used[block.used] = True
        kept = [self._kept(block, About.of(part, block), number, memory) for number, block in enumerate(blocks)]
        return kept, Compared(self.rows, used)

    def _kept(self, block: Block, about: About, number: int, memory: Memory) -> Block:
        """The columns of a block alone; for words the part is audited again."""
        recalled = Recalled(self, number, memory)
        return Block(
            block.check,
            block.verdict,
            recalled.finding,
            heads=None if block.heads is None else about.claim,
            views=about.view,
            residual=block.residual,
            rule=block.rule,
            name=block.name,
            prepare=recalled.prepare,
        )


class Recalled(NamedTuple):
    """The words of a block of a part of which nothing else was kept."""

    part: _Part
    number: int
    memory: Memory

    def finding(self, row: int) -> WordedFinding:
        return in_whole(*self.recalled(row), BehindRecalled(self, row))

    def prepare(self, rows: Ints) -> None:
        """The words of these rows are asked for next."""
        self.memory.recall(self.part)[1][self.number].prepare(rows)

    def recalled(self, row: int) -> tuple[WordedFinding, Ints]:
        """The finding of a row as the part has it, and the part's claims in the whole."""
        rows, blocks = self.memory.recall(self.part)
        return blocks[self.number].finding(row), rows


class BehindRecalled(NamedTuple):
    """What stands behind a finding of a part, which keeps nothing of the part."""

    block: Recalled
    row: int

    def _in_part(self) -> BehindPart:
        finding, rows = self.block.recalled(self.row)
        return BehindPart(finding.behind, rows)

    @property
    def repairs(self) -> tuple[ProposedRepair, ...]:
        return self._in_part().repairs

    @property
    def terms(self) -> tuple[Contribution, ...]:
        return self._in_part().terms

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return self._in_part().comparisons

    @property
    def missed(self) -> tuple[Missed, ...]:
        return self._in_part().missed


@dataclass
class Memory:
    """The blocks of the part that was asked for last."""

    _part: _Part | None = None
    _recalled: tuple[Ints, list[Block]] | None = None
    _lock: Any = field(default_factory=Lock)

    def recall(self, part: _Part) -> tuple[Ints, list[Block]]:
        """The claims of a part, as its blocks number them, and the blocks."""
        with self._lock:
            if self._part is not part or self._recalled is None:
                self._part, self._recalled = part, part.blocks()
            return self._recalled


def audited(
    store: Store,
    parts: Sequence[Rows],
    make: Make,
    progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[tuple[list[Block], Compared]]:
    """The blocks of each part, in order, and the claims of it that they compared with anything.

    Parts of many claims run beside each other, and wait until they are taken: what is done does not pile up.
    """
    memory, done = Memory(), 0
    _ = store.periods, store.published, store.base_shift, store.unit_kind, store.kinds, store.places  # once, for all
    total = len(store)

    def audit(rows: Rows) -> tuple[list[Block], Compared]:
        return _Part(store, rows, make).audited(memory)

    for rows, found in zip(parts, (map if total < _BESIDE else beside)(audit, parts), strict=True):
        done += len(rows)
        if progress is not None:
            progress(done, total, "claims compared")
        yield found


def beside(audit: Callable[[Rows], _T], parts: Sequence[Rows]) -> Iterator[_T]:
    """What comes of each part, in order; as many are at work as there are processors, and as many wait."""
    waiting = iter(parts)
    with ThreadPoolExecutor(cores()) as pool:
        running = deque(pool.submit(audit, rows) for rows in islice(waiting, 2 * cores()))
        try:
            while running:
                found = running.popleft().result()
                running.extend(pool.submit(audit, rows) for rows in islice(waiting, 1))
                yield found
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
