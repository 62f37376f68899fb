"""The grid of a table while its rows are read: where the next cell stands beside those that reach down into its row."""

from __future__ import annotations

from reconcile.documents.document import Cell
from reconcile.documents.limits import Allowance

_MOST_ROWS = 65_534  # that a cell of HTML may reach over, by its standard
_MOST_COLUMNS = 1_000


class Grid:
    """Cells in the order of their rows; those that reach over several rows push the next rows' cells to the right."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._cells: list[tuple[str, int, int, int, int, bool, float]] = []
        self._reaching: dict[int, int] = {}  # column: the row before which a cell from above ends there
        self._row = -1
        self._column = 0

    def next_row(self) -> None:
        self._row += 1
        self._column = 0

    def skip(self, columns: int) -> None:
        """Leave columns without a cell."""
        self._column += columns

    def add(
        self, text: str, *, rows: int = 1, columns: int = 1, heading: bool = False, shift: float = 0, wait: bool = True
    ) -> None:
        """Put the row's next cell; `shift` is how far to the right its text begins, in the format's own unit.

        Zero rows are all that are left. Without `wait` a column is taken although a cell from above reaches into it.
        """
        self._row = max(self._row, 0)
        while wait and self._reaching.get(self._column, 0) > self._row:
            self._column += 1
        rows = min(max(rows, 0), _MOST_ROWS) or _MOST_ROWS
        columns = min(max(columns, 1), _MOST_COLUMNS)
        self._allowance.take_cells(columns)
        if text:
            self._cells.append((text, self._row, self._column, rows, columns, heading, shift))
        if rows > 1:
            self._reaching.update((self._column + at, self._row + rows) for at in range(columns))
        self._column += columns

    def cells(self) -> tuple[Cell, ...]:
        """All cells that say something; none reaches below the last row."""
        shifts = sorted({cell[6] for cell in self._cells if cell[2] == 0})
        found = []
        for text, row, column, rows, columns, heading, shift in self._cells:
            down = min(rows, self._row + 1 - row)
            self._allowance.take_cells((down - 1) * columns)
            indent = shifts.index(shift) if column == 0 else 0
            found.append(Cell(text, row, column, rows=down, columns=columns, heading=heading, indent=indent))
        return tuple(found)
