"""Sheets as they are published, read as wide tables: heads of several rows, years across or down, units in heads.

What is told from looks is said in words, a sentence a sheet; what cannot be told is left out, and said as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.documents.document import Document, DocumentTable
from reconcile.errors import LedgerError, Problem
from reconcile.exact.columns import Array
from reconcile.language.digits import fold
from reconcile.language.figures import FigureError, read_unit
from reconcile.language.periods import ALL_TIME, PeriodError, read_period
from reconcile.language.spellings import sdmx_spelling
from reconcile.ledger.reading.problem_words import shown
from reconcile.ledger.store.columns import KNOWN
from reconcile.reading.flagged_cells import FlaggedNumber, read_flagged
from reconcile.reading.reported_ledgers import some
from reconcile.reading.sheet_readings import SheetReading, claims_of_sheet
from reconcile.reading.table_grid import AMOUNT, COUNT, PERCENT, GridLine, TableGrid, read_grid
from reconcile.reading.wide_frames import WideCells, WideClaims

__all__ = ["GuessedReadings", "PublishedTables", "guessed_readings", "published_tables"]

_NO_NAME = re.compile(r"\W+")
_NO_VALUE = re.compile(r"[\[\],=]+")
_NOTE = re.compile(r"(?:\s*(?:[*†‡§#¹²³⁴⁵⁶⁷⁸⁹⁰]+|\([0-9]{1,2}\)|\[[0-9]{1,2}\]))+$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_YEAR = re.compile(r"(?:19[5-9][0-9]|20[0-9]{2})")
_PART = re.compile(
    r"\b(?:q[1-4]|[1-4]q|h[12]|quarters?|months?|weeks?|half|halves|ended|ending|year to date|ytd|fy|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_MEASURES = 12  # of measures, which rules are written with
_LONGEST = 60  # characters of a label in a measure's name


class PublishedTables(NamedTuple):
    """The claims of all sheets with their cells, what measures are called in print, and how it was read."""

    claims: WideClaims
    titles: dict[str, str]
    read_as: tuple[str, ...]


class _JoinedCells(WideCells):
    """The cells of several sheets, one after the other."""

    def __init__(self, parts: Sequence[WideCells]) -> None:
        self.parts = parts
        self.ends = np.cumsum([len(part) for part in parts])

    def __len__(self) -> int:
        return int(self.ends[-1])

    def __getitem__(self, claim: Any) -> Any:
        if isinstance(claim, slice):
            return [self[one] for one in range(*claim.indices(len(self)))]
        part, number = self._part(claim)
        return part[number]

    @property
    def lines(self) -> Array:
        return np.zeros(len(self), dtype=np.int64)

    def problem(self, claim: int, message: str) -> Problem:
        part, number = self._part(claim)
        return part.problem(number, message)

    def _part(self, claim: int) -> tuple[WideCells, int]:
        which = int(np.searchsorted(self.ends, claim, side="right"))
        part = self.parts[which]
        return part, int(claim) - int(self.ends[which]) + len(part)


def published_tables(
    document: Document, source: str, language: str = "en", readings: Mapping[str, SheetReading] | None = None
) -> PublishedTables:
    """Read the sheets of a workbook; raises a LedgerError where none holds a table with numbers.

    `readings` say how by the names of sheets, of which no other is read; without them that is guessed.
    """
    if readings is None:
        guessed = guessed_readings(document, language)
        readings, titles, notes = guessed.sheets, guessed.titles, list(guessed.left_out)
    else:
        titles, notes = {}, []
    parts: list[WideClaims] = []
    for table in document.tables:
        if table.name in readings:
            reading = replace(readings[table.name], said=list(readings[table.name].said))
            made = claims_of_sheet(_without_flags(table, language), reading, document.name, source, language)
            if len(readings) > 1:
                made.frame.insert(0, "sheet", table.name)
            parts.append(made)
            notes.append(f"sheet {shown(table.name)}: {'; '.join(reading.said)}")
    frame = pd.concat([part.frame.astype("str") for part in parts], ignore_index=True).fillna("")
    dimensions = tuple(dict.fromkeys(name for name in frame.columns if name not in KNOWN))
    unreported = tuple(dict.fromkeys(name for part in parts for name in part.unreported))
    cells = _JoinedCells([part.cells for part in parts])
    return PublishedTables(WideClaims(frame, cells, dimensions, unreported), titles, tuple(notes))


class GuessedReadings(NamedTuple):
    """How sheets are read by their looks, what measures are called in print, and which hold no table."""

    sheets: dict[str, SheetReading]
    titles: dict[str, str]
    left_out: tuple[str, ...]


def guessed_readings(document: Document, language: str = "en") -> GuessedReadings:
    """Tell from its looks how each sheet of a workbook is read; a LedgerError where none holds a table with numbers."""
    sheets: dict[str, SheetReading] = {}
    titles: dict[str, str] = {}
    left_out: list[str] = []
    for table in document.tables:
        plain = _without_flags(table, language)
        sheet = _Sheet(plain, read_grid(plain, language))
        if sheet.grid.rows and sheet.grid.columns:
            sheets[table.name] = sheet.reading()
            titles |= sheet.titles
        else:
            left_out.append(f"sheet {shown(table.name)}: no table with numbers below a head, left out")
    if not sheets:
        raise LedgerError([Problem(document.name, None, "no sheet holds a table with numbers below a head")])
    return GuessedReadings(sheets, titles, tuple(left_out))


@dataclass
class _Sheet:
    """A sheet while it is read."""

    table: DocumentTable
    grid: TableGrid
    titles: dict[str, str] = field(default_factory=dict)  # of measures, as they are printed
    said: list[str] = field(default_factory=list)

    def reading(self) -> SheetReading:
        """What its rows and columns say."""
        labels, values = self._lanes()
        across = {column.index: _period(column.label) for column in values}
        levels = [column for column in values if column.kind in {AMOUNT, COUNT}]
        body = {column: self._filled(column, last=column == labels[-1]) for column in labels}
        if levels and all(across[column.index][0] for column in levels):
            return self._across(values, across)
        return self._down(labels, values, body)

    def _lanes(self) -> tuple[list[int], list[GridLine]]:
        """The columns of labels, to which a column of years belongs, and those of numbers."""
        first = min(column.index for column in self.grid.columns)
        labels, values = list(range(first)), list(self.grid.columns)
        heads = min(row.index for row in self.grid.rows)
        names = self._labels([column.index for column in values], heads)
        values = [replace(column, label=name) for column, name in zip(values, names, strict=True)]
        while len(values) > 1 and all(
            _YEAR.fullmatch(self._text(row.index, values[0].index)) for row in self.grid.rows
        ):
            labels += range(labels[-1] + 1, values.pop(0).index + 1)
        self.said.append(f"the table begins in row {heads + 1}")
        return labels, values

    def _labels(self, columns: list[int], heads: int) -> list[str]:
        """What stands above each column; a head that stands once holds for the columns to its right as well.

        So does a year, where parts of it stand below. What stands over all columns is a title.
        """
        lanes: list[list[str]] = [[] for _ in columns]
        for row in range(heads):
            texts = [self._text(row, column) for column in columns]
            below = [[self._text(lower, column) for lower in range(row + 1, heads)] for column in columns]
            carried = ""
            for number, text in enumerate(texts):
                carried = text or carried
                lower = [one for one in below[number] if one]
                if not text and lower and not (_YEAR.fullmatch(carried) and not _PART.search(lower[0])):
                    texts[number] = carried
            if len(columns) == 1 or len(set(texts)) > 1 or _YEAR.search(texts[0]):
                for lane, text in zip(lanes, texts, strict=True):
                    lane.extend([text] if text and text not in lane else [])
        return [" ".join(lane) for lane in lanes]

    def _text(self, row: int, column: int) -> str:
        cell = self.table.at.get((row, column))
        return fold(cell.text) if cell else ""

    def _filled(self, column: int, *, last: bool) -> list[str]:
        """What a column of labels says of each row: but for the last one, what stands above holds on."""
        found, above = [], ""
        for row in self.grid.rows:
            text = self._text(row.index, column)
            above = text or above
            found.append(text if last else above)
        return found

    def _head(self, column: int) -> str:
        """The words above a column of labels: the lowest."""
        first = min(row.index for row in self.grid.rows)
        return next((text for row in range(first - 1, -1, -1) if (text := self._text(row, column))), "")

    def _across(self, values: list[GridLine], across: dict[int, tuple[str, str]]) -> SheetReading:
        """Rows are measures, and columns periods."""
        dated = [column for column in values if across[column.index][0]]
        left = [column.label or f"column {column.index + 1}" for column in values if column not in dated]
        names = self._measures(self.grid.rows)
        said: dict[int, dict[str, str]] = {}
        rest = {across[column.index][1] for column in dated}
        for column in dated:
            period, words = across[column.index]
            said[column.index] = {"period": period}
            if len(rest) > 1:
                said[column.index]["column"] = words or period
        self.said.append(
            f"periods across, {some([across[column.index][0] for column in dated])}; "
            f"measures are the rows: {some(names, _MEASURES)}"
        )
        if left:
            self.said.append(f"left out, since it is no level of a period: {some([shown(one) for one in left])}")
        rows = {
            row.index: {"measure": name} | self._unit_of(row) for row, name in zip(self.grid.rows, names, strict=True)
        }
        return SheetReading(rows, said, self.said)

    def _down(self, labels: list[int], values: list[GridLine], body: dict[int, list[str]]) -> SheetReading:
        """Columns are measures, and rows what they are of."""
        own: dict[str, list[str]] = {}
        for column in labels:
            texts = body[column]
            periods = [_period(text)[0] for text in texts]
            name = _NO_VALUE.sub("", _plain(self._head(column)).lower()) or "row"
            if all(periods) and "period" not in own:
                own["period"] = periods
                self.said.append(f"periods in column {column + 1}")
            elif "period" in own and all(
                _period(f"{year} {text}")[0] for year, text in zip(own["period"], texts, strict=True)
            ):
                own["period"] = [_period(f"{year} {text}")[0] for year, text in zip(own["period"], texts, strict=True)]
                self.said.append(f"parts of the period in column {column + 1}")
            elif name == "area" or name not in KNOWN:
                own[name if name not in own else f"{name} {column + 1}"] = [_NO_VALUE.sub(" ", text) for text in texts]
                self.said.append(f"column {column + 1} is {name}")
        names = self._measures(values)
        columns = {
            column.index: {"measure": name} | self._unit_of(column) for column, name in zip(values, names, strict=True)
        }
        rows = {
            row.index: {name: texts[number] for name, texts in own.items()} for number, row in enumerate(self.grid.rows)
        }
        self.said.append(f"measures are the columns: {some(names, _MEASURES)}")
        return SheetReading(rows, columns, self.said)

    def _measures(self, lines: Sequence[GridLine]) -> list[str]:
        """A name for each line that a rule can hold, with its section where two have one."""
        plain = [_plain(line.label) or f"line {line.index + 1}" for line in lines]
        names: list[str] = []
        for line, label in zip(lines, plain, strict=True):
            own = f"{_plain(line.section)} {label}" if plain.count(label) > 1 and line.section else label
            name = _NO_NAME.sub("_", own)[:_LONGEST].strip("_") or f"line_{line.index + 1}"
            name = f"line_{name}" if name[0].isdigit() else name
            name = f"{name}_{line.index + 1}" if name in names else name
            names.append(name)
            self.titles.setdefault(name, fold(line.label) or name)
        return names

    def _unit_of(self, line: GridLine) -> dict[str, str]:
        """The unit that a line's label shows, else that of the whole table, which is one of amounts."""
        if line.kind == PERCENT:
            return {"unit": "percent"}
        for words in _BRACKETS.findall(line.label):
            unit = words.strip().removeprefix("in ").strip()
            if len(unit) > 1 and _is_unit(unit):
                return {"unit": str(unit)}
        unit = f"{self.grid.scale} {self.grid.currency}".strip() if line.kind == AMOUNT else ""
        return {"unit": unit} if unit else {}


def _without_flags(table: DocumentTable, language: str) -> DocumentTable:
    """A table whose numbers are without the letters and stars behind them."""
    cells = []
    for cell in table.cells:
        read = read_flagged(cell.text, language)
        flag = read.flag if isinstance(read, FlaggedNumber) else ""
        text = fold(cell.text)
        cells.append(replace(cell, text=text.removesuffix(flag).rstrip()) if flag else cell)
    return replace(table, cells=tuple(cells))


def _plain(label: str) -> str:
    """A label without its unit and the marks of its footnotes."""
    text = fold(label)
    for words in _BRACKETS.finditer(text):
        if _is_unit(words[1].strip().removeprefix("in ").strip()):
            text = text.replace(words[0], " ")
    return fold(_NOTE.sub("", text)).strip(" ,;:")


def _is_unit(text: str) -> bool:
    try:
        return bool(text) and read_unit(text) is not None
    except FigureError:
        return False


def _period(label: str) -> tuple[str, str]:
    """The period that a label names, "" where it names none or several, and its other words."""
    text = _plain(label)
    for whole in (text, sdmx_spelling(text)):
        try:
            if whole and (period := read_period(whole).text) != ALL_TIME:
                return period, ""
        except PeriodError:
            continue
    years = _YEAR.findall(text)
    rest = fold(_YEAR.sub(" ", text)).strip(" ,;:-–")
    if len(years) == 1 and rest and not _PART.search(rest) and not re.search(r"\d", rest):
        return years[0], _NO_VALUE.sub(" ", rest)
    # A part of a year below its year, among other words: "Exports 2024 Q1".
    found = re.search(r"(?:19[5-9][0-9]|20[0-9]{2})\s*[QqHh][1-4]|[QqHh][1-4]\s*(?:19[5-9][0-9]|20[0-9]{2})", text)
    spelled = sdmx_spelling(found[0]) if found and len(years) == 1 else ""
    return (spelled, fold(text.replace(found[0], " ")).strip(" ,;:-–")) if found and spelled else ("", "")
