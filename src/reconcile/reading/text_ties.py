"""Figures of running text that a table of the document gives: a cell, or the growth or change between two of a row."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10
from operator import ne
from typing import TYPE_CHECKING, NamedTuple

from reconcile.exact.interval import Interval
from reconcile.language.figures import read_unit
from reconcile.reading.evidence import BELIEVED, odds, slipped, slips_of, weight_of_miss
from reconcile.reading.printed_cells import Printed
from reconcile.reading.statistic_fits import ReportedNumber, far_off, number_fit, statistic_fit, width
from reconcile.reading.table_grid import AMOUNT, COUNT, PER_UNIT, PERCENT

if TYPE_CHECKING:
    from reconcile.reading.table_claims import TableClaims
    from reconcile.reading.table_grid import GridLine
    from reconcile.reading.text_relations import TextFigure

__all__ = ["TextTie", "text_ties"]

_WORD = re.compile(r"[^\W\d_]{2,}")
_CHANGED = 2  # digits that a slip changes at most: two neighbours are swapped
_LEAST = 1e-6  # what is by chance is not told apart below
# The odds that a figure is what a row says, before its number is looked at: by whether the sentence has all words of
# the row's label, and the year of the column. They are shared out over all cells, or all rows.
_PRIOR = {(True, True): 3.0, (True, False): 1.0, (False, True): 0.3, (False, False): 0.1}
_MEANT = 1.0  # of a level whose words are the row's label and whose year the column's: ten of 21 were that cell
_WRONG = 0.04  # of the relations that press texts mean, nine of 239 do not hold in print


class TextTie(NamedTuple):
    """A figure of the text, by its number, and the cells of a table's row that it speaks of: a level, and its base."""

    figure: int
    table: TableClaims
    row: GridLine
    columns: tuple[GridLine, ...]
    strength: float
    why: str
    sign: int = 1  # -1 where the text says without a minus what the table takes off
    holds: bool = True


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table with what ties a text to it: its words, and its cells by column."""

    table: TableClaims
    line: GridLine
    words: frozenset[str]
    cells: dict[int, ReportedNumber]
    pairs: list[tuple[int, int]]  # columns of a later and an earlier year


class _Rows:
    """The rows of some tables, found by the words of their labels, and their cells, found by what they print."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.many = len(rows)
        self.cells = sum(len(row.cells) for row in rows)
        self._by_word: dict[str, list[_Row]] = defaultdict(list)
        self._alike: dict[frozenset[str], _Alike] = {}
        printed: dict[Fraction, list[tuple[Fraction, int, int, _Row]]] = defaultdict(list)
        for number, row in enumerate(rows):
            self._by_word[min(row.words)].append(row)  # any one of its words is in whatever has them all
            self._alike.setdefault(row.words, _Alike()).add(row)
            for place, cell in row.cells.items():
                printed[width(cell.stands)].append((cell.size, number, place, row))
        self._printed = {wide: sorted(cells, key=lambda one: one[:3]) for wide, cells in printed.items()}
        self._called: dict[str, list[frozenset[str]]] = defaultdict(list)
        for words in self._alike:
            self._called[min(words)].append(words)

    def named(self, heard: frozenset[str]) -> list[_Row]:
        """The rows of which all words are heard."""
        return [row for word in sorted(heard) for row in self._by_word.get(word, ()) if row.words <= heard]

    def called(self, heard: frozenset[str]) -> list[_Alike]:
        """The same, rows of the same words together."""
        found = (words for word in sorted(heard) for words in self._called.get(word, ()) if words <= heard)
        return [self._alike[words] for words in found]

    def meeting(self, stands: Interval) -> Iterator[tuple[_Row, int]]:
        """The cells that meet an interval, or its negative."""
        for one in (stands, stands * -1):
            low, high = one.low or Fraction(0), one.high or Fraction(0)
            for wide, cells in self._printed.items():
                first = bisect_left(cells, low - wide / 2, key=lambda cell: cell[0])
                last = bisect_right(cells, high + wide / 2, key=lambda cell: cell[0])
                yield from ((row, place) for _, _, place, row in cells[first:last])


class _Alike:
    """Rows whose labels have the same words, and what their dated cells print."""

    def __init__(self) -> None:
        self.many = 0
        self._dated: dict[tuple[str, Fraction], list[tuple[str, str, _Row, int]]] = defaultdict(list)

    def add(self, row: _Row) -> None:
        self.many += 1
        for place, cell in row.cells.items():
            step = width(cell.stands)
            if cell.period and step:
                self._dated[cell.unit, step].append((cell.period, str(abs(cell.size / step)), row, place))

    def nearly(self, one: TextFigure) -> Iterator[tuple[_Row, int]]:
        """The cells of a figure's unit, period and last digit that may be a slip away."""
        step = width(one.stands)
        said = str(abs(one.size / step)) if step else ""
        for period, digits, row, place in self._dated.get((one.unit, step), ()):
            if (
                digits != said
                and one.period.startswith(period)
                and (len(digits) != len(said) or sum(map(ne, digits, said)) <= _CHANGED)
            ):
                yield row, place


def text_ties(figures: Sequence[TextFigure], tables: Sequence[TableClaims], small: frozenset[str]) -> list[TextTie]:
    """The ties that are believed, of each figure the surest; `small` are the words that name nothing."""
    rows = _Rows([row for table in tables for row in _rows(table, small)])
    heard = {one.sentence: frozenset(map(str.lower, _WORD.findall(one.draft.sentence))) for one in figures}
    found = []
    for number, one in enumerate(figures):
        tried = list(_tried(number, one, rows, heard[one.sentence]))
        best = max(tried, key=lambda tie: tie.strength, default=None)
        if best is not None and best.strength >= BELIEVED:
            found.append(best)
    return found


def _rows(table: TableClaims, small: frozenset[str]) -> Iterator[_Row]:
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
            pairs = [
                (level, base)
                for level, new in cells.items()
                for base, old in cells.items()
                if new.period and old.period and new.period > old.period
            ]
            yield _Row(table, line, words, cells, pairs)


def _figure(table: TableClaims, cell: Printed, column: GridLine) -> ReportedNumber:
    """A cell as a level: what it prints, rounded to its last digit, in base units."""
    unit, power = table.unit(cell)
    scale = Fraction(10) ** (power - cell.decimals)
    size = cell.number * scale
    stands = Interval(size - scale / 2, size + scale / 2)
    year = str(column.years[0]) if len(column.years) == 1 else ""
    return ReportedNumber(stat="level", period=year, unit=read_unit(unit)[0] if unit else "", size=size, stands=stands)


def _tried(number: int, one: TextFigure, rows: _Rows, heard: frozenset[str]) -> Iterator[TextTie]:
    named = rows.named(heard)
    if one.stat == "level" and one.size:
        for row, place in rows.meeting(one.stands):
            yield from _of_cell(number, one, row, place, rows.cells, named=row.words <= heard)
        if one.period and not one.period_guessed and (called := heard & frozenset(one.name.split("_"))):
            alike = rows.called(called)
            many = sum(each.many for each in alike)
            for each in alike:
                for row, place in each.nearly(one):
                    yield from _slipped(number, one, row, place, many)
    elif one.stat in {"growth", "change"}:
        for row in named:
            yield from _of_row(number, one, row, rows.many)


def _of_cell(number: int, one: TextFigure, row: _Row, place: int, cells: int, *, named: bool) -> Iterator[TextTie]:
    """The tie of a level to a cell that it fits; "used: 74.6 million" fits a cell of (74.6), too."""
    cell = row.cells[place]
    sign = -1 if cell.size < 0 < one.size else 1
    fit = number_fit(cell.stands * sign, one.stands, abs(one.size))
    alike = width(cell.stands) != width(one.stands) or cell.size * sign == one.size
    if cell.unit == one.unit and fit.holds and alike:
        dated = _dated_by(one, cell)
        strength = log10(_PRIOR[named, dated] / cells) - log10(max(fit.chance, _LEAST))
        yield _tie(number, row, (place,), strength, named=named, dated=dated, sign=sign)


def _slipped(number: int, one: TextFigure, row: _Row, place: int, alike: int) -> Iterator[TextTie]:
    """The tie of a level to a cell that it does not fit, though both are called the same: a slip mends it.

    The odds are shared out over all rows that are called so: of many, one is a slip away by chance.
    """
    step = width(one.stands)
    digits, other = abs(row.cells[place].size / step), abs(one.size / step)
    if other in slipped(str(digits)):
        weight = weight_of_miss(int(digits), slips_of(int(digits)), wrong=_WRONG)
        yield _tie(number, row, (place,), log10(_MEANT / alike) + weight, named=True, dated=True, holds=False)


def _dated_by(one: TextFigure, cell: ReportedNumber) -> bool:
    return cell.period != "" and one.period.startswith(cell.period)


def _of_row(number: int, one: TextFigure, row: _Row, tried: int) -> Iterator[TextTie]:
    for level, base in row.pairs:
        new, old = row.cells[level], row.cells[base]
        if not _fits_unit(one, new):
            continue
        dated = one.period.startswith(new.period) and one.base.startswith(old.period)
        if not far_off(one, new, old) and (fit := statistic_fit(one, new, old)) is not None and fit.holds:
            strength = log10(_PRIOR[True, dated] / tried) - log10(max(fit.chance, _LEAST))
            yield _tie(number, row, (level, base), strength, named=True, dated=dated)


def _fits_unit(one: TextFigure, cell: ReportedNumber) -> bool:
    return one.unit == "percent" and cell.unit != "percent" if one.stat == "growth" else one.unit == cell.unit


def _tie(
    number: int,
    row: _Row,
    places: tuple[int, ...],
    strength: float,
    *,
    named: bool,
    dated: bool,
    sign: int = 1,
    holds: bool = True,
) -> TextTie:
    columns = tuple(line for place in places for line in row.table.grid.columns if line.index == place)
    words = [word for word, is_so in (("the row's words", named), ("its year", dated)) if is_so]
    said = [f"{' and '.join(words)} in the sentence"] if words else []
    said += [] if holds else ["one slip mends it"]
    return TextTie(number, row.table, row.line, columns, strength, "; ".join([*said, odds(strength)]), sign, holds)
