"""What tells one cell from another: who says it, of what, when, where and how."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.exact.columns import Bools, Ints
from reconcile.ledger.store.codes import Codes
from reconcile.ledger.store.row_sets import held

ACROSS = -1  # in place of a source's code: the view of all sources


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
    """The keys of cells, each column made when it is first asked for; −1 for the number 1."""

    def __init__(self, store: Store, lead: Ints | None, across: Bools) -> None:
        self._store = store
        self._lead = lead  # None where each claim of the store is a cell, in order
        self._across = across

    @cached_property
    def source(self) -> Ints:
        if self._across.strides == (0,) and len(self._across):
            return np.full(len(self._across), ACROSS) if self._across[0] else self._of(self._store.source)
        return np.asarray(np.where(self._across, ACROSS, self._of(self._store.source)), dtype=np.int64)

    @cached_property
    def status(self) -> Ints:
        return self._of(self._store.status)

    @cached_property
    def measure(self) -> Ints:
        return self._of(self._store.measure)

    @cached_property
    def place(self) -> Ints:
        return self._of(self._store.place)

    @cached_property
    def period(self) -> Ints:
        return self._of(self._store.period)

    @cached_property
    def stat(self) -> Ints:
        return self._of(self._store.stat)

    @cached_property
    def base(self) -> Ints:
        return self._of(self._store.base)

    def _of(self, column: Codes) -> Ints:
        if self._lead is None:
            return column.code
        if not len(column.code):
            return np.full(len(self._lead), -1, dtype=np.int64)
        return held(column.code, self._lead)


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
        return np.concatenate((own, everyone, np.array([-1], dtype=own.dtype)))
