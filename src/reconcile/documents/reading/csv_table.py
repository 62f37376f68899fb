"""CSV as a table that people look at: every cell as it is printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from reconcile.documents.document import Cell, Document, DocumentTable
from reconcile.documents.kept_text import keep
from reconcile.documents.limits import Allowance, refused
from reconcile.documents.reading.plain_text import decoded

_SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 100  # rows from which the separator is told


def read_csv_table(data: bytes, name: str, allowance: Allowance) -> Document:
    """Read a table with commas, semicolons, tabs or bars between its cells, whichever divides its first rows alike."""
    text = decoded(data, name)
    try:
        cells = tuple(_cells(text, _separator(text), allowance))
    except csv.Error as error:
        raise refused(name, f"is not CSV that can be read: {error}") from None
    return keep(name, "csv", [DocumentTable(cells)])


def _cells(text: str, separator: str, allowance: Allowance) -> Iterator[Cell]:
    for row, fields in enumerate(_rows(text, separator)):
        allowance.take_cells(len(fields))
        for column, field in enumerate(fields):
            if field.strip():
                yield Cell(field, row, column)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The one by which most rows have equally many cells, and more than one; of several the one with most cells."""

    def fit(separator: str) -> tuple[int, int]:
        widths: list[int] = []
        try:
            for _, row in zip(range(_LOOKED_AT), _rows(text, separator), strict=False):
                if row:
                    widths.append(len(row))
        except csv.Error:
            return 0, 0
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(common), common) if common > 1 else (0, 0)

    return max(_SEPARATORS, key=fit)
