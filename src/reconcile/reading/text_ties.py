"""Figures of running text that a table of the document gives: a cell, or the growth or change between two of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from typing import TYPE_CHECKING, NamedTuple

from reconcile.exact.interval import Interval
from reconcile.language.figures import read_unit
from reconcile.reading.evidence import BELIEVED, odds
from reconcile.reading.printed_cells import Printed
from reconcile.reading.statistic_fits import ReportedNumber, number_fit, statistic_fit
from reconcile.reading.table_grid import AMOUNT, COUNT, PER_UNIT, PERCENT

if TYPE_CHECKING:
    from reconcile.reading.drafted_relations import TableDraft
    from reconcile.reading.table_grid import GridLine
    from reconcile.reading.text_relations import TextFigure

__all__ = ["TextTie", "text_ties"]

_WORD = re.compile(r"[^\W\d_]{2,}")


class TextTie(NamedTuple):
    """A figure of the text, by its number, and the cells of a table's row that it speaks of: a level, and its base."""

    figure: int
    table: TableDraft
    row: GridLine
    columns: tuple[GridLine, ...]
    strength: float
    why: str
    holds: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table with what ties a text to it: its words, and its cells by column."""

    table: TableDraft
    line: GridLine
    words: frozenset[str]
    cells: dict[int, ReportedNumber]


def text_ties(figures: Sequence[TextFigure], tables: Sequence[TableDraft], small: frozenset[str]) -> list[TextTie]:
    """The ties that are believed, of each figure the surest; `small` are the words that name nothing."""
    rows = [row for table in tables for row in _rows(table, small)]
    heard = {one.sentence: frozenset(map(str.lower, _WORD.findall(one.draft.sentence))) for one in figures}
    found = []
    for number, one in enumerate(figures):
        tried = list(_tried(number, one, rows, heard[one.sentence]))
        best = max(tried, key=lambda tie: tie.strength, default=None)
        if best is not None and best.strength >= BELIEVED:
            found.append(best)
    return found


def _rows(table: TableDraft, small: frozenset[str]) -> Iterator[_Row]:
    grid = table.grid
    for line in grid.rows:
        if line.kind not in {AMOUNT, COUNT, PER_UNIT, PERCENT}:
            continue
        cells = {
            column.index: _figure(table, cell, column)
            for column in grid.columns
            if isinstance(cell := grid.at.get((line.index, column.index)), Printed)
        }
        words = frozenset(map(str.lower, _WORD.findall(line.label))) - small
        if cells and words:
            yield _Row(table, line, words, cells)


def _figure(table: TableDraft, cell: Printed, column: GridLine) -> ReportedNumber:
    """A cell as a level: what it prints, rounded to its last digit, in base units."""
    unit, power = table.unit(cell)
    scale = Fraction(10) ** (power - cell.decimals)
    size = cell.number * scale
    stands = Interval(size - scale / 2, size + scale / 2)
    year = str(column.years[0]) if len(column.years) == 1 else ""
    return ReportedNumber(stat="level", period=year, unit=read_unit(unit)[0] if unit else "", size=size, stands=stands)


def _tried(number: int, one: TextFigure, rows: Sequence[_Row], heard: frozenset[str]) -> Iterator[TextTie]:
    cells = sum(len(row.cells) for row in rows)
    for row in rows:
        named = len(row.words & heard) / len(row.words)
        if one.stat == "level":
            for place, cell in row.cells.items():
                if cell.unit != one.unit or not one.size:
                    continue
                fit = number_fit(cell.stands, one.stands, abs(one.size))
                if fit.holds:
                    dated = cell.period != "" and one.period.startswith(cell.period)
                    strength = log10(_PRIOR[named == 1, dated] / cells) - log10(max(fit.chance, _LEAST))
                    yield _tie(number, row, (place,), strength, named == 1, dated, True)
        elif one.stat in {"growth", "change"} and named == 1:
            yield from _of_row(number, one, row, len(rows))


def _of_row(number: int, one: TextFigure, row: _Row, tried: int) -> Iterator[TextTie]:
    for level, new in row.cells.items():
        for base, old in row.cells.items():
            if not new.period or not old.period or new.period <= old.period or not _fits_unit(one, new):
                continue
            dated = one.period.startswith(new.period) and one.base.startswith(old.period)
            fit = statistic_fit(one, new, old)
            if fit is not None and fit.holds:
                strength = log10(_PRIOR[True, dated] / tried) - log10(max(fit.chance, _LEAST))
                yield _tie(number, row, (level, base), strength, True, dated, True)


def _fits_unit(one: TextFigure, cell: ReportedNumber) -> bool:
    return one.unit == "percent" and cell.unit != "percent" if one.stat == "growth" else one.unit == cell.unit


def _tie(
    number: int, row: _Row, places: tuple[int, ...], strength: float, named: bool, dated: bool, holds: bool
) -> TextTie:
    columns = tuple(line for place in places for line in row.table.grid.columns if line.index == place)
    said = [word for word, is_so in (("the row's words", named), ("its year", dated)) if is_so]
    why = f"{' and '.join(said)} in the sentence; {odds(strength)}" if said else odds(strength)
    return TextTie(number, row.table, row.line, columns, strength, why, holds)


_LEAST = 1e-6
_PRIOR = {(True, True): 3.0, (True, False): 1.0, (False, True): 0.3, (False, False): 0.1}
