"""The unknowns of the joint system: every quantity that a claim speaks of, or that a relation ties to one.

An unknown is a level: a measure at a place and a period, as one status knows it. What nobody reports is an unknown too,
where growth rests on it or a rule needs it. Several documents may rest their growth on one base that none of them
reports: it then is one unknown to all of them, and belongs to NOBODY's status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import Keys
from reconcile.checks.engine.statistic_terms import UNSAID, recoded
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.engine.views import Both
from reconcile.checks.statistic import rested
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import CHANGE, FIRST_OUTCOME, GROWTH, LEVEL, MEAN, RATIO, SHARE, STATUSES
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.store.codes import Codes, Ranged, combined

NOBODY = -1  # in place of a status: a base that no claim gives the level of

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


def spoken(store: Store, cells: Both) -> Spoken:
    """What the claims speak of; ``store`` is the extended one, ``cells`` holds those of single sources and of all."""
    claim = np.flatnonzero(store.usable)
    stat, base = store.stat.at(claim), store.base.at(claim)
    level = Quantities(*(c.at(claim) for c in (store.status, store.measure, store.place, store.period)))
    over_time, over_whole = np.isin(stat, _OVER_TIME), np.isin(stat, _OVER_WHOLE)
    period = recoded(store, base, store.period.values)
    whole = recoded(store, base, store.measure.values)
    measure = np.where(over_whole, whole, level.measure)
    when = np.where(over_time, period, level.period)
    based = (over_time & (period >= 0)) | (over_whole & (whole >= 0))
    status = np.where(over_time, _base_status(store, cells, claim, level, when), level.status)
    kept = np.flatnonzero((stat == LEVEL) | (stat == MEAN) | based)
    return Spoken(
        claim[kept],
        level.take(kept),
        Quantities(status, measure, level.place, when).take(kept),
        based[kept],
    )


def _base_status(store: Store, cells: Both, claim: Ints, level: Quantities, when: Ints) -> Ints:
    """The status whose level each growth rests on: the one that its own binding rests on, if the level is reported.

    Else, where all that is reported of the base's place and period has one status, that one; else NOBODY's.
    """
    stat, status, place, period = store.stat.code, store.status.code, store.place.code, store.period.code
    levels = np.flatnonzero(store.usable & (stat == LEVEL) & (status >= FIRST_OUTCOME))
    counts, lows = (len(store.place.values), len(store.period.values) - UNSAID), (0, UNSAID)
    where, here = (
        combined([*map(Ranged, both, counts, lows)]) for both in ((place[levels], period[levels]), (level.place, when))
    )
    sole = np.full(len(claim), NOBODY)
    distinct, group = np.unique(where, return_inverse=True)
    if len(distinct):
        low, high = np.full(len(distinct), len(STATUSES)), np.full(len(distinct), NOBODY)
        np.minimum.at(low, group, status[levels])
        np.maximum.at(high, group, status[levels])
        at = np.minimum(np.searchsorted(distinct, here), len(distinct) - 1)
        sole = np.where((distinct[at] == here) & (low[at] == high[at]), high[at], NOBODY)
    rates, base = rested(store, cells)
    tied = np.full(len(store), NOBODY)
    members = cells.members(rates)
    tied[members] = np.repeat(np.where(base == ABSENT, NOBODY, cells.keys.status[base]), cells.counts[rates])
    return np.where(tied[claim] == NOBODY, sole, tied[claim])


def extended(store: Store) -> Store:
    """The store with codes for measures that only rules and shares name, and periods that only growth names."""
    ledger = store.ledger
    named = [term.measure for rule in ledger.rules for term in (*rule.left, *rule.right) if term.measure]
    base = np.unique(store.base.code[np.isin(store.stat.code, _OVER_WHOLE)])
    wholes = [store.base.values[code] for code in base]
    periods = []
    for code in np.unique(store.base.code[np.isin(store.stat.code, _OVER_TIME)]):
        try:
            periods.append(read_period(store.base.values[code]).text)
        except PeriodError:
            continue
    return replace(
        store,
        measure=Codes(store.measure.code, tuple(dict.fromkeys([*store.measure.values, *named, *wholes]))),
        period=Codes(store.period.code, tuple(dict.fromkeys([*store.period.values, *periods]))),
    )


def signed_measures(store: Store) -> Bools:
    """By measure, whether it may be below zero: where the ledger says so, and where any claim prints such a level."""
    signed = np.array([store.signed(name) for name in store.measure.values], dtype=bool)
    levels = np.flatnonzero(np.isin(store.stat.code, (LEVEL, MEAN)))
    face = store.readings.face.take(levels)
    below = np.asarray(~face.high_free & (face.high < 0), dtype=bool)
    signed[store.measure.code[levels[below]]] = True
    return signed
