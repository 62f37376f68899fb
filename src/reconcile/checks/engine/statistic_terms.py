"""What a statistic ties: its own cell, the level that it speaks of, and the base that it is taken of."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.base_lookup import MATURED, OUTCOMES, Levels
from reconcile.checks.engine.bindings import Title
from reconcile.checks.engine.cells import cell_keys
from reconcile.checks.engine.claims import NEVER, Store
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.engine.views import Both
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.bases import steps_from
from reconcile.language.codelists import CHANGE, FIRST_OUTCOME, GROWTH, RATIO, SHARE, STATS, STATUSES
from reconcile.language.ids import joined, quoted
from reconcile.language.periods import read_period

UNSAID = -2  # in place of a code of a column that has no such value


class Ties(NamedTuple):
    """What each statistic ties, as rows of the cells; ABSENT where nothing is reported."""

    rate: Ints  # the cell of the statistic itself, in its own source's view
    level: Ints
    base: Ints
    source: Ints  # the view that level and base were found in: a source's code, or ACROSS

    def only(self, rows: Array) -> Ties:
        return Ties(*(column[rows] for column in self))


def stated(cells: Both, stats: Collection[int]) -> Ints:
    """The cells of single sources that hold one of these statistics."""
    table = cells.own.table
    rates = table.cells_of(np.isin(table.ways.stat, list(stats)))
    if cells.store.whole is not None or not len(rates):
        return rates
    # As people read them; of parts, the order means nothing.
    one = cell_keys(cells.own, rates)
    return rates[np.lexsort((one.base, one.stat, one.period, one.place, one.measure, one.status, one.source))]


def complete(ties: Ties) -> Bools:
    return np.asarray((ties.level != ABSENT) & (ties.base != ABSENT), dtype=bool)


def tied_to(store: Store, cells: Both, levels: Levels, rates: Ints) -> tuple[Ties, Ties]:
    """The cells of each statistic's level and base; second, for targets, those of what came of them.

    They are rows of what ``levels.cells`` is then: a growth or a change rests on what was known when it was published.
    """
    stated = _Stated.of(store, cells, rates)
    source = stated.source
    ties = Ties(rates, stated.level(levels, source), stated.base(levels, source, None), source.copy())
    rest = np.flatnonzero(~complete(ties))
    if len(rest):
        lacking = stated.only(rest)
        if any(store.published):
            lacking.learn(levels)
        everyone = np.full(len(rest), ACROSS)
        ties.level[rest], ties.source[rest] = lacking.level(levels, everyone, lacking.day), ACROSS
        own = ties.base[rest]  # the base that a document gives is its own, whoever reports the level
        ties.base[rest] = np.where(own == ABSENT, lacking.base(levels, everyone, lacking.day), own)
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
    based: BaseQuantities
    over_time: Bools
    outcome: Bools
    day: Ints  # on which it was published
    released: Bools  # whether in a series: then its level is of that day, too
    replaced: Bools  # whether a later release of it speaks of the same quantity: then so is its whole

    @classmethod
    def of(cls, store: Store, cells: Both, rates: Ints) -> _Stated:
        source, status, measure, place, period, stat, base = cell_keys(cells.own, rates)
        based = bases_of(store, stat, base, measure, place, period)
        over_time, outcome = np.isin(stat, _OVER_TIME), status >= FIRST_OUTCOME
        day = np.append(store.last_days, NEVER)[source]  # the last is that of all sources
        released = store.series[source] > 0
        replaced = np.zeros(len(rates), dtype=bool)
        replaced[~over_time] = store.replaced(cells.own.lead[rates[~over_time]])
        return cls(source, status, measure, place, period, based, over_time, outcome, day, released, replaced)

    def only(self, rows: Ints) -> _Stated:
        return _Stated._make(part.only(rows) if isinstance(part, BaseQuantities) else part[rows] for part in self)

    def learn(self, levels: Levels) -> None:
        """Learn what was known of bases, and of a series' own levels, on the day of each."""
        parts = [
            (*(column[rows] for column in quantity), self.day[rows])
            for quantity, rows in ((self.based[:3], self.over_time | self.replaced), (self._quantity, self.released))
            if rows.any()
        ]
        levels.learn_all(parts)

    @property
    def _quantity(self) -> tuple[Ints, Ints, Ints]:
        return self.measure, self.place, self.period

    def level(self, levels: Levels, source: Ints, day: Ints | None = None) -> Ints:
        cell = levels.find(source, self.status, *self._quantity)
        return cell if day is None else np.where(self.released, levels.by(cell, day), cell)

    def base(self, levels: Levels, source: Ints, day: Ints | None) -> Ints:
        measure, place, period, status, _ = self.based
        earlier = levels.first(MATURED, source, measure, place, period, self.outcome, day)
        if (named := status >= 0).any():
            of_status = levels.find(source, np.where(named, status, 0), measure, place, period)
            of_status = of_status if day is None else levels.by(of_status, day)
            earlier = np.where(named, of_status, earlier)
        if self.over_time.all():
            return earlier
        same = levels.find(source, self.status, measure, place, period)
        if day is not None:
            same = np.where(self.replaced, levels.by(same, day), same)
        return np.where(self.over_time, earlier, same)

    def came(self, levels: Levels, source: Ints) -> tuple[Ints, Ints]:
        """What came of each level and of each base."""
        came, whole = (
            levels.first(OUTCOMES, source, *quantity, self.outcome)
            for quantity in ((self.measure, self.place, self.period), self.based[:3])
        )
        return came, np.where(self.over_time, self.base(levels, source, None), whole)


def statistic_title(store: Store, cells: Both, rate: int, view: int) -> Title:
    """The names of a statistic's binding in a view, given its own cell."""
    keys = cells.own.keys
    measure, stat = store.measure.values[keys.measure[rate]], STATS[keys.stat[rate]]
    period, base = store.period.values[keys.period[rate]], store.base.values[keys.base[rate]]
    source, status = store.source.values[keys.source[rate]], STATUSES[keys.status[rate]]
    place = store.places.id(int(keys.place[rate]))
    about = joined("statistic", stat, quoted(measure), place, period, quoted(base), status)
    quantity = store.quantity(int(keys.place[rate]), period, measure)
    quantity |= store.statistic(keys.stat[rate], keys.base[rate])
    return Title(about, quantity, status, view, of=source)


class BaseQuantities(NamedTuple):
    """The level that each statistic is taken of, as parallel columns of codes, a row each.

    UNSAID is a measure or period, and below zero a place, that no claim speaks of, or that none is needed of.
    """

    measure: Ints
    place: Ints
    period: Ints
    status: Ints  # UNSAID where it may be any
    itself: Bools  # whether it would be the very level that the statistic speaks of: then all of it is UNSAID

    def only(self, rows: Ints) -> BaseQuantities:
        measure, place, period = self.measure[rows], self.place[rows], self.period[rows]
        return BaseQuantities(measure, place, period, self.status[rows], self.itself[rows])


def bases_of(store: Store, stat: Ints, base: Ints, measure: Ints, place: Ints, period: Ints) -> BaseQuantities:
    """What statistics are taken of, given what they are and speak of, as columns of the store's codes.

    Of growth and change that is their measure in the base period, or in their own as another status has it; of a share
    or a ratio the base's measure, at the statistic's own place and period but for what the base fixes. Levels and means
    have none.
    """
    over_time, over_whole = np.isin(stat, _OVER_TIME), np.isin(stat, _OVER_WHOLE)
    earlier = base_periods(store, base)
    known = np.array([_status_code(text) for text in store.base.values], dtype=np.int64)
    status = np.where(over_time, known[base], UNSAID)
    earlier = np.where(status >= 0, period, earlier)
    at, of, when = place.astype(np.int64), np.full(len(base), UNSAID), np.where(over_time, earlier, UNSAID)
    rows = np.flatnonzero(over_whole)
    for code in np.unique(base[rows]):
        said = store.bases[code]
        mine = rows[base[rows] == code]
        found = store.measure.find(said.measure)
        of[mine] = found if found >= 0 else UNSAID
        when[mine] = period[mine]
        if said.period:
            fixed = store.period_code(said.period)
            when[mine] = fixed if fixed >= 0 else UNSAID
        if said.place:
            at[mine] = store.places.moved(said.place)[place[mine]]
    of = np.where(over_time, measure, of)
    itself = (of == measure) & (at == place) & (when == period) & (status < 0)
    if itself.any():
        of, at, when = (np.where(itself, UNSAID, column) for column in (of, at, when))
    return BaseQuantities(of, at, when, status, itself)


def _status_code(base: str) -> int:
    return STATUSES.index(base) if base in STATUSES else UNSAID


_OVER_TIME = (GROWTH, CHANGE)
_OVER_WHOLE = (SHARE, RATIO)


def base_periods(store: Store, base: Ints) -> Ints:
    """The periods that growths and changes are compared with, UNSAID where no claim speaks of one."""
    number = {value: code for code, value in enumerate(store.period.values)}
    found = [number.get(steps_from(value)[0], UNSAID) for value in store.base.values]
    return np.array(found, dtype=np.int64)[base]


def steps_of(store: Store, stat: Ints, base: Ints, period: Ints) -> tuple[Ints, Ints] | None:
    """How often each rate is compounded, times and roots of a fraction; None where none is more or less than once."""
    if not store.compounds:
        return None
    growths, pairs = stat == GROWTH, np.stack((base, period), axis=1)
    distinct, which = np.unique(pairs[growths], axis=0, return_inverse=True)
    steps = np.ones((len(distinct), 2), dtype=np.int64)
    for number, (of, to) in enumerate(distinct.tolist()):
        start, per = steps_from(store.base.values[of])
        found = store.periods[to].since(read_period(start), per) if per else None
        if found is not None:
            steps[number] = found.numerator, found.denominator
    if (steps == 1).all():
        return None
    each = np.ones((len(base), 2), dtype=np.int64)
    each[growths] = steps[which.reshape(-1)]
    return each[:, 0], each[:, 1]
