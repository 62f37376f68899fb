"""The parts of a system that share no unknown: each is decided by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reconcile.exact.solver.certificate import Certificate, renumbered
from reconcile.exact.solver.system import Ints, System


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """A part that shares no unknown with the rest, its rows and unknowns numbered anew.

    ``rows[i]`` and ``unknowns[j]`` are the numbers that its row i and unknown j have in the whole.
    """

    system: System
    rows: Ints
    unknowns: Ints

    def outer(self, certificate: Certificate) -> Certificate:
        """A proof about the part, as a proof about the whole."""
        return renumbered(certificate, self.rows)


def components(system: System) -> list[Component]:
    """The parts of a system that share no unknown, in the order of their first rows.

    >>> from fractions import Fraction
    >>> from reconcile.exact.solver.system import Row
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
    edges = np.concatenate(([0], np.cumsum(np.bincount(part, minlength=len(first)))))
    number = np.empty(system.unknowns, dtype=np.int64)
    found = []
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        terms = slice(ordered.starts[begin], ordered.starts[end])
        unknowns = np.unique(ordered.columns[terms])
        number[unknowns] = np.arange(len(unknowns))
        some = slice(begin, end)
        found.append(
            Component(
                System(
                    ordered.starts[begin : end + 1] - ordered.starts[begin],
                    number[ordered.columns[terms]],
                    ordered.coefficients[terms],
                    ordered.low[some],
                    ordered.high[some],
                    ordered.low_free[some],
                    ordered.high_free[some],
                    ordered.low_open[some],
                    ordered.high_open[some],
                    ordered.owner[some],
                    len(unknowns),
                ),
                rows[some],
                unknowns,
            )
        )
    return found


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
