"""A whole and its parts: the sum where all parts are reported, the bound where some are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import CellTerm, Matches, by_view, first_cells, match
from reconcile.checks.engine.bindings import Title, bound
from reconcile.checks.engine.block import Block, left_open
from reconcile.checks.engine.cells import Cells, units_differ
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.contested import contested
from reconcile.checks.engine.kernel import AT_LEAST, EQUAL, Operand
from reconcile.checks.engine.rule_titles import stat_id, where_id
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import CHANGE, STATUSES
from reconcile.language.ids import joined, quoted


class Whole(NamedTuple):
    """A whole, the last of the terms, and the parts that make it."""

    check: str
    name: str  # what the id says of the relation
    terms: list[CellTerm]
    key: Ints  # one code for all that the parts of one whole share, views left out
    unsigned: Bools  # by measure: parts that may be of either sign bound nothing
    hidden: tuple[str, ...]  # dimensions that the parts differ in
    times: Callable[[Ints], Ints] | None = None  # how often the whole is taken, for bindings by a cell of each
    over: int = 1  # a mean is told as one: the sum of the parts divided by so many


class LaidWhole(NamedTuple):
    """A whole's parts laid beside each other, a row for each view of each place."""

    whole: Whole
    matches: Matches
    first: Ints  # of each row, one cell that is reported
    summed: Ints  # the rows in which every part is reported

    @property
    def keys(self) -> Ints:
        return self.whole.key[self.first]


def lay(cells: Cells, whole: Whole) -> LaidWhole | None:
    """Lay a whole and its parts beside each other; None where the whole, or every part, is reported nowhere."""
    if not (whole.terms[-1].constant or len(whole.terms[-1].rows)) or not any(
        len(term.rows) for term in whole.terms[:-1]
    ):
        return None
    matches = match(cells, whole.terms, whole.key)
    first = first_cells(matches, len(cells) - 1)
    summed, _ = by_view(matches, np.asarray(matches.present.all(axis=1), dtype=bool))
    return LaidWhole(whole, matches, first, summed)


def whole_blocks(store: Store, cells: Cells, laid: LaidWhole, elsewhere: Collection[int] = ()) -> list[Block]:
    """Σ parts = whole where every part is reported; Σ reported parts <= whole where some are and none is negative.

    ``elsewhere`` holds the keys of wholes that other parts sum to: there it is not said what is missing of these.
    """
    whole, matches, first, summed = laid
    present = matches.present
    usable = present[:, -1] & present[:, :-1].any(axis=1)
    # What is not below zero may still change by more than its whole.
    unsigned = whole.unsigned[cells.keys.measure[first]] & (cells.keys.stat[first] != CHANGE)
    blocks: list[Block] = []
    done = np.zeros(len(matches), dtype=bool)
    done[matches.site[summed]] = True
    done = done[matches.site]
    bounded, _ = by_view(matches, usable & ~done)
    bounded = bounded[usable[bounded] & ~done[bounded]]
    open_ = usable & ~done & ~unsigned & ~np.isin(laid.keys, list(elsewhere))
    lacking = np.flatnonzero(open_ & (matches.source == ACROSS))
    for rows, relation in ((summed, EQUAL), (bounded[unsigned[bounded]], AT_LEAST)):
        blocks += _decided(store, cells, whole, matches.only(rows), first[rows], relation)
    return [*blocks, _open(store, cells, whole, matches.only(lacking), first[lacking])] if len(lacking) else blocks


def _decided(store: Store, cells: Cells, whole: Whole, matches: Matches, first: Ints, relation: int) -> list[Block]:
    table = cells.table_for(matches.cell)
    unfit = table.mixed(matches.cell, matches.present)
    tried = np.zeros(len(matches), dtype=bool)
    if table.any_broken:
        broken = table.broken[matches.cell] & matches.present
        tried = broken.any(axis=1) & ~unfit & (~broken | table.contested[matches.cell]).all(axis=1)
        unfit |= broken.any(axis=1) & ~tried
    blocks: list[Block] = []
    if unfit.any():
        blocks.append(_doubtful(store, cells, whole, matches.only(unfit), first[unfit], relation))
    sound = ~(unfit | tried)
    each = partial(contested, called=lambda _, column: whole.terms[column].name)
    for rows, made in ((tried, each), (sound, bound)):
        if rows.any():
            some, heads = (matches.only(rows), first[rows]) if not rows.all() else (matches, first)
            blocks.append(_bindings(store, cells, whole, some, heads, relation, made))
    return blocks


def _bindings(
    store: Store,
    cells: Cells,
    whole: Whole,
    matches: Matches,
    heads: Ints,
    relation: int,
    made: Callable[..., Block],
) -> Block:
    operands = [Operand(cell, term.weight) for cell, term in zip(matches.cell.T, whole.terms, strict=True)]
    operands[-1] = Operand(  # the parts, and last the whole
        matches.cell[:, -1], -whole.terms[-1].weight, times=whole.times(heads) if whole.times else None
    )
    return made(
        whole.check,
        store,
        cells,
        operands,
        relation,
        heads=heads,
        views=matches.source,
        title=lambda row: _title(store, cells, whole, int(heads[row]), int(matches.source[row]), relation)._replace(
            note="" if relation == EQUAL else f"{_missing(whole, matches, row)}: a bound, not a sum"
        ),
        name=whole.name.replace("=", "=" if relation == EQUAL else ">=", 1),
        over=whole.over if relation == EQUAL else 1,
    )


def _doubtful(store: Store, cells: Cells, whole: Whole, matches: Matches, first: Ints, relation: int) -> Block:
    """Sums that cannot be decided: claims of one part contradict each other, or units differ."""

    def finding(row: int) -> WordedFinding:
        title = _title(store, cells, whole, int(first[row]), int(matches.source[row]), relation)
        there = [(int(one), term.name) for one, term in zip(matches.cell[row], whole.terms, strict=True) if one >= 0]
        why = cells.doubt(there) or units_differ(store, cells, [cell for cell, _ in there])
        return _unchecked(whole, title, why, _claims(cells, matches, row), store)

    return left_open(whole.check, cells, tuple(matches.cell.T), first, matches.source, finding, name=whole.name)


def _title(store: Store, cells: Cells, whole: Whole, cell: int, source: int, relation: int) -> Title:
    keys = cells.table_of(cell).keys
    measure, period = store.measure.values[keys.measure[cell]], store.period.values[keys.period[cell]]
    hidden = {*whole.hidden, *(("period",) if whole.check == "period" else ())}
    named = store.quantity(int(keys.place[cell]), period, measure)
    quantity = {name: value for name, value in named.items() if name not in hidden}
    if whole.check == "period":
        quantity["period"] = whole.name.partition("=")[0].partition("<")[0]
    where = {name: value for name, value in quantity.items() if name != "measure"}
    if whole.check == "period":  # which the text has
        del where["period"]
    quantity |= store.statistic(keys.stat[cell], keys.base[cell])
    sign = "=" if relation == EQUAL else ">="
    text = whole.name.replace("=", sign, 1)
    status = STATUSES[keys.status[cell]]
    about = joined(
        whole.check,
        quoted(measure),
        quoted(text),
        where_id(where),
        stat_id(store, cells, cell),
        status,
    )
    return Title(about, quantity, status, source, f"{measure}: {text}")


def _missing(whole: Whole, matches: Matches, row: int) -> str:
    """Which parts nobody reports, or how many they are."""
    missing = [term.name for term, cell in zip(whole.terms, matches.cell[row], strict=True) if cell == ABSENT]
    if not missing:  # there is one part, which nobody says is all
        return f"only {whole.terms[0].name.partition('=')[2]} of its members is reported"
    if len(missing) > 2 or not all(missing):
        verb = "is" if len(missing) == 1 else "are"
        return f"{len(missing)} of the {len(whole.terms) - 1} parts {verb} not reported"
    return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not reported"


def _claims(cells: Cells, matches: Matches, row: int) -> tuple[int, ...]:
    return tuple(claim for cell in matches.cell[row] if cell != ABSENT for claim in cells.claims(int(cell)))


def _open(store: Store, cells: Cells, whole: Whole, matches: Matches, first: Ints) -> Block:
    """Sums of which parts are missing that nothing bounds."""

    def finding(row: int) -> WordedFinding:
        title = _title(store, cells, whole, int(first[row]), ACROSS, EQUAL)
        why = f"{title.rule}: {_missing(whole, matches, row)}, and {_unbounded(store, title.quantity['measure'])}"
        return _unchecked(whole, title, why, _claims(cells, matches, row), store)

    return left_open(whole.check, cells, tuple(matches.cell.T), first, matches.source, finding, name=whole.name)


def _unbounded(store: Store, measure: str) -> str:
    """Why parts of a measure do not bound their whole."""
    if store.ledger.measure(measure).signed:
        return "parts of either sign bound nothing"
    if store.unsigned(measure):
        return "a part may change by more than its whole"
    return (
        "nobody says whether parts can be below zero; if not, they cannot exceed the whole "
        f"(measures: {{{measure}: {{signed: false}}}})"
    )


def _unchecked(whole: Whole, title: Title, why: str, claims: tuple[int, ...], store: Store) -> WordedFinding:
    return WordedFinding(
        title.id(store.sources_of(claims)),
        whole.check,
        UNCHECKED,
        why,
        claims,
        rule=title.rule,
        quantity=title.quantity,
        status=title.status,
    )
