"""The general simplex method on bounds, in integers only (Dutertre and de Moura, 2006).

Every variable, an unknown or the value of a row, has bounds; those outside the basis stand on integers, and a basic one
is ``denominator × variable = Σ coefficient × variable outside``. A number is ``real + infinitesimal × δ`` with δ > 0 as
small as need be, which is what makes an end open. Nothing is ever a fraction until the answer.
"""

from __future__ import annotations

from math import gcd

from reconcile.solver.budget import Budget

_PATIENCE = 10  # pivots a row of the table chosen to keep it sparse, before Bland's rule, which ends

End = tuple[int, int]  # real and infinitesimal part


class SimplexTable:
    """Variables with bounds, some of them basic; the caller numbers them and names what its conflicts mean."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.rows: dict[int, dict[int, int]] = {}
        self.places: dict[int, set[int]] = {}
        self.real: dict[int, int] = {}  # a basic variable's, times its denominator
        self.tiny: dict[int, int] = {}
        self.denominator: dict[int, int] = {}
        self.low: dict[int, End | None] = {}
        self.high: dict[int, End | None] = {}
        self.broken: set[int] = set()
        self.pivots = 0

    def add_outside(self, variable: int, value: int = 0) -> None:
        self.places[variable] = set()
        self.real[variable], self.tiny[variable], self.denominator[variable] = value, 0, 1
        self.low[variable] = self.high[variable] = None

    def add_basic(self, variable: int, form: dict[int, int], denominator: int) -> None:
        """A variable that is a form of others over a denominator; those of them that are basic are replaced."""
        self.budget.check()
        row: dict[int, int] = {}
        scale = 1
        for one in form:
            if one in self.rows:
                scale = scale * self.denominator[one] // gcd(scale, self.denominator[one])
        for one, value in form.items():
            if one in self.rows:
                factor = value * (scale // self.denominator[one])
                for other, coefficient in self.rows[one].items():
                    row[other] = row.get(other, 0) + factor * coefficient
            else:
                row[one] = row.get(one, 0) + value * scale
        row = {one: value for one, value in row.items() if value}
        denominator *= scale
        common = gcd(*row.values(), denominator)
        if common > 1:
            row = {one: value // common for one, value in row.items()}
            denominator //= common
        self.rows[variable] = row
        self.denominator[variable] = denominator
        self.real[variable] = sum(value * self.real[one] for one, value in row.items())
        self.tiny[variable] = sum(value * self.tiny[one] for one, value in row.items())
        self.low[variable] = self.high[variable] = None
        for one in row:
            self.places[one].add(variable)

    def remove_basic(self, variable: int) -> None:
        for one in self.rows.pop(variable):
            self.places[one].discard(variable)
        self.broken.discard(variable)

    def bound(self, variable: int, low: End | None, high: End | None) -> None:
        """Set a variable's bounds, which do not cross; outside the basis it moves into them."""
        self.low[variable], self.high[variable] = low, high
        if variable in self.rows:
            self._mark(variable)
            return
        now = (self.real[variable], self.tiny[variable])
        if low is not None and now < low:
            self._move(variable, low)
        elif high is not None and now > high:
            self._move(variable, high)

    def _mark(self, basic: int) -> None:
        if self._side(basic):
            self.broken.add(basic)
        else:
            self.broken.discard(basic)

    def _side(self, basic: int) -> int:
        """-1 where a basic variable is below its low end, 1 where it is above its high end, else 0."""
        real, denominator = self.real[basic], self.denominator[basic]
        low, high = self.low[basic], self.high[basic]
        if low is not None:
            edge = low[0] * denominator
            if real < edge or (real == edge and self.tiny[basic] < low[1] * denominator):
                return -1
        if high is not None:
            edge = high[0] * denominator
            if real > edge or (real == edge and self.tiny[basic] > high[1] * denominator):
                return 1
        return 0

    def _move(self, outside: int, value: End) -> None:
        real, tiny = value[0] - self.real[outside], value[1] - self.tiny[outside]
        self.real[outside], self.tiny[outside] = value
        for basic in self.places[outside]:
            factor = self.rows[basic][outside]
            self.real[basic] += factor * real
            self.tiny[basic] += factor * tiny
            self._mark(basic)

    def repair(self) -> tuple[int, int] | None:
        """Pivot until no bound is broken; else the basic variable that nothing can mend and the side it is on."""
        patience = self.pivots + _PATIENCE * (10 + len(self.rows))
        while self.broken:
            self.budget.check()
            careful = self.pivots > patience
            basic = min(self.broken) if careful else min(self.broken, key=lambda one: (len(self.rows[one]), one))
            side = self._side(basic)
            able = [one for one, value in self.rows[basic].items() if self._can_move(one, up=value * side < 0)]
            if not able:
                return basic, side
            enter = min(able) if careful else min(able, key=lambda one: (len(self.places[one]), one))
            edge = self.low[basic] if side < 0 else self.high[basic]
            assert edge is not None
            self.pivot(basic, enter, edge)
        return None

    def _can_move(self, outside: int, *, up: bool) -> bool:
        edge = self.high[outside] if up else self.low[outside]
        return edge is None or (self.real[outside], self.tiny[outside]) != edge

    def pivot(self, leave: int, enter: int, edge: End) -> None:
        """Move a basic variable onto one of its ends, and another into the basis in its stead."""
        row = self.rows.pop(leave)
        for one in row:
            self.places[one].discard(leave)
        self.broken.discard(leave)
        self.pivots += 1
        own, denominator = row.pop(enter), self.denominator[leave]
        sign = 1 if own > 0 else -1
        size = abs(own)
        fresh = {one: -sign * value for one, value in row.items()}
        fresh[leave] = sign * denominator
        was = self.real[enter], self.tiny[enter]
        real = size * was[0] + sign * (edge[0] * denominator - self.real[leave])
        tiny = size * was[1] + sign * (edge[1] * denominator - self.tiny[leave])
        self.real[leave], self.tiny[leave], self.denominator[leave] = edge[0], edge[1], 1
        users = self.places.pop(enter)
        self.places[leave] = set()
        for basic in users:
            self._replace(basic, enter, fresh, size, (real, tiny), was)
        self.rows[enter] = fresh
        self.real[enter], self.tiny[enter], self.denominator[enter] = real, tiny, size
        for one in fresh:
            self.places[one].add(enter)
        self._mark(enter)

    def _replace(self, basic: int, enter: int, fresh: dict[int, int], size: int, value: End, was: End) -> None:
        """Write a row without the variable that enters the basis, whose own row is ``size × it = fresh``."""
        target, places = self.rows[basic], self.places
        his = target.pop(enter)
        common = gcd(his, size)
        up, factor = size // common, his // common
        if up != 1:
            for one in target:
                target[one] *= up
        for one, coefficient in fresh.items():
            before = target.get(one)
            if before is None:
                target[one] = factor * coefficient
                places[one].add(basic)
            elif total := before + factor * coefficient:
                target[one] = total
            else:
                del target[one]
                places[one].discard(basic)
        real = up * (self.real[basic] - his * was[0]) + factor * value[0]
        tiny = up * (self.tiny[basic] - his * was[1]) + factor * value[1]
        denominator = self.denominator[basic] * up
        if up != 1:
            shrink = gcd(denominator, *target.values())
            if shrink > 1:
                for one in target:
                    target[one] //= shrink
                real, tiny, denominator = real // shrink, tiny // shrink, denominator // shrink
        self.real[basic], self.tiny[basic], self.denominator[basic] = real, tiny, denominator
        self._mark(basic)

    def ascend(self, target: int) -> bool:
        """Raise a basic variable without bounds as far as the others' allow; whether there is an end to it."""
        patience = self.pivots + _PATIENCE * (10 + len(self.rows))
        while True:
            self.budget.check()
            able = [one for one, value in self.rows[target].items() if self._can_move(one, up=value > 0)]
            if not able:
                return True
            careful = self.pivots > patience
            enter = min(able) if careful else min(able, key=lambda one: (len(self.places[one]), one))
            way = 1 if self.rows[target][enter] > 0 else -1
            leave, edge = self._first_stop(target, enter, way)
            if edge is None:
                return False
            if leave == enter:
                self._move(enter, edge)
                patience -= 1  # a step that changes no basis counts, so that patience ends
            else:
                self.pivot(leave, enter, edge)

    def _first_stop(self, target: int, enter: int, way: int) -> tuple[int, End | None]:
        """Which variable meets an end first as one moves, and that end; of several the least."""
        best: tuple[int, int, int] | None = None  # real and tiny part of the step, over the third
        leave, stop = enter, None
        own = self.high[enter] if way > 0 else self.low[enter]
        if own is not None:
            best, stop = (way * (own[0] - self.real[enter]), way * (own[1] - self.tiny[enter]), 1), own
        for basic in self.places[enter]:
            if basic == target:
                continue
            rate = self.rows[basic][enter] * way
            edge = self.high[basic] if rate > 0 else self.low[basic]
            if edge is None:
                continue
            sign, rate = (1, rate) if rate > 0 else (-1, -rate)
            denominator = self.denominator[basic]
            real = sign * (edge[0] * denominator - self.real[basic])
            tiny = sign * (edge[1] * denominator - self.tiny[basic])
            if best is not None:
                mine, other = (real * best[2], tiny * best[2]), (best[0] * rate, best[1] * rate)
                if mine > other or (mine == other and basic > leave):
                    continue
            best, leave, stop = (real, tiny, rate), basic, edge
        return leave, stop
