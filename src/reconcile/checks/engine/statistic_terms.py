"""What a statistic ties: its own cell, the level that it speaks of, and the base that it is taken of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.base_lookup import MATURED, OUTCOMES, Levels
from reconcile.checks.engine.cells import cell_keys
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.engine.views import Both
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import CHANGE, FIRST_OUTCOME, GROWTH, LEVEL, MEAN

UNSAID = -2  # in place of a code of a column that has no such value


class Ties(NamedTuple):
    """What each statistic ties, as rows of the cells; ABSENT where nothing is reported."""

    rate: Ints  # the cell of the statistic itself, in its own source's view
    level: Ints
    base: Ints  # ABSENT, too, for a mean, which needs none
    source: Ints  # the view that level and base were found in: a source's code, or ACROSS

    def only(self, rows: Array) -> Ties:
        return Ties(*(column[rows] for column in self))


def stated(cells: Both) -> Ints:
    """The cells of single sources that hold a statistic."""
    table = cells.own.table
    rates = table.cells_of(table.ways.stat != LEVEL)
    if cells.store.whole is not None or not len(rates):
        return rates
    # As people read them; of parts, the order means nothing.
    one = cell_keys(cells.own, rates)
    return rates[np.lexsort((one.base, one.stat, one.period, one.place, one.measure, one.status, one.source))]


def complete(cells: Both, ties: Ties) -> Bools:
    mean = cells.own.keys.stat[ties.rate] == MEAN
    return np.asarray((ties.level != ABSENT) & ((ties.base != ABSENT) | mean), dtype=bool)


def tied_to(store: Store, cells: Both, levels: Levels, rates: Ints) -> tuple[Ties, Ties]:
    """The cells of each statistic's level and base; second, for targets, those of what came of them."""
    stated = _Stated.of(store, cells, rates)
    ties = Ties(rates, stated.level(levels, stated.source), stated.base(levels, stated.source), stated.source.copy())
    rest = np.flatnonzero(~complete(cells, ties))
    if len(rest):
        lacking = stated.only(rest)
        everyone = np.full(len(rest), ACROSS)
        ties.level[rest], ties.source[rest] = lacking.level(levels, everyone), ACROSS
        ties.base[rest] = lacking.base(levels, everyone)
    everyone, nothing = np.full(len(rates), ACROSS), np.full(len(rates), ABSENT)
    if stated.outcome.all():
        return ties, Ties(rates, nothing, nothing, everyone)
    came, base = stated.came(levels, everyone)
    return ties, Ties(rates, np.where(stated.outcome, ABSENT, came), base, everyone)


class _Stated(NamedTuple):
    """What statistics speak of, as parallel columns."""

    source: Ints
    status: Ints
    measure: Ints
    place: Ints
    period: Ints
    base_period: Ints  # UNSAID where the base is none
    whole: Ints  # the measure that is the base, UNSAID where none is
    over_time: Bools
    mean: Bools
    outcome: Bools

    @classmethod
    def of(cls, store: Store, cells: Both, rates: Ints) -> _Stated:
        source, status, measure, place, period, stat, base = cell_keys(cells.own, rates)
        over_time = (stat == GROWTH) | (stat == CHANGE)
        periods, wholes = (recoded(store, base, values) for values in (store.period.values, store.measure.values))
        outcome = status >= FIRST_OUTCOME
        return cls(source, status, measure, place, period, periods, wholes, over_time, stat == MEAN, outcome)

    def only(self, rows: Ints) -> _Stated:
        return _Stated._make(column[rows] for column in self)

    def level(self, levels: Levels, source: Ints) -> Ints:
        return levels.find(source, self.status, self.measure, self.place, self.period)

    def base(self, levels: Levels, source: Ints) -> Ints:
        earlier = levels.first(MATURED, source, self.measure, self.place, self.base_period, self.outcome)
        if self.over_time.all():
            return earlier
        same = levels.find(source, self.status, self.whole, self.place, self.period)
        return np.where(self.over_time, earlier, np.where(self.mean, ABSENT, same))

    def came(self, levels: Levels, source: Ints) -> tuple[Ints, Ints]:
        """What came of each level and of each base."""
        came, whole = (
            levels.first(OUTCOMES, source, measure, self.place, self.period, self.outcome)
            for measure in (self.measure, self.whole)
        )
        return came, np.where(self.over_time, self.base(levels, source), whole)


def recoded(store: Store, base: Ints, values: tuple[str, ...]) -> Ints:
    """Bases as codes of another column, UNSAID where it has no such value."""
    number = {value: code for code, value in enumerate(values)}
    return np.array([number.get(value, UNSAID) for value in store.base.values], dtype=np.int64)[base]
