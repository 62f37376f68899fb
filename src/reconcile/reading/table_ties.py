"""One quantity in two tables, of one document or of two: rows of one label say the same in columns of one year."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import log10
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.digits import fold
from reconcile.reading.evidence import BELIEVED, Fit, Value, fit_of, odds
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import CHANGE, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconcile.reading.drafted_relations import TableDraft
    from reconcile.reading.table_grid import GridLine

__all__ = ["TableTie", "table_ties"]

_MEANT = 0.3  # how often rows that have their labels and years in common are the same, before a number is looked at


class Placed(NamedTuple):
    """A cell of a table by its row and column."""

    row: GridLine
    column: GridLine


class TableTie(NamedTuple):
    """Cells of a later table that say again what an earlier one says, and how each fits."""

    table: TableDraft
    earlier: TableDraft
    cells: tuple[tuple[Placed, Placed, Fit], ...]
    strength: float

    @property
    def why(self) -> str:
        held = sum(fit.holds for *_, fit in self.cells)
        many = len(self.cells)
        said = f"fits in {held} of {many} cells" if held < many else f"fits in {many} cell{'s' * (many != 1)}"
        return f"rows of one label in columns of one year; {said}; {odds(self.strength)}"


def table_ties(tables: Sequence[TableDraft]) -> Iterator[TableTie]:
    """The ties that are believed between any two tables."""
    known = [dict(_cells(table)) for table in tables]
    for (earlier, before), (table, now) in combinations(zip(tables, known, strict=True), 2):
        cells = tuple(
            (now[key], before[key], fit)
            for key in now
            if key in before and (fit := _fit(table, now[key], earlier, before[key])) is not None
        )
        held = sum(fit.holds for *_, fit in cells)
        if not cells or 2 * held < len(cells):
            continue
        strength = log10(_MEANT / (1 - _MEANT)) + sum(fit.weight for *_, fit in cells)
        if strength >= BELIEVED:
            yield TableTie(table, earlier, cells, strength)


def _cells(table: TableDraft) -> Iterator[tuple[tuple[str, str, int], Placed]]:
    """The cells by section and label of their row and the year of their column, each of which is there once."""
    grid = table.grid
    years = _once(column.years[0] for column in grid.columns if len(column.years) == 1 and column.kind != CHANGE)
    labels = _once((fold(row.section).lower(), fold(row.label).lower()) for row in grid.rows)
    for row in grid.rows:
        section, label = fold(row.section).lower(), fold(row.label).lower()
        if not label or row.kind == OTHER or (section, label) not in labels:
            continue
        for column in grid.columns:
            if len(column.years) == 1 and column.years[0] in years and column.kind != CHANGE:
                yield (section, label, column.years[0]), Placed(row, column)


def _once(keys: Iterable[object]) -> set[object]:
    return {key for key, many in Counter(keys).items() if many == 1}


def _fit(table: TableDraft, cell: Placed, other: TableDraft, before: Placed) -> Fit | None:
    printed = [one.grid.at.get((at.row.index, at.column.index)) for one, at in ((table, cell), (other, before))]
    if not all(isinstance(one, Printed) for one in printed):
        return None
    units = [one.unit(cell) for one, cell in zip((table, other), printed, strict=True)]  # type: ignore[arg-type]
    steps = [Fraction(10) ** (power - one.decimals) for (_, power), one in zip(units, printed, strict=True)]  # type: ignore[union-attr]
    (first, _), (second, _) = units
    if first.split()[-1:] != second.split()[-1:] and {"percent", "pp"} & {first, second}:
        return None
    halves = [int(step / min(steps)) for step in steps]
    value, total = (
        Value(2 * one.number * half, half)  # type: ignore[union-attr]
        for one, half in zip(printed, halves, strict=True)
    )
    return fit_of([(1, value)], total)
