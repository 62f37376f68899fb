"""Deciding a system: small ones by the exact simplex, large ones with a proposal where a solver is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from reconcile.exact.solver.answers import Decision, Feasible, simplex
from reconcile.exact.solver.budget import Budget
from reconcile.exact.solver.components import Component
from reconcile.exact.solver.hybrid import propose_and_prove
from reconcile.exact.solver.proposal import available
from reconcile.exact.solver.system import System

SMALL = 300  # rows up to which the exact simplex is done before a proposal would be
BATCH = 4000  # rows of parts that are proposed for together


def decide(system: System, budget: Budget | None = None) -> Decision:
    """Whether all rows can hold, with numbers or a proof that were checked in exact arithmetic.

    A budget that is used up is an answer too.

    >>> from fractions import Fraction
    >>> from reconcile.exact.solver.system import Row
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
    """Each part with its decision, in order; ``seconds`` is the budget of one part.

    Small parts are proposed for together, since a solver's start costs more than they do; where the proposal for a
    batch is not a solution, each of its parts is decided by itself.
    """
    together = available()
    batch: list[Component] = []
    rows = 0
    for part in parts:
        if batch and rows + len(part.system) > BATCH:
            yield from _decide_batch(batch, seconds, together=together)
            batch, rows = [], 0
        batch.append(part)
        rows += len(part.system)
    yield from _decide_batch(batch, seconds, together=together)


def _decide_batch(
    batch: Sequence[Component], seconds: float | None, *, together: bool
) -> Iterator[tuple[Component, Decision]]:
    if together and len(batch) > 1:
        whole = propose_and_prove(joined([part.system for part in batch]), Budget(seconds), alone=False)
        if isinstance(whole, Feasible):
            begin = 0
            for part in batch:
                end = begin + part.system.unknowns
                yield part, Feasible(whole.witness[begin:end])
                begin = end
            return
    for part in batch:
        yield part, decide(part.system, Budget(seconds))


def joined(systems: Sequence[System]) -> System:
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
