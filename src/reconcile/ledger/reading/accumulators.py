"""Columns that come in pieces, each put together as codes of names, or as numbers: pandas' pieces and Arrow's."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Decimals
from reconcile.ledger.store import decimals
from reconcile.ledger.store.codes import Codes, looked_up, narrow
from reconcile.ledger.store.columns import ColumnError, as_series, is_text, refuse_surrogates, text_column
from reconcile.ledger.store.decimals import DecimalColumn, FloatColumn
from reconcile.ledger.store.source_order import Spot, put, spots_of

_CODED = 2**20  # how far apart whole numbers may lie that are taken for names, such as years
_WIDE = 8  # bytes


class Names:
    """A column of names that comes in lots, side by side, each of many pieces with codes of their own."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.number: dict[str, int] = {}
        self._code: Array | None = None  # None while there is but one name
        self._lots: dict[int, NamesOfLot] = {}
        self._alone = Lock()

    def lot(self, number: int) -> NamesOfLot:
        """The part of the column that is in one lot; lots count from the first row on."""
        return self._lots.setdefault(number, NamesOfLot(self))

    def codes(self) -> Codes:
        """The whole column, its names numbered as they come, whichever lot was faster; raises a ColumnError."""
        order = list(dict.fromkeys(name for lot in sorted(self._lots) for name in self._lots[lot].said))
        refuse_surrogates(order)
        if self._code is None:
            return Codes.constant(next(iter(order), ""), self.size)
        made = Codes(self._code, tuple(self.number)).said(tuple(order))
        return made if len(made.values) > 1 else Codes.constant(made.values[0], self.size)

    def numbered(self, names: Iterable[str]) -> Array:
        """The numbers of names, which are given one here where they have none."""
        with self._alone:
            number = self.number
            return narrow(np.array([number.setdefault(name, len(number)) for name in names], dtype=np.int64))

    def put(self, codes: Array, place: Spot, width: Any) -> None:
        """Put codes, none of them wider."""
        if len(self.number) == 1:
            return
        with self._alone:  # a column that another lot makes wider meanwhile would lose them
            if self._code is None:
                self._code = np.zeros(self.size, dtype=width)
            elif self._code.itemsize < width.itemsize:
                self._code = self._code.astype(width)
            put(self._code, place, codes)


class NamesOfLot:
    """A column of names within one lot."""

    def __init__(self, column: Names) -> None:
        self.column = column
        self.said: dict[str, None] = {}  # in the order in which they are first seen
        self._last: Any = None  # the dictionary of the last piece, which the next one often has, too
        self._table = np.zeros(0, dtype=np.int8)
        self._same = False  # whether codes are numbers as they are

    def add(self, chunk: Any, place: Spot) -> None:
        """Add a piece of the column; raises a ColumnError for what no text can be made of."""
        if len(chunk) and not (self._pandas if isinstance(chunk, pd.Series) else self._arrow)(chunk, place):
            codes, values = pd.factorize(text_column(as_series(chunk)))
            self._add(codes, list(values), place)

    def blank(self, place: Spot, size: int) -> None:
        """Add rows of which nothing is said."""
        self._add(np.broadcast_to(np.int8(0), size), [""], place)

    def _add(self, codes: Array, values: Iterable[Any], place: Spot, absent: Array | None = None) -> bool:
        return self._renumber(list(values)) and self._put(codes, place, absent)

    def _renumber(self, values: list[Any]) -> bool:
        if not all(type(value) is str for value in values):
            return False
        self.said.update(dict.fromkeys(values))
        self._table = self.column.numbered(values)
        self._same = bool((self._table == np.arange(len(values))).all())
        return True

    def _put(self, codes: Array, place: Spot, absent: Array | None) -> bool:
        """Put codes of the table, absent ones as the empty text."""
        table, same = self._table, self._same
        if absent is not None and absent.any():
            self.said.setdefault("")
            blank = self.column.numbered([""])
            codes, same = np.where(absent, np.int64(len(table)), codes), False
            table = narrow(np.append(table.astype(np.int64), blank))
        self.column.put(codes.astype(table.dtype, copy=False) if same else looked_up(table, codes), place, table.dtype)
        return True

    def _integers(self, numbers: Array, place: Spot) -> bool:
        """Whole numbers as names: years, say."""
        low, high = int(numbers.min()), int(numbers.max())
        if high - low >= _CODED:
            return False
        wide = numbers if numbers.itemsize == _WIDE else numbers.astype(np.int64)
        return self._add(wide - low, map(str, range(low, high + 1)), place)

    def _arrow(self, chunk: Any, place: Spot) -> bool:
        import pyarrow as pa

        kind = chunk.type
        if chunk.null_count == len(chunk):
            self.blank(place, len(chunk))
            return True
        if pa.types.is_integer(kind):
            return not chunk.null_count and self._integers(chunk.to_numpy(), place)
        if is_text(kind):
            chunk = chunk.dictionary_encode()
        elif not (pa.types.is_dictionary(kind) and is_text(kind.value_type)):
            return False
        if self._last is None or not self._last.equals(chunk.dictionary):
            try:
                self._renumber(chunk.dictionary.to_pylist())
            except UnicodeDecodeError:
                raise ColumnError("holds what is no UTF-8 text") from None
            self._last = chunk.dictionary
        indices = chunk.indices
        absent = indices.is_null().to_numpy(zero_copy_only=False) if indices.null_count else None
        return self._put((indices.fill_null(0) if indices.null_count else indices).to_numpy(), place, absent)

    def _pandas(self, column: pd.Series[Any], place: Spot) -> bool:
        dtype = column.dtype
        if isinstance(dtype, pd.CategoricalDtype):
            codes = column.cat.codes.to_numpy()
            if self._last is not dtype and not self._renumber(column.cat.categories.tolist()):
                return False
            self._last = dtype
            return self._put(codes, place, codes < 0)
        if isinstance(dtype, np.dtype) and dtype.kind in "iu":
            return self._integers(column.to_numpy(), place)
        if isinstance(dtype, pd.StringDtype) or dtype.kind == "O":
            try:
                codes, values = pd.factorize(column)
            except TypeError:  # what cannot be hashed is no name
                return False
            return self._add(codes, list(values), place, codes < 0)
        return False


class Numbers:
    """A column of numbers that comes in pieces; those of one table are all of one kind."""

    def __init__(self, size: int, *, mixed: bool) -> None:
        """``mixed`` says that pieces may be of several kinds, and are all read from their texts."""
        self.size = size
        self._mixed = mixed
        self.made: FloatColumn | DecimalColumn | None = None
        self._alone = Lock()

    def lot(self, number: int) -> Numbers:  # noqa: ARG002 - numbers are the same in every lot
        """The part of the column that is in one lot."""
        return self

    def add(self, chunk: Any, place: Spot) -> None:
        """Add a piece of the column; raises a ColumnError for what no number can be."""
        if not len(chunk):
            return
        part = decimals.number_column(text_column(as_series(chunk)) if self._mixed else chunk)
        with self._alone:
            if self.made is None:
                self.made = self._room(part)
            column = self.made
            column.odd.update(zip(spots_of(place, list(part.odd)), part.odd.values(), strict=True))
            if isinstance(column, DecimalColumn) and isinstance(part, DecimalColumn):
                column.minus.extend(spots_of(place, part.minus))
                self._put_exponent(column, part.read.exponent, place)
        if isinstance(column, FloatColumn):
            assert isinstance(part, FloatColumn)
            put(column.values, place, part.values)
        else:
            assert isinstance(part, DecimalColumn)
            put(column.read.digits, place, part.read.digits)

    def blank(self, place: Spot, size: int) -> None:
        """Add rows of which nothing is said."""
        self.add(pd.Series([""]).repeat(size), place)

    def _room(self, part: FloatColumn | DecimalColumn) -> FloatColumn | DecimalColumn:
        if isinstance(part, FloatColumn):
            return FloatColumn(np.zeros(self.size, dtype=part.values.dtype))
        exponent = np.broadcast_to(part.read.exponent[:1], self.size)
        return DecimalColumn(Decimals(np.zeros(self.size, dtype=np.int64), exponent), part.zeros, [])

    def _put_exponent(self, column: DecimalColumn, exponent: Array, place: Spot) -> None:
        """Put exponents, which are held once while they are the same everywhere."""
        if column.read.exponent.strides == (0,):
            if (exponent == column.read.exponent[0]).all():
                return
            column.read = Decimals(column.read.digits, column.read.exponent.copy())
        put(column.read.exponent, place, exponent)
