"""Finding the level of a quantity in a view, for many quantities at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.deciding import ABSENT
from reconcile.checks.engine.keys import ACROSS
from reconcile.checks.engine.layout import Layout
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import FIRST_OUTCOME, LEVEL, STATUSES
from reconcile.ledger.store.codes import Ranged, combined

if TYPE_CHECKING:
    from reconcile.checks.engine.views import Both

MATURED = tuple(reversed(range(len(STATUSES))))  # the most mature first
OUTCOMES = tuple(status for status in MATURED if status >= FIRST_OUTCOME)

_DENSE = 16  # entries of a table a level cell, up to which looking up beats searching
_SPARE = 4096  # and so many besides
_ROOM = 2**62  # combinations that one whole number tells apart


class Levels:
    """Where levels are found by view, status, measure, place and period; codes below zero are found nowhere."""

    statuses: tuple[int, ...]  # of which there are levels, the most mature first

    def find(self, source: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
        """Rows of the cells, ABSENT where the view says nothing of the quantity; the source may be ACROSS."""
        raise NotImplementedError

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


class Searched(Levels):
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
        if room <= _DENSE * len(self._rows) + _SPARE:
            self._table = np.full(room, ABSENT, dtype=np.int64)
            self._table[self._code(have)] = self._rows
        elif room < _ROOM:
            code = self._code(have)
            order = np.argsort(code, kind="stable")
            self._sorted, self._rows = code[order], self._rows[order]
        else:
            self._have = have
        self._packed = room < _ROOM

    def _code(self, columns: list[Ints]) -> Ints:
        return combined([*map(Ranged, columns, self._counts, self._lows)])

    def find(self, source: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
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


class Laid(Levels):
    """The levels of claims that are laid out as a table; what all sources say together is searched."""

    def __init__(self, layout: Layout, cells: Both, measures: Ints) -> None:
        self._layout, self._cells, self._measures = layout, cells, measures
        slots = layout.slots
        levels = np.flatnonzero(slots.stat == LEVEL)
        self._most = int(slots.measure[levels].max(initial=0))
        key = self._key(slots.source[levels], slots.status[levels], slots.measure[levels])
        order = np.argsort(key)
        self._keys, self._slots = np.append(key[order], _LAST), np.append(levels[order], ABSENT)
        self._sources = np.unique(slots.source[levels])
        self._column_of = np.append(layout.column_of, ABSENT)
        self.statuses = tuple(status for status in MATURED if (slots.status[levels] == status).any())

    def _key(self, source: Ints, status: Ints, measure: Ints) -> Ints:
        """One number for each source, status and measure; a measure without levels is one that no row has."""
        asked = np.where((measure < 0) | (measure > self._most), ABSENT, measure)
        known = (
            Ranged(source, len(self._cells.store.source.values) + 1, ACROSS),
            Ranged(status, len(STATUSES)),
            Ranged(asked, self._most + 2, ABSENT),
        )
        return combined(known)

    @cached_property
    def _everyone(self) -> Searched:
        return Searched(self._cells, self._measures)

    def find(self, source: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
        asked = (status, measure, place, period)
        across = np.flatnonzero(source == ACROSS)
        found = self._own(source, *asked)
        if len(across):
            rest = tuple(column[across] for column in asked)
            by_source = [self._own(np.full(len(across), code), *rest) for code in self._sources]
            there = across[np.any(np.stack(by_source) != ABSENT, axis=0)] if by_source else across[:0]
            if len(there):
                found[there] = self._everyone.find(*(column[there] for column in (source, *asked)))
        return found

    def _own(self, source: Ints, status: Ints, measure: Ints, place: Ints, period: Ints) -> Ints:
        key = self._key(source, status, measure)
        at = np.searchsorted(self._keys, key)
        slot = np.where(self._keys[at] == key, self._slots[at], ABSENT)
        column = self._column_of[np.maximum(period, ABSENT)]
        there = (slot != ABSENT) & (column != ABSENT)
        slots, periods = len(self._layout.claim), len(self._layout.periods)
        parts = Ranged(slot, slots), Ranged(place, self._layout.columns // periods), Ranged(column, periods)
        field = np.where(there, combined(parts), 0)
        return np.where(there, self._layout.claim.reshape(-1)[field], np.int64(ABSENT))


_LAST = np.iinfo(np.int64).max
