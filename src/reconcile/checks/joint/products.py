"""Products in the joint system: each is an unknown of its own, that claims of its factors tie to what else is in it.

With price × hours as an unknown, ``amount = price × hours`` is a sum like any other. What the product is, claims of its
factors say: hours of [a, b] make it at least a × price, and at most b × price, wherever a price is not below zero; a
price of [c, d] does the same with hours. Each of these rows is of one claim and true whenever that claim is, so that
nothing rests on a claim that a proof does not name. It is less than the product says: where no factor is claimed, and
of how two claims bound it at once, the rows know nothing. So what they prove is true, and what they do not is open.

A rule that divides is multiplied out: what it divides by is not zero wherever it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

import numpy as np

from reconcile.checks.engine.alignment import first_cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import RELATIONS
from reconcile.checks.engine.rule_alignment import bind
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.joint.joint_relation import JointRelation, Tie
from reconcile.checks.joint.unknowns import Quantities, Unknowns, named_by
from reconcile.checks.weighted_means import beside_each_other, weighed_members
from reconcile.exact.columns import Ints
from reconcile.language.rules import Factor, Rule
from reconcile.language.unit_products import UnitProduct, unit_product

_FACTORS = 3  # of a product: each more doubles the unknowns that it takes
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class ProductRelation:
    """A rule that multiplies, wherever it holds: Σ weight × product against 0, a row for each place of it.

    ``factors`` (n, c) and ``cell`` (n, t) hold numbers of unknowns, the last of which stands for the number 1.
    """

    tie: Tie
    relation: int
    weights: tuple[Fraction, ...]
    carried: tuple[str, ...]  # the unit that each weight carries
    summands: tuple[tuple[int, ...], ...]  # the factors of each, as columns of ``factors``; none of a number
    factors: Ints
    cell: Ints
    products: Ints  # (n, p, 3) a product, one of its factors, and what it is multiplied with
    lacking: Quantities  # unknowns that the relation needs

    def only(self, rows: Ints) -> ProductRelation:
        return replace(self, factors=self.factors[rows], cell=self.cell[rows], products=self.products[rows])


def why_alone(store: Store, rule: Rule) -> str:
    """Why a rule that multiplies takes no part in the joint test; nothing where it does."""
    if {"area", "period"} & rule.dimensions:
        return "they fix an area or a period of what they multiply"
    if rule.missing == "zero" or rule.tolerance is not None:
        return "they multiply, and let parts count as nothing or tolerate more than rounding explains"
    if not rule.of_mean and rule.relation != "=" and any(factor.divides for factor in rule.factors):
        return "they divide, and would be turned round where that is below zero"
    if not rule.of_mean and max(map(len, _multiplied_out(rule))) > _FACTORS:
        return f"they multiply more than {_FACTORS} measures"
    ledger = store.ledger
    measures = {*ledger.measures, *ledger.content.codes("measure").values, *(base.measure for base in store.bases)}
    measures |= {name for one in ledger.rules for name in one.measures}
    return "what they multiply is called as a measure is" if measures & set(_names(store, rule)) else ""


def product_names(store: Store) -> list[str]:
    """What the products are called that are unknowns beside the measures."""
    rules = [rule for rule in store.ledger.rules if rule.of_products and not rule.sources]
    return [name for rule in rules if not why_alone(store, rule) for name in _names(store, rule)]


def _names(store: Store, rule: Rule) -> Iterator[str]:
    for _, summand in _expanded(store, rule):
        names = [*map(str, summand)]
        yield from (_name(some) for count in range(2, len(names) + 1) for some in combinations(names, count))


def _name(factors: Iterable[str]) -> str:
    return " * ".join(factors)


def _expanded(store: Store, rule: Rule) -> list[tuple[Fraction, tuple[Factor, ...]]]:
    """What a rule says is 0, or on one side of it: each summand's weight and its factors, none of which divides."""
    if not rule.of_mean:
        signs = [*[1] * len(rule.right), *[-1] * len(rule.left)]
        terms = (*rule.right, *rule.left)
        return [(term.weight * sign, one) for term, sign, one in zip(terms, signs, _multiplied_out(rule), strict=True)]
    weight, part, _ = rule.right[0].factors
    mean, over = rule.left[0], rule.over
    own = Factor(mean.measure, ((over, dict(mean.at).get(over, "")),))
    found = []
    for member in weighed_members(store, rule):
        weighs, value = (Factor(one.measure, ((over, member),)) for one in (weight, part))
        found += [(sign, tuple(sorted((weighs, one), key=str))) for sign, one in ((_ONE, value), (-_ONE, own))]
    return found


def _multiplied_out(rule: Rule) -> list[tuple[Factor, ...]]:
    """The factors of each summand, what is computed first, where all of it is multiplied with what anything divides."""
    terms = (*rule.right, *rule.left)
    above = [Counter(one for one in term.factors if not one.divides) for term in terms]
    below = [Counter(replace(one, divides=False) for one in term.factors if one.divides) for term in terms]
    common = Counter[Factor]()
    for one in below:
        common |= one
    return [tuple(sorted((up + (common - down)).elements(), key=str)) for up, down in zip(above, below, strict=True)]


def of_rule(store: Store, unknowns: Unknowns, rule: Rule) -> ProductRelation | None:
    """A rule that multiplies, over unknowns; None where nothing has any of its measures."""
    first = _heads(store, unknowns, rule)
    if first is None or not len(first):
        return None
    summands = _expanded(store, rule)
    fixed = rule.dimensions | ({rule.over} if rule.of_mean else set())
    factors: dict[Factor, Quantities] = {}
    known = np.ones(len(first), dtype=bool)
    for factor in sorted({one for _, summand in summands for one in summand}, key=str):
        factors[factor], rows = named_by(store, factor, fixed, unknowns, first)
        known &= np.isin(np.arange(len(first)), rows)
    rows = np.flatnonzero(known)
    carried = ("",) * len(summands) if rule.of_mean else tuple(term.unit for term in (*rule.right, *rule.left))
    return _over(
        store,
        unknowns,
        rule,
        summands,
        carried,
        {factor: one.take(rows) for factor, one in factors.items()},
        unknowns.quantities.take(first[rows]),
    )


def _heads(store: Store, unknowns: Unknowns, rule: Rule) -> Ints | None:
    """Of each place where a rule holds, one unknown that stands there; None where none does."""
    if rule.of_mean:
        beside = beside_each_other(store, unknowns, rule)
        return None if beside is None else first_cells(beside.matches, ABSENT)
    bound = bind(store, unknowns, rule)
    return None if bound is None else bound.first[bound.matches.clear]


def _over(
    store: Store,
    unknowns: Unknowns,
    rule: Rule,
    terms: Sequence[tuple[Fraction, tuple[Factor, ...]]],
    carried: tuple[str, ...],
    factors: Mapping[Factor, Quantities],
    heads: Quantities,
) -> ProductRelation:
    """The relation of summands whose factors' quantities are given, a row each."""
    summands = [summand for _, summand in terms]
    some = {part for one in summands for count in range(2, len(one) + 1) for part in combinations(one, count)}
    products = {
        part: heads._replace(
            measure=np.full(len(heads.period), store.measure.find(_name(map(str, part)))), place=factors[part[0]].place
        )
        for part in sorted(some, key=str)
    }
    number: dict[tuple[Factor, ...], Ints] = {(factor,): unknowns.find(one) for factor, one in factors.items()}
    number |= {part: unknowns.find(one) for part, one in products.items()}
    number[()] = np.full(len(heads.period), unknowns.count)
    columns = [*factors]
    ties = [
        np.stack((number[part], number[part[at : at + 1]], number[part[:at] + part[at + 1 :]]), axis=1)
        for part in products
        for at in range(len(part))
    ]
    return ProductRelation(
        Tie("identity", rule.text),
        RELATIONS[rule.relation],
        tuple(weight for weight, _ in terms),
        carried,
        tuple(tuple(columns.index(factor) for factor in one) for one in summands),
        np.stack([number[factor,] for factor in columns], axis=1),
        np.stack([number[one] for one in summands], axis=1),
        np.stack(ties, axis=1) if ties else np.zeros((len(heads.period), 0, 3), dtype=np.int64),
        Quantities(*(np.concatenate(column) for column in zip(*factors.values(), *products.values(), strict=True))),
    )


def converted(store: Store, relations: Sequence[ProductRelation], unit: Ints) -> tuple[list[JointRelation], Ints]:
    """The same as relations between unknowns, where units fit, and (m, 3) what the products among these are of.

    ``unit`` is the kind of unit of each unknown, below zero where it is not known.
    """
    made, products = [], [np.zeros((0, 3), dtype=np.int64)]
    for one in relations:
        for rows, kinds in _by_units(one, unit):
            units = [_unit(store, one, number, kinds) for number in range(len(one.summands))]
            if (kinds < 0).any() or len({each.powers for each in units}) > 1:
                continue
            some = one.only(rows)
            weights = tuple(weight * each.size for weight, each in zip(one.weights, units, strict=True))
            nowhere, alike = np.zeros(some.cell.shape, dtype=bool), np.zeros(len(weights), dtype=bool)
            made.append(JointRelation(one.tie, some.cell, weights, one.relation, nowhere, alike, one.lacking))
            products.append(some.products.reshape(-1, 3))
    return made, np.unique(np.concatenate(products), axis=0)


def inferred_units(store: Store, relations: Sequence[ProductRelation], unit: Ints) -> Ints:
    """The kinds of units, with those of what nobody reports that is alone in its summand, beside what is known."""
    unit = unit.copy()
    for one in relations:
        for rows, kinds in _by_units(one, unit):
            (lone, *more) = (*np.flatnonzero(kinds < 0).tolist(), ABSENT)[:2]
            summands = [number for number, each in enumerate(one.summands) if lone in each]
            if lone == ABSENT or more != [ABSENT] or [one.summands[number] for number in summands] != [(lone,)]:
                continue
            others = [_unit(store, one, number, kinds) for number in range(len(one.summands)) if number not in summands]
            found = _named(store, others[0]) if len({each.powers for each in others}) == 1 else ABSENT
            if found != ABSENT and not one.carried[summands[0]]:
                unit[one.factors[rows, lone]] = found
    return unit


def _by_units(one: ProductRelation, unit: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Rows whose factors are in the same kinds of units, with these."""
    kinds, number = np.unique(unit[one.factors], axis=0, return_inverse=True)
    yield from ((np.flatnonzero(number.reshape(-1) == place), each) for place, each in enumerate(kinds))


def _unit(store: Store, one: ProductRelation, summand: int, kinds: Ints) -> UnitProduct:
    units = (store.figures.units[kinds[column]] for column in one.summands[summand])
    return unit_product([(one.carried[summand], False), *((unit, False) for unit in units)])


def _named(store: Store, wanted: UnitProduct) -> int:
    """The kind of unit that is one of what the product of units is so many of, if any figure is in it; else ABSENT."""
    one = replace(wanted, size=_ONE)
    kinds = np.unique(store.unit_kind).tolist()
    return next((code for code in kinds if unit_product([(store.figures.units[code], False)]) == one), ABSENT)
