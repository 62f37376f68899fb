"""A file of claims that is larger than memory, audited in buckets: seconds, peak memory, and what was found.

The claims are written first, zstd, some 5 bytes each; the audit runs in a process of its own, and its peak counts.
Its buckets take some more on the disk, lz4. Sums and agreements that do not hold are counted against what is wrong,
which is known from whole numbers.

    python benchmarks/buckets.py [--claims 1e8] [--folder DIR]

Exits with 1 where the audit took 8 GB or more, or found another number of wrong sums and agreements than there are.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import reconcile as rc
import workload

MOST = 8192  # MB, however many claims there are
BYTES = 20  # of a claim on the disk: the file, its buckets, and room


def audited(path: str) -> dict[str, float]:
    """In the process whose memory is measured."""
    start = time.perf_counter()
    counts = rc.audit_in_buckets(path, rules=workload.RULES, partition=["area"])
    seconds = time.perf_counter() - start
    wrong = counts[counts["check"].isin(["identity", "agreement"]) & (counts["verdict"] == "conflict")]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": seconds,
        "peak": peak,
        "findings": int(counts["findings"].sum()),
        "wrong": int(wrong["findings"].sum()),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=float, default=1e8)
    parser.add_argument("--folder", type=Path, help="where the disk has room")
    parser.add_argument("--audit", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.audit:
        print(json.dumps(audited(options.audit)))
        return 0
    claims = int(options.claims)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        if (free := shutil.disk_usage(folder).free) < BYTES * claims:
            raise SystemExit(f"{folder} has {free / 1e9:.0f} GB left; {BYTES * claims / 1e9:.0f} GB are needed")
        path = Path(folder) / "claims.parquet"
        count = workload.write(path, claims)
        wrong = sum(int(workload.wrong(cells).sum()) for cells in workload.chunks(claims, seed=1))
        print(
            f"{count:,} claims, {path.stat().st_size / 1e6:,.0f} MB; {wrong:,} sums and agreements are wrong",
            flush=True,
        )
        command = [sys.executable, __file__, "--audit", str(path)]
        said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    seconds, peak = said["seconds"], said["peak"]
    print(f"{seconds:,.0f} s, {1e6 * seconds / count:.2f} µs a claim; {peak:,.0f} MB at most   below {MOST:,} MB")
    print(f"{said['findings']:,} findings; {said['wrong']:,} sums and agreements do not hold")
    return int(peak >= MOST or said["wrong"] != wrong)


if __name__ == "__main__":
    sys.exit(main())
