"""Columns that say how much another column has grown on a third, in percent."""

from __future__ import annotations

from reconcile.reading.evidence import BELIEVED, relation_strength
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import AMOUNT, COUNT, PER_UNIT, PERCENT, GridLine, TableGrid
from reconcile.reading.table_points import pairs_of_years, point_fits
from reconcile.reading.table_rates import ChangeColumn, growth_fit, growth_holds
from reconcile.reading.table_words import GROWTH_WORDS, SHARE_WORDS

__all__ = ["growths"]

# How often a column of percentages is growth between two of the table's columns: docs/explanation/check.md.
_PRIOR = {"growth": 0.88, "": 0.5, "level": 0.02}


def growths(grid: TableGrid) -> list[ChangeColumn]:
    """The columns of growth that are believed, each between the two columns that it fits best."""
    levels = [line for line in grid.columns if line.kind in {AMOUNT, COUNT}]
    pairs = pairs_of_years(levels)
    rows = [line for line in grid.rows if line.kind in {AMOUNT, COUNT, PER_UNIT}]
    stated = [column for column in grid.columns if column.kind == PERCENT or _in_percent(grid, column)] if pairs else []
    best = []
    for column in stated:
        meant = pairs_of_years(levels, column)
        best.append(
            max((_tried(grid, column, rows, *pair, len(meant)) for pair in meant), key=lambda one: one.strength)
        )
    return [
        one for one in best if one.strength >= BELIEVED and any(fit.weight > 0 or fit.slip for fit in one.fits.values())
    ]


def _in_percent(grid: TableGrid, column: GridLine) -> bool:
    return any(
        isinstance(cell, Printed) and cell.unit == "percent" for at, cell in grid.at.items() if at[1] == column.index
    )


def _said(column: GridLine) -> str:
    """What the head of a column of percentages says: that it is growth, a level of one year or a share, or neither."""
    if len(column.years) == 1 or SHARE_WORDS.search(column.label):
        return "level"
    return "growth" if GROWTH_WORDS.search(column.label) else ""


def _tried(
    grid: TableGrid, column: GridLine, rows: list[GridLine], level: GridLine, base: GridLine, pairs: int
) -> ChangeColumn:
    said = _said(column)
    printed = {}
    for row in rows:
        cells = [grid.at.get((row.index, line.index)) for line in (level, base, column)]
        now, before, rate = cells
        if isinstance(now, Printed) and isinstance(before, Printed) and isinstance(rate, Printed):
            printed[row.index] = now, before, rate
    # What the column says of rates, in points, bears out between which two columns it stands.
    beside = point_fits(grid, column, level, base).values() if printed else ()
    told = [holds for one in printed.values() if (holds := growth_holds(*one)) is not None]
    if not told or 2 * (sum(told) + sum(fit.holds for fit in beside)) < len(told) + len(beside):
        return ChangeColumn(column.index, level.index, base.index, {}, -1.0, said == "growth")
    fits = {row: fit for row, one in printed.items() if (fit := growth_fit(*one)) is not None}
    strength = relation_strength(_PRIOR[said], [*fits.values(), *beside], pairs)
    return ChangeColumn(column.index, level.index, base.index, fits, strength, said == "growth")
