"""How a stated growth, change, ratio or share fits a level and a base, and how likely it would by chance.

The intervals are exact, and so is whether they meet. How likely that is by chance ranks what may be meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from reconcile.exact.interval import Interval, weighted_sum

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NumberFit", "ReportedNumber", "far_off", "number_fit", "statistic_fit", "sum_far_off", "width"]

_CLEAR = 1e-9  # of what is added up: floats err by 1e-16 of each
_SPREAD = 100  # by chance a rate would be of about its own size, one percent at the least


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedNumber:
    """A reported number as far as arithmetic goes."""

    stat: str  # level, growth …
    period: str
    unit: str
    size: Fraction  # the printed number, in base units
    stands: Interval  # bounded
    ends: tuple[float, float] = field(init=False, repr=False, compare=False)  # nearly its ends: for what is far off

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", (float(self.stands.low or 0), float(self.stands.high or 0)))


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


def far_off(stated: ReportedNumber, level: ReportedNumber, base: ReportedNumber) -> bool:
    """Whether a growth, change, ratio or share is so far from what its level and base give that floats tell it.

    A million times their error is kept clear of; what is nearer is left to `statistic_fit`.
    """
    (new_low, new_high), (old_low, old_high), (low, high) = level.ends, base.ends, stated.ends
    if stated.stat == "change":
        first, last = new_low - old_high, new_high - old_low
    else:
        if base.stat == "change":
            old_low, old_high = new_low - old_high, new_high - old_low
        if old_low <= 0 or new_low < 0:
            return False
        whole = 100 if stated.unit == "percent" else 1
        less = whole if stated.stat == "growth" else 0
        first, last = whole * new_low / old_high - less, whole * new_high / old_low - less
    clear = _CLEAR * (abs(new_high) + abs(old_high) + abs(first) + abs(last) + abs(low) + abs(high))
    return first > high + clear or last < low - clear


def sum_far_off(total: ReportedNumber, parts: Sequence[ReportedNumber]) -> bool:
    """The same of a sum."""
    least, most = sum(part.ends[0] for part in parts), sum(part.ends[1] for part in parts)
    low, high = total.ends
    clear = _CLEAR * (abs(high) + sum(abs(part.ends[1]) for part in parts))
    return least > high + clear or most < low - clear


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
