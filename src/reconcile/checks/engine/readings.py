"""From figures to the intervals they stand for, in three readings.

``printed`` takes the words at their numbers: a plain number is a point, a range its two ends, "over" everything beyond.
``face`` allows for rounding, or truncation where the source truncates. ``wide`` allows for words such as "about" too.
The table of readings is in docs/explanation/rounding.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from reconcile.exact.columns import Array, Bools, Decimals, Intervals, aligned, decimal_parts
from reconcile.exact.interval import Interval
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import Figure
from reconcile.ledger.store.figure_columns import Figures


@dataclass(frozen=True, slots=True)
class Hedges:
    """How far the words "about" and "nearly" reach, as a part of the number; settings of an audit."""

    about: Fraction = Fraction(1, 20)
    nearly: Fraction = Fraction(1, 10)


class Reading(NamedTuple):
    """The three readings of one figure."""

    printed: Interval
    face: Interval
    wide: Interval


class Readings(NamedTuple):
    """The three readings of many figures, as parallel columns."""

    printed: Intervals
    face: Intervals
    wide: Intervals

    def take(self, rows: Array) -> Readings:
        return Readings(*(column.take(rows) for column in self))


def read(figure: Figure, *, truncated: bool = False, hedges: Hedges = Hedges()) -> Reading:
    """What one figure stands for.

    >>> from reconcile.language.figures import read_figure
    >>> print(read(read_figure("786,9 tỷ USD", "vi")).face)
    [786850000000, 786950000000]
    >>> print(read(read_figure("about 470 billion USD", "en")).wide)
    [465000000000, 475000000000]
    """
    low, high = figure.value, figure.value if figure.value_high is None else figure.value_high
    step, high_step = figure.step, figure.step if figure.step_high is None else figure.step_high
    word = figure.qualifier
    if word in _ONE_SIDED:
        one = _one_sided(word, low, high)
        return Reading(one, one, one)
    printed = Interval(low, high)
    if word == "nearly" and (low or high):  # "nearly nothing" has no side to come from: it is read as rounded
        reach = 1 - hedges.nearly
        near = Interval(
            low * reach if low > 0 else low,
            high * reach if high < 0 else high,
            low_open=low < 0,
            high_open=high > 0,
        )
        return Reading(printed, near, near)
    face = _rounded(low, step, truncated)
    if figure.value_high is not None:
        right = _rounded(high, high_step, truncated)
        face = Interval(face.low, right.high, face.low_open, right.high_open)
    wide = face
    if word == "about":
        # It widens the face reading and never narrows it: each end moves out to where the word reaches.
        wide = _hull(face, Interval(low - _reach(low, step, hedges), high + _reach(high, high_step, hedges)))
    if figure.round:
        wide = _hull(wide, as_round(figure, truncated=truncated))
    return Reading(printed, face, wide)


def as_round(figure: Figure, *, truncated: bool) -> Interval:
    """What a figure stands for if its number is a round one."""
    high = figure.value if figure.value_high is None else figure.value_high
    left, right = _rounded(figure.value, figure.coarse, truncated), _rounded(high, figure.coarse_high, truncated)
    return Interval(left.low, right.high, left.low_open, right.high_open)


def read_columns(figures: Figures, truncated: Bools, hedges: Hedges) -> Readings:
    """What many figures stand for; plain numbers and ranges on whole columns, the rarer words one by one."""
    plain = ~figures.round & np.isin(figures.qualifier, (QUALIFIERS.index("exact"), QUALIFIERS.index("range")))
    value, step, exponent = aligned(figures.value, figures.step, spare=10)
    high, high_step, high_exponent = aligned(figures.high, figures.high_step, spare=10)
    no = np.zeros(len(figures), dtype=bool)
    low, low_open = _ends(value, step, truncated, upper=False)
    top, top_open = _ends(high, high_step, truncated, upper=True)
    left, right, shared = aligned(Decimals(low, exponent - 1), Decimals(top, high_exponent - 1))
    face = Intervals(left, right, shared, low_open, top_open, no, no)
    first, last, level = aligned(figures.value, figures.high)
    readings = Readings(Intervals(first, last, level, no, no, no, no), face, face)
    if plain.all():
        return readings
    rows = np.flatnonzero(~plain)
    words = [read(figures[int(row)], truncated=bool(truncated[row]), hedges=hedges) for row in rows]
    return Readings(
        *(replaced(column, rows, Intervals.of(word[which] for word in words)) for which, column in enumerate(readings))
    )


def replaced(column: Intervals, rows: Array, others: Intervals) -> Intervals:
    """The column with some of its rows exchanged."""
    return Intervals(*(_exchanged(getattr(column, name), rows, getattr(others, name)) for name in Intervals.__slots__))


def _exchanged(values: Array, rows: Array, others: Array) -> Array:
    copy = values.astype(np.result_type(values, others))
    copy[rows] = others
    return copy


def _ends(value: Array, step: Array, truncated: Bools, *, upper: bool) -> tuple[Array, Bools]:
    """One end of the face reading, in tenths of the digits given, and whether it is open."""
    half = step * (5 if upper else -5)
    sign: Any = np.asarray(value > 0, dtype=np.int64) - np.asarray(value < 0, dtype=np.int64)
    outward = sign >= 0 if upper else sign <= 0  # truncation cut towards zero, so the truth lies further out
    cut = np.where(outward, 2 * half, 0)
    opened = truncated & outward & np.asarray(step != 0, dtype=bool)
    return value * 10 + np.where(truncated, cut, half), opened


def _rounded(value: Fraction, step: Fraction, truncated: bool) -> Interval:
    if step == 0:
        return Interval(value, value)
    if not truncated:
        half = step / 2
        return Interval(value - half, value + half)
    below, above = value <= 0, value >= 0
    return Interval(value - step * below, value + step * above, low_open=below, high_open=above)


def _reach(value: Fraction, step: Fraction, hedges: Hedges) -> Fraction:
    """How far "about" reaches on either side: max(½ last digit, min(½ place of the last non-zero digit, 5 %))."""
    share = abs(value) * hedges.about
    digits, exponent = decimal_parts(value)
    if isinstance(digits, int) and digits:
        share = min(share, Fraction(10) ** exponent / 2)
    return max(step / 2, share)


def _hull(a: Interval, b: Interval) -> Interval:
    """The smallest interval that holds both; an end that either holds is closed."""
    assert a.low is not None
    assert b.low is not None
    assert a.high is not None
    assert b.high is not None
    return Interval(
        min(a.low, b.low),
        max(a.high, b.high),
        a.low_open if a.low < b.low else (b.low_open if b.low < a.low else a.low_open and b.low_open),
        a.high_open if a.high > b.high else (b.high_open if b.high > a.high else a.high_open and b.high_open),
    )


_ONE_SIDED = {"over", "at_least", "under", "at_most"}


def _one_sided(word: str, low: Fraction, high: Fraction) -> Interval:
    if word in {"over", "at_least"}:
        return Interval(low, None, low_open=word == "over")
    return Interval(None, high, high_open=word == "under")


def stacked_readings(parts: list[Readings]) -> Readings:
    """Readings one after the other."""

    def column_of(columns: list[Intervals]) -> Intervals:
        return Intervals(*(np.concatenate([getattr(one, name) for one in columns]) for name in Intervals.__slots__))

    return Readings(*(column_of([getattr(part, name) for part in parts]) for name in Readings._fields))
