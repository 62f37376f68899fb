"""The parts of a system that share no unknown: each is decided by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reconcile.exact.columns import Ints
from reconcile.solver.proofs import Proof, renumbered
from reconcile.solver.system import BACKGROUND, System


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """A part that shares no unknown with the rest, its rows and unknowns numbered anew.

    ``rows[i]`` and ``unknowns[j]`` are the numbers that its row i and unknown j have in the whole.
    """

    system: System
    rows: Ints
    unknowns: Ints

    def outer(self, certificate: Proof) -> Proof:
        """A proof about the part, as a proof about the whole."""
        return renumbered(certificate, self.rows)


def components(system: System, *, owners: int = 0) -> list[Component]:
    """The parts of a system that share no unknown, in the order of their first rows; terms of 0 tie them as others do.

    Parts whose rows have fewer than so many ``owners`` are left out.

    >>> from fractions import Fraction
    >>> from reconcile.solver.system import Row
    >>> from reconcile.exact.interval import Interval
    >>> alone = Interval(Fraction(1), Fraction(2))
    >>> parts = components(System.of([Row({0: 1}, alone), Row({2: 1, 5: -1}, alone), Row({0: 3}, alone)]))
    >>> [(part.rows.tolist(), part.unknowns.tolist()) for part in parts]
    [([0, 2], [0]), ([1], [2, 5])]
    """
    labels = _labels(system)
    filled = system.lengths > 0
    # A row without terms is a part of its own, labelled beyond every unknown.
    row_label = np.arange(len(system)) + system.unknowns
    row_label[filled] = labels[system.columns[system.starts[:-1][filled]]]
    _, first, part = np.unique(row_label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    part = rank[part]
    rows = np.argsort(part, kind="stable")
    ordered = system.take(rows)
    unknowns, number, firsts = _numbered(ordered, part[rows], len(first))
    edges = np.concatenate(([0], np.cumsum(np.bincount(part, minlength=len(first))))).tolist()
    ordered = ordered.tidy()
    columns = number[ordered.columns]
    found = []
    for one in np.flatnonzero(_owners(part, system.owner, len(first)) >= owners).tolist():
        own, span = unknowns[firsts[one] : firsts[one + 1]], slice(edges[one], edges[one + 1])
        found.append(Component(_cut(ordered, columns, span, len(own)), rows[span], own))
    return found


def _owners(part: Ints, owner: Ints, count: int) -> Ints:
    """How many owners the rows of each part have, besides the background."""
    owned = np.flatnonzero(owner != BACKGROUND)
    order = owned[np.lexsort((owner[owned], part[owned]))]
    new = np.append(True, (np.diff(part[order]) != 0) | (np.diff(owner[order]) != 0))[: len(order)]
    return np.bincount(part[order][new], minlength=count)


def _cut(ordered: System, columns: Ints, rows: slice, unknowns: int) -> System:
    """The system of rows that follow each other, with these columns for theirs; nothing is copied."""
    starts = ordered.starts[rows.start : rows.stop + 1]
    terms = slice(starts[0], starts[-1])
    return System(
        starts - starts[0],
        columns[terms],
        ordered.coefficients[terms],
        ordered.low[rows],
        ordered.high[rows],
        ordered.low_free[rows],
        ordered.high_free[rows],
        ordered.low_open[rows],
        ordered.high_open[rows],
        ordered.owner[rows],
        unknowns,
    )


def _numbered(ordered: System, part: Ints, count: int) -> tuple[Ints, Ints, list[int]]:
    """The unknowns by part, the number of each within its part, and where in the first each part begins."""
    part_of = np.full(ordered.unknowns, count)  # what stands in no row is in no part
    part_of[ordered.columns] = np.repeat(part, ordered.lengths)
    unknowns = np.argsort(part_of, kind="stable")
    firsts = np.concatenate(([0], np.cumsum(np.bincount(part_of, minlength=count + 1))))
    number = np.empty(ordered.unknowns, dtype=np.int64)
    number[unknowns] = np.arange(ordered.unknowns) - firsts[part_of[unknowns]]
    return unknowns, number, firsts.tolist()


def _labels(system: System) -> Ints:
    """For each unknown the least number that it is connected with, by hooking trees and halving paths."""
    labels = np.arange(system.unknowns)
    filled = system.lengths > 0
    hub = np.repeat(system.columns[system.starts[:-1][filled]], system.lengths[filled])
    spoke = system.columns
    while True:
        a, b = labels[hub], labels[spoke]
        apart = a != b
        if not apart.any():
            return labels
        hub, spoke, a, b = hub[apart], spoke[apart], a[apart], b[apart]
        np.minimum.at(labels, np.maximum(a, b), np.minimum(a, b))
        while bool((labels != (up := labels[labels])).any()):
            labels = up
