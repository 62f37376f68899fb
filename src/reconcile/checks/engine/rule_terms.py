"""The terms of a rule: which cells each of them may be."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from reconcile.checks.engine.alignment import CellTerm
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import KeyedCells
from reconcile.checks.engine.table import ABSENT
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import CHANGE, LEVEL, MEAN, RATIO, SHARE, STATS
from reconcile.language.rules import Rule
from reconcile.language.rules import Term as RuleTerm

SUMMING = (LEVEL, CHANGE, MEAN)  # where levels sum, so do these; a share or a ratio has a base at each place


def rule_terms(store: Store, cells: KeyedCells, rule: Rule) -> list[CellTerm]:
    """The rule's terms over cells, what is computed first: their weights give computed minus reported."""
    fixed = rule_dimensions(rule)

    def rows_of(term: RuleTerm) -> Ints:
        rows, keys = cells.of_measure(store.measure.find(term.measure)), cells.keys
        rows = rows[statistics_meant(store, rule, keys.stat[rows], keys.base[rows])]
        if rule.where:
            rows = rows[where_holds(store, rule, keys.place[rows], keys.period[rows])]
        if fixed:
            rows = rows[_at(store, cells, dict(term.at), fixed, rows)]
        return rows

    both = zip((*rule.right, *rule.left), bare_terms(rule), strict=True)
    return [bare if bare.constant else bare._replace(rows=rows_of(term)) for term, bare in both]


def bare_terms(rule: Rule) -> list[CellTerm]:
    """The rule's terms without any cells."""

    def bare(term: RuleTerm, sign: int) -> CellTerm:
        rows, constant = np.zeros(0, dtype=np.int64), not term.measure
        return CellTerm(rows, term.weight * sign, term_name(term), constant, factor=term.unit, measure=term.measure)

    return [bare(term, 1) for term in rule.right] + [bare(term, -1) for term in rule.left]


def rule_dimensions(rule: Rule) -> set[str]:
    """What the rule fixes in any of its terms: dimensions, area or period."""
    return {name for term in (*rule.left, *rule.right) for name, _ in term.at}


def statistics_meant(store: Store, rule: Rule, stat: Ints, base: Ints) -> Bools:
    """The statistics that a rule between levels holds for, when all its terms are taken over one base."""
    fixed = rule_dimensions(rule)
    if "period" in fixed or any(term.unit or not term.measure for term in (*rule.left, *rule.right)):
        return np.asarray(stat == LEVEL, dtype=bool)
    rates = () if fixed else (SHARE, RATIO)
    if rule.relation == "=":
        return _among(stat, (*SUMMING, *rates))
    # A smaller level may change by more, and over a base below zero what was smaller is larger.
    positive = np.array([store.unsigned(base.measure) for base in store.bases], dtype=bool)
    spoken = _among(stat, (LEVEL, MEAN)) | (_among(stat, rates) & positive[base])
    return np.asarray(spoken, dtype=bool)


def _among(stat: Ints, wanted: Collection[int]) -> Bools:
    among: Bools = np.array([one in wanted for one in range(len(STATS))], dtype=bool)
    return among[stat]


def term_name(term: RuleTerm) -> str:
    at = ",".join(f"{name}={value}" for name, value in term.at)
    return f"{term.measure}[{at}]" if at else term.measure


def reduced_places(store: Store, cells: KeyedCells, rule: Rule) -> Ints:
    """The cells' places without the dimensions that the rule fixes in any of its terms."""
    fixed = rule_dimensions(rule) & set(store.places.columns)
    return np.append(store.places.without(fixed), ABSENT)[cells.keys.place] if fixed else cells.keys.place


def _at(store: Store, cells: KeyedCells, fixed_here: dict[str, str], fixed: set[str], rows: Ints) -> Bools:
    """Cells at what a term names; in dimensions that only other terms name, the cell must have none.

    Every claim has a period, and an area where the ledger has any: a term that does not name them leaves them open.
    """
    holds = np.ones(len(store.places), dtype=bool)
    for name in fixed - {"period"}:
        wanted = fixed_here.get(name, "")
        if name != "area" or wanted:
            holds &= store.places.are(name, {wanted})
    here = holds[cells.keys.place[rows]]
    if "period" in fixed_here:
        here &= cells.keys.period[rows] == store.period_code(fixed_here["period"])
    return here


def where_holds(store: Store, rule: Rule, place: Ints, period: Ints) -> Bools:
    """Where a rule holds at all, of places and periods as parallel columns."""
    holds = np.ones(len(place), dtype=bool)
    for name, values in rule.where:
        if name == "period":
            holds &= np.isin(period, [store.period_code(value) for value in values])
        else:
            holds &= store.places.are(name, values)[place]
    return holds


def complete_terms(rule: Rule, present: Bools, terms: Sequence[CellTerm]) -> Bools:
    """(n,) of (t, n): whether all that the rule needs is reported; its right side comes first."""
    if rule.missing != "zero":
        return np.asarray(np.logical_and.reduce(present), dtype=bool)
    split = len(rule.right)
    parts = [row for row, term in zip(present[:split], terms, strict=False) if not term.constant]
    whole = np.logical_and.reduce(present[split:])
    return np.asarray(whole & np.logical_or.reduce([np.zeros_like(whole), *parts]), dtype=bool)
