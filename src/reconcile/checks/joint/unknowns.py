"""The unknowns of the joint system: every quantity that a claim speaks of, or that a relation ties to one.

An unknown is a level: a measure at a place and a period, as one status knows it. What nobody reports is an unknown too,
where growth rests on it or a rule needs it. A base of which nobody tells a status is one unknown to all rates of one
status, and to all of one document; an estimate's base and a later final figure's may be two vintages of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import Keys
from reconcile.checks.engine.statistic_terms import bases_of
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.engine.views import Both
from reconcile.checks.statistic import rested
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import CHANGE, FIRST_OUTCOME, GROWTH, LEVEL, MEAN, RATIO, SHARE, STATUSES
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.store.codes import Codes, Ranged, combined

UNTOLD = len(STATUSES)  # from here on in place of a status: of a base that nobody tells, by the status of its rates

_OVER_TIME = (GROWTH, CHANGE)
_OVER_WHOLE = (SHARE, RATIO)


class Quantities(NamedTuple):
    """Levels as parallel columns of codes, a row each."""

    status: Ints
    measure: Ints
    place: Ints
    period: Ints

    def take(self, rows: Array) -> Quantities:
        return Quantities(*(column[rows] for column in self))


@dataclass(frozen=True, slots=True)
class Unknowns:
    """Distinct levels; as ``keys`` they stand like cells, the number 1 last."""

    quantities: Quantities
    keys: Keys

    @classmethod
    def of(cls, parts: Sequence[Quantities]) -> Unknowns:
        rows = np.concatenate([np.stack(part, axis=1) for part in parts])
        distinct = np.unique(rows, axis=0) if len(rows) else rows
        return cls.ordered(Quantities(*np.ascontiguousarray(distinct.T)))

    @classmethod
    def ordered(cls, quantities: Quantities) -> Unknowns:
        """Distinct levels in the order that they are given in."""
        count, end = len(quantities.status), np.array([ABSENT])
        source, nothing = np.full(count + 1, ACROSS), np.full(count + 1, ABSENT)
        status, measure, place, period = (np.append(column, end) for column in quantities)
        stat = np.append(np.full(count, LEVEL), end)
        return cls(quantities, Keys(source, status, measure, place, period, stat, nothing))

    def __len__(self) -> int:
        """One more than there are unknowns: the last row is the number 1, as in tables of cells."""
        return len(self.keys.status)

    @property
    def count(self) -> int:
        return len(self) - 1

    def of_measure(self, measure: int) -> Ints:
        """The rows of a measure."""
        return np.flatnonzero(self.keys.measure == measure)

    def find(self, wanted: Quantities) -> Ints:
        """The number of each quantity, ABSENT where it is none of the unknowns."""
        have = np.stack(self.quantities, axis=1)
        rows = np.concatenate([have, np.stack(wanted, axis=1)])
        _, label = np.unique(rows, axis=0, return_inverse=True)
        label = label.reshape(-1)
        number = np.full(int(label.max(initial=-1)) + 1, ABSENT)
        number[label[: len(have)]] = np.arange(len(have))
        return number[label[len(have) :]]


class Spoken(NamedTuple):
    """What each claim that takes part speaks of: a level, and for a statistic another level beside it."""

    claim: Ints  # rows of the ledger's claims
    level: Quantities
    base: Quantities  # of a period before, or of the whole that a share is taken of; a level's own where it has none
    based: Bools  # whether it has one

    def take(self, rows: Array) -> Spoken:
        return Spoken(self.claim[rows], self.level.take(rows), self.base.take(rows), self.based[rows])


def spoken(store: Store, cells: Both) -> Spoken:
    """What the claims speak of; ``store`` is the extended one, ``cells`` holds those of single sources and of all."""
    claim = np.flatnonzero(store.usable)
    stat, base = store.stat.at(claim), store.base.at(claim)
    level = Quantities(*(c.at(claim) for c in (store.status, store.measure, store.place, store.period)))
    over_time = np.isin(stat, _OVER_TIME)
    measure, place, when, _ = bases_of(store, stat, base, level.measure, level.place, level.period)
    based = (measure >= 0) & (place >= 0) & (when >= 0)
    measure, place, when = (
        np.where(based, of_base, own)
        for of_base, own in ((measure, level.measure), (place, level.place), (when, level.period))
    )
    status = np.where(over_time, _base_status(store, cells, claim, level, when), level.status)
    # The mean of a stock, or of what nobody says to be one, says nothing of a level.
    meaning = np.array(
        [store.ledger.measure(name).kind in {"flow", "average"} for name in store.measure.values], dtype=bool
    )
    kept = np.flatnonzero((stat == LEVEL) | ((stat == MEAN) & meaning[level.measure]) | based)
    return Spoken(
        claim[kept],
        level.take(kept),
        Quantities(status, measure, place, when).take(kept),
        based[kept],
    )


def _base_status(store: Store, cells: Both, claim: Ints, level: Quantities, when: Ints) -> Ints:
    """The status whose level each rate rests on: the one that its own binding rests on, if both levels are reported.

    Else the one status in which anything was told of the base by then; where nothing was, the one in which anything was
    told, at its place and period, of measures that rules tie to its own; else none that is told.
    """
    rates, base = rested(cells.store, cells)
    tied = np.full(len(store), ABSENT)
    members = cells.members(rates)
    tied[members] = np.repeat(np.where(base == ABSENT, ABSENT, cells.keys.status[base]), cells.counts[rates])
    found = tied[claim]
    lacking = np.flatnonzero((found == ABSENT) & (when >= 0))
    if len(lacking):
        group = _tied_measures(store)
        some = level.take(lacking)
        bases = _Spots(group[some.measure], some.place, when[lacking])
        own = _told(store, np.arange(len(group)), claim[lacking], bases._replace(group=some.measure))
        told = np.where(own.any(axis=1, keepdims=True), own, _told(store, group, claim[lacking], bases))
        sole = np.where(told.sum(axis=1) == 1, told.argmax(axis=1), ABSENT)
        rest = np.flatnonzero(sole == ABSENT)
        sole[rest] = UNTOLD + _shared(
            bases.numbers(store)[rest], store.source.code[claim[lacking[rest]]], some.status[rest]
        )
        found[lacking] = sole
    return found


class _Spots(NamedTuple):
    """Groups of measures at places and periods, as parallel columns."""

    group: Ints
    place: Ints
    period: Ints

    def numbers(self, store: Store) -> Ints:
        """One number for each."""
        counts = len(store.measure.values), len(store.place.values), len(store.period.values)
        return combined([*map(Ranged, self, counts)])


def _shared(base: Ints, source: Ints, status: Ints) -> Ints:
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


def _told(store: Store, group: Ints, claim: Ints, bases: _Spots) -> Bools:
    """(n, statuses) whether anything about each base was told by then, in the status of an outcome."""
    told = np.flatnonzero(store.usable & (store.status.code >= FIRST_OUTCOME))
    spots = _Spots(group[store.measure.code[told]], store.place.code[told], store.period.code[told])
    where, here = spots.numbers(store), bases.numbers(store)
    distinct, at = np.unique(where, return_inverse=True)
    first = np.full((len(distinct) + 1, len(STATUSES)), np.iinfo(np.int64).max)  # the day on which each status was told
    np.minimum.at(first, (at.reshape(-1), store.status.code[told]), store.first_days[store.source.code[told]])
    found = np.minimum(np.searchsorted(distinct, here), max(len(distinct) - 1, 0))
    found = np.where(distinct[found] == here, found, len(distinct)) if len(distinct) else found
    return np.asarray(first[found] <= store.last_days[store.source.code[claim]][:, None], dtype=bool)


def _untold(status: str) -> str:
    return "not reported" if status == "final" else f"not reported, base of {status}"


def _tied_measures(store: Store) -> Ints:
    """By measure, a number that those have in common which rules tie, by way of others, too."""
    group = np.arange(len(store.measure.values))
    for rule in store.ledger.rules:
        names = {term.measure for term in (*rule.left, *rule.right) if term.measure}
        mine = group[[code for name in names if (code := store.measure.find(name)) >= 0]]
        group[np.isin(group, mine)] = mine.min(initial=0)
    return group


def extended(store: Store) -> Store:
    """The store with codes for measures that only rules name, and for what only bases do: measures, places, periods."""
    ledger = store.ledger
    named = [term.measure for rule in ledger.rules for term in (*rule.left, *rule.right) if term.measure]
    shares = np.flatnonzero(np.isin(store.stat.code, _OVER_WHOLE))
    wholes = [store.bases[code] for code in np.unique(store.base.code[shares])]
    periods = [whole.period for whole in wholes if whole.period]
    for code in np.unique(store.base.code[np.isin(store.stat.code, _OVER_TIME)]):
        try:
            periods.append(read_period(store.base.values[code]).text)
        except PeriodError:
            continue
    measures = [*store.measure.values, *named, *(whole.measure for whole in wholes)]
    places = store.places.plus(_base_places(store, shares))
    return replace(
        store,
        status=Codes(store.status.code, (*STATUSES, *(_untold(status) for status in STATUSES))),
        measure=Codes(store.measure.code, tuple(dict.fromkeys(measures))),
        period=Codes(store.period.code, tuple(dict.fromkeys([*store.period.values, *periods]))),
        place=Codes(store.place.code, tuple(map(str, range(len(places))))),
        given=places,
    )


def _base_places(store: Store, shares: Ints) -> Iterator[dict[str, str]]:
    """The places of which shares are taken and no claim speaks."""
    for code in np.unique(store.base.code[shares]):
        if at := store.bases[code].place:
            places = np.unique(store.place.code[shares[store.base.code[shares] == code]])
            yield from ({**store.places[int(place)], **at} for place in places[store.places.moved(at)[places] < 0])
