"""Columns of exact numbers and of intervals.

A number is ``digits × 10**exponent``. Digits are int64; where one number of a column needs more room, or is not a
decimal at all (two thirds), the column's digits are Python integers and fractions instead. Every operation is
written once and runs on either; rows are given to int64 only when a bound on every intermediate result fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from reconcile.exact.interval import Interval, decimal_places

Array = NDArray[Any]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ROOM = 2.0**62  # a float64 bound below this cannot hide an int64 that overflowed


def decimal_parts(number: Fraction | int) -> tuple[int | Fraction, int]:
    """Split a number into the fewest digits and a power of ten; what is no decimal stays whole, with power 0.

    >>> decimal_parts(Fraction(7869, 10) * 10**9), decimal_parts(Fraction(2, 3))
    ((7869, 8), (Fraction(2, 3), 0))
    """
    number = Fraction(number)
    places = decimal_places(number)
    if places is None:
        return number, 0
    digits, exponent = int(number * 10**places), -places
    while digits and digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    return digits, exponent if digits else 0


def packed(digits: Sequence[Any] | Array) -> Array:
    """The digits as int64 where all of them are integers that fit, else as Python numbers."""
    if isinstance(digits, np.ndarray) and digits.dtype != object:
        return digits.astype(np.int64, copy=False)
    try:
        if all(type(one) is not Fraction for one in digits):
            return np.array(digits, dtype=np.int64)
    except OverflowError:
        pass
    column = np.empty(len(digits), dtype=object)
    column[:] = digits
    return column


def magnitude(digits: Array) -> NDArray[np.float64]:
    """A float64 bound on each number's size; infinite where only Python's own numbers can hold it."""
    if digits.dtype != object:
        return np.abs(digits.astype(np.float64))
    return np.array([float(abs(one)) if _small(one) else np.inf for one in digits], dtype=np.float64)


def _small(number: Any) -> bool:
    return type(number) is not Fraction and int(number).bit_length() < 63


MOST_POWER = 18  # 10**18 is the last power of ten that an int64 holds
_POWERS = np.array([10**n for n in range(MOST_POWER + 1)], dtype=np.int64)


def powers(exponent: Ints, dtype: Any) -> Array:
    """10**exponent for exponents of zero and more; an int64 that would not fit only ever multiplies nothing."""
    if dtype is object:
        return np.array([10 ** int(one) for one in exponent], dtype=object)
    return _POWERS[np.minimum(exponent, MOST_POWER)]


def power_bound(exponent: Ints) -> NDArray[np.float64]:
    """10.0**exponent, of exponents of −18 to 18 from a table: taking powers is what costs most on whole columns."""
    if len(exponent) and exponent.min() >= -MOST_POWER and exponent.max() <= MOST_POWER:
        return _BOUNDS[exponent + MOST_POWER]
    with np.errstate(over="ignore"):
        return np.power(10.0, exponent)


_BOUNDS = np.power(10.0, np.arange(-MOST_POWER, MOST_POWER + 1))


@dataclass(frozen=True, slots=True)
class Decimals:
    """A column of exact numbers."""

    digits: Array  # (n,) int64, or object holding int and Fraction
    exponent: Array  # (n,) whole numbers

    @classmethod
    def of(cls, numbers: Iterable[Fraction | int]) -> Self:
        parts = [decimal_parts(number) for number in numbers]
        return cls(packed([digits for digits, _ in parts]), np.array([e for _, e in parts], dtype=np.int64))

    def __len__(self) -> int:
        return len(self.digits)

    def __getitem__(self, row: int) -> Fraction:
        exponent = int(self.exponent[row])
        digits = self.digits[row]
        number = digits if isinstance(digits, Fraction) else Fraction(int(digits))
        return number * Fraction(10) ** exponent

    def take(self, rows: Array) -> Decimals:
        return Decimals(self.digits[rows], self.exponent[rows])


@dataclass(frozen=True, slots=True)
class Intervals:
    """A column of intervals; both ends of a row share one exponent.

    An end that is free is unbounded, and its digits are 0. Rows may be empty (ends crossed).
    """

    low: Array
    high: Array
    exponent: Ints
    low_open: Bools
    high_open: Bools
    low_free: Bools
    high_free: Bools

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> Intervals:
        """A column from single intervals; meant for few rows."""
        rows = list(intervals)
        low = Decimals.of(row.low or 0 for row in rows)
        high = Decimals.of(row.high or 0 for row in rows)
        low_digits, high_digits, exponent = aligned(low, high)
        return cls(
            low_digits,
            high_digits,
            exponent,
            np.array([row.low_open for row in rows], dtype=bool),
            np.array([row.high_open for row in rows], dtype=bool),
            np.array([row.low is None for row in rows], dtype=bool),
            np.array([row.high is None for row in rows], dtype=bool),
        )

    @classmethod
    def points(cls, numbers: Decimals) -> Intervals:
        no = np.zeros(len(numbers), dtype=bool)
        return cls(numbers.digits, numbers.digits, numbers.exponent, no, no, no, no)

    def __len__(self) -> int:
        return len(self.low)

    def __getitem__(self, row: int) -> Interval:
        return Interval(
            None if self.low_free[row] else self.lows[row],
            None if self.high_free[row] else self.highs[row],
            bool(self.low_open[row]),
            bool(self.high_open[row]),
        )

    def take(self, rows: Array) -> Intervals:
        return Intervals(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def lows(self) -> Decimals:
        return Decimals(self.low, self.exponent)

    @property
    def highs(self) -> Decimals:
        return Decimals(self.high, self.exponent)

    @property
    def size(self) -> NDArray[np.float64]:
        """A float64 bound on the digits of both ends."""
        return np.maximum(magnitude(self.low), magnitude(self.high))

    @property
    def bounded(self) -> Bools:
        return ~(self.low_free | self.high_free)

    @property
    def empty(self) -> Bools:
        crossed = np.asarray(self.low > self.high, dtype=bool)
        shut = np.asarray(self.low == self.high, dtype=bool) & (self.low_open | self.high_open)
        return np.asarray(self.bounded & (crossed | shut), dtype=bool)

    @property
    def reaches_below(self) -> Bools:
        """Rows that hold a number of zero or less."""
        return np.asarray(self.low_free | (self.low < 0) | (_zero(self.low) & ~self.low_open), dtype=bool)

    @property
    def reaches_above(self) -> Bools:
        """Rows that hold a number of zero or more."""
        return np.asarray(self.high_free | (self.high > 0) | (_zero(self.high) & ~self.high_open), dtype=bool)


def _zero(digits: Array) -> Bools:
    return np.asarray(digits == 0, dtype=bool)


def aligned(a: Decimals, b: Decimals, *, spare: int = 1) -> tuple[Array, Array, Ints]:
    """The digits of two columns brought to one exponent a row; they still fit when multiplied by ``spare``."""
    exponent = np.minimum(np.where(_zero(a.digits), b.exponent, a.exponent), b.exponent)
    exponent = np.where(_zero(b.digits), np.where(_zero(a.digits), 0, a.exponent), exponent)
    with np.errstate(over="ignore"):  # a bound that no float holds is larger than any int64
        sizes = [magnitude(one.digits) * _shift_bound(one, exponent) * spare for one in (a, b)]
    dtype: Any = np.int64 if bool((np.maximum(*sizes) < ROOM).all()) else object
    return shifted(a, exponent, dtype), shifted(b, exponent, dtype), exponent


def _shift_bound(numbers: Decimals, exponent: Ints) -> NDArray[np.float64]:
    return np.where(_zero(numbers.digits), 0.0, power_bound(numbers.exponent - exponent))


def shifted(numbers: Decimals, exponent: Ints, dtype: Any) -> Array:
    """The digits rewritten for a smaller exponent, as int64 or as Python numbers."""
    shift = np.where(_zero(numbers.digits), 0, numbers.exponent - exponent)
    return numbers.digits.astype(dtype) * powers(shift, dtype)


def by_room(size: NDArray[np.float64], run: Callable[[Ints, Any], Intervals]) -> Intervals:
    """Run a kernel on int64 for the rows whose bound fits, and on Python numbers for the rest.

    ``run`` is given the rows and the dtype to compute in, and answers for these rows only.
    """
    fits = size < ROOM  # false for nan: an infinite shift of nothing is decided exactly
    if fits.all():
        return run(np.arange(len(size)), np.int64)
    small, large = np.flatnonzero(fits), np.flatnonzero(~fits)
    if not len(small):
        return run(large, object)
    parts = run(small, np.int64), run(large, object)
    rows = np.argsort(np.concatenate((small, large)), kind="stable")
    return Intervals(
        *(np.concatenate([getattr(part, field.name) for part in parts])[rows] for field in fields(Intervals))
    )


def product(a: Decimals, b: Decimals) -> Decimals:
    """The products of two columns, a row each."""
    with np.errstate(invalid="ignore"):
        fits = bool((magnitude(a.digits) * magnitude(b.digits) < ROOM).all())
    dtype: Any = np.int64 if fits else object
    return Decimals(a.digits.astype(dtype) * b.digits.astype(dtype), a.exponent + b.exponent)


def finer(numbers: Decimals, steps: Decimals) -> Bools:
    """Rows whose number is no multiple of its step, a power of ten; a step of 0 asks nothing."""
    digits, grid, _ = aligned(numbers, steps)
    asked = ~_zero(grid)
    return np.asarray(asked & (digits % np.where(asked, grid, 1) != 0), dtype=bool)


def stacked(columns: Sequence[Decimals]) -> Decimals:
    """Several columns as one."""
    return Decimals(
        np.concatenate([column.digits for column in columns]),
        np.concatenate([column.exponent for column in columns]),
    )
