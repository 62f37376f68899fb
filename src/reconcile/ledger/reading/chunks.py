"""Tables in chunks of few rows, so that what is read is gone before it needs much room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple, Protocol

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array
from reconcile.exact.parallel import cores, stretched
from reconcile.ledger.store.columns import NUMBERS, OWN, is_text

_ROWS = 2**18  # of a table at a time
_MANY = 2**20  # rows from which lots are read beside each other


class UnreadableError(Exception):
    """A table of which some rows cannot be read after all."""


class Lot(NamedTuple):
    """Rows that follow each other, in chunks."""

    number: int
    begin: int  # its first row
    chunks: Iterator[Any]  # frames, tables or Arrow batches of few rows; raises UnreadableError


class Tabular(Protocol):
    """A table with columns of any type."""

    @property
    def names(self) -> list[str]: ...

    @property
    def files(self) -> str | Sequence[str]:
        """The file of all rows, or one a row."""

    @property
    def lines(self) -> int | Array:
        """The line of each row, or of the first where all follow each other."""

    def rows(self) -> int: ...

    def lots(self, names: list[str]) -> list[Lot]:
        """Some of its columns, in lots that may be read beside each other; only the sources may be asked for again."""


def ahead(chunks: Iterator[Any]) -> Iterator[Any]:
    """The same chunks, of which the next is read while one is worked on."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield chunk


class Chunks:
    """Rows that were read already, in chunks; those of one file are gone when they have been worked on."""

    def __init__(self, names: list[str], chunks: list[Any], files: str | Sequence[str], lines: int | Array) -> None:
        self.names = names
        self.files = files
        self.lines = lines
        self._chunks = chunks
        self._rows = sum(map(len, chunks))

    def rows(self) -> int:
        return self._rows

    def lots(self, names: list[str]) -> list[Lot]:
        return [Lot(0, 0, iter(self._chunks) if names == ["source"] else self._last())]

    def _last(self) -> Iterator[Any]:
        if not isinstance(self.files, str):  # few, and asked for again where another table turns out unreadable
            yield from self._chunks
            return
        while self._chunks:
            yield self._chunks.pop(0)


class Parquet:
    """A Parquet file, its names as dictionaries."""

    lines = 1

    def __init__(self, opened: Callable[[], BinaryIO], file: str) -> None:
        import pyarrow.parquet as pq

        self.files = file
        self._open = opened
        with opened() as stream, pq.ParquetFile(stream) as read:
            schema, self._told = read.schema_arrow, read.metadata
        self._rows = int(self._told.num_rows)
        groups = [self._told.row_group(one).num_rows for one in range(self._told.num_row_groups)]
        self._groups = np.array(groups, dtype=np.int64)
        self._all: Arriving | None = None  # of a small file, which is read once
        self.names = list(schema.names)
        self._texts = names_of(schema)

    def rows(self) -> int:
        return self._rows

    def lots(self, names: list[str]) -> list[Lot]:
        begins = np.cumsum(self._groups) - self._groups
        number = begins * (cores() if self._rows > _MANY else 1) // max(self._rows, 1)
        lots = [np.flatnonzero(number == one) for one in np.unique(number)] or [np.zeros(0, dtype=np.int64)]
        return [
            Lot(number, int(begins[groups[:1]].sum()), self._chunks(names, groups.tolist(), alone=len(lots) == 1))
            for number, groups in enumerate(lots)
        ]

    def _chunks(self, names: list[str], groups: list[int], *, alone: bool) -> Iterator[Any]:
        if self._rows > _ROWS:
            with self._opened() as file:
                chunks = file.iter_batches(_ROWS, row_groups=groups, columns=names, use_threads=alone)
                yield from ahead(chunks) if alone else chunks
        elif self._rows:
            sources_first = sorted(self.names, key=lambda name: name != "source")
            self._all = self._all or Arriving(self._columns, sources_first)
            yield self._all

    def _columns(self, names: list[str]) -> Any:
        with self._opened() as file:
            return file.read(names, use_threads=False)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        import pyarrow.parquet as pq

        try:
            with (
                self._open() as stream,
                pq.ParquetFile(stream, metadata=self._told, read_dictionary=self._texts) as file,
            ):
                yield file
        except (OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(str(error)) from error


class Arriving:
    """The rows of a small file, of which half of the columns are being read while the others are worked on."""

    def __init__(self, read: Callable[[list[str]], Any], names: list[str]) -> None:
        half = (len(names) + 1) // 2
        self._names = names[:half]
        reader = ThreadPoolExecutor(1)
        self._others = reader.submit(read, names[half:])
        reader.shutdown(wait=False)
        self._first = read(self._names)

    def __len__(self) -> int:
        return len(self._first)

    def __getitem__(self, name: str) -> Any:
        return (self._first if name in self._names else self._others.result())[name]


class Frame:
    """A frame of pandas, or a table of Arrow."""

    lines = 1

    def __init__(self, table: Any, names: list[str], file: str) -> None:
        self.table = table
        self.names = names
        self.files = file

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
    """Some rows of a frame or a table, chunk by chunk."""
    if isinstance(table, pd.DataFrame):
        return (table.iloc[start : min(start + _ROWS, end)] for start in range(begin, end, _ROWS))
    return iter(table.slice(begin, end - begin).to_batches(max_chunksize=_ROWS))


def names_of(schema: Any) -> list[str]:
    """The columns of names in an Arrow schema, which are read as dictionaries."""
    return [field.name for field in schema if is_text(field.type) and field.name not in {OWN, *NUMBERS}]
