"""A system around a point: what is asked of deviations from it, which are small, in exact integers.

The point stands in the middle of what is printed and meets the equalities. So figures of 10**12 and of 10**-2 lose
nothing in floats, since only deviations are proposed; and the exact check of a proposal fits int64 where the numbers
themselves do not. Where even that might overflow, the same columns hold Python integers.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from reconcile.exact.columns import Array, Bools, Ints
from reconcile.solver.budget import Budget
from reconcile.solver.definitions import DEEP, Completion, Definitions, Eliminated, equal
from reconcile.solver.elimination import Elimination
from reconcile.solver.system import SAFE, System, sums, times, weighted

Floats = NDArray[np.float64]

COARSE = 4  # bits that the point's grid is finer than the smallest unit
FINE = 20  # bits that the grid of deviations is finer than that
CENTRED_SCALE = 1 << 20  # a common denominator beyond this is left to fractions


class Centred:
    """A system around a point that meets ``equalities`` wherever ``met`` says so.

    ``now`` is the system with some rows narrowed to equalities; ``middle`` and ``units`` give each unknown a place to
    start from, in ``ticks`` of which make 1, and the size of its last printed place.
    """

    def __init__(self, system: System, now: System, units: Floats, completion: Completion, whole: int = 1) -> None:
        self.system, self.now, self.units = system, now, units
        self._completion = completion
        smallest = float(units.min(initial=1.0))
        self.ticks = whole << COARSE + max(0, -int(np.floor(np.log2(smallest))))
        self.values = completion.complete(_start(now, self.ticks), self.ticks)
        self._measure()

    def _measure(self) -> None:
        """How far each row's ends are from the point, in ticks."""
        reached = weighted(self.now.coefficients, self.values[self.now.columns], self.now.starts)
        self._low, self._high = (
            times(self.system.low, self.ticks) - reached,
            times(self.system.high, self.ticks) - reached,
        )
        self._reached = reached

    @property
    def solved(self) -> tuple[Ints, Ints]:
        """Equalities, by their row numbers, and the unknown that each gives."""
        return self._completion.solved

    @property
    def met(self) -> Bools:
        """Which rows are no equality that the point does not meet."""
        return np.asarray(~equal(self.now) | (times(self.now.low, self.ticks) == self._reached), dtype=bool)

    def ends(self) -> tuple[Floats, Floats]:
        """What is left to each row's low and high end; infinite where it has none."""
        low = as_floats(times(self.now.low, self.ticks) - self._reached) / self.ticks
        high = as_floats(times(self.now.high, self.ticks) - self._reached) / self.ticks
        return np.where(self.now.low_free, -np.inf, low), np.where(self.now.high_free, np.inf, high)

    def deviations(self, point: Floats) -> Array:
        """A proposed point, in units, on the grid; what equalities define follows from the rest."""
        steps = np.rint(point * self.units * float(self.ticks << FINE))
        small = np.abs(steps).max(initial=0.0) < SAFE
        whole = steps.astype(np.int64) if small else _column([int(step) for step in steps.tolist()])
        return self._completion.complete(whole, 0)

    def right(self, deviations: Array) -> Bools:
        """Which rows surely hold there."""
        system = self.system
        moved = weighted(system.coefficients, deviations[system.columns], system.starts)
        low, high = self._low, self._high
        if moved.dtype == low.dtype == high.dtype == np.int64:
            # In the point's steps: what is left of one decides only at the end itself.
            moved, rest = moved >> FINE, moved & ((1 << FINE) - 1)
            above = (moved > low) | ((moved == low) & (~system.low_open | (rest > 0)))
            below = (moved < high) | ((moved == high) & (rest == 0) & ~system.high_open)
        else:
            low, high = times(low, 1 << FINE), times(high, 1 << FINE)
            above = (moved > low) | (~system.low_open & (moved == low))
            below = (moved < high) | (~system.high_open & (moved == high))
        return np.asarray((above | system.low_free) & (below | system.high_free), dtype=bool)

    def point(self, deviations: Array) -> tuple[Array, int]:
        """The unknowns' values, and how many of their steps make 1."""
        values = times(self.values, 1 << FINE)
        if values.dtype != deviations.dtype:
            values = values.astype(object)
        return values + deviations, self.ticks << FINE

    def move(self, deviations: Array, finer: int) -> None:
        """Make a proposed point the one to start from, and count in finer units."""
        self.values, self.ticks = self.point(deviations)
        self.units = self.units / finer
        self._measure()


def centred(system: System, now: System, units: Floats, budget: Budget) -> Centred | None:
    """A system around a point that meets all equalities; None where these contradict each other."""
    rows = np.flatnonzero(equal(now))
    definitions = Definitions(now, rows)
    if definitions.ordered and definitions.scale < CENTRED_SCALE:
        quick = Centred(system, now, units, definitions, definitions.scale)
        if quick.met.all():
            return quick
    part = now.take(rows)
    forms = dict(zip(rows.tolist(), zip(part.forms(), part.low.tolist(), strict=True), strict=True))
    # What nobody printed is cheap to solve for.
    price = np.bincount(now.columns, minlength=now.unknowns) - np.bincount(part.columns, minlength=now.unknowns)
    elimination = Elimination(forms, price.tolist().__getitem__, budget)
    if elimination.contradiction is not None:
        return None
    whole = lcm(*{abs(step.form[step.unknown]) for step in elimination.steps})
    return Centred(system, now, units, Eliminated(elimination), whole if whole < CENTRED_SCALE else 1)


def _start(system: System, ticks: int) -> Array:
    """Where each unknown likely is, in ticks: the middle of what is printed of it, or what equalities make of those."""
    rows, _ = narrowest(system)
    where, factor = system.columns[system.starts[rows]], system.coefficients[system.starts[rows]]
    doubled = times(system.low[rows], ticks) + times(system.high[rows], ticks)
    middles = doubled // (2 * factor)
    guess = _guess(system, where, as_floats(middles), ticks)
    values = guess.astype(np.int64) if np.abs(guess).max(initial=0.0) < SAFE else _column([int(one) for one in guess])
    if values.dtype != middles.dtype:
        values = values.astype(object)
    values[where] = middles
    return values


def _guess(system: System, where: Ints, middles: Floats, ticks: int) -> Floats:
    """Values for what nobody printed: what an equality leaves for it, in equal parts where it lacks more than one."""
    values, known = np.zeros(system.unknowns), np.zeros(system.unknowns, dtype=bool)
    values[where], known[where] = middles, True
    left = system.take(np.flatnonzero(equal(system)))
    for _ in range(DEEP):
        lacking = ~known[left.columns]
        count = sums(lacking.astype(np.int64), left.starts)
        left, count = left.take(np.flatnonzero(count)), count[count > 0]
        if not len(left):
            break
        lacking = ~known[left.columns]
        coefficients = as_floats(left.coefficients)
        rest = as_floats(left.low) * ticks - sums(
            np.where(lacking, 0.0, coefficients * values[left.columns]), left.starts
        )
        now = np.repeat(count == count.min(), left.lengths) & lacking & (coefficients != 0)
        if not now.any():
            break
        share = np.repeat(rest / count, left.lengths)[now] / coefficients[now]
        values[left.columns[now]], known[left.columns[now]] = share, True
    return np.rint(values)


def narrowest(system: System) -> tuple[Ints, Floats]:
    """The rows that give unknowns their narrowest interval, one an unknown, and how wide it is."""
    rows = np.flatnonzero((system.lengths == 1) & ~system.low_free & ~system.high_free)
    where, factor = system.columns[system.starts[rows]], as_floats(system.coefficients[system.starts[rows]])
    rows, where, factor = rows[factor != 0], where[factor != 0], factor[factor != 0]
    width = as_floats(system.high[rows] - system.low[rows]) / np.abs(factor)
    order = np.lexsort((width, where))
    first = order[np.unique(where[order], return_index=True)[1]]
    return rows[first], width[first]


def units_of(system: System) -> Floats:
    """The last printed place of each unknown, or for those that nobody printed, of what they are added to."""
    rows, width = narrowest(system)
    units = np.zeros(system.unknowns)
    units[system.columns[system.starts[rows]]] = width
    wide = np.flatnonzero(system.lengths > 1)
    part = system.take(wide)
    size = np.abs(as_floats(part.coefficients))
    while len(wide) and not units.all():
        scaled = np.where((units[part.columns] > 0) & (size > 0), size * units[part.columns], np.inf)
        least = np.repeat(np.minimum.reduceat(scaled, part.starts[:-1]), part.lengths)
        fresh = np.full(len(units), np.inf)
        np.minimum.at(fresh, part.columns, least / np.where(size > 0, size, np.inf))
        gained = (units == 0) & np.isfinite(fresh) & (fresh > 0)
        if not gained.any():
            break
        units[gained] = fresh[gained]
    return np.where(units > 0, units, 1.0)


def _column(numbers: list[int] | list[Fraction]) -> Array:
    column = np.empty(len(numbers), dtype=object)
    column[:] = numbers
    return column


def as_floats(numbers: Array) -> Floats:
    return numbers.astype(np.float64)
