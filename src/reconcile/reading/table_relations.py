"""The relations of one table: sums of its rows and of its columns, and what its columns say of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.reading.evidence import Value
from reconcile.reading.printed_cells import NIL, WITHHELD, Printed
from reconcile.reading.table_grid import AMOUNT, CHANGE, COUNT, GridLine, TableGrid
from reconcile.reading.table_sums import PrintedLines, Sum, believed_sums, totals_left
from reconcile.reading.table_words import TOTAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["column_sums", "row_sums"]

ADDS = {AMOUNT, COUNT, CHANGE}


def column_sums(
    grid: TableGrid, slips: set[tuple[tuple[int, int], int]] | None = None
) -> tuple[list[GridLine], list[GridLine], list[Sum]]:
    """Columns that add up, the rows in which they do, and the sums among the columns by their places.

    A column that is the difference of two others is one of changes from now on. `slips` takes the numbers that would
    mend a sum that is not believed, each with its cell.
    """
    rows = [line for line in grid.rows if line.kind in ADDS]
    columns = [line for line in grid.columns if line.kind in ADDS]
    lanes = [values([grid.at.get((row.index, column.index)) for column in columns]) for row in rows]
    first = [place == 0 for place in range(len(columns))]
    printed = PrintedLines([one.label for one in columns], first, lanes, across=True)
    found = believed_sums(printed)
    if slips is not None:
        slips |= {
            mended
            for line, lane, size in printed.slips
            for mended in _number(grid, (rows[lane].index, columns[line].index), lanes[lane][line], size)
        }
    for one in found:
        if sorted(sign for sign, _ in one.parts) == [-1, 1]:
            columns[one.total].kind = CHANGE
    return columns, rows, found


def row_sums(
    grid: TableGrid, slips: set[tuple[tuple[int, int], int]] | None = None, shares: Collection[int] = ()
) -> tuple[list[GridLine], list[GridLine], list[Sum]]:
    """The same of rows; `shares` are the columns of shares, which add up as the amounts do.

    In columns of changes, signs follow conventions of their own: only plain sums are held there. Rows that say "of
    which" are in what stands before them already. A row that only its words keep from adding up is a part all the same
    of a total that nothing else makes, where that holds everywhere: "Amount at the statutory tax rate".
    """
    rows = [line for line in grid.rows if line.kind in ADDS and not line.of_which]
    columns = [line for line in grid.columns if line.kind in ADDS]
    printed = _Columns(grid, columns, [column for column in grid.columns if column.index in shares])
    numbers = printed.lines(rows)
    found = believed_sums(numbers)
    noted = [(numbers, rows)]
    every = [line for line in grid.rows if (line.kind in ADDS or line.in_words) and not line.of_which]
    if len(every) > len(rows):
        place = {line.index: number for number, line in enumerate(every)}
        moved = [place[line.index] for line in rows]
        found = [
            replace(one, total=moved[one.total], parts=tuple((sign, moved[part]) for sign, part in one.parts))
            for one in found
        ]
        made = {one.total for one in found}
        left = [TOTAL_WORDS.search(line.label) is not None and at not in made for at, line in enumerate(every)]
        if any(left):
            numbers = printed.lines(every)
            found += totals_left(numbers, found, left)
            noted.append((numbers, every))
        rows = every
    if slips is not None:
        slips |= {
            mended
            for numbers, lines in noted
            for line, lane, size in numbers.slips
            for mended in _number(grid, (lines[line].index, columns[lane].index), numbers.lanes[lane][line], size)
        }
    plain = [lane for lane, column in enumerate(columns) if column.kind != CHANGE]
    found = [
        replace(one, fits={lane: fit for lane, fit in one.fits.items() if lane in plain})
        if any(sign < 0 for sign, _ in one.parts)
        else one
        for one in found
    ]
    return rows, columns, [one for one in found if one.fits]


def _number(
    grid: TableGrid, at: tuple[int, int], value: Value | None, size: int
) -> Iterator[tuple[tuple[int, int], int]]:
    """A cell with the number that it would print for a size, where it prints one."""
    cell = grid.at.get(at)
    if value is not None and isinstance(cell, Printed) and size % (2 * value.half) == 0:
        yield at, size // (2 * value.half)


class _Columns:
    """What all rows of a table print in some of its columns, to be added up by some of the rows."""

    def __init__(self, grid: TableGrid, columns: Sequence[GridLine], shares: Sequence[GridLine]) -> None:
        self._rows = [row.index for row in grid.rows]
        self._lanes: list[dict[int, Value | None]] = []
        self._many = len(columns)
        adding = {row.index for row in grid.rows if row.kind in ADDS}
        for column in (*columns, *shares):
            cells = {row: grid.at.get((row, column.index)) for row in self._rows}
            amounts = [cell.decimals for row, cell in cells.items() if row in adding and isinstance(cell, Printed)]
            made = values(list(cells.values()), max(amounts, default=0))
            self._lanes.append(dict(zip(self._rows, made, strict=True)))

    def lines(self, rows: Sequence[GridLine]) -> PrintedLines:
        """These rows, as lines to add up; the others stand aside."""
        held = {row.index for row in rows}
        others = [row for row in self._rows if row not in held]
        sizes = [[(row, value.size) for row in others if (value := lane[row]) and value.size] for lane in self._lanes]

        def aside(lane: int, first: int, last: int) -> list[int]:
            return [size for row, size in sizes[lane] if rows[first].index < row < rows[last].index]

        lanes = [[lane[row.index] for row in rows] for lane in self._lanes]
        labels, first = [row.label for row in rows], [row.first for row in rows]
        return PrintedLines(labels, first, lanes[: self._many], aside, beside=lanes[self._many :])


def values(cells: Sequence[Printed | str | None], nil: int | None = None) -> list[Value | None]:
    """What cells print, in half units of the last digit that any of them prints; dashes and blanks are nothing.

    A dash is what rounds to nothing at `nil` decimals; without it, at those of the finest cell.
    """
    decimals = max((cell.decimals for cell in cells if isinstance(cell, Printed)), default=0)
    dash = 1 if nil is None else 10 ** (decimals - nil)
    made: list[Value | None] = []
    for cell in cells:
        if isinstance(cell, Printed):
            half = 10 ** (decimals - cell.decimals)
            made.append(Value(2 * cell.number * half, half))
        else:
            made.append(None if cell == WITHHELD else Value(0, dash if cell == NIL else 0))
    return made
