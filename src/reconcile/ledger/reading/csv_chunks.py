"""A large CSV file by columns, where nothing about it is unusual.

Python's own reader tells what is wrong with a row, and keeps its line through quoted line breaks; it makes an object of
each cell. Arrow's reader is taken where both must read the same: every row one line, every quoted cell quoted as a
whole, quotes inside it doubled.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import IO, Any, BinaryIO

import numpy as np
import pandas as pd

from reconcile.ledger.reading.chunks import Lot, ahead
from reconcile.ledger.store.columns import NUMBERS, OWN, TEXT

LARGE = 2**20  # bytes, from which the columns are worth the reader's start
_BLOCK = 2**24  # bytes at a time
_LONGEST = 2**20  # bytes in a line
_COMMA, _LINE, _RETURN, _QUOTE = b',\n\r"'


class Csv:
    """A CSV file, read when its rows are first asked for, and given once."""

    def __init__(self, opened: Callable[[], BinaryIO]) -> None:
        import pyarrow.csv  # noqa: F401  # that it is there

        self._open = opened
        with opened() as stream:
            first = stream.readline(_LONGEST)
        if regular(first) != 1 or not first.endswith(b"\n"):
            raise ValueError
        try:
            self.names = next(csv.reader([first.decode("utf-8-sig")], strict=True), [])
        except csv.Error as error:
            raise ValueError from error
        self._read: list[Any] = []
        self._unusual = False

    def rows(self) -> int | None:
        """How many rows there are; None where something is unusual."""
        import pyarrow as pa

        plain, name = {OWN, *NUMBERS}, pa.dictionary(pa.int32(), pa.string())
        self._take({column: pa.string() if column in plain else name for column in self.names})
        return None if self._unusual else sum(map(len, self._read))

    def texts(self) -> pd.DataFrame | None:
        """All cells as text, a line a row; None where something is unusual."""
        import pyarrow as pa

        if not self._unusual:
            self._take(dict.fromkeys(self.names, pa.large_string()))
        if self._unusual or not self._read:
            return None
        table = pa.Table.from_batches(self._read).combine_chunks()
        self._read = []
        frame: pd.DataFrame = table.to_pandas(types_mapper=lambda _: TEXT, self_destruct=True)
        return frame

    def _take(self, kinds: dict[str, Any]) -> None:
        """Read all rows, and mark it where something is unusual."""
        self._read = []
        try:
            with self._open() as stream:
                stream.readline(_LONGEST)
                for piece in ahead(self._pieces(stream, kinds)):
                    self._unusual = isinstance(piece, str)
                    self._read.append(piece)
        except OSError:
            self._unusual = True

    def lots(self, names: list[str]) -> list[Lot]:
        """Some columns; other columns than the sources only once."""
        return [Lot(0, 0, self._given(names))]

    def _given(self, names: list[str]) -> Iterator[Any]:
        if names == ["source"]:
            yield from self._read
            return
        while self._read:
            yield self._read.pop(0)

    def _pieces(self, stream: IO[bytes], kinds: dict[str, Any]) -> Iterator[Any]:
        """Rows as Arrow batches, and last a word where they must be read one by one."""
        import pyarrow as pa
        from pyarrow import csv as arrow

        convert = arrow.ConvertOptions(column_types=kinds, strings_can_be_null=False)
        read = arrow.ReadOptions(column_names=self.names)
        while block := stream.read(_BLOCK):
            block += stream.readline(_LONGEST)
            count = regular(block)
            if count is None or (not block.endswith(b"\n") and stream.read(1)):
                yield "unusual"
                return
            try:
                table = arrow.read_csv(pa.BufferReader(block), read_options=read, convert_options=convert)
            except pa.ArrowException:
                yield "unreadable"
                return
            if len(table) != count:
                yield "rows that are no lines"
                return
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
