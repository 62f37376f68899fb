"""Relations between plain figures in decimals: ten times as fast as fractions, and as exact, as nothing is divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.grid import Scaled
from reconcile.checks.engine.product_relations import Products, ShareOfChange, WeightedMean
from reconcile.checks.engine.readings import Reading
from reconcile.checks.engine.relation import Contributed, Linear, Part, Product
from reconcile.exact.columns import decimal_parts
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

_Relation = TypeVar("_Relation", bound=Linear | Product | Contributed | Products | WeightedMean | ShareOfChange)

EXACTLY = Context(prec=1000, traps=[Inexact, InvalidOperation, DivisionByZero])  # what would be rounded is an error


@lru_cache(maxsize=256)
def decimal(number: Fraction) -> Decimal | None:
    """A number as a decimal; None where it is none."""
    digits, exponent = decimal_parts(number)
    return None if isinstance(digits, Fraction) else Decimal(digits).scaleb(exponent, EXACTLY)


@lru_cache(maxsize=256)  # few are as fine as none before
def _step(digits: int, exponent: int) -> Decimal:
    return Decimal(digits).scaleb(exponent, EXACTLY)


def decimal_part(store: Store, scaled: Scaled, row: int, lead: int, claims: tuple[int, ...]) -> Part:
    """A plain row of claims or cells as a part of a relation; on the grid it is in halves of a power of ten."""
    figures, power = store.figures, scaled.exponent - 1
    low = Decimal(5 * scaled.low.item(row)).scaleb(power, EXACTLY)
    printed = Decimal(5 * scaled.printed.item(row)).scaleb(power, EXACTLY)
    high = Decimal(5 * scaled.high.item(row)).scaleb(power, EXACTLY)
    step = _step(figures.step.digits.item(lead), figures.step.exponent.item(lead))
    figure = Figure(printed, step, figures.units[figures.unit[lead]], "exact")  # type: ignore[arg-type]
    face = Interval(low, high)  # type: ignore[arg-type]
    return Part(Reading(Interval(printed, printed), face, face), figure, claims, lead, bool(store.truncated[lead]))  # type: ignore[arg-type]


def parts_of_claims(store: Store, claims: Sequence[int], *, plain: bool = True) -> list[Part]:
    """Each claim by itself: in decimals, if all are plain and there may be any, else in fractions."""
    scaled = store.scaled
    if plain and all(scaled.plain[claim] for claim in claims):
        return [decimal_part(store, scaled, claim, claim, (claim,)) for claim in claims]
    return [
        Part(store.reading_of(claim), store.figures[claim], (claim,), claim, bool(store.truncated[claim]))
        for claim in claims
    ]


def in_decimals(parts: Sequence[Part]) -> bool:
    """Whether the numbers of a relation are decimals, not fractions."""
    return isinstance(parts[0].reading.printed.low, Decimal)


def in_fractions(relation: _Relation) -> _Relation:
    """The same relation in fractions, for where numbers are divided."""
    if not in_decimals(relation.parts):
        return relation
    parts = tuple(replace(part, reading=_read(part.reading), figure=_figure(part.figure)) for part in relation.parts)
    names = ("offset", "scale") if isinstance(relation, Product) else ()
    numbers: dict[str, Any] = {name: Fraction(getattr(relation, name)) for name in names}
    if isinstance(relation, Linear):
        numbers["weights"] = tuple(map(Fraction, relation.weights))
    return replace(relation, parts=parts, **numbers)


def _figure(figure: Figure | None) -> Figure | None:
    return figure and replace(figure, value=Fraction(figure.value), step=Fraction(figure.step))


def _read(reading: Reading) -> Reading:
    return Reading(*map(_in_fractions, reading))


def _in_fractions(interval: Interval) -> Interval:
    low, high = (None if end is None else Fraction(end) for end in (interval.low, interval.high))
    return Interval(low, high, interval.low_open, interval.high_open)
