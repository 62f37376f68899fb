"""The figures of all claims as columns: what was printed, how finely, in which unit, with which word of hedging.

Words are read once for each distinct spelling, values on whole columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Bools, Decimals, Ints, finer, packed, product, stacked
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import Figure, FigureError, read_figure, read_unit
from reconcile.ledger.store.row_sets import Rows, held

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.ledger.store.declarations import Measure

_SAFE = 18  # characters; as many digits always fit an int64

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

    def take(self, rows: Rows) -> Figures:
        """Some rows, in full width; columns that are one and the same stay so, and what is held once for all too."""
        wide: dict[int, Array] = {}

        def taken(column: Array) -> Array:
            if id(column) not in wide:
                wide[id(column)] = _wide(column, rows)
            return wide[id(column)]

        def numbers(given: Decimals) -> Decimals:
            return Decimals(taken(given.digits), taken(given.exponent))

        return Figures(
            value=numbers(self.value),
            high=numbers(self.high),
            step=numbers(self.step),
            high_step=numbers(self.high_step),
            two=held(self.two, rows),
            qualifier=held(self.qualifier, rows),
            unit=held(self.unit, rows),
            units=self.units,
            excess=held(self.excess, rows),
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


def _wide(column: Array, rows: Rows) -> Array:
    if column.dtype == object:
        return held(column, rows)
    if column.strides == (0,) and len(column):
        return np.broadcast_to(column[:1].astype(np.int64), len(rows))
    return held(column, rows).astype(np.int64, copy=False)


def figures_of(
    claims: pd.DataFrame, languages: Sequence[str], measures: Mapping[str, Measure], default_unit: str = ""
) -> tuple[Figures, list[tuple[int, str]]]:
    """Read every claim's figure; the second value lists (row, message) for each that cannot be read.

    The claims satisfy the schema but for that: a value is a plain decimal and has its decimals. A row that cannot be
    read holds the pure number 0 in the columns.
    """
    unit = _fallback_units(claims, measures, default_unit)
    worded = (claims["reported"] != "").to_numpy(dtype=bool)
    spoken, typed = np.flatnonzero(worded), np.flatnonzero(~worded)
    language = pd.Series(np.asarray(languages, dtype=object), index=claims.index)
    parts = [
        (spoken, *_spoken(claims["reported"].iloc[spoken], language.iloc[spoken], unit.iloc[spoken])),
        (typed, *_typed(claims.iloc[typed], unit.iloc[typed])),
    ]
    given = [(rows, figures) for rows, figures, _ in parts if len(rows)]
    bad = sorted((int(rows[row]), message) for rows, _, problems in parts for row, message in problems)
    if not given:
        return _columns([]), bad
    order = np.argsort(np.concatenate([rows for rows, _ in given]), kind="stable")
    return _joined([figures for _, figures in given]).take(order), bad


def _fallback_units(claims: pd.DataFrame, measures: Mapping[str, Measure], default_unit: str) -> pd.Series[str]:
    """The unit that holds where the words carry none: the claim's, else its measure's, else the ledger's."""
    of_measure = {name: measure.unit or default_unit for name, measure in measures.items()}
    names = claims["measure"].unique()
    unit = claims["measure"].map({name: of_measure.get(name, default_unit) for name in names}).astype(str)
    # A growth rate or a share is not in the unit of its measure.
    unit = unit.mask(claims["stat"].isin(_PERCENT_STATS), "percent").mask(claims["stat"] == "ratio", "")
    unit = unit.mask((claims["stat"] == "share") & claims["reported"].str.contains("/", regex=False), "")
    return claims["unit"].mask(claims["unit"] == "", unit).astype(str)


def _spoken(
    reported: pd.Series[str], language: pd.Series[Any], unit: pd.Series[str]
) -> tuple[Figures, list[tuple[int, str]]]:
    """Figures in words: each distinct spelling is read once."""
    keys = pd.DataFrame({"reported": reported, "language": language.astype(str), "unit": unit})
    codes, spellings = pd.factorize(pd.MultiIndex.from_frame(keys))
    read: list[Figure] = []
    problems: dict[int, str] = {}
    for number, (words, tongue, fallback) in enumerate(spellings):
        try:
            read.append(read_figure(words, tongue, unit=fallback))
        except FigureError as error:
            problems[number] = str(error)
            read.append(_NOTHING)
    bad = [(int(row), problems[int(codes[row])]) for row in np.flatnonzero(np.isin(codes, list(problems)))]
    return _columns(read).take(np.asarray(codes, dtype=np.int64)), bad


def _typed(claims: pd.DataFrame, unit: pd.Series[str]) -> tuple[Figures, list[tuple[int, str]]]:
    """Figures as values with their decimals, on whole columns."""
    unit_code, spellings = pd.factorize(unit)
    problems: dict[int, str] = {}
    read = []
    for number, spelling in enumerate(spellings):
        try:
            read.append(read_unit(spelling))
        except FigureError as error:
            problems[number] = str(error)
            read.append(("", Fraction(1)))
    units = sorted({name for name, _ in read}) or [""]
    scale = Decimals.of(size for _, size in read).take(np.asarray(unit_code, dtype=np.int64))
    two = (claims["value_high"] != "").to_numpy(dtype=bool)
    value = product(plain_decimals(claims["value"]), scale)
    high = product(plain_decimals(claims["value_high"].mask(~two, claims["value"])), scale) if two.any() else value
    step = _steps(claims["decimals"])
    default = pd.Series(np.where(two, "range", "exact"), index=claims.index)
    qualifier = claims["qualifier"].mask(claims["qualifier"] == "", default)
    bad = [(int(row), problems[int(unit_code[row])]) for row in np.flatnonzero(np.isin(unit_code, list(problems)))]
    return Figures(
        value=value,
        high=high,
        step=step,
        high_step=step,
        two=two,
        qualifier=np.asarray(pd.Index(QUALIFIERS).get_indexer(pd.Index(qualifier)), dtype=np.int64),
        unit=np.array([units.index(name) for name, _ in read], dtype=np.int64)[unit_code],
        units=tuple(units),
        excess=finer(value, step) | finer(high, step) if two.any() else finer(value, step),
    ), bad


def plain_decimals(column: pd.Series[str]) -> Decimals:
    """Plain decimals, such as -1234.50, digit by digit as they are written."""
    point = column.str.find(".").to_numpy(dtype=np.int64)
    length = column.str.len().to_numpy(dtype=np.int64)
    digits = column.str.replace(".", "", regex=False)
    exponent = np.where(point < 0, 0, point + 1 - length)
    if length.max(initial=0) <= _SAFE:
        return Decimals(pd.to_numeric(digits).to_numpy(dtype=np.int64), exponent)
    return Decimals(packed([int(one) for one in digits]), exponent)


def _steps(decimals: pd.Series[str]) -> Decimals:
    """One unit of the last digit, from the number of decimals; 0 where the value is exact."""
    code, spellings = pd.factorize(decimals)
    exact = np.array([text.lower() in {"exact", "inf"} for text in spellings], dtype=bool)
    places = np.array([0 if text.lower() in {"exact", "inf"} else int(text) for text in spellings], dtype=np.int64)
    return Decimals(np.where(exact, 0, 1)[code], -places[code])


_NOTHING = Figure(Fraction(0), Fraction(0), "", "exact")


def _columns(read: list[Figure]) -> Figures:
    """A column of single figures; meant for the distinct ones."""
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
        excess=np.zeros(len(read), dtype=bool),
    )


def _joined(parts: list[Figures]) -> Figures:
    """Columns one after the other, their units under one numbering."""
    units = sorted({unit for part in parts for unit in part.units})
    renumbered = [np.array([units.index(unit) for unit in part.units], dtype=np.int64)[part.unit] for part in parts]
    return Figures(
        value=stacked([part.value for part in parts]),
        high=stacked([part.high for part in parts]),
        step=stacked([part.step for part in parts]),
        high_step=stacked([part.high_step for part in parts]),
        two=np.concatenate([part.two for part in parts]),
        qualifier=np.concatenate([part.qualifier for part in parts]),
        unit=np.concatenate(renumbered),
        units=tuple(units),
        excess=np.concatenate([part.excess for part in parts]),
    )
