"""Which owners cannot all be right: minimal sets of them, each with its own proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from reconcile.solver.answers import Feasible, Undecided
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.decision import decide
from reconcile.solver.proof_checking import verify_proof
from reconcile.solver.proofs import Proof, Used, owners_of, renumbered
from reconcile.solver.proposal import available
from reconcile.solver.system import BACKGROUND, System
from reconcile.solver.tableau import Tableau

LARGE_SYSTEMS = 3000  # rows up to which one table serves all questions


@dataclass(frozen=True, slots=True)
class MinimalSet:
    """Owners that cannot all be right, though without any one of them the others can; and the proof of it."""

    owners: frozenset[int]
    certificate: Proof
    given: frozenset[int] = frozenset()  # those by whom rows of others hold at all; the proof may use none of theirs


class Resting(Protocol):
    """Owners whose rows hold only by what others say."""

    def lost(self, dropped: frozenset[int]) -> frozenset[int]:
        """The owners whose rows do not hold without these."""

    def given(self, owners: frozenset[int], dropped: frozenset[int]) -> frozenset[int]:
        """The owners by whom the rows of these hold, where others are left out."""


class Conflicts:
    """Looks for minimal sets in one system, again and again; a small one stays in one table all the while.

    ``groups`` gives owners their group, such as their document: sets within one group are looked for first. ``table``
    keeps one exact table for all questions, by default where the system is small; else each is decided anew. Rows that
    are ``resting`` on others are left out with them. Methods raise OutOfBudgetError when the time is used up.
    """

    def __init__(
        self,
        system: System,
        budget: Budget | None = None,
        groups: Mapping[int, int] | None = None,
        *,
        table: bool | None = None,
        resting: Resting | None = None,
    ) -> None:
        self.system, self.budget, self.resting = system, budget or Budget(None), resting
        self.owners = frozenset(system.owner.tolist()) - {BACKGROUND}
        self._groups: dict[int, set[int]] = {}
        for owner, group in (groups or {}).items():
            if owner in self.owners:
                self._groups.setdefault(group, set()).add(owner)
        if table is None:
            table = len(system) <= LARGE_SYSTEMS or not available()
        self.tableau = Tableau(system, self.budget) if table else None

    def proof(self, dropped: Iterable[int] = ()) -> Proof | None:
        """A proof, checked, that the owners other than these cannot all be right; None where they can."""
        out = self.silent(dropped)
        if self.tableau is None:
            return self._decided(out)
        proof = self.tableau.check(out)
        if proof is not None and not verify_proof(self.system, proof):
            raise ArithmeticError("a proof did not add up; this is a defect of the solver")
        return proof

    def silent(self, dropped: Iterable[int]) -> frozenset[int]:
        """These owners, and those whose rows do not hold without them."""
        out = frozenset(dropped)
        return out if self.resting is None else out | self.resting.lost(out)

    def _decided(self, dropped: frozenset[int]) -> Proof | None:
        rows = np.flatnonzero(~np.isin(self.system.owner, list(dropped)))
        part, _ = self.system.take(rows).compact()
        answer = decide(part, self.budget)
        if isinstance(answer, Undecided):
            raise OutOfBudgetError
        return None if isinstance(answer, Feasible) else renumbered(answer.certificate, rows)

    def _given(self, certificate: Proof, dropped: frozenset[int]) -> frozenset[int]:
        """The owners by whom the rows of a proof hold, which was found without some."""
        if self.resting is None:
            return frozenset()
        return self.resting.given(owners_of(self.system, certificate), dropped)

    def _few(self, certificate: Proof, dropped: frozenset[int]) -> Proof:
        """A proof that is minimal as far as the rows that it uses can tell; the whole background may tell more."""
        background = [used.row for used in certificate if self.system.owner[used.row] == BACKGROUND]
        named = owners_of(self.system, certificate) | self._given(certificate, dropped)
        mine = np.flatnonzero(np.isin(self.system.owner, list(named)))
        rows = np.unique(np.concatenate([mine, np.array(background, dtype=np.int64)]))
        part, _ = self.system.take(rows).compact()
        back = {row: place for place, row in enumerate(rows.tolist())}
        inner = Conflicts(part, self.budget, table=True, resting=self.resting)
        inner.owners = self.owners  # whoever has no row here gives no row to others either
        used_here = tuple(Used(back[used.row], used.side, used.multiplier) for used in certificate)
        found = inner.minimal(used_here, self.owners - named)
        return renumbered(found.certificate, rows)

    def minimal(self, certificate: Proof, dropped: Iterable[int] = ()) -> MinimalSet:
        """A minimal set among the owners that a proof uses, or that give it its rows; the proof is without ``dropped``.

        A set without owners blames the background alone.
        """
        gone = frozenset(dropped)
        if self.tableau is None:
            certificate = self._few(certificate, gone)
        given = self._given(certificate, gone)
        kept = owners_of(self.system, certificate) | given
        needed: set[int] = set()
        while rest := sorted(kept - needed, key=lambda owner: (-self._share(certificate, owner), owner)):
            # The owner that the proof leans on least is the likeliest not to be needed.
            owner = rest[-1]
            without = self.owners - kept | {owner}
            proof = self.proof(without)
            if proof is None:
                needed.add(owner)
            else:
                certificate, given = proof, self._given(proof, without)
                kept = owners_of(self.system, proof) | given
        return MinimalSet(kept, certificate, given)

    def _share(self, certificate: Proof, owner: int) -> int:
        return sum(int(self.system.owner[used.row]) == owner for used in certificate)

    def shorter(self, found: MinimalSet, dropped: frozenset[int]) -> MinimalSet:
        """The shortest of the minimal sets that leaving out one owner of this one, each in turn, leads to."""
        best = found
        for owner in sorted(found.owners):
            proof = self.proof(dropped | {owner})
            if proof is not None:
                other = self.minimal(proof, dropped | {owner})
                if len(other.owners) < len(best.owners):
                    best = other
        return best

    def disjoint(self, limit: int, dropped: Iterable[int] = ()) -> list[MinimalSet]:
        """Minimal sets that share no owner, first within single groups, until the rest can hold or the limit is met."""
        gone = set(dropped)
        found: list[MinimalSet] = []
        scopes = [self.owners - self._groups[group] for group in sorted(self._groups)] if len(self._groups) > 1 else []
        for outside in (*scopes, frozenset()):
            while len(found) < limit and (proof := self.proof(gone | outside)) is not None:
                one = self.minimal(proof, gone | outside)
                if self.tableau is not None and len(one.owners) > 2:
                    one = self.shorter(one, frozenset(gone | outside))
                found.append(one)
                if not one.owners:
                    return found
                gone |= one.owners
        return found


def minimal_set(system: System, certificate: Proof, budget: Budget | None = None) -> MinimalSet:
    """A minimal set of owners among those that a proof uses.

    >>> from fractions import Fraction
    >>> from reconcile.solver.system import Row
    >>> from reconcile.exact.interval import Interval
    >>> rows = [({0: 1}, 1, 2), ({1: 1}, 3, 4), ({0: 1, 1: -1}, 0, 0)]
    >>> apart = System.of(Row(form, Interval(Fraction(a), Fraction(b)), i) for i, (form, a, b) in enumerate(rows))
    >>> proof = Conflicts(apart).proof()
    >>> sorted(minimal_set(apart, proof).owners)
    [0, 1, 2]
    """
    rows = system.owned(owners_of(system, certificate))
    back = {row: place for place, row in enumerate(rows.tolist())}
    part, _ = system.take(rows).compact()
    inner = tuple(Used(back[used.row], used.side, used.multiplier) for used in certificate)
    found = Conflicts(part, budget).minimal(inner)
    return MinimalSet(found.owners, renumbered(found.certificate, rows))
