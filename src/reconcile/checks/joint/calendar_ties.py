"""What a calendar ties: flows over any spans, stocks that last, averages of their parts.

The ends of all spans of a flow cut time into stretches. A span is the sum of the longest other spans in it, one after
the other, and of stretches where there is none. These are sums of stretches in turn; so all that a calendar can say of
flows follows from one equation for each span. A stock's figure is that of its last part. An average is the mean of its
halves, quarters or months.

``engine/period_divisions`` answers another question: which reported periods make a whole, so that each sum can be told
by itself, and every way of making it. Here one equation a span is enough, since nothing of it is told, and spans that
only overlap must meet in their stretches, which no reported period need be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.period_divisions import DIVISIONS
from reconcile.language.periods import Period, period_of, read_period


class Tiled(NamedTuple):
    """A period, so many times, is the sum of others."""

    whole: int
    parts: tuple[int, ...]
    times: int


class Calendar:
    """Periods by number, to which those are added that no claim speaks of."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = list(values)
        self._periods = [read_period(value) for value in values]
        self._number = {value: code for code, value in enumerate(values)}
        self._known: dict[tuple[str, tuple[int, ...]], tuple[Tiled, ...]] = {}

    def tiled(self, kind: str, periods: tuple[int, ...]) -> tuple[Tiled, ...]:
        """What a measure of this kind ties among these periods, all those for which one of its series is told."""
        of_kind = {"flow": self._sums, "stock": self._lasts, "average": self._means}
        if kind not in of_kind:
            return ()
        if (kind, periods) not in self._known:
            self._known[kind, periods] = tuple(of_kind[kind](periods))
        return self._known[kind, periods]

    def _sums(self, periods: tuple[int, ...]) -> Iterator[Tiled]:
        days = {code: _days(self._periods[code]) for code in periods}
        cuts = np.unique([cut for begin, end in days.values() for cut in (begin, end + 1)])
        longest: dict[int, list[tuple[int, int]]] = {}  # by first day, the last days and numbers, longest first
        for code, (begin, end) in sorted(days.items(), key=lambda one: -one[1][1]):
            longest.setdefault(begin, []).append((end, code))
        for whole, (begin, end) in days.items():
            parts, day = [], begin
            while day <= end:
                inside = (one for one in longest.get(day, ()) if one[0] <= end and one[1] != whole)
                last, code = next(inside, (0, -1))
                if code < 0:
                    last = int(cuts[np.searchsorted(cuts, day, side="right")]) - 1
                    if (day, last) == (begin, end):
                        break
                    code = self._code(period_of(date.fromordinal(day), date.fromordinal(last)))
                parts.append(code)
                day = last + 1
            if parts:
                yield Tiled(whole, tuple(parts), 1)

    def _lasts(self, periods: tuple[int, ...]) -> Iterator[Tiled]:
        ending: dict[date, list[int]] = {}
        for code in sorted(periods, key=lambda code: self._periods[code].start):
            ending.setdefault(self._periods[code].end, []).append(code)
        for codes in ending.values():
            yield from (Tiled(whole, (part,), 1) for whole, part in pairwise(codes))

    def _means(self, periods: tuple[int, ...]) -> Iterator[Tiled]:
        known = set(periods)
        for whole in periods:
            for division in DIVISIONS:
                parts = self._periods[whole].split(division)
                if len(parts) > 1 and any(self._number.get(part.text, -1) in known for part in parts):
                    yield Tiled(whole, tuple(map(self._code, parts)), len(parts))

    def _code(self, period: Period) -> int:
        """The number of a period, a new one where no claim speaks of it."""
        if period.text not in self._number:
            self._number[period.text] = len(self.values)
            self.values.append(period.text)
            self._periods.append(period)
        return self._number[period.text]


def _days(period: Period) -> tuple[int, int]:
    """The first and the last day, as ordinals."""
    return period.start.toordinal(), period.end.toordinal()
