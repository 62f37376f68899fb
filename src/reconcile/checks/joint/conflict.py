"""A part of the joint system that cannot hold: the smallest sets of claims to blame, and whom to distrust."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import ProposedRepair
from reconcile.checks.joint.need import Others
from reconcile.checks.joint.system import Joint
from reconcile.checks.wording.repairs import Need, repaired
from reconcile.language.codelists import FIRST_OUTCOME, STATUSES
from reconcile.solver.budget import Budget
from reconcile.solver.components import Component
from reconcile.solver.infeasible_subsets import Conflicts, MinimalSet
from reconcile.solver.minimal_repairs import minimal_repair_sets
from reconcile.solver.proofs import renumbered
from reconcile.solver.tableau import Tableau

SETS = 20  # minimal sets that are told of one part; beyond, there is too much wrong to list
SHOWN = 10  # least-weight repairs that are told

Claims = frozenset[int]
"""Claims as places among those of the joint system."""


@dataclass(frozen=True, slots=True)
class Blame:
    """What is wrong with a part: the sets that no binding by itself has found, and what would mend all of it.

    ``repairs`` are all sets of claims of least weight without which the rest can hold, ``singles`` every claim that
    alone is such a set, whatever its weight. ``tableau`` is the part's table, if one was made.
    """

    sets: tuple[MinimalSet, ...]
    repairs: tuple[Claims, ...]
    singles: tuple[int, ...]
    more: bool  # there are more sets, or more repairs, than were looked for
    tableau: Tableau | None


def blame(joint: Joint, part: Component, known: Collection[Claims], budget: Budget) -> Blame:
    """Whom to blame for a part that cannot hold, its rows' owners being claims.

    ``known`` are the sets that single bindings found. Where mending these in the cheapest way mends all, there are no
    further sets. Raises OutOfBudgetError.
    """
    system = part.system
    owners = [owner for owner in np.unique(system.owner).tolist() if owner >= 0]
    store, claim = joint.store, joint.claims.claim
    groups = {owner: int(store.source.code[claim[owner]]) for owner in owners}
    weigh = dict(zip(owners, weights(store, claim[owners].tolist()), strict=True))
    conflicts = Conflicts(system, budget, groups)
    best = minimal_repair_sets(system, weigh, SHOWN, budget, groups, conflicts)
    mended: Claims = frozenset()
    if best.sets and known:
        mended = min((one & frozenset().union(*known) for one in best.sets), key=lambda one: (-len(one), sorted(one)))
    sets = conflicts.disjoint(SETS + 1, mended)
    fresh = [found for found in sets if not any(found.owners <= one for one in known)]
    sets = [MinimalSet(found.owners, renumbered(found.certificate, part.rows)) for found in fresh[:SETS]]
    suspects = frozenset.intersection(*(one.owners for one in best.conflicts)) if best.conflicts else frozenset()
    singles = tuple(claim for claim in sorted(suspects) if conflicts.proof({claim}) is None)
    return Blame(tuple(sets), best.sets, singles, best.cut or len(fresh) > SETS, conflicts.tableau)


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


def mending_repairs(others: tuple[Others, Others], joint: Joint, singles: Sequence[int]) -> tuple[ProposedRepair, ...]:
    """For each claim that alone is to blame, the number it would have to print; known slips first.

    ``others`` are the part in the printed and in the wide reading. Raises OutOfBudgetError.
    """
    printed, wide = others
    claim = joint.claims.claim
    needs = (Need(int(claim[one]), printed.need(one), wide.need(one)) for one in singles)
    return repaired(joint.store, needs)
