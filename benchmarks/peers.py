"""Two engines that check reported sums against the library, and the false alarms of each.

* vtlengine, the SDMX community's engine for VTL, on DuckDB and on all processors: the whole workload from the claims,
  with what rounding allows written into the rules by an expert; and on data that is aligned already, with fewer checks:
  ``check_datapoint`` (three sums, two agreements), and ``check_hierarchy`` (three sums, which must be equal to the last
  digit: VTL knows no rounding there).
* Arelle's check of XBRL Calculations 1.1 (three sums), on a report with a context for every cell; the first check after
  loading, which is the only one that a report sees.

Their loading is left out: vtlengine is given frames, and the seconds in which it brings them into DuckDB are taken off;
Arelle has read and validated the report. The library's is kept in: it reads the claims from Parquet and checks three
sums, two agreements and growth. Each runs in a process of its own, in turn, after one run to warm up; the library,
which waits while the others load, runs for a second before each run that counts. The median of the paired ratios
counts. What a peer flags and is not wrong is a false alarm; the truth of sums and agreements is known from whole
numbers.

    python benchmarks/peers.py [--claims 1e5] [--names vtlengine arelle] [--runs 5] [--peers DIR]

Exits with 1 where the library is not 10 times as fast as vtlengine on the same claims and checks from 1e6 on, or not
100 times as fast as Arelle from 1e5 on, or where one of its own verdicts on sums and agreements is wrong. A report of
1e5 claims takes Arelle a quarter of a minute to load, and its check grows faster than the claims: give larger sizes to
vtlengine alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import environments
import report
import workload
from contestant import Contestant, median, race, ratio

NAMES = {  # of each: its environment, the file it is given, a word for its script, and how many of the rules it checks
    "vtlengine": (
        ("rules", "claims.parquet", "claims", 5),
        ("rules", "aligned.parquet", "rounding", 5),
        ("rules", "aligned.parquet", "equal", 3),
    ),
    "arelle": (("filings", "report.xbrl", "", 3),),
}
LEAST = {"vtlengine_claims": (10, 10**6), "arelle": (100, 10**5)}  # times the library's, from so many claims on
TITLES = {
    "reconcile": "the library: six checks, from Parquet",
    "vtlengine_claims": "vtlengine: six checks, from the claims",
    "vtlengine_rounding": "  check_datapoint: five checks, aligned already",
    "vtlengine_equal": "  check_hierarchy: three checks, aligned already",
    "arelle": "Arelle: three checks, loaded already",
}

Binding = tuple[str, str, int]  # place, period, number of the rule


def truth(given: workload.Cells) -> set[Binding]:
    rows, rules = np.nonzero(workload.wrong(given))
    places, years = given.place[rows].tolist(), given.year[rows].tolist()
    cells = zip(places, years, rules.tolist(), strict=True)
    return {(workload.place_name(place), str(workload.FIRST_YEAR + year), rule) for place, year, rule in cells}


def write_aligned(path: Path, given: workload.Cells) -> None:
    """A row a cell: its figures and half of their last digits as floats, as experts align them."""
    columns = {
        "place": [workload.place_name(place) for place in given.place.tolist()],
        "period": [str(workload.FIRST_YEAR + year) for year in given.year.tolist()],
    }
    for column, (measure, source, decimals) in enumerate(workload.FIGURES):
        if measure != "growth":
            name = measure if source == "yearbook" else f"{measure}_again"
            columns[name] = given.digits[:, column] / 10.0**decimals
            columns[f"{name}_half"] = np.full(len(given.place), 0.5 * 10.0**-decimals)
    pq.write_table(pa.table(columns), path, compression="zstd")


def measured(claims: int, names: Collection[str], runs: int, folder: Path, pythons: dict[str, str]) -> bool:
    """Run the peers and the library on one workload, and print; whether every promise holds."""
    count = claims // len(workload.FIGURES) // workload.YEARS * workload.YEARS
    cells = workload.cells(0, count, seed=1)
    table, wrong = workload.table(cells), truth(cells)
    pq.write_table(table, folder / "claims.parquet", compression="zstd")
    write_aligned(folder / "aligned.parquet", cells)
    if "arelle" in names:
        report.write(folder / "report.xbrl", cells)
    print(f"\n{table.num_rows:,} claims; {len(wrong):,} of {5 * count:,} sums and agreements are wrong")
    print(f"{'':50}{'seconds':>9}{'times the library':>19}{'flagged':>9}{'false':>9}{'missed':>8}")
    peers = [peer for name in names for peer in NAMES[name]]
    contestants = [Contestant("reconcile", sys.executable, folder / "claims.parquet")]
    for name in names:
        for home, file, word, _ in NAMES[name]:
            contestants.append(Contestant(name, pythons[home], folder / file, *([word] if word else [])))
    results = race(contestants, runs, idle=["reconcile"])
    good = True
    for one, (*_, rules) in zip(contestants, [("", 5), *peers], strict=True):
        flagged = {(place, period, rule) for place, period, rule in one.first["named"] if rule < 5}
        asked = {binding for binding in wrong if binding[2] < rules}
        false, missed = len(flagged - asked), len(asked - flagged)
        line = f"{TITLES[one.name]:50}{median(results[one.name]):9.3f}"
        if one.name == "reconcile":
            times, line = 1.0, line + f"{'':19}"
            good &= not false and not missed
        else:
            times = ratio(results[one.name], results["reconcile"])
            line += f"{times:19.1f}"
        least, size = LEAST.get(one.name, (0, 0))
        bound = f"   at least {least} times at {size:,}" if least else ""
        good &= claims < size or not least or times >= least
        print(f"{line}{len(flagged):9,}{false:9,}{missed:8,}{bound}", flush=True)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=float, nargs="+", default=[1e5])
    parser.add_argument("--names", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="folder for their environments; kept between runs")
    options = parser.parse_args()
    homes = {home for name in options.names for home, *_ in NAMES[name]}
    pythons = {home: environments.made(home, options.peers) for home in sorted(homes)}
    good = True
    for claims in map(int, options.claims):
        with tempfile.TemporaryDirectory() as folder:
            good &= measured(claims, options.names, options.runs, Path(folder), pythons)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
