"""The figure of a base that each rate rests on: that of a status, or one that nobody reports, of the rate's own day.

Between two days a figure may be revised without a word. So what nobody reports is one figure to the rates of one day,
or of one document that has no date. That these vintages are one is assumed as long as it makes nothing impossible.
"""

from __future__ import annotations

import numpy as np

from reconcile.checks.engine.claims import NEVER, Store
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.statistic import rested
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import FIRST_OUTCOME, STATUSES
from reconcile.ledger.store.codes import Ranged, combined

UNTOLD = len(STATUSES)  # from here on in place of a status: vintages that nobody reports


def vintage_names(store: Store) -> tuple[str, ...]:
    """What each vintage is called, from UNTOLD on."""
    named: dict[int, str] = {}
    for vintage, source, day in zip(_of_source(store).tolist(), store.source.values, store.published, strict=False):
        named.setdefault(vintage, f"of {source}" if day is None else f"as of {day}")
    told = [named[vintage] for vintage in sorted(named)]
    return tuple(f"not reported, {of}" for of in told) if len(told) > 1 else ("not reported",)


def _of_source(store: Store) -> Ints:
    """By source, the vintage that its rates rest on, from 0 on: that of its day, or its own if it has no date."""
    days = store.last_days
    own = np.where(days < NEVER, days, NEVER + 1 + np.arange(len(days)))
    _, vintage = np.unique(own, return_inverse=True)
    return vintage.reshape(-1)


def base_status(store: Store, cells: Both, claim: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
    """The status, or the vintage, of the base that each claim rests on; the quantity is the base's.

    It is the one that its own binding rests on, if both levels are reported; else the one status in which anything was
    told of the base by then; else the vintage of its day.
    """
    rates, base = rested(cells.store, cells)
    tied = np.full(len(store), ABSENT)
    members = cells.members(rates)
    tied[members] = np.repeat(np.where(base == ABSENT, ABSENT, cells.keys.status[base]), cells.counts[rates])
    found = tied[claim]
    lacking = np.flatnonzero(found == ABSENT)
    if len(lacking):
        source = store.source.at(claim[lacking])
        bases = _numbers(store, measure[lacking], place[lacking], period[lacking])
        told = _told(store, source, bases)
        sole = np.where(told.sum(axis=1) == 1, told.argmax(axis=1), ABSENT)
        rest = np.flatnonzero(sole == ABSENT)
        sole[rest] = UNTOLD + _of_source(store)[source[rest]]
        found[lacking] = sole
    return found


def _numbers(store: Store, measure: Ints, place: Ints, period: Ints) -> Ints:
    """One number for each quantity."""
    counts = len(store.measure.values), len(store.place.values), len(store.period.values)
    return combined([*map(Ranged, (measure, place, period), counts)])


def _told(store: Store, source: Ints, bases: Ints) -> Bools:
    """(n, statuses) whether anything about each base was told by then, in the status of an outcome."""
    told = np.flatnonzero(store.usable & (store.status.code >= FIRST_OUTCOME))
    where = _numbers(store, *(column.code[told] for column in (store.measure, store.place, store.period)))
    distinct, at = np.unique(where, return_inverse=True)
    first = np.full((len(distinct) + 1, len(STATUSES)), np.iinfo(np.int64).max)  # the day on which each status was told
    np.minimum.at(first, (at.reshape(-1), store.status.code[told]), store.first_days[store.source.code[told]])
    found = np.minimum(np.searchsorted(distinct, bases), max(len(distinct) - 1, 0))
    found = np.where(distinct[found] == bases, found, len(distinct)) if len(distinct) else found
    return np.asarray(first[found] <= store.last_days[source][:, None], dtype=bool)


def assumed_same(quantity: Ints, status: Ints, claimed: Bools) -> Ints:
    """(m, 2) pairs of unknowns that are assumed to be one figure: the vintages of a quantity, beside each other.

    ``quantity`` numbers what each unknown is but for its status. They are assumed, too, to be the figure of the one
    outcome's status that there is, if no claim tells of it: rules tie it to figures of that status.
    """
    outcome = (status >= FIRST_OUTCOME) & (status < UNTOLD)
    several = np.bincount(quantity[outcome], minlength=int(quantity.max(initial=-1)) + 1)
    kept = np.flatnonzero((status >= UNTOLD) | (outcome & ~claimed & (several[quantity] == 1)))
    kept = kept[np.lexsort((status[kept], quantity[kept]))]
    pairs = np.stack((kept[:-1], kept[1:]), axis=1)
    one: Bools = (quantity[pairs[:, 0]] == quantity[pairs[:, 1]]) & (status[pairs] >= UNTOLD).any(axis=1)
    return np.asarray(pairs[one], dtype=np.int64)
