"""The interval that all claims together leave each quantity, reported or not, and the claims that hold its ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from reconcile.checks.joint.components import Told
from reconcile.checks.joint.conflict import blame
from reconcile.checks.joint.given_signs import Claims, signed_by
from reconcile.checks.joint.system import VINTAGE, Joint
from reconcile.exact.interval import Interval
from reconcile.solver.answers import Feasible
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.components import Component, components
from reconcile.solver.decision import decide
from reconcile.solver.form_bounds import bounds


@dataclass(frozen=True, slots=True)
class Implied:
    """What is left for one quantity.

    ``low_claims`` and ``high_claims`` are those that add up to the ends. ``without`` are the claims that were left out,
    since with them nothing can hold: the set of least weight. ``interval`` is None where the time was used up.
    """

    unknown: int
    interval: Interval | None
    low_claims: Claims
    high_claims: Claims
    without: Claims


def implied(
    joint: Joint,
    reading: str,
    *,
    without: Claims = frozenset(),
    seconds: float | None,
    progress: Told | None = None,
) -> Iterator[Implied]:
    """The bounds of every quantity in a reading of the claims, part by part; ``seconds`` is the budget of one part.

    ``without`` are claims to leave out, to see what the others say.
    """
    if without:  # nor does what these say of signs count
        joint = signed_by(joint, frozenset(range(len(joint.claims.claim))) - without)
    rows = joint.rows(reading)
    # What nobody reports is taken for one figure where it can be, and releases as they stand; no sign is assumed.
    kept = np.flatnonzero(~joint.by_a_sign(rows) & ~np.isin(rows.system.owner, sorted(without)))
    parts = components(rows.system.take(kept))
    for number, part in enumerate(parts):
        budget, sure = Budget(seconds), np.flatnonzero(rows.kind[kept[part.rows]] != VINTAGE)
        if len(sure) < len(part.rows) and not isinstance(decide(part.system, budget), Feasible):
            part = replace(part, system=part.system.take(sure), rows=part.rows[sure])  # noqa: PLW2901
        again = frozenset(joint.same[:, 1].tolist()) if len(sure) < len(part.rows) else frozenset()
        yield from (one for one in _of_part(joint, part, budget) if one.unknown not in again)
        if progress is not None:
            progress(number + 1, len(parts))


def _of_part(joint: Joint, part: Component, budget: Budget) -> Iterator[Implied]:
    unknowns = part.unknowns.tolist()
    done = 0
    without: Claims = frozenset()
    try:
        system = part.system
        if not isinstance(decide(system, budget), Feasible):
            found = blame(joint, part, (), budget)
            without = found.repairs[0] if found.repairs else frozenset()
            system = system.take(np.flatnonzero(~np.isin(system.owner, sorted(found.conflicts.silent(without)))))
        for unknown, one in zip(unknowns, bounds(system, budget=budget), strict=True):
            yield Implied(unknown, one.interval, one.low_owners, one.high_owners, without)
            done += 1
    except (OutOfBudgetError, ValueError):
        # ValueError: the rules contradict each other whatever is claimed, so nothing is left to bound.
        for unknown in unknowns[done:]:
            yield Implied(unknown, None, frozenset(), frozenset(), without)
