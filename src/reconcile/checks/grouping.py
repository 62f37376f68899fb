"""Claims grouped into cells, in every view that checks look at."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from reconcile.checks.cells import Cells, members_of, together
from reconcile.checks.scaled import Scaled, scaled_one
from reconcile.checks.sorting import Sorted, plainest_first, sorted_claims
from reconcile.checks.store import Store
from reconcile.exact.arithmetic import compare
from reconcile.exact.columns import Array, Bools, Ints
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
    return Tables(across, joined([own, everyone]))


def _cells(
    store: Store, laid: Sorted, begins: Bools, *, across: bool, twice: bool = True, set_aside: bool = True
) -> Cells:
    """The cells that begin where it is marked; ``twice``: a source may report one quantity more than once."""
    claims, first = laid.claims, np.flatnonzero(begins)
    counts = np.diff(np.append(first, len(claims)))
    site = (np.cumsum(laid.new_site) - 1)[first]
    if len(claims) and store.figures.excess.any():
        usable = store.usable[claims]
        some = np.logical_or.reduceat(usable, first)
        kept = usable | np.repeat(~some & set_aside, counts)
        counts = np.add.reduceat(kept.astype(np.int64), first)
        claims, site, counts = claims[kept], site[counts > 0], counts[counts > 0]
        first = np.cumsum(counts) - counts
    if len(claims) > len(first):
        claims = plainest_first(store, claims, counts)
    lead = claims[first]
    n = len(lead)
    nothing = np.zeros(n, dtype=bool)
    cells = Cells(
        store=store,
        order=claims,
        starts=first,
        counts=counts,
        lead=lead,
        across=np.full(n, across),
        site=site,
        scaled=_common(store.scaled, claims, first, counts, lead),
        unit=store.unit_kind[store.figures.unit[lead]],
        broken=nothing,
        aside=store.figures.excess[lead],
        apart=_apart(store, claims, counts) if twice else nothing,
        agreed=nothing,
        hedged=nothing,
    )
    return _judged(cells)


def _common(scaled: Scaled, claims: Ints, first: Ints, counts: Ints, lead: Ints) -> Scaled:
    """The printed number of each cell's lead, and what its claims have in common; plain where all of them are."""
    printed, low, high = (ends[lead] for ends in scaled.ends)
    plain = scaled.plain[lead]
    if len(claims) > len(first):
        several = np.flatnonzero(counts > 1)
        members, starts = members_of(claims, first, counts, several)
        low[several] = np.maximum.reduceat(scaled.low[members], starts)
        high[several] = np.minimum.reduceat(scaled.high[members], starts)
        plain[several] = np.logical_and.reduceat(scaled.plain[members], starts)
    return Scaled(printed, low, high, plain, scaled.exponent)


def _judged(cells: Cells) -> Cells:
    """Mark what is broken, agreed and hedged: from the grid where figures are plain, else from their intervals."""
    store, scaled = cells.store, cells.scaled
    crossed = scaled.plain & (scaled.low > scaled.high)
    broken = cells.apart | cells.aside | crossed
    agreed, hedged = np.ones(len(cells), dtype=bool), crossed
    unit = cells.unit
    several = np.flatnonzero(cells.counts > 1)
    if len(several):
        members, starts = members_of(cells.order, cells.starts, cells.counts, several)
        claimed = store.scaled.printed[members]
        agreed[several] = np.maximum.reduceat(claimed, starts) == np.minimum.reduceat(claimed, starts)
        kind = store.unit_kind[store.figures.unit[members]]
        same = np.minimum.reduceat(kind, starts) == np.maximum.reduceat(kind, starts)
        unit[several[~same]] = -1
        broken[several[~same]] = True
    if not scaled.plain.all():
        rows = np.flatnonzero(~scaled.plain)
        common = together(store, *members_of(cells.order, cells.starts, cells.counts, rows), cells.counts[rows])
        broken[rows] |= common.wide.empty
        agreed[rows] = ~common.printed.empty
        hedged[rows] = store.nearly[cells.lead[rows]] | common.face.empty
    return replace(cells, broken=broken, agreed=agreed, hedged=hedged, unit=unit)


def _apart(store: Store, claims: Ints, counts: Ints) -> Bools:
    """Cells with two plain figures of one source that are equally fine and differ: one source has one tie rule."""
    figures = store.figures
    cell = np.repeat(np.arange(len(counts)), counts)
    plain = np.flatnonzero((figures.qualifier[claims] == _PLAIN) & (np.repeat(counts, counts) > 1))
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


def joined(parts: list[Cells]) -> Cells:
    """Several tables of cells as one, with a last row that stands for the number 1."""
    store = parts[0].store
    offsets = np.cumsum([0, *(len(part.order) for part in parts)])

    def column(name: str, extra: int | bool) -> Array:
        values = [getattr(part, name) for part in parts]
        return np.concatenate([*values, np.array([extra], dtype=values[0].dtype)])

    one, fits = scaled_one(parts[0].scaled.exponent)
    ends = zip(*(part.scaled.ends for part in parts), strict=True)
    printed, low, high = (np.concatenate([*columns, [one]]) for columns in ends)
    plain = np.concatenate([*(part.scaled.plain for part in parts), [fits]])
    starts = [part.starts + offset for part, offset in zip(parts, offsets[:-1], strict=True)]
    return Cells(
        store=store,
        order=np.concatenate([part.order for part in parts]),
        starts=np.concatenate([*starts, offsets[-1:]]),
        counts=column("counts", 0),
        lead=column("lead", -1),
        across=column("across", False),
        site=column("site", -1),
        scaled=Scaled(printed, low, high, plain, parts[0].scaled.exponent),
        unit=column("unit", -1),
        broken=column("broken", False),
        aside=column("aside", False),
        apart=column("apart", False),
        agreed=column("agreed", True),
        hedged=column("hedged", False),
    )
