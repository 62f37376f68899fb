"""Joint consistency: the claims of each part of the ledger that shares no quantity with the rest, all together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.block import Block, ClaimBindings, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import ProposedRepair, WordedFinding
from reconcile.checks.joint.by_assumption import against_assumptions
from reconcile.checks.joint.components import Parts, Told
from reconcile.checks.joint.conflict import Blame, blame
from reconcile.checks.joint.given_signs import Claims
from reconcile.checks.joint.hedged import carried
from reconcile.checks.joint.joint_sentences import contradiction
from reconcile.checks.joint.joint_system import without_signs
from reconcile.checks.joint.joint_words import JointWords, enumerated
from reconcile.checks.joint.need import Others
from reconcile.checks.joint.signs import left_out, rates_alone, told_below_zero, with_signs
from reconcile.checks.joint.system import Joint
from reconcile.checks.verdicts import CONFLICT, EXACT, HEDGE, ROUNDING, UNCHECKED
from reconcile.checks.wording.repairs import Need, repaired
from reconcile.exact.columns import Array, Ints
from reconcile.solver.answers import Feasible, Infeasible, Undecided
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.infeasible_subsets import MinimalSet
from reconcile.solver.proofs import owners_of
from reconcile.solver.tableau import Tableau

_SLIPPED = 100  # claims in conflicts of single bindings of which it is asked whether a slip was made
_NAMED = 3  # ways out that a message names before it counts the rest


class KnownConflicts(NamedTuple):
    """The claims of what single bindings found: conflicts, hedges, and which conflicts the ledger accepts."""

    conflicts: tuple[Claims, ...] = ()
    hedges: tuple[Claims, ...] = ()
    accepted: tuple[Claims, ...] = ()

    def placed(self, joint: Joint) -> KnownConflicts:
        """The same with claims as places in the joint system; what is said of others besides is left out."""
        place = {int(claim): number for number, claim in enumerate(joint.claims.claim)}
        return KnownConflicts(*(tuple(frozenset(place[c] for c in one if c in place) for one in sets) for sets in self))

    def by_part(self, parts: Parts) -> dict[int, KnownConflicts]:
        """Those that are all about claims of one part, by the part."""
        found: dict[int, KnownConflicts] = {}
        for kind, sets in enumerate(self):
            for one in sets:
                homes = {int(parts.home[claim]) for claim in one}
                if len(homes) == 1 and (part := homes.pop()) >= 0:
                    before = found.get(part, KnownConflicts())
                    found[part] = KnownConflicts(*(some + (one,) * (kind == i) for i, some in enumerate(before)))
        return found


def consistency(
    store: Store,
    cells: Both,
    known: KnownConflicts,
    *,
    seconds: float | None = 60,
    progress: Told | None = None,
    around: ClaimBindings | None = None,
) -> list[Block]:
    """Decide whether the claims of each part can be true together; ``seconds`` is the budget of all of them.

    ``cells`` holds those of single sources and of all, and the number 1 last. A conflict that ``known`` has already is
    not told again. ``around`` is what else binds the claims. Small parts are decided first, so that one which takes all
    of the time leaves the fewest undecided.
    """
    budget = Budget(seconds)
    every = without_signs(store, cells)
    parts = Parts(with_signs(every))
    words = JointWords(parts.joint)
    told = known.placed(parts.joint).by_part(parts)
    passing: list[tuple[int, int]] = []
    open_: list[int] = []
    found: list[WordedFinding] = []
    order = sorted(range(len(parts)), key=lambda part: len(parts.assuming("face", part).system))
    for done, (part, decision) in enumerate(parts.decide("face", order, budget.left, assuming=True)):
        if isinstance(decision, Feasible):
            if parts.telling[part]:
                passing.append((part, ROUNDING))
        elif isinstance(decision, Infeasible):
            open_.append(part)
        else:
            found.append(_undecided(words, parts.claims(part), seconds))
        if progress is not None:
            progress(done + 1, len(parts))
    printed = parts.decide("printed", [part for part, _ in passing], budget.left, assuming=True)
    for number, (part, decision) in enumerate(printed):
        if isinstance(decision, Feasible):
            passing[number] = part, EXACT
    passing.sort()
    open_.sort()
    of_rates = _of_rates_alone(every, parts.joint, known, seconds, budget, around)
    assumed = [part for part in open_ if parts.assumes(part)]
    for part, decision in parts.decide("face", assumed, budget.left):
        if isinstance(decision, Feasible):
            open_.remove(part)
            if_only = against_assumptions(parts, words, part, budget)
            found += [one for one in if_only if not any({*other.claims} <= {*one.claims} for other in of_rates)]
    loose = [part for part in open_ if parts.hedged[parts.claims(part)].any()]
    by_words = dict(parts.decide("wide", loose, budget.left))
    for part in sorted(open_):
        trial = _Trial(parts, words, part, told.get(part, KnownConflicts()), seconds, budget, around)
        answer = by_words.get(part)
        if isinstance(answer, Feasible):
            found += trial.by_words()
        elif isinstance(answer, Undecided):
            found.append(_undecided(words, parts.claims(part), seconds))
        else:
            found += trial.conflicts()
    told_already = {one.id for one in found}
    found += [one for one in of_rates if one.id not in told_already]
    blocks: list[Block] = [of_findings("joint", found)] if found else []
    if len(rates := left_out(every, parts.joint)):
        blocks.append(_left_out(every, rates))
    if passing:
        number, verdict = np.array(passing).T
        blocks.append(_passing(parts, words, number, verdict.astype(np.int8)))
    return blocks


def _of_rates_alone(
    every: Joint,
    joint: Joint,
    known: KnownConflicts,
    seconds: float | None,
    budget: Budget,
    around: ClaimBindings | None,
) -> list[WordedFinding]:
    """The conflicts of rates over what may be below zero, which takes no part with levels: without these."""
    alone = rates_alone(every, joint)
    if alone is None:
        return []
    (rates, free), below = alone, told_below_zero(every)
    parts = Parts(rates)
    words, told = JointWords(rates), known.placed(rates).by_part(parts)
    tied = [parts.assuming("wide", part).unknowns for part in range(len(parts))]
    which = [part for part, about in enumerate(tied) if free[about].any() and not below[about].any()]
    found: list[WordedFinding] = []
    for part, decision in parts.decide("wide", which, budget.left):
        if isinstance(decision, Infeasible):
            found += _Trial(parts, words, part, told.get(part, KnownConflicts()), seconds, budget, around).conflicts()
    return found


def _left_out(every: Joint, rates: Ints) -> Block:
    """The rates over what may be below zero, which are in no part with levels."""

    def finding(_: int) -> WordedFinding:
        words = JointWords(every)
        said = (
            f"{words.claims(rates, 'and')}: the base may be zero or negative, and no rate on such a base can be checked"
        )
        return replace(words.finding(rates, UNCHECKED, said), id="joint:signs")

    named = every.claims.claim[rates].astype(np.int64)
    return Block("joint", np.full(1, UNCHECKED, dtype=np.int8), finding, named=named)


def _passing(parts: Parts, words: JointWords, number: Ints, verdict: Array) -> Block:
    """Parts whose claims can all be true, by their numbers."""

    def finding(row: int) -> WordedFinding:
        claims = parts.claims(int(number[row]))
        message = f"{words.count(claims)} can all be true together"
        return words.finding(claims, int(verdict[row]), message, part=claims)

    claims = np.concatenate([parts.claims(int(part)) for part in number])
    return Block("joint", verdict, finding, named=parts.joint.claims.claim[claims].astype(np.int64))


class _Trial:
    """One part that cannot hold as printed, rounding allowed for."""

    def __init__(
        self,
        parts: Parts,
        words: JointWords,
        part: int,
        known: KnownConflicts,
        seconds: float | None,
        budget: Budget,
        around: ClaimBindings | None,
    ) -> None:
        self.parts, self.words, self.part, self.known = parts, words, part, known
        self.seconds, self.budget, self.around = seconds, budget, around
        self.claims = parts.claims(part)

    def by_words(self) -> list[WordedFinding]:
        """It holds by the slack of some words: the fewest that it takes."""
        face, wide = (self.parts[reading, self.part] for reading in ("face", "wide"))
        hedged = [int(claim) for claim in self.claims if self.parts.hedged[claim]]
        try:
            found = carried(face, wide, hedged, self.known.hedges, self.budget)
        except OutOfBudgetError:
            return [_undecided(self.words, self.claims, self.seconds)]
        told = (*self.known.hedges, *self.known.conflicts)
        if found is None or any(found.without.owners <= one for one in told):
            return []
        claims = np.array(sorted(found.without.owners | found.words[0]), dtype=np.int64)
        ways = enumerated([self.words.claims(sorted(one), "and") for one in found.words], "or", _NAMED)
        message = f"{self.words.count(claims)} can be true together only by the slack of {ways}"
        proof = self.words.certificate(self.parts.rows("face"), found.without.certificate)
        return [self.words.finding(claims, HEDGE, message, proof, part=self.claims)]

    def conflicts(self) -> list[WordedFinding]:
        """It cannot hold: each set of claims that no single binding has blamed, and what would mend it all."""
        wide = self.parts["wide", self.part]
        try:
            found = blame(self.parts.joint, wide, self.known.conflicts, self.budget, self._likely())
        except OutOfBudgetError:
            return [] if self.known.conflicts else [self._unexplained()]
        made = [self._conflict(one, found, beside) for one, beside in zip(found.sets, found.mended, strict=True)]
        return made + self._of_one_cause(found)

    def _likely(self) -> set[int]:
        """Claims of which a known slip would mend a conflict of single bindings."""
        store, claims = self.parts.joint.store, frozenset().union(*self.known.conflicts)
        if self.around is None or len(claims) > _SLIPPED:
            return set()
        found = set()
        for one in claims:
            claim = int(self.parts.joint.claims.claim[one])
            asked = (ask for ask in self.around.asked(claim) if ask.conflict)
            needs = [Need(claim, ask.printed, ask.wide) for ask in asked]
            if any(repair.slip for repair in repaired(store, needs, self.around)):
                found.add(one)
        return found

    def _of_one_cause(self, found: Blame) -> list[WordedFinding]:
        """That conflicts may have fewer causes: those that are not accepted, or all of them where that is accepted."""
        every = set(self.known.conflicts)
        some = (every, every - set(self.known.accepted))
        few = max(1, len(found.repairs[0])) if found.repairs else len(every)
        several = [one for one in some if len(one) > few]
        mends = self._mends(found) if several else ()
        made = [self._in_common(sorted(one, key=sorted), found, mends) for one in several]
        accepted = {one.finding for one in self.parts.joint.store.ledger.accepted}
        return [one for one in made if one.id in accepted][:1] or made[1:]

    def _others(self, reading: str, tableau: Tableau | None = None) -> Others:
        return Others(self.parts.joint, self.parts[reading, self.part], self.budget, tableau)

    def _mends(self, found: Blame) -> tuple[ProposedRepair, ...]:
        """The change of each claim that alone would mend all of it."""
        printed, wide = self._others("printed"), self._others("wide", found.conflicts.tableau)
        return self._repaired((claim, printed, wide, frozenset()) for claim in found.singles)

    def _mends_one(self, one: MinimalSet, found: Blame, beside: dict[int, Claims]) -> tuple[ProposedRepair, ...]:
        """The change of each claim that would mend a set, if others are wrong in all sets that it is not in.

        What the claims of the set ask for at their printed numbers, tried against all that is left.
        """
        printed, wide = self._others("printed").among(one.owners), self._others("wide", found.conflicts.tableau)
        return self._repaired((claim, printed, wide, beside[claim]) for claim in sorted(one.owners))

    def _repaired(self, asked: Iterable[tuple[int, Others, Others, Claims]]) -> tuple[ProposedRepair, ...]:
        joint = self.parts.joint
        try:
            needs = [
                Need(int(joint.claims.claim[claim]), printed.need(claim, besides), wide.need(claim, besides))
                for claim, printed, wide, besides in asked
            ]
        except OutOfBudgetError:
            return ()
        return repaired(joint.store, needs, self.around)

    def _conflict(self, one: MinimalSet, found: Blame, beside: dict[int, Claims]) -> WordedFinding:
        rows, claims = self.parts.rows("wide"), np.array(sorted(one.owners), dtype=np.int64)
        proof = self.words.certificate(rows, one.certificate, one.owners - owners_of(rows.system, one.certificate))
        try:
            said = contradiction(self.words, rows, one, self._others("wide"))
        except OutOfBudgetError:
            said = f"{self.words.count(claims)} cannot all be true"
        if not len(claims):
            return self.words.finding(claims, CONFLICT, said, proof)
        mends = self._mends_one(one, found, beside)
        return self.words.finding(claims, CONFLICT, said + self._way_out(found, one.owners), proof, mends)

    def _in_common(self, conflicts: Sequence[Claims], found: Blame, mends: Sequence[ProposedRepair]) -> WordedFinding:
        claims = np.array(sorted(frozenset().union(*conflicts)), dtype=np.int64)
        said = f"{len(conflicts)} conflicts among {self.words.count(claims)} may have "
        said += "one cause" if found.singles else f"{len(found.repairs[0])} causes"
        return self.words.finding(claims, CONFLICT, said + self._way_out(found), None, tuple(mends), part=self.claims)

    def _way_out(self, found: Blame, among: Claims = frozenset()) -> str:
        """Without which claims the rest can hold: any single one that will do, else the sets of least weight."""
        words, rest = self.words, "all others on these quantities can be true"
        if among and among == frozenset(found.singles):
            return f"; without any one of them, {rest}" if len(self.claims) > len(among) else ""
        if found.singles:
            return f"; without {words.claims(found.singles, 'or')}, {rest}"
        if found.repairs and len(found.repairs) <= _NAMED:
            ways = [words.claims(sorted(one), "and") for one in found.repairs]
            return f"; without {enumerated(ways, 'or without', _NAMED)}, {rest}"
        return ""

    def _unexplained(self) -> WordedFinding:
        """It cannot hold, and there was no time to find out why."""
        time = f"within {self.seconds:g} seconds"
        said = f"{self.words.count(self.claims)} cannot all be true; which of them, was not found {time}"
        return self.words.finding(self.claims, CONFLICT, said, part=self.claims)


def _undecided(words: JointWords, claims: Ints, seconds: float | None) -> WordedFinding:
    time = f"within {seconds:g} seconds"
    said = f"budget: whether {words.count(claims)} can all be true together was not decided {time}"
    return words.finding(claims, UNCHECKED, said, part=claims)
