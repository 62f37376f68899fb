"""The figure of a base that each rate rests on: that of a status, or one that nobody reports, of the rate's own day.

Between two days a figure may be revised without a word. So what nobody reports is one figure to the rates of one day,
or of one document that has no date. That these vintages are one is assumed as long as it makes nothing impossible.
"""

from __future__ import annotations

import numpy as np

from reconcile.checks.engine.claims import NEVER, Store
from reconcile.checks.engine.rule_alignment import never_adds
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.statistic import rested
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import FIRST_OUTCOME, LEVEL, STATUSES
from reconcile.language.rules import Rule

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

    It is the one that its own binding rests on, if both levels are reported; else the one status in which the base was
    reported by then, or anything was told of it on the same day; else the vintage of its day. So it is where a later
    release of a series gave the base anew.
    """
    rates, base = rested(cells.store, cells)
    tied = np.full(len(store), ABSENT)
    members = cells.members(rates)
    tied[members] = np.repeat(np.where(base == ABSENT, ABSENT, cells.keys.status[base]), cells.counts[rates])
    found = tied[claim]
    lacking = np.flatnonzero(found == ABSENT)
    if len(lacking):
        source = store.source.at(claim[lacking])
        told = _told(store, source, measure[lacking], place[lacking], period[lacking])
        sole = np.where(told.sum(axis=1) == 1, told.argmax(axis=1), ABSENT)
        rest = np.flatnonzero(sole == ABSENT)
        sole[rest] = UNTOLD + _of_source(store)[source[rest]]
        found[lacking] = sole
    if store.latest is not None:
        source = store.source.at(claim)
        anew = _published_anew(store, found, store.quantity_numbers(measure, place, period), store.last_days[source])
        found[anew] = UNTOLD + _of_source(store)[source[anew]]
    return found


def _published_anew(store: Store, status: Ints, bases: Ints, day: Ints) -> Bools:
    """(n,) whether a series gave each base, of a quantity and a status, another figure after a day."""
    assert store.latest is not None
    levels = np.flatnonzero(store.stat.code == LEVEL)
    levels = levels[store.series[store.source.at(levels)] > 0]
    columns = (column.at(levels) for column in (store.measure, store.place, store.period))
    have = store.quantity_numbers(*columns) * len(STATUSES) + store.status.at(levels)
    asked = np.where(status < UNTOLD, bases * len(STATUSES) + status, ABSENT)
    again = np.isin(have, have[~store.latest[levels]])
    order = np.lexsort((store.first_days[store.source.at(levels[again])], have[again]))
    keys, days = have[again][order], store.first_days[store.source.at(levels[again])][order]
    last = np.searchsorted(keys, asked, side="right") - 1  # of each base, the latest release
    known = (last >= 0) & (np.append(keys, ABSENT)[last] == asked)
    return np.asarray(known & (np.append(days, 0)[last] > day), dtype=bool)


def _told(store: Store, source: Ints, measure: Ints, place: Ints, period: Ints) -> Bools:
    """(n, statuses) whether each base was told by then as an outcome, or all that a rule says that it is made of."""

    def of(other: Ints) -> Bools:
        return _told_itself(store, source, store.quantity_numbers(other, place, period))

    told = of(measure)
    equations = [
        rule
        for rule in store.ledger.rules
        if rule.relation == "=" and not _elsewhere(rule) and not never_adds(store, rule)
    ]
    asked = {store.measure.values[code] for code in np.unique(measure[~told.any(axis=1)])}
    tied = [set(rule.measures) for rule in equations if len(rule.measures) > 1]
    while grown := [one for one in tied if one & asked and not one <= asked]:
        asked = asked.union(*grown)
    tied = [one for one in tied if one <= asked]
    if not tied:
        return told
    by_name = {name: store.measure.find(name) for name in asked}
    known = {
        name: np.zeros_like(told) if code == ABSENT else of(np.full_like(measure, code))
        for name, code in by_name.items()
    }
    more = True
    while more:
        more = False
        for one in tied:
            for name in one:
                follows = np.logical_and.reduce([known[other] for other in one - {name}]) & ~known[name]
                more |= bool(follows.any())
                known[name] |= follows
    for name, code in by_name.items():
        told |= known[name] & (measure == code)[:, None]
    return told


def _elsewhere(rule: Rule) -> bool:
    """Whether a rule ties other quantities than those of one place and period, or ties them in some sources alone."""
    return bool(rule.dimensions or rule.shifted or rule.sources)


def _told_itself(store: Store, source: Ints, bases: Ints) -> Bools:
    """(n, statuses) whether each base was reported by then, or anything of it told on the same day, as an outcome."""
    told = np.flatnonzero(store.usable & (store.status.code >= FIRST_OUTCOME))
    of_source, status = _of_source(store), store.status.code[told]
    where = store.quantity_numbers(*(column.code[told] for column in (store.measure, store.place, store.period)))
    whose, level = store.source.code[told], store.stat.code[told] == LEVEL
    by_then = _first(where[level], status[level], store.first_days[whose[level]], bases)
    vintages = int(of_source.max(initial=0)) + 1
    same = _first(
        where * vintages + of_source[whose], status, np.zeros(len(told)), bases * vintages + of_source[source]
    )
    return np.asarray((by_then <= store.last_days[source][:, None]) | (same == 0), dtype=bool)


def _first(where: Ints, status: Ints, day: Array, asked: Ints) -> Array:
    """(n, statuses) the first day on which what is asked for was told in each status; infinite where it never was."""
    distinct, at = np.unique(where, return_inverse=True)
    first = np.full((len(distinct) + 1, len(STATUSES)), np.inf)
    np.minimum.at(first, (at.reshape(-1), status), day)
    found = np.minimum(np.searchsorted(distinct, asked), max(len(distinct) - 1, 0))
    return first[np.where(distinct[found] == asked, found, len(distinct)) if len(distinct) else found]


def assumed_same(quantity: Ints, status: Ints, reported: Bools) -> Ints:
    """(m, 2) pairs of unknowns that are assumed to be one figure: the vintages of a quantity, beside each other.

    ``quantity`` numbers what each unknown is but for its status. They are assumed, too, to be the figure of the one
    outcome's status that there is, if nobody reports that: rates and rules tell of it.
    """
    outcome = (status >= FIRST_OUTCOME) & (status < UNTOLD)
    several = np.bincount(quantity[outcome], minlength=int(quantity.max(initial=-1)) + 1)
    kept = np.flatnonzero((status >= UNTOLD) | (outcome & ~reported & (several[quantity] == 1)))
    kept = kept[np.lexsort((status[kept], quantity[kept]))]
    pairs = np.stack((kept[:-1], kept[1:]), axis=1)
    one: Bools = (quantity[pairs[:, 0]] == quantity[pairs[:, 1]]) & (status[pairs] >= UNTOLD).any(axis=1)
    return np.asarray(pairs[one], dtype=np.int64)
