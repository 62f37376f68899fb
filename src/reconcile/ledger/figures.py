"""The figures of all claims as columns: what was printed, how finely, in which unit, with which word of hedging.

Words and number texts are read once for each distinct spelling; a ledger of ten million claims repeats itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reconcile.exact.columns import Bools, Decimals, Ints
from reconcile.language.figures import Figure, FigureError, read_figure, read_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.ledger.store import Measure

QUALIFIERS = ("exact", "about", "nearly", "over", "at_least", "under", "at_most", "range")
LONGEST = 1000  # digits; a longer numeral is a mistake, and Python refuses to print integers beyond 4300

_PERCENT_STATS = ("growth", "share")


@dataclass(frozen=True, slots=True)
class Figures:
    """Columns parallel to the claims, all in base units.

    ``value`` is the printed number, the low end of a range; ``high`` its other end, the same number where only one is
    printed. ``step`` is one unit of the last printed digit, 0 for an exact count, 1/3 for "2/3".
    """

    value: Decimals
    high: Decimals
    step: Decimals
    high_step: Decimals
    two: Bools  # two numbers were printed
    qualifier: Ints  # index into QUALIFIERS
    unit: Ints  # index into units
    units: tuple[str, ...]
    excess: Bools  # the value has digits beyond its stated decimals: an error of the claim

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: Ints) -> Figures:
        return replace(
            self,
            **{name: getattr(self, name).take(rows) for name in ("value", "high", "step", "high_step")},
            **{name: getattr(self, name)[rows] for name in ("two", "qualifier", "unit", "excess")},
        )

    def __getitem__(self, row: int) -> Figure:
        two = bool(self.two[row])
        return Figure(
            value=self.value[row],
            step=self.step[row],
            unit=self.units[self.unit[row]],
            qualifier=QUALIFIERS[self.qualifier[row]],
            value_high=self.high[row] if two else None,
            step_high=self.high_step[row] if two else None,
        )

    def decimals(self, row: int) -> int | None:
        """XBRL's decimals: digits right of the point in base units; None for an exact count or a fraction."""
        digits = self.step.digits[row]
        return -int(self.step.exponent[row]) if digits == 1 else None


def figures_of(
    claims: pd.DataFrame, languages: Sequence[str], measures: Mapping[str, Measure], default_unit: str = ""
) -> tuple[Figures, list[tuple[int, str]]]:
    """Read every claim's figure; the second value lists (row, message) for each that cannot be read.

    A row that cannot be read holds the pure number 0 in the columns.
    """
    unit = _fallback_units(claims, measures, default_unit)
    keys = pd.DataFrame(
        {
            "reported": claims["reported"],
            "language": pd.Series(np.asarray(languages, dtype=object), index=claims.index).astype(str),
            "unit": unit,
            **{name: claims[name] for name in ("value", "value_high", "decimals", "qualifier")},
        }
    )
    # A claim in words is one spelling whatever its other columns are, and the reverse.
    codes, spellings = pd.factorize(pd.MultiIndex.from_frame(keys))
    read: list[Figure] = []
    excess: list[bool] = []
    problems: dict[int, str] = {}
    for number, spelling in enumerate(spellings):
        try:
            figure, more = _read(*spelling)
        except FigureError as error:
            problems[number] = str(error)
            figure, more = Figure(Fraction(0), Fraction(0), "", "exact"), False
        read.append(figure)
        excess.append(more)
    bad = [(int(row), problems[int(codes[row])]) for row in np.flatnonzero(np.isin(codes, list(problems)))]
    return _columns(read, excess).take(np.asarray(codes, dtype=np.int64)), bad


def _fallback_units(claims: pd.DataFrame, measures: Mapping[str, Measure], default_unit: str) -> pd.Series[str]:
    """The unit that holds where the words carry none: the claim's, else its measure's, else the ledger's."""
    of_measure = {name: measure.unit or default_unit for name, measure in measures.items()}
    unit = claims["measure"].map(of_measure).fillna(default_unit)
    # A growth rate or a share is not in the unit of its measure.
    unit = unit.mask(claims["stat"].isin(_PERCENT_STATS), "percent").mask(claims["stat"] == "ratio", "")
    unit = unit.mask((claims["stat"] == "share") & claims["reported"].str.contains("/", regex=False), "")
    return claims["unit"].mask(claims["unit"] == "", unit).astype(str)


def _read(
    reported: str, language: str, unit: str, value: str, value_high: str, decimals: str, qualifier: str
) -> tuple[Figure, bool]:
    if reported:
        figure = read_figure(reported, language, unit=unit)
        if max(map(_length, (figure.value, figure.value_high or Fraction(0)))) > LONGEST:
            raise FigureError(reported, reported, f"a number of more than {LONGEST} digits")
        return figure, False
    name, scale = read_unit(unit) if unit else ("", Fraction(1))
    step = Fraction(0) if decimals.lower() in {"exact", "inf"} else Fraction(10) ** -_whole(decimals)
    low = _plain(value) * scale
    high = _plain(value_high) * scale if value_high else None
    word = qualifier or ("range" if high is not None else "exact")
    if word not in QUALIFIERS or (word == "range" and high is None):
        raise FigureError(value, value, f"qualifier {word!r} needs a value_high" if high is None else word)
    excess = bool(step) and any((number / step).denominator != 1 for number in (low, high or low))
    figure = Figure(low, step, name, word, high, None if high is None else step)
    return figure, excess


def _length(number: Fraction) -> int:
    return (abs(number.numerator).bit_length() * 3 + 9) // 10  # at least the number of decimal digits, less one


def _whole(decimals: str) -> int:
    try:
        number = int(decimals)
    except ValueError:
        raise FigureError(decimals, decimals, f"decimals {decimals!r} is neither a whole number nor 'exact'") from None
    if abs(number) > LONGEST:
        raise FigureError(decimals, decimals, f"decimals {decimals!r} is beyond ±{LONGEST}")
    return number


def _plain(number: str) -> Fraction:
    """A decimal as a table holds it: an optional sign, digits, at most one point."""
    body = number[1:] if number[:1] in {"-", "+"} else number
    whole, _, part = body.partition(".")
    if not (whole + part).isascii() or not (whole + part).isdigit() or len(body) > LONGEST:
        raise FigureError(
            number,
            number,
            f"value {number[:50]!r} is not a plain decimal such as -1234.50; words belong in 'reported'",
        )
    return Fraction(number)


def _columns(read: list[Figure], excess: list[bool]) -> Figures:
    units = sorted({figure.unit for figure in read}) or [""]
    number = {unit: code for code, unit in enumerate(units)}
    return Figures(
        value=Decimals.of(figure.value for figure in read),
        high=Decimals.of(figure.value if figure.value_high is None else figure.value_high for figure in read),
        step=Decimals.of(figure.step for figure in read),
        high_step=Decimals.of(figure.step if figure.step_high is None else figure.step_high for figure in read),
        two=np.array([figure.value_high is not None for figure in read], dtype=bool),
        qualifier=np.array([QUALIFIERS.index(figure.qualifier) for figure in read], dtype=np.int64),
        unit=np.array([number[figure.unit] for figure in read], dtype=np.int64),
        units=tuple(units),
        excess=np.array(excess, dtype=bool),
    )
