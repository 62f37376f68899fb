"""Sums of columns of printed numbers, of which most rows can be seen to hold at once, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Literal, NamedTuple

import numpy as np

from reconcile.exact.columns import Array, Bools
from reconcile.exact.parallel import in_blocks

_UNITS = 10**15  # numbers of fewer units of their last digit each have a float64 of their own
_POWER = 22  # up to which powers of ten are float64s themselves
_WHOLE = 2**53  # up to which whole numbers are float64s, their sums too
_PLACES = (0, 2, 4)  # in which the digits of exact numbers are looked for


class PrintedColumn(NamedTuple):
    """A column of float64 or of whole numbers, printed with so many decimals; of exact numbers None."""

    values: Array
    decimals: int | None
    weight: Fraction  # what it is multiplied by: positive on the left, negative on the right of the relation


def rows_that_hold(columns: Sequence[PrintedColumn], relation: Literal["=", "<=", ">="]) -> Bools:
    """Which rows surely hold where every number was rounded to the nearest of its last digit.

    The weighted sum is held against 0. A row is told of only where each of its numbers is the float of a decimal with
    the digits that are stated, and all of them have room for the sum in whole numbers: nothing is rounded on the way.
    What is not told of may hold as well.

    >>> total, part = np.array([0.3, 0.4, 0.25]), np.array([0.1, 0.1, 0.1])
    >>> both = [PrintedColumn(part, 1, Fraction(2)), PrintedColumn(total, 1, Fraction(-1))]
    >>> rows_that_hold(both, "=").tolist()
    [True, False, False]
    """
    rows = len(columns[0].values)
    nothing = np.zeros(rows, dtype=bool)
    if not all(one.values.dtype == np.float64 or one.values.dtype.kind in "iu" for one in columns):
        return nothing
    weights = [int(one.weight * lcm(*(each.weight.denominator for each in columns))) for one in columns]
    places = [_places(one) for one in columns]
    if max(map(abs, places)) > _POWER:
        return nothing
    grid = max(places)
    scales = [weight * 10 ** (grid - place) for weight, place in zip(weights, places, strict=True)]
    allowed = sum(abs(scale) for scale, one in zip(scales, columns, strict=True) if one.decimals is not None)
    # Twice the sum, so that half a unit is a whole number.
    room = (_WHOLE - allowed) // (2 * sum(map(abs, scales)))
    if room < 1:
        return nothing

    def hold(part: slice) -> Bools:
        total = np.zeros(len(columns[0].values[part]))
        fits = np.ones(len(total), dtype=bool)
        for one, place, scale in zip(columns, places, scales, strict=True):
            units, whole = _units(one.values[part], place)
            fits &= whole
            fits &= np.abs(units) < min(room, _UNITS)
            units *= 2 * scale
            total += units
        fits &= {"=": np.abs(total) <= allowed, "<=": total <= allowed, ">=": total >= -allowed}[relation]
        return fits

    with np.errstate(invalid="ignore", over="ignore"):  # what is no number does not fit
        return np.concatenate([nothing[:0], *in_blocks(rows, hold)])


def _places(column: PrintedColumn) -> int:
    """The decimals of a column; of exact numbers as many as show all of their digits, where few do."""
    if column.decimals is not None:
        return column.decimals
    if column.values.dtype.kind in "iu":
        return 0
    with np.errstate(invalid="ignore", over="ignore"):
        numbers = column.values[np.isfinite(column.values)]
        return next((places for places in _PLACES if _units(numbers, places)[1].all()), _PLACES[-1])


def _units(values: Array, places: int) -> tuple[Array, Bools]:
    """Numbers in units of their last place, and which of them are the float of just so many units."""
    power = 10.0 ** abs(places)
    floats = values.astype(np.float64)
    if places >= 0:
        units = np.rint(floats * power)
        return units, np.asarray((units / power == values) & np.isfinite(floats), dtype=bool)
    units = np.rint(floats / power)
    return units, np.asarray(units * power == values, dtype=bool)
