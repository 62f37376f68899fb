"""Some of a store's claims as a store of their own: laid out as a table where they are dense, sorted where not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.layout import laid_out
from reconcile.checks.engine.packing import in_order
from reconcile.exact.columns import Array, Ints
from reconcile.ledger.store.codes import Codes, looked_up, narrow
from reconcile.ledger.store.row_sets import Rows, held, numbers


def part_of(store: Store, rows: Rows) -> Store:
    """The claims of some rows, which ascend; it numbers its claims and its places anew."""
    return with_figures(begun(store, rows))


def begun(store: Store, rows: Rows) -> Store:
    """A part without its figures, laid out where its claims are dense."""
    part = _taken(store, rows)
    return replace(part, layout=laid_out(part))


def with_figures(part: Store) -> Store:
    """A part that was begun, with its figures; its claims are sorted where they are not laid out."""
    store = part.whole
    assert store is not None
    assert part.rows is not None
    kept = numbers(part.rows)
    if part.layout is None:
        packed = in_order([codes.code for codes in part.sortable])
        kept = kept[packed.order]
        part = replace(_taken(store, kept), laid=packed.new)
    return replace(part, rows=kept, truncated=held(store.truncated, kept), figures=store.figures.take(kept))


def _taken(store: Store, rows: Rows) -> Store:
    """Some claims without their figures."""

    def taken(codes: Codes) -> Codes:
        return Codes(held(codes.code, rows), codes.values)

    place, here = _places(held(store.place.code, rows))
    return replace(
        store,
        source=taken(store.source),
        measure=taken(store.measure),
        period=taken(store.period),
        place=Codes(place, store.place.values[: len(here)]),
        stat=taken(store.stat),
        base=taken(store.base),
        status=taken(store.status),
        given=None,
        whole=store,
        rows=rows,
        home=here,
    )


def _places(code: Array) -> tuple[Array, Ints]:
    """The places of a part under numbers without gaps, and what they are in the whole."""
    if not len(code):
        return code, np.zeros(0, dtype=np.int64)
    low = int(code.min())
    known = np.zeros(int(code.max()) - low + 1, dtype=bool)
    new = code[1:] != code[:-1]  # claims of one place often follow each other
    some = code if np.count_nonzero(new) * 4 > len(code) else code[np.append(True, new)]
    known[some.astype(np.intp) - low] = True
    here = np.flatnonzero(known) + low
    code = np.subtract(code, low, dtype=code.dtype)  # none is below
    return code if len(here) == len(known) else looked_up(narrow(np.cumsum(known) - 1), code), here
