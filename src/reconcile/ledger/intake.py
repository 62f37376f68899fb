"""Typed tables as codes and numbers, without a Python object a row: pandas frames, and whatever speaks Arrow.

A table comes in pieces, of which each goes to its place at once: claims are in the order of their sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Ints
from reconcile.ledger import printed
from reconcile.ledger.codes import BLOCK, Codes, looked_up, narrow
from reconcile.ledger.columns import FREE, NUMBERS, OWN, TEXT
from reconcile.ledger.printed import Floats, Printed

if TYPE_CHECKING:
    from reconcile.ledger.draft import Columns

_CODED = 2**20  # how far apart whole numbers may lie that are taken for names, such as years
_EACH = 8  # sources, up to which looking for each is faster than sorting

Place = slice | Ints  # of a piece, among all rows


class Intake(NamedTuple):
    """A table by columns, its rows by source and then as they are there: names as codes; numbers."""

    size: int
    names: dict[str, Codes]
    numbers: dict[str, Floats | Printed]
    ids: pd.Series[Any] | None  # as they were given, in the order of the table
    sources: Array | None  # the codes of the sources in the order of the table; None where it is that of the claims


def intake(table: Columns) -> Intake | None:
    """Take a table in; None where a column is neither names nor numbers, or free text that says something."""
    size = table.rows()
    sources = None if size is None else _sources(table, size)
    if size is None or sources is None:
        return None
    places = _Places(sources)
    others = [name for name in table.names if name != "source"]
    read = {name: _Numbers(size) if name in NUMBERS else _Names(size) for name in others if name != OWN}
    ids: list[Any] = []
    for piece in table.pieces(others):
        if piece is None:
            return None
        place = places.of_next(len(piece))
        if OWN in others:
            ids.append(_column(piece, OWN))
        if not all(column.add(_column(piece, name), place) for name, column in read.items()):
            return None
        if any(set(read[name].number) - {""} for name in FREE if name in read):
            return None
    made = {"source": places.sorted()}
    made |= {name: column.codes() for name, column in read.items() if isinstance(column, _Names)}
    if not all(_is_text(codes.values) for codes in made.values()):
        return None
    return Intake(
        size=size,
        names=made,
        numbers={name: column.made for name, column in read.items() if isinstance(column, _Numbers) and column.made},
        ids=_joined(ids),
        sources=None if places.ordered else sources.code,
    )


def _sources(table: Columns, size: int) -> Codes | None:
    """The sources in the order of the table, their codes in that of their ids."""
    column, begins = _Names(size), 0
    for piece in table.pieces(["source"]):
        if piece is None or not column.add(_column(piece, "source"), slice(begins, begins + len(piece))):
            return None
        begins += len(piece)
    codes = column.codes()
    return codes.within(tuple(sorted(codes.values)))


class _Places:
    """Where the rows of a table go: by source, and then as they are there."""

    def __init__(self, sources: Codes) -> None:
        self._sources = sources
        self._begins = 0
        code = sources.code
        self.ordered = code.strides == (0,) or not bool((code[1:] < code[:-1]).any())
        if not self.ordered:
            self._counts = _counts(code, len(sources.values))
            self._next = np.cumsum(self._counts) - self._counts  # the first free place of each source

    def of_next(self, size: int) -> Place:
        """The places of as many rows more."""
        rows = slice(self._begins, self._begins + size)
        self._begins += size
        if self.ordered:
            return rows
        code = self._sources.code[rows]
        place = np.empty(size, dtype=np.intp)
        if len(self._sources.values) <= _EACH:
            for source in range(len(self._sources.values)):
                here = np.flatnonzero(code == source)
                place[here] = np.arange(self._next[source], self._next[source] + len(here))
                self._next[source] += len(here)
            return place
        order = np.argsort(code, kind="stable")
        counts = _counts(code, len(self._sources.values))
        said = np.flatnonzero(counts)
        begins = np.cumsum(counts[said]) - counts[said]
        place[order] = np.arange(size) + np.repeat(self._next[said] - begins, counts[said])
        self._next += counts
        return place

    def sorted(self) -> Codes:
        """The sources of the rows where they are now."""
        if self.ordered:
            return self._sources
        kinds = np.arange(len(self._counts), dtype=self._sources.code.dtype)
        return Codes(np.repeat(kinds, self._counts), self._sources.values)


def _counts(code: Array, count: int) -> Ints:
    blocks = (code[start : start + BLOCK] for start in range(0, len(code), BLOCK))
    return sum((np.bincount(block, minlength=count) for block in blocks), np.zeros(count, dtype=np.int64))


class _Names:
    """A column of names that comes in pieces, each with codes of its own."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.number: dict[str, int] = {}
        self._code: Array | None = None  # None while there is but one name
        self._last: Any = None  # the dictionary of the last piece, which the next one often has, too
        self._table = np.zeros(0, dtype=np.int8)

    def add(self, chunk: Any, place: Place) -> bool:
        """Add a piece of the column, if it holds names."""
        return not len(chunk) or (self._pandas if isinstance(chunk, pd.Series) else self._arrow)(chunk, place)

    def codes(self) -> Codes:
        """The whole column."""
        if self._code is None:
            return Codes.constant(next(iter(self.number), ""), self.size)
        made = Codes(self._code, tuple(self.number)).said()
        return made if len(made.values) > 1 else Codes.constant(made.values[0], self.size)

    def _add(self, codes: Array, values: Iterable[Any], place: Place, absent: Array | None = None) -> bool:
        return self._renumber(list(values)) and self._put(codes, place, absent)

    def _renumber(self, values: list[Any]) -> bool:
        if not all(type(value) is str for value in values):
            return False
        number = self.number
        self._table = narrow(np.array([number.setdefault(value, len(number)) for value in values], dtype=np.int64))
        return True

    def _put(self, codes: Array, place: Place, absent: Array | None) -> bool:
        """Put codes of the table, absent ones as the empty text."""
        table = self._table
        if absent is not None and absent.any():
            blank = self.number.setdefault("", len(self.number))
            codes, table = np.where(absent, len(table), codes), narrow(np.append(table.astype(np.int64), blank))
        if len(self.number) == 1:
            return True
        if self._code is None:
            self._code = np.zeros(self.size, dtype=table.dtype)
        elif self._code.itemsize < table.itemsize:
            self._code = self._code.astype(table.dtype)
        same = (table == np.arange(len(table))).all()
        self._code[place] = codes if same else looked_up(table, codes)
        return True

    def _blank(self, place: Place, size: int) -> bool:
        return self._add(np.broadcast_to(np.int8(0), size), [""], place)

    def _whole(self, numbers: Array, place: Place) -> bool:
        """Whole numbers as names: years, say."""
        low, high = int(numbers.min()), int(numbers.max())
        if high - low >= _CODED:
            return False
        wide = numbers if numbers.itemsize == _WIDE else numbers.astype(np.int64)
        return self._add(wide - low, map(str, range(low, high + 1)), place)

    def _arrow(self, chunk: Any, place: Place) -> bool:
        import pyarrow as pa

        kind = chunk.type
        if chunk.null_count == len(chunk):
            return self._blank(place, len(chunk))
        if pa.types.is_integer(kind):
            return not chunk.null_count and self._whole(chunk.to_numpy(), place)
        if _is_arrow_text(kind):
            chunk = chunk.dictionary_encode()
        elif not (pa.types.is_dictionary(kind) and _is_arrow_text(kind.value_type)):
            return False
        if self._last is None or not self._last.equals(chunk.dictionary):
            if not self._renumber(chunk.dictionary.to_pylist()):
                return False
            self._last = chunk.dictionary
        indices = chunk.indices
        absent = indices.is_null().to_numpy(zero_copy_only=False) if indices.null_count else None
        return self._put((indices.fill_null(0) if indices.null_count else indices).to_numpy(), place, absent)

    def _pandas(self, column: pd.Series[Any], place: Place) -> bool:
        dtype = column.dtype
        if isinstance(dtype, pd.CategoricalDtype):
            codes = column.cat.codes.to_numpy()
            if self._last is not dtype and not self._renumber(column.cat.categories.tolist()):
                return False
            self._last = dtype
            return self._put(codes, place, codes < 0)
        if isinstance(dtype, np.dtype) and dtype.kind in "iu":
            return self._whole(column.to_numpy(), place)
        if isinstance(dtype, pd.StringDtype) or dtype.kind == "O":
            try:
                codes, values = pd.factorize(column)
            except TypeError:  # what cannot be hashed is no name
                return False
            return self._add(codes, list(values), place, codes < 0)
        return bool(dtype.kind == "f" and column.isna().all()) and self._blank(place, len(column))


_WIDE = 8  # bytes


class _Numbers:
    """A column of numbers that comes in pieces, all of one kind."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.number: dict[str, int] = {}  # of names there are none
        self.made: Floats | Printed | None = None

    def add(self, chunk: Any, place: Place) -> bool:
        """Add a piece of the column, if it holds numbers."""
        part = (_pandas_number if isinstance(chunk, pd.Series) else _arrow_number)(chunk)
        if part is None:
            return False
        if self.made is None:
            self.made = printed.room(part, self.size)
        return printed.put(self.made, part, place)


def _pandas_number(column: pd.Series[Any]) -> Floats | Printed | None:
    dtype = column.dtype
    if isinstance(dtype, pd.StringDtype) and not column.hasnans:
        return printed.pandas_texts(column.astype(TEXT))
    if isinstance(dtype, np.dtype) and dtype.kind in "iu":
        return printed.whole(column.to_numpy())
    return Floats(column.to_numpy()) if dtype in (np.float64, np.float32) else None


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


def _column(piece: Any, name: str) -> Any:
    """A column as a series of pandas, or as one array of Arrow."""
    column = piece[name]
    if isinstance(column, pd.Series):
        if not isinstance(column.dtype, pd.ArrowDtype):
            return column
        column = column.array.__arrow_array__()
    if not hasattr(column, "chunks"):
        return column
    import pyarrow as pa

    whole = column.unify_dictionaries().combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)


def _joined(pieces: list[Any]) -> pd.Series[Any] | None:
    if not pieces:
        return None
    if isinstance(pieces[0], pd.Series):
        return pd.concat(pieces)
    import pyarrow as pa

    whole = pa.chunked_array(pieces)
    plain = whole.cast(whole.type.value_type) if pa.types.is_dictionary(whole.type) else whole
    return plain.to_pandas(types_mapper=pd.ArrowDtype)


def _is_arrow_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_text(values: tuple[str, ...]) -> bool:
    """Whether all can be written down: a lone surrogate cannot."""
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return False
    return True
