"""Cells: what a view says of one quantity, all of its claims together.

A view is one source's claims of one status, or all sources' claims of one status. Where several claims of a quantity
meet in a view, the cell stands for what they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from reconcile.checks.keys import ACROSS, BothKeys, CellKeys, Keys
from reconcile.checks.reading import Readings, replaced
from reconcile.checks.scaled import Scaled
from reconcile.checks.store import STATS, STATUSES, Store
from reconcile.exact.arithmetic import meet
from reconcile.exact.columns import Bools, Decimals, Intervals, Ints


class Keyed(Protocol):
    """Whatever stands at keys like cells do, in a table whose last row is the number 1."""

    @property
    def keys(self) -> Keys | CellKeys | BothKeys: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Cells:
    """One row a cell. ``order[starts[i]:starts[i] + counts[i]]`` are the claims of cell i.

    ``lead`` is the claim whose printed number stands for the cell: the plainest, then the finest. ``broken`` marks
    cells that cannot be used: their claims contradict each other or differ in unit, or they are set ``aside``, with
    digits beyond their decimals; ``apart`` marks those where two equally fine figures of one source differ.
    """

    store: Store
    keys: CellKeys | BothKeys
    order: Ints
    starts: Ints
    counts: Ints
    lead: Ints  # −1 for the number 1
    site: Ints  # one number for all cells that differ at most in measure and source, from 0 on
    scaled: Scaled  # the cells that are plain: their common reading
    unit: Ints  # the kind of unit, −1 where the claims' units differ
    broken: Bools
    aside: Bools
    apart: Bools
    agreed: Bools  # the printed figures hold together as they stand
    hedged: Bools  # the lead's word is "nearly", or the claims meet only by the slack of "about"

    def __len__(self) -> int:
        return len(self.lead)

    @cached_property
    def readings(self) -> Readings:
        return self.reading(np.arange(len(self)))

    def reading(self, rows: Ints) -> Readings:
        """What the claims of some cells have in common."""
        if "readings" in self.__dict__:
            return self.readings.take(rows)
        real = self.lead[rows] >= 0
        common = _meeting(self, rows[real])
        if real.all():
            return common
        one = Intervals.points(Decimals.of([1]))
        padded = _stacked([common, Readings(one, one, one)])
        return padded.take(np.where(real, np.cumsum(real) - 1, len(one) + int(real.sum()) - 1))

    @cached_property
    def one_unit(self) -> bool:
        """Whether all cells are in one kind of unit."""
        if len(set(self.store.unit_kind.tolist())) == 1:
            return True
        unit = self.unit[self.lead >= 0]
        return not len(unit) or (unit.min() == unit.max() and unit[0] >= 0)

    @cached_property
    def any_broken(self) -> bool:
        return bool(self.broken.any())

    @cached_property
    def of_measure(self) -> list[Ints]:
        """The rows of each measure, in order."""
        measure = self.keys.measure
        if len(measure) and measure[-1] < 0:
            measure = measure[:-1]  # the number 1
        return rows_of(measure, len(self.store.measure.values))

    @cached_property
    def groups(self) -> Groups:
        return Groups.of(self)

    def members(self, rows: Ints) -> Ints:
        """The claims of several cells, those of one beside each other, in the order of ``rows``."""
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


def members_of(claims: Ints, first: Ints, counts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The claims of some cells, and where those of each begin."""
    counts = counts[rows]
    ends = np.cumsum(counts)
    return claims[np.repeat(first[rows] + counts - ends, counts) + np.arange(counts.sum())], ends - counts


def _meeting(cells: Cells, rows: Ints) -> Readings:
    """The readings of some cells; what is printed is the lead's."""
    members, starts = members_of(cells.order, cells.starts, cells.counts, rows)
    common = together(cells.store, members, starts, cells.counts[rows])
    lead = cells.store.readings_of(cells.lead[rows])
    return common._replace(printed=lead.printed)


def together(store: Store, claims: Ints, starts: Ints, counts: Ints) -> Readings:
    """Intersect the readings within each cell: neighbours meet, then what they have in common, and so on."""
    readings = store.readings_of(claims)
    if not len(starts) or counts.max() == 1:
        return readings
    while counts.max(initial=1) > 1:
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        left = np.flatnonzero(place % 2 == 0)
        paired = np.flatnonzero(place[left] + 1 < np.repeat(counts, counts)[left])
        kept = readings.take(left)
        common = (meet(one.take(left[paired]), one.take(left[paired] + 1)) for one in readings)
        readings = Readings(*(replaced(one, paired, both) for one, both in zip(kept, common, strict=True)))
        counts = (counts + 1) // 2
    return readings


def _stacked(parts: list[Readings]) -> Readings:
    def stacked(columns: list[Intervals]) -> Intervals:
        return Intervals(*(np.concatenate([getattr(one, name) for one in columns]) for name in Intervals.__slots__))

    return Readings(*(stacked([getattr(part, name) for part in parts]) for name in Readings._fields))


@dataclass(frozen=True)
class Groups:
    """Cells that one view says of one site, under one number; the views of all sources come last."""

    group: Ints  # of each cell but the number 1
    source: Ints  # of each group
    site: Ints  # of each group

    @classmethod
    def of(cls, cells: Cells) -> Groups:
        source, site = cells.keys.source, cells.site
        if len(cells) and cells.lead[-1] < 0:
            source, site = source[:-1], site[:-1]
        own = int((source >= 0).sum())
        sites = int(site.max(initial=-1)) + 1
        low, high = int(source[:own].min(initial=0)), int(source[:own].max(initial=0))
        code = site[:own] * (high - low + 1) + (source[:own] - low)
        rank, count = ranked(code, sites * (high - low + 1))
        group = np.concatenate((rank, site[own:] + count))
        of_source = np.full(count + sites, ACROSS)
        of_site = np.concatenate((np.zeros(count, dtype=np.int64), np.arange(sites)))
        of_source[rank], of_site[rank] = source[:own], site[:own]
        return cls(group, of_source, of_site)


def rows_of(codes: Ints, count: int) -> list[Ints]:
    """The rows of each code, in order."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.cumsum(np.bincount(codes, minlength=count))[:-1])


def ranked(codes: Ints, room: int | None = None) -> tuple[Ints, int]:
    """Codes renumbered without gaps, in their order, and how many there are; ``room`` is more than any of them."""
    if not len(codes):
        return codes, 0
    low = int(codes.min())
    span = (int(codes.max()) if room is None else room - 1) - low + 1
    if span > 8 * len(codes) + 1024:
        known, rank = np.unique(codes, return_inverse=True)
        return np.asarray(rank, dtype=np.int64).reshape(-1), len(known)
    there = np.zeros(span, dtype=np.int64)
    there[codes - low] = 1
    number = np.cumsum(there)
    return np.asarray((number - 1)[codes - low], dtype=np.int64), int(number[-1])


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
    parts = ("agreement", measure, store.place_id(place), period, stat, base)
    return (
        ":".join(part for part in parts if part),
        store.quantity(place, period, measure) | store.statistic(keys.stat[cell], keys.base[cell]),
        STATUSES[keys.status[cell]],
    )
