"""Finding the level of a quantity in a view, for many quantities at once."""

from __future__ import annotations

import numpy as np

from reconcile.checks.cells import Cells
from reconcile.checks.matching import ABSENT
from reconcile.checks.store import FIRST_OUTCOME, LEVEL, STATUSES, Store, combined
from reconcile.exact.columns import Bools, Ints

MATURED = tuple(reversed(range(len(STATUSES))))  # the most mature first
OUTCOMES = tuple(status for status in MATURED if status >= FIRST_OUTCOME)


class Levels:
    """The level cells by view, status, measure, place and period; codes below zero match nothing but ACROSS."""

    def __init__(self, store: Store, cells: Cells) -> None:
        keys = cells.keys
        self._rows = np.flatnonzero(keys.stat[:-1] == LEVEL)
        columns = (keys.source, keys.status, keys.measure, keys.place, keys.period)
        self._have = [column[self._rows] for column in columns]
        kinds = (store.source, store.status, store.measure, store.place, store.period)
        self._counts = [len(kind.values) for kind in kinds]

    def find(self, source: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
        """Rows of the cells, ABSENT where the view says nothing of the quantity."""
        if not len(self._rows):
            return np.full(len(source), ABSENT)
        wanted = (source, status, measure, place, period)
        key = combined(
            [
                (np.concatenate((have, want)) + 3, count + 3)
                for have, want, count in zip(self._have, wanted, self._counts, strict=True)
            ]
        )
        have, want = key[: len(self._rows)], key[len(self._rows) :]
        order = np.argsort(have, kind="stable")
        at = np.minimum(np.searchsorted(have[order], want), len(order) - 1)
        return np.where(have[order][at] == want, self._rows[order][at], ABSENT)

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
            cell = self.find(source, np.full(len(measure), status), measure, place, period)
            if status < FIRST_OUTCOME:
                cell = np.where(outcome, ABSENT, cell)
            found = np.where(found == ABSENT, cell, found)
        return found
