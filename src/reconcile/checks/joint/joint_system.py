"""Building the joint system of a ledger: what its claims speak of, what ties that, in which units, of which signs."""

from __future__ import annotations

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.joint.base_vintages import assumed_same
from reconcile.checks.joint.canonical_order import in_order
from reconcile.checks.joint.relations import relations
from reconcile.checks.joint.signs import below_zero, open_signs, with_signs
from reconcile.checks.joint.system import Joint
from reconcile.checks.joint.unit_scales import scales
from reconcile.checks.joint.unknowns import extended, spoken
from reconcile.language.codelists import LEVEL


def joint_system(store: Store, cells: Both) -> Joint:
    """The joint system of a store; ``cells`` holds those of single sources and of all, and the number 1 last."""
    store = extended(store)
    unsigned = np.array([store.unsigned(name) for name in store.measure.values], dtype=bool)
    said = spoken(store, cells)
    store, unknowns, tied = relations(store, cells, [said.level, said.base], unsigned)
    unknowns, tied = in_order(store, unknowns, tied)
    level, base = unknowns.find(said.level), np.where(said.based, unknowns.find(said.base), ABSENT)
    fit, tied, unit = scales(store, unknowns, tied, said, level, base)
    kept = np.flatnonzero(fit)
    ids = np.array([store.claim("claim", int(row)) for row in said.claim[kept]], dtype=object)
    kept = kept[np.argsort(ids, kind="stable")]
    measure = unknowns.quantities.measure
    reported = np.zeros(unknowns.count, dtype=bool)
    reported[level[store.stat.code[said.claim] == LEVEL]] = True
    made = Joint(
        store,
        unknowns,
        tuple(tied),
        said.take(kept),
        level[kept],
        base[kept],
        unsigned[measure] & ~below_zero(store, said.claim, level, unknowns.count),
        open_signs(store)[measure],
        np.zeros(unknowns.count, dtype=bool),
        np.zeros(0, dtype=np.int64),
        assumed_same(unknowns.series, unknowns.quantities.status, reported),
        unit,
    )
    return with_signs(made)
