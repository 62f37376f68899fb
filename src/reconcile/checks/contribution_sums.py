"""Contributions that add up: those of all parts of a whole to its growth, or to what the whole adds to another's.

Which parts are all there are, a rule says, ``gdp = c + i - m``, or a measure's ``sum:``. Levels are not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, by_view, match
from reconcile.checks.engine.bindings import Title, bound
from reconcile.checks.engine.block import Block
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import EQUAL, Operand
from reconcile.checks.engine.rule_alignment import never_adds
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.hierarchy import spelled_sum, terms_over
from reconcile.exact.columns import Bools, Ints
from reconcile.language.bases import read_grown, steps_from
from reconcile.language.codelists import GROWTH, STATUSES
from reconcile.language.ids import joined, quoted
from reconcile.language.rules import Rule, Term
from reconcile.ledger.store.codes import Ranged, combined
from reconcile.ledger.store.declarations import Measure

_ONE = Fraction(1)


class _Meant(NamedTuple):
    """By cell, what it contributes to or is the growth of, as numbers: by name, since nobody need report either."""

    measure: Ints
    place: Ints
    since: Ints
    contributed: Bools
    grown: Bools  # by one step

    numbers: dict[str, int]


def contribution_sums(store: Store, cells: Both, told: Ints, place: Ints) -> list[Block]:
    """Σ contributions = what they make, wherever one view reports all of them.

    ``told`` are the cells of contributions to growth, and ``place`` where the whole of each is; ABSENT where nobody is.
    """
    meant = _meant(store, cells, told[place != ABSENT], place[place != ABSENT])
    blocks = [block for number in range(len(store.ledger.rules)) for block in _of_rule(store, cells, number, meant)]
    for measure in store.ledger.measures.values():
        for summed in _sums(store, cells, measure, meant):
            blocks += _of_sum(store, cells, measure, summed, meant)
    return blocks


def _meant(store: Store, cells: Both, told: Ints, place: Ints) -> _Meant:
    keys, numbers = cells.keys, {name: number for number, name in enumerate(store.measure.values)}
    numbers[""] = len(numbers)  # of what has no whole

    def number(name: str) -> int:
        return numbers.setdefault(name, len(numbers))

    steps = [steps_from(text) for text in store.base.values]
    plain = np.array([not one[1] for one in steps], dtype=bool)
    grown = np.append((keys.stat == GROWTH)[:-1] & plain[keys.base[:-1]], False)
    nothing = np.full(len(grown), numbers[""], dtype=np.int64)
    since = np.where(grown, np.array([number(one[0]) for one in steps], dtype=np.int64)[keys.base], nothing)
    measure, at = np.where(grown, keys.measure, nothing), np.where(grown, keys.place, ABSENT).astype(np.int64)
    contributed = np.zeros(len(grown), dtype=bool)
    contributed[told] = True
    for base in np.unique(keys.base[told]):
        mine, of = told[keys.base[told] == base], read_grown(store.base.values[base])
        measure[mine], since[mine] = number(of.whole.measure), number(of.period)
    at[told] = place
    return _Meant(measure, at, since, contributed, grown, numbers)


def _of_rule(store: Store, cells: Both, number: int, meant: _Meant) -> Iterator[Block]:
    rule = store.ledger.rules[number]
    found = parts_of(rule)
    if found is None or rule.where or never_adds(store, rule):
        return
    whole, parts = found
    measure, own = cells.keys.measure, (meant.measure == store.measure.find(whole)) & (meant.place == cells.keys.place)
    terms = [
        CellTerm(np.flatnonzero(meant.contributed & own & (measure == store.measure.find(term.measure))), _ONE, "")
        for term in parts
    ]
    terms.append(CellTerm(np.flatnonzero(meant.grown & own), -_ONE, ""))
    place = np.asarray(cells.keys.place, dtype=np.int64)
    yield from _added(store, cells, terms, place, meant, f"contributions to {rule.text}", rule=number)


class _Sum(NamedTuple):
    """A whole and all of its parts, by their names in a dimension."""

    over: str
    whole: str
    parts: Sequence[str]
    name: str


def _sums(store: Store, cells: Both, measure: Measure, meant: _Meant) -> Iterator[_Sum]:
    """What the members of a measure add up to, where a contribution is of it."""
    mine = store.measure.find(measure.name)
    if not (meant.contributed & (cells.keys.measure == mine)).any():
        return
    if measure.sum_over:
        over, total = measure.sum_over, measure.sum_total
        members = sorted(store.members(measure.name, over) - {total, ""})
        if len(members) > 1:  # of one nobody says that it is all there is
            yield _Sum(over, total, members, f"{total or 'total'}=sum({over})")
    for nesting in measure.nestings:
        for whole, parts in nesting.wholes.items():
            yield _Sum(nesting.over, whole, parts, spelled_sum(whole, parts))


def _of_sum(store: Store, cells: Both, measure: Measure, summed: _Sum, meant: _Meant) -> Iterator[Block]:
    """The growth of the whole, and what the whole contributes to the same, each by itself."""
    mine = cells.keys.measure == store.measure.find(measure.name)
    parts = terms_over(store, cells, summed.over, summed.parts, mine & meant.contributed)
    place = np.append(store.places.without({summed.over}), ABSENT)[cells.keys.place]
    for heads in (meant.contributed, meant.grown):
        (whole,) = terms_over(store, cells, summed.over, [summed.whole], mine & heads)
        name = f"contributions of {measure.name}: {summed.name}"
        yield from _added(store, cells, [*parts, whole._replace(weight=-_ONE)], place, meant, name)


def _added(
    store: Store,
    cells: Both,
    terms: Sequence[CellTerm],
    place: Ints,
    meant: _Meant,
    name: str,
    *,
    rule: int | None = None,
) -> Iterator[Block]:
    """Σ terms = 0 of what is contributed to the same whole since the same period; the last term is what they make."""
    if not all(len(term.rows) for term in terms):
        return
    keys, places, numbers = cells.keys, len(store.places) + 1, len(meant.numbers)
    columns = [
        Ranged(keys.status, len(STATUSES) + 1, ABSENT),
        Ranged(place, places, ABSENT),
        Ranged(keys.period, len(store.period.values) + 1, ABSENT),
        Ranged(meant.measure, numbers),
        Ranged(meant.place, places, ABSENT),
        Ranged(meant.since, numbers),
    ]
    matches = match(cells, terms, combined(columns))
    rows, _ = by_view(matches, np.asarray(matches.present.all(axis=1), dtype=bool))
    table = cells.table_for(matches.cell[rows])
    rows = rows[~table.broken[matches.cell[rows]].any(axis=1)] if table.any_broken else rows
    matches = matches.only(rows)
    if not len(rows):
        return
    heads = matches.cell[:, -1]

    def title(row: int) -> Title:
        head = int(heads[row])
        period, status = store.period.values[keys.period[head]], STATUSES[keys.status[head]]
        base, measure = store.base.values[keys.base[head]], store.measure.values[keys.measure[head]]
        at = store.places.id(int(keys.place[head]))
        about = joined("statistic", "contributions", quoted(measure), at, period, quoted(base), status)
        quantity = store.quantity(int(keys.place[head]), period, measure)
        quantity |= store.statistic(keys.stat[head], keys.base[head])
        return Title(about, quantity, status, int(matches.source[row]), name=name)

    operands = [Operand(cell, term.weight) for cell, term in zip(matches.cell.T, terms, strict=True)]
    yield bound(
        "statistic", store, cells, operands, EQUAL, heads=heads, views=matches.source, title=title, rule=rule, name=name
    )


def parts_of(rule: Rule) -> tuple[str, Sequence[Term]] | None:
    """The whole of a rule that stands alone on one side of it, and its parts; None where a rule is none of this."""
    sides = [(rule.left, rule.right), (rule.right, rule.left)]
    if rule.relation != "=" or not all(map(_plain, (*rule.left, *rule.right))):
        return None
    for (whole, *more), parts in sides:
        if not more and whole.weight == 1 and len(parts) > 1 and all(abs(term.weight) == 1 for term in parts):
            return whole.measure, parts
    return None


def _plain(term: Term) -> bool:
    """Whether a term is a measure of the rule's own place and period, and nothing else beside its weight."""
    return bool(term.measure) and not (term.at or term.unit or term.back or term.by)


def taken_off(rule: Rule) -> Iterator[tuple[str, str]]:
    """Of a rule, its whole with each measure that is subtracted to make it."""
    if (found := parts_of(rule)) is not None:
        yield from ((found[0], term.measure) for term in found[1] if term.weight < 0)
