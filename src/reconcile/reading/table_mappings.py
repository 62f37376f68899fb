"""Mapping files: how a workbook or a message is read, for people to mend, and read again in place of guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from reconcile.documents.document import Document, DocumentTable
from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.nodes import Fields, Keyed, Listing, Node, Place, TextNode
from reconcile.ledger.reading.opening import whole_file
from reconcile.ledger.reading.problem_words import file_shown, shown, unknown
from reconcile.ledger.reading.yaml import read_yaml
from reconcile.ledger.writing.files import scalar
from reconcile.reading.published_tables import GuessedReadings
from reconcile.reading.sheet_readings import SheetReading

__all__ = ["TableMapping", "mapping_of_message", "mapping_of_workbook", "read_mapping", "readings_of"]

_KEYS = ("file", "language", "unit_mult", "sheets", "rules")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_HEAD = """\
# How {file} is read. Mend what is wrong; then: reconcile audit {name}
file: {file}
"""
_SHEETS = """\
language: {language}  # in which numbers are printed

# Of each sheet the columns and rows with figures, and what they say of them: measure, period, area, status, unit, or a
# dimension of any name. A cell is a figure where a column and a row that stand here cross; take away what is none.
sheets:
"""
_RULES = """
# What always holds between measures, one relation a line.
rules: []
#  - {example}
"""


class MappedSheet(NamedTuple):
    """What a mapping says of a sheet: of its columns and rows, by what a spreadsheet calls them."""

    place: Place
    columns: Mapping[str, dict[str, str]]
    rows: Mapping[str, dict[str, str]]


class TableMapping(NamedTuple):
    """What a mapping file says."""

    path: Path  # of the file that it is about
    file: str  # its own name
    language: str
    unit_mult: str
    sheets: Mapping[str, MappedSheet]
    rules: list[object]


def mapping_of_workbook(document: Document, guessed: GuessedReadings, name: str, language: str) -> str:
    """Write down how the sheets of a workbook are read by their looks."""
    text = _HEAD.format(file=scalar(document.name), name=scalar(name)) + _SHEETS.format(language=language)
    for note in guessed.left_out:
        text += f"  # {note}\n"
    for table in document.tables:
        reading = guessed.sheets.get(table.name)
        if reading is None:
            continue
        columns, rows = _names(table)
        text += f"  {scalar(table.name)}:  # {'; '.join(reading.said)}\n    columns:\n"
        text += "".join(_line(columns[at], of) for at, of in reading.columns.items())
        text += "    rows:\n" + "".join(_line(rows[at], of) for at, of in reading.rows.items())
    measures = [of["measure"] for one in guessed.sheets.values() for of in [*one.rows.values(), *one.columns.values()]
                if "measure" in of]  # fmt: skip
    return text + _RULES.format(example=" + ".join(measures[:2]) + " = total")


def mapping_of_message(file: str, name: str) -> str:
    """Write down what can be said of a message of SDMX."""
    said = '# What UNIT_MULT means where nobody knows what the agency means by it: scaled or applied.\nunit_mult: ""\n'
    return _HEAD.format(file=scalar(file), name=scalar(name)) + said + _RULES.format(example="total = a + b")


def _line(name: str, of: Mapping[str, str]) -> str:
    said = ", ".join(f"{scalar(key)}: {scalar(text)}" for key, text in of.items() if text)
    return f"      {name}: {{{said}}}\n"


def _names(table: DocumentTable) -> tuple[dict[int, str], dict[int, str]]:
    """What a spreadsheet calls each column and row of a table."""
    columns: dict[int, str] = {}
    rows: dict[int, str] = {}
    for cell in table.cells:
        if found := _CELL.fullmatch(cell.name):
            columns[cell.column], rows[cell.row] = found[1], found[2]
    return columns, rows


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping file; a LedgerError with all problems at once."""
    file = file_shown(path.name)
    problems: list[Problem] = []
    try:
        node = read_yaml(whole_file(path, None), file, problems)
    except OSError as error:
        raise LedgerError([Problem(file, None, error.strerror or str(error))]) from None
    if node is None:
        raise LedgerError(problems)
    fields = Fields.of_file(node, f"a mapping, {file}", _KEYS, problems)
    named = fields.text("file")
    if not named or Path(named).name != named or named.startswith("."):
        message = f"file {shown(named)}: expected the name of a file that stands beside the mapping"
        problems.append(fields.place_of("file").problem(message))
    sheets = {
        name: MappedSheet(place, _lanes(one, name, "columns", problems), _lanes(one, name, "rows", problems))
        for name, (place, one) in fields.mapping("sheets").items()
    }
    rules = [_plain(one) for one in fields.items("rules")]
    if problems:
        raise LedgerError(problems)
    language = fields.text("language") or "en"
    return TableMapping(path.parent / named, file, language, fields.text("unit_mult"), sheets, rules)


def _lanes(node: Node, sheet: str, part: str, problems: list[Problem]) -> dict[str, dict[str, str]]:
    """What the columns, or the rows, of a sheet say, by their names."""
    fields = Fields(node, f"sheet {shown(sheet)}", ("columns", "rows"), [] if part == "rows" else problems)
    found: dict[str, dict[str, str]] = {}
    for name, (place, one) in fields.mapping(part).items():
        if not isinstance(one, Keyed):
            problems.append(place.problem(f"{part[:-1]} {shown(name)} must be a mapping, such as {{measure: exports}}"))
            continue
        own = Fields(one, f"{part[:-1]} {shown(name)}", tuple(one.entries), problems)
        found[name] = {key: own.text(key) for key in one.entries if own.text(key)}
    return found


def _plain(node: Node) -> object:
    if isinstance(node, TextNode):
        return node.text
    if isinstance(node, Listing):
        return [_plain(one) for one in node.items]
    return {name: _plain(one) for name, one in node.entries.items()}


def readings_of(mapping: TableMapping, document: Document) -> dict[str, SheetReading]:
    """How the sheets of a workbook are read; a LedgerError where the mapping names what is not there."""
    problems: list[Problem] = []
    tables = {table.name: table for table in document.tables}
    found: dict[str, SheetReading] = {}
    for name, (place, columns, rows) in mapping.sheets.items():
        if name not in tables:
            problems.append(place.problem(unknown("sheet", name, list(tables))))
            continue
        of_columns, of_rows = ({text: at for at, text in names.items()} for names in _names(tables[name]))
        for what, given, known in (("column", columns, of_columns), ("row", rows, of_rows)):
            missed = [one for one in given if one not in known]
            problems += [place.problem(f"sheet {shown(name)} has no {what} {shown(one)} with a cell") for one in missed]
        if not (columns and rows):
            problems.append(place.problem(f"sheet {shown(name)} needs columns and rows, which cross at its figures"))
        elif not (_all_say("measure", columns.values()) or _all_say("measure", rows.values())):
            problems.append(place.problem(f"sheet {shown(name)}: every column, or every row, needs a measure"))
        else:
            found[name] = SheetReading(
                {of_rows[one]: of for one, of in rows.items() if one in of_rows},
                {of_columns[one]: of for one, of in columns.items() if one in of_columns},
                [f"as {mapping.file} says"],
            )
    if not mapping.sheets:
        message = "names no sheet, and of a workbook only those that it names are read"
        problems.append(Problem(mapping.file, None, message))
    if problems:
        raise LedgerError(problems)
    return found


def _all_say(key: str, lanes: Iterable[Mapping[str, str]]) -> bool:
    return all(of.get(key) for of in lanes)
