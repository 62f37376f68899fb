"""Tables that have types: pandas frames, Parquet files, and whatever speaks Arrow."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.arrow import plain, plain_type
from reconcile.ledger.reading.chunks import Frame, Parquet
from reconcile.ledger.reading.csv_chunks import LARGE, Csv
from reconcile.ledger.reading.draft import Table, Typed
from reconcile.ledger.reading.tables import from_frame, read_csv, read_parquet

_FIRST = 2  # the line of a CSV file's first row


def typed_file(opened: Callable[[], BinaryIO], file: str, *, parquet: bool) -> Typed | None:
    """A Parquet file, or a large CSV file; None where it is something else, or cannot be read at all."""
    try:
        if parquet:
            table: Parquet | Csv = Parquet(opened)
        else:
            with opened() as stream:
                if os.fstat(stream.fileno()).st_size < LARGE:
                    return None
            table = Csv(opened)
    except (ImportError, OSError, ValueError, NotImplementedError):
        return None  # reading it as text says why
    if not table.names or len(set(table.names)) < len(table.names):
        return None
    if isinstance(table, Csv):
        return Typed(table, partial(_read_large, table, opened, file), file, _FIRST)
    return Typed(table, partial(read_parquet, opened, file), file, 1)


def _read_large(table: Csv, opened: Callable[[], BinaryIO], file: str, problems: list[Problem]) -> Table | None:
    """The cells of a large CSV file as text; row by row where a reader could take them for others."""
    texts = table.texts()
    if texts is None:
        return read_csv(opened, file, problems)
    return Table(texts, file, np.arange(_FIRST, len(texts) + _FIRST))


def typed_frame(table: Any, file: str, problems: list[Problem]) -> Typed | None:
    """A frame, or anything that speaks Arrow; None, with the problem said, where it is neither."""
    given = _arrow_table(table)
    if given is None:
        from_frame(table, file, problems)
        return None
    names = list(given.columns if isinstance(given, pd.DataFrame) else given.column_names)
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        from_frame(as_frame(given), file, problems)
        return None
    return Typed(Frame(given, names), lambda found: from_frame(as_frame(given), file, found), file, 1)


def as_frame(table: Any) -> Any:
    """A table as a pandas frame of Arrow's types; what is none stays as it is."""
    if isinstance(table, pd.DataFrame) or table is None:
        return table
    given = _arrow_table(table)
    if given is None:
        return table
    import pyarrow as pa

    columns = [pa.chunked_array(map(plain, column.chunks), plain_type(column.type)) for column in given.columns]
    return pa.table(columns, names=given.column_names).to_pandas(types_mapper=pd.ArrowDtype)


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
