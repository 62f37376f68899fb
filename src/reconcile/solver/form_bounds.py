"""The interval that all rows together leave a form, and the rows that hold it there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from reconcile.exact.interval import Interval
from reconcile.solver.answers import Feasible, Undecided
from reconcile.solver.budget import Budget, OutOfBudgetError
from reconcile.solver.decision import decide
from reconcile.solver.proof_checking import combine
from reconcile.solver.proofs import Proof, owners_of
from reconcile.solver.propagation import Propagation
from reconcile.solver.proposal import available
from reconcile.solver.slack import Reach
from reconcile.solver.system import System
from reconcile.solver.tableau import Extreme, Tableau

LARGE_FORMS = 2000  # rows up to which one exact table bounds all forms
_FINER = 64  # how much finer than the ends of single figures propagation counts
_MOST = 1 << 62  # a common denominator beyond this is not worth its digits
_NOTHING = "the rows cannot all hold, so there is nothing to bound: decide first"

Ask = Callable[[Mapping[int, int]], Extreme | None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Every value that a form takes where all rows hold; each end with the rows that add up to it.

    ``high`` adds up to ``form <= interval.high``, ``low`` to ``-form <= -interval.low``; both are empty where there is
    no end. The owners are those whose rows are used.
    """

    interval: Interval
    low: Proof
    high: Proof
    low_owners: frozenset[int]
    high_owners: frozenset[int]


def bounds(
    system: System, forms: Iterable[Mapping[int, int]] | None = None, budget: Budget | None = None
) -> Iterator[Bounds]:
    """The bounds of each form in turn, or of each unknown; ValueError where the rows cannot hold at all.

    Raises OutOfBudgetError when the time is used up; what came before stands.

    >>> from fractions import Fraction; from reconcile.solver.system import Row
    >>> rows = [({0: 1}, 10, 11), ({1: 1}, 2, 3), ({2: 1, 0: -1, 1: -1}, 0, 0)]
    >>> system = System.of(Row(form, Interval(Fraction(a), Fraction(b)), i) for i, (form, a, b) in enumerate(rows))
    >>> [str(one.interval) for one in bounds(system)]
    ['[10, 11]', '[2, 3]', '[12, 14]']
    """
    budget = budget or Budget(None)
    ask = _large(system, budget) if len(system) > LARGE_FORMS and available() else _small(system, budget)
    for form in forms if forms is not None else ({unknown: 1} for unknown in range(system.unknowns)):
        yield _bounds(system, ask, form)


class Rest:
    """One system, asked again and again for what is left of it when some owners are left out.

    >>> from fractions import Fraction; from reconcile.solver.system import Row
    >>> rows = [({0: 1}, 10, 11), ({1: 1}, 2, 3), ({0: 1, 1: 1}, 12, 13)]
    >>> system = System.of(Row(form, Interval(Fraction(a), Fraction(b)), i) for i, (form, a, b) in enumerate(rows))
    >>> print(Rest(system).bounds([2], {0: 1, 1: 1}))
    [12, 14]
    """

    def __init__(self, system: System, budget: Budget | None = None, tableau: Tableau | None = None) -> None:
        """Take a system, or the table that somebody has made of it already, with its budget."""
        self._system = system
        self._tableau = tableau or Tableau(system, budget or Budget(None))

    def bounds(self, dropped: Iterable[int], form: Mapping[int, int]) -> Interval | None:
        """The values of a form without these owners; None where the others cannot hold. Raises OutOfBudgetError."""
        if self._tableau.check(frozenset(dropped)) is not None:
            return None
        return _bounds(self._system, self._tableau.most, form).interval


def outer(system: System, budget: Budget | None = None) -> Iterator[Interval]:
    """For each unknown an interval that no solution leaves, at once for all; mostly, but not always, the least one.

    It is empty where the rows are seen not to hold. Raises OutOfBudgetError.

    >>> from fractions import Fraction; from reconcile.solver.system import Row
    >>> rows = [({0: 1}, 10, 11), ({1: 1}, 2, 3), ({2: 1, 0: -1, 1: -1}, 0, 0)]
    >>> system = System.of(Row(form, Interval(Fraction(a), Fraction(b)), i) for i, (form, a, b) in enumerate(rows))
    >>> [str(one) for one in outer(system)]
    ['[10, 11]', '[2, 3]', '[12, 14]']
    """
    single = system.coefficients[system.starts[:-1][system.lengths == 1]]
    below = lcm(*{abs(value) for value in single.tolist() if value})
    run = Propagation(system, below * _FINER if below < _MOST else _FINER, budget=budget)
    return (run.interval(unknown) for unknown in range(system.unknowns))


def _small(system: System, budget: Budget) -> Ask:
    tableau = Tableau(system, budget)
    if tableau.check() is not None:
        raise ValueError(_NOTHING)
    return tableau.most


def _large(system: System, budget: Budget) -> Ask:
    answer = decide(system, budget)
    if isinstance(answer, Undecided):
        raise OutOfBudgetError
    if not isinstance(answer, Feasible):
        raise ValueError(_NOTHING)  # noqa: TRY004  which answer it is depends on the values
    return Reach(system, budget).most


def _bounds(system: System, ask: Ask, form: Mapping[int, int]) -> Bounds:
    most = ask(form)
    least = ask({unknown: -value for unknown, value in form.items()})
    for extreme, sign in ((most, 1), (least, -1)):
        if extreme is not None:
            expected = {unknown: Fraction(sign * value) for unknown, value in form.items() if value}
            if combine(system, extreme.used) != (expected, extreme.value, extreme.open):
                raise ArithmeticError("a bound did not add up; this is a defect of the solver")
    return Bounds(
        Interval(
            None if least is None else -least.value,
            None if most is None else most.value,
            least is not None and least.open,
            most is not None and most.open,
        ),
        () if least is None else least.used,
        () if most is None else most.used,
        frozenset() if least is None else owners_of(system, least.used),
        frozenset() if most is None else owners_of(system, most.used),
    )
