"""Which owners cannot all be right: minimal sets of them, each with its own proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


class Conflicts:
    """Looks for minimal sets in one system, again and again; a small one stays in one table all the while.

    ``groups`` gives owners their group, such as their document: sets within one group are looked for first. ``table``
    keeps one exact table for all questions, by default where the system is small; else each is decided anew. Methods
    raise OutOfBudgetError when the time is used up.
    """

    def __init__(
        self,
        system: System,
        budget: Budget | None = None,
        groups: Mapping[int, int] | None = None,
        *,
        table: bool | None = None,
    ) -> None:
        self.system, self.budget = system, budget or Budget(None)
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
        if self.tableau is None:
            return self._decided(frozenset(dropped))
        proof = self.tableau.check(frozenset(dropped))
        if proof is not None and not verify_proof(self.system, proof):
            raise ArithmeticError("a proof did not add up; this is a defect of the solver")
        return proof

    def _decided(self, dropped: frozenset[int]) -> Proof | None:
        rows = np.flatnonzero(~np.isin(self.system.owner, list(dropped)))
        part, _ = self.system.take(rows).compact()
        answer = decide(part, self.budget)
        if isinstance(answer, Undecided):
            raise OutOfBudgetError
        return None if isinstance(answer, Feasible) else renumbered(answer.certificate, rows)

    def _few(self, certificate: Proof) -> Proof:
        """A proof that is minimal as far as the rows that it uses can tell; the whole background may tell more."""
        background = [used.row for used in certificate if self.system.owner[used.row] == BACKGROUND]
        mine = np.flatnonzero(np.isin(self.system.owner, list(owners_of(self.system, certificate))))
        rows = np.unique(np.concatenate([mine, np.array(background, dtype=np.int64)]))
        part, _ = self.system.take(rows).compact()
        back = {row: place for place, row in enumerate(rows.tolist())}
        inner = Conflicts(part, self.budget, table=True)
        found = inner.minimal(tuple(Used(back[used.row], used.side, used.multiplier) for used in certificate))
        return renumbered(found.certificate, rows)

    def minimal(self, certificate: Proof) -> MinimalSet:
        """A minimal set among the owners that a proof uses; a set without owners blames the background alone."""
        if self.tableau is None:
            certificate = self._few(certificate)
        kept = owners_of(self.system, certificate)
        needed: set[int] = set()
        while rest := sorted(kept - needed, key=lambda owner: (-self._share(certificate, owner), owner)):
            # The owner that the proof leans on least is the likeliest not to be needed.
            owner = rest[-1]
            proof = self.proof(self.owners - kept | {owner})
            if proof is None:
                needed.add(owner)
            else:
                certificate, kept = proof, owners_of(self.system, proof)
        return MinimalSet(kept, certificate)

    def _share(self, certificate: Proof, owner: int) -> int:
        return sum(int(self.system.owner[used.row]) == owner for used in certificate)

    def shorter(self, found: MinimalSet, dropped: frozenset[int]) -> MinimalSet:
        """The shortest of the minimal sets that leaving out one owner of this one, each in turn, leads to."""
        best = found
        for owner in sorted(found.owners):
            proof = self.proof(dropped | {owner})
            if proof is not None:
                other = self.minimal(proof)
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
                one = self.minimal(proof)
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
