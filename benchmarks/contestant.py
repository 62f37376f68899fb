"""A contestant of a race: a process that stays, and runs once for each line it is sent."""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

WARM = 1  # seconds
SCRIPTS = Path(__file__).parent / "contestants"

Run = dict[str, Any]  # what it answers: seconds, work, found, peak; the first time also what it named


class Contestant:
    """``contestants/by_NAME.py`` in an environment of its own; further words are for the script."""

    def __init__(self, name: str, python: str, path: Path, *words: str) -> None:
        script = SCRIPTS / f"by_{name}.py"
        self.name = "_".join((name, *words))
        self.process = subprocess.Popen(
            [python, str(script), str(path), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

        self.first: Run = {}

    def run(self) -> Run:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended with {self.process.wait()}")
        answer: Run = json.loads(line)
        self.first = self.first or answer
        return answer

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def race(contestants: Sequence[Contestant], runs: int, idle: Collection[str] = ()) -> dict[str, list[Run]]:
    """Every contestant's runs, by name, after one to warm up: A B C … A B C ….

    Those named in ``idle``, which have nothing to do while others load for long, run for a second at the begin of each
    of their turns: a process that was left alone is slow at first, and what others load warms them up.
    """
    for one in contestants:
        one.run()
    results: dict[str, list[Run]] = {one.name: [] for one in contestants}
    for _ in range(runs):
        for one in contestants:
            until = time.monotonic() + (WARM if one.name in idle else 0)
            while time.monotonic() < until:
                one.run()
            results[one.name].append(one.run())
    for one in contestants:
        one.end()
    return results


def median(runs: Sequence[Run], what: str = "seconds") -> float:
    return statistics.median(run[what] for run in runs)


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """The median of the paired ratios of seconds."""
    return statistics.median(a["seconds"] / b["seconds"] for a, b in zip(runs, others, strict=True))
