"""Places that report a rule's total and none of its parts: nothing adds up there, and that is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.rule_terms import rule_dimensions, term_name, where_holds
from reconcile.checks.engine.table import ACROSS
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Array, Ints
from reconcile.language.codelists import LEVEL, STATUSES
from reconcile.language.ids import joined, place, quoted
from reconcile.language.rules import Rule, Term
from reconcile.ledger.store.codes import Ranged, combined, present

_LISTED = 6  # periods that are named; of more it is said how many they are
_ROOMY = 8  # keys for each claim, up to which a table of all is made


@dataclass
class LoneTotals:
    """Of one rule the places whose total alone is reported, each with all its periods of one status."""

    store: Store
    of: Rule
    number: int
    lone: Ints  # the claims, those of one finding beside each other
    ends: Ints  # of each finding
    check: str = "coverage"
    rule: None = None

    @property
    def verdict(self) -> Array:
        return np.full(len(self.ends), UNCHECKED, dtype=np.int8)

    @property
    def used(self) -> Ints:
        return self.lone

    @property
    def leads(self) -> Ints:
        """A claim of each finding."""
        return self.lone[self.ends - 1]

    @property
    def views(self) -> Ints:
        return np.full(len(self.ends), ACROSS)

    @property
    def name(self) -> str:
        return self.of.text

    def finding(self, row: int) -> WordedFinding:
        store, rule = self.store, self.of
        claims = self.lone[self.ends[row - 1] if row else 0 : self.ends[row]]
        one, fixed = int(claims[0]), rule_dimensions(rule)
        quantity = {
            name: value for name, value in store.quantity(int(store.place.code[one]), "").items() if name not in fixed
        }
        further = dict(quantity)
        where, status = place(further.pop("area", ""), further), STATUSES[store.status.code[one]]
        codes = sorted({int(code) for code in store.period.code[claims]}, key=lambda code: store.period_rank[code])
        names = [store.period.values[code] for code in codes]
        if len(names) > _LISTED:
            names = [*names[: _LISTED - 1], f"{len(names) - _LISTED + 1} more periods"]
        total = next(term_name(term) for term in rule.left if term.measure)
        parts = [term_name(term) for term in rule.right if term.measure]
        return WordedFinding(
            joined("coverage:total", quoted(rule.key), where, status),
            "coverage",
            UNCHECKED,
            f"{rule.text}: only {total} is reported for {_enumerated(names)}, and no {_enumerated(parts, 'or')}",
            tuple(sorted(map(int, claims))),
            rule=rule.text,
            rule_number=self.number,
            quantity=quantity,
            status=status,
            sources=tuple(sorted(store.sources_of(map(int, claims)))),
        )


def lone_totals(store: Store, bound: Collection[int]) -> list[LoneTotals]:
    """Where the total of a rule that binds elsewhere is reported alone; ``bound`` are the numbers of such rules."""
    return list(_each(store, bound))


def _each(store: Store, bound: Collection[int]) -> Iterator[LoneTotals]:
    levels = _Levels.of(store) if bound else None
    for number, rule in enumerate(store.ledger.rules):
        totals = [term for term in rule.left if term.measure]
        parts = [term for term in rule.right if term.measure]
        if levels is None or number not in bound or len(totals) != 1 or not parts or "period" in rule_dimensions(rule):
            continue
        claims = _lone(store, levels, rule, totals[0], parts)
        if len(claims):
            site = combined([_places(store, rule, claims), Ranged(store.status.at(claims), len(STATUSES))])
            order = np.argsort(site, kind="stable")
            last = np.append(np.diff(site[order]) != 0, True)
            yield LoneTotals(store, rule, number, claims[order], np.flatnonzero(last) + 1)


class _Levels(NamedTuple):
    """The claims of levels, those of one measure beside each other."""

    claims: Ints
    begins: Ints  # of each measure

    @classmethod
    def of(cls, store: Store) -> _Levels:
        claims = np.flatnonzero((store.stat.code == LEVEL) & store.usable)
        measure = store.measure.code[claims]
        claims = claims[np.argsort(measure, kind="stable")]
        counts = np.bincount(measure, minlength=len(store.measure.values))
        return cls(claims, np.append(0, np.cumsum(counts)))

    def of_measure(self, measure: int) -> Ints:
        """Those of a measure; none of one that nobody speaks of."""
        return self.claims[:0] if measure < 0 else self.claims[self.begins[measure] : self.begins[measure + 1]]


def _lone(store: Store, levels: _Levels, rule: Rule, total: Term, parts: list[Term]) -> Ints:
    """The claims of the total where no part is reported at the same place, period and status."""
    mine = _claims(store, levels, rule, total)
    others = np.concatenate([_claims(store, levels, rule, part) for part in parts])
    keys = [
        combined(
            [
                _places(store, rule, claims),
                Ranged(store.period.at(claims), len(store.period.values)),
                Ranged(store.status.at(claims), len(STATUSES)),
            ]
        )
        for claims in (mine, others)
    ]
    room = int(max((key.max(initial=-1) for key in keys), default=-1)) + 1
    if room <= _ROOMY * len(store) + 2**16:
        return mine[~present(keys[1], room)[keys[0]]] if room else mine
    return mine[~np.isin(keys[0], keys[1])]


def _places(store: Store, rule: Rule, claims: Ints) -> Ranged:
    """The places of claims without what the rule fixes."""
    places = store.places.without(rule_dimensions(rule))
    return Ranged(places[store.place.at(claims)], int(places.max(initial=0)) + 1)


def _claims(store: Store, levels: _Levels, rule: Rule, term: Term) -> Ints:
    """The levels that a term may be."""
    claims = levels.of_measure(store.measure.find(term.measure))
    at, holds = dict(term.at), np.ones(len(store.places), dtype=bool)
    for name in rule_dimensions(rule):
        wanted = at.get(name, "")
        if name != "area" or wanted:
            holds &= store.places.are(name, {wanted})
    claims = claims[holds[store.place.code[claims]]]
    if rule.where:
        claims = claims[where_holds(store, rule, store.place.at(claims), store.period.at(claims))]
    return claims


def _enumerated(names: list[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), names[-1])))
