"""What the rest of the joint system leaves for one claim: the values that it might have said."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from reconcile.checks.joint.rows import Joint
from reconcile.checks.store import CHANGE, GROWTH, LEVEL, MEAN
from reconcile.exact.interval import Interval
from reconcile.exact.solver.bounds import bounds
from reconcile.exact.solver.budget import Budget
from reconcile.exact.solver.components import Component
from reconcile.exact.solver.system import Row, System

NOTHING = Interval(Fraction(0), Fraction(0), low_open=True)
"""An interval without numbers."""


class Rest:
    """A part of the joint system, asked what it leaves for single claims when these are taken away.

    ``part`` must hold in the reading that ``rows`` are of once the claim is taken away, else nothing is left.
    """

    def __init__(self, joint: Joint, part: Component, budget: Budget) -> None:
        self.joint, self.part, self.budget = joint, part, budget
        self._number = {unknown: place for place, unknown in enumerate(part.unknowns.tolist())}
        self._row = {int(claim): row for row, claim in enumerate(joint.claims.claim.tolist())}

    def need(self, claim: int) -> Interval:
        """The values of a claim, in its own unit, for which the others can hold. Raises OutOfBudgetError."""
        joint, row = self.joint, self._row[claim]
        rest = self.part.system.take(np.flatnonzero(self.part.system.owner != claim))
        level = self._number[int(joint.level[row])]
        stat = int(joint.stat[row])
        if stat == LEVEL:
            return self._bound(rest, {level: 1})
        if stat == MEAN:
            return self._bound(rest, {level: 1}) * Fraction(1, joint.sub_periods(row))
        base = self._number[int(joint.base[row])]
        if stat == CHANGE:
            return self._bound(rest, {level: 1, base: -1})
        factor = self._bound(over(rest, base), {level: 1})
        if factor.empty:
            return factor
        percent = joint.store.figures.units[joint.store.figures.unit[claim]] == "percent"
        shift = Fraction(-1 if stat == GROWTH else 0)
        return (factor + Interval(shift, shift)) * (100 if percent else 1)

    def _bound(self, rest: System, form: dict[int, int]) -> Interval:
        try:
            return next(iter(bounds(rest, [form], self.budget))).interval
        except ValueError:
            return NOTHING


def over(system: System, base: int) -> System:
    """The same rows for every unknown divided by one that is above 0; what was constant is then times a last unknown.

    So the ratio of two unknowns becomes an unknown (Charnes and Cooper, 1962).
    """
    rows = []
    inverse, nothing = system.unknowns, Fraction(0)
    for row in range(len(system)):
        terms, owner = system.terms(row), int(system.owner[row])
        low, high = system.end(row, "low"), system.end(row, "high")
        if low is not None and low == high:
            rows.append(Row({**terms, inverse: -low[0]}, Interval(nothing, nothing), owner))
            continue
        if low is not None:
            rows.append(Row({**terms, inverse: -low[0]}, Interval(nothing, None, low_open=low[1]), owner))
        if high is not None:
            rows.append(Row({**terms, inverse: -high[0]}, Interval(None, nothing, high_open=high[1]), owner))
    one = Fraction(1)
    rows += [Row({base: 1}, Interval(one, one)), Row({inverse: 1}, Interval(nothing, None, low_open=True))]
    return System.of(rows, inverse + 1)
