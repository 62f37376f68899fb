"""Shares of a change: how much of what a whole changed by one of its parts made up.

"Exports accounted for 60 % of the growth of trade" is a contribution to a change: what exports changed by, over what
trade did. With the share as the one thing that is multiplied, before + share × (whole − whole before) = level, in which
each figure stands once.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from reconcile.checks.engine.base_lookup import MATURED, Levels, by_then, own_days, own_view_else_across
from reconcile.checks.engine.bindings import Title, bound
from reconcile.checks.engine.block import Block, left_open
from reconcile.checks.engine.cells import cell_keys, units_differ
from reconcile.checks.engine.claims import NEVER, Store
from reconcile.checks.engine.contested import contested
from reconcile.checks.engine.doubts import CONTESTED, FINE, UNFIT, doubts_of
from reconcile.checks.engine.kernel import EQUAL, Apart, Operand
from reconcile.checks.engine.statistic_terms import statistic_title
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Ints
from reconcile.language.bases import read_grown
from reconcile.language.codelists import FIRST_OUTCOME

_ONE = Fraction(1)


class _Tied(NamedTuple):
    """Shares, and the levels that each ties; ABSENT where nothing is reported."""

    share: Ints
    whole_before: Ints
    whole: Ints
    before: Ints
    level: Ints
    view: Ints

    def only(self, rows: Ints) -> _Tied:
        return _Tied(*(column[rows] for column in self))


class Wholes(NamedTuple):
    """What changed, of each share: its measure, its place and the earlier period, as codes."""

    measure: Ints
    place: Ints
    since: Ints


def shares_of_change(store: Store, cells: Both, levels: Levels, shares: Ints, wholes: Wholes) -> list[Block]:
    """What each of these cells ties: two levels of its part, and two of the whole."""
    if not len(shares):
        return []
    every, view = _levels_of(store, levels, shares, wholes)
    whole_before, now, before, level = every.T
    tied, cells = _Tied(shares, whole_before, now, before, level, view), levels.cells
    complete = (every != ABSENT).all(axis=1)
    doubts = doubts_of(cells, np.column_stack((every, shares)), every)
    found: list[Block] = []
    for which, made in ((FINE, bound), (CONTESTED, contested)):
        found += _bindings(store, cells, tied.only(np.flatnonzero(complete & (doubts == which))), made)
    rest = np.flatnonzero(~complete | (doubts == UNFIT))
    if len(rest):
        some = tied.only(rest)
        say = partial(_unchecked, store, cells, some)
        found.append(left_open("statistic", cells, (some.share,), some.share, cells.own.keys.source[some.share], say))
    return found


def _levels_of(store: Store, levels: Levels, shares: Ints, wholes: Wholes) -> tuple[Ints, Ints]:
    """(n, 4) the levels that each ties, in the order of `_Tied`, and the views."""
    keys = cell_keys(levels.cells.own, shares)
    outcome, day = keys.status >= FIRST_OUTCOME, np.append(store.last_days, NEVER)[keys.source]
    own_day, both = own_days(levels.cells, shares), (wholes[:2], (keys.measure, keys.place))
    earlier = [(measure, place, wholes.since, day) for measure, place in both]
    levels.learn_all([*earlier, *((measure, place, keys.period, own_day) for measure, place in both)])

    def look(source: Ints, rows: Ints) -> Ints:
        whole_before, before = (
            levels.first(MATURED, source, measure[rows], place[rows], wholes.since[rows], outcome[rows], day[rows])
            for measure, place in both
        )
        now, level = (
            levels.by(
                levels.find(source, keys.status[rows], measure[rows], place[rows], keys.period[rows]), own_day[rows]
            )
            for measure, place in both
        )
        return np.stack((whole_before, now, before, level), axis=1)

    return own_view_else_across(look, keys.source)


def _bindings(store: Store, cells: Both, tied: _Tied, made: Any) -> Iterator[Block]:
    """Before + share × (whole − whole before) = level, those in percent by themselves."""
    lead = cells.own.lead[tied.share]
    parts = store.figures.in_percent(lead) | store.figures.in_points(lead)
    for rows, weight in ((np.flatnonzero(parts), Fraction(1, 100)), (np.flatnonzero(~parts), _ONE)):
        if not len(rows):
            continue
        some = tied.only(rows)
        operands = [
            Operand(some.share, weight, apart=Apart(some.whole, some.whole_before, weighs=False)),
            Operand(some.before, _ONE),
            Operand(some.level, -_ONE),
        ]
        title = partial(_title, store, cells, some)
        yield made("statistic", store, cells, operands, EQUAL, heads=some.share, views=some.view, title=title)


def _title(store: Store, cells: Both, tied: _Tied, row: int) -> Title:
    return statistic_title(store, cells, int(tied.share[row]), int(tied.view[row]))


def _unchecked(store: Store, cells: Both, tied: _Tied, row: int) -> WordedFinding:
    title, claims = _title(store, cells, tied, row), tuple(cells.claims(int(tied.share[row])))
    grown, measure, period = read_grown(title.quantity["base"]), title.quantity["measure"], title.quantity["period"]
    names = [f"{grown.whole.text} {grown.period}", f"{grown.whole.text} {period}", f"{measure} {grown.period}"]
    names.append(f"{measure} {period} ({title.status})")
    cell = [int(column[row]) for column in tied[1:5]]
    missing = [name for name, one in zip(names, cell, strict=True) if one == ABSENT]
    why = f"no level reported of {' and '.join(missing)}{by_then(store, claims[0])}"
    if not missing:
        named = zip((*cell, int(tied.share[row])), (*names, measure), strict=True)
        why = cells.doubt(named) or units_differ(store, cells, cell)
    about = title.id(store.sources_of(claims))
    return WordedFinding(about, "statistic", UNCHECKED, why, claims, quantity=title.quantity, status=title.status)
