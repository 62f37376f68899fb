"""Some rows of columns: one by one, in runs that follow each other, or dealt so that they lie together."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

import numpy as np

from reconcile.exact.columns import Array, Bools, Ints
from reconcile.exact.parallel import in_blocks


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows that follow each other in a few runs: taking them copies whole stretches."""

    begins: tuple[int, ...]
    ends: tuple[int, ...]  # behind the last row of each run

    def __len__(self) -> int:
        return sum(self.ends) - sum(self.begins)

    def of(self, column: Array) -> Array:
        if len(self.begins) == 1:
            return column[self.begins[0] : self.ends[0]]
        return np.concatenate([column[begin:end] for begin, end in zip(self.begins, self.ends, strict=True)])

    def at(self, places: Array) -> Ints:
        """The rows at some places of these."""
        lengths = np.subtract(self.ends, self.begins)
        behind = np.cumsum(lengths)
        shift = np.asarray(self.begins) - (behind - lengths)
        run = np.searchsorted(behind, places, side="right") if len(lengths) > 1 else np.zeros(1, dtype=np.intp)
        return np.asarray(places + shift[run], dtype=np.int64)

    def mark(self, column: Bools, mine: Bools) -> None:
        """Mark in a column those of these rows that are."""
        before = 0
        for begin, end in zip(self.begins, self.ends, strict=True):
            column[begin:end] |= mine[before : before + end - begin]
            before += end - begin

    def numbers(self) -> Ints:
        """The rows one by one."""
        return np.concatenate([np.arange(begin, end) for begin, end in zip(self.begins, self.ends, strict=True)])


class Dealt:
    """Columns dealt into shares, each when it is first asked for.

    To write row after row to a few places is many times faster than to pick every share's rows out of a whole column.
    """

    def __init__(self, share: Array, count: int) -> None:
        """``share`` says of each row which of ``count`` shares it is in; rows of one share keep their order."""
        self._place = np.empty(len(share), dtype=np.intp)
        self.order = np.empty(len(share), dtype=np.intp)
        told = in_blocks(len(share), lambda rows: (rows.start, np.bincount(share[rows], minlength=count)))
        self.ends = np.cumsum(sum((mine for _, mine in told), np.zeros(count, dtype=np.int64)))
        following, first = self.begins, dict[int, Ints]()  # where the rows of a block go, by its first one
        for start, mine in told:
            first[start], following = following, following + mine

        def deal(rows: slice) -> None:
            block = share[rows]
            order = np.argsort(block, kind="stable")
            mine = np.bincount(block, minlength=count)
            place = np.arange(len(block)) + np.repeat(first[rows.start] - (np.cumsum(mine) - mine), mine)
            self._place[rows][order] = place
            self.order[place] = order + rows.start

        in_blocks(len(share), deal)
        self._columns: dict[int, tuple[Array, Array]] = {}
        self._alone = Lock()

    def of(self, column: Array) -> Array:
        """A column in the order of the shares."""
        with self._alone:
            if id(column) not in self._columns:
                dealt = np.empty_like(column)

                def deal(rows: slice) -> None:
                    dealt[self._place[rows]] = column[rows]

                in_blocks(len(column), deal)
                self._columns[id(column)] = column, dealt
            return self._columns[id(column)][1]

    @property
    def begins(self) -> Ints:
        return np.append(0, self.ends[:-1])

    def shares(self) -> list[Share]:
        ends = zip(self.begins.tolist(), self.ends.tolist(), strict=True)
        return [Share(self, begin, end) for begin, end in ends]


@dataclass(frozen=True, slots=True)
class Share:
    """Rows that were dealt together."""

    dealt: Dealt
    begin: int
    end: int

    def __len__(self) -> int:
        return self.end - self.begin

    def of(self, column: Array) -> Array:
        return self.dealt.of(column)[self.begin : self.end]

    def at(self, places: Array) -> Ints:
        """The rows at some places of these."""
        return self.dealt.order[self.begin : self.end].take(places)

    def mark(self, column: Bools, mine: Bools) -> None:
        """Mark in a column those of these rows that are."""
        column[self.numbers()[mine]] = True

    def numbers(self) -> Ints:
        """The rows one by one."""
        return self.dealt.order[self.begin : self.end]


Rows: TypeAlias = Ints | Runs | Share


def held(column: Array, rows: Rows) -> Array:
    """Some rows of a column; one value that is held once for all rows still is."""
    if column.strides == (0,) and len(column):
        return np.broadcast_to(column[:1], len(rows))
    return rows.of(column) if isinstance(rows, Runs | Share) else column.take(rows)


def rows_at(rows: Rows, places: Array) -> Ints:
    """The rows at some places of them."""
    return rows.at(places) if isinstance(rows, Runs | Share) else rows[places]


def numbers(rows: Rows) -> Ints:
    """The rows one by one."""
    return rows.numbers() if isinstance(rows, Runs | Share) else rows
