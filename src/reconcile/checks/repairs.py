"""For a conflict: each change of a single claim that would mend it, known slips first.

A change mends when the changed figure, read as it would be printed, leaves no contradiction in the wide reading of all
other claims. Nothing here says which claim is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reconcile.checks.finding import Repair
from reconcile.checks.reading import read
from reconcile.checks.relation import Relation, wides
from reconcile.checks.slips import origin, slips
from reconcile.checks.store import Store
from reconcile.checks.words import Scale
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure


def repairs(store: Store, relation: Relation) -> tuple[Repair, ...]:
    """The single-claim changes that mend a relation; a quantity that several claims report has none."""
    intervals = wides(relation)
    needs = [
        (part.claims[0], relation.need(i, intervals)) for i, part in enumerate(relation.parts) if len(part.claims) == 1
    ]
    return repaired(store, needs)


def repaired(store: Store, needs: Iterable[tuple[int, Interval]]) -> tuple[Repair, ...]:
    """For each claim and the values that it would need to allow, the change to make; known slips first."""
    found = [repair for claim, need in needs if (repair := _repair(store, claim, need))]
    return tuple(sorted(found, key=lambda repair: repair.slip is None))


def _repair(store: Store, claim: int, need: Interval) -> Repair | None:
    figure = store.figures[claim]
    if need.empty or figure.value_high is not None:
        return None
    nearest = _nearest(store, claim, figure, need)
    if nearest and (name := origin(store, claim, figure)):
        return _named(claim, figure, nearest, name)
    for slip in slips(store, claim, figure):
        if _fits(store, claim, slip.figure, need):
            return _named(claim, figure, slip.figure, slip.name)
    return None if nearest is None else _named(claim, figure, nearest, None)


def _fits(store: Store, claim: int, figure: Figure, need: Interval) -> bool:
    reading = read(figure, truncated=bool(store.truncated[claim]), hedges=store.hedges)
    return not (reading.wide & need).empty


def _nearest(store: Store, claim: int, figure: Figure, need: Interval) -> Figure | None:
    """The number closest to the printed one, with the same digits beyond the point, that fits."""
    end = need.low if need.low is not None and need.low > figure.value else need.high
    if end is None:
        return None
    if figure.step == 0:
        exact = replace(figure, value=end)
        return exact if _fits(store, claim, exact, need) else None
    units = (end - figure.value) / figure.step
    towards = 1 if units > 0 else -1
    # Rounding reaches half a unit beyond the end, truncation a whole one: try the neighbours, nearest first.
    steps = sorted({int(units) + shift for shift in range(-2, 3)}, key=lambda count: count * towards)
    for count in steps:
        if count * towards <= 0:
            continue
        changed = replace(figure, value=figure.value + count * figure.step)
        if _fits(store, claim, changed, need):
            return changed
    return None


def _named(claim: int, figure: Figure, instead: Figure, slip: str | None) -> Repair:
    scale = Scale.of([figure])
    words = f"{scale.figure(figure)} → {scale.with_unit(scale.figure(instead))}"
    return Repair(claim, figure.value, instead.value, slip, words)
