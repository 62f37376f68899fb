"""The words of a reported figure, read as what they denote."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.language.codelists import QUALIFIERS
from reconcile.language.digits import FigureError, fold, quoted_text, read_number
from reconcile.language.grammar import parse
from reconcile.language.units import parse_unit, read_unit

if TYPE_CHECKING:
    from reconcile.language.grammar import Amount, Phrase
    from reconcile.language.units import Unit

__all__ = ["QUALIFIERS", "Figure", "FigureError", "fold", "read_figure", "read_number", "read_unit"]


_TURNED = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}


@dataclass(frozen=True, slots=True)
class Figure:
    """What the words of a reported figure denote, in base units.

    >>> figure = read_figure("gần 800 tỷ USD", "vi")
    >>> figure.qualifier, figure.unit, str(figure.value), str(figure.step)
    ('nearly', 'USD', '800000000000', '1000000000')
    """

    value: Fraction  # the printed number in base units of `unit`; of a range its low end
    step: Fraction  # one unit of the last printed digit, in base units; 0 for an exact count, 1/3 for 2/3
    unit: str  # canonical: USD, percent, pp, kWh, MW, times, count, …; "" for a pure number
    qualifier: str  # one of QUALIFIERS; `exact` is also the plain number without a hedge word
    value_high: Fraction | None = None  # the high end, where the words give two numbers
    step_high: Fraction | None = None


def read_figure(words: str, language: str, *, unit: str = "") -> Figure:
    """Read the verbatim words of one figure, wholly or not at all.

    `unit` serves words that carry none of their own; its scale (`million USD`) serves words without a scale.
    With a direction word a hedge speaks of the size ("giảm hơn 3%" is below −3), with a printed minus it does not.

    >>> figure = read_figure("từ 8,3 đến 8,5%", "vi")
    >>> figure.qualifier, str(figure.value), str(figure.value_high), figure.unit
    ('range', '83/10', '17/2', 'percent')
    >>> read_figure("down at least 3%", "en").qualifier
    'at_most'
    >>> try:
    ...     read_figure("8% mỗi năm", "vi")
    ... except FigureError as error:
    ...     error.rest
    'mỗi năm'
    """
    phrase = parse(words, language)
    served = parse_unit(unit)
    if phrase.low.unit is None and phrase.low.scale is not None and served.scale is not None:
        advice = f"give the unit as {quoted_text(served.name)}" if served.name else "leave the unit out"
        raise FigureError(
            fold(words), "", f"the words carry a scale and so does the unit {quoted_text(unit)}; {advice}"
        )
    return _denote(phrase, served)


def _denote(phrase: Phrase, served: Unit) -> Figure:
    unit = served.name if phrase.low.unit is None else phrase.low.unit
    ends = [
        _end(amount, served, counted=unit == "count" and not phrase.hedge, exact=phrase.hedge == "exact")
        for amount in (phrase.low, phrase.high)
        if amount is not None
    ]
    qualifier = phrase.hedge or ("range" if phrase.high else "exact")
    if phrase.direction < 0:
        ends = [(-value, step) for value, step in reversed(ends)]
        qualifier = _TURNED.get(qualifier, qualifier)
    (value, step), *high = ends
    return Figure(value, step, unit, qualifier, *(high[0] if high else (None, None)))


def _end(amount: Amount, served: Unit, *, counted: bool, exact: bool) -> tuple[Fraction, Fraction]:
    """Give value and step in base units. Exact words have no step, nor has a count printed in full."""
    if amount.unit is None:
        scale, size = served.scale if amount.scale is None else amount.scale, served.size
    else:
        scale, size = amount.scale, amount.size
    factor = size * (1 if scale is None else scale)
    stepless = exact or (counted and amount.form == "whole" and factor == 1)
    return amount.value * factor, Fraction(0) if stepless else amount.step * factor
