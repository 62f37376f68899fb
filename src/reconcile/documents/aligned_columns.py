"""Tables that are only set in columns: what stands one below the other, in a text file or on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reconcile.documents.document import Cell

# How a value begins: a number, perhaps behind a sign, a bracket or a currency; or a dash for none.
_VALUE = re.compile(r"[^\w\s]*\s*(?:[A-Z]{1,3}\$?\s?)?\d|[–—−-]+$")


class Segment(NamedTuple):
    """Words of a line with no wide gap between them, from `left` to `right` in any unit."""

    left: float
    right: float
    text: str

    def meets(self, other: Segment) -> bool:
        return self.left < other.right and other.left < self.right


class Region(NamedTuple):
    """Lines of a page, from `first` up to `end`; their cells where they are a table."""

    first: int
    end: int
    cells: tuple[Cell, ...] | None


def regions(lines: Sequence[Sequence[Segment]]) -> Iterator[Region]:
    """Part lines into tables and what is between them, in order.

    A table is a stretch of lines most of which have several segments, more than half of those behind the first being
    values, in two rows or more. A lone segment between such lines belongs to it: a heading of rows, or a label's end.

    >>> page = [[Segment(0, 6, "Prices")], [Segment(0, 4, "rice"), Segment(9, 12, "3.1")],
    ...         [Segment(0, 4, "corn"), Segment(8, 12, "12.4")], [Segment(0, 9, "In dollars.")]]
    >>> for region in regions(page):
    ...     print(region.first, region.end, region.cells and [(cell.row, cell.column) for cell in region.cells])
    0 1 None
    1 3 [(0, 0), (0, 1), (1, 0), (1, 1)]
    3 4 None
    """
    begun = 0
    at = 0
    while at < len(lines):
        if len(lines[at]) < 2:
            at += 1
            continue
        end = _end(lines, at)
        cells = _cells(lines[at:end])
        if cells is None:
            at = end
            continue
        if begun < at:
            yield Region(begun, at, None)
        yield Region(at, end, cells)
        begun = at = end
    if begun < len(lines):
        yield Region(begun, len(lines), None)


def _end(lines: Sequence[Sequence[Segment]], first: int) -> int:
    """Where the stretch of a table ends at the latest: behind two lines in a row with no columns, or an empty one."""
    end = at = first + 1
    while at < len(lines) and at < end + 2 and lines[at]:
        at += 1
        if len(lines[at - 1]) > 1:
            end = at
    return end


def _cells(lines: Sequence[Sequence[Segment]]) -> tuple[Cell, ...] | None:
    data = [line for line in lines if any(_VALUE.match(one.text) for one in line[1:])]
    behind = [one for line in data for one in line[1:]]
    if len(data) < 2 or 2 * sum(_VALUE.match(one.text) is not None for one in behind) <= len(behind):
        return None
    columns = _columns(data)
    cells: list[Cell] = []
    for row, line in enumerate(lines):
        free = 0
        for number, segment in enumerate(line):
            met = [at for at, column in enumerate(columns) if at >= free and column.meets(segment)]
            if not met:  # it stands between two columns: in the nearest that is free
                left = len(columns) - (len(line) - number)
                near = list(range(free, len(columns)))
                met = [min(near, key=lambda at: _apart(columns[at], segment))] if near else [max(left, free)]
            cells.append(Cell(segment.text, row, met[0], columns=met[-1] - met[0] + 1))
            free = met[-1] + 1
    return tuple(cells)


def _columns(data: Sequence[Sequence[Segment]]) -> list[Segment]:
    """The columns from left to right: segments that overlap are in one, but for those that reach over several."""
    fullest = max(data, key=len)
    single = [one for line in data for one in line if sum(one.meets(other) for other in fullest) < 2]
    columns: list[Segment] = []
    for one in sorted(single):
        if columns and one.left < columns[-1].right:
            columns[-1] = columns[-1]._replace(right=max(columns[-1].right, one.right))
        else:
            columns.append(one)
    return columns


def _apart(column: Segment, segment: Segment) -> float:
    return max(column.left - segment.right, segment.left - column.right)
