"""A first look at a program, in columns: what each row says of its unknowns, all rows at once, round after round.

Floats, so it decides nothing; but where an unknown is left without room, the rows that led there are few, and are soon
decided exactly. Most contradictions show here, at a small part of what a solver costs.
"""

from __future__ import annotations

import numpy as np

from reconcile.exact.columns import Bools, Ints
from reconcile.solver.budget import Budget
from reconcile.solver.centred import Floats
from reconcile.solver.proposal import Program, RowEnds

ROUNDS = 16
STEP = 1 / 64  # of the room left; an end that moves by less is left where it is, for rows can feed each other for ever
CROSSED = 1e-9  # in units


class Screening:
    """One run; ``crossed`` are the unknowns that were left without room when it stopped, after the first such round."""

    def __init__(self, program: Program, ends: RowEnds, budget: Budget, rounds: int = ROUNDS) -> None:
        self._program = program
        self._low, self._high = ends.low, ends.high
        self._now = np.stack([ends.lower, ends.upper])
        # Which row set each end, and in which round; -1 is a row of one term.
        self._row = np.full(self._now.shape, -1, dtype=np.int32)
        self._round = np.zeros(self._now.shape, dtype=np.int16)
        self._past = [(self._row, self._round)]
        self.crossed: Ints = self._crossing()
        active = np.ones(len(program.rows), dtype=bool)
        for turn in range(1, rounds + 1):
            if len(self.crossed) or not active.any():
                return
            budget.check()
            moved = self._turn(turn, active)
            self.crossed = self._crossing()
            touched = moved[program.columns]
            active = np.zeros(len(program.rows), dtype=bool)
            active[program.row_of[touched]] = True

    def _crossing(self) -> Ints:
        return np.flatnonzero(self._now[0] > self._now[1] + CROSSED)

    @staticmethod
    def _beyond(best: Floats, before: Floats, side: int) -> Bools:
        """Where an end would be beyond the other."""
        return np.asarray(best < before[0] if side else best > before[1], dtype=bool)

    def _turn(self, turn: int, active: Bools) -> Bools:
        """One round over the rows that may say something new; the unknowns that it moved."""
        program = self._program
        rows = np.flatnonzero(active)
        picked = np.flatnonzero(active[program.row_of]) if len(rows) < len(active) else np.arange(len(program.columns))
        columns, values = program.columns[picked], program.values[picked]
        starts = np.concatenate(([0], np.cumsum(np.diff(program.starts)[rows])))[:-1]
        place = np.repeat(np.arange(len(rows)), np.diff(program.starts)[rows])
        up = values > 0
        lower, upper = self._now[:, columns]
        with np.errstate(invalid="ignore", divide="ignore"):
            least = _rest(values * np.where(up, lower, upper), starts, place, -np.inf)
            most = _rest(values * np.where(up, upper, lower), starts, place, np.inf)
            # value × unknown <= high − least of the rest, and >= low − most of the rest.
            below, above = (self._high[rows][place] - least) / values, (self._low[rows][place] - most) / values
        moved = np.zeros(program.unknowns, dtype=bool)
        before = self._now.copy()
        fresh_row, fresh_round = self._row.copy(), self._round.copy()
        for side, says, pick in (
            (0, np.where(up, above, below), np.maximum),
            (1, np.where(up, below, above), np.minimum),
        ):
            best = self._now[side].copy()
            told = np.where(np.isnan(says), self._now[side][columns], says)
            pick.at(best, columns, told)
            with np.errstate(invalid="ignore"):
                far = np.abs(best - self._now[side]) > STEP * (before[1] - before[0])
            better = (best != self._now[side]) & (far | np.isinf(self._now[side]) | self._beyond(best, before, side))
            hit = better[columns] & (told == best[columns])
            fresh_row[side, columns[hit]] = rows[place[hit]]
            fresh_round[side, columns[hit]] = turn
            self._now[side] = np.where(better, best, self._now[side])
            moved |= better
        self._row, self._round = fresh_row, fresh_round
        self._past.append((fresh_row, fresh_round))
        return moved

    def sets(self, most: int = 64) -> tuple[Ints, ...]:
        """The rows behind each unknown without room, by the system's numbers; fewer where they share rows."""
        found: list[Ints] = []
        seen: set[int] = set()
        for unknown in self.crossed.tolist():
            if len(found) == most:
                break
            rows = self._support(unknown)
            if seen.isdisjoint(rows):
                found.append(np.array(sorted(rows), dtype=np.int64))
                seen |= rows
        return tuple(found)

    def _support(self, unknown: int) -> set[int]:
        program = self._program
        last = len(self._past) - 1
        todo = [(0, unknown, last), (1, unknown, last)]
        seen, rows = set(todo), set[int]()
        while todo:
            side, one, turn = todo.pop()
            row, born = (int(past[side, one]) for past in self._past[turn])
            if row < 0:
                rows.add(int((program.low_from, program.high_from)[side][one]))
                continue
            rows.add(int(program.rows[row]))
            span = slice(program.starts[row], program.starts[row + 1])
            columns, values = program.columns[span].tolist(), program.values[span].tolist()
            own = next(value for column, value in zip(columns, values, strict=True) if column == one)
            for column, value in zip(columns, values, strict=True):
                if column != one:
                    # A low end rests on what the others can be at most, where coefficients have one sign.
                    before = ((1 - side) ^ ((value > 0) != (own > 0)), column, born - 1)
                    if before not in seen:
                        seen.add(before)
                        todo.append(before)
        return rows - {-1}


def _rest(terms: Floats, starts: Ints, place: Ints, none: float) -> Floats:
    """For each term the sum of the others of its row, or none where one of them has no end."""
    free = np.isinf(terms)
    finite = np.where(free, 0.0, terms)
    total, missing = np.add.reduceat(finite, starts), np.add.reduceat(free.astype(np.int64), starts)
    return np.where(missing[place] - free > 0, none, total[place] - finite)
