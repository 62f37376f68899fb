"""All bindings that tie a claim: what a change of it has to fit, not in the one conflict alone that it would mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.relation import EVERYTHING, Linear, Part, Product, Relation
from reconcile.checks.engine.single_claims import reading_of
from reconcile.checks.finding import Block
from reconcile.checks.verdicts import UNCHECKED
from reconcile.checks.wording.decimal_relations import in_fractions
from reconcile.exact.columns import Ints
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


class ClaimBindings:
    """The bindings of some blocks, found by the claims that they tie."""

    def __init__(self, store: Store, blocks: Sequence[Block]) -> None:
        self._store = store
        self._blocks = [block for block in blocks if hasattr(block, "asked")]
        self._kept: dict[int, list[Asked]] = {}

    def tell(self) -> None:
        """Let the blocks know of each other, for the words of their conflicts."""
        for block in self._blocks:
            if hasattr(block, "around"):
                block.around = self

    def asked(self, claim: int) -> list[Asked]:
        """What each decided binding of a claim asks of it."""
        if claim not in self._kept:
            self._kept[claim] = list(self._asked(claim))
        return self._kept[claim]

    def _asked(self, claim: int) -> Iterator[Asked]:
        for number, row in self._rows([claim]):
            block = self._blocks[number]
            if block.verdict[row] != UNCHECKED and (one := block.asked(row, claim)):
                yield one

    def bindings(self, claims: Sequence[int]) -> Iterator[tuple[str, Relation]]:
        """The bindings that tie any of some claims, each once: the check that asks, and the relation in fractions.

        Of those that were tried with each of claims that contradict each other, every trial that leaves these apart.
        """
        for number, row in self._rows(claims):
            block = self._blocks[number]
            yield from ((block.check, one) for one in block.relations(row, claims))  # type: ignore[attr-defined]

    def _rows(self, claims: Sequence[int]) -> list[tuple[int, int]]:
        """The numbers of the blocks that tie any of some claims, and their rows, in order and each once."""
        return sorted({found for index in self._indexes for claim in claims for found in index.rows(claim)})

    @cached_property
    def _indexes(self) -> list[_Index]:
        """One for all blocks over the same cells."""
        by_cells: dict[int, list[int]] = {}
        for number, block in enumerate(self._blocks):
            by_cells.setdefault(id(block.cells), []).append(number)  # type: ignore[attr-defined]
        return [
            _Index(
                self._blocks[numbers[0]].cells,  # type: ignore[attr-defined]
                [(number, column) for number in numbers for column in self._blocks[number].tied],  # type: ignore[attr-defined]
            )
            for numbers in by_cells.values()
        ]


class _Index:
    """The rows of blocks that tie the cells which hold a claim."""

    def __init__(self, cells: Any, tied: Sequence[tuple[int, Ints]]) -> None:
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


def asked_by(store: Store, relation: Relation, claim: int, *, conflict: bool) -> Asked | None:
    """What a relation asks of a claim; None where it is tied more than once, so that no one value can be named."""
    relation = fractional(relation)
    mine = [i for i, part in enumerate(relation.parts) if claim in part.claims]
    if len(mine) != 1:
        return None
    printed, wide = ([getattr(part.reading, name) for part in relation.parts] for name in ("printed", "wide"))
    beside = _others(store, relation.parts[mine[0]], claim)
    allowed = relation.need(mine[0], wide) & beside
    return Asked(relation.need(mine[0], printed), allowed, conflict, lambda one: not (one & allowed).empty)


def fractional(relation: Relation) -> Relation:
    """The relation in fractions, so that it can be divided."""
    return in_fractions(relation) if isinstance(relation, Linear | Product) else relation


def _others(store: Store, part: Part, claim: int) -> Interval:
    """What the other claims of the same quantity leave."""
    left = EVERYTHING
    for other in part.claims:
        if other != claim:
            left &= reading_of(store, other).wide
    return left


def asked_by_any(store: Store, relations: Sequence[Relation], claim: int) -> Asked | None:
    """The same of trials, of which any one has to hold."""
    each = [asked_by(store, one, claim, conflict=True) for one in relations if _ties(one, claim)]
    known = [one for one in each if one is not None]
    if not known:
        return None
    first = known[0]
    return Asked(first.printed, first.wide, conflict=True, holds=lambda wide: any(one.holds(wide) for one in known))


def _ties(relation: Relation, claim: int) -> bool:
    return any(claim in part.claims for part in relation.parts)
