"""Bindings as a check emits them: operands over cells, and how each is called. What they come to is a block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from reconcile.checks.engine.block import Bindings, Title, parts_of, ranged_rows
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import EQUAL, Operand, Rate, decide_bindings
from reconcile.checks.engine.relation import Linear, Product, Relation
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.wording.decimal_relations import decimal, in_decimals
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
    over: int = 1,
) -> Bindings:
    """Decide Σ operand against zero, a row each; the last ``reported`` operands are what is reported.

    ``heads`` are cells that tell a row's place, period and status, ``views`` a source's code each, or ACROSS. ``rule``
    is the number of the rule that bound, ``name`` what ties the figures, as it is written. What is told is divided by
    ``over``, which decides nothing: so a sum of so many parts is a mean.
    """
    outcomes = decide_bindings(cells, operands, relation)
    if over > 1:
        outcomes = outcomes._replace(residual=outcomes.residual / over)
    tied = tuple(column for one in operands for column in one.tied)
    return Bindings(
        check=check,
        store=store,
        cells=cells,
        tied=tied,
        heads=heads,
        views=views,
        outcomes=outcomes,
        ranged=ranged_rows(store, cells, tied),
        relation=lambda row: alone(store, cells, operands, relation, reported, over, row),
        title=title,
        rule=rule,
        name=name,
    )


def alone(
    store: Store, cells: Cells, operands: Sequence[Operand], relation: int, reported: int, over: int, row: int
) -> Relation:
    """One row as scalars, without what is ABSENT."""
    if rate := next((one.rate for one in operands if one.rate), None):
        return product_of(store, cells, [int(column[row]) for one in operands for column in one.tied], rate, row)
    there = [one for one in operands if one.cell[row] != ABSENT]
    last = sum(one.cell[row] != ABSENT for one in operands[len(operands) - reported :])
    weights = [one.weight_of(row) / over if over > 1 else one.weight_of(row) for one in there]
    decimals = [*map(decimal, weights)]
    parts = parts_of(store, cells, [int(one.cell[row]) for one in there], plain=None not in decimals)
    whole = in_decimals(parts)
    return Linear(parts, tuple(decimals if whole else weights), relation, int(last))  # type: ignore[arg-type]


def product_of(store: Store, cells: Cells, tied: Sequence[int], rate: Rate, row: int) -> Product:
    """Base × rate = level as scalars: these cells, and what a row of the rates makes of its claim."""
    parts = parts_of(store, cells, tied)
    factors = Fraction(int(rate.offset[row])), rate.scale(row)
    return Product(parts, *(map(decimal, factors) if in_decimals(parts) else factors))
