"""A table's rows and columns with their labels, their kinds and the numbers in them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from reconcile.language.digits import fold
from reconcile.reading.printed_cells import CURRENCIES, NIL, WITHHELD, Printed, read_cell
from reconcile.reading.table_words import (
    CHANGE_WORDS,
    COUNT_WORDS,
    OF_WHICH_WORDS,
    OTHER_WORDS,
    PER_UNIT_WORDS,
    PERCENT_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.documents.document import Cell, DocumentTable

__all__ = ["AMOUNT", "CHANGE", "COUNT", "OTHER", "PERCENT", "PER_UNIT", "GridLine", "TableGrid", "read_grid"]

AMOUNT, COUNT, PERCENT, CHANGE, PER_UNIT, OTHER = "amount", "count", "percent", "change", "per unit", "other"
"""What the numbers of a row or column are. Amounts and counts add up; a change is a difference of amounts; what is per
unit (averages, prices, rates), in percent, or something else (notes, years, days) does not."""

_YEAR = re.compile(r"(?<![0-9,.])(?:19[5-9][0-9]|20[0-9]{2})(?![0-9,]|\.[0-9])")
_FISCAL = re.compile(r"\bFY?[ ’']?([0-9]{2})\b")
_SCALES = (
    (re.compile(r"\bbillions?\b|\bbn\b|\bMrd\b|\bmilliards?\b|\btỷ\b", re.IGNORECASE), "billion"),
    (
        re.compile(r"\bmillions?\b|\bmn\b|\bMio\b|\bmillones\b|\btriệu\b|(?<=[€£$’'])m\b|[’']million", re.IGNORECASE),
        "million",
    ),
    (re.compile(r"\bthousands?\b|[’'‘]?\b000s?\b|\bTsd\b|\bmilliers\b|\bmiles\b|\bnghìn\b", re.IGNORECASE), "thousand"),
)
_COUNTED = re.compile(r"(?:(?<![0-9])[0-9]{1,3}|[0-9]+[.,][0-9]+)\s+\w+")  # a number with the word after it
_ONE_YEAR = 10  # characters: a year with a footnote, or FY19, heads its own column alone
_HEADS = 6  # rows at the top that can be a head: that of the tables seen has at most five


_At: TypeAlias = tuple[int, int]
_Texts: TypeAlias = dict[_At, str]
_Read: TypeAlias = "dict[_At, Printed | str]"


@dataclass(slots=True)
class GridLine:
    """A row or a column: where it stands, what it is called, and what its numbers are."""

    index: int  # in the table, from 0
    label: str  # in the document's own words
    kind: str = AMOUNT
    section: str = ""  # the label of the head that it stands under
    years: tuple[int, ...] = ()  # that its label names
    first: bool = False  # the first one below a head of a section
    of_which: bool = False  # a part of the row before, which adds up to nothing else
    in_words: bool = False  # that its numbers do not add up is what its label says, and nothing that they print


@dataclass(slots=True)
class TableGrid:
    """The body of a table: its lines, and what stands where they cross."""

    rows: list[GridLine]
    columns: list[GridLine]
    at: dict[tuple[int, int], Printed | str]  # by the index of row and column; NIL and WITHHELD are told, words are not
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    scale: str = ""  # million, thousand …, as the head says it
    currency: str = ""
    turned: bool = False  # its rows are the columns of the document: years stand below each other there


def read_grid(table: DocumentTable, language: str) -> TableGrid:
    """Tell heads, labels and sections of a table from its body, and the kinds of its rows and columns."""
    shown = {at: cell for at, cell in table.at.items() if (cell.row, cell.column) == at}
    texts = {at: fold(cell.text) for at, cell in table.at.items()}
    read = {at: read_cell(texts[at], language) for at in shown}
    _join_brackets(texts, read, shown, language)
    heads = _heads(table, texts, read)
    first = _first_column(table, texts, read, heads)
    body = range(heads, table.height)
    said = " ".join(text for (row, _), text in texts.items() if row < heads)
    early = " ".join(
        text for (row, column), text in texts.items() if heads <= row < heads + 2 and not read.get((row, column))
    )
    inner = {at: cell for at, cell in read.items() if at[0] in body and at[1] >= first}
    numeric = {row for (row, _), cell in inner.items() if isinstance(cell, Printed)}
    # What stands among the numbers of a row and is not read is not nothing.
    told = {at: cell or (WITHHELD if at[0] in numeric and texts[at] else "") for at, cell in inner.items()}
    grid = TableGrid([], [], {at: cell for at, cell in told.items() if cell}, shown)
    title = _COUNTED.sub(" ", table.title)  # "up by 4 million" is no scale
    scales = (name for words in (said, early, title) for pattern, name in _SCALES if pattern.search(words))
    grid.scale = next(scales, "")
    grid.columns = _columns(table, texts, grid, heads, first)
    kept = {line.index for line in grid.columns}
    grid.at = {at: cell for at, cell in grid.at.items() if at[1] in kept}
    grid.rows = _rows(table, texts, grid, heads, first)
    units = Counter(cell.unit for cell in grid.at.values() if isinstance(cell, Printed))
    marks = [
        code for mark, code in CURRENCIES.items() if re.search(rf"(?<![A-Za-z]){re.escape(mark)}", f"{said} {title}")
    ]
    known = [unit for unit, _ in units.most_common() if unit in CURRENCIES.values()]
    grid.currency = (known or marks or [""])[0]
    return _turned(grid) if _years_below(grid) else grid


_SEVERAL = 3  # years that stand below each other, at least


def _years_below(grid: TableGrid) -> bool:
    """Whether each row is of a year and the columns are of none: what adds up over time is told by columns, then."""
    years = [_years(row.label) for row in grid.rows]
    return (
        len(set(years)) == len(years) >= _SEVERAL
        and all(_only_years(row.label) for row in grid.rows)
        and all(column.label and not column.years for column in grid.columns)
    )


def _turned(grid: TableGrid) -> TableGrid:
    """The table with its rows as columns."""
    rows: list[GridLine] = []
    for column in grid.columns:
        printed = [cell for at, cell in grid.at.items() if at[1] == column.index and isinstance(cell, Printed)]
        in_words = column.kind in {PER_UNIT, PERCENT} and column.kind != _kind("", printed)
        rows.append(GridLine(column.index, column.label, column.kind, first=not rows, in_words=in_words))
    columns = [GridLine(row.index, row.label, row.kind, years=_years(row.label)) for row in grid.rows]
    at = {(column, row): cell for (row, column), cell in grid.at.items()}
    cells = {(column, row): cell for (row, column), cell in grid.cells.items()}
    return TableGrid(rows, columns, at, cells, grid.scale, grid.currency, turned=True)


def _join_brackets(texts: _Texts, read: _Read, shown: Mapping[_At, Cell], language: str) -> None:
    """A percent sign or a closing bracket in a cell of its own belongs to the number before it."""
    for row, column in sorted(shown):
        text = texts[row, column]
        if text not in {"%", ")", ")%", "%)", ") %"}:
            continue
        before = next((c for c in range(column - 1, max(-1, column - 3), -1) if texts.get((row, c))), None)
        if before is not None and isinstance(read.get((row, before)), Printed):
            texts[row, before] += text
            read[row, before] = read_cell(texts[row, before], language)
            read[row, column] = texts[row, column] = ""


def _heads(table: DocumentTable, texts: _Texts, read: _Read) -> int:
    """How many rows at the top are a head: marked as one, or without a number but years."""
    marked = {cell.row for cell in table.cells if cell.heading and cell.column > 0}
    count = 0
    for row in range(min(_HEADS, table.height)):
        numbers = [
            texts[row, column]
            for column in range(1, table.width)
            if isinstance(read.get((row, column)), Printed) and not _only_years(texts[row, column])
        ]
        filled = any(texts.get((row, column)) for column in range(1, table.width))
        nil = any(read.get((row, column)) in {NIL, WITHHELD} for column in range(1, table.width))
        if (row in marked and not numbers) or (filled and not numbers and not nil):
            count = row + 1
        elif filled:
            break
    return count


def _only_years(text: str) -> bool:
    return bool(_YEAR.fullmatch(re.sub(r"\s*\([0-9a-z]\)$|[*]+$", "", text).strip()))


def _first_column(table: DocumentTable, texts: _Texts, read: _Read, heads: int) -> int:
    """The first column of the body that has more numbers than words."""
    for column in range(1, table.width):
        cells = [(read.get((row, column)), texts.get((row, column))) for row in range(heads, table.height)]
        numbers = sum(isinstance(cell, Printed) or cell in {NIL, WITHHELD} for cell, _ in cells)
        if numbers and numbers >= sum(1 for cell, text in cells if text and not cell):
            return column
    return max(1, table.width)


def _years(label: str) -> tuple[int, ...]:
    """The years that a head names; FY19 is 2019."""
    named = [int(year) for year in _YEAR.findall(label)] or [2000 + int(year) for year in _FISCAL.findall(label)]
    return tuple(dict.fromkeys(named))


def _kind(label: str, cells: list[Printed]) -> str:
    percent = sum(cell.unit == "percent" for cell in cells)
    if any(cell.unit in {"pp", "bp"} for cell in cells):
        return OTHER
    if cells and 2 * percent > len(cells):
        return PERCENT
    if OTHER_WORDS.search(label):
        return OTHER
    if PERCENT_WORDS.search(label) and not any(cell.unit in CURRENCIES.values() for cell in cells):
        return PERCENT
    if PER_UNIT_WORDS.search(label):
        return PER_UNIT
    if CHANGE_WORDS.search(label):
        return CHANGE
    return COUNT if COUNT_WORDS.search(label) else AMOUNT


def _columns(table: DocumentTable, texts: _Texts, grid: TableGrid, heads: int, first: int) -> list[GridLine]:
    """The columns with numbers, called what stands above them; a head over several columns belongs to each."""
    found = []
    carried = [""] * heads
    for column in range(first, table.width):
        words = []
        for row in range(heads):
            text = texts.get((row, column), "")
            # A head that is printed once for the columns to its right, as where merged cells are not marked.
            if text:
                carried[row] = "" if _years(text) and len(text) <= _ONE_YEAR else text
            elif row < heads - 1 and any(texts.get((below, column)) for below in range(row + 1, heads)):
                text = carried[row]
            if text and text not in words:
                words.append(text)
        cells = [cell for at, cell in grid.at.items() if at[1] == column and isinstance(cell, Printed)]
        if not cells:
            continue
        own = [
            word for word in words if not any(pattern.fullmatch(word.strip("() .$€£’'inI")) for pattern, _ in _SCALES)
        ]
        label = " ".join(own)
        years = _years(label)
        found.append(GridLine(column, label, _kind(label, cells), years=years))
    return found


def _rows(table: DocumentTable, texts: _Texts, grid: TableGrid, heads: int, first: int) -> list[GridLine]:
    found: list[GridLine] = []
    section, fresh = "", True
    for row in range(heads, table.height):
        label = " ".join(dict.fromkeys(texts[row, column] for column in range(first) if texts.get((row, column))))
        cells = [cell for at, cell in grid.at.items() if at[0] == row]
        if not cells:
            if label:
                section, fresh = label.rstrip(":"), True
            continue
        numbers = [cell for cell in cells if isinstance(cell, Printed)]
        of_which = bool(OF_WHICH_WORDS.search(label))
        kind = _kind(label, numbers)
        in_words = kind in {PER_UNIT, PERCENT} and kind != _kind("", numbers)
        found.append(GridLine(row, label, kind, section, first=fresh, of_which=of_which, in_words=in_words))
        fresh = False
    return found
