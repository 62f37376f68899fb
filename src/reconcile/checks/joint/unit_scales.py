"""Units in the joint system: what is in different units is not added up, and so not tied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.joint.joint_relation import JointRelation
from reconcile.checks.joint.unknowns import Spoken, Unknowns
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import CHANGE, GROWTH, LEVEL, MEAN, SHARE

OPEN, MIXED = -1, -2  # no unit is known; several are


def scales(
    store: Store,
    unknowns: Unknowns,
    relations: Sequence[JointRelation],
    said: Spoken,
    level: Ints,
    base: Ints,
    inferred: Ints,
) -> tuple[Bools, list[JointRelation], Ints]:
    """Which claims, and which places of the relations, are in units that fit; and the kind of unit of each unknown.

    An unknown has the unit of its claims. One that nobody reports has that of what it is tied to; where it is tied to
    several units, it carries none from one to the other. ``inferred`` are the units of such that products tell.
    """
    stat = store.stat.code[said.claim]
    claimed = store.unit_kind[store.figures.unit[said.claim]]
    scaled = np.isin(stat, (LEVEL, MEAN, CHANGE))
    unit = np.full(unknowns.count + 1, OPEN)  # the last is the number 1's
    _note(unit, level[stat == LEVEL], claimed[stat == LEVEL])
    _note(unit, level[scaled & (stat != LEVEL)], claimed[scaled & (stat != LEVEL)], only_open=True)
    unit[:-1] = np.where(unit[:-1] == OPEN, inferred, unit[:-1])
    paired = np.flatnonzero((base != ABSENT) & np.isin(stat, (GROWTH, CHANGE, SHARE)))
    pairs = np.stack((level[paired], base[paired]), axis=1)
    tables = [(one.cell, one.plain & (one.cell != ABSENT)) for one in relations]
    tables.append((pairs, np.ones(pairs.shape, dtype=bool)))
    while True:
        before = unit.copy()
        for cell, plain in tables:
            low, high = _spread(unit, cell, plain)
            same = (low == high) & (high >= 0)
            fresh = same[:, None] & plain & (unit[cell] == OPEN)
            unit[cell[fresh]] = np.broadcast_to(high[:, None], cell.shape)[fresh]
        if (unit == before).all():
            break
    fit = unit[level] != MIXED
    fit &= ~scaled | (unit[level] == claimed)
    low, high = _spread(unit, *tables[-1])
    fit[paired] &= ~_apart(low, high)
    kept = []
    for one, (cell, plain) in zip(relations, tables, strict=False):
        low, high = _spread(unit, cell, plain)
        rows = np.flatnonzero(~_apart(low, high))
        kept.append(replace(one, cell=cell[rows], unsigned=one.unsigned[rows]))
    return np.asarray(fit, dtype=bool), kept, unit[:-1]


def _note(unit: Ints, level: Ints, claimed: Ints, *, only_open: bool = False) -> None:
    """Give unknowns the units of their claims."""
    if only_open:
        rows = np.flatnonzero(unit[level] == OPEN)
        level, claimed = level[rows], claimed[rows]
    low, high = np.full(len(unit), np.iinfo(np.int64).max), np.full(len(unit), OPEN)
    np.minimum.at(low, level, claimed)
    np.maximum.at(high, level, claimed)
    there = high >= 0
    unit[there] = np.where(low == high, high, MIXED)[there]


def _spread(unit: Ints, cell: Ints, plain: Bools) -> tuple[Array, Array]:
    """The least and the greatest unit of each row's terms; both OPEN where none is known."""
    mine = np.where(plain, unit[cell], OPEN)
    high = mine.max(axis=1, initial=OPEN)
    low = np.where(mine == OPEN, high[:, None], mine).min(axis=1, initial=np.iinfo(np.int64).max)
    return np.where(high == OPEN, np.where((mine == MIXED).any(axis=1), MIXED, OPEN), low), high


def _apart(low: Array, high: Array) -> Bools:
    return np.asarray(low != high, dtype=bool)
