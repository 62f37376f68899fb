"""Columns that say by how many percentage points a rate has changed since another year."""

from __future__ import annotations

from reconcile.reading.evidence import BELIEVED, Fit, Value, fit_of, relation_strength
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import AMOUNT, COUNT, PERCENT, GridLine, TableGrid
from reconcile.reading.table_rates import ChangeColumn
from reconcile.reading.table_words import CHANGE_WORDS

__all__ = ["in_points", "point_changes"]

_PRIOR = {True: 0.6, False: 0.1}  # as of columns of growth
_BASIS_POINTS = 2  # a basis point is 0.01 of a point: so many more decimals


def point_changes(grid: TableGrid) -> list[ChangeColumn]:
    """The columns of changes in points that are believed, each between the two columns that it fits best.

    Rows of percentages have them beside rows of amounts, whose changes are other relations.
    """
    rates = [line for line in grid.columns if line.kind in {AMOUNT, COUNT, PERCENT} and len(line.years) == 1]
    pairs = [(new, old) for new in rates for old in rates if new.years[0] > old.years[0]]
    found = []
    for column in grid.columns:
        between = [pair for pair in pairs if column not in pair]
        tried = [_tried(grid, column, *pair, len(between)) for pair in between]
        best = max((one for one in tried if one is not None), key=lambda one: one.strength, default=None)
        if best is not None and best.strength >= BELIEVED and any(fit.weight > 0 for fit in best.fits.values()):
            found.append(best)
    return found


def in_points(cell: Printed) -> Printed:
    """A change in points, also where it is printed in basis points.

    >>> in_points(Printed(-130, 0, "bp"))
    Printed(number=-130, decimals=2, unit='pp')
    """
    return Printed(cell.number, cell.decimals + _BASIS_POINTS * (cell.unit == "bp"), "pp")


def _tried(grid: TableGrid, column: GridLine, level: GridLine, base: GridLine, pairs: int) -> ChangeColumn | None:
    fits, labelled = {}, bool(CHANGE_WORDS.search(column.label))
    for row in grid.rows:
        cells = [grid.at.get((row.index, line.index)) for line in (level, base, column)]
        now, before, change = cells
        if not (isinstance(now, Printed) and isinstance(before, Printed) and isinstance(change, Printed)):
            continue
        if not _rate(now, row, level) or not _rate(before, row, base):
            continue
        labelled = labelled or change.unit in {"pp", "bp"}
        fits[row.index] = _fit(now, before, in_points(change))
    held = sum(fit.holds for fit in fits.values())
    if not held or 2 * held < len(fits):
        return None
    strength = relation_strength(_PRIOR[labelled], fits.values(), pairs)
    return ChangeColumn(column.index, level.index, base.index, fits, strength, labelled)


def _rate(cell: Printed, row: GridLine, column: GridLine) -> bool:
    """Whether a cell is in percent: it says so, or its column or its row does."""
    return cell.unit == "percent" or (not cell.unit and PERCENT in {row.kind, column.kind})


def _fit(level: Printed, base: Printed, change: Printed) -> Fit:
    decimals = max(level.decimals, base.decimals, change.decimals)
    now, before, total = (
        Value(2 * cell.number * 10 ** (decimals - cell.decimals), 10 ** (decimals - cell.decimals))
        for cell in (level, base, change)
    )
    return fit_of([(1, now), (-1, before)], total)
