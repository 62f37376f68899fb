"""The face for Spark: the same engine on every bucket of a table of claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reconcile.auditing import compare, uncrossed
from reconcile.auditing.result import Result
from reconcile.checks.store import Known
from reconcile.checks.verdicts import VERDICTS
from reconcile.errors import ReconcileError
from reconcile.ledger.store import Ledger

BUCKET = "__bucket__"
CLAIMS = 2_000_000  # of one bucket, at most about: what a worker holds in memory at a time

_NESTED = ("quantity", "repairs", "evidence")  # as JSON text
_FINDINGS = (
    "finding string, check string, verdict string, rule string, quantity string, status string, "
    "sources array<string>, claims array<string>, residual string, allowed string, excess string, "
    "excess_units string, unit string, message string, repairs string, evidence string"
)
_FOUND = tuple(field.split()[0] for field in _FINDINGS.split(", "))


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
    where a rule would cross the partition. Nothing is computed before the table is asked for.
    """
    wanted = _named(verdicts)

    def found(result: Result) -> pd.DataFrame:
        return pd.DataFrame([_plain(row) for row in result.rows(wanted)], columns=list(_FOUND), dtype=object)

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
        made = pd.DataFrame(index=frame.index)
        for name in texts:
            made[name] = frame[name].astype(object).where(frame[name].notna(), None) if name in frame else None
        return made.assign(residual=frame["residual"])

    return _applied(claims, rules, partition, buckets, settings, schema, found)


def _named(verdicts: Collection[str]) -> tuple[str, ...]:
    if unknown := sorted(set(verdicts) - set(VERDICTS)):
        raise ReconcileError(f"no verdict is called {', '.join(unknown)}; there are {', '.join(VERDICTS)}")
    return tuple(dict.fromkeys(verdicts))


@dataclass(frozen=True)
class _Work:
    """What every worker is told: how to make a ledger of a bucket, and what is known of all of them."""

    ledger: Mapping[str, Any]
    audit: Mapping[str, Any]
    known: tuple[tuple[str, ...], dict[str, frozenset[str]]]
    found: Callable[[Result], pd.DataFrame]

    def __call__(self, bucket: pd.DataFrame) -> pd.DataFrame:
        frame = bucket.drop(columns=BUCKET)
        result = compare(Ledger.from_frames(frame, **self.ledger), Known(*self.known), **self.audit)
        return self.found(result)


def _applied(
    claims: Any,
    rules: Iterable[object],
    partition: Sequence[str],
    buckets: int | None,
    settings: dict[str, Any],
    schema: str,
    found: Callable[[Result], pd.DataFrame],
) -> Any:
    from pyspark.sql import functions as F  # noqa: N812 - as everyone calls it

    given: dict[str, Any] = {name: settings.pop(name) for name in ("checks", "rounding", "hedges") if name in settings}
    seen = claims.agg(F.collect_set("measure"), F.collect_set("period"), F.count("*")).first()  # one pass for all
    measures, periods, total = (seen[0], seen[1], seen[2])
    said: dict[str, Any] = {name: {} for name in sorted(map(str, measures)) if name}
    ledger = {"rules": tuple(rules), **settings, "measures": {**said, **(settings.get("measures") or {})}}
    one = claims.limit(1).toPandas()
    empty = Ledger.from_frames(one, **ledger)  # which says what is wrong with columns, rules and settings
    uncrossed(empty, partition)
    known = tuple(sorted(str(period) for period in periods if period)), dict(_members(claims, empty))
    count = buckets or max(1, -(-total // CLAIMS), claims.sparkSession.sparkContext.defaultParallelism)
    work = _Work(ledger, given, known, found)
    code = F.pmod(F.xxhash64(*(F.col(name) for name in partition)), F.lit(count))

    def in_bucket(bucket: pd.DataFrame) -> pd.DataFrame:  # Spark counts a function's arguments, of which self is one
        return work(bucket)

    return claims.withColumn(BUCKET, code).groupBy(BUCKET).applyInPandas(in_bucket, schema)


def _members(claims: Any, ledger: Ledger) -> Iterator[tuple[str, frozenset[str]]]:
    for measure in ledger.measures.values():
        if measure.sum_over:
            of_measure = claims.where(claims["measure"] == measure.name)
            rows = of_measure.select(measure.sum_over).distinct().collect()
            yield measure.name, frozenset(str(row[0] or "") for row in rows)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: row[name] for name in _FOUND}
    plain |= {name: json.dumps(row[name], ensure_ascii=False) for name in _NESTED}
    return plain | {"sources": list(row["sources"]), "claims": list(row["claims"])}


_KNOWN = {
    *("claim", "source", "measure", "area", "period", "stat", "base", "status"),
    *("reported", "value", "value_high", "decimals", "unit", "qualifier", "quote", "page", "at"),
}
