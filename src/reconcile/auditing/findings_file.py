"""Conflicts into a Parquet file while they are put into words: what was written when one stops is a whole file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Self

from reconcile.auditing.entry import FIELDS, NAMES, Kind
from reconcile.errors import ReconcileError
from reconcile.ledger.reading.tables import NEEDS_PYARROW
from reconcile.ledger.writing.replacing import replaced_file

_ROWS = 5_000  # put into words before they are written
FLAT = FIELDS[: NAMES.index("line") + 1]  # what a table holds of a finding
_NESTED = tuple(one.name for one in FLAT if one.kind in {Kind.NAMED, Kind.THINGS})  # as JSON text
_LISTS = tuple(one.name for one in FLAT if one.kind is Kind.NAMES)
_COUNTS = tuple(one.name for one in FLAT if one.kind is Kind.COUNT)
_TEXTS = tuple(one.name for one in FLAT if one.name not in {*_NESTED, *_LISTS, *_COUNTS})


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of ``findings`` as tables hold it."""
    made = {name: row.get(name) for name in (*_TEXTS, *_COUNTS)}
    made |= {name: json.dumps(row[name], ensure_ascii=False) for name in _NESTED}
    return made | {name: list(row[name]) for name in _LISTS}


class FindingsFile:
    """A Parquet file of findings, with the columns of ``findings``; nested ones are JSON text.

    It is written beside its name, and gets its name when it is closed, also where that is because of Ctrl-C. Where it
    cannot be written, as on a full disk, nothing of it stays.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise ReconcileError(NEEDS_PYARROW) from None

        self.written = 0
        fields = [pa.field(name, pa.string()) for name in (*_TEXTS, *_NESTED)]
        fields += [pa.field(name, pa.list_(pa.string())) for name in _LISTS]
        fields += [pa.field(name, pa.int64()) for name in _COUNTS]
        self._schema = pa.schema(fields)
        with ExitStack() as whole:
            part = whole.enter_context(replaced_file(Path(path)))
            self._writer = pq.ParquetWriter(part, self._schema, compression="zstd")
            self._whole = whole.pop_all()
        self._rows: list[dict[str, Any]] = []
        self._failed: OSError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._whole:
            if self._failed:
                with suppress(OSError):
                    self._writer.close()
                raise self._failed
            self._flush()
            self._writer.close()

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows of ``findings``, or what of them a table holds, a few thousand at a time."""
        for row in rows:
            self._rows.append(plain_row(row))
            if len(self._rows) == _ROWS:
                self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        rows, self._rows = self._rows, []  # first, so that Ctrl-C writes none twice
        if not rows:
            return
        try:
            self._writer.write_table(pa.Table.from_pylist(rows, schema=self._schema))
        except OSError as error:
            self._failed = error
            raise
        self.written += len(rows)
