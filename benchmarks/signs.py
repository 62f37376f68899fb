"""The joint test where signs must follow from the claims, against the same claims with their signs declared.

In most ledgers nobody declares that a measure cannot be below zero. Whether it may is then part of the question: a rate
counts only over a base above zero, and a conflict that leans on one names the claims by which it is.

    python benchmarks/signs.py [--claims 1e5] [--runs 3]

Exits with 1 where it takes more than twice the time, or finds fewer conflicts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

import reconcile as rc
import workload

DEARER = 2.0


def audited(claims: Path, measures: dict[str, dict[str, bool]]) -> tuple[float, int]:
    """Seconds of an audit with its joint test, and the conflicts that it finds."""
    ledger = rc.Ledger.from_frames(pd.read_parquet(claims), rules=workload.RULES, measures=measures)
    begin = time.perf_counter()
    found = len(rc.audit(ledger, progress=False).conflicts)
    return time.perf_counter() - begin, found


def main() -> int:
    """Time both in turn; the median of the paired ratios counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=float, default=1e5)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    declared = {measure: {"signed": False} for measure in workload.MEASURES}
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims.parquet"
        workload.write(claims, int(asked.claims))
        ratios, fewer = [], False
        for _ in range(asked.runs):
            (plain, found), (follows, other) = audited(claims, declared), audited(claims, {})
            ratios.append(follows / plain)
            fewer |= other < found
            print(f"declared {plain:6.2f} s, {found} conflicts    following {follows:6.2f} s, {other} conflicts")
    ratio = statistics.median(ratios)
    print(f"ratio {ratio:.2f}   (at most {DEARER})")
    return int(ratio > DEARER or fewer)


if __name__ == "__main__":
    sys.exit(main())
