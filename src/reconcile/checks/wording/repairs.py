"""For a conflict: each change of a single claim that would mend it, known slips first.

A change mends when the changed figure, read as it would be printed, leaves no contradiction in the wide reading of all
other claims, in the conflict and in every other binding of the claim. What it is changed to is what the others ask for
at their printed numbers, in the claim's own digits. Nothing here says which claim is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from reconcile.checks.engine.block import Asked, ClaimBindings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import read
from reconcile.checks.engine.relation import Product, Relation
from reconcile.checks.finding import ProposedRepair
from reconcile.checks.wording.scales import Scale
from reconcile.checks.wording.slips import POINT, POINTS, POWER, SCALE_WORD, SWAPPED, Slip, origin, slips
from reconcile.exact.columns import decimal_parts
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

_PROPORTION = 5  # a slip that changes a figure by more than this many times what a bound needs explains nothing
_FEW = {SWAPPED, POINT}  # slips that start from few numbers

_SAID_OUTRIGHT = {"exact", "about"}  # who writes "over 800" did not mistype a number


class Need(NamedTuple):
    """The values of one claim for which all others hold: at their printed numbers, and in their widest reading."""

    claim: int
    printed: Interval
    wide: Interval


def repairs_of_binding(
    store: Store, relation: Relation, around: ClaimBindings | None = None
) -> tuple[ProposedRepair, ...]:
    """The single-claim changes that mend a relation; a quantity that several claims report has none."""
    printed, wide = ([getattr(part.reading, name) for part in relation.parts] for name in ("printed", "wide"))
    needs = (
        Need(part.claims[0], relation.need(i, printed), relation.need(i, wide))
        for i, part in enumerate(relation.parts)
        if len(part.claims) == 1 and sum(part.claims == other.claims for other in relation.parts) == 1
    )
    points = _points(relation)
    others = (need for need in needs if points is None or need.claim != points.claim)
    return (*([points] if points else []), *repaired(store, others, around))


def repaired(store: Store, needs: Iterable[Need], around: ClaimBindings | None = None) -> tuple[ProposedRepair, ...]:
    """For each claim, the change to make of it, if one fits everything around it; known slips first."""
    found = [repair for need in needs if (repair := _repair(store, need, around.asked(need.claim) if around else ()))]
    return tuple(sorted(found, key=lambda repair: repair.slip is None))


def _repair(store: Store, need: Need, around: Sequence[Asked]) -> ProposedRepair | None:
    claim, figure = need.claim, replace(store.figures[need.claim], round=False)  # what is proposed fits as printed
    if need.wide.empty or figure.value_high is not None:
        return None

    def mends(other: Figure) -> bool:
        if other.value == figure.value and other.step == figure.step:
            return False
        if other.value < 0 and not _may_be_negative(store, claim):
            return False
        wide = read(other, truncated=bool(store.truncated[claim]), hedges=store.hedges).wide
        return not (wide & need.wide).empty and all(one.holds(wide) for one in around)

    if figure.qualifier not in _SAID_OUTRIGHT:
        nearest = _nearest(figure, need.wide, mends)
        return _named(claim, figure, nearest, None) if nearest else None
    settled = next(_asked(store, need, around, mends), None)
    if settled and (name := origin(store, claim, figure)):
        return _named(claim, figure, settled, name)
    if slip := _slip(store, figure, need, around, mends):
        return _named(claim, figure, slip.figure, slip.name)
    return _named(claim, figure, settled, None) if settled else None


def _asked(store: Store, need: Need, around: Sequence[Asked], mends: Callable[[Figure], bool]) -> Iterator[Figure]:
    """What the others ask for, in the claim's own digits: those of this conflict, of others, and the middle of all."""
    figure, truncated = store.figures[need.claim], bool(store.truncated[need.claim])
    room = need.wide
    for one in around:
        room &= one.wide
    for interval in (need.printed, *(one.printed for one in around), room):
        value = _middle(interval, figure.value)
        if value is not None and mends(changed := _in_digits(figure, value, truncated=truncated)):
            yield changed
    if nearest := _nearest(figure, need.wide if room.empty else room, mends):
        yield nearest


def _middle(interval: Interval, value: Fraction) -> Fraction | None:
    """The number that an interval asks for: the only one, the middle, or the end of what has but one."""
    if interval.empty or value in interval:
        return None
    if interval.low is None or interval.high is None:
        return interval.high if interval.low is None else interval.low
    return (interval.low + interval.high) / 2


def _in_digits(figure: Figure, value: Fraction, *, truncated: bool) -> Figure:
    """A number as the figure's source would print it."""
    step = figure.step or _last_place(figure.value)
    units = value / step
    return replace(figure, value=(int(units) if truncated else round(units)) * step)


def _slip(
    store: Store, figure: Figure, need: Need, around: Sequence[Asked], mends: Callable[[Figure], bool]
) -> Slip | None:
    """The first known slip after which the figure is what the others ask for at their printed numbers."""
    asked = [one for one in (need.printed, *(one.printed for one in around if one.conflict)) if not one.empty]
    wanted = [one for one in asked if one.low is not None and one.high is not None]
    if asked and not wanted:
        return _slip_within(store, figure, need, asked[0], mends)
    truncated = bool(store.truncated[need.claim])

    def as_printed(other: Figure) -> bool:
        face = read(other, truncated=truncated, hedges=store.hedges).face
        return any(not (face & one).empty for one in wanted)

    found = (slip for slip in slips(store, need.claim, figure, need.wide) if as_printed(slip.figure))
    fitting = [slip for slip in found if mends(slip.figure)] if wanted else []
    return min(fitting, key=lambda slip: not any(slip.figure.value in one for one in wanted), default=None)


def _slip_within(
    store: Store, figure: Figure, need: Need, asked: Interval, mends: Callable[[Figure], bool]
) -> Slip | None:
    """The smallest slip within a bound, unless it is out of all proportion to what is needed.

    A bound is met by ever larger changes: of slips that can start from many numbers none is told.
    """
    end = asked.high if asked.low is None else asked.low
    found = (slip for slip in slips(store, need.claim, figure, need.wide) if slip.name in _FEW)
    fitting = (slip for slip in found if slip.figure.value in asked and mends(slip.figure))
    least = min(fitting, key=lambda slip: abs(slip.figure.value - figure.value), default=None)
    if least is None or end is None:
        return None
    return least if abs(least.figure.value - figure.value) <= _PROPORTION * abs(end - figure.value) else None


def _points(relation: Relation) -> ProposedRepair | None:
    """A growth in percent that is what its levels, which are percentages, differ by: percentage points were meant."""
    if (
        not isinstance(relation, Product)
        or not relation.offset
        or relation.steps != 1
        or len(relation.parts[1].claims) != 1
    ):
        return None
    base, rate, level = relation.parts
    if rate.figure is None or any(part.figure is None or part.figure.unit != "percent" for part in relation.parts):
        return None
    differ = level.reading.printed + base.reading.printed * -1
    if (differ & rate.reading.face).empty:
        return None
    scale = Scale.of([rate.figure])
    said, value = scale.figure(rate.figure), rate.figure.value
    return ProposedRepair(rate.claims[0], value, value, POINTS, f"{scale.with_unit(said)} → {said} pp")


def _may_be_negative(store: Store, claim: int) -> bool:
    """Whether below zero is a possible value: of changes, and of measures that are not declared unsigned."""
    return store.stat[claim] in {"growth", "change"} or not store.unsigned(store.measure[claim])


def _nearest(figure: Figure, need: Interval, mends: Callable[[Figure], bool]) -> Figure | None:
    """The number closest to the printed one, with the same digits beyond the point, that mends."""
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
        if mends(changed):
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
