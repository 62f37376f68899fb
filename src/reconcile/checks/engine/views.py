"""Claims grouped into cells, in every view that checks look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.cells import Cells, Judged
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.deciding import ABSENT
from reconcile.checks.engine.grid import Scaled, scaled_one
from reconcile.checks.engine.keys import BothKeys, CellKeys
from reconcile.checks.engine.layout import Layout
from reconcile.checks.engine.sorting import Sorted, plainest_first, sorted_claims
from reconcile.exact.columns import Array, Bools, Ints

_NONE: Ints = np.zeros(0, dtype=np.int64)


class Tables(NamedTuple):
    """The cells of a store in the views that checks look at."""

    across: Cells  # all sources' claims that take part in arithmetic
    both: Both  # each source's, then all sources', also what is set aside; last the number 1


def tables(store: Store) -> Tables:
    """Group the claims by quantity, statistic and view.

    Claims with digits beyond their decimals take no part. In ``both`` they are cells of their own where a view has
    nothing else: what is set aside is not the same as what nobody reports.
    """
    if store.layout is not None:
        return _from_table(store, store.layout)
    laid = sorted_claims(store)
    own = _cells(store, laid, laid.new_source, across=False)
    everyone = _cells(store, laid, laid.new_quantity, across=True, twice=len(own.several) > 0)
    across = everyone
    if store.figures.excess.any():
        across = _cells(store, laid, laid.new_quantity, across=True, set_aside=False)
    return Tables(across, Both(own, len(everyone), lambda: everyone))


def _from_table(store: Store, layout: Layout) -> Tables:
    """The same of claims that are laid out: what all sources say together is sorted out only if it is asked for."""
    claims = np.arange(len(store))
    own = Cells(store, claims, claims, lambda: layout.site, across=False, twice=False, alone=True)

    def everyone(*, set_aside: bool = True) -> Cells:
        laid = sorted_claims(store)
        cells = _cells(store, laid, laid.new_quantity, across=True, twice=False, set_aside=set_aside)
        cells.site = layout.site[cells.lead]
        return cells

    one_status = layout.slots.status.min() == layout.slots.status.max()
    across = _crowds(store, layout) if one_status else everyone(set_aside=False)
    return Tables(across, Both(own, layout.quantity_count, everyone))


def _crowds(store: Store, layout: Layout) -> Cells:
    """The cells of all sources in which several claims meet, and no others."""
    excess = store.figures.excess
    counts, members, sites = [_NONE], [_NONE], [_NONE]
    for rows in layout.quantities:
        if len(rows) == 1:
            continue
        claims = layout.claim[rows].astype(np.int64)
        there = claims != ABSENT
        if not nowhere(excess):
            there &= ~excess[claims]
        count = there.sum(axis=0)
        columns = np.flatnonzero(count > 1)
        counts.append(count[columns])
        if len(rows) == 2:
            members.append(claims[:, columns].T.reshape(-1))
        else:
            members.append(claims.T[columns][there.T[columns]])
        sites.append(layout.stand[rows[0]] * layout.columns + columns)
    count, claims = np.concatenate(counts), np.concatenate(members)
    claims = plainest_first(store, claims, count)
    starts = np.cumsum(count) - count
    return Cells(store, claims, starts, lambda: np.concatenate(sites), across=True, twice=False, alone=False)


def every_cell(store: Store) -> Both:
    """The cells of every view, of single sources first, then of all together; the number 1 last."""
    return tables(store).both


def _cells(
    store: Store, laid: Sorted, begins: Bools, *, across: bool, twice: bool = True, set_aside: bool = True
) -> Cells:
    """The cells that begin where it is marked; ``twice``: a source may report one quantity more than once."""
    first = np.flatnonzero(begins)
    site = (np.cumsum(laid.new_site) - 1)[first]
    alone = laid.claims is None and len(first) == len(begins)  # each claim is a cell
    claims = np.arange(len(begins)) if laid.claims is None else laid.claims
    if len(claims) and not nowhere(store.figures.excess):
        usable = store.usable[claims]
        some = np.logical_or.reduceat(usable, first)
        kept = usable | np.repeat(~some & set_aside, np.diff(np.append(first, len(claims))))
        counts = np.add.reduceat(kept.astype(np.int64), first)
        claims, site, counts = claims[kept], site[counts > 0], counts[counts > 0]
        first = np.cumsum(counts) - counts
        alone = alone and len(claims) == len(begins)
    if len(claims) > len(first):
        claims = plainest_first(store, claims, np.diff(np.append(first, len(claims))))
    return Cells(store, claims, first, lambda: site, across=across, twice=twice, alone=alone)


def nowhere(column: Bools) -> bool:
    """Whether it is nowhere so."""
    return not (column[0] if column.strides == (0,) and len(column) else column.any())


class Both(Cells):
    """Each source's cells, then those of all sources, then the number 1; each column is made when it is asked for."""

    def __init__(self, own: Cells, count: int, everyone: Callable[[], Cells]) -> None:
        self.own = own
        self.store = own.store
        self.alone = False
        self._count = count  # of the cells of all sources
        self._everyone = everyone

    def __len__(self) -> int:
        return len(self.own) + self._count + 1

    @cached_property
    def everyone(self) -> Cells:
        return self._everyone()

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
    def order(self) -> Ints:  # type: ignore[override]  # made late
        return np.concatenate((self.own.order, self.everyone.order))

    @cached_property
    def starts(self) -> Ints:  # type: ignore[override]  # made late
        end = len(self.own.order)
        return np.concatenate((self.own.starts, self.everyone.starts + end, [end + len(self.everyone.order)]))

    @cached_property
    def site(self) -> Ints:
        return self._column("site", -1)

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

    @cached_property
    def of_measure(self) -> list[Ints]:
        ends = zip(self.own.of_measure, self.everyone.of_measure, strict=True)
        return [np.concatenate((own, across + len(self.own))) for own, across in ends]

    def table_for(self, *rows: Ints) -> Cells:
        """Where only single sources speak, theirs as they are."""
        return self.own if max(int(one.max(initial=-1)) for one in rows) < len(self.own) else self

    @cached_property
    def scaled(self) -> Scaled:
        own, everyone = self.own.scaled, self.everyone.scaled
        one, fits = scaled_one(own.exponent)
        pairs = ((own.printed, everyone.printed), (own.low, everyone.low), (own.high, everyone.high))
        printed, low, high = (np.concatenate((a, b, [one])) for a, b in pairs)
        plain = np.concatenate((own.plain, everyone.plain, [fits]))
        return Scaled(printed, plain, own.exponent, None, (low, high))
