"""Rows and columns labelled as averages that are the plain mean of the lines before them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log10
from typing import TYPE_CHECKING, TypeAlias

from reconcile.reading.evidence import BELIEVED, Fit, relation_strength, slipped, slips_of, weight_of, weight_of_miss
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import OTHER, GridLine, TableGrid
from reconcile.reading.table_words import MEAN_WORDS, TOTAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Mean", "column_means", "row_means"]

_MEANT = 0.5  # that a line so labelled is the plain mean of lines before it: not counted in any tables, so even odds
_MOST = 40  # lines of which a mean is tried, as of sums

_Cells: TypeAlias = "Callable[[int, int], Printed | str | None]"  # by line and by what runs across


@dataclass(frozen=True, slots=True)
class Mean:
    """A line that is the mean of others, by their indices, and how it fits by the index of the row or column across."""

    line: int
    parts: tuple[int, ...]
    fits: dict[int, Fit] = field(hash=False)
    strength: float


def row_means(grid: TableGrid) -> list[Mean]:
    """The rows of averages that are believed."""
    return _means(grid.rows, grid.columns, lambda row, column: grid.at.get((row, column)))


def column_means(grid: TableGrid) -> list[Mean]:
    """The columns of averages that are believed."""
    return _means(grid.columns, grid.rows, lambda column, row: grid.at.get((row, column)))


def _means(lines: Sequence[GridLine], across: Sequence[GridLine], at: _Cells) -> list[Mean]:
    """For each line that is labelled so, the run of lines before it of which it is most surely the mean."""
    lanes = [lane.index for lane in across if lane.kind != OTHER and not MEAN_WORDS.search(lane.label)]
    found: list[Mean] = []
    waiting: list[GridLine] = []
    for line in lines:
        if line.kind == OTHER or TOTAL_WORDS.search(line.label):
            continue  # a total stands between what it adds up and its average
        if not MEAN_WORDS.search(line.label):
            waiting = [*waiting, line][-_MOST:]
            continue
        runs = [tuple(one.index for one in waiting[start:]) for start in range(len(waiting) - 1)]
        tried = [one for run in runs if (one := _tried(line.index, run, lanes, at, len(runs))) is not None]
        best = max(tried, key=lambda one: one.strength, default=None)
        if best is not None and best.strength >= BELIEVED:
            found.append(best)
    return found


def _tried(line: int, parts: tuple[int, ...], lanes: Sequence[int], at: _Cells, runs: int) -> Mean | None:
    fits: dict[int, Fit] = {}
    for lane in lanes:
        cells = [at(one, lane) for one in (line, *parts)]
        printed = [cell for cell in cells if isinstance(cell, Printed)]
        if len(printed) == len(cells):
            fits[lane] = mean_fit(printed[1:], printed[0])
    held = sum(fit.holds for fit in fits.values())
    if not held or 2 * held < len(fits):
        return None
    strength = relation_strength(_MEANT, fits.values(), runs)
    return Mean(line, parts, fits, strength)


def mean_fit(parts: Sequence[Printed], mean: Printed) -> Fit:
    """How a printed mean fits the printed numbers that it is of; the residual is in half units of all together.

    >>> [mean_fit([Printed(12, 0), Printed(15, 0)], Printed(mean, 1)).holds for mean in (135, 142)]
    [True, False]
    """
    many = len(parts)
    decimals = max(cell.decimals for cell in (mean, *parts))
    half, *halves = (10 ** (decimals - cell.decimals) for cell in (mean, *parts))
    sizes = [2 * cell.number * one for cell, one in zip(parts, halves, strict=True)]
    residual = sum(sizes) - many * 2 * mean.number * half
    allowed = many * half + sum(halves)
    reach = max(abs(mean.number), 1)
    if abs(residual) <= allowed:
        nothing = not any(cell.number for cell in parts)
        weight = weight_of(exact=True, reach=reach, fits=1) - log10(1 + allowed // (2 * many * half))
        return Fit(residual, allowed, holds=True, slip=False, weight=0.0 if nothing else max(weight, 0.0))
    slip = _slip(residual, allowed, mean, -many * half) or any(
        _slip(residual, allowed, cell, one) for cell, one in zip(parts, halves, strict=True)
    )
    return Fit(residual, allowed, holds=False, slip=slip, weight=weight_of_miss(reach, slips_of(reach) if slip else 0))


def _slip(residual: int, allowed: int, cell: Printed, step: int) -> bool:
    """Whether one changed digit or two swapped ones of a number explain the residual, of which a unit is 2 steps."""
    size = abs(cell.number)
    sign = -1 if cell.number < 0 else 1
    return any(abs(residual + 2 * step * sign * (other - size)) <= allowed for other in slipped(str(size)))
