"""Claims laid out as a table: a row for each way of saying something, a column for each place and period.

Where most places report most figures in most periods, as statistics do, claims that speak of one site are found without
sorting: each claim is written where it belongs, and what a rule ties stands one below the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reconcile.checks.bindings import ABSENT
from reconcile.exact.columns import Ints

if TYPE_CHECKING:
    from reconcile.checks.store import Store
    from reconcile.ledger.codes import Codes

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

    claim: Ints  # (slots, columns), ABSENT where nothing is reported
    slots: Slots
    stand: Ints  # (slots,)
    stands: int
    column_of: Ints  # of each of the store's periods, −1 where no claim speaks of it
    periods: Ints  # of each column within a place
    slot: Ints  # of each claim
    column: Ints  # of each claim

    @property
    def columns(self) -> int:
        return self.claim.shape[1]

    @property
    def site(self) -> Ints:
        """One number for all claims that differ at most in measure and source."""
        return np.asarray(self.stand[self.slot] * self.columns + self.column, dtype=np.int64)

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
        return sum(int((self.claim[rows] != ABSENT).any(axis=0).sum()) for rows in self.quantities)

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
    key, room, known = np.zeros(n, dtype=np.int32), 1, []
    for codes in (store.status, store.stat, store.measure, store.source):
        number, said = _present(codes)
        known.append(said)
        room *= len(said)
        if room > allowed:
            return None
        if len(said) > 1:
            key *= len(said)
            key += number[codes.code]
    slot, first = _numbered(key, room)
    shift = _shifts(store)
    if shift is None:
        back = np.zeros(len(first), dtype=np.int64)
    else:
        low, span = int(shift.min()), int(np.ptp(shift)) + 1
        if len(first) * span > allowed:
            return None
        slot, both = _numbered(slot * np.int32(span) + (shift - low), len(first) * span)
        first, back = first[both // span], both % span
    if len(first) * columns > allowed:
        return None
    column = store.place.code * np.int32(len(periods)) + column_of[store.period.code]
    claim = np.full(len(first) * columns, ABSENT, dtype=np.int64)
    claim[slot * np.int64(columns) + column] = np.arange(n)
    if np.count_nonzero(claim != ABSENT) < n:
        return None
    status, stat, measure, source = np.unravel_index(first, [*map(len, known)])
    base = np.empty(len(first), dtype=np.int64)
    base[slot] = store.base.code
    slots = Slots(known[0][status], known[1][stat], back, known[2][measure], known[3][source], base)
    distinct, stand = np.unique(np.stack(slots[:3]), axis=1, return_inverse=True)
    return Layout(
        claim.reshape(len(first), columns),
        slots,
        stand.reshape(-1),
        distinct.shape[1],
        column_of,
        periods,
        slot,
        column,
    )


def _present(codes: Codes) -> tuple[Ints, Ints]:
    """Numbers without gaps for the codes that some row has, −1 for others; and these codes."""
    code, count = codes.code, len(codes.values)
    if code.strides == (0,):
        code = code[:1]
    there = np.zeros(count, dtype=bool)
    there[code] = True
    said = np.flatnonzero(there)
    number = np.full(count, -1, dtype=np.int32)
    number[said] = np.arange(len(said))
    return number, said


def _numbered(key: Ints, room: int) -> tuple[Ints, Ints]:
    """Keys renumbered without gaps, in their order, and the key of each number; all are below ``room``."""
    there = np.zeros(room, dtype=bool)
    there[key] = True
    return (np.cumsum(there, dtype=np.int32) - 1)[key], np.flatnonzero(there)


def _shifts(store: Store) -> Ints | None:
    """What tells the bases of one period apart; None where no claim has a base."""
    if len(store.base.values) == 1 and not store.base.values[0]:
        return None
    shift, moves = (column[store.base.code] for column in store.base_shift)
    rows = np.flatnonzero(moves)
    shift[rows] -= store.period_rank[store.period.code[rows]]
    return np.asarray(shift)
