"""By which claims the base of a rate is above zero: they belong to whatever is proved with that rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np

from reconcile.checks.engine.table import ABSENT
from reconcile.checks.joint.signs import above_zero
from reconcile.checks.joint.system import CLAIM, FACTOR, SIGN, FactorsClaimed, Joint, SystemRows
from reconcile.exact.columns import Bools, Ints
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
    owners = np.unique(part.system.owner)
    own = _of_part(joint, part.unknowns, places := owners[owners != BACKGROUND])
    if own is None:
        return None
    bases = own.base[own.rates]
    open_ = ~own.unsigned[bases]
    if not open_.any():
        return None
    rates = dict(zip(own.rates[open_].tolist(), bases[open_].tolist(), strict=True))
    return GivenSigns(own, places.tolist(), rates, budget)


@dataclass
class GivenSigns:
    """Which claims of a part give the signs of bases. Methods raise OutOfBudgetError."""

    joint: Joint  # of the part alone, its claims and unknowns numbered anew
    places: list[int]  # of its claims among those of the whole, in which questions are asked and answered
    bases: dict[int, int]  # by the claim of a rate, the base of which no sign is declared
    budget: Budget
    _sets: dict[int, list[Claims]] = field(default_factory=dict)  # by base, minimal sets of claims that give its sign
    _above: dict[tuple[Claims, Claims, bool], Bools] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A base that is reported, always above zero, has its sign from each of these claims alone."""
        joint, bases = self.joint, set(self.bases.values())
        above = joint.reported_above_zero
        for claim, base in zip(joint.levels.tolist(), joint.level[joint.levels].tolist(), strict=True):
            if base in bases and above[base]:
                self._sets.setdefault(base, []).append(frozenset((claim,)))

    def lost(self, dropped: Claims) -> Claims:
        """The rates over bases of which nothing tells the sign without these claims."""
        out = self.own(dropped)
        return frozenset(
            self.places[claim] for claim, base in self.bases.items() if claim not in out and not self._holds(base, out)
        )

    def given(self, owners: Claims, dropped: Claims) -> Claims:
        """The claims by which the bases of these rates are above zero, where others are left out."""
        bases, out = {self.bases[claim] for claim in self.own(owners) if claim in self.bases}, self.own(dropped)
        return frozenset(self.places[claim] for base in sorted(bases) for claim in self._least(base, out))

    def own(self, claims: Claims) -> Claims:
        """Those of these claims that the part has, as it numbers them."""
        return frozenset(self._number[claim] for claim in claims if claim in self._number)

    @cached_property
    def _number(self) -> dict[int, int]:
        return {place: claim for claim, place in enumerate(self.places)}

    @cached_property
    def _claims(self) -> Claims:
        return frozenset(range(len(self.places)))

    def _holds(self, base: int, dropped: Claims) -> bool:
        if any(one.isdisjoint(dropped) for one in self._sets.get(base, ())):
            return True
        return self._follows(base, self._claims - dropped, free=True)

    def _least(self, base: int, dropped: Claims) -> Claims:
        """A minimal set that gives a sign; none where it is only taken, as of quantities that tell no sign."""
        known = self._sets.setdefault(base, [])
        for one in known:
            if one.isdisjoint(dropped):
                return one
        rest = self._claims - dropped
        if not self._follows(base, rest, free=False):
            return frozenset()
        known.append(self._reduced(base, [], sorted(self._near(base, rest)), changed=True))
        return known[-1]

    def _near(self, base: int, rest: Claims) -> Claims:
        """Those of the rest that are the fewest steps from the base, as many as give its sign."""
        system = self._every.system
        row = np.repeat(np.arange(len(system)), system.lengths)
        reached, touched = np.zeros(system.unknowns, dtype=bool), np.zeros(len(system), dtype=bool)
        reached[base] = True
        while True:
            before, touched = touched, np.zeros(len(system), dtype=bool)
            touched[row[reached[system.columns]]] = True
            if (touched == before).all():
                return rest
            near = rest.intersection(system.owner[touched].tolist())
            if self._follows(base, near, free=False):
                return near
            reached[system.columns[touched[row]]] = True

    def _reduced(self, base: int, needed: list[int], rest: list[int], *, changed: bool) -> Claims:
        """What of the rest it takes beside what is needed, by halves (Junker, QUICKXPLAIN, 2004)."""
        if changed and self._follows(base, frozenset(needed), free=False):
            return frozenset()
        if len(rest) == 1:
            return frozenset(rest)
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        of_second = self._reduced(base, [*needed, *first], second, changed=True)
        of_first = self._reduced(base, [*needed, *sorted(of_second)], first, changed=bool(of_second))
        return of_first | of_second

    def _follows(self, base: int, claims: Claims, *, free: bool) -> bool:
        """Whether a base is above zero by these claims; taken to be so only where that is ``free``."""
        self.budget.check()
        sought = frozenset(self.bases[claim] for claim in claims if claim in self.bases)
        # What is taken to be above zero is a base of these claims; what follows may be asked of any.
        sought = sought if free else sought | {base}
        key = claims, sought, free
        if key not in self._above:
            kept = np.zeros(len(self.joint.level), dtype=bool)
            kept[sorted(claims)] = True
            one = _of_claims(self.joint, claims)
            asked = None if free else np.array(sorted(sought), dtype=np.int64)
            self._above[key] = above_zero(one, asked, free=free, rows=partial(self._rows, kept)).above
        return bool(self._above[key][base])

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
        assumed[rated] = ~one.above[joint.base[ref[rated]]] | joint.revised[ref[rated]]
        factors = np.flatnonzero((kind == FACTOR) & mine)
        other = self._factors.other[ref[factors]]
        assumed[factors] = ~one.sure[other] | joint.revised[every.system.owner[factors]]
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


def _of_part(joint: Joint, unknowns: Ints, claims: Ints) -> Joint | None:
    """The same with what ties some unknowns, and with some claims, all numbered anew; None where a sign is only taken.

    Of the others, those stay that a relation or a product has beside them, and nothing else that is known of these.
    """
    count = joint.unknowns.count
    inside = np.zeros(count + 2, dtype=bool)  # with the number 1, and what is not known
    inside[unknowns] = True
    if inside[joint.taken].any():
        return None
    tied = [(relation, np.flatnonzero(inside[relation.cell].any(axis=1))) for relation in joint.relations]
    cells = [relation.cell[rows] for relation, rows in tied]
    same, products = joint.same[inside[joint.same[:, 0]]], joint.products[inside[joint.products[:, 0]]]
    kept = inside.copy()
    for mentioned in (*cells, same, products):
        kept[mentioned] = True
    kept[count:] = False
    number = np.full(count + 2, ABSENT)
    rows = np.flatnonzero(kept)
    number[rows], number[count] = np.arange(len(rows)), len(rows)
    return replace(
        joint.only(claims),
        unknowns=joint.unknowns.take(rows),
        relations=tuple(
            replace(relation, cell=number[cell], unsigned=relation.unsigned[where])
            for (relation, where), cell in zip(tied, cells, strict=True)
            if len(where)
        ),
        level=number[joint.level[claims]],
        base=number[joint.base[claims]],
        unsigned=(joint.unsigned & inside[:count])[rows],
        assumed=(joint.assumed & inside[:count])[rows],
        above=joint.above[rows],
        sure=joint.sure[rows],
        unit=joint.unit[rows],
        taken=np.zeros(0, dtype=np.int64),
        same=number[same],
        products=number[products],
    )
