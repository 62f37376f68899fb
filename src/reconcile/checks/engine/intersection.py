"""Claims of one quantity that meet in a view: what they have in common, and whether they can."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.grid import Scaled
from reconcile.checks.engine.readings import Readings, replaced
from reconcile.exact.column_arithmetic import meet, ordering
from reconcile.exact.columns import Array, Bools, Decimals, Ints
from reconcile.language.codelists import QUALIFIERS
from reconcile.ledger.store.figure_columns import Figures
from reconcile.ledger.store.row_sets import held

_PLAIN = QUALIFIERS.index("exact")


def differing(store: Store, claims: Ints, counts: Ints) -> Bools:
    """Cells with two plain figures of one source that are equally fine and differ: one source has one tie rule.

    What may be a round number is as fine as the place to which it would have been rounded.
    """
    figures = store.figures
    cell = np.repeat(np.arange(len(counts)), counts)
    plain = np.flatnonzero(figures.qualifier[claims] == _PLAIN)
    fineness = _fineness(figures, claims)
    step = fineness.take(plain)
    size = np.array([float(one) for one in step.digits]) if step.digits.dtype == object else step.digits
    source = store.source.code[claims[plain]]
    order = np.lexsort((size, step.exponent, source, cell[plain]))
    a, b = plain[order[:-1]], plain[order[1:]]
    same = (cell[a] == cell[b]) & (store.source.code[claims[a]] == store.source.code[claims[b]])
    a, b = a[same], b[same]
    fine = ordering(fineness.take(a), fineness.take(b)) == 0
    differ = ordering(figures.value.take(claims[a]), figures.value.take(claims[b])) != 0
    apart = np.zeros(len(counts), dtype=bool)
    apart[cell[a[fine & differ]]] = True
    return apart


def _fineness(figures: Figures, claims: Ints) -> Decimals:
    """One unit of the last digit of each claim, or of the place to which it may be rounded."""
    step = figures.step.take(claims)
    vague = np.flatnonzero(held(figures.round, claims))
    if not len(vague):
        return step
    coarse = Decimals.of(figures[int(row)].coarse for row in claims[vague])
    digits = step.digits.astype(np.result_type(step.digits, coarse.digits))
    exponent = step.exponent.astype(np.int64)
    digits[vague], exponent[vague] = coarse.digits, coarse.exponent
    return Decimals(digits, exponent)


class Shared(NamedTuple):
    """What the claims of cells with several have in common, on the grid; only where all of them are ``plain``."""

    low: Ints
    high: Ints
    plain: Bools
    agreed: Bools  # all print one number


def shared_reading(scaled: Scaled, members: Ints, starts: Ints) -> Shared:
    """The common reading of claims that stand beside each other; ``starts`` says where those of each cell begin."""
    if not len(starts):
        nothing, nowhere = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
        return Shared(nothing, nothing, nowhere, nowhere)
    low, printed, high = scaled.ends(members)
    plain = scaled.plain[starts] if scaled.all_plain else of_each(np.logical_and, scaled.plain[members], starts)
    return Shared(
        of_each(np.maximum, low, starts),
        of_each(np.minimum, high, starts),
        plain,
        of_each(np.maximum, printed, starts) == of_each(np.minimum, printed, starts),
    )


def of_each(together: np.ufunc, column: Array, starts: Ints) -> Array:
    """The values of each group taken together; ``starts`` says where groups begin. Most are pairs."""
    n = len(starts)
    if len(column) == 2 * n and (starts == np.arange(0, 2 * n, 2)).all():
        return np.asarray(together(column[::2], column[1::2]))
    return np.asarray(together.reduceat(column, starts))


def common_readings(store: Store, claims: Ints, starts: Ints, counts: Ints) -> Readings:
    """Intersect the readings within each cell: neighbours meet, then what they have in common, and so on."""
    readings = store.readings_of(claims)
    if not len(starts) or counts.max() == 1:
        return readings
    while counts.max(initial=1) > 1:
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        left = np.flatnonzero(place % 2 == 0)
        paired = np.flatnonzero(place[left] + 1 < np.repeat(counts, counts)[left])
        kept = readings.take(left)
        common = (meet(one.take(left[paired]), one.take(left[paired] + 1)) for one in readings)
        readings = Readings(*(replaced(one, paired, both) for one, both in zip(kept, common, strict=True)))
        counts = (counts + 1) // 2
    return readings


def members_of(claims: Ints, first: Ints, counts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The claims of some cells, and where those of each begin."""
    counts = counts[rows]
    ends = np.cumsum(counts)
    return claims[np.repeat(first[rows] + counts - ends, counts) + np.arange(counts.sum())], ends - counts
