"""What claims that cannot all be true come to, as a sentence: the sum that they make, or where one of them lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import localcontext
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.bindings import excess_beyond, slack
from reconcile.checks.engine.relation import EVERYTHING, Linear
from reconcile.checks.joint.given_signs import signed_by
from reconcile.checks.joint.joint_words import JointWords
from reconcile.checks.joint.need import Others
from reconcile.checks.joint.system import CLAIM, RELATION, SystemRows
from reconcile.checks.verdicts import CONFLICT
from reconcile.checks.wording.decimal_relations import EXACTLY, ClaimParts
from reconcile.checks.wording.scales import Scale, approximately
from reconcile.checks.wording.sentences import difference
from reconcile.exact.interval import Interval, decimal_places
from reconcile.language.codelists import LEVEL
from reconcile.language.periods import read_period
from reconcile.solver.infeasible_subsets import MinimalSet


def contradiction(words: JointWords, rows: SystemRows, one: MinimalSet, others: Others) -> str:
    """What is wrong with a minimal set, whose proof is about these rows; ``others`` is the part that it is in.

    Raises OutOfBudgetError.
    """
    claims = sorted(one.owners)
    if not claims:
        return "the rules contradict each other, whatever is claimed"
    if chain := _chain(words, rows, one):
        return _sum_words(words, chain)
    claim = _asked_of(words, rows, one)
    need = others.among(claims).need(claim)
    rest = np.array([other for other in claims if other != claim], dtype=np.int64)
    if need.empty or need == EVERYTHING:  # of a claim that gives a sign, or whose sign is wrong, words alone
        return f"{words.count(np.array(claims, dtype=np.int64))} cannot all be true"
    by = f"the other {words.count(rest)}" if len(rest) else "the rules alone"
    return f"by {by}, {_where(words, claim, need)}"


class _Summand(NamedTuple):
    """A claim, or a sum in brackets, that is added or taken away."""

    sign: int
    claim: int | None
    terms: tuple[_Summand, ...] = ()

    def claims(self, sign: int = 1) -> Iterable[tuple[int, int]]:
        """All claims in it, with their signs."""
        if self.claim is not None:
            yield self.claim, sign * self.sign
        for term in self.terms:
            yield from term.claims(sign * self.sign)


class _Chain(NamedTuple):
    """What claims add up to, and the claim that reports it."""

    terms: tuple[_Summand, ...]
    reported: int


def _chain(words: JointWords, rows: SystemRows, one: MinimalSet) -> _Chain | None:
    """The sum that the claims make by the equations of a proof; None where they make none."""
    joint = words.joint
    claimed: dict[int, int] = {}
    ties: dict[int, dict[int, int]] = {}
    for used in one.certificate:
        kind, ref = int(rows.kind[used.row]), int(rows.ref[used.row])
        if kind == CLAIM and joint.stat[ref] == LEVEL and joint.level[ref] not in claimed:
            claimed[int(joint.level[ref])] = ref
            continue
        terms, low, high = rows.system.terms(used.row), *(rows.system.end(used.row, end) for end in ("low", "high"))
        if kind != RELATION or low is None or low != high or low[0] or {abs(value) for value in terms.values()} != {1}:
            return None
        ties[used.row] = terms
    roots = [(row, unknown) for row, terms in ties.items() for unknown in terms if unknown in claimed]
    # What is reported stands on the left of its rule, whose terms come last and count less than nothing.
    roots.sort(key=lambda root: (list(ties[root[0]])[-1] != root[1], root))
    for row, unknown in roots:
        left = dict(ties)
        summed = _solved(left, row, unknown, claimed)
        if summed and not left and len([*_Summand(1, None, summed).claims()]) == len(claimed) - 1:
            return _Chain(summed, claimed[unknown])
    return None


def _solved(
    ties: dict[int, dict[int, int]], row: int, unknown: int, claimed: dict[int, int]
) -> tuple[_Summand, ...] | None:
    """What an unknown is by one equation, which is used up; what no claim gives is solved by another."""
    form = ties.pop(row)
    sign = -form[unknown]
    terms = []
    for other, weight in form.items():
        if other == unknown:
            continue
        if other in claimed:
            terms.append(_Summand(sign * weight, claimed[other]))
            continue
        another = next((tie for tie, its in ties.items() if other in its), None)
        inner = None if another is None else _solved(ties, another, other, claimed)
        if inner is None:
            return None
        terms.append(_Summand(sign * weight, None, inner))
    return tuple(sorted(terms, key=lambda term: term.sign < 0))


def _sum_words(words: JointWords, chain: _Chain) -> str:
    """For example 310.4 + (22.0 + 39.6) + 110.3 = 482.3, reported 482.6 (m USD): off by 0.3, and what explains it."""
    store, claim = words.store, words.joint.claims.claim
    signs = [both for term in chain.terms for both in term.claims()]
    rows = [int(claim[one]) for one, _ in signs] + [int(claim[chain.reported])]
    with localcontext(EXACTLY):
        parts = ClaimParts(store).of(rows, plain=False)
        relation = Linear(parts, (*(Fraction(sign) for _, sign in signs), Fraction(-1)))
        figures = [store.figures[row] for row in reversed(rows)]
        scale = Scale.of(figures)
        residual, allowed = slack(relation)
        excess = excess_beyond(relation, residual, allowed)
        reported = parts[-1].reading.printed
        total = relation.residual([part.reading.printed for part in parts[:-1]] + [Interval(Fraction(0), Fraction(0))])
        steps = [figure.step for figure in figures[1:] if figure.step]
        value = scale.number(total.low, min(steps, default=Fraction(0))) if total.point else scale.interval(total)  # type: ignore[arg-type]
        said = "" if total == reported else f", reported {scale.figure(figures[0])}"
        return (
            f"{_written(words, chain.terms, scale)} = {value}{said}{scale.bracket}: "
            f"{difference(relation, scale, CONFLICT, residual, allowed, excess)}"
        )


def _written(words: JointWords, terms: Sequence[_Summand], scale: Scale) -> str:
    written = ""
    for term in terms:
        if term.claim is None:
            one = f"({_written(words, term.terms, scale)})"
        else:
            one = scale.figure(words.store.figures[int(words.joint.claims.claim[term.claim])])
            one = f"({one})" if one.startswith("−") and written else one
        minus = term.sign < 0
        written += (" − " if minus else " + ") if written else ("−" if minus else "")
        written += one
    return written


def _asked_of(words: JointWords, rows: SystemRows, one: MinimalSet) -> int:
    """The claim of which it is said where it would lie: a level on the left of a rule, another level, or a rate.

    Of several the last in time: what went before leads to it. One without which nothing gives the sign of a base is
    asked last: then the rate over that base says nothing.
    """
    joint = words.joint
    reported = set()
    for used in one.certificate:
        if rows.kind[used.row] == RELATION and (terms := rows.system.terms(used.row)):
            reported.add(list(terms)[-1])

    def gives_a_sign(claim: int) -> bool:
        if claim not in one.given:
            return False
        others = one.owners - {claim}
        bases = joint.base[np.intersect1d(joint.rates, sorted(others))]
        return not signed_by(joint, others).above[bases].all()

    def rank(claim: int) -> tuple[bool, bool, bool, int, int]:
        ends = read_period(words.store.period[int(joint.claims.claim[claim])]).end
        return (
            gives_a_sign(claim),
            joint.stat[claim] != LEVEL,
            int(joint.level[claim]) not in reported,
            -ends.toordinal(),
            claim,
        )

    return min(one.owners, key=rank)


def _where(words: JointWords, claim: int, need: Interval) -> str:
    """For example "revenue 2024 would lie in [482.05, 482.55] million USD, and is reported as 482.6"."""
    figure = words.store.figures[int(words.joint.claims.claim[claim])]
    scale = Scale.of([figure])
    low, high = (None if end is None else _written_end(scale, end, figure.step) for end in (need.low, need.high))
    if low is not None and need.low == need.high:
        lies = f"be {scale.with_unit(low)}"
    elif low is None and high is not None:
        lies = f"be {'below' if need.high_open else 'at most'} {scale.with_unit(high)}"
    elif high is None and low is not None:
        lies = f"be {'above' if need.low_open else 'at least'} {scale.with_unit(low)}"
    else:
        within = f"{'(' if need.low_open else '['}{low}, {high}{')' if need.high_open else ']'}"
        lies = f"lie in {scale.with_unit(within)}"
    return f"{words.subject(claim)} would {lies}, and is reported as {scale.figure(figure)}"


_FURTHER = 3  # places that are shown of an end beyond the last digit of the figure; the certificate has them all


def _written_end(scale: Scale, end: Fraction, step: Fraction) -> str:
    """An end in so many digits that it can be told from the figure, with a mark where there are more."""
    places = max(decimal_places(step / scale.factor) or 0, 0) + _FURTHER
    needed = decimal_places(end / scale.factor)
    if needed is not None and needed <= places:
        return scale.number(end)
    whole, _, part = approximately(abs(end) / scale.factor, places).partition(".")
    return f"{'−' if end < 0 else ''}{int(whole):,}.{part.ljust(places, '0')}…"
