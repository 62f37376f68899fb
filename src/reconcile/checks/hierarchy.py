"""A total over a dimension: it equals the sum of its members, where the ledger says so (``sum: {over, total}``)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from reconcile.checks.aggregation import Whole, lay, whole_blocks
from reconcile.checks.engine.alignment import CellTerm, keys_of
from reconcile.checks.engine.block import Bindings
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.listed_findings import Open
from reconcile.checks.engine.rule_terms import SUMMING
from reconcile.checks.engine.table import ABSENT
from reconcile.ledger.store.declarations import Measure


def hierarchies(store: Store, cells: Cells) -> list[Bindings | Open]:
    """The sums over members of each measure that has a total."""
    declared = [measure for measure in store.ledger.measures.values() if measure.sum_over]
    return [block for measure in declared for block in _measure(store, cells, measure)]


def _measure(store: Store, cells: Cells, measure: Measure) -> list[Bindings | Open]:
    over, total = measure.sum_over, measure.sum_total
    said = store.places.columns[over]
    column = np.append(said.code, ABSENT)[cells.keys.place]
    rows = (cells.keys.measure == store.measure.find(measure.name)) & np.isin(cells.keys.stat, SUMMING)
    rows[-1] = False
    # Members are all that the measure is ever reported for: where one is missing, the sum is not checked.
    members = store.members(measure.name, over, SUMMING) - {total, ""}
    if not members:
        return []
    terms = [
        CellTerm(np.flatnonzero(rows & (column == said.find(name))), Fraction(1), f"{over}={name}")
        for name in [*sorted(members), total]
    ]
    places = np.append(store.places.without({over}), ABSENT)[cells.keys.place]
    key = keys_of(cells, store, places)
    unsigned = np.full(len(store.measure.values), store.unsigned(measure.name))
    name = f"{total or 'total'}=sum({over})"
    laid = lay(cells, Whole("hierarchy", name, terms, key, unsigned, (over,)))
    return whole_blocks(store, cells, laid) if laid else []
