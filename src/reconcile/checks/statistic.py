"""Growth, change, share and ratio: every such claim ties two levels.

Level and base are sought in the claim's own document first, then among all documents. The base period may be of any
status, the most mature first, as it was known when a growth or a change was published; the level itself is of the
claim's own status, but a target is held against its outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from reconcile.checks.contributions import contributions
from reconcile.checks.engine.base_lookup import MATURED, Levels
from reconcile.checks.engine.bindings import Title, bound, product_of
from reconcile.checks.engine.block import Block, left_open, of_findings
from reconcile.checks.engine.cell_parts import CellParts
from reconcile.checks.engine.cells import cell_keys, units_differ
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.contested import contested
from reconcile.checks.engine.kernel import EQUAL, Operand, Rate
from reconcile.checks.engine.relation import Product
from reconcile.checks.engine.statistic_terms import (
    Ties,
    base_periods,
    bases_of,
    complete,
    stated,
    statistic_title,
    steps_of,
    tied_to,
)
from reconcile.checks.engine.table import ABSENT, ACROSS
from reconcile.checks.engine.unit_conversions import rate_powers
from reconcile.checks.engine.views import Both
from reconcile.checks.finding import WordedFinding
from reconcile.checks.integrality import WholeNumbers, sizes
from reconcile.checks.means import means
from reconcile.checks.targets import against_outcome
from reconcile.checks.verdicts import CONFLICT, UNCHECKED
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.bases import Base, steps_from
from reconcile.language.codelists import CHANGE, FIRST_OUTCOME, GROWTH, RATIO, SHARE, STATS, STATUSES
from reconcile.language.periods import Period

Made = Callable[..., Any]
"""What makes bindings of operands: `bound`, or `contested` where claims contradict each other."""

_TIES_TWO = (GROWTH, CHANGE, SHARE, RATIO)
_RATES = np.isin(range(len(STATS)), (GROWTH, SHARE, RATIO))  # by statistic
_OVER_TIME = np.isin(range(len(STATS)), (GROWTH, CHANGE))


def statistics(store: Store, cells: Both) -> list[Block]:
    """One binding for each source's statistic of a quantity."""
    levels = Levels(cells)
    two, of_parts = _tying_two(store, cells, levels), contributions(store, cells, levels)
    return [*two, *means(store, cells, levels), *of_parts]


def _tying_two(store: Store, cells: Both, levels: Levels) -> list[Block]:
    rates = stated(cells, _TIES_TWO)
    if not len(rates):
        return []
    ties, came = tied_to(store, cells, levels, rates)
    cells = levels.cells
    open_rows: list[WordedFinding] = []
    blocks: list[Block] = []
    tied = complete(ties)
    rated = _RATES[cells.own.keys.stat[rates]]
    for row in np.flatnonzero(~tied & complete(came) & rated):
        one = came.only(np.array([row]))
        if not _doubts(cells, one).any():
            tied[row] = True
            open_rows.append(against_outcome(store, _product(store, cells, one, 0), _title(store, cells, one, 0)))
            ties.level[row] = ABSENT
    later: list[Block] = [of_findings("statistic", open_rows)]
    counted = np.flatnonzero(~tied & _of_counts(store, cells, ties))
    if len(counted):
        of = ties.only(counted)
        nothing, title = np.zeros(len(counted), dtype=np.int64), partial(_title, store, cells, of)
        blocks.append(WholeNumbers(store, cells, of.rate, of.base, nothing, of.source, title).block())
    lacking = np.setdiff1d(np.flatnonzero(~tied), counted)
    if len(lacking):
        later.append(_open(store, cells, ties.only(lacking), partial(_lacking, levels)))
    tied &= complete(ties)
    for which, build in ((rated, _products), (~rated, _lines)):
        picked = ties.only(np.flatnonzero(tied & which))
        doubts = _doubts(cells, picked)
        if len(tried := np.flatnonzero(doubts == CONTESTED)):
            tried = tried[_whatever_vintage(store, cells, levels, picked.only(tried), build)]
            blocks.append(build(store, cells, picked.only(tried), contested))
            doubts[tried] = FINE
        if len(doubtful := np.flatnonzero(doubts)):
            later.append(_open(store, cells, picked.only(doubtful), _doubt))
        doubts[tried] = CONTESTED
        sound = np.flatnonzero(doubts == FINE)
        if len(sound):
            blocks.append(_of_their_vintage(store, cells, levels, picked.only(sound), build)[1])
    return [*blocks, *later]


def _of_counts(store: Store, cells: Both, ties: Ties) -> Bools:
    """(n,) shares and ratios of counts in counts of which only the whole is reported, as a number that can be tried."""
    count = np.array([store.ledger.measure(name).count for name in store.measure.values], dtype=bool)
    rate, base = ties.rate, ties.base
    found = (ties.level == ABSENT) & (base != ABSENT) & np.isin(cells.own.keys.stat[rate], (SHARE, RATIO))
    found &= count[cells.own.keys.measure[rate]]
    rows = np.flatnonzero(found)
    whole = count[cells.keys.measure[base[rows]]] & ~cells.broken[base[rows]] & ~cells.broken[rate[rows]]
    wide = cells.reading(base[rows]).wide
    tried = [sizes(wide[row]) for row in range(len(rows))]
    found[rows] = whole & np.array([one is not None and len(one) > 0 for one in tried], dtype=bool)
    return np.asarray(found, dtype=bool)


def _open(store: Store, cells: Both, ties: Ties, why: Callable[[Store, Both, Ties, int], str]) -> Block:
    """Statistics that are not decided: only they are named, not the levels that they speak of."""

    def finding(row: int) -> WordedFinding:
        return _unchecked(store, cells, ties, row, why(store, cells, ties, row))

    return left_open("statistic", cells, (ties.rate,), ties.rate, cells.own.keys.source[ties.rate], finding)


def _of_their_vintage(store: Store, cells: Both, levels: Levels, ties: Ties, build: Made) -> tuple[Ties, Block]:
    """Where the most mature figure of a base period contradicts, another status of it that does not.

    A rate was computed with the figure of its day: of those that were known then, no vintage of its base may fit
    before it is called a conflict.
    """
    keys, base, first = cells.own.keys, ties.base.copy(), build(store, cells, ties)
    open_rows = np.flatnonzero(_OVER_TIME[keys.stat[ties.rate]] & (first.verdict == CONFLICT))
    for status in levels.statuses if len(levels.statuses) > 1 else ():
        rate = ties.rate[open_rows]
        period = base_periods(store, keys.base[rate])
        source, outcome = ties.source[open_rows], keys.status[rate] >= FIRST_OUTCOME
        day = store.last_days[keys.source[rate]]
        other = levels.first((status,), source, keys.measure[rate], keys.place[rate], period, outcome, day)
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


def _whatever_vintage(store: Store, cells: Both, levels: Levels, ties: Ties, build: Made) -> Ints:
    """The rows whose claims contradict each other that may be told as tried: no other vintage of a base may fit."""
    keys, verdict = cells.own.keys, build(store, cells, ties, contested).verdict
    open_ = _OVER_TIME[keys.stat[ties.rate]] & (verdict == CONFLICT)
    for status in levels.statuses if len(levels.statuses) > 1 else ():
        period = base_periods(store, keys.base[ties.rate])
        outcome = keys.status[ties.rate] >= FIRST_OUTCOME
        measure, place = keys.measure[ties.rate], keys.place[ties.rate]
        other = levels.first((status,), ties.source, measure, place, period, outcome)
        open_ &= (other == ABSENT) | (other == ties.base)
    return np.flatnonzero((verdict != CONFLICT) | open_ | ~_OVER_TIME[keys.stat[ties.rate]])


def rested(store: Store, cells: Both) -> tuple[Ints, Ints]:
    """The cells of statistics that tie two levels, and of the base that each rests on.

    That is the base of the vintage that its binding holds with; ABSENT where nothing binds it, or where what was known
    of it on the statistic's day is only a part of what is reported.
    """
    rates = stated(cells, _TIES_TWO)
    levels = Levels(cells)
    ties, _ = tied_to(store, cells, levels, rates)
    tied, known = complete(ties), levels.cells
    base = np.where(tied, ties.base, ABSENT)
    for is_rate, build in ((True, _products), (False, _lines)):
        rows = np.flatnonzero(tied & (_RATES[cells.own.keys.stat[rates]] == is_rate))
        sound = rows[_doubts(known, ties.only(rows)) == FINE]
        if len(sound):
            base[sound] = _of_their_vintage(store, known, levels, ties.only(sound), build)[0].base
    return rates, np.where(base >= len(cells) - 1, ABSENT, base)


def _whenever(store: Store, cells: Both, levels: Levels, rates: Ints) -> Ints:
    """What all sources say of the base of each growth and change, whenever it was published; ABSENT for others."""
    keys = cells.own.keys
    period = np.where(_OVER_TIME[keys.stat[rates]], base_periods(store, keys.base[rates]), ABSENT)
    everyone, outcome = np.full(len(rates), ACROSS), keys.status[rates] >= FIRST_OUTCOME
    return levels.first(MATURED, everyone, keys.measure[rates], keys.place[rates], period, outcome)


def _products(store: Store, cells: Both, ties: Ties, made: Made = bound) -> Block:
    """Base × rate = level."""
    operands = [Operand(ties.base, _ONE, _rate(store, cells, ties)), Operand(ties.level, -_ONE)]
    return _bound(store, cells, ties, operands, made)


def _bound(store: Store, cells: Both, ties: Ties, operands: list[Operand], made: Made) -> Block:
    block: Block = made(
        "statistic",
        store,
        cells,
        operands,
        EQUAL,
        heads=ties.rate,
        views=ties.source,
        title=lambda row: _title(store, cells, ties, row),
    )
    return block


def _product(store: Store, cells: Both, ties: Ties, row: int) -> Product:
    """One row of them as scalars."""
    tied = [int(column[row]) for column in (ties.base, ties.rate, ties.level)]
    return product_of(CellParts(store, cells), tied, _rate(store, cells, ties.only(np.array([row]))), 0)


def _rate(store: Store, cells: Both, ties: Ties) -> Rate:
    """What turns each rate into a factor: growth of 15.5 % into 1 + 0.01 × 15.5."""
    growth = np.asarray(cells.own.keys.stat[ties.rate] == GROWTH, dtype=np.int64)
    keys = cells.own.keys
    steps = steps_of(store, keys.stat[ties.rate], keys.base[ties.rate], keys.period[ties.rate]) or (None, None)
    return Rate(ties.rate, growth, _rate_powers(store, cells, ties)[0], *steps)


def _rate_powers(store: Store, cells: Both, ties: Ties) -> tuple[Ints, Bools]:
    """The power of ten in each rate, and whether it is in units that do not fit those of its levels."""
    lead = cells.table_for(ties.rate, ties.base, ties.level).lead
    return rate_powers(store, *(lead[column] for column in (ties.rate, ties.base, ties.level)))


_ONE = Fraction(1)


def _lines(store: Store, cells: Both, ties: Ties, made: Made = bound) -> Block:
    """Base + change = level."""
    operands = [Operand(ties.base, _ONE), Operand(ties.rate, _ONE), Operand(ties.level, -_ONE)]
    return _bound(store, cells, ties, operands, made)


def _title(store: Store, cells: Both, ties: Ties, row: int) -> Title:
    return statistic_title(store, cells, int(ties.rate[row]), int(ties.source[row]))


FINE, BROKEN, UNITS, CONTESTED = range(4)  # why a row cannot be decided as it stands


def _doubts(cells: Both, ties: Ties) -> Array:
    """(n,) FINE, or why a row cannot be decided."""
    store, stat = cells.store, cells.own.keys.stat[ties.rate]
    rate, level = ties.rate, ties.level
    base = ties.base
    table = cells.table_for(rate, level, base)
    doubts = np.full(len(rate), FINE, dtype=np.int8)
    if not (store.one_unit(_measures(store, cells, rate)) or table.one_unit):
        differ = table.unit[level] != table.unit[base]
        differ |= (stat == CHANGE) & (table.unit[rate] != table.unit[level])
        doubts[differ & (stat != RATIO)] = UNITS
        doubts[_rate_powers(store, cells, ties)[1]] = UNITS
    if table.any_broken:
        tied = np.stack((rate, level, base))
        broken = table.broken[tied]
        usable = (~broken | table.contested[tied]).all(axis=0) & (doubts == FINE)
        doubts[broken.any(axis=0)] = np.where(usable, CONTESTED, BROKEN)[broken.any(axis=0)]
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
    told = int(cells.own.keys.stat[tied[0]]) in {CHANGE, RATIO}
    return units_differ(store, cells, tied if told else tied[1:])


def _lacking(levels: Levels, store: Store, cells: Both, ties: Ties, row: int) -> str:
    """Which levels a statistic would need and nobody reports."""
    rate = int(ties.rate[row])
    keys = cells.own.keys
    measure, period = store.measure.values[keys.measure[rate]], store.period.values[keys.period[rate]]
    stat, base = int(keys.stat[rate]), store.base.values[keys.base[rate]]
    before, _ = steps_from(base)
    status, needed = STATUSES[keys.status[rate]], []
    if _itself(store, cells, ties, row):
        return _no_whole(store, measure, int(keys.place[rate]), period, STATS[stat])
    later = ""
    if ties.level[row] == ABSENT:
        quantity = (column[rate : rate + 1] for column in (keys.status, keys.measure, keys.place, keys.period))
        there = int(levels.find(np.full(1, ACROSS), *quantity)[0])
        if there == ABSENT:
            needed.append(f"{measure} {period} ({status})")
        else:
            later = f"the level {measure} {period} was published later ({_first_day(store, cells, there)})"
    if ties.base[row] == ABSENT and stat in (GROWTH, CHANGE):
        there = int(_whenever(store, cells, levels, ties.rate[row : row + 1])[0])
        if there == ABSENT:
            needed.append(f"{measure} {period} ({base})" if base in STATUSES else f"{measure} {before}")
        else:
            later = f"the base {measure} {before} was published later ({_first_day(store, cells, there)})"
    elif ties.base[row] == ABSENT:
        name = base if store.bases[keys.base[rate]].period else f"{base} {period}"
        there = _whole_whenever(store, cells, levels, rate)
        if there == ABSENT:
            needed.append(f"{name} ({status})")
        else:
            later = f"{name} was published later ({_first_day(store, cells, there)})"
    lacks = f"no level reported of {' and '.join(needed)}" if needed else ""
    return "; ".join(filter(None, (lacks, later)))


def _whole_whenever(store: Store, cells: Both, levels: Levels, rate: int) -> int:
    """What all sources say of what a share or a ratio is taken of, whenever it was published; ABSENT where nothing."""
    one = cell_keys(cells.own, np.array([rate]))
    of = bases_of(store, one.stat, one.base, one.measure, one.place, one.period)
    return int(levels.find(np.full(1, ACROSS), one.status, of.measure, of.place, of.period)[0])


def _first_day(store: Store, cells: Both, cell: int) -> Period:
    """When the first claim of a cell was published, of those of which that is known."""
    days = [store.published[store.source.code[claim]] for claim in cells.claims(cell)]
    first: Period = min([day for day in days if day], key=lambda day: (day.start, day.end))
    return first


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
