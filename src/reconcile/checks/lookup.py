"""Finding the level of a quantity in a view, for many quantities at once."""

from __future__ import annotations

import numpy as np

from reconcile.checks.bindings import ABSENT
from reconcile.checks.cells import Cells
from reconcile.checks.store import FIRST_OUTCOME, LEVEL, STATUSES, combined
from reconcile.exact.columns import Bools, Ints

MATURED = tuple(reversed(range(len(STATUSES))))  # the most mature first
OUTCOMES = tuple(status for status in MATURED if status >= FIRST_OUTCOME)

_DENSE = 16  # entries of a table a level cell, up to which looking up beats searching


class Levels:
    """The level cells by view, status, measure, place and period; codes below zero match nothing but ACROSS.

    They are laid out in a table with an entry for every combination of codes where that is not much larger than the
    cells are many, else sorted.
    """

    def __init__(self, cells: Cells, measures: Ints) -> None:
        """Lay out the levels of some measures; codes below zero are none."""
        keys = cells.keys
        reported = len(cells.of_measure)  # a code beyond names a measure that no claim does
        of_measure = [cells.of_measure[code] for code in np.unique(measures) if 0 <= code < reported]
        rows = np.concatenate([np.zeros(0, dtype=np.int64), *of_measure])
        self._rows = rows[keys.stat[rows] == LEVEL]
        have = [column[self._rows] for column in (keys.source, keys.status, keys.measure, keys.place, keys.period)]
        self._lows = [int(codes.min(initial=0)) for codes in have]
        self._counts = [int(codes.max(initial=0)) - low + 1 for codes, low in zip(have, self._lows, strict=True)]
        self.statuses = tuple(status for status in MATURED if (have[1] == status).any())
        room = 1
        for count in self._counts:
            room *= count
        self._table: Ints | None = None
        if room <= _DENSE * len(self._rows) + 4096:
            self._table = np.full(room, ABSENT, dtype=np.int64)
            self._table[self._code(have)] = self._rows
        elif room < 2**62:
            code = self._code(have)
            order = np.argsort(code, kind="stable")
            self._sorted, self._rows = code[order], self._rows[order]
        else:
            self._have = have
        self._packed = room < 2**62

    def _code(self, columns: list[Ints]) -> Ints:
        shifted = zip(columns, self._lows, self._counts, strict=True)
        return combined([(codes - low, count) for codes, low, count in shifted])

    def find(self, source: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
        """Rows of the cells, ABSENT where the view says nothing of the quantity."""
        found = np.full(len(source), ABSENT)
        if not len(self._rows):
            return found
        wanted = [source, status, measure, place, period]
        known = np.ones(len(source), dtype=bool)
        for codes, low, count in zip(wanted, self._lows, self._counts, strict=True):
            known &= (codes >= low) & (codes < low + count)
        asked = np.flatnonzero(known)
        wanted = [codes[asked] for codes in wanted]
        if self._table is not None:
            found[asked] = self._table[self._code(wanted)]
            return found
        have, rows = (self._sorted, self._rows) if self._packed else (None, self._rows)
        if have is None:
            both = [np.concatenate(pair) for pair in zip(self._have, wanted, strict=True)]
            code = self._code(both)  # ranks that hold only among what is coded together
            want = code[len(rows) :]
            order = np.argsort(code[: len(rows)], kind="stable")
            have, rows = code[: len(rows)][order], rows[order]
        else:
            want = self._code(wanted)
        at = np.minimum(np.searchsorted(have, want), len(have) - 1)
        found[asked] = np.where(have[at] == want, rows[at], ABSENT)
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
