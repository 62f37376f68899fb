"""What tells one cell from another: who says it, of what, when, where and how."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from reconcile.checks.engine.table import ABSENT, CellTable
from reconcile.exact.columns import Array, Ints
from reconcile.ledger.store.codes import Codes


class Keys(NamedTuple):
    """What tells one cell from another, as parallel columns of codes."""

    source: Ints
    status: Ints
    measure: Ints
    place: Ints
    period: Ints
    stat: Ints
    base: Ints


class CellKeys:
    """The keys of a table's cells, each column made when it is first asked for."""

    def __init__(self, table: CellTable, base: Codes, lead: Callable[[], Ints]) -> None:
        self._table, self._base, self._lead = table, base, lead

    @cached_property
    def source(self) -> Ints:
        return self._of(self._table.ways.source)

    @cached_property
    def status(self) -> Ints:
        return self._of(self._table.ways.status)

    @cached_property
    def measure(self) -> Ints:
        return self._of(self._table.ways.measure)

    @cached_property
    def stat(self) -> Ints:
        return self._of(self._table.ways.stat)

    @cached_property
    def place(self) -> Ints:
        return self._table.place()

    @cached_property
    def period(self) -> Ints:
        return self._table.period()

    @cached_property
    def base(self) -> Ints:
        return self._base.at(self._lead())

    def at(self, cells: Ints) -> Keys:
        """Those of some cells."""
        ways, row = self._table.ways, self._table.row[cells]
        place, period = self._table.spots(self._table.column[cells])
        codes = (column[row] for column in (ways.source, ways.status, ways.measure, ways.stat))
        source, status, measure, stat = codes
        return Keys(source, status, measure, place, period, stat, self._base.at(self._lead()[cells]))

    def _of(self, column: Ints) -> Ints:
        if len(column) and (column == column[0]).all():
            return np.broadcast_to(column[:1], len(self._table))
        return column[self._table.row]


class BothKeys:
    """The keys of two tables of cells, one after the other, and of the number 1."""

    def __init__(self, own: CellKeys, everyone: CellKeys) -> None:
        self._tables = own, everyone

    @cached_property
    def source(self) -> Ints:
        return self._of("source")

    @cached_property
    def status(self) -> Ints:
        return self._of("status")

    @cached_property
    def measure(self) -> Ints:
        return self._of("measure")

    @cached_property
    def place(self) -> Ints:
        return self._of("place")

    @cached_property
    def period(self) -> Ints:
        return self._of("period")

    @cached_property
    def stat(self) -> Ints:
        return self._of("stat")

    @cached_property
    def base(self) -> Ints:
        return self._of("base")

    def _of(self, name: str) -> Ints:
        own, everyone = (getattr(table, name) for table in self._tables)
        return np.concatenate((own, everyone, np.array([ABSENT])))


class KeyedCells(Protocol):
    """Whatever stands at keys like cells do, in a table whose last row is the number 1."""

    @property
    def keys(self) -> Keys | CellKeys | BothKeys: ...

    def __len__(self) -> int: ...

    def of_measure(self, measure: int) -> Array:
        """The rows of a measure, in order; none of one that nobody speaks of."""
