"""The slips that writers make, each as the figures that may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import ceil, floor
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Hedges
from reconcile.exact.column_arithmetic import ordering
from reconcile.exact.columns import Bools, Decimals, Ints
from reconcile.exact.interval import INFINITE, Interval
from reconcile.language.codelists import FIRST_OUTCOME, LEVEL
from reconcile.language.figures import Figure, FigureError, read_figure
from reconcile.language.periods import PeriodError

SWAPPED = "two digits swapped"
LOST = "a digit lost"
DOUBLED = "a digit doubled"
POWER = "wrong power of ten"
SCALE_WORD = "wrong scale word"
SIGN = "wrong sign"
POINT = "point for comma"
POINTS = "percentage points"
NEIGHBOUR = "another measure's figure"
LAST_YEAR = "last year's figure"
SUPERSEDED = "the superseded figure"
SLIPS = (SWAPPED, LOST, DOUBLED, POWER, SCALE_WORD, SIGN, POINT, POINTS, NEIGHBOUR, LAST_YEAR, SUPERSEDED)

_UNSCALED = ("percent", "pp", "times")  # no scale word is ever printed with these


class Slip(NamedTuple):
    """What may have been meant, and the name of the slip that made the printed figure of it."""

    name: str
    figure: Figure


def slips(store: Store, claim: int, figure: Figure, need: Interval) -> Iterator[Slip]:
    """The figures that a known slip turns into this claim's, likeliest first; none is said to be right.

    A slip may have started from hundreds of numbers: left out are those that cannot reach ``need``, however they are
    rounded. The figure is a plain number, or about one.
    """
    sizes = _Sizes.of(figure, need, store.hedges)
    yield Slip(SIGN, replace(figure, value=-figure.value))
    yield from _other_locale(store, claim, figure)
    if figure.value:  # nothing, at any scale, is nothing
        yield from _powers(figure, sizes)
    yield from _digits(figure, sizes)


class _Sizes(NamedTuple):
    """How large a number of a figure's sign and words must be, and may be at most, to reach an interval.

    Rounding and truncation reach one unit of the last digit at most; words a part of the number beyond that.
    """

    least: Fraction | None  # None where there is no such end
    most: Fraction | None
    reach: Fraction  # of the words, as a part of the number

    @classmethod
    def of(cls, figure: Figure, need: Interval, hedges: Hedges) -> _Sizes:
        reach = hedges.about if figure.qualifier == "about" else Fraction(0)
        if figure.value >= 0:
            return cls(need.low, need.high, reach)
        return cls(None if need.high is None else -need.high, None if need.low is None else -need.low, reach)

    def factors(self, size: Fraction, step: Fraction) -> tuple[Fraction | float, Fraction | float]:
        """The least and the largest factor of a number and its step, above 0, that may hold."""
        inner, outer = size * (1 - self.reach) - step, size * (1 + self.reach) + step
        least = -INFINITE if self.least is None else self.least / outer
        most = INFINITE if self.most is None or inner <= 0 else self.most / inner
        return least, most

    def counts(self, step: Fraction) -> tuple[float, float]:
        """The least and the largest number of steps that may hold; whole, or infinite."""
        least = -INFINITE if self.least is None else floor((self.least / step - 1) / (1 + self.reach))
        most = INFINITE if self.most is None else ceil((self.most / step + 1) / (1 - self.reach))
        return least, most


_FACTORS = [(power, Fraction(10) ** power) for power in (3, -3, 6, -6, 9, -9, 1, -1, 2, -2, 4, -4, 5, -5)]


def _powers(figure: Figure, sizes: _Sizes) -> Iterator[Slip]:
    worded = figure.step != 0 and figure.unit not in _UNSCALED
    least, most = sizes.factors(abs(figure.value), figure.step)
    for power, factor in _FACTORS:
        if not least <= factor <= most:
            continue
        meant = replace(figure, value=figure.value * factor, step=figure.step * factor)
        if figure.step or meant.value.denominator == 1:  # nothing is counted in tenths
            yield Slip(SCALE_WORD if worded and power % 3 == 0 else POWER, meant)


def _digits(figure: Figure, sizes: _Sizes) -> Iterator[Slip]:
    """Changes of the printed digits: a lost or doubled one changes how many there are."""
    step = figure.step or Fraction(1)
    whole = abs(figure.value) / step
    if whole.denominator != 1:
        return
    sign = -1 if figure.value < 0 else 1
    least, most = sizes.counts(step)
    for name, count in _misprinted(whole.numerator):
        if least <= count <= most:
            yield Slip(name, replace(figure, value=sign * count * step))


def _misprinted(number: int) -> Iterator[tuple[str, int]]:
    """The numbers of which a slip of single digits makes this one."""
    digits = [int(digit) for digit in str(number)]
    size = len(digits)
    tens = [10**place for place in range(size + 1)]
    for a, b in _pairs(size):
        if digits[a] != digits[b] and not (a == 0 and digits[b] == 0):
            yield SWAPPED, number + (digits[b] - digits[a]) * (tens[size - 1 - a] - tens[size - 1 - b])
    for i in range(size - 1):
        if digits[i] == digits[i + 1]:
            below = tens[size - 1 - i]
            yield DOUBLED, number // (10 * below) * below + number % below
    for i in range(size + 1):
        below = tens[size - i]
        begin = number // below * 10 * below + number % below
        for digit in range(0 if i else 1, 10):
            yield LOST, begin + digit * below


@lru_cache(maxsize=64)
def _pairs(size: int) -> list[tuple[int, int]]:
    """Two places of so many, neighbours first."""
    return sorted(combinations(range(size), 2), key=lambda pair: pair[1] - pair[0])


def _other_locale(store: Store, claim: int, figure: Figure) -> Iterator[Slip]:
    """The same words read with point and comma exchanged: 82.097 is eighty-two or eighty-two thousand."""
    words = store.claim("reported", claim)
    swapped = words.translate(str.maketrans(",.", ".,"))
    if not words or swapped == words:
        return
    language = str(store.ledger.sources["language"].iloc[store.source.code[claim]])
    try:
        own = store.ledger.units
        same, other = (read_figure(one, language, unit=figure.unit, units=own) for one in (words, swapped))
    except FigureError:
        return
    if other.unit == figure.unit and other.value != same.value:
        scale = figure.value / same.value if same.value else Fraction(1)  # of a unit that the words leave out
        yield Slip(POINT, replace(other, value=other.value * scale, step=other.step * scale))


def origin(store: Store, claim: int, figure: Figure) -> str | None:
    """The slip by which this claim prints a number that another claim near by prints too; None where none does."""
    place, period = int(store.place.code[claim]), int(store.period.code[claim])
    try:
        before = store.period.find(store.periods[period].year_before().text)
    except PeriodError:
        before = -1
    now, then = store.claims_about(place, period), store.claims_about(place, before)
    measure, status = store.measure.code[claim], store.status.code
    same = store.measure.code[now] == measure
    earlier = (status[now] >= FIRST_OUTCOME) & (status[now] < status[claim])
    beside = (store.source.code[now] == store.source.code[claim]) & (status[now] == status[claim])
    slip = np.concatenate((np.where(same & earlier, 0, np.where(~same & beside, 2, -1)), np.ones_like(then)))
    rows = np.concatenate((now, then))
    # Rates and changes are often what they were: of these, last year's figure tells nothing.
    level = store.stat.code[claim] == LEVEL
    kept = (slip >= 0) & ((slip != 1) | ((store.measure.code[rows] == measure) & level))
    found = slip[kept][_printing(store, claim, figure, rows[kept])]
    return (SUPERSEDED, LAST_YEAR, NEIGHBOUR)[int(found.min())] if len(found) else None


def _printing(store: Store, claim: int, figure: Figure, rows: Ints) -> Bools:
    """Which of some claims print a claim's number for the same statistic in the same unit."""
    figures = store.figures
    alike = (store.stat.code[rows] == store.stat.code[claim]) & (figures.unit[rows] == figures.unit[claim])
    same: Bools = alike & ~figures.two[rows]
    if same.any():
        printed = figures.value.take(rows)
        same &= ordering(printed, Decimals.of([figure.value]).take(np.zeros_like(rows))) == 0
    return same
