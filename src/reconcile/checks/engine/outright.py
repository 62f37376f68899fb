"""Verdicts outright: where figures are plain and single sources say all that is asked for, whole rows decide.

Most parts of a large table are like this. Nothing but verdicts comes of it; whatever is put into words, and every part
that holds more than plain sums and rates, is looked at claim by claim, which gives the same bindings in the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reconcile.checks.engine.aligned import Columns, Lack, Piece, complete_terms, pieces_of
from reconcile.checks.engine.alignment import Term
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.deciding import ABSENT, RELATIONS, in_units, plain_verdicts, whole_factors
from reconcile.checks.engine.keys import ACROSS
from reconcile.checks.engine.plain import Decided, Plain, Vague, joined, plain_table, plainly_printed
from reconcile.checks.engine.rates import statistics_of
from reconcile.checks.engine.rule_terms import bare_terms, rule_dimensions
from reconcile.checks.verdicts import CONFLICT, EXACT, ROUNDING, UNCHECKED
from reconcile.exact.columns import Array, Bools, Decimals, Ints
from reconcile.language.codelists import FIRST_OUTCOME, GROWTH
from reconcile.language.rules import Rule
from reconcile.ledger.store.row_sets import Rows


@dataclass
class Outright:
    """What is asked of every part of a store whose figures are plain."""

    store: Store
    checks: Collection[str]
    rules: Sequence[tuple[int, Rule, list[Term], list[int], int]]  # number, terms, their weights and how fine these are

    @classmethod
    def of(cls, store: Store, checks: Collection[str]) -> Outright | None:
        """None where claims must be looked at one by one: some are not plain, or sums reach over places and periods."""
        declared = store.ledger.measures.values()
        nested = "period" in checks and any(measure.kind == "flow" for measure in declared) and bool(store.divisions)
        summed = "hierarchy" in checks and any(measure.sum_over for measure in declared)
        one_status = store.status.code.strides == (0,) and len(store) and store.status.code[0] >= FIRST_OUTCOME
        if nested or summed or not one_status or not plainly_printed(store):
            return None
        rules = []
        for number, rule in enumerate(store.ledger.rules if "identity" in checks else ()):
            terms = bare_terms(rule)
            whole = Decimals.of([term.weight for term in terms])
            weights = whole_factors(whole)
            odd = any(term.constant or term.factor for term in terms)
            if odd or rule_dimensions(rule) or weights is None or not store.one_unit(rule.measures):
                return None
            rules.append((number, rule, terms, weights, int(whole.exponent.min(initial=0))))
        return cls(store, checks, rules)

    def part(self, part: Store, rows: Rows) -> tuple[list[Decided], Bools] | None:
        """What the claims of a part come to, and which of them were compared; None where the table does not tell.

        The part needs no figures of its own: those of its ``rows`` in the whole are read.
        """
        layout = part.layout
        plain = None if layout is None else plain_table(layout, self.store, rows)
        if layout is None or plain is None:
            return None
        used = np.zeros(layout.there.shape, dtype=bool)
        found: list[Decided] = []
        try:
            if "agreement" in self.checks:
                found.append(_agreements(part, plain, used))
            for one in self.rules:
                found.extend(_identity(part, plain, used, *one))
            if "statistic" in self.checks:
                found.extend(statistics_of(part, self.store, plain, used))
        except Vague:
            return None
        return [one for one in found if len(one.verdict)], used.reshape(-1).take(layout.field)


def _agreements(part: Store, plain: Plain, used: Bools) -> Decided:
    """Where several sources speak of one quantity: whether their readings meet."""
    layout, claims, verdicts = plain.layout, [_NONE], [_NONE.astype(np.int8)]
    for rows in layout.quantities:
        if len(rows) == 1:
            continue
        meeting = np.count_nonzero(layout.there[rows], axis=0) > 1
        columns = slice(None) if meeting.all() else np.flatnonzero(meeting)
        if not meeting.any():
            continue
        measure = part.measure.values[layout.slots.measure[rows[0]]]
        if layout.slots.stat[rows[0]] != GROWTH and len(part.kinds.get(measure, ())) > 1:
            raise Vague  # their units may differ
        claim, verdict = _met(plain, rows, columns)
        claims.append(claim)
        verdicts.append(verdict)
        for row in rows:
            used[row, columns] |= layout.there[row, columns]
    claim, verdict = np.concatenate(claims), np.concatenate(verdicts)
    return Decided(
        "agreement", verdict, claim, np.full(len(claim), ACROSS, dtype=np.int32), np.full(len(claim), np.nan)
    )


def _met(plain: Plain, rows: Ints, columns: Columns) -> tuple[Array, Array]:
    """Of some columns the finest claim of these rows, the first of equals, and whether all of them meet."""
    layout, n = plain.layout, len(plain.layout.claim[0, columns])
    low, high, least, most = (np.full(n, end) for end in (-_FAR, _FAR, _FAR, -_FAR))
    best, claim = np.full(n, _FAR), np.full(n, ABSENT, dtype=np.int32)
    for row in rows:
        there, half = layout.there[row, columns], plain.half_of(int(row), columns)
        here: Bools | bool = True if there.all() else there
        printed = plain.printed[row, columns]
        np.maximum(low, printed - half, out=low, where=here)
        np.minimum(high, printed + half, out=high, where=here)
        np.maximum(most, printed, out=most, where=here)
        np.minimum(least, printed, out=least, where=here)
        finer = there & (half < best)
        np.copyto(best, half, where=finer)
        np.copyto(claim, layout.claim[row, columns], where=finer)
    verdict = np.where(low > high, CONFLICT, np.where(least == most, EXACT, ROUNDING)).astype(np.int8)
    return claim, verdict


def _identity(
    part: Store, plain: Plain, used: Bools, number: int, rule: Rule, terms: list[Term], weights: list[int], finest: int
) -> Iterator[Decided]:
    """A rule wherever a source says all of it, a piece of the table after the other."""
    layout = plain.layout
    found = pieces_of(part, layout, rule, terms)
    if found is None:
        return
    if found.lacks:
        yield joined([_lacking(plain, used, rule, terms, lack) for lack in found.lacks])
    made = [_sums(plain, used, piece, rule, weights, plain.exponent + finest) for piece in found.pieces]
    decided = joined([Decided("identity", *one, number, rule.text) for one in made])
    if found.lacks:  # then rows are in the order of their sites, and of their sources
        columns = np.arange(layout.columns)
        site = np.concatenate([piece.stand * layout.columns + columns[piece.columns] for piece in found.pieces])
        decided = decided.only(np.lexsort((decided.view, site)))
    yield decided


def _lacking(plain: Plain, used: Bools, rule: Rule, terms: list[Term], lack: Lack) -> Decided:
    """What a rule lacks wherever no source says all of it; raises Vague where all sources together do."""
    if complete_terms(rule, lack.reported, terms).any():
        raise Vague
    claim, n = np.full(len(lack.columns), ABSENT, dtype=np.int32), len(lack.columns)
    for rows in lack.slots:
        lead, _ = _met(plain, rows, lack.columns)
        claim = np.where(claim == ABSENT, lead, claim)
        for row in rows:
            used[row, lack.columns] |= plain.layout.there[row, lack.columns]
    across, verdict = np.full(n, ACROSS, dtype=np.int32), np.full(n, UNCHECKED, dtype=np.int8)
    return Decided("identity", verdict, claim, across, np.full(n, np.nan), None, rule.text)


def _sums(
    plain: Plain, used: Bools, piece: Piece, rule: Rule, weights: list[int], exponent: int
) -> tuple[Array, Array, Array, Array]:
    """Verdicts, a claim of each, views and residuals where one source says all that a rule needs."""
    layout, columns = plain.layout, piece.columns
    size = layout.columns if isinstance(columns, slice) else len(columns)
    printed, spread = np.zeros(size, dtype=np.int64), np.zeros(1, dtype=np.int64)
    claim: Array | None = None
    for weight, slot in zip(weights, piece.slots, strict=True):
        if slot == ABSENT:  # counts as nothing
            continue
        half = plain.half_of(slot, columns)
        if weight == 1:
            printed += plain.printed[slot, columns]
        else:
            printed += weight * plain.printed[slot, columns]
        claims = layout.claim[slot, columns]
        if rule.missing == "zero":
            there = layout.there[slot, columns]
            half = half * there
            used[slot, columns] |= there
            claim = claims if claim is None else np.where(claim == ABSENT, claims, claim)
        else:
            used[slot, columns] = True
            claim = claims if claim is None else claim
        spread = spread + abs(weight) * half
    verdict = plain_verdicts(printed, printed - spread, printed + spread, RELATIONS[rule.relation])
    assert claim is not None
    return verdict, claim, np.full(size, piece.source, dtype=np.int32), in_units(printed, exponent)


_NONE: Ints = np.zeros(0, dtype=np.int64)
_FAR = np.int64(2**62)
