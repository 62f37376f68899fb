"""A whole and its parts: the sum where all parts are reported, the bound where some are."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from reconcile.checks.arithmetic import Block, Title, line_relation, ranged_rows
from reconcile.checks.bindings import AT_LEAST, EQUAL, Lines, linear
from reconcile.checks.cells import ACROSS, Cells, units_differ
from reconcile.checks.finding import Finding
from reconcile.checks.listed import Listed
from reconcile.checks.matching import ABSENT, Matches, Term, by_view, first_cells, lines_of, match
from reconcile.checks.store import LEVEL, STATS, STATUSES, Store
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools, Decimals, Ints


class Whole(NamedTuple):
    """A whole, the last of the terms, and the parts that make it."""

    check: str
    name: str  # what the id says of the relation
    terms: list[Term]
    key: Ints  # one code for all that the parts of one whole share, views left out
    signed: Bools  # by measure: parts of either sign bound nothing
    hidden: tuple[str, ...]  # dimensions that the parts differ in


class Laid(NamedTuple):
    """A whole's parts laid beside each other, a row for each view of each place."""

    whole: Whole
    matches: Matches
    first: Ints  # of each row, one cell that is reported
    summed: Ints  # the rows in which every part is reported

    @property
    def keys(self) -> Ints:
        return self.whole.key[self.first]


def lay(cells: Cells, whole: Whole) -> Laid | None:
    """Lay a whole and its parts beside each other; None where the whole, or every part, is reported nowhere."""
    if not len(whole.terms[-1].rows) or not any(len(term.rows) for term in whole.terms[:-1]):
        return None
    matches = match(cells, whole.terms, whole.key)
    first = first_cells(matches, cells)
    summed, _ = by_view(matches, np.asarray(matches.present.all(axis=1), dtype=bool), whole.key[first])
    return Laid(whole, matches, first, summed)


def sums(store: Store, cells: Cells, laid: Laid, elsewhere: Collection[int] = ()) -> list[Block | Listed]:
    """Σ parts = whole where every part is reported; Σ reported parts <= whole where some are and none is negative.

    ``elsewhere`` holds the keys of wholes that other parts sum to: there it is not said what is missing of these.
    """
    whole, matches, first, summed = laid
    present = matches.present
    usable = present[:, -1] & present[:, :-1].any(axis=1)
    unsigned = ~whole.signed[cells.keys.measure[first]]
    blocks: list[Block | Listed] = []
    done = np.isin(laid.keys, laid.keys[summed])
    bounded, _ = by_view(matches, usable & ~done, laid.keys)
    bounded = bounded[usable[bounded] & ~done[bounded]]
    open_ = usable & ~done & ~unsigned & ~np.isin(laid.keys, list(elsewhere))
    partial = np.flatnonzero(open_ & (matches.source == ACROSS))
    for rows, relation in ((summed, EQUAL), (bounded[unsigned[bounded]], AT_LEAST)):
        blocks += _decided(store, cells, whole, matches.only(rows), first[rows], relation)
    open_rows = [_open(store, cells, whole, matches.only(partial), first[partial], row) for row in range(len(partial))]
    return [*blocks, Listed(whole.check, open_rows)] if open_rows else blocks


def _decided(
    store: Store, cells: Cells, whole: Whole, matches: Matches, first: Ints, relation: int
) -> list[Block | Listed]:
    cell = np.where(matches.present, matches.cell, len(cells) - 1)
    broken = np.asarray((cells.broken[cell] & matches.present).any(axis=1), dtype=bool)
    unfit = broken | cells.mixed(cell, matches.present)
    doubtful = [
        Finding(
            title.id,
            whole.check,
            UNCHECKED,
            cells.doubt((int(one), term.name) for one, term in zip(cell[row], whole.terms, strict=True))
            or units_differ(store, cells, cell[row]),
            _claims(cells, matches, int(row)),
            rule=title.rule,
            quantity=title.quantity,
            status=title.status,
        )
        for row in np.flatnonzero(unfit)
        for title in (_title(store, cells, whole, int(first[row]), int(matches.source[row]), relation),)
    ]
    blocks: list[Block | Listed] = [Listed(whole.check, doubtful)] if doubtful else []
    sound, heads = matches.only(~unfit), first[~unfit]
    if not len(sound):
        return blocks
    lines = _signed_lines(sound, whole.terms)
    block = Block(
        check=whole.check,
        store=store,
        cells=cells,
        tied=lines.cell,
        outcomes=linear(cells, lines, np.full(len(sound), relation)),
        ranged=ranged_rows(store, cells, lines),
        relation=lambda row: line_relation(store, cells, lines, relation, 1, row),
        title=lambda row: _title(store, cells, whole, int(heads[row]), int(sound.source[row]), relation)._replace(
            note="" if relation == EQUAL else f"{_missing(whole, sound, row)}: a bound, not a sum"
        ),
    )
    return [*blocks, block]


def _signed_lines(matches: Matches, terms: list[Term]) -> Lines:
    """Parts with weight 1, the whole, which stands last, with −1."""
    lines = lines_of(matches, terms)
    last = np.append(lines.starts[1:], len(lines.cell)) - 1
    digits = lines.weight.digits.copy()
    digits[last] = -1
    return lines._replace(weight=Decimals(digits, lines.weight.exponent))


def _title(store: Store, cells: Cells, whole: Whole, cell: int, source: int, relation: int) -> Title:
    keys = cells.keys
    measure, period = store.measure.values[keys.measure[cell]], store.period.values[keys.period[cell]]
    hidden = {*whole.hidden, *(("period",) if whole.check == "period" else ())}
    named = store.quantity(int(keys.place[cell]), period, measure)
    quantity = {name: value for name, value in named.items() if name not in hidden}
    if whole.check == "period":
        quantity["period"] = whole.name.partition("=")[0].partition("<")[0]
    where = [v if k in {"area", "period"} else f"{k}={v}" for k, v in quantity.items() if k != "measure"]
    quantity |= store.statistic(keys.stat[cell], keys.base[cell])
    sign = "=" if relation == EQUAL else ">="
    text = whole.name.replace("=", sign, 1)
    stat = int(keys.stat[cell])
    level = "" if stat == LEVEL else f"{STATS[stat]}:{store.base.values[keys.base[cell]]}"
    status = STATUSES[keys.status[cell]]
    view = "across" if source == ACROSS else store.source.values[source]
    parts = (
        whole.check,
        measure,
        text,
        *(where if whole.check != "period" else where[:-1]),
        level,
        status,
        view,
    )
    return Title(":".join(part for part in parts if part), quantity, status, source, f"{measure}: {text}")


def _missing(whole: Whole, matches: Matches, row: int) -> str:
    """Which parts nobody reports, or how many they are."""
    missing = [term.name for term, cell in zip(whole.terms, matches.cell[row], strict=True) if cell == ABSENT]
    if len(missing) > 2 or not all(missing):
        verb = "is" if len(missing) == 1 else "are"
        return f"{len(missing)} of the {len(whole.terms) - 1} parts {verb} not reported"
    return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not reported"


def _claims(cells: Cells, matches: Matches, row: int) -> tuple[int, ...]:
    return tuple(claim for cell in matches.cell[row] if cell != ABSENT for claim in cells.claims(int(cell)))


def _open(store: Store, cells: Cells, whole: Whole, matches: Matches, first: Ints, row: int) -> Finding:
    title = _title(store, cells, whole, int(first[row]), ACROSS, EQUAL)
    return Finding(
        title.id,
        whole.check,
        UNCHECKED,
        f"{title.rule}: {_missing(whole, matches, row)}, and parts of either sign bound nothing",
        _claims(cells, matches, row),
        rule=title.rule,
        quantity=title.quantity,
        status=title.status,
    )
