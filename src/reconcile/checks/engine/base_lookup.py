"""Finding the level of a quantity in a view, for many quantities at once."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from reconcile.checks.engine.table import ABSENT, ACROSS, Table
from reconcile.checks.engine.views import Both
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import FIRST_OUTCOME, LEVEL, STATUSES
from reconcile.ledger.store.codes import Ranged, combined

MATURED = tuple(reversed(range(len(STATUSES))))  # the most mature first
OUTCOMES = tuple(status for status in MATURED if status >= FIRST_OUTCOME)


class Levels:
    """Where levels are found by view, status, measure, place and period; codes below zero are found nowhere."""

    def __init__(self, cells: Both) -> None:
        self._cells = cells
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
    ) -> Ints:
        """The cell of the first of these statuses that has one; outcomes rest on outcomes only."""
        found = np.full(len(measure), ABSENT)
        for status in statuses:
            if status not in self.statuses:
                continue
            cell = self.find(source, np.full(len(measure), status), measure, place, period)
            if status < FIRST_OUTCOME:
                cell = np.where(outcome, ABSENT, cell)
            found = np.where(found == ABSENT, cell, found)
        return found


class _LevelRows:
    """The rows of a table that hold levels, by source, status and measure."""

    def __init__(self, table: Table) -> None:
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
