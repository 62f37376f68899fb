"""Wrong verdicts at the edge of rounding: the library's, which must be none, beside those of floating point.

A million sums of four terms with mixed decimals; of 5 % the residual is exactly what rounding allows, of another 5 %
one unit more. The truth of each is known from whole numbers when it is made (``edge.py``). The others are given the
figures aligned, and are written as experts write them (``contestants/edge_by_hand.py``); the library reads the claims.
Three ledgers: a statistical office's decimals, magnitudes from 1e-9 to 1e17 in one table, and figures that are cut off
instead of rounded, whose intervals are open at their far end.

    python benchmarks/verdicts.py [--bindings 1e6] [--peers DIR]

Exits with 1 where a verdict of the library is wrong.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import edge
import environments
import reconcile as rc

HAND = Path(__file__).parent / "contestants" / "edge_by_hand.py"


def by_library(path: Path, given: edge.Bindings, *, truncated: bool) -> int:
    """How many verdicts are wrong, or are not there."""
    ledger = rc.Ledger.read(path, rules=[edge.RULE])
    found = rc.audit(ledger, checks=["identity"], rounding="truncate" if truncated else "nearest").verdicts
    place, year = (found[name].astype(str).astype(np.int64).to_numpy() for name in ("area", "period"))
    number = place * edge.YEARS + year - edge.FIRST_YEAR
    said = np.full(len(given.wrong), "none", dtype=object)
    said[number] = found["verdict"].astype(str).to_numpy()
    right = np.where(given.wrong, said == "conflict", np.isin(said.astype(str), ("exact", "rounding")))
    return int((~right).sum()) + len(found) - len(np.unique(number))


def by_hand(python: str, path: Path, *, truncated: bool) -> dict[str, int]:
    command = [python, str(HAND), str(path), "truncated" if truncated else "nearest"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bindings", type=float, default=1e6)
    parser.add_argument("--peers", type=Path, help="folder for the others' environment; kept between runs")
    options = parser.parse_args()
    python = environments.made("tables", options.peers)
    wrong = 0
    for world in edge.WORLDS:
        given = edge.bindings(world, int(options.bindings))
        kinds = dict(zip(*np.unique(given.kind, return_counts=True), strict=True))
        print(
            f"\n{world.name}: {len(given.wrong):,} sums, {kinds['tie']:,} at the edge, {kinds['beyond']:,} one unit "
            f"beyond; {given.wrong.sum():,} are wrong"
        )
        with tempfile.TemporaryDirectory() as folder:
            claims, aligned = edge.write(Path(folder), given)
            own = by_library(claims, given, truncated=world.truncated)
            counts = {"reconcile": own, **by_hand(python, aligned, truncated=world.truncated)}
        for name, count in counts.items():
            print(f"  {name:24}{count:9,} wrong verdicts", flush=True)
        wrong += own
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
