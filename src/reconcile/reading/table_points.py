"""Columns that say by how many percentage points a rate has changed since another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reading.evidence import BELIEVED, Fit, Value, fit_of, relation_strength
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import AMOUNT, COUNT, PERCENT, GridLine, TableGrid
from reconcile.reading.table_rates import ChangeColumn
from reconcile.reading.table_words import CHANGE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["in_points", "pairs_of_years", "point_changes", "point_fit", "point_fits"]

_PRIOR = {True: 0.6, False: 0.1}  # as of columns of growth
_BASIS_POINTS = 2  # a basis point is 0.01 of a point: so many more decimals


def point_changes(grid: TableGrid, growths: Sequence[ChangeColumn] = ()) -> list[ChangeColumn]:
    """The columns of changes in points that are believed, each between the two columns that it fits best.

    Rows of percentages have them beside rows of amounts, whose changes are other relations: the `growths` of a column
    bear out between which two columns it stands.
    """
    rates = [line for line in grid.columns if line.kind in {AMOUNT, COUNT, PERCENT}]
    beside = {growth[:3]: growth.fits.values() for growth in growths}
    found = []
    for column in grid.columns:
        between = [pair for pair in pairs_of_years(rates, column) if column not in pair]
        tried = []
        for level, base in between:
            fits = point_fits(grid, column, level, base)
            also = beside.get((column.index, level.index, base.index), ())
            held = [fit.holds for fit in (*fits.values(), *also)]
            if fits and any(held) and 2 * sum(held) >= len(held):
                labelled = _labelled(grid, column, fits)
                strength = relation_strength(_PRIOR[labelled], [*fits.values(), *also], len(between))
                tried.append(ChangeColumn(column.index, level.index, base.index, fits, strength, labelled))
        best = max(tried, key=lambda one: one.strength, default=None)
        if (
            best is not None
            and best.strength >= BELIEVED
            and any(fit.weight > 0 or fit.slip for fit in best.fits.values())
        ):
            found.append(best)
    return found


def pairs_of_years(columns: Sequence[GridLine], change: GridLine | None = None) -> list[tuple[GridLine, GridLine]]:
    """The pairs of a later and an earlier year among columns; those alone whose years the head of a `change` names."""
    dated = [column for column in columns if len(column.years) == 1]
    pairs = [(new, old) for new in dated for old in dated if new.years[0] > old.years[0]]
    named = set(change.years) if change is not None else set()
    return [(new, old) for new, old in pairs if named == {new.years[0], old.years[0]}] or pairs


def in_points(cell: Printed) -> Printed:
    """A change in points, also where it is printed in basis points.

    >>> in_points(Printed(-130, 0, "bp"))
    Printed(number=-130, decimals=2, unit='pp')
    """
    return Printed(cell.number, cell.decimals + _BASIS_POINTS * (cell.unit == "bp"), "pp")


def point_fits(grid: TableGrid, column: GridLine, level: GridLine, base: GridLine) -> dict[int, Fit]:
    """How the changes in points of a column fit two others, by the index of the row."""
    fits = {}
    for row in grid.rows:
        cells = [grid.at.get((row.index, line.index)) for line in (level, base, column)]
        now, before, change = cells
        if not (isinstance(now, Printed) and isinstance(before, Printed) and isinstance(change, Printed)):
            continue
        if _rate(now, row, level) and _rate(before, row, base):
            fits[row.index] = point_fit(now, before, change)
    return fits


def _labelled(grid: TableGrid, column: GridLine, rows: Iterable[int]) -> bool:
    """Whether a column says that it is one of changes: in its head, or in a cell with points behind the number."""
    units = (cell.unit for row in rows if isinstance(cell := grid.at.get((row, column.index)), Printed))
    return bool(CHANGE_WORDS.search(column.label)) or any(unit in {"pp", "bp"} for unit in units)


def _rate(cell: Printed, row: GridLine, column: GridLine) -> bool:
    """Whether a cell is in percent: it says so, or its column or its row does."""
    return cell.unit == "percent" or (not cell.unit and PERCENT in {row.kind, column.kind})


def point_fit(level: Printed, base: Printed, stated: Printed) -> Fit:
    """How a change in points, or in basis points, fits two rates.

    >>> [point_fit(Printed(387, 1), Printed(400, 1), Printed(change, 0, "bp")).holds for change in (-130, -150)]
    [True, False]
    """
    change = in_points(stated)
    decimals = max(level.decimals, base.decimals, change.decimals)
    now, before, total = (
        Value(2 * cell.number * 10 ** (decimals - cell.decimals), 10 ** (decimals - cell.decimals))
        for cell in (level, base, change)
    )
    return fit_of([(1, now), (-1, before)], total)
