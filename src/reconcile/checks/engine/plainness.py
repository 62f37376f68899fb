"""Which of several claims of one quantity stands for all of them: the plainest, then the finest."""

from __future__ import annotations

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.exact.columns import Array, Ints
from reconcile.language.codelists import QUALIFIERS
from reconcile.ledger.store.row_sets import held

_PLAIN = QUALIFIERS.index("exact")


def plainest_first(store: Store, claims: Ints, counts: Ints) -> Ints:
    """The claims with those of each cell in order: the plainest and finest first."""
    several = np.flatnonzero(counts > 1)
    ends = np.cumsum(counts)[several]
    counts = counts[several]
    pairs = bool((counts == 2).all())
    places = np.stack((ends - 2, ends - 1), axis=1).reshape(-1) if pairs else _behind(ends, counts)
    some, claims = claims[places], claims.copy()
    if pairs and (held(store.figures.qualifier, some) == _PLAIN).all() and not held(store.figures.round, some).any():
        claims[places] = _finer_first(store, some)
        return claims
    cell = np.repeat(np.arange(len(counts)), counts)
    claims[places] = some[np.lexsort((*_plainness(store, some), cell))]
    return claims


def _behind(ends: Ints, counts: Ints) -> Ints:
    """Stretches of so many places that end there."""
    return np.repeat(ends - np.cumsum(counts), counts) + np.arange(counts.sum())


def _finer_first(store: Store, claims: Ints) -> Ints:
    """The same for pairs of plain figures."""
    fine = _fineness(store, claims)
    one, other = claims[::2], claims[1::2]
    turned = (fine[1::2] < fine[::2]) | ((fine[1::2] == fine[::2]) & (other < one))
    return np.stack((np.where(turned, other, one), np.where(turned, one, other)), axis=1).reshape(-1)


def _fineness(store: Store, rows: Ints) -> Ints:
    """The power of ten of the last digit, least where the figure is exact."""
    step = store.figures.step.take(rows)
    exact = np.asarray(step.digits == 0, dtype=bool)
    return np.where(exact, np.int64(np.iinfo(np.int64).min), step.exponent)


def _plainness(store: Store, rows: Ints) -> tuple[Array, ...]:
    """Sort keys, least significant first: how fine a figure is, and how plain its word.

    Equally plain and fine figures that differ are of several sources, and those stand in the order of their ids, or
    they are vague; so these are told apart by their numbers, and never by the order in which they were written.
    """
    figures, qualifier = store.figures, store.figures.qualifier[rows]
    fineness = _fineness(store, rows)
    vague = figures.round[rows]
    if (qualifier == _PLAIN).all() and not vague.any():
        return rows, fineness
    ends = (figures.value.take(rows), figures.high.take(rows))
    written = (column for end in ends for column in (end.digits, end.exponent))  # the fewest digits: one spelling each
    return *written, store.source.code[rows], fineness, vague, qualifier
