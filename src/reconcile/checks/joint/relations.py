"""What ties the unknowns to each other: the ledger's rules, the calendar of flows, and totals over a dimension.

Rules and totals are laid beside each other by what lays them for their own checks, over unknowns in place of cells: a
binding ties what is reported, and here what nobody reports is a quantity, too, that may be in several relations. A rule
for which what is missing is nothing is known by its bindings alone, and taken from these. The calendar is another than
that of *period*, which needs reported parts: see ``calendar_ties``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import first_cells, match
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import ABOVE, AT_LEAST, AT_MOST, BELOW, EQUAL, RELATIONS
from reconcile.checks.engine.rule_alignment import Bound, bind
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.hierarchy import key_over, spelled_sum, terms_over
from reconcile.checks.identity import FINE, doubted
from reconcile.checks.joint.calendar_ties import Calendar, Tiled
from reconcile.checks.joint.joint_relation import JointRelation, Tie
from reconcile.checks.joint.products import ProductRelation, of_rule, why_alone
from reconcile.checks.joint.unknowns import Quantities, Spoken, Unknowns, named_by
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import LEVEL
from reconcile.language.rules import Rule
from reconcile.ledger.store.codes import Codes


class Tied(NamedTuple):
    """All unknowns, those that claims speak of and those that relations need beside them, and the relations."""

    store: Store  # which knows the periods that these speak of
    unknowns: Unknowns
    relations: list[JointRelation]
    products: list[ProductRelation]


def relations(store: Store, cells: Both, said: Spoken, unsigned: Bools) -> Tied:
    """All that ties what claims speak of.

    A relation is found where any of its terms is an unknown, and makes unknowns of its other terms, which may be terms
    of further relations, until there are no more.
    """
    unknowns, calendar = Unknowns.of([said.level, said.base]), Calendar(store.period.values)
    multiplying = [
        rule for rule in store.ledger.rules if rule.of_products and not rule.sources and not why_alone(store, rule)
    ]
    while True:
        store = replace(store, period=Codes(store.period.code, tuple(calendar.values)))
        found = [one for one in _all(store, cells, unknowns, unsigned, calendar) if len(one)]
        made = [of_rule(store, unknowns, rule) for rule in multiplying]
        products = [one for one in made if one is not None]
        grown = Unknowns.of([unknowns.quantities, *(one.lacking for one in found), *(one.lacking for one in products)])
        if grown.count == unknowns.count:
            return Tied(store, unknowns, [*found, *_of_sources(store, cells, unknowns, said)], products)
        unknowns = grown


def _all(store: Store, cells: Both, unknowns: Unknowns, unsigned: Bools, calendar: Calendar) -> Iterator[JointRelation]:
    number: Ints | None = None
    for rule in store.ledger.rules:
        if rule.of_products:  # see products
            continue
        if rule.sources:  # see below
            continue
        if rule.missing == "zero":
            number = _numbers(cells, unknowns) if number is None else number
            yield from _as_bound(store, cells, unknowns, rule, number)
        elif bound := bind(store, unknowns, rule):
            yield from _tolerant(store, unknowns, rule, _rule(store, unknowns, rule, bound, unsigned))
    yield from _calendars(store, unknowns, calendar)
    yield from _hierarchies(store, unknowns, unsigned)


def _of_sources(store: Store, cells: Both, unknowns: Unknowns, said: Spoken) -> Iterator[JointRelation]:
    """The rules of sources, where nobody but the one that a rule binds in tells of what it ties.

    What others tell of too is not what the one means alone: there it is decided by the rule's own bindings.
    """
    rules = [rule for rule in store.ledger.rules if rule.sources and not rule.of_products]
    if not rules:
        return
    number, source = _numbers(cells, unknowns), store.source.at(said.claim)
    least, most = np.full(unknowns.count + 1, len(store.source.values)), np.full(unknowns.count + 1, ABSENT)
    for one in (said.level, said.base):
        np.minimum.at(least, unknowns.find(one), source)
        np.maximum.at(most, unknowns.find(one), source)
    sole = np.where(least == most, most, ABSENT)
    for rule in rules:
        yield from (one for one in _as_bound(store, cells, unknowns, rule, number, sole) if len(one))


def _numbers(cells: Both, unknowns: Unknowns) -> Ints:
    """The unknown that each cell speaks of; that of the number 1 is the last."""
    keys = cells.keys
    quantities = Quantities(keys.status, keys.measure, keys.place, keys.period)
    return np.append(unknowns.find(quantities.take(np.arange(len(cells) - 1))), unknowns.count)


def _tie(rule: Rule) -> Tie:
    return Tie("identity", rule.text)


def _rule(store: Store, unknowns: Unknowns, rule: Rule, bound: Bound, unsigned: Bools) -> JointRelation:
    """A rule over unknowns: within one status, wherever any of its terms is one."""
    terms = [*rule.right, *rule.left]
    matches, first = bound.matches, bound.first
    clear = matches.clear
    matches, first = matches.only(clear), first[clear]
    lacking = []
    for column, term in enumerate(terms):
        wanted, there = named_by(store, term, rule.dimensions, unknowns, first[matches.cell[:, column] == ABSENT])
        lacking.append(wanted.take(there))
    signs = np.array([not term.measure or unsigned[store.measure.find(term.measure)] for term in terms])
    return JointRelation(
        _tie(rule),
        matches.cell,
        tuple(term.weight for term in bound.terms),
        RELATIONS[rule.relation],
        np.broadcast_to(signs, matches.cell.shape),
        np.array([bool(term.measure) and not term.unit for term in terms]),
        _concatenated(lacking),
    )


def _tolerant(store: Store, unknowns: Unknowns, rule: Rule, exact: JointRelation) -> Iterator[JointRelation]:
    """The relation of a rule, or the two bounds that its tolerance leaves of it.

    A part of a left side that may be below zero is no bound, nor is an amount where some figures are in another unit:
    such a rule is decided by its own bindings alone.
    """
    tolerance = rule.tolerance
    if tolerance is None:
        yield exact
        return
    split, n = len(rule.right), len(exact)
    if tolerance.share and not (exact.unsigned[:, split:].all() and all(term.weight > 0 for term in rule.left)):
        return
    units = {store.figures.units[kind] for name in rule.measures for kind in store.kinds.get(name, ())}
    if tolerance.unit and not tolerance.share and units != {tolerance.unit}:
        return
    one, yes = np.full((n, 1), unknowns.count), np.ones((n, 1), dtype=bool)
    for bound, sign in (((AT_MOST, BELOW), 1), ((AT_LEAST, ABOVE), -1)):
        if exact.relation == EQUAL or exact.relation in bound:
            near = 1 - sign * tolerance.share
            yield replace(
                exact,
                cell=np.append(exact.cell, one, axis=1),
                weights=(
                    *exact.weights[:split],
                    *(weight * near for weight in exact.weights[split:]),
                    sign * tolerance.amount,
                ),
                relation=bound[0] if exact.relation == EQUAL else exact.relation,
                unsigned=np.append(exact.unsigned, yes, axis=1),
                plain=np.append(exact.plain, False),
            )


def _as_bound(
    store: Store, cells: Both, unknowns: Unknowns, rule: Rule, number: Ints, sole: Ints | None = None
) -> Iterator[JointRelation]:
    """A rule for which what is not reported is nothing: only where, and as, its own bindings have it.

    What a document leaves out is nothing to its own rounding; where others tell of it, it is what they tell. ``number``
    is the unknown that each cell speaks of. With ``sole``, the one source that tells of each unknown, only bindings of
    these sources are taken.
    """
    bound = bind(store, cells, rule)
    if bound is None:
        return
    matches = bound.matches.only(bound.checked)
    sound = np.flatnonzero(doubted(cells, bound.terms, matches) == FINE)
    levels = sound[cells.keys.stat[bound.first[bound.checked[sound]]] == LEVEL]
    cell = matches.cell[levels]
    terms = [*rule.right, *rule.left]
    told = np.zeros(unknowns.count + 1, dtype=bool)
    told[number[:-1][cells.keys.stat[: len(cells) - 1] == LEVEL]] = True
    first, filled = bound.first[bound.checked[levels]], number[cell]
    filled[cell == ABSENT] = ABSENT
    for column, term in enumerate(terms):
        rows = np.flatnonzero(filled[:, column] == ABSENT)
        if not len(rows):
            continue
        wanted, there = named_by(store, term, rule.dimensions, cells, first[rows])
        found = unknowns.find(wanted.take(there))
        filled[rows[there], column] = np.where((found >= 0) & told[found], found, ABSENT)
    if sole is not None:
        theirs = matches.source[levels][:, None]
        filled = filled[((sole[filled] == theirs) | (filled == ABSENT) | (filled == unknowns.count)).all(axis=1)]
    exact = JointRelation(
        _tie(rule),
        filled,
        tuple(term.weight for term in bound.terms),
        RELATIONS[rule.relation],
        np.ones(filled.shape, dtype=bool),
        np.array([bool(term.measure) and not term.unit for term in terms]),
        _concatenated([]),
    )
    for one in _tolerant(store, unknowns, rule, exact):
        yield from _by_shape(one)


def _by_shape(one: JointRelation) -> Iterator[JointRelation]:
    """A term that counts as nothing is no term: rows with different terms are relations of their own."""
    for shape in np.unique(one.cell != ABSENT, axis=0):
        rows = ((one.cell != ABSENT) == shape).all(axis=1)
        yield JointRelation(
            one.tie,
            one.cell[rows][:, shape],
            tuple(weight for weight, kept in zip(one.weights, shape, strict=True) if kept),
            one.relation,
            one.unsigned[rows][:, shape],
            one.plain[shape],
            one.lacking,
        )


def _calendars(store: Store, unknowns: Unknowns, calendar: Calendar) -> Iterator[JointRelation]:
    """What the calendar ties of each measure whose kind is declared, within one status and place."""
    kinds = [store.ledger.measure(name).kind for name in store.measure.values]
    quantities = unknowns.quantities
    rows = np.flatnonzero(np.array([bool(kind) for kind in kinds], dtype=np.bool_)[quantities.measure])
    series = np.stack([quantities.status[rows], quantities.measure[rows], quantities.place[rows]], axis=1)
    order = np.lexsort((quantities.period[rows], *series.T[::-1]))
    rows, series = rows[order], series[order]
    begins = np.flatnonzero(np.append([True], (series[1:] != series[:-1]).any(axis=1)))
    heads: dict[Tiled, list[int]] = {}
    for begin, end in pairwise([*begins.tolist(), len(rows)]):
        if end - begin > 1:
            kind = kinds[int(quantities.measure[rows[begin]])]
            for tiled in calendar.tiled(kind, tuple(quantities.period[rows[begin:end]].tolist())):
                heads.setdefault(tiled, []).append(int(rows[begin]))
    wanted = [
        quantities.take(np.repeat(mine, len(tiled.parts) + 1))._replace(
            period=np.tile([*tiled.parts, tiled.whole], len(mine))
        )
        for tiled, mine in heads.items()
    ]
    cells = np.split(unknowns.find(_concatenated(wanted)), np.cumsum([len(one.period) for one in wanted])[:-1])
    for (whole, parts, times), sought, cell in zip(heads, wanted, cells, strict=False):
        terms = len(parts) + 1
        text = " + ".join(calendar.values[part] for part in parts)
        yield JointRelation(
            Tie("period", f"{f'{times} × ' if times > 1 else ''}{calendar.values[whole]} = {text}"),
            cell.reshape(-1, terms),
            (*[Fraction(1)] * len(parts), Fraction(-times)),
            EQUAL,
            np.zeros((len(cell) // terms, terms), dtype=bool),
            np.ones(terms, dtype=bool),
            sought.take(np.flatnonzero(cell == ABSENT)),
        )


def _hierarchies(store: Store, unknowns: Unknowns, unsigned: Bools) -> Iterator[JointRelation]:
    """Members that sum to their total, and parts to their member, wherever two of them are unknowns.

    Where another table has the same parts, one is enough: the two wholes may have nothing else in common.
    """
    keys = unknowns.keys
    for measure in store.ledger.measures.values():
        rows = keys.measure == store.measure.find(measure.name)
        rows[-1] = False
        if not rows.any():
            continue
        over, total = measure.sum_over, measure.sum_total
        if over:
            spoken = np.isin(store.place.code, keys.place[rows])
            spoken &= store.measure.code == store.measure.find(measure.name)
            members = sorted(store.places.said(over, np.unique(store.place.code[spoken])) - {total, ""})
            text = f"{measure.name}: {over}={total or 'total'} is the sum over {over}"
            if len(members) > 1:  # of one member, nobody says that it is all there is
                yield from _sum_over(store, unknowns, over, [*members, total], text, rows, unsigned)
        shared = measure.parted_twice
        for nesting in measure.nestings:
            for whole, parts in nesting.wholes.items():
                text = f"{measure.name}: {spelled_sum(whole, parts)}"
                least = 2 if shared.isdisjoint((nesting.over, part) for part in parts) else 1
                yield from _sum_over(store, unknowns, nesting.over, [*parts, whole], text, rows, unsigned, least)


def _sum_over(
    store: Store,
    unknowns: Unknowns,
    over: str,
    members: Sequence[str],
    text: str,
    rows: Bools,
    unsigned: Bools,
    least: int = 2,
) -> Iterator[JointRelation]:
    """Members of a dimension, the last of which is the sum of the others, where `least` of them are unknowns."""
    terms = terms_over(store, unknowns, over, members, rows)
    if not any(len(term.rows) for term in terms):
        return
    matches = match(unknowns, terms, key_over(store, unknowns, over))
    matches = matches.only(matches.clear & (matches.present.sum(axis=1) >= least))
    heads = unknowns.quantities.take(first_cells(matches, len(unknowns) - 1))
    lacking = []
    for column, name in enumerate(members):
        wanted = heads.take(np.flatnonzero(matches.cell[:, column] == ABSENT))
        wanted = wanted._replace(place=store.places.moved({over: name})[wanted.place])
        lacking.append(wanted.take(np.flatnonzero(wanted.place >= 0)))
    yield JointRelation(
        Tie("hierarchy", text),
        matches.cell,
        (*[Fraction(1)] * (len(members) - 1), Fraction(-1)),
        EQUAL,
        np.repeat(unsigned[heads.measure][:, None], len(members), axis=1),
        np.ones(len(members), dtype=bool),
        _concatenated(lacking),
    )


def _concatenated(parts: list[Quantities]) -> Quantities:
    return Quantities(*(np.concatenate([_NONE, *(part[i] for part in parts)]) for i in range(4)))


_NONE: Ints = np.zeros(0, dtype=np.int64)
