"""One order for all that is in the joint system, whatever the order in which it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.joint.relations import JointRelation
from reconcile.checks.joint.unknowns import Quantities, Unknowns
from reconcile.exact.columns import Ints


def in_order(
    store: Store, unknowns: Unknowns, relations: Sequence[JointRelation]
) -> tuple[Unknowns, list[JointRelation]]:
    """The unknowns by measure, place, period and status as they are spelled; relations by name, and so their places."""
    measure, period = _rank(store.measure.values), _rank(store.period.values)
    place = _rank(["\0".join(names) for names in store.places.spelled])
    one = unknowns.quantities
    order = np.lexsort((one.status, period[one.period], place[one.place], measure[one.measure]))
    number = np.empty(unknowns.count + 2, dtype=np.int64)  # the last two stay what they are: the number 1, and ABSENT
    number[order] = np.arange(unknowns.count)
    number[-2:] = unknowns.count, -1
    moved = [replace(relation, cell=number[relation.cell]) for relation in relations]
    moved.sort(key=lambda relation: relation.tie)
    return Unknowns.ordered(Quantities(*(column[order] for column in one))), [_sorted(relation) for relation in moved]


def _sorted(relation: JointRelation) -> JointRelation:
    order = np.lexsort(relation.cell.T[::-1]) if len(relation) else np.zeros(0, dtype=np.int64)
    return replace(relation, cell=relation.cell[order], unsigned=relation.unsigned[order])


def _rank(values: Sequence[str]) -> Ints:
    """The place of each text among all of them in order."""
    rank = np.empty(len(values), dtype=np.int64)
    rank[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return rank
