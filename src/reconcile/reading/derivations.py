"""How the figures of a text follow from tables: as a cell, a sum, a difference, a growth, a share or a mean of cells.

Everything that a table gives in one of these steps is computed once, exactly, and each figure is looked up in it,
within its own rounding. The more is tried, the more fits by chance. How much would is told by how much lies about the
figure: only what hardly would by chance is called derivable. Of derivations whose rows and columns the sentence names
there are few, so one of them that fits says more.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import log10
from typing import TYPE_CHECKING, NamedTuple

from reconcile.reading.evidence import BELIEVED, odds
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import PERCENT
from reconcile.reading.table_words import TOTAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.reading.table_grid import GridLine, TableGrid
    from reconcile.reading.text_relations import TextFigure

__all__ = ["KINDS", "Derivation", "Derived", "TableValues", "derived"]

KINDS = ("cell", "growth", "change", "share", "sum", "difference", "total", "mean")
"""What a figure may be of a table's cells, the simplest first. Growth and change lead from one year to a later one, a
sum and a difference are of two cells of one line, a total and a mean of all in a line."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_PAIRS = 60  # rows of a column of which every two are held against each other; in longer ones only cells of one row
_POWERS = (0, 3, 6, 9)  # of a table that does not say in what it counts
_CLASSES = 4  # nothing named, rows, one column, all columns: each is tried
_NEAR = 2  # what lies between half and double of a figure tells how many fit it by chance
_LEAST = 1e-9  # what is by chance is not told apart below: an exact count
# What figures can be of which the words tell the statistic; of others anything.
_OF = {
    "growth": ("cell", "growth"),
    "change": ("cell", "change", "difference"),
    "share": ("cell", "share"),
    "mean": ("cell", "mean"),
}
_SCALES = {"billion": 9, "million": 6, "thousand": 3}


@dataclass(frozen=True, slots=True)
class _Line:
    """A row or a column: how it is called, by what words a sentence names it, and its year."""

    label: str
    words: frozenset[str]
    year: int | None
    total: bool

    def named(self, heard: frozenset[str], years: frozenset[int]) -> bool:
        """Whether a sentence names it: all its words, and its year where it has one."""
        return (bool(self.words) or self.year is not None) and self.words <= heard and self.year in {None, *years}


class TableCell(NamedTuple):
    """A number of a table by its row and column."""

    row: _Line
    column: _Line
    value: Fraction
    percent: bool

    @property
    def words(self) -> str:
        return " ".join(filter(None, (self.row.label, self.column.label)))


@dataclass(frozen=True, slots=True)
class Derivation:
    """One way in which a table gives a number."""

    kind: str  # one of KINDS
    value: Fraction  # in units of the table, a rate in percent
    cells: tuple[TableCell, ...]  # the level first, then what it is held against
    table: int

    @property
    def rate(self) -> bool:
        """Whether it is in percent."""
        return self.kind in {"growth", "share"} or self.cells[0].percent

    @property
    def words(self) -> str:
        """The derivation as a formula."""
        first, *others = (one.words for one in self.cells)
        match self.kind:
            case "growth":
                return f"{first} / {others[0]} - 1"
            case "share":
                return f"{first} / {others[0]}" if len(others) == 1 else f"{first} / ({' + '.join([first, *others])})"
            case "change" | "difference":
                return f"{first} - {others[0]}"
            case "mean":
                return f"({' + '.join([first, *others])}) / {len(self.cells)}"
            case _:
                return " + ".join([first, *others])


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure of a text and the derivations that fit it, the best first."""

    figure: TextFigure
    fitting: tuple[Derivation, ...]
    strength: float  # of the best: logarithm of the odds that it is meant, base 10

    @property
    def derivable(self) -> bool:
        return bool(self.fitting) and self.strength >= BELIEVED

    @property
    def evidence(self) -> str:
        if not self.fitting:
            return "nothing in the tables gives it"
        if not self.derivable:
            return "something in the tables would give it by chance"
        return odds(self.strength)


class TableValues:
    """Everything that some tables give in one step, in the order of its values; amounts apart from rates in percent."""

    def __init__(self, grids: Sequence[TableGrid], small: frozenset[str]) -> None:
        """`small` are the words that name nothing."""
        self.powers = [_SCALES.get(grid.scale) for grid in grids]  # of ten in which each counts; None if not said
        given = [one for number, grid in enumerate(grids) for one in _given(_cells(grid, small), number)]
        self.amounts = sorted((one for one in given if not one.rate), key=lambda one: one.value)
        self.rates = sorted((one for one in given if one.rate), key=lambda one: one.value)
        self._amounts = [one.value for one in self.amounts]
        self._rates = [one.value for one in self.rates]

    def between(self, low: Fraction, high: Fraction, *, rate: bool) -> list[Derivation]:
        """What lies between two numbers of the tables' own units, both ends included."""
        values, given = (self._rates, self.rates) if rate else (self._amounts, self.amounts)
        return given[bisect_left(values, low) : bisect_right(values, high)]


def derived(figures: Sequence[TextFigure], values: TableValues) -> list[Derived]:
    """How each figure follows from the tables: what hardly fits by chance first, then the simplest.

    Tables that do not say in what they count all count in the power of ten in which most is derivable.
    """
    unsaid = _POWERS if None in values.powers else (0,)
    ways = [[_derived(figure, values, power) for figure in figures] for power in unsaid]
    return max(ways, key=lambda found: sum(one.strength for one in found if one.derivable))


def _derived(figure: TextFigure, values: TableValues, unsaid: int) -> Derived:
    heard = frozenset(map(str.lower, _WORD.findall(figure.draft.sentence)))
    told = [int(found[0]) if (found := _YEAR.match(text)) else None for text in (figure.period, figure.base)]
    said = frozenset(map(int, _YEAR.findall(f"{figure.draft.sentence} {figure.period} {figure.base}")))
    years = (said, told[0], told[1])
    low, high, rate = _in_percent(figure)
    tried: list[tuple[float, int, Derivation]] = []
    for power in {0} if rate else {unsaid if one is None else one for one in values.powers}:
        scale = Fraction(10) ** power

        def between(
            first: Fraction, last: Fraction, scale: Fraction = scale, power: int = power
        ) -> list[tuple[Derivation, int, int]]:
            """What may be meant in an interval, with how much of it is named, and how simple it is."""
            return [
                (one, _named(one, heard, years), KINDS.index(one.kind))
                for one in values.between(first / scale, last / scale, rate=rate)
                if (rate or power == _power(values, one, unsaid)) and one.kind in _OF.get(figure.stat, KINDS)
            ]

        fitting = between(low, high)
        if not fitting:
            continue
        ends = sorted([(low + high) / 2 / _NEAR, (low + high) / 2 * _NEAR])
        about = between(*ends)
        chance = float((high - low) / (ends[1] - ends[0])) if ends[1] > ends[0] else 1.0
        for one, named, simple in fitting:
            many = sum(level >= named and kind <= simple for _, level, kind in about)
            strength = -log10(_CLASSES * max(many, 1) * max(chance, _LEAST))
            tried.append((strength, -simple, one))
    tried.sort(key=lambda one: one[:2], reverse=True)
    return Derived(figure, tuple(one for *_, one in tried), tried[0][0] if tried else 0.0)


def _power(values: TableValues, one: Derivation, unsaid: int) -> int:
    power = values.powers[one.table]
    return unsaid if power is None else power


def _in_percent(figure: TextFigure) -> tuple[Fraction, Fraction, bool]:
    """The ends of a figure, a rate in percent, and whether it is one."""
    low, high = figure.stands.low or Fraction(0), figure.stands.high or Fraction(0)
    if figure.stat in {"growth", "share"} and figure.unit == "":
        return low * 100, high * 100, True
    return low, high, figure.unit in {"percent", "pp"}


def _named(one: Derivation, heard: frozenset[str], years: tuple[frozenset[int], int | None, int | None]) -> int:
    """How much of a derivation a sentence names: the rows, a column, and all columns."""
    said, period, base = years
    named = [(cell.row.named(heard, said), cell.column.named(heard, said)) for cell in one.cells[:2]]
    if one.kind == "share":
        named = named[:1]
    if one.kind in {"growth", "change"} and base is not None:
        dates = [cell.column.year or cell.row.year for cell in one.cells]
        exact = dates == [period, base]
        return all(named[0]) + 2 * exact
    rows = all(row for row, _ in named) and one.kind not in {"total", "mean"}
    columns = [column for _, column in named]
    return rows + any(columns) + all(columns)


def _cells(grid: TableGrid, small: frozenset[str]) -> dict[tuple[int, int], TableCell]:
    """The numbers of a table; a column of years says what its rows are."""
    dates = {column.index for column in grid.columns if _dates(grid, column)}
    columns = {line.index: _line(line.label, small) for line in grid.columns if line.index not in dates}
    found = {}
    for row in grid.rows:
        said = [str(cell.number) for date in dates if isinstance(cell := grid.at.get((row.index, date)), Printed)]
        line = _line(" ".join([row.label, *said]), small)
        for column in grid.columns:
            cell = grid.at.get((row.index, column.index))
            if column.index in columns and isinstance(cell, Printed):
                percent = cell.unit in {"percent", "pp"} or PERCENT in {row.kind, column.kind}
                value = Fraction(cell.number, 10**cell.decimals)
                found[row.index, column.index] = TableCell(line, columns[column.index], value, percent)
    return found


def _dates(grid: TableGrid, column: GridLine) -> bool:
    said = [cell for (_, at), cell in grid.at.items() if at == column.index and isinstance(cell, Printed)]
    return bool(said) and all(cell.decimals == 0 and _YEAR.fullmatch(str(cell.number)) for cell in said)


def _line(label: str, small: frozenset[str]) -> _Line:
    years = [int(year) for year in _YEAR.findall(label)]
    words = frozenset(map(str.lower, _WORD.findall(label))) - small
    return _Line(label, words, years[0] if len(years) == 1 else None, bool(TOTAL_WORDS.search(label)))


def _given(cells: dict[tuple[int, int], TableCell], table: int) -> Iterator[Derivation]:
    """What a table gives, cell by cell, then line by line."""
    rows: dict[int, list[TableCell]] = {}
    columns: dict[int, list[TableCell]] = {}
    for (row, column), cell in cells.items():
        rows.setdefault(row, []).append(cell)
        columns.setdefault(column, []).append(cell)
        yield Derivation("cell", cell.value, (cell,), table)
    for line in rows.values():
        yield from _of_line(line, table, across=True)
    for line in columns.values():
        yield from _of_line(line, table, across=False)


def _of_line(line: list[TableCell], table: int, *, across: bool) -> Iterator[Derivation]:
    """What the cells of one row, or of one column, give together."""
    amounts = [cell for cell in line if not cell.percent]
    parts = [cell for cell in amounts if not (cell.column if across else cell.row).total]
    if len(parts) > 1:
        yield Derivation("total", sum((cell.value for cell in parts), Fraction(0)), tuple(parts), table)
        yield Derivation("mean", sum((cell.value for cell in parts), Fraction(0)) / len(parts), tuple(parts), table)
        whole = sum(cell.value for cell in parts)
        for cell in parts:
            if whole > 0:
                others = (other for other in parts if other is not cell)
                yield Derivation("share", 100 * cell.value / whole, (cell, *others), table)
    if not across and len(line) > _PAIRS:
        return
    for one, other in combinations(line, 2):
        yield from _of_two(one, other, table, across=across)


def _of_two(one: TableCell, other: TableCell, table: int, *, across: bool) -> Iterator[Derivation]:
    """What two cells of one line give: over time their growth and change, else their sum, difference and share."""
    if one.percent != other.percent:
        return
    (first, second) = (one.column, other.column) if across else (one.row, other.row)
    if first.year is not None and second.year is not None and first.year != second.year and first.words == second.words:
        new, old = (one, other) if first.year > second.year else (other, one)
        yield Derivation("change", new.value - old.value, (new, old), table)
        if old.value > 0 and not new.percent:
            yield Derivation("growth", 100 * (new.value / old.value - 1), (new, old), table)
        return
    yield Derivation("difference", one.value - other.value, (one, other), table)
    yield Derivation("difference", other.value - one.value, (other, one), table)
    if one.percent:
        return
    yield Derivation("sum", one.value + other.value, (one, other), table)
    for part, whole in ((one, other), (other, one)):
        line = whole.column if across else whole.row
        if whole.value > 0 and line.total:
            yield Derivation("share", 100 * part.value / whole.value, (part, whole), table)
