"""Claims dealt into buckets where they lie, so that few bytes are sent: a row each bucket, names as codes.

What goes to a bucket is its claims as bytes, and what all claims beside them say: what a bucket has to know of the
whole comes with its claims.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.checks.engine.claims import Elsewhere
from reconcile.exact.columns import Array
from reconcile.ledger.store.columns import FREE, NUMBERS, OWN, is_text, unchunked

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 2**18  # claims dealt at a time, at least, and more where there are many buckets
_EACH = 1000  # of each bucket, about: fewer, and names would take more room than claims
_BYTES = 2**28  # of claims held in memory, at most about
_NAMED_BY_CODES = 4  # claims a name, from which the names of all are sent with each piece
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no bit of a column is lost


class Piece(NamedTuple):
    """Of some claims those of one bucket."""

    bucket: int
    said: str  # by all of these claims, whatever their bucket
    claims: bytes | None  # as Arrow's stream; None where there are none


@dataclass(frozen=True)
class Dealing:
    """How claims are dealt: by the values of the ``partition``; ``summed`` is over what measures have a total."""

    partition: Sequence[str]
    buckets: int
    summed: Mapping[str, str]

    def pieces(self, batches: Iterable[pa.RecordBatch]) -> Iterator[list[Piece]]:
        """A piece for each bucket, of some claims at a time; more are read while these are dealt."""
        with ThreadPoolExecutor(max_workers=1) as dealer:
            coming: Future[list[Piece]] | None = None
            for table in _tables(batches, max(_ROWS, _EACH * self.buckets)):
                before, coming = coming, dealer.submit(self._dealt, table)
                if before is not None:
                    yield before.result()
            if coming is not None:
                yield coming.result()

    def _dealt(self, table: pa.Table) -> list[Piece]:
        coded = _coded(table)
        said = json.dumps(self._said(coded), ensure_ascii=False)
        bucket = bucket_of([unchunked(coded[name]) for name in self.partition], self.buckets)
        ends = np.cumsum(np.bincount(bucket, minlength=self.buckets)).tolist()
        dealt = coded.take(np.argsort(bucket, kind="stable"))
        return [
            Piece(number, said, _packed(dealt.slice(begin, end - begin)) if begin < end else None)
            for number, (begin, end) in enumerate(zip([0, *ends], ends, strict=False))
        ]

    def _said(self, table: pa.Table) -> dict[str, Any]:
        import pyarrow.compute as pc

        members = {}
        for measure, over in self.summed.items():
            of_measure = pc.equal(table["measure"].cast("string"), measure)
            members[measure] = _distinct(table[over].filter(of_measure))
        measures, periods = _distinct(table["measure"]), _distinct(table["period"])
        return {"measures": measures, "periods": periods, "members": members}


def bucket_of(columns: Sequence[pa.Array], buckets: int) -> Array:
    """The bucket of every claim by these columns of it, the same on every machine; each value is asked once."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        codes = column if hasattr(column, "dictionary") else column.dictionary_encode()
        values = np.array([*map(_text, codes.dictionary.to_pylist()), ""], dtype=object)
        hashed = pd.util.hash_array(values, categorize=False)
        key = key * _FACTOR + hashed[codes.indices.cast("int64").fill_null(len(values) - 1).to_numpy()]
    kind = np.int16 if buckets < 2**15 else np.int32  # narrow numbers sort faster
    return (key % np.uint64(buckets)).astype(kind)


def dealt_together(pieces: Iterable[bytes]) -> pa.Table:
    """The claims of a bucket."""
    import pyarrow as pa

    tables = [pa.ipc.open_stream(piece).read_all() for piece in pieces]
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def heard(said: Iterable[str]) -> tuple[tuple[str, ...], Elsewhere]:
    """The measures of all claims, and what else is known of them as a whole."""
    measures, periods = set[str](), set[str]()
    members: dict[str, set[str]] = {}
    for one in map(json.loads, said):
        measures.update(one["measures"])
        periods.update(one["periods"])
        for measure, some in one["members"].items():
            members.setdefault(measure, set()).update(some)
    named = (tuple(sorted(filter(None, names))) for names in (measures, periods))
    return next(named), Elsewhere(next(named), {measure: frozenset(some) for measure, some in members.items()})


def _tables(batches: Iterable[pa.RecordBatch], most: int) -> Iterator[pa.Table]:
    """Batches joined to tables of so many rows, about."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= most or size >= _BYTES:
            yield pa.Table.from_batches(held)
            held, rows, size = [], 0, 0
    if rows:
        yield pa.Table.from_batches(held)


def _coded(table: pa.Table) -> pa.Table:
    """Names as codes, what every claim has of its own as it is."""
    import pyarrow as pa

    own = {OWN, *NUMBERS, *FREE}
    columns = [
        unchunked(column.dictionary_encode() if is_text(column.type) and name not in own else column)
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, names=table.column_names)


def _packed(table: pa.Table) -> bytes:
    """A piece's claims with the names that they may need."""
    import pyarrow as pa

    columns = [_needed(unchunked(column)) for column in table.columns]
    packed = pa.record_batch(columns, names=table.column_names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, packed.schema) as stream:
        stream.write_batch(packed)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _needed(column: pa.Array) -> pa.Array:
    """A column without the names that it does not need, where these are many."""
    if not hasattr(column, "dictionary") or len(column.dictionary) * _NAMED_BY_CODES <= len(column):
        return column
    return column.dictionary.take(column.indices).dictionary_encode()


def _distinct(column: pa.ChunkedArray) -> list[str]:
    return sorted(map(_text, column.unique().to_pylist()))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
