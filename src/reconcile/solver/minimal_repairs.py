"""Whom to distrust: every set of owners of least weight without whom the rest can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from reconcile.solver.budget import Budget
from reconcile.solver.infeasible_subsets import Conflicts, MinimalSet
from reconcile.solver.proofs import owners_of
from reconcile.solver.system import System

Weight = int | Fraction

MOST = 200  # minimal sets beyond which there is too much wrong to say what to repair


@dataclass(frozen=True, slots=True)
class Repairs:
    """Every set of least weight, unless it was cut short; the minimal sets that each of them hits, as the reason.

    Where the system holds as it stands, that is one set without owners; where nothing helps, since the background
    contradicts itself, there is no set. Where there are more minimal sets than can be weighed against each other there
    is one set, of which no owner can be spared, and ``least`` is False: another may weigh less.
    """

    sets: tuple[frozenset[int], ...]
    weight: Weight
    cut: bool
    conflicts: tuple[MinimalSet, ...]
    least: bool = True


def minimal_repair_sets(
    system: System,
    weights: Mapping[int, Weight] | None = None,
    limit: int = 20,
    budget: Budget | None = None,
    groups: Mapping[int, int] | None = None,
    conflicts: Conflicts | None = None,
) -> Repairs:
    """All least-weight sets of owners whose removal lets the rest hold; an owner without a weight has 1.

    A set must hit every minimal set. So hitting sets of those known are tried, least first; where one does not help,
    it leaves a minimal set that was not known (implicit hitting sets). ``conflicts`` looks for these, where there is
    one of this system, budget and groups already. Raises OutOfBudgetError.
    """
    weigh = weights or {}
    if any(value <= 0 for value in weigh.values()):
        raise ValueError("a weight is above 0: an owner that may go for nothing need not be in the system")
    budget = budget or Budget(None)
    conflicts = conflicts or Conflicts(system, budget, groups)
    known = conflicts.disjoint(MOST + 1)
    found: dict[frozenset[int], None] = {}
    while True:
        if any(not one.owners for one in known):
            return Repairs((), 0, cut=False, conflicts=tuple(known))
        if len(known) > MOST:
            one = _some(conflicts, known, weigh)
            total = sum((weigh.get(owner, 1) for owner in one), 0)
            return Repairs((one,), total, cut=True, conflicts=tuple(known), least=False)
        sets_ = [one.owners for one in known]
        least = _least(sets_, weigh, budget)
        fresh = None
        for hit in _hitting(sets_, weigh, least, budget):
            if hit not in found:
                proof = conflicts.proof(hit)
                if proof is not None:
                    fresh = conflicts.disjoint(MOST + 1, hit)
                    break
                found[hit] = None
            if len(found) > limit:
                break
        if fresh is None:
            sets = sorted(found, key=lambda one: (len(one), sorted(one)))
            return Repairs(tuple(sets[:limit]), least, len(sets) > limit, tuple(known))
        known.extend(fresh)


def _some(conflicts: Conflicts, known: list[MinimalSet], weights: Mapping[int, Weight]) -> frozenset[int]:
    """A set without which the rest can hold and of which no owner can be spared: the cheapest of each proof, then less.

    Raises OutOfBudgetError.
    """
    chosen: set[int] = set()
    for one in known:
        if chosen.isdisjoint(one.owners):
            chosen.add(min(one.owners, key=lambda owner: (weights.get(owner, 1), owner)))
    while (proof := conflicts.proof(chosen)) is not None:
        chosen.add(min(owners_of(conflicts.system, proof), key=lambda owner: (weights.get(owner, 1), owner)))
    for owner in sorted(chosen, key=lambda one: (weights.get(one, 1), one), reverse=True):
        if conflicts.proof(chosen - {owner}) is None:
            chosen.discard(owner)
    return frozenset(chosen)


def hitting_sets(sets: Sequence[frozenset[int]], limit: int, budget: Budget) -> tuple[tuple[frozenset[int], ...], bool]:
    """The smallest sets with a member of each of these, in order, and whether there are more than the limit.

    Raises OutOfBudgetError.

    >>> found, more = hitting_sets([frozenset({1, 2}), frozenset({2, 3}), frozenset({4})], 10, Budget(None))
    >>> [sorted(one) for one in found], more
    ([[2, 4]], False)
    """
    known = list(dict.fromkeys(sets))
    found = list(islice(_hitting(known, {}, _least(known, {}, budget), budget), limit + 1))
    return tuple(sorted(found[:limit], key=sorted)), len(found) > limit


def _least(sets: list[frozenset[int]], weights: Mapping[int, Weight], budget: Budget) -> Weight:
    """The least weight that hits every set: deeper and deeper, never beyond the best so far."""
    best: Weight = sum((min(weights.get(o, 1) for o in one) for one in sets), 0)

    def search(left: list[frozenset[int]], spent: Weight, barred: frozenset[int]) -> None:
        nonlocal best
        budget.check()
        if not left:
            best = min(best, spent)
            return
        if spent + _bound(left, weights, barred) >= best:
            return
        one = min(left, key=lambda some: len(some - barred))
        for owner in sorted(one - barred, key=lambda o: (weights.get(o, 1), -sum(o in some for some in left), o)):
            search([some for some in left if owner not in some], spent + weights.get(owner, 1), barred)
            barred |= {owner}

    search(sets, 0, frozenset())
    return best


def _bound(left: list[frozenset[int]], weights: Mapping[int, Weight], barred: frozenset[int]) -> Weight:
    """No less than this hits what is left: the cheapest of each of some sets that share no owner."""
    total: Weight = 0
    seen: set[int] = set()
    for some in sorted(left, key=len):
        live = some - barred
        if not live:
            return 10**30
        if not live & seen:
            seen |= live
            total += min(weights.get(owner, 1) for owner in live)
    return total


def _hitting(
    sets: list[frozenset[int]], weights: Mapping[int, Weight], least: Weight, budget: Budget
) -> Iterator[frozenset[int]]:
    """Every hitting set of the least weight, each once."""

    def search(
        left: list[frozenset[int]], spent: Weight, chosen: frozenset[int], barred: frozenset[int]
    ) -> Iterator[frozenset[int]]:
        budget.check()
        if not left:
            if spent == least:
                yield chosen
            return
        if spent + _bound(left, weights, barred) > least:
            return
        one = min(left, key=lambda some: (len(some - barred), sorted(some)))
        for owner in sorted(one - barred):
            rest = [some for some in left if owner not in some]
            yield from search(rest, spent + weights.get(owner, 1), chosen | {owner}, barred)
            barred |= {owner}

    return search(sets, 0, frozenset(), frozenset())
