"""What a floating-point solver proposes: a point to round, or rows that look contradictory. It decides nothing.

The program is written in deviations from an exact point which meets the equalities, in units of the last printed place,
so that the solver's absolute tolerance means the same everywhere. HiGHS (package ``highspy``) is optional;
``available`` says whether it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from reconcile.exact.columns import Bools, Ints
from reconcile.solver.centred import Centred, Floats, as_floats
from reconcile.solver.system import System

SOLVED = 4000  # rows up to which to begin with equalities solved beats what the solver does first, by twice
FREE, BASIC = 2, 3  # what is at no end, since it has none or since a row says where it is
LEAST = 1 / 32  # the room, in units, that a ratio to a number near 0 is given


def available() -> bool:
    return find_spec("highspy") is not None


@cache
def _silent() -> Any:
    """The solver as one that prints nothing: standard output is not ours, even less a library's."""
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802  the solver's own name
            # Its constructor calls this, and the first call in a process prints who made it, unless told not to before.
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Silent


@dataclass(frozen=True, slots=True)
class Proposal:
    """Deviations of a point, or sets of rows that each look contradictory, or neither."""

    point: Floats | None = None
    sets: tuple[Ints, ...] = ()


@dataclass(frozen=True, slots=True)
class RowEnds:
    """Where the unknowns and the rows of more than one term may lie."""

    lower: Floats
    upper: Floats
    low: Floats
    high: Floats


class Program:
    """A centred system in floats: unknowns in their units, each row divided by its least term.

    Rows of one term bound unknowns; ``rows`` are the numbers of the others, their terms are at ``starts``.
    """

    def __init__(self, centred: Centred) -> None:
        system = centred.now
        coefficients = as_floats(system.coefficients) * centred.units[system.columns]
        filled = system.lengths > 0
        scale = np.ones(len(system))
        if filled.any():
            scale[filled] = np.minimum.reduceat(np.abs(coefficients), system.starts[:-1][filled])
        scale = np.where(scale > 0, scale, 1.0)
        low, high = centred.ends()
        low, high = low / scale, high / scale
        self._centred, self.system, self.unknowns = centred, system, system.unknowns
        self.rows = np.flatnonzero(system.lengths > 1)
        lengths = system.lengths[self.rows]
        self.starts = np.concatenate(([0], np.cumsum(lengths)))
        picked = np.repeat(system.starts[self.rows] - self.starts[:-1], lengths) + np.arange(self.starts[-1])
        self.row_of = np.repeat(np.arange(len(self.rows)), lengths)
        self.columns = system.columns[picked]
        self.values = coefficients[picked] / scale[self.rows][self.row_of]
        self._low, self._high = low[self.rows], high[self.rows]
        self._bound(np.flatnonzero(system.lengths == 1), coefficients, low, high)
        self._room = self._widths(scale, low, high)

    def _bound(self, rows: Ints, coefficients: Floats, low: Floats, high: Floats) -> None:
        """The tightest ends of each unknown, which rows they come from, and how much room there is between them."""
        system, count = self.system, self.unknowns
        self._lower, self._upper = np.full(count, -np.inf), np.full(count, np.inf)
        self.low_from, self.high_from = np.full(count, -1), np.full(count, -1)
        value = coefficients[system.starts[rows]]
        rows, up = rows[value != 0], value[value != 0] > 0
        where = system.columns[system.starts[rows]]
        _tightest(self._lower, self.low_from, where, np.where(up, low[rows], -high[rows]), rows, np.maximum)
        _tightest(self._upper, self.high_from, where, np.where(up, high[rows], -low[rows]), rows, np.minimum)
        self._spare = np.clip(self._upper - self._lower, 0.0, 1.0)

    def _widths(self, scale: Floats, low: Floats, high: Floats) -> Floats:
        """How much room each row has, up to a unit; a pair is two rows with one end each that make an interval."""
        room = high - low
        upper = np.flatnonzero(_pairs(self.system))
        upper = upper[np.isinf(room[upper]) & np.isinf(room[upper + 1])]
        known = np.where(np.isinf(low), high, low)
        wide = np.abs(known[upper] * scale[upper] - known[upper + 1] * scale[upper + 1])
        for rows in (upper, upper + 1):
            room[rows] = np.maximum(wide / scale[rows], LEAST)
        return np.clip(room[self.rows], 0.0, 1.0)

    def inside(self, part: Floats, live: tuple[Bools, Bools] | None = None) -> RowEnds:
        """All ends moved inward by a part of the room, which each row of the system has its own of.

        ``live`` says which unknowns and which rows count; the others are free.
        """
        least = np.minimum(
            np.where(self.low_from >= 0, part[self.low_from], 1.0),
            np.where(self.high_from >= 0, part[self.high_from], 1.0),
        )
        by, within = np.minimum(least, LEAST) * self._spare, part[self.rows] * self._room
        ends = self._lower + by, self._upper - by, self._low + within, self._high - within
        if live is None:
            return RowEnds(*ends)
        unknowns, rows = live[0], live[1][self.rows]
        return RowEnds(
            np.where(unknowns, ends[0], -np.inf),
            np.where(unknowns, ends[1], np.inf),
            np.where(rows, ends[2], -np.inf),
            np.where(rows, ends[3], np.inf),
        )

    def solve(self, ends: RowEnds, seconds: float | None) -> Proposal:
        """Ask for a point within these ends; where there is none, for rows that show it, which takes longer."""
        import highspy

        solver = self.started(ends)
        if seconds is not None:
            solver.setOptionValue("time_limit", max(seconds, 0.01))
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return Proposal(point=np.asarray(solver.getSolution().col_value))
        if status != highspy.HighsModelStatus.kInfeasible:
            return Proposal()
        _, there, ray = solver.getDualRay()
        return Proposal(sets=(self._support(np.asarray(ray)),)) if there and len(ray) == len(self.rows) else Proposal()

    def started(self, ends: RowEnds) -> Any:
        """The solver with these ends in it, and where to begin unless there is much to do."""
        solver = self.loaded(ends)
        if len(self.system) <= SOLVED:
            solver.setBasis(self._basis(ends))
        return solver

    def loaded(self, ends: RowEnds) -> Any:
        """The solver, with these ends in it."""
        import highspy

        solver = _silent()()
        solver.setOptionValue("output_flag", False)  # where the constructor calls no callbacks, too
        solver.setOptionValue("threads", 1)
        # As arrays: a model with fields would take each of them number by number.
        solver.passModel(
            self.unknowns,
            len(self.rows),
            len(self.values),
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.zeros(self.unknowns),
            # Ends that meet may cross by an error of rounding, which the solver would take for a contradiction.
            ends.lower,
            np.maximum(ends.lower, ends.upper),
            ends.low,
            np.maximum(ends.low, ends.high),
            self.starts.astype(np.int32),
            self.columns.astype(np.int32),
            self.values,
            np.zeros(self.unknowns, dtype=np.int32),  # none is an integer
        )
        return solver

    def _basis(self, ends: RowEnds) -> Any:
        """Where to begin: equalities give what they define, other rows follow, and the other unknowns are at an end."""
        import highspy

        status = highspy.HighsBasisStatus
        kinds = np.array([status.kLower, status.kUpper, status.kZero, status.kBasic], dtype=object)
        rows, unknowns = self._centred.solved
        long = self.system.lengths[rows] > 1
        place = np.searchsorted(self.rows, rows[long])
        column = _nearest(ends.lower, ends.upper)
        column[unknowns[long]] = BASIC
        row = np.full(len(self.rows), BASIC)
        row[place] = _nearest(ends.low, ends.high)[place]
        basis = highspy.HighsBasis()
        basis.col_status, basis.row_status, basis.valid = kinds[column].tolist(), kinds[row].tolist(), True
        return basis

    def _support(self, ray: Floats) -> Ints:
        """The rows that a ray uses, those that bound single unknowns included."""
        used = np.abs(ray) > 1e-9 * np.abs(ray).max(initial=0.0)
        reduced, size = np.zeros(self.unknowns), np.zeros(self.unknowns)
        terms = np.where(used, ray, 0.0)[self.row_of] * self.values
        np.add.at(reduced, self.columns, terms)
        np.maximum.at(size, self.columns, np.abs(terms))
        live = np.abs(reduced) > 1e-9 * size
        both = np.concatenate([self.low_from[live], self.high_from[live]])
        return np.unique(np.concatenate([self.rows[used], both[both >= 0]]))


class Session:
    """One program as it stands, asked which rows hold a form; each time from where the last time ended."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._solver = program.loaded(program.inside(np.zeros(len(program.system))))
        self._was: list[int] = []

    def holding(self, form: Mapping[int, float], seconds: float | None) -> Ints:
        """The rows that likely keep a form, in units, from being more; none where nothing seems to."""
        import highspy

        solver, program = self._solver, self._program
        for unknown in self._was:
            solver.changeColCost(unknown, 0.0)
        for unknown, value in form.items():
            solver.changeColCost(unknown, -value)
        self._was = list(form)
        if seconds is not None:
            solver.setOptionValue("time_limit", solver.getRunTime() + max(seconds, 0.01))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.zeros(0, dtype=np.int64)
        found = solver.getSolution()
        duals, reduced = np.asarray(found.row_dual), np.asarray(found.col_dual)
        most = max(abs(value) for value in form.values())
        held = [program.rows[np.abs(duals) > 1e-9 * most]]
        for source, side in ((program.low_from, reduced > 0), (program.high_from, reduced < 0)):
            held.append(source[side & (np.abs(reduced) > 1e-9 * most) & (source >= 0)])
        return np.unique(np.concatenate(held))


def _nearest(low: Floats, high: Floats) -> Ints:
    """Which end is the nearest to 0: 0 the low one, 1 the high one; 2 where there is none."""
    return np.where(np.isinf(low) & np.isinf(high), FREE, (np.abs(high) < np.abs(low)).astype(np.int64))


def _tightest(best: Floats, source: Ints, where: Ints, ends: Floats, rows: Ints, pick: Any) -> None:
    """The tightest end of each unknown, and the row that it comes from."""
    pick.at(best, where, ends)
    hit = (ends == best[where]) & np.isfinite(ends)
    source[where[hit]] = rows[hit]


def _pairs(system: System) -> Bools:
    """The rows that with the next one make an interval: one owner, one end each."""
    pairs = np.zeros(len(system), dtype=bool)
    if len(system) > 1:
        owner, lengths = system.owner, system.lengths
        same = (owner[1:] == owner[:-1]) & (owner[1:] >= 0) & (lengths[1:] == lengths[:-1]) & (lengths[1:] > 1)
        apart = (system.low_free[1:] == system.high_free[:-1]) & (system.high_free[1:] == system.low_free[:-1])
        pairs[:-1] = same & apart & (system.low_free[:-1] != system.high_free[:-1])
    return pairs
