"""Counts are whole numbers: a mean of n of them, or a part of n persons, can only be some k over n.

A test of means is GRIM (Brown and Heathers, 2017); shares are tested alike. It asks where the level itself is not
reported, since then nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

import numpy as np

from reconcile.checks.engine.bindings import Title
from reconcile.checks.engine.block import Block
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Reading
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import ProposedRepair, Ready, WordedFinding
from reconcile.checks.verdicts import CONFLICT, EXACT, HEDGE, ROUNDING
from reconcile.checks.wording.scales import Scale
from reconcile.exact.columns import Array, Ints
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

_MOST = 10_000  # sizes that a figure such as "about 500 persons" may be, up to which each is tried


def whole_within(interval: Interval, times: int = 1) -> int | None:
    """The least whole number that, divided so many times, is in an interval with a low end; None where none is.

    >>> whole_within(Interval(Fraction("5.175"), Fraction("5.185")), 28), whole_within(Interval(Fraction(5), None))
    (145, 5)
    """
    assert interval.low is not None
    least = ceil(interval.low * times)
    least += interval.low_open and Fraction(least) == interval.low * times
    return least if Fraction(least, times) in interval else None


def sizes(interval: Interval) -> range | None:
    """The positive whole numbers of an interval; None where they are too many to try."""
    if interval.high is None:
        return None
    least = max(1, ceil(interval.low) + (interval.low_open and interval.low.denominator == 1)) if interval.low else 1
    most = floor(interval.high) - (interval.high_open and interval.high.denominator == 1)
    return range(least, most + 1) if most - least < _MOST else None


@dataclass
class WholeNumbers:
    """Means and shares of counts, a row each: of a size that is reported, or of so many parts."""

    store: Store
    cells: Both
    rate: Ints  # cells of the means and shares
    size: Ints  # cells of what they are taken of, ABSENT where that is a number of parts
    parts: Ints  # (n,) that number, else 0
    views: Ints
    title: Callable[[int], Title]

    @cached_property
    def verdict(self) -> Array:
        return np.array([self._judged(row) for row in range(len(self.rate))], dtype=np.int8)

    def block(self) -> Block:
        tied = (self.rate, self.size)
        return Block("statistic", self.verdict, self.finding, self.cells, tied, heads=self.rate, views=self.views)

    def _judged(self, row: int) -> int:
        hedged = any(self.cells.hedged[cell] for cell in (self.rate[row], self.size[row]) if cell != ABSENT)
        for name, verdict in (("printed", EXACT), ("face", HEDGE if hedged else ROUNDING), ("wide", HEDGE)):
            if self._holds(row, name):
                return verdict
        return CONFLICT

    def _holds(self, row: int, name: str) -> bool:
        rate = self._rate(row, name)
        if rate.low is None:  # below which there always is one
            return True
        return any(whole_within(rate, size) is not None for size in self._sizes(row, name))

    def _sizes(self, row: int, name: str) -> range:
        if self.size[row] == ABSENT:
            return range(int(self.parts[row]), int(self.parts[row]) + 1)
        return sizes(getattr(self._reading(int(self.size[row])), name)) or range(0)

    def _rate(self, row: int, name: str) -> Interval:
        found: Interval = getattr(self._reading(int(self.rate[row])), name)
        return found * self._factor(row)

    def _factor(self, row: int) -> Fraction:
        """What a rate in percent is multiplied by."""
        percent = bool(self.store.figures.in_percent(self.cells.lead[self.rate[row : row + 1]])[0])
        return Fraction(1, 100) if percent else Fraction(1)

    def _reading(self, cell: int) -> Reading:
        return Reading(*(column[0] for column in self.cells.reading(np.array([cell]))))

    def finding(self, row: int) -> WordedFinding:
        store, title, verdict = self.store, self.title(row), int(self.verdict[row])
        claim = int(self.cells.lead[self.rate[row]])
        tied = [int(cell) for cell in (self.rate[row], self.size[row]) if cell != ABSENT]
        claims = tuple(dict.fromkeys(one for cell in tied for one in self.cells.claims(cell)))
        figure, scale = store.figures[claim], Scale.of([store.figures[claim]])
        near = [(value, scale.number(value, figure.step), whole) for value, whole in self._nearest(row, figure)[:2]]
        sources = store.sources_of(claims)
        printed = scale.figure(figure)
        if verdict == CONFLICT:
            each = " and ".join(f"{whole} = {scale.with_unit(written)}" for _, written, whole in near)
            of = self._size_words(row)
            said = f"{scale.with_unit(printed)} of {of}: no whole number comes to that; the nearest that do are {each}"
            repairs = tuple(
                ProposedRepair(claim, figure.value, value, None, f"{printed} → {scale.with_unit(written)}")
                for value, written, _ in near
            )
        else:
            _, written, whole = near[0]
            said, repairs = f"{whole} = {scale.with_unit(written)}, reported {scale.with_unit(printed)}", ()
        return WordedFinding(
            title.id(sources),
            "statistic",
            verdict,
            title.sentence(said, sources),
            claims,
            quantity=title.quantity,
            status=title.status,
            sources=sources,
            unit=figure.unit,
            behind=Ready(repairs),
        )

    def _size_words(self, row: int) -> str:
        if self.size[row] == ABSENT:
            return f"{self.parts[row]} whole numbers"
        figure = self.store.figures[int(self.cells.lead[self.size[row]])]
        scale = Scale.of([figure])
        return scale.with_unit(scale.figure(figure))

    def _nearest(self, row: int, figure: Figure) -> list[tuple[Fraction, str]]:
        """The figures that can be, as they would be printed, with their whole numbers; the nearest first."""
        factor, step = self._factor(row), figure.step or Fraction(1)
        found: dict[Fraction, str] = {}
        for size in self._sizes(row, "wide"):
            for whole in (floor(figure.value * factor * size), ceil(figure.value * factor * size)):
                value = round(Fraction(whole, size) / factor / step) * step
                found.setdefault(value, f"{whole}/{size}")
        return sorted(found.items(), key=lambda one: abs(one[0] - figure.value))
