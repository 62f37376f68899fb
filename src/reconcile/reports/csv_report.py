"""The findings as CSV, for people who open it in a spreadsheet.

Programs should read the JSON. A cell that a spreadsheet would take for a formula is made text by an apostrophe before
it; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import chain
from typing import TYPE_CHECKING

from reconcile.auditing import Entry
from reconcile.reports.claim_parts import mending_words
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.auditing import Result

COLUMNS = (
    *("finding", "check", "verdict", "accepted", "rule", "quantity", "status", "sources", "claims", "message"),
    *("residual", "allowed", "excess", "excess_units", "unit", "repairs", "quotes", "file", "line"),
)

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# At the beginning of a cell; and behind a semicolon or a bar, which part cells where a spreadsheet reads them so.
_FORMULA = re.compile("(^|[;|]) *(?=[=+@＝＋＠−－-])")


def to_csv(result: Result, *, verbose: bool = False) -> str:  # noqa: ARG001 - every finding is a row in any case
    """A row for each finding, in the order of the checks, below the names of the columns."""
    return "".join(csv_pieces(result))


def csv_pieces(result: Result) -> Iterator[str]:
    """The same row by row: a finding is put into words when its row is asked for, and forgotten after it."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    rows = (map(cell, _row(entry)) for entry in result.entries())
    for row in chain([COLUMNS], rows):
        writer.writerow(row)
        yield table.getvalue()
        table.seek(0)
        table.truncate()


def cell(text: str | None) -> str:
    """What a spreadsheet shows as this text, whatever it looks like.

    >>> cell("=1+1"), cell("-100000000"), cell("-5/6"), cell(None)
    ("'=1+1", '-100000000', "'-5/6", '')
    """
    if text is None or _NUMBER.fullmatch(text):
        return text or ""
    return _FORMULA.sub(r"\1'", visible(text))


def _row(entry: Entry) -> Iterator[str | None]:
    yield from (entry.finding, entry.check, entry.verdict, entry.accepted, entry.rule)
    yield ", ".join(f"{name}={value}" for name, value in entry.quantity.items())
    yield from (entry.status, ", ".join(entry.sources), ", ".join(entry.claims), entry.message)
    yield from (entry.residual, entry.allowed, entry.excess, entry.excess_units, entry.unit)
    yield ", or ".join(map(mending_words, entry.repairs))
    yield " / ".join(f"“{part['quote']}”" for part in entry.evidence if part["quote"])
    yield from (entry.file, str(entry.line) if entry.line else None)
