"""Tables that have types: pandas frames, Parquet files, and whatever speaks Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from reconcile.errors import Problem
from reconcile.ledger.columns import NUMBERS, OWN
from reconcile.ledger.draft import Table, Typed
from reconcile.ledger.tables import from_frame, read_parquet

NEEDS_ARROW = "this frame is read through Arrow, which needs pyarrow: pip install 'reconcile-claims[parquet]'"


_ROWS = 2**18  # of a table at a time


def typed_file(path: Path, file: str) -> Typed | None:
    """A Parquet file; None where it is something else, or cannot be read at all."""
    if path.suffix.lower() != ".parquet" or not path.is_file():
        return None
    try:
        table = Parquet(path)
    except (ImportError, OSError, ValueError, NotImplementedError):
        return None  # reading it as text says why
    if len(set(table.names)) < len(table.names):
        return None
    return Typed(table, partial(_parquet_as_text, path, file), file, 1)


class Parquet:
    """A Parquet file, its names as dictionaries."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self.path = path
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            self._rows = file.metadata.num_rows
        self.names = list(schema.names)
        self._texts = [field.name for field in schema if _is_text(field.type) and field.name not in {OWN, *NUMBERS}]

    def rows(self) -> int:
        return self._rows

    def pieces(self, names: list[str]) -> Iterator[Any]:
        import pyarrow.parquet as pq

        try:
            with pq.ParquetFile(self.path, read_dictionary=self._texts) as file:
                yield from _ahead(file.iter_batches(_ROWS, columns=names))
        except (OSError, ValueError, NotImplementedError):
            yield None  # as above


def _ahead(pieces: Iterator[Any]) -> Iterator[Any]:
    """The same pieces, of which the next is read while one is worked on."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = reader.submit(next, pieces, None)
            yield piece


def _parquet_as_text(path: Path, file: str, problems: list[Problem]) -> Table | None:
    return read_parquet(path, file, problems)


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


class Frame:
    """A frame of pandas, or a table of Arrow."""

    def __init__(self, table: Any, names: list[str]) -> None:
        self.table = table
        self.names = names

    def rows(self) -> int:
        return len(self.table)

    def pieces(self, names: list[str]) -> Iterator[Any]:
        if isinstance(self.table, pd.DataFrame):
            return (self.table[names].iloc[start : start + _ROWS] for start in range(0, len(self.table), _ROWS))
        return iter(self.table.select(names).to_batches(max_chunksize=_ROWS))


def as_frame(table: Any) -> Any:
    """A table as a pandas frame of Arrow's types; what is none stays as it is."""
    if isinstance(table, pd.DataFrame) or table is None:
        return table
    given = _arrow_table(table)
    if given is None:
        return table
    import pyarrow as pa

    decoded = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in given.columns
    ]
    return pa.table(decoded, names=given.column_names).to_pandas(types_mapper=pd.ArrowDtype)


def _arrow_table(table: Any) -> Any:
    """A pandas frame as it is, other frames as an Arrow table; None for what is no frame."""
    if isinstance(table, pd.DataFrame):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        return None
    import pyarrow as pa

    return table if isinstance(table, pa.Table) else pa.RecordBatchReader.from_stream(table).read_all()


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
