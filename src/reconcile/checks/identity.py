"""Identities and bounds: each rule, wherever a view reports its measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial as bound_to
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import Matches, Term, by_view, first_cells, keys_of, match, together
from reconcile.checks.engine.bindings import bound
from reconcile.checks.engine.block import Block, Title
from reconcile.checks.engine.cells import Cells, units_differ
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import RELATIONS, Operand
from reconcile.checks.engine.keys import Keyed
from reconcile.checks.engine.listed_findings import Open
from reconcile.checks.engine.rule_terms import (
    bare_terms,
    complete_terms,
    reduced_places,
    rule_dimensions,
    rule_terms,
    spoken_of,
    where_holds,
)
from reconcile.checks.engine.table import ABSENT, ACROSS, Laid
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import Finding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import LEVEL, STATS, STATUSES
from reconcile.language.ids import joined, place, quoted
from reconcile.language.rules import Rule
from reconcile.ledger.store.codes import Ranged, combined

FINE, UNITS, BROKEN, VAGUE = range(4)  # why a row cannot be decided


def identities(store: Store, cells: Cells) -> list[Block | Open]:
    """Every rule's bindings; ``cells`` holds those of single sources and of all, and the number 1 last."""
    return [block for number, rule in enumerate(store.ledger.rules) for block in _rule(store, cells, number, rule)]


class Bound(NamedTuple):
    """Where a rule binds: its terms laid beside each other, a row for each view of each place."""

    terms: list[Term]
    matches: Matches
    first: Ints  # of each row, one cell that is reported
    checked: Ints  # the rows in which all that the rule needs is reported
    partial: Ints  # the rows in which something is missing that no other view has


def bind(store: Store, cells: Keyed, rule: Rule) -> Bound | None:
    """Lay a rule's terms beside each other; None where no cell has any of its measures."""
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
    own = _beside(store, cells.own, rule, terms)
    if own is None:
        return None
    complete = complete_terms(rule, own.present, terms)
    needed = _NONE if own.covered(complete) else _unsaid(own, complete, real)
    matches = own.matches(complete, one)
    if not len(needed):
        return Bound(terms, matches, first_cells(matches, one), np.arange(len(matches)), _NONE)
    everyone = _beside(store, cells.everyone, rule, terms)
    assert everyone is not None
    matches = together((matches, everyone.matches(np.isin(everyone.site, needed), one, len(cells.own))))
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


class _Beside(NamedTuple):
    """A rule's terms laid beside each other in one kind of view."""

    laid: Laid
    present: Bools  # (terms, n); a constant always is
    stand: Ints  # of each view
    source: Ints  # of each view
    columns: int

    def covered(self, complete: Bools) -> bool:
        """Whether in each way of saying some view says all, everywhere."""
        if len(complete) != len(self.stand) * self.columns:
            return False
        whole = complete.reshape(len(self.stand), self.columns).all(axis=1)
        return set(self.stand[whole].tolist()) == set(self.stand.tolist())

    @property
    def site(self) -> Ints:
        """(n,) one number for each way of saying, place and period."""
        return np.asarray(self.stand[self.laid.view] * self.columns + self.laid.column, dtype=np.int64)

    def matches(self, which: Bools, one: int, begins: int = 0) -> Matches:
        """Some of them as rows of the cells, which count from ``begins`` on; ``one`` stands for the number 1."""
        rows: Ints | slice = slice(None) if which.all() else np.flatnonzero(which)
        cell = self.laid.cell[:, rows] if isinstance(rows, slice) else self.laid.cell.take(rows, axis=1)
        if begins:
            cell = np.where(cell == ABSENT, ABSENT, cell + begins)
        if one != ABSENT:
            cell = np.where(self._constant[:, None], one, cell)
        return Matches(cell.T, None, self.source[self.laid.view[rows]], self.site[rows])

    @property
    def _constant(self) -> Bools:
        return np.asarray((self.present & (self.laid.cell == ABSENT)).any(axis=1), dtype=bool)


def _beside(store: Store, cells: Cells, rule: Rule, terms: list[Term]) -> _Beside | None:
    table, ways = cells.table, cells.table.ways
    measures = [ABSENT if term.constant else store.measure.find(term.measure) for term in terms]
    spoken = spoken_of(store, rule, ways.stat, ways.base)
    rows = np.flatnonzero(spoken & np.isin(ways.measure, [code for code in measures if code != ABSENT]))
    if not len(rows):
        return None
    sources = int(ways.source.max()) + 2
    views = combined(
        [Ranged(table.stand[rows], int(table.stand.max()) + 1), Ranged(ways.source[rows], sources, ACROSS)]
    )
    distinct, view = np.unique(views, return_inverse=True)
    picked = np.full((len(terms), len(distinct)), ABSENT)
    for term, code in enumerate(measures):
        mine = np.flatnonzero(ways.measure[rows] == code)
        picked[term, view[mine]] = rows[mine]
    laid = table.beside(picked)
    present = laid.cell != ABSENT
    if rule.where:
        allowed = where_holds(store, rule, *table.spots(laid.column))
        laid, present = laid._replace(cell=np.where(allowed, laid.cell, ABSENT)), present & allowed
    present[[term.constant for term in terms]] = True
    stand, source = np.divmod(distinct, sources)
    return _Beside(laid, present, stand, source + ACROSS, table.columns)


def _rule(store: Store, cells: Cells, number: int, rule: Rule) -> Iterator[Block | Open]:
    found = bind(store, cells, rule)
    if found is None:
        return
    terms, matches, first, checked, partial = found

    def title(cell: int, source: int) -> Title:
        return rule_title(store, cells, rule, number, cell, source)

    if len(partial):
        said = [not term.constant for term in terms]
        partial = partial[matches.only(partial).present[:, said].sum(axis=1) > 1]
    if len(partial):
        lacking = matches.only(partial)
        yield _open(cells, lacking, first[partial], title, bound_to(_missing, terms), name=rule.text)
    bindings = matches if len(checked) == len(matches) else matches.only(checked)
    doubts = doubted(cells, terms, bindings)
    if len(doubtful := checked[doubts > 0]):
        one = matches.only(doubtful)
        yield _open(cells, one, first[doubtful], title, bound_to(_doubt, store, cells, terms), number, name=rule.text)
    if len(doubtful):
        checked, bindings = checked[doubts == 0], bindings.only(doubts == 0)
    if len(checked):
        heads = first if len(checked) == len(matches) else first[checked]
        yield _block(store, cells, number, rule, terms, bindings, heads)


def _open(
    cells: Cells,
    matches: Matches,
    first: Ints,
    title: Callable[[int, int], Title],
    why: Callable[[Matches, int], str],
    number: int | None = None,
    *,
    name: str,
) -> Open:
    """Bindings that are not decided; those that only lack a term stand in the view of all sources."""

    def finding(row: int) -> Finding:
        named = title(int(first[row]), int(matches.source[row]))
        return _unchecked(named, why(matches, row), cells, matches, row)

    return Open("identity", cells, tuple(matches.cell.T), first, matches.source, finding, number, name)


def _block(
    store: Store, cells: Cells, number: int, rule: Rule, terms: list[Term], matches: Matches, first: Ints
) -> Block:
    def title(row: int) -> Title:
        named = rule_title(store, cells, rule, number, int(first[row]), int(matches.source[row]))
        if matches.present[row].all():
            return named
        return named._replace(note=f"{_missing(terms, matches, row)}, which counts as nothing")

    operands = [*map(Operand, matches.cell.T, [term.weight for term in terms])]
    return bound(
        "identity",
        store,
        cells,
        operands,
        RELATIONS[rule.relation],
        heads=first,
        views=matches.source,
        title=title,
        reported=len(rule.left),
        rule=number,
        name=rule.text,
    )


def rule_title(store: Store, cells: Cells, rule: Rule, number: int, cell: int, source: int) -> Title:
    """The names of a rule's binding at the place of one of its cells."""
    cells = cells.table_for(np.array([cell]))
    fixed, keys = rule_dimensions(rule), cells.keys
    period = store.period.values[keys.period[cell]]
    quantity = {k: v for k, v in store.quantity(int(keys.place[cell]), period).items() if k not in fixed}
    about = joined("identity", quoted(rule.key), where_id(quantity), stat_id(store, cells, cell))
    quantity |= store.statistic(keys.stat[cell], keys.base[cell])
    return Title(
        joined(about, STATUSES[keys.status[cell]]),
        quantity,
        STATUSES[keys.status[cell]],
        source,
        rule.text,
        number,
        rule.name,
    )


def where_id(quantity: Mapping[str, str]) -> str:
    """A binding's place and period as a finding's id has them."""
    named = dict(quantity)
    area, period = named.pop("area", ""), named.pop("period", "")
    return joined(place(area, named), period)


def stat_id(store: Store, cells: Cells, cell: int) -> str:
    """The statistic of a cell as a finding's id has it; empty for a level."""
    stat = int(cells.keys.stat[cell])
    return "" if stat == LEVEL else joined(STATS[stat], quoted(store.base.values[cells.keys.base[cell]]))


def _missing(terms: list[Term], matches: Matches, row: int) -> str:
    """Which terms nobody reports."""
    names = [term.name for column, term in enumerate(terms) if matches.cell[row, column] == ABSENT]
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} not reported"


def doubted(cells: Cells, terms: list[Term], matches: Matches) -> Array:
    """(n,) FINE, or why a row cannot be decided.

    Claims of one term contradict each other, or units differ, or a term is reported for several areas or periods.
    """
    doubts, table = np.full(len(matches), FINE, dtype=np.int8), cells.table_for(matches.cell)
    if not cells.store.one_unit([term.measure for term in terms if term.measure and not term.factor]):
        doubts[table.mixed(matches.cell, _counted(matches, terms))] = UNITS
    if table.any_broken:
        doubts[(table.broken[matches.cell] & matches.present).any(axis=1)] = BROKEN
    if matches.several is not None:
        doubts[matches.several.any(axis=1)] = VAGUE
    return doubts


def _counted(matches: Matches, terms: list[Term]) -> Bools:
    counted = np.array([not term.constant and not term.factor for term in terms], dtype=bool)
    return np.asarray(matches.present & counted, dtype=bool)


def _doubt(store: Store, cells: Cells, terms: list[Term], matches: Matches, row: int) -> str:
    """The doubt about one row in words."""
    present, cell = matches.present[row], matches.cell[row]
    if matches.several is not None and matches.several[row].any():
        vague = " and ".join(terms[i].name for i in np.flatnonzero(matches.several[row]))
        return f"{vague} could be any of several figures; say in the rule for which area or period"
    if said := cells.doubt((int(cell[i]), terms[i].name) for i in np.flatnonzero(present)):
        return said
    return units_differ(store, cells, cell[_counted(matches, terms)[row]])


def _unchecked(title: Title, why: str, cells: Cells, matches: Matches, row: int) -> Finding:
    rows = matches.cell[row]
    claims = tuple(dict.fromkeys(claim for cell in rows if cell != ABSENT for claim in cells.claims(int(cell))))
    return Finding(
        title.id(cells.store.sources_of(claims)),
        "identity",
        UNCHECKED,
        f"{title.rule}: {why}",
        claims,
        rule=title.rule,
        rule_number=title.rule_number,
        quantity=title.quantity,
        status=title.status,
    )
