"""Strength: of all errors in the last two printed digits of each claim, those that a check would catch.

A pass is worth what could have failed. Each claim that takes part is given every other pair of last digits, one after
the other; the error is caught where no number then fits what the others leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import AT_LEAST, AT_MOST, STRICT
from reconcile.checks.engine.product_relations import Products, ShareOfChange, WeightedMean
from reconcile.checks.engine.readings import Hedges, read
from reconcile.checks.engine.relation import Contributed, Linear, Part, Product, Relation
from reconcile.checks.wording.decimal_relations import in_decimals
from reconcile.exact.columns import MOST_POWER, Ints, decimal_parts, powers
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure
from reconcile.ledger.store.figure_columns import Figures

_MOVING = ("exact", "over", "at_least", "under", "at_most")  # words whose reading moves as its number does


class Missed(NamedTuple):
    """The errors of one claim that a check would not see, as bits: one for each that is possible."""

    claim: int
    errors: int
    missed: int

    @property
    def caught(self) -> int:
        """How many it would see."""
        return self.errors - self.missed.bit_count()


def of_relation(store: Store, relation: Relation) -> tuple[Missed, ...]:
    """What a relation would miss; of a quantity that several claims report, each with the others beside it."""
    wide = [part.reading.wide for part in relation.parts]
    found = []
    for i, part in enumerate(relation.parts):
        need = relation.need(i, wide) if part.claims else None
        for claim in part.claims:
            allowed = need
            for other in part.claims:
                if other != claim and allowed is not None:
                    allowed &= store.reading_of(other).wide
            assert allowed is not None
            found.append(missed(store, claim, allowed))
    return tuple(found)


def of_plain(
    relation: Linear | Product | Contributed | Products | WeightedMean | ShareOfChange,
) -> tuple[Missed, ...] | None:
    """The same of plain figures in decimals, each of one claim; None where it takes more than counting steps."""
    parts = relation.parts
    figures = [part.figure for part in parts if part.figure and part.figure.step and len(part.claims) == 1]
    if len(figures) < len(parts) or not in_decimals(parts) or isinstance(relation, Contributed | ShareOfChange):
        return None
    rooms = None if relation.tolerance or isinstance(relation, Products | WeightedMean) else _rooms(relation)
    if rooms is None:
        return None
    return tuple(
        Missed(part.claims[0], *_within(figure.value, figure.step, *(_steps(room, figure.step) for room in one)))
        for part, figure, one in zip(parts, figures, rooms, strict=True)
    )


def plain_missed(part: Part, allowed: Interval) -> Missed:
    """The errors of a plain claim in decimals after which some number still fits, as one does now."""
    figure, wide = part.figure, part.reading.wide
    assert figure is not None
    assert wide.low is not None
    assert wide.high is not None
    up = None if allowed.high is None else _steps((allowed.high - wide.low, 1), figure.step)
    down = None if allowed.low is None else _steps((wide.high - allowed.low, 1), figure.step)
    return Missed(part.claims[0], *_within(figure.value, figure.step, up, down))


_Room: TypeAlias = "tuple[Any, Any] | None"  # how far a number may move, as an amount and what it is divided by


def _rooms(relation: Linear | Product) -> list[tuple[_Room, _Room]] | None:
    """How far each number may rise, and fall, before none fit; None where that is not so simple."""
    wide: list[Any] = [part.reading.wide for part in relation.parts]
    if relation.relation in STRICT:
        return None
    if isinstance(relation, Linear):
        total: Any = relation.residual(wide)
        below = None if relation.relation == AT_MOST else -total.low  # how far the residual may rise, and fall
        above = None if relation.relation == AT_LEAST else total.high
        each = [(above, below) if weight < 0 else (below, above) for weight in relation.weights]
        return [
            tuple(None if room is None else (room, abs(weight)) for room in pair)  # type: ignore[misc]
            for pair, weight in zip(each, relation.weights, strict=True)
        ]
    base, rate, level = wide
    factor: Any = relation.factor(rate)
    if min(base.low, factor.low, level.low) <= 0:
        return None
    up, down = level.high - base.low * factor.low, base.high * factor.high - level.low
    return [
        ((up, factor.low), (down, factor.high)),
        ((up, base.low * relation.scale), (down, base.high * relation.scale)),
        ((down, 1), (up, 1)),
    ]


def _steps(room: _Room, step: Any) -> int | None:
    """The last whole number of steps within a room, below zero where there is none."""
    if room is None:
        return None
    steps, rest = divmod(room[0], room[1] * step)
    return int(steps) - int(rest < 0)  # decimals are cut towards zero


def missed(store: Store, claim: int, allowed: Interval) -> Missed:
    """The errors of a claim after which some number still fits; ``allowed`` is what the others leave, in its unit."""
    figure, truncated = store.figures[claim], bool(store.truncated[claim])
    if figure.value_high is None and figure.qualifier in _MOVING and not truncated and not figure.round:
        errors, bits = _moved(figure, read(figure, hedges=store.hedges).wide, allowed)
        return Missed(claim, errors, bits)
    if allowed.low is None and allowed.high is None:
        return all_missed(store, claim)
    bits, others = 0, _readings(figure, truncated, store.hedges)
    for number, wide in enumerate(others):
        bits |= (not (wide & allowed).empty) << number
    return Missed(claim, len(others), bits)


def all_missed(store: Store, claim: int) -> Missed:
    """The errors of a claim of which nothing would see any."""
    errors = _possible(store.figures[claim])
    return Missed(claim, errors, (1 << errors) - 1)


def possible_errors(figures: Figures) -> Ints:
    """How many errors there are of each claim.

    >>> possible_errors(Figures.of([Figure(Fraction(n), Fraction(1), "", "exact") for n in (7, 1234)])).tolist()
    [9, 99]
    """
    value, step = figures.value, figures.step
    found = np.zeros(len(figures), dtype=np.int64)
    plain = np.asarray(~figures.two & (step.digits == 1), dtype=bool) & (value.digits.dtype != object)
    rows = np.flatnonzero(plain)
    if len(rows):  # a number of two digits or more is at least ten of its last place
        finer = np.maximum(1 + step.exponent[rows].astype(np.int64) - value.exponent[rows], 0)
        two = (np.abs(value.digits[rows].astype(np.int64)) >= powers(finer, np.int64)) & (finer <= MOST_POWER)
        found[rows] = np.where(two, 99, 9)
    found[~plain] = [_possible(figures[row]) for row in np.flatnonzero(~plain).tolist()]
    return found


def _possible(figure: Figure) -> int:
    if figure.value_high is None:
        return _digits(figure.value, _step(figure.value, figure.step))[2] - 1
    return len([*_misprinted(figure)])


def missed_in_all(parts: Iterable[Missed]) -> dict[int, Missed]:
    """By claim, what none of several checks would see."""
    found: dict[int, Missed] = {}
    for one in parts:
        before = found.get(one.claim, one)
        found[one.claim] = one._replace(missed=one.missed & before.missed)
    return found


def _moved(figure: Figure, wide: Interval, allowed: Interval) -> tuple[int, int]:
    """How many errors there are, and which are missed, by the count of steps that the number may be."""
    step = _step(figure.value, figure.step)
    # By how much the number may move before its reading leaves what is allowed, in steps.
    up = None if allowed.high is None or wide.low is None else (allowed.high - wide.low) / step
    down = None if allowed.low is None or wide.high is None else (wide.high - allowed.low) / step
    if allowed.empty:
        return _digits(figure.value, step)[2] - 1, 0
    return _within(
        figure.value,
        step,
        None if up is None else _last(up, opened=allowed.high_open or wide.low_open),
        None if down is None else _last(down, opened=allowed.low_open or wide.high_open),
    )


def _within(value: Fraction, step: Fraction, up: int | None, down: int | None) -> tuple[int, int]:
    """The same, where the number may be so many steps more, or less; None is any number of them."""
    count, block, room = _digits(value, step)
    most, least = (room if up is None else up), -(room if down is None else down)
    if value < 0:
        least, most = -most, -least
    mine = count - block
    low, high = max(least + mine, 0), min(most + mine, room - 1)
    bits = ((1 << (high + 1)) - (1 << low)) if low <= high else 0
    # The figure as it stands is no error: its bit is left out of the row.
    return room - 1, (bits & ((1 << mine) - 1)) | (bits >> (mine + 1) << mine)


def _last(steps: Fraction, *, opened: bool) -> int:
    """The last whole number of steps that stays within; an open end must not be met."""
    whole = steps.numerator // steps.denominator
    return whole - 1 if opened and whole == steps else whole


@lru_cache(maxsize=4096)
def _readings(figure: Figure, truncated: bool, hedges: Hedges) -> tuple[Interval, ...]:
    """What each misprint would stand for at its widest; asked for by every binding of the figure."""
    return tuple(read(other, truncated=truncated, hedges=hedges).wide for other in _misprints(figure))


def _misprints(figure: Figure) -> Iterator[Figure]:
    """Every figure that differs from this one in the last two digits of one of its numbers."""
    return (replace(figure, value=value, value_high=high) for value, high in _misprinted(figure))


def _misprinted(figure: Figure) -> Iterator[tuple[Fraction, Fraction | None]]:
    """Their numbers. A range that would end before it begins is none, and nobody would print it."""
    high = figure.value_high
    for value in _changed(figure.value, figure.step):
        if high is None or value <= high:
            yield value, high
    if high is not None:
        for value in _changed(high, figure.step if figure.step_high is None else figure.step_high):
            if value >= figure.value:
                yield figure.value, value


def _changed(value: Fraction, step: Fraction) -> Iterator[Fraction]:
    step = _step(value, step)
    count, block, room = _digits(value, step)
    sign = -1 if value < 0 else 1
    rest = abs(value) - count * step
    return (sign * (other * step + rest) for other in range(block, block + room) if other != count)


def _digits(value: Fraction, step: Fraction) -> tuple[int, int, int]:
    """The printed digits as a number; with noughts for its last two, or its only one; and how many it may be."""
    count = int(abs(value) // step)
    room = 100 if count >= 10 else 10
    return count, count - count % room, room


def _step(value: Fraction, step: Fraction) -> Fraction:
    """The place of the last printed digit; of an exact number the last that it has, and no finer than that."""
    return step or Fraction(10) ** min(decimal_parts(value)[1], 0)
