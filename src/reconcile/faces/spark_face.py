"""The face for Spark: the same engine on every bucket of a table of claims."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reconcile.auditing import run_among, uncrossed
from reconcile.auditing.entry import FIELDS, NAMES, Kind
from reconcile.auditing.findings_file import plain_row
from reconcile.auditing.large.shuffle import Dealing, dealt_together, heard
from reconcile.auditing.result import Result
from reconcile.checks.verdicts import VERDICTS
from reconcile.errors import Problem, ReconcileError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.arguments import rule_nodes, settings_node
from reconcile.ledger.reading.settings import read_settings

_CLAIMS = 2_000_000  # of one bucket, at most about: what a worker holds in memory at a time

_NOTHING: Mapping[str, object] = {}  # is declared of a measure that is only named

_FOUND = {
    one.name: "array<string>" if one.kind is Kind.NAMES else "string" for one in FIELDS[: NAMES.index("evidence") + 1]
}
_FINDINGS = ", ".join(f"{name} {kind}" for name, kind in _FOUND.items())
_PIECES = "bucket int, said string, claims binary"


def audit(
    claims: Any,
    rules: Iterable[object] = (),
    *,
    partition: Sequence[str],
    buckets: int | None = None,
    verdicts: Collection[str] = ("conflict",),
    **settings: Any,
) -> Any:
    """The findings of claims in a Spark table, as another one.

    ``claims`` has the columns of a table of claims; ``partition`` names those, such as area, over which no rule and no
    sum reaches: claims that share their values stay together, in one of so many ``buckets``. Findings of the
    ``verdicts`` that are asked for are put into words. ``settings`` are those of `Ledger.from_frames` (``sources``,
    ``measures``, ``defaults``, ``dimensions``, ``hedges``) and of `audit` (``checks``, ``rounding``).

    Columns are those of an audit's ``findings``; quantity, repairs and evidence are JSON text. Raises ReconcileError
    where a rule would cross the partition. Without ``buckets`` claims are counted first; nothing else is computed
    before the table is asked for. Then a rule of what no claim reports ends the run.
    """
    wanted = _named(verdicts)

    def found(result: Result) -> pd.DataFrame:
        return pd.DataFrame(map(plain_row, result.flat_rows(wanted)), columns=list(_FOUND), dtype=object)

    return _applied(claims, rules, partition, buckets, settings, _FINDINGS, found)


def verdicts(
    claims: Any,
    rules: Iterable[object] = (),
    *,
    partition: Sequence[str],
    buckets: int | None = None,
    verdicts: Collection[str] = VERDICTS,
    **settings: Any,
) -> Any:
    """The verdict of every binding of claims in a Spark table, as another one: no words, for counting and filtering.

    Columns are those of an audit's ``verdicts``; arguments are those of :func:`audit`. Where only some ``verdicts`` are
    asked for, no others leave the workers.
    """
    wanted = _named(verdicts)
    dimensions = [name for name in claims.columns if name not in _KNOWN]
    texts = ["check", "verdict", "rule", "source", "measure", "area", *dimensions, "period", "stat", "base", "status"]
    schema = ", ".join([*(f"`{name}` string" for name in texts), "residual double"])

    def found(result: Result) -> pd.DataFrame:
        frame = result.verdicts_of(*wanted)
        return pd.DataFrame({name: _as_text(frame[name]) for name in texts} | {"residual": frame["residual"]})

    return _applied(claims, rules, partition, buckets, settings, schema, found)


def _named(verdicts: Collection[str]) -> tuple[str, ...]:
    if unknown := sorted(set(verdicts) - set(VERDICTS)):
        raise ReconcileError(f"no verdict is called {', '.join(unknown)}; there are {', '.join(VERDICTS)}")
    return tuple(dict.fromkeys(verdicts))


@dataclass(frozen=True)
class _Work:
    """What every worker is told: how to make a ledger of a bucket, and what to find in it."""

    partition: tuple[str, ...]
    ledger: Mapping[str, Any]
    audit: Mapping[str, Any]
    found: Callable[[Result], pd.DataFrame]

    def __call__(self, pieces: pd.DataFrame) -> pd.DataFrame:
        claims = pieces["claims"].dropna()
        if claims.empty:
            return pd.DataFrame()
        names, known = heard(pieces["said"])
        measures = {**dict.fromkeys(names, _NOTHING), **(self.ledger.get("measures") or {})}
        ledger = Ledger.from_frames(dealt_together(claims), **{**self.ledger, "measures": measures})
        uncrossed(ledger, self.partition)  # what bases fix is known only here
        return self.found(run_among(ledger, known, **self.audit))


def _applied(
    claims: Any,
    rules: Iterable[object],
    partition: Sequence[str],
    buckets: int | None,
    settings: dict[str, Any],
    schema: str,
    found: Callable[[Result], pd.DataFrame],
) -> Any:
    given: dict[str, Any] = {name: settings.pop(name) for name in ("checks", "rounding", "hedges") if name in settings}
    ledger = {"rules": tuple(rules), **settings}
    measures = {**dict.fromkeys(_measures(ledger["rules"]), _NOTHING), **(settings.get("measures") or {})}
    # Says what is wrong with columns, rules and settings; which measures there are, the claims say when they are read.
    empty = pd.DataFrame({name: pd.Series(dtype=str) for name in claims.columns})
    whole = Ledger.from_frames(empty, **{**ledger, "measures": measures})
    uncrossed(whole, partition)
    count = buckets or max(1, -(-claims.count() // _CLAIMS), claims.sparkSession.sparkContext.defaultParallelism)
    summed = {measure.name: measure.sum_over for measure in whole.measures.values() if measure.sum_over}
    dealing, work = Dealing(tuple(partition), count, summed), _Work(tuple(partition), ledger, given, found)

    def dealt(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        kind = pa.schema({"bucket": pa.int32(), "said": pa.string(), "claims": pa.binary()})
        for pieces in dealing.pieces(batches):
            yield pa.RecordBatch.from_pylist([piece._asdict() for piece in pieces], kind)

    def in_bucket(pieces: pd.DataFrame) -> pd.DataFrame:  # Spark counts a function's arguments, of which self is one
        return work(pieces)

    return claims.mapInArrow(dealt, _PIECES).groupBy("bucket").applyInPandas(in_bucket, schema)


def _measures(rules: Iterable[object]) -> list[str]:
    """The measures that rules speak of; what is wrong with rules is said elsewhere."""
    problems: list[Problem] = []
    node = settings_node({}, {}, (), (), problems)
    read = read_settings(node, problems, rule_nodes(rules, problems))
    return [name for rule in read.rules for name in rule.measures]


def _as_text(column: pd.Series[Any]) -> Any:
    """A column of categories as Arrow's text, which Spark takes as it is."""
    import pyarrow as pa

    return pd.arrays.ArrowExtensionArray(pa.array(column).cast(pa.string()))


_KNOWN = {
    *("claim", "source", "measure", "area", "period", "stat", "base", "per", "status"),
    *("reported", "value", "value_high", "decimals", "unit", "qualifier", "quote", "page", "at"),
}
