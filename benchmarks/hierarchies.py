"""Hierarchies of VTL in its six modes: the library's verdicts, vtlengine's, and the manual's by whole numbers.

Each hierarchy (``made_hierarchies.py``) is read by both as a ruleset, and its data come as a data set, or as a wide
frame in which a missing data point is an empty cell. A frame has no second way to be empty: a data point that is NULL
is an empty cell, too. What that and the rest comes to is counted.

    python benchmarks/hierarchies.py [--hierarchies 300] [--first 0] [--peers DIR]

Exits with 1 where a verdict of the library is not the reference manual's, no NULL is among the figures, and it is not
that the library finds 0 = 0 where the mode looks at no figure of the rule.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import environments
import reconcile as rc
from made_hierarchies import ITEMS, MODES, MadeHierarchy, made_hierarchy, truth

PEER = Path(__file__).parent / "contestants" / "hierarchies_by_vtlengine.py"
SHOWN = 4  # differences that are printed of each kind
WORDS = {True: "holds", False: "fails", None: "undecided"}  # NULL, no data point at all, or unchecked

Verdicts = dict[tuple[int, int], bool | None]


def by_library(made: MadeHierarchy, mode: str) -> Verdicts:
    """What the audit says of each rule and place; None where it leaves the rule unchecked."""
    ruleset = rc.read_ruleset(made.ruleset())
    frame = pd.DataFrame(
        [{"place": f"p{place}", "area": area, **points} for place, (area, points) in enumerate(made.places)],
        columns=["place", "area", *ITEMS],
    ).astype(dict.fromkeys(ITEMS, float))
    rules = ruleset.rules()
    ledger = rc.Ledger.from_wide(frame, id=["place", "area"], decimals="exact", rules=rules, missing=mode)
    numbers = {str(one["rule"]).replace(" ", ""): number for number, one in enumerate(rules)}
    found: Verdicts = {}
    audit = rc.audit(ledger, checks=["identity"], joint=False)
    for finding, verdict in zip(audit.findings["finding"], audit.findings["verdict"], strict=True):
        _, rule, *where = finding.split(":")
        places = [one for one in where if one.startswith("place=p")]
        if places:  # else it is of a rule that bound nowhere
            key = numbers[rule], int(places[0].removeprefix("place=p"))
            found[key] = {"exact": True, "conflict": False, "unchecked": None}[verdict]
    return found


def by_vtlengine(python: str, made: list[MadeHierarchy]) -> Iterator[dict[str, Verdicts]]:
    with subprocess.Popen([python, str(PEER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdin
        assert peer.stdout
        for one in made:
            rows = [
                (f"p{place}", area, item, value)
                for place, (area, points) in enumerate(one.places)
                for item, value in points.items()
            ]
            peer.stdin.write(json.dumps({"ruleset": one.ruleset(), "rows": rows, "modes": MODES}) + "\n")
            peer.stdin.flush()
            said = json.loads(peer.stdout.readline())
            yield {
                mode: {(int(rule[1:]), int(place[1:])): holds for rule, place, holds in points}
                for mode, points in said.items()
            }
        peer.stdin.close()


def near_null(made: MadeHierarchy, key: tuple[int, int]) -> bool:
    """Whether one of a rule's data points is NULL in a place."""
    rule, place = key
    points = made.places[place][1]
    return any(points.get(item, 0) is None for item in made.rules[rule].items)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hierarchies", type=int, default=300)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first one; others make other hierarchies")
    parser.add_argument("--peers", type=Path, help="folder for vtlengine's environment; kept between runs")
    options = parser.parse_args()
    python = environments.made("rules", options.peers)
    seeds = range(options.first, options.first + options.hierarchies)
    made = [made_hierarchy(seed) for seed in seeds]
    counts: dict[str, Counter[tuple[str, str, str, bool]]] = {mode: Counter() for mode in MODES}
    shown: dict[tuple[str, ...], list[str]] = {}
    for seed, one, said in zip(seeds, made, by_vtlengine(python, made), strict=True):
        for mode in MODES:
            right, own, peer = truth(one, mode), by_library(one, mode), said[mode]
            for key in sorted({*right, *own, *peer}):
                told = [WORDS[verdicts.get(key)] for verdicts in (right, own, peer)]
                null = near_null(one, key)
                counts[mode][*told, null] += 1
                shown.setdefault((mode, *told, "NULL" if null else ""), []).append(f"{seed}: rule and place {key}")
    wrong = 0
    print(f"\n{'':14}{'rules in places':>16}{'decided':>9}   other verdicts without a NULL: library, vtlengine")
    for mode, count in counts.items():
        decided = sum(n for (right, *_), n in count.items() if right != WORDS[None])
        plain = {tuple(told): n for (*told, null), n in count.items() if not null}
        others = [sum(n for told, n in plain.items() if told[by] != told[0]) for by in (1, 2)]
        wrong += sum(n for told, n in plain.items() if told[1] != told[0] and told[:2] != (WORDS[None], WORDS[True]))
        print(f"{mode:14}{count.total():16,}{decided:9,}{others[0]:9,}{others[1]:9,}")
    print("\nwhat the manual, the library and vtlengine say, where not all say the same:")
    for (mode, *told, null), found in sorted(shown.items()):
        if len(set(told)) > 1:
            near = ", a NULL among them" if null else ""
            print(f"  {mode}: {', '.join(told)}{near}: {len(found):,}", *found[:SHOWN], sep="\n      ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
