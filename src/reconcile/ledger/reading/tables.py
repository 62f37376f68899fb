"""Tables of claims and of sources: Parquet files, pandas frames, and whatever speaks Arrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.exact.columns import Array
from reconcile.ledger.reading.chunks import Frame, Parquet, Tabular
from reconcile.ledger.reading.nodes import Place
from reconcile.ledger.reading.problem_words import cut, shown
from reconcile.ledger.store.columns import TEXT, ColumnError, as_series, text_column, unchunked

NEEDS_PYARROW = "Parquet needs pyarrow: pip install pyarrow"

MOST_COLUMNS = 1000
_REASON = 200  # characters of another library's words


class Sheet(NamedTuple):
    """A small table as texts, and the place of each row."""

    frame: pd.DataFrame
    origin: pd.DataFrame


def are_columns(names: Sequence[object], place: Place, problems: list[Problem]) -> bool:
    """Whether a table can have columns of these names; the problems say why it cannot."""
    if len(names) > MOST_COLUMNS:
        problems.append(place.problem(f"{len(names)} columns, and no table of a ledger has more than {MOST_COLUMNS}"))
        return False
    wrong = [f"column {shown(str(name))} is not named by text" for name in names if not isinstance(name, str)]
    if not wrong:
        twice = sorted(name for name, count in Counter(map(str, names)).items() if count > 1)
        wrong = [f"column {shown(name)} is there twice" for name in twice]
    problems += map(place.problem, wrong)
    return not wrong


def read_parquet(opened: Callable[[], BinaryIO], file: str, problems: list[Problem]) -> Tabular | None:
    """Read a Parquet file's columns; None where it cannot be read, which the problems say."""
    try:
        table = Parquet(opened, file)
    except ImportError:
        problems.append(Problem(file, None, NEEDS_PYARROW))
        return None
    except (OSError, ValueError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None)  # of the file's system, and not of Arrow
        problems.append(Problem(file, None, reason) if reason else unreadable(file, str(error) or type(error).__name__))
        return None
    return table if are_columns(table.names, Place(file), problems) else None


def unreadable(file: str, reason: str) -> Problem:
    return Problem(file, None, f"not a Parquet file that can be read: {cut((reason.splitlines() or [''])[0], _REASON)}")


def from_frame(given: Any, file: str, problems: list[Problem]) -> Tabular | None:
    """Take a frame, or anything that speaks Arrow; None, with the problem said, where it is neither."""
    table = _arrow_table(given)
    if table is None:
        problems.append(Problem(file, None, f"expected a pandas DataFrame, found {type(given).__name__}"))
        return None
    names = list(table.columns if isinstance(table, pd.DataFrame) else table.column_names)
    return Frame(table, names, file) if are_columns(names, Place(file), problems) else None


def _arrow_table(table: Any) -> Any:
    """A pandas frame as it is, other frames as an Arrow table; None for what is no frame."""
    if isinstance(table, pd.DataFrame):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        return None
    try:
        import pyarrow as pa
    except ImportError:
        raise LedgerError(
            [Problem("frames", None, "a table that speaks Arrow needs pyarrow: pip install pyarrow")]
        ) from None

    return table if isinstance(table, pa.Table) else pa.RecordBatchReader.from_stream(table).read_all()


def column_of(chunk: Any, name: str) -> Any:
    """A column of a chunk as a series of pandas, or as one array of Arrow."""
    column = chunk[name]
    if isinstance(column, pd.Series):
        if not isinstance(column.dtype, pd.ArrowDtype):
            return column
        column = column.array.__arrow_array__()  # type: ignore[attr-defined]  # of Arrow's own types
    return unchunked(column) if hasattr(column, "chunks") else column


def column_problem(file: str, name: str, error: ColumnError) -> Problem:
    return Problem(file, None, f"column {shown(name)} {error}")


def as_sheet(table: Tabular, problems: list[Problem]) -> Sheet | None:
    """All cells as texts; None where a column holds what no text can be made of."""
    columns, file = {}, table.files if isinstance(table.files, str) else ""
    chunks = [chunk for lot in table.lots(table.names) for chunk in lot.chunks]
    for name in table.names:
        try:
            texts = [text_column(as_series(column_of(chunk, name))) for chunk in chunks]
            columns[name] = pd.concat(texts, ignore_index=True) if texts else pd.Series([], dtype=TEXT)
        except ColumnError as error:
            problems.append(column_problem(file, name, error))
    if len(columns) < len(table.names):
        return None
    return Sheet(pd.DataFrame(columns), origin_frame(table.files, lines_of(table), table.rows()))


def lines_of(table: Tabular) -> Array:
    """The line of each row."""
    return table.lines + np.arange(table.rows()) if isinstance(table.lines, int) else table.lines


def origin_frame(files: str | Sequence[str], lines: Array, rows: int) -> pd.DataFrame:
    each = [files] * rows if isinstance(files, str) else files
    return pd.DataFrame({"file": pd.Series(each, dtype="str"), "line": pd.array(lines, dtype="Int64")})
