"""Where claims stand: a row for each way of saying something, a column for each place and period.

A cell is a field in which something stands, and cells are numbered row by row. Where most of the table is filled, as
statistics do, every field holds the number of its cell; else the filled fields are searched. Who asks what stands in a
field, or lays rows beside each other, is not told which.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import STATS, STATUSES
from reconcile.ledger.store.codes import Codes, Ranged, combined, looked_up, narrow, present

ABSENT = -1  # in place of a cell or a code where nothing is reported
ACROSS = -1  # in place of a source's code: the view of all sources

_LOOSE = 8  # fields for each claim, up to which all are numbered
_SPARE = 2**14  # and so many besides
_ROOM = 2**62  # fields that one whole number tells apart


class ClaimCodes(Protocol):
    """Claims as columns of codes."""

    @property
    def status(self) -> Codes: ...
    @property
    def stat(self) -> Codes: ...
    @property
    def base(self) -> Codes: ...
    @property
    def measure(self) -> Codes: ...
    @property
    def source(self) -> Codes: ...
    @property
    def place(self) -> Codes: ...
    @property
    def period(self) -> Codes: ...
    @property
    def period_rank(self) -> Ints:
        """The place of each distinct period in the calendar's order."""

    @property
    def base_shift(self) -> tuple[Ints, Bools]:
        """For each base, a number that tells it from all others, and whether it is a period: its rank, then."""


class Ways(NamedTuple):
    """What tells the rows of a table apart, as parallel columns of codes.

    ``shift`` tells bases apart that one period may have: how many periods back, where the base is a period. So rates
    over the year before stand in one row, although each names another base; 0 is no base.
    """

    status: Ints
    stat: Ints
    shift: Ints
    measure: Ints
    source: Ints  # ACROSS in the view of all
    base: Ints  # of one claim of the row: that of all of them where it is no period


class Laid(NamedTuple):
    """Rows of a table laid beside each other: what stands in one column of them."""

    cell: Ints  # (terms, n), ABSENT where nothing does
    view: Ints  # (n,) which of the rows that were laid beside each other
    column: Ints  # (n,)


@dataclass(frozen=True)
class CellTable:
    """The cells of a view. ``order[starts[i]:starts[i + 1]]`` are the claims of cell i, up to the end for the last."""

    ways: Ways  # of each row; in the order of these
    columns: int
    periods: Ints  # the period of each column within a place
    column_of: Ints  # of each period within a place; ABSENT where no claim speaks of it
    fields: Ints  # of each cell, counted row by row; ascending
    order: Ints
    firsts: Ints | None  # where the claims of each cell begin; None where each is one claim
    number: Array | None  # (rows + 1, columns) the cell of each field; the last row is empty

    def __len__(self) -> int:
        return len(self.fields)

    @classmethod
    def of(cls, claims: ClaimCodes) -> CellTable:
        """Each source's claims as a table."""
        places = len(claims.place.values)
        column_of, periods = _numbered(claims.period)
        field, ways = _rows(claims)
        columns = places * len(periods)
        if len(ways.stat) * max(columns, 1) >= _ROOM:
            raise OverflowError(f"{len(ways.stat)} rows of {columns} columns are more fields than can be told apart")
        field *= columns
        if places > 1:
            field += np.multiply(claims.place.code, len(periods), dtype=np.int64, casting="unsafe")
        if len(periods) > 1:
            gaps = len(periods) < len(claims.period.values)
            field += looked_up(narrow(column_of), claims.period.code) if gaps else claims.period.code
        return cls._made(ways, columns, periods, column_of, field, None)

    def merged(self, latest: Bools | None = None, usable: Bools | None = None) -> CellTable:
        """What all sources together say; where any claim of a cell is ``usable``, those that are not are left out.

        So are those that are not the ``latest`` of their series. Without a column of those that are, all are.
        """
        ways = self.ways
        key = combined([Ranged(codes, int(codes.max(initial=0)) + 1) for codes in ways[:4]])
        begins = np.append(True, key[1:] != key[:-1])[: len(key)]
        ahead = (np.cumsum(begins) - 1 - np.arange(len(key))) * self.columns
        field = self.fields + np.repeat(ahead, np.diff(self.ends))
        if self.firsts is not None:
            field = np.repeat(field, self.counts)
        firsts = Ways(*(codes[begins] for codes in ways))
        firsts = firsts._replace(source=np.full(len(firsts.source), ACROSS))
        return self._made(firsts, self.columns, self.periods, self.column_of, field, self.order).but(latest).but(usable)

    @classmethod
    def _made(
        cls, ways: Ways, columns: int, periods: Ints, column_of: Ints, field: Ints, claims: Ints | None
    ) -> CellTable:
        """Number the cells of claims that stand in these fields."""
        n, rows = len(field), len(ways.stat)
        if rows * columns > _LOOSE * n + _SPARE:
            number, filled = None, None
        else:
            said = np.full(rows * columns, ABSENT, dtype=np.int32 if n < 2**31 else np.int64)
            said[field] = np.arange(n, dtype=said.dtype)
            filled = np.flatnonzero(said != ABSENT)
            number = np.full((rows + 1, columns), ABSENT, dtype=np.intp)
            number.reshape(-1)[filled] = np.arange(len(filled))
            if len(filled) == n:
                order = said[filled].astype(np.int64) if claims is None else claims[said[filled]]
                return cls(ways, columns, periods, column_of, filled, order, None, number)
        order = np.argsort(field, kind="stable")
        field = field[order]
        firsts = np.flatnonzero(np.append(True, field[1:] != field[:-1])[:n])
        order = order if claims is None else claims[order]
        one_each = len(firsts) == n
        fields = field if one_each else field[firsts]
        return cls(ways, columns, periods, column_of, fields, order, None if one_each else firsts, number)

    @cached_property
    def starts(self) -> Ints:
        return np.arange(len(self)) if self.firsts is None else self.firsts

    @cached_property
    def counts(self) -> Ints:
        """(cells,) how many claims each has."""
        return np.diff(np.append(self.starts, len(self.order)))

    @cached_property
    def row(self) -> Ints:
        """The row of each cell."""
        return np.repeat(np.arange(len(self.ways.stat)), np.diff(self.ends))

    @cached_property
    def column(self) -> Ints:
        """The column of each cell."""
        return self.fields - self.row * self.columns

    def but(self, usable: Bools | None) -> CellTable:
        """The same cells without what is not usable, where anything else stands in one of them."""
        if usable is None or self.firsts is None:
            return self
        mine = usable[self.order]
        kept = mine | np.repeat(~np.logical_or.reduceat(mine, self.starts), self.counts)
        counts = np.add.reduceat(kept.astype(np.int64), self.starts)
        return self._with(self.fields, self.order[kept], counts, self.number)

    def only(self, cells: Bools) -> CellTable:
        """Some of the cells, and their claims alone."""
        fields, number = self.fields[cells], None
        if self.number is not None:
            number = np.full_like(self.number, ABSENT)
            number.reshape(-1)[fields] = np.arange(len(fields))
        return self._with(fields, self.order[np.repeat(cells, self.counts)], self.counts[cells], number)

    def and_parts(self, cells: Ints, claims: Ints, counts: Ints) -> CellTable:
        """The same with more cells behind: each where one of these ``cells`` stands, with some of its claims."""
        rows = len(self.ways.stat)
        if (rows + len(cells)) * max(self.columns, 1) >= _ROOM:
            raise OverflowError(f"{rows + len(cells)} rows of {self.columns} columns are more than can be told apart")
        ways = Ways(*(np.append(codes, codes[self.row[cells]]) for codes in self.ways))
        fields = (rows + np.arange(len(cells))) * self.columns + self.column[cells]
        order, counts = np.append(self.order, claims), np.append(self.counts, counts)
        firsts = None if len(order) == len(counts) else np.cumsum(counts) - counts
        fields = np.append(self.fields, fields)
        return replace(self, ways=ways, fields=fields, order=order, firsts=firsts, number=None)

    def _with(self, fields: Ints, order: Ints, counts: Ints, number: Array | None) -> CellTable:
        firsts = None if len(order) == len(fields) else np.cumsum(counts) - counts
        return CellTable(self.ways, self.columns, self.periods, self.column_of, fields, order, firsts, number)

    @cached_property
    def stand(self) -> Ints:
        """(rows,) one number for the rows that differ at most in measure and source."""
        status, stat, shift = self.ways[:3]
        shifts = int(shift.max(initial=0)) + 1
        way = combined([Ranged(status, len(STATUSES)), Ranged(stat, len(STATS)), Ranged(shift, shifts)])
        return np.asarray(np.unique(way, return_inverse=True)[1], dtype=np.int64).reshape(-1)

    @cached_property
    def ends(self) -> Ints:
        """(rows + 1,) the cells of row i are those from ``ends[i]`` up to ``ends[i + 1]``."""
        begins = np.arange(len(self.ways.stat) + 1) * self.columns
        return np.asarray(np.searchsorted(self.fields, begins), dtype=np.int64)

    def place(self) -> Ints:
        """The place of each cell."""
        return self.column // max(len(self.periods), 1)

    def period(self) -> Ints:
        """The period of each cell."""
        return self.periods[self.column % max(len(self.periods), 1)]

    def spots(self, column: Ints) -> tuple[Ints, Ints]:
        """The places and the periods of columns."""
        place, period = np.divmod(column, max(len(self.periods), 1))
        return place, self.periods[period]

    def column_at(self, place: Ints, period: Ints) -> Ints:
        """The columns of places and periods; ABSENT where either code is none, or the period one of no claim."""
        known = (period >= 0) & (period < len(self.column_of))
        within = np.append(self.column_of, ABSENT)[np.where(known, period, ABSENT)]
        at = place.astype(np.int64) * len(self.periods) + within
        return np.where((within == ABSENT) | (place < 0), ABSENT, at)

    def find(self, row: Ints, column: Ints) -> Ints:
        """The cells in some fields, ABSENT where nothing stands there, or row or column is ABSENT."""
        if self.number is not None:
            return np.asarray(self.number[np.where(column < 0, ABSENT, row), column], dtype=np.int64)
        known = (row >= 0) & (column >= 0)
        found = np.full(len(row), ABSENT)
        if len(self):
            wanted = row[known] * np.int64(self.columns) + column[known]
            at = np.minimum(np.searchsorted(self.fields, wanted), len(self) - 1)
            found[known] = np.where(self.fields[at] == wanted, at, ABSENT)
        return found

    def beside(self, rows: Ints) -> Laid:
        """Lay rows beside each other: ``rows`` (terms, views) says which; ABSENT is an empty one.

        In order of views and of columns; a column in which no term has anything may be there or not.
        """
        terms, views = rows.shape
        if self.number is not None:
            cell = self.number[rows].reshape(terms, -1)
            every = np.arange(self.columns)
            return Laid(cell, np.repeat(np.arange(views), self.columns), np.tile(every, views))
        size = np.where(rows == ABSENT, 0, np.diff(self.ends)[rows]).reshape(-1)
        which = np.repeat(np.arange(terms * views), size)
        cells = np.arange(len(which)) + np.repeat(self.ends[:-1][rows].reshape(-1) - (np.cumsum(size) - size), size)
        term, view = np.divmod(which, max(views, 1))
        code, at = np.unique(view * np.int64(self.columns) + self.column[cells], return_inverse=True)
        cell = np.full((terms, len(code)), ABSENT)
        cell[term, at.reshape(-1)] = cells
        return Laid(cell, *np.divmod(code, max(self.columns, 1)))

    def cells_of(self, rows: Bools) -> Ints:
        """The cells in some rows, in order."""
        if rows.all():
            return np.arange(len(self))
        picked = [np.arange(self.ends[row], self.ends[row + 1]) for row in np.flatnonzero(rows)]
        if len(picked) <= _ROWS:
            return np.concatenate(picked) if picked else np.zeros(0, dtype=np.int64)
        return np.flatnonzero(rows[self.row])


_ROWS = 64  # so many stretches are put together one by one


def _numbered(codes: Codes) -> tuple[Ints, Ints]:
    """Numbers without gaps for the codes that some claim has, ABSENT for others; and these codes."""
    said = np.flatnonzero(present(codes.code, len(codes.values)))
    number = np.full(len(codes.values), ABSENT)
    number[said] = np.arange(len(said))
    return number, said


def _rows(claims: ClaimCodes) -> tuple[Ints, Ways]:
    """The row of each claim, and what the rows are, in order."""
    shift = _shifts(claims)
    columns = [claims.status, claims.stat, claims.measure, claims.source]
    parts = [_ranged(codes) for codes in columns]
    if shift.strides != (0,):
        low = int(shift.min())
        parts.insert(2, Ranged(shift, int(shift.max()) - low + 1, low))
    row, count = ranked(combined(parts))
    one = np.zeros(count, dtype=np.int64)
    one[row] = np.arange(len(row))
    status, stat, measure, source = (codes.at(one) for codes in columns)
    return row, Ways(status, stat, shift[one].astype(np.int64), measure, source, claims.base.at(one))


def _ranged(codes: Codes) -> Ranged:
    if codes.code.strides == (0,) and len(codes):  # one value, which tells nothing apart
        return Ranged(codes.code, 1, int(codes.code[0]))
    return Ranged(codes.code, len(codes.values))


def _shifts(claims: ClaimCodes) -> Array:
    """What tells the bases of one period apart, above 0; 0 for no base, held once where no claim has one."""
    none = claims.base.find("")
    n = len(claims.base)
    if none >= 0 and len(claims.base.values) == 1:
        return np.broadcast_to(np.int64(0), n)
    rows = np.flatnonzero(claims.base.code != none) if none >= 0 else np.arange(n)
    number, moves = (column[claims.base.code[rows]] for column in claims.base_shift)
    back = claims.period_rank[claims.period.code[rows]]
    ahead = np.where(moves, number - back, number)
    shift = np.zeros(n, dtype=np.int64)
    shift[rows] = ahead - ahead.min(initial=0) + 1
    return shift


def ranked(codes: Ints, room: int | None = None) -> tuple[Ints, int]:
    """Codes renumbered without gaps, in their order, and how many there are; ``room`` is more than any of them."""
    if not len(codes):
        return codes, 0
    low = int(codes.min())
    span = (int(codes.max()) if room is None else room - 1) - low + 1
    if span > 8 * len(codes) + 1024:
        known, rank = np.unique(codes, return_inverse=True)
        return np.asarray(rank, dtype=np.int64).reshape(-1), len(known)
    there = np.zeros(span, dtype=np.int64)
    there[codes - low] = 1
    number = np.cumsum(there)
    return np.asarray((number - 1)[codes - low], dtype=np.int64), int(number[-1])
