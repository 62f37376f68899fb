"""A system on the exact simplex: rows to variables with bounds, and what the table finds back to rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

import numpy as np

from reconcile.exact.columns import Array
from reconcile.solver.budget import Budget
from reconcile.solver.definitions import Eliminated
from reconcile.solver.elimination import Elimination, Form, substitute
from reconcile.solver.proofs import Proof, Used, whole_numbers_of
from reconcile.solver.simplex import End, SimplexTable
from reconcile.solver.system import BACKGROUND, System

_ONE = -1  # the variable that stands for 1, so that constants have a place in rows


class _Bound(NamedTuple):
    """One end of one row as a bound on a variable; ``factor`` times the variable is the row's value."""

    end: End
    row: int
    side: str
    factor: int
    owner: int


@dataclass(frozen=True, slots=True)
class Extreme:
    """The most that a form can be: attained unless open, and the ends that hold it there."""

    value: Fraction
    open: bool
    used: Proof


class Tableau:
    """Decides a system, again and again with other owners left out, each time from where the last time ended.

    ``start`` may give numbers near a solution, one an unknown; they save steps and change no answer.
    """

    def __init__(self, system: System, budget: Budget, start: Sequence[Fraction] | None = None) -> None:
        self.system, self.budget = system, budget
        self._bounds: dict[int, tuple[list[_Bound], list[_Bound]]] = {}
        self._dropped: frozenset[int] = frozenset()
        self._constant: list[tuple[int, Proof]] = []  # rows without terms that are wrong by themselves
        self._table = SimplexTable(budget)
        equalities, others = self._split()
        self._elimination = Elimination(equalities, self._prices(others).__getitem__, budget)
        self._place(others, start)

    def _split(self) -> tuple[dict[int, tuple[Form, int]], dict[int, Form]]:
        """The background's equalities, which are eliminated, and the other rows; those without terms are judged."""
        system = self.system
        same = (system.low == system.high) & ~(system.low_free | system.high_free | system.low_open | system.high_open)
        equal = set(np.flatnonzero(same & (system.owner == BACKGROUND)).tolist())
        equalities: dict[int, tuple[Form, int]] = {}
        others: dict[int, Form] = {}
        for row, form in enumerate(system.forms()):
            if row in equal and form:
                equalities[row] = (form, int(system.low[row]))
            elif form:
                others[row] = form
            else:
                self._judge(row)
        return equalities, others

    def _judge(self, row: int) -> None:
        for side, sign in (("low", 1), ("high", -1)):
            end = self.system.end(row, side)
            if end is not None and (sign * end[0] > 0 or (end[0] == 0 and end[1])):
                self._constant.append((int(self.system.owner[row]), (Used(row, side, Fraction(1)),)))

    def _prices(self, others: Mapping[int, Form]) -> list[int]:
        """What solving for an unknown costs: how often other rows would have to be written without it."""
        price = [0] * self.system.unknowns
        for form in others.values():
            for unknown in form:
                price[unknown] += 1 if len(form) == 1 else 4
        return price

    def _place(self, others: Mapping[int, Form], start: Sequence[Fraction] | None) -> None:
        """Give each row's form a variable, scale all ends to integers, and build the table."""
        variables: dict[tuple[tuple[int, int], ...], int] = {}
        factors: dict[int, tuple[int, int]] = {}
        for row, form in others.items():
            factor = gcd(*form.values()) * (1 if next(iter(form.values())) > 0 else -1)
            if len(form) == 1:
                factors[row] = (next(iter(form)), factor)
                continue
            key = tuple(sorted((unknown, value // factor) for unknown, value in form.items()))
            if key[0][1] < 0:
                factor, key = -factor, tuple((unknown, -value) for unknown, value in key)
            factors[row] = (variables.setdefault(key, self.system.unknowns + len(variables)), factor)
        self._scale(factors, fine=1 if start is None else 1 << 12)
        bounded = {variable for variable, _ in factors.values()}
        wanted = bounded.union(unknown for key in variables for unknown, _ in key)
        known = self._elimination.expressions(wanted)
        free = set(range(self.system.unknowns)) - self._elimination.solved
        self._table.add_outside(_ONE, self._ticks)
        self._table.low[_ONE] = self._table.high[_ONE] = (self._ticks, 0)
        for unknown in sorted(free):
            self._table.add_outside(unknown, 0 if start is None else round(start[unknown] / self._unit))
        for unknown in sorted(bounded & self._elimination.solved):
            form, constant, denominator = known[unknown]
            self._table.add_basic(unknown, {**form, _ONE: constant} if constant else form, denominator)
        for key, variable in variables.items():
            form, constant, denominator = substitute(dict(key), 0, known)
            self._table.add_basic(variable, {**form, _ONE: constant} if constant else form, denominator)
        self._by_owner: dict[int, set[int]] = {}
        for row, (variable, _) in factors.items():
            self._by_owner.setdefault(int(self.system.owner[row]), set()).add(variable)
        self._pending = bounded

    def _scale(self, factors: Mapping[int, tuple[int, int]], fine: int) -> None:
        """Measure everything in a unit in which all ends are integers, and 1 is too; ``fine`` divides it further."""
        system, owner = self.system, self.system.owner.tolist()
        ends: list[tuple[int, bool, int, bool]] = []  # row, whether it is the low end, which is open
        for lower, columns in (
            (True, (system.low_free, system.low, system.low_open)),
            (False, (system.high_free, system.high, system.high_open)),
        ):
            each = enumerate(zip(*(column.tolist() for column in columns), strict=True))
            ends += [(row, lower, end, opened) for row, (free, end, opened) in each if not free and row in factors]
        below = lcm(*{factors[row][1] // gcd(end, factors[row][1]) for row, _, end, _ in ends})
        whole_numbers_of = [end * below // factors[row][1] for row, _, end, _ in ends]
        above = gcd(*whole_numbers_of) or 1
        constants = any(step.constant for step in self._elimination.steps)
        above = gcd(above, below) if constants else above
        self._unit, self._ticks = Fraction(above, below * fine), below * fine // above if constants else 1
        for (row, lower, _, opened), number in zip(ends, whole_numbers_of, strict=True):
            variable, factor = factors[row]
            least = lower == (factor > 0)
            tiny = (1 if least else -1) if opened else 0
            place = self._bounds.setdefault(variable, ([], []))[not least]
            place.append(_Bound((number * fine // above, tiny), row, "low" if lower else "high", factor, owner[row]))
        for lows, highs in self._bounds.values():  # the tightest first
            lows.sort(key=lambda bound: bound.end, reverse=True)
            highs.sort(key=lambda bound: bound.end)

    def check(self, dropped: Collection[int] = ()) -> Proof | None:
        """A proof that the rows of all owners but these cannot hold, or None where they can."""
        if self._elimination.contradiction is not None:
            return self._signed(self._elimination.contradiction)
        fresh = frozenset(dropped)
        for owner in fresh ^ self._dropped:
            self._pending |= self._by_owner.get(owner, set())
        self._dropped = fresh
        for owner, proof in self._constant:
            if owner not in fresh:
                return proof
        for variable in sorted(self._pending):
            low, high = self._tightest(variable)
            if low is not None and high is not None and low.end > high.end:
                return self._proof([(low, Fraction(1)), (high, Fraction(1))])
            self._table.bound(variable, None if low is None else low.end, None if high is None else high.end)
            self._pending.discard(variable)
        stuck = self._table.repair()
        if stuck is None:
            return None
        basic, side = stuck
        low, high = self._tightest(basic)
        own = low if side < 0 else high
        assert own is not None
        return self._proof([(own, Fraction(self._table.denominator[basic])), *self._blocking(basic, up=side < 0)])

    def _tightest(self, variable: int) -> tuple[_Bound | None, _Bound | None]:
        lows, highs = self._bounds.get(variable, ([], []))
        dropped = self._dropped
        low = next((bound for bound in lows if bound.owner not in dropped), None)
        high = next((bound for bound in highs if bound.owner not in dropped), None)
        return low, high

    def _blocking(self, basic: int, *, up: bool) -> list[tuple[_Bound, Fraction]]:
        """The bounds that keep a basic variable from moving up, or down, and how often each counts."""
        found = []
        for outside, value in self._table.rows[basic].items():
            if outside != _ONE:
                low, high = self._tightest(outside)
                bound = high if (value > 0) == up else low
                assert bound is not None
                found.append((bound, Fraction(abs(value))))
        return found

    def _proof(self, bounds: list[tuple[_Bound, Fraction]]) -> Proof:
        used, form = self._rows(bounds)
        multipliers, left = self._elimination.cancel(form)
        assert not left
        return whole_numbers_of((*used, *self._signed(multipliers)))

    def _rows(self, bounds: list[tuple[_Bound, Fraction]]) -> tuple[list[Used], dict[int, Fraction]]:
        """Rows that amount to weighted bounds on variables, and what their forms add up to."""
        used: list[Used] = []
        form: dict[int, Fraction] = {}
        for bound, weight in bounds:
            multiplier = weight / abs(bound.factor)
            used.append(Used(bound.row, bound.side, multiplier))
            for unknown, value in self.system.terms(bound.row).items():
                signed = value * multiplier if bound.side == "high" else -value * multiplier
                form[unknown] = form.get(unknown, Fraction(0)) + signed
        return used, form

    def _signed(self, multipliers: Mapping[int, Fraction]) -> Proof:
        """Equalities with multipliers of either sign, as ends with multipliers above zero; wrong ones turned round."""
        total = sum(value * int(self.system.low[row]) for row, value in multipliers.items())
        turn = -1 if multipliers is self._elimination.contradiction and total > 0 else 1
        return tuple(
            Used(row, "high" if value * turn > 0 else "low", abs(value)) for row, value in sorted(multipliers.items())
        )

    def point(self) -> tuple[Array, int]:
        """Numbers for all unknowns after a check that found no proof, and how many of their steps make 1."""
        table, (tiny, whole_numbers_of) = self._table, self._infinitesimal()
        placed = [unknown for unknown in range(self.system.unknowns) if unknown in table.real]
        common = lcm(*{table.denominator[unknown] for unknown in placed})
        values = np.zeros(self.system.unknowns, dtype=object)
        for unknown in placed:
            number = table.real[unknown] * whole_numbers_of + table.tiny[unknown] * tiny
            values[unknown] = number * (common // table.denominator[unknown]) * self._unit.numerator
        ticks = common * whole_numbers_of * self._unit.denominator
        return Eliminated(self._elimination).complete(values, ticks), ticks

    def _infinitesimal(self) -> tuple[int, int]:
        """How much δ may be, as numerator and denominator: half of what moves some number past one of its ends."""
        table, least = self._table, (1, 1)
        if not any(table.tiny[variable] for variable in self._bounds):
            return 0, 1
        for variable in self._bounds:
            real, tiny, denominator = table.real[variable], table.tiny[variable], table.denominator[variable]
            for end, sign in ((table.low[variable], 1), (table.high[variable], -1)):
                if end is not None:
                    room, pace = sign * (real - end[0] * denominator), sign * (end[1] * denominator - tiny)
                    if room > 0 and pace > 0 and room * least[1] < pace * least[0]:
                        least = room, pace
        return least[0], 2 * least[1]

    def most(self, form: Mapping[int, int]) -> Extreme | None:
        """The most that a form can be, after a check that found no proof; None where there is no end to it."""
        target = self.system.unknowns + len(self.system)
        known = self._elimination.expressions(unknown for unknown in form if unknown not in self._table.real)
        inner, constant, denominator = substitute({u: v for u, v in form.items() if v}, 0, known)
        self._table.add_basic(target, {**inner, _ONE: constant} if constant else inner, denominator)
        try:
            if not self._table.ascend(target):
                return None
            scale = Fraction(1, self._table.denominator[target])
            bounds = [(bound, weight * scale) for bound, weight in self._blocking(target, up=True)]
            value = self._table.real[target] * scale * self._unit
            opened = self._table.tiny[target] != 0
        finally:
            self._table.remove_basic(target)
        used, left = self._rows(bounds)
        rest = {unknown: left.get(unknown, Fraction(0)) - form.get(unknown, 0) for unknown in {*left, *form}}
        multipliers, _ = self._elimination.cancel(rest)
        return Extreme(value, opened, (*used, *self._signed(multipliers)))
