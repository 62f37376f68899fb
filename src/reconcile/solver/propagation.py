"""Interval propagation: what each row says of each of its unknowns, over and over, until nothing moves.

It counts in ticks, integers, and rounds outward where a division leaves something. So its intervals hold all solutions,
though they may be wider than need be; and where one is empty, the rows that led to it cannot all hold.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from reconcile.exact.columns import Array, Ints
from reconcile.exact.interval import Interval
from reconcile.solver.budget import Budget
from reconcile.solver.system import System

MOVES = 12  # times that one end may move; rows that feed each other would go on for ever

_End = tuple[int, int]  # ticks, and 1 or -1 where the end is open: above or below it


class Propagation:
    """One run, which ends at the first empty interval unless ``every`` one is wanted.

    ``low`` and ``high`` are row ends in ticks, a row's own unless they are given.

    >>> from reconcile.solver.system import Row
    >>> one, two = Interval(Fraction(1), Fraction(2)), Interval(Fraction(5), None)
    >>> run = Propagation(System.of([Row({0: 1}, one), Row({1: 1}, one), Row({0: 1, 1: 1}, two), Row({2: 1}, two)]))
    >>> run.contradiction.tolist()
    [0, 1, 2]
    """

    def __init__(
        self,
        system: System,
        ticks: int = 1,
        low: Array | None = None,
        high: Array | None = None,
        budget: Budget | None = None,
        *,
        every: bool = False,
    ) -> None:
        self.system, self.ticks, self.budget = system, ticks, budget or Budget(None)
        lows = system.low.astype(object) * ticks if low is None else low
        highs = system.high.astype(object) * ticks if high is None else high
        flags = (system.low_free, system.low_open, system.high_free, system.high_open)
        self._row_ends: list[tuple[_End | None, _End | None]] = [
            (None if a_free else (a, int(a_open)), None if b_free else (b, -int(b_open)))
            for a, b, a_free, a_open, b_free, b_open in zip(
                lows.tolist(), highs.tolist(), *(flag.tolist() for flag in flags), strict=True
            )
        ]
        self._forms = system.forms()
        # An unknown's ends and the event that set each; an event is a row and the events that it rested on.
        self._ends: list[list[_End | None]] = [[None] * system.unknowns, [None] * system.unknowns]
        self._event: list[list[int]] = [[-1] * system.unknowns, [-1] * system.unknowns]
        self._events: list[tuple[int, tuple[int, ...]]] = []
        self._moves = [0] * system.unknowns
        self._places: list[list[int]] = [[] for _ in range(system.unknowns)]
        self.contradictions = tuple(self._run(every=every))

    @property
    def contradiction(self) -> Ints | None:
        """Rows that cannot all hold, where the run met an empty interval."""
        return self.contradictions[0] if self.contradictions else None

    def _run(self, *, every: bool) -> Iterator[Ints]:
        """The rows behind the first empty interval, or behind every one: an unknown without values is left alone."""
        singles = [row for row, form in enumerate(self._forms) if len(form) < 2]
        others = [row for row, form in enumerate(self._forms) if len(form) > 1]
        for row in others:
            for unknown in self._forms[row]:
                self._places[unknown].append(row)
        queue, waiting = deque(singles + others), [True] * len(self._forms)
        turns = 0
        while queue:
            turns += 1
            if turns % 1024 == 0:
                self.budget.check()
            row = queue.popleft()
            waiting[row] = False
            for unknown in self._visit(row):
                side = self._crossed(unknown)
                if side is not None:
                    yield self._support(side)
                    if not every:
                        return
                    for other in self._places[unknown]:
                        waiting[other] = True  # so that it is not queued again
                        self._forms[other] = {}
                    break
                for other in self._places[unknown]:
                    if not waiting[other]:
                        waiting[other] = True
                        queue.append(other)

    def _visit(self, row: int) -> list[int]:
        """Tighten a row's unknowns; those whose ends moved."""
        form, moved = self._forms[row], []
        low, high = self._row_ends[row]
        for end, up in ((high, 0), (low, 1)):
            if end is None:
                continue
            # up = 0: Σ least <= high bounds each term from above; up = 1: Σ most >= low bounds it from below.
            total, tiny, missing, lacking = 0, 0, 0, -1
            for unknown, value in form.items():
                own = self._ends[up ^ (value < 0)][unknown]
                if own is None:
                    missing, lacking = missing + 1, unknown
                else:
                    total, tiny = total + value * own[0], tiny or own[1]
            if missing > 1:
                continue
            for unknown in form if not missing else (lacking,):
                if self._tighten(row, unknown, up, end, total, missing) and unknown not in moved:
                    moved.append(unknown)
        return moved

    def _tighten(self, row: int, unknown: int, up: int, end: _End, total: int, missing: int) -> bool:
        form = self._forms[row]
        value = form[unknown]
        if not missing:
            own = self._ends[up ^ (value < 0)][unknown]
            assert own is not None
            total -= value * own[0]
        side = (1 - up) ^ (value < 0)  # which end of the unknown this bounds: 0 low, 1 high
        whole, left = divmod(end[0] - total, value)
        if left and side == 1:
            whole += 1
        now = self._ends[side][unknown]
        if now is not None and (whole < now[0] if side == 0 else whole > now[0]):
            return False
        rest = [(other, up ^ (factor < 0)) for other, factor in form.items() if other != unknown]
        opened = not left and (end[1] != 0 or any((self._ends[s][o] or (0, 0))[1] for o, s in rest))
        fresh = (whole, (1 - 2 * side) * opened)
        if now is not None and (fresh <= now if side == 0 else fresh >= now):
            return False
        if len(form) > 1:
            if self._moves[unknown] >= 2 * MOVES:
                return False
            self._moves[unknown] += 1
        self._ends[side][unknown] = fresh
        self._event[side][unknown] = len(self._events)
        self._events.append((row, tuple(self._event[s][o] for o, s in rest)))
        return True

    def _crossed(self, unknown: int) -> tuple[int, int] | None:
        low, high = self._ends[0][unknown], self._ends[1][unknown]
        if low is None or high is None or low <= high:
            return None
        return self._event[0][unknown], self._event[1][unknown]

    def _support(self, events: tuple[int, int]) -> Ints:
        seen, todo = set(events), list(events)
        rows = set()
        while todo:
            row, rested = self._events[todo.pop()]
            rows.add(row)
            todo.extend(one for one in rested if one not in seen)
            seen.update(rested)
        return np.array(sorted(rows), dtype=np.int64)

    def interval(self, unknown: int) -> Interval:
        """What is left for an unknown; no solution is outside."""
        low, high = self._ends[0][unknown], self._ends[1][unknown]
        return Interval(
            None if low is None else Fraction(low[0], self.ticks),
            None if high is None else Fraction(high[0], self.ticks),
            low is not None and low[1] != 0,
            high is not None and high[1] != 0,
        )
