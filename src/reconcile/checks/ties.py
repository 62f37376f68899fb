"""What a statistic ties: its own cell, the level that it speaks of, and the base that it is taken of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reconcile.checks.bindings import ABSENT
from reconcile.checks.cells import Cells
from reconcile.checks.keys import ACROSS
from reconcile.checks.lookup import MATURED, OUTCOMES, Levels
from reconcile.checks.store import CHANGE, FIRST_OUTCOME, GROWTH, LEVEL, MEAN, Store
from reconcile.exact.columns import Array, Ints


class Ties(NamedTuple):
    """What each statistic ties, as rows of the cells; ABSENT where nothing is reported."""

    rate: Ints  # the cell of the statistic itself, in its own source's view
    level: Ints
    base: Ints  # ABSENT, too, for a mean, which needs none
    source: Ints  # the view that level and base were found in: a source's code, or ACROSS

    def only(self, rows: Array) -> Ties:
        return Ties(*(column[rows] for column in self))


def stated(cells: Cells) -> Ints:
    """The cells of single sources that hold a statistic."""
    stated = np.flatnonzero(cells.keys.stat[:-1] != LEVEL)
    rates, keys = stated[cells.keys.source[stated] >= 0], cells.keys
    if cells.store.whole is not None:
        return rates
    # As people read them; of parts, the order means nothing.
    by = (keys.base, keys.stat, keys.period, keys.place, keys.measure, keys.status, keys.source)
    return rates[np.lexsort([column[rates] for column in by])]


def levels_of(store: Store, cells: Cells, rates: Ints) -> Levels:
    """The levels of all measures that these statistics speak of."""
    measures = np.unique(cells.keys.measure[rates])
    wholes = recoded(store, np.unique(cells.keys.base[rates]), store.measure.values)
    return Levels(cells, np.concatenate((measures, wholes)))


def complete(cells: Cells, ties: Ties) -> Array:
    return np.asarray(
        (ties.level != ABSENT) & ((ties.base != ABSENT) | (cells.keys.stat[ties.rate] == MEAN)), dtype=bool
    )


def tied_to(store: Store, cells: Cells, levels: Levels, rates: Ints) -> tuple[Ties, Ties]:
    """The cells of each statistic's level and base; second, for targets, those of what came of them."""
    keys = cells.keys
    own, status, measure, place, period, stat, base = (
        column[rates]
        for column in (keys.source, keys.status, keys.measure, keys.place, keys.period, keys.stat, keys.base)
    )
    over_time = np.isin(stat, (GROWTH, CHANGE))
    base_period = recoded(store, base, store.period.values)
    whole = recoded(store, base, store.measure.values)
    outcome = status >= FIRST_OUTCOME

    def bases(source: Ints) -> Ints:
        earlier = levels.first(MATURED, source, measure, place, base_period, outcome)
        if over_time.all():
            return earlier
        same = levels.find(source, status, whole, place, period)
        return np.where(over_time, earlier, np.where(stat == MEAN, ABSENT, same))

    inside = Ties(rates, levels.find(own, status, measure, place, period), bases(own), own)
    ties = Ties(*(column.copy() for column in inside))
    rest = np.flatnonzero(~complete(cells, inside))
    everyone = np.full(len(rates), ACROSS)
    if len(rest):
        ties.level[rest] = levels.find(everyone, status, measure, place, period)[rest]
        ties.base[rest], ties.source[rest] = bases(everyone)[rest], ACROSS
    nothing = np.full(len(rates), ABSENT)
    if outcome.all():
        return ties, Ties(rates, nothing, nothing, everyone)
    came = levels.first(OUTCOMES, everyone, measure, place, period, outcome)
    whole_came = levels.first(OUTCOMES, everyone, whole, place, period, outcome)
    base_came = np.where(over_time, bases(everyone), whole_came)
    return ties, Ties(rates, np.where(outcome, ABSENT, came), base_came, everyone)


def recoded(store: Store, base: Ints, values: tuple[str, ...]) -> Ints:
    """Bases as codes of another column, −2 where it has no such value."""
    number = {value: code for code, value in enumerate(values)}
    return np.array([number.get(value, -2) for value in store.base.values], dtype=np.int64)[base]
