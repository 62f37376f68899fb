"""What stands behind a binding's finding: the arithmetic, what would mend it, and which errors it would not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import localcontext
from typing import NamedTuple

from reconcile.checks.engine.block import ClaimBindings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.product_relations import Products, ShareOfChange, WeightedMean
from reconcile.checks.engine.readings import Reading
from reconcile.checks.engine.relation import Contributed, Linear, Product, Relation
from reconcile.checks.finding import Comparison, Contribution, ProposedRepair
from reconcile.checks.verdicts import CONFLICT, HEDGE
from reconcile.checks.wording.decimal_relations import EXACTLY, in_fractions
from reconcile.checks.wording.missed_errors import Missed, of_plain, of_relation
from reconcile.checks.wording.repairs import repairs_of_binding


class BehindBinding(NamedTuple):
    """Worked out of the relation, which is made again."""

    store: Store
    verdict: int
    relation: Callable[[], Relation]
    by_ends: bool  # whether ranges are compared end to end, too
    around: ClaimBindings | None = None  # all that binds the claims

    @property
    def repairs(self) -> tuple[ProposedRepair, ...]:
        return repairs_of_binding(self.store, self._in_fractions, self.around) if self.verdict == CONFLICT else ()

    @property
    def terms(self) -> tuple[Contribution, ...]:
        return _terms(self._in_fractions)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(self._comparisons(self._in_fractions))

    @property
    def missed(self) -> tuple[Missed, ...]:
        if self.verdict > HEDGE:
            return ()
        with localcontext(EXACTLY):
            found = of_plain(self._as_worded)
        return of_relation(self.store, self._in_fractions) if found is None else found

    @property
    def _as_worded(self) -> Linear | Product | Contributed | Products | WeightedMean | ShareOfChange:
        relation = self.relation()
        assert isinstance(relation, Linear | Product | Contributed | Products | WeightedMean | ShareOfChange)
        return relation

    @property
    def _in_fractions(self) -> Linear | Product | Contributed | Products | WeightedMean | ShareOfChange:
        """What is divided by need be no power of ten."""
        return in_fractions(self._as_worded)

    def _comparisons(self, relation: Relation) -> Iterator[Comparison]:
        yield _compared("figures", relation)
        if self.by_ends:
            for name, upper in (("low ends", False), ("high ends", True)):
                parts = tuple(part.end(upper=upper, hedges=self.store.hedges) for part in relation.parts)
                yield _compared(name, relation.using(parts))


def _compared(of: str, relation: Relation) -> Comparison:
    sides = [relation.sides([getattr(part.reading, name) for part in relation.parts]) for name in Reading._fields]
    return Comparison(of, *(Reading(*side) for side in zip(*sides, strict=True)))


def _terms(relation: Relation) -> tuple[Contribution, ...]:
    """A term for each claim; of several that speak of one quantity, the one whose figure is printed contributes."""
    terms: dict[int, Contribution] = {}
    factors = list(relation.factors())
    # A rate stands in the weight of its base: one such as "over 15 %" leaves that open, and so what the base adds.
    sharp = all(p.reading.printed.point for p, factor in zip(relation.parts, factors, strict=True) if factor is None)
    for i, (part, factor) in enumerate(zip(relation.parts, factors, strict=True)):
        printed = part.reading.printed
        adds = factor is not None and printed.point and (sharp or relation.reported(i))
        for claim in part.claims:
            contribution = printed.low * factor if adds and claim == part.lead else None  # type: ignore[operator]
            term = Contribution(claim, factor, contribution, reported=relation.reported(i))
            terms[claim] = _both(terms[claim], term) if claim in terms else term
    return tuple(terms.values())


def _both(term: Contribution, other: Contribution) -> Contribution:
    """The terms of a claim that a relation names twice, as one."""
    weight = None if term.weight is None or other.weight is None else term.weight + other.weight
    known = term.contribution is not None and other.contribution is not None
    contribution = term.contribution + other.contribution if known else None  # type: ignore[operator]
    return Contribution(term.claim, weight, contribution, term.reported and other.reported)
