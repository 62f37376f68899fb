"""Claims and sources as tables: CSV as text with line numbers, Parquet and frames by their types."""

from __future__ import annotations

import csv
import io
from array import array
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pandas as pd

from reconcile.errors import Problem
from reconcile.ledger.reading.draft import Table
from reconcile.ledger.reading.nodes import Place
from reconcile.ledger.reading.problem_words import cut, shown
from reconcile.ledger.store.columns import TEXT, ColumnError, text_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEEDS_PYARROW = "Parquet needs pyarrow: pip install pyarrow"

MOST_COLUMNS = 1000
_CHUNK = 50_000  # rows held as Python objects at a time
_REASON = 200  # characters of another library's words


def read_csv(opened: Callable[[], BinaryIO], file: str, problems: list[Problem]) -> Table | None:
    """Read a CSV file as text, each row with the line it begins in; None where it cannot be read.

    Python's own reader and not pandas': it keeps line numbers through quoted line breaks, and says which rows
    are too short or too long.
    """
    found = len(problems)
    lines = array("q")
    try:
        with opened() as data, io.TextIOWrapper(data, encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            if not _is_header(header, Place(file, 1), problems):
                return None
            rows = _rows(reader, header, lines, file, problems)
            chunks = list(_columns(rows, len(header)))
    except UnicodeDecodeError:
        problems.append(_undecodable(opened, file))
    except csv.Error as error:
        problems.append(Problem(file, reader.line_num, f"not CSV that can be read: {error}"))
    except OSError as error:
        problems.append(Problem(file, None, error.strerror or str(error)))
    if len(problems) > found:
        return None
    frame = pd.DataFrame({name: pd.concat([chunk[n] for chunk in chunks]) for n, name in enumerate(header)})
    return Table(frame.reset_index(drop=True), file, np.frombuffer(lines, dtype=np.int64).copy())


def _is_header(header: list[str], place: Place, problems: list[Problem]) -> bool:
    if not header:
        problems.append(place.problem("the file is empty: the first line names the columns"))
    for separator in (";", "\t"):
        if len(header) == 1 and separator in header[0]:
            problems.append(place.problem(f"columns are separated by {separator!r}; a ledger's CSV uses commas"))
            return False
    if len(header) > MOST_COLUMNS:
        problems.append(place.problem(_too_many(len(header))))
        return False
    twice = {name for name, count in Counter(header).items() if count > 1}
    problems += [place.problem(f"column {shown(name)} is there twice") for name in sorted(twice)]
    return bool(header) and not twice


def _too_many(columns: int) -> str:
    return f"{columns} columns, and no table of a ledger has more than {MOST_COLUMNS}"


def _rows(
    reader: Iterator[list[str]], header: list[str], lines: array[int], file: str, problems: list[Problem]
) -> Iterator[list[str]]:
    before = reader.line_num  # type: ignore[attr-defined]  # csv.reader's type is private
    for row in reader:
        line, before = before + 1, reader.line_num  # type: ignore[attr-defined]  # as above
        if len(row) == len(header):
            lines.append(line)
            yield row
        elif row:
            problems.append(Problem(file, line, f"{len(row)} cells in a row, but {len(header)} columns"))


def _columns(rows: Iterator[list[str]], width: int) -> Iterator[list[pd.Series]]:
    """Columns of text, a chunk of rows at a time, at least one chunk."""
    chunk: list[list[str]] = []
    yield [pd.Series([], dtype=TEXT)] * width
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield [pd.Series(column, dtype=TEXT) for column in zip(*chunk, strict=True)]
            chunk = []
    if chunk:
        yield [pd.Series(column, dtype=TEXT) for column in zip(*chunk, strict=True)]


def _undecodable(opened: Callable[[], BinaryIO], file: str) -> Problem:
    """Find the line, which a stream that is decoded in blocks does not know."""
    with opened() as stream:
        data = stream.read()
    good = data.decode("utf-8-sig", errors="surrogateescape")
    bad = next(number for number, character in enumerate(good) if "\udc80" <= character <= "\udcff")
    return Problem(file, good.count("\n", 0, bad) + 1, f"not UTF-8 text: byte {ord(good[bad]) - 0xDC00:#04x}")


def read_parquet(opened: Callable[[], BinaryIO], file: str, problems: list[Problem]) -> Table | None:
    """Read a Parquet file by its columns' types; None where it cannot be read."""
    try:
        stream = opened()
    except OSError as error:
        problems.append(Problem(file, None, error.strerror or str(error)))
        return None
    try:
        with stream:
            # Arrow's own types: a whole number beside an absent one does not become a float.
            frame = pd.read_parquet(stream, engine="pyarrow", dtype_backend="pyarrow")
    except ImportError:
        problems.append(Problem(file, None, NEEDS_PYARROW))
        return None
    except (OSError, ValueError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        problems.append(Problem(file, None, f"not a Parquet file that can be read: {cut(reason, _REASON)}"))
        return None
    return from_frame(frame, file, problems)


def from_frame(frame: object, file: str, problems: list[Problem]) -> Table | None:
    """Turn a frame's columns into text; the line of a row is its position, counted from 1."""
    if not isinstance(frame, pd.DataFrame):
        problems.append(Problem(file, None, f"expected a pandas DataFrame, found {type(frame).__name__}"))
        return None
    names: list[object] = list(frame.columns)
    if len(names) > MOST_COLUMNS:
        problems.append(Problem(file, None, _too_many(len(names))))
        return None
    odd = [name for name in names if not isinstance(name, str)]
    problems += [Problem(file, None, f"column {shown(str(name))} is not named by text") for name in odd]
    twice = sorted({str(name) for name in names if names.count(name) > 1}) if not odd else []
    problems += [Problem(file, None, f"column {shown(name)} is there twice") for name in twice]
    if odd or twice:
        return None
    columns = {}
    for name in frame.columns:
        try:
            columns[name] = text_column(frame[name])
        except ColumnError as error:
            problems.append(Problem(file, None, f"column {shown(name)} {error}"))
    if len(columns) < len(frame.columns):
        return None
    texts = pd.DataFrame(columns, index=pd.RangeIndex(len(frame)))
    return Table(texts, file, np.arange(1, len(frame) + 1, dtype=np.int64))
