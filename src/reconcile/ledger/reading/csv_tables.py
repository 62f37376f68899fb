"""CSV files as chunks of columns, each row with the line it begins in.

Python's own reader tells what is wrong with a row, and keeps its line through quoted line breaks; it makes an object of
each cell. So Arrow's reader is taken for a large file where both must read the same: every row one line, every quoted
cell quoted as a whole, quotes inside it doubled.
"""

from __future__ import annotations

import csv
import io
import os
from array import array
from collections.abc import Callable, Iterator
from typing import IO, Any, BinaryIO

import numpy as np
import pandas as pd

from reconcile.errors import Problem
from reconcile.ledger.reading.chunks import Chunks, ahead
from reconcile.ledger.reading.nodes import Place
from reconcile.ledger.reading.tables import are_columns
from reconcile.ledger.store.columns import NUMBERS, OWN, TEXT

LARGE_FILE = 2**20  # bytes, from which the columns are worth the reader's start
_BLOCK = 2**24  # bytes at a time
_LONGEST = 2**20  # bytes in a line
_CHUNK = 50_000  # rows held as Python objects at a time
_FIRST = 2  # the line of the first row
_COMMA, _LINE, _RETURN, _QUOTE = b',\n\r"'


def read_csv(opened: Callable[[], BinaryIO], file: str, problems: list[Problem]) -> Chunks | None:
    """Read a CSV file; None where it cannot be read, which the problems say."""
    try:
        with opened() as stream:
            large = os.fstat(stream.fileno()).st_size >= LARGE_FILE
            read = _by_columns(stream, file) if large else None
        return read or _row_by_row(opened, file, problems)
    except UnicodeDecodeError:
        problems.append(_undecodable(opened, file))
    except OSError as error:
        problems.append(Problem(file, None, error.strerror or str(error)))
    return None


def _row_by_row(opened: Callable[[], BinaryIO], file: str, problems: list[Problem]) -> Chunks | None:
    found, lines = len(problems), array("q")
    with opened() as data, io.TextIOWrapper(data, encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
            if not _is_header(header, Place(file, 1), problems):
                return None
            chunks = list(_chunks(_rows(reader, header, lines, file, problems), header))
        except csv.Error as error:
            problems.append(Problem(file, reader.line_num, f"not CSV that can be read: {error}"))
    return Chunks(header, chunks, file, np.frombuffer(lines, dtype=np.int64)) if len(problems) == found else None


def _is_header(header: list[str], place: Place, problems: list[Problem]) -> bool:
    if not header:
        problems.append(place.problem("the file is empty: the first line names the columns"))
    for separator in (";", "\t"):
        if len(header) == 1 and separator in header[0]:
            problems.append(place.problem(f"columns are separated by {separator!r}; a ledger's CSV uses commas"))
            return False
    return bool(header) and are_columns(header, place, problems)


def _rows(reader: Any, header: list[str], lines: array[int], file: str, problems: list[Problem]) -> Iterator[list[str]]:
    before = reader.line_num
    for row in reader:
        line, before = before + 1, reader.line_num
        if len(row) == len(header):
            lines.append(line)
            yield row
        elif row:
            problems.append(Problem(file, line, f"{len(row)} cells in a row, but {len(header)} columns"))


def _chunks(rows: Iterator[list[str]], header: list[str]) -> Iterator[pd.DataFrame]:
    chunk: list[list[str]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield _frame(header, chunk)
            chunk = []
    if chunk:
        yield _frame(header, chunk)


def _frame(header: list[str], rows: list[list[str]]) -> pd.DataFrame:
    return pd.DataFrame({n: pd.Series(c, dtype=TEXT) for n, c in zip(header, zip(*rows, strict=True), strict=True)})


def _undecodable(opened: Callable[[], BinaryIO], file: str) -> Problem:
    """Find the line, which a stream that is decoded in blocks does not know."""
    with opened() as stream:
        data = stream.read()
    good = data.decode("utf-8-sig", errors="surrogateescape")
    bad = next(number for number, character in enumerate(good) if "\udc80" <= character <= "\udcff")
    return Problem(file, good.count("\n", 0, bad) + 1, f"not UTF-8 text: byte {ord(good[bad]) - 0xDC00:#04x}")


def _by_columns(stream: IO[bytes], file: str) -> Chunks | None:
    """All rows by Arrow's reader; None where something is unusual, or it is not there."""
    first = stream.readline(_LONGEST)
    if regular(first) != 1 or not first.endswith(b"\n"):
        return None
    try:
        import pyarrow as pa
        import pyarrow.csv  # that it is there

        header = next(csv.reader([first.decode("utf-8-sig")], strict=True), [])
        if not _is_header(header, Place(file, 1), []):
            return None
        plain, name = {OWN, *NUMBERS}, pa.dictionary(pa.int32(), pa.string())
        kinds = {column: pa.string() if column in plain else name for column in header}
        return Chunks(header, list(ahead(_batches(stream, kinds))), file, _FIRST)
    except (ImportError, ValueError, csv.Error):
        return None


def _batches(stream: IO[bytes], kinds: dict[str, Any]) -> Iterator[Any]:
    """Rows as Arrow batches; raises a ValueError where they must be read one by one."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    convert = arrow.ConvertOptions(column_types=kinds, strings_can_be_null=False)
    read = arrow.ReadOptions(column_names=list(kinds))
    while block := stream.read(_BLOCK):
        block += stream.readline(_LONGEST)
        count = regular(block)
        if count is None or (not block.endswith(b"\n") and stream.read(1)):
            raise ValueError("unusual")
        table = arrow.read_csv(pa.BufferReader(block), read_options=read, convert_options=convert)
        if len(table) != count:
            raise ValueError("rows that are no lines")
        yield from table.to_batches()


def regular(block: bytes) -> int | None:
    """The lines of a block of whole lines, where no reader can take it for other cells; None where some could.

    Quotes come in pairs: one where a cell begins, and the next where it ends, on the same line, or where the next pair
    begins, which is how a quote inside is written. So none is quoted in part.
    """
    ends = int(np.count_nonzero(np.frombuffer(block, dtype=np.uint8) == _LINE))
    if b"\0" in block or (b"\r" in block and block.count(b"\r") != block.count(b"\r\n")):
        return None
    if b'"' in block:
        cells = np.frombuffer(b"\n" + block + b"\n", dtype=np.uint8)
        quotes = np.flatnonzero(cells == _QUOTE)
        before, after = cells[quotes[::2] - 1], cells[quotes[1::2] + 1]
        if len(quotes) % 2 or not ((before == _COMMA) | (before == _LINE) | (before == _QUOTE)).all():
            return None
        if not ((after == _COMMA) | (after == _LINE) | (after == _RETURN) | (after == _QUOTE)).all():
            return None
        if (np.searchsorted(quotes, np.flatnonzero(cells == _LINE)) % 2).any():
            return None
    return ends + (not block.endswith(b"\n"))
