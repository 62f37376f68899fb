"""Claims that can be true together only if an assumption fails: something is below zero, or more was revised."""

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
    signed, told = parts.by_a_sign[one.rows], frozenset[int]()
    found: list[WordedFinding] = []
    # What was revised is told without a sign wherever it takes none.
    for kept in (np.flatnonzero(~signed), *([np.arange(len(signed))] if signed.any() else [])):
        try:
            sets = Conflicts(one.system.take(kept), budget).disjoint(_SETS - len(found), told)
        except OutOfBudgetError:
            break
        for each in sets:
            told |= each.owners
            proof = renumbered(each.certificate, one.rows[kept])
            claims = np.array(sorted(each.owners), dtype=np.int64)
            if fails := [*_signs(parts, words, proof), *_revisions(parts, words, proof), *_since(parts, claims)]:
                said = f"{words.count(claims)} can be true together only if {' or '.join(fails)}"
                found.append(words.finding(claims, UNCHECKED, said))
    return found


def _used(parts: Parts, proof: Proof, kind: int) -> Ints:
    """The references of the rows of a kind that a proof uses, and that a sign or a base makes an assumption."""
    rows = parts.rows("wide")
    used = [one.row for one in proof if rows.kind[one.row] == kind and (kind == VINTAGE or parts.by_a_sign[one.row])]
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


def _since(parts: Parts, claims: Ints) -> list[str]:
    """Which releases of these claims were revised, so that more may be by now; one alone is tested by itself."""
    joint = parts.joint
    store, source = joint.store, joint.store.source.at(joint.claims.claim[claims])
    if len(np.unique(source)) == 1:
        return []
    revised = np.unique(source[joint.revised[claims]]).tolist()
    names = [f"{store.source.values[one]} (by {store.source.values[store.revised.by[one]]})" for one in revised]
    return [f"more was revised of {enumerated(names, 'or', _NAMED)} than is said"] if names else []


def _measures(words: JointWords, unknowns: Ints) -> Sequence[str]:
    return tuple(dict.fromkeys(words.quantity(int(one))["measure"] for one in unknowns))
