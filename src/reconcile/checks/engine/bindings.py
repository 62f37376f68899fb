"""Bindings as a check emits them: operands over cells, and how each is called. What they come to is a block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from reconcile.checks.engine.block import Block, Title, part_of, ranged_rows
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import EQUAL, Operand, decide
from reconcile.checks.engine.relation import Linear, Product, Relation
from reconcile.checks.engine.table import ABSENT
from reconcile.exact.columns import Ints


def bound(
    check: str,
    store: Store,
    cells: Cells,
    operands: Sequence[Operand],
    relation: int = EQUAL,
    *,
    heads: Ints,
    views: Ints,
    title: Callable[[int], Title],
    reported: int = 1,
    rule: int | None = None,
    name: str = "",
) -> Block:
    """Decide Σ operand against zero, a row each; the last ``reported`` operands are what is reported.

    ``heads`` are cells that tell a row's place, period and status, ``views`` a source's code each, or ACROSS. ``rule``
    is the number of the rule that bound, ``name`` what ties the figures, as it is written.
    """
    tied = tuple(column for one in operands for column in one.tied)
    return Block(
        check=check,
        store=store,
        cells=cells,
        tied=tied,
        heads=heads,
        views=views,
        outcomes=decide(cells, operands, relation),
        ranged=ranged_rows(store, cells, tied),
        relation=lambda row: _alone(store, cells, operands, relation, reported, row),
        title=title,
        rule=rule,
        name=name,
    )


def _alone(store: Store, cells: Cells, operands: Sequence[Operand], relation: int, reported: int, row: int) -> Relation:
    """One row as scalars, without what is ABSENT."""
    if rated := next((one for one in operands if one.rate), None):
        assert rated.rate is not None
        parts = [part_of(store, cells, int(column[row])) for one in operands for column in one.tied]
        return Product((parts[0], parts[1], parts[2]), Fraction(int(rated.rate.offset[row])), rated.rate.scale(row))
    there = [one for one in operands if one.cell[row] != ABSENT]
    last = sum(one.cell[row] != ABSENT for one in operands[len(operands) - reported :])
    return Linear(
        tuple(part_of(store, cells, int(one.cell[row])) for one in there),
        tuple(one.weight_of(row) for one in there),
        relation,
        int(last),
    )
