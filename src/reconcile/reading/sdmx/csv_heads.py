"""The first row of a table: whether it is that of a message in SDMX-CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from reconcile.ledger.reading.opening import opened
from reconcile.reading.sdmx.observations import code_of

__all__ = ["FLOW", "KIND", "TIME_COLUMN", "VALUE", "begins_message", "column_ids", "is_csv_message", "separator_of"]

VALUE, TIME_COLUMN = "OBS_VALUE", "TIME_PERIOD"
FLOW, KIND = "DATAFLOW", "STRUCTURE"  # the first column, of versions 1.0 and 2.x
_SEPARATORS = ",;\t"
_INNER = re.compile(r"\[.\]$")  # what parts several values in one cell stands behind the name of the column
_HEAD = 2**16  # bytes within which the first row ends


def begins_message(path: Path) -> bool:
    """Whether a file begins as a message; one that cannot be opened does not."""
    try:
        with opened(path, None) as stream:
            return is_csv_message(stream.read(_HEAD))
    except (OSError, ValueError):  # what is no path at all, too
        return False


def is_csv_message(data: bytes) -> bool:
    """Whether the head is of a message: DATAFLOW or STRUCTURE first, or both OBS_VALUE and TIME_PERIOD.

    >>> is_csv_message(b"DATAFLOW,FREQ,TIME_PERIOD,OBS_VALUE"), is_csv_message(b"source,measure,period,value")
    (True, False)
    """
    lines = data[:_HEAD].decode("utf-8-sig", errors="replace").splitlines()
    return bool(lines and separator_of(lines[0]))


def separator_of(line: str) -> str:
    """What parts the cells of a head; "" where it is the head of no message."""
    for one in _SEPARATORS:
        try:
            names = column_ids(next(csv.reader([line], delimiter=one), []))
        except csv.Error:
            continue
        if len(names) > 1 and (names[0] in {FLOW, KIND} or {VALUE, TIME_COLUMN} <= set(names)):
            return one
    return ""


def column_ids(head: Iterable[str]) -> list[str]:
    """The ids of columns, without labels and without what parts the values in their cells.

    >>> column_ids(["STRUCTURE[;]", "REF_AREA: Reference area", "OBS_VALUE"])
    ['STRUCTURE', 'REF_AREA', 'OBS_VALUE']
    """
    return [_INNER.sub("", code_of(cell)) for cell in head]
