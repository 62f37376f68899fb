"""Claims in the order of what they speak of, so that those of one quantity stand beside each other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reconcile.checks.store import Store
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.ledger.figures import QUALIFIERS

_PLAIN = QUALIFIERS.index("exact")
_BITS = 62  # of an int64 that is surely positive


class Sorted(NamedTuple):
    """All claims of a store, sorted by site, then by measure, source and row; marks where each begins anew.

    A site is a place, a period, a status and a statistic with its base.
    """

    claims: Ints
    new_site: Bools
    new_quantity: Bools
    new_source: Bools


def sorted_claims(store: Store) -> Sorted:
    """Sort all claims.

    The codes and the row are packed into one whole number a claim, which sorts by itself many times faster than any
    order of rows is found; where they do not fit, the columns are sorted one by one.
    """
    site = [store.place.code, store.period.code, store.status.code, store.stat.code, store.base.code]
    fields = [*site, store.measure.code, store.source.code]
    n = len(store)
    if not n:
        no, none = np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64)
        return Sorted(none, no, no, no)
    lows = [int(codes.min()) for codes in fields]
    widths = [(int(codes.max()) - low).bit_length() for codes, low in zip(fields, lows, strict=True)]
    row = (n - 1).bit_length()
    if sum(widths) + row > _BITS:
        claims = np.lexsort(fields[::-1])
        news = np.zeros((len(fields), n), dtype=bool)
        for mark, codes in zip(news, fields, strict=True):
            mark[1:] = codes[claims[1:]] != codes[claims[:-1]]
        news[:, 0] = True
        new_site = np.asarray(news[:-2].any(axis=0), dtype=bool)
        return Sorted(claims, new_site, new_site | news[-2], new_site | news[-2] | news[-1])
    packed = np.zeros(n, dtype=np.int64)
    for codes, low, width in zip(fields, lows, widths, strict=True):
        if width:
            packed <<= width
            packed |= codes - low if low else codes
    packed <<= row
    packed |= np.arange(n)
    packed.sort()
    claims = packed & ((1 << row) - 1)
    packed >>= row
    marks = []
    for width in (0, widths[-1], widths[-2]):
        packed >>= width
        mark = np.ones(n, dtype=bool)
        np.not_equal(packed[1:], packed[:-1], out=mark[1:])
        marks.append(mark)
    return Sorted(claims, marks[2], marks[1], marks[0])


def plainest_first(store: Store, claims: Ints, counts: Ints) -> Ints:
    """The claims with those of each cell in order: the plainest and finest first. ``counts`` says how many each has."""
    places = np.flatnonzero(np.repeat(counts > 1, counts))
    cell = np.repeat(np.arange(len(counts)), counts)[places]
    order = np.lexsort((*_plainness(store, claims[places]), cell))
    claims = claims.copy()
    claims[places] = claims[places[order]]
    return claims


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
