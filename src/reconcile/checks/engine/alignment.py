"""Which cells a relation's terms meet in: by key, on columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.keys import KeyedCells
from reconcile.checks.engine.table import ABSENT, ACROSS, ranked
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.ledger.store.codes import Ranged, combined


class CellTerm(NamedTuple):
    """One term of a relation over cells: which of them it may be, and how it counts."""

    rows: Ints  # rows of the cells
    weight: Fraction
    name: str  # what a finding calls it where it is missing
    constant: bool = False
    factor: str = ""  # the unit that the weight carries
    measure: str = ""
    back: int = 0  # what it is called in this period is what was so many periods before
    term: int = 0  # the summand of the relation that it is a factor of
    divides: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows of cells that a relation ties together.

    ``cell`` (n, t) holds a row of the cells for each term, ABSENT where nothing is reported.
    """

    cell: Ints
    several: Bools | None  # (n, t) where a term is reported more than once, and ``cell`` holds only one; None: nowhere
    source: Ints  # (n,) a source's code, or ACROSS
    site: Ints  # (n,) one number for the rows of one binding in all views

    def __len__(self) -> int:
        return len(self.cell)

    def only(self, rows: Array) -> Matches:
        return Matches(
            self.cell.T[:, rows].T,
            None if self.several is None else self.several[rows],
            self.source[rows],
            self.site[rows],
        )

    @property
    def present(self) -> Bools:
        return np.asarray(self.cell != ABSENT, dtype=bool)

    @property
    def clear(self) -> Bools:
        """(n,) where no term is reported more than once."""
        if self.several is None:
            return np.ones(len(self), dtype=bool)
        return np.asarray(~self.several.any(axis=1), dtype=bool)


def keys_of(
    cells: KeyedCells, store: Store, places: Ints, but: Sequence[str] = (), periods: Ints | None = None
) -> Ints:
    """One code for all that the cells of one binding share, their view's source left out.

    ``places`` are the cells' places, reduced by the dimensions that the relation itself fixes; ``but`` names columns
    that the terms differ in; ``periods`` are those in which the cells are meant, where these are not their own.
    """
    keys = cells.keys
    columns = {
        "status": (keys.status, len(store.status.values)),
        "measure": (keys.measure, len(store.measure.values)),
        "place": (places, int(places.max(initial=0)) + 1),
        "period": (keys.period if periods is None else periods, len(store.period.values)),
        "stat": (keys.stat, len(store.stat.values)),
        "base": (keys.base, len(store.base.values)),
    }
    return combined([Ranged(codes, count + 1, ABSENT) for name, (codes, count) in columns.items() if name not in but])


def match(
    cells: KeyedCells, terms: Sequence[CellTerm], key: Ints, shifted: Mapping[int, Ints] = MappingProxyType({})
) -> Matches:
    """Lay the cells of each term beside each other: one row for each key and view in which any term is reported.

    ``shifted`` are the keys of what is meant so many periods after its own.
    """
    varied = [term for term in terms if not term.constant]
    rows = np.concatenate([term.rows for term in varied])
    site, sites = ranked(np.concatenate([shifted.get(term.back, key)[term.rows] for term in varied]))
    sources = cells.keys.source[rows]
    views = int(sources.max(initial=0)) + 2
    both = Ranged(site, sites), Ranged(sources, views, ACROSS)
    position, n = ranked(combined(both), sites * views)
    cell = np.full((len(terms), n), ABSENT, dtype=np.int64)
    twice: dict[int, Bools] = {}
    begin = 0
    for column, term in enumerate(terms):
        if term.constant:
            cell[column] = len(cells) - 1  # the row that stands for the number 1
            continue
        at = position[begin : begin + len(term.rows)]
        cell[column, at] = term.rows
        if (cell[column, at] != term.rows).any():  # another cell took the place of this one
            twice[column] = np.bincount(at, minlength=n) > 1
        begin += len(term.rows)
    several = None
    if twice:
        several = np.zeros((n, len(terms)), dtype=bool)
        for column, more in twice.items():
            several[:, column] = more
    source, place = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    source[position], place[position] = sources, site
    return Matches(cell.T, several, source, place)


def first_cells(matches: Matches, one: int) -> Ints:
    """For each row, one cell that is reported: it tells the row's place, period and status.

    ``one`` is the row of the cells that stands for the number 1, ABSENT where no term is constant.
    """
    columns = matches.cell.T
    if len(columns[0]) and columns[0].min() > ABSENT and columns[0][0] != one:  # the first is never a constant by rows
        return np.asarray(columns[0], dtype=np.int64)
    first = columns[-1].copy()
    for cell in columns[-2::-1]:
        first = np.where((cell != ABSENT) & (cell != one), cell, first)
    return np.asarray(first, dtype=np.int64)


def by_view(matches: Matches, complete: Bools) -> tuple[Ints, Ints]:
    """Which rows become bindings, and which are named as incomplete.

    A source by itself comes first. All sources together are asked only where no source says all of it; there, too, is
    it said what is missing.
    """
    across = matches.source == ACROSS
    if not across.any():
        return np.flatnonzero(complete), np.zeros(0, dtype=np.int64)
    alone = np.zeros(int(matches.site.max(initial=-1)) + 1, dtype=bool)
    alone[matches.site[complete & ~across]] = True
    needed = across & ~alone[matches.site]
    return np.flatnonzero(complete & (~across | needed)), np.flatnonzero(needed & ~complete)


def in_site_order(parts: Sequence[Matches]) -> Matches:
    """Rows of several views, in the order of their sites, and of all sources first."""
    cell = np.concatenate([part.cell.T for part in parts], axis=1)
    source, site = (np.concatenate([getattr(part, name) for part in parts]) for name in ("source", "site"))
    order = np.lexsort((source, site))
    return Matches(cell[:, order].T, None, source[order], site[order])
