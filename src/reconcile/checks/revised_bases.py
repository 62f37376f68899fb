"""Rates of different days: growth and changes that differ since their base was published anew between them."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import NEVER, Store
from reconcile.checks.engine.statistic_terms import bases_of
from reconcile.checks.engine.table import ABSENT
from reconcile.exact.columns import Bools, Ints
from reconcile.language.codelists import CHANGE, FIRST_OUTCOME, GROWTH, LEVEL


def on_bases_of_their_day(store: Store, cells: Cells, rows: Ints) -> Bools:
    """(n,) of cells whose claims differ, whether any two that do had a level of their base published between them.

    Both documents are then true of their day: the later rate replaces the earlier one.
    """
    found = np.zeros(len(rows), dtype=bool)
    keys = cells.keys
    over_time = np.flatnonzero(
        np.isin(keys.stat[rows], (GROWTH, CHANGE)) & (store.last_days.min(initial=NEVER) < NEVER)
    )
    if not len(over_time):
        return found
    some = rows[over_time]
    measure, place, period, named, _ = bases_of(
        store, keys.stat[some], keys.base[some], keys.measure[some], keys.place[some], keys.period[some]
    )
    days = _days_of_levels(store, np.where(named < 0, measure, ABSENT), place, period)
    for at, row, base_days in zip(over_time.tolist(), some.tolist(), days, strict=True):
        found[at] = bool(len(base_days)) and _each_of_its_day(store, cells.claims(row), base_days)
    return found


def _days_of_levels(store: Store, measure: Ints, place: Ints, period: Ints) -> list[Ints]:
    """For each quantity the days on which a level of it was surely published, sorted."""
    told = np.flatnonzero((measure >= 0) & (place >= 0) & (period >= 0))
    wanted = np.full(len(measure), ABSENT)
    wanted[told] = store.quantity_numbers(measure[told], place[told], period[told])
    levels = np.flatnonzero((store.stat.code == LEVEL) & (store.status.code >= FIRST_OUTCOME))
    have = store.quantity_numbers(*(column.code[levels] for column in (store.measure, store.place, store.period)))
    mine = np.isin(have, wanted)
    levels, have = levels[mine], have[mine]
    source = store.source.code[levels]
    dated = store.last_days[source] < NEVER
    have, day = have[dated], store.last_days[source][dated]
    return [np.unique(day[have == one]) for one in wanted]


def _each_of_its_day(store: Store, claims: list[int], base_days: Ints) -> bool:
    """Whether a level of the base was published between every two claims that do not meet."""
    readings = store.readings_of(np.array(claims)).wide
    for (i, a), (j, b) in combinations(enumerate(claims), 2):
        if not (readings[i] & readings[j]).empty:
            continue
        first, second = sorted((store.source.code[a], store.source.code[b]), key=lambda one: int(store.last_days[one]))
        begins, ends = int(store.last_days[first]), int(store.last_days[second])
        between = (base_days > begins) & (base_days <= ends)
        if ends == NEVER or not (begins < int(store.first_days[second]) and between.any()):
            return False
    return True
