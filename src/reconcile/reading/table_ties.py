"""One quantity in two tables, of one document or of two: rows of one label say the same in columns of one year."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reconcile.language.digits import fold
from reconcile.reading.evidence import BELIEVED, Fit, Value, fit_of, odds, relation_strength
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import CHANGE, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconcile.reading.table_claims import TableClaims
    from reconcile.reading.table_grid import GridLine

__all__ = ["TableTie", "table_ties"]

_Key: TypeAlias = tuple[str, str, int]  # section, label, year
_MOST = 40  # tables that have one row in common and are held against each other: more is a form filled in often
_MEANT = 0.3  # how often rows that have their labels and years in common are the same, before a number is looked at


class Placed(NamedTuple):
    """A cell of a table by its row and column, and what it prints."""

    row: GridLine
    column: GridLine
    size: Fraction  # in base units
    step: Fraction  # one unit of its last digit
    rate: bool  # in percent or in points


class TableTie(NamedTuple):
    """Cells of a later table that say again what an earlier one says, and how each fits."""

    table: TableClaims
    earlier: TableClaims
    cells: tuple[tuple[Placed, Placed, Fit], ...]
    strength: float

    @property
    def why(self) -> str:
        held = sum(fit.holds for *_, fit in self.cells)
        many = len(self.cells)
        said = f"fits in {held} of {many} cells" if held < many else f"fits in {many} cell{'s' * (many != 1)}"
        return f"rows of one label in columns of one year; {said}; {odds(self.strength)}"


def table_ties(tables: Sequence[TableClaims]) -> Iterator[TableTie]:
    """The ties that are believed between any two tables."""
    known = [dict(_cells(table)) for table in tables]
    places: dict[_Key, list[int]] = defaultdict(list)
    for number, cells in enumerate(known):
        for key in cells:
            places[key].append(number)
    shared: dict[tuple[int, int], list[_Key]] = defaultdict(list)
    for key, numbers in places.items():
        for pair in combinations(numbers[:_MOST], 2):
            shared[pair].append(key)
    for (earlier, later), keys in sorted(shared.items()):
        pairs = [(known[later][key], known[earlier][key]) for key in keys]
        pairs = [(now, before) for now, before in pairs if now.rate == before.rate]
        if not pairs or 2 * sum(_meet(*pair) for pair in pairs) < len(pairs):
            continue
        said = tuple((now, before, _fit(now, before)) for now, before in pairs)
        strength = relation_strength(_MEANT, (fit for *_, fit in said))
        if strength >= BELIEVED:
            yield TableTie(tables[later], tables[earlier], said, strength)


def _cells(table: TableClaims) -> Iterator[tuple[_Key, Placed]]:
    """The cells by section and label of their row and the year of their column, each of which is there once."""
    grid = table.grid
    years = _once(column.years[0] for column in grid.columns if len(column.years) == 1 and column.kind != CHANGE)
    labels = _once((fold(row.section).lower(), fold(row.label).lower()) for row in grid.rows)
    for row in grid.rows:
        section, label = fold(row.section).lower(), fold(row.label).lower()
        if not label or row.kind == OTHER or (section, label) not in labels:
            continue
        for column in grid.columns:
            cell = grid.at.get((row.index, column.index))
            dated = len(column.years) == 1 and column.years[0] in years and column.kind != CHANGE
            if dated and isinstance(cell, Printed):
                unit, power = table.unit(cell)
                step = Fraction(10) ** (power - cell.decimals)
                rate = unit in {"percent", "pp"}
                yield (section, label, column.years[0]), Placed(row, column, cell.number * step, step, rate)


def _once(keys: Iterable[object]) -> set[object]:
    return {key for key, many in Counter(keys).items() if many == 1}


def _meet(one: Placed, other: Placed) -> bool:
    return 2 * abs(one.size - other.size) <= one.step + other.step


def _fit(now: Placed, before: Placed) -> Fit:
    least = min(now.step, before.step)
    value, total = (Value(int(2 * one.size / least), int(one.step / least)) for one in (now, before))
    return fit_of([(1, value)], total)
