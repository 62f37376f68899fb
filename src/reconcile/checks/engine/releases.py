"""Releases of one series: of claims of one quantity the latest counts, and those before it are outdated.

A release may revise a part, and not print the total again. Each adds up by itself; the part of the one beside the total
of the other need not, and nothing about that is wrong. So a release that a later one has revised in anything is known
to be from before that: what it alone tells proves nothing together with what was told since.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reconcile.exact.column_arithmetic import meet
from reconcile.exact.columns import Array, Bools, Intervals, Ints


class Revised(NamedTuple):
    """By source, the first day on which its series told another level than stood when it appeared; and who did.

    ``by`` is below zero where nothing was revised.
    """

    since: Ints
    by: Ints


def series_numbers(names: Array) -> Ints:
    """A number for the series of each source, 0 for none."""
    _, number = np.unique(np.append(names.astype(object), ""), return_inverse=True)
    return np.asarray(number.reshape(-1)[:-1], dtype=np.int64)


def outdated(key: Ints, series: Ints, first: Ints, last: Ints) -> Bools:
    """(n,) claims that another of the same key and series was surely published after.

    ``series`` is 0 where a claim is in none; ``first`` and ``last`` are the days on which it may have been published.
    """
    found = np.zeros(len(key), dtype=bool)
    rows = np.flatnonzero(series)
    if not len(rows):
        return found
    _, group = np.unique(np.stack((key[rows], series[rows]), axis=1), axis=0, return_inverse=True)
    group = group.reshape(-1)
    latest = np.zeros(int(group.max()) + 1, dtype=np.int64)
    np.maximum.at(latest, group, first[rows])
    found[rows] = last[rows] < latest[group]
    return found


def revised(key: Ints, source: Ints, series: Ints, first: Ints, last: Ints, printed: Intervals) -> Revised:
    """What is known of each source, from (n,) claims of levels: their quantities, sources and printed figures.

    ``series``, ``first`` and ``last`` are by source. Releases of a quantity that follow each other are compared as they
    are printed; those whose order is not sure are not.
    """
    since, by = np.zeros(len(series), dtype=np.int64), np.full(len(series), -1)
    told = np.flatnonzero(series[source])
    told = told[np.lexsort((first[source[told]], last[source[told]], key[told], series[source[told]]))]
    of, about = series[source[told]], key[told]
    same = (of[1:] == of[:-1]) & (about[1:] == about[:-1])
    begins = np.maximum.accumulate(np.where(np.append(True, ~same)[: len(told)], np.arange(len(told)), 0))
    step = np.flatnonzero(same & (last[source[told[:-1]]] < first[source[told[1:]]]))
    step = step[meet(printed.take(told[step]), printed.take(told[step + 1])).empty]
    known, anew = first[source[told[begins[step]]]], source[told[step + 1]]
    for one in np.unique(source[told]).tolist():
        mine = np.flatnonzero((of[step] == series[one]) & (known <= last[one]) & (last[one] < first[anew]))
        if len(mine):
            earliest = mine[np.argmin(first[anew[mine]])]
            since[one], by[one] = first[anew[earliest]], anew[earliest]
    return Revised(since, by)
