"""What equalities define: the total of its parts, the balance of exports and imports, computed for all at once.

An equality defines an unknown that stands in no other equality, or the only one of its sign, as a total is among its
parts. Where these definitions rest on each other in no circle, they are computed in columns, level by level. An
equality that is left over, since its unknown is defined already, holds where it follows from the others, and is checked
by whoever relies on it. Where they do not serve, ``Elimination`` does, one term at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Protocol

import numpy as np

from reconcile.exact.columns import Array, Bools, Ints
from reconcile.solver.elimination import Elimination
from reconcile.solver.system import System, times, weighted

DEEP = 64  # levels of definitions beyond which elimination costs less


class Completion(Protocol):
    """Sets what equalities define to what they make of the rest."""

    @property
    def solved(self) -> tuple[Ints, Ints]:
        """Equalities, by their row numbers, and the unknown that each is solved for; no two for the same."""
        ...

    def complete(self, values: Array, ticks: int) -> Array:
        """The same values, where 1 is ``ticks`` of them, with all that is defined set anew."""
        ...


@dataclass(frozen=True, slots=True)
class _Level:
    """Definitions that rest on levels before this one only: ``values[defined] = sign × (constant − Σ others)``."""

    rows: Ints
    defined: Ints
    sign: Array
    constant: Array
    columns: Ints
    coefficients: Array  # 0 where the unknown that is defined stands
    starts: Ints


class Definitions:
    """The equalities of a system, by their row numbers, as definitions.

    ``ordered`` says whether none of them rests on itself; ``scale`` is what ticks must be a multiple of.

    >>> from reconcile.exact.interval import Interval; from reconcile.solver.system import Row
    >>> zero = Interval(Fraction(0), Fraction(0))
    >>> system = System.of([Row({2: 1, 0: -1, 1: -1}, zero), Row({3: 1, 2: -1, 1: 1}, zero)])
    >>> Definitions(system, np.arange(2)).complete(np.array([0, 2, 7, 0]), 1).tolist()
    [5, 2, 7, 5]
    """

    def __init__(self, system: System, rows: Ints) -> None:
        single = system.lengths[rows] == 1
        self._single = system.take(rows[single])
        self.scale = lcm(*set(np.abs(self._single.coefficients[self._single.coefficients != 0]).tolist()))
        part = system.take(rows[~single])
        fixed = np.zeros(system.unknowns, dtype=bool)
        fixed[self._single.columns] = True
        chosen = _chosen(part, fixed)
        self._levels: list[_Level] = []
        known = np.ones(system.unknowns, dtype=bool)
        known[part.columns[chosen[chosen >= 0]]] = False
        left = np.flatnonzero(chosen >= 0)
        while len(left) and len(self._levels) < DEEP:
            some = part.take(left)
            own = part.columns[chosen[left]]
            others = known[some.columns] | (some.columns == np.repeat(own, some.lengths))
            ready = np.logical_and.reduceat(others, some.starts[:-1])
            fresh = np.flatnonzero(ready & ~known[own])
            fresh = fresh[np.unique(own[fresh], return_index=True)[1]]
            if not len(fresh):
                break
            self._levels.append(_level(part, left[fresh], chosen, rows[~single]))
            known[own[fresh]] = True
            left = left[~ready]
        self.ordered = bool(known.all())

    @property
    def solved(self) -> tuple[Ints, Ints]:
        none = np.zeros(0, dtype=np.int64)
        rows, unknowns = ([level.rows for level in self._levels], [level.defined for level in self._levels])
        return np.concatenate([none, *rows]), np.concatenate([none, *unknowns])

    def complete(self, values: Array, ticks: int) -> Array:
        """The same values, where 1 is ``ticks`` of them, with all that is defined set anew."""
        values = values.copy()
        single = self._single
        if len(single):
            fresh = times(single.low, ticks) // single.coefficients
            values = values if fresh.dtype == values.dtype else values.astype(object)
            values[single.columns] = fresh
        for level in self._levels:
            others = weighted(level.coefficients, values[level.columns], level.starts)
            fresh = (times(level.constant, ticks) - others) * level.sign
            values = values if fresh.dtype == values.dtype else values.astype(object)
            values[level.defined] = fresh
        return values


def _level(part: System, rows: Ints, chosen: Ints, outer: Ints) -> _Level:
    some = part.take(rows)
    own = chosen[rows] - part.starts[rows] + some.starts[:-1]
    coefficients = some.coefficients.copy()
    coefficients[own] = 0
    return _Level(
        outer[rows], some.columns[own], some.coefficients[own], some.low, some.columns, coefficients, some.starts
    )


def _chosen(part: System, fixed: Bools) -> Ints:
    """For each equality the place of the term that it is solved for, or -1.

    First what is the last that is not fixed, which fixes it; then an unknown that no other equality has, again and
    again with those equalities away; then the one that alone has its sign; then any that no other is solved for. Only
    coefficients of 1 and -1 serve, so that integers stay integers.
    """
    chosen = np.full(len(part), -1)
    row_of = np.repeat(np.arange(len(part)), part.lengths)
    unit = np.abs(part.coefficients) == 1
    fixed = fixed.copy()
    for _ in range(DEEP if fixed.any() else 0):
        free = ~fixed[part.columns]
        count = np.bincount(row_of[free], minlength=len(part))
        last = np.flatnonzero(free & unit & (count[row_of] == 1))
        if not len(last):
            break
        last = last[np.unique(part.columns[last], return_index=True)[1]]
        chosen[row_of[last]] = last
        fixed[part.columns[last]] = True
    free = ~fixed[part.columns]
    live = free & (chosen[row_of] < 0)
    positive = part.coefficients > 0
    natural = np.zeros(len(live), dtype=bool)
    for sign in (positive, ~positive):
        count = np.bincount(row_of[sign & live], minlength=len(part))
        natural |= live & unit & sign & (count[row_of] == 1)
    for _ in range(DEEP):
        count = np.bincount(part.columns[live], minlength=part.unknowns)
        lone = np.flatnonzero(live & unit & (count[part.columns] == 1))
        if not len(lone):
            break
        lone = lone[np.argsort(natural[lone], kind="stable")]  # of several in a row, the last is taken
        chosen[row_of[lone]] = lone
        live &= chosen[row_of] < 0
    alone = np.flatnonzero(natural & live)
    chosen[row_of[alone]] = alone
    taken = np.zeros(part.unknowns, dtype=bool)
    taken[part.columns[chosen[chosen >= 0]]] = True
    spare = np.flatnonzero(live & unit & ~taken[part.columns] & (chosen[row_of] < 0))
    chosen[row_of[spare]] = spare
    return chosen


class Eliminated:
    """The same by ``Elimination``, which serves every system of equalities that does not contradict itself."""

    def __init__(self, elimination: Elimination) -> None:
        self._elimination = elimination

    @property
    def solved(self) -> tuple[Ints, Ints]:
        steps = [(step.row, step.unknown) for step in self._elimination.steps]
        rows, unknowns = np.array(steps, dtype=np.int64).reshape(-1, 2).T
        return rows, unknowns

    def complete(self, values: Array, ticks: int) -> Array:
        """The same values as Python integers, or fractions where an integer does not do."""
        found: list[int | Fraction] = values.tolist()
        for step in reversed(self._elimination.steps):
            rest: int | Fraction = step.constant * ticks
            pivot = 1
            for unknown, coefficient in step.form.items():
                if unknown == step.unknown:
                    pivot = coefficient
                else:
                    rest -= coefficient * found[unknown]
            if pivot in {1, -1}:
                found[step.unknown] = rest * pivot
            else:
                exact = Fraction(rest) / pivot
                found[step.unknown] = exact.numerator if exact.denominator == 1 else exact
        numbers = np.empty(len(found), dtype=object)
        numbers[:] = found
        return numbers


def equal(system: System) -> Bools:
    """The rows that leave no room."""
    one = (system.low == system.high) & ~(system.low_open | system.high_open) & (system.lengths > 0)
    return np.asarray(one & ~(system.low_free | system.high_free), dtype=bool)
