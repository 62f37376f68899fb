"""A table too large for memory, audited a bucket of claims at a time: what no rule ties may stay apart."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reconcile.auditing.findings_file import FindingsFile
from reconcile.auditing.large.parts import uncrossed
from reconcile.auditing.large.shuffle import bucket_of
from reconcile.auditing.result import Progress
from reconcile.auditing.run import run_among
from reconcile.checks.engine.claims import Elsewhere
from reconcile.errors import ReconcileError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.chunks import names_of
from reconcile.ledger.reading.tables import NEEDS_PYARROW

_CLAIMS = 5_000_000  # of one bucket, about
_BATCH = 1_000_000  # rows read at a time


def audit_in_buckets(
    path: str | os.PathLike[str],
    *,
    rules: Iterable[object] = (),
    partition: Sequence[str],
    conflicts: str | os.PathLike[str] | None = None,
    claims: int = _CLAIMS,
    progress: Progress | None = None,
    checks: Sequence[str] | None = None,
    hedges: Mapping[str, object] | None = None,
    rounding: str = "nearest",
    **settings: Any,
) -> pd.DataFrame:
    """Audit a Parquet file that is larger than memory; returns how many findings there are of each kind.

    Claims are dealt by the columns of ``partition``, over which no rule and no sum may reach, into buckets of so many
    ``claims``, about, on disk; each is audited by itself, and its conflicts are written to the Parquet file
    ``conflicts``. Stopped with Ctrl-C, what was found until then is there. ``settings`` are those of
    `Ledger.from_frames`. What only the whole ledger can tell is not asked: rules by themselves, texts, coverage, joint
    consistency. Claims without ids of their own are numbered within their bucket.

    The result is as `Audit.summary` gives it: check, rule, source, verdict and the number of findings. Raises
    ReconcileError where a rule would cross the partition.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ReconcileError(NEEDS_PYARROW) from None

    given = {"rules": tuple(rules), **settings}
    source = pq.ParquetFile(path, read_dictionary=names_of(pq.read_schema(path)))
    first = next(source.iter_batches(batch_size=1), None)
    if first is None:
        raise ReconcileError(f"{os.fspath(path)} holds no claims")
    known, measures = _known(source, given)
    given["measures"] = {**measures, **(settings.get("measures") or {})}
    uncrossed(Ledger.from_frames(first, **given), partition)
    total, counts = source.metadata.num_rows, list[pd.DataFrame]()
    options: dict[str, Any] = {"checks": checks, "hedges": hedges, "rounding": rounding}
    with tempfile.TemporaryDirectory(prefix="reconcile-") as folder:
        buckets = _dealt(
            source, partition, -(-total // claims), Path(folder), _telling(progress, 0, total, "claims dealt")
        )
        written = FindingsFile(conflicts) if conflicts is not None else None
        done = 0
        try:
            for bucket in buckets:
                with pa.ipc.open_stream(bucket) as stream:
                    table = stream.read_all()
                told = _telling(progress, done, total, "claims compared")
                ledger = Ledger.from_frames(table, **given)
                uncrossed(ledger, partition)  # what bases fix is known only here
                result = run_among(ledger, known, progress=told, **options)
                counts.append(result.summary())
                if written is not None:
                    written.add(result.flat_rows(("conflict",)))
                done += table.num_rows
                bucket.unlink()
        finally:
            if written is not None:
                written.__exit__()
    by = ["check", "rule", "source", "verdict"]
    return (
        pd.concat(counts).astype(dict.fromkeys(by, "object")).groupby(by, dropna=False)["findings"].sum().reset_index()
    )


def _telling(progress: Progress | None, before: int, total: int, what: str) -> Callable[[int, int, str], None] | None:
    return None if progress is None else lambda done, _, __: progress(before + done, total, what)


def _known(source: Any, given: Mapping[str, Any]) -> tuple[Elsewhere, dict[str, Any]]:
    """What is known of the file as a whole: its periods, its measures, and the members of what is summed."""
    sums = {
        name: measure["sum"]["over"]
        for name, measure in (given.get("measures") or {}).items()
        if isinstance(measure, Mapping) and measure.get("sum")
    }
    periods, measures = set[str](), set[str]()
    members: dict[str, set[str]] = {name: set() for name in sums}
    for batch in source.iter_batches(batch_size=_BATCH, columns=["period", "measure", *sorted(set(sums.values()))]):
        periods.update(str(one) for one in batch.column("period").unique().to_pylist() if one is not None)
        measures.update(str(one) for one in batch.column("measure").unique().to_pylist() if one)
        for name, over in sums.items():
            of_measure = batch.filter(np.asarray(batch.column("measure").to_pandas() == name))
            members[name].update(str(one or "") for one in of_measure.column(over).unique().to_pylist())
    known = Elsewhere(tuple(sorted(periods)), {name: frozenset(said) for name, said in members.items()})
    return known, {name: {} for name in sorted(measures)}


def _dealt(
    source: Any, partition: Sequence[str], count: int, folder: Path, progress: Callable[[int, int, str], None] | None
) -> Iterator[Path]:
    """The claims in as many files, those of one value of the partition in one."""
    import pyarrow as pa

    paths = [folder / f"{number}.arrow" for number in range(count)]
    packed = pa.ipc.IpcWriteOptions(compression="lz4", emit_dictionary_deltas=True)
    done = 0
    with ExitStack() as stack:
        batches = source.iter_batches(batch_size=_BATCH)
        writers: list[Any] = []
        for batch in batches:
            if not writers:
                writers = [stack.enter_context(pa.ipc.new_stream(path, batch.schema, options=packed)) for path in paths]
            bucket = bucket_of([batch.column(name) for name in partition], count)
            for number, writer in enumerate(writers):
                writer.write_batch(batch.take(pa.array(np.flatnonzero(bucket == number))))
            done += batch.num_rows
            if progress is not None:
                progress(done, 0, "claims dealt")
    yield from paths
