import random
from fractions import Fraction

import oracle
import pytest
from checker import proves
from rounded_worlds import world
from systems import anything, edge

import reconcile.solver.form_bounds
from reconcile.exact.interval import Interval
from reconcile.solver.answers import Feasible
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.decision import decide
from reconcile.solver.form_bounds import bounds, outer
from reconcile.solver.propagation import Propagation
from reconcile.solver.proposal import available
from reconcile.solver.system import Row, System


def feasible(count):
    for seed in range(count):
        system = anything(seed)
        if system.unknowns and isinstance(decide(system), Feasible):
            yield seed, system


def ends(interval):
    low = None if interval.low is None else (interval.low, interval.low_open)
    return low, None if interval.high is None else (interval.high, interval.high_open)


def beyond(system, form, end, opened, *, high):
    """The system with one more row, the last: the form is beyond its end. The end's rows must refute it."""
    span = Interval(end, None, low_open=not opened) if high else Interval(None, end, high_open=not opened)
    extra = System.of([Row(form, span)], system.unknowns)
    flags = {
        name: [*getattr(system, name).tolist(), *getattr(extra, name).tolist()]
        for name in ("columns", "coefficients", "low", "high", "low_free", "high_free", "low_open", "high_open")
    }
    return System.from_arrays([*system.starts.tolist(), len(flags["columns"])], unknowns=system.unknowns, **flags)


def bounded(seed, system):
    """The interval of a form of two unknowns, drawn with this seed: it is z3's, and both ends are proved."""
    rng = random.Random(seed)
    picked = rng.sample(range(system.unknowns), min(2, system.unknowns))
    form = {u: rng.choice([1, -1, 2]) for u in picked}
    found = next(bounds(system, [form]))
    low, high = ends(found.interval)
    assert low == oracle.extreme(system, form, high=False), seed
    assert high == oracle.extreme(system, form, high=True), seed
    for end, used, up in ((low, found.low, False), (high, found.high, True)):
        if end is not None:
            more = beyond(system, form, *end, high=up)
            scale = Fraction(more.terms(len(system))[picked[0]], form[picked[0]])
            assert proves(more, (*used, (len(system), "low" if up else "high", 1 / scale))), seed
    return found.interval


def test_bounds_of_forms_are_what_z3_says_and_are_proved(fewer):
    found = [bounded(seed, system) for seed, system in feasible(500 // fewer)]
    assert any(one.low is not None for one in found)


def test_every_unknown_of_a_world_is_bounded_as_z3_bounds_it(fewer):
    for seed in range(12 // fewer):
        system, _ = world(seed, branches=(2,), years=2, quarters=False)
        for unknown, found in enumerate(bounds(system)):
            low, high = ends(found.interval)
            assert low == oracle.extreme(system, {unknown: 1}, high=False)
            assert high == oracle.extreme(system, {unknown: 1}, high=True)


@pytest.fixture
def as_large(monkeypatch):
    """Every system is taken for a large one."""
    if not available():
        pytest.skip("highspy is not installed")
    monkeypatch.setattr(reconcile.solver.form_bounds, "LARGE_FORMS", -1)


@pytest.mark.usefixtures("as_large")
def test_large_systems_are_bounded_as_z3_bounds_them_and_it_is_proved(fewer):
    endless = opened = 0
    for seed, system in feasible(250 // fewer):
        found = bounded(seed, system)
        low, high = ends(found)
        endless += (low is None) + (high is None)
        opened += found.low_open + found.high_open
    assert min(endless, opened) > 10 // fewer


@pytest.mark.usefixtures("as_large")
def test_large_and_small_systems_are_bounded_alike(monkeypatch, fewer):
    for seed in range(12 // fewer):
        system, _ = world(seed, branches=(2,), years=2, quarters=False, magnitude=2 + seed)
        large = [found.interval for found in bounds(system)]
        with monkeypatch.context() as patch:
            patch.setattr(reconcile.solver.form_bounds, "LARGE_FORMS", len(system))
            assert large == [found.interval for found in bounds(system)]
        for found, wide in zip(large, outer(system), strict=True):
            assert found & wide == found


@pytest.mark.usefixtures("as_large")
def test_what_large_systems_cannot_answer_is_said_as_for_small_ones():
    with pytest.raises(ValueError, match="decide first"):
        next(bounds(edge(7)["unit"]))
    with pytest.raises(OutOfBudgetError):
        list(bounds(world(3)[0], budget=Budget(0)))
    for found in bounds(edge(8)["holds"]):
        assert found.interval.point


def test_propagation_never_leaves_out_what_can_be_and_is_exact_on_a_sum(fewer):
    for seed, system in feasible(400 // fewer):
        run = Propagation(system, ticks=64)
        assert run.contradiction is None, seed
        for unknown, found in enumerate(bounds(system)):
            assert found.interval & run.interval(unknown) == found.interval, seed
    one, two = Interval(Fraction(1), Fraction(2)), Interval(Fraction(5), Fraction(7), high_open=True)
    total = System.of(
        [Row({0: 1}, one), Row({1: 1}, two), Row({2: 1, 0: -1, 1: -1}, Interval(Fraction(0), Fraction(0)))]
    )
    assert Propagation(total).interval(2) == Interval(Fraction(6), Fraction(9), high_open=True)


def test_rows_that_propagation_finds_contradictory_are(fewer):
    met = 0
    for seed in range(400 // fewer):
        system = anything(seed)
        rows = Propagation(system, ticks=64).contradiction
        if rows is not None:
            met += 1
            assert not oracle.satisfiable(system.take(rows)), seed
    assert met > 50 // fewer


def test_what_touches_in_a_point_leaves_points():
    for found in bounds(edge(7)["holds"]):
        assert found.interval.point


def test_a_system_that_cannot_hold_has_no_bounds():
    with pytest.raises(ValueError, match="decide first"):
        next(bounds(edge(7)["unit"]))


def test_the_time_is_kept():
    with pytest.raises(OutOfBudgetError):
        list(bounds(world(3)[0], budget=Budget(0)))
