"""Volume: claims in a Parquet file → every conflict, by the library and by what experts write by hand.

The contestants run in turn, A B C … A B C …, each in a process of its own that stays and warms up once, so that a
machine whose speed drifts slows all. Medians of the paired ratios count; "work" is the
processors' seconds, which tell more where others use the machine, too. The others calculate in floating point, and
are told which figures there are; the library reads the rules, validates the claims and is exact.

The library runs with ``joint=False`` there: it asks what the others ask, binding by binding. With its defaults it also
tests all claims of those places together where single bindings contradict, which nobody else does and which takes much
longer; a line of its own, from one first run, says how long (up to ``--defaults`` claims).

Two more contestants have the claims in a pandas frame in memory: raw expressions that pandas aligns, and NumPy on the
frame's codes, both without any validation. The library reads the same frame.

    python benchmarks/volume.py [--claims 1e4 1e5 1e6 1e7] [--runs 5] [--shuffled] [--defaults 1e5] [--peers DIR]

Where three sizes or more are run, the library runs on all of them once more, side by side and each after a second of
runs that do not count, and the growth of its cost with the claims is fitted, log against log: of its seconds, and of
the processors' seconds beyond those of a thousand claims, which is judged. Exits with 1 where a promised ratio, slope
or memory is broken.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import environments
import workload
from contestant import Contestant, Run, median, race, ratio

LIBRARY = "reconcile"
OTHERS = ("numpy", "polars", "duckdb", "pandas")
FRAME = {"reconcile_frame": "reconcile", "expressions": "pandas expressions", "numpy_frame": "NumPy on the codes"}
MOST = {  # times of the library over those of the other, at most, by claims
    ("polars", 10**6): 0.8,
    ("polars", 10**7): 0.8,
    ("duckdb", 10**6): 0.8,
    ("duckdb", 10**7): 0.8,
    ("numpy", 10**7): 2.5,
    ("pandas", 10**6): 1 / 3,
    ("pandas", 10**7): 1 / 5,
    ("expressions", 10**6): 3.0,
}
MOST_MEMORY = 2048  # MB of the library at 10**7 claims
MOST_SHUFFLED = 1.5  # times of shuffled claims over sorted ones
SLOPE = (0.9, 1.1)  # of log cost over log claims
FEW = 1000  # claims of which nearly all of the cost is what any table costs
MANY = 3  # sizes, from which growth is fitted
HEAD = f"{'':20}{'seconds':>9}{'work':>8}{'MB':>7}{'found':>8}{'library takes':>16}"


def told(claims: int, results: dict[str, list[Run]], own: str, most: dict[tuple[str, int], float]) -> bool:
    """Print a table of medians; whether every promised ratio holds."""
    good = True
    print(HEAD)
    for name, runs in results.items():
        line = described(FRAME.get(name, name), runs)
        if name != own:
            times, allowed = ratio(results[own], runs), most.get((name, claims))
            line += f"{times:14.2f} ×" + (f"   at most {allowed:.2f}" if allowed else "")
            good &= allowed is None or times <= allowed
        print(line, flush=True)
    return good


def described(name: str, runs: list[Run]) -> str:
    peak = max(run["peak"] for run in runs)
    return f"{name:20}{median(runs):9.3f}{median(runs, 'work'):8.3f}{peak:7.0f}{runs[0]['found']:8}"


def by_defaults(path: Path) -> None:
    """The library with its defaults, once: its first run, with what it imports."""
    one = Contestant(LIBRARY, sys.executable, path, "defaults")
    print(described("with joint, first run", [one.run()]), flush=True)
    one.end()


def in_memory(path: Path, claims: int, runs: int, python: str) -> bool:
    """The same claims as a frame."""
    print("the same in a pandas frame")
    contestants = [
        Contestant(LIBRARY, sys.executable, path, "frame"),
        Contestant("expressions", python, path),
        Contestant("numpy", python, path, "frame"),
    ]
    return told(claims, race(contestants, runs), contestants[0].name, MOST)


def grown(folder: Path, sizes: Sequence[int], runs: int) -> bool:
    """Print how the library's cost grows with the claims, all sizes side by side; whether it is in step.

    Seconds grow by less than claims do, since any table costs something and large ones are worked on by all processors:
    what the claims themselves cost are the processors' seconds beyond those of few claims.
    """
    contestants = []
    for size in (FEW, *sizes):
        path = folder / f"{size}.parquet"
        contestants.append(Contestant(LIBRARY, sys.executable, path))
        contestants[-1].name = f"{workload.write(path, size)}"
    results = race(contestants, runs, idle=[one.name for one in contestants])
    few, *work = (median(done, "work") for done in results.values())
    claims = [math.log(int(size)) for size in list(results)[1:]]
    seconds = [math.log(median(done)) for done in list(results.values())[1:]]
    plain = statistics.linear_regression(claims, seconds).slope
    beyond = statistics.linear_regression(claims, [math.log(max(one - few, 1e-6)) for one in work]).slope
    print(f"\nfrom {min(sizes):,} to {max(sizes):,} claims, seconds grow as claims to the power {plain:.3f},")
    print(f"processors' seconds beyond the {few:.3f} of {FEW:,} claims: {beyond:.3f}   {SLOPE[0]} to {SLOPE[1]}")
    return max(sizes) < 900 * min(sizes) or SLOPE[0] <= beyond <= SLOPE[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=float, nargs="+", default=[1e4, 1e5, 1e6, 1e7])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--shuffled", action="store_true", help="also with the claims in random order")
    parser.add_argument("--only", nargs="*", default=list(OTHERS), choices=OTHERS, help="of the others")
    parser.add_argument("--defaults", type=float, default=1e5, help="up to so many claims with joint as well (1e5)")
    parser.add_argument("--peers", type=Path, help="folder for the others' environments; kept between runs")
    options = parser.parse_args()
    python = environments.made("tables", options.peers) if options.only else sys.executable
    print("the library: joint=False, single bindings as the others check them; its defaults in a line of their own")
    good, sizes = True, [int(claims) for claims in options.claims]
    with tempfile.TemporaryDirectory() as folder:
        for claims in sizes:
            seconds = []
            for shuffled in (False, True) if options.shuffled else (False,):
                path = Path(folder) / f"{claims}{'-shuffled' * shuffled}.parquet"
                count = workload.write(path, claims, shuffled=shuffled)
                print(f"\n{count:,} claims{', shuffled' * shuffled}, {path.stat().st_size / 1e6:.1f} MB")
                contestants = [
                    Contestant(name, sys.executable if name == LIBRARY else python, path)
                    for name in (LIBRARY, *options.only)
                ]
                results = race(contestants, options.runs)
                good &= told(claims, results, LIBRARY, {} if shuffled else MOST)
                good &= claims < 10**7 or max(run["peak"] for run in results[LIBRARY]) <= MOST_MEMORY
                seconds.append(median(results[LIBRARY]))
                if claims <= options.defaults and not shuffled:
                    by_defaults(path)
                if options.only and not shuffled:
                    good &= in_memory(path, claims, options.runs, python)
                path.unlink()
            if options.shuffled:
                times = seconds[1] / seconds[0]
                print(f"shuffled over sorted {times:.2f} ×   at most {MOST_SHUFFLED}")
                good &= times <= MOST_SHUFFLED or claims < 10**6
        if len(sizes) >= MANY:
            good &= grown(Path(folder), sizes, options.runs)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
