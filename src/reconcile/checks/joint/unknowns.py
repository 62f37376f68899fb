"""The unknowns of the joint system: every quantity that a claim speaks of, or that a relation ties to one.

An unknown is a level: a measure at a place and a period, as one status knows it. What nobody reports is an unknown too,
where growth rests on it or a rule needs it. A base of which nobody tells a status is a vintage of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import KeyedCells, Keys
from reconcile.checks.engine.statistic_terms import bases_of
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.engine.views import Both
from reconcile.checks.joint.base_vintages import base_status, vintage_names
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.bases import steps_from
from reconcile.language.codelists import CHANGE, GROWTH, LEVEL, MEAN, RATIO, SHARE, STATUSES
from reconcile.language.periods import PeriodError, read_period
from reconcile.language.rules import Factor, Term
from reconcile.ledger.store.codes import Codes

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

    def take(self, rows: Ints) -> Unknowns:
        """These alone, numbered anew in this order."""
        return Unknowns.ordered(self.quantities.take(rows))

    @property
    def series(self) -> Ints:
        """A number for all that an unknown is but its status."""
        _, measure, place, period = self.quantities
        _, number = np.unique(np.stack((measure, place, period), axis=1), axis=0, return_inverse=True)
        return number.reshape(-1)

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


def named_by(
    store: Store, term: Term | Factor, fixed: Collection[str], cells: KeyedCells, heads: Ints
) -> tuple[Quantities, Ints]:
    """What a term is at the places of some cells; and the rows in which it is anything that can be named.

    ``fixed`` is all that its rule fixes in any term.
    """
    at, keys = dict(term.at), cells.keys
    place = store.places.moved({name: at.get(name, "") for name in fixed if name != "period"})[keys.place[heads]]
    period = np.full(len(heads), store.period_code(at["period"])) if "period" in at else keys.period[heads]
    period = store.periods_before(term.back)[period] if term.back else period
    measure = np.full(len(heads), store.measure.find(term.measure) if term.measure else ABSENT)
    named = np.flatnonzero((place >= 0) & (period >= 0))
    if not term.measure or not {"area", "period"}.isdisjoint({*fixed} - {*at}):  # of which it would be is open
        named = named[:0]
    return Quantities(keys.status[heads], measure, place, period), named


def spoken(store: Store, cells: Both) -> Spoken:
    """What the claims speak of; ``store`` is the extended one, ``cells`` holds those of single sources and of all."""
    claim = np.flatnonzero(store.usable if store.told_anew is None else store.usable & ~store.told_anew)
    stat, base = store.stat.at(claim), store.base.at(claim)
    level = Quantities(*(c.at(claim) for c in (store.status, store.measure, store.place, store.period)))
    over_time = np.isin(stat, _OVER_TIME)
    measure, place, when, named, _ = bases_of(store, stat, base, level.measure, level.place, level.period)
    based = (measure >= 0) & (place >= 0) & (when >= 0)
    measure, place, when = (
        np.where(based, of_base, own)
        for of_base, own in ((measure, level.measure), (place, level.place), (when, level.period))
    )
    status = level.status.copy()
    rates = np.flatnonzero(over_time & based)
    status[rates] = base_status(store, cells, claim[rates], measure[rates], place[rates], when[rates])
    status = np.where(over_time & (named >= 0), named, status)
    # The mean of a stock, or of what nobody says to be one, says nothing of a level.
    kinds = [store.ledger.measure(name).kind for name in store.measure.values]
    meaning = np.array([kind in {"flow", "average"} for kind in kinds], dtype=bool)
    kept = np.flatnonzero((stat == LEVEL) | ((stat == MEAN) & meaning[level.measure]) | based)
    return Spoken(
        claim[kept],
        level.take(kept),
        Quantities(status, measure, place, when).take(kept),
        based[kept],
    )


def extended(store: Store, products: Sequence[str]) -> Store:
    """The store with codes for measures that only rules name, for products, and for what only bases do.

    These are measures, places and periods.
    """
    ledger = store.ledger
    named = [name for rule in ledger.rules for name in rule.measures]
    shares = np.flatnonzero(np.isin(store.stat.code, _OVER_WHOLE))
    wholes = [store.bases[code] for code in np.unique(store.base.code[shares])]
    periods = [whole.period for whole in wholes if whole.period]
    for code in np.unique(store.base.code[np.isin(store.stat.code, _OVER_TIME)]):
        try:
            periods.append(read_period(steps_from(store.base.values[code])[0]).text)
        except PeriodError:
            continue
    measures = [*store.measure.values, *named, *(whole.measure for whole in wholes), *products]
    places = store.places.plus([*_base_places(store, shares), *_nested_places(store), *_places_of_rules(store)])
    return replace(
        store,
        status=Codes(store.status.code, (*STATUSES, *vintage_names(store))),
        measure=Codes(store.measure.code, tuple(dict.fromkeys(measures))),
        period=Codes(store.period.code, tuple(dict.fromkeys([*store.period.values, *periods]))),
        place=Codes(store.place.code, tuple(map(str, range(len(places))))),
        given=places,
    )


def _nested_places(store: Store) -> Iterator[dict[str, str]]:
    """The members that have parts, and those in several tables, at the places where anything of their measure is told.

    Any other part is in one sum alone: unless somebody tells of it, it is what that sum leaves.
    """
    for measure in store.ledger.measures.values():
        told = _told(store, {measure.name})
        members = {(nesting.over, whole): None for nesting in measure.nestings for whole in nesting.wholes}
        yield from _at(store, told, [{over: member} for over, member in (*members, *sorted(measure.parted_twice))])


def _places_of_rules(store: Store) -> Iterator[dict[str, str]]:
    """The places that rules fix, wherever anything of their measures is told."""
    for rule in store.ledger.rules:
        if names := rule.dimensions - {"period"}:
            fixed = [{name: value for name, value in factor.at if name in names} for factor in rule.factors]
            yield from _at(store, _told(store, rule.measures), [dict.fromkeys(names, "") | one for one in fixed if one])


def _told(store: Store, measures: Collection[str]) -> Ints:
    """The places where anything is told of some measures."""
    codes = [store.measure.find(name) for name in measures]
    return np.unique(store.place.code[np.isin(store.measure.code, codes)])


def _at(store: Store, places: Ints, fixed: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The places that differ from these in nothing but what is fixed."""
    for one in fixed:
        _, first = np.unique(store.places.without(one)[places], return_index=True)
        yield from ({**store.places[int(place)], **one} for place in places[first])


def _base_places(store: Store, shares: Ints) -> Iterator[dict[str, str]]:
    """The places of which shares are taken and no claim speaks."""
    for code in np.unique(store.base.code[shares]):
        if at := store.bases[code].place:
            places = np.unique(store.place.code[shares[store.base.code[shares] == code]])
            yield from ({**store.places[int(place)], **at} for place in places[store.places.moved(at)[places] < 0])
