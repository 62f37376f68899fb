"""Claims grouped into cells, in every view that checks look at."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from reconcile.checks.cells import Cells, members_of, together
from reconcile.checks.keys import BothKeys, CellKeys
from reconcile.checks.scaled import Scaled, scaled_one
from reconcile.checks.sorting import Sorted, plainest_first, sorted_claims
from reconcile.checks.store import Store
from reconcile.exact.arithmetic import compare
from reconcile.exact.columns import Bools, Ints
from reconcile.ledger.figures import QUALIFIERS

_PLAIN = QUALIFIERS.index("exact")


class Tables(NamedTuple):
    """The cells of a store in the views that checks look at."""

    across: Cells  # all sources' claims that take part in arithmetic
    both: Cells  # each source's, then all sources', also what is set aside; last the number 1


def tables(store: Store) -> Tables:
    """Group the claims by quantity, statistic and view.

    Claims with digits beyond their decimals take no part. In ``both`` they are cells of their own where a view has
    nothing else: what is set aside is not the same as what nobody reports.
    """
    laid = sorted_claims(store)
    own = _cells(store, laid, laid.new_source, across=False)
    everyone = _cells(store, laid, laid.new_quantity, across=True, twice=own.counts.max(initial=0) > 1)
    across = everyone
    if store.figures.excess.any():
        across = _cells(store, laid, laid.new_quantity, across=True, set_aside=False)
    return Tables(across, Both(own, everyone))


def _cells(
    store: Store, laid: Sorted, begins: Bools, *, across: bool, twice: bool = True, set_aside: bool = True
) -> Cells:
    """The cells that begin where it is marked; ``twice``: a source may report one quantity more than once."""
    first = np.flatnonzero(begins)
    site = (np.cumsum(laid.new_site) - 1)[first]
    alone = laid.claims is None and len(first) == len(begins)  # each claim is a cell
    claims = np.arange(len(begins)) if laid.claims is None else laid.claims
    counts = np.diff(np.append(first, len(claims)))
    aside = not _nowhere(store.figures.excess)
    if len(claims) and aside:
        usable = store.usable[claims]
        some = np.logical_or.reduceat(usable, first)
        kept = usable | np.repeat(~some & set_aside, counts)
        counts = np.add.reduceat(kept.astype(np.int64), first)
        claims, site, counts = claims[kept], site[counts > 0], counts[counts > 0]
        first = np.cumsum(counts) - counts
        alone = alone and len(claims) == len(begins)
    several = np.flatnonzero(counts > 1) if len(claims) > len(first) else first[:0]
    if len(several):
        claims = plainest_first(store, claims, counts, several)
    lead = claims if alone else claims[first]
    n = len(lead)
    members, starts = members_of(claims, first, counts, several)
    apart: Bools = np.broadcast_to(np.bool_(0), n)
    if twice and len(several):
        apart = _scattered(n, several, _apart(store, members, counts[several]))
    cells = Cells(
        store=store,
        keys=CellKeys(store, None if alone else lead, np.broadcast_to(np.bool_(across), n)),
        order=claims,
        starts=first,
        counts=counts,
        lead=lead,
        site=site,
        scaled=store.scaled if alone else _common(store.scaled, lead, several, members, starts),
        unit=_units(store, lead, several, members, starts),
        broken=apart,
        aside=store.figures.excess[lead] if aside else np.broadcast_to(np.False_, n),
        apart=apart,
        agreed=apart,
        hedged=apart,
    )
    return _judged(cells, several, members, starts)


def _nowhere(column: Bools) -> bool:
    """Whether it is nowhere so."""
    return not (column[0] if column.strides == (0,) and len(column) else column.any())


def _scattered(n: int, rows: Ints, values: Bools) -> Bools:
    column = np.zeros(n, dtype=bool)
    column[rows] = values
    return column


def _common(scaled: Scaled, lead: Ints, several: Ints, members: Ints, starts: Ints) -> Scaled:
    """The printed number of each cell's lead, and what its claims have in common; plain where all of them are."""
    printed, low, high = (ends[lead] for ends in scaled.ends)
    plain = scaled.plain[lead]
    if len(several):
        low[several] = np.maximum.reduceat(scaled.low[members], starts)
        high[several] = np.minimum.reduceat(scaled.high[members], starts)
        plain[several] = np.logical_and.reduceat(scaled.plain[members], starts)
    return Scaled(printed, low, high, plain, scaled.exponent)


def _units(store: Store, lead: Ints, several: Ints, members: Ints, starts: Ints) -> Ints:
    """The kind of unit of each cell, −1 where its claims are in several."""
    if len(store.unit_kind) == 1:
        return np.broadcast_to(store.unit_kind, len(lead))
    unit = store.unit_kind[store.figures.unit[lead]]
    if len(several):
        kind = store.unit_kind[store.figures.unit[members]]
        same = np.minimum.reduceat(kind, starts) == np.maximum.reduceat(kind, starts)
        unit[several[~same]] = -1
    return unit


def _judged(cells: Cells, several: Ints, members: Ints, starts: Ints) -> Cells:
    """Mark what is broken, agreed and hedged: from the grid where figures are plain, else from their intervals."""
    store, scaled, n = cells.store, cells.scaled, len(cells)
    broken, agreed, hedged = cells.apart | cells.aside, np.ones(n, dtype=bool), np.zeros(n, dtype=bool)
    if len(several):
        crossed = scaled.plain[several] & (scaled.low[several] > scaled.high[several])
        hedged[several] = crossed
        broken[several] |= crossed | (cells.unit[several] < 0)
        claimed = store.scaled.printed[members]
        agreed[several] = np.maximum.reduceat(claimed, starts) == np.minimum.reduceat(claimed, starts)
    if not scaled.plain.all():
        rows = np.flatnonzero(~scaled.plain)
        common = together(store, *members_of(cells.order, cells.starts, cells.counts, rows), cells.counts[rows])
        broken[rows] |= common.wide.empty
        agreed[rows] = ~common.printed.empty
        hedged[rows] = store.nearly[cells.lead[rows]] | common.face.empty
    return replace(cells, broken=broken, agreed=agreed, hedged=hedged)


def _apart(store: Store, claims: Ints, counts: Ints) -> Bools:
    """Cells with two plain figures of one source that are equally fine and differ: one source has one tie rule."""
    figures = store.figures
    cell = np.repeat(np.arange(len(counts)), counts)
    plain = np.flatnonzero(figures.qualifier[claims] == _PLAIN)
    step = figures.step.take(claims[plain])
    size = np.array([float(one) for one in step.digits]) if step.digits.dtype == object else step.digits
    source = store.source.code[claims[plain]]
    order = np.lexsort((size, step.exponent, source, cell[plain]))
    a, b = plain[order[:-1]], plain[order[1:]]
    same = (cell[a] == cell[b]) & (store.source.code[claims[a]] == store.source.code[claims[b]])
    a, b = a[same], b[same]
    fine = compare(figures.step.take(claims[a]), figures.step.take(claims[b])) == 0
    differ = compare(figures.value.take(claims[a]), figures.value.take(claims[b])) != 0
    apart = np.zeros(len(counts), dtype=bool)
    apart[cell[a[fine & differ]]] = True
    return apart


class Both(Cells):
    """Each source's cells, then those of all sources, then the number 1; each column is made when it is asked for."""

    def __init__(self, own: Cells, everyone: Cells) -> None:
        self.__dict__["tables"] = own, everyone
        self.__dict__["store"] = own.store
        assert isinstance(own.keys, CellKeys)
        assert isinstance(everyone.keys, CellKeys)
        self.__dict__["keys"] = BothKeys(own.keys, everyone.keys)

    def __len__(self) -> int:
        own, everyone = self.__dict__["tables"]
        return len(own) + len(everyone) + 1

    def __getattr__(self, name: str) -> Any:
        if name not in _LAST or "tables" not in self.__dict__:
            raise AttributeError(name)
        own, everyone = self.__dict__["tables"]
        a, b = getattr(own, name), getattr(everyone, name)
        if name == "scaled":
            value: Any = _scaled(a, b)
        elif name == "order":  # the claims of other sources come behind; the number 1 has none
            value = np.concatenate((a, b))
        elif name == "starts":
            value = np.concatenate((a, b + len(own.order), [len(own.order) + len(everyone.order)]))
        else:
            value = np.concatenate((a, b, np.array([_LAST[name]], dtype=a.dtype)))
        self.__dict__[name] = value
        return value

    @cached_property
    def any_broken(self) -> bool:
        own, everyone = self.__dict__["tables"]
        return bool(own.any_broken or everyone.any_broken)


# What the number 1 has in each column.
_LAST: dict[str, Any] = {
    "order": None,
    "starts": None,
    "counts": 0,
    "lead": -1,
    "site": -1,
    "scaled": None,
    "unit": -1,
    "broken": False,
    "aside": False,
    "apart": False,
    "agreed": True,
    "hedged": False,
}


def _scaled(own: Scaled, everyone: Scaled) -> Scaled:
    one, fits = scaled_one(own.exponent)
    ends = zip(own.ends, everyone.ends, strict=True)
    printed, low, high = (np.concatenate((a, b, [one])) for a, b in ends)
    return Scaled(printed, low, high, np.concatenate((own.plain, everyone.plain, [fits])), own.exponent)
