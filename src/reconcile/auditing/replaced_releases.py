"""Joint consistency of releases that later ones replace: each by itself, as the document that it is.

All claims together leave out what a later release of a series says anew. What is left of an earlier release is not all
that it says, and need not fit what came later; so whether that release can be true is another question.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reconcile.auditing.large.joint_sample import Test, worse
from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.verdicts import CONFLICT
from reconcile.exact.columns import Bools, Ints
from reconcile.solver.budget import Budget


def replaced_releases(store: Store, test: Test, left: Budget) -> list[Block]:
    """The joint findings of each release that no test of all claims tells, without those that pass."""
    if store.told_anew is None:
        return []
    found = [
        finding
        for rows in revised_releases(store)
        for finding in worse(store, rows, test, left)
        if told_alone(store, np.array(finding.claims, dtype=np.int64), conflict=finding.verdict == CONFLICT)
    ]
    return [of_findings("joint", found)] if found else []


def revised_releases(store: Store) -> Iterator[Ints]:
    """The claims of each document that says something otherwise than a later release of its series, or is before one.

    One that only says what is said again is possible where all together are.
    """
    if store.told_anew is None or not store.told_anew.any():
        return
    source = store.source.at(np.arange(len(store)))
    revised = np.flatnonzero(store.revised.by >= 0)
    for one in np.union1d(source[~_said_at_last(store, source, store.told_anew)], revised):
        yield np.flatnonzero(source == one)


def told_alone(store: Store, claims: Ints, *, conflict: bool = True) -> bool:
    """Whether what some claims of one document say together is for its own test to tell, and for no other."""
    assert store.told_anew is not None
    revised = conflict and bool((store.revised.by[store.source.at(claims)] >= 0).any())
    return revised or bool(store.told_anew[claims].any())


def _said_at_last(store: Store, source: Ints, anew: Bools) -> Bools:
    """(n,) claims that their series says to the digit in those that all together have, which are not told ``anew``."""
    wide, face = store.readings.wide, store.readings.face
    ends = [column for one in (wide, face) for column in (one.low, one.high, one.exponent, one.low_open, one.high_open)]
    free = [column for one in (wide, face) for column in (one.low_free, one.high_free)]
    about = [codes.code for codes in (store.measure, store.place, store.period, store.status, store.stat, store.base)]
    columns = [store.series[source], *about, store.figures.unit, *ends, *free]
    numbers = [np.unique(np.asarray(column), return_inverse=True)[1].reshape(-1) for column in columns]
    _, group = np.unique(np.stack(numbers, axis=1), axis=0, return_inverse=True)
    group = group.reshape(-1)
    last = np.zeros(int(group.max(initial=-1)) + 1, dtype=bool)
    last[group[~anew]] = True
    return np.asarray(last[group], dtype=bool)
