"""Contributions of parts to the growth of their whole: what each adds, and that together they are the growth.

A contribution is what the part's change is of the whole's level before, with the sign that it has in the growth: what
is taken off a whole, as imports are, contributes less than nothing where it rises. Which parts make a whole, rules say.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import numpy as np

from reconcile.checks.contribution_sums import contribution_sums, taken_off
from reconcile.checks.engine.base_lookup import MATURED, Levels, by_then, own_days, own_view_else_across
from reconcile.checks.engine.bindings import Title, bound
from reconcile.checks.engine.block import Block, left_open
from reconcile.checks.engine.cells import cell_keys, units_differ
from reconcile.checks.engine.claims import NEVER, Store
from reconcile.checks.engine.contested import contested
from reconcile.checks.engine.doubts import CONTESTED, FINE, UNFIT, doubts_of
from reconcile.checks.engine.kernel import EQUAL, Operand, Rate
from reconcile.checks.engine.statistic_terms import UNSAID, stated, statistic_title
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import WordedFinding
from reconcile.checks.shares_of_change import Wholes, shares_of_change
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools, Ints
from reconcile.language.bases import BaseError, read_grown
from reconcile.language.codelists import CONTRIBUTION, FIRST_OUTCOME

_ONE = Fraction(1)


def contributions(store: Store, cells: Both, levels: Levels) -> list[Block]:
    """What each contribution ties: two levels of its part, and one of the whole; then what they add up to."""
    told = stated(cells, (CONTRIBUTION,))
    if not len(told):
        return []
    base = cell_keys(cells.own, told).base
    whole, since, share = _wholes(store)
    shares, rates = told[share[base]], told[~share[base]]
    base = base[share[base]]
    at = _places_of_wholes(store, base, cell_keys(cells.own, shares).place)
    of_change = shares_of_change(store, cells, levels, shares, Wholes(whole[base], at, since[base]))
    if not len(rates):
        return of_change
    cells, keys = levels.cells, levels.cells.keys
    to_growth = np.flatnonzero((keys.stat[:-1] == CONTRIBUTION) & ~share[keys.base[:-1]])
    base = keys.base[to_growth]
    sums = contribution_sums(store, cells, to_growth, _places_of_wholes(store, base, keys.place[to_growth]))
    added = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(column for one in sums for column in one.tied)]))
    return [*_of_levels(store, levels, rates, added), *sums, *of_change]


class _Tied(NamedTuple):
    """Contributions, and the levels that each ties; ABSENT where nothing is reported."""

    rate: Ints
    before: Ints
    base: Ints
    level: Ints
    view: Ints

    def only(self, rows: Ints) -> _Tied:
        return _Tied(*(column[rows] for column in self))


def _of_levels(store: Store, levels: Levels, rates: Ints, added: Ints) -> Iterator[Block]:
    keys = cell_keys(levels.cells.own, rates)
    whole, since = (column[keys.base] for column in _wholes(store)[:2])
    at = _places_of_wholes(store, keys.base, keys.place)
    outcome, day = keys.status >= FIRST_OUTCOME, np.append(store.last_days, NEVER)[keys.source]
    own_day = own_days(levels.cells, rates)
    earlier = [(measure, place, since, day) for measure, place in ((keys.measure, keys.place), (whole, at))]
    levels.learn_all([*earlier, (keys.measure, keys.place, keys.period, own_day)])
    cells = levels.cells

    def look(source: Ints, rows: Ints) -> Ints:
        place, then = keys.place[rows], since[rows]
        before, base = (
            levels.first(MATURED, source, measure, where, then, outcome[rows], day[rows])
            for measure, where in ((keys.measure[rows], place), (whole[rows], at[rows]))
        )
        level = levels.find(source, keys.status[rows], keys.measure[rows], place, keys.period[rows])
        level = levels.by(level, own_day[rows])
        return np.stack((before, base, level), axis=1)

    every, view = own_view_else_across(look, keys.source)
    before, base, level = every.T
    tied, complete = _Tied(rates, before, base, level, view), (every != ABSENT).all(axis=1)
    doubts = doubts_of(cells, np.column_stack((every, rates)), every)
    for which, made in ((FINE, bound), (CONTESTED, contested)):
        if len(rows := np.flatnonzero(complete & (doubts == which))):
            yield from _bindings(store, cells, tied.only(rows), made)
    lacking = np.flatnonzero((~complete & ~np.isin(rates, added)) | (complete & (doubts == UNFIT)))
    if len(lacking):
        some = tied.only(lacking)
        say = partial(_unchecked, store, cells, some)
        yield left_open("statistic", cells, (some.rate,), some.rate, cells.own.keys.source[some.rate], say)


def _wholes(store: Store) -> tuple[Ints, Ints, Bools]:
    """By base, the whole that a contribution is to, and the period that it grows from, as codes; UNSAID where none.

    Third, whether it is a share of the whole's change.
    """
    found, shares = [], []
    for text in store.base.values:
        try:
            grown = read_grown(text)
            codes = store.measure.find(grown.whole.measure), store.period.find(grown.period)
            shares.append(grown.share)
        except BaseError:
            codes = ABSENT, ABSENT
            shares.append(False)
        found.append([UNSAID if code == ABSENT else code for code in codes])
    measure, period = np.array(found, dtype=np.int64).T
    return measure, period, np.array(shares, dtype=bool)


def _places_of_wholes(store: Store, base: Ints, place: Ints) -> Ints:
    """Where the whole is of each contribution, given its base and its own place; below zero where nobody is."""
    at = place.astype(np.int64)
    for code in np.unique(base):
        try:
            fixed = read_grown(store.base.values[code]).whole.place
        except BaseError:
            continue
        if fixed:
            mine = base == code
            at[mine] = store.places.moved(fixed)[place[mine]]
    return at


def _bindings(store: Store, cells: Both, tied: _Tied, made: object) -> Iterator[Block]:
    """Before + contribution × base = level, or minus it for what a rule takes off the whole."""
    keys = cell_keys(cells.own, tied.rate)
    off = {taken for rule in store.ledger.rules for taken in taken_off(rule)}
    names = store.measure.values
    wholes = _wholes(store)[0][keys.base].tolist()
    each = zip(wholes, keys.measure.tolist(), strict=True)
    minus = np.array([(names[whole], names[part]) in off for whole, part in each], dtype=bool)
    for rows, weight in ((np.flatnonzero(~minus), _ONE), (np.flatnonzero(minus), -_ONE)):
        if not len(rows):
            continue
        some = tied.only(rows)
        percent = store.figures.in_percent(cells.own.lead[some.rate]) | store.figures.in_points(
            cells.own.lead[some.rate]
        )
        rate = Rate(some.rate, np.zeros(len(rows), dtype=np.int64), np.where(percent, -2, 0))
        operands = [Operand(some.before, weight), Operand(some.base, _ONE, rate), Operand(some.level, -weight)]
        block: Block = made(  # type: ignore[operator]
            "statistic",
            store,
            cells,
            operands,
            EQUAL,
            heads=some.rate,
            views=some.view,
            title=partial(_title, store, cells, some),
        )
        yield block


def _title(store: Store, cells: Both, tied: _Tied, row: int) -> Title:
    return statistic_title(store, cells, int(tied.rate[row]), int(tied.view[row]))


def _unchecked(store: Store, cells: Both, tied: _Tied, row: int) -> WordedFinding:
    title, claims = _title(store, cells, tied, row), tuple(cells.claims(int(tied.rate[row])))
    grown, measure = read_grown(title.quantity["base"]), title.quantity["measure"]
    names = [f"{measure} {grown.period}", grown.text, f"{measure} {title.quantity['period']} ({title.status})"]
    cell = [int(column[row]) for column in (tied.before, tied.base, tied.level)]
    missing = [name for name, one in zip(names, cell, strict=True) if one == ABSENT]
    why = f"no level reported of {' and '.join(missing)}{by_then(store, claims[0])}"
    if not missing:
        named = zip((*cell, int(tied.rate[row])), (*names, measure), strict=True)
        why = cells.doubt(named) or units_differ(store, cells, cell)
    about = title.id(store.sources_of(claims))
    return WordedFinding(about, "statistic", UNCHECKED, why, claims, quantity=title.quantity, status=title.status)
