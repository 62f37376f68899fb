"""Rows that say "of which": a part of the row before them, which is not more than that and adds up to nothing else."""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from reconcile.reading.evidence import BELIEVED, WRONG, Fit, relation_strength
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import CHANGE, GridLine, TableGrid
from reconcile.reading.table_relations import ADDS

__all__ = ["PartBound", "row_bounds"]

_MEANT = 0.5  # that the row before is the whole: not counted in any tables, so even odds
_BY_CHANCE = 0.5  # of two numbers, one is the smaller


class PartBound(NamedTuple):
    """A row that is not more than another, by their indices, and how it fits by the index of the column."""

    part: int
    whole: int
    fits: dict[int, Fit]
    below: frozenset[int]  # columns in which both are printed as a minus: there the part is not less
    strength: float


def row_bounds(grid: TableGrid) -> list[PartBound]:
    """The rows of parts that are believed, each of the last row before it that is no such part itself."""
    found: list[PartBound] = []
    whole: GridLine | None = None
    columns = [column.index for column in grid.columns if column.kind in ADDS - {CHANGE}]
    for row in grid.rows:
        if row.kind not in ADDS:
            continue
        if not row.of_which:
            whole = row
        elif whole is not None and whole.kind == row.kind:
            found += _tried(grid, row.index, whole.index, columns)
    return found


def _tried(grid: TableGrid, part: int, whole: int, columns: list[int]) -> list[PartBound]:
    fits: dict[int, Fit] = {}
    below = set()
    for column in columns:
        one, other = grid.at.get((part, column)), grid.at.get((whole, column))
        if not isinstance(one, Printed) or not isinstance(other, Printed) or one.number * other.number < 0:
            continue
        decimals = max(one.decimals, other.decimals)
        halves = [10 ** (decimals - cell.decimals) for cell in (one, other)]
        less, more = (2 * abs(cell.number) * half for cell, half in zip((one, other), halves, strict=True))
        holds = less - more <= sum(halves)
        weight = log10((1 - WRONG if holds else WRONG) / _BY_CHANCE)
        fits[column] = Fit(less - more, sum(halves), holds=holds, slip=False, weight=weight)
        if one.number < 0 or other.number < 0:
            below.add(column)
    strength = relation_strength(_MEANT, fits.values())
    # Where it holds, nothing is told of it, so nothing needs to be surer than that the label says it.
    believed = fits and (all(fit.holds for fit in fits.values()) or strength >= BELIEVED)
    return [PartBound(part, whole, fits, frozenset(below), strength)] if believed else []
