"""Some of a store's claims as a store of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.exact.columns import Array, Ints
from reconcile.ledger.store.codes import Codes, looked_up, narrow
from reconcile.ledger.store.row_sets import Rows, held


def part_of(store: Store, rows: Rows) -> Store:
    """The claims of some rows, which ascend; ``rows`` and ``home`` say which its claims and its places are."""

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
        truncated=held(store.truncated, rows),
        figures=store.figures.take(rows),
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
