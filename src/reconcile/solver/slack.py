"""How far a form goes in a large system: a few rows bound it, and a point of all rows shows that it goes so far.

A floating-point solver proposes the rows that hold it. The exact simplex says how far it goes under these alone, which
is no less than under all. Whether all rows let it go so far is decided like any system: at such a point the ends that
the bound adds up stand exactly. If they do not, the proof of that names the rows that were lacking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from reconcile.exact.columns import Bools, Ints
from reconcile.exact.interval import Interval
from reconcile.solver.answers import Feasible, Infeasible, Undecided
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.centred import centred, units_of
from reconcile.solver.decision import decide
from reconcile.solver.proofs import renumbered
from reconcile.solver.proposal import Program, Session
from reconcile.solver.system import Row, System
from reconcile.solver.tableau import Extreme, Tableau


class Reach:
    """Answers for one large system, which must be known to hold; raises OutOfBudgetError."""

    def __init__(self, system: System, budget: Budget) -> None:
        self.system, self.budget = system, budget
        around = centred(system, system, units_of(system), budget)
        self._units = units_of(system)
        self._session = None if around is None else Session(Program(around))

    def most(self, form: Mapping[int, int]) -> Extreme | None:
        """The most that a form can be; None where there is no end to it."""
        form = {unknown: value for unknown, value in form.items() if value}
        if not form:
            return Extreme(Fraction(0), open=False, used=())
        rows: Ints = np.zeros(0, dtype=np.int64)
        if self._session is not None:
            rows = self._session.holding(
                {u: value * float(self._units[u]) for u, value in form.items()}, self.budget.left
            )
        while True:
            self.budget.check()
            extreme = self._under(form, rows)
            answer = decide(self._endless(form) if extreme is None else self._at(extreme), self.budget)
            if isinstance(answer, Feasible):
                return extreme
            if isinstance(answer, Undecided):
                raise OutOfBudgetError
            rows = self._with(rows, answer)

    def _under(self, form: Mapping[int, int], rows: Ints) -> Extreme | None:
        """The most that the form can be where only these rows hold."""
        part, unknowns = self.system.take(rows).compact()
        place = {unknown: number for number, unknown in enumerate(unknowns.tolist())}
        if not form.keys() <= place.keys():
            return None
        tableau = Tableau(part, self.budget)
        if tableau.check() is not None:
            raise ValueError("the rows cannot all hold, so there is nothing to bound: decide first")
        extreme = tableau.most({place[unknown]: value for unknown, value in form.items()})
        if extreme is None:
            return None
        return Extreme(extreme.value, extreme.open, renumbered(extreme.used, rows))

    def _at(self, extreme: Extreme) -> System:
        """The system with the ends that the bound uses met exactly.

        Where one of them is open the form only comes near: as near as one likes where this has a solution with all ends
        closed, since between it and any solution of the system there are others.
        """
        system = self.system
        low, high = system.low.astype(object), system.high.astype(object)
        low_free, high_free = system.low_free.copy(), system.high_free.copy()
        opens = [_closed(flag, extreme) for flag in (system.low_open, system.high_open)]
        for row, side, _ in extreme.used:
            low[row] = high[row] = int((system.low if side == "low" else system.high)[row])
            low_free[row] = high_free[row] = False
        return replace(
            system,
            low=low,
            high=high,
            low_free=low_free,
            high_free=high_free,
            low_open=opens[0],
            high_open=opens[1],
        )

    def _endless(self, form: Mapping[int, int]) -> System:
        """A direction in which the form grows and no end is met, as a system that holds where there is one."""
        system = self.system
        nothing = np.zeros(len(system), dtype=np.int64)
        closed = np.zeros(len(system), dtype=bool)
        still = replace(system, low=nothing, high=nothing, low_open=closed, high_open=closed)
        return still.plus(Row(form, Interval(Fraction(1), None)))

    def _with(self, rows: Ints, answer: Infeasible) -> Ints:
        """The rows, and those that a proof uses."""
        lacking = [used.row for used in answer.certificate if used.row < len(self.system)]
        more = np.unique(np.concatenate([rows, np.array(lacking, dtype=np.int64)]))
        if len(more) == len(rows):
            raise ArithmeticError("a bound was neither met nor refuted; this is a defect of the solver")
        return more


def _closed(flag: Bools, extreme: Extreme) -> Bools:
    kept = flag & (not extreme.open)
    kept[[used.row for used in extreme.used]] = False
    return kept
