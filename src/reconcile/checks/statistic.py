"""Growth, change, share, ratio and mean: every such claim ties two levels, or a level and its sub-periods.

Level and base are sought in the claim's own document first, then among all documents. The base period may be of any
status, the most mature first; the level itself is of the claim's own status, but a target is held against its outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from reconcile.checks.engine.base_lookup import Levels
from reconcile.checks.engine.bindings import bound, product_of
from reconcile.checks.engine.block import Bindings, Title
from reconcile.checks.engine.cells import cell_keys, units_differ
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.kernel import Operand, Rate
from reconcile.checks.engine.listed_findings import Listed, Open
from reconcile.checks.engine.relation import Product
from reconcile.checks.engine.statistic_terms import Ties, bases_of, complete, recoded, stated, tied_to
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import WordedFinding
from reconcile.checks.targets import against_outcome
from reconcile.checks.verdicts import CONFLICT, UNCHECKED
from reconcile.exact.columns import Array, Ints
from reconcile.language.bases import Base
from reconcile.language.codelists import CHANGE, FIRST_OUTCOME, GROWTH, MEAN, RATIO, SHARE, STATS, STATUSES
from reconcile.language.ids import joined, quoted

_RATES = np.isin(range(len(STATS)), (GROWTH, SHARE, RATIO))  # by statistic
_OVER_TIME = np.isin(range(len(STATS)), (GROWTH, CHANGE))


def statistics(store: Store, cells: Both) -> list[Bindings | Open | Listed]:
    """One binding for each source's statistic of a quantity."""
    rates = stated(cells)
    if not len(rates):
        return []
    levels = Levels(cells)
    ties, came = tied_to(store, cells, levels, rates)
    open_rows: list[WordedFinding] = []
    blocks: list[Bindings | Open | Listed] = []
    tied = complete(cells, ties)
    rated = _RATES[cells.own.keys.stat[rates]]
    for row in np.flatnonzero(~tied & complete(cells, came) & rated):
        one = came.only(np.array([row]))
        if not _doubts(cells, one).any():
            tied[row] = True
            open_rows.append(against_outcome(store, _product(store, cells, one, 0), _title(store, cells, one, 0)))
            ties.level[row] = ABSENT
    later: list[Bindings | Open | Listed] = [Listed("statistic", open_rows)]
    if len(lacking := np.flatnonzero(~tied)):
        later.append(_open(store, cells, ties.only(lacking), _lacking))
    tied &= complete(cells, ties)
    for which, build in ((rated, _products), (~rated, _lines)):
        picked = ties.only(np.flatnonzero(tied & which))
        doubts = _doubts(cells, picked)
        if len(doubtful := np.flatnonzero(doubts)):
            later.append(_open(store, cells, picked.only(doubtful), _doubt))
        sound = np.flatnonzero(doubts == FINE)
        if len(sound):
            blocks.append(_of_their_vintage(store, cells, levels, picked.only(sound), build)[1])
    return [*blocks, *later]


def _open(store: Store, cells: Both, ties: Ties, why: Callable[[Store, Both, Ties, int], str]) -> Open:
    """Statistics that are not decided: only they are named, not the levels that they speak of."""

    def finding(row: int) -> WordedFinding:
        return _unchecked(store, cells, ties, row, why(store, cells, ties, row))

    return Open("statistic", cells, (ties.rate,), ties.rate, cells.own.keys.source[ties.rate], finding)


def _of_their_vintage(
    store: Store, cells: Both, levels: Levels, ties: Ties, build: Callable[[Store, Both, Ties], Bindings]
) -> tuple[Ties, Bindings]:
    """Where the most mature figure of a base period contradicts, another status of it that does not.

    A rate was computed with the figure of its day: no vintage of its base may fit before it is called a conflict.
    """
    keys, base, first = cells.own.keys, ties.base.copy(), build(store, cells, ties)
    open_rows = np.flatnonzero(_OVER_TIME[keys.stat[ties.rate]] & (first.verdict == CONFLICT))
    for status in levels.statuses if len(levels.statuses) > 1 else ():
        rate = ties.rate[open_rows]
        period = recoded(store, keys.base[rate], store.period.values)
        source, outcome = ties.source[open_rows], keys.status[rate] >= FIRST_OUTCOME
        other = levels.first((status,), source, keys.measure[rate], keys.place[rate], period, outcome)
        there = np.flatnonzero(other != ABSENT)
        if len(there):
            trial = ties.only(open_rows[there])._replace(base=other[there])
            sound = np.flatnonzero(_doubts(cells, trial) == FINE)
            fits = there[sound][build(store, cells, trial.only(sound)).verdict < UNCHECKED] if len(sound) else sound
            base[open_rows[fits]] = other[fits]
            open_rows = np.delete(open_rows, fits)
    if (base == ties.base).all():
        return ties, first
    ties = ties._replace(base=base)
    return ties, build(store, cells, ties)


def rested(store: Store, cells: Both) -> tuple[Ints, Ints]:
    """The cells of all statistics, and of the base that each rests on: in the vintage that its binding holds with."""
    rates = stated(cells)
    levels = Levels(cells)
    ties, _ = tied_to(store, cells, levels, rates)
    base, tied = ties.base.copy(), complete(cells, ties)
    for is_rate, build in ((True, _products), (False, _lines)):
        rows = np.flatnonzero(tied & (_RATES[cells.own.keys.stat[rates]] == is_rate))
        sound = rows[_doubts(cells, ties.only(rows)) == FINE]
        if len(sound):
            base[sound] = _of_their_vintage(store, cells, levels, ties.only(sound), build)[0].base
    return rates, base


def _products(store: Store, cells: Both, ties: Ties) -> Bindings:
    """Base × rate = level."""
    operands = [Operand(ties.base, _ONE, _rate(store, cells, ties.rate)), Operand(ties.level, -_ONE)]
    return _bound(store, cells, ties, operands)


def _bound(store: Store, cells: Both, ties: Ties, operands: list[Operand]) -> Bindings:
    return bound(
        "statistic",
        store,
        cells,
        operands,
        heads=ties.rate,
        views=ties.source,
        title=lambda row: _title(store, cells, ties, row),
    )


def _product(store: Store, cells: Both, ties: Ties, row: int) -> Product:
    """One row of them as scalars."""
    tied = [int(column[row]) for column in (ties.base, ties.rate, ties.level)]
    return product_of(store, cells, tied, _rate(store, cells, ties.rate[row : row + 1]), 0)


def _rate(store: Store, cells: Both, rates: Ints) -> Rate:
    """What turns each rate into a factor: growth of 15.5 % into 1 + 0.01 × 15.5."""
    percent = np.array([unit == "percent" for unit in store.figures.units])[store.figures.unit[cells.own.lead[rates]]]
    growth = np.asarray(cells.own.keys.stat[rates] == GROWTH, dtype=np.int64)
    return Rate(rates, growth, np.where(percent, -2, 0))


_ONE = Fraction(1)


def _lines(store: Store, cells: Both, ties: Ties) -> Bindings:
    """Changes, base + change = level, and means, number of sub-periods × mean = level."""
    mean = cells.own.keys.stat[ties.rate] == MEAN
    times = np.where(mean, _sub_periods(store, cells, ties.rate), 1)
    base = Operand(np.where(mean, ABSENT, ties.base), _ONE)
    return _bound(store, cells, ties, [base, Operand(ties.rate, _ONE, times=times), Operand(ties.level, -_ONE)])


def _sub_periods(store: Store, cells: Both, rates: Ints) -> Ints:
    """How many of each mean's units make its period; 0 for no mean."""
    period, base = cells.own.keys.period[rates], cells.own.keys.base[rates]
    counts = np.zeros(len(rates), dtype=np.int64)
    mean = np.flatnonzero(cells.own.keys.stat[rates] == MEAN)
    pairs, which = np.unique(np.stack((period[mean], base[mean]), axis=1), axis=0, return_inverse=True)
    made = [len(store.periods[one].split(store.base.values[unit])) for one, unit in pairs]
    counts[mean] = np.array(made, dtype=np.int64)[which.reshape(-1)]
    return counts


def _title(store: Store, cells: Both, ties: Ties, row: int) -> Title:
    rate = int(ties.rate[row])
    keys = cells.own.keys
    measure, stat = store.measure.values[keys.measure[rate]], STATS[keys.stat[rate]]
    period, base = store.period.values[keys.period[rate]], store.base.values[keys.base[rate]]
    source, status = store.source.values[keys.source[rate]], STATUSES[keys.status[rate]]
    place = store.places.id(int(keys.place[rate]))
    about = joined("statistic", stat, quoted(measure), place, period, quoted(base), status)
    quantity = store.quantity(int(keys.place[rate]), period, measure)
    quantity |= store.statistic(keys.stat[rate], keys.base[rate])
    return Title(about, quantity, status, int(ties.source[row]), of=source)


FINE, BROKEN, UNITS = range(3)  # why a row cannot be decided


def _doubts(cells: Both, ties: Ties) -> Array:
    """(n,) FINE, or why a row cannot be decided."""
    store, stat = cells.store, cells.own.keys.stat[ties.rate]
    rate, level = ties.rate, ties.level
    base = np.where(ties.base == ABSENT, level, ties.base)
    table = cells.table_for(rate, level, base)
    doubts = np.full(len(rate), FINE, dtype=np.int8)
    if not (store.one_unit(_measures(store, cells, rate)) or table.one_unit):
        differ = table.unit[level] != table.unit[base]
        differ |= ((stat == CHANGE) | (stat == MEAN)) & (table.unit[rate] != table.unit[level])
        doubts[differ & (stat != RATIO)] = UNITS
    if table.any_broken:
        doubts[table.broken[rate] | table.broken[level] | table.broken[base]] = BROKEN
    return doubts


def _measures(store: Store, cells: Both, rates: Ints) -> set[str]:
    """The measures that statistics speak of, and those that they are taken of."""
    keys = cells.own.keys
    bases = {store.bases[code].measure for code in np.unique(keys.base[rates])}
    return {store.measure.values[code] for code in np.unique(keys.measure[rates])} | bases & set(store.measure.values)


def _doubt(store: Store, cells: Both, ties: Ties, row: int) -> str:
    """The doubt about one row in words."""
    why = int(_doubts(cells, ties.only(np.array([row])))[0])
    tied = [int(column[row]) for column in ties[:3] if column[row] != ABSENT]
    if why == BROKEN:
        return cells.doubt((cell, store.measure.values[cells.keys.measure[cell]]) for cell in tied)
    added = int(cells.own.keys.stat[tied[0]]) in (CHANGE, MEAN)
    return units_differ(store, cells, tied if added else tied[1:])


def _lacking(store: Store, cells: Both, ties: Ties, row: int) -> str:
    """Which levels a statistic would need and nobody reports."""
    rate = int(ties.rate[row])
    keys = cells.own.keys
    measure, period = store.measure.values[keys.measure[rate]], store.period.values[keys.period[rate]]
    stat, base = int(keys.stat[rate]), store.base.values[keys.base[rate]]
    status, needed = STATUSES[keys.status[rate]], []
    if _itself(store, cells, ties, row):
        return _no_whole(store, measure, int(keys.place[rate]), period, STATS[stat])
    if ties.level[row] == ABSENT:
        needed.append(f"{measure} {period} ({status})")
    if ties.base[row] == ABSENT and stat in (GROWTH, CHANGE):
        needed.append(f"{measure} {base}")
    elif ties.base[row] == ABSENT and stat != MEAN:
        needed.append(f"{base} ({status})" if store.bases[keys.base[rate]].period else f"{base} {period} ({status})")
    return f"no level reported of {' and '.join(needed)}"


def _itself(store: Store, cells: Both, ties: Ties, row: int) -> bool:
    """Whether a statistic would be taken of the very level that it speaks of."""
    one = cell_keys(cells.own, ties.rate[row : row + 1])
    return bool(bases_of(store, one.stat, one.base, one.measure, one.place, one.period).itself[0])


def _no_whole(store: Store, measure: str, place: int, period: str, stat: str) -> str:
    """What to write where a share names no whole but its own level."""
    there = [name for name, value in store.places[place].items() if value or name != "area"]
    wholes = [Base(measure, ((name, "…"),)).text for name in there]
    year = str(store.periods[store.period.find(period)].start.year)
    wholes += [Base(measure, (("period", year if year != period else "…"),)).text]
    return f"a {stat} of {measure} in itself says nothing; write what it is taken of as base: {' or '.join(wholes)}"


def _unchecked(store: Store, cells: Both, ties: Ties, row: int, why: str) -> WordedFinding:
    title = _title(store, cells, ties, row)
    claims = tuple(cells.claims(int(ties.rate[row])))
    return WordedFinding(
        title.id(store.sources_of(claims)),
        "statistic",
        UNCHECKED,
        why,
        claims,
        quantity=title.quantity,
        status=title.status,
    )
