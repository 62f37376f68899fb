"""Typed tables in pieces of few rows, so that what is read is gone before it needs much room."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.ledger.arrow import is_text
from reconcile.ledger.blocks import cores, stretched
from reconcile.ledger.columns import NUMBERS, OWN

_ROWS = 2**18  # of a table at a time
_MANY = 2**20  # rows from which lots are read beside each other


class Lot(NamedTuple):
    """Rows that follow each other, in pieces."""

    number: int
    begin: int  # its first row
    pieces: Iterator[Any]  # frames or Arrow batches of few rows; None where they cannot be read so


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
            schema, self._told = file.schema_arrow, file.metadata
        self._rows = int(self._told.num_rows)
        groups = [self._told.row_group(one).num_rows for one in range(self._told.num_row_groups)]
        self._groups = np.array(groups, dtype=np.int64)
        self._all: list[Any] | None = None  # the pieces of a small file, which is read once
        self.names = list(schema.names)
        self._texts = names_of(schema)

    def rows(self) -> int:
        return self._rows

    def lots(self, names: list[str]) -> list[Lot]:
        begins = np.cumsum(self._groups) - self._groups
        number = begins * (cores() if self._rows > _MANY else 1) // max(self._rows, 1)
        lots = [np.flatnonzero(number == one) for one in np.unique(number)] or [np.zeros(0, dtype=np.int64)]
        return [
            Lot(number, int(begins[groups[:1]].sum()), self._pieces(names, groups.tolist(), alone=len(lots) == 1))
            for number, groups in enumerate(lots)
        ]

    def _pieces(self, names: list[str], groups: list[int], *, alone: bool) -> Iterator[Any]:
        import pyarrow.parquet as pq

        few = self._rows <= _ROWS
        if few and self._all is not None:
            yield from self._all
            return
        try:
            with pq.ParquetFile(self.path, metadata=self._told, read_dictionary=self._texts) as file:
                wanted = self.names if few else names
                pieces = file.iter_batches(_ROWS, row_groups=groups, columns=wanted, use_threads=alone)
                if few:
                    self._all = list(pieces)
                    yield from self._all
                else:
                    yield from ahead(pieces) if alone else pieces
        except (OSError, ValueError, NotImplementedError):
            yield None


class Frame:
    """A frame of pandas, or a table of Arrow."""

    def __init__(self, table: Any, names: list[str]) -> None:
        self.table = table
        self.names = names

    def rows(self) -> int:
        return len(self.table)

    def lots(self, names: list[str]) -> list[Lot]:
        table = self.table[names] if isinstance(self.table, pd.DataFrame) else self.table.select(names)
        stretches = _halves(len(self.table))
        return [Lot(number, one[0], _sliced(table, *one)) for number, one in enumerate(stretches)]


def _halves(rows: int) -> list[tuple[int, int]]:
    """Rows in as many stretches as there are processors, where they are very many."""
    return stretched(rows, _ROWS, cores()) if rows > _MANY else [(0, rows)]


def _sliced(table: Any, begin: int, end: int) -> Iterator[Any]:
    """Some rows of a frame or a table, piece by piece."""
    if isinstance(table, pd.DataFrame):
        return (table.iloc[start : min(start + _ROWS, end)] for start in range(begin, end, _ROWS))
    return iter(table.slice(begin, end - begin).to_batches(max_chunksize=_ROWS))


def names_of(schema: Any) -> list[str]:
    """The columns of names in an Arrow schema, which are read as dictionaries."""
    return [field.name for field in schema if is_text(field.type) and field.name not in {OWN, *NUMBERS}]
