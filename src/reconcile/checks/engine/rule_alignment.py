"""Which cells a rule ties: its terms laid beside each other, a row for each view of each place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, Matches, by_view, first_cells, in_site_order, keys_of, match
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import KeyedCells
from reconcile.checks.engine.rule_terms import (
    bare_terms,
    complete_terms,
    reduced_places,
    rule_dimensions,
    rule_terms,
    statistics_meant,
    where_holds,
)
from reconcile.checks.engine.table import ABSENT, ACROSS, CellTable, Laid
from reconcile.checks.engine.views import Both
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import LEVEL
from reconcile.language.rules import Rule
from reconcile.ledger.store.codes import Ranged, combined


class Bound(NamedTuple):
    """Where a rule binds: its terms laid beside each other, a row for each view of each place."""

    terms: list[CellTerm]
    matches: Matches
    first: Ints  # of each row, one cell that is reported
    checked: Ints  # the rows in which all that the rule needs is reported
    partial: Ints  # the rows in which something is missing that no other view has


def bind(store: Store, cells: KeyedCells, rule: Rule) -> Bound | None:
    """Lay a rule's terms beside each other; None where no cell has any of its measures.

    A part of which nobody tells a level may count as nothing; one whose change or mean is not told may not.
    """
    bound = _bind(store, cells, rule)
    if bound is None or rule.missing != "zero":
        return bound
    lacking = ~bound.matches.only(bound.checked).present.all(axis=1)
    lacking &= cells.keys.stat[bound.first[bound.checked]] != LEVEL
    if not lacking.any():
        return bound
    return bound._replace(checked=bound.checked[~lacking], partial=np.union1d(bound.partial, bound.checked[lacking]))


def _bind(store: Store, cells: KeyedCells, rule: Rule) -> Bound | None:
    fixed = rule_dimensions(rule)
    if isinstance(cells, Both) and not fixed:
        return _bind_bare(store, cells, rule)
    terms = rule_terms(store, cells, rule)
    if all(term.constant or not len(term.rows) for term in terms):
        return None
    places = reduced_places(store, cells, rule)
    matches = match(cells, terms, keys_of(cells, store, places, but=("measure", *({"period"} & fixed))))
    first = first_cells(matches, len(cells) - 1)
    complete = complete_terms(rule, matches.cell.T != ABSENT, terms)
    return Bound(terms, matches, first, *by_view(matches, complete))


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
