"""xBRL-CSV: a file of metadata that says what the cells of tables are, and the tables; each cell becomes a fact."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from reconcile.documents.limits import Allowance
from reconcile.errors import LedgerError, Problem
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.reading.opening import whole_file
from reconcile.ledger.reading.problem_words import cut, file_shown, shown
from reconcile.reading.json_trees import Tree, read_json
from reconcile.reading.reported_numbers import FactError, plain_number
from reconcile.reading.xbrl.json_reports import declared_names, fact_of, without_prefix
from reconcile.reading.xbrl.report_files import name_beside
from reconcile.reading.xbrl.reported_facts import Fact, Report

__all__ = ["csv_period", "read_csv_report"]

_NIL, _NONE, _EMPTY = "#nil", "#none", "#empty"
_OWN_DECIMALS = re.compile(r"(.*[0-9.])\s*d\s*(0|-?[1-9][0-9]*|INF)\s*", re.DOTALL)
_SPAN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
_SHORT = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?|-Q[1-4]|-H[12]|-W[0-9]{2})?)(?:@(start|end))?")
_MIDNIGHT = "T00:00:00"
_OF_WORDS = "language"  # where a whole table says it, it is not said of its numbers
_MERGED = ("tableTemplates", "tables", "dimensions", "parameters")


class _Column(NamedTuple):
    """What the metadata says of a column of a template."""

    about: Tree
    groups: Mapping[str, Tree] | None  # of a column that chooses one of several groups of properties
    chosen_by: tuple[str, ...]  # the columns whose groups say more of a fact

    @property
    def of_facts(self) -> bool:
        return "dimensions" in self.about or bool(self.chosen_by)


@dataclass
class _Table:
    """A table with what is said of it, from the nearest to the farthest."""

    file: str
    columns: Mapping[str, _Column]
    template: Tree
    report: Tree
    parameters: Mapping[str, str]
    problems: list[Problem]
    facts: list[Fact] = field(default_factory=list)
    words: int = 0


def read_csv_report(tree: Tree, file: str, source: str, path: Path) -> Report:
    """Read the tables of a report whose metadata stand at a path; a LedgerError with all problems at once.

    Metadata that it extends, parameters and tables are read where they stand in its folder.
    """
    allowance = Allowance(file)
    problems: list[Problem] = []
    facts: list[Fact] = []
    words = 0
    try:
        whole, more = _extended(tree, path)
        prefixes, references = declared_names(whole)
        tables = _tables(whole, path.parent, problems)
    except FactError as error:
        raise LedgerError([Problem(file, None, str(error))]) from None
    for table, data in tables:
        _read_table(table, data, source, allowance)
        facts += table.facts
        words += table.words
    if problems:
        raise LedgerError(problems)
    said = [f"words and no numbers, not read: {words:,}"] if words else []
    return Report(file, source, without_prefix(facts), said=said, prefixes=prefixes, references=(*references, *more))


def _extended(tree: Tree, path: Path, seen: tuple[str, ...] = ()) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Metadata with those that they extend, and the names of these: what is said of one thing twice is an error."""
    about = dict(_object(tree.get("documentInfo"), "documentInfo"))
    whole = dict(tree) | {"documentInfo": about}
    names: list[str] = []
    for reference in _list(about.get("extends"), "extends"):
        name = name_beside(reference)
        if not name or name in seen or name == path.name:
            raise FactError(f"extends {shown(reference)}, which is no other file of its folder; save them together")
        try:
            other = read_json(whole_file(path.parent / name, path.parent), file_shown(name))
        except OSError as error:
            raise FactError(f"extends {shown(name)}: {error.strerror or error}") from None
        below, further = _extended(other, path.parent / name, (*seen, path.name))
        names += [name, *further]
        for key in _MERGED:
            whole[key] = _both(_object(whole.get(key), key), _object(below.get(key), key), key)
        info = below["documentInfo"]
        about["namespaces"] = _both(
            _object(about.get("namespaces"), "namespaces"), _object(info.get("namespaces"), "namespaces"), "namespaces"
        )
        taxonomy = (_list(one.get("taxonomy"), "taxonomy") for one in (about, info))
        about["taxonomy"] = list(dict.fromkeys(one for listed in taxonomy for one in listed))
        for key in ("decimals", "parameterURL"):
            if key in below:
                whole.setdefault(key, below[key])
    return whole, tuple(names)


def _both(first: Tree, second: Tree, what: str) -> Tree:
    for name in first.keys() & second.keys():
        if first[name] != second[name]:
            raise FactError(f"{what}: {shown(name)} is said in two files of metadata, and differs")
    return {**second, **first}


def _tables(whole: Tree, folder: Path, problems: list[Problem]) -> list[tuple[_Table, bytes]]:
    """The tables that are there, and their bytes."""
    parameters = _texts(whole.get("parameters"), "parameters") | _parameters_file(whole, folder)
    found = []
    for name, given in _object(whole.get("tables"), "tables").items():
        about = _object(given, f"table {cut(name)}")
        url = about.get("url")
        if not isinstance(url, str) or not url:
            raise FactError(f"table {shown(name)} names no 'url', the file that it stands in")
        template = _object(
            _object(whole.get("tableTemplates"), "tableTemplates").get(about.get("template", name)),
            f"the template of table {cut(name)}",
        )
        columns = _object(template.get("columns"), f"columns of the template of table {cut(name)}")
        own = parameters | _texts(about.get("parameters"), f"parameters of table {cut(name)}")
        try:
            data = whole_file(folder / url, folder)
        except FileNotFoundError:
            if about.get("optional") is not True:
                problems.append(Problem(file_shown(url), None, f"is not there, and holds table {cut(name)}"))
            continue
        except OSError as error:
            problems.append(Problem(file_shown(url), None, error.strerror or str(error)))
            continue
        read = {column: _column(column, said) for column, said in columns.items()}
        found.append((_Table(file_shown(url), read, template, whole, own, problems), data))
    return found


def _column(name: str, given: object) -> _Column:
    about = _object(given, f"column {cut(name)}")
    groups = about.get("propertyGroups")
    if groups is not None:
        groups = {one: _object(said, f"group {cut(one)}") for one, said in _object(groups, "propertyGroups").items()}
    return _Column(about, groups, tuple(_list(about.get("propertiesFrom"), "propertiesFrom")))


def _parameters_file(whole: Tree, folder: Path) -> dict[str, str]:
    """The parameters of a report that stand in a table of their own."""
    url = whole.get("parameterURL")
    if url is None:
        return {}
    try:
        rows = list(_rows(whole_file(folder / str(url), folder), file_shown(str(url))))
    except OSError as error:
        raise FactError(f"parameterURL {shown(str(url))}: {error.strerror or error}") from None
    if not rows or rows[0][1] != ["name", "value"] or any(len(row) != 2 for _, row in rows):
        raise FactError(f"parameterURL {shown(str(url))} holds no table of two columns, name and value")
    return {row[0]: row[1] for _, row in rows[1:]}


def _rows(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line in which it begins."""
    reader = csv.reader(io.StringIO(_text(data, file), newline=""), strict=True)
    before = 0
    try:
        for row in reader:
            if any(row):
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise LedgerError([Problem(file, reader.line_num, f"not CSV that can be read: {error}")]) from None


def _text(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LedgerError([Problem(file, line, f"byte {error.start + 1:,} is no {error.encoding}")]) from None


def _read_table(table: _Table, data: bytes, source: str, allowance: Allowance) -> None:
    try:
        rows = _rows(data, table.file)
        line, header = next(rows, (1, []))
        unknown = [name for name in header if name and name not in table.columns]
        if unknown or len(set(header)) < len(header):
            message = f"column {shown(unknown[0])} is none of its template" if unknown else "two columns have one name"
            table.problems.append(Problem(table.file, line, message))
            return
        for number, (at, row) in enumerate(rows, 1):
            allowance.take_cells(len(row))
            if number % 1000 == 0:
                allowance.check_time()
            if any(row[len(header) :]):
                table.problems.append(Problem(table.file, at, "has more cells than the head has columns"))
                continue
            _Row(table, dict(zip(header, row, strict=False)), number, at).add_facts(source)
    except LedgerError as error:
        table.problems += error.problems


@dataclass
class _Row:
    """One row, while its cells become facts."""

    table: _Table
    cells: Mapping[str, str]
    number: int
    line: int

    def add_facts(self, source: str) -> None:
        for name, text in self.cells.items():
            column = self.table.columns.get(name)
            if column is None or not column.of_facts or not text or column.about.get("comment") is True:
                continue
            try:
                self._add(text, column, source)
            except FactError as error:
                self.table.problems.append(Problem(self.table.file, self.line, f"column {cut(name)}: {error}"))

    def _add(self, text: str, column: _Column, source: str) -> None:
        near = [column.about, *self._groups(column)]
        far = [self.table.template, self.table.report]
        own, decimals = self._dimensions(near), self._decimals(near)
        value = _special(text)
        if value is not None and (found := _OWN_DECIMALS.fullmatch(value)) and plain_number(found[1]) is not None:
            value, decimals = found[1], found[2]
        if value is not None and plain_number(value) is None and decimals is None and "unit" not in own:
            self.table.words += 1  # what is said of all columns, a unit and decimals, is not said of words
            return
        inherited = {axis: said for axis, said in self._dimensions(far).items() if axis != _OF_WORDS}
        dimensions = {axis: said for axis, said in (inherited | own).items() if said is not None}
        decimals = self._decimals(far) if decimals is None else decimals
        given = {"value": value, "dimensions": dimensions} | ({} if decimals is None else {"decimals": decimals})
        fact = fact_of(given, source, "")
        if fact is None:
            self.table.words += 1
        else:
            self.table.facts.append(fact._replace(file=self.table.file, line=self.line))

    def _groups(self, column: _Column) -> Iterator[Tree]:
        """The groups of properties that other cells of the row choose for a column."""
        for name in column.chosen_by:
            other, chosen = self.table.columns.get(name), self.cells.get(name, "")
            if other is None or other.groups is None:
                raise FactError(f"takes properties from {shown(name)}, which is no column that chooses a group")
            if not chosen:
                continue
            if chosen not in other.groups:
                known = ", ".join(map(cut, other.groups))
                raise FactError(f"{shown(chosen)} in column {shown(name)} is none of its groups: {known}")
            yield other.groups[chosen]

    def _dimensions(self, given: Sequence[Tree]) -> dict[str, str | None]:
        """What the nearest says of each dimension; None where it says that there is none."""
        found: dict[str, str | None] = {}
        for one in given:
            for axis, text in _object(one.get("dimensions"), "dimensions").items():
                if axis not in found:
                    found[axis] = self._resolved(axis, text)
        return found

    def _resolved(self, axis: str, given: object) -> str | None:
        if not isinstance(given, str):
            raise FactError(f"dimension {shown(axis)} is no text")
        text, edge = self._referred(given)
        if axis == "period" and text:
            return csv_period(text, edge)
        if edge:
            raise FactError(f"dimension {shown(axis)} has no {edge}: only a period has")
        return text

    def _referred(self, given: str) -> tuple[str | None, str]:
        """What a text means that may refer to a cell or a parameter, and which end of it; None for nothing."""
        if not given.startswith("$"):
            return _special(given, none=True), ""
        if given.startswith("$$"):
            return given[1:], ""
        name, _, edge = given[1:].partition("@")
        if edge not in {"", "start", "end"}:
            raise FactError(f"{shown(given)} names neither the start nor the end of a period")
        if name == "rowNumber":
            return str(self.number), edge
        if name in self.cells:
            return _special(self.cells[name], none=True), edge
        if name in self.table.parameters:
            return _special(self.table.parameters[name], none=True), edge
        if name in self.table.columns:
            return None, edge  # a column that this table does not have
        raise FactError(f"{shown(given)} refers to no column and no parameter")

    def _decimals(self, given: Sequence[Tree]) -> str | None:
        """The decimals of whatever is nearest and says any."""
        for one in given:
            if "decimals" in one:
                said = one["decimals"]
                if not isinstance(said, str):
                    raise FactError(f"decimals {shown(str(said))} are neither a whole number nor a reference")
                return self._referred(said)[0]
        return None


def _special(text: str, *, none: bool = False) -> str | None:
    """A cell as it is meant; None for nil, and where ``none`` is allowed for nothing."""
    if none and text in {"", _NONE}:
        return None
    if text == _NIL and not none:
        return None
    if text == _EMPTY:
        return ""
    if text.startswith("##"):
        return text[1:]
    if text.startswith("#"):
        raise FactError(f"{shown(text)} is no cell that xBRL-CSV knows here")
    return text


def csv_period(text: str, edge: str = "") -> str:
    """A period of xBRL-CSV as xBRL-JSON has it; ``edge`` takes the start, or the end, of a stretch.

    A year, half, quarter, month, week or day is all of its days, and so is a first and a last day.

    >>> csv_period("2024-Q4"), csv_period("2024@end"), csv_period("2024-01-01..2024-06-30", "start")
    ('2024-10-01T00:00:00/2025-01-01T00:00:00', '2025-01-01T00:00:00', '2024-01-01T00:00:00')
    """
    span, short = _SPAN.fullmatch(text), _SHORT.fullmatch(text)
    stretch = text
    try:
        if span:
            stretch = _stretch(date.fromisoformat(span[1]), date.fromisoformat(span[2]))
        elif short:
            period = read_period(short[1].replace("-H", "-S"))
            stretch = _stretch(period.start, period.end)
    except (ValueError, OverflowError, PeriodError):
        raise FactError(f"{shown(text)} is no period that there is") from None
    asked = edge or (short[2] if short else "") or ""
    start, slash, end = stretch.partition("/")
    if asked and (not slash or (edge and short and short[2])):
        raise FactError(f"{shown(text)} is one moment, and has no {asked}")
    return {"start": start, "end": end}.get(asked, stretch)


def _stretch(first: date, last: date) -> str:
    return f"{first}{_MIDNIGHT}/{last + timedelta(days=1)}{_MIDNIGHT}"


def _object(given: object, what: str) -> Tree:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise FactError(f"{what} is no object")
    return given


def _list(given: object, what: str) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise FactError(f"{what} is no list of texts")
    return given


def _texts(given: object, what: str) -> dict[str, str]:
    found = _object(given, what)
    if not all(isinstance(one, str) for one in found.values()):
        raise FactError(f"{what}: each is a text")
    return dict(found)
