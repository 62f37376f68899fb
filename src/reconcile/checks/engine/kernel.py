"""The one form that every check asks in, Σ coefficient × cell against zero, and what it comes to.

A coefficient is a number, or what a claim makes of one: 1 + growth, a share, a ratio, a price. What is computed
stands on the positive side and what is reported on the negative, so that a residual is computed minus reported. Plain
figures are decided in whole numbers on their grid, the rest as intervals: the same sums of products, both exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.grid import Scaled
from reconcile.checks.engine.readings import Readings
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.verdicts import CONFLICT, EXACT, HEDGE, ROUNDING, UNCHECKED
from reconcile.exact.column_arithmetic import affine, inverses, not_below_zero, products, signed_powers, weighted_sums
from reconcile.exact.columns import Array, Bools, Decimals, Intervals, Ints, power_bound
from reconcile.exact.interval import Interval
from reconcile.language.tolerances import Tolerance

EQUAL, AT_MOST, AT_LEAST, BELOW, ABOVE = range(5)  # what is reported, to what is computed
RELATIONS = {"=": EQUAL, "<=": AT_MOST, ">=": AT_LEAST, "<": BELOW, ">": ABOVE}
UPPER, STRICT = frozenset({AT_MOST, BELOW}), frozenset({BELOW, ABOVE})  # which bound from above; which are not met at 0

_FACTORS = 2**9  # what weights on the grid may come to, so that sums of scaled numbers stay below 2**62
_ROOM = 2.0**62
_SCALES = 2.0**40  # of a rate's grid


@lru_cache(maxsize=64)
def _power_of_ten(power: int) -> Fraction:
    return Fraction(10) ** power


class Rate(NamedTuple):
    """What claims make of a coefficient, offset + 10**power × claim, a row each: 15.5 % more is 1 + 0.01 × 15.5.

    It may be compounded, and then is raised to ``times`` over ``roots``: 5/1 is five years at a rate a year, 1/4 a
    quarter at an annual rate.
    """

    cell: Ints
    offset: Ints  # 0 or 1
    power: Ints
    times: Ints | None = None  # whole numbers from 1 on; None where no row is compounded, and so are the roots
    roots: Ints | None = None

    def scale(self, row: int) -> Fraction:
        return _power_of_ten(int(self.power[row]))

    def steps(self, row: int) -> Fraction:
        if self.times is None or self.roots is None:
            return Fraction(1)
        return Fraction(int(self.times[row]), int(self.roots[row]))

    def only(self, rows: Ints) -> Rate:
        return Rate(*(None if column is None else column[rows] for column in self))  # type: ignore[arg-type]


class By(NamedTuple):
    """A cell that a summand is multiplied with, or divided by: what divides may not be zero."""

    cell: Ints
    divides: bool


class Apart(NamedTuple):
    """How far a cell is from the mean of all: a summand is multiplied with cell − mean, and may not be below zero.

    Or from what it was before: then it does not weigh, and may be of either sign.
    """

    cell: Ints
    mean: Ints
    weighs: bool = True


class Operand(NamedTuple):
    """One summand of a form: weight × cell, or weight × rate × cell, and then the cell must be above zero.

    Or it is a product of cells; then either all of them are there, or all are ABSENT.
    """

    cell: Ints  # (n,) rows of the cells, ABSENT where it counts as nothing
    weight: Fraction
    rate: Rate | None = None
    times: Ints | None = None  # (n,) whole numbers, none below zero, that the weight is taken so many times
    by: tuple[By, ...] = ()
    apart: Apart | None = None

    @property
    def tied(self) -> tuple[Ints, ...]:
        """The columns of cells that it ties."""
        rate = (self.rate.cell,) if self.rate else ()
        return (self.cell, *rate, *(one.cell for one in self.by), *(self.apart or ())[:2])

    def on(self, cells: Iterator[Ints]) -> Operand:
        """The same of other cells, given in the order of those that it ties."""
        moved = self._replace(cell=next(cells))
        rate = moved.rate and moved.rate._replace(cell=next(cells))
        by = tuple(one._replace(cell=next(cells)) for one in self.by)
        return moved._replace(
            rate=rate, by=by, apart=self.apart and self.apart._replace(cell=next(cells), mean=next(cells))
        )

    def weight_of(self, row: int) -> Fraction:
        return self.weight if self.times is None else self.weight * int(self.times[row])

    def only(self, rows: Ints) -> Operand:
        rate = self.rate and self.rate.only(rows)
        times = None if self.times is None else self.times[rows]
        by = tuple(one._replace(cell=one.cell[rows]) for one in self.by)
        apart = self.apart and self.apart._replace(cell=self.apart.cell[rows], mean=self.apart.mean[rows])
        return Operand(self.cell[rows], self.weight, rate, times, by, apart)


class Outcomes(NamedTuple):
    """What n bindings come to."""

    verdict: Array  # (n,) int8
    residual: NDArray[np.float64]  # (n,) computed minus reported, as near as a float is; nothing rests on it


class _Ends(NamedTuple):
    """Plain figures and the ends of their readings, or what they add up to, in whole numbers."""

    low: Ints
    printed: Ints
    high: Ints


def decide_bindings(
    cells: Cells, operands: Sequence[Operand], relation: int, tolerance: Tolerance | None = None, reported: int = 1
) -> Outcomes:
    """Decide Σ operand against zero. Where a cell that must be above zero may not be, the verdict is left open.

    A conflict within the ``tolerance`` is a hedge; a part of it is taken of the last ``reported`` operands.
    """
    outcomes = _decided(cells, operands, relation)
    if tolerance is not None and len(rows := np.flatnonzero(outcomes.verdict == CONFLICT)):
        within = _tolerated(cells, [one.only(rows) for one in operands], relation, tolerance, reported)
        outcomes.verdict[rows[within]] = HEDGE
    return outcomes


def _decided(cells: Cells, operands: Sequence[Operand], relation: int) -> Outcomes:
    for one in operands:
        if one.rate is not None and one.rate.times is not None:
            return _some_compounded(cells, operands, one.rate)
    tied = [column for one in operands for column in one.tied]
    n, cells = len(tied[0]), cells.table_for(*tied)
    if any(one.by or one.apart for one in operands):
        return _by_intervals(cells, operands, relation)
    plain = _on_grid(cells.scaled, tied)
    verdict, residual = np.full(n, CONFLICT, dtype=np.int8), np.full(n, np.nan)
    if not plain.any():
        return _by_intervals(cells, operands, relation)
    rows: slice | Ints = slice(None) if plain.all() else np.flatnonzero(plain)
    some = [one.only(rows) for one in operands] if isinstance(rows, np.ndarray) else operands
    sums, units, fits = _whole_sums(cells.scaled, some)
    if fits is not None:
        verdict[rows] = whole_verdicts(sums, relation)
        residual[rows] = in_units(sums.printed, units.exponent, units.over)
        if not fits.all():
            plain[rows] = fits
        rest = np.flatnonzero(~plain)
    else:
        rest = np.arange(n)
    if len(rest):
        verdict[rest], residual[rest] = _by_intervals(cells, [one.only(rest) for one in operands], relation)
    return Outcomes(verdict, residual)


def _some_compounded(cells: Cells, operands: Sequence[Operand], rate: Rate) -> Outcomes:
    """Products of which some are compounded, and all others decided as products are."""
    outcomes = Outcomes(np.full(len(rate.cell), CONFLICT, dtype=np.int8), np.full(len(rate.cell), np.nan))
    apart = np.asarray(rate.times != rate.roots, dtype=bool)
    for rows, compounded in ((np.flatnonzero(apart), True), (np.flatnonzero(~apart), False)):
        if not len(rows):
            continue
        some = [one.only(rows) for one in operands]
        if not compounded:
            some = [one._replace(rate=one.rate and one.rate._replace(times=None, roots=None)) for one in some]
        found = _compounded(cells, some) if compounded else decide_bindings(cells, some, EQUAL)
        for column, part in zip(outcomes, found, strict=True):
            column[rows] = part
    return outcomes


def _compounded(cells: Cells, operands: Sequence[Operand]) -> Outcomes:
    """Base × coefficient**(times / roots) = level, all of it to the power of the roots: nothing then has no end.

    Powers keep their sign, so that they are equal where what is raised is. Nothing falls by more than all of it.
    """
    grown, reported = operands
    rate = grown.rate
    assert rate is not None
    assert rate.times is not None
    assert rate.roots is not None
    n, cells = len(rate.cell), cells.table_for(grown.cell, rate.cell, reported.cell)
    base, level = (cells.reading(one.cell) for one in operands)
    factor = Readings(*map(not_below_zero, _coefficients(cells.reading(rate.cell), rate)))
    less = Decimals(np.tile(np.array([1, -1], dtype=np.int64), n), np.zeros(2 * n, dtype=np.int64))
    first = np.arange(n) * 2
    sums = []
    for base_, factor_, level_ in zip(base, factor, level, strict=True):
        computed = products(signed_powers(base_, rate.roots), signed_powers(factor_, rate.times))
        both = _ragged([(first, computed), (first + 1, signed_powers(level_, rate.roots))])
        sums.append(weighted_sums(both, less, first))
    hedged = cells.hedged[grown.cell] | cells.hedged[rate.cell] | cells.hedged[reported.cell]
    verdict = _verdicts(Readings(*sums), EQUAL, hedged)
    verdict[base.wide.reaches_below] = UNCHECKED
    near = [_nearest_zeros(one.printed) for one in (base, factor, level)]
    with np.errstate(over="ignore", invalid="ignore"):
        return Outcomes(verdict, near[0] * near[1] ** (rate.times / rate.roots) - near[2])


def _on_grid(scaled: Scaled, tied: Sequence[Ints]) -> Bools:
    """(n,) whether all cells of a row are plain."""
    plain = np.ones(len(tied[0]), dtype=bool)
    if not scaled.all_plain:
        for cell in tied:
            plain &= scaled.plain[cell] | (cell == ABSENT)
    return plain


class _Units(NamedTuple):
    """Of whole numbers that stand for halves of 10**exponent, divided by ``over``."""

    exponent: int
    over: Ints | int


def _whole_sums(scaled: Scaled, operands: Sequence[Operand]) -> tuple[_Ends, _Units, Bools | None]:
    """Σ operand in whole numbers, and the rows in which they fit; None where weights are none."""
    n = len(operands[0].cell)
    whole = Decimals.of([one.weight for one in operands])
    factors = whole_factors(whole, [1 if one.times is None else int(one.times.max(initial=1)) for one in operands])
    nothing = np.zeros(n, dtype=np.int64)
    if factors is None:
        return _Ends(nothing, nothing, nothing), _Units(0, 1), None
    units = _Units(scaled.exponent + int(whole.exponent.min(initial=0)), 1)
    rates = [one.rate for one in operands if one.rate]
    if not rates:
        return _weighted(scaled, operands, factors), units, np.broadcast_to(np.True_, n)
    # With the ends in halves of a grid unit u, and a rate's factor in whole numbers of f, base × factor = level is
    # (2b/u) (F/f) against (2l/u) (1/f). One rate at most stands in a form.
    (rate,) = rates
    one = 2 * power_bound(np.maximum(-(rate.power + scaled.exponent), 0))
    fits: Bools = (rate.power + scaled.exponent <= 0) & (one < _SCALES)
    ones: Ints = np.where(one < _SCALES, one, 0).astype(np.int64)
    parts: list[tuple[_Ends, _Ends | Ints]] = []
    bound = np.zeros(n)
    for operand, factor in zip(operands, factors, strict=True):
        quantity = _ends(scaled, operand.cell, factor)
        if operand.rate is None:
            parts.append((quantity, ones))
            bound += _furthest(quantity) * ones
        else:
            fits &= quantity.low > 0
            shift = operand.rate.offset * ones
            coefficient = _Ends(*(end + shift for end in _ends(scaled, operand.rate.cell, 1)))
            parts.append((quantity, coefficient))
            bound += _furthest(quantity) * _furthest(coefficient)
    fits &= bound < _ROOM
    if not fits.all():  # what would not fit is not multiplied
        parts = [(_Ends(*(np.where(fits, end, 0) for end in quantity)), coefficient) for quantity, coefficient in parts]
    products_ = [_multiplied(*part) for part in parts]
    return _Ends(*(sum(ends[1:], ends[0]) for ends in zip(*products_, strict=True))), units._replace(over=ones), fits


def _weighted(scaled: Scaled, operands: Sequence[Operand], factors: Sequence[int]) -> _Ends:
    """Σ factor × cell, and its ends."""
    if scaled.half is None:
        terms = []
        for one, factor in zip(operands, factors, strict=True):
            ends = _ends(scaled, one.cell, factor)
            terms.append(ends if one.times is None else _Ends(*(end * one.times for end in ends)))
        return _Ends(*(sum(ends[1:], ends[0]) for ends in zip(*terms, strict=True)))
    printed = spread = np.zeros(1, dtype=np.int64)  # as wide on both sides
    for one, factor in zip(operands, factors, strict=True):
        number, half = scaled.printed[one.cell], scaled.half[one.cell]
        if one.cell.min(initial=0) < 0:
            there = one.cell != ABSENT
            number, half = np.where(there, number, 0), np.where(there, half, 0)
        if one.times is not None:
            number, half = number * one.times, half * one.times
        printed = printed + (number if factor == 1 else factor * number)
        spread = spread + (half if abs(factor) == 1 else abs(factor) * half)
    return _Ends(printed - spread, printed, printed + spread)


def _ends(scaled: Scaled, cell: Ints, factor: int) -> _Ends:
    """A factor times the ends of cells; what is ABSENT counts as nothing."""
    low, printed, high = scaled.ends(cell)
    if cell.min(initial=0) < 0:
        there = cell != ABSENT
        low, printed, high = (np.where(there, end, 0) for end in (low, printed, high))
    if factor == 1:
        return _Ends(low, printed, high)
    return (
        _Ends(factor * low, factor * printed, factor * high)
        if factor > 0
        else _Ends(factor * high, factor * printed, factor * low)
    )


def _multiplied(quantity: _Ends, coefficient: _Ends | Ints) -> _Ends:
    """Products of ends; the quantity is above zero where the coefficient has ends of its own."""
    if not isinstance(coefficient, _Ends):
        return _Ends(*(end * coefficient for end in quantity))
    low, printed, high = coefficient
    least, most = (quantity.low, quantity.high)
    return _Ends(
        low * (np.where(low < 0, most, least) if low.min(initial=0) < 0 else least),
        quantity.printed * printed,
        high * (np.where(high < 0, least, most) if high.min(initial=0) < 0 else most),
    )


def _furthest(ends: _Ends) -> NDArray[np.float64]:
    return np.maximum(np.abs(ends.low), np.abs(ends.high)).astype(np.float64)


def whole_factors(weights: Decimals, times: Sequence[int] = ()) -> list[int] | None:
    """The weights as whole numbers of one power of ten; None where they leave no room, or are no decimals.

    ``times`` is how many times each is taken, at most.
    """
    if weights.digits.dtype == object:
        return None
    shift = weights.exponent - min(int(weights.exponent.min(initial=0)), 0)
    if shift.max(initial=0) > 3 or (np.abs(weights.digits) > _FACTORS).any():
        return None
    factors = [int(digits) * 10 ** int(power) for digits, power in zip(weights.digits, shift, strict=True)]
    most = [abs(factor) * many for factor, many in zip(factors, times or [1] * len(factors), strict=True)]
    return factors if sum(most) <= _FACTORS else None


def whole_verdicts(sums: _Ends, relation: int) -> Array:
    """Whether the residual may be zero, or on the allowed side of it: as it is printed, then as it may be rounded."""
    low, printed, high = sums
    if relation == EQUAL:
        exact, holds = printed == 0, (low <= 0) & (high >= 0)
    elif relation == AT_MOST:
        exact, holds = printed >= 0, high >= 0
    elif relation == BELOW:
        exact, holds = printed > 0, high > 0
    elif relation == ABOVE:
        exact, holds = printed < 0, low < 0
    else:
        exact, holds = printed <= 0, low <= 0
    return np.where(exact & holds, EXACT, np.where(holds, ROUNDING, CONFLICT)).astype(np.int8)


def _tolerated(cells: Cells, operands: Sequence[Operand], relation: int, tolerance: Tolerance, reported: int) -> Bools:
    """Whether the two sides are as near to each other as a tolerance asks, in the widest reading.

    What is reported, times all that the tolerance makes of it, is taken from what is computed: no figure stands in it
    twice, so the sum of the intervals is what the residual can be.
    """
    tied = [column for one in operands for column in one.tied]
    n, cells = len(tied[0]), cells.table_for(*tied)
    sides = [_interval_sums(cells, some)[0].wide for some in (operands[:-reported], operands[-reported:])]
    near = Intervals.of([Interval(1 - tolerance.share, 1 + tolerance.share)] * n)
    apart = Intervals.of([Interval(-tolerance.amount, tolerance.amount)] * n)
    each = [sides[0], products(sides[1], near), apart]
    rows = np.arange(n) * len(each)
    terms = _ragged([(rows + place, one) for place, one in enumerate(each)])
    return _feasible(weighted_sums(terms, Decimals.of([1] * len(terms)), rows), relation)


def _by_intervals(cells: Cells, operands: Sequence[Operand], relation: int) -> Outcomes:
    """The same as intervals, whatever the figures are."""
    sums, hedged, open_ = _interval_sums(cells, operands)
    verdict = _verdicts(sums, relation, hedged)
    verdict[open_] = UNCHECKED
    return Outcomes(verdict, _nearest_zeros(sums.printed))


def _interval_sums(cells: Cells, operands: Sequence[Operand]) -> tuple[Readings, Bools, Bools]:
    """Σ operand, a row each; the rows in which a figure rests on a word, and those in which a base may be zero."""
    n = len(operands[0].cell)
    present = np.stack([one.cell != ABSENT for one in operands], axis=1)
    counts = present.sum(axis=1)
    place = np.cumsum(present.reshape(-1)).reshape(present.shape) - 1  # of each summand that is there
    starts = np.cumsum(counts) - counts
    hedged, open_ = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    above = np.array(
        [not any(one.apart and one.apart.weighs for one in operands)] * n, dtype=bool
    )  # whether some weight is above zero
    terms: list[tuple[Ints, Readings]] = []
    for column, one in enumerate(operands):
        rows = np.flatnonzero(present[:, column])
        reading = cells.reading(one.cell[rows])
        hedged[rows] |= cells.hedged[one.cell[rows]]
        if one.rate is not None:
            rate = one.rate.only(rows)
            open_[rows] |= reading.wide.reaches_below
            hedged[rows] |= cells.hedged[rate.cell]
            coefficients = _coefficients(cells.reading(rate.cell), rate)
            reading = Readings(*(products(a, b) for a, b in zip(reading, coefficients, strict=True)))
        for factor in one.by:
            other = cells.reading(factor.cell[rows])
            hedged[rows] |= cells.hedged[factor.cell[rows]]
            if factor.divides:
                open_[rows] |= other.wide.reaches_below & other.wide.reaches_above
                other = Readings(*map(inverses, other))
            reading = Readings(*(products(a, b) for a, b in zip(reading, other, strict=True)))
        if one.apart is not None:
            if one.apart.weighs:
                open_[rows] |= np.asarray(reading.wide.low_free | (reading.wide.low < 0), dtype=bool)
                above[rows] |= ~reading.wide.reaches_below
            apart = Apart(one.apart.cell[rows], one.apart.mean[rows])
            hedged[rows] |= cells.hedged[apart.cell] | cells.hedged[apart.mean]
            distances = map(_distance, cells.reading(apart.cell), cells.reading(apart.mean))
            reading = Readings(*(products(a, b) for a, b in zip(reading, distances, strict=True)))
        terms.append((place[rows, column], reading))
    weights = Decimals.of([one.weight for one in operands])
    term = np.broadcast_to(np.arange(len(operands)), present.shape)[present]
    weight = weights.take(term)
    if any(one.times is not None for one in operands):
        times = np.stack([np.ones(n, dtype=np.int64) if one.times is None else one.times for one in operands], axis=1)
        weight = Decimals(weight.digits * times[present], weight.exponent)
    sums = Readings(
        *(
            weighted_sums(_ragged([(rows, reading[which]) for rows, reading in terms]), weight, starts)
            for which in range(len(Readings._fields))
        )
    )
    return sums, hedged, open_ | ~above


def _distance(one: Intervals, other: Intervals) -> Intervals:
    """The one less the other, a row each."""
    n = len(one)
    both = _ragged([(np.arange(n) * 2, one), (np.arange(n) * 2 + 1, other)])
    return weighted_sums(both, Decimals.of([1, -1] * n), np.arange(n) * 2)


def _ragged(parts: Sequence[tuple[Ints, Intervals]]) -> Intervals:
    """Intervals at the places that are given with them."""
    order = np.argsort(np.concatenate([rows for rows, _ in parts]), kind="stable")
    columns = ([getattr(part, name) for _, part in parts] for name in Intervals.__slots__)
    return Intervals(*(np.concatenate(column)[order] for column in columns))


def _coefficients(readings: Readings, rate: Rate) -> Readings:
    return Readings(*(coefficients(reading, rate.offset, rate.power) for reading in readings))


def coefficients(column: Intervals, offset: Ints, power: Ints) -> Intervals:
    """Offset + 10**power × column, a row each: what rates multiply their bases by."""
    nothing, one = np.zeros(len(column), dtype=np.int64), np.ones(len(column), dtype=np.int64)
    return affine(column, Decimals(offset, nothing), Decimals(one, power))


def _feasible(residual: Intervals, relation: int) -> Bools:
    """Whether some value of the residual satisfies its relation to zero."""
    if relation == EQUAL:
        return residual.reaches_below & residual.reaches_above
    if relation in STRICT:
        up = relation == BELOW
        free, end = (residual.high_free, residual.high) if up else (residual.low_free, residual.low)
        return np.asarray(free | ((end > 0) if up else (end < 0)), dtype=bool)
    return residual.reaches_above if relation == AT_MOST else residual.reaches_below


def _verdicts(residual: Readings, relation: int, hedged: Bools) -> Array:
    """The verdict that each reading allows; one that rests on a word is never called rounding."""
    verdict = np.full(len(hedged), CONFLICT, dtype=np.int8)
    wide = _feasible(residual.wide, relation)
    verdict[wide] = HEDGE
    verdict[wide & _feasible(residual.face, relation) & ~hedged] = ROUNDING
    verdict[wide & _feasible(residual.printed, relation)] = EXACT
    return verdict


def _nearest_zeros(column: Intervals) -> NDArray[np.float64]:
    """The number of each interval that is nearest to zero, as a float: the same as :func:`in_units` gives."""
    above = ~column.low_free & np.asarray(column.low > 0, dtype=bool)
    below = ~column.high_free & np.asarray(column.high < 0, dtype=bool)
    digits = np.where(above, column.low, np.where(below, column.high, 0))
    if digits.dtype == object:
        digits = np.array([_float(one) for one in digits], dtype=np.float64)
    up, down = (power_bound(np.maximum(power, 0)) for power in (column.exponent, -column.exponent))
    with np.errstate(over="ignore", invalid="ignore"):
        return digits.astype(np.float64) * up / down


def _float(number: int | Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def in_units(halves: Array, exponent: int, over: Array | int = 1) -> NDArray[np.float64]:
    """Halves of 10**exponent, divided, as floats; infinite where none is so large.

    A power of ten is divided by, not a part of ten multiplied with, which is no float: so what is the same number comes
    out the same on every grid.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if exponent > 0:
            return np.asarray(halves / over * float(f"5e{exponent - 1}"), dtype=np.float64)
        return np.asarray(halves / (over * float(f"2e{-exponent}")), dtype=np.float64)
