"""The views that checks look at: each source by itself, and all sources together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.cells import Cells, Judged
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.grid import Scaled, scaled_one
from reconcile.checks.engine.keys import BothKeys, CellKeys
from reconcile.checks.engine.table import CellTable
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.ledger.store.row_sets import held


class Tables(NamedTuple):
    """The cells of a store in the views that checks look at."""

    across: Callable[[], Cells]  # all sources' claims that take part in arithmetic
    both: Both  # each source's, then all sources', also what is set aside; last the number 1


def tables(store: Store) -> Tables:
    """Group the claims by quantity, statistic and view.

    Claims with digits beyond their decimals take no part. In ``both`` they are cells of their own where a view has
    nothing else: what is set aside is not the same as what nobody reports. A cell that holds others is set aside with
    them: which of its claims is right, nobody can tell.
    """
    both = every_cell(store)
    return Tables(lambda: _usable(both), both)


def every_cell(store: Store) -> Both:
    """The cells of every view, of single sources first, then of all together; the number 1 last."""
    return Both(store, _usable_column(store))


def _usable(both: Both) -> Cells:
    cells, excess = both.everyone, both.store.figures.excess
    if nowhere(excess):
        return cells
    return Cells(both.store, cells.table.only(~held(excess, cells.lead)), twice=both.twice)


def _usable_column(store: Store) -> Bools | None:
    excess = store.figures.excess
    return None if nowhere(excess) else ~excess


def _left_out(table: CellTable, usable: Bools | None) -> Bools | None:
    """The cells of which some claim is not usable; None where all are."""
    return None if usable is None else np.logical_or.reduceat(~usable[table.order], table.starts)


def nowhere(column: Bools) -> bool:
    """Whether it is nowhere so."""
    return not (column[0] if column.strides == (0,) and len(column) else column.any())


class Both(Cells):
    """Each source's cells, then those of all sources, then the number 1; each column is made when it is asked for."""

    def __init__(self, store: Store, usable: Bools | None, own: Cells | None = None) -> None:
        self.store = store
        self._usable = usable
        self.own = Cells(store, store.table.but(usable), aside=_left_out(store.table, usable)) if own is None else own

    @property
    def single(self) -> bool:
        return False

    def __len__(self) -> int:
        return len(self.own) + len(self.everyone) + 1

    @cached_property
    def twice(self) -> bool:
        """Whether a source reports something more than once."""
        return len(self.own.several) > 0

    @cached_property
    def everyone(self) -> Cells:
        latest, usable = self.store.latest, self._usable
        aside = None if usable is None else _left_out(self.store.table.merged(latest), usable)
        return Cells(self.store, self.own.table.merged(latest, usable), twice=self.twice, aside=aside)

    @cached_property
    def ever(self) -> Cells:
        """The cells of all sources, each with what later releases of a series have replaced, too."""
        if self.store.latest is None:
            return self.everyone
        return Cells(self.store, self.own.table.merged(None, self._usable), twice=self.twice)

    def and_parts(self, cells: Ints, claims: Ints, counts: Ints) -> Both:
        """The same with more cells before the number 1: each what some claims of one of all sources' ``cells`` say."""
        other = Both(self.store, self._usable, self.own)
        table = self.everyone.table.and_parts(cells, claims, counts)
        other.__dict__["everyone"] = Cells(self.store, table, twice=self.twice)
        return other

    def _column(self, name: str, last: int | bool) -> Array:
        a, b = getattr(self.own, name), getattr(self.everyone, name)
        column: Array = np.concatenate((a, b, np.array([last], dtype=a.dtype)))
        return column

    @cached_property
    def keys(self) -> BothKeys:
        assert isinstance(self.own.keys, CellKeys)
        assert isinstance(self.everyone.keys, CellKeys)
        return BothKeys(self.own.keys, self.everyone.keys)

    @cached_property
    def order(self) -> Ints:
        return np.concatenate((self.own.order, self.everyone.order))

    @cached_property
    def starts(self) -> Ints:
        end = len(self.own.order)
        return np.concatenate((self.own.starts, self.everyone.starts + end, [end + len(self.everyone.order)]))

    @cached_property
    def counts(self) -> Ints:
        return self._column("counts", 0)

    @cached_property
    def lead(self) -> Ints:
        return self._column("lead", -1)

    @cached_property
    def unit(self) -> Ints:
        return self._column("unit", -1)

    @cached_property
    def aside(self) -> Bools:
        return self._column("aside", last=False)

    @cached_property
    def apart(self) -> Bools:
        return self._column("apart", last=False)

    @cached_property
    def judged(self) -> Judged:
        broken, agreed, hedged = (
            self._column(name, last) for name, last in (("broken", False), ("agreed", True), ("hedged", False))
        )
        return Judged(broken, agreed, hedged)

    @cached_property
    def any_broken(self) -> bool:
        return bool(self.own.any_broken or self.everyone.any_broken)

    def of_measure(self, measure: int) -> Ints:
        return np.concatenate((self.own.of_measure(measure), self.everyone.of_measure(measure) + len(self.own)))

    def table_for(self, *rows: Ints) -> Cells:
        """Where only single sources speak, theirs as they are."""
        return self.own if max(int(one.max(initial=-1)) for one in rows) < len(self.own) else self

    def table_of(self, row: int) -> Cells:
        """The same of one row."""
        return self.own if row < len(self.own) else self

    @cached_property
    def scaled(self) -> Scaled:
        own, everyone = self.own.scaled, self.everyone.scaled
        one, fits = scaled_one(own.exponent)
        pairs = ((own.printed, everyone.printed), (own.low, everyone.low), (own.high, everyone.high))
        printed, low, high = (np.concatenate((a, b, [one])) for a, b in pairs)
        plain = np.concatenate((own.plain, everyone.plain, [fits]))
        return Scaled(printed, plain, own.exponent, None, (low, high))
