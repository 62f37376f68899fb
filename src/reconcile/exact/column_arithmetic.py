"""Sums, products and meetings of intervals, on whole columns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from reconcile.exact.columns import (
    Array,
    Bools,
    Decimals,
    Intervals,
    Ints,
    aligned,
    by_room,
    magnitude,
    packed,
    power_bound,
    powers,
)


def weighted_sums(terms: Intervals, weights: Decimals, starts: Ints) -> Intervals:
    """One interval a sum: every value that Σ weight × term can take.

    ``terms`` and ``weights`` are parallel (t,); ``starts`` (b,) says where each sum's terms begin, in order, and no sum
    is without terms. The extremes of a sum of independent intervals are the sums of their extremes; an end is open
    where any term's end that goes into it is.
    """
    ends = np.append(starts[1:], len(terms))
    counts = ends - starts
    dead = np.asarray((terms.low == 0) & (terms.high == 0), dtype=bool)
    exponent = np.where(dead, np.iinfo(np.int32).max, terms.exponent + weights.exponent)
    floor = np.minimum.reduceat(exponent, starts)
    floor = np.where(floor == np.iinfo(np.int32).max, 0, floor)
    shift = np.where(dead, 0, exponent - np.repeat(floor, counts))
    with np.errstate(over="ignore", invalid="ignore"):
        size = np.add.reduceat(terms.size * magnitude(weights.digits) * power_bound(shift), starts)

    def run(rows: Ints, dtype: Any) -> Intervals:
        picked = np.repeat(ends[rows] - np.cumsum(counts[rows]), counts[rows]) + np.arange(counts[rows].sum())
        begins = np.cumsum(counts[rows]) - counts[rows]
        part = terms.take(picked)
        digits = weights.digits[picked]
        up = np.asarray(digits > 0, dtype=bool)
        idle = np.asarray(digits == 0, dtype=bool)
        factor = digits.astype(dtype) * powers(shift[picked], dtype)
        low, high = part.low.astype(dtype) * factor, part.high.astype(dtype) * factor

        def gather(flag: Array, other: Array) -> Bools:
            return np.asarray(np.logical_or.reduceat(np.where(up, flag, other) & ~idle, begins), dtype=bool)

        low_free = gather(part.low_free, part.high_free)
        high_free = gather(part.high_free, part.low_free)
        return Intervals(
            np.where(low_free, 0, np.add.reduceat(np.where(up, low, high), begins)),
            np.where(high_free, 0, np.add.reduceat(np.where(up, high, low), begins)),
            floor[rows],
            gather(part.low_open, part.high_open),
            gather(part.high_open, part.low_open),
            low_free,
            high_free,
        )

    return by_room(size, run)


def affine(column: Intervals, offset: Decimals, scale: Decimals) -> Intervals:
    """Offset + scale × column, a row each."""
    n = len(column)
    ones = Intervals.points(Decimals(np.ones(n, dtype=np.int64), np.zeros(n, dtype=np.int64)))
    both = Intervals(
        *(np.stack((getattr(column, name), getattr(ones, name)), axis=1).reshape(-1) for name in Intervals.__slots__)
    )
    weights = Decimals(
        np.stack((scale.digits, offset.digits), axis=1).reshape(-1),
        np.stack((scale.exponent, offset.exponent), axis=1).reshape(-1),
    )
    return weighted_sums(both, weights, np.arange(n) * 2)


def signed_powers(column: Intervals, times: Ints) -> Intervals:
    """x·|x|^(n−1) of every x, a row each: its n-th power with its own sign, which grows with it; n is 1 or more."""

    def raised(digits: Array) -> Array:
        each = zip(digits.tolist(), times.tolist(), strict=True)
        return packed([number * abs(number) ** (n - 1) for number, n in each])

    return replace(column, low=raised(column.low), high=raised(column.high), exponent=column.exponent * times)


def not_below_zero(column: Intervals) -> Intervals:
    """The same where ends below zero are zero."""
    under, over = (np.asarray(end < 0, dtype=bool) for end in (column.low, column.high))
    return replace(
        column,
        low=np.where(under, 0, column.low),
        high=np.where(over, 0, column.high),
        low_open=column.low_open & ~under,
        high_open=column.high_open & ~over,
        low_free=np.zeros(len(column), dtype=bool),
    )


def products(one: Intervals, other: Intervals) -> Intervals:
    """Every value that a product of two intervals can take, a row each.

    The product of two independent intervals is spanned by the products of their ends. A corner is reached where both
    of its ends are closed, or where one of them is a closed zero; zero times an unbounded end is zero.
    """
    exponent = one.exponent + other.exponent
    with np.errstate(over="ignore", invalid="ignore"):
        size = one.size * other.size

    def run(rows: Ints, dtype: Any) -> Intervals:
        a, b = one.take(rows), other.take(rows)
        corners = [_corner(a, b, a_high, b_high, dtype) for a_high in (False, True) for b_high in (False, True)]
        low, low_open, low_free = _extreme(corners, upper=False)
        high, high_open, high_free = _extreme(corners, upper=True)
        return Intervals(low, high, exponent[rows], low_open, high_open, low_free, high_free)

    return by_room(size, run)


def inverses(column: Intervals) -> Intervals:
    """One over each number, a row each; all numbers where zero is among them, or is an end that is not open.

    The high end gives the low one, above zero as below: what has no end gives a zero that is not reached, and a zero
    that is not reached gives what has no end.
    """
    low, high = column.low.astype(object), column.high.astype(object)
    above = ~column.low_free & np.asarray((low > 0) | ((low == 0) & column.low_open), dtype=bool)
    below = ~column.high_free & np.asarray((high < 0) | ((high == 0) & column.high_open), dtype=bool)
    known = above | below
    (lows, low_open, low_free), (highs, high_open, high_free) = (
        _inverse_ends(*end, known)
        for end in ((high, column.high_open, column.high_free), (low, column.low_open, column.low_free))
    )
    return Intervals(lows, highs, -column.exponent, low_open, high_open, low_free, high_free)


def _inverse_ends(digits: Array, opened: Bools, free: Bools, known: Bools) -> tuple[Array, Bools, Bools]:
    """One over each end: its digits, whether it is open, and whether there is none."""
    ended = known & ~free & np.asarray(digits != 0, dtype=bool)
    over = [1 / Fraction(one) if there else 0 for one, there in zip(digits, ended, strict=True)]
    return packed(over), known & (opened | free) & (ended | free), ~known | ~(ended | free)


def _corner(base: Intervals, factor: Intervals, b_high: bool, f_high: bool, dtype: Any) -> tuple[Array, Bools, Array]:
    """One product of ends: its digits, whether it is only approached, and −1 or +1 where it is infinite."""
    b, b_open, b_free = _end(base, b_high)
    f, f_open, f_free = _end(factor, f_high)
    b_sign = np.where(b_free, 1 if b_high else -1, np.sign(b)).astype(int)
    f_sign = np.where(f_free, 1 if f_high else -1, np.sign(f)).astype(int)
    sign = b_sign * f_sign
    rests = ((b_sign == 0) & ~b_open) | ((f_sign == 0) & ~f_open)
    infinite = np.where(b_free | f_free, sign, 0)
    return b.astype(dtype) * f.astype(dtype), (b_open | f_open | b_free | f_free) & ~rests, infinite


def _end(column: Intervals, upper: bool) -> tuple[Array, Bools, Bools]:
    if upper:
        return column.high, column.high_open, column.high_free
    return column.low, column.low_open, column.low_free


def _extreme(corners: list[tuple[Array, Bools, Array]], *, upper: bool) -> tuple[Array, Bools, Bools]:
    """The furthest corner of each row: its digits, whether it is open, whether it is unbounded."""
    way = 1 if upper else -1
    best: Array | None = None
    is_open = free = np.zeros(0, dtype=bool)
    for digits, opened, infinite in corners:
        free = np.asarray(infinite == way, dtype=bool) if best is None else free | (infinite == way)
        counts = infinite != -way  # a corner that is infinite the other way is no bound here
        if best is None:
            # An infinite corner the other way stands with a finite neighbour, which replaces it below.
            best, is_open, known = digits, opened, counts
            continue
        further = np.asarray((digits - best) * way > 0, dtype=bool) | ~known
        same = np.asarray(digits == best, dtype=bool) & known
        take = further & counts
        is_open = np.where(take, opened, np.where(same & counts, is_open & opened, is_open))
        best = np.where(take, digits, best)
        known = known | counts
    assert best is not None
    return np.where(free, 0, best), np.asarray(is_open & ~free, dtype=bool), free


def meet(a: Intervals, b: Intervals) -> Intervals:
    """What two columns of intervals have in common, a row each; empty where nothing is."""
    low, low_open, low_free, low_exponent = _inner(a, b, upper=False)
    high, high_open, high_free, high_exponent = _inner(a, b, upper=True)
    left, right, exponent = aligned(Decimals(low, low_exponent), Decimals(high, high_exponent))
    return Intervals(left, right, exponent, low_open, high_open, low_free, high_free)


def _inner(a: Intervals, b: Intervals, *, upper: bool) -> tuple[Array, Bools, Bools, Ints]:
    """The end of each row that is further in; of two equal ones the open one."""
    a_digits, a_open, a_free = _end(a, upper)
    b_digits, b_open, b_free = _end(b, upper)
    left, right, exponent = aligned(Decimals(a_digits, a.exponent), Decimals(b_digits, b.exponent))
    nearer = np.asarray(left < right if upper else left > right, dtype=bool)
    from_a = ~a_free & (b_free | nearer)
    same = ~a_free & ~b_free & np.asarray(left == right, dtype=bool)
    opened = np.where(same, a_open | b_open, np.where(from_a, a_open, b_open))
    free = a_free & b_free
    return np.where(from_a, left, right), np.asarray(opened & ~free, dtype=bool), free, exponent


def ordering(a: Decimals, b: Decimals) -> Array:
    """−1, 0 or 1 a row: how two columns of numbers stand to each other."""
    left, right, _ = aligned(a, b)
    return np.asarray(left > right, dtype=np.int8) - np.asarray(left < right, dtype=np.int8)
