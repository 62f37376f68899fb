"""What `reconcile check` finds in real tables: totals explained, deviations told, changed digits told.

    python benchmarks/table_relations.py ../shared/data/tatqa-dev.json [--list]

The tables are those of a question-answering data set, which is not part of the project; without the file nothing is
measured. `--list` prints each deviation, to be judged by hand. docs/explanation/check.md has what came of it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reconcile.documents.document import Cell, DocumentTable
from reconcile.reading.printed_cells import Printed, read_cell
from reconcile.reading.table_bounds import row_bounds
from reconcile.reading.table_grid import read_grid
from reconcile.reading.table_growth import growths
from reconcile.reading.table_means import column_means, row_means
from reconcile.reading.table_points import point_changes
from reconcile.reading.table_relations import column_sums, row_sums
from reconcile.reading.table_shares import column_shares, row_shares
from reconcile.reading.table_words import TOTAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reading.table_grid import GridLine, TableGrid
    from reconcile.reading.table_sums import Sum


class Found(NamedTuple):
    """A sum in a table: the lines among which it is one, and those across which it is held."""

    lines: list[GridLine]
    lanes: list[GridLine]
    sum: Sum
    rows: bool  # whether the lines are rows

    def cell(self, line: int, lane: int) -> tuple[int, int]:
        at = self.lines[line].index, self.lanes[lane].index
        return at if self.rows else (at[1], at[0])

    def cells(self, lane: int) -> list[tuple[int, int]]:
        return [self.cell(line, lane) for line in (self.sum.total, *(part for _, part in self.sum.parts))]


def found(rows: list[list[str]]) -> tuple[TableGrid, list[Found]]:
    cells = (Cell(text, row, place) for row, line in enumerate(rows) for place, text in enumerate(line) if text.strip())
    grid = read_grid(DocumentTable(tuple(cells)), "en")
    columns, across, by_columns = column_sums(grid)
    lines, lanes, by_rows = row_sums(grid)
    down = [Found(lines, lanes, one, rows=True) for one in by_rows]
    return grid, down + [Found(columns, across, one, rows=False) for one in by_columns]


def deviations(sums: list[Found]) -> Iterator[tuple[Found, int]]:
    return ((one, lane) for one in sums for lane, fit in one.sum.fits.items() if not fit.holds)


class Line(NamedTuple):
    """A line of rates, averages or bounds, and what of it fits, by the cells that each fit is of."""

    kind: str
    fits: dict[tuple[tuple[int, int], ...], bool]


def lines(grid: TableGrid) -> Iterator[Line]:
    """What is believed of a table besides sums; the cell that states a rate or a mean comes first."""
    for growth in growths(grid):
        yield Line("growth", {tuple((row, at) for at in growth[:3]): fit.holds for row, fit in growth.fits.items()})
    for change in point_changes(grid):
        yield Line("points", {tuple((row, at) for at in change[:3]): fit.holds for row, fit in change.fits.items()})
    for share in column_shares(grid):
        line, part, whole = share[:3]
        yield Line("share", {((row, line), (row, part), (whole, part)): fit.holds for row, fit in share.fits.items()})
    for share in row_shares(grid):
        yield Line("share", {tuple((row, at) for row in share[:3]): fit.holds for at, fit in share.fits.items()})
    for bound in row_bounds(grid):
        yield Line("bound", {tuple((row, at) for row in bound[:2]): fit.holds for at, fit in bound.fits.items()})
    for mean in row_means(grid):
        rows = (mean.line, *mean.parts)
        yield Line("mean", {tuple((row, at) for row in rows): fit.holds for at, fit in mean.fits.items()})
    for mean in column_means(grid):
        columns = (mean.line, *mean.parts)
        yield Line("mean", {tuple((at, column) for column in columns): fit.holds for at, fit in mean.fits.items()})


def changed(text: str, rng: random.Random) -> str:
    """A cell with one digit changed; the first never becomes nothing."""
    places = [place for place, mark in enumerate(text) if mark.isdigit()]
    place = rng.choice(places)
    digits = [digit for digit in "0123456789" if digit != text[place] and (digit != "0" or place != places[0])]
    return text[:place] + rng.choice(digits) + text[place + 1 :]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--list", action="store_true", help="print each deviation")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if not options.data.exists():
        print(f"{options.data} is not there: nothing was measured")
        return 0
    tables = [entry["table"]["table"] for entry in json.loads(options.data.read_text(encoding="utf-8"))]
    rng, apart = random.Random(options.seed), random.Random(options.seed)
    sums = holding = totals = explained = planted = hidden = told = 0
    believed: Counter[str] = Counter()
    of_lines = [0, 0]
    for number, rows in enumerate(tables):
        grid, these = found(rows)
        others = list(lines(grid))
        believed.update(one.kind for one in others)
        sums += len(these)
        holding += sum(one.sum.holds for one in these)
        by_rows = {one.lines[one.sum.total].index for one in these if one.rows}
        labelled = [row.index for row in grid.rows if TOTAL_WORDS.search(row.label)]
        totals += len(labelled)
        explained += len(set(labelled) & by_rows)
        if options.list:
            for one, lane in deviations(these):
                print(number, one.lines[one.sum.total].label, [rows[row][column] for row, column in one.cells(lane)])
            for line in others:
                for cells in (cells for cells, holds in line.fits.items() if not holds):
                    print(number, line.kind, rows[cells[0][0]][0], [rows[row][column] for row, column in cells])
        for one in these:
            lanes = [lane for lane, fit in one.sum.fits.items() if fit.holds]
            if not lanes:
                continue
            lane = rng.choice(lanes)
            row, column = rng.choice(one.cells(lane))
            before = grid.at.get((row, column))
            if not isinstance(before, Printed):
                continue
            other = [list(line) for line in rows]
            other[row][column] = changed(rows[row][column], rng)
            after = read_cell(other[row][column], "en")
            planted += 1
            if (
                isinstance(after, Printed)
                and 2 * abs(abs(after.number) - abs(before.number)) <= one.sum.fits[lane].allowed
            ):
                hidden += 1  # rounding explains it: nothing can be told
            told += any((row, column) in that.cells(at) for that, at in deviations(found(other)[1]))
        for line in others:
            held = [cells for cells, holds in line.fits.items() if holds]
            row, column = apart.choice(apart.choice(held))
            other = [list(line) for line in rows]
            other[row][column] = changed(rows[row][column], apart)
            of_lines[0] += 1
            of_lines[1] += any(
                not holds and (row, column) in cells
                for that in lines(found(other)[0])
                for cells, holds in that.fits.items()
            )
    print(f"{len(tables)} tables: {sums} sums, {holding} of them hold everywhere")
    print(f"of rates, averages and bounds: {', '.join(f'{many} {kind}' for kind, many in sorted(believed.items()))}")
    print(f"one digit changed in {of_lines[0]} cells of these: told {of_lines[1]}, of them all, rounding or not")
    print(f"{explained} of {totals} rows labelled as totals are explained")
    beyond = planted - hidden
    print(
        f"one digit changed in {planted} cells: {hidden} within rounding; told {told}, {told / beyond:.1%} of the rest"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
