"""Deciding a system: small ones by the exact simplex, large ones with a proposal where a solver is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.solver.answers import Decision, Feasible, simplex
from reconcile.solver.budget import Budget
from reconcile.solver.components import Component
from reconcile.solver.hybrid import propose_and_prove, propose_together
from reconcile.solver.proposal import available
from reconcile.solver.system import System

SMALL = 200  # rows up to which the exact simplex is done before a proposal would be
TOGETHER = 400  # rows of small parts from which one proposal for all is done before the exact simplex would be
BATCH = 3000  # rows of parts that are proposed for together


def decide(system: System, budget: Budget | None = None) -> Decision:
    """Whether all rows can hold, with numbers or a proof that were checked in exact arithmetic.

    A budget that is used up is an answer too.

    >>> from fractions import Fraction
    >>> from reconcile.solver.system import Row
    >>> from reconcile.exact.interval import Interval
    >>> one = Interval(Fraction(1), Fraction(1))
    >>> decide(System.of([Row({0: 1}, one), Row({0: 2}, one)])).certificate
    (Used(row=0, side='low', multiplier=Fraction(2, 1)), Used(row=1, side='high', multiplier=Fraction(1, 1)))
    """
    budget = budget or Budget(None)
    if len(system) > SMALL and available():
        return propose_and_prove(system, budget)
    return simplex(system, budget)


def decide_parts(parts: Sequence[Component], seconds: float | None = None) -> Iterator[tuple[Component, Decision]]:
    """Each part with its decision, in order; ``seconds`` is the budget of all of them.

    Small parts are proposed for together, since a solver's start costs more than they do; a part for which the
    proposal is no solution is decided by itself.
    """
    together = available()
    budget = Budget(seconds)
    batch: list[Component] = []
    rows = 0
    for part in parts:
        if batch and rows + len(part.system) > BATCH:
            yield from _decide_batch(batch, budget, together=together)
            batch, rows = [], 0
        batch.append(part)
        rows += len(part.system)
    yield from _decide_batch(batch, budget, together=together)


def _decide_batch(
    batch: Sequence[Component], budget: Budget, *, together: bool
) -> Iterator[tuple[Component, Decision]]:
    answers: Sequence[Feasible | None] = [None] * len(batch)
    if together and sum(len(part.system) for part in batch) > TOGETHER and len(batch) > 1:
        answers = propose_together([part.system for part in batch], budget)
    for part, answer in zip(batch, answers, strict=True):
        yield part, answer or decide(part.system, budget)
