"""Text columns as codes into their distinct values: ten million names are few names and many small numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Bools, Ints

_ORDERED = 2**16  # rows, up to which values are listed in the order in which they appear


@dataclass(frozen=True, slots=True)
class Codes:
    """A text column as codes into its distinct values."""

    code: Array  # whole numbers of any width
    values: tuple[str, ...]

    @classmethod
    def of(cls, column: pd.Series[Any], values: tuple[str, ...] | None = None) -> Codes:
        if values is not None:
            return cls(np.asarray(pd.Index(values).get_indexer(pd.Index(column)), dtype=np.int64), values)
        code, uniques = pd.factorize(column)
        return cls(np.asarray(code, dtype=np.int64), tuple(map(str, uniques)))

    @classmethod
    def constant(cls, value: str, size: int) -> Codes:
        return cls(np.zeros(size, dtype=np.int8), (value,))

    def __len__(self) -> int:
        return len(self.code)

    def __getitem__(self, row: int) -> str:
        return self.values[int(self.code[row])]

    def find(self, value: str) -> int:
        """The code of a value, −1 where no claim has it."""
        return self.values.index(value) if value in self.values else -1

    def take(self, rows: Ints) -> Codes:
        return Codes(self.code[rows], self.values)

    def texts(self) -> pd.Series[str]:
        """The column itself."""
        return pd.Series(np.array(self.values, dtype=object)[self.code])

    def said(self) -> Codes:
        """The same without values that no row has; of fewer rows than millions, in the order in which they appear."""
        n, count = len(self.code), len(self.values)
        if n <= _ORDERED:
            first = np.full(count, n)
            first[self.code[::-1]] = np.arange(n)[::-1]
            order = np.argsort(first, kind="stable")[: int((first < n).sum())]
        else:
            there = np.zeros(count, dtype=bool)
            there[self.code] = True
            order = np.flatnonzero(there)
        if len(order) == count and (order == np.arange(count)).all():
            return self
        table = np.zeros(count, dtype=np.int64)
        table[order] = np.arange(len(order))
        return Codes(_narrow(table)[self.code], tuple(self.values[code] for code in order))

    def renamed(self, name: Callable[[str], str]) -> Codes:
        """Each value by another name; values of one name have one code."""
        return self.within(tuple(dict.fromkeys(map(name, self.values))), name)

    def within(self, values: tuple[str, ...], name: Callable[[str], str] = str) -> Codes:
        """The same as codes of other values, which hold every value of this column."""
        number = {value: code for code, value in enumerate(values)}
        table = np.array([number[name(value)] for value in self.values], dtype=np.int64)
        if (table == np.arange(len(table))).all():
            return Codes(self.code, values)
        return Codes(_narrow(table)[self.code], values)

    def which(self, wanted: Callable[[str], bool]) -> Bools:
        """The rows whose value is wanted; each value is asked once."""
        asked = np.array([wanted(value) for value in self.values], dtype=bool)
        if not asked.any():
            return np.zeros(len(self.code), dtype=bool)
        return asked[self.code]


def _narrow(table: Ints) -> Array:
    """Whole numbers in the smallest signed type that holds them."""
    most = int(table.max(initial=0))
    return table.astype(
        np.int8 if most < 2**7 else np.int16 if most < 2**15 else np.int32 if most < 2**31 else np.int64
    )


def narrowed(codes: Array, count: int) -> Array:
    """Codes in the smallest signed type that holds as many values."""
    wanted = np.int8 if count <= 2**7 else np.int16 if count <= 2**15 else np.int32
    return codes if codes.dtype.itemsize <= np.dtype(wanted).itemsize else codes.astype(wanted)
