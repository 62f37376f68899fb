import random
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import oracle
import pytest
from checker import proves, solves
from rounded_worlds import Columns, World, world
from systems import anything, edge

import reconcile.solver.hybrid
from reconcile.exact.interval import Interval
from reconcile.solver.answers import Feasible, Infeasible, Undecided, holds, simplex
from reconcile.solver.budget import Budget
from reconcile.solver.components import components
from reconcile.solver.decision import decide, decide_parts
from reconcile.solver.hybrid import joined_systems, propose_and_prove
from reconcile.solver.proposal import available
from reconcile.solver.system import Row, System

needs_highs = pytest.mark.skipif(not available(), reason="highspy is not installed")


def agreed(system, answer):
    """The answer, once a checker that knows nothing of the solver has seen its witness or its proof."""
    if isinstance(answer, Feasible):
        assert solves(system, answer.witness)
        return True
    assert isinstance(answer, Infeasible)
    assert proves(system, answer.certificate)
    return False


@pytest.mark.parametrize("block", range(10))
def test_the_simplex_says_what_z3_says_of_any_small_system(block, fewer):
    for seed in range(block * 300, block * 300 + 300 // fewer):
        system = anything(seed)
        assert agreed(system, decide(system)) == oracle.satisfiable(system), seed


@needs_highs
def test_the_hybrid_says_what_z3_says_of_any_small_system(fewer):
    for seed in range(600 // fewer):
        system = anything(seed)
        assert agreed(system, propose_and_prove(system, Budget(None))) == oracle.satisfiable(system), seed


@pytest.mark.parametrize("block", range(4))
def test_worlds_with_and_without_an_error_are_judged_as_z3_does(block, fewer):
    for seed in range(block * 60, block * 60 + 60 // fewer):
        system, planted = world(seed, plant=(0, 1, 3, 20)[seed % 4], branches=((2,), (3,), (2, 2))[seed % 3], years=2)
        expected = oracle.satisfiable(system) if planted is not None and len(system) < 250 else None
        exact, hybrid = simplex(system, Budget(None)), propose_and_prove(system, Budget(None))
        assert agreed(system, exact) == agreed(system, hybrid), seed
        assert expected is None or agreed(system, exact) == expected, seed
        assert planted is not None or isinstance(exact, Feasible), seed


def test_what_meets_in_one_point_holds_and_one_last_place_or_an_open_end_breaks_it(fewer):
    for seed in range(300 // fewer):
        for name, system in edge(seed).items():
            for answer in (simplex(system, Budget(None)), propose_and_prove(system, Budget(None))):
                assert agreed(system, answer) == (name == "holds"), (seed, name)


@needs_highs
def test_a_large_system_with_points_among_rounded_figures_is_still_decided_by_proposals(monkeypatch, fewer):
    monkeypatch.setattr(reconcile.solver.hybrid, "simplex", None)
    for seed in range(6 // fewer):
        parts = [edge(seed * 50 + number)["holds"] for number in range(40)]
        parts += [world(seed * 50 + number, branches=(2, 2), years=2)[0] for number in range(4)]
        whole = joined_systems(parts)
        assert agreed(whole, decide(whole))
        broken = joined_systems([*parts, edge(seed)["unit"]])
        assert not agreed(broken, decide(broken))


def rounded_parts(first, count):
    """Worlds of depth 3 with growth, shares and balances, 1 to 4 sources, any tie rule and any magnitude, as one."""
    columns, offset, owner = Columns(), 0, 0
    for seed in range(first, first + count):
        rng = random.Random(seed)
        one = World(
            rng,
            branches=(2, 2, 1 + seed % 2),
            years=2,
            quarters=seed % 7 == 0,
            sources=1 + seed % 4,
            magnitude=rng.randint(2, 12),
            tie=rng.choice(["up", "down", "even", "any"]),
        )
        owner += one.fill(columns, offset=offset, owner=owner)
        offset += one.unknowns
    return components(columns.system(offset))


@pytest.mark.parametrize("block", range(4))
def test_purely_rounded_worlds_never_conflict(block, fewer):
    # By hand as many as the project promises; each is decided, and every answer is seen by the separate checker.
    wanted, seen, first = 2_500 // fewer**2, 0, block * 100_000
    while seen < wanted:
        for part, answer in decide_parts(rounded_parts(first, 50)):
            assert isinstance(answer, Feasible), (first, part.rows[:3])
            assert solves(part.system, np.asarray(answer.values, dtype=object).tolist(), answer.ticks)
            seen += 1
        first += 50


def test_parts_decided_together_are_decided_as_each_alone():
    systems = [world(seed, plant=5 * (seed % 2), branches=(3,), years=2, quarters=False)[0] for seed in range(30)]
    parts = [part for system in systems for part in components(system)]
    together = [type(answer) for _, answer in decide_parts(parts)]
    assert together == [type(decide(part.system)) for part in parts]
    assert {Feasible, Infeasible} <= set(together)


def test_a_part_without_a_solution_does_not_hide_the_others_witnesses():
    good, bad = edge(1)["holds"], edge(1)["unit"]
    answers = [answer for _, answer in decide_parts(components(joined_systems([good, bad, good])))]
    assert [type(answer) for answer in answers] == [Feasible, Infeasible, Feasible]


def test_without_time_the_answer_is_that_there_was_none():
    system, _ = world(4)
    assert decide(system, Budget(0)) == Undecided("budget")
    assert simplex(system, Budget(0)) == Undecided("budget")


def test_a_budget_is_kept_on_a_large_system():
    columns = Columns()
    one = World(random.Random(1), branches=(6, 5, 4), years=3, sources=3)
    one.fill(columns)
    begin = time.monotonic()
    answer = simplex(columns.system(one.unknowns), Budget(0.5))
    assert isinstance(answer, Undecided)
    assert time.monotonic() - begin < 10


@needs_highs
def test_a_budget_is_kept_by_the_solver_of_floats_too():
    columns = Columns()
    one = World(random.Random(1), branches=(8, 7, 6), years=4, sources=2)
    one.fill(columns)
    system = columns.system(one.unknowns)
    begin = time.monotonic()
    for seconds in (0.05, 0.3):
        assert decide(system, Budget(seconds)) == Undecided("budget")
    assert time.monotonic() - begin < 10
    answers = [answer for _, answer in decide_parts(components(joined_systems([system, system])), 0.05)]
    assert answers == [Undecided("budget")] * 2


def test_an_answer_is_the_same_every_time():
    for seed in (3, 13, 22):
        system, _ = world(seed, plant=3 * (seed % 2))
        assert decide(system) == decide(system)


WITHOUT = """
import sys
sys.modules["highspy"] = None  # as where it is not installed
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "highspy" else real(name, *rest)
from rounded_worlds import world
from reconcile.solver import decision, form_bounds, infeasible_subsets, minimal_repairs, proposal
from reconcile.solver.components import components
form_bounds.LARGE_FORMS = infeasible_subsets.LARGE_SYSTEMS = 100
assert not proposal.available()
for plant in (0, 20):
    system, _ = world(10, plant=plant, branches=(2, 2), years=2)
    assert len(system) > decision.SMALL / 2
    answers = [type(answer).__name__ for _, answer in decision.decide_parts(components(system))]
    print(type(decision.decide(system)).__name__, *answers, len(infeasible_subsets.Conflicts(system).disjoint(10)) > 0)
    if plant:
        print(len(minimal_repairs.minimal_repair_sets(system).sets) > 0)
    else:
        print(next(form_bounds.bounds(system, [{0: 1}])).interval.low is not None)
"""


def test_without_highspy_the_simplex_answers_everything_alone():
    path = ":".join([str(Path(__file__).parent), *sys.path])
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT], check=True, capture_output=True, text=True, env={"PYTHONPATH": path}
    )
    assert run.stdout.split("\n")[:4] == ["Feasible Feasible False", "True", "Infeasible Infeasible True", "True"]


def test_importing_the_solver_imports_no_solver_of_floats():
    parts = "reconcile.solver.minimal_repairs, reconcile.solver.form_bounds"
    check = f"import sys, {parts}; sys.exit('highspy' in sys.modules or 'z3' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_rows_without_terms_are_judged_by_their_ends():
    inside, outside = Interval(Fraction(-1), Fraction(0)), Interval(Fraction(0), None, low_open=True)
    assert isinstance(decide(System.of([Row({}, inside), Row({0: 0}, inside)])), Feasible)
    broken = System.of([Row({}, inside), Row({}, outside)])
    assert not agreed(broken, decide(broken))


def test_a_wrong_witness_is_seen():
    system = System.of([Row({0: 3}, Interval(Fraction(1), Fraction(2), high_open=True), 0)])
    assert holds(system, [1], ticks=3)
    assert not holds(system, [2], ticks=3)
    assert not holds(system, [Fraction(33, 100)])
