"""A plain exact reference for what figures stand for and what relations between them leave.

Written from the table of readings and the verdicts alone: one number at a time, fractions only, no columns. An end of
an interval is a number with an infinitely small part, so that open ends, sums and products need no rules of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from itertools import product

HUGE = -9  # the power of the infinitely small that stands for an unbounded end


@total_ordering
class End:
    """A polynomial in an infinitely small number: ``{0: 5, 1: 1}`` is just above five."""

    def __init__(self, terms: dict[int, Fraction]) -> None:
        self.terms = {power: Fraction(size) for power, size in terms.items() if size}

    def __add__(self, other: End) -> End:
        powers = {*self.terms, *other.terms}
        return End({power: self.terms.get(power, 0) + other.terms.get(power, 0) for power in powers})

    def __mul__(self, other: End) -> End:
        made: dict[int, Fraction] = {}
        for (a, x), (b, y) in product(self.terms.items(), other.terms.items()):
            made[a + b] = made.get(a + b, Fraction(0)) + x * y
        return End(made)

    def __sub__(self, other: End) -> End:
        return self + other * number(-1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, End) and self.terms == other.terms

    def __lt__(self, other: End) -> bool:
        difference = (self - other).terms
        return bool(difference) and difference[min(difference)] < 0

    __hash__ = None

    @property
    def bounded(self) -> bool:
        return all(power >= 0 for power in self.terms)

    @property
    def plain(self) -> Fraction:
        return self.terms.get(0, Fraction(0))

    @property
    def reached(self) -> bool:
        return not set(self.terms) - {0}


def number(value: Fraction | int) -> End:
    return End({0: Fraction(value)})


@dataclass(frozen=True)
class Span:
    """All numbers from one end to another."""

    low: End
    high: End

    @property
    def empty(self) -> bool:
        return self.high < self.low

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __and__(self, other: Span) -> Span:
        return Span(max(self.low, other.low), min(self.high, other.high))

    def times(self, other: Span) -> Span:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Span(min(corners), max(corners))

    def __contains__(self, value: Fraction | int) -> bool:
        return self.low <= number(value) <= self.high


def span(low: Fraction | None, high: Fraction | None, *, low_open: bool = False, high_open: bool = False) -> Span:
    """The interval with these ends; None is unbounded."""
    return Span(
        End({HUGE: -1}) if low is None else End({0: low, 1: int(low_open)}),
        End({HUGE: 1}) if high is None else End({0: high, 1: -int(high_open)}),
    )


def point(value: Fraction | int) -> Span:
    return span(Fraction(value), Fraction(value))


def ends(one: Span) -> tuple[Fraction | None, Fraction | None, bool, bool]:
    """Low, high, and whether each is open; an unbounded end is None and counts as closed."""
    low, high = one.low, one.high
    return (
        low.plain if low.bounded else None,
        high.plain if high.bounded else None,
        low.bounded and not low.reached,
        high.bounded and not high.reached,
    )


# What words stand for


@dataclass(frozen=True)
class Printed:
    """A figure as printed: ``decimals`` None for an exact count."""

    value: Fraction
    decimals: int | None
    qualifier: str = "exact"
    value_high: Fraction | None = None
    truncated: bool = False
    source: str = ""

    @property
    def unit(self) -> Fraction:
        return Fraction(0) if self.decimals is None else Fraction(10) ** -self.decimals

    @property
    def high(self) -> Fraction:
        return self.value if self.value_high is None else self.value_high


def printed(figure: Printed) -> Span:
    """The words at their numbers."""
    match figure.qualifier:
        case "over":
            return span(figure.value, None, low_open=True)
        case "at_least":
            return span(figure.value, None)
        case "under":
            return span(None, figure.high, high_open=True)
        case "at_most":
            return span(None, figure.high)
    return span(figure.value, figure.high)


def face(figure: Printed) -> Span:
    """What rounding or truncation leaves open."""
    if figure.qualifier in {"over", "at_least", "under", "at_most"}:
        return printed(figure)
    low, high, unit = figure.value, figure.high, figure.unit
    if figure.qualifier == "nearly" and (low, high) != (0, 0):
        tenth = Fraction(9, 10)
        return span(min(low, low * tenth), max(high, high * tenth), low_open=low < 0, high_open=high > 0)
    if not figure.truncated:
        return span(low - unit / 2, high + unit / 2)
    down, up = (low <= 0 and unit > 0), (high >= 0 and unit > 0)
    return span(low - unit * down, high + unit * up, low_open=down, high_open=up)


def wide(figure: Printed) -> Span:
    """What an approximate word leaves open beside that."""
    if figure.qualifier != "about":
        return face(figure)
    narrow, outer = (
        face(figure),
        span(figure.value - _reach(figure.value, figure), figure.high + _reach(figure.high, figure)),
    )
    return Span(min(narrow.low, outer.low), max(narrow.high, outer.high))


def _reach(value: Fraction, figure: Printed) -> Fraction:
    place = Fraction(1)
    while (value / place).denominator != 1:
        place /= 10
    while value and (value / place / 10).denominator == 1:
        place *= 10
    return max(figure.unit / 2, min(place / 2, abs(value) / 20))


READINGS = {"printed": printed, "face": face, "wide": wide}


# What relations leave


def weighted(terms: Iterable[tuple[Fraction, Span]]) -> Span:
    """Every value of the sum of weight × term."""
    total = point(0)
    for weight, one in terms:
        total += one.times(point(weight))
    return total


def satisfied(residual: Span, relation: str) -> bool:
    """Whether a residual, computed minus reported, can satisfy its relation: reported <= computed is "<="."""
    allowed = {"=": point(0), "<=": span(Fraction(0), None), ">=": span(None, Fraction(0))}[relation]
    return not (residual & allowed).empty


def verdict(residuals: dict[str, Span], relation: str = "=", *, nearly: bool = False) -> str:
    """The verdict on the residual in each reading; what rests on "nearly" is a hedge."""
    holds = {name: satisfied(residual, relation) for name, residual in residuals.items()}
    if not holds["wide"]:
        return "conflict"
    if holds["printed"]:
        return "exact"
    return "rounding" if holds["face"] and not nearly else "hedge"


def shortfall(residual: Span, relation: str = "=") -> Fraction:
    """How far the nearest value of a residual is from satisfying its relation."""
    low, high, *_ = ends(residual)
    below = -high if high is not None and high < 0 and relation != ">=" else Fraction(0)
    above = low if low is not None and low > 0 and relation != "<=" else Fraction(0)
    return max(below, above)


def nearest_zero(residual: Span) -> Fraction:
    low, high, *_ = ends(residual)
    return low if low is not None and low > 0 else high if high is not None and high < 0 else Fraction(0)


# What claims of one quantity say together


def agreement(claims: Sequence[Printed]) -> str:
    """The verdict on claims of one quantity and status."""
    common = {}
    for name, read in READINGS.items():
        both = span(None, None)
        for claim in claims:
            both &= read(claim)
        common[name] = not both.empty
    if not common["wide"] or unequal(claims):
        return "conflict"
    if common["printed"]:
        return "exact"
    return "rounding" if common["face"] and all(claim.qualifier != "nearly" for claim in claims) else "hedge"


def unequal(claims: Sequence[Printed]) -> bool:
    """Whether one source gives two plain figures of one precision that differ: it has one tie rule."""
    said: dict[tuple[str, int | None], Fraction] = {}
    plain = [claim for claim in claims if claim.qualifier == "exact"]
    return any(said.setdefault((claim.source, claim.decimals), claim.value) != claim.value for claim in plain)
