"""Cells: what a view says of one quantity, all of its claims together.

A view is one source's claims of one status, or all sources' claims of one status. Where several claims of a quantity
meet in a view, the cell stands for what they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.grid import Scaled
from reconcile.checks.engine.intersection import (
    Shared,
    common_readings,
    differing,
    members_of,
    of_each,
    shared_reading,
)
from reconcile.checks.engine.keys import BothKeys, CellKeys, Keys
from reconcile.checks.engine.plainness import plainest_first
from reconcile.checks.engine.readings import Readings, stacked_readings
from reconcile.checks.engine.table import CellTable
from reconcile.exact.columns import Bools, Decimals, Intervals, Ints
from reconcile.language.codelists import STATS, STATUSES
from reconcile.language.ids import joined, quoted
from reconcile.ledger.store.row_sets import held

_FEW = 2**12  # cells of which all are read at once


class Cells:
    """One row a cell. ``order[starts[i]:starts[i] + counts[i]]`` are the claims of cell i.

    ``lead`` is the claim whose printed number stands for the cell: the plainest, then the finest. ``several`` are the
    cells with more than one claim. Columns that cost are made when they are first asked for.
    """

    def __init__(self, store: Store, table: CellTable, *, twice: bool = True, aside: Bools | None = None) -> None:
        self.store = store
        self.table = table
        self._aside = aside  # cells of which a claim was left out of the table
        self._twice = twice  # whether a source may report one quantity more than once

    def __len__(self) -> int:
        return len(self.table)

    @property
    def starts(self) -> Ints:
        return self.table.starts

    @cached_property
    def order(self) -> Ints:
        if not len(self.several):
            return self.table.order
        return plainest_first(self.store, self.table.order, self.counts)

    @property
    def single(self) -> bool:
        """Whether no cell has several claims."""
        return self.table.firsts is None

    @cached_property
    def keys(self) -> CellKeys | BothKeys:
        return CellKeys(self.table, self.store.base, lambda: self.lead)

    @cached_property
    def counts(self) -> Ints:
        return self.table.counts

    @cached_property
    def several(self) -> Ints:
        if self.single:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self.counts > 1)

    @cached_property
    def lead(self) -> Ints:
        """The claim that leads each cell; ABSENT for the number 1."""
        return self.order if self.single else self.order[self.starts]

    @cached_property
    def _crowd(self) -> tuple[Ints, Ints]:
        """The claims of the cells with several, and where those of each begin."""
        if len(self.several) == len(self):
            return self.order, self.starts
        return members_of(self.order, self.starts, self.counts, self.several)

    @cached_property
    def shared(self) -> Shared:
        """What the claims of each of the ``several`` have in common, on the grid."""
        return shared_reading(self.store.scaled, *self._crowd)

    @cached_property
    def scaled(self) -> Scaled:
        """The common reading of the cells whose claims are all plain."""
        scaled, several, lead = self.store.scaled, self.several, self.lead
        if not len(several):
            assert scaled.half is not None
            return Scaled(scaled.printed[lead], held(scaled.plain, lead), scaled.exponent, scaled.half[lead])
        low, printed, high = scaled.ends(lead)
        plain = scaled.plain[lead]
        low[several], high[several], plain[several] = self.shared.low, self.shared.high, self.shared.plain
        return Scaled(printed, plain, scaled.exponent, None, (low, high))

    def table_for(self, *rows: Ints) -> Cells:  # noqa: ARG002 - what is asked here for is always there
        """A table in which these rows stand, at the same places."""
        return self

    def table_of(self, row: int) -> Cells:  # noqa: ARG002 - it is always there
        """A table in which this row stands, at the same place."""
        return self

    @cached_property
    def unit(self) -> Ints:
        """The kind of unit, −1 where the claims' units differ."""
        store = self.store
        if len(store.unit_kind) == 1:
            return np.broadcast_to(store.unit_kind, len(self))
        unit = store.unit_kind[store.figures.unit[self.lead]]
        if len(self.several):
            members, starts = self._crowd
            kind = store.unit_kind[store.figures.unit[members]]
            same = of_each(np.minimum, kind, starts) == of_each(np.maximum, kind, starts)
            unit[self.several[~same]] = -1
        return unit

    @cached_property
    def aside(self) -> Bools:
        """Cells that are set aside: a claim of them has digits beyond its decimals, whatever stands beside it."""
        return held(self.store.figures.excess, self.lead) if self._aside is None else self._aside

    @cached_property
    def apart(self) -> Bools:
        """Cells in which two equally fine figures of one source differ."""
        if not self._twice or not len(self.several):
            return np.broadcast_to(np.bool_(0), len(self))
        apart = np.zeros(len(self), dtype=bool)
        apart[self.several] = differing(self.store, self._crowd[0], self.counts[self.several])
        return apart

    @cached_property
    def judged(self) -> Judged:
        return judged(self)

    @property
    def broken(self) -> Bools:
        """Cells that cannot be used: their claims contradict each other or differ in unit, or they are set aside."""
        return self.judged.broken

    @property
    def contested(self) -> Bools:
        """Those of the broken cells of which each claim could be used by itself."""
        return np.asarray(self.broken & ~self.aside & (self.unit >= 0), dtype=bool)

    @property
    def agreed(self) -> Bools:
        """Cells whose printed figures hold together as they stand."""
        return self.judged.agreed

    @property
    def hedged(self) -> Bools:
        """Cells whose lead says "nearly", or whose claims meet only by the slack of "about"."""
        return self.judged.hedged

    @cached_property
    def readings(self) -> Readings:
        return self._reading(np.arange(len(self)))

    def reading(self, rows: Ints) -> Readings:
        """What the claims of some cells have in common."""
        if "readings" in self.__dict__ or len(self) <= _FEW:
            return self.readings.take(rows)
        return self._reading(rows)

    def _reading(self, rows: Ints) -> Readings:
        real = self.lead[rows] >= 0
        common = _meeting(self, rows[real])
        if real.all():
            return common
        one = Intervals.points(Decimals.of([1]))
        padded = stacked_readings([common, Readings(one, one, one)])
        return padded.take(np.where(real, np.cumsum(real) - 1, len(one) + int(real.sum()) - 1))

    @cached_property
    def one_unit(self) -> bool:
        """Whether all cells are in one kind of unit."""
        if len(set(self.store.unit_kind.tolist())) == 1:
            return True
        unit = self.unit[self.lead >= 0]
        return not len(unit) or bool(unit.min() == unit.max() and unit[0] >= 0)

    @cached_property
    def any_broken(self) -> bool:
        if self.single and self.store.plain:
            return False
        return bool(self.broken.any())

    def of_measure(self, measure: int) -> Ints:
        """The rows of a measure, in order; none of one that nobody speaks of."""
        return self.table.cells_of(self.table.ways.measure == measure)

    def members(self, rows: Ints) -> Ints:
        """The claims of several cells, those of one beside each other, in the order of ``rows``."""
        if self.single:
            return self.order[rows]
        counts = self.counts[rows]
        if len(counts) and counts.max() == 1 == counts.min():
            return self.order[self.starts[rows]]
        return np.asarray(
            self.order[np.repeat(self.starts[rows] + counts - np.cumsum(counts), counts) + np.arange(counts.sum())],
            dtype=np.int64,
        )

    def claims(self, row: int) -> list[int]:
        return sorted(int(claim) for claim in self.order[self.starts[row] : self.starts[row] + self.counts[row]])

    def mixed(self, rows: Ints, counted: Bools) -> Bools:
        """(n,) of (n, t) cells, of which those ``counted`` matter: whether they are not in one kind of unit."""
        if self.one_unit:
            return np.zeros(len(rows), dtype=bool)
        unit = np.where(counted, self.unit[rows], -1)
        high = unit.max(axis=1)
        low = np.where(unit < 0, high[:, None], unit).min(axis=1)
        return np.asarray(low != high, dtype=bool)

    def doubt(self, named: Iterable[tuple[int, str]]) -> str:
        """Why a relation over these cells cannot be decided; each cell stands with its name."""
        bad = [(name, bool(self.aside[cell])) for cell, name in named if self.broken[cell]]
        apart = list(dict.fromkeys(name for name, aside in bad if not aside))
        aside = list(dict.fromkeys(name for name, aside in bad if aside))
        said = [f"the claims of {' and '.join(apart)} contradict each other"] if apart else []
        if aside:
            verb = "is" if len(aside) == 1 else "are"
            said.append(f"{' and '.join(aside)} {verb} set aside, with digits beyond the decimals stated")
        return "; ".join(said)


class Judged(NamedTuple):
    """What cannot be used, what agrees as it is printed, and what rests on a word."""

    broken: Bools
    agreed: Bools
    hedged: Bools


def judged(cells: Cells) -> Judged:
    """Judge cells: from the grid where figures are plain, else from their intervals."""
    store, several, n = cells.store, cells.several, len(cells)
    if cells.single and store.plain:
        never = np.broadcast_to(np.False_, n)
        return Judged(never, ~never, never)
    broken, agreed, hedged = cells.apart | cells.aside, np.ones(n, dtype=bool), np.zeros(n, dtype=bool)
    if len(several):
        shared = cells.shared
        crossed = shared.plain & (shared.low > shared.high)
        hedged[several] = crossed
        broken[several] |= crossed | (cells.unit[several] < 0)
        agreed[several] = shared.agreed
    if not store.scaled.plain.all():
        rows = np.flatnonzero(~cells.scaled.plain)
        common = common_readings(store, *members_of(cells.order, cells.starts, cells.counts, rows), cells.counts[rows])
        broken[rows] |= common.wide.empty
        agreed[rows] = ~common.printed.empty
        hedged[rows] = store.nearly[cells.lead[rows]] | common.face.empty
    return Judged(broken, agreed, hedged)


def _meeting(cells: Cells, rows: Ints) -> Readings:
    """The readings of some cells; what is printed is the lead's."""
    members, starts = members_of(cells.order, cells.starts, cells.counts, rows)
    common = common_readings(cells.store, members, starts, cells.counts[rows])
    lead = cells.store.readings_of(cells.lead[rows])
    return common._replace(printed=lead.printed)


def cell_keys(cells: Cells, rows: Ints) -> Keys:
    """What tells some cells of one table from each other."""
    assert isinstance(cells.keys, CellKeys)
    return cells.keys.at(rows)


def units_differ(store: Store, cells: Cells, rows: Iterable[int]) -> str:
    """Why a relation over cells in several units cannot be decided."""
    units = {store.figures.units[cells.unit[row]] or "no unit" for row in rows if cells.unit[row] >= 0}
    return f"units differ: {', '.join(sorted(units))}"


def cell_title(store: Store, cells: Cells, cell: int) -> tuple[str, dict[str, str], str]:
    """The id of what a cell's claims say, without status; its quantity; its status."""
    keys = cells.keys
    measure, period = store.measure.values[keys.measure[cell]], store.period.values[keys.period[cell]]
    stat, base = STATS[keys.stat[cell]], store.base.values[keys.base[cell]]
    place = int(keys.place[cell])
    return (
        joined("agreement", quoted(measure), store.places.id(place), period, stat, quoted(base)),
        store.quantity(place, period, measure) | store.statistic(keys.stat[cell], keys.base[cell]),
        STATUSES[keys.status[cell]],
    )
