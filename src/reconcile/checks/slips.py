"""The slips that writers make, each as the figures that may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np

from reconcile.checks.store import FIRST_OUTCOME, Store
from reconcile.exact.arithmetic import compare
from reconcile.exact.columns import Decimals
from reconcile.language.figures import Figure, FigureError, read_figure
from reconcile.language.periods import PeriodError

SWAPPED = "two digits swapped"
LOST = "a digit lost"
DOUBLED = "a digit doubled"
POWER = "wrong power of ten"
SCALE = "wrong scale word"
SIGN = "wrong sign"
POINT = "point for comma"
NEIGHBOUR = "another measure's figure"
LAST_YEAR = "last year's figure"
SUPERSEDED = "the superseded figure"
SLIPS = (SWAPPED, LOST, DOUBLED, POWER, SCALE, SIGN, POINT, NEIGHBOUR, LAST_YEAR, SUPERSEDED)

_UNSCALED = ("percent", "pp", "times")  # no scale word is ever printed with these


class Slip(NamedTuple):
    """What may have been meant, and the name of the slip that made the printed figure of it."""

    name: str
    figure: Figure


def slips(store: Store, claim: int, figure: Figure) -> Iterator[Slip]:
    """The figures that a known slip turns into this claim's, likeliest first; none is said to be right."""
    yield Slip(SIGN, replace(figure, value=-figure.value))
    yield from _other_locale(store, claim, figure)
    if figure.value:  # nothing, at any scale, is nothing
        yield from _powers(figure)
    yield from _digits(figure)


def _powers(figure: Figure) -> Iterator[Slip]:
    worded = figure.step != 0 and figure.unit not in _UNSCALED
    for power in (3, -3, 6, -6, 9, -9, 1, -1, 2, -2, 4, -4, 5, -5):
        factor = Fraction(10) ** power
        meant = replace(figure, value=figure.value * factor, step=figure.step * factor)
        if figure.step or meant.value.denominator == 1:  # nothing is counted in tenths
            yield Slip(SCALE if worded and power % 3 == 0 else POWER, meant)


def _digits(figure: Figure) -> Iterator[Slip]:
    """Changes of the printed digits: a lost or doubled one changes how many there are."""
    step = figure.step or Fraction(1)
    whole = abs(figure.value) / step
    if whole.denominator != 1:
        return
    sign = -1 if figure.value < 0 else 1
    digits = str(whole.numerator)

    def meant(changed: str) -> Figure:
        return replace(figure, value=sign * int(changed) * step)

    places = sorted(combinations(range(len(digits)), 2), key=lambda pair: pair[1] - pair[0])
    for a, b in places:
        if digits[a] != digits[b] and not (a == 0 and digits[b] == "0"):
            yield Slip(SWAPPED, meant(digits[:a] + digits[b] + digits[a + 1 : b] + digits[a] + digits[b + 1 :]))
    for i in range(len(digits) - 1):
        if digits[i] == digits[i + 1]:
            yield Slip(DOUBLED, meant(digits[:i] + digits[i + 1 :]))
    for i in range(len(digits) + 1):
        for digit in "0123456789" if i else "123456789":
            yield Slip(LOST, meant(digits[:i] + digit + digits[i:]))


def _other_locale(store: Store, claim: int, figure: Figure) -> Iterator[Slip]:
    """The same words read with point and comma exchanged: 82.097 is eighty-two or eighty-two thousand."""
    words = store.claim("reported", claim)
    swapped = words.translate(str.maketrans(",.", ".,"))
    if not words or swapped == words:
        return
    language = str(store.ledger.sources["language"].iloc[store.source.code[claim]])
    try:
        same, other = (read_figure(one, language, unit=figure.unit) for one in (words, swapped))
    except FigureError:
        return
    if other.unit == figure.unit and other.value != same.value:
        scale = figure.value / same.value if same.value else Fraction(1)  # of a unit that the words leave out
        yield Slip(POINT, replace(other, value=other.value * scale, step=other.step * scale))


def origin(store: Store, claim: int, figure: Figure) -> str | None:
    """The slip by which this claim prints a number that another claim near by prints too; None where none does."""
    figures = store.figures
    near = (store.place.code == store.place.code[claim]) & (store.stat.code == store.stat.code[claim])
    near &= (figures.unit == figures.unit[claim]) & ~figures.two
    near[claim] = False
    rows = np.flatnonzero(near)
    near[rows] = compare(figures.value.take(rows), Decimals.of([figure.value]).take(np.zeros_like(rows))) == 0
    source = store.source.code == store.source.code[claim]
    period = store.period.code == store.period.code[claim]
    measure = store.measure.code == store.measure.code[claim]
    status = store.status.code == store.status.code[claim]
    earlier = (store.status.code >= FIRST_OUTCOME) & (store.status.code < store.status.code[claim])
    try:
        before = store.period.find(store.periods[store.period.code[claim]].year_before().text)
    except PeriodError:
        before = -1
    for name, rows in (
        (SUPERSEDED, near & period & measure & earlier),
        (LAST_YEAR, near & measure & (store.period.code == before)),
        (NEIGHBOUR, near & period & source & status & ~measure),
    ):
        if rows.any():
            return name
    return None
