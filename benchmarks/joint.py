"""Deciding whether all claims can hold: this library, z3 and HiGHS alone, side by side on the same systems.

Rounded worlds (areas, quarters, balances, growth and shares) of many parts and of one, with no error and with one. Each
run times the three in turn, so that a machine whose speed drifts slows all; medians of the paired ratios count. z3 is
timed twice: from the same columns to the answer, as the others are, and its ``check()`` alone. HiGHS alone is one model
in base units, in floats, and its answer is not to be trusted: where it differs, this is shown.

    python benchmarks/decide.py [--sizes 150 1000 10000 100000] [--shapes many one] [--runs 3] [--limit 60]
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import z3

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "exact" / "solver"))

import oracle
from reconcile.exact.solver.answers import Feasible, Infeasible
from reconcile.exact.solver.components import components
from reconcile.exact.solver.decision import decide, decide_parts
from reconcile.exact.solver.system import System
from worlds import Columns, World

ONE = {  # branches of one world by claims
    150: {"branches": (3,), "years": 2},
    1000: {"branches": (4, 3), "years": 4},
    10_000: {"branches": (5, 5, 4), "years": 4},
    100_000: {"branches": (10, 10, 9), "years": 4},
}
TARGETS = {150: 1, 10_000: 3, 100_000: 10}  # times faster than z3


def build(claims: int, shape: str, plant: int, seed: int = 1) -> tuple[System, int]:
    """One system, and how many claims it has."""
    rng, columns, offset, owner = random.Random(seed), Columns(), 0, 0
    settings = ONE[claims] if shape == "one" else {"branches": (3, 3), "years": 2, "quarters": False}
    while owner < (1 if shape == "one" else claims):
        world = World(rng, sources=2, **settings)
        owner += world.fill(columns, offset=offset, owner=owner, plant=plant if offset == 0 else 0)
        offset += world.unknowns
    return columns.system(offset), owner


def ours(system: System) -> str:
    kinds = {type(answer) for _, answer in decide_parts(components(system))}
    return "infeasible" if Infeasible in kinds else "feasible" if kinds == {Feasible} else "undecided"


def highs_alone(system: System) -> str:
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
    status = solver.getModelStatus()
    return {highspy.HighsModelStatus.kOptimal: "feasible", highspy.HighsModelStatus.kInfeasible: "infeasible"}.get(
        status, str(status)
    )


def z3_alone(system: System, limit: float) -> tuple[str, float]:
    """Its answer and the seconds of its check alone."""
    solver, unknowns = z3.SimpleSolver(), oracle.variables(system)
    solver.set("timeout", int(limit * 1000))
    for row in range(len(system)):
        solver.add(*oracle.constraints(system, row, unknowns))
    begin = time.perf_counter()
    answer = solver.check()
    name = {"sat": "feasible", "unsat": "infeasible"}.get(str(answer), "timeout")
    return name, time.perf_counter() - begin


def timed(call: Callable[..., Any], *arguments: object) -> tuple[Any, float]:
    begin = time.perf_counter()
    answer = call(*arguments)
    return answer, time.perf_counter() - begin


def compare(claims: int, shape: str, plant: int, runs: int, limit: float, ask_z3: bool) -> float:
    system, count = build(claims, shape, plant)
    parts = len(components(system))
    rows = []
    for run in range(runs):
        mine, seconds = timed(ours, system)
        float_answer, float_seconds = timed(highs_alone, system)
        z3_answer, z3_seconds, check = "not asked", float("nan"), float("nan")
        if ask_z3 and (run == 0 or z3_answer != "timeout"):
            (z3_answer, check), z3_seconds = timed(z3_alone, system, limit)
        assert z3_answer in {mine, "timeout", "not asked"}, (mine, z3_answer)
        rows.append((seconds, float_seconds, z3_seconds, check))
        if z3_answer == "timeout":
            ask_z3 = False
    median = [statistics.median(column) for column in zip(*rows, strict=True)]
    first = rows[0]
    z3_text = f"{first[2]:9.2f} {first[3]:9.2f} {first[2] / first[0]:7.1f} {first[3] / first[0]:7.1f}"
    if ask_z3:
        ratios = [statistics.median(row[place] / row[0] for row in rows) for place in (2, 3)]
        z3_text = f"{median[2]:9.2f} {median[3]:9.2f} {ratios[0]:7.1f} {ratios[1]:7.1f}"
    ratio = statistics.median(row[0] / row[1] for row in rows)
    note = "" if float_answer == mine else f"  HiGHS alone says {float_answer}"
    note += "  z3 timed out" if z3_answer == "timeout" else ""
    print(
        f"{count:7d} {parts:5d} {mine:>10} {median[0]:8.3f} {median[1]:8.3f} {ratio:6.2f} {z3_text}{note}", flush=True
    )
    return median[0] / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(ONE))
    parser.add_argument("--shapes", nargs="+", default=["many", "one"])
    parser.add_argument("--plants", type=int, nargs="+", default=[0, 30])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60, help="seconds that z3 is given for one check")
    parser.add_argument("--without-z3", action="store_true")
    settings = parser.parse_args()
    decide(build(150, "one", 0)[0])  # imports
    print(" claims parts     answer  seconds    HiGHS  ratio        z3     check  z3/own  check/own")
    cost = {}
    for shape in settings.shapes:
        for plant in settings.plants:
            for claims in settings.sizes:
                each = compare(claims, shape, plant, settings.runs, settings.limit, not settings.without_z3)
                cost[shape, plant, claims] = each
    if {10_000, 100_000} <= set(settings.sizes) and "many" in settings.shapes:
        growth = cost["many", 0, 100_000] / cost["many", 0, 10_000]
        print(f"cost of a claim among many parts, 100,000 against 10,000: {growth:.2f}")
    print("targets against z3:", ", ".join(f"{size}: {least}" for size, least in TARGETS.items()))


if __name__ == "__main__":
    main()
