"""All tables of claims as one, by columns: names as codes, numbers, without a Python object a row.

Tables come in chunks, of which each goes to its place at once: claims are in the order of their sources.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from reconcile.errors import Problem
from reconcile.exact.columns import Array
from reconcile.ledger.reading.accumulators import Names, Numbers
from reconcile.ledger.reading.chunks import Lot, Tabular, UnreadableError
from reconcile.ledger.reading.tables import column_of, column_problem, lines_of, unreadable
from reconcile.ledger.store.claim_table import Origin
from reconcile.ledger.store.codes import Codes
from reconcile.ledger.store.columns import NUMBERS, OWN, TEXT, ColumnError, as_series, text_column
from reconcile.ledger.store.decimals import DecimalColumn, FloatColumn
from reconcile.ledger.store.source_order import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_T = TypeVar("_T")


class TableColumns(NamedTuple):
    """Tables by columns, their rows by source and then as they are there."""

    size: int
    names: dict[str, Codes]  # but for the ids and the numbers
    value: FloatColumn | DecimalColumn | None
    ids: pd.Series[str] | None  # as they were given, in the order of the tables
    origin: Origin


class _Stretch(NamedTuple):
    """Some rows of a table, which follow each other."""

    table: Tabular
    lot: Lot
    number: int  # among all parts
    begin: int  # its first row among all


def columns_of(tables: Sequence[Tabular], problems: list[Problem]) -> TableColumns:
    """Take all tables in; one that holds what no text can be made of, or cannot be read, only has its problems told."""
    found: dict[tuple[int, str, int], Problem] = {}  # by table, column and part
    try:
        made = _Reading(tables, found).columns()
    except UnreadableError:
        assert found
    problems += {key[:2]: found[key] for key in sorted(found, reverse=True)}.values()  # of each column the first
    if not found:
        return made
    wrong = {table for table, *_ in found}
    return columns_of([table for number, table in enumerate(tables) if number not in wrong], [])


class _Reading:
    """The tables while they are read."""

    def __init__(self, tables: Sequence[Tabular], found: dict[tuple[int, str, int], Problem]) -> None:
        self.tables = tables
        self.found = found
        rows = [table.rows() for table in tables]
        self.begins = np.cumsum([0, *rows]).tolist()
        self.size = self.begins[-1]

    def columns(self) -> TableColumns:
        sources = self._sources()
        order = Order(sources)
        names = list(dict.fromkeys(name for table in self.tables for name in table.names))
        mixed = len(self.tables) > 1
        read: dict[str, Names | Numbers] = {
            name: Numbers(self.size, mixed=mixed) if name in NUMBERS else Names(self.size)
            for name in names
            if name not in {"source", OWN}
        }

        def take(part: _Stretch) -> list[pd.Series[str]]:
            """Put a part into the columns; the claims' own ids, chunk by chunk."""
            places, ids = order.places(part.begin), []
            for chunk in part.lot.chunks:
                place = places.of_next(len(chunk))
                for name, column in read.items():
                    self._add(column.lot(part.number), part, chunk, name, place)
                if OWN in names:
                    ids.append(self._ids(part, chunk))
            return ids

        ids = [one for each in self._each([name for name in names if name != "source"], take) for one in each]
        made = {name: self._made(name, column) for name, column in read.items() if isinstance(column, Names)}
        value = read.get("value")
        return TableColumns(
            size=self.size,
            names={"source": order.sorted()} | made,
            value=value.made if isinstance(value, Numbers) else None,
            ids=pd.concat(ids, ignore_index=True) if ids else None,
            origin=self._origin(None if order.ordered else sources.code),
        )

    def _sources(self) -> Codes:
        """The sources in the order of the tables, their codes in that of their ids."""
        column = Names(self.size)

        def take(part: _Stretch) -> None:
            begin, mine = part.begin, column.lot(part.number)
            for chunk in part.lot.chunks:
                self._add(mine, part, chunk, "source", slice(begin, begin + len(chunk)))
                begin += len(chunk)

        self._each(["source"], take)
        codes = self._made("source", column)
        return codes.within(tuple(sorted(codes.values)))

    def _each(self, names: list[str], take: Callable[[_Stretch], _T]) -> list[_T]:
        """What comes of every part, which are taken in beside each other."""
        parts: list[_Stretch] = []
        for table, begin in zip(self.tables, self.begins, strict=False):
            mine = [name for name in names if name in table.names]
            parts += [_Stretch(table, lot, len(parts) + lot.number, begin + lot.begin) for lot in table.lots(mine)]
        with ThreadPoolExecutor(max(len(parts), 1)) as pool:
            return list((pool.map if len(parts) > 1 else map)(lambda part: self._taken(part, take), parts))

    def _taken(self, part: _Stretch, take: Callable[[_Stretch], _T]) -> _T:
        try:
            return take(part)
        except UnreadableError as error:
            file = part.table.files if isinstance(part.table.files, str) else ""
            self.found[self.tables.index(part.table), "", part.number] = unreadable(file, str(error))
            raise

    def _add(self, column: Any, part: _Stretch, chunk: Any, name: str, place: Any) -> None:
        if name not in part.table.names:
            column.blank(place, len(chunk))
            return
        try:
            column.add(column_of(chunk, name), place)
        except ColumnError as error:
            self._complain(part.table, name, error, part.number)

    def _ids(self, part: _Stretch, chunk: Any) -> pd.Series[str]:
        try:
            if OWN in part.table.names:
                return text_column(as_series(column_of(chunk, OWN)))
        except ColumnError as error:
            self._complain(part.table, OWN, error, part.number)
        return pd.Series([""], dtype=TEXT).repeat(len(chunk))

    def _made(self, name: str, column: Names) -> Codes:
        try:
            return column.codes()
        except ColumnError as error:
            self._complain(next(table for table in self.tables if name in table.names), name, error, 0)
            return Codes.constant("", self.size)

    def _complain(self, table: Tabular, name: str, error: ColumnError, part: int) -> None:
        file = table.files if isinstance(table.files, str) else ""
        self.found.setdefault((self.tables.index(table), name, part), column_problem(file, name, error))

    def _origin(self, sources: Array | None) -> Origin:
        tables = self.tables
        if len(tables) == 1:
            return Origin(tables[0].files, tables[0].lines, sources, self.size)
        files = [file for t in tables for file in ([t.files] * t.rows() if isinstance(t.files, str) else t.files)]
        lines = np.concatenate([np.zeros(0, dtype=np.int64), *map(lines_of, tables)])
        return Origin(files, lines, sources, self.size)
