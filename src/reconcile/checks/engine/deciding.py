"""Bindings: relations applied to particular cells, and their verdicts, on columns.

A relation is linear, Σ weight × cell against zero, or a product, base × factor against a level. What is computed
stands on the positive side and what is reported on the negative, so that a residual is computed minus reported.

Plain figures are decided in whole numbers on their grid, the rest as intervals; both are exact, and agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.grid import Scaled
from reconcile.checks.engine.readings import Readings
from reconcile.checks.verdicts import CONFLICT, EXACT, HEDGE, ROUNDING, UNCHECKED
from reconcile.exact.column_arithmetic import products_less, weighted_sums
from reconcile.exact.columns import Array, Bools, Decimals, Intervals, Ints, power_bound

EQUAL, AT_MOST, AT_LEAST = range(3)  # computed = reported; reported <= computed; reported >= computed
RELATIONS = {"=": EQUAL, "<=": AT_MOST, ">=": AT_LEAST}

ABSENT = -1  # in place of a cell where nothing is reported

_ROOM = 2**9  # what the weights may come to, so that sums of scaled numbers stay below 2**62


class Lines(NamedTuple):
    """Linear relations, ragged: relation i has the terms from ``starts[i]`` on."""

    cell: Ints  # (t,) rows of the cells
    weight: Decimals  # (t,)
    starts: Ints  # (n,)


class Products(NamedTuple):
    """Relations base × (offset + scale × rate) = level, a row each: growth is 1 + g, shares and ratios as they are."""

    base: Ints
    rate: Ints
    level: Ints
    offset: Ints  # 0 or 1
    scale: Ints  # a power of ten


class Outcomes(NamedTuple):
    """What n bindings come to."""

    verdict: Array  # (n,) int8
    residual: NDArray[np.float64]  # (n,) computed minus reported, as near as a float is; nothing rests on it


def decide(cells: Cells, cell: Ints, weights: Sequence[Fraction], relation: int) -> Outcomes:
    """Decide Σ weight × cell against zero; ``cell`` is (n, t), ABSENT where a term counts as nothing."""
    cells = cells.table_for(cell)
    columns, scaled = cell.T, cells.scaled
    n = len(cell)
    verdict, residual = np.full(n, CONFLICT, dtype=np.int8), np.full(n, np.nan)
    whole = Decimals.of(weights)
    factors = whole_factors(whole)
    plain = np.full(n, factors is not None)
    if factors is not None and not scaled.all_plain:
        for column in columns:
            plain &= scaled.plain[column] | (column == ABSENT)
    if factors is not None and plain.any():
        rows = slice(None) if plain.all() else np.flatnonzero(plain)
        low, printed, high = _sums(scaled, columns[:, rows], factors)
        verdict[rows] = plain_verdicts(printed, low, high, relation)
        with np.errstate(invalid="ignore"):
            residual[rows] = in_units(printed, scaled.exponent + int(whole.exponent.min(initial=0)))
    if not plain.all():
        rows = np.flatnonzero(~plain)
        verdict[rows], residual[rows] = linear(cells, ragged(cell[rows], whole), np.full(len(rows), relation))
    return Outcomes(verdict, residual)


def _sums(scaled: Scaled, columns: Ints, factors: Sequence[int]) -> tuple[Ints, Ints, Ints]:
    """Σ factor × cell of (t, n) cells: its low end, as printed, its high end; what is ABSENT counts as nothing."""
    nothing = np.zeros(columns.shape[1], dtype=np.int64)
    if scaled.half is not None:  # as wide on both sides
        printed, spread = nothing, nothing.copy()
        for factor, column in zip(factors, columns, strict=True):
            printed += factor * _or_nothing(scaled.printed[column], column)
            spread += abs(factor) * _or_nothing(scaled.half[column], column)
        return printed - spread, printed, printed + spread
    low, printed, high = nothing, nothing.copy(), nothing.copy()
    for factor, column in zip(factors, columns, strict=True):
        ends = [factor * _or_nothing(end, column) for end in scaled.ends(column)]
        low += ends[0 if factor > 0 else 2]
        printed += ends[1]
        high += ends[2 if factor > 0 else 0]
    return low, printed, high


def _or_nothing(numbers: Ints, cells: Ints) -> Ints:
    return np.where(cells == ABSENT, 0, numbers) if cells.min(initial=0) < 0 else numbers


def whole_factors(weights: Decimals) -> list[int] | None:
    """The weights as whole numbers of one power of ten; None where they leave no room, or are no decimals."""
    if weights.digits.dtype == object:
        return None
    shift = weights.exponent - min(int(weights.exponent.min(initial=0)), 0)
    if shift.max(initial=0) > 3 or (np.abs(weights.digits) > _ROOM).any():
        return None
    factors = [int(digits) * 10 ** int(power) for digits, power in zip(weights.digits, shift, strict=True)]
    return factors if sum(map(abs, factors)) <= _ROOM else None


def plain_verdicts(printed: Ints, low: Ints, high: Ints, relation: int) -> Array:
    """Whether the residual may be zero, or on the allowed side of it: as it is printed, then as it may be rounded."""
    if relation == EQUAL:
        exact, holds = printed == 0, (low <= 0) & (high >= 0)
    elif relation == AT_MOST:
        exact, holds = printed >= 0, high >= 0
    else:
        exact, holds = printed <= 0, low <= 0
    return np.where(exact & holds, EXACT, np.where(holds, ROUNDING, CONFLICT)).astype(np.int8)


def ragged(cell: Ints, weights: Decimals) -> Lines:
    """Rows of cells as ragged linear relations, without what is absent."""
    present = cell != ABSENT
    counts = present.sum(axis=1)
    term = np.broadcast_to(np.arange(cell.shape[1]), present.shape)[present]
    starts = np.asarray(np.cumsum(counts) - counts, dtype=np.int64)
    return Lines(np.asarray(cell[present], dtype=np.int64), weights.take(term), starts)


def linear(cells: Cells, lines: Lines, relation: Ints) -> Outcomes:
    """Decide ragged relations as intervals, whatever their figures are."""
    readings = cells.reading(lines.cell)
    sums = Readings(*(weighted_sums(reading, lines.weight, lines.starts) for reading in readings))
    hedged = np.logical_or.reduceat(cells.hedged[lines.cell], lines.starts)
    return Outcomes(_verdicts(sums, relation, hedged), nearest_zeros(sums.printed))


def product(cells: Cells, products: Products) -> Outcomes:
    """Decide base × factor = level. A base that may be zero or less leaves the verdict open."""
    n, cells = len(products.base), cells.table_for(products.base, products.rate, products.level)
    verdict, residual, plain = _plain_products(cells, products)
    if plain.all():
        return Outcomes(verdict, residual)
    rows = np.flatnonzero(~plain) if plain.any() else np.arange(n)
    base, rate, level, offset, scale = (column[rows] for column in products)
    readings = [cells.reading(column) for column in (base, rate, level)]
    nothing, one = np.zeros(len(rows), dtype=np.int64), np.ones(len(rows), dtype=np.int64)
    spans = Readings(
        *(
            products_less(b, affine(f, Decimals(offset, nothing), Decimals(one, scale)), whole)
            for b, f, whole in zip(*readings, strict=True)
        )
    )
    hedged = cells.hedged[rate] | cells.hedged[base] | cells.hedged[level]
    decided = _verdicts(spans, np.full(len(rows), EQUAL), hedged)
    verdict[rows] = np.where(readings[0].wide.reaches_below, UNCHECKED, decided)
    residual[rows] = nearest_zeros(spans.printed)
    return Outcomes(verdict, residual)


class Ends(NamedTuple):
    """Plain figures and the ends of their readings, in halves of a grid unit."""

    low: Ints
    printed: Ints
    high: Ints


def _plain_products(cells: Cells, products: Products) -> tuple[Array, NDArray[np.float64], Bools]:
    """Verdicts where all three figures are plain."""
    base, rate, level, offset, scale = products
    scaled = cells.scaled
    plain = np.ones(len(base), dtype=bool)
    if not scaled.all_plain:
        plain = scaled.plain[base] & scaled.plain[rate] & scaled.plain[level]
    one, factor, other = (Ends(*scaled.ends(rows)) for rows in (base, rate, level))
    return plain_products(one, factor, other, offset, scale, scaled.exponent, plain)


def plain_products(
    base: Ends, rate: Ends, level: Ends, offset: Ints, scale: Ints, exponent: int, plain: Bools
) -> tuple[Array, NDArray[np.float64], Bools]:
    """Verdicts and residuals where the base is surely above zero and every product fits, and where that is so.

    ``offset`` and ``scale`` may be one number for all.

    With the ends in halves of a grid unit u and the rate's factor in whole numbers of f, base × factor = level is
    (2b/u) (F/f) against (2l/u) (1/f).
    """
    plain = plain & (base.low > 0)
    one = 2 * power_bound(np.maximum(-(scale + exponent), 0))  # in halves of the rate's grid unit, scaled
    plain &= (scale + exponent <= 0) & (one < 2.0**40)
    ones = np.where(one < 2.0**40, one, 0).astype(np.int64)
    shift = offset * ones
    low, mid, high = (end + shift for end in rate)
    rates, levels = (
        max(-float(under.min(initial=0)), float(over.max(initial=0)))
        for under, over in ((low, high), (level.low, level.high))
    )
    if rates * float(base.high.max(initial=0)) + float(ones.max(initial=0)) * levels >= 2.0**62:
        steepest, furthest = (
            np.maximum(np.abs(under), np.abs(over)).astype(np.float64)
            for under, over in ((low, high), (level.low, level.high))
        )
        plain &= steepest * base.high + ones * furthest < 2.0**62  # each by itself, then
    if not plain.all():  # what would not fit is not multiplied
        base = Ends(*(np.where(plain, column, 0) for column in base))
        ones = np.where(plain, ones, 0)  # a column of them, then
    computed = base.printed * mid
    least = np.where(low < 0, base.high, base.low) * low if low.min(initial=0) < 0 else base.low * low
    greatest = np.where(high < 0, base.low, base.high) * high if high.min(initial=0) < 0 else base.high * high
    reported = level.printed * ones
    holds = (least <= level.high * ones) & (greatest >= level.low * ones)
    exact = holds & (computed == reported)
    verdict = np.where(exact, EXACT, np.where(holds, ROUNDING, CONFLICT)).astype(np.int8)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = in_units(computed - reported, exponent, ones)
    return verdict, residual, plain


def affine(column: Intervals, offset: Decimals, scale: Decimals) -> Intervals:
    """Offset + scale × column, a row each."""
    n = len(column)
    ones = Intervals.points(Decimals.of([1] * n))
    both = Intervals(
        *(np.stack((getattr(column, name), getattr(ones, name)), axis=1).reshape(-1) for name in Intervals.__slots__)
    )
    weights = Decimals(
        np.stack((scale.digits, offset.digits), axis=1).reshape(-1),
        np.stack((scale.exponent, offset.exponent), axis=1).reshape(-1),
    )
    return weighted_sums(both, weights, np.arange(n) * 2)


def feasible(residual: Intervals, relation: Ints) -> Bools:
    """Whether some value of the residual satisfies its relation to zero."""
    below, above = residual.reaches_below, residual.reaches_above
    return np.where(relation == EQUAL, below & above, np.where(relation == AT_MOST, above, below))


def nearest_zeros(column: Intervals) -> NDArray[np.float64]:
    """The number of each interval that is nearest to zero, as a float."""
    above = ~column.low_free & np.asarray(column.low > 0, dtype=bool)
    below = ~column.high_free & np.asarray(column.high < 0, dtype=bool)
    digits = np.where(above, column.low, np.where(below, column.high, 0))
    if digits.dtype == object:
        digits = np.array([_float(one) for one in digits], dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        return digits.astype(np.float64) * power_bound(column.exponent)


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
    if exponent > 0:
        return np.asarray(halves / over * float(f"5e{exponent - 1}"), dtype=np.float64)
    return np.asarray(halves / (over * float(f"2e{-exponent}")), dtype=np.float64)


def _verdicts(residual: Readings, relation: Ints, hedged: Bools) -> Array:
    """The verdict that each reading allows; one that rests on a word is never called rounding."""
    verdict = np.full(len(relation), CONFLICT, dtype=np.int8)
    wide = feasible(residual.wide, relation)
    face = wide & feasible(residual.face, relation)
    printed = wide & feasible(residual.printed, relation)
    verdict[wide] = HEDGE
    verdict[face & ~hedged] = ROUNDING
    verdict[printed] = EXACT
    return verdict
