"""Units in products: whether both sides of a rule come to one unit, and what its weights are then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, Matches
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.table import ABSENT
from reconcile.exact.columns import Bools, Ints, decimal_parts
from reconcile.language.rules import Rule
from reconcile.language.unit_products import UnitProduct, unit_product

_NONE = -2  # in place of a kind of unit: of a number, or of what is not there


class Converted(NamedTuple):
    """Rows whose figures are in the same units, with the weights of the rule's summands in that of what is reported."""

    rows: Ints
    weights: tuple[Fraction, ...] | None  # None where the summands are in different units
    units: tuple[str, ...]  # what each summand comes to, for the words


def rate_powers(store: Store, rate: Ints, base: Ints, level: Ints) -> tuple[Ints, Bools]:
    """What power of ten turns rates into factors, given a claim of each and of the two levels that it ties, a row each.

    A percentage is divided by 100, a rate in 1/100000 by that, one in EUR/MWh by the 1000 kWh of a MWh; second, whether
    units do not fit: whether the base, times what a rate is per, is not in the level's unit.
    """
    units, unit = store.figures.units, store.figures.unit
    power, wrong = np.where(store.figures.in_percent(rate), -2, 0), np.zeros(len(rate), dtype=bool)
    per = np.array(["/" in name for name in units], dtype=bool)
    if not per.any():
        return power, wrong
    rows = np.flatnonzero(per[unit[rate]])
    kinds, number = np.unique(unit[np.stack((rate[rows], base[rows], level[rows]))], axis=1, return_inverse=True)
    for one, kind in enumerate(kinds.T):
        mine = rows[number.reshape(-1) == one]
        names = [units[code] for code in kind]
        made, wanted = unit_product([(names[0], False), (names[1], False)]), unit_product([(names[2], False)])
        digits, tens = decimal_parts(made.size / wanted.size)
        power[mine], wrong[mine] = tens, made.powers != wanted.powers or digits != 1
    return power, wrong


def conversions(store: Store, cells: Cells, rule: Rule, terms: Sequence[CellTerm], matches: Matches) -> list[Converted]:
    """Every row of the matches, by the units of its figures."""
    if not len(matches):
        return []
    table = cells.table_for(matches.cell)
    there = matches.present & ~np.array([term.constant for term in terms], dtype=bool)
    kinds, number = np.unique(np.where(there, table.unit[matches.cell], _NONE), axis=0, return_inverse=True)
    return [
        Converted(np.flatnonzero(number.reshape(-1) == one), *_converted(store, rule, terms, kind))
        for one, kind in enumerate(kinds)
    ]


def _converted(
    store: Store, rule: Rule, terms: Sequence[CellTerm], kinds: Ints
) -> tuple[tuple[Fraction, ...] | None, tuple[str, ...]]:
    weights = [*(term.weight for term in rule.right), *(-term.weight for term in rule.left)]
    if (kinds == ABSENT).any():  # the claims of one quantity are in several units
        return None, ("several units of one quantity",)
    units = list(_units(store, rule, terms, kinds))
    known = [unit for unit in units if unit is not None]
    if len({unit.powers for unit in known}) > 1:
        return None, tuple(dict.fromkeys(map(str, known)))
    # Where nothing is reported, as in 0 = price * used - paid, all is told in the one unit that it is of.
    nothing = UnitProduct(Fraction(1), known[0].powers)
    reported = next((unit for unit in units[len(rule.right) :] if unit is not None), nothing)
    sizes = [Fraction(1) if unit is None else unit.size / reported.size for unit in units]
    return tuple(weight * size for weight, size in zip(weights, sizes, strict=True)), (str(reported),)


def _units(store: Store, rule: Rule, terms: Sequence[CellTerm], kinds: Ints) -> Iterator[UnitProduct | None]:
    """The unit of each summand; None where it is not there, or is nothing whatever its unit."""
    for number, term in enumerate((*rule.right, *rule.left)):
        mine = [
            (store.figures.units[kind], one.divides)
            for one, kind in zip(terms, kinds.tolist(), strict=True)
            if one.term == number and kind != _NONE
        ]
        absent = len(mine) < len(term.factors) or not term.weight
        yield None if absent else unit_product([(term.unit, False), *mine])
