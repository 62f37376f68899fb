"""Claims laid out as a table: a row for each way of saying something, a column for each place and period.

Where most places report most figures in most periods, as statistics do, claims that speak of one site are found without
sorting: each claim is written where it belongs, and what a rule ties stands one below the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reconcile.checks.engine.deciding import ABSENT
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import STATS
from reconcile.ledger.store.codes import Codes, looked_up, narrow, present

if TYPE_CHECKING:
    from reconcile.checks.engine.claims import Store

_LOOSE = 8  # fields of the table for each claim, up to which counting beats sorting
_SPARE = 2**14  # fields that cost nothing


class Slots(NamedTuple):
    """What tells the rows of a table apart, as parallel columns of codes.

    ``shift`` tells bases apart that one period may have: how many periods back, where the base is a period. So rates
    over the year before stand in one row, although each names another base; ``base`` is that of one of them.
    """

    status: Ints
    stat: Ints
    shift: Ints
    measure: Ints
    source: Ints
    base: Ints


@dataclass(frozen=True)
class Layout:
    """A store's claims as a table; no two of them stand in one field.

    ``stand`` numbers the rows' ways of saying, measure and source left out: it and a column make a site.
    """

    claim: Array  # (slots, columns) int32, ABSENT where nothing is reported
    slots: Slots
    moved: Ints  # (slots,) how far ahead the base is in the calendar's order, where it is a period
    stand: Ints  # (slots,)
    stands: int
    column_of: Ints  # of each of the store's periods, −1 where no claim speaks of it
    periods: Ints  # of each column within a place
    slot: Array  # of each claim, in the narrowest type
    field: Ints  # of each claim, counted row by row

    @property
    def columns(self) -> int:
        return int(self.claim.shape[1])

    @cached_property
    def there(self) -> Bools:
        """(slots, columns) where something is reported."""
        return np.asarray(self.claim != ABSENT, dtype=bool)

    @property
    def site(self) -> Ints:
        """One number for all claims that differ at most in measure and source."""
        ahead = (self.stand - np.arange(len(self.stand))) * self.columns
        return np.asarray(looked_up(ahead, self.slot) + self.field, dtype=np.int64)

    @cached_property
    def quantities(self) -> list[Ints]:
        """The rows that differ in their source alone, by source."""
        measures = int(self.slots.measure.max(initial=0)) + 1
        key = self.stand * measures + self.slots.measure
        order = np.lexsort((self.slots.source, key))
        return np.split(order, np.flatnonzero(np.diff(key[order])) + 1)

    @cached_property
    def quantity_count(self) -> int:
        """How many quantities are spoken of, each statistic of one counted by itself."""
        return sum(int(self.there[rows].any(axis=0).sum()) for rows in self.quantities)

    def place(self) -> Ints:
        """The place of each column."""
        return np.repeat(np.arange(self.columns // len(self.periods)), len(self.periods))

    def period(self) -> Ints:
        """The period of each column."""
        return np.tile(self.periods, self.columns // len(self.periods))


def laid_out(store: Store) -> Layout | None:
    """Lay a store's claims out; None where they are too sparse, or a source reports something twice."""
    n, places = len(store), len(store.place.values)
    allowed = min(_LOOSE * n + _SPARE, 2**31 - 1)
    column_of, periods = _present(store.period)
    columns = places * len(periods)
    if not n or columns > allowed:
        return None
    rows = _rows(store, allowed)
    if rows is None or len(rows[1].stat) * columns > allowed:
        return None
    slot, slots, moved = rows
    field = looked_up(np.arange(len(slots.stat), dtype=np.int32) * np.int32(columns), slot)
    if places > 1:
        field = field + store.place.code.astype(np.int32, copy=False) * np.int32(len(periods))
    if len(periods) > 1:
        gaps = len(periods) < len(store.period.values)
        within = looked_up(narrow(column_of), store.period.code) if gaps else store.period.code
        field = field + within.astype(np.int32, copy=False)
    field = field.astype(np.intp)
    claim = np.full(len(slots.stat) * columns, ABSENT, dtype=np.int32)
    claim[field] = np.arange(n, dtype=np.int32)
    if np.count_nonzero(claim != ABSENT) < n:  # two claims stand in one field
        return None
    way = (slots.status * len(STATS) + slots.stat) * (int(slots.shift.max()) + 2) + slots.shift + 1
    ways, stand = np.unique(way, return_inverse=True)
    return Layout(claim.reshape(-1, columns), slots, moved, stand, len(ways), column_of, periods, slot, field)


def _rows(store: Store, allowed: int) -> tuple[Ints, Slots, Ints] | None:
    """The row of each claim, what the rows are, and where their bases lie; None where there may be too many."""
    keyed = _keyed([store.status, store.stat, store.measure, store.source], allowed)
    if keyed is None:
        return None
    key, known = keyed
    room = math.prod(map(len, known))
    based, shift = _shifts(store)
    low, span = (int(shift.min()), int(np.ptp(shift)) + 1) if len(shift) else (0, 0)
    if room + room * span > allowed:
        return None
    if span:  # bases tell further rows apart
        key = key.astype(np.int16 if room + room * span < 2**15 else np.int64, copy=False)
        key[based] = room + key[based].astype(np.int64) * span + (shift - low)
    said = np.flatnonzero(present(key, room + room * span))
    number = np.zeros(room + room * span, dtype=np.int64)
    number[said] = np.arange(len(said))
    slot = looked_up(narrow(number), key)
    plain = said < room
    combination = np.where(plain, said, (said - room) // max(span, 1))
    codes = np.unravel_index(combination, [*map(len, known)])
    status, stat, measure, source = (names[code] for names, code in zip(known, codes, strict=True))
    base = np.full(len(said), store.base.find(""))
    base[slot[based]] = store.base.code[based]
    back = np.where(plain, -1, (said - room) % max(span, 1))
    return slot, Slots(status, stat, back, measure, source, base), back + low


def _keyed(columns: Sequence[Codes], allowed: int) -> tuple[Array, list[Ints]] | None:
    """One number for each combination of codes, and the codes of each column; None where there may be too many."""
    taken = [codes.code for codes in columns]
    known = [
        code[:1].astype(np.int64) if code.strides == (0,) else np.arange(len(codes.values))
        for code, codes in zip(taken, columns, strict=True)
    ]
    if math.prod(map(len, known)) * _BASED > allowed:  # only what is said, then
        given = [_present(codes) for codes in columns]
        taken = [looked_up(number, code) for (number, _), code in zip(given, taken, strict=True)]
        known = [said for _, said in given]
    if math.prod(map(len, known)) > allowed:
        return None
    room = math.prod(map(len, known))
    key: Array = np.zeros(len(columns[0]), dtype=np.int16 if room < 2**15 else np.int64)
    for code, said in zip(taken, known, strict=True):
        if len(said) > 1:
            key *= len(said)
            key += code.astype(key.dtype, copy=False)
    return key, known


def _present(codes: Codes) -> tuple[Ints, Ints]:
    """Numbers without gaps for the codes that some row has, −1 for others; and these codes."""
    code, count = codes.code, len(codes.values)
    said = np.flatnonzero(present(code, count))
    number = np.full(count, -1, dtype=np.int64)
    number[said] = np.arange(len(said))
    return number, said


def _shifts(store: Store) -> tuple[Ints, Ints]:
    """The claims that have a base, and what tells the bases of one period apart."""
    if "" in store.base.values:
        if len(store.base.values) == 1:
            return _NONE, _NONE
        rows = np.flatnonzero(store.base.code != store.base.find(""))
    else:
        rows = np.arange(len(store))
    shift, moves = (column[store.base.code[rows]] for column in store.base_shift)
    back = store.period_rank[store.period.code[rows]]
    return rows, np.asarray(np.where(moves, shift - back, shift))


_BASED = 64  # rows that bases tell apart, for which there is room, at least
_NONE: Ints = np.zeros(0, dtype=np.int64)
