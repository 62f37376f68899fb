"""Means over sub-periods: of a flow its level divided by their number, of a stock or an average the mean of its parts.

Levels and parts are sought in the claim's own document first, then among all documents, in the claim's own status.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.base_lookup import Levels, by_then, own_days, own_view_else_across
from reconcile.checks.engine.bindings import bound
from reconcile.checks.engine.block import Block, left_open
from reconcile.checks.engine.cells import cell_keys, units_differ
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.contested import contested
from reconcile.checks.engine.doubts import CONTESTED, FINE, UNFIT, doubts_of
from reconcile.checks.engine.kernel import EQUAL, Operand
from reconcile.checks.engine.statistic_terms import UNSAID, stated, statistic_title
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import WordedFinding
from reconcile.checks.integrality import WholeNumbers
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import MEAN, STATUSES

_FLOW, _MEAN_OF_PARTS, _UNDECLARED = range(3)
_KINDS = {"flow": _FLOW, "stock": _MEAN_OF_PARTS, "average": _MEAN_OF_PARTS}


class _Tied(NamedTuple):
    """Means of so many parts each, and what they tie."""

    parts: int
    rate: Ints
    cell: Ints  # (n, t) the level of a flow, else the parts of the period; ABSENT where nothing is reported
    view: Ints  # a source's code, or ACROSS

    def only(self, rows: Ints) -> _Tied:
        return _Tied(self.parts, self.rate[rows], self.cell[rows], self.view[rows])


def means(store: Store, cells: Both, levels: Levels) -> list[Block]:
    """One binding for each source's mean of a quantity."""
    rates = stated(cells, (MEAN,))
    if not len(rates):
        return []
    keys = cell_keys(cells.own, rates)
    kinds = [_KINDS.get(store.ledger.measure(name).kind, _UNDECLARED) for name in store.measure.values]
    kind = np.array(kinds, dtype=np.int64)[keys.measure]
    blocks: list[Block] = []
    open_: list[Block] = []
    all_tied = list(_tied(store, levels, rates, kind))
    cells = levels.cells
    for tied in all_tied:
        complete = (tied.cell != ABSENT).all(axis=1)
        every = np.column_stack((tied.rate, tied.cell))
        doubts = doubts_of(cells, every, every)
        called = partial(_called, store, cells, tied.cell.shape[1] > 1)
        for which, made in ((FINE, bound), (CONTESTED, partial(contested, called=called))):
            if len(rows := np.flatnonzero(complete & (doubts == which))):
                blocks.append(_bound(store, cells, tied.only(rows), made))
        doubtful = complete & (doubts == UNFIT)
        counted = ~complete & ~cells.broken[tied.rate] & _of_counts(store, cells, tied.rate)
        if len(rows := np.flatnonzero(counted)):
            blocks.append(_whole(store, cells, tied.only(rows)))
        for which, why in ((~complete & ~counted, _lacking), (doubtful, _doubt)):
            if len(rows := np.flatnonzero(which)):
                open_.append(_open(store, cells, tied.only(rows), why))
    if len(rows := np.flatnonzero(kind == _UNDECLARED)):
        nothing = _Tied(0, rates[rows], np.full((len(rows), 1), ABSENT), np.full(len(rows), ACROSS))
        open_.append(_open(store, cells, nothing, _undeclared))
    return [*blocks, *open_]


def _tied(store: Store, levels: Levels, rates: Ints, kind: Ints) -> Iterator[_Tied]:
    """The means of declared measures with what they tie, those that tie as many cells together."""
    keys, day = cell_keys(levels.cells.own, rates), own_days(levels.cells, rates)
    pairs, which = np.unique(np.stack((keys.period, keys.base, kind), axis=1), axis=0, return_inverse=True)
    asked: list[tuple[Ints, list[int], int, int]] = []
    for number, (period, base, how) in enumerate(pairs.tolist()):
        if how == _UNDECLARED:
            continue
        parts = [part.text for part in store.periods[period].split(store.base.values[base])]
        wanted = [period] if how == _FLOW else [store.period.find(part) for part in parts]
        asked.append((np.flatnonzero(which.reshape(-1) == number), wanted, len(parts), how))
    levels.learn_all(
        [
            (keys.measure[rows], keys.place[rows], np.full(len(rows), code), day[rows])
            for rows, wanted, _, _ in asked
            for code in wanted
            if code >= 0
        ]
    )
    found: dict[tuple[int, int], list[_Tied]] = {}
    for rows, wanted, count, how in asked:

        def look(source: Ints, at: Ints, rows: Ints = rows, wanted: list[int] = wanted) -> Ints:
            quantity = keys.status[rows[at]], keys.measure[rows[at]], keys.place[rows[at]]
            each = (np.full(len(at), code if code >= 0 else UNSAID) for code in wanted)
            return np.stack([levels.by(levels.find(source, *quantity, when), day[rows[at]]) for when in each], axis=1)

        cell, view = own_view_else_across(look, keys.source[rows])
        found.setdefault((count, how), []).append(_Tied(count, rates[rows], cell, view))
    for (count, _), some in found.items():
        yield _Tied(count, *(np.concatenate([one[column] for one in some]) for column in (1, 2, 3)))


def _of_counts(store: Store, cells: Both, rates: Ints) -> Bools:
    count = np.array([store.ledger.measure(name).count for name in store.measure.values], dtype=bool)
    return np.asarray(count[cell_keys(cells.own, rates).measure], dtype=bool)


def _whole(store: Store, cells: Both, tied: _Tied) -> Block:
    """Means of counts of which the sum is not reported: it is a whole number all the same."""
    parts, nothing = np.full(len(tied.rate), tied.parts), np.full(len(tied.rate), ABSENT)
    source = cell_keys(cells.own, tied.rate).source
    return WholeNumbers(
        store,
        cells,
        tied.rate,
        nothing,
        parts,
        source,
        lambda row: statistic_title(store, cells, int(tied.rate[row]), int(source[row])),
    ).block()


def _bound(store: Store, cells: Both, tied: _Tied, made: Callable[..., Block]) -> Block:
    """Of a flow, number of parts × mean = level; else the sum of the parts = number of parts × mean, told as a mean."""
    one, rates = Fraction(1), tied.rate
    flow = tied.cell.shape[1] == 1
    if flow:
        operands = [Operand(rates, one * tied.parts), Operand(tied.cell[:, 0], -one)]
    else:
        operands = [*(Operand(part, one) for part in tied.cell.T), Operand(rates, -one * tied.parts)]
    return made(
        "statistic",
        store,
        cells,
        operands,
        EQUAL,
        heads=rates,
        views=tied.view,
        title=lambda row: statistic_title(store, cells, int(rates[row]), int(tied.view[row])),
        over=1 if flow else tied.parts,
    )


def _called(store: Store, cells: Both, parts: bool, cell: int, _column: int) -> str:
    """What is tied, as it is told: the parts with their periods, which come before the mean."""
    keys = cells.keys
    measure, period = store.measure.values[keys.measure[cell]], store.period.values[keys.period[cell]]
    return f"{measure} {period}" if parts and cells.keys.stat[cell] != MEAN else measure


_Why = Callable[[Store, Both, _Tied, int], str]


def _open(store: Store, cells: Both, tied: _Tied, why: _Why) -> Block:
    """Means that are not decided: only they are named, not what they speak of."""

    def finding(row: int) -> WordedFinding:
        title = statistic_title(store, cells, int(tied.rate[row]), int(tied.view[row]))
        claims = tuple(cells.claims(int(tied.rate[row])))
        return WordedFinding(
            title.id(store.sources_of(claims)),
            "statistic",
            UNCHECKED,
            why(store, cells, tied, row),
            claims,
            quantity=title.quantity,
            status=title.status,
        )

    return left_open("statistic", cells, (tied.rate,), tied.rate, cells.own.keys.source[tied.rate], finding)


def _names(store: Store, cells: Both, tied: _Tied, row: int) -> tuple[str, list[str]]:
    """The measure, and the periods of what a mean ties."""
    rate = tied.rate[row : row + 1]
    keys = cell_keys(cells.own, rate)
    period = store.periods[keys.period[0]]
    one = tied.cell.shape[1] == 1
    parts = [period.text] if one else [part.text for part in period.split(store.base.values[keys.base[0]])]
    return store.measure.values[keys.measure[0]], parts


def _lacking(store: Store, cells: Both, tied: _Tied, row: int) -> str:
    measure, parts = _names(store, cells, tied, row)
    missing = [part for part, cell in zip(parts, tied.cell[row], strict=True) if cell == ABSENT]
    status = STATUSES[cell_keys(cells.own, tied.rate[row : row + 1]).status[0]]
    then = by_then(store, cells.claims(int(tied.rate[row]))[0])
    if len(missing) > _LISTED:
        return f"no level reported of {measure} in {len(missing)} of the {len(parts)} parts ({status}){then}"
    return f"no level reported of {measure} {' and '.join(missing)} ({status}){then}"


_LISTED = 3  # parts that are named; of more it is said how many they are


def _doubt(store: Store, cells: Both, tied: _Tied, row: int) -> str:
    measure, parts = _names(store, cells, tied, row)
    of = [measure] if len(parts) == 1 else [f"{measure} {part}" for part in parts]
    every = [int(cell) for cell in (tied.rate[row], *tied.cell[row])]
    return cells.doubt(zip(every, [measure, *of], strict=True)) or units_differ(store, cells, every)


def _undeclared(store: Store, cells: Both, tied: _Tied, row: int) -> str:
    measure, _ = _names(store, cells, tied, row)
    return (
        f"the ledger does not say whether {measure} is a flow, whose mean is its level divided by their number, "
        f"or a stock or an average, whose mean is that of its parts (measures: {{{measure}: {{kind: flow}}}})"
    )
