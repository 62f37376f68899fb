"""Typed tables in pieces of few rows, so that what is read is gone before it needs much room."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd

from reconcile.ledger.columns import NUMBERS, OWN

_ROWS = 2**18  # of a table at a time


def ahead(pieces: Iterator[Any]) -> Iterator[Any]:
    """The same pieces, of which the next is read while one is worked on."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = reader.submit(next, pieces, None)
            yield piece


class Parquet:
    """A Parquet file, its names as dictionaries."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self.path = path
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            self._rows = int(file.metadata.num_rows)
        self.names = list(schema.names)
        self._texts = [field.name for field in schema if _is_text(field.type) and field.name not in {OWN, *NUMBERS}]

    def rows(self) -> int:
        return self._rows

    def pieces(self, names: list[str]) -> Iterator[Any]:
        import pyarrow.parquet as pq

        try:
            with pq.ParquetFile(self.path, read_dictionary=self._texts) as file:
                yield from ahead(file.iter_batches(_ROWS, columns=names))
        except (OSError, ValueError, NotImplementedError):
            yield None  # as above


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


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
