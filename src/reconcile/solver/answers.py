"""The answer to whether a system can hold: yes with numbers, no with a proof, or not known and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reconcile.exact.columns import Array, Bools
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.proof_checking import verify_proof
from reconcile.solver.proofs import Proof
from reconcile.solver.system import System
from reconcile.solver.tableau import Tableau


@dataclass(frozen=True, slots=True, eq=False)
class Feasible:
    """All rows hold where unknown j is ``values[j] / ticks``; the witness has these numbers, one an unknown."""

    values: Sequence[Fraction | int] | Array
    ticks: int = 1

    @property
    def witness(self) -> tuple[Fraction, ...]:
        numbers = self.values.tolist() if isinstance(self.values, np.ndarray) else self.values
        return tuple(Fraction(value) / self.ticks for value in numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Feasible) and self.witness == other.witness

    def __hash__(self) -> int:
        return hash(self.witness)


@dataclass(frozen=True, slots=True)
class Infeasible:
    """The rows cannot hold together: the certificate adds up to a falsehood."""

    certificate: Proof


@dataclass(frozen=True, slots=True)
class Undecided:
    """No answer within the budget."""

    reason: str


Decision = Feasible | Infeasible | Undecided


def holds(system: System, values: Sequence[Fraction | int] | Array, ticks: int = 1) -> bool:
    """Whether every row holds where unknown j is ``values[j] / ticks``, whatever proposed them.

    >>> from reconcile.solver.system import Row; from reconcile.exact.interval import Interval
    >>> system = System.of([Row({0: 3}, Interval(Fraction(1), Fraction(2), high_open=True))])
    >>> holds(system, [1], ticks=3), holds(system, [Fraction(2, 3)])
    (True, False)
    """
    return bool(right_rows(system, values, ticks).all())


def right_rows(system: System, values: Sequence[Fraction | int] | Array, ticks: int = 1) -> Bools:
    """Which rows hold there."""
    numbers = np.empty(system.unknowns, dtype=object)
    numbers[:] = values
    reached = system.sums(system.coefficients.astype(object) * numbers[system.columns])
    low, high = system.low.astype(object) * ticks, system.high.astype(object) * ticks
    above = (reached > low) | (~system.low_open & (reached == low)) | system.low_free
    below = (reached < high) | (~system.high_open & (reached == high)) | system.high_free
    return np.asarray(above & below, dtype=bool)


def feasible(system: System, values: Array, ticks: int) -> Feasible:
    """The answer yes, its witness checked."""
    if not holds(system, values, ticks):
        raise ArithmeticError("a witness does not hold; this is a defect of the solver")
    return Feasible(values, ticks)


def infeasible(system: System, certificate: Proof) -> Infeasible:
    """The answer no, its certificate checked."""
    if not verify_proof(system, certificate):
        raise ArithmeticError("a certificate does not add up; this is a defect of the solver")
    return Infeasible(certificate)


def simplex(system: System, budget: Budget, start: Sequence[Fraction] | None = None) -> Decision:
    """What the exact simplex alone says, from numbers near a solution where there are some."""
    try:
        tableau = Tableau(system, budget, start)
        proof = tableau.check()
        return feasible(system, *tableau.point()) if proof is None else infeasible(system, proof)
    except OutOfBudgetError:
        return Undecided("budget")
