"""Bindings that multiply figures, as scalars: products and quotients, and weighted means."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from reconcile.checks.engine.kernel import EQUAL
from reconcile.checks.engine.relation import (
    EVERYTHING,
    NOTHING,
    POSITIVE,
    Equality,
    Linear,
    OfParts,
    all_positive,
    faces,
)
from reconcile.exact.interval import Interval, weighted_sum
from reconcile.language.tolerances import Tolerance

_NEGATIVE = Interval(None, Fraction(0), high_open=True)
_ONE = Interval(Fraction(1), Fraction(1))
_SOME = Interval(Fraction(0), None)


class Multiplied(NamedTuple):
    """A part that a summand is multiplied with, or divided by."""

    part: int
    divides: bool


@dataclass(frozen=True)
class Products(OfParts):
    """Σ weight × (parts multiplied and divided) against zero; the last ``left`` summands are what is reported."""

    weights: tuple[Fraction, ...]
    summands: tuple[tuple[Multiplied, ...], ...]
    relation: int = EQUAL
    left: int = 1
    tolerance: Tolerance | None = None

    @cached_property
    def _sum(self) -> Linear:
        """The same of summands whose values are known."""
        return Linear((), self.weights, self.relation, self.left, self.tolerance)

    def value(self, summand: int, intervals: list[Interval], but: int | None = None) -> Interval:
        """Every number that a summand can be, without its weight, and without one of its factors."""
        found = _ONE
        for place, (part, divides) in enumerate(self.summands[summand]):
            if place != but:
                found = quotient(found, intervals[part]) if divides else found.times(intervals[part])
        return found

    def _values(self, intervals: list[Interval]) -> list[Interval]:
        return [self.value(number, intervals) for number in range(len(self.summands))]

    def _home(self, part: int) -> tuple[int, int]:
        """The summand that a part stands in, and where in it."""
        return next(
            (number, place)
            for number, factors in enumerate(self.summands)
            for place, one in enumerate(factors)
            if one.part == part
        )

    def reported(self, part: int) -> bool:
        return self._sum.reported(self._home(part)[0])

    def side(self, part: int) -> int:
        """As for every relation; of a product only where all else in it is above zero, and nothing is divided by it."""
        summand, place = self._home(part)
        others = self.value(summand, faces(self), but=place)
        alike = all_positive(others) and not self.summands[summand][place].divides
        return self._sum.side(summand) if alike else 0

    def residual(self, intervals: list[Interval]) -> Interval:
        return self._sum.residual(self._values(intervals))

    def holds(self, residual: Interval) -> bool:
        return self._sum.holds(residual)

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        return self._sum.sides(self._values(intervals))

    def factors(self) -> list[Fraction | None]:
        """What the first part of each summand is multiplied by; the others are themselves factors."""
        printed = [part.reading.printed for part in self.parts]
        found: list[Fraction | None] = [None] * len(self.parts)
        for number, factors in enumerate(self.summands):
            first = factors[0]
            others = self.value(number, printed, but=0)
            if not first.divides and others.point and others.low is not None:
                found[first.part] = self.weights[number] * others.low
        return found

    def need(self, part: int, intervals: list[Interval]) -> Interval:
        """As for every relation; all numbers where it cannot be solved for the part, as where it stands in it twice."""
        summand, place = self._home(part)
        claims = self.parts[part].claims
        if claims and sum(not {*claims}.isdisjoint(one.claims) for one in self.parts) > 1:
            return EVERYTHING
        wanted = self._sum.need(summand, self._values(intervals))
        others = self.value(summand, intervals, but=place)
        return quotient(others, wanted) if self.summands[summand][place].divides else quotient(wanted, others)


@dataclass(frozen=True)
class WeightedMean(Equality):
    """Σ weight × value / Σ weight = mean; the parts are each weight and its value, one after the other, and the mean.

    No weight is below zero, and one is above it.
    """

    def reported(self, part: int) -> bool:
        return part == len(self.parts) - 1

    def side(self, part: int) -> int:
        return -1 if self.reported(part) else part % 2

    def mean(self, intervals: list[Interval]) -> Interval:
        """Every mean that the weights and values allow: at an end, weights are large on its side, and small beyond."""
        pairs = list(zip(intervals[:-1:2], intervals[1:-1:2], strict=True))
        low, low_open = _least_mean(pairs)
        high, high_open = _least_mean([(weight, value * -1) for weight, value in pairs])
        return Interval(low, None if high is None else -high, low_open, high_open)

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        return self.mean(intervals), intervals[-1]

    def factors(self) -> list[Fraction | None]:
        """A value counts by its weight's share; a weight is itself a factor."""
        printed = [part.reading.printed for part in self.parts]
        weights = [one.low if one.point else None for one in printed[:-1:2]]
        total = sum(weight for weight in weights if weight is not None)
        sharp = total and None not in weights
        shares = [weight / total if sharp and weight is not None else None for weight in weights]
        return [*(one for share in shares for one in (None, share)), Fraction(-1)]

    def need(self, part: int, intervals: list[Interval]) -> Interval:
        """As for every relation; of a weight or a value, where the summands of the others leave one."""
        if self.reported(part):
            return self.mean(intervals)
        number, of_value = divmod(part, 2)
        mean, weight, value = intervals[-1], intervals[2 * number], intervals[2 * number + 1]
        pairs = zip(intervals[:-1:2], intervals[1:-1:2], strict=True)
        others = [w.times(v + mean * -1) for place, (w, v) in enumerate(pairs) if place != number]
        rest = weighted_sum([1] * len(others), others) * -1  # what they leave for weight × (value − mean)
        if of_value:
            return quotient(rest, weight) + mean
        distance = value + mean * -1
        if 0 in rest and 0 in distance:
            return _SOME
        found = [quotient(rest, side) & _SOME for side in (distance & POSITIVE, distance & _NEGATIVE)]
        found = [one for one in found if not one.empty]
        return found[0] if len(found) == 1 else _SOME if found else NOTHING


@dataclass(frozen=True)
class ShareOfChange(Equality):
    """before + scale × share × (whole − whole before) = level; the parts are these two wholes, before, share, level."""

    scale: Fraction

    def reported(self, part: int) -> bool:
        return part == 4

    def side(self, part: int) -> int:
        upwards = part == 2 or (part == 3 and all_positive(self._change(faces(self))))
        return -1 if self.reported(part) else int(upwards)

    @staticmethod
    def _change(intervals: list[Interval]) -> Interval:
        return intervals[1] + intervals[0] * -1

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        _, _, before, share, level = intervals
        return before + self._change(intervals).times(share * self.scale), level

    def factors(self) -> list[Fraction | None]:
        share = self.parts[3].reading.printed * self.scale
        factor = share.low if share.point else None
        return [None if factor is None else -factor, factor, Fraction(1), None, Fraction(-1)]

    def need(self, part: int, intervals: list[Interval]) -> Interval:
        whole_before, whole, before, share, level = intervals
        factor, change = share * self.scale, self._change(intervals)
        if part == 4:
            return before + change.times(factor)
        if part == 2:
            return level + change.times(factor) * -1
        moved = level + before * -1
        if part == 3:
            return quotient(moved, change) * (1 / self.scale)
        wanted = quotient(moved, factor)
        return whole_before + wanted if part == 1 else whole + wanted * -1


def _least_mean(pairs: list[tuple[Interval, Interval]]) -> tuple[Fraction | None, bool]:
    """The least weighted mean, and whether it is only approached; None where there is none."""
    least = [(value.low, value.low_open, weight) for weight, value in pairs if value.low is not None]
    if len(least) < len(pairs):
        return None, False
    least.sort(key=lambda one: one[0])
    found = [(value, True) for value, _, weight in least if weight.high is None]  # which it nears as that weight grows
    for many in range(len(least) + 1):
        used = []
        for number, (value, value_open, weight) in enumerate(least):
            size, opened = (weight.high, weight.high_open) if number < many else (weight.low, weight.low_open)
            if size is not None:
                used.append((value, value_open, size, opened))
        total = sum((size for _, _, size, _ in used), Fraction(0))
        if len(used) < len(least) or total <= 0:
            continue
        mean = sum((size * value for value, _, size, _ in used), Fraction(0)) / total
        found.append((mean, any((first and size) or (opened and value != mean) for value, first, size, opened in used)))
    return min(found, default=(None, False))


def quotient(one: Interval, other: Interval) -> Interval:
    """Every number that times some number of the other can be one of the first; an interval that holds them all."""
    if one.empty or other.empty:
        return NOTHING
    if 0 in one and 0 in other:
        return EVERYTHING
    sides = [side for side in (other & POSITIVE, other & _NEGATIVE) if not side.empty]
    return one.times(sides[0].inverse()) if len(sides) == 1 else EVERYTHING if sides else NOTHING
