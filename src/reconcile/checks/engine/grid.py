"""Plain figures as whole numbers on one grid: the fast way to the same verdicts.

Most figures are plain: one number, rounded to its last digit, nothing cut off and no word beside it. Doubled, so that
half a last digit is whole, and on the grid of the finest of them, they and the ends of their readings are int64, and
sums of them are exact. What is not plain, as a round number in words, or too large for the grid, is left to the
intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from reconcile.exact.columns import Array, Bools, Decimals, Ints, power_bound, powers
from reconcile.language.codelists import QUALIFIERS
from reconcile.ledger.store.figure_columns import Figures

LIMIT = 2**52  # of a scaled number; sums of up to 2**9 of them fit, and each is a float64 without loss
_PLAIN = QUALIFIERS.index("exact")


@dataclass(frozen=True)
class Scaled:
    """Columns in units of half of 10**exponent; what is not ``plain`` holds 0.

    Readings reach from ``printed − half`` to ``printed + half``, or, where claims meet in a cell, over ``common``.
    """

    printed: Ints
    plain: Bools  # held once where all are
    exponent: int
    half: Ints | None
    common: tuple[Ints, Ints] | None = None

    @classmethod
    def of(cls, figures: Figures, truncated: Bools) -> Scaled:
        """Put the plain figures of a store on one grid."""
        value, step = figures.value, figures.step
        n = len(figures)
        plain = np.ones(n, dtype=bool)
        if np.dtype(object) in {value.digits.dtype, step.digits.dtype}:
            rows = zip(value.digits, step.digits, strict=True)  # neither two thirds nor what no int64 holds
            plain = np.array([_small(one) and _small(unit) for one, unit in rows], dtype=bool)
            value, step = (
                Decimals(np.where(plain, column.digits, 0).astype(np.int64), column.exponent)
                for column in (value, step)
            )
        if not once(figures.qualifier, _PLAIN):
            plain &= figures.qualifier == _PLAIN
        if not once(figures.round, value=False):
            plain &= ~figures.round
        if not once(figures.two, value=False):
            plain &= ~figures.two
        if not once(truncated, value=False):
            plain &= ~(truncated & (step.digits != 0))
        if not plain.any():
            nothing = np.zeros(n, dtype=np.int64)
            return cls(nothing, plain, 0, nothing)
        exponent = _grid(value, step, plain)
        printed, fits = _on_grid(value, exponent, 2)
        half, small = _on_grid(step, exponent)
        plain &= fits & small
        if plain.all():
            return cls(printed, np.broadcast_to(np.True_, n), exponent, half)
        return cls(np.where(plain, printed, 0), plain, exponent, np.where(plain, half, 0))

    @cached_property
    def low(self) -> Ints:
        return self.common[0] if self.half is None and self.common else self.printed - self.half  # type: ignore[operator]

    @cached_property
    def high(self) -> Ints:
        return self.common[1] if self.half is None and self.common else self.printed + self.half  # type: ignore[operator]

    @property
    def all_plain(self) -> bool:
        return once(self.plain, value=True)

    def ends(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """The low ends, the printed numbers and the high ends of some rows."""
        printed = self.printed[rows]
        if self.half is None:
            return self.low[rows], printed, self.high[rows]
        half = self.half[rows]
        return printed - half, printed, printed + half


def once(column: Array, value: int) -> bool:
    """Whether a column holds this value once for all rows."""
    return column.strides == (0,) and len(column) > 0 and bool(column[0] == value)


def _small(digits: object) -> bool:
    return not isinstance(digits, Fraction) and abs(int(digits)) < LIMIT  # type: ignore[call-overload]


def _grid(value: Decimals, step: Decimals, plain: Bools) -> int:
    """The power of ten on which most plain figures are whole and not too large: the finest where that serves all."""
    finest = min(int(value.exponent.min()), int(step.exponent.min()))
    if _most(value.digits) * 10.0 ** min(int(value.exponent.max()) - finest, 300) < LIMIT:
        return finest
    # Magnitudes differ too much for one grid: the commonest fineness, and the intervals for the rest.
    fine = np.where(step.digits == 0, value.exponent, np.minimum(value.exponent, step.exponent))[plain]
    shift = (value.exponent[plain] - fine).clip(0, 300)
    fine = fine[np.abs(value.digits[plain]) * power_bound(shift) < LIMIT]
    if not len(fine):
        return finest
    grids, counts = np.unique(fine, return_counts=True)
    return int(grids[counts.argmax()])


def _on_grid(numbers: Decimals, exponent: int, times: int = 1) -> tuple[Ints, Bools]:
    """Digits in units of 10**exponent, ``times`` so many, and the rows that are whole there and below the limit.

    Zero always is.
    """
    low, high = int(numbers.exponent.min()) - exponent, int(numbers.exponent.max()) - exponent
    if low >= 0 and high <= 15 and _most(numbers.digits) * 10.0**high < LIMIT:
        power = np.array([times * 10**shift for shift in range(high + 1)], dtype=np.int64)
        if once(numbers.digits, value=1):
            digits = power[numbers.exponent - exponent]
        else:
            digits = numbers.digits * (power[0] if high == 0 else power[numbers.exponent - exponent])
        return digits, np.broadcast_to(np.True_, len(digits))
    shift = numbers.exponent - exponent
    shift = np.where(numbers.digits == 0, 0, shift)
    fits = (shift >= 0) & (shift <= 15)
    factor = powers(np.where(fits, shift, 0), np.int64)
    fits &= np.abs(numbers.digits) <= LIMIT // factor
    return np.where(fits, numbers.digits, 0) * factor * times, fits


def _most(digits: Ints) -> float:
    return float(max(abs(int(digits.min())), abs(int(digits.max()))))


def scaled_one(exponent: int) -> tuple[int, bool]:
    """The number 1 on the grid, and whether it is there."""
    fits = -15 <= exponent <= 0
    return (2 * 10**-exponent if fits else 0), fits
