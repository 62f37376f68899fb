"""Why a binding of some cells cannot be decided as it stands."""

from __future__ import annotations

import numpy as np

from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.table import ABSENT
from reconcile.exact.columns import Ints

FINE, CONTESTED, UNFIT = range(3)


def doubts_of(cells: Cells, every: Ints, alike: Ints) -> Ints:
    """(n,) FINE, CONTESTED where claims of one cell contradict each other and can be tried, UNFIT where they cannot.

    ``every`` (n, t) are the cells that are tied, ``alike`` those of them that are in one unit, or it is UNFIT as well.
    """
    table = cells.table_for(every)
    unfit = table.mixed(alike, alike != ABSENT)
    contested = np.zeros(len(every), dtype=bool)
    if table.any_broken:
        broken = table.broken[every] & (every != ABSENT)
        contested = broken.any(axis=1) & ~unfit & (~broken | table.contested[every]).all(axis=1)
        unfit = unfit | (broken.any(axis=1) & ~contested)
    return np.where(unfit, UNFIT, np.where(contested, CONTESTED, FINE))
