"""Cells: what a view says of one quantity, all of its claims together.

A view is one source's claims of one status, or all sources' claims of one status. Where several claims of a quantity
meet in a view, the cell stands for what they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from reconcile.checks.reading import Readings, replaced
from reconcile.checks.scaled import Scaled, scaled_one
from reconcile.checks.sorting import Sorted, plainest_first, sorted_claims
from reconcile.checks.store import STATS, STATUSES, Codes, Store
from reconcile.exact.arithmetic import compare, meet
from reconcile.exact.columns import Array, Bools, Decimals, Intervals, Ints
from reconcile.ledger.figures import QUALIFIERS

ACROSS = -1  # in place of a source's code: the view of all sources

_PLAIN = QUALIFIERS.index("exact")


class Keys(NamedTuple):
    """What tells one cell from another, as parallel columns of codes."""

    source: Ints
    status: Ints
    measure: Ints
    place: Ints
    period: Ints
    stat: Ints
    base: Ints


class CellKeys:
    """The keys of cells, each column made when it is first asked for; −1 for the number 1."""

    def __init__(self, store: Store, lead: Ints, across: Bools) -> None:
        self._store = store
        self._lead = lead
        self._across = across

    @cached_property
    def source(self) -> Ints:
        return np.asarray(np.where(self._across, ACROSS, self._of(self._store.source)), dtype=np.int64)

    @cached_property
    def status(self) -> Ints:
        return self._of(self._store.status)

    @cached_property
    def measure(self) -> Ints:
        return self._of(self._store.measure)

    @cached_property
    def place(self) -> Ints:
        return self._of(self._store.place)

    @cached_property
    def period(self) -> Ints:
        return self._of(self._store.period)

    @cached_property
    def stat(self) -> Ints:
        return self._of(self._store.stat)

    @cached_property
    def base(self) -> Ints:
        return self._of(self._store.base)

    def _of(self, column: Codes) -> Ints:
        if not len(column.code):
            return np.full(len(self._lead), -1, dtype=np.int64)
        codes = column.code[self._lead]
        codes[self._lead < 0] = -1
        return codes


class Keyed(Protocol):
    """Whatever stands at keys like cells do, in a table whose last row is the number 1."""

    @property
    def keys(self) -> Keys | CellKeys: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Cells:
    """One row a cell. ``order[starts[i]:starts[i] + counts[i]]`` are the claims of cell i.

    ``lead`` is the claim whose printed number stands for the cell: the plainest, then the finest. ``broken`` marks
    cells that cannot be used: their claims contradict each other or differ in unit, or they are set ``aside``, with
    digits beyond their decimals; ``apart`` marks those where two equally fine figures of one source differ.
    """

    store: Store
    order: Ints
    starts: Ints
    counts: Ints
    lead: Ints  # −1 for the number 1
    across: Bools  # of the view of all sources
    site: Ints  # one number for all cells that differ at most in measure and source
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
    def keys(self) -> CellKeys:
        return CellKeys(self.store, self.lead, self.across)

    @cached_property
    def readings(self) -> Readings:
        return self.reading(np.arange(len(self)))

    def reading(self, rows: Ints) -> Readings:
        """What the claims of some cells have in common."""
        if "readings" in self.__dict__:
            return self.readings.take(rows)
        real = self.lead[rows] >= 0
        together = _meeting(self, rows[real])
        if real.all():
            return together
        one = Intervals.points(Decimals.of([1]))
        padded = _stacked([together, Readings(one, one, one)])
        return padded.take(np.where(real, np.cumsum(real) - 1, len(one) + int(real.sum()) - 1))

    @cached_property
    def one_unit(self) -> bool:
        """Whether all cells are in one kind of unit."""
        unit = self.unit[self.lead >= 0]
        return not len(unit) or (unit.min() == unit.max() and unit[0] >= 0)

    @cached_property
    def any_broken(self) -> bool:
        return bool(self.broken.any())

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


class Tables(NamedTuple):
    """The cells of a store in the views that checks look at."""

    across: Cells  # all sources' claims that take part in arithmetic
    both: Cells  # each source's, then all sources', also what is set aside; last the number 1


def tables(store: Store) -> Tables:
    """Group the claims by quantity, statistic and view.

    Claims with digits beyond their decimals take no part. In ``both`` they are cells of their own where a view has
    nothing else: what is set aside is not the same as what nobody reports.
    """
    laid = sorted_claims(store)
    own = _cells(store, laid, laid.new_source, across=False)
    everyone = _cells(store, laid, laid.new_quantity, across=True, twice=own.counts.max(initial=0) > 1)
    across = everyone
    if store.figures.excess.any():
        across = _cells(store, laid, laid.new_quantity, across=True, set_aside=False)
    return Tables(across, joined([own, everyone]))


def _cells(
    store: Store, laid: Sorted, begins: Bools, *, across: bool, twice: bool = True, set_aside: bool = True
) -> Cells:
    """The cells that begin where it is marked; ``twice``: a source may report one quantity more than once."""
    claims, first = laid.claims, np.flatnonzero(begins)
    counts = np.diff(np.append(first, len(claims)))
    site = (np.cumsum(laid.new_site) - 1)[first]
    if len(claims) and store.figures.excess.any():
        usable = store.usable[claims]
        some = np.logical_or.reduceat(usable, first)
        kept = usable | np.repeat(~some & set_aside, counts)
        counts = np.add.reduceat(kept.astype(np.int64), first)
        claims, site, counts = claims[kept], site[counts > 0], counts[counts > 0]
        first = np.cumsum(counts) - counts
    if len(claims) > len(first):
        claims = plainest_first(store, claims, counts)
    lead = claims[first]
    n = len(lead)
    nothing = np.zeros(n, dtype=bool)
    cells = Cells(
        store=store,
        order=claims,
        starts=first,
        counts=counts,
        lead=lead,
        across=np.full(n, across),
        site=site,
        scaled=_common(store.scaled, claims, first, counts, lead),
        unit=store.unit_kind[store.figures.unit[lead]],
        broken=nothing,
        aside=store.figures.excess[lead],
        apart=_apart(store, claims, counts) if twice else nothing,
        agreed=nothing,
        hedged=nothing,
    )
    return _judged(cells)


def _common(scaled: Scaled, claims: Ints, first: Ints, counts: Ints, lead: Ints) -> Scaled:
    """The printed number of each cell's lead, and what its claims have in common; plain where all of them are."""
    printed, low, high = (ends[lead] for ends in scaled.ends)
    plain = scaled.plain[lead]
    if len(claims) > len(first):
        several = np.flatnonzero(counts > 1)
        members, starts = _members(claims, first, counts, several)
        low[several] = np.maximum.reduceat(scaled.low[members], starts)
        high[several] = np.minimum.reduceat(scaled.high[members], starts)
        plain[several] = np.logical_and.reduceat(scaled.plain[members], starts)
    return Scaled(printed, low, high, plain, scaled.exponent)


def _members(claims: Ints, first: Ints, counts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The claims of some cells, and where those of each begin."""
    counts = counts[rows]
    ends = np.cumsum(counts)
    return claims[np.repeat(first[rows] + counts - ends, counts) + np.arange(counts.sum())], ends - counts


def _judged(cells: Cells) -> Cells:
    """Mark what is broken, agreed and hedged: from the grid where figures are plain, else from their intervals."""
    store, scaled = cells.store, cells.scaled
    crossed = scaled.plain & (scaled.low > scaled.high)
    broken = cells.apart | cells.aside | crossed
    agreed, hedged = np.ones(len(cells), dtype=bool), crossed
    unit = cells.unit
    several = np.flatnonzero(cells.counts > 1)
    if len(several):
        members, starts = _members(cells.order, cells.starts, cells.counts, several)
        claimed = store.scaled.printed[members]
        agreed[several] = np.maximum.reduceat(claimed, starts) == np.minimum.reduceat(claimed, starts)
        kind = store.unit_kind[store.figures.unit[members]]
        same = np.minimum.reduceat(kind, starts) == np.maximum.reduceat(kind, starts)
        unit[several[~same]] = -1
        broken[several[~same]] = True
    if not scaled.plain.all():
        rows = np.flatnonzero(~scaled.plain)
        together = _together(store, *_members(cells.order, cells.starts, cells.counts, rows), cells.counts[rows])
        broken[rows] |= together.wide.empty
        agreed[rows] = ~together.printed.empty
        hedged[rows] = store.nearly[cells.lead[rows]] | together.face.empty
    return replace(cells, broken=broken, agreed=agreed, hedged=hedged, unit=unit)


def _meeting(cells: Cells, rows: Ints) -> Readings:
    """The readings of some cells; what is printed is the lead's."""
    members, starts = _members(cells.order, cells.starts, cells.counts, rows)
    together = _together(cells.store, members, starts, cells.counts[rows])
    lead = cells.store.readings_of(cells.lead[rows])
    return together._replace(printed=lead.printed)


def _together(store: Store, claims: Ints, starts: Ints, counts: Ints) -> Readings:
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


def _apart(store: Store, claims: Ints, counts: Ints) -> Bools:
    """Cells with two plain figures of one source that are equally fine and differ: one source has one tie rule."""
    figures = store.figures
    cell = np.repeat(np.arange(len(counts)), counts)
    plain = np.flatnonzero((figures.qualifier[claims] == _PLAIN) & (np.repeat(counts, counts) > 1))
    step = figures.step.take(claims[plain])
    size = np.array([float(one) for one in step.digits]) if step.digits.dtype == object else step.digits
    source = store.source.code[claims[plain]]
    order = np.lexsort((size, step.exponent, source, cell[plain]))
    a, b = plain[order[:-1]], plain[order[1:]]
    same = (cell[a] == cell[b]) & (store.source.code[claims[a]] == store.source.code[claims[b]])
    a, b = a[same], b[same]
    fine = compare(figures.step.take(claims[a]), figures.step.take(claims[b])) == 0
    differ = compare(figures.value.take(claims[a]), figures.value.take(claims[b])) != 0
    apart = np.zeros(len(counts), dtype=bool)
    apart[cell[a[fine & differ]]] = True
    return apart


def joined(parts: list[Cells]) -> Cells:
    """Several tables of cells as one, with a last row that stands for the number 1."""
    store = parts[0].store
    offsets = np.cumsum([0, *(len(part.order) for part in parts)])

    def column(name: str, extra: int | bool) -> Array:
        values = [getattr(part, name) for part in parts]
        return np.concatenate([*values, np.array([extra], dtype=values[0].dtype)])

    one, fits = scaled_one(parts[0].scaled.exponent)
    ends = zip(*(part.scaled.ends for part in parts), strict=True)
    printed, low, high = (np.concatenate([*columns, [one]]) for columns in ends)
    plain = np.concatenate([*(part.scaled.plain for part in parts), [fits]])
    starts = [part.starts + offset for part, offset in zip(parts, offsets[:-1], strict=True)]
    return Cells(
        store=store,
        order=np.concatenate([part.order for part in parts]),
        starts=np.concatenate([*starts, offsets[-1:]]),
        counts=column("counts", 0),
        lead=column("lead", -1),
        across=column("across", False),
        site=column("site", -1),
        scaled=Scaled(printed, low, high, plain, parts[0].scaled.exponent),
        unit=column("unit", -1),
        broken=column("broken", False),
        aside=column("aside", False),
        apart=column("apart", False),
        agreed=column("agreed", True),
        hedged=column("hedged", False),
    )


def _stacked(parts: list[Readings]) -> Readings:
    def stacked(columns: list[Intervals]) -> Intervals:
        return Intervals(*(np.concatenate([getattr(one, name) for one in columns]) for name in Intervals.__slots__))

    return Readings(*(stacked([getattr(part, name) for part in parts]) for name in Readings._fields))


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
