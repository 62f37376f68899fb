"""Typed tables as codes and numbers, without a Python object a row: pandas frames, and whatever speaks Arrow.

A table comes in pieces, of which each is gone before the next one but one is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array
from reconcile.ledger import printed
from reconcile.ledger.codes import Codes, looked_up, narrow
from reconcile.ledger.columns import FREE, NUMBERS, OWN, TEXT
from reconcile.ledger.printed import Floats, Printed

_CODED = 2**20  # how far apart whole numbers may lie that are taken for names, such as years


@dataclass(frozen=True)
class Intake:
    """A table by columns: names as codes; numbers; ids as they were given."""

    size: int
    names: dict[str, Codes]
    numbers: dict[str, Floats | Printed]
    ids: pd.Series[Any] | None


def intake(pieces: Iterable[Any]) -> Intake | None:
    """Take a table in; None where a column is neither names nor numbers, or free text that says something."""
    size = 0
    names: dict[str, _Names] = {}
    read: dict[str, list[Floats | Printed]] = {}
    ids: list[Any] = []
    for piece in pieces:
        if piece is None:
            return None
        for name, column in _columns(piece):
            if name == OWN:
                ids.append(column)
            elif name in NUMBERS:
                for part in map(_number, _chunks(column)):
                    if part is None:
                        return None
                    read.setdefault(name, []).append(part)
            elif not all(map(names.setdefault(name, _Names()).add, _chunks(column))):
                return None
        size += len(piece)
        if any(set(names[name].number) - {""} for name in FREE if name in names):
            return None
    made = {name: column.codes(size) for name, column in names.items()}
    if not all(_is_text(codes.values) for codes in made.values()):
        return None
    return Intake(
        size=size,
        names=made,
        numbers={name: printed.joined(parts) for name, parts in read.items()},
        ids=_ids(ids),
    )


@dataclass
class _Names:
    """A column of names that comes in pieces, each with codes of its own."""

    number: dict[str, int] = field(default_factory=dict)
    codes_: list[Array] = field(default_factory=list)
    last: Any = None  # the dictionary of the last piece, which the next one often has, too
    table: Array = field(default_factory=lambda: np.zeros(0, dtype=np.int8))

    def add(self, chunk: Any) -> bool:
        """Add a piece of the column, if it holds names."""
        return self._pandas(chunk) if isinstance(chunk, pd.Series) else self._arrow(chunk)

    def codes(self, size: int) -> Codes:
        """The whole column."""
        if len(self.number) == 1:
            return Codes.constant(next(iter(self.number)), size)
        codes = self.codes_[0] if len(self.codes_) == 1 else np.concatenate(self.codes_ or [np.zeros(0, np.int8)])
        self.codes_ = []
        made = Codes(codes, tuple(self.number)).said()
        return made if len(made.values) > 1 else Codes.constant("".join(made.values), size)

    def _add(self, codes: Array, values: Iterable[Any], absent: Array | None = None) -> bool:
        values = list(values)
        if not all(type(value) is str for value in values):
            return False
        self._renumber(values)
        self._append(codes, absent)
        return True

    def _renumber(self, values: list[str]) -> None:
        number = self.number
        self.table = narrow(np.array([number.setdefault(value, len(number)) for value in values], dtype=np.int64))

    def _append(self, codes: Array, absent: Array | None) -> None:
        """Codes of the table, absent ones as the empty text."""
        if absent is not None and absent.any():
            blank = self.number.setdefault("", len(self.number))
            table = narrow(np.append(self.table.astype(np.int64), blank))
            codes = np.where(absent, len(self.table), codes)
        else:
            table = self.table
        same = len(table) and int(table[-1]) == len(table) - 1 and bool((table == np.arange(len(table))).all())
        self.codes_.append(codes.astype(table.dtype, copy=False) if same else looked_up(table, codes))

    def _blank(self, size: int) -> bool:
        return self._add(np.broadcast_to(np.int8(0), size), [""])

    def _whole(self, numbers: Array) -> bool:
        """Whole numbers as names: years, say."""
        if not len(numbers):
            return True
        low, high = int(numbers.min()), int(numbers.max())
        if high - low >= _CODED:
            return False
        if numbers.dtype.itemsize < 8:
            numbers = numbers.astype(np.int32 if numbers.dtype.itemsize < 4 else np.int64)
        return self._add(numbers - low, map(str, range(low, high + 1)))

    def _arrow(self, chunk: Any) -> bool:
        import pyarrow as pa

        kind = chunk.type
        if not len(chunk):
            return True
        if chunk.null_count == len(chunk):
            return self._blank(len(chunk))
        if pa.types.is_integer(kind):
            return not chunk.null_count and self._whole(chunk.to_numpy())
        if _is_arrow_text(kind):
            chunk = chunk.dictionary_encode()
        elif not (pa.types.is_dictionary(kind) and _is_arrow_text(kind.value_type)):
            return False
        if self.last is None or not self.last.equals(chunk.dictionary):
            values = chunk.dictionary.to_pylist()
            if not all(type(value) is str for value in values):
                return False
            self._renumber(values)
            self.last = chunk.dictionary
        indices = chunk.indices
        absent = indices.is_null().to_numpy(zero_copy_only=False) if indices.null_count else None
        self._append((indices.fill_null(0) if indices.null_count else indices).to_numpy(), absent)
        return True

    def _pandas(self, column: pd.Series[Any]) -> bool:
        dtype = column.dtype
        if isinstance(dtype, pd.CategoricalDtype):
            codes = column.cat.codes.to_numpy()
            return self._add(codes, column.cat.categories.tolist(), codes < 0)
        if isinstance(dtype, np.dtype) and dtype.kind in "iu":
            return self._whole(column.to_numpy())
        if isinstance(dtype, pd.StringDtype) or dtype.kind == "O":
            try:
                codes, values = pd.factorize(column)
            except TypeError:  # what cannot be hashed is no name
                return False
            return self._add(codes, list(values), codes < 0)
        return bool(dtype.kind == "f" and column.isna().all()) and self._blank(len(column))


def _columns(piece: Any) -> Iterator[tuple[str, Any]]:
    for name in piece.columns if isinstance(piece, pd.DataFrame) else piece.schema.names:
        yield name, piece[name]


def _chunks(column: Any) -> list[Any]:
    """The contiguous parts of a column: pandas' own, or arrays of Arrow."""
    if isinstance(column, pd.Series):
        if not isinstance(column.dtype, pd.ArrowDtype):
            return [column]
        column = column.array.__arrow_array__()
    return list(column.chunks) if hasattr(column, "chunks") else [column]


def _number(chunk: Any) -> Floats | Printed | None:
    if not isinstance(chunk, pd.Series):
        return _arrow_number(chunk)
    dtype = chunk.dtype
    if isinstance(dtype, pd.StringDtype) and not chunk.hasnans:
        return printed.pandas_texts(chunk.astype(TEXT))
    if isinstance(dtype, np.dtype) and dtype.kind in "iu":
        return printed.whole(chunk.to_numpy())
    return Floats(chunk.to_numpy()) if dtype in (np.float64, np.float32) else None


def _arrow_number(chunk: Any) -> Floats | Printed | None:
    import pyarrow as pa

    kind = chunk.type
    if chunk.null_count:
        return None
    if pa.types.is_decimal(kind):
        return printed.decimal128(chunk if pa.types.is_decimal128(kind) else chunk.cast(pa.decimal128(38, kind.scale)))
    if _is_arrow_text(kind):
        return printed.arrow_texts(chunk)
    if pa.types.is_integer(kind):
        return printed.whole(chunk.to_numpy())
    return Floats(chunk.to_numpy()) if pa.types.is_float64(kind) or pa.types.is_float32(kind) else None


def _is_arrow_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _ids(pieces: list[Any]) -> pd.Series[Any] | None:
    if not pieces:
        return None
    if isinstance(pieces[0], pd.Series):
        return pieces[0]
    import pyarrow as pa

    chunks = [chunk for piece in pieces for chunk in _chunks(piece)]
    whole = pa.chunked_array(chunks)
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(whole.type.value_type)
    return whole.to_pandas(types_mapper=pd.ArrowDtype)


def _is_text(values: tuple[str, ...]) -> bool:
    """Whether all can be written down: a lone surrogate cannot."""
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return False
    return True
