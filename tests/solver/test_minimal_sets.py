import random
from fractions import Fraction

import oracle
import pytest
from checker import proves
from rounded_worlds import world
from systems import anything, edge

import reconcile.solver.infeasible_subsets
from reconcile.exact.interval import Interval
from reconcile.solver.answers import Infeasible
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.decision import decide
from reconcile.solver.infeasible_subsets import Conflicts, minimal_set
from reconcile.solver.minimal_repairs import MOST, minimal_repair_sets
from reconcile.solver.proofs import owners_of
from reconcile.solver.system import BACKGROUND, Row, System

SMALL_WORLD = {"branches": (2,), "years": 2, "quarters": False, "share": 0.7}


def cases(count, first=0):
    for seed in range(first, first + count):
        if seed % 2:
            yield seed, anything(seed), None
        else:
            yield seed, *world(seed, plant=random.Random(seed).choice([1, 2, 5, 30]), **SMALL_WORLD)


def assert_minimal(system, found):
    assert proves(system, found.certificate)
    assert owners_of(system, found.certificate) == found.owners
    assert not oracle.satisfiable(system, found.owners)
    assert all(oracle.satisfiable(system, found.owners - {owner}) for owner in found.owners)


def test_each_set_is_minimal_and_proved_and_no_two_share_an_owner(fewer):
    met = 0
    for _, system, _ in cases(300 // fewer):
        sets = Conflicts(system).disjoint(5)
        met += len(sets)
        for found in sets:
            assert_minimal(system, found)
        assert sum(len(found.owners) for found in sets) == len(frozenset().union(*(found.owners for found in sets)))
    assert met > 100 // fewer


def test_a_proof_becomes_a_minimal_set_of_owners_that_it_uses(fewer):
    for _, system, _ in cases(200 // fewer, 1000):
        answer = decide(system)
        if isinstance(answer, Infeasible):
            found = minimal_set(system, answer.certificate)
            assert_minimal(system, found)
            assert found.owners <= owners_of(system, answer.certificate)


def test_large_systems_are_explained_as_small_ones_are(monkeypatch, fewer):
    monkeypatch.setattr(reconcile.solver.infeasible_subsets, "LARGE_SYSTEMS", 0)
    for _, system, _ in cases(60 // fewer, 2000):
        for found in Conflicts(system).disjoint(3):
            assert_minimal(system, found)


class Leaning:
    """The rows of some owners hold only while one of two others is there, as a rate does by what tells a sign."""

    def __init__(self, owners, chance):
        self.on = {owner: frozenset(chance.sample(owners, 2)) - {owner} for owner in owners if chance.random() < 0.4}

    def lost(self, dropped):
        return frozenset(owner for owner, others in self.on.items() if owner not in dropped and others <= dropped)

    def given(self, owners, dropped):
        return frozenset(min(self.on[owner] - dropped) for owner in owners if owner in self.on)


@pytest.mark.parametrize("table", [True, False])
def test_a_set_has_those_by_whom_its_rows_hold(table, fewer):
    """Whoever is in a set cannot be left out of it, and without the others its rows are as wrong as they were."""
    met = leaning = 0
    for seed, system, _ in cases(240 // fewer, 3000):
        owners = sorted(frozenset(system.owner.tolist()) - {BACKGROUND})
        if len(owners) < 4:
            continue
        resting = Leaning(owners, random.Random(seed))

        def wrong(kept, resting=resting, owners=owners, system=system):
            return not oracle.satisfiable(system, kept - resting.lost(frozenset(owners) - kept))

        for found in Conflicts(system, table=table, resting=resting).disjoint(2):
            assert proves(system, found.certificate)
            assert owners_of(system, found.certificate) <= found.owners
            assert wrong(found.owners), seed
            assert not any(wrong(found.owners - {owner}) for owner in found.owners), seed
            met += 1
            leaning += owners_of(system, found.certificate) < found.owners
    assert met > 60 // fewer
    assert leaning > 6 // fewer


def test_sets_within_one_document_come_first():
    point = [Interval(Fraction(n), Fraction(n)) for n in range(4)]
    rows = [Row({0: 1}, point[0], 0), Row({0: 1}, point[1], 1), Row({1: 1}, point[2], 2), Row({1: 1}, point[3], 3)]
    rows.append(Row({0: 1, 1: -1}, point[0]))
    system = System.of(rows)
    for groups in ({0: 5, 1: 6, 2: 5, 3: 6}, {0: 5, 2: 6, 3: 6, 1: 5}):
        first = Conflicts(system, None, groups).disjoint(1)[0].owners
        assert len({groups[owner] for owner in first}) == 1
    for seed in range(60):
        system, _ = world(seed, plant=30, **SMALL_WORLD)
        groups = {owner: owner % 2 for owner in set(system.owner.tolist()) - {BACKGROUND}}
        sets = Conflicts(system, None, groups).disjoint(10)
        within = [len({groups[owner] for owner in found.owners}) == 1 for found in sets]
        assert within == sorted(within, reverse=True)
        for found in sets:
            assert_minimal(system, found)


def test_a_background_that_contradicts_itself_is_a_set_without_owners():
    one, two = (Interval(Fraction(n), Fraction(n)) for n in (1, 2))
    system = System.of([Row({0: 1}, one), Row({0: 1}, two), Row({0: 1}, one, 3)])
    assert [found.owners for found in Conflicts(system).disjoint(10)] == [frozenset()]
    assert minimal_repair_sets(system).sets == ()


@pytest.mark.parametrize("block", range(4))
def test_the_repairs_are_all_of_least_weight_and_z3_knows_no_other(block, fewer):
    for seed, system, _ in cases(60 // fewer, 60 * block):
        if len(system) > 120:
            continue
        rng = random.Random(seed)
        owners = sorted(set(system.owner.tolist()) - {BACKGROUND})
        weights = {o: rng.choice([1, 1, 2, Fraction(3, 2)]) for o in owners} if rng.random() < 0.5 else {}
        found, expected = minimal_repair_sets(system, weights, 500), oracle.repairs(system, weights)
        if expected is None:
            assert found.sets == ()
            continue
        assert not found.cut
        assert (found.weight, set(found.sets)) == expected, seed
        for one in found.conflicts:
            assert_minimal(system, one)


def test_a_planted_error_is_found_and_is_alone_among_the_repairs(fewer):
    found = single = 0
    for seed in range(120 // fewer):
        system, planted = world(seed, plant=(1, 2, 5, 30)[seed % 4], **SMALL_WORLD)
        owners = set(system.owner.tolist()) - {BACKGROUND}
        sets = Conflicts(system).disjoint(10)
        if planted is None or oracle.satisfiable(system):
            assert not sets
            continue
        found += 1
        assert any(planted in one.owners for one in sets)
        if oracle.satisfiable(system, owners - {planted}):
            single += 1
            assert frozenset({planted}) in minimal_repair_sets(system, limit=1000).sets
    assert found == single > 60 // fewer


def test_a_planted_error_among_a_hundred_claims_is_found_wherever_it_can_be(fewer):
    settings = {"branches": (3, 3), "years": 2, "quarters": False, "sources": 2, "magnitude": 6}
    found = single = claims = 0
    for seed in range(48 // fewer):
        system, planted = world(seed, plant=(1, 2, 5, 30)[seed % 4], **settings)
        owners = set(system.owner.tolist()) - {BACKGROUND}
        claims += len(owners)
        answer = decide(system)
        assert isinstance(answer, Infeasible) != oracle.satisfiable(system), seed
        if not isinstance(answer, Infeasible):
            continue
        found += 1
        assert proves(system, answer.certificate)
        sets = Conflicts(system).disjoint(10)
        assert any(planted in one.owners for one in sets)
        for one in sets:
            assert_minimal(system, one)
        if oracle.satisfiable(system, owners - {planted}):
            single += 1
            assert frozenset({planted}) in minimal_repair_sets(system, limit=1000).sets
    assert 90 < claims / (48 // fewer) < 130
    assert found == single > 24 // fewer


def disagreeing(count):
    """That many pairs of claims that cannot both be right, in one part; of each pair the second has an even owner."""
    spans = [Interval(Fraction(a), Fraction(b)) for a, b in ((1, 2), (3, 4), (-9, 9))]
    rows = [Row({pair: 1}, spans[way], 2 * pair + 1 + way) for pair in range(count) for way in (0, 1)]
    return System.of([*rows, *(Row({pair: 1, pair - 1: -1}, spans[2]) for pair in range(1, count))])


def test_where_too_much_is_wrong_to_weigh_one_repair_is_given_of_which_nothing_can_be_spared():
    count = MOST + 5
    system = disagreeing(count)
    heavy = {2 * pair + 1: 3 for pair in range(0, count, 2)}
    found = minimal_repair_sets(system, heavy)
    assert (found.cut, found.least, len(found.sets)) == (True, False, 1)
    one = found.sets[0]
    assert found.weight == sum(heavy.get(owner, 1) for owner in one) == count
    every = set(system.owner.tolist()) - {BACKGROUND}
    assert oracle.satisfiable(system, every - one)
    for owner in sorted(one)[::40]:
        assert not oracle.satisfiable(system, every - one | {owner})
    assert minimal_repair_sets(disagreeing(5), limit=100).least


def test_what_a_later_choice_makes_needless_is_not_in_the_repair():
    # One heavy source denies every second figure of a pair: then the first ones, which were chosen first, can stay.
    count = MOST + 1
    denied = [Row({pair: 1}, Interval(None, Fraction(5, 2)), 10_000) for pair in range(count)]
    pairs = disagreeing(count)
    system = joined_by_unknowns(pairs, System.of(denied, pairs.unknowns))
    found = minimal_repair_sets(system, {10_000: 1000})
    assert found.sets == (frozenset(2 * pair + 2 for pair in range(count)),)


def joined_by_unknowns(one, other):
    """Both systems' rows, on the same unknowns."""
    names = ("columns", "coefficients", "low", "high", "low_free", "high_free", "low_open", "high_open", "owner")
    both = {name: [*getattr(one, name).tolist(), *getattr(other, name).tolist()] for name in names}
    starts = [*one.starts.tolist(), *(other.starts[1:] + one.starts[-1]).tolist()]
    return System.from_arrays(starts, unknowns=one.unknowns, **both)


def test_more_repairs_than_the_limit_are_cut_and_it_is_said():
    point = Interval(Fraction(1), Fraction(1))
    parts = [Row({part: 1}, point, part) for part in range(4)]
    system = System.of([*parts, Row(dict.fromkeys(range(4), 1), Interval(Fraction(5), None), 4)])
    every, some = minimal_repair_sets(system, limit=100), minimal_repair_sets(system, limit=2)
    assert (every.cut, some.cut) == (False, True)
    assert (len(some.sets), len(every.sets)) == (2, 5)
    assert set(some.sets) <= set(every.sets)


def test_what_holds_needs_no_repair():
    found = minimal_repair_sets(edge(5)["holds"])
    assert (found.sets, found.weight, found.conflicts) == ((frozenset(),), 0, ())


def test_a_weight_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        minimal_repair_sets(edge(5)["unit"], {0: 0})


def test_the_time_is_kept():
    with pytest.raises(OutOfBudgetError):
        minimal_repair_sets(edge(5)["unit"], budget=Budget(0))
    with pytest.raises(OutOfBudgetError):
        Conflicts(world(3, plant=3)[0], Budget(0)).proof()
