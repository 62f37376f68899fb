"""Deciding whether all claims can hold: this library, z3 and HiGHS alone, side by side on the same systems.

Rounded worlds (areas, quarters, balances, growth and shares), of many parts and of one, without an error and with one
planted. Every run times all of them in turn, A B C A B C …, so that a machine whose speed drifts slows all; medians of
the paired ratios count. The same columns of integers are given to each, and every answer is compared.

* ours: the split into parts, and each part decided with a witness or a certificate that was checked exactly.
* z3: one solver for the whole system, given as SMT-LIB text, which is several times faster than its Python objects;
  ``SimpleSolver`` was the fastest or near it of its solvers, tactics and both arithmetic engines that were tried. Timed
  from the columns to the answer; ``check`` is its ``check()`` alone. A time that begins with > is where it was stopped,
  which is never before the promise can be judged.
* z3, parts: the same, but each part in a solver of its own, by our split.
* HiGHS: one model in base units, in floats, presolve and all; its answer is not to be trusted, and where it is wrong
  this is shown. It stops at the first contradiction; so where there are many parts and an error, the question which of
  them hold is put to it part by part.

    python benchmarks/joint.py [--quick] [--sizes 150 1000 10000 100000] [--shapes many one] [--runs 3] [--limit 60]

Exits with 1 where a promise is broken: not slower than z3 at 150 claims, 3 times faster at 10,000 and 10 times at
100,000; at most twice the time of HiGHS alone from 10,000 on; across parts, cost grows with claims to the power 0.9 to
1.1.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import highspy
import numpy as np
import z3

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "solver"))

import oracle
from rounded_worlds import Columns, World

from reconcile.solver.answers import Feasible, Infeasible
from reconcile.solver.components import components
from reconcile.solver.decision import decide_parts
from reconcile.solver.system import System

ONE = {  # the settings of one world by claims
    150: {"branches": (3,), "years": 2},
    1000: {"branches": (4, 3), "years": 4},
    10_000: {"branches": (5, 5, 4), "years": 4},
    100_000: {"branches": (10, 10, 9), "years": 4},
}
MANY = {"branches": (3, 3), "years": 2, "quarters": False}
FASTER_THAN_Z3 = {150: 1.0, 10_000: 3.0, 100_000: 10.0}
OVER_HIGHS = 2.0
LINEAR = (0.9, 1.1)
PLANT = 30  # last places that the planted error is off


def build(claims: int, shape: str, plant: int, seed: int = 1) -> tuple[System, int]:
    """One system, and how many claims it has."""
    rng, columns, offset, owner = random.Random(seed), Columns(), 0, 0
    while owner < (1 if shape == "one" else claims):
        world = World(rng, sources=2, **(ONE[claims] if shape == "one" else MANY))
        owner += world.fill(columns, offset=offset, owner=owner, plant=plant if offset == 0 else 0)
        offset += world.unknowns
    return columns.system(offset), owner


def ours(system: System) -> str:
    kinds = {type(answer) for _, answer in decide_parts(components(system))}
    return "infeasible" if Infeasible in kinds else "feasible" if kinds == {Feasible} else "undecided"


def highs(system: System) -> str:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = system.unknowns, len(system)
    model.col_cost_ = np.zeros(system.unknowns)
    model.col_lower_, model.col_upper_ = (np.full(system.unknowns, end) for end in (-np.inf, np.inf))
    model.row_lower_ = np.where(system.low_free, -np.inf, system.low.astype(float))
    model.row_upper_ = np.where(system.high_free, np.inf, system.high.astype(float))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = system.starts.astype(np.int32)
    model.a_matrix_.index_ = system.columns.astype(np.int32)
    model.a_matrix_.value_ = system.coefficients.astype(float)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    kinds = {highspy.HighsModelStatus.kOptimal: "feasible", highspy.HighsModelStatus.kInfeasible: "infeasible"}
    return kinds.get(solver.getModelStatus(), "unknown")


def highs_by_part(system: System) -> str:
    return worst({highs(part.system) for part in components(system)})


def worst(kinds: set[str]) -> str:
    return next(kind for kind in ("unknown", "infeasible", "feasible") if kind in kinds)


class Z3:
    """One question after another; the seconds that ``check()`` took alone are in ``check``."""

    def __init__(self, limit: float) -> None:
        self.limit, self.check = limit, 0.0

    def one(self, system: System, limit: float | None = None) -> str:
        solver = z3.SimpleSolver()
        solver.set("timeout", max(1, int(1000 * (self.limit if limit is None else limit))))
        solver.from_string(oracle.smt(system))
        begin = time.perf_counter()
        answer = str(solver.check())
        self.check += time.perf_counter() - begin
        return {"sat": "feasible", "unsat": "infeasible"}.get(answer, "unknown")

    def by_part(self, system: System) -> str:
        end, kinds = time.perf_counter() + self.limit, set()
        for part in components(system):
            left = end - time.perf_counter()
            kinds.add("unknown" if left <= 0 else self.one(part.system, left))
        return worst(kinds)


@dataclass
class Timed:
    """What one of them answered, and its seconds in each run; ``stopped`` where it ran into the limit."""

    answer: str = ""
    seconds: list[float] | None = None

    def run(self, call: Callable[[System], str], system: System) -> None:
        begin = time.perf_counter()
        self.answer = call(system)
        self.seconds = [*(self.seconds or []), time.perf_counter() - begin]

    def over(self, other: Timed) -> float:
        """The median of the paired ratios; where this one was asked once only, against the other's median."""
        assert self.seconds
        assert other.seconds
        if len(self.seconds) < len(other.seconds):
            return self.seconds[0] / statistics.median(other.seconds)
        return statistics.median(a / b for a, b in zip(self.seconds, other.seconds, strict=True))

    @property
    def median(self) -> float:
        return statistics.median(self.seconds or [math.nan])

    def __str__(self) -> str:
        return f"{'>' if self.answer == 'unknown' else ''}{self.median:.3g}"


HEAD = (
    "claims",
    "parts",
    "error",
    "answer",
    "ours s",
    "HiGHS s",
    "ours/",
    "z3 s",
    "/ours",
    "check",
    "/ours",
    "by part",
    "/ours",
)
WIDTHS = (7, 5, 5, 10, 8, 8, 6, 8, 7, 8, 7, 8, 7)


def line(cells: tuple[object, ...]) -> str:
    return " ".join(f"{cell!s:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def compare(claims: int, shape: str, plant: int, runs: int, limit: float) -> tuple[float, list[str]]:
    """One line of the table; the seconds that we took a claim, and the promises that were broken."""
    system, count = build(claims, shape, plant)
    parts = len(components(system))
    own, floats, whole, check, split = (Timed() for _ in range(5))
    by_part = shape == "many" and plant
    for _ in range(runs * max(1, 3000 // claims)):  # a few milliseconds need more runs than seconds do
        own.run(ours, system)
        floats.run(highs_by_part if by_part else highs, system)
        if whole.answer != "unknown":
            # Long enough to see whether the promise holds, however slow the machine is.
            judge = Z3(max(limit, 1.2 * FASTER_THAN_Z3.get(claims, 0) * own.median))
            whole.run(judge.one, system)
            check.seconds, check.answer = [*(check.seconds or []), judge.check], whole.answer
        if shape == "many" and split.answer != "unknown":
            split.run(Z3(limit).by_part, system)
    for other in (whole, split):
        assert other.answer in {own.answer, "unknown", ""}, (own.answer, other.answer)
    broken = []
    against, over = whole.over(own), own.over(floats)
    if against < FASTER_THAN_Z3.get(claims, 0):
        broken.append(f"{against:.1f} times as fast as z3, promised {FASTER_THAN_Z3[claims]:g}")
    if claims >= 10_000 and over > OVER_HIGHS:
        broken.append(f"{over:.2f} times HiGHS alone, promised {OVER_HIGHS:g}")
    cells = (count, parts, "one" if plant else "none", own.answer, own, floats, f"{over:.2f}", whole, f"{against:.1f}")
    more = (split, f"{split.over(own):.1f}") if split.seconds else ("", "")
    note = "" if floats.answer == own.answer else f"   HiGHS alone says {floats.answer}"
    print(line((*cells, check, f"{check.over(own):.1f}", *more)) + note, flush=True)
    return own.median, [f"{count} claims in {parts} parts, {cells[2]}: {one}" for one in broken]


def slope(runs: int, sizes: list[int]) -> float:
    """The power of the number of claims that our cost across parts grows with, between the sizes."""
    systems = [build(size, "many", 0) for size in sizes]
    seconds = [[] for _ in sizes]
    for _ in range(runs):
        for (system, _), taken in zip(systems, seconds, strict=True):
            begin = time.perf_counter()
            ours(system)
            taken.append(time.perf_counter() - begin)
    x = [math.log(count) for _, count in systems]
    y = [math.log(min(taken)) for taken in seconds]
    return statistics.linear_regression(x, y).slope


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="150 to 10,000 claims only, z3 stopped after 10 seconds")
    parser.add_argument("--sizes", type=int, nargs="+", choices=sorted(ONE))
    parser.add_argument("--shapes", nargs="+", default=["many", "one"], choices=["many", "one"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, help="seconds that z3 is given for one question (60)")
    settings = parser.parse_args()
    sizes = settings.sizes or sorted(ONE)[: 3 if settings.quick else 4]
    limit = settings.limit or (10.0 if settings.quick else 60.0)
    for call in (ours, highs, Z3(limit).one):  # imports, and first calls
        call(build(1000, "many", 0)[0])
    versions = f"z3 {z3.get_version_string()}, highspy {highspy.Highs().version()}"
    print(f"{versions}; medians of {settings.runs} runs, of more for small sizes")
    print(line(HEAD))
    broken = []
    for shape in settings.shapes:
        for plant in (0, PLANT):
            for claims in sizes:
                broken += compare(claims, shape, plant, settings.runs, limit)[1]
    # Over one power of ten a busy minute tilts the line: the quick run only shows it.
    grown = slope(settings.runs, [1000, 3000, 10_000] if settings.quick else [1000, 10_000, 30_000, 100_000])
    print(f"across parts, seconds grow as claims to the power {grown:.2f}   ({LINEAR[0]} to {LINEAR[1]})")
    if not settings.quick and not LINEAR[0] <= grown <= LINEAR[1]:
        broken.append(f"cost grows as claims to the power {grown:.2f}, promised {LINEAR[0]} to {LINEAR[1]}")
    for one in broken:
        print(f"broken: {one}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
