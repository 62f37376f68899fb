"""Strength of the joint system: which errors of each claim all others together would catch."""

from __future__ import annotations

from reconcile.checks.joint.components import Parts, Told
from reconcile.checks.joint.need import Others
from reconcile.checks.joint.system import Joint
from reconcile.checks.wording.missed_errors import Missed, missed
from reconcile.solver.budget import Budget, OutOfBudgetError


def of_parts(joint: Joint, seconds: float | None, progress: Told | None = None) -> tuple[list[Missed], bool]:
    """What the joint system would miss of each claim, part by part, and whether the ``seconds`` were enough for all.

    Of a part that cannot hold anyway, and of those that the time did not reach, nothing is said.
    """
    parts, budget, told = Parts(joint), Budget(seconds), list[Missed]()
    wide = joint.store.readings.wide
    for part in range(len(parts)):
        others = Others(joint, parts["wide", part], budget)
        try:
            found = [(int(joint.claims.claim[claim]), others.need(claim)) for claim in parts.claims(part).tolist()]
        except OutOfBudgetError:
            return told, False
        if not any((need & wide[claim]).empty for claim, need in found):
            told += (missed(joint.store, claim, need) for claim, need in found)
        if progress is not None:
            progress(part + 1, len(parts))
    return told, True
