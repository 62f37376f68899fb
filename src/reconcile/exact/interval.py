"""One interval of exact numbers: what a printed figure may stand for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

INFINITE = float("inf")  # compares exactly with every Fraction; it never enters arithmetic


class Interval(NamedTuple):
    """The numbers between two ends, each end closed unless it is said to be open.

    An end of None is unbounded. An interval whose ends have crossed, or meet at an open end, is empty.

    >>> nearest = Interval(Fraction("786.85"), Fraction("786.95"))
    >>> over = Interval(Fraction("786.95"), None, low_open=True)
    >>> (nearest & over).empty
    True
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def point(self) -> bool:
        """Whether exactly one number is left: two intervals that met in it only touched."""
        return self.low is not None and self.low == self.high and not self.empty

    def __contains__(self, number: Fraction | int) -> bool:  # type: ignore[override]
        return not (self & Interval(Fraction(number), Fraction(number))).empty

    def __and__(self, other: Interval) -> Interval:
        low, low_open = _inner(self.low, self.low_open, other.low, other.low_open, upper=False)
        high, high_open = _inner(self.high, self.high_open, other.high, other.high_open, upper=True)
        return Interval(low, high, low_open, high_open)

    def __add__(self, other: Interval) -> Interval:  # type: ignore[override]
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __mul__(self, weight: Fraction | int) -> Interval:  # type: ignore[override]
        """The interval scaled by a number; by zero it is the point zero."""
        if weight == 1:
            return self
        if weight == 0:
            return Interval(Fraction(0), Fraction(0))
        low = None if self.low is None else self.low * weight
        high = None if self.high is None else self.high * weight
        if weight < 0:
            return Interval(high, low, self.high_open, self.low_open)
        return Interval(low, high, self.low_open, self.high_open)

    def __rmul__(self, weight: Fraction | int) -> Interval:  # type: ignore[override]
        return self * weight

    def times(self, other: Interval) -> Interval:
        """Every product of a number of the one with a number of the other; neither may be empty."""
        corners = [_corner(a, b) for a in self._ends() for b in other._ends()]
        low, low_open = min(corners, key=lambda corner: (corner[0], corner[1]))
        high, high_open = max(corners, key=lambda corner: (corner[0], not corner[1]))
        return Interval(
            None if low == -INFINITE else low,  # type: ignore[arg-type]  # nothing else is a float
            None if high == INFINITE else high,  # type: ignore[arg-type]
            low_open and low != -INFINITE,
            high_open and high != INFINITE,
        )

    def inverse(self) -> Interval:
        """One over each number, for an interval of positive or of negative numbers; anything else has none."""
        if self.high is not None and (self.high < 0 or (self.high == 0 and self.high_open)):
            return (self * -1).inverse() * -1
        if self.low is None or self.low < 0 or (self.low == 0 and not self.low_open):
            raise ZeroDivisionError(f"{self} holds zero")
        return Interval(
            Fraction(0) if self.high is None else 1 / self.high,
            None if self.low == 0 else 1 / self.low,
            self.high_open or self.high is None,
            self.low_open and self.low != 0,
        )

    def _ends(self) -> tuple[tuple[Fraction | float, bool], tuple[Fraction | float, bool]]:
        low = (-INFINITE, True) if self.low is None else (self.low, self.low_open)
        high = (INFINITE, True) if self.high is None else (self.high, self.high_open)
        return low, high

    def __str__(self) -> str:
        left = "(" if self.low_open or self.low is None else "["
        right = ")" if self.high_open or self.high is None else "]"
        low = "−∞" if self.low is None else text(self.low)
        high = "∞" if self.high is None else text(self.high)
        return f"{left}{low}, {high}{right}"


def weighted_sum(weights: Sequence[Fraction | int], intervals: Sequence[Interval]) -> Interval:
    """Σ weight × interval; of none it is the point zero.

    >>> print(weighted_sum([1, -2], [Interval(Fraction(5), None), Interval(Fraction(1), Fraction(2))]))
    [1, ∞)
    """
    lows: list[Fraction | None] = []
    highs: list[Fraction | None] = []
    low_open = high_open = False
    for weight, one in zip(weights, intervals, strict=True):
        if weight == 1:
            low, high, low_opens, high_opens = one.low, one.high, one.low_open, one.high_open
        elif weight == -1:
            low, low_opens = (None if one.high is None else -one.high), one.high_open
            high, high_opens = (None if one.low is None else -one.low), one.low_open
        else:
            by = one * weight
            low, high, low_opens, high_opens = by.low, by.high, by.low_open, by.high_open
        lows.append(low)
        highs.append(high)
        low_open |= low_opens
        high_open |= high_opens
    return Interval(_total(lows), _total(highs), low_open, high_open)


def _total(ends: Sequence[Fraction | None]) -> Fraction | None:
    """The sum of some ends; None where one is unbounded."""
    if not ends:
        return Fraction(0)
    total = ends[0]
    for end in ends[1:]:
        if total is None or end is None:
            return None
        total += end
    return total


def _corner(a: tuple[Fraction | float, bool], b: tuple[Fraction | float, bool]) -> tuple[Fraction | float, bool]:
    """A product of two ends and whether it is only approached; zero times anything is zero."""
    if a[0] == 0 or b[0] == 0:
        return (a[0] if a[0] == 0 else b[0]), (a[1] or b[1]) and not (
            (a[0] == 0 and not a[1]) or (b[0] == 0 and not b[1])
        )
    if isinstance(a[0], float) or isinstance(b[0], float):
        return (INFINITE if (a[0] > 0) == (b[0] > 0) else -INFINITE), True
    return a[0] * b[0], a[1] or b[1]


def _inner(
    a: Fraction | None, a_open: bool, b: Fraction | None, b_open: bool, *, upper: bool
) -> tuple[Fraction | None, bool]:
    """The end that is further in; of two equal ones the open one."""
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if (a < b) == upper else (b, b_open)


def text(number: Fraction | int) -> str:
    """Every digit of a number: a plain decimal where it ends, else a fraction in lowest terms.

    >>> text(Fraction(7834, 10)), text(Fraction(-1, 8)), text(10**11), text(Fraction(5, 6))
    ('783.4', '-0.125', '100000000000', '5/6')
    """
    number = Fraction(number)
    places = decimal_places(number)
    if places is None:
        return f"{number.numerator}/{number.denominator}"
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    sign = "-" if number < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def decimal_places(number: Fraction) -> int | None:
    """How many digits right of the point a number needs; None where no number of them is enough.

    >>> decimal_places(Fraction(3, 40)), decimal_places(Fraction(5)), decimal_places(Fraction(1, 3))
    (3, 0, None)
    """
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
