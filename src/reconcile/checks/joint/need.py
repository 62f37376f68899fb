"""What the rest of the joint system leaves for one claim: the values that it might have said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from reconcile.checks.joint.system import Joint
from reconcile.exact.interval import Interval
from reconcile.exact.roots import to_power
from reconcile.language.codelists import CHANGE, GROWTH, LEVEL, MEAN
from reconcile.solver.budget import Budget
from reconcile.solver.components import Component
from reconcile.solver.form_bounds import Rest
from reconcile.solver.system import Row, System
from reconcile.solver.tableau import Tableau

_NOTHING = Interval(Fraction(0), Fraction(0), low_open=True)
"""An interval without numbers."""

_PLAIN = -1  # in place of a base: the system as it is


class Others:
    """A part of the joint system in one reading, asked what all other claims leave for one of its own."""

    def __init__(self, joint: Joint, part: Component, budget: Budget, tableau: Tableau | None = None) -> None:
        """``tableau`` is the part's table, if there is one already."""
        self.joint, self.part, self.budget = joint, part, budget
        self._number = {unknown: place for place, unknown in enumerate(part.unknowns.tolist())}
        self._rests = {_PLAIN: Rest(part.system, budget, tableau)} if tableau else {}

    def among(self, claims: Iterable[int]) -> Others:
        """The same where only these claims are made."""
        rows = self.part.system.owned(claims)
        part = replace(self.part, system=self.part.system.take(rows), rows=self.part.rows[rows])
        return Others(self.joint, part, self.budget)

    def need(self, claim: int, besides: Iterable[int] = ()) -> Interval:
        """The values of a claim, in its own unit, with which the others can hold, without those named besides.

        Raises OutOfBudgetError.
        """
        out = (claim, *besides)
        joint, stat = self.joint, int(self.joint.stat[claim])
        level = self._number[int(joint.level[claim])]
        if stat in {LEVEL, MEAN}:
            times = joint.sub_periods(claim) if stat == MEAN else 1
            found = self._bounds(_PLAIN, out, {level: 1}) * Fraction(1, times)
            # That nothing is below zero is no news: what the others leave has then only one end.
            sign = found.low == 0 and not found.empty and joint.unsigned[int(joint.level[claim])]
            return Interval(None, found.high, high_open=found.high_open) if sign else found
        base = self._number[int(joint.base[claim])]
        if stat == CHANGE:
            return self._bounds(_PLAIN, out, {level: 1, base: -1})
        factor = self._bounds(base, out, {level: 1})
        if factor.empty:
            return factor
        if (steps := joint.steps(claim)) != 1:
            factor = to_power(factor, 1 / steps)
        figures = joint.store.figures
        percent = figures.units[figures.unit[joint.claims.claim[claim]]] == "percent"
        shift = Fraction(-1 if stat == GROWTH else 0)
        return (factor + Interval(shift, shift)) * (100 if percent else 1)

    def _bounds(self, base: int, out: Iterable[int], form: dict[int, int]) -> Interval:
        if base not in self._rests:
            system = self.part.system if base == _PLAIN else over(self.part.system, base)
            self._rests[base] = Rest(system, self.budget)
        return self._rests[base].bounds(out, form) or _NOTHING


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
