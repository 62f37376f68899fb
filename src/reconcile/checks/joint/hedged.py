"""Parts of the joint system that hold only by the slack of approximate words: which words carry them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from reconcile.checks.joint.conflict import SHOWN
from reconcile.checks.joint.given_signs import Claims
from reconcile.exact.columns import Array
from reconcile.solver.budget import Budget
from reconcile.solver.components import Component
from reconcile.solver.infeasible_subsets import Conflicts, MinimalSet
from reconcile.solver.minimal_repairs import minimal_repair_sets
from reconcile.solver.proofs import renumbered
from reconcile.solver.system import BACKGROUND, System


@dataclass(frozen=True, slots=True)
class Carried:
    """Every smallest set of claims whose words carry a part; and a minimal set that could not hold without slack."""

    words: tuple[Claims, ...]
    without: MinimalSet


def carried(
    face: Component, wide: Component, hedged: Collection[int], known: Collection[Claims], budget: Budget
) -> Carried | None:
    """Which words carry a part that holds in the wide reading and not in the face reading.

    ``hedged`` are the claims with such words, ``known`` the sets that single bindings have told; None where these words
    are enough, so that nothing is left to tell. Raises OutOfBudgetError.
    """
    best = minimal_repair_sets(_stacked(wide.system, face.system, hedged), None, SHOWN, budget)
    enough = frozenset().union(*known) & frozenset(hedged)
    if any(one <= enough for one in best.sets):
        return None
    found = Conflicts(face.system, budget).disjoint(1, enough)
    if not found:
        return None
    return Carried(best.sets, MinimalSet(found[0].owners, renumbered(found[0].certificate, face.rows)))


def _stacked(wide: System, face: System, hedged: Collection[int]) -> System:
    """All rows in the wide reading, never in doubt, and the face rows of hedged claims, each owned by its claim."""
    mine = face.take(np.flatnonzero(np.isin(face.owner, list(hedged))))

    def both(name: str) -> Array:
        return np.concatenate((getattr(wide, name), getattr(mine, name)))

    return System(
        np.concatenate((wide.starts, wide.starts[-1] + mine.starts[1:])),
        both("columns"),
        both("coefficients"),
        both("low"),
        both("high"),
        both("low_free"),
        both("high_free"),
        both("low_open"),
        both("high_open"),
        np.concatenate((np.full(len(wide), BACKGROUND), mine.owner)),
        wide.unknowns,
    )
