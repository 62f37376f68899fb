"""What is done in columns for large systems is what would be done row by row."""

import random
from fractions import Fraction

import numpy as np
import oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rounded_worlds import Columns, World, world
from systems import edge

from reconcile.exact.interval import Interval
from reconcile.solver import proposal
from reconcile.solver.answers import right_rows
from reconcile.solver.budget import Budget
from reconcile.solver.centred import Centred, centred, units_of
from reconcile.solver.components import components
from reconcile.solver.definitions import Definitions, Eliminated, equal
from reconcile.solver.elimination import Elimination
from reconcile.solver.hybrid import GLANCE, joined_systems, propose_together
from reconcile.solver.proposal import Program, available
from reconcile.solver.screening import Screening
from reconcile.solver.system import Row, System, times, weighted

wide = st.integers(-(2**62), 2**62)


@given(st.lists(st.tuples(wide, st.integers(-(2**20), 2**20)), min_size=1, max_size=6), st.data())
def test_sums_of_products_never_overflow(pairs, data):
    values, coefficients = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    cut = data.draw(st.integers(0, len(pairs)))
    found = weighted(coefficients, values, np.array([0, cut, len(pairs)])).tolist()
    assert found == [sum(a * b for a, b in some) for some in (pairs[:cut], pairs[cut:])]
    factor = data.draw(st.one_of(st.integers(-(2**40), 2**40), st.just(2**70)))
    assert times(values, factor).tolist() == [value * factor for value, _ in pairs]


def around_of(system):
    found = centred(system, system, units_of(system), Budget(None))
    assert found is not None
    return found


@pytest.mark.parametrize("magnitude", [3, 9, 14, 20])
def test_deviations_are_checked_as_the_numbers_themselves_are(magnitude):
    met = {True: 0, False: 0}
    for seed in range(25):
        rng = random.Random(seed)
        system = world(seed, magnitude=magnitude, branches=(2,), years=2, plant=seed % 3)[0]
        if seed % 5 == 0:
            system = edge(seed)["holds"]
        around = around_of(system)
        for size in (0.0, 0.3, 2.0):
            point = np.array([rng.uniform(-size, size) for _ in range(system.unknowns)])
            moved = around.deviations(point)
            right = around.right(moved)
            assert right.tolist() == right_rows(system, *around.point(moved)).tolist()
            met[True] += int(right.sum())
            met[False] += int((~right).sum())
    assert min(met.values()) > 50


def test_an_end_met_exactly_is_met_where_it_is_closed_and_not_where_it_is_open():
    for flag in (False, True):
        system = System.from_arrays([0, 1, 2], [0, 0], [1, 1], [0, 0], [8, 8], low_open=[False, flag], high_open=flag)
        around = around_of(system)
        for value, right in ((0, [True, not flag]), (8, [not flag, not flag]), (9, [False, False]), (5, [True, True])):
            point, ticks = around.point(np.zeros(1, dtype=np.int64))
            moved = np.array([value * ticks - int(point[0])])
            assert moved.dtype == np.int64
            assert around.right(moved).tolist() == [right[0] if value != 8 else not flag, right[1]]
            for step in (-1, 1):
                inside = (value + Fraction(step, ticks)) > 0 and (value + Fraction(step, ticks)) < 8
                assert around.right(moved + step).tolist() == [inside] * 2


def test_definitions_meet_every_equality_of_a_world_whatever_is_chosen():
    for seed in range(60):
        system = world(seed)[0]
        rows = np.flatnonzero(equal(system))
        definitions = Definitions(system, rows)
        assert definitions.ordered
        part = system.take(rows)
        for ticks in (1, 1 << 50):
            start = np.array([random.Random(seed).randrange(10**9) for _ in range(system.unknowns)])
            values = definitions.complete(start, ticks)
            assert (weighted(part.coefficients, values[part.columns], part.starts) == part.low * ticks).all(), seed


def test_what_is_fixed_is_kept_and_the_rest_defined_around_it():
    # Exact counts of some parts and of the total, so that the total cannot be the one that is defined.
    columns = Columns()
    columns.add({3: 1, 0: -1, 1: -1, 2: -1}, 0, 0)
    columns.add({4: 1, 3: -1, 5: -1}, 0, 0)
    columns.add({3: 4}, 42, 42, 7)
    columns.add({0: 1}, 3, 3, 8)
    system = columns.system(6)
    around = around_of(system)
    values = [Fraction(int(value), around.ticks) for value in around.values]
    assert around.met.all()
    assert values[3] == Fraction(21, 2)
    assert values[0] + values[1] + values[2] == values[3]
    assert values[4] == values[3] + values[5]


def test_equalities_that_rest_on_each_other_in_a_circle_are_left_to_elimination():
    columns = Columns()
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 3)):
        columns.add({a: 2, b: 3, c: -5}, 1, 1)
    system = columns.system(4)
    around = around_of(system)
    assert around.met.all()
    values = [Fraction(value) / around.ticks for value in around.values.tolist()]
    assert right_rows(system, values).all()


def equalities(system):
    """The rows that are equalities, and these eliminated."""
    rows = np.flatnonzero(equal(system))
    part = system.take(rows)
    forms = dict(zip(rows.tolist(), zip(part.forms(), part.low.tolist(), strict=True), strict=True))
    return rows, Eliminated(Elimination(forms))


def test_eliminated_and_defined_points_meet_the_same_equalities():
    for seed in range(20):
        system = world(seed, branches=(2, 2))[0]
        _, eliminated = equalities(system)
        around = Centred(system, system, units_of(system), eliminated)
        assert around.met.all()


def test_what_the_screening_shows_is_mostly_contradictory_and_never_empty_of_rows():
    shown = proved = 0
    for seed in range(80):
        system, planted = world(seed, plant=30, branches=(2, 2), years=2)
        if planted is None:
            continue
        program = Program(around_of(system))
        found = Screening(program, program.inside(np.zeros(len(system))), Budget(None))
        for rows in found.sets():
            shown += 1
            proved += not oracle.satisfiable(system.take(rows))
    assert shown > 20
    assert proved > 0.9 * shown


@pytest.mark.skipif(not available(), reason="highspy is not installed")
def test_what_is_proposed_together_holds_and_what_cannot_hold_is_left_out():
    systems = [world(seed, plant=20 * (seed % 3 == 0), branches=(2,), years=2)[0] for seed in range(40)]
    answers = propose_together(systems, Budget(None))
    assert sum(answer is not None for answer in answers) > 20
    for system, answer in zip(systems, answers, strict=True):
        if answer is None:
            continue
        assert right_rows(system, answer.witness).all()
    whole = joined_systems(systems)
    assert propose_together(systems, Budget(0)) == [None] * len(systems)
    assert len(whole) == sum(len(system) for system in systems)


def test_each_equality_that_is_solved_is_solved_for_an_unknown_of_its_own(fewer):
    # The rows by the unknowns that they are solved for are a square that can be inverted: a basis to begin with.
    for seed in range(40 // fewer):
        system = world(seed, branches=(2, 2))[0]
        rows, eliminated = equalities(system)
        for completion in (Definitions(system, rows), eliminated):
            solved, unknowns = completion.solved
            assert equal(system)[solved].all()
            square = np.array([[system.terms(row).get(one, 0) for one in unknowns] for row in solved], dtype=float)
            assert len(square) > 5
            assert np.linalg.matrix_rank(square) == len(solved) == len(set(solved)) == len(set(unknowns)), seed


def answers_beginning(monkeypatch, solved, seeds=30):
    """What is proposed for worlds where it begins with equalities solved, or as the solver does by itself."""
    monkeypatch.setattr(proposal, "SOLVED", 10**9 if solved else -1)
    for seed in range(seeds):
        program = Program(around_of(world(seed, plant=20 * (seed % 2), branches=(2, 2), years=2)[0]))
        ends = program.inside(np.full(len(program.system), 2.0**-16))
        yield program.solve(ends, None)


@pytest.mark.skipif(not available(), reason="highspy is not installed")
def test_where_a_proposal_begins_does_not_change_whether_there_is_one(monkeypatch):
    found = list(zip(*(list(answers_beginning(monkeypatch, solved)) for solved in (True, False)), strict=True))
    assert {one.point is None for one, _ in found} == {True, False}
    for one, other in found:
        assert (one.point is None) == (other.point is None)
        assert bool(one.sets) == bool(other.sets)


@pytest.mark.skipif(not available(), reason="highspy is not installed")
def test_to_begin_with_equalities_solved_saves_most_steps(monkeypatch):
    system = joined_systems([world(seed, branches=(3,), years=2, magnitude=6)[0] for seed in range(8)])
    program = Program(around_of(system))
    steps = {}
    for solved in (True, False):
        monkeypatch.setattr(proposal, "SOLVED", 10**9 if solved else -1)
        solver = program.started(program.inside(np.full(len(system), 2.0**-16)))
        solver.setOptionValue("presolve", "off")
        solver.run()
        steps[solved] = solver.getInfo().simplex_iteration_count
    assert 0 < steps[True] < 0.6 * steps[False], steps


@pytest.mark.skipif(not available(), reason="highspy is not installed")
def test_a_long_contradiction_in_one_part_costs_the_others_nothing():
    chain = [Row({0: 1}, Interval(Fraction(5), None)), Row({19: 1}, Interval(None, Fraction(4)))]
    chain += [Row({one + 1: 1, one: -1}, Interval(Fraction(0), None)) for one in range(19)]
    assert GLANCE < 8 < len(chain)
    fine = [Row({0: 1, 1: 1}, Interval(Fraction(1), Fraction(2))), Row({0: 1}, Interval(Fraction(0), Fraction(1)))]
    systems = [System.of(rows) for rows in (fine, chain, fine, chain, fine)]
    found = propose_together(systems, Budget(None))
    assert [answer is not None for answer in found] == [True, False, True, False, True]


def test_large_numbers_and_fractions_in_one_system_are_decided_in_columns_too():
    rng, columns = random.Random(5), Columns()
    one = World(rng, branches=(2, 2), years=2, magnitude=25)
    one.fill(columns)
    system = columns.system(one.unknowns)
    assert system.low.dtype == object
    around = around_of(system)
    moved = around.deviations(np.zeros(system.unknowns))
    assert around.right(moved).tolist() == right_rows(system, *around.point(moved)).tolist()


def test_parts_are_the_rows_and_unknowns_that_reach_each_other():
    for seed in range(60):
        rng = random.Random(seed)
        unknowns, columns = rng.randint(1, 12), Columns()
        for _ in range(rng.randint(1, 10)):
            form = {
                one: rng.choice([-2, 1, 3]) for one in rng.sample(range(unknowns), rng.randint(0, min(3, unknowns)))
            }
            columns.add(form, rng.randint(-5, 0), rng.randint(0, 5), rng.randint(-1, 3))
        system = columns.system(unknowns)
        label = list(range(len(system)))
        for row, other in [(a, b) for a in label for b in label if set(system.terms(a)) & set(system.terms(b))]:
            label = [label[row] if one == label[other] else one for one in label]
        expected = sorted(tuple(row for row, one in enumerate(label) if one == kind) for kind in set(label))
        parts = components(system)
        assert [tuple(part.rows.tolist()) for part in parts] == expected
        for part in parts:
            own = part.unknowns.tolist()
            assert own == sorted({one for row in part.rows for one in system.terms(row)})
            assert part.system.unknowns == len(own)
            for inner, outer in enumerate(part.rows.tolist()):
                assert {own[one]: value for one, value in part.system.terms(inner).items()} == system.terms(outer)
                assert [part.system.end(inner, side) for side in ("low", "high")] == [
                    system.end(outer, side) for side in ("low", "high")
                ]
                assert part.system.owner[inner] == system.owner[outer]
