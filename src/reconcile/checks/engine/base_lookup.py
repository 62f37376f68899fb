"""Finding the level of a quantity in a view, for many quantities at once, and as it was known on a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from reconcile.checks.engine.claims import DAY_BITS, NEVER, Store
from reconcile.checks.engine.releases import outdated
from reconcile.checks.engine.table import ABSENT, ACROSS, CellTable
from reconcile.checks.engine.views import Both
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import FIRST_OUTCOME, LEVEL, STATUSES
from reconcile.ledger.store.codes import Ranged, combined

MATURED = tuple(reversed(range(len(STATUSES))))  # the most mature first
OUTCOMES = tuple(status for status in MATURED if status >= FIRST_OUTCOME)


_NONE: Ints = np.zeros(0, dtype=np.int64)


def own_view_else_across(look: Callable[[Ints, Ints], Ints], source: Ints) -> tuple[Ints, Ints]:
    """(n, t) cells in each source's own view, where one is lacking there across all; and (n,) the views.

    ``look`` gives the cells of some rows by their views and their numbers.
    """
    cell, view = look(source, np.arange(len(source))), source.copy()
    rest = np.flatnonzero((cell == ABSENT).any(axis=1))
    if len(rest):
        cell[rest], view[rest] = look(np.full(len(rest), ACROSS), rest), ACROSS
    return cell, view


def own_days(cells: Both, rates: Ints) -> Ints:
    """The day by which the level of each of these statistics was known: NEVER but for what a later release replaced."""
    store, lead = cells.store, cells.own.lead[rates]
    return np.where(store.replaced(lead), store.last_days[store.source.at(lead)], NEVER)


def by_then(store: Store, claim: int) -> str:
    """The day of a statistic that a later release replaced, as it is told of levels that nobody reported by then."""
    replaced = bool(store.replaced(np.array([claim]))[0])
    return f" by {store.published[store.source.code[claim]]}" if replaced else ""


class Levels:
    """Where levels are found by view, status, measure, place and period; codes below zero are found nowhere."""

    def __init__(self, cells: Both) -> None:
        self._cells = cells
        self.cells = cells
        """The same, and behind those of all sources what they said by some days."""
        self._days, self._known = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self._own = _LevelRows(cells.own.table)
        ways = cells.own.table.ways
        said = np.unique(ways.status[ways.stat == LEVEL])
        self.statuses = tuple(status for status in MATURED if status in said)
        """Of which there are levels, the most mature first."""

    @cached_property
    def _everyone(self) -> _LevelRows:
        return _LevelRows(self._cells.everyone.table)

    def find(self, source: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
        """Rows of the cells, ABSENT where the view says nothing of the quantity; the source may be ACROSS."""
        column = self._cells.own.table.column_at(place, period)
        across = source == ACROSS
        if not across.any():
            return self._own.find(source, status, measure, column)
        found = np.full(len(source), ABSENT)
        for rows, levels, begins in (
            (np.flatnonzero(~across), self._own, 0),
            (np.flatnonzero(across), self._everyone, len(self._cells.own)),
        ):
            at = levels.find(source[rows], status[rows], measure[rows], column[rows])
            found[rows] = np.where(at == ABSENT, ABSENT, at + begins)
        return found

    def first(
        self,
        statuses: tuple[int, ...],
        source: Ints,
        measure: Ints,
        place: Ints,
        period: Ints,
        outcome: Bools,
        day: Ints | None = None,
    ) -> Ints:
        """The cell of the first of these statuses that has one; outcomes rest on outcomes only.

        What all sources say is what they said by each one's ``day``, where that was learnt.
        """
        found = np.full(len(measure), ABSENT)
        for status in statuses:
            if status not in self.statuses:
                continue
            cell = self.find(source, np.full(len(measure), status), measure, place, period)
            if status < FIRST_OUTCOME:
                cell = np.where(outcome, ABSENT, cell)
            if day is not None:
                cell = self.by(cell, day)
            found = np.where(found == ABSENT, cell, found)
        return found

    def learn(self, measure: Ints, place: Ints, period: Ints, day: Ints) -> None:
        """Learn what all sources said of quantities by each one's day, where some of it was published later.

        A day is an ordinal, NEVER where everything counts. What has no date counts always.
        """
        store, ever, begins = self._cells.store, self._cells.ever, len(self._cells.own)
        across = np.full(len(day), ACROSS)
        said = [
            self.find(across, np.full(len(day), status), measure, place, period) - begins for status in self.statuses
        ]
        both = np.unique(np.concatenate([_NONE, *((cell << DAY_BITS | day)[cell >= 0] for cell in said)]))
        if not len(both):
            return
        cell, until = both >> DAY_BITS, both & NEVER
        claims, counts = ever.members(cell), ever.counts[cell]
        source = store.source.at(claims)
        by_then = store.first_days[source] <= np.repeat(until, counts)
        late = np.add.reduceat(by_then.astype(np.int64), np.cumsum(counts) - counts) < counts
        if store.latest is not None:  # of a series, what was the latest then
            known = np.flatnonzero(by_then)
            asked = np.repeat(np.arange(len(cell)), counts)[known]
            days = store.first_days[source[known]], store.last_days[source[known]]
            by_then[known[outdated(asked, store.series[source[known]], *days)]] = False
        left = np.add.reduceat(by_then.astype(np.int64), np.cumsum(counts) - counts)
        some = late & (left > 0)
        self.cells = self._cells.and_parts(cell[some], claims[by_then & np.repeat(some, counts)], left[some])
        known = np.full(len(both), ABSENT)
        known[some] = len(self._cells) - 1 + np.arange(int(some.sum()))
        self._days, self._known = both[late], known[late]

    def learn_all(self, parts: Sequence[tuple[Ints, ...]]) -> None:
        """Learn several lots of quantities and days at once: measures, places, periods, days."""
        dated = [part for part in parts if (part[3] < NEVER).any()]
        if dated and any(self._cells.store.published):
            self.learn(*map(np.concatenate, zip(*dated, strict=True)))

    def by(self, cell: Ints, day: Ints) -> Ints:
        """What cells of all sources said by each one's day, where that was learnt; ABSENT where that was nothing."""
        if not len(self._days):
            return cell
        asked = (cell - len(self._cells.own)) << DAY_BITS | day
        at = np.minimum(np.searchsorted(self._days, asked), len(self._days) - 1)
        return np.where((cell >= len(self._cells.own)) & (self._days[at] == asked), self._known[at], cell)


class _LevelRows:
    """The rows of a table that hold levels, by source, status and measure."""

    def __init__(self, table: CellTable) -> None:
        self._table = table
        ways = table.ways
        levels = np.flatnonzero(ways.stat == LEVEL)
        self._most = int(ways.measure[levels].max(initial=0))
        self._sources = int(ways.source[levels].max(initial=0)) + 2
        key = self._key(ways.source[levels], ways.status[levels], ways.measure[levels])
        order = np.argsort(key)
        self._keys, self._rows = np.append(key[order], np.iinfo(np.int64).max), np.append(levels[order], ABSENT)

    def _key(self, source: Ints, status: Ints, measure: Ints) -> Ints:
        """One number for each source, status and measure; one without levels is one that no row has."""
        asked = np.where((measure < 0) | (measure > self._most), ABSENT, measure)
        said = np.where(source >= self._sources - 1, ACROSS, source)
        known = (
            Ranged(said, self._sources, ACROSS),
            Ranged(status, len(STATUSES)),
            Ranged(asked, self._most + 2, ABSENT),
        )
        return combined(known)

    def find(self, source: Ints, status: Ints, measure: Ints, column: Ints) -> Ints:
        key = self._key(source, status, measure)
        at = np.searchsorted(self._keys, key)
        return self._table.find(np.where(self._keys[at] == key, self._rows[at], ABSENT), column)
