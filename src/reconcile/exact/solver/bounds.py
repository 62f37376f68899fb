"""The interval that all rows together leave a form, and the rows that hold it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reconcile.exact.interval import Interval
from reconcile.exact.solver.budget import Budget
from reconcile.exact.solver.certificate import Certificate, owners_of
from reconcile.exact.solver.system import System
from reconcile.exact.solver.tableau import Tableau
from reconcile.exact.solver.verify import combine


@dataclass(frozen=True, slots=True)
class Bounds:
    """Every value that a form takes where all rows hold; each end with the rows that add up to it.

    ``high`` adds up to ``form <= interval.high``, ``low`` to ``-form <= -interval.low``; both are empty where there is
    no end. The owners are those whose rows are used.
    """

    interval: Interval
    low: Certificate
    high: Certificate
    low_owners: frozenset[int]
    high_owners: frozenset[int]


def bounds(
    system: System, forms: Iterable[Mapping[int, int]] | None = None, budget: Budget | None = None
) -> Iterator[Bounds]:
    """The bounds of each form in turn, or of each unknown; ValueError where the rows cannot hold at all.

    Raises OutOfBudgetError when the time is used up; what came before stands.

    >>> from fractions import Fraction; from reconcile.exact.solver.system import Row
    >>> rows = [({0: 1}, 10, 11), ({1: 1}, 2, 3), ({2: 1, 0: -1, 1: -1}, 0, 0)]
    >>> system = System.of(Row(form, Interval(Fraction(a), Fraction(b)), i) for i, (form, a, b) in enumerate(rows))
    >>> [str(one.interval) for one in bounds(system)]
    ['[10, 11]', '[2, 3]', '[12, 14]']
    """
    tableau = Tableau(system, budget or Budget(None))
    if tableau.check() is not None:
        raise ValueError("the rows cannot all hold, so there is nothing to bound: decide first")
    for form in forms if forms is not None else ({unknown: 1} for unknown in range(system.unknowns)):
        yield _bounds(system, tableau, form)


def _bounds(system: System, tableau: Tableau, form: Mapping[int, int]) -> Bounds:
    most = tableau.most(form)
    least = tableau.most({unknown: -value for unknown, value in form.items()})
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
