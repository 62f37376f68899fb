"""Cells: what a view says of one quantity, all of its claims together.

A view is one source's claims of one status, or all sources' claims of one status. Where several claims of a quantity
meet in a view, the cell stands for what they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from reconcile.checks.reading import Readings, replaced
from reconcile.checks.store import STATS, STATUSES, Store, combined
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


class Keyed(Protocol):
    """Whatever stands at keys like cells do, in a table whose last row is the number 1."""

    @property
    def keys(self) -> Keys: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Cells:
    """One row a cell. ``order[starts[i]:starts[i] + counts[i]]`` are the claims of cell i.

    ``lead`` is the claim whose printed number stands for the cell: the plainest, then the finest. ``broken`` marks
    cells that cannot be used: their claims contradict each other or differ in unit, or they are set ``aside``, with
    digits beyond their decimals; ``apart`` marks those where two equally fine figures of one source differ.
    """

    keys: Keys
    readings: Readings
    order: Ints
    starts: Ints
    counts: Ints
    lead: Ints
    unit: Ints  # the kind of unit, −1 where the claims' units differ
    broken: Bools
    aside: Bools
    apart: Bools
    agreed: Bools  # the printed figures hold together as they stand
    hedged: Bools  # the lead's word is "nearly", or the claims meet only by the slack of "about"

    def __len__(self) -> int:
        return len(self.lead)

    def members(self, rows: Ints) -> Ints:
        """The claims of several cells, those of one beside each other, in the order of ``rows``."""
        counts = self.counts[rows]
        return np.asarray(
            self.order[np.repeat(self.starts[rows] + counts - np.cumsum(counts), counts) + np.arange(counts.sum())],
            dtype=np.int64,
        )

    def claims(self, row: int) -> list[int]:
        return sorted(int(claim) for claim in self.order[self.starts[row] : self.starts[row] + self.counts[row]])

    def mixed(self, rows: Ints, counted: Bools) -> Bools:
        """(n,) of (n, t) cells, of which those ``counted`` matter: whether they are not in one kind of unit."""
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


def cells(store: Store, *, by_source: bool, set_aside: bool = False) -> Cells:
    """Group the claims by quantity, statistic and view.

    Claims with digits beyond their decimals take no part. With ``set_aside`` they are cells of their own where a view
    has nothing else: what is set aside is not the same as what nobody reports.
    """
    rows = np.arange(len(store)) if set_aside else np.flatnonzero(store.usable)
    columns = [store.source, store.status, store.measure, store.place, store.period, store.stat, store.base]
    keys = Keys(*(column.code[rows] for column in columns))
    if not by_source:
        keys = keys._replace(source=np.full(len(rows), ACROSS, dtype=np.int64))
    key = combined([(codes + 1, len(column.values) + 1) for codes, column in zip(keys, columns, strict=True)])
    if set_aside:
        usable = store.usable[rows]
        kept = np.flatnonzero(usable | ~np.isin(key, key[usable]))
        rows, key, keys = rows[kept], key[kept], Keys(*(codes[kept] for codes in keys))
    order = np.lexsort((*_plainness(store, rows), key))  # within a cell: the plainest and finest claim first
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, dtype=np.int64)
    counts = np.diff(np.append(first, len(key)))
    claims = rows[order]
    lead = claims[first]
    unit = store.unit_kind[store.figures.unit[claims]]
    same_unit = np.ones(len(first), dtype=bool)
    if len(first):
        same_unit = np.minimum.reduceat(unit, first) == np.maximum.reduceat(unit, first)
    together = _together(store, claims, counts)
    readings = together._replace(printed=store.readings.printed.take(lead))
    apart = _apart(store, claims, counts)
    return Cells(
        keys=Keys(*(codes[order][first] for codes in keys)),
        readings=readings,
        order=claims,
        starts=first,
        counts=counts,
        lead=lead,
        unit=np.where(same_unit, unit[first], -1),
        broken=np.asarray(readings.wide.empty | apart | ~same_unit | store.figures.excess[lead], dtype=bool),
        aside=store.figures.excess[lead],
        apart=apart,
        agreed=~together.printed.empty,
        hedged=store.nearly[lead] | readings.face.empty,
    )


def _plainness(store: Store, rows: Ints) -> tuple[Array, ...]:
    """Sort keys, least significant first: how fine a figure is, and how plain its word.

    Equally plain and fine figures that differ are of several sources, and those stand in the order of their ids, or
    they are vague; so these are told apart by their numbers, and never by the order in which they were written.
    """
    figures, qualifier = store.figures, store.figures.qualifier[rows]
    step = figures.step.take(rows)
    fineness = np.where(np.asarray(step.digits == 0, dtype=bool), np.iinfo(np.int64).min, step.exponent)
    if (qualifier == _PLAIN).all():
        return rows, fineness
    ends = (figures.value.take(rows), figures.high.take(rows))
    written = (column for end in ends for column in (end.digits, end.exponent))  # the fewest digits: one spelling each
    return *written, store.source.code[rows], fineness, qualifier


def _together(store: Store, claims: Ints, counts: Ints) -> Readings:
    """Intersect the readings within each cell: neighbours meet, then what they have in common, and so on."""
    readings = store.readings.take(claims)
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
    plain = np.flatnonzero(figures.qualifier[claims] == _PLAIN)
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


def joined(parts: list[Cells], unity: bool = True) -> Cells:
    """Several tables of cells as one, with a last row that stands for the number 1 where ``unity`` asks for it."""
    one = Intervals.points(Decimals.of([1]))
    readings = Readings(
        *(
            _stacked([getattr(part.readings, name) for part in parts] + ([one] if unity else []))
            for name in Readings._fields
        )
    )
    offsets = np.cumsum([0, *(len(part.order) for part in parts)])

    def column(name: str, extra: int | bool) -> Array:
        values = [getattr(part, name) for part in parts]
        return np.concatenate([*values, np.array([extra] if unity else [], dtype=values[0].dtype)])

    return Cells(
        keys=Keys(
            *(
                np.concatenate([*(part.keys[i] for part in parts), np.array([-1] if unity else [], dtype=np.int64)])
                for i in range(len(Keys._fields))
            )
        ),
        readings=readings,
        order=np.concatenate([part.order for part in parts]),
        starts=np.concatenate(
            [
                *(part.starts + offset for part, offset in zip(parts, offsets[:-1], strict=True)),
                np.array([offsets[-1]] if unity else [], dtype=np.int64),
            ]
        ),
        counts=column("counts", 0),
        lead=column("lead", -1),
        unit=column("unit", -1),
        broken=column("broken", False),
        aside=column("aside", False),
        apart=column("apart", False),
        agreed=column("agreed", True),
        hedged=column("hedged", False),
    )


def every_cell(store: Store) -> Cells:
    """The cells of every view, of single sources first, then of all together; the number 1 last."""
    return joined([cells(store, by_source=True, set_aside=True), cells(store, by_source=False, set_aside=True)])


def _stacked(columns: list[Intervals]) -> Intervals:
    return Intervals(*(np.concatenate([getattr(column, name) for column in columns]) for name in Intervals.__slots__))


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
