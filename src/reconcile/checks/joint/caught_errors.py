"""Strength of the joint system: which errors of each claim all others together would catch."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.checks.joint.components import Parts, Told
from reconcile.checks.joint.need import Others
from reconcile.checks.joint.system import Joint
from reconcile.checks.wording.missed_errors import Missed, missed
from reconcile.solver.budget import Budget, OutOfBudgetError


def of_parts(joint: Joint, seconds: float | None, progress: Told | None = None) -> Iterator[Missed]:
    """What the joint system would miss of each claim, part by part; ``seconds`` is the budget of one part.

    Of a part that cannot hold anyway, or for which the time is up, nothing is said.
    """
    parts = Parts(joint)
    for part in range(len(parts)):
        others = Others(joint, parts["wide", part], Budget(seconds))
        try:
            found = [(claim, others.need(claim)) for claim in parts.claims(part).tolist()]
        except OutOfBudgetError:
            found = []
        if not any((need & joint.store.readings.wide[int(joint.claims.claim[claim])]).empty for claim, need in found):
            for claim, need in found:
                yield missed(joint.store, int(joint.claims.claim[claim]), need)
        if progress is not None:
            progress(part + 1, len(parts))
