"""A part of the joint system that cannot hold: the smallest sets of claims to blame, and whom to distrust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.joint.given_signs import Claims, resting_on_signs
from reconcile.checks.joint.system import Joint
from reconcile.language.codelists import FIRST_OUTCOME, STATUSES
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.components import Component
from reconcile.solver.infeasible_subsets import Conflicts, MinimalSet
from reconcile.solver.minimal_repairs import minimal_repair_sets
from reconcile.solver.proofs import renumbered
from reconcile.solver.system import BACKGROUND, System

SETS = 20  # minimal sets that are told of one part; beyond, there is too much wrong to list
SHOWN = 10  # least-weight repairs that are told
ASSUMED = 200  # claims of a part of which it is tried what stands if one of them is wrong


@dataclass(frozen=True, slots=True)
class Blame:
    """What is wrong with a part: the sets that no binding by itself has found, and what would mend all of it.

    ``repairs`` are all sets of claims of least weight without which the rest can hold, ``singles`` every claim that
    alone is such a set, whatever its weight. ``conflicts`` are those of the part, to be asked for more.
    """

    sets: tuple[MinimalSet, ...]
    repairs: tuple[Claims, ...]
    singles: tuple[int, ...]
    more: bool  # there are more sets, or more repairs, than were looked for
    conflicts: Conflicts
    mended: tuple[dict[int, Claims], ...] = ()  # by claim of each set, what is wrong beside it in all other conflicts


def blame(
    joint: Joint, part: Component, known: Collection[Claims], budget: Budget, likely: Collection[int] = ()
) -> Blame:
    """Whom to blame for a part that cannot hold, its rows' owners being claims.

    ``known`` are the sets that single bindings found, ``likely`` claims that are wrong more likely than others. No
    error hides another: whatever of the known sets is mended, by one of its claims each, what is left is asked again.
    Raises OutOfBudgetError.
    """
    system = part.system
    owners = [owner for owner in np.unique(system.owner).tolist() if owner >= 0]
    store, claim = joint.store, joint.claims.claim
    groups = {owner: int(store.source.code[claim[owner]]) for owner in owners}
    weigh = dict(zip(owners, weights(store, claim[owners].tolist()), strict=True))
    conflicts = Conflicts(system, budget, groups, resting=resting_on_signs(joint, part, budget))
    best = minimal_repair_sets(system, weigh, SHOWN, budget, groups, conflicts)
    search = _Search(conflicts, [*known], set(likely), _bindings(system), len(known))
    cut = search.run()
    sets = [replace(found, certificate=renumbered(found.certificate, part.rows)) for found in search.sets[:SETS]]
    suspects = frozenset.intersection(*(one.owners for one in best.conflicts)) if best.conflicts else frozenset()
    singles = tuple(claim for claim in sorted(suspects) if conflicts.proof({claim}) is None)
    mended = tuple({owner: search.beside(owner, one.owners) for owner in one.owners} for one in sets)
    return Blame(tuple(sets), best.sets, singles, best.cut or cut, conflicts, mended)


@dataclass
class _Search:
    """Minimal sets that are still to tell when those that are told are mended, in one way after the other."""

    conflicts: Conflicts
    told: list[Claims]
    likely: set[int]
    bindings: Counter[int]
    known: int  # how many of those that are told single bindings found
    sets: list[MinimalSet] = field(default_factory=list)
    _others: list[Claims] = field(default_factory=list)  # of claims that are all told already

    def run(self) -> bool:
        """Look for the sets; whether there may be more of them."""
        for found in self.conflicts.disjoint(SETS + 1, self.mending()):
            if not found.owners:  # the rules contradict each other: told, but where a binding has found it too
                self.sets += [] if self.told else [found]
                return False
            self._tell(found)
        try:
            assumed: set[int] = set()
            while len(self.sets) <= SETS and (open_ := self._open(assumed)):
                for claim in open_:
                    assumed.add(claim)
                    self._assume(claim)
        except OutOfBudgetError:
            return True
        return len(self.sets) > SETS or len(assumed) >= ASSUMED

    def _open(self, assumed: set[int]) -> list[int]:
        """Claims that may be what is wrong in a set that is told, and of which it was not tried yet."""
        claims = frozenset().union(*(one for one in self.told if self.slipped.isdisjoint(one))) & self.conflicts.owners
        return sorted(claims - assumed)[: max(ASSUMED - len(assumed), 0)]

    def _assume(self, claim: int) -> None:
        """Say that this claim is wrong, and of each set without it the one that explains most: what is left is told."""
        while len(self.sets) <= SETS:
            dropped = self.mending(claim)
            proof = self.conflicts.proof(dropped)
            if proof is None:
                return
            one = self.conflicts.minimal(proof, dropped)
            if self.conflicts.tableau is not None and len(one.owners) > 2:
                one = self.conflicts.shorter(one, dropped)
            if not one.owners:
                return
            self._tell(one)

    def _tell(self, found: MinimalSet) -> None:
        """A set that says something new is told; another is only one more that has to be mended."""
        if found.owners <= frozenset().union(*self.told):
            self._others.append(found.owners)
        else:
            self.sets.append(found)
            self.told.append(found.owners)

    @cached_property
    def slipped(self) -> Claims:
        """A claim of each set that single bindings found, where a known slip explains it: it is taken to be wrong."""
        known = [one & self.likely for one in self.told[: self.known]]
        return frozenset(self._hitting([one for one in known if one]))

    def mending(self, *wrong: int) -> Claims:
        """These claims, and for each set with none of them one that it has: of as many sets as may be."""
        chosen = self.slipped.union(wrong)
        return chosen | self._hitting([one for one in (*self.told, *self._others) if one and chosen.isdisjoint(one)])

    def beside(self, claim: int, mine: Claims) -> Claims:
        """What may be wrong besides one claim of a set, if it is wrong: outside of the set where that is possible."""
        others = (one for one in (*self.told, *self._others) if claim not in one and one != mine)
        return self._hitting([one - mine or one for one in others if one])

    def _hitting(self, sets: Sequence[Claims]) -> Claims:
        """A claim of each set: of as many sets as may be, then the likeliest, then what the fewest rows tie."""
        chosen: set[int] = set()
        while left := [one for one in sets if chosen.isdisjoint(one)]:
            count = Counter(claim for one in left for claim in one)
            chosen.add(min(count, key=lambda one: (-count[one], one not in self.likely, self.bindings[one], one)))
        return frozenset(chosen)


def _bindings(system: System) -> Counter[int]:
    """By owner, how many rows tie what it speaks of to anything else."""
    tying = np.repeat(system.lengths > 1, system.lengths)
    rows = np.bincount(system.columns[tying], minlength=system.unknowns)
    found: Counter[int] = Counter()
    owner = np.repeat(system.owner, system.lengths)
    for one, unknown in zip(owner.tolist(), system.columns.tolist(), strict=True):
        if one != BACKGROUND:
            found[one] += int(rows[unknown])
    return found


def weights(store: Store, claims: Iterable[int]) -> list[Fraction]:
    """How much it takes to distrust each claim: its source's reliability, 1 unless given, times its maturity.

    Targets and forecasts count once, estimates twice, and so on to the final and the revised, which count alike.
    """
    given = store.ledger.sources["reliability"].tolist()
    final = STATUSES.index("final")
    found = []
    for claim in claims:
        maturity = min(int(store.status.code[claim]), final) - FIRST_OUTCOME + 2
        reliability = Fraction(given[store.source.code[claim]] or 1)
        found.append(reliability * max(maturity, 1))
    return found
