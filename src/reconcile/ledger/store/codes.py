"""Text columns as codes into their distinct values: ten million names are few names and many small numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Bools, Ints
from reconcile.exact.parallel import BLOCK, in_blocks
from reconcile.ledger.store.row_sets import held

_ROOM = 2**62  # combinations that one whole number tells apart
_TABLE = 2**24  # combinations, up to which a table of all is made
_ORDERED = 2**16  # rows, up to which values are listed in the order in which they appear


@dataclass(frozen=True, slots=True)
class Codes:
    """A text column as codes into its distinct values."""

    code: Array  # whole numbers of any width
    values: tuple[str, ...]

    @classmethod
    def of(cls, column: pd.Series[Any]) -> Codes:
        code, uniques = pd.factorize(column)
        return cls(np.asarray(code, dtype=np.int64), tuple(map(str, uniques)))

    @classmethod
    def constant(cls, value: str, size: int) -> Codes:
        """One value in all rows, held once."""
        return cls(np.broadcast_to(np.int8(0), size), (value,) if size else ())

    def __len__(self) -> int:
        return len(self.code)

    def __getitem__(self, row: int) -> str:
        return self.values[int(self.code[row])]

    def find(self, value: str) -> int:
        """The code of a value, −1 where no claim has it."""
        return self.values.index(value) if value in self.values else -1

    def take(self, rows: Ints) -> Codes:
        return Codes(held(self.code, rows), self.values)

    def at(self, rows: Ints) -> Ints:
        """The codes of some rows, which any arithmetic may use."""
        return widened(held(self.code, rows))

    def texts(self) -> pd.Series[str]:
        """The column itself."""
        return pd.Series(np.array(self.values, dtype=object)[self.code])

    def said(self, order: tuple[str, ...]) -> Codes:
        """The same without values that no row has, in this order of all; of few rows, in that in which they appear."""
        n, count = len(self.code), len(self.values)
        if n <= _ORDERED:
            first = np.full(count, n)
            first[self.code[::-1]] = np.arange(n)[::-1]
            kept = np.argsort(first, kind="stable")[: int((first < n).sum())]
        else:
            there, number = present(self.code, count), {value: code for code, value in enumerate(self.values)}
            kept = np.array([number[value] for value in order if there[number[value]]], dtype=np.int64)
        if len(kept) == count and (kept == np.arange(count)).all():
            return self
        table = np.zeros(count, dtype=np.int64)
        table[kept] = np.arange(len(kept))
        return Codes(looked_up(narrow(table), self.code), tuple(self.values[code] for code in kept))

    def renamed(self, name: Callable[[str], str]) -> Codes:
        """Each value by another name; values of one name have one code."""
        return self.within(tuple(dict.fromkeys(map(name, self.values))), name)

    def within(self, values: tuple[str, ...], name: Callable[[str], str] = str) -> Codes:
        """The same as codes of other values, which hold every value of this column."""
        number = {value: code for code, value in enumerate(values)}
        table = np.array([number[name(value)] for value in self.values], dtype=np.int64)
        if (table == np.arange(len(table))).all():
            return Codes(self.code, values)
        return Codes(looked_up(narrow(table), self.code), values)

    def which(self, wanted: Callable[[str], bool]) -> Bools:
        """The rows whose value is wanted; each value is asked once."""
        asked = np.array([wanted(value) for value in self.values], dtype=bool)
        if not asked.any():
            return np.zeros(len(self.code), dtype=bool)
        return asked[self.code]


class Crossed:
    """Several columns of codes as one: the number of each row's combination, made of a block of rows at a time."""

    def __init__(self, *columns: Codes) -> None:
        self.columns = columns
        self.sizes = tuple(max(len(codes.values), 1) for codes in columns)
        self.room = prod(self.sizes)
        self._narrow = np.int32 if self.room < _TABLE else np.int64  # with room for sizes, too

    def __len__(self) -> int:
        return len(self.columns[0])

    def key(self, rows: Any) -> Array:
        """The numbers of some rows' combinations; whole numbers that index a table of ``room``."""
        key: Array | None = None
        for codes, size in zip(self.columns, self.sizes, strict=True):
            if size > 1:
                code = codes.code[rows].astype(self._narrow, copy=False)
                key = code if key is None else key * size + code
        return np.zeros(len(self.columns[0].code[rows]), dtype=np.intp) if key is None else key.astype(np.intp)

    def numbers(self, among: Ints | None = None) -> Ints:
        """The numbers of the combinations that rows have, or some of the rows."""
        n = len(self.columns[0]) if among is None else len(among)
        if self.room > _TABLE:
            return np.unique(self.key(slice(None) if among is None else among))
        there = np.zeros(self.room, dtype=bool)

        def look(rows: slice) -> None:
            if self.room > BLOCK or not there.all():
                there[self.key(rows if among is None else among[rows])] = True

        in_blocks(n, look)
        return np.flatnonzero(there)

    def texts(self, numbers: Ints) -> list[tuple[str, ...]]:
        """Combinations as the values that stand together."""
        return [
            tuple(codes.values[code] for codes, code in zip(self.columns, one, strict=True))
            for one in zip(*self.apart(numbers), strict=True)
        ]

    def apart(self, numbers: Ints) -> tuple[Ints, ...]:
        """The codes of combinations, column by column."""
        return np.unravel_index(numbers, self.sizes)

    def look_up(self, table: Array, said: Ints) -> Array:
        """What a table holds for each row's combination, of which it has those said, in their order; 0 for others."""
        n = len(self)
        if not len(said) or (table == table[0]).all():
            return np.broadcast_to(table[0] if len(said) else table.dtype.type(0), n)
        found = np.empty(n, dtype=table.dtype)
        if self.room > _TABLE:

            def look(rows: slice) -> None:
                found[rows] = table.take(np.searchsorted(said, self.key(rows)), mode="clip")
        else:
            whole = np.zeros(self.room, dtype=table.dtype)
            whole[said] = table

            def look(rows: slice) -> None:
                np.take(whole, self.key(rows), out=found[rows], mode="clip")

        in_blocks(n, look)
        return found


class Ranged(NamedTuple):
    """Codes of any width, which are of so many from ``low`` on."""

    codes: Array
    size: int
    low: int = 0


def combined(parts: Sequence[Ranged]) -> Ints:
    """One code for each combination of codes, in their order: the first column counts most.

    Columns hold codes in the narrowest type, where a product, a sum, even the code that follows the last one may have
    no room: so codes are put together here, in full width, and nowhere else.
    """
    key, room = np.zeros(len(parts[0].codes), dtype=np.int64), 1
    for codes, size, low in parts:
        if size > 1:
            if room * size >= _ROOM:  # as many as there are rows are left
                rank, distinct = pd.factorize(key, sort=True)
                key, room = rank.astype(np.int64), len(distinct)
            room *= size
            key *= size
            key += codes
            if low:
                key -= low
    return key


def widened(code: Array) -> Ints:
    """The same in whole numbers of full width, which any arithmetic may use; one value held once for all still is."""
    if code.strides == (0,) and len(code):
        return np.broadcast_to(code[:1].astype(np.int64), len(code))
    return code.astype(np.int64, copy=False)


def looked_up(table: Array, code: Array) -> Array:
    """What a table holds for each code; one value for all rows where there is but one code."""
    if code.strides == (0,) and len(code):
        return np.broadcast_to(table[code[:1]], len(code))
    found = np.empty(len(code), dtype=table.dtype)

    def look(rows: slice) -> None:  # numpy takes by whole numbers of full width alone
        table.take(code[rows].astype(np.intp, copy=False), out=found[rows], mode="clip")

    in_blocks(len(code), look)
    return found


def present(code: Array, count: int) -> Bools:
    """Which codes rows have."""
    there = np.zeros(count, dtype=bool)

    def look(rows: slice) -> None:
        if not there.all():
            there[code[rows].astype(np.intp, copy=False)] = True

    if code.strides == (0,):
        there[code[:1]] = True
    else:
        in_blocks(len(code), look)
    return there


def counted(code: Array, count: int) -> Ints:
    """How many rows have each of so many codes."""
    if code.strides == (0,) or count > BLOCK:  # a count for each block would take more than the rows
        return np.bincount(code, minlength=count)
    counts = in_blocks(len(code), lambda rows: np.bincount(code[rows], minlength=count))
    return np.sum(counts, axis=0, initial=0, dtype=np.int64) if counts else np.zeros(count, dtype=np.int64)


def narrow(table: Array) -> Array:
    """Whole numbers in the smallest signed type that holds them."""
    low, high = int(table.min(initial=0)), int(table.max(initial=0))
    fits = (kind for kind in (np.int8, np.int16, np.int32) if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
    return table.astype(next(fits, np.int64), copy=False)
