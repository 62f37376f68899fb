"""Everything that is believed of one table, and what is believed of it once a misprinted number is mended.

A misprint takes evidence from the relation that it breaks: of two columns the one that fits says less than the one that
does not. Where mending one number makes two relations of it hold, or one that must hold everywhere, both are believed,
and broken, if that is surer than that a number is misprinted so: docs/explanation/check.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import log10
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reconcile.reading.evidence import BELIEVED, SLIP, WRONG, Fit, slipped
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_bounds import PartBound, row_bounds
from reconcile.reading.table_growth import growths
from reconcile.reading.table_means import Mean, column_means, mean_fit, row_means
from reconcile.reading.table_points import point_changes, point_fit
from reconcile.reading.table_rates import growth_holds, share_holds
from reconcile.reading.table_relations import column_sums, row_sums
from reconcile.reading.table_row_growth import GrowthRow, row_growths
from reconcile.reading.table_shares import ShareLine, column_shares, row_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.reading.table_grid import GridLine, TableGrid
    from reconcile.reading.table_rates import ChangeColumn
    from reconcile.reading.table_sums import Sum

__all__ = ["BelievedRelations", "FittedCells", "believed_relations", "holds_as_printed"]

_At: TypeAlias = tuple[int, int]
_Slip: TypeAlias = "tuple[_At, int]"  # a cell, and the number that would be in it


class FittedCells(NamedTuple):
    """One fit of a relation, and the cells of the table that it is of; the one that is stated comes first."""

    kind: str  # sum, growth, points, share, bound, mean
    fits: dict[int, Fit]  # those of the relation
    lane: int  # the fit's own among them
    cells: tuple[_At, ...]
    strength: float  # of the relation
    signs: tuple[int, ...] = ()  # of the parts of a sum

    @property
    def fit(self) -> Fit:
        return self.fits[self.lane]


@dataclass(slots=True)
class BelievedRelations:
    """The relations of a table, by kind; the lines of a sum are counted among those of its `rows` or `columns`."""

    grid: TableGrid
    column_sums: list[Sum]
    sum_columns: list[GridLine]
    sum_columns_rows: list[GridLine]  # across which sums of columns are held
    row_sums: list[Sum]
    sum_rows: list[GridLine]
    sum_rows_columns: list[GridLine]
    growths: list[ChangeColumn]
    points: list[ChangeColumn]
    column_shares: list[ShareLine]
    row_shares: list[ShareLine]
    row_growths: list[GrowthRow]
    bounds: list[PartBound]
    row_means: list[Mean]
    column_means: list[Mean]

    def fitted(self) -> Iterator[FittedCells]:
        """Each fit of each relation."""
        cells: tuple[_At, ...]
        for sums, lines, lanes, down in (
            (self.row_sums, self.sum_rows, self.sum_rows_columns, True),
            (self.column_sums, self.sum_columns, self.sum_columns_rows, False),
        ):
            for one in sums:
                places = [lines[place].index for place in (one.total, *(part for _, part in one.parts))]
                signs = tuple(sign for sign, _ in one.parts)
                for lane in one.fits:
                    across = lanes[lane].index
                    cells = tuple((place, across) if down else (across, place) for place in places)
                    yield FittedCells("sum", one.fits, lane, cells, one.strength, signs)
        for kind, changes in (("growth", self.growths), ("points", self.points)):
            for change in changes:
                for row in change.fits:
                    cells = tuple((row, at) for at in change[:3])
                    yield FittedCells(kind, change.fits, row, cells, change.strength)
        for share in self.column_shares:
            for row in share.fits:
                cells = (row, share.line), (row, share.part), (share.whole, share.part)
                yield FittedCells("share", share.fits, row, cells, share.strength)
        for share in self.row_shares:
            for at in share.fits:
                yield FittedCells("share", share.fits, at, tuple((row, at) for row in share[:3]), share.strength)
        for grown in self.row_growths:
            for at in grown.fits:
                cells = (grown.row, at), (grown.level, at), (grown.level, grown.bases[at])
                yield FittedCells("growth", grown.fits, at, cells, grown.strength)
        for bound in self.bounds:
            for at in bound.fits:
                yield FittedCells("bound", bound.fits, at, tuple((row, at) for row in bound[:2]), bound.strength)
        for means, down in ((self.row_means, True), (self.column_means, False)):
            for mean in means:
                for lane in mean.fits:
                    cells = tuple((place, lane) if down else (lane, place) for place in (mean.line, *mean.parts))
                    yield FittedCells("mean", mean.fits, lane, cells, mean.strength)


def believed_relations(grid: TableGrid) -> BelievedRelations:
    """The relations of a table that are believed, also those that one misprinted number breaks."""
    mended: dict[_At, Printed] = {}
    found, slips = _read(grid, mended)
    while tried := [more for slip in sorted(slips) if (more := _mended(grid, mended, found, *slip)) is not None]:
        best = max(tried, key=lambda more: more.strength)
        mended[best.at] = best.number
        found, slips = best.found, best.slips
    found.grid.at = dict(grid.at)
    for one in found.fitted():
        if any(at in mended for at in one.cells) and not holds_as_printed(one, grid):
            one.fits[one.lane] = one.fit._replace(holds=False, slip=True)
    return found


class _Mended(NamedTuple):
    """What is believed once a number is mended, and how surely it is misprinted."""

    at: _At
    number: Printed
    found: BelievedRelations
    slips: set[_Slip]
    strength: float


def _mended(
    grid: TableGrid, mended: dict[_At, Printed], before: BelievedRelations, at: _At, number: int
) -> _Mended | None:
    """What mending a number makes believed; None where that is not surer than a misprint, or breaks what holds."""
    printed = grid.at[at]
    if not isinstance(printed, Printed) or at in mended:
        return None
    said = [one for one in before.fitted() if at in one.cells]
    if not all(one.fit.holds for one in said):
        return None  # it is told already
    other = replace(printed, number=number)
    found, slips = _read(grid, {**mended, at: other})
    holding = {(one.kind, one.cells): one for one in found.fitted() if one.fit.holds and at in one.cells}
    if any((one.kind, one.cells) not in holding for one in said):
        return None
    known = {(one.kind, one.cells) for one in said}
    new = [one for key, one in holding.items() if key not in known and one.kind != "bound" and one.fit.weight > 0]
    cost = log10(len(slipped(str(abs(printed.number)))) / (WRONG * SLIP))
    strength = sum({id(one.fits): one.strength for one in new}.values()) - cost
    if not new or strength < BELIEVED:
        return None
    # One relation alone is believed by where it holds as printed, too.
    alone = len(new) == 1 and new[0].strength - new[0].fit.weight < BELIEVED
    return None if alone else _Mended(at, other, found, slips, strength)


def _read(grid: TableGrid, mended: Mapping[_At, Printed]) -> tuple[BelievedRelations, set[_Slip]]:
    """What is believed of a table with some of its numbers mended, and what else would mend what is not believed."""
    one = replace(
        grid,
        rows=[replace(line) for line in grid.rows],
        columns=[replace(line) for line in grid.columns],
        at={**grid.at, **mended},
    )
    slips: set[_Slip] = set()
    sum_columns, lanes, by_columns = column_sums(one, slips)
    grown, shares = growths(one), column_shares(one)
    sum_rows, down, by_rows = row_sums(one, slips, {share.line for share in shares})
    surest = {share.line: share.strength for share in sorted(shares, key=lambda share: share.strength)}  # of sections
    grown = [growth for growth in grown if growth.strength > surest.get(growth.column, 0)]  # a column is one of the two
    across, along = row_shares(one), row_growths(one)  # a row is one of the two as well
    by_row = {growth.row: growth.strength for growth in along}
    of_rows = {share.line: share.strength for share in across}
    found = BelievedRelations(
        grid=one,
        column_sums=by_columns,
        sum_columns=sum_columns,
        sum_columns_rows=lanes,
        row_sums=by_rows,
        sum_rows=sum_rows,
        sum_rows_columns=down,
        growths=grown,
        points=point_changes(one, grown),
        column_shares=shares,
        row_shares=[share for share in across if share.strength >= by_row.get(share.line, 0)],
        row_growths=[growth for growth in along if growth.strength > of_rows.get(growth.row, 0)],
        bounds=row_bounds(one),
        row_means=row_means(one),
        column_means=column_means(one),
    )
    return found, slips


def holds_as_printed(one: FittedCells, grid: TableGrid) -> bool:
    """Whether a relation holds of what is printed, as far as its evidence goes."""
    if one.kind == "bound":
        return one.fit.holds
    cells = [grid.at.get(at) for at in one.cells]
    printed = [cell for cell in cells if isinstance(cell, Printed)]
    if one.kind == "sum":
        sizes = [
            Fraction(cell.number, 10**cell.decimals) if isinstance(cell, Printed) else Fraction(0) for cell in cells
        ]
        first, *rest = sizes
        left = sum(sign * part for sign, part in zip(one.signs, rest, strict=True)) - first
        return 2 * abs(left) <= sum(Fraction(1, 10**cell.decimals) for cell in printed)
    if one.kind == "mean":
        return mean_fit(printed[1:], printed[0]).holds
    stated, level, base = printed
    if one.kind == "points":
        return point_fit(level, base, stated).holds
    return (growth_holds if one.kind == "growth" else share_holds)(level, base, stated) is not False
