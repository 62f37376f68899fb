"""What a floating-point solver proposes: a point to round, or rows that look contradictory. It decides nothing.

The program is written in deviations from an exact point which meets the equalities, in units of the last printed place,
so that figures of 10**12 and of 10**-2 lose nothing and the solver's absolute tolerance means the same everywhere.
HiGHS (package ``highspy``) is optional; ``available`` says whether it is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reconcile.exact.solver.system import Array, Bools, Ints, System

Floats = NDArray[np.float64]

LEAST = 1 / 32  # the room, in units, that a ratio to a number near 0 is given


def available() -> bool:
    return find_spec("highspy") is not None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Deviations of a point, or sets of rows that each look contradictory, or neither."""

    point: Floats | None = None
    sets: tuple[Ints, ...] = ()


class Program:
    """A system around a reference point. ``reference`` counts in ticks, ``ticks`` of them make 1."""

    def __init__(self, system: System, units: Floats, low: Floats, high: Floats) -> None:
        self.system, self.units, self.low, self.high = system, units, low, high
        self._single = system.lengths == 1
        coefficients = as_floats(system.coefficients) * units[system.columns]
        scale = np.ones(len(system))
        filled = system.lengths > 0
        if filled.any():
            scale[filled] = np.minimum.reduceat(np.abs(coefficients), system.starts[:-1][filled])
        self.scale = np.where(scale > 0, scale, 1.0)
        self._values = coefficients / np.repeat(self.scale, system.lengths)
        self.low, self.high = low / self.scale, high / self.scale
        self._wide = np.flatnonzero(~self._single & filled)
        self._intersect()

    def _intersect(self) -> None:
        """The tightest ends of each unknown, which rows they come from, and whether there is room between them."""
        system, count = self.system, self.system.unknowns
        self._lower, self._upper = np.full(count, -np.inf), np.full(count, np.inf)
        self._low_from, self._high_from = np.full(count, -1), np.full(count, -1)
        rows = np.flatnonzero(self._single)
        where, up = system.columns[system.starts[rows]], self._values[system.starts[rows]] > 0
        low, high = self.low[rows], self.high[rows]
        _tightest(self._lower, self._low_from, where, np.where(up, low, -high), rows, np.maximum, -np.inf)
        _tightest(self._upper, self._high_from, where, np.where(up, high, -low), rows, np.minimum, np.inf)
        room = self._upper - self._lower
        self._room = np.where(np.isfinite(room), room, 1.0)

    def widths(self, pairs: Bools) -> Floats:
        """How much room each row has, in its unit; a pair is two rows with one end each that make an interval."""
        room = self.high - self.low
        upper = np.flatnonzero(pairs)
        both = np.isinf(room[upper]) & np.isinf(room[upper + 1])
        upper = upper[both]
        known = np.where(np.isinf(self.low), self.high, self.low)
        wide = np.abs(known[upper] * self.scale[upper] - known[upper + 1] * self.scale[upper + 1])
        for rows in (upper, upper + 1):
            room[rows] = np.maximum(wide / self.scale[rows], LEAST)
        return np.where(np.isfinite(room), np.maximum(room, 0.0), 1.0)

    def inward(self, part: Floats, room: Floats) -> Floats:
        """How far ``solve`` moves each row's ends, in the row's own numbers."""
        by = part * room * self.scale
        rows = np.flatnonzero(self._single)
        where = self.system.columns[self.system.starts[rows]]
        by[rows] = (self._share(part) * self._room * self.units)[where]
        by[rows] *= np.abs(as_floats(self.system.coefficients[self.system.starts[rows]]))
        return by

    def _share(self, part: Floats) -> Floats:
        least: Floats = np.minimum(part[self._low_from], part[self._high_from])
        return least

    def solve(
        self, part: Floats, room: Floats, seconds: float | None, reason: Callable[[], tuple[Ints, ...]]
    ) -> Proposal:
        """Ask for a point that keeps away from every row's ends by a part of the room that the row has.

        Where there is none, ``reason`` may know rows why; else the solver is asked, which takes it long.
        """
        import highspy

        system, count = self.system, self.system.unknowns
        shrink = part * room
        low, high = self.low + shrink, self.high - shrink
        share = self._room * self._share(part)
        lower, upper = self._lower + share, self._upper - share
        crossed = np.flatnonzero(lower > upper)
        if len(crossed):
            return Proposal(sets=tuple(np.unique([self._low_from[one], self._high_from[one]]) for one in crossed))
        wide = self._wide
        lengths = system.lengths[wide]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        picked = np.repeat(system.starts[wide] - starts[:-1], lengths) + np.arange(starts[-1])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count, len(wide)
        model.col_cost_ = np.zeros(count)
        model.col_lower_, model.col_upper_ = lower, upper
        model.row_lower_, model.row_upper_ = low[wide], high[wide]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = system.columns[picked].astype(np.int32)
        model.a_matrix_.value_ = self._values[picked]
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        if seconds is not None:
            solver.setOptionValue("time_limit", max(seconds, 0.01))
        solver.passModel(model)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return Proposal(point=np.asarray(solver.getSolution().col_value))
        if status != highspy.HighsModelStatus.kInfeasible:
            return Proposal()
        sets = reason()
        if sets:
            return Proposal(sets=sets)
        ray = _ray(solver, len(wide))
        if ray is None:
            return Proposal()
        return Proposal(sets=(self._support(ray, starts, picked, (self._low_from, self._high_from)),))

    def _support(self, ray: Floats, starts: Ints, picked: Ints, sources: tuple[Ints, Ints]) -> Ints:
        """The rows that a ray uses, those that bound single unknowns included."""
        used = np.abs(ray) > 1e-9 * np.abs(ray).max(initial=0.0)
        ray = np.where(used, ray, 0.0)
        reduced = np.zeros(self.system.unknowns)
        size = np.zeros(self.system.unknowns)
        terms = np.repeat(ray, np.diff(starts)) * self._values[picked]
        np.add.at(reduced, self.system.columns[picked], terms)
        np.maximum.at(size, self.system.columns[picked], np.abs(terms))
        live = np.abs(reduced) > 1e-9 * size
        both = np.concatenate([source[live] for source in sources])
        return np.unique(np.concatenate([self._wide[used], both[both >= 0]]))


def _ray(solver: Any, rows: int) -> Floats | None:
    _, there, ray = solver.getDualRay()
    return np.asarray(ray) if there and len(ray) == rows else None


def _tightest(best: Floats, source: Ints, where: Ints, ends: Floats, rows: Ints, pick: Any, none: float) -> None:
    """The tightest end of each unknown, and the row that it comes from."""
    pick.at(best, where, ends)
    hit = (ends == best[where]) & (ends != none)
    source[where[hit]] = rows[hit]


def as_floats(numbers: Array) -> Floats:
    return numbers.astype(np.float64)
