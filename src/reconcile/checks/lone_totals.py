"""Places that report a rule's total and none of its parts: nothing adds up there, and that is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from reconcile.checks.engine.block import Block
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.rule_alignment import source_codes, where_holds
from reconcile.checks.engine.table import ACROSS
from reconcile.checks.engine.views import nowhere
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Ints
from reconcile.language.codelists import LEVEL, STATUSES
from reconcile.language.ids import joined, place, quoted
from reconcile.language.rules import Factor, Rule
from reconcile.ledger.store.codes import Ranged, combined
from reconcile.ledger.store.row_sets import held

_LISTED = 6  # periods that are named; of more it is said how many they are
_ROOMY = 8  # keys for each claim, up to which a table of all is made


def lone_totals(store: Store, bound: Collection[int]) -> list[Block]:
    """Where the total of a rule that binds elsewhere is reported alone; ``bound`` are the numbers of such rules."""
    return list(_each(store, bound))


def _each(store: Store, bound: Collection[int]) -> Iterator[Block]:
    for number, rule in enumerate(store.ledger.rules):
        total, parts = _total_and_parts(rule)
        if (
            number not in bound
            or total is None
            or not parts
            or "period" in rule.dimensions
            or rule.shifted
            or rule.of_mean
        ):
            continue
        claims = _lone(store, rule, total, parts)
        if len(claims):
            site = combined([_places(store, rule, claims), Ranged(store.status.at(claims), len(STATUSES))])
            order = np.argsort(site, kind="stable")
            last = np.append(np.diff(site[order]) != 0, True)
            yield _block(store, number, claims[order], np.flatnonzero(last) + 1)


def _total_and_parts(rule: Rule) -> tuple[Factor | None, list[Factor]]:
    """The one figure of a side, the left one first, and those of the other; None where no side has one alone."""
    left, right = ([factor for term in terms for factor in term.factors] for terms in (rule.left, rule.right))
    if len(left) == 1:
        return left[0], right
    return (right[0], left) if len(right) == 1 else (None, [])


def _block(store: Store, number: int, lone: Ints, ends: Ints) -> Block:
    """Of one rule the places whose total alone is reported; the claims of each end where it says."""
    return Block(
        "coverage",
        np.full(len(ends), UNCHECKED, dtype=np.int8),
        lambda row: _finding(store, number, lone[ends[row - 1] if row else 0 : ends[row]]),
        named=lone,
        heads=lone[ends - 1],
        views=np.full(len(ends), ACROSS),
        name=store.ledger.rules[number].text,
    )


def _finding(store: Store, number: int, claims: Ints) -> WordedFinding:
    """The lone total of a rule at a place, in all its periods of one status."""
    rule = store.ledger.rules[number]
    one, fixed = int(claims[0]), rule.dimensions
    quantity = {
        name: value for name, value in store.quantity(int(store.place.code[one]), "").items() if name not in fixed
    }
    further = dict(quantity)
    where, status = place(further.pop("area", ""), further), STATUSES[store.status.code[one]]
    codes = sorted({int(code) for code in store.period.code[claims]}, key=lambda code: store.period_rank[code])
    names = [store.period.values[code] for code in codes]
    if len(names) > _LISTED:
        names = [*names[: _LISTED - 1], f"{len(names) - _LISTED + 1} more periods"]
    total, parts = _total_and_parts(rule)
    absent = _enumerated([*map(str, parts)], "or")
    return WordedFinding(
        joined("coverage:total", quoted(rule.key), where, status),
        "coverage",
        UNCHECKED,
        f"{rule.text}: only {total} is reported for {_enumerated(names)}, and no {absent}",
        tuple(sorted(map(int, claims))),
        rule=rule.text,
        rule_number=number,
        quantity=quantity,
        status=status,
        sources=tuple(sorted(store.sources_of(map(int, claims)))),
    )


def _lone(store: Store, rule: Rule, total: Factor, parts: list[Factor]) -> Ints:
    """The claims of the total where no part is reported at the same place, period and status."""
    mine = _claims(store, rule, total)
    wanted = _sites(store, rule, mine)
    room = int(wanted.max(initial=-1)) + 1
    if room > _ROOMY * len(store) + 2**16:
        return mine[~np.isin(wanted, np.concatenate([_sites(store, rule, _claims(store, rule, one)) for one in parts]))]
    there = np.zeros(room + 1, dtype=bool)
    for part in parts:
        there[np.minimum(_sites(store, rule, _claims(store, rule, part)), room)] = True  # the last is beyond
    return mine[~there[wanted]]


def _sites(store: Store, rule: Rule, claims: Ints) -> Ints:
    """One number for each place, without what the rule fixes, period and status."""
    columns = [_places(store, rule, claims), Ranged(held(store.period.code, claims), len(store.period.values))]
    if store.status.code.strides != (0,):
        columns.append(Ranged(held(store.status.code, claims), len(STATUSES)))
    return combined(columns)


def _places(store: Store, rule: Rule, claims: Ints) -> Ranged:
    fixed = rule.dimensions
    place = held(store.place.code, claims)
    if not fixed:
        return Ranged(place, len(store.places))
    places = store.places.without(fixed)
    return Ranged(places[place], int(places.max(initial=0)) + 1)


def _claims(store: Store, rule: Rule, factor: Factor) -> Ints:
    """The claims of levels that a measure of the rule may be."""
    rows = store.measure.code == store.measure.find(factor.measure)
    if store.stat.code.strides != (0,):
        rows &= store.stat.code == LEVEL
    elif len(rows) and store.stat.code[0] != LEVEL:
        rows[:] = False
    claims = np.flatnonzero(rows)
    if not nowhere(store.figures.excess):
        claims = claims[~store.figures.excess[claims]]
    fixed, at = rule.dimensions, dict(factor.at)
    if fixed:
        holds = np.ones(len(store.places), dtype=bool)
        for name in fixed:
            wanted = at.get(name, "")
            if name != "area" or wanted:
                holds &= store.places.are(name, {wanted})
        claims = claims[holds[held(store.place.code, claims)]]
    if rule.where:
        claims = claims[where_holds(store, rule, store.place.at(claims), store.period.at(claims))]
    if rule.sources:
        claims = claims[np.isin(store.source.at(claims), source_codes(store, rule))]
    return claims


def _enumerated(names: list[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), names[-1])))
