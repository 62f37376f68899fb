"""Some of a store's claims as a store of their own: laid out as a table where they are dense, sorted where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reconcile.checks.layout import laid_out
from reconcile.checks.packing import in_order
from reconcile.checks.store import Store
from reconcile.exact.columns import Ints
from reconcile.ledger.codes import Codes
from reconcile.ledger.figures import held


def part_of(store: Store, rows: Ints) -> Store:
    """The claims of some rows, which ascend; it numbers its claims and its places anew."""
    part = _taken(store, rows)
    layout = laid_out(part)
    if layout is None:
        packed = in_order([codes.code for codes in part.sortable])
        part = replace(_taken(store, rows[packed.order]), laid=packed.new)
    else:
        part = replace(part, layout=layout)
    kept = rows if part.rows is None else part.rows
    return replace(part, truncated=held(store.truncated, kept), figures=store.figures.take(kept))


def _taken(store: Store, rows: Ints) -> Store:
    """Some claims without their figures."""

    def taken(codes: Codes) -> Codes:
        return Codes(held(codes.code, rows), codes.values)

    place = held(store.place.code, rows).astype(np.intp)
    low = int(place.min(initial=len(store.place.values)))
    place -= low
    known = np.zeros(int(place.max(initial=-1)) + 1, dtype=bool)
    known[place] = True
    here = np.flatnonzero(known)
    return replace(
        store,
        source=taken(store.source),
        measure=taken(store.measure),
        period=taken(store.period),
        place=Codes((np.cumsum(known) - 1).take(place), store.place.values[: len(here)]),
        stat=taken(store.stat),
        base=taken(store.base),
        status=taken(store.status),
        given=None,
        whole=store,
        rows=rows,
        home=here + low,
    )
