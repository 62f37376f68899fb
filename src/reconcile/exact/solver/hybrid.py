"""Large systems: a floating-point solver proposes, rational arithmetic decides.

A point that keeps away from all ends is rounded to a grid, what equalities define is computed from the rest, and every
row is checked in integers. Rows that look contradictory go to the exact simplex by themselves: either it proves that
they are, or it shows which of them must stand exactly at their ends, and these become equalities; or they only leave
less room, and are shrunk less. What all this does not settle, the exact simplex does, from the last point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import lcm

import numpy as np

from reconcile.exact.solver.answers import Decision, Feasible, Undecided, holds, infeasible, simplex
from reconcile.exact.solver.budget import Budget, OutOfBudgetError
from reconcile.exact.solver.certificate import renumbered
from reconcile.exact.solver.elimination import Elimination
from reconcile.exact.solver.propagation import Propagation
from reconcile.exact.solver.proposal import Floats, Program, as_floats
from reconcile.exact.solver.system import Bools, Ints, System
from reconcile.exact.solver.tableau import Tableau

TRIES = 16
SHRINK = 1 / 4096  # of a row's room: what is tighter is shrunk less, once the solver has said that it is
LESS = 1 / 64
FINER = 1 << 10
GRID = 24  # bits that the grid is finer than the smallest unit


def propose_and_prove(system: System, budget: Budget, *, alone: bool = True) -> Decision:
    """Decide a large system with a floating-point solver's help; no answer rests on it.

    What no proposal settles goes to the exact simplex; unless ``alone``, it stays undecided.
    """
    hybrid = _Hybrid(system, budget)
    try:
        answer = hybrid.run()
    except OutOfBudgetError:
        return Undecided("budget")
    if answer is None and not alone:
        return Undecided("no proposal held")
    return simplex(system, budget, hybrid.last) if answer is None else answer


class _Hybrid:
    def __init__(self, system: System, budget: Budget) -> None:
        self.system, self.budget = system, budget
        self.last: list[Fraction] | None = None  # the last point proposed, in exact numbers
        self._now = system  # with the rows that must stand at an end as equalities
        self._searched = False  # for rows that contradict each other as they stand
        self._proving: set[int] = set()  # the rows that show it
        self._fixed = np.zeros(len(system), dtype=bool)
        self._middle, units = _singles(system)
        self._units = _spread(system, units)
        self._shrink = np.full(len(system), SHRINK)
        self._pairs = _pairs(system)

    def run(self) -> Decision | None:
        fresh = True
        for _ in range(TRIES):
            self.budget.check()
            if fresh:
                elimination = Elimination(*self._equalities(), self.budget)
                if elimination.contradiction is not None:
                    return None
                reference, ticks = self._reference(elimination)
                program = self._program(reference, ticks)
                room, fresh = program.widths(self._pairs), False
            reason = partial(self._reason, program, room, ticks)
            proposal = program.solve(self._shrink, room, self.budget.left, reason)
            if proposal.point is not None:
                values = self._rounded(proposal.point, reference, ticks, elimination)
                self.last = [Fraction(value) / ticks for value in values]
                if holds(self.system, values, ticks):
                    return Feasible(tuple(self.last))
                # The same from nearer by and in finer units, in which the solver leaves less undone.
                self._units = self._units / FINER
                reference, ticks = [value * FINER for value in values], ticks * FINER
                program = self._program(reference, ticks)
                room = program.widths(self._pairs)
                continue
            if not proposal.sets:
                self._shrink /= 16
            seen: set[int] = set()
            for rows in sorted(proposal.sets, key=len):
                if not seen.isdisjoint(rows.tolist()):
                    continue  # likely the same place; if not, it shows again
                seen.update(rows.tolist())
                answer, tighter = self._examine(rows)
                if answer is not None:
                    return answer
                fresh = fresh or tighter
            if (
                proposal.sets
            ):  # once, however many sets a row is in: an end given no room at all cannot be met in floats
                self._shrink[np.unique(np.concatenate(proposal.sets))] *= LESS
        return None

    def _examine(self, looks: Ints) -> tuple[Decision | None, bool]:
        """Decide rows that look contradictory: they are, or some must stand at their ends, or they are only tight."""
        rows = (
            np.unique(np.concatenate([looks, np.array(sorted(self._proving), dtype=np.int64)]))
            if (self._fixed[looks].any())
            else looks
        )
        part, _ = self.system.take(rows).compact()
        proof = Tableau(part, self.budget).check()
        if proof is not None:
            return infeasible(self.system, renumbered(proof, rows)), False
        return None, self._tighten(part, rows)

    def _reason(self, program: Program, room: Floats, ticks: int) -> tuple[Ints, ...]:
        """Rows that contradict each other, as they stand or with all ends moved inward, if propagation sees any."""
        if not self._searched:
            self._searched = True
            found = Propagation(self.system, ticks, budget=self.budget).contradictions
            if found:
                return found
        by = program.inward(self._shrink, room) * float(ticks)
        steps = np.array([int(one) for one in np.rint(by).tolist()], dtype=object)
        now = self._now
        low, high = now.low.astype(object) * ticks + steps, now.high.astype(object) * ticks - steps
        return Propagation(now, ticks, low, high, self.budget, every=True).contradictions

    def _equalities(self) -> tuple[dict[int, tuple[dict[int, int], int]], Callable[[int], int]]:
        """The rows that leave no room, and what it costs to solve for an unknown: what nobody printed is cheap."""
        rows = np.flatnonzero(_equal(self._now))
        part = self._now.take(rows)
        found = dict(zip(rows.tolist(), zip(part.forms(), part.low.tolist(), strict=True), strict=True))
        price = np.bincount(self._now.columns, minlength=self._now.unknowns) - np.bincount(
            part.columns, minlength=self._now.unknowns
        )
        return found, price.tolist().__getitem__

    def _reference(self, elimination: Elimination) -> tuple[list[int | Fraction], int]:
        """A point that meets the equalities and stands in the middle of what is printed elsewhere, in ticks."""
        smallest = float(self._units.min(initial=1.0))
        whole = lcm(*{abs(step.form[step.unknown]) for step in elimination.steps})
        ticks = (whole if whole < 1 << 20 else 1) << max(0, GRID - int(np.floor(np.log2(smallest))))
        values: list[int | Fraction] = [0] * self.system.unknowns
        for unknown, middle in self._middle.items():
            values[unknown] = round(middle * ticks)
        _complete(elimination, values, ticks)
        return values, ticks

    def _program(self, reference: list[int | Fraction], ticks: int) -> Program:
        system = self._now
        numbers = np.empty(system.unknowns, dtype=object)
        numbers[:] = reference
        reached = system.sums(system.coefficients.astype(object) * numbers[system.columns])
        low = as_floats(system.low.astype(object) * ticks - reached) / ticks
        high = as_floats(system.high.astype(object) * ticks - reached) / ticks
        return Program(
            system, self._units, np.where(system.low_free, -np.inf, low), np.where(system.high_free, np.inf, high)
        )

    def _rounded(
        self, point: Floats, reference: list[int | Fraction], ticks: int, elimination: Elimination
    ) -> list[int | Fraction]:
        steps = np.rint(point * self._units * float(ticks)).tolist()
        values = [value + int(step) for value, step in zip(reference, steps, strict=True)]
        _complete(elimination, values, ticks)
        return values

    def _tighten(self, part: System, rows: Ints) -> bool:
        """Whether rows that hold only at their ends were found; they become equalities.

        Were these ends open and were there a proof then, its right side would be 0: at any solution each end it uses is
        met exactly.
        """
        loose = ~_equal(part)
        proof = Tableau(_opened(part, loose), self.budget).check()
        if proof is None:
            return False
        outer = renumbered(proof, rows)
        now = self._now
        low, high = now.low.astype(object), now.high.astype(object)
        low_free, high_free = now.low_free.copy(), now.high_free.copy()
        for row, side, _ in outer:
            end = self.system.end(row, side)
            assert end is not None
            low[row] = high[row] = end[0]
            low_free[row] = high_free[row] = False
        self._now = replace(now, low=low, high=high, low_free=low_free, high_free=high_free)
        fresh = {row for row, _, _ in outer} - self._proving
        self._proving.update(fresh)
        self._fixed[list(fresh)] = True
        return bool(fresh)


def _opened(system: System, which: Bools) -> System:
    """The same with both ends of some rows open."""
    return replace(
        system,
        low_open=(system.low_open | which) & ~system.low_free,
        high_open=(system.high_open | which) & ~system.high_free,
    )


def _equal(system: System) -> Bools:
    """The rows that leave no room."""
    one = (system.low == system.high) & ~(system.low_open | system.high_open) & (system.lengths > 0)
    return np.asarray(one & ~(system.low_free | system.high_free), dtype=bool)


def _complete(elimination: Elimination, values: list[int | Fraction], ticks: int) -> None:
    """Set what the equalities define; integers stay integers wherever the division leaves nothing."""
    for step in reversed(elimination.steps):
        rest: int | Fraction = step.constant * ticks
        pivot = 1
        for unknown, coefficient in step.form.items():
            if unknown == step.unknown:
                pivot = coefficient
            else:
                rest -= coefficient * values[unknown]
        if pivot in {1, -1}:
            values[step.unknown] = rest * pivot
        else:
            exact = Fraction(rest) / pivot
            values[step.unknown] = exact.numerator if exact.denominator == 1 else exact


def _singles(system: System) -> tuple[dict[int, Fraction], Floats]:
    """The narrowest interval printed for each unknown: its middle, and its width as a unit (0 for none)."""
    rows = np.flatnonzero((system.lengths == 1) & ~system.low_free & ~system.high_free)
    where = system.columns[system.starts[rows]]
    factor = system.coefficients[system.starts[rows]]
    width = as_floats(system.high[rows] - system.low[rows]) / as_floats(np.abs(factor))
    order = np.lexsort((width, where))
    first = order[np.unique(where[order], return_index=True)[1]]
    sums = (system.low[rows].astype(object) + system.high[rows].astype(object))[first].tolist()
    middle = {
        unknown: Fraction(total, 2 * own)
        for unknown, total, own in zip(where[first].tolist(), sums, factor[first].tolist(), strict=True)
    }
    units = np.zeros(system.unknowns)
    wide = first[width[first] > 0]
    units[where[wide]] = width[wide]
    return middle, units


def _spread(system: System, units: Floats) -> Floats:
    """Units for unknowns that nobody printed, from those that they are added to."""
    rows = np.flatnonzero(system.lengths > 1)
    part = system.take(rows)
    size = as_floats(np.abs(part.coefficients))
    while len(rows) and not units.all():
        scaled = np.where(units[part.columns] > 0, size * units[part.columns], np.inf)
        least = np.repeat(np.minimum.reduceat(scaled, part.starts[:-1]), part.lengths)
        fresh = np.full(len(units), np.inf)
        np.minimum.at(fresh, part.columns, least / size)
        gained = (units == 0) & np.isfinite(fresh)
        if not gained.any():
            break
        units[gained] = fresh[gained]
    return np.where(units > 0, units, 1.0)


def _pairs(system: System) -> Bools:
    """The rows that with the next one make an interval: one owner, one end each."""
    pairs = np.zeros(len(system), dtype=bool)
    if len(system) > 1:
        owner, lengths = system.owner, system.lengths
        same = (owner[1:] == owner[:-1]) & (owner[1:] >= 0) & (lengths[1:] == lengths[:-1]) & (lengths[1:] > 1)
        apart = (system.low_free[1:] == system.high_free[:-1]) & (system.high_free[1:] == system.low_free[:-1])
        pairs[:-1] = same & apart & (system.low_free[:-1] != system.high_free[:-1])
    return pairs
