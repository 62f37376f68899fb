"""The relations of one table: sums of its rows and of its columns, and what its columns say of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.reading.evidence import Value
from reconcile.reading.printed_cells import NIL, WITHHELD, Printed
from reconcile.reading.table_grid import AMOUNT, CHANGE, COUNT, GridLine, TableGrid
from reconcile.reading.table_sums import PrintedLines, Sum, believed_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["column_sums", "row_sums"]

ADDS = {AMOUNT, COUNT, CHANGE}


def column_sums(grid: TableGrid) -> tuple[list[GridLine], list[GridLine], list[Sum]]:
    """Columns that add up, the rows in which they do, and the sums among the columns by their places.

    A column that is the difference of two others is one of changes from now on.
    """
    rows = [line for line in grid.rows if line.kind in ADDS]
    columns = [line for line in grid.columns if line.kind in ADDS]
    lanes = [values([grid.at.get((row.index, column.index)) for column in columns]) for row in rows]
    first = [place == 0 for place in range(len(columns))]
    found = believed_sums(PrintedLines([one.label for one in columns], first, lanes))
    for one in found:
        if sorted(sign for sign, _ in one.parts) == [-1, 1]:
            columns[one.total].kind = CHANGE
    return columns, rows, found


def row_sums(grid: TableGrid) -> tuple[list[GridLine], list[GridLine], list[Sum]]:
    """The same of rows.

    In columns of changes, signs follow conventions of their own: only plain sums are held there. Rows that say "of
    which" are in what stands before them already.
    """
    rows = [line for line in grid.rows if line.kind in ADDS and not line.of_which]
    columns = [line for line in grid.columns if line.kind in ADDS]
    lanes = [values([grid.at.get((row.index, column.index)) for row in rows]) for column in columns]

    def aside(lane: int, first: int, last: int) -> list[Value | None]:
        between = [
            row
            for row in grid.rows
            if (row.kind not in ADDS or row.of_which) and rows[first].index < row.index < rows[last].index
        ]
        column = columns[lane]
        said = [grid.at.get((row.index, column.index)) for row in rows]
        return values([*(grid.at.get((row.index, column.index)) for row in between), *said])[: len(between)]

    numbers = PrintedLines([row.label for row in rows], [row.first for row in rows], lanes, aside)
    plain = [lane for lane, column in enumerate(columns) if column.kind != CHANGE]
    found = [
        replace(one, fits={lane: fit for lane, fit in one.fits.items() if lane in plain})
        if any(sign < 0 for sign, _ in one.parts)
        else one
        for one in believed_sums(numbers)
    ]
    return rows, columns, [one for one in found if one.fits]


def values(cells: Sequence[Printed | str | None]) -> list[Value | None]:
    """What cells print, in half units of the last digit that any of them prints; dashes and blanks are nothing."""
    decimals = max((cell.decimals for cell in cells if isinstance(cell, Printed)), default=0)
    made: list[Value | None] = []
    for cell in cells:
        if isinstance(cell, Printed):
            half = 10 ** (decimals - cell.decimals)
            made.append(Value(2 * cell.number * half, half))
        else:
            made.append(None if cell == WITHHELD else Value(0, 1 if cell == NIL else 0))
    return made
