"""What a check found, as columns: one class for all checks, and the bindings of all of them found by their claims."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.relation import Relation
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Array, Ints
from reconcile.exact.interval import Interval


class Asked(NamedTuple):
    """What one binding asks of a claim, all else being as it is.

    ``printed`` and ``wide`` are the values that the others leave at their printed numbers and in their widest reading;
    ``holds`` says whether what the claim might stand for would do.
    """

    printed: Interval
    wide: Interval
    conflict: bool  # whether it does not hold as it stands
    holds: Callable[[Interval], bool]


class Bindings(Protocol):
    """What the rows of a block ask of the claims that they tie."""

    around: ClaimBindings | None
    """All that binds the claims, this block among it."""

    def claims(self, row: int) -> tuple[int, ...]:
        """The claims that a row ties."""

    def asked(self, row: int, claim: int) -> Asked | None:
        """What a row that is decided asks of one of its claims; None where that cannot be said of it alone."""

    def relations(self, row: int, claims: Collection[int]) -> list[Relation]:
        """The relations of a row in fractions, those that leave some claims apart."""


_TOGETHER = 128  # rows put into words, of which what they need is made at once; of many more, what waits costs more


def _nothing(rows: Ints) -> None:
    """Rows that need nothing beforehand."""


@dataclass(eq=False)
class Block:
    """The outcomes of one check, a row each, and the words for any of them: most are only counted."""

    check: str
    verdict: Array  # (n,) int8 codes, indexes into VERDICTS
    say: Callable[[int], WordedFinding]
    cells: Cells | None = None
    tied: tuple[Ints, ...] = ()  # (n,) rows of the cells that take part, ABSENT where none does
    named: Ints = field(
        default_factory=lambda: np.zeros(0, dtype=np.int64)
    )  # the claims that take part, where no cells are tied
    heads: Ints | None = None
    """(n,) a cell, or without cells a claim, that tells a row's place, period and status; None where none does."""
    views: Ints | None = None  # (n,) beside ``heads``: a source's code, or ACROSS
    residual: NDArray[np.float64] | None = None  # (n,) computed minus reported, as near as a float is
    bindings: Bindings | None = None  # None where nothing is held against anything
    rule: int | None = None  # the number of the rule that bound
    name: str = ""  # of what ties the figures, as it is written
    ready: Sequence[WordedFinding] = ()  # all findings, where they stand ready
    prepare: Callable[[Ints], None] = _nothing
    """Is called with rows that are put into words next: what these need is made of them together, in columns."""

    @property
    def used(self) -> Ints:
        """The claims that take part, in no order, some more than once."""
        return self.named if self.cells is None else tied_claims(self.cells, self.tied)

    @property
    def leads(self) -> Ints | None:
        """(n,) a claim of each row; None where findings are about no quantity."""
        if self.cells is None or self.heads is None:
            return self.heads
        return self.cells.table_for(self.heads).lead.take(self.heads)

    def claims(self, row: int) -> tuple[int, ...]:
        """The claims of a row; in words only where nothing binds them."""
        return self.bindings.claims(row) if self.bindings else self.finding(row).claims

    def finding(self, row: int) -> WordedFinding:
        """A row in words."""
        return self.say(row)

    def prepared(self, rows: Ints) -> Iterator[int]:
        """Some rows, of which what their words need is made for many at once."""
        for first in range(0, len(rows), _TOGETHER):
            some = rows[first : first + _TOGETHER]
            with suppress(Exception):  # what is wrong with a row, its own words tell
                self.prepare(some)
            yield from some.tolist()


def of_findings(check: str, findings: Sequence[WordedFinding]) -> Block:
    """Findings that stand ready, as a block."""
    verdict = np.array([finding.verdict for finding in findings], dtype=np.int8)
    named = np.array([claim for finding in findings for claim in finding.claims], dtype=np.int64)
    return Block(check, verdict, findings.__getitem__, named=named, ready=findings)


def left_open(
    check: str,
    cells: Cells,
    tied: tuple[Ints, ...],
    heads: Ints,
    views: Ints,
    say: Callable[[int], WordedFinding],
    rule: int | None = None,
    name: str = "",
) -> Block:
    """Bindings that nothing decides; ``say`` says why of those that are shown."""
    verdict = np.full(len(heads), UNCHECKED, dtype=np.int8)
    return Block(check, verdict, say, cells, tied, heads=heads, views=views, rule=rule, name=name)


def tied_claims(cells: Cells, tied: tuple[Ints, ...]) -> Ints:
    """The claims of all cells that are tied, in no order, some more than once; ABSENT is none."""
    table = cells.table_for(*tied)
    if table.single:
        rows = np.concatenate(tied)
        return table.order[rows if rows.min(initial=0) >= 0 else rows[rows >= 0]]
    there = np.zeros(len(table) + 1, dtype=bool)
    for rows in tied:
        there[rows] = True  # ABSENT falls behind the last
    return table.members(np.flatnonzero(there[:-1]))


class ClaimBindings:
    """The bindings of some blocks, found by the claims that they tie."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = [(block, block.bindings) for block in blocks if block.bindings]
        self._kept: dict[int, list[Asked]] = {}

    def tell(self) -> None:
        """Let the blocks know of each other, for the words of their conflicts."""
        for _, bindings in self._blocks:
            bindings.around = self

    def asked(self, claim: int) -> list[Asked]:
        """What each decided binding of a claim asks of it."""
        if claim not in self._kept:
            self._kept[claim] = list(self._asked(claim))
        return self._kept[claim]

    def _asked(self, claim: int) -> Iterator[Asked]:
        for number, row in self._rows([claim]):
            block, bindings = self._blocks[number]
            if block.verdict[row] != UNCHECKED and (one := bindings.asked(row, claim)):
                yield one

    def bindings(self, claims: Sequence[int]) -> Iterator[tuple[str, Relation]]:
        """The bindings that tie any of some claims, each once: the check that asks, and the relation in fractions.

        Of those that were tried with each of claims that contradict each other, every trial that leaves these apart.
        """
        for number, row in self._rows(claims):
            block, bindings = self._blocks[number]
            yield from ((block.check, one) for one in bindings.relations(row, claims))

    def _rows(self, claims: Sequence[int]) -> list[tuple[int, int]]:
        """The numbers of the blocks that tie any of some claims, and their rows, in order and each once."""
        return sorted({found for index in self._indexes for claim in claims for found in index.rows(claim)})

    @cached_property
    def _indexes(self) -> list[_Index]:
        """One for all blocks over the same cells."""
        tied: dict[int, tuple[Cells, list[tuple[int, Ints]]]] = {}
        for number, (block, _) in enumerate(self._blocks):
            assert block.cells is not None
            columns = tied.setdefault(id(block.cells), (block.cells, []))[1]
            columns += [(number, column) for column in block.tied]
        return [_Index(*one) for one in tied.values()]


class _Index:
    """The rows of blocks that tie the cells which hold a claim."""

    def __init__(self, cells: Cells, tied: Sequence[tuple[int, Ints]]) -> None:
        """``tied`` are the columns of cells that each block ties, with its number."""
        self._cells, self._tied = cells, tied

    @cached_property
    def _of_claims(self) -> tuple[Ints, Ints]:
        """All claims in order, and the cell of each."""
        order = np.argsort(self._cells.order, kind="stable")
        return self._cells.order[order], np.repeat(np.arange(len(self._cells)), self._cells.counts)[order]

    @cached_property
    def _of_cells(self) -> tuple[Ints, Ints, Ints]:
        """All cells that are tied in order, with the block and the row of each."""
        cell = np.concatenate([column for _, column in self._tied])
        order = np.argsort(cell, kind="stable")
        number = np.repeat([number for number, _ in self._tied], [len(column) for _, column in self._tied])
        row = np.concatenate([np.arange(len(column)) for _, column in self._tied])
        return cell[order], number[order], row[order]

    def rows(self, claim: int) -> Iterator[tuple[int, int]]:
        claims, cell = self._of_claims
        tied, number, row = self._of_cells
        for one in cell[slice(*np.searchsorted(claims, [claim, claim + 1]))].tolist():
            mine = slice(*np.searchsorted(tied, [one, one + 1]))
            yield from zip(number[mine].tolist(), row[mine].tolist(), strict=True)
