"""Whole columns a block of rows at a time, on every processor where there are very many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

BLOCK = 2**15  # rows at a time, so that what comes between stays in a core's cache
_MANY = 2**20  # rows from which threads are worth their start
_WIDE = 2**17  # rows at a time where threads work, which wait for each other at every turn

_T = TypeVar("_T")


def cores() -> int:
    """How many processors there are for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def blocks(begin: int, end: int, *, size: int = BLOCK) -> Iterator[slice]:
    return (slice(start, min(start + size, end)) for start in range(begin, end, size))


def in_blocks(rows: int, work: Callable[[slice], _T]) -> list[_T]:
    """What comes of each block, in order; blocks do not wait for each other."""
    if rows < _MANY:
        return list(map(work, blocks(0, rows)))
    stretches = stretched(rows, _WIDE, cores())
    with ThreadPoolExecutor(len(stretches)) as pool:
        made = pool.map(lambda one: [work(block) for block in blocks(one[0], one[1], size=_WIDE)], stretches)
        return list(chain.from_iterable(made))


def stretched(rows: int, unit: int, count: int) -> list[tuple[int, int]]:
    """Rows in so many stretches of about one length, each of whole units but for the last."""
    length = -(-rows // (unit * count)) * unit
    return [(begin, min(begin + length, rows)) for begin in range(0, rows, max(length, 1))]
