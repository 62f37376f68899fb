"""Weighted means: what one measure is for a whole is the mean of what another is for its parts, each by its weight.

Σ weight × part / Σ weight = mean is Σ weight × (part − mean) = 0, in which each weight and each part stands once. The
mean stands in every summand, but where no weight is below zero each of them is largest at the mean's low end and least
at its high end: so the sum of the intervals reaches zero exactly where some mean does, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, Matches, by_view, first_cells, keys_of, match
from reconcile.checks.engine.bindings import bound
from reconcile.checks.engine.block import Block, left_open
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import EQUAL, Apart, Operand
from reconcile.checks.engine.keys import KeyedCells
from reconcile.checks.engine.rule_alignment import source_codes, where_holds
from reconcile.checks.engine.rule_titles import RuleNames, open_finding, rule_title
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import WordedFinding
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import LEVEL
from reconcile.language.rules import Rule
from reconcile.ledger.store.declarations import Measure

_ONE = Fraction(1)
_NAMED = 4  # members that are named where they lack something


class WeighedMembers(NamedTuple):
    """The members of a weighted mean: for each a column of weights and one of parts; the mean is the last column."""

    members: tuple[str, ...]
    matches: Matches

    @property
    def weights(self) -> Ints:
        return self.matches.cell[:, : len(self.members)]

    @property
    def parts(self) -> Ints:
        return self.matches.cell[:, len(self.members) : -1]

    @property
    def mean(self) -> Ints:
        return self.matches.cell[:, -1]

    def only(self, rows: Ints) -> WeighedMembers:
        return self._replace(matches=self.matches.only(rows))


def weighted_mean(store: Store, cells: Both, rule: Rule, number: int) -> Iterator[Block]:
    """The bindings of a rule that is a weighted mean."""
    whole = beside_each_other(store, cells, rule)
    if whole is None:
        return
    there = whole.matches.present
    weighed, valued = there[:, : len(whole.members)], there[:, len(whole.members) : -1]
    both, any_ = weighed & valued, weighed | valued
    complete = there[:, -1] & both.any(axis=1)
    complete &= (both == any_).all(axis=1) if rule.missing == "zero" else both.all(axis=1)
    if rule.sources:
        checked, lacking = np.flatnonzero(complete), np.flatnonzero(~complete)
    else:
        checked, lacking = by_view(whole.matches, complete)
    lacking = lacking[there[lacking, -1] & any_[lacking].any(axis=1)]
    names = RuleNames.of(rule, number, {rule.over})
    if len(lacking):
        yield _open(store, cells, names, whole.only(lacking), _missing)
    some = whole.only(checked)
    if not len(checked):
        return
    doubtful = _mixed(cells, some) | cells.table_for(some.matches.cell).broken[some.matches.cell].any(axis=1)
    if doubtful.any():
        yield _open(store, cells, names, some.only(np.flatnonzero(doubtful)), partial(_doubt, cells), number)
        some = some.only(np.flatnonzero(~doubtful))
    if len(some.matches):
        yield _decided(store, cells, names, some)


def beside_each_other(store: Store, cells: KeyedCells, rule: Rule) -> WeighedMembers | None:
    """The members' weights and values and the mean of them beside each other, a row for each view of each place."""
    weight, part, _ = rule.right[0].factors
    mean, over = rule.left[0], rule.over
    own = dict(mean.at).get(over, "")
    members = weighed_members(store, rule)
    keys = cells.keys
    column = np.append(store.places.columns[over].code, ABSENT)[keys.place] if over in store.places.columns else None
    if column is None or not members:
        return None
    allowed = np.asarray(keys.stat == LEVEL, dtype=bool)
    if rule.where:
        allowed[:-1] &= where_holds(store, rule, keys.place[:-1], keys.period[:-1])
    if rule.sources:
        allowed &= np.isin(keys.source, source_codes(store, rule))

    def term(measure: str, member: str) -> CellTerm:
        rows = cells.of_measure(store.measure.find(measure))
        rows = rows[allowed[rows] & (column[rows] == store.places.columns[over].find(member))]
        return CellTerm(np.asarray(rows, dtype=np.int64), _ONE, f"{measure}[{over}={member}]")

    terms = [term(factor.measure, member) for factor in (weight, part) for member in members]
    terms.append(term(mean.measure, own))
    if not any(len(one.rows) for one in terms):
        return None
    places = np.append(store.places.without({over}), ABSENT)[keys.place]
    return WeighedMembers(members, match(cells, terms, keys_of(cells, store, places, but=("measure",))))


def weighed_members(store: Store, rule: Rule) -> tuple[str, ...]:
    """The members that a weighted mean is taken over: all that are ever reported, but for the mean's and for totals."""
    weight, part, _ = rule.right[0].factors
    own, over = dict(rule.left[0].at).get(rule.over, ""), rule.over
    declared = {total for name in rule.measures for total in _totals(store.ledger.measure(name), over)}
    reported = store.members(weight.measure, over) | store.members(part.measure, over)
    return tuple(sorted(reported - {own, "", *declared}))


def _totals(measure: Measure, over: str) -> set[str]:
    """The members of a dimension that others are declared to add up to."""
    nested = {whole for nesting in measure.nestings if nesting.over == over for whole in nesting.wholes}
    return nested | ({measure.sum_total} if measure.sum_over == over else set())


def _mixed(cells: Both, whole: WeighedMembers) -> Bools:
    """Whether weights are in several units, or what is weighed in another unit than its mean."""
    table = cells.table_for(whole.matches.cell)
    parts = np.column_stack((whole.parts, whole.mean))
    return table.mixed(whole.weights, whole.weights != ABSENT) | table.mixed(parts, parts != ABSENT)


def _decided(store: Store, cells: Both, names: RuleNames, whole: WeighedMembers) -> Block:
    first = first_cells(whole.matches, ABSENT)
    absent = whole.weights == ABSENT  # where it counts as nothing
    operands = [
        Operand(weight, _ONE, apart=Apart(np.where(none, ABSENT, part), np.where(none, ABSENT, whole.mean)))
        for weight, part, none in zip(whole.weights.T, whole.parts.T, absent.T, strict=True)
    ]
    return bound(
        "identity",
        store,
        cells,
        operands,
        EQUAL,
        heads=whole.mean,
        views=whole.matches.source,
        title=lambda row: rule_title(store, cells, names, int(first[row]), int(whole.matches.source[row])),
        rule=names.number,
        name=names.text,
    )


def _open(
    store: Store, cells: Both, names: RuleNames, whole: WeighedMembers, why: object, number: int | None = None
) -> Block:
    first = first_cells(whole.matches, ABSENT)

    def finding(row: int) -> WordedFinding:
        assert callable(why)
        title = rule_title(store, cells, names, int(first[row]), int(whole.matches.source[row]))
        return open_finding(title, why(whole, row), cells, whole.matches, row)

    tied = tuple(whole.matches.cell.T)
    return left_open("identity", cells, tied, first, whole.matches.source, finding, number, names.text)


def _missing(whole: WeighedMembers, row: int) -> str:
    """Which members lack a weight, or what is weighed."""
    said = []
    for what, cells in (("no weight", whole.weights[row]), ("a weight alone", whole.parts[row])):
        lacking = [name for name, cell in zip(whole.members, cells.tolist(), strict=True) if cell == ABSENT]
        lacking = (
            lacking
            if what == "no weight"
            else [n for n in lacking if whole.weights[row][whole.members.index(n)] != ABSENT]
        )
        more = [f"{len(lacking) - _NAMED} more"] if len(lacking) > _NAMED else []
        if lacking:
            said.append(f"{what} is reported of {', '.join([*lacking[:_NAMED], *more])}")
    return "; ".join(said)


def _doubt(cells: Both, whole: WeighedMembers, row: int) -> str:
    named = [*whole.members, *whole.members, "the mean"]
    tied = whole.matches.cell[row].tolist()
    said = cells.doubt((cell, name) for cell, name in zip(tied, named, strict=True) if cell != ABSENT)
    return said or "units differ among the weights, or between what is weighed and its mean"
