"""Large systems: a floating-point solver proposes, rational arithmetic decides.

A point that keeps away from all ends is rounded to a grid, what equalities define is computed from the rest, and every
row is checked in integers. Rows that look contradictory go to the exact simplex by themselves: either it proves that
they are, or it shows which of them must stand exactly at their ends, and these become equalities; or they only leave
less room, and are shrunk less. What all this does not settle, the exact simplex does, from the last point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from reconcile.exact.columns import Bools, Ints
from reconcile.solver.answers import Decision, Feasible, Undecided, infeasible, simplex
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.centred import CENTRED_SCALE, Centred, centred, units_of
from reconcile.solver.definitions import Definitions, equal
from reconcile.solver.proofs import renumbered
from reconcile.solver.proposal import Program
from reconcile.solver.screening import Screening
from reconcile.solver.system import System
from reconcile.solver.tableau import Tableau

TRIES = 16
SHRINK = 2.0**-16  # of a row's room, or of a unit where that is less: far beyond the solver's tolerance of 1e-7
LESS = 1 / 64  # what is tighter is shrunk less, once it is known to be
_FINER = 1 << 10
GLANCE = 4  # rounds of screening before a batch is proposed for: what shows later, the solver shows at less cost
DROPS = 4  # times that a batch is proposed for again without the parts that did not fit


def propose_and_prove(system: System, budget: Budget) -> Decision:
    """Decide a large system with a floating-point solver's help; no answer rests on it."""
    hybrid = _Hybrid(system, budget)
    try:
        answer = hybrid.run()
    except OutOfBudgetError:
        return Undecided("budget")
    return simplex(system, budget, hybrid.last) if answer is None else answer


def propose_together(systems: Sequence[System], budget: Budget) -> list[Feasible | None]:
    """A checked solution for each of many small systems, all proposed at once; None where none was found.

    >>> from reconcile.exact.interval import Interval; from reconcile.solver.system import Row
    >>> systems = [System.of([Row({0: 1}, Interval(Fraction(a), Fraction(5)))]) for a in (4, 6)]
    >>> [answer is not None for answer in propose_together(systems, Budget(None))]
    [True, False]
    """
    try:
        return _answered_at_once(systems, budget)
    except OutOfBudgetError:
        return [None] * len(systems)


def _answered_at_once(systems: Sequence[System], budget: Budget) -> list[Feasible | None]:
    whole = joined_systems(systems)
    of_row = np.repeat(np.arange(len(systems)), [len(one) for one in systems])
    of_unknown = np.repeat(np.arange(len(systems)), [one.unknowns for one in systems])
    definitions = Definitions(whole, np.flatnonzero(equal(whole)))
    around = Centred(whole, whole, units_of(whole), definitions, min(definitions.scale, CENTRED_SCALE))
    live = np.ones(len(systems), dtype=bool)
    live[of_row[~around.met]] = False
    program, shrink = Program(around), np.full(len(whole), SHRINK)
    for _ in range(DROPS):
        ends = program.inside(shrink, (live[of_unknown], live[of_row]))
        crossed = Screening(program, ends, budget, GLANCE).crossed
        if len(crossed):
            live[of_unknown[crossed]] = False
            ends = program.inside(shrink, (live[of_unknown], live[of_row]))
        proposal = program.solve(ends, budget.left)
        if proposal.point is not None:
            moved = around.deviations(proposal.point)
            live[of_row[~around.right(moved)]] = False
            values, ticks = around.point(moved)
            edges = np.cumsum([0, *(one.unknowns for one in systems)]).tolist()
            return [
                Feasible(values[edges[one] : edges[one + 1]], ticks) if there else None
                for one, there in enumerate(live.tolist())
            ]
        if not proposal.sets:
            break
        live[of_row[np.concatenate(proposal.sets)]] = False
    return [None] * len(systems)


class _Hybrid:
    def __init__(self, system: System, budget: Budget) -> None:
        self.system, self.budget = system, budget
        self.last: list[Fraction] | None = None  # the last point proposed, in exact numbers
        self._now = system  # with the rows that must stand at an end as equalities
        self._searched = False  # for rows that contradict each other as they stand
        self._proving: set[int] = set()  # the rows that show it
        self._fixed = np.zeros(len(system), dtype=bool)
        self._units = units_of(system)
        self._shrink = np.full(len(system), SHRINK)

    def run(self) -> Decision | None:
        around: Centred | None = None
        for _ in range(TRIES):
            self.budget.check()
            if around is None:
                around = centred(self.system, self._now, self._units, self.budget)
                if around is None:
                    return None
                program = Program(around)
            sets, answer = self._screen(program)
            if answer is not None:
                return answer
            if not sets:
                proposal = program.solve(program.inside(self._shrink), self.budget.left)
                if proposal.point is not None:
                    moved = around.deviations(proposal.point)
                    values, ticks = around.point(moved)
                    if around.right(moved).all():
                        return Feasible(values, ticks)
                    self.last = [Fraction(value) / ticks for value in values.tolist()]
                    # The same from nearer by and in finer units, in which the solver leaves less undone.
                    around.move(moved, _FINER)
                    program = Program(around)
                    continue
                sets = proposal.sets
                if not sets:
                    self._shrink /= 16
            answer, tighter = self._settle(sets)
            if answer is not None:
                return answer
            around = None if tighter else around
        return None

    def _screen(self, program: Program) -> tuple[tuple[Ints, ...], Decision | None]:
        """Rows that look contradictory with their ends moved inward; or the answer, where they are as they stand."""
        found = Screening(program, program.inside(self._shrink), self.budget)
        if not len(found.crossed):
            return (), None
        if not self._searched:
            self._searched = True
            bare = Screening(program, program.inside(np.zeros(len(self.system))), self.budget)
            for rows in sorted(bare.sets(), key=len):
                part, _ = self.system.take(rows).compact()
                proof = Tableau(part, self.budget).check()
                if proof is not None:
                    return (), infeasible(self.system, renumbered(proof, rows))
        return found.sets(), None

    def _settle(self, sets: Sequence[Ints]) -> tuple[Decision | None, bool]:
        """Examine rows that look contradictory; what is only tight is shrunk less. Whether some became equalities."""
        seen: set[int] = set()
        fresh = False
        for rows in sorted(sets, key=len):
            if not seen.isdisjoint(rows.tolist()):
                continue  # likely the same place; if not, it shows again
            seen.update(rows.tolist())
            answer, tighter = self._examine(rows)
            if answer is not None:
                return answer, False
            fresh = fresh or tighter
        if sets:  # once, however many sets a row is in: an end given no room at all cannot be met in floats
            self._shrink[np.unique(np.concatenate(sets))] *= LESS
        return None, fresh

    def _examine(self, rows: Ints) -> tuple[Decision | None, bool]:
        """Decide rows that look contradictory: they are, or some must stand at their ends, or they are only tight."""
        part, _ = self._now.take(rows).compact()
        proof = Tableau(part, self.budget).check()
        if proof is None:
            return None, self._tighten(part, rows)
        if self._fixed[rows].any():
            # Why these stand at their ends belongs to the proof.
            rows = np.unique(np.concatenate([rows, np.array(sorted(self._proving), dtype=np.int64)]))
            part, _ = self.system.take(rows).compact()
            proof = Tableau(part, self.budget).check()
            assert proof is not None
        return infeasible(self.system, renumbered(proof, rows)), False

    def _tighten(self, part: System, rows: Ints) -> bool:
        """Whether rows that hold only at their ends were found; they become equalities.

        Were these ends open and were there a proof then, its right side would be 0: at any solution each end it uses is
        met exactly. What is known to stand at an end stays there, so that the proof rests on something new.
        """
        loose = ~equal(part)
        proof = Tableau(_opened(part, loose), self.budget).check()
        if proof is None:
            return False
        outer = renumbered(proof, rows)
        now = self._now
        low, high = now.low.astype(object), now.high.astype(object)
        low_free, high_free = now.low_free.copy(), now.high_free.copy()
        low_open, high_open = now.low_open.copy(), now.high_open.copy()
        for row, side, _ in outer:
            end = self.system.end(row, side)
            assert end is not None
            low[row] = high[row] = end[0]
            low_free[row] = high_free[row] = low_open[row] = high_open[row] = False
        self._now = replace(
            now,
            low=low,
            high=high,
            low_free=low_free,
            high_free=high_free,
            low_open=low_open,
            high_open=high_open,
        )
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


def joined_systems(systems: Sequence[System]) -> System:
    """Systems side by side, as one, no unknown shared."""
    terms = np.cumsum([0, *(len(one.columns) for one in systems)])
    unknowns = np.cumsum([0, *(one.unknowns for one in systems)])
    starts = [one.starts[:-1] + first for one, first in zip(systems, terms[:-1], strict=True)]
    flags = ("coefficients", "low", "high", "low_free", "high_free", "low_open", "high_open", "owner")
    columns: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in systems]) for name in flags}
    return System(
        starts=np.concatenate([*starts, terms[-1:]]),
        columns=np.concatenate([one.columns + first for one, first in zip(systems, unknowns[:-1], strict=True)]),
        unknowns=int(unknowns[-1]),
        **columns,
    )
