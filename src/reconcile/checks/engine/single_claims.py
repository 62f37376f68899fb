"""Single claims of a store, without a look at all others: what they stand for, and what is claimed beside them."""

from __future__ import annotations

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Reading, read
from reconcile.exact.columns import Ints


def reading_of(store: Store, claim: int) -> Reading:
    """What one claim's figure stands for."""
    return read(store.figures[claim], truncated=bool(store.truncated[claim]), hedges=store.hedges)


def claims_about(store: Store, place: int, period: int) -> Ints:
    """The claims about a place and a period; a code below zero is no period."""
    claims, number = store.by_place
    wanted = place * len(store.period.values) + period
    return claims[slice(*np.searchsorted(number, [wanted, wanted + 1]))] if period >= 0 else claims[:0]
