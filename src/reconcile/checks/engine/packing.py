"""Rows sorted by several columns of codes: packed into one whole number a row, which sorts by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reconcile.exact.columns import Array, Bools, Ints

_MARKS = 3  # of how many columns, the last ones, it is asked where they begin anew
_BITS = 62  # of an int64 that is surely positive


class Packed(NamedTuple):
    """Rows in order, the columns in that order, and for the last columns whether one up to it begins anew."""

    order: Ints
    columns: list[Array]
    new: tuple[Bools, Bools, Bools]


def in_order(columns: Sequence[Array]) -> Packed:
    """Sort by the columns, the first counting most, and by row.

    Codes and row are packed into one number: to sort those is many times faster than to find the order of rows. Where
    they do not fit, the columns are sorted one by one.
    """
    n = len(columns[0])
    if not n:
        nowhere = np.zeros(0, dtype=bool)
        return Packed(np.zeros(0, dtype=np.int64), list(columns), (nowhere, nowhere, nowhere))
    lows = [int(codes.min()) for codes in columns]
    widths = [(int(codes.max()) - low).bit_length() for codes, low in zip(columns, lows, strict=True)]
    row = (n - 1).bit_length()
    if sum(widths) + row > _BITS:
        order = np.lexsort(columns[::-1])
        taken = [codes[order] for codes in columns]
        new = [_begins(codes) for codes in taken]
        return Packed(order, taken, (_either(new[:-2]), _either(new[:-1]), _either(new)))
    packed = np.zeros(n, dtype=np.int64)
    for codes, low, width in zip(columns, lows, widths, strict=True):
        if width:
            packed <<= width
            packed |= np.subtract(codes, low, dtype=np.int64) if low else codes
    packed <<= row
    packed |= np.arange(n)
    packed.sort()
    order = packed & ((1 << row) - 1)
    packed >>= row
    made: list[Array] = []
    marks: list[Bools] = []
    fresh = True  # whether bits were cut off since the last marks
    for low, width, codes in zip(lows[::-1], widths[::-1], columns[::-1], strict=True):
        if len(marks) < _MARKS:
            marks.append(_begins(packed) if fresh else marks[-1])
        fresh = width > 0
        if width:
            values = packed & ((1 << width) - 1)
            made.append((values + low if low else values).astype(codes.dtype, copy=False))
            packed >>= width
        else:
            made.append(np.broadcast_to(codes[:1], n))
    return Packed(order, made[::-1], (marks[2], marks[1], marks[0]))


def _begins(column: Array) -> Bools:
    mark = np.ones(len(column), dtype=bool)
    np.not_equal(column[1:], column[:-1], out=mark[1:])
    return mark


def _either(marks: Sequence[Bools]) -> Bools:
    return np.asarray(np.logical_or.reduce(marks), dtype=bool)
