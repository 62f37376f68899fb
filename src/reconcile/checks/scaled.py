"""Plain figures as whole numbers on one grid: the fast way to the same verdicts.

Most figures are plain: one number, rounded to its last digit, nothing cut off and no word beside it. Doubled, so that
half a last digit is whole, and on the grid of the finest of them, they and the ends of their readings are int64, and
sums of them are exact. What is not plain, or too large for the grid, is left to the intervals.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from reconcile.exact.columns import Array, Bools, Decimals, Ints, power_bound, powers
from reconcile.ledger.figures import QUALIFIERS, Figures

LIMIT = 2**52  # of a scaled number; sums of up to 2**9 of them fit, and each is a float64 without loss
_PLAIN = QUALIFIERS.index("exact")


class Scaled(NamedTuple):
    """Columns in units of half of 10**exponent; what is not ``plain`` holds 0."""

    printed: Ints
    low: Ints
    high: Ints
    plain: Bools
    exponent: int

    @property
    def ends(self) -> tuple[Ints, Ints, Ints]:
        return self.printed, self.low, self.high

    @classmethod
    def of(cls, figures: Figures, truncated: Bools) -> Scaled:
        """Put the plain figures of a store on one grid."""
        value, step = figures.value, figures.step
        n = len(figures)
        if np.dtype(object) in {value.digits.dtype, step.digits.dtype}:
            whole = [type(digits) is int for digits in value.digits]  # not two thirds
            small = np.array(
                [abs(one) < LIMIT if fits else False for one, fits in zip(value.digits, whole, strict=True)]
            )
            even = np.array([one in (0, 1) for one in step.digits], dtype=bool)
            plain = np.asarray(small & even, dtype=bool) if n else np.zeros(0, dtype=bool)
            value = Decimals(np.where(plain, value.digits, 0).astype(np.int64), value.exponent)
            step = Decimals(np.where(plain, step.digits, 0).astype(np.int64), step.exponent)
        else:
            plain = np.ones(n, dtype=bool)
        if np.dtype(object) in {value.digits.dtype, step.digits.dtype}:
            rows = zip(value.digits, step.digits, strict=True)  # neither two thirds nor what no int64 holds
            plain = np.array([_small(one) and _small(unit) for one, unit in rows], dtype=bool)
            value, step = (
                Decimals(np.where(plain, column.digits, 0).astype(np.int64), column.exponent)
                for column in (value, step)
            )
        if not _once(figures.qualifier, _PLAIN):
            plain &= figures.qualifier == _PLAIN
        if not _once(figures.two, value=False):
            plain &= ~figures.two
        if not _once(truncated, value=False):
            plain &= ~(truncated & (step.digits != 0))
        if not plain.any():
            nothing = np.zeros(n, dtype=np.int64)
            return cls(nothing, nothing, nothing, plain, 0)
        exponent = _grid(value, step, plain)
        printed, fits = _on_grid(value, exponent)
        half, small = _on_grid(step, exponent)
        plain &= fits & small
        if not plain.all():
            printed, half = np.where(plain, printed, 0), np.where(plain, half, 0)
        printed = printed * 2
        return cls(printed, printed - half, printed + half, plain, exponent)


def _once(column: Array, value: int) -> bool:
    """Whether a column holds this value once for all rows."""
    return column.strides == (0,) and len(column) > 0 and column[0] == value


def _small(digits: object) -> bool:
    return not isinstance(digits, Fraction) and abs(int(digits)) < LIMIT  # type: ignore[call-overload]


def _grid(value: Decimals, step: Decimals, plain: Bools) -> int:
    """The power of ten on which most plain figures are whole and not too large: the finest where that serves all."""
    finest = min(int(value.exponent.min()), int(step.exponent.min()))
    top = max(abs(int(value.digits.min())), abs(int(value.digits.max())))
    if float(top) * 10.0 ** min(int(value.exponent.max()) - finest, 300) < LIMIT:
        return finest
    # Magnitudes differ too much for one grid: the commonest fineness, and the intervals for the rest.
    fine = np.where(step.digits == 0, value.exponent, np.minimum(value.exponent, step.exponent))[plain]
    shift = (value.exponent[plain] - fine).clip(0, 300)
    fine = fine[np.abs(value.digits[plain]) * power_bound(shift) < LIMIT]
    if not len(fine):
        return finest
    grids, counts = np.unique(fine, return_counts=True)
    return int(grids[counts.argmax()])


def _on_grid(numbers: Decimals, exponent: int) -> tuple[Ints, Bools]:
    """Digits in units of 10**exponent, and the rows that are whole there and below the limit; zero always is."""
    shift = numbers.exponent - exponent
    low, high = (int(shift.min()), int(shift.max())) if len(shift) else (0, 0)
    most = float(np.abs(numbers.digits).max(initial=0)) * 10.0 ** min(high, 300)
    if low >= 0 and high <= 15 and most < LIMIT:
        digits = numbers.digits if high == 0 else numbers.digits * powers(shift, np.int64)
        return digits, np.broadcast_to(np.True_, len(digits))
    shift = np.where(numbers.digits == 0, 0, shift)
    fits = (shift >= 0) & (shift <= 15)
    factor = powers(np.where(fits, shift, 0), np.int64)
    fits &= np.abs(numbers.digits) <= LIMIT // factor
    return np.where(fits, numbers.digits, 0) * factor, fits


def scaled_one(exponent: int) -> tuple[int, bool]:
    """The number 1 on the grid, and whether it is there."""
    fits = -15 <= exponent <= 0
    return (2 * 10**-exponent if fits else 0), fits
