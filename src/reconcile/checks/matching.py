"""Which cells a relation's terms meet in: by key, on columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reconcile.checks.bindings import Lines
from reconcile.checks.cells import ACROSS, Keyed
from reconcile.checks.store import Store, combined
from reconcile.exact.columns import Array, Bools, Decimals, Ints

ABSENT = -1


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a relation over cells: which of them it may be, and how it counts."""

    rows: Ints  # rows of the cells
    weight: Fraction
    name: str  # what a finding calls it where it is missing
    constant: bool = False
    factor: str = ""  # the unit that the weight carries


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows of cells that a relation ties together.

    ``cell`` (n, t) holds a row of the cells for each term, ABSENT where nothing is reported.
    """

    cell: Ints
    several: Bools  # (n, t) where a term is reported more than once, and ``cell`` holds only one of these
    source: Ints  # (n,) a source's code, or ACROSS

    def __len__(self) -> int:
        return len(self.cell)

    def only(self, rows: Array) -> Matches:
        return Matches(self.cell[rows], self.several[rows], self.source[rows])

    @property
    def present(self) -> Bools:
        return np.asarray(self.cell != ABSENT, dtype=bool)


def keys_of(cells: Keyed, store: Store, places: Ints, but: Sequence[str] = ()) -> Ints:
    """One code for all that the cells of one binding share, their view's source left out.

    ``places`` are the cells' places, reduced by the dimensions that the relation itself fixes; ``but`` names columns
    that the terms differ in.
    """
    keys = cells.keys
    columns = {
        "status": (keys.status, len(store.status.values)),
        "measure": (keys.measure, len(store.measure.values)),
        "place": (places, int(places.max(initial=0)) + 1),
        "period": (keys.period, len(store.period.values)),
        "stat": (keys.stat, len(store.stat.values)),
        "base": (keys.base, len(store.base.values)),
    }
    return combined([(codes + 1, count + 1) for name, (codes, count) in columns.items() if name not in but])


def match(cells: Keyed, terms: Sequence[Term], key: Ints) -> Matches:
    """Lay the cells of each term beside each other: one row for each key and view in which any term is reported."""
    varied = [term for term in terms if not term.constant]
    rows = np.concatenate([term.rows for term in varied])
    sources = cells.keys.source[rows]
    pair = combined([(_dense(key[rows]), len(rows) + 1), (sources + 1, int(sources.max(initial=0)) + 2)])
    distinct, position = np.unique(pair, return_inverse=True)
    cell = np.full((len(distinct), len(terms)), ABSENT, dtype=np.int64)
    several = np.zeros(cell.shape, dtype=bool)
    begin = 0
    for column, term in enumerate(terms):
        if term.constant:
            cell[:, column] = len(cells) - 1  # the row that stands for the number 1
            continue
        end = begin + len(term.rows)
        cell[position[begin:end], column] = term.rows
        several[:, column] = np.bincount(position[begin:end], minlength=len(distinct)) > 1
        begin = end
    source = np.zeros(len(distinct), dtype=np.int64)
    source[position] = sources
    return Matches(cell, several, source)


def _dense(key: Ints) -> Ints:
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def first_cells(matches: Matches, cells: Keyed) -> Ints:
    """For each row, one cell that is reported: it tells the row's place, period and status."""
    real = matches.present & (matches.cell != len(cells) - 1)
    return np.asarray(matches.cell[np.arange(len(matches)), real.argmax(axis=1)], dtype=np.int64)


def by_view(matches: Matches, complete: Bools, key: Ints) -> tuple[Ints, Ints]:
    """Which rows become bindings, and which are named as incomplete.

    A source by itself comes first. All sources together are asked only where no source says all of it; there, too, is
    it said what is missing. ``key`` (n,) is what the rows of one binding share across views.
    """
    across = matches.source == ACROSS
    alone = np.unique(key[complete & ~across])
    needed = across & ~np.isin(key, alone)
    return np.flatnonzero(complete & (~across | needed)), np.flatnonzero(needed & ~complete)


def lines_of(matches: Matches, terms: Sequence[Term]) -> Lines:
    """The rows as ragged linear relations; absent terms count as nothing."""
    present = matches.present
    weights = Decimals.of(term.weight for term in terms)
    counts = present.sum(axis=1)
    column = np.broadcast_to(np.arange(len(terms)), present.shape)[present]
    return Lines(
        np.asarray(matches.cell[present], dtype=np.int64),
        weights.take(column),
        np.asarray(np.cumsum(counts) - counts, dtype=np.int64),
    )
