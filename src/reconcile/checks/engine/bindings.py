"""Bindings as a check emits them, operands over cells: what they come to, as a block, and how each is told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import localcontext
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from reconcile.checks.engine.block import Asked, Block, ClaimBindings
from reconcile.checks.engine.cell_parts import CellParts
from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import EQUAL, UPPER, Operand, Rate, decide_bindings
from reconcile.checks.engine.product_relations import Multiplied, Products, ShareOfChange, WeightedMean
from reconcile.checks.engine.relation import EVERYTHING, Contributed, Linear, Part, Product, Relation, ends_that_miss
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import CONFLICT, HEDGE, UNCHECKED
from reconcile.checks.wording.behind_binding import BehindBinding
from reconcile.checks.wording.decimal_relations import EXACTLY, decimal, in_decimals, in_fractions
from reconcile.checks.wording.scales import units_of_last_digit
from reconcile.checks.wording.sentences import equation, relation_words, scale_of, unresolved
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.exact.interval import Interval
from reconcile.language.bases import steps_from
from reconcile.language.ids import joined, quoted, several
from reconcile.language.tolerances import Tolerance


class Title(NamedTuple):
    """What a binding is about: the parts of its finding that no number changes."""

    about: str  # the finding's id without the sources of its claims
    quantity: dict[str, str]
    status: str
    source: int  # a source's code, or ACROSS
    rule: str = ""
    rule_number: int | None = None
    name: str = ""
    note: str = ""  # what to bear in mind beside the arithmetic
    of: str = ""  # the source whose statistic it is; "" where none is before the others

    def id(self, sources: Iterable[str]) -> str:
        """The finding's id, which names the sources of its claims: it is another where others are compared."""
        return joined(self.about, quoted(self.of), several({*sources} - {self.of}))

    def sentence(self, said: str, sources: Sequence[str]) -> str:
        """What is said of the binding, after its name and before where it is from and what to bear in mind."""
        across = f"from {', '.join(sources)}" if self.source == ACROSS and len(sources) > 1 else ""
        told = "; ".join(filter(None, (said, across, self.note)))
        return f"{self.name}: {told}" if self.name else told


def bound(
    check: str,
    store: Store,
    cells: Cells,
    operands: Sequence[Operand],
    relation: int = EQUAL,
    *,
    heads: Ints,
    views: Ints,
    title: Callable[[int], Title],
    reported: int = 1,
    rule: int | None = None,
    name: str = "",
    over: int = 1,
    tolerance: Tolerance | None = None,
) -> Block:
    """Decide Σ operand against zero, a row each; the last ``reported`` operands are what is reported.

    ``heads`` are cells that tell a row's place, period and status, ``views`` a source's code each, or ACROSS. ``rule``
    is the number of the rule that bound, ``name`` what ties the figures, as it is written. What is told is divided by
    ``over``, which decides nothing: so a sum of so many parts is a mean. What is further apart than rounding explains,
    and no further than the ``tolerance``, is a hedge.
    """
    outcomes, parts = decide_bindings(cells, operands, relation, tolerance, reported), CellParts(store, cells)
    if over > 1:
        outcomes = outcomes._replace(residual=outcomes.residual / over)
    tied = tuple(column for one in operands for column in one.tied)
    decided = Decided(
        check,
        store,
        outcomes.verdict,
        ranged_rows(store, cells, tied),
        relations_of(parts, operands, relation, reported, over, tolerance),
        title,
    )
    decided.revised |= revised_since(store, decided.verdict, views, decided.claims)
    return Block(
        check,
        decided.verdict,
        decided.finding,
        cells,
        tied,
        heads=heads,
        views=views,
        residual=outcomes.residual,
        bindings=decided,
        rule=rule,
        name=name,
        prepare=lambda rows: parts.prepare(_there(tied, rows)),
    )


def _there(tied: Sequence[Ints], rows: Ints) -> Ints:
    """The cells that some rows tie."""
    cells = np.concatenate([column[rows] for column in tied])
    return np.asarray(cells[cells != ABSENT], dtype=np.int64)


def relations_of(
    cells: CellParts,
    operands: Sequence[Operand],
    relation: int,
    reported: int,
    over: int,
    tolerance: Tolerance | None = None,
) -> Callable[[int], Relation]:
    """What makes a row's scalars, without what is ABSENT: which form it has is the same for all rows."""
    tied = [column for one in operands for column in one.tied]
    if rate := next((one.rate for one in operands if one.rate), None):
        if len(operands) == _PRODUCT:
            return lambda row: product_of(cells, [int(column[row]) for column in tied], rate, row)
        weight = int(-operands[-1].weight)
        return lambda row: Contributed(
            cells.of([int(column[row]) for column in tied], plain=False), weight, rate.scale(row)
        )
    if (apart := operands[0].apart) is not None and not apart.weighs:
        share, before, level = operands
        ends = (apart.mean, apart.cell, before.cell, share.cell, level.cell)
        return lambda row: ShareOfChange(cells.of([int(one[row]) for one in ends], plain=False), share.weight_of(row))
    if any(one.apart for one in operands):
        return lambda row: _mean_of(cells, operands, row)
    if any(one.by for one in operands):
        return lambda row: _products_of(cells, operands, relation, reported, row, tolerance)
    return _linear(cells, operands, relation, reported, over, tolerance)


def _linear(
    cells: CellParts,
    operands: Sequence[Operand],
    relation: int,
    reported: int,
    over: int,
    tolerance: Tolerance | None,
) -> Callable[[int], Linear]:
    columns, first = [one.cell for one in operands], len(operands) - reported
    usual = [one.weight / over for one in operands]
    usual_decimals = [None] if tolerance else [*map(decimal, usual)]  # a part of what is tolerated may be no decimal
    varying = any(one.times is not None for one in operands)

    def made(row: int) -> Linear:
        tied = [int(column[row]) for column in columns]
        weights, decimals, last = usual, usual_decimals, reported
        if varying or ABSENT in tied:
            last -= tied[first:].count(ABSENT)
            weights = [one.weight_of(row) / over for one, cell in zip(operands, tied, strict=True) if cell != ABSENT]
            tied = [cell for cell in tied if cell != ABSENT]
            decimals = [None] if tolerance else [*map(decimal, weights)]
        parts = cells.of(tied, plain=None not in decimals)
        return Linear(parts, tuple(decimals if in_decimals(parts) else weights), relation, last, tolerance)  # type: ignore[arg-type]

    return made


def _products_of(
    cells: CellParts,
    operands: Sequence[Operand],
    relation: int,
    reported: int,
    row: int,
    tolerance: Tolerance | None,
) -> Products:
    """One row of summands that are products, as scalars."""
    there = [one for one in operands if one.cell[row] != ABSENT]
    last = sum(one.cell[row] != ABSENT for one in operands[len(operands) - reported :])
    tied: list[int] = []
    summands: list[tuple[Multiplied, ...]] = []
    for one in there:
        factors = [(one.cell, False), *one.by]
        summands.append(tuple(Multiplied(len(tied) + place, divides) for place, (_, divides) in enumerate(factors)))
        tied += [int(cell[row]) for cell, _ in factors]
    parts = cells.of(tied, plain=False)
    weights = tuple(one.weight_of(row) for one in there)
    return Products(parts, weights, tuple(summands), relation, int(last), tolerance)


def _mean_of(cells: CellParts, operands: Sequence[Operand], row: int) -> WeightedMean:
    """One row of weights and what they weigh, as scalars; the mean last."""
    there = [(one.cell, one.apart) for one in operands if one.cell[row] != ABSENT and one.apart is not None]
    tied = [int(column[row]) for cell, apart in there for column in (cell, apart.cell)]
    return WeightedMean(cells.of([*tied, int(there[0][1].mean[row])], plain=False))


_PRODUCT = 2  # operands of a base times a rate that is a level


def product_of(cells: CellParts, tied: Sequence[int], rate: Rate, row: int) -> Product:
    """Base × rate = level as scalars: these cells, and what a row of the rates makes of its claim."""
    steps = rate.steps(row)
    parts = cells.of(tied, plain=steps == 1)
    if steps != 1:
        per = steps_from(cells.store.base[parts[1].claims[0]])[1]
        return Product(parts, Fraction(int(rate.offset[row])), rate.scale(row), steps, per)
    factors = Fraction(int(rate.offset[row])), rate.scale(row)
    return Product(parts, *(map(decimal, factors) if in_decimals(parts) else factors))


@dataclass
class Decided:
    """Decided bindings of one check, a row each; ``relation`` and ``title`` make its scalars and names when asked."""

    check: str
    store: Store
    verdict: Array
    ranged: Bools  # (n,) rows in which at least two figures print two numbers
    relation: Callable[[int], Relation]
    title: Callable[[int], Title]
    around: ClaimBindings | None = None  # all that binds the claims, these bindings among it
    misses: dict[int, list[tuple[str, Relation]]] = field(default_factory=dict)
    revised: dict[int, int] = field(default_factory=dict)  # by row that is open since a release was revised, its source
    _last: tuple[int, Relation] | None = None

    def __post_init__(self) -> None:
        # Where two ranges meet, "low with low" is a question for single rows: there are few of them.
        for row in np.flatnonzero(self.ranged & (self.verdict <= HEDGE)):
            relation = self.relation(int(row))
            if self._one_source(relation) and (missed := ends_that_miss(relation, self.store.hedges)):
                self.misses[int(row)] = missed
                self.verdict[row] = HEDGE

    def _one_source(self, relation: Relation) -> bool:
        ranged = [part for part in relation.parts if part.ranged]
        return len({int(self.store.source.code[claim]) for part in ranged for claim in part.claims}) == 1

    def claims(self, row: int) -> tuple[int, ...]:
        """The claims that a row ties."""
        return tuple(dict.fromkeys(claim for part in self.relation(row).parts for claim in part.claims))

    def asked(self, row: int, claim: int) -> Asked | None:
        """What a row asks of one of its claims."""
        return asked_by(self.store, self.relation(row), claim, conflict=int(self.verdict[row]) == CONFLICT)

    def relations(self, row: int, claims: Collection[int]) -> list[Relation]:  # noqa: ARG002 - there is but one
        """The relation of a row that is decided, in fractions."""
        return [] if self.verdict[row] == UNCHECKED else [fractional(self.relation(row))]

    def _relation(self, row: int) -> Relation:
        """The relation of a row, which stays until another row's is made: what is worded is often weighed next."""
        if self._last is None or self._last[0] != row:
            self._last = row, self.relation(row)
        return self._last[1]

    def finding(self, row: int) -> WordedFinding:
        with localcontext(EXACTLY):
            return self._finding(row)

    def _finding(self, row: int) -> WordedFinding:
        title, relation, verdict = self.title(row), self._relation(row), int(self.verdict[row])
        claims = tuple(dict.fromkeys(claim for part in relation.parts for claim in part.claims))
        sources = self.store.sources_of(claims)
        common: dict[str, Any] = {
            "check": self.check,
            "claims": claims,
            "rule": title.rule,
            "rule_number": title.rule_number,
            "quantity": title.quantity,
            "status": title.status,
            "sources": sources,
        }
        if verdict == UNCHECKED:
            if row in self.revised:
                said = relation_words(relation, scale_of(relation))
                message = f"{said}: {revised_words(self.store, self.revised[row])}"
            else:
                message = unresolved(relation)
            return WordedFinding(title.id(sources), verdict=verdict, message=message, **common)
        residual, allowed = slack(relation)
        excess = excess_beyond(relation, residual, allowed)
        reported = next(part.figure for part in reversed(relation.parts) if part.figure)
        message = equation(relation, verdict, residual, allowed, excess, self.misses.get(row, []))
        return WordedFinding(
            title.id(sources),
            verdict=verdict,
            message=title.sentence(message, sources),
            residual=residual,
            allowed=allowed,
            excess=excess,
            excess_units=units_of_last_digit(excess, reported.step),
            unit=reported.unit,
            behind=BehindBinding(self.store, verdict, partial(self._relation, row), row in self.misses, self.around),
            **common,
        )


def revised_since(
    store: Store, verdict: Array, views: Ints, claims: Callable[[int], tuple[int, ...]]
) -> dict[int, int]:
    """Leave open the conflicts across documents that tie a release to what appeared after it was revised.

    By row, the source that was revised.
    """
    found: dict[int, int] = {}
    across = np.flatnonzero((views == ACROSS) & (verdict == CONFLICT))
    if len(across) and (store.revised.by >= 0).any():
        for row in across.tolist():
            if len(sources := store.revised_among(claims(row))):
                found[row] = int(sources[0])
    verdict[list(found)] = UNCHECKED
    return found


def revised_words(store: Store, source: int) -> str:
    """Why a conflict is left open: "r2 has revised r1, so what that says need not fit what came later"."""
    names = (store.source.values[one] for one in (store.revised.by[source], source))
    return f"{' has revised '.join(names)}, so what that says need not fit what came later"


def ranged_rows(store: Store, cells: Cells, tied: Sequence[Ints]) -> Bools:
    """The rows of columns of cells in which at least two figures print two numbers."""
    if not store.figures.two.any():
        return np.zeros(len(tied[0]), dtype=bool)
    lead = cells.table_for(*tied).lead
    two = np.append(store.figures.two, False)  # the last is the number 1's
    return np.asarray(sum((two[lead[cell]] & (cell != ABSENT)).astype(int) for cell in tied) > 1, dtype=bool)


def slack(relation: Relation) -> tuple[Fraction, Fraction | None]:
    """The printed residual, and the most of it that rounding could explain; None where that has no bound.

    Of words that leave a choice, a range or "over", the residual is the one nearest to zero.
    """
    residual = _nearest_zero(relation.printed)
    face, sign = relation.face, relation.relation
    if sign in UPPER or (sign == EQUAL and residual <= 0):
        allowed = None if face.high is None else face.high - residual
    else:
        allowed = None if face.low is None else residual - face.low
    # Below zero where claims of one quantity meet by their words alone.
    allowed = allowed if allowed is None or allowed >= 0 else allowed * 0
    if isinstance(relation, Product) and relation.steps != 1:  # a root has no end: both are told so finely
        figure = relation.parts[2].figure
        grain = (figure.step if figure and figure.step else Fraction(1)) / _FINER
        return _cut(residual, grain), None if allowed is None else _cut(allowed, grain)
    return residual, allowed


_NOTHING = Fraction(0)
_FINER = 100  # than one unit of the last digit


def _cut(number: Fraction, grain: Fraction) -> Fraction:
    return round(number / grain) * grain


def excess_beyond(relation: Relation, residual: Fraction, allowed: Fraction | None) -> Fraction:
    """How far the printed residual lies beyond what rounding could explain; 0 where it does not."""
    if allowed is None:
        return _NOTHING
    wrong = abs(residual) if relation.relation == EQUAL else -residual if relation.relation in UPPER else residual
    return wrong - allowed if wrong > allowed else _NOTHING


def _nearest_zero(interval: Interval) -> Fraction:
    if interval.low is not None and interval.low > 0:
        return interval.low
    if interval.high is not None and interval.high < 0:
        return interval.high
    return Fraction(0) if interval.low is None else interval.low * 0  # a decimal among decimals


def asked_by(store: Store, relation: Relation, claim: int, *, conflict: bool) -> Asked | None:
    """What a relation asks of a claim that it ties once; None of any other, of which no one value can be named."""
    relation = fractional(relation)
    mine = [i for i, part in enumerate(relation.parts) if claim in part.claims]
    if len(mine) != 1:
        return None
    printed, wide = ([getattr(part.reading, name) for part in relation.parts] for name in ("printed", "wide"))
    beside = _others(store, relation.parts[mine[0]], claim)
    allowed = relation.need(mine[0], wide) & beside
    return Asked(relation.need(mine[0], printed), allowed, conflict, lambda one: not (one & allowed).empty)


def fractional(relation: Relation) -> Relation:
    """The relation in fractions, so that it can be divided."""
    return in_fractions(relation) if isinstance(relation, Linear | Product) else relation


def _others(store: Store, part: Part, claim: int) -> Interval:
    """What the other claims of the same quantity leave."""
    left = EVERYTHING
    for other in part.claims:
        if other != claim:
            left &= store.reading_of(other).wide
    return left


def asked_by_any(store: Store, relations: Sequence[Relation], claim: int) -> Asked | None:
    """The same of trials, of which any one has to hold."""
    each = [asked_by(store, one, claim, conflict=True) for one in relations]
    known = [one for one in each if one is not None]
    if not known:
        return None
    first = known[0]
    return Asked(first.printed, first.wide, conflict=True, holds=lambda wide: any(one.holds(wide) for one in known))
