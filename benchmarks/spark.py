"""Spark on two threads: what it adds to one machine, and the library against a function by hand in ``applyInPandas``.

Four run in turn, A B C D A B C D …, after one run each to warm up (the workers stay); medians of the paired ratios
count. Each goes from a Parquet file to the conflicts as a pandas frame.

* one machine: the library without Spark.
* Spark: ``reconcile.spark.verdicts`` of 8 buckets, conflicts alone.
* words: ``reconcile.spark.audit`` of 8 buckets: the conflicts in words, with evidence and repairs.
* by hand: the same buckets, and in each the same six checks in NumPy on factorised columns, in floating point. It is
  told which figures there are, and validates nothing.

Then the conflicts in words of 1e5 such claims with ids of their own are compared with those of one machine, value for
value, and the bytes that the shuffles wrote are read from Spark's own log. ``--no-words`` leaves the words out of the
race. Needs Java 17 and the extra ``spark``.

    python benchmarks/spark.py [--claims 1e6] [--buckets 8] [--runs 5] [--no-words]

Exits with 1 where the library takes more than 1.3 times the function by hand, or a finding is another one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import reconcile as rc
import reconcile.spark
import workload

MOST = 1.3  # times of the library over the function by hand
FIGURES = ("trade", "exports", "imports", "exports_goods", "exports_services", "imports_goods", "imports_services")
GROWTH, TRADE_AGAIN, EXPORTS_AGAIN, COUNT = 7, 8, 9, 10
CHECKS = ("trade", "exports", "imports", "trade again", "exports again", "growth")
NUMBERS = {("yearbook", name, "level"): number for number, name in enumerate(FIGURES)}
NUMBERS |= {("yearbook", "trade", "growth"): GROWTH}
NUMBERS |= {("bulletin", "trade", "level"): TRADE_AGAIN, ("bulletin", "exports", "level"): EXPORTS_AGAIN}
COMPARED_CLAIMS = 100_000  # whose conflicts in words are compared
COMPARED = ("finding", "check", "verdict", "rule", "status", "residual", "allowed", "excess", "unit", "message")


def bucket_by_hand(bucket: pd.DataFrame) -> pd.DataFrame:
    """The six checks of the claims of some areas: figures as rows of a dense table, a column for each cell."""
    codes = {name: pd.factorize(bucket[name]) for name in ("source", "measure", "stat", "area", "product", "period")}
    (source, sources), (measure, measures), (stat, stats) = (codes[name] for name in ("source", "measure", "stat"))
    table = np.array([[[NUMBERS.get((a, b, c), -1) for c in stats] for b in measures] for a in sources])
    figure = table[source, measure, stat]
    years = codes["period"][1].astype(int)
    first, span = years.min(), int(np.ptp(years)) + 1
    products = codes["product"][1]
    place = codes["area"][0] * len(products) + codes["product"][0]
    size = len(codes["area"][1]) * len(products) * span
    key = figure * size + place * span + (np.asarray(years) - first)[codes["period"][0]]
    value, half = np.full(COUNT * size, np.nan), np.full(COUNT * size, np.nan)
    value[key] = bucket["value"]
    half[key] = 0.5 * 10.0 ** -bucket["decimals"].to_numpy(dtype=float)
    value, half = value.reshape(COUNT, size), half.reshape(COUNT, size)
    residuals = [value[a] + value[b] - value[whole] for whole, a, b in workload.SUMS]
    allowed = [half[a] + half[b] + half[whole] for whole, a, b in workload.SUMS]
    for one, again in ((0, TRADE_AGAIN), (1, EXPORTS_AGAIN)):
        residuals.append(value[one] - value[again])
        allowed.append(half[one] + half[again])
    factor, slack = 1 + value[GROWTH, 1:] / 100, half[GROWTH, 1:] / 100
    before, before_half = value[0, :-1], half[0, :-1]
    residuals.append(np.append(np.nan, before * factor - value[0, 1:]))
    allowed.append(np.append(np.nan, before_half * factor + (before + before_half) * slack + half[0, 1:]))
    check, cell = np.nonzero(np.abs(residuals) > allowed)
    place, year = cell // span, cell % span + first
    return pd.DataFrame(
        {
            "check": np.array(CHECKS)[check],
            "area": codes["area"][1][place // len(products)],
            "product": products[place % len(products)],
            "period": year.astype(str),
            "residual": np.array(residuals)[check, cell],
        }
    )


def by_hand(claims: Any, buckets: int) -> pd.DataFrame:
    from pyspark.sql import functions as F  # noqa: N812 - as everyone calls it

    schema = "check string, area string, product string, period string, residual double"
    code = F.pmod(F.xxhash64("area"), F.lit(buckets))
    return claims.withColumn("bucket", code).groupBy("bucket").applyInPandas(bucket_by_hand, schema).toPandas()


def alone(path: str) -> pd.DataFrame:
    found = rc.audit(rc.Ledger.read(path, rules=workload.RULES), joint=False).verdicts
    return found[found["verdict"] == "conflict"]


def started(folder: str) -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # Where workers look for modules: the library as this process has it, and this script.
    homes = [str(Path(rc.__file__).parents[1]), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(home for home in homes if home)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.eventLog.enabled", "true")
        .config("spark.eventLog.dir", f"file://{folder}")
        .config("spark.eventLog.compress", "false")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session


def shuffled(folder: str) -> dict[str, int]:
    """Bytes that each contestant's shuffles wrote, compressed, as Spark's own log of one run has it."""
    of_stage: dict[int, str] = {}
    written: dict[str, int] = {}
    for path in Path(folder).rglob("events*"):
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            event = json.loads(line)
            if event["Event"] == "SparkListenerJobStart":
                who = (event.get("Properties") or {}).get("spark.job.description", "")
                of_stage |= dict.fromkeys(event["Stage IDs"], who)
            elif event["Event"] == "SparkListenerTaskEnd":
                who = of_stage.get(event["Stage ID"], "")
                task = (event.get("Task Metrics") or {}).get("Shuffle Write Metrics") or {}
                written[who] = written.get(who, 0) + task.get("Shuffle Bytes Written", 0)
    return written


def named(path: str) -> str:
    """The same claims with ids of their own, as findings of several buckets need them; another file."""
    table = pq.read_table(path)
    ids = pa.array([f"c{number}" for number in range(table.num_rows)])
    pq.write_table(table.append_column("claim", ids), path.replace(".parquet", "-named.parquet"))
    return path.replace(".parquet", "-named.parquet")


def same(found: pd.DataFrame, own: pd.DataFrame) -> bool:
    """Whether findings are the same, value for value, in any order."""

    def rows(one: pd.DataFrame) -> list[tuple[str, ...]]:
        columns = [one[name].astype(object).where(one[name].notna(), None).map(repr) for name in COMPARED]
        lists = [one[name].map(lambda ids: repr(list(ids))) for name in ("claims", "sources")]
        return sorted(zip(*columns, *lists, strict=True))

    return rows(found) == rows(own)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=float, default=1e6)
    parser.add_argument("--buckets", type=int, default=8)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-words", action="store_true", help="without the conflicts in words")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # Spark has not caught up with pandas 3
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "claims.parquet")
        count = workload.write(Path(path), int(options.claims))
        logs = Path(folder) / "logs"
        logs.mkdir()
        session = started(str(logs))
        given: dict[str, Any] = {"rules": workload.RULES, "partition": ["area"], "buckets": options.buckets}

        def claims() -> Any:
            return session.read.parquet(path)

        contestants: dict[str, Callable[[], pd.DataFrame]] = {
            "one machine": lambda: alone(path),
            "Spark": lambda: reconcile.spark.verdicts(claims(), verdicts=["conflict"], **given).toPandas(),
            "words": lambda: reconcile.spark.audit(claims(), **given).toPandas(),
            "by hand": lambda: by_hand(claims(), options.buckets),
        }
        if options.no_words:
            del contestants["words"]
        print(f"{count:,} claims, {options.buckets} buckets, local[2]; pyspark {session.version}", flush=True)
        found = {}
        for name, call in contestants.items():
            session.sparkContext.setJobDescription(name)
            found[name] = call()
        session.sparkContext.setJobDescription("")
        seconds: dict[str, list[float]] = {name: [] for name in contestants}
        for _ in range(options.runs):
            for name, call in contestants.items():
                start = time.perf_counter()
                call()
                seconds[name].append(time.perf_counter() - start)
        for name, taken in seconds.items():
            times = [
                statistics.median(a / b for a, b in zip(taken, seconds[other], strict=True))
                for other in ("one machine", "by hand")
            ]
            print(
                f"{name:12}{statistics.median(taken):8.2f} s{times[0]:8.2f} × one machine{times[1]:8.2f} × by hand"
                f"{len(found[name]):8,} found{f'   at most {MOST} × by hand' if name == 'Spark' else ''}",
                flush=True,
            )
        few = str(Path(folder) / "few.parquet")
        workload.write(Path(few), min(int(options.claims), COMPARED_CLAIMS))
        numbered = named(few)
        own = rc.audit(rc.Ledger.read(numbered, rules=workload.RULES), joint=False).conflicts
        equal = same(reconcile.spark.audit(session.read.parquet(numbered), **given).toPandas(), own)
        print(f"conflicts in words, against one machine: {'the same, value for value' if equal else 'NOT THE SAME'}")
        session.stop()
        written = shuffled(str(logs))
        said = ", ".join(f"{name} {written[name] / count:.1f}" for name in contestants if written.get(name))
        print(f"shuffle: bytes a claim, as written (compressed): {said}")
    ratio = statistics.median(a / b for a, b in zip(seconds["Spark"], seconds["by hand"], strict=True))
    return int(ratio > MOST or not equal)


if __name__ == "__main__":
    sys.exit(main())
