"""The figure of a base that each rate rests on: that of a status, or one that nobody reports, of the rate's own day.

Between two days a figure may be revised without a word. So what nobody reports is one figure to the rates of one day,
and of one document; of documents without a date, to the rates of one status. That these vintages are one is assumed as
long as it makes nothing impossible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reconcile.checks.engine.claims import NEVER, Store
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.statistic import rested
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import FIRST_OUTCOME, STATUSES
from reconcile.ledger.store.codes import Ranged, combined

if TYPE_CHECKING:
    from reconcile.language.periods import Period

UNTOLD = len(STATUSES)  # from here on in place of a status: vintages that nobody reports
_DATED = UNTOLD + len(STATUSES)  # and from here on those of a day


def vintage_names(store: Store) -> tuple[str, ...]:
    """What each vintage is called, from UNTOLD on."""
    undated = ("not reported" if status == "final" else f"not reported, base of {status}" for status in STATUSES)
    return (*undated, *(f"not reported, as of {day}" for day in _days(store).values()))


def _days(store: Store) -> dict[int, Period]:
    """The distinct days on which sources were published, by the last day that each may be."""
    days = zip(store.last_days.tolist(), store.published, strict=True)
    return dict(sorted(((last, day) for last, day in days if day is not None), key=lambda one: one[0]))


def base_status(store: Store, cells: Both, claim: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
    """The status, or the vintage, of the base that each claim rests on; the quantity is the base's, the status its own.

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
        sole[rest] = _vintages(store, bases[rest], source[rest], status[lacking[rest]])
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


def _vintages(store: Store, base: Ints, source: Ints, status: Ints) -> Ints:
    """The vintage of each rate's base: of its source's day; without one, of its status and of all in its document."""
    rank = {day: number for number, day in enumerate(_days(store))}
    day = np.array([rank.get(last, 0) for last in store.last_days.tolist()], dtype=np.int64)[source]
    return np.where(store.last_days[source] < NEVER, _DATED + day, UNTOLD + _of_one_document(base, source, status))


def _of_one_document(base: Ints, source: Ints, status: Ints) -> Ints:
    """The least status of the rates that rest on one base with each: those of its status, or of one document."""
    _, at = np.unique(base, return_inverse=True)
    _, told = np.unique(np.stack((at.reshape(-1), source), axis=1), axis=0, return_inverse=True)
    at, told = at.reshape(-1), told.reshape(-1)
    label = np.broadcast_to(np.arange(len(STATUSES)), (int(at.max(initial=-1)) + 1, len(STATUSES))).copy()
    while True:
        least = np.full(int(told.max(initial=-1)) + 1, len(STATUSES))
        np.minimum.at(least, told, label[at, status])
        before = label.copy()
        np.minimum.at(label, (at, status), least[told])
        if (label == before).all():
            return label[at, status]


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
