"""The figures of all claims as columns: what was printed, how finely, in which unit, with which word of hedging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reconcile.exact.columns import Array, Bools, Decimals, Ints, stacked
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import Figure
from reconcile.ledger.store.row_sets import Rows, held

NO_FIGURE = Figure(Fraction(0), Fraction(0), "", "exact")


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
    round: Bools  # words that may be a round number

    @classmethod
    def of(cls, read: Sequence[Figure]) -> Figures:
        """A column of single figures; meant for the distinct ones."""
        units = sorted({figure.unit for figure in read}) or [""]
        number = {unit: code for code, unit in enumerate(units)}
        return cls(
            value=Decimals.of(figure.value for figure in read),
            high=Decimals.of(figure.value if figure.value_high is None else figure.value_high for figure in read),
            step=Decimals.of(figure.step for figure in read),
            high_step=Decimals.of(figure.step if figure.step_high is None else figure.step_high for figure in read),
            two=np.array([figure.value_high is not None for figure in read], dtype=bool),
            qualifier=np.array([QUALIFIERS.index(figure.qualifier) for figure in read], dtype=np.int64),
            unit=np.array([number[figure.unit] for figure in read], dtype=np.int64),
            units=tuple(units),
            excess=np.array([_in_excess(figure) for figure in read], dtype=bool),
            round=np.array([figure.round for figure in read], dtype=bool),
        )

    @classmethod
    def joined(cls, parts: Sequence[Figures]) -> Figures:
        """Columns one after the other, their units under one numbering."""
        units = sorted({part.units[code] for part in parts for code in np.unique(part.unit)}) or [""]
        number = {unit: code for code, unit in enumerate(units)}
        tables = [np.array([number.get(unit, 0) for unit in part.units], dtype=np.int64) for part in parts]
        return cls(
            value=stacked([part.value for part in parts]),
            high=stacked([part.high for part in parts]),
            step=stacked([part.step for part in parts]),
            high_step=stacked([part.high_step for part in parts]),
            two=np.concatenate([part.two for part in parts]),
            qualifier=np.concatenate([part.qualifier for part in parts]),
            unit=np.concatenate([table[part.unit] for table, part in zip(tables, parts, strict=True)]),
            units=tuple(units),
            excess=np.concatenate([part.excess for part in parts]),
            round=np.concatenate([part.round for part in parts]),
        )

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
            round=held(self.round, rows),
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
            round=bool(self.round[row]),
        )

    def in_percent(self, rows: Array) -> Bools:
        """Whether each of some figures is in percent."""
        percent = np.array([unit == "percent" for unit in self.units], dtype=bool)
        return np.asarray(percent[self.unit[rows]], dtype=bool)

    def in_points(self, rows: Array) -> Bools:
        """Whether each of some figures is in percentage points."""
        points = np.array([unit == "pp" for unit in self.units], dtype=bool)
        return np.asarray(points[self.unit[rows]], dtype=bool)

    def decimals(self, row: int) -> int | None:
        """XBRL's decimals: digits right of the point in base units; None for an exact count or a fraction."""
        digits = self.step.digits[row]
        return -int(self.step.exponent[row]) if digits == 1 else None


def _in_excess(figure: Figure) -> bool:
    """Whether a number has digits beyond its last printed one, as the decimals beside it state it."""
    ends = ((figure.value, figure.step), (figure.value_high or 0, figure.step_high or figure.step))
    return any(bool(step) and value % step != 0 for value, step in ends)


def _wide(column: Array, rows: Rows) -> Array:
    if column.dtype == object:
        return held(column, rows)
    if column.strides == (0,) and len(column):
        return np.broadcast_to(column[:1].astype(np.int64), len(rows))
    return held(column, rows).astype(np.int64, copy=False)
