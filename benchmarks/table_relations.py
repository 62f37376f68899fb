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
from typing import TYPE_CHECKING

from reconcile.documents.document import Cell, DocumentTable
from reconcile.reading.believed_relations import BelievedRelations, believed_relations, holds_as_printed
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import TableGrid, read_grid
from reconcile.reading.table_words import TOTAL_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reading.believed_relations import FittedCells


def found(rows: list[list[str]]) -> tuple[TableGrid, BelievedRelations]:
    cells = (Cell(text, row, place) for row, line in enumerate(rows) for place, text in enumerate(line) if text.strip())
    grid = read_grid(DocumentTable(tuple(cells)), "en")
    return grid, believed_relations(grid)


def relations(believed: BelievedRelations) -> Iterator[list[FittedCells]]:
    """The fits of each relation."""
    of: dict[int, list[FittedCells]] = {}
    for one in believed.fitted():
        of.setdefault(id(one.fits), []).append(one)
    return iter(of.values())


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
    parser.add_argument("--missed", action="store_true", help="print each changed digit that is not told")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if not options.data.exists():
        print(f"{options.data} is not there: nothing was measured")
        return 0
    tables = [entry["table"]["table"] for entry in json.loads(options.data.read_text(encoding="utf-8"))]
    rng = random.Random(options.seed)
    believed: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    told: Counter[str] = Counter()
    totals = explained = 0
    for number, rows in enumerate(tables):
        grid, these = found(rows)
        by_rows = {these.sum_rows[one.total].index for one in these.row_sums}
        labelled = [row.index for row in grid.rows if TOTAL_WORDS.search(row.label)]
        totals += len(labelled)
        explained += len(set(labelled) & by_rows)
        for fits in relations(these):
            kind = "sum" if fits[0].kind == "sum" else "other"
            believed[fits[0].kind] += 1
            holding[fits[0].kind] += all(one.fit.holds for one in fits)
            if options.list:
                for one in (one for one in fits if not one.fit.holds):
                    print(number, one.kind, rows[one.cells[0][0]][0], [rows[row][at] for row, at in one.cells])
            held = [one for one in fits if one.fit.holds]
            if not held:
                continue
            one = rng.choice(held)
            row, column = rng.choice(one.cells)
            if not isinstance(grid.at.get((row, column)), Printed):
                continue
            other = [list(line) for line in rows]
            other[row][column] = changed(rows[row][column], rng)
            after, those = found(other)
            changes[kind] += 1
            within = isinstance(after.at.get((row, column)), Printed) and holds_as_printed(one, after)
            is_told = any(not that.fit.holds and (row, column) in that.cells for that in those.fitted())
            hidden[kind] += within and not is_told  # rounding explains it: nothing can be told
            told[kind] += is_told
            if options.missed and not within and not is_told:
                print(number, one.kind, f"{rows[row][column]} as {other[row][column]}", f"fits: {len(fits)}")
    print(f"{len(tables)} tables: {believed['sum']} sums, {holding['sum']} of them hold everywhere")
    del believed["sum"]
    print(f"of rates, averages and bounds: {', '.join(f'{many} {kind}' for kind, many in sorted(believed.items()))}")
    print(f"{explained} of {totals} rows labelled as totals are explained")
    for kind in ("sum", "other"):
        print(
            f"one digit changed in {changes[kind]} cells of {kind}s: {told[kind]} told, {hidden[kind]} within rounding"
        )
    every, all_told, all_hidden = changes.total(), told.total(), hidden.total()
    beyond = f"{all_told / (every - all_hidden):.1%} of those beyond rounding"
    print(f"in all {all_told} of {every} told, {all_told / every:.1%}; {beyond}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
