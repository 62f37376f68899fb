"""How the calendar divides periods into others: what a flow sums over, an average is the mean of, a stock ends with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from reconcile.language.periods import Period

DIVISIONS = ("year", "half", "quarter", "month")

_MOST = 366  # parts of one tiling
_DAY = timedelta(days=1)


def divisions(periods: tuple[Period, ...]) -> Iterator[tuple[int, list[int]]]:
    """Each period that others tile, or partly tile, with the numbers of these others in order.

    Parts that nobody ever reports are −1: the whole is then only bounded by the rest. Beside the calendar's own parts
    there are any two that make the whole together, and, of more than two that do, the longest ones.
    """
    number = {period.text: code for code, period in enumerate(periods)}
    ends = _by_start(periods)
    for whole, period in enumerate(periods):
        told: set[tuple[int, ...]] = set()
        for known in _equal_parts(period, number):
            told.add(tuple(known))
            yield whole, known
        for known in (*_pairs(ends, period), _longest(ends, period)):
            if known and tuple(known) not in told:
                told.add(tuple(known))
                yield whole, known
        tiled = {part for known in told for part in known}
        for part, inner in enumerate(periods):
            if part not in tiled and part != whole and period.contains(inner):
                yield whole, [part, -1]


def equal_divisions(periods: tuple[Period, ...]) -> Iterator[tuple[int, list[int]]]:
    """Each period with the numbers of its equal parts, of which an average is the mean; −1 for what nobody reports."""
    number = {period.text: code for code, period in enumerate(periods)}
    for whole, period in enumerate(periods):
        for known in _equal_parts(period, number):
            yield whole, known


def last_parts(periods: tuple[Period, ...]) -> Iterator[tuple[int, list[int]]]:
    """Each period with the number of one that it ends with, which is what a stock's figure is of."""
    for whole, period in enumerate(periods):
        for part, inner in enumerate(periods):
            if part != whole and inner.end == period.end and period.contains(inner):
                yield whole, [part]


def _equal_parts(period: Period, number: dict[str, int]) -> Iterator[list[int]]:
    for division in DIVISIONS:
        known = [number.get(part.text, -1) for part in period.split(division)]
        if len(known) > 1 and any(code >= 0 for code in known):
            yield known


_Ends = dict[date, list[tuple[date, int]]]


def _by_start(periods: tuple[Period, ...]) -> _Ends:
    """The ends and numbers of the periods that begin on each day, the longest first."""
    found: _Ends = defaultdict(list)
    for code, period in enumerate(periods):
        found[period.start].append((period.end, code))
    return {start: sorted(ends, reverse=True) for start, ends in found.items()}


def _pairs(ends: _Ends, period: Period) -> Iterator[list[int]]:
    """Any two periods that make another together."""
    for middle, first in ends[period.start]:
        if middle < period.end:
            yield from ([first, second] for end, second in ends.get(middle + _DAY, ()) if end == period.end)


def _longest(ends: _Ends, period: Period) -> list[int]:
    """Periods that make another together, each as long as the rest allows; none where there are none."""
    tried: set[date] = set()  # from which nothing leads to the end
    path: list[tuple[date, int]] = []  # each part by its end and number
    here = period.start
    while True:
        tried.add(here)
        for end, code in ends.get(here, ()):
            if end == period.end and path:
                return [*(part for _, part in path), code]
            if end < period.end and end + _DAY not in tried and len(path) < _MOST - 1:
                path.append((end, code))
                here = end + _DAY
                break
        else:
            if not path:
                return []
            path.pop()
            here = path[-1][0] + _DAY if path else period.start
