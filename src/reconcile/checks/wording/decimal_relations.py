"""Relations between plain figures in decimals: ten times as fast as fractions, and as exact, as nothing is divided."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.grid import Scaled
from reconcile.checks.engine.product_relations import Products, ShareOfChange, WeightedMean
from reconcile.checks.engine.readings import Reading
from reconcile.checks.engine.relation import Contributed, Linear, Part, Product
from reconcile.exact.columns import Ints, decimal_parts
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

_Relation = TypeVar("_Relation", bound=Linear | Product | Contributed | Products | WeightedMean | ShareOfChange)

EXACTLY = Context(prec=1000, traps=[Inexact, InvalidOperation, DivisionByZero])  # what would be rounded is an error


def decimal(number: Fraction) -> Decimal | None:
    """A number as a decimal; None where it is none."""
    return _decimal(number.numerator, number.denominator)


@lru_cache(maxsize=256)  # by two whole numbers, since a fraction takes long to be found
def _decimal(numerator: int, denominator: int) -> Decimal | None:
    digits, exponent = decimal_parts(Fraction(numerator, denominator))
    return None if isinstance(digits, Fraction) else Decimal(digits).scaleb(exponent, EXACTLY)


@lru_cache(maxsize=256)  # few are as fine as none before
def _step(digits: int, exponent: int) -> Decimal:
    return Decimal(digits).scaleb(exponent, EXACTLY)


def plain_parts(
    store: Store, scaled: Scaled, rows: Ints, leads: Ints, claims: Sequence[tuple[int, ...]]
) -> list[Part | None]:
    """Rows of claims or cells as parts of relations, None for each that is not plain, or that no claim leads."""
    figures, unit = store.figures, Decimal(5).scaleb(scaled.exponent - 1, EXACTLY)  # the grid is in halves
    numbers = (
        [EXACTLY.multiply(Decimal(one), unit) for one in column.tolist()]
        for column in scaled.ends(rows)  # what is not plain holds 0
    )
    columns = (figures.step.digits, figures.step.exponent, figures.unit, store.truncated)
    told = (column[leads].tolist() for column in columns)
    plain = np.asarray(scaled.plain[rows] & (leads >= 0), dtype=bool).tolist()
    return [
        _plain_part(low, printed, high, _step(digits, exponent), figures.units[unit], its, lead, cut) if fits else None
        for fits, low, printed, high, digits, exponent, unit, cut, its, lead in zip(
            plain, *numbers, *told, claims, leads.tolist(), strict=True
        )
    ]


def _plain_part(
    low: Decimal,
    printed: Decimal,
    high: Decimal,
    step: Decimal,
    unit: str,
    claims: tuple[int, ...],
    lead: int,
    cut: bool,
) -> Part:
    face = Interval(low, high)  # type: ignore[arg-type]
    figure = Figure(printed, step, unit, "exact")  # type: ignore[arg-type]
    return Part(Reading(Interval(printed, printed), face, face), figure, claims, lead, cut)  # type: ignore[arg-type]


class PreparedParts(ABC):
    """Parts of relations by the numbers of what they are; what is told together is made together, in columns."""

    def __init__(self) -> None:
        self._ready: dict[int, Part | None] = {}

    @abstractmethod
    def plain(self, numbers: Ints) -> list[Part | None]:
        """Several in decimals; None for each that is not plain."""

    @abstractmethod
    def exact(self, number: int) -> Part:
        """One in fractions."""

    def prepare(self, numbers: Ints) -> None:
        """Make those ready that will be asked for next, in place of others."""
        distinct = np.unique(numbers)
        self._ready = dict(zip(distinct.tolist(), self.plain(distinct), strict=True))

    def of(self, numbers: Sequence[int], *, plain: bool = True) -> tuple[Part, ...]:
        """In decimals, if all are plain and there may be any, else in fractions."""
        if plain:
            ready = self._ready
            known = ready.keys() >= {*numbers}
            made = [ready[one] for one in numbers] if known else self.plain(np.array(numbers, dtype=np.int64))
            if None not in made:
                return tuple(made)  # type: ignore[arg-type]
        return tuple(self.exact(one) for one in numbers)


class ClaimParts(PreparedParts):
    """The parts that claims are, each by itself."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def plain(self, numbers: Ints) -> list[Part | None]:
        return plain_parts(self.store, self.store.scaled, numbers, numbers, [(one,) for one in numbers.tolist()])

    def exact(self, number: int) -> Part:
        store = self.store
        return Part(store.reading_of(number), store.figures[number], (number,), number, bool(store.truncated[number]))


def in_decimals(parts: Sequence[Part]) -> bool:
    """Whether the numbers of a relation are decimals, not fractions."""
    return isinstance(parts[0].reading.printed.low, Decimal)


def in_fractions(relation: _Relation) -> _Relation:
    """The same relation in fractions, for where numbers are divided."""
    if not in_decimals(relation.parts):
        return relation
    parts = tuple(part._replace(reading=_read(part.reading), figure=_figure(part.figure)) for part in relation.parts)
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
