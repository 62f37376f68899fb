"""What ties the unknowns to each other: the ledger's rules, the calendar of flows, and totals over a dimension."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, Matches, first_cells, keys_of, match
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import AT_LEAST, AT_MOST, EQUAL, RELATIONS
from reconcile.checks.engine.period_divisions import divisions
from reconcile.checks.engine.rule_alignment import Bound, bind
from reconcile.checks.engine.rule_terms import rule_dimensions
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.identity import FINE, doubted
from reconcile.checks.joint.unknowns import Quantities, Unknowns
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import LEVEL
from reconcile.language.rules import Rule

Mover = Callable[[int, Quantities], Quantities | None]
"""From a term and the heads of rows to the quantities that the term is there; None where nobody can say."""


class Tie(NamedTuple):
    """What a relation is called, for the words of a proof."""

    check: str
    text: str


@dataclass(frozen=True, slots=True)
class JointRelation:
    """One relation wherever it holds: Σ weight × unknown against 0, a row for each place of it.

    ``cell`` (n, t) holds the number of an unknown, or ABSENT: what stands there is not known to anyone, and only its
    sign may be. The last unknown stands for the number 1.
    """

    tie: Tie
    cell: Ints
    weights: tuple[Fraction, ...]
    relation: int
    unsigned: Bools  # (n, t) whether what stands there cannot be negative
    plain: Bools  # (t,) whether the term is in the unit of the others
    lacking: Quantities  # unknowns that the relation would need, to bind in full

    def __len__(self) -> int:
        return len(self.cell)

    @property
    def ends(self) -> tuple[Bools, Bools]:
        """(n,) whether the sum of what is known must be at least 0, and at most 0.

        A term that is not known, but not negative, makes an equation a bound; one of either sign leaves nothing.
        """
        absent = self.cell == ABSENT
        up = np.array([weight > 0 for weight in self.weights], dtype=bool)
        low = ~(absent & (up | ~self.unsigned)).any(axis=1) & (self.relation in {EQUAL, AT_MOST})
        high = ~(absent & (~up | ~self.unsigned)).any(axis=1) & (self.relation in {EQUAL, AT_LEAST})
        return low, high


def relations(
    store: Store, cells: Both, known: Sequence[Quantities], signed: Bools
) -> tuple[Unknowns, list[JointRelation]]:
    """All unknowns, those that claims speak of and those that relations need beside them, and the relations.

    A relation is found where any of its terms is an unknown, and makes unknowns of its other terms, which may be terms
    of further relations, until there are no more.
    """
    unknowns = Unknowns.of(known)
    while True:
        found = [one for one in _all(store, cells, unknowns, signed) if len(one)]
        grown = Unknowns.of([unknowns.quantities, *(one.lacking for one in found)])
        if grown.count == unknowns.count:
            return unknowns, found
        unknowns = grown


def _all(store: Store, cells: Both, unknowns: Unknowns, signed: Bools) -> Iterator[JointRelation]:
    for rule in store.ledger.rules:
        if rule.missing == "zero":
            yield from _as_bound(store, cells, unknowns, rule)
        elif bound := bind(store, unknowns, rule):
            yield _rule(store, unknowns, rule, bound, signed)
    yield from _nestings(store, unknowns, signed)
    yield from _hierarchies(store, unknowns, signed)


def _tie(rule: Rule) -> Tie:
    return Tie("identity", rule.text)


def _rule(store: Store, unknowns: Unknowns, rule: Rule, bound: Bound, signed: Bools) -> JointRelation:
    """A rule over unknowns: within one status, wherever any of its terms is one."""
    terms = [*rule.right, *rule.left]
    matches, first = bound.matches, bound.first
    clear = _clear(matches)
    matches, first = matches.only(clear), first[clear]
    fixed = rule_dimensions(rule)
    keys = unknowns.keys
    lacking = []
    for column, term in enumerate(terms):
        at = dict(term.at)
        if not term.measure or (fixed & {"area", "period"}) - set(at):
            continue  # of which area or period it would be is open
        rows = np.flatnonzero(matches.cell[:, column] == ABSENT)
        heads = first[rows]
        place = store.places.moved({name: at.get(name, "") for name in fixed - {"period"}})[keys.place[heads]]
        period = np.full(len(rows), store.period_code(at["period"])) if "period" in at else keys.period[heads]
        measure = np.full(len(rows), store.measure.find(term.measure))
        there = np.flatnonzero((place >= 0) & (period >= 0))
        lacking.append(Quantities(keys.status[heads], measure, place, period).take(there))
    signs = np.array([not term.measure or not signed[store.measure.find(term.measure)] for term in terms])
    return JointRelation(
        _tie(rule),
        matches.cell,
        tuple(term.weight for term in bound.terms),
        RELATIONS[rule.relation],
        np.broadcast_to(signs, matches.cell.shape),
        np.array([bool(term.measure) and not term.unit for term in terms]),
        _together(lacking),
    )


def _as_bound(store: Store, cells: Both, unknowns: Unknowns, rule: Rule) -> Iterator[JointRelation]:
    """A rule for which what is not reported is nothing: only where, and as, its own bindings have it."""
    bound = bind(store, cells, rule)
    if bound is None:
        return
    matches = bound.matches.only(bound.checked)
    sound = np.flatnonzero(doubted(cells, bound.terms, matches) == FINE)
    levels = sound[cells.keys.stat[bound.first[bound.checked[sound]]] == LEVEL]
    cell = matches.cell[levels]
    keys = cells.keys
    number = np.append(
        unknowns.find(Quantities(keys.status, keys.measure, keys.place, keys.period).take(np.arange(len(cells) - 1))),
        unknowns.count,
    )
    terms = [*rule.right, *rule.left]
    one = JointRelation(
        _tie(rule),
        number[cell],
        tuple(term.weight for term in bound.terms),
        RELATIONS[rule.relation],
        np.ones(cell.shape, dtype=bool),
        np.array([bool(term.measure) and not term.unit for term in terms]),
        _together([]),
    )
    # A term that counts as nothing is no term: rows with different terms are relations of their own.
    for shape in np.unique(cell != ABSENT, axis=0):
        rows = ((cell != ABSENT) == shape).all(axis=1)
        yield JointRelation(
            one.tie,
            one.cell[rows][:, shape],
            tuple(weight for weight, kept in zip(one.weights, shape, strict=True) if kept),
            one.relation,
            one.unsigned[rows][:, shape],
            one.plain[shape],
            one.lacking,
        )


def _nestings(store: Store, unknowns: Unknowns, signed: Bools) -> Iterator[JointRelation]:
    kinds = {name: measure.kind for name, measure in store.ledger.measures.items()}
    flows = np.array([kinds.get(name, "") == "flow" for name in store.measure.values], dtype=bool)
    keys = unknowns.keys
    flowing = np.append(flows[keys.measure[:-1]], False)
    key = keys_of(unknowns, store, keys.place, but=("period",))
    for whole, parts in divisions(store.periods):
        terms = [
            CellTerm(np.flatnonzero(flowing & (keys.period == part)) if part >= 0 else _NONE, Fraction(1), "")
            for part in parts
        ]
        terms.append(CellTerm(np.flatnonzero(flowing & (keys.period == whole)), Fraction(-1), ""))
        names = [store.period.values[part] for part in parts if part >= 0]
        rest = " + …" if -1 in parts else ""
        tie = Tie("period", f"{store.period.values[whole]} = {' + '.join(names)}{rest}")
        if one := _whole(unknowns, tie, terms, key, signed, partial(_at, (*parts, whole))):
            yield one


def _at(periods: Sequence[int], term: int, head: Quantities) -> Quantities | None:
    """The same quantity in another period."""
    return None if periods[term] < 0 else head._replace(period=np.full(len(head.period), periods[term]))


def _in(places: Sequence[Ints], term: int, head: Quantities) -> Quantities:
    """The same quantity at another place."""
    return head._replace(place=places[term][head.place])


def _hierarchies(store: Store, unknowns: Unknowns, signed: Bools) -> Iterator[JointRelation]:
    keys = unknowns.keys
    for measure in store.ledger.measures.values():
        over = measure.sum_over
        if not over:
            continue
        said, total = store.places.columns[over], measure.sum_total
        column = np.append(said.code, ABSENT)[keys.place]
        rows = keys.measure == store.measure.find(measure.name)
        rows[-1] = False
        spoken = np.isin(store.place.code, keys.place[rows]) & (store.measure.code == store.measure.find(measure.name))
        ever = store.places.said(over, np.unique(store.place.code[spoken]))
        members = [*sorted(ever - {total, ""}), total]
        terms = [
            CellTerm(np.flatnonzero(rows & (column == said.find(name))), Fraction(1 if name != total else -1), name)
            for name in members
        ]
        if len(members) < 2:
            continue
        places = np.append(store.places.without({over}), ABSENT)[keys.place]
        placed = [store.places.moved({over: name}) for name in members]
        tie = Tie("hierarchy", f"{measure.name}: {over}={total or 'total'} is the sum over {over}")
        key = keys_of(unknowns, store, places)
        if one := _whole(unknowns, tie, terms, key, signed, partial(_in, placed)):
            yield one


def _whole(
    unknowns: Unknowns, tie: Tie, terms: list[CellTerm], key: Ints, signed: Bools, moved: Mover
) -> JointRelation | None:
    """Parts that sum to the last of the terms, wherever two of them are unknowns."""
    if not any(len(term.rows) for term in terms):
        return None
    matches = match(unknowns, terms, key)
    matches = matches.only(_clear(matches) & (matches.present.sum(axis=1) > 1))
    first = first_cells(matches, len(unknowns) - 1)
    heads = unknowns.quantities.take(first)
    lacking = []
    for column in range(len(terms)):
        rows = np.flatnonzero(matches.cell[:, column] == ABSENT)
        wanted = moved(column, heads.take(rows))
        if wanted is not None:
            lacking.append(wanted.take(np.flatnonzero(wanted.place >= 0)))
    return JointRelation(
        tie,
        matches.cell,
        tuple(term.weight for term in terms),
        EQUAL,
        np.repeat(~signed[heads.measure][:, None], len(terms), axis=1),
        np.ones(len(terms), dtype=bool),
        _together(lacking),
    )


def _clear(matches: Matches) -> Bools:
    if matches.several is None:
        return np.ones(len(matches), dtype=bool)
    return np.asarray(~matches.several.any(axis=1), dtype=bool)


def _together(parts: list[Quantities]) -> Quantities:
    return Quantities(*(np.concatenate([_NONE, *(part[i] for part in parts)]) for i in range(4)))


_NONE: Ints = np.zeros(0, dtype=np.int64)
