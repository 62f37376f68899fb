"""Claims that can be true together only if something is below zero of which nobody says whether it can be."""

from __future__ import annotations

import numpy as np

from reconcile.checks.finding import WordedFinding
from reconcile.checks.joint.components import Parts
from reconcile.checks.joint.joint_words import JointWords, enumerated
from reconcile.checks.joint.system import ASSUMED, CLAIM
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Ints
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.infeasible_subsets import Conflicts
from reconcile.solver.proofs import Proof, renumbered

_SETS = 20  # minimal sets that are told of one part
_NAMED = 3  # quantities that a sentence names before it counts the rest


def only_by_sign(parts: Parts, words: JointWords, part: int, seconds: float | None) -> list[WordedFinding]:
    """Of a part that would not hold if nothing undeclared were below zero: what to declare, each set by itself."""
    one = parts.assuming("wide", part)
    try:
        sets = Conflicts(one.system, Budget(seconds)).disjoint(_SETS, frozenset())
    except OutOfBudgetError:
        return []
    found = []
    for each in sets:
        signs = _assumed(parts, renumbered(each.certificate, one.rows))
        if len(signs):
            found.append(_unchecked(parts, words, np.array(sorted(each.owners), dtype=np.int64), signs))
    return found


def _assumed(parts: Parts, proof: Proof) -> Ints:
    """The unknowns whose signs a proof assumes: by themselves, or as bases of rates."""
    joint, rows = parts.joint, parts.rows("wide")
    used = np.array([one.row for one in proof if rows.assumed[one.row]], dtype=np.int64)
    own, rates = (rows.ref[used[rows.kind[used] == kind]] for kind in (ASSUMED, CLAIM))
    return np.union1d(own, joint.base[rates])


def _unchecked(parts: Parts, words: JointWords, claims: Ints, signs: Ints) -> WordedFinding:
    joint = parts.joint
    names = enumerated([words.name(int(one)) for one in signs], "or", _NAMED)
    measures = dict.fromkeys(words.quantity(int(one))["measure"] for one in signs)
    declared = ", ".join(f"{name}: {{signed: true}}" for name in measures)
    over = bool(np.isin(signs, joint.base[joint.rates]).any())
    said = (
        f"{words.count(claims)} can be true together only if {names} is {'not above' if over else 'below'} zero, and "
        f"nobody says whether that can be; declare it, or that it cannot be (measures: {{{declared}}})"
    )
    return words.finding(claims, UNCHECKED, said)
