"""Strength: of all errors in the last two printed digits of each claim, those that a check would catch.

A pass is worth what could have failed. Each claim that takes part is given every other pair of last digits, one after
the other; the error is caught where no number then fits what the others leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Hedges, read
from reconcile.checks.engine.relation import Relation
from reconcile.checks.engine.single_claims import reading_of
from reconcile.exact.columns import decimal_parts
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

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
                    allowed &= reading_of(store, other).wide
            assert allowed is not None
            found.append(missed(store, claim, allowed))
    return tuple(found)


def missed(store: Store, claim: int, allowed: Interval) -> Missed:
    """The errors of a claim after which some number still fits; ``allowed`` is what the others leave, in its unit."""
    figure, truncated = store.figures[claim], bool(store.truncated[claim])
    if figure.value_high is None and figure.qualifier in _MOVING and not truncated:
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
    errors = sum(1 for _ in _misprints(store.figures[claim]))
    return Missed(claim, errors, (1 << errors) - 1)


def together(parts: Iterable[Missed]) -> dict[int, Missed]:
    """By claim, what none of several checks would see."""
    found: dict[int, Missed] = {}
    for one in parts:
        before = found.get(one.claim, one)
        found[one.claim] = one._replace(missed=one.missed & before.missed)
    return found


def _moved(figure: Figure, wide: Interval, allowed: Interval) -> tuple[int, int]:
    """How many errors there are, and which are missed, by the count of steps that the number may be."""
    step = _step(figure.value, figure.step)
    sign = -1 if figure.value < 0 else 1
    count, block, room = _digits(figure.value, step)
    # By how much the number may move before its reading leaves what is allowed, in steps.
    up = None if allowed.high is None or wide.low is None else (allowed.high - wide.low) / step
    down = None if allowed.low is None or wide.high is None else (allowed.low - wide.high) / step
    most = room if up is None else _last(up, opened=allowed.high_open or wide.low_open)
    least = -room if down is None else -_last(-down, opened=allowed.low_open or wide.high_open)
    if sign < 0:
        least, most = -most, -least
    if allowed.empty:
        return room - 1, 0
    low, high = max(least + count - block, 0), min(most + count - block, room - 1)
    bits = ((1 << (high + 1)) - (1 << low)) if low <= high else 0
    mine = count - block
    # The figure as it stands is no error: its bit is left out of the row.
    bits = (bits & ((1 << mine) - 1)) | (bits >> (mine + 1) << mine)
    return room - 1, bits


def _last(steps: Fraction, *, opened: bool) -> int:
    """The last whole number of steps that stays within; an open end must not be met."""
    whole = steps.numerator // steps.denominator
    return whole - 1 if opened and whole == steps else whole


@lru_cache(maxsize=4096)
def _readings(figure: Figure, truncated: bool, hedges: Hedges) -> tuple[Interval, ...]:
    """What each misprint would stand for at its widest; asked for by every binding of the figure."""
    return tuple(read(other, truncated=truncated, hedges=hedges).wide for other in _misprints(figure))


def _misprints(figure: Figure) -> Iterator[Figure]:
    """Every figure that differs from this one in the last two digits of one of its numbers.

    A range that would end before it begins is none, and nobody would print it.
    """
    high = figure.value_high
    for value in _changed(figure.value, figure.step):
        if high is None or value <= high:
            yield replace(figure, value=value)
    if high is not None:
        for value in _changed(high, figure.step if figure.step_high is None else figure.step_high):
            if value >= figure.value:
                yield replace(figure, value_high=value)


def _changed(value: Fraction, step: Fraction) -> Iterator[Fraction]:
    step = _step(value, step)
    count, block, room = _digits(value, step)
    sign = -1 if value < 0 else 1
    rest = abs(value) - count * step
    return (sign * (other * step + rest) for other in range(block, block + room) if other != count)


def _digits(value: Fraction, step: Fraction) -> tuple[int, int, int]:
    """The printed digits as a number; with noughts for its last two, or its only one; and how many it may be."""
    count = int(abs(value) / step)
    room = 100 if count >= 10 else 10
    return count, count - count % room, room


def _step(value: Fraction, step: Fraction) -> Fraction:
    """The place of the last printed digit; of an exact number the last that it has, and no finer than that."""
    return step or Fraction(10) ** min(decimal_parts(value)[1], 0)
