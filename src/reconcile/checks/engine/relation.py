"""One binding as scalars, for explaining it: what each part would have to be for the rest to hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, NamedTuple, Protocol, Self

from reconcile.checks.engine.kernel import EQUAL, STRICT, UPPER
from reconcile.checks.engine.readings import Hedges, Reading, read
from reconcile.exact.interval import Interval, weighted_sum
from reconcile.exact.roots import to_power
from reconcile.language.figures import Figure
from reconcile.language.tolerances import Tolerance

EVERYTHING = Interval(None, None)
POSITIVE = Interval(Fraction(0), None, low_open=True)
NOTHING = Interval(Fraction(0), Fraction(0), low_open=True)


class Part(NamedTuple):
    """A term of a relation: its cell's readings, and the printed figure that leads them (none for a constant)."""

    reading: Reading
    figure: Figure | None
    claims: tuple[int, ...] = ()
    lead: int | None = None  # the claim that prints the figure
    truncated: bool = False
    was_ranged: bool = False  # it is one end of what was printed as a range

    @property
    def ranged(self) -> bool:
        """Whether the figure prints two numbers as the ends of what it says."""
        figure = self.figure
        return figure is not None and figure.value_high is not None and figure.qualifier in {"range", "about"}

    def end(self, *, upper: bool, hedges: Hedges) -> Part:
        """The part with only one end of its range, read as a number of its own."""
        figure = self.figure
        if figure is None or figure.value_high is None:
            return self
        value, step = (figure.value_high, figure.step_high or figure.step) if upper else (figure.value, figure.step)
        word = "about" if figure.qualifier == "about" else "exact"
        one = replace(figure, value=value, step=step, value_high=None, step_high=None, qualifier=word)
        return self._replace(figure=one, was_ranged=True, reading=read(one, truncated=self.truncated, hedges=hedges))


class Relation(Protocol):
    """A relation between parts, on single numbers."""

    @property
    def parts(self) -> tuple[Part, ...]: ...

    @property
    def relation(self) -> int:
        """EQUAL, AT_MOST and so on: what is reported, to what is computed."""

    @property
    def tolerance(self) -> Tolerance | None:
        """How far its sides may be apart beyond rounding."""

    def reported(self, part: int) -> bool:
        """Whether the part stands on the side that is reported, not on that which is computed."""

    def side(self, part: int) -> int:
        """+1 where more of the part always computes to more, −1 where it is what is reported, else 0."""

    def residual(self, intervals: list[Interval]) -> Interval: ...

    @property
    def printed(self) -> Interval:
        """The residual of the printed numbers."""

    @property
    def face(self) -> Interval:
        """The residual of what rounding leaves of them."""

    def holds(self, residual: Interval) -> bool: ...

    def need(self, part: int, intervals: list[Interval]) -> Interval:
        """The values of one part, in its claim's own unit, for which the others leave no contradiction."""

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        """What is computed, and what is reported: the residual is the one less the other."""

    def factors(self) -> list[Fraction | None]:
        """What each part's printed figure is multiplied by in the residual; None where it is itself a factor."""

    def using(self, parts: tuple[Part, ...]) -> Relation: ...


@dataclass(frozen=True)
class OfParts:
    """What every relation does alike with its parts."""

    parts: tuple[Part, ...]

    def residual(self, intervals: list[Interval]) -> Interval:
        raise NotImplementedError  # and no abstract class, of which it takes long to ask what is an instance

    def using(self, parts: tuple[Part, ...]) -> Self:
        return replace(self, parts=parts)

    @cached_property
    def printed(self) -> Interval:
        return self.residual([part.reading.printed for part in self.parts])

    @cached_property
    def face(self) -> Interval:
        return self.residual(faces(self))


@dataclass(frozen=True)
class Equality(OfParts):
    """A relation in which what is computed is what is reported, and nothing else is tolerated."""

    relation: ClassVar[int] = EQUAL
    tolerance: ClassVar[Tolerance | None] = None

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        raise NotImplementedError

    def residual(self, intervals: list[Interval]) -> Interval:
        computed, reported = self.sides(intervals)
        return computed + reported * -1

    def holds(self, residual: Interval) -> bool:
        return 0 in residual


@dataclass(frozen=True)
class Linear(OfParts):
    """Σ weight × part against zero; the last ``left`` parts are what is reported, the others compute it."""

    weights: tuple[Fraction, ...]
    relation: int = EQUAL
    left: int = 1
    tolerance: Tolerance | None = None  # how far its sides may be apart beyond rounding; decides no reading

    @cached_property
    def mean(self) -> bool:
        """Whether it says that the one is the mean of the others."""
        count = len(self.parts) - self.left
        equal = all(weight * count == 1 for weight in self.weights[:count])
        return self.relation == EQUAL and count > 1 and equal and [*self.weights[count:]] == [Fraction(-1)]

    def reported(self, part: int) -> bool:
        return part >= len(self.weights) - self.left

    def side(self, part: int) -> int:
        up, reported = self.weights[part] > 0, self.reported(part)
        return -1 if reported and not up else int(up and not reported)

    def residual(self, intervals: list[Interval]) -> Interval:
        return weighted_sum(self.weights, intervals)

    def holds(self, residual: Interval) -> bool:
        if self.relation == EQUAL:
            return 0 in residual
        strict = self.relation in STRICT
        half = Interval(Fraction(0), None, low_open=strict)
        if self.relation not in UPPER:
            half = Interval(None, Fraction(0), high_open=strict)
        return not (residual & half).empty

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        split = len(self.weights) - self.left
        nothing = [Interval(Fraction(0), Fraction(0))] * len(intervals)
        computed = self.residual(intervals[:split] + nothing[split:])
        return computed, self.residual(nothing[:split] + intervals[split:]) * -1

    def factors(self) -> list[Fraction | None]:
        return list(self.weights)

    def need(self, part: int, intervals: list[Interval]) -> Interval:
        others = [one if i != part else Interval(Fraction(0), Fraction(0)) for i, one in enumerate(intervals)]
        rest = self.residual(others) if self.tolerance is None else self._within(part, others, self.tolerance)
        strict = self.relation in STRICT
        if self.relation in UPPER:  # weight × part >= −(the most of the rest), or > it
            rest = EVERYTHING if rest.high is None else Interval(None, rest.high, high_open=rest.high_open or strict)
        elif self.relation != EQUAL:
            rest = EVERYTHING if rest.low is None else Interval(rest.low, None, low_open=rest.low_open or strict)
        return rest * (-1 / self.weights[part])

    def _within(self, part: int, others: list[Interval], tolerance: Tolerance) -> Interval:
        """What the others leave for −weight × part, where the sides need only be near to each other."""
        (computed, reported), share = self.sides(others), tolerance.share
        near, apart = Interval(1 - share, 1 + share), Interval(-tolerance.amount, tolerance.amount)
        if self.reported(part):
            return (computed + apart).times(near.inverse()) + reported * -1
        return computed + reported.times(near) * -1 + apart


@dataclass(frozen=True)
class Product(Equality):
    """base × (offset + scale × claim)**steps = level; the parts are base, claim, level.

    ``steps`` is 1 but where a rate is compounded: 5 of a rate per year in five years, 1/4 in a quarter. Roots are
    enclosed, so that what is needed may reach a little further than it does.
    """

    offset: Fraction
    scale: Fraction
    steps: Fraction = Fraction(1)
    per: str = ""  # the length of a step

    def reported(self, part: int) -> bool:
        return part == 2

    def side(self, part: int) -> int:
        # A base is above zero, whatever else its figures print: more of a rate is more of the level.
        return -1 if self.reported(part) else int(part == 1 or all_positive(self.factor(faces(self)[1])))

    def factor(self, claim: Interval) -> Interval:
        factor = claim * self.scale + Interval(self.offset, self.offset)
        return factor if self.steps == 1 else to_power(factor, self.steps)

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        base, claim, level = intervals
        return base.times(self.factor(claim)), level

    def factors(self) -> list[Fraction | None]:
        printed = self.factor(self.parts[1].reading.printed)
        return [printed.low if printed.point else None, None, Fraction(-1)]

    def need(self, part: int, intervals: list[Interval]) -> Interval:
        """As for every relation, but a base is positive, whatever else its figures print."""
        base, claim, level = intervals
        if part == 2:
            return base.times(self.factor(claim))
        if part == 0:
            return _base(self.factor(claim), level)
        if (base & POSITIVE).empty:
            return NOTHING
        factor = level.times((base & POSITIVE).inverse())
        if self.steps != 1:
            if (factor & Interval(Fraction(0), None)).empty:
                return NOTHING
            factor = to_power(factor, 1 / self.steps)
        return (factor + Interval(-self.offset, -self.offset)) * (1 / self.scale)


@dataclass(frozen=True)
class Contributed(Equality):
    """weight × before + base × scale × claim = weight × level; the parts are before, base, claim, level.

    So a part of a whole that was ``base`` contributes ``claim`` to its growth; ``weight`` is 1, or −1 for what is taken
    off the whole.
    """

    weight: int
    scale: Fraction

    def reported(self, part: int) -> bool:
        return part == 3

    def side(self, part: int) -> int:
        if part == 1:
            return int(all_positive(self.factor(faces(self)[2]) * self.weight))
        return -1 if self.reported(part) else int(part == 0 or self.weight > 0)

    def factor(self, claim: Interval) -> Interval:
        return claim * self.scale

    def sides(self, intervals: list[Interval]) -> tuple[Interval, Interval]:
        before, base, claim, level = intervals
        return before + base.times(self.factor(claim)) * self.weight, level

    def factors(self) -> list[Fraction | None]:
        printed = self.factor(self.parts[2].reading.printed)
        of_base = printed.low * self.weight if printed.point and printed.low is not None else None
        return [Fraction(1), of_base, None, Fraction(-1)]

    def need(self, part: int, intervals: list[Interval]) -> Interval:
        before, base, claim, level = intervals
        added = base.times(self.factor(claim)) * self.weight
        if part == 3:
            return before + added
        if part == 0:
            return level + added * -1
        moved = (level + before * -1) * self.weight
        if part == 1:
            return _base(self.factor(claim), moved)
        if (base & POSITIVE).empty:
            return NOTHING
        return moved.times((base & POSITIVE).inverse()) * (1 / self.scale)


def _base(factor: Interval, level: Interval) -> Interval:
    """The positive numbers that some factor turns into some level."""
    if 0 in factor and 0 in level:
        return POSITIVE
    for sign in (1, -1):
        side = factor * sign & POSITIVE
        if not side.empty and not (need := (level * sign).times(side.inverse()) & POSITIVE).empty:
            return need
    return NOTHING


def all_positive(interval: Interval) -> bool:
    return (interval & POSITIVE) == interval


def faces(relation: Relation | OfParts) -> list[Interval]:
    return [part.reading.face for part in relation.parts]


def ends_that_miss(relation: Relation, hedges: Hedges) -> list[tuple[str, Relation]]:
    """The ends, low or high, of two ranges which do not fit each other within rounding.

    "15–16 %, that is 546–550" says two scenarios: 15 % with 546, 16 % with 550. Compared only where one range is
    computed with and the other reported, so that low belongs to low.
    """
    ranged = [i for i, part in enumerate(relation.parts) if part.ranged]
    if sorted(relation.side(i) for i in ranged) != [-1, 1]:
        return []
    missed: list[tuple[str, Relation]] = []
    for name, upper in (("low", False), ("high", True)):
        one = relation.using(tuple(part.end(upper=upper, hedges=hedges) for part in relation.parts))
        if not one.holds(one.face):
            missed.append((name, one))
    return missed
