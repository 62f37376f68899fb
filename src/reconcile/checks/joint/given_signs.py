"""By which claims the base of a rate is above zero: they belong to whatever is proved with that rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np

from reconcile.checks.joint.signs import above_zero
from reconcile.checks.joint.system import CLAIM, FACTOR, SIGN, FactorsClaimed, Joint, SystemRows
from reconcile.exact.columns import Bools
from reconcile.solver.budget import Budget
from reconcile.solver.components import Component
from reconcile.solver.system import BACKGROUND

Claims = frozenset[int]
"""Claims as places among those of the joint system."""


def signed_by(joint: Joint, claims: Iterable[int]) -> Joint:
    """The same claims with the signs that follow from these alone; a rate over any other base is an assumption."""
    found = above_zero(_of_claims(joint, claims))
    return replace(joint, above=found.above, taken=found.taken, sure=found.sure)


def resting_on_signs(joint: Joint, part: Component, budget: Budget) -> GivenSigns | None:
    """The rates of a part whose bases are above zero by what claims say; None where all are declared or taken to be."""
    inside = np.zeros(joint.unknowns.count, dtype=bool)
    inside[part.unknowns] = True
    if inside[joint.taken].any():
        return None
    claims = frozenset(part.system.owner.tolist()) - {BACKGROUND}
    rates = np.array([claim for claim in joint.rates.tolist() if claim in claims], dtype=np.int64)
    bases = joint.base[rates]
    open_ = ~joint.unsigned[bases]
    if not open_.any():
        return None
    return GivenSigns(
        _of_part(joint, inside), claims, dict(zip(rates[open_].tolist(), bases[open_].tolist(), strict=True)), budget
    )


@dataclass
class GivenSigns:
    """Which claims of a part give the signs of bases. Methods raise OutOfBudgetError."""

    joint: Joint  # with the relations of the part alone
    claims: Claims
    bases: dict[int, int]  # by the claim of a rate, the base of which no sign is declared
    budget: Budget
    _sets: dict[int, list[Claims]] = field(default_factory=dict)  # by base, minimal sets of claims that give its sign
    _above: dict[tuple[Claims, bool], Bools] = field(default_factory=dict)

    def lost(self, dropped: Claims) -> Claims:
        """The rates over bases of which nothing tells the sign without these claims."""
        return frozenset(
            claim for claim, base in self.bases.items() if claim not in dropped and not self._holds(base, dropped)
        )

    def given(self, owners: Claims, dropped: Claims) -> Claims:
        """The claims by which the bases of these rates are above zero, where others are left out."""
        bases = {self.bases[claim] for claim in owners if claim in self.bases}
        return frozenset().union(*(self._least(base, dropped) for base in sorted(bases)))

    def _holds(self, base: int, dropped: Claims) -> bool:
        if any(one.isdisjoint(dropped) for one in self._sets.get(base, ())):
            return True
        return bool(self._follows(self.claims - dropped, free=True)[base])

    def _least(self, base: int, dropped: Claims) -> Claims:
        """A minimal set that gives a sign; none where it is only taken, as of quantities that tell no sign."""
        known = self._sets.setdefault(base, [])
        for one in known:
            if one.isdisjoint(dropped):
                return one
        rest = sorted(self.claims - dropped)
        if not self._follows(frozenset(rest), free=False)[base]:
            return frozenset()
        known.append(self._reduced(base, [], rest, changed=True))
        return known[-1]

    def _reduced(self, base: int, needed: list[int], rest: list[int], *, changed: bool) -> Claims:
        """What of the rest it takes beside what is needed, by halves (Junker, QUICKXPLAIN, 2004)."""
        if changed and self._follows(frozenset(needed), free=False)[base]:
            return frozenset()
        if len(rest) == 1:
            return frozenset(rest)
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        of_second = self._reduced(base, [*needed, *first], second, changed=True)
        of_first = self._reduced(base, [*needed, *sorted(of_second)], first, changed=bool(of_second))
        return of_first | of_second

    def _follows(self, claims: Claims, *, free: bool) -> Bools:
        """By unknown, whether it is above zero by these claims; taken to be so only where that is ``free``."""
        self.budget.check()
        key = claims, free
        if key not in self._above:
            # What is taken to be above zero is a base of these claims; what follows may be asked of any.
            sought = None if free else np.array(sorted(set(self.bases.values())), dtype=np.int64)
            kept = np.zeros(len(self.joint.level), dtype=bool)
            kept[sorted(claims)] = True
            one = _of_claims(self.joint, claims)
            self._above[key] = above_zero(one, sought, free=free, rows=partial(self._rows, kept)).above
        return self._above[key]

    @cached_property
    def _every(self) -> SystemRows:
        """The rows of all claims, as if every base were known to be above zero."""
        all_ = np.ones(self.joint.unknowns.count, dtype=bool)
        return replace(self.joint, above=all_, sure=all_, taken=np.zeros(0, dtype=np.int64)).rows("wide")

    def _rows(self, kept: Bools, one: Joint) -> SystemRows:
        """The rows of the claims that are kept, by what of signs is known to ``one``: as it would make them itself."""
        if len(one.taken):
            return one.rows("wide")
        joint, every = self.joint, self._every
        kind, ref = every.kind, every.ref
        mine = (every.system.owner == BACKGROUND) | kept[every.system.owner]
        assumed = every.assumed.copy()
        rates = np.zeros(len(joint.level), dtype=bool)
        rates[joint.rates] = True
        rated = np.flatnonzero((kind == CLAIM) & mine)
        rated = rated[rates[ref[rated]]]
        assumed[rated] = ~one.above[joint.base[ref[rated]]]
        factors = np.flatnonzero((kind == FACTOR) & mine)
        other = self._factors.other[ref[factors]]
        assumed[factors] = ~one.sure[other]
        mine[factors[~(one.sure | joint.assumed)[other]]] = False
        rows = np.flatnonzero(mine)
        # Nothing is a base but of the rates that are kept.
        based = np.zeros(joint.unknowns.count, dtype=bool)
        based[joint.base[rates & kept]] = True
        system, signs = every.system.take(rows), np.flatnonzero(kind[rows] == SIGN)
        low_open = system.low_open.copy()
        low_open[signs] = based[ref[rows][signs]]
        return SystemRows(replace(system, low_open=low_open), kind[rows], ref[rows], assumed[rows])

    @cached_property
    def _factors(self) -> FactorsClaimed:
        """The claims of factors to which the rows of all claims refer."""
        return replace(self.joint, sure=np.ones(self.joint.unknowns.count, dtype=bool)).factors_claimed


def _of_claims(joint: Joint, claims: Iterable[int]) -> Joint:
    """The joint system of these claims, before any sign was found."""
    nothing = np.zeros(joint.unknowns.count, dtype=bool)
    return replace(joint.only(np.array(sorted(claims), dtype=np.int64)), above=nothing, sure=nothing)


def _of_part(joint: Joint, inside: Bools) -> Joint:
    """The same with what ties the quantities of one part alone."""
    known = np.append(inside, (False, False))  # the number 1, and what is not known
    relations = []
    for relation in joint.relations:
        rows = np.flatnonzero(known[relation.cell].any(axis=1))
        if len(rows):
            relations.append(replace(relation, cell=relation.cell[rows], unsigned=relation.unsigned[rows]))
    return replace(
        joint,
        relations=tuple(relations),
        taken=joint.taken[inside[joint.taken]],
        unsigned=joint.unsigned & inside,
        assumed=joint.assumed & inside,
        same=joint.same[inside[joint.same[:, 0]]],
        products=joint.products[inside[joint.products[:, 0]]],
    )
