"""Words: what it costs to say what an audit found, against what it costs to start, and to write the same as JSON.

The ledger is the workload's. A run that only counts words nothing: `reconcile audit --quiet` and `reconcile audit` of
the real ledger run in turn, each in a process of its own; the least processor time of each counts. Then, in one
process and in turn, every finding is made, the frame of findings, and `json.dumps` of the rows that it holds, by hand;
medians of the paired ratios count.

    python benchmarks/words.py [--claims 1e4] [--runs 5]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import reconcile as rc
import startup
import workload
from reconcile.auditing import run

MOST_COUNTED = 2.0  # times of a run that only counts over the start of one
MOST_WORDED = 40.0  # times of the frame of all findings over writing its rows as JSON: measured 32, and to be less


def seconds(made: Callable[[], object]) -> float:
    start = time.process_time()
    made()
    return time.process_time() - start


def ledger_of(folder: Path, claims: int) -> Path:
    """A folder with the workload's claims and rules."""
    workload.write(folder / "claims.parquet", claims)
    rules = "".join(f"  - {rule}\n" for rule in workload.RULES)
    (folder / "ledger.yaml").write_text(f"title: workload\ndimensions: [product]\nrules:\n{rules}", encoding="utf-8")
    return folder


def counted(folder: Path, runs: int) -> float:
    """The processor's time of a run that only counts, over that of an audit of the real ledger; the least of each."""
    quiet = [sys.executable, "-m", "reconcile", "audit", str(folder), "--quiet"]
    pairs = [(startup.seconds(quiet, status=1), startup.seconds(startup.AUDIT)) for _ in range(runs + 1)]
    quickest, start = map(min, zip(*pairs, strict=True))
    return quickest / start


def worded(ledger: rc.Ledger, runs: int) -> float:
    """The processor's seconds of the frame of all findings, over those of its rows as JSON."""
    ratios, names = [], ("finding", "check", "verdict", "rule", "quantity", "sources", "claims", "message", "residual")
    for _ in range(runs + 1):
        result = run(ledger, joint=False)
        frame = seconds(lambda result=result: result.findings)
        rows = result.findings[list(names)].to_dict("records")
        ratios.append(frame / seconds(lambda rows=rows: [json.dumps(row, ensure_ascii=False) for row in rows]))
    conflicts = run(ledger, joint=False)
    few = seconds(lambda: conflicts.conflicts)
    print(
        f"{len(rows):,} findings: {1000 * frame / len(rows):.3f} ms each; {conflicts.counts['conflict']} conflicts by"
    )
    print(f"themselves: {1000 * few / max(conflicts.counts['conflict'], 1):.3f} ms each")
    return statistics.median(ratios[1:])  # the first imports


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=float, default=1e4)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = ledger_of(Path(name), int(options.claims))
        words = worded(rc.Ledger.read(folder), options.runs)
        counts = counted(folder, options.runs)
    print(f"counting over an audit of the real ledger {counts:6.2f}   (at most {MOST_COUNTED})")
    print(f"findings over writing them as JSON        {words:6.2f}   (at most {MOST_WORDED})")
    return int(counts > MOST_COUNTED or words > MOST_WORDED)


if __name__ == "__main__":
    sys.exit(main())
