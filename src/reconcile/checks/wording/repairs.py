"""For a conflict: each change of a single claim that would mend it, known slips first.

A change mends when the changed figure, read as it would be printed, leaves no contradiction in the wide reading of all
other claims. Nothing here says which claim is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import read
from reconcile.checks.engine.relation import Relation
from reconcile.checks.finding import ProposedRepair
from reconcile.checks.wording.scales import Scale
from reconcile.checks.wording.slips import LOST, POWER, SCALE_WORD, Slip, origin, slips
from reconcile.exact.columns import decimal_parts
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

_PROPORTION = 5  # a slip that changes a figure by more than this many times what a bound needs explains nothing

_SAID_OUTRIGHT = {"exact", "about"}  # who writes "over 800" did not mistype a number


class Need(NamedTuple):
    """The values of one claim for which all others hold: at their printed numbers, and in their widest reading."""

    claim: int
    printed: Interval
    wide: Interval


def repairs_of_binding(store: Store, relation: Relation) -> tuple[ProposedRepair, ...]:
    """The single-claim changes that mend a relation; a quantity that several claims report has none."""
    printed, wide = ([getattr(part.reading, name) for part in relation.parts] for name in ("printed", "wide"))
    return repaired(
        store,
        (
            Need(part.claims[0], relation.need(i, printed), relation.need(i, wide))
            for i, part in enumerate(relation.parts)
            if len(part.claims) == 1
        ),
    )


def repaired(store: Store, needs: Iterable[Need], *, smallest: bool = True) -> tuple[ProposedRepair, ...]:
    """For each claim, the change to make of it; known slips first.

    Where no slip fits, it is the smallest change, or else the one after which the printed numbers hold.
    """
    found = [repair for need in needs if (repair := _repair(store, need, smallest=smallest))]
    return tuple(sorted(found, key=lambda repair: repair.slip is None))


def _repair(store: Store, need: Need, *, smallest: bool) -> ProposedRepair | None:
    claim, figure = need.claim, replace(store.figures[need.claim], round=False)  # what is proposed fits as printed
    if need.wide.empty or figure.value_high is not None:
        return None
    outright = figure.qualifier in _SAID_OUTRIGHT
    name, nearest = origin(store, claim, figure) if outright else None, _nearest(store, claim, figure, need.wide)
    settled = nearest
    if name or not smallest:  # "nearly 800" is not 800
        settled = _nearest(store, claim, figure, need.printed & need.wide) or nearest
    if name and settled:
        return _named(claim, figure, settled, name)
    if outright and (slip := _slip(store, figure, need, nearest)):
        return _named(claim, figure, slip.figure, slip.name)
    return None if settled is None else _named(claim, figure, settled, None)


def _slip(store: Store, figure: Figure, need: Need, nearest: Figure | None) -> Slip | None:
    """The first known slip that fits, before it one that fits at the printed numbers.

    A bound is met by ever larger changes: there the smallest is taken, unless it is out of all proportion to what is
    needed, and lost digits, which any number could have, are left out.
    """
    bound = need.wide.low is None or need.wide.high is None
    fitting = [
        slip
        for slip in slips(store, need.claim, figure, need.wide)
        if not (bound and slip.name == LOST) and _fits(store, need.claim, slip.figure, need.wide)
    ]
    if bound:
        least = min(fitting, key=lambda slip: abs(slip.figure.value - figure.value), default=None)
        if least is None or nearest is None:
            return least
        change, needed = (abs(one.value - figure.value) for one in (least.figure, nearest))
        return least if change <= _PROPORTION * needed else None
    return min(fitting, key=lambda slip: slip.figure.value not in need.printed, default=None)


def _fits(store: Store, claim: int, figure: Figure, need: Interval) -> bool:
    if figure.value < 0 and not _may_be_negative(store, claim):
        return False
    reading = read(figure, truncated=bool(store.truncated[claim]), hedges=store.hedges)
    return not (reading.wide & need).empty


def _may_be_negative(store: Store, claim: int) -> bool:
    """Whether below zero is a possible value: of changes, and of measures that are not declared unsigned."""
    return store.stat[claim] in {"growth", "change"} or not store.unsigned(store.measure[claim])


def _nearest(store: Store, claim: int, figure: Figure, need: Interval) -> Figure | None:
    """The number closest to the printed one, with the same digits beyond the point, that fits."""
    end = need.low if need.low is not None and need.low > figure.value else need.high
    if end is None or need.empty:
        return None
    step = figure.step or _last_place(figure.value)
    units = (end - figure.value) / step
    towards = 1 if units > 0 else -1
    # Rounding reaches half a unit beyond the end, truncation a whole one: try the neighbours, nearest first.
    steps = sorted({int(units) + shift for shift in range(-2, 3)}, key=lambda count: count * towards)
    for count in steps:
        if count * towards <= 0 or (figure.qualifier == "exact" and abs(units - count) > 1):
            continue
        changed = replace(figure, value=figure.value + count * step)
        if _fits(store, claim, changed, need):
            return changed
    return None


def _last_place(value: Fraction) -> Fraction:
    """The grid on which an exact number stands: whole numbers, or the place of its last digit."""
    _, exponent = decimal_parts(value)
    return Fraction(10) ** min(exponent, 0)


def _named(claim: int, figure: Figure, instead: Figure, slip: str | None) -> ProposedRepair:
    scale, other = Scale.of([figure]), Scale.of([instead])
    if slip in {SCALE_WORD, POWER} and scale != other:
        words = f"{scale.with_unit(scale.figure(figure))} → {other.with_unit(other.figure(instead))}"
    else:
        words = f"{scale.figure(figure)} → {scale.with_unit(scale.figure(instead))}"
    return ProposedRepair(claim, figure.value, instead.value, slip, words)
