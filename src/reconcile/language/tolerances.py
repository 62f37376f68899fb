"""How far a rule may be missed: by a part of its left side, or by an amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from reconcile.errors import ReconcileError
from reconcile.language.digits import FigureError, decimal_text, fold, quoted_text
from reconcile.language.units import read_unit

__all__ = ["Tolerance", "ToleranceError", "read_tolerance"]

_FORM = re.compile(r"([0-9]{1,50})(?:\.([0-9]{1,50}))?(?![\w.,]) ?(.*)")
_SUCH_AS = "such as 1 % of the rule's left side, 0.5 USD, or 0.5 of whatever unit the left side has"


class ToleranceError(ReconcileError, ValueError):
    """A text that says of no rule how far it may be missed.

    >>> read_tolerance("some")
    Traceback (most recent call last):
    reconcile.language.tolerances.ToleranceError: tolerance 'some', column 1: expected a number, such as 1 % of the \
rule's left side, 0.5 USD, or 0.5 of whatever unit the left side has
    """


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far the two sides of a rule may be apart, beyond what rounding explains.

    >>> read_tolerance("1 %").share, read_tolerance("0.5 million USD").amount
    (Fraction(1, 100), Fraction(500000, 1))
    """

    size: Fraction  # above zero; in base units of `unit`
    unit: str  # "percent" is a part of the left side; "" is whatever unit the left side has

    def __str__(self) -> str:
        return f"{decimal_text(self.size)} {'%' if self.unit == 'percent' else self.unit}".rstrip()

    @property
    def share(self) -> Fraction:
        """The part of the left side, 0 where it is an amount."""
        return self.size / 100 if self.unit == "percent" else Fraction(0)

    @property
    def amount(self) -> Fraction:
        """The amount in base units, 0 where it is a part of the left side."""
        return Fraction(0) if self.unit == "percent" else self.size


def read_tolerance(text: str, units: tuple[str, ...] = ()) -> Tolerance:
    """Read a tolerance; of a part it is below 100 %. These ``units`` are known besides.

    >>> str(read_tolerance("0,5"))
    Traceback (most recent call last):
    reconcile.language.tolerances.ToleranceError: tolerance '0,5', column 2: numbers are written 0.5
    >>> str(read_tolerance("0.50 million USD"))
    '500000 USD'
    """
    text = fold(text)
    found = _FORM.fullmatch(text)
    if found is None:
        digits = len(text) - len(text.lstrip("0123456789"))
        wrong = "numbers are written 0.5" if digits else f"expected a number, {_SUCH_AS}"
        raise ToleranceError(f"tolerance {quoted_text(text)}, column {digits + 1}: {wrong}")
    whole, decimals, rest = found[1], found[2] or "", found[3]
    try:
        unit, size = read_unit(rest, units) if rest else ("", Fraction(1))
    except FigureError as error:
        raise ToleranceError(f"tolerance {quoted_text(text)}, column {found.start(3) + 1}: {error}") from None
    tolerance = Tolerance(Fraction(int(whole + decimals), 10 ** len(decimals)) * size, unit)
    if not tolerance.size or tolerance.share >= 1 or not decimal_text(tolerance.size):
        raise ToleranceError(f"tolerance {quoted_text(text)}: expected more than 0, and less than 100 %")
    return tolerance
