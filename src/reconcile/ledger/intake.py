"""Typed tables as codes and numbers, without a Python object a row: pandas frames, and whatever speaks Arrow.

A table comes in pieces, of which each goes to its place at once: claims are in the order of their sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Ints
from reconcile.ledger.codes import BLOCK, Codes
from reconcile.ledger.columns import FREE, NUMBERS, OWN
from reconcile.ledger.gathered import Names, Numbers, Place
from reconcile.ledger.printed import Floats, Printed

if TYPE_CHECKING:
    from reconcile.ledger.draft import Columns

_EACH = 8  # sources, up to which looking for each is faster than sorting


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
    read = {name: Numbers(size) if name in NUMBERS else Names(size) for name in others if name != OWN}
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
    made |= {name: column.codes() for name, column in read.items() if isinstance(column, Names)}
    if not all(_is_text(codes.values) for codes in made.values()):
        return None
    return Intake(
        size=size,
        names=made,
        numbers={name: column.made for name, column in read.items() if isinstance(column, Numbers) and column.made},
        ids=_joined(ids),
        sources=None if places.ordered else sources.code,
    )


def _sources(table: Columns, size: int) -> Codes | None:
    """The sources in the order of the table, their codes in that of their ids."""
    column, begins = Names(size), 0
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
    """How many rows each source has."""
    blocks = (code[start : start + BLOCK] for start in range(0, len(code), BLOCK))
    return sum((np.bincount(block, minlength=count) for block in blocks), np.zeros(count, dtype=np.int64))


def _column(piece: Any, name: str) -> Any:
    """A column as a series of pandas, or as one array of Arrow."""
    column = piece[name]
    if isinstance(column, pd.Series):
        if not isinstance(column.dtype, pd.ArrowDtype):
            return column
        column = column.array.__arrow_array__()  # type: ignore[attr-defined]  # of Arrow's own types
    if not hasattr(column, "chunks"):
        return column
    import pyarrow as pa

    whole = column.unify_dictionaries().combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)


def _joined(pieces: list[Any]) -> pd.Series[Any] | None:
    if not pieces:
        return None
    if isinstance(pieces[0], pd.Series):
        given: pd.Series[Any] = pd.concat(pieces)
        return given
    import pyarrow as pa

    plain = [chunk.dictionary.take(chunk.indices) if hasattr(chunk, "dictionary") else chunk for chunk in pieces]
    whole = pa.chunked_array(plain)
    if pa.types.is_string_view(whole.type):  # which pandas does not know
        whole = whole.cast(pa.large_string())
    texts: pd.Series[Any] = whole.to_pandas(types_mapper=pd.ArrowDtype)
    return texts


def _is_text(values: tuple[str, ...]) -> bool:
    """Whether all can be written down: a lone surrogate cannot."""
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return False
    return True
