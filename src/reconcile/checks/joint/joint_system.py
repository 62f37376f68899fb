"""Building the joint system of a ledger: what its claims speak of, what ties that, in which units, of which signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.joint.base_vintages import assumed_same
from reconcile.checks.joint.joint_relation import JointRelation
from reconcile.checks.joint.products import converted, inferred_units, product_names
from reconcile.checks.joint.relations import Tied, relations
from reconcile.checks.joint.signs import below_zero, open_signs, with_signs
from reconcile.checks.joint.system import Joint
from reconcile.checks.joint.unit_scales import OPEN, scales
from reconcile.checks.joint.unknowns import Quantities, Spoken, Unknowns, extended, spoken
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import LEVEL, RATIO


def joint_system(store: Store, cells: Both) -> Joint:
    """The joint system of a store; ``cells`` holds those of single sources and of all, and the number 1 last."""
    return with_signs(without_signs(store, cells))


def without_signs(store: Store, cells: Both) -> Joint:
    """The same before any sign was found: with all rates, whatever their bases."""
    products = product_names(store)
    store = extended(store, products)
    measured = ~np.isin(store.measure.values, products)
    unsigned = measured & np.array([store.unsigned(name) for name in store.measure.values], dtype=bool)
    said = spoken(store, cells)
    store, unknowns, tied, multiplied = _in_order(relations(store, cells, said, unsigned))
    level, base = unknowns.find(said.level), np.where(said.based, unknowns.find(said.base), ABSENT)
    inferred = np.full(unknowns.count, OPEN)
    while True:
        fit, fitting, unit = scales(store, unknowns, tied, said, level, base, inferred)
        inferred = inferred_units(store, multiplied, unit)
        if (inferred == unit).all():
            break
    products_tied, factors = converted(store, multiplied, unit)
    tied = sorted([*fitting, *products_tied], key=lambda relation: relation.tie)
    kept = np.flatnonzero(fit & ~_per_unit(store, said))
    ids = np.array(store.ids_of(said.claim[kept]), dtype=object)
    kept = kept[np.argsort(ids, kind="stable")]
    measure = unknowns.quantities.measure
    reported = np.zeros(unknowns.count, dtype=bool)
    reported[level[store.stat.code[said.claim] == LEVEL]] = True
    return Joint(
        store,
        unknowns,
        tuple(tied),
        said.take(kept),
        level[kept],
        base[kept],
        unsigned[measure] & ~below_zero(store, said.claim, level, unknowns.count),
        (measured & open_signs(store))[measure],
        np.zeros(unknowns.count, dtype=bool),
        np.zeros(0, dtype=np.int64),
        assumed_same(unknowns.series, unknowns.quantities.status, reported),
        unit,
        factors,
        np.zeros(unknowns.count, dtype=bool),
    )


def _per_unit(store: Store, said: Spoken) -> Bools:
    """The ratios in units per unit, EUR/MWh, which take part only where their own binding has all of their units."""
    compound = np.array(["/" in unit for unit in store.figures.units], dtype=bool)
    return np.asarray((store.stat.code[said.claim] == RATIO) & compound[store.figures.unit[said.claim]], dtype=bool)


def _in_order(tied: Tied) -> Tied:
    """The unknowns by measure, place, period and status as they are spelled; relations by name, and so their places."""
    store, unknowns = tied.store, tied.unknowns
    measure, period = _rank(store.measure.values), _rank(store.period.values)
    place = _rank(["\0".join(names) for names in store.places.spelled])
    one = unknowns.quantities
    order = np.lexsort((one.status, period[one.period], place[one.place], measure[one.measure]))
    number = np.empty(unknowns.count + 2, dtype=np.int64)  # the last two stay what they are: the number 1, and ABSENT
    number[order] = np.arange(unknowns.count)
    number[-2:] = unknowns.count, -1
    moved = [replace(relation, cell=number[relation.cell]) for relation in tied.relations]
    moved.sort(key=lambda relation: relation.tie)
    products = [
        replace(each, factors=number[each.factors], cell=number[each.cell], products=number[each.products])
        for each in tied.products
    ]
    return Tied(
        store,
        Unknowns.ordered(Quantities(*(column[order] for column in one))),
        [_sorted(relation) for relation in moved],
        [each.only(np.lexsort(each.factors.T[::-1])) for each in products],
    )


def _sorted(relation: JointRelation) -> JointRelation:
    order = np.lexsort(relation.cell.T[::-1]) if len(relation) else np.zeros(0, dtype=np.int64)
    return replace(relation, cell=relation.cell[order], unsigned=relation.unsigned[order])


def _rank(values: Sequence[str]) -> Ints:
    """The place of each text among all of them in order."""
    rank = np.empty(len(values), dtype=np.int64)
    rank[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return rank
