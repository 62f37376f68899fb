"""The relations of one table: sums of its rows and of its columns, and what its columns say of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reading.evidence import Value
from reconcile.reading.printed_cells import NIL, WITHHELD, Printed
from reconcile.reading.table_grid import AMOUNT, CHANGE, COUNT, Grid, Line
from reconcile.reading.table_sums import Numbers, Sum, sums

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["column_sums", "row_sums"]

ADDS = {AMOUNT, COUNT, CHANGE}


def row_sums(grid: Grid) -> tuple[list[Line], list[Line], list[Sum]]:
    """Rows that add up, the columns in which they do, and the sums among the rows by their places."""
    rows = [line for line in grid.rows if line.kind in ADDS]
    columns = [line for line in grid.columns if line.kind in ADDS]
    lanes = [values([grid.at.get((row.index, column.index)) for row in rows]) for column in columns]
    return rows, columns, sums(Numbers([row.label for row in rows], [row.first for row in rows], lanes))


def column_sums(grid: Grid) -> tuple[list[Line], list[Line], list[Sum]]:
    """The same of columns."""
    rows = [line for line in grid.rows if line.kind in ADDS]
    columns = [line for line in grid.columns if line.kind in ADDS]
    lanes = [values([grid.at.get((row.index, column.index)) for column in columns]) for row in rows]
    return columns, rows, sums(Numbers([one.label for one in columns], [place == 0 for place in range(len(columns))], lanes))


def values(cells: Sequence[Printed | str | None]) -> list[Value | None]:
    """What cells print, in half units of the last digit that any of them prints; a dash and an empty cell are nothing."""
    decimals = max((cell.decimals for cell in cells if isinstance(cell, Printed)), default=0)
    made: list[Value | None] = []
    for cell in cells:
        if isinstance(cell, Printed):
            half = 10 ** (decimals - cell.decimals)
            made.append(Value(2 * cell.number * half, half))
        else:
            made.append(None if cell == WITHHELD else Value(0, 1 if cell == NIL else 0))
    return made
