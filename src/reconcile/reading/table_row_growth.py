"""Rows of percentages that say how much another row has grown from each column to the next, year by year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reconcile.reading.evidence import BELIEVED, Fit, relation_strength
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import AMOUNT, COUNT, PERCENT, GridLine, TableGrid
from reconcile.reading.table_rates import growth_fit, growth_holds
from reconcile.reading.table_shares import names_row
from reconcile.reading.table_words import GROWTH_WORDS, SHARE_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["GrowthRow", "row_growths"]

_PRIOR = {True: 0.6, False: 0.1}  # as of rows of shares, by whether the label tells growth
_NO_GROWTH = re.compile(r"[\s%(),.]*")  # "%" alone says as much of a share


class GrowthRow(NamedTuple):
    """A row that says how `level` has grown, by the indices of rows, and how it fits, column by column."""

    row: int
    level: int
    bases: Mapping[int, int]  # from the index of a column to that of the year before it
    fits: dict[int, Fit]  # by the index of the column
    strength: float
    labelled: bool


def row_growths(grid: TableGrid) -> list[GrowthRow]:
    """The rows of growth that are believed: each of the row that its label names, else of the one before it."""
    columns = [column for column in grid.columns if len(column.years) == 1 and column.kind != PERCENT]
    by_year = {column.years[0]: column.index for column in columns}
    if len(by_year) < len(columns):
        return []
    bases = {column.index: by_year[before] for column in columns if (before := column.years[0] - 1) in by_year}
    levels = [row for row in grid.rows if row.kind in {AMOUNT, COUNT}]
    found = []
    for row in grid.rows if bases else ():
        if row.kind != PERCENT or SHARE_WORDS.search(row.label):
            continue
        meant = _meant(row, levels)
        tried = [one for level in meant if (one := _tried(grid, row, level, bases, len(meant))) is not None]
        best = max(tried, key=lambda one: one.strength, default=None)
        if best is not None and best.strength >= BELIEVED and any(fit.weight > 0 for fit in best.fits.values()):
            found.append(best)
    return found


def _meant(row: GridLine, levels: Sequence[GridLine]) -> list[GridLine]:
    """The rows that a row of growth may be of."""
    named = [level for level in levels if names_row(row.label, level.label)]
    before = [level for level in levels if level.index < row.index]
    return named or before[-1:]


def _tried(grid: TableGrid, row: GridLine, level: GridLine, bases: Mapping[int, int], many: int) -> GrowthRow | None:
    printed = {}
    for column, base in bases.items():
        cells = [grid.at.get(at) for at in ((level.index, column), (level.index, base), (row.index, column))]
        now, before, rate = cells
        if isinstance(now, Printed) and isinstance(before, Printed) and isinstance(rate, Printed):
            printed[column] = now, before, rate
    told = [holds for one in printed.values() if (holds := growth_holds(*one)) is not None]
    if not told or 2 * sum(told) < len(told):
        return None
    fits = {column: fit for column, one in printed.items() if (fit := growth_fit(*one)) is not None}
    labelled = bool(GROWTH_WORDS.search(row.label)) and not _NO_GROWTH.fullmatch(row.label)
    strength = relation_strength(_PRIOR[labelled], fits.values(), many)
    return GrowthRow(row.index, level.index, bases, fits, strength, labelled)
