"""Rates over whole rows of the table: growth, shares and ratios with the levels that their own source reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.deciding import ABSENT, plain_products
from reconcile.checks.engine.layout import Layout
from reconcile.checks.engine.plain import Decided, Plain, Vague, joined
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import GROWTH, LEVEL, RATIO, SHARE
from reconcile.ledger.store.row_sets import held, rows_at


class Rated(NamedTuple):
    """A row of rates, and the rows and columns of what each is taken of."""

    slot: int
    columns: Ints  # where there is a rate
    level: int  # ABSENT where its source reports none
    base: int
    base_columns: Ints  # of each rate, ABSENT where there is no such period
    complete: Bools  # of each rate


def statistics_of(part: Store, whole: Store, plain: Plain, used: Bools) -> Iterator[Decided]:
    """The bindings of all rates; last, those that lack a level. Raises Vague where other sources may have it."""
    layout = plain.layout
    rated = [_rated(part, layout, int(slot)) for slot in np.flatnonzero(layout.slots.stat != LEVEL)]
    if not part.one_unit(_measures(part, layout, rated)):
        raise Vague
    if rated:
        yield joined([_decided(part, whole, plain, used, one) for one in rated])
        yield joined([_lacking(layout, used, one) for one in rated])


def _measures(part: Store, layout: Layout, rated: list[Rated]) -> set[str]:
    slots = {slot for one in rated for slot in (one.slot, one.base) if slot != ABSENT}
    return {part.measure.values[layout.slots.measure[slot]] for slot in slots}


def _rated(part: Store, layout: Layout, slot: int) -> Rated:
    """Where the levels are that a row of rates speaks of; raises Vague where other sources may have to be asked."""
    slots, columns = layout.slots, np.flatnonzero(layout.there[slot])
    stat, measure = int(slots.stat[slot]), int(slots.measure[slot])
    if stat == GROWTH:
        of, base_columns = measure, _earlier(part, layout, slot, columns)
    elif stat in (SHARE, RATIO):
        of, base_columns = part.measure.find(part.base.values[slots.base[slot]]), columns
    else:
        raise Vague
    levels, bases = (_levels(layout, slot, code) for code in (measure, of))
    level, base = (rows[slots.source[rows] == slots.source[slot]] for rows in (levels, bases))
    complete = _reported(layout, level, columns) & _reported(layout, base, base_columns)
    anywhere = _reported(layout, levels, columns) & _reported(layout, bases, base_columns)
    if (anywhere & ~complete).any():
        raise Vague
    rows = [int(row[0]) if len(row) else ABSENT for row in (level, base)]
    return Rated(slot, columns, rows[0], rows[1], base_columns, complete)


def _levels(layout: Layout, slot: int, measure: int) -> Ints:
    """The rows of every source's levels of a measure, of the status that a row has."""
    slots = layout.slots
    return np.flatnonzero((slots.stat == LEVEL) & (slots.measure == measure) & (slots.status == slots.status[slot]))


def _earlier(part: Store, layout: Layout, slot: int, columns: Ints) -> Ints:
    """The columns of the base periods."""
    is_period = part.base_shift[1][layout.slots.base[slot]]
    rank = np.asarray(part.period_rank)
    column_of_rank = np.full(len(rank), ABSENT)
    column_of_rank[rank] = layout.column_of
    base = rank[layout.periods] + layout.moved[slot]
    there = (base >= 0) & (base < len(rank)) & is_period
    of_period = np.where(there, column_of_rank[np.where(there, base, 0)], ABSENT)
    within = columns % len(layout.periods)
    to = of_period[within]
    return np.where(to == ABSENT, ABSENT, columns - within + to)


def _reported(layout: Layout, rows: Ints, columns: Ints) -> Bools:
    """Whether any of these rows has something in each column; ABSENT is nowhere."""
    found = np.zeros(len(columns), dtype=bool)
    for row in rows:
        found |= layout.there[row][columns]
    return np.asarray(found & (columns != ABSENT), dtype=bool)


def _decided(part: Store, whole: Store, plain: Plain, used: Bools, one: Rated) -> Decided:
    """The rates of a row that have their levels; raises Vague where a product is too large, or a base not positive."""
    layout, columns = plain.layout, one.columns[one.complete]
    claims = layout.claim[one.slot, columns]
    source = np.full(len(columns), layout.slots.source[one.slot], dtype=np.int32)
    if not len(columns):
        return Decided("statistic", np.zeros(0, dtype=np.int8), claims, source, np.zeros(0))
    tied = ((one.base, one.base_columns[one.complete]), (one.slot, columns), (one.level, columns))
    for row, at in tied:
        used[row, at] = True
    assert part.rows is not None
    unit = held(whole.figures.unit, rows_at(part.rows, claims))
    percent = np.array([name == "percent" for name in whole.figures.units])[unit]
    scale = np.array([-2 if percent[0] else 0]) if percent.all() or not percent.any() else np.where(percent, -2, 0)
    growth = np.array([int(layout.slots.stat[one.slot] == GROWTH)])
    base, rate, level = (plain.ends(row, at) for row, at in tied)
    everywhere = np.ones(len(columns), dtype=bool)
    verdict, residual, fits = plain_products(base, rate, level, growth, scale, plain.exponent, everywhere)
    if not fits.all():
        raise Vague
    return Decided("statistic", verdict, claims, source, residual)


def _lacking(layout: Layout, used: Bools, one: Rated) -> Decided:
    """The rates of a row of which nobody reports the levels."""
    columns = one.columns[~one.complete]
    used[one.slot, columns] = True
    source = np.full(len(columns), layout.slots.source[one.slot], dtype=np.int32)
    verdict = np.full(len(columns), UNCHECKED, dtype=np.int8)
    return Decided("statistic", verdict, layout.claim[one.slot, columns], source, np.full(len(columns), np.nan))
