"""SDMX-CSV 1.0 and 2.x, and what agencies write like it: a row an observation, components in any order."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.problem_words import cut, shown, unknown
from reconcile.reading.reported_ledgers import some
from reconcile.reading.sdmx.component_roles import AREA, ATTRIBUTES, FREQUENCY, MEASURE
from reconcile.reading.sdmx.csv_heads import FLOW, KIND, TIME_COLUMN, VALUE, column_ids, separator_of
from reconcile.reading.sdmx.observations import ACTIONS, DELETES, Message, Observation, agency_of

__all__ = ["read_csv_message"]

_STRUCTURE, _NAME, _ACTION = "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"
_SERVICE = (FLOW, KIND, _STRUCTURE, _NAME, _ACTION)
_LABEL = ": "  # between a code and its label; in a head without the space, too
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
_TOLD = 20  # rows of which it is told what is wrong


@dataclass
class _Rows:
    """The rows of a file while they are read."""

    file: str
    names: list[str]  # the ids of the columns
    labelled: list[bool]
    comma: bool  # whether a value may have a decimal comma
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0

    def tell(self, line: int, message: str) -> None:
        self.wrong += 1
        if self.wrong <= _TOLD:
            self.problems.append(Problem(self.file, line, message))

    def at(self, name: str) -> int:
        return self.names.index(name) if name in self.names else -1


def read_csv_message(data: bytes, file: str, source: str) -> Message:
    """Read the observations of a message; a LedgerError with all problems at once."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LedgerError([Problem(file, None, f"byte {error.start + 1:,} is no UTF-8; save it as UTF-8")]) from None
    separator = separator_of(text.splitlines()[0])
    read = _read_rows(text, file, separator)
    if read.at(VALUE) < 0:
        found = some([cut(name) for name in read.names])
        said = f"no column is {VALUE}, the value of each observation; found {found}"
        read.problems.insert(0, Problem(file, 1, said))
    message = Message(file, source)
    kept = list(_kept(read, message))
    if read.wrong > _TOLD:
        read.problems.append(Problem(file, None, f"and {read.wrong - _TOLD} more rows that cannot be read"))
    if read.problems:
        raise LedgerError(read.problems)
    if read.comma:
        message.said.append("commas in values are read as decimal commas, since semicolons part the cells")
    _add_observations(read, kept, message)
    return message


def _read_rows(text: str, file: str, separator: str) -> _Rows:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        head = next(reader)
    except csv.Error as error:
        raise LedgerError([Problem(file, 1, f"is no CSV: {error}")]) from None
    names = column_ids(head)
    read = _Rows(file, names, [":" in cell for cell in head], separator == ";")
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    if twice and _NAME not in names:
        read.problems.append(Problem(file, 1, f"column {shown(twice[0])} stands twice in the head"))
    line = reader.line_num + 1
    try:
        for row in reader:
            if row and len(row) != len(head):
                read.tell(line, f"has {len(row)} cells, and the head {len(head)}; is the file whole?")
            elif row:
                read.rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        read.tell(line, f"is no CSV: {error}; is the file whole?")
    read.comma = separator == ";" and any(_COMMA.fullmatch(row[read.at(VALUE)].strip()) for _, row in read.rows)
    return read


def _kept(read: _Rows, message: Message) -> Iterator[tuple[int, list[str]]]:
    """The rows that report something, their cells without labels; and whose message it is."""
    flow = read.at(_STRUCTURE) if read.at(_STRUCTURE) >= 0 else read.at(FLOW)
    action, time, value = read.at(_ACTION), read.at(TIME_COLUMN), read.at(VALUE)
    flows: dict[str, None] = {}
    for line, row in read.rows:
        cells = [
            _plain(cell, _LABEL if at in {flow, time} else ":") if labelled else cell.strip()
            for at, (cell, labelled) in enumerate(zip(row, read.labelled, strict=True))
        ]
        if flow >= 0:
            flows[cells[flow]] = None
        if action >= 0 and cells[action] not in {"", *ACTIONS}:
            read.tell(line, unknown("ACTION", cells[action], ACTIONS[:5]))
            continue
        if action >= 0 and cells[action] in DELETES:
            message.deleted += 1
            continue
        if value >= 0 and read.comma and _COMMA.fullmatch(cells[value]):
            cells[value] = cells[value].replace(",", ".")
        yield line, cells
    agencies = {agency_of(one) for one in flows}
    message.agency = agencies.pop() if len(agencies) == 1 else ""
    message.title = some(list(flows)) if flows else ""


def _plain(cell: str, mark: str) -> str:
    return cell.partition(mark)[0].strip()


def _add_observations(read: _Rows, rows: Sequence[tuple[int, list[str]]], message: Message) -> None:
    columns = _components(read)
    key, attributes = _sorted_columns(read, columns, [cells for _, cells in rows])
    flow = read.at(_STRUCTURE) if read.at(_STRUCTURE) >= 0 else read.at(FLOW)
    if flow >= 0 and len({cells[flow] for _, cells in rows}) > 1:
        key = [flow, *key]
    names = {at: FLOW if at == flow else read.names[at] for at in (*key, *attributes)}
    time, value = read.at(TIME_COLUMN), read.at(VALUE)
    for line, cells in rows:
        message.observations.append(
            Observation(
                key=tuple((names[at], cells[at]) for at in key),
                time=cells[time] if time >= 0 else "",
                value=cells[value],
                attributes={names[at]: cells[at] for at in attributes if cells[at]},
                line=line,
            )
        )


def _components(read: _Rows) -> list[int]:
    """The columns of components, without those that hold the name of the one before."""
    components = [at for at, name in enumerate(read.names) if name not in _SERVICE]
    return components[::2] if _NAME in read.names else components


def _sorted_columns(read: _Rows, columns: Sequence[int], rows: Sequence[list[str]]) -> tuple[list[int], list[int]]:
    """The columns of the key, and those of attributes.

    A head does not tell them apart. Attributes are those known by their names, those with words in their cells, and
    what stands behind time and value; but where rows would then be the same, that belongs to the key.
    """
    end = max(read.at(TIME_COLUMN), read.at(VALUE))
    key: list[int] = []
    behind: list[int] = []
    for at in columns:
        name = read.names[at]
        if name in {TIME_COLUMN, VALUE} or name in ATTRIBUTES:
            continue
        if name not in {*FREQUENCY, *AREA, *MEASURE} and any(re.search(r"[\s,;]", cells[at]) for cells in rows):
            continue
        (key if at < end else behind).append(at)
    told = [*key, read.at(TIME_COLUMN)] if read.at(TIME_COLUMN) >= 0 else key
    if behind and len({tuple(cells[at] for at in told) for cells in rows}) < len(rows):
        key += behind
    return key, [at for at in columns if at not in key and read.names[at] not in {TIME_COLUMN, VALUE}]
