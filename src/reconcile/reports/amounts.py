"""Amounts of a finding as a reader wants them: exact text read back, at one scale for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from reconcile.checks.wording.scales import Scale
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure


def number(text: Any) -> Fraction | None:
    """A column's exact text as a number; None where there is none."""
    return Fraction(text) if isinstance(text, str) and text else None


def interval(row: Mapping[Any, Any]) -> Interval:
    """What a claim or a comparison stands for."""
    return Interval(number(row["low"]), number(row["high"]), bool(row["low_open"]), bool(row["high_open"]))


def scale(numbers: Iterable[Fraction | None], unit: str) -> Scale:
    """One scale for all of them, at which the finest still shows."""
    known = [one for one in numbers if one]
    size = max(map(abs, known), default=Fraction(0))
    step = min(map(_last_digit, known), default=Fraction(0))
    return Scale.of([Figure(size, step, unit, "exact")])


def _last_digit(one: Fraction) -> Fraction:
    """The place of the last digit that is not zero, and no finer than one unit."""
    if one.denominator != 1:
        return Fraction(1)
    digits = str(one.numerator)
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))
