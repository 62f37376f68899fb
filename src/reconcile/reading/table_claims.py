"""The cells of a table as claims: what each is called, where it stands, and in which unit it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.reading.drafted_relations import DraftedClaim, DraftedRelation, Stated, in_rule
from reconcile.reading.printed_cells import NIL, Printed
from reconcile.reading.table_points import in_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.documents.document import DocumentTable
    from reconcile.reading.table_grid import GridLine, TableGrid

__all__ = ["TableClaims", "TableDrafts"]


@dataclass(slots=True)
class TableDrafts:
    """Everything that is drafted of one document."""

    claims: list[DraftedClaim] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)  # by measure
    relations: list[DraftedRelation] = field(default_factory=list)
    each: list[TableClaims] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """What the rows of all tables are called."""
        return {name for one in self.each for name in one.measures.values()}

    @property
    def unclaimed(self) -> int:
        """How many numbers no relation speaks of."""
        printed = sum(isinstance(cell, Printed) for one in self.each for cell in one.grid.at.values())
        return printed - sum(isinstance(one.grid.at[at], Printed) for one in self.each for at in one.claimed)


class TableClaims:
    """One table while it is drafted: names for its rows and columns, and which cells are claimed."""

    def __init__(
        self, draft: TableDrafts, table: DocumentTable, grid: TableGrid, number: int, names: Sequence[str]
    ) -> None:
        self.draft, self.table, self.grid, self.number = draft, table, grid, number
        self.measures = dict(zip((row.index for row in grid.rows), names, strict=True))
        self.columns: dict[int, tuple[str, str]] = {}  # the column and the period that the claims of each have
        self.claimed: dict[tuple[int, int], int] = {}
        self.percents: set[tuple[int, int]] = set()  # cells in percent, also those that do not say so
        self.points: set[tuple[int, int]] = set()  # changes of such

    def term(self, row: GridLine) -> str:
        """A row as a rule names it."""
        return in_rule(self.measures[row.index])

    def row_place(self, row: GridLine) -> str:
        """Where a row stands, as the document has it: of a table that was turned it is a column."""
        return f"table {self.number}, {f'column {row.label}' if self.grid.turned else f'row {row.index + 1}'}"

    def column_place(self, column: GridLine) -> str:
        """The same of a column."""
        said = f"row {column.index + 1}" if self.grid.turned else f"column {column.label or column.index + 1}"
        return f"table {self.number}, {said}"

    @property
    def lane_of_rows(self) -> str:
        """What the document calls a line that is a row here."""
        return "column" if self.grid.turned else "row"

    @property
    def lane_of_columns(self) -> str:
        """The same of a column."""
        return "row" if self.grid.turned else "column"

    def fixed(self, column: GridLine, *, dated: bool = False) -> str:
        """What a rule adds to a measure so that it binds in one column alone; `dated` with the period, in any case."""
        name, period = self.columns[column.index]
        if not name:
            return f"[period={period}]"
        return f"[column={name}, period={period}]" if dated else f"[column={name}]"

    def claim(self, row: GridLine, column: GridLine, said: Stated | None = None) -> None:
        """Claim a cell: as a level at its column, or as what is said of it: column, period, statistic and base."""
        at = row.index, column.index
        cell = self.grid.at.get(at)
        if at in self.claimed or cell is None or not (isinstance(cell, Printed) or cell == NIL):
            return
        if not isinstance(cell, Printed):
            cell = Printed(0, self._decimals(column), "")
        name, period, stat, base, of = said or Stated(*self.columns[column.index], "", "")
        if at in self.points:
            cell = in_points(cell)
        rate = stat in {"growth", "share"} or at in self.percents
        unit, power = ("percent", 0) if rate else self.unit(cell)
        placed = self.grid.cells[at]
        self.claimed[at] = len(self.draft.claims)
        measure = of or self.measures[row.index]
        self.draft.titles.setdefault(measure, row.label or f"row {row.index + 1}")
        where = f"{self.row_place(row)}, {self.column_place(column).partition(', ')[2]}"
        self.draft.claims.append(
            DraftedClaim(
                measure,
                name,
                period,
                _decimal(cell),
                str(cell.decimals - power),
                unit,
                where,
                placed.start,
                self.table.page,
                placed.text,
                placed.name,
                stat,
                base,
            )
        )

    def level(self, row: GridLine, column: GridLine) -> DraftedClaim | None:
        """The claim of a cell as a level; None where it is none."""
        self.claim(row, column)
        number = self.claimed.get((row.index, column.index))
        claim = None if number is None else self.draft.claims[number]
        return claim if claim is not None and not claim.stat else None

    def states(self, level: DraftedClaim, base: DraftedClaim) -> bool:
        """Whether the table itself says how the one has changed since the other."""
        said = level.measure, level.column, level.period, base.period
        return any((one.measure, one.column, one.period, one.base) == said for one in self.draft.claims if one.stat)

    def _decimals(self, column: GridLine) -> int:
        """To how many places a dash stands for nothing: those of the column's other cells."""
        found = [
            cell.decimals for at, cell in self.grid.at.items() if at[1] == column.index and isinstance(cell, Printed)
        ]
        return max(found, default=0)

    def unit(self, cell: Printed) -> tuple[str, int]:
        """The unit of a cell with its scale, and the power of ten of that."""
        if cell.unit in {"percent", "pp"}:
            return cell.unit, 0
        power = {"billion": 9, "million": 6, "thousand": 3}.get(self.grid.scale, 0)
        return f"{self.grid.scale} {self.grid.currency}".strip(), power


def _decimal(cell: Printed) -> str:
    digits = str(abs(cell.number)).rjust(cell.decimals + 1, "0")
    sign = "-" if cell.number < 0 else ""
    return f"{sign}{digits[: -cell.decimals]}.{digits[-cell.decimals :]}" if cell.decimals else f"{sign}{digits}"
