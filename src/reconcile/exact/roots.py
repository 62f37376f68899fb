"""Powers with a fraction as exponent. A root mostly has no end: it is enclosed by two decimals, and decides nothing."""

from __future__ import annotations

from fractions import Fraction

from reconcile.exact.interval import Interval

_DIGITS = 20  # about, of an end that has no end itself: more than any figure prints, and few enough to compute with


def to_power(interval: Interval, power: Fraction) -> Interval:
    """Every number of an interval to a positive power; what lies below zero counts as zero.

    An end that is no rational is the nearest decimal of some twenty digits outside of it, and open.

    >>> print(to_power(Interval(Fraction(4), Fraction(9)), Fraction(3, 2)))
    [8, 27]
    >>> print(to_power(Interval(Fraction(0), Fraction(2)), Fraction(1, 2)))
    [0, 1.41421356237309504881)
    """
    low, low_open = _end(interval.low, interval.low_open, power, up=False)
    high, high_open = _end(interval.high, interval.high_open, power, up=True)
    return Interval(low or Fraction(0), high, low_open and low is not None, high_open)


def _end(end: Fraction | None, opened: bool, power: Fraction, *, up: bool) -> tuple[Fraction | None, bool]:
    if end is None:
        return None, False
    if end <= 0:
        return Fraction(0), opened and end == 0
    raised = end**power.numerator
    found = _root(raised, power.denominator, up=up)
    return found, opened or found**power.denominator != raised


def _root(number: Fraction, degree: int, *, up: bool) -> Fraction:
    """The root of a positive number where it is a rational, else the decimal next to it, above or below."""
    above, below = _whole_root(number.numerator, degree), _whole_root(number.denominator, degree)
    if above**degree == number.numerator and below**degree == number.denominator:
        return Fraction(above, below)
    size = (number.numerator.bit_length() - number.denominator.bit_length()) * 3 // 10  # about, in digits
    shift = Fraction(10) ** (_DIGITS - size // degree)
    scaled = number * shift**degree
    return (_whole_root(scaled.numerator // scaled.denominator, degree) + up) / shift


def _whole_root(number: int, degree: int) -> int:
    """The largest whole number that is no more than a root of a whole number, by Newton's steps from above."""
    guess = 1 << -(-number.bit_length() // degree)
    while (better := ((degree - 1) * guess + number // guess ** (degree - 1)) // degree) < guess:
        guess = better
    return guess
