"""Verdicts of XBRL Calculations 1.1 on made reports: the library's, Arelle's, and the specification's by fractions.

Each report is written whole, with its schema and linkbase (``made_filings.py``), and read from its files by both. Every
calculation that binds is compared, in both modes. Beside them stands how often Arelle's check of XBRL 2.1, which rounds
the sum of the parts to the total's decimals, says otherwise than Calculations 1.1.

    python benchmarks/calculations.py [--reports 1000] [--first 0] [--peers DIR]

Exits with 1 where a verdict of the library is not the specification's.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import environments
import made_filings
import reconcile as rc
from made_filings import MODES, UNITS, MadeFiling, in_force, truth

PEER = Path(__file__).parent / "contestants" / "calculations_by_arelle.py"
SHOWN = 5  # differences that are printed of each kind
CHECKS = ("schema", "agreement", "identity")  # those that a calculation rests on

Verdicts = dict[tuple[str, str, made_filings.Context, str], str]


def by_library(ledger: rc.Ledger, made: MadeFiling, mode: str) -> Verdicts:
    """What the audit says of each calculation that binds."""
    contexts = {_days(context): context for context, _ in made.contexts.values()}
    found = {}
    for row in rc.audit(ledger, checks=CHECKS, rounding=mode).xbrl().to_dict("records"):
        said = row["context"]
        context = contexts[said["period"], said.get("time", ""), said.get("ex:Axis", "").removeprefix("ex:")]
        if row["result"] != "not bound":
            found[row["role"], row["total"].removeprefix("ex:"), context, row["unit"]] = row["result"]
    return found


def _days(context: made_filings.Context) -> tuple[str, str, str]:
    """The context as a ledger has it: the day of an instant, a year, or one day that lasts."""
    year = int(context.end[:4]) - 1
    if not context.start:
        return f"{year}-12-31", "", context.member
    if context.start.endswith("-01-01"):
        return str(year), "", context.member
    return f"{year}-12-31", "one day", context.member


def by_arelle(said: dict[str, Any], made: MadeFiling, bound: Iterable[tuple[Any, ...]]) -> Verdicts:
    """What Arelle says of the same: a sum that it does not name holds, unless it stopped at one of its facts."""
    sums = {(role, total, made.contexts[context][0], UNITS[unit]) for role, total, context, unit in said["sums"]}
    wrong = {(concept, made.contexts[context][0], UNITS[unit]): word for word, concept, context, unit in said["facts"]}
    parts = {(role, total): set(below) for (_, role, total), below in in_force(made.arcs).items()}
    found = {}
    for role, total, context, unit in {*bound, *sums}:
        words = {wrong.get((one, context, unit), "") for one in (total, *parts[role, total])} - {""}
        holds = "inconsistent" if (role, total, context, unit) in sums else "consistent"
        found[role, total, context, unit] = min(words, default=holds)
    return found


def arelle(python: str, paths: list[Path]) -> Iterator[dict[str, Any]]:
    command = [python, str(PEER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdin
        assert peer.stdout
        for path in paths:
            peer.stdin.write(f"{path}\n")
            peer.stdin.flush()
            yield json.loads(peer.stdout.readline())
        peer.stdin.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first report; others make other reports")
    parser.add_argument("--peers", type=Path, help="folder for Arelle's environment; kept between runs")
    options = parser.parse_args()
    python = environments.made("filings", options.peers)
    seeds = range(options.first, options.first + options.reports)
    made = [made_filings.made_filing(seed) for seed in seeds]
    counts: dict[str, Counter[tuple[str, ...]]] = {name: Counter() for name in (*MODES, "xbrl21")}
    apart: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = [made_filings.write(Path(folder, str(seed)), one) for seed, one in zip(seeds, made, strict=True)]
        for seed, one, path, said in zip(seeds, made, paths, arelle(python, paths), strict=True):
            ledger = rc.Ledger.read(path)
            for mode in MODES:
                right = truth(one, mode)
                own, peer = by_library(ledger, one, mode), by_arelle(said[mode], one, right)
                for key in {*right, *own, *peer}:
                    told = tuple(verdicts.get(key, "not bound") for verdicts in (right, own, peer))
                    counts[mode][told] += 1
                    if len(set(told)) > 1:
                        apart.setdefault(f"{mode}: {told}", []).append(f"report {seed}, {' '.join(map(str, key))}")
                if mode == "nearest":
                    older = by_arelle(said["xbrl21"], one, right)
                    counts["xbrl21"].update(
                        (result, older[key]) for key, result in right.items() if result.endswith("consistent")
                    )
            if (done := seed - options.first + 1) % 100 == 0:
                print(f"  {done:,} reports", flush=True)
    wrong = 0
    for mode in MODES:
        total = sum(counts[mode].values())
        same = [sum(n for told, n in counts[mode].items() if told[0] == told[by]) for by in (1, 2)]
        wrong += total - same[0]
        print(f"\n{mode}: {total:,} calculations: {total - same[0]:,} of the library's verdicts, and")
        print(f"  {total - same[1]:,} of Arelle's are not the specification's")
        for result in sorted({told[0] for told in counts[mode]}):
            print(f"  {result:24}{sum(n for told, n in counts[mode].items() if told[0] == result):8,}")
    for kind, found in sorted(apart.items()):
        print(f"\n{kind}: {len(found):,}", *found[:SHOWN], sep="\n  ")
    print("\nof sums in Calculations 1.1 (nearest) and in XBRL 2.1:")
    for (new, old), count in sorted(counts["xbrl21"].items()):
        print(f"  {new:16}{old:16}{count:8,}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
