"""Claims that can be true together only if an assumption fails: something is below zero, or a base was revised."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reconcile.checks.finding import WordedFinding
from reconcile.checks.joint.components import Parts
from reconcile.checks.joint.joint_words import JointWords, enumerated
from reconcile.checks.joint.system import ASSUMED, CLAIM, FACTOR, VINTAGE
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Ints
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.infeasible_subsets import Conflicts
from reconcile.solver.proofs import Proof, renumbered

_SETS = 20  # minimal sets that are told of one part
_NAMED = 3  # quantities that a sentence names before it counts the rest


def against_assumptions(parts: Parts, words: JointWords, part: int, budget: Budget) -> list[WordedFinding]:
    """Of a part that holds without assumptions only: which of them fail, each minimal set by itself."""
    one = parts.assuming("wide", part)
    try:
        sets = Conflicts(one.system, budget).disjoint(_SETS, frozenset())
    except OutOfBudgetError:
        return []
    found = []
    for each in sets:
        proof = renumbered(each.certificate, one.rows)
        if fails := [*_signs(parts, words, proof), *_revisions(parts, words, proof)]:
            claims = np.array(sorted(each.owners), dtype=np.int64)
            said = f"{words.count(claims)} can be true together only if {' or '.join(fails)}"
            found.append(words.finding(claims, UNCHECKED, said))
    return found


def _used(parts: Parts, proof: Proof, kind: int) -> Ints:
    """The references of the assumed rows of a kind that a proof uses."""
    rows = parts.rows("wide")
    used = [one.row for one in proof if rows.assumed[one.row] and rows.kind[one.row] == kind]
    return rows.ref[np.array(used, dtype=np.int64)]


def _signs(parts: Parts, words: JointWords, proof: Proof) -> list[str]:
    """What would be below zero, by itself or as the base of a rate, and how to declare that it can be."""
    joint = parts.joint
    bases, others = joint.base[_used(parts, proof, CLAIM)], joint.factors_claimed.other[_used(parts, proof, FACTOR)]
    signs = np.unique(np.concatenate((_used(parts, proof, ASSUMED), bases, others)))
    if not len(signs):
        return []
    declared = ", ".join(f"{name}: {{signed: true}}" for name in _measures(words, signs))
    below = "not above" if np.isin(signs, joint.base[joint.rates]).any() else "below"
    names = enumerated([words.name(int(one)) for one in signs], "or", _NAMED)
    said = f"{names} is {below} zero, and nobody says whether that can be"
    return [f"{said}; declare it, or that it cannot be (measures: {{{declared}}})"]


def _revisions(parts: Parts, words: JointWords, proof: Proof) -> list[str]:
    """Which bases would have been revised without a word."""
    vintages = _used(parts, proof, VINTAGE)
    names = list(dict.fromkeys(words.what(int(one)) for one in vintages))
    return [f"{enumerated(names, 'or', _NAMED)}, which nobody reports, was revised meanwhile"] if names else []


def _measures(words: JointWords, unknowns: Ints) -> Sequence[str]:
    return tuple(dict.fromkeys(words.quantity(int(one))["measure"] for one in unknowns))
