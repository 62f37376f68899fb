"""Numbers for what belongs together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reconcile.checks.engine.keys import ACROSS
from reconcile.exact.columns import Ints
from reconcile.ledger.store.codes import Ranged, combined

if TYPE_CHECKING:
    from reconcile.checks.engine.cells import Cells


@dataclass(frozen=True)
class Groups:
    """Cells that one view says of one site, under one number."""

    group: Ints  # of each cell
    source: Ints  # of each group
    site: Ints  # of each group

    @classmethod
    def of(cls, cells: Cells) -> Groups:
        site = cells.site
        sites = int(site.max(initial=-1)) + 1
        if cells.across:
            return cls(site, np.full(sites, ACROSS), np.arange(sites))
        source = cells.keys.source
        low, high = int(source.min(initial=0)), int(source.max(initial=0))
        views = high - low + 1
        group, count = ranked(combined([Ranged(site, sites), Ranged(source, views, low)]), sites * views)
        of_source, of_site = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
        of_source[group], of_site[group] = source, site
        return cls(group, of_source, of_site)


def rows_of(codes: Ints, count: int) -> list[Ints]:
    """The rows of each code, in order."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.cumsum(np.bincount(codes, minlength=count))[:-1])


def ranked(codes: Ints, room: int | None = None) -> tuple[Ints, int]:
    """Codes renumbered without gaps, in their order, and how many there are; ``room`` is more than any of them."""
    if not len(codes):
        return codes, 0
    low = int(codes.min())
    span = (int(codes.max()) if room is None else room - 1) - low + 1
    if span > 8 * len(codes) + 1024:
        known, rank = np.unique(codes, return_inverse=True)
        return np.asarray(rank, dtype=np.int64).reshape(-1), len(known)
    there = np.zeros(span, dtype=np.int64)
    there[codes - low] = 1
    number = np.cumsum(there)
    return np.asarray((number - 1)[codes - low], dtype=np.int64), int(number[-1])
