"""How a stated growth, change, ratio or share fits a level and a base, and how likely it would by chance.

The intervals are exact, and so is whether they meet. How likely that is by chance ranks what may be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from reconcile.exact.interval import Interval, weighted_sum

__all__ = ["NumberFit", "ReportedNumber", "number_fit", "statistic_fit", "width"]

_SPREAD = 100  # by chance a rate would be of about its own size, one percent at the least


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedNumber:
    """A reported number as far as arithmetic goes."""

    stat: str  # level, growth …
    period: str
    unit: str
    size: Fraction  # the printed number, in base units
    stands: Interval  # bounded


class NumberFit(NamedTuple):
    """How numbers fit: whether they do, and how likely they would by chance."""

    holds: bool
    chance: float


def width(*intervals: Interval) -> Fraction:
    """How wide some bounded intervals are together."""
    ends = [(one.low, one.high) for one in intervals]
    return sum((high - low for low, high in ends if low is not None and high is not None), Fraction(0))


def number_fit(computed: Interval, reported: Interval, spread: Fraction) -> NumberFit:
    """Hold what is computed against what is reported; by chance it would lie within `spread` on either side.

    >>> fit = number_fit(Interval(Fraction(9), Fraction(10)), Interval(Fraction(10), Fraction(12)), Fraction(30))
    >>> fit.holds, round(fit.chance, 3)
    (True, 0.05)
    """
    chance = min(1.0, float(width(computed, reported) / (2 * spread))) if spread else 1.0
    return NumberFit(not (computed & reported).empty, chance)


def statistic_fit(stated: ReportedNumber, level: ReportedNumber, base: ReportedNumber) -> NumberFit | None:
    """How a growth, change, ratio or share fits its level and base; None where nothing follows.

    In place of the base a growth may have the change that led from it to the level.
    """
    less = weighted_sum([1, -1], [level.stands, base.stands])
    before = less if base.stat == "change" else base.stands
    if stated.stat == "change":
        return number_fit(less, stated.stands, max(abs(stated.size), abs(level.size) / _SPREAD))
    if not (before.low or 0) > 0 or (level.stands.low or 0) < 0:
        return None
    whole = Fraction(100 if stated.unit == "percent" else 1)
    computed = level.stands.times(before.inverse()) * whole
    if stated.stat == "growth":
        return number_fit(computed + Interval(-whole, -whole), stated.stands, max(abs(stated.size), whole / _SPREAD))
    return number_fit(computed, stated.stands, max(abs(stated.size), whole) / 2)
