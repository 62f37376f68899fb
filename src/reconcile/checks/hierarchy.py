"""A total over a dimension: it equals the sum of its members, where the ledger says so (``sum: {over, total}``).

Their shares in it make 100 %, also where no level is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np

from reconcile.checks.aggregation import Whole, lay, whole_blocks
from reconcile.checks.engine.alignment import CellTerm, keys_of
from reconcile.checks.engine.block import Bindings
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.contested import Contested
from reconcile.checks.engine.listed_findings import Open
from reconcile.checks.engine.rule_terms import SUMMING
from reconcile.checks.engine.table import ABSENT
from reconcile.exact.columns import Bools, Ints
from reconcile.language.bases import Base
from reconcile.language.codelists import SHARE
from reconcile.ledger.store.declarations import Measure


def hierarchies(store: Store, cells: Cells) -> list[Bindings | Open | Contested]:
    """The sums over members of each measure that has a total."""
    declared = [measure for measure in store.ledger.measures.values() if measure.sum_over]
    return [block for measure in declared for block in _measure(store, cells, measure)]


def _measure(store: Store, cells: Cells, measure: Measure) -> list[Bindings | Open | Contested]:
    over = measure.sum_over
    # Members are all that the measure is ever reported for: where one is missing, the sum is not checked.
    members = store.members(measure.name, over) - {measure.sum_total, ""}
    if not members:
        return []
    blocks: list[Bindings | Open | Contested] = []
    for whole in _wholes(store, cells, measure, sorted(members)):
        laid = lay(cells, whole)
        if laid and len(members) == 1:  # which nobody says is all there is
            laid = laid._replace(summed=laid.summed[:0])
        blocks += whole_blocks(store, cells, laid) if laid else []
    return blocks


def _wholes(store: Store, cells: Cells, measure: Measure, members: list[str]) -> Iterator[Whole]:
    """The total and its members, and the shares of these with the 1 that they make."""
    over, total, keys = measure.sum_over, measure.sum_total, cells.keys
    said = store.places.columns[over]
    column = np.append(said.code, ABSENT)[keys.place]
    places = np.append(store.places.without({over}), ABSENT)[keys.place]
    key = keys_of(cells, store, places)
    unsigned = np.full(len(store.measure.values), store.unsigned(measure.name))
    mine = keys.measure == store.measure.find(measure.name)
    mine[-1] = False

    def term(rows: Bools, name: str) -> CellTerm:
        return CellTerm(np.flatnonzero(rows & (column == said.find(name))), Fraction(1), f"{over}={name}")

    levels = mine & np.isin(keys.stat, SUMMING)
    terms = [term(levels, name) for name in [*members, total]]
    yield Whole("hierarchy", f"{total or 'total'}=sum({over})", terms, key, unsigned, (over,))
    shares = mine & (keys.stat == SHARE)
    shares &= keys.base == store.base.find(Base(measure.name, ((over, total),)).text)
    if shares.any():
        terms = [*(term(shares, name) for name in members), CellTerm(_NONE, Fraction(1), "the whole", constant=True)]
        yield Whole("hierarchy", f"100%=sum({over})", terms, key, unsigned, (over,), times=_hundred(store, cells))


def _hundred(store: Store, cells: Cells) -> Callable[[Ints], Ints]:
    """What shares make, in the unit of one of them."""
    return lambda heads: np.where(store.figures.in_percent(cells.lead[heads]), 100, 1)


_NONE: Ints = np.zeros(0, dtype=np.int64)
