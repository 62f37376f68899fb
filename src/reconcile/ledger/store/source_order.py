"""Where the rows of a table go: claims are in the order of their sources, and then as they are there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reconcile.exact.columns import Array, Ints
from reconcile.exact.parallel import blocks
from reconcile.ledger.store.codes import Codes, counted

_EACH = 8  # sources, up to which looking for each is faster than sorting


class Spread(NamedTuple):
    """A piece of which the rows of each source go to a stretch of their own."""

    stretches: tuple[slice, ...]  # of all rows
    rows: tuple[Ints, ...]  # of the piece, as many each


Spot = slice | Spread | Ints  # of a piece, among all rows


def put(column: Array, place: Spot, values: Array) -> None:
    """Put the values of a piece where they belong."""
    if isinstance(place, Spread):
        for stretch, rows in zip(place.stretches, place.rows, strict=True):
            column[stretch] = values.take(rows)
    else:
        column[place] = values


def spots_of(place: Spot, rows: list[int]) -> list[int]:
    """Where some rows of a piece are among all."""
    if not rows:
        return []
    if isinstance(place, slice):
        return [place.start + row for row in rows]
    if isinstance(place, Spread):
        size = sum(map(len, place.rows))
        whole = np.empty(size, dtype=np.int64)
        for stretch, mine in zip(place.stretches, place.rows, strict=True):
            whole[mine] = np.arange(stretch.start, stretch.stop)
        place = whole
    return [int(place[row]) for row in rows]


class Order:
    """The order of a table's rows by their sources."""

    def __init__(self, sources: Codes) -> None:
        self.sources = sources  # in the order of the table, their codes in that of their ids
        code = sources.code
        self.ordered = code.strides == (0,) or all(map(self._ascends, blocks(0, len(code))))
        if not self.ordered:
            self._counts = self._counted(0, len(code))

    def _ascends(self, rows: slice) -> bool:
        code = self.sources.code[max(rows.start - 1, 0) : rows.stop]
        return not bool((code[1:] < code[:-1]).any())

    def _counted(self, begin: int, end: int) -> Ints:
        """How many of some rows each source has."""
        code, count = self.sources.code[begin:end], len(self.sources.values)
        if count <= _EACH:
            return np.array([np.count_nonzero(code == source) for source in range(count)], dtype=np.int64)
        return counted(code, count)

    def places(self, begin: int) -> Spots:
        """The places of the rows from one on."""
        if self.ordered:
            return Spots(self.sources, begin, None)
        first = np.cumsum(self._counts) - self._counts
        return Spots(self.sources, begin, first + self._counted(0, begin))

    def sorted(self) -> Codes:
        """The sources of the rows where they are then."""
        if self.ordered:
            return self.sources
        kinds = np.arange(len(self._counts), dtype=self.sources.code.dtype)
        return Codes(np.repeat(kinds, self._counts), self.sources.values)


class Spots:
    """The places of rows that follow each other, piece by piece."""

    def __init__(self, sources: Codes, begin: int, following: Ints | None) -> None:
        self._sources = sources
        self._begin = begin
        self._next = following  # of each source, its next place; None where all rows stay where they are

    def of_next(self, size: int) -> Spot:
        """The places of as many rows more."""
        rows = slice(self._begin, self._begin + size)
        self._begin += size
        if self._next is None:
            return rows
        code, count = self._sources.code[rows], len(self._sources.values)
        if count <= _EACH:
            return self._spread([np.flatnonzero(code == source) for source in range(count)], self._next)
        place = np.empty(size, dtype=np.intp)
        order = np.argsort(code, kind="stable")
        counts = np.bincount(code, minlength=count)
        said = np.flatnonzero(counts)
        begins = np.cumsum(counts[said]) - counts[said]
        place[order] = np.arange(size) + np.repeat(self._next[said] - begins, counts[said])
        self._next += counts
        return place

    def _spread(self, each: list[Ints], following: Ints) -> Spread:
        begins = following.tolist()
        following += [len(rows) for rows in each]
        stretches = (slice(begin, begin + len(rows)) for begin, rows in zip(begins, each, strict=True))
        return Spread(tuple(stretches), tuple(each))
