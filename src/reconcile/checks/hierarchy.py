"""A total over a dimension: it equals the sum of its members, where the ledger says so (``sum: {over, total}``).

So does a member the sum of its parts, where a table says which these are (``sum: {over, parents}``).

Their shares in it make 100 %, also where no level is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from reconcile.checks.aggregation import Whole, lay, whole_blocks
from reconcile.checks.engine.alignment import CellTerm, keys_of
from reconcile.checks.engine.block import Block
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import KeyedCells
from reconcile.checks.engine.rule_alignment import SUMMING
from reconcile.checks.engine.table import ABSENT
from reconcile.exact.columns import Bools, Ints
from reconcile.language.bases import Base
from reconcile.language.codelists import SHARE
from reconcile.ledger.store.declarations import Measure, Nesting


def hierarchies(store: Store, cells: Cells) -> list[Block]:
    """The sums over members of each measure that has a total."""
    measures = store.ledger.measures.values()
    blocks = [block for measure in measures if measure.sum_over for block in _measure(store, cells, measure)]
    for measure in measures:
        for nesting in measure.nestings:
            blocks += _nested(store, cells, measure, nesting)
    return blocks


def _measure(store: Store, cells: Cells, measure: Measure) -> list[Block]:
    over = measure.sum_over
    # Members are all that the measure is ever reported for: where one is missing, the sum is not checked.
    members = store.members(measure.name, over) - {measure.sum_total, ""}
    if not members:
        return []
    blocks: list[Block] = []
    for whole in _wholes(store, cells, measure, sorted(members)):
        laid = lay(cells, whole)
        if laid and len(members) == 1:  # which nobody says is all there is
            laid = laid._replace(summed=laid.summed[:0])
        blocks += whole_blocks(store, cells, laid) if laid else []
    return blocks


def _nested(store: Store, cells: Cells, measure: Measure, nesting: Nesting) -> list[Block]:
    """Each member that has parts, and these, whether they are reported or not."""
    over, key = nesting.over, key_over(store, cells, nesting.over)
    unsigned = np.full(len(store.measure.values), store.unsigned(measure.name))
    rows = cells.keys.measure == store.measure.find(measure.name)
    rows &= np.isin(cells.keys.stat, SUMMING)
    blocks: list[Block] = []
    for whole, parts in nesting.wholes.items():
        terms = terms_over(store, cells, over, [*parts, whole], rows)
        laid = lay(cells, Whole("hierarchy", spelled_sum(whole, parts), terms, key, unsigned, (over,)))
        blocks += whole_blocks(store, cells, laid) if laid else []
    return blocks


def spelled_sum(whole: str, parts: Sequence[str]) -> str:
    """A member and its parts, the first and the last where they are many."""
    shown = [*parts] if len(parts) <= _LISTED else [parts[0], f"{len(parts) - 2} more", parts[-1]]
    return f"{whole}={'+'.join(shown)}"


_LISTED = 6  # parts that are named


def terms_over(store: Store, cells: KeyedCells, over: str, names: Iterable[str], rows: Bools) -> list[CellTerm]:
    """A term for each of some names in a dimension that is summed over, of some cells of a measure."""
    said = store.places.columns[over]
    column = np.append(said.code, ABSENT)[cells.keys.place]
    return [
        CellTerm(np.flatnonzero(rows & (column == said.find(name))), Fraction(1), f"{over}={name}") for name in names
    ]


def key_over(store: Store, cells: KeyedCells, over: str) -> Ints:
    """One code for all that the members of one total share."""
    return keys_of(cells, store, np.append(store.places.without({over}), ABSENT)[cells.keys.place])


def _wholes(store: Store, cells: Cells, measure: Measure, members: list[str]) -> Iterator[Whole]:
    """The total and its members, and the shares of these with the 1 that they make."""
    over, total, keys = measure.sum_over, measure.sum_total, cells.keys
    key = key_over(store, cells, over)
    unsigned = np.full(len(store.measure.values), store.unsigned(measure.name))
    mine = keys.measure == store.measure.find(measure.name)
    terms = terms_over(store, cells, over, [*members, total], mine & np.isin(keys.stat, SUMMING))
    yield Whole("hierarchy", f"{total or 'total'}=sum({over})", terms, key, unsigned, (over,))
    shares = mine & (keys.stat == SHARE)
    shares &= keys.base == store.base.find(Base(measure.name, ((over, total),)).text)
    if shares.any():
        terms = terms_over(store, cells, over, members, shares)
        terms.append(CellTerm(_NONE, Fraction(1), "the whole", constant=True))
        yield Whole("hierarchy", f"100%=sum({over})", terms, key, unsigned, (over,), times=_hundred(store, cells))


def _hundred(store: Store, cells: Cells) -> Callable[[Ints], Ints]:
    """What shares make, in the unit of one of them."""
    return lambda heads: np.where(store.figures.in_percent(cells.lead[heads]), 100, 1)


_NONE: Ints = np.zeros(0, dtype=np.int64)
