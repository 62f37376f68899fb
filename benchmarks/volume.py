"""Volume: claims in a Parquet file → every conflict, by the library and by what experts write by hand.

The contestants run in turn, A B C … A B C …, each in a process of its own that stays and warms up once, so that a
machine whose speed drifts slows all. Medians of the paired ratios count; "work" is the
processors' seconds, which tell more where others use the machine, too. The others calculate in floating point, and
are told which figures there are; the library reads the rules, validates the claims and is exact.

    python benchmarks/volume.py [--claims 1e5 1e6 1e7] [--runs 5] [--shuffled] [--peers DIR]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import environments
import workload

HERE = Path(__file__).parent
LIBRARY = "reconcile"
OTHERS = ("numpy", "polars", "duckdb", "pandas")
MOST = {  # times of the library over those of the other, at most, by claims
    ("polars", 10**6): 0.8,
    ("polars", 10**7): 0.8,
    ("duckdb", 10**6): 0.8,
    ("duckdb", 10**7): 0.8,
    ("numpy", 10**7): 2.5,
    ("pandas", 10**6): 1 / 3,
    ("pandas", 10**7): 1 / 5,
}
MOST_MEMORY = 2048  # MB of the library at 10**7 claims
MOST_SHUFFLED = 1.5  # times of shuffled claims over sorted ones


class Contestant:
    """A process that runs once for each line it is sent."""

    def __init__(self, name: str, python: str, path: Path) -> None:
        script = HERE / "contestants" / f"by_{name}.py"
        self.name = name
        self.process = subprocess.Popen(
            [python, str(script), str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self) -> dict[str, float]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended with {self.process.wait()}")
        return json.loads(line)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def race(path: Path, runs: int, names: tuple[str, ...], python: str) -> dict[str, list[dict[str, float]]]:
    """Every contestant's runs after one to warm up, in turn."""
    contestants = [Contestant(name, sys.executable if name == LIBRARY else python, path) for name in names]
    for one in contestants:
        one.run()
    results = {one.name: [] for one in contestants}
    for _ in range(runs):
        for one in contestants:
            results[one.name].append(one.run())
    for one in contestants:
        one.end()
    return results


def told(claims: int, results: dict[str, list[dict[str, float]]], most: dict[tuple[str, int], float]) -> bool:
    """Print a table of medians; whether every promised ratio holds."""
    good = True
    own = [run["seconds"] for run in results[LIBRARY]]
    print(f"{'':10}{'seconds':>9}{'work':>8}{'MB':>7}{'found':>8}{'library takes':>16}")
    for name, runs in results.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        work = statistics.median(run["work"] for run in runs)
        line = f"{name:10}{seconds:9.3f}{work:8.3f}{max(run['peak'] for run in runs):7.0f}{runs[0]['found']:8}"
        if name != LIBRARY:
            ratio = statistics.median(a / run["seconds"] for a, run in zip(own, runs, strict=True))
            allowed = most.get((name, claims))
            line += f"{ratio:14.2f} ×" + (f"   at most {allowed:.2f}" if allowed else "")
            good &= allowed is None or ratio <= allowed
        print(line)
    if claims >= 10**7:
        good &= max(run["peak"] for run in results[LIBRARY]) <= MOST_MEMORY
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=float, nargs="+", default=[1e4, 1e5, 1e6, 1e7])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--shuffled", action="store_true", help="also with the claims in random order")
    parser.add_argument("--only", nargs="*", default=list(OTHERS), choices=OTHERS, help="of the others")
    parser.add_argument("--peers", type=Path, help="folder for the others' environments; kept between runs")
    options = parser.parse_args()
    python = environments.made("tables", options.peers) if options.only else sys.executable
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for claims in map(int, options.claims):
            medians = []
            for shuffled in (False, True) if options.shuffled else (False,):
                path = Path(folder) / f"{claims}{'-shuffled' * shuffled}.parquet"
                count = workload.write(path, claims, shuffled=shuffled)
                print(f"\n{count:,} claims{', shuffled' * shuffled}, {path.stat().st_size / 1e6:.1f} MB")
                results = race(path, options.runs, (LIBRARY, *options.only), python)
                good &= told(claims, results, {} if shuffled else MOST)
                medians.append(statistics.median(run["seconds"] for run in results[LIBRARY]))
                path.unlink()
            if options.shuffled:
                ratio = medians[1] / medians[0]
                print(f"shuffled over sorted {ratio:.2f} ×   at most {MOST_SHUFFLED}")
                good &= ratio <= MOST_SHUFFLED or claims < 10**6
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
