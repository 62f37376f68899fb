"""Equalities solved for some of their unknowns, so that the rest may be chosen freely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import gcd

from reconcile.solver.budget import Budget

Form = dict[int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """``Σ coefficient × unknown = constant``, solved for one unknown, which no later step has."""

    row: int
    unknown: int
    form: Form
    constant: int


class Elimination:
    """Gauss' elimination in integers, sparse: first the unknowns that stand in the fewest equalities.

    ``rows`` gives each equality's form and constant under its number. ``price(unknown)`` breaks ties: what is cheap is
    solved for. ``contradiction`` is None, or multipliers of rows that add up to 0 = something else.

    >>> solved = Elimination({4: ({0: 1, 1: -1, 2: -1}, 0), 9: ({0: 2, 1: -2, 2: -2}, 1)})
    >>> solved.contradiction
    {9: Fraction(1, 1), 4: Fraction(-2, 1)}
    """

    def __init__(
        self,
        rows: Mapping[int, tuple[Form, int]],
        price: Callable[[int], int] = lambda _: 0,
        budget: Budget | None = None,
    ) -> None:
        self.steps: list[Step] = []
        self.contradiction: dict[int, Fraction] | None = None
        self._combined: list[tuple[int, int, int, int, int]] = []
        forms = {row: dict(form) for row, (form, _) in rows.items()}
        constants = {row: constant for row, (_, constant) in rows.items()}
        places: dict[int, set[int]] = {}
        for row, form in forms.items():
            for unknown in form:
                places.setdefault(unknown, set()).add(row)
        queue = [(len(where), price(unknown), unknown) for unknown, where in places.items()]
        heapify(queue)
        turns = 0
        while queue:
            count, cost, unknown = heappop(queue)
            where = places[unknown]
            if not where or len(where) != count:
                if where:
                    heappush(queue, (len(where), cost, unknown))
                continue
            turns += 1
            if budget is not None and turns % 64 == 0:
                budget.check()
            row = min(where, key=lambda one: (abs(forms[one][unknown]) != 1, len(forms[one]), one))
            form = forms.pop(row)
            for other in form:
                places[other].discard(row)
                if len(places[other]) == 1:
                    heappush(queue, (1, price(other), other))
            for other in sorted(where):
                self._subtract(row, form, constants, other, forms[other], unknown, places, queue, price)
            places[unknown] = set()
            self.steps.append(Step(row, unknown, form, constants[row]))
        self.solved = {step.unknown for step in self.steps}
        wrong = next((row for row, form in forms.items() if not form and constants[row]), None)
        if wrong is not None:
            self.contradiction = self._origin({wrong: Fraction(1)})

    def _subtract(
        self,
        row: int,
        form: Form,
        constants: dict[int, int],
        other: int,
        target: Form,
        unknown: int,
        places: dict[int, set[int]],
        queue: list[tuple[int, int, int]],
        price: Callable[[int], int],
    ) -> None:
        """Take the multiple of a row from another that frees it of the unknown."""
        own, his = form[unknown], target[unknown]
        common = gcd(own, his) * (1 if own > 0 else -1)
        up, down = own // common, his // common
        if up != 1:
            for key in target:
                target[key] *= up
        for key, value in form.items():
            fresh = target.get(key, 0) - down * value
            if fresh:
                if key not in target:
                    places[key].add(other)
                target[key] = fresh
            elif key in target:
                del target[key]
                places[key].discard(other)
                if len(places[key]) <= 1:  # it became the easiest; where it grew, its entry is corrected when met
                    heappush(queue, (len(places[key]), price(key), key))
        constant = up * constants[other] - down * constants[row]
        shrink = gcd(*target.values(), constant) if up != 1 and target else 1
        if shrink > 1:
            for key in target:
                target[key] //= shrink
            constant //= shrink
        constants[other] = constant
        self._combined.append((other, row, up, down, shrink))

    def _origin(self, multipliers: dict[int, Fraction]) -> dict[int, Fraction]:
        """The multipliers of the given equalities that amount to these multipliers of the solved ones."""
        for other, row, up, down, shrink in reversed(self._combined):
            value = multipliers.get(other)
            if value:
                multipliers[other] = value * up / shrink
                multipliers[row] = multipliers.get(row, Fraction(0)) - value * down / shrink
        return {row: value for row, value in multipliers.items() if value}

    def cancel(self, form: Mapping[int, Fraction]) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
        """Multipliers of the equalities that free a form of every solved unknown, and the form that is left."""
        left = {unknown: value for unknown, value in form.items() if value}
        multipliers: dict[int, Fraction] = {}
        for step in self.steps:
            value = left.get(step.unknown)
            if value:
                factor = -value / step.form[step.unknown]
                multipliers[step.row] = factor
                for unknown, coefficient in step.form.items():
                    left[unknown] = left.get(unknown, Fraction(0)) + factor * coefficient
        return self._origin(multipliers), {unknown: value for unknown, value in left.items() if value}

    def expressions(self, wanted: Iterable[int]) -> dict[int, tuple[Form, int, int]]:
        """Solved unknowns by the free ones: ``denominator × unknown = form + constant``, for all that are wanted."""
        needed = set(wanted) & self.solved
        for step in self.steps:
            if step.unknown in needed:
                needed.update(unknown for unknown in step.form if unknown in self.solved)
        found: dict[int, tuple[Form, int, int]] = {}
        for step in reversed(self.steps):
            if step.unknown in needed:
                pivot = step.form[step.unknown]
                rest = {unknown: -value for unknown, value in step.form.items() if unknown != step.unknown}
                form, constant, denominator = substitute(rest, step.constant, found)
                found[step.unknown] = reduced(form, constant, denominator * pivot)
        return found


def substitute(form: Form, constant: int, known: Mapping[int, tuple[Form, int, int]]) -> tuple[Form, int, int]:
    """A form with every known unknown replaced: ``denominator × value = form + constant``."""
    scale = 1
    for unknown in form:
        if unknown in known:
            scale = scale * known[unknown][2] // gcd(scale, known[unknown][2])
    total: Form = {}
    constant *= scale
    for unknown, value in form.items():
        if unknown not in known:
            total[unknown] = total.get(unknown, 0) + value * scale
            continue
        inner, offset, denominator = known[unknown]
        factor = value * (scale // denominator)
        constant += factor * offset
        for other, coefficient in inner.items():
            total[other] = total.get(other, 0) + factor * coefficient
    return {unknown: value for unknown, value in total.items() if value}, constant, scale


def reduced(form: Form, constant: int, denominator: int) -> tuple[Form, int, int]:
    """The same in lowest terms, with a denominator above zero."""
    common = gcd(*form.values(), constant, denominator) * (1 if denominator > 0 else -1)
    if common != 1:
        form = {unknown: value // common for unknown, value in form.items()}
    return form, constant // common, denominator // common
