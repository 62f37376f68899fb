"""Which cells a rule ties: its terms laid beside each other, a row for each view of each place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, Matches, by_view, first_cells, in_site_order, keys_of, match
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import KeyedCells
from reconcile.checks.engine.table import ABSENT, ACROSS, CellTable, Laid
from reconcile.checks.engine.views import Both
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import CHANGE, LEVEL, MEAN, RATIO, SHARE, STATS
from reconcile.language.rules import Factor, Rule, Term
from reconcile.ledger.store.codes import Ranged, combined

SUMMING = (LEVEL, CHANGE, MEAN)  # where levels sum, so do these; a share or a ratio has a base at each place


class Bound(NamedTuple):
    """Where a rule binds: its terms laid beside each other, a row for each view of each place."""

    terms: list[CellTerm]
    matches: Matches
    first: Ints  # of each row, one cell that is reported
    checked: Ints  # the rows in which all that the rule needs is reported
    partial: Ints  # the rows in which something is missing that no other view has


def bind(store: Store, cells: KeyedCells, rule: Rule) -> Bound | None:
    """Lay a rule's terms beside each other; None where no cell has any of its measures, or they do not add up.

    A part of which nobody tells a level may count as nothing; one whose change or mean is not told may not.
    """
    bound = None if never_adds(store, rule) else _bind(store, cells, rule)
    if bound is None or rule.missing != "zero":
        return bound
    lacking = ~bound.matches.only(bound.checked).present.all(axis=1)
    lacking &= cells.keys.stat[bound.first[bound.checked]] != LEVEL
    if not lacking.any():
        return bound
    return bound._replace(checked=bound.checked[~lacking], partial=np.union1d(bound.partial, bound.checked[lacking]))


def _bind(store: Store, cells: KeyedCells, rule: Rule) -> Bound | None:
    fixed = rule.dimensions
    if isinstance(cells, Both) and not fixed and not rule.shifted:
        return _bind_bare(store, cells, rule)
    terms = rule_terms(store, cells, rule)
    if all(term.constant or not len(term.rows) for term in terms):
        return None
    places = reduced_places(store, cells, rule)
    if rule.shifted:
        matches, first = _shifted(store, cells, terms, places)
    else:
        matches = match(cells, terms, keys_of(cells, store, places, but=("measure", *({"period"} & fixed))))
        first = first_cells(matches, len(cells) - 1)
    complete = complete_terms(rule, matches.cell.T != ABSENT, terms)
    if rule.sources:
        return Bound(terms, matches, first, np.flatnonzero(complete), np.flatnonzero(~complete))
    return Bound(terms, matches, first, *by_view(matches, complete))


def _shifted(store: Store, cells: KeyedCells, terms: list[CellTerm], places: Ints) -> tuple[Matches, Ints]:
    """The cells beside those of periods before, in each period of which anything is told itself; and one of that."""
    key = keys_of(cells, store, places, but=("measure",))
    moved: dict[int, Ints] = {}
    for number, term in enumerate(terms):
        if term.back:
            before = store.periods_before(term.back)
            after = np.full(len(before) + 1, ABSENT)
            after[before[before >= 0]] = np.flatnonzero(before >= 0)
            after = after[cells.keys.period]
            moved[term.back] = keys_of(cells, store, places, but=("measure",), periods=after)
            terms[number] = term._replace(rows=term.rows[after[term.rows] != ABSENT])
    matches = match(cells, terms, key, moved)
    now = np.array([not term.back for term in terms], dtype=bool)
    own = Matches(matches.cell[:, now], None, matches.source, matches.site)
    real = np.array([not term.constant for term in terms], dtype=bool)[now]
    there = np.flatnonzero(own.present[:, real].any(axis=1))
    return matches.only(there), first_cells(own.only(there), len(cells) - 1)


def _bind_bare(store: Store, cells: Both, rule: Rule) -> Bound | None:
    """The same where terms differ in measure alone: sources first, all of them only where none says it by itself.

    Of a rule of which one term alone is reported, nothing is said.
    """
    terms = bare_terms(rule)
    real = np.array([not term.constant for term in terms], dtype=bool)
    one = ABSENT if real.all() else len(cells) - 1
    views = _views(store, cells.own.table, rule, terms)
    if views is None:
        return None
    if rule.sources:
        return _of_sources(store, cells, rule, terms, views)
    own = _beside(store, cells.own.table, rule, views.only(views.full(real)) if rule.missing != "zero" else views)
    complete = complete_terms(rule, own.present, terms)
    needed = _NONE
    if not own.covers(set(views.stand.tolist()), complete):
        own = _beside(store, cells.own.table, rule, views)
        complete = complete_terms(rule, own.present, terms)
        needed = _unsaid(own, complete, real)
    matches = own.matches(complete, one)
    if not len(needed):
        return Bound(terms, matches, first_cells(matches, one), np.arange(len(matches)), _NONE)
    others = _views(store, cells.everyone.table, rule, terms)
    assert others is not None
    everyone = _beside(store, cells.everyone.table, rule, others)
    matches = in_site_order((matches, everyone.matches(np.isin(everyone.site, needed), one, len(cells.own))))
    whole = complete_terms(rule, matches.cell.T != ABSENT, terms)
    return Bound(terms, matches, first_cells(matches, one), np.flatnonzero(whole), np.flatnonzero(~whole))


def _of_sources(store: Store, cells: Both, rule: Rule, terms: list[CellTerm], views: _Views) -> Bound:
    """The same of a rule of some sources: each by itself, and what one does not say is missing."""
    beside = _beside(store, cells.own.table, rule, views)
    real = np.array([not term.constant for term in terms], dtype=bool)
    there = beside.present[real].any(axis=0)
    one = ABSENT if real.all() else len(cells) - 1
    matches, complete = beside.matches(there, one), complete_terms(rule, beside.present[:, there], terms)
    return Bound(terms, matches, first_cells(matches, one), np.flatnonzero(complete), np.flatnonzero(~complete))


def source_codes(store: Store, rule: Rule) -> Ints:
    """The codes of the sources in which alone a rule binds."""
    return np.array([store.source.find(name) for name in rule.sources], dtype=np.int64)


_NONE: Ints = np.zeros(0, dtype=np.int64)


def _unsaid(own: _Beside, complete: Bools, real: Bools) -> Ints:
    """The sites of which several terms are reported, but by no source all."""
    site = own.site
    open_ = np.flatnonzero(own.present[real].any(axis=0) & ~complete)
    open_ = open_[~np.isin(site[open_], site[complete])]
    sites, at = np.unique(site[open_], return_inverse=True)
    said = np.zeros((len(real), len(sites)), dtype=bool)
    for term in np.flatnonzero(real):
        said[term, at[own.present[term, open_]]] = True
    return np.asarray(sites[said.sum(axis=0) > min(1, len(real) - 1)], dtype=np.int64)


class _Views(NamedTuple):
    """The rows of a table in which each view has a rule's terms."""

    rows: Ints  # (terms, views); ABSENT where a view has none
    constant: Bools  # (terms,)
    stand: Ints  # (views,)
    source: Ints  # (views,)

    def full(self, real: Bools) -> Bools:
        """Which views have every term somewhere."""
        return np.asarray((self.rows[real] != ABSENT).all(axis=0), dtype=bool)

    def only(self, which: Bools) -> _Views:
        return _Views(self.rows[:, which], self.constant, self.stand[which], self.source[which])


class _Beside(NamedTuple):
    """A rule's terms laid beside each other in some views."""

    laid: Laid
    present: Bools  # (terms, n); a constant always is
    views: _Views
    columns: int

    def covers(self, stands: set[int], complete: Bools) -> bool:
        """Whether in each of these ways of saying some view says all, everywhere."""
        stand = self.views.stand
        if len(complete) != len(stand) * self.columns:
            return False
        whole = complete.reshape(len(stand), self.columns).all(axis=1)
        return stands <= set(stand[whole].tolist())

    @property
    def site(self) -> Ints:
        """(n,) one number for each way of saying, place and period."""
        return np.asarray(self.views.stand[self.laid.view] * self.columns + self.laid.column, dtype=np.int64)

    def matches(self, which: Bools, one: int, begins: int = 0) -> Matches:
        """Some of them as rows of the cells, which count from ``begins`` on; ``one`` stands for the number 1."""
        rows: Ints | slice = slice(None) if which.all() else np.flatnonzero(which)
        cell = self.laid.cell[:, rows] if isinstance(rows, slice) else self.laid.cell.take(rows, axis=1)
        if begins:
            cell = np.where(cell == ABSENT, ABSENT, cell + begins)
        if one != ABSENT:
            cell = np.where(self.views.constant[:, None], one, cell)
        return Matches(cell.T, None, self.views.source[self.laid.view[rows]], self.site[rows])


def _views(store: Store, table: CellTable, rule: Rule, terms: list[CellTerm]) -> _Views | None:
    """The views in which any claim has one of the rule's measures; None where none has."""
    ways = table.ways
    measures = [ABSENT if term.constant else store.measure.find(term.measure) for term in terms]
    spoken = statistics_meant(store, rule, ways.stat, ways.base)
    rows = np.flatnonzero(spoken & np.isin(ways.measure, [code for code in measures if code != ABSENT]))
    if rule.sources:
        rows = rows[np.isin(ways.source[rows], source_codes(store, rule))]
    if not len(rows):
        return None
    sources = int(ways.source.max()) + 2
    stands = Ranged(table.stand[rows], int(table.stand.max()) + 1)
    distinct, view = np.unique(combined([stands, Ranged(ways.source[rows], sources, ACROSS)]), return_inverse=True)
    picked = np.full((len(terms), len(distinct)), ABSENT)
    for term, code in enumerate(measures):
        mine = np.flatnonzero(ways.measure[rows] == code)
        picked[term, view[mine]] = rows[mine]
    stand, source = np.divmod(distinct, sources)
    return _Views(picked, np.array([term.constant for term in terms], dtype=bool), stand, source + ACROSS)


def _beside(store: Store, table: CellTable, rule: Rule, views: _Views) -> _Beside:
    laid = table.beside(views.rows)
    present = laid.cell != ABSENT
    if rule.where:
        allowed = where_holds(store, rule, *table.spots(laid.column))
        laid, present = laid._replace(cell=np.where(allowed, laid.cell, ABSENT)), present & allowed
    present[views.constant] = True
    return _Beside(laid, present, views, table.columns)


def rule_terms(store: Store, cells: KeyedCells, rule: Rule) -> list[CellTerm]:
    """The rule's terms over cells, what is computed first: their weights give computed minus reported."""
    fixed = rule.dimensions

    def rows_of(term: CellTerm, factor: Factor) -> Ints:
        rows, keys = cells.of_measure(store.measure.find(term.measure)), cells.keys
        rows = rows[statistics_meant(store, rule, keys.stat[rows], keys.base[rows])]
        if rule.where:
            rows = rows[where_holds(store, rule, keys.place[rows], keys.period[rows])]
        if rule.sources:
            rows = rows[np.isin(keys.source[rows], source_codes(store, rule))]
        if fixed:
            rows = rows[_at(store, cells, dict(factor.at), fixed, rows)]
        return rows

    factors = [one for term in (*rule.right, *rule.left) for one in term_factors(term)]
    both = zip(factors, bare_terms(rule), strict=True)
    return [bare if bare.constant else bare._replace(rows=rows_of(bare, factor)) for factor, bare in both]


def term_factors(term: Term) -> tuple[Factor, ...]:
    """What a term ties, first what it multiplies: the number 1, which has no measure, where that is no measure."""
    return term.factors if term.measure else (Factor(""), *term.factors)


def bare_terms(rule: Rule) -> list[CellTerm]:
    """The rule's terms without any cells, the factors of each beside each other."""
    terms = [*((term, 1) for term in rule.right), *((term, -1) for term in rule.left)]
    return [
        CellTerm(
            np.zeros(0, dtype=np.int64),
            term.weight * sign,
            str(factor) if factor.measure else "",
            not factor.measure,
            factor=term.unit,
            measure=factor.measure,
            back=factor.back,
            term=number,
            divides=factor.divides,
        )
        for number, (term, sign) in enumerate(terms)
        for factor in term_factors(term)
    ]


def never_adds(store: Store, rule: Rule) -> str:
    """Of a rule that sums, the first measure that is declared not to add up: then it binds nothing. Else nothing.

    What is a factor of a product is no summand: volumes times prices are values, which add up.
    """
    sides = [[term.measure for term in side if term.measure and not term.by] for side in (rule.left, rule.right)]
    if max(map(len, sides)) < 2:
        return ""
    return next((name for side in sides for name in side if not store.ledger.measure(name).additive), "")


def statistics_meant(store: Store, rule: Rule, stat: Ints, base: Ints) -> Bools:
    """The statistics that a rule between levels holds for, when all its terms are taken over one base."""
    fixed = rule.dimensions
    if (
        "period" in fixed
        or rule.shifted
        or rule.of_products
        or any(term.unit or not term.measure for term in (*rule.left, *rule.right))
    ):
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


def reduced_places(store: Store, cells: KeyedCells, rule: Rule) -> Ints:
    """The cells' places without the dimensions that the rule fixes in any of its terms."""
    fixed = rule.dimensions & set(store.places.columns)
    return np.append(store.places.without(fixed), ABSENT)[cells.keys.place] if fixed else cells.keys.place


def _at(store: Store, cells: KeyedCells, fixed_here: dict[str, str], fixed: frozenset[str], rows: Ints) -> Bools:
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
        if name == "source":  # which is no place: see source_codes
            continue
        if name == "period":
            holds &= np.isin(period, [store.period_code(value) for value in values])
        else:
            holds &= store.places.are(name, values)[place]
    return holds


def complete_terms(rule: Rule, present: Bools, terms: Sequence[CellTerm]) -> Bools:
    """(n,) of (t, n): whether all that the rule needs is reported; its right side comes first.

    Of a product, all factors count as nothing where none of them is reported, and are needed where one is.
    """
    if rule.missing != "zero":
        return np.asarray(np.logical_and.reduce(present), dtype=bool)
    split = sum(len(term_factors(term)) for term in rule.right)
    needed = [np.logical_and.reduce(present[split:])]
    parts = [np.zeros_like(needed[0])]
    for number, term in enumerate(rule.right):
        rows = [row for row, one in zip(present, terms, strict=True) if one.term == number and not one.constant]
        if term.by:
            needed.append(np.logical_and.reduce(rows) | ~np.logical_or.reduce(rows))
        parts += [np.logical_and.reduce(rows)] if rows else []
    return np.asarray(np.logical_and.reduce(needed) & np.logical_or.reduce(parts), dtype=bool)
