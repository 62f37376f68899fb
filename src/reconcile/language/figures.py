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


_ONE = Fraction(1)
_ROUND = 100  # a whole number of these may be a round number
_TO_THE_DIGIT = ("percent", "pp")  # of which nobody rounds to hundreds
TURNED = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}


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
    round: bool = False  # words that may be a round number: nothing tells to which place it was rounded

    @property
    def coarse(self) -> Fraction:
        """One unit of the place of its last digit that is not 0, where it may be a round number; else its step.

        >>> str(read_figure("12,000 tonnes", "en").coarse), str(read_figure("12,000.0 tonnes", "en").coarse)
        ('1000', '1/10')
        """
        return self._place(self.value, self.step)

    @property
    def coarse_high(self) -> Fraction:
        """The same of the high end of a range."""
        if self.value_high is None:
            return self.coarse
        return self._place(self.value_high, self.step if self.step_high is None else self.step_high)

    def _place(self, value: Fraction, step: Fraction) -> Fraction:
        unit = step or _ONE  # a count is printed to the last one
        return unit * _round_to(value / unit) if self.round and _ends_in_zeros(value / unit) else step


def _ends_in_zeros(number: Fraction) -> bool:
    """Whether a printed number is a whole one with two zeros or more at its end."""
    return number.denominator == 1 and number.numerator != 0 and number.numerator % _ROUND == 0


def _round_to(number: Fraction) -> int:
    """The place of the last digit of a whole number that is not 0: 1000 for 12,000."""
    digits = str(abs(number.numerator))
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


def read_figure(words: str, language: str, *, unit: str = "", units: tuple[str, ...] = ()) -> Figure:
    """Read the verbatim words of one figure, wholly or not at all.

    `units` are words that are units of their own, beside those that the language knows.

    `unit` serves words that carry none of their own; its scale (`million USD`) serves words without a scale. Where
    words have that unit without a scale, nothing tells whether its scale is meant, and they do not read.
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
    phrase = parse(words, language, units)
    served = parse_unit(unit, units)
    if phrase.low.unit is None and phrase.low.scale is not None and served.scale is not None:
        advice = f"give the unit as {quoted_text(served.name)}" if served.name else "leave the unit out"
        raise FigureError(
            fold(words), "", f"the words carry a scale and so does the unit {quoted_text(unit)}; {advice}"
        )
    if served.scale is not None and (own := _unscaled(phrase, served.name)):
        raise FigureError(
            fold(words),
            "",
            f"{quoted_text(fold(words))} has no scale and the unit {quoted_text(unit)} has one: write the scale word "
            f"in the figure, or give the claim the unit {quoted_text(own)}",
        )
    return _denote(phrase, served)


def is_fraction(words: str, language: str) -> bool:
    """Whether words read as a fraction without a unit, as 1/4 or ½ do; a direction and a hedge may stand beside it.

    >>> is_fraction("nearly 1/4", "en"), is_fraction("1/4 %", "en"), is_fraction("0.25", "en")
    (True, False, False)
    """
    try:
        amount = parse(words, language).low
    except FigureError:
        return False
    return amount.form == "fraction" and amount.unit is None and amount.scale is None


def denote(phrase: Phrase) -> Figure:
    """What parsed words denote, with nothing beside them."""
    return _denote(phrase, parse_unit(""))


def _unscaled(phrase: Phrase, unit: str) -> str:
    """The unit of words that have this one by itself, without a scale: $5 beside "million USD"."""
    amounts = [amount for amount in (phrase.low, phrase.high) if amount is not None]
    return unit if all(one.unit == unit and one.scale is None and one.size == 1 for one in amounts) else ""


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
        qualifier = TURNED.get(qualifier, qualifier)
    (value, step), *high = ends
    two_sided = qualifier in {"exact", "range"} and phrase.hedge != "exact"
    round_ = (
        two_sided
        and unit not in _TO_THE_DIGIT
        and any(one.form == "whole" and _ends_in_zeros(one.value) for one in (phrase.low, phrase.high) if one)
    )
    value_high, step_high = high[0] if high else (None, None)
    return Figure(value, step, unit, qualifier, value_high, step_high, round_)


def _end(amount: Amount, served: Unit, *, counted: bool, exact: bool) -> tuple[Fraction, Fraction]:
    """Give value and step in base units. Exact words have no step, nor has a count printed in full."""
    if amount.unit is None:
        scale, size = served.scale if amount.scale is None else amount.scale, served.size
    else:
        scale, size = amount.scale, amount.size
    factor = size if scale is None else size * scale
    value, step = (amount.value, amount.step) if factor == 1 else (amount.value * factor, amount.step * factor)
    stepless = exact or (counted and amount.form == "whole" and factor == 1)
    return value, Fraction(0) if stepless else step
