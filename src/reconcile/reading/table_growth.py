"""Columns that say how much another column has grown on a third, in percent."""

from __future__ import annotations

from fractions import Fraction
from math import log10
from typing import NamedTuple

from reconcile.reading.evidence import BELIEVED, Fit, slipped, weight_of, weight_of_miss
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import AMOUNT, COUNT, PER_UNIT, PERCENT, GridLine, TableGrid
from reconcile.reading.table_words import GROWTH_WORDS

__all__ = ["Growth", "growths"]

# How often a column of percentages is growth between two of the table's columns, by what its head says; counted.
_PRIOR = {True: 0.6, False: 0.1}


class Growth(NamedTuple):
    """A column that is the growth of `level` on `base`, by the indices of the columns, and how it fits row by row."""

    column: int
    level: int
    base: int
    fits: dict[int, Fit]  # by the index of the row
    strength: float
    labelled: bool


def growths(grid: TableGrid) -> list[Growth]:
    """The columns of growth that are believed, each between the two columns that it fits best."""
    levels = [line for line in grid.columns if line.kind in {AMOUNT, COUNT} and len(line.years) == 1]
    pairs = [(new, old) for new in levels for old in levels if new.years[0] > old.years[0]]
    rows = [line for line in grid.rows if line.kind in {AMOUNT, COUNT, PER_UNIT}]
    stated = [column for column in grid.columns if column.kind == PERCENT or _in_percent(grid, column)] if pairs else []
    best = [
        max((_tried(grid, column, rows, *pair, len(pairs)) for pair in pairs), key=lambda one: one.strength)
        for column in stated
    ]
    return [one for one in best if one.strength >= BELIEVED and any(fit.weight > 0 for fit in one.fits.values())]


def _in_percent(grid: TableGrid, column: GridLine) -> bool:
    return any(
        isinstance(cell, Printed) and cell.unit == "percent" for at, cell in grid.at.items() if at[1] == column.index
    )


def _tried(
    grid: TableGrid, column: GridLine, rows: list[GridLine], level: GridLine, base: GridLine, pairs: int
) -> Growth:
    labelled = bool(GROWTH_WORDS.search(column.label))
    prior = _PRIOR[labelled]
    fits = {}
    for row in rows:
        cells = [grid.at.get((row.index, line.index)) for line in (level, base, column)]
        if all(isinstance(cell, Printed) for cell in cells):
            fit = growth_fit(*cells)  # type: ignore[arg-type]
            if fit is not None:
                fits[row.index] = fit
    held = sum(fit.holds for fit in fits.values())
    if not fits or 2 * held < len(fits):
        return Growth(column.index, level.index, base.index, {}, -1.0, labelled)
    strength = log10(prior / (1 - prior)) - log10(pairs) + sum(fit.weight for fit in fits.values())
    return Growth(column.index, level.index, base.index, fits, strength, labelled)


def growth_fit(level: Printed, base: Printed, rate: Printed) -> Fit | None:
    """How a printed rate of growth fits two printed levels; None where nothing follows from them.

    A rate on nothing or less says nothing, nor one whose sign follows another convention.

    >>> [growth_fit(Printed(372, 0), Printed(361, 0), Printed(rate, 1)).holds for rate in (30, 35)]
    [True, False]
    """
    if (
        base.unit in {"percent", "pp", "bp"}
        or level.unit in {"percent", "pp", "bp"}
        or 2 * base.number <= 1
        or level.number < 0
    ):
        return None
    low, high = _rates(level, base)
    unit = Fraction(1, 10**rate.decimals)
    printed = rate.number * unit

    def fits(value: Fraction) -> bool:
        return value - unit / 2 <= high and low <= value + unit / 2

    reach = max(abs(rate.number), 1)
    middle = (low + high) / 2
    residual = round((printed - middle) / unit * 2)
    if fits(printed):
        weight = weight_of(exact=True, reach=reach, fits=1) - log10(1 + int((high - low) / unit))
        return Fit(residual, 1, holds=True, slip=False, weight=max(weight, 0.0))
    if fits(-printed):
        return None
    slip = any(fits(sign * other * unit) for other in slipped(str(abs(rate.number))) for sign in (1, -1))
    slip = slip or any(_slip_fits(one, level, base, printed, unit) for one in (0, 1))
    return Fit(residual, 1, holds=False, slip=slip, weight=weight_of_miss(reach, slip=slip))


def _rates(level: Printed, base: Printed) -> tuple[Fraction, Fraction]:
    """Between which rates, in percent, the growth of one printed level on another lies."""

    def ends(one: Printed) -> tuple[Fraction, Fraction]:
        unit = Fraction(1, 10**one.decimals)
        return one.number * unit - unit / 2, one.number * unit + unit / 2

    (low, high), (least, most) = ends(level), ends(base)
    return 100 * (low / (most if low >= 0 else least) - 1), 100 * (high / least - 1)


def _slip_fits(which: int, level: Printed, base: Printed, printed: Fraction, unit: Fraction) -> bool:
    return any(
        low - unit / 2 <= printed <= high + unit / 2
        for other in slipped(str((level, base)[which].number))
        if other > 0
        for low, high in [
            _rates(Printed(other, level.decimals), base) if which == 0 else _rates(level, Printed(other, base.decimals))
        ]
    )
