"""Typed tables as codes and numbers, without a Python object a row: pandas frames, and whatever speaks Arrow.

A table comes in pieces, of which each goes to its place at once: claims are in the order of their sources.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pandas as pd

from reconcile.exact.columns import Array
from reconcile.ledger.reading.accumulators import Names, Numbers
from reconcile.ledger.reading.arrow import plain, whole
from reconcile.ledger.reading.chunks import Lot, UnreadableError
from reconcile.ledger.store.codes import Codes
from reconcile.ledger.store.columns import FREE, NUMBERS, OWN
from reconcile.ledger.store.decimals import Floats, Printed
from reconcile.ledger.store.source_order import Order, Places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reconcile.ledger.reading.draft import Columns


T = TypeVar("T")


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
    try:
        return None if size is None else _taken(table, size)
    except UnreadableError:
        return None


def _taken(table: Columns, size: int) -> Intake:
    sources = _sources(table, size)
    order = Order(sources)
    others = [name for name in table.names if name != "source"]
    read = {name: Numbers(size) if name in NUMBERS else Names(size) for name in others if name != OWN}
    lots = table.lots(others)
    ids = _each(lots, lambda lot: _filled(lot, order.places(lot.begin), read, own=OWN in others))
    made = {"source": order.sorted()}
    made |= {name: column.codes() for name, column in read.items() if isinstance(column, Names)}
    if not all(_writable(codes.values) for codes in made.values()):
        raise UnreadableError
    return Intake(
        size=size,
        names=made,
        numbers={name: column.made for name, column in read.items() if isinstance(column, Numbers) and column.made},
        ids=_joined([piece for pieces in ids for piece in pieces]),
        sources=None if order.ordered else sources.code,
    )


def _each(lots: Sequence[Lot], take: Callable[[Lot], T]) -> list[T]:
    """What comes of every lot, which are taken in beside each other."""
    if len(lots) == 1:
        return [take(lots[0])]
    with ThreadPoolExecutor(len(lots)) as pool:
        return list(pool.map(take, lots))


def _filled(lot: Lot, places: Places, read: Mapping[str, Names | Numbers], *, own: bool) -> list[Any]:
    """Put a lot into its columns; the claims' own ids, piece by piece."""
    parts = {name: column.lot(lot.number) for name, column in read.items()}
    ids: list[Any] = []
    for piece in lot.pieces:
        place = places.of_next(len(piece))
        if own:
            ids.append(_column(piece, OWN))
        if not all(part.add(_column(piece, name), place) for name, part in parts.items()):
            raise UnreadableError
        if any(set(column.number) - {""} for name, column in read.items() if name in FREE):
            raise UnreadableError
    return ids


def _sources(table: Columns, size: int) -> Codes:
    """The sources in the order of the table, their codes in that of their ids."""
    column = Names(size)

    def take(lot: Lot) -> None:
        begins, part = lot.begin, column.lot(lot.number)
        for piece in lot.pieces:
            if not part.add(_column(piece, "source"), slice(begins, begins + len(piece))):
                raise UnreadableError
            begins += len(piece)

    _each(table.lots(["source"]), take)
    codes = column.codes()
    return codes.within(tuple(sorted(codes.values)))


def _column(piece: Any, name: str) -> Any:
    """A column as a series of pandas, or as one array of Arrow."""
    column = piece[name]
    if isinstance(column, pd.Series):
        if not isinstance(column.dtype, pd.ArrowDtype):
            return column
        column = column.array.__arrow_array__()  # type: ignore[attr-defined]  # of Arrow's own types
    return whole(column) if hasattr(column, "chunks") else column


def _joined(pieces: list[Any]) -> pd.Series[Any] | None:
    if not pieces:
        return None
    if isinstance(pieces[0], pd.Series):
        given: pd.Series[Any] = pd.concat(pieces)
        return given
    import pyarrow as pa

    texts: pd.Series[Any] = pa.chunked_array(map(plain, pieces)).to_pandas(types_mapper=pd.ArrowDtype)
    return texts


def _writable(values: tuple[str, ...]) -> bool:
    """Whether all can be written down: a lone surrogate cannot."""
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return False
    return True
