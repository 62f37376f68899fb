"""Releases of one series: of claims of one quantity the latest counts, and those before it are outdated."""

from __future__ import annotations

import numpy as np

from reconcile.exact.columns import Array, Bools, Ints


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
