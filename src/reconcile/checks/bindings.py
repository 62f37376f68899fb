"""Bindings: relations applied to particular cells, and their verdicts, on columns.

A relation is linear, Σ weight × cell against zero, or a product, base × factor against a level. What is computed
stands on the positive side and what is reported on the negative, so that a residual is computed minus reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from reconcile.checks.cells import Cells
from reconcile.checks.reading import Readings
from reconcile.checks.verdicts import CONFLICT, EXACT, HEDGE, ROUNDING, UNCHECKED
from reconcile.exact.arithmetic import products_less, weighted_sums
from reconcile.exact.columns import Array, Bools, Decimals, Intervals, Ints
from reconcile.exact.interval import Interval

EQUAL, AT_MOST, AT_LEAST = range(3)  # computed = reported; reported <= computed; reported >= computed
RELATIONS = {"=": EQUAL, "<=": AT_MOST, ">=": AT_LEAST}


class Lines(NamedTuple):
    """Linear relations, ragged: relation i has the terms from ``starts[i]`` on."""

    cell: Ints  # (t,) rows of the cells
    weight: Decimals  # (t,)
    starts: Ints  # (n,)


class Products(NamedTuple):
    """Relations base × factor = level, a row each."""

    base: Ints
    factor: Readings  # (n,): growth as 1 + g, shares and ratios as they are
    rate: Ints  # the cells that state the factors
    level: Ints


@dataclass(frozen=True)
class Outcomes:
    """What the readings of n bindings leave: computed minus reported, in each reading, and the verdict."""

    left_over: Readings
    relation: Ints
    verdict: Array  # (n,) int8

    def slack(self, row: int) -> tuple[Fraction, Fraction | None]:
        """The printed residual, and the most of it that rounding could explain; None where that has no bound.

        Of words that leave a choice, a range or "over", the residual is the one nearest to zero.
        """
        residual = nearest_zero(self.left_over.printed[row])
        face = self.left_over.face[row]
        relation = int(self.relation[row])
        if relation == AT_MOST or (relation == EQUAL and residual <= 0):
            return residual, None if face.high is None else face.high - residual
        return residual, None if face.low is None else residual - face.low

    def excess(self, row: int) -> Fraction:
        """How far the printed residual lies beyond what rounding could explain; 0 where it does not."""
        residual, allowed = self.slack(row)
        if allowed is None:
            return Fraction(0)
        relation = int(self.relation[row])
        wrong = {EQUAL: abs(residual), AT_MOST: -residual, AT_LEAST: residual}[relation]
        return max(Fraction(0), wrong - allowed)


def nearest_zero(interval: Interval) -> Fraction:
    if interval.low is not None and interval.low > 0:
        return interval.low
    if interval.high is not None and interval.high < 0:
        return interval.high
    return Fraction(0)


def feasible(residual: Intervals, relation: Ints) -> Bools:
    """Whether some value of the residual satisfies its relation to zero."""
    below, above = residual.reaches_below, residual.reaches_above
    return np.where(relation == EQUAL, below & above, np.where(relation == AT_MOST, above, below))


def linear(cells: Cells, lines: Lines, relation: Ints) -> Outcomes:
    """Decide Σ weight × cell against zero."""
    sums = Readings(
        *(weighted_sums(reading.take(lines.cell), lines.weight, lines.starts) for reading in cells.readings)
    )
    hedged = np.logical_or.reduceat(cells.hedged[lines.cell], lines.starts)
    return Outcomes(sums, relation, _verdicts(sums, relation, hedged))


def product(cells: Cells, products: Products) -> Outcomes:
    """Decide base × factor = level. A base that may be zero or less leaves the verdict open."""
    spans = Readings(
        *(
            products_less(reading.take(products.base), factor, reading.take(products.level))
            for reading, factor in zip(cells.readings, products.factor, strict=True)
        )
    )
    relation = np.full(len(products.base), EQUAL)
    hedged = cells.hedged[products.rate] | cells.hedged[products.base] | cells.hedged[products.level]
    verdict = _verdicts(spans, relation, hedged)
    doubtful = cells.readings.wide.take(products.base).reaches_below
    return Outcomes(spans, relation, np.where(doubtful, UNCHECKED, verdict).astype(np.int8))


def _verdicts(residual: Readings, relation: Ints, hedged: Bools) -> Array:
    """The verdict that each reading allows; one that rests on a word is never called rounding."""
    verdict = np.full(len(relation), CONFLICT, dtype=np.int8)
    wide = feasible(residual.wide, relation)
    face = wide & feasible(residual.face, relation)
    printed = wide & feasible(residual.printed, relation)
    verdict[wide] = HEDGE
    verdict[face & ~hedged] = ROUNDING
    verdict[printed] = EXACT
    return verdict
