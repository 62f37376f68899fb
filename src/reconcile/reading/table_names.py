"""What the rows and columns of a table are called in the claims of its cells: measures, columns and periods."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reconcile.language.digits import fold
from reconcile.language.periods import ALL_TIME
from reconcile.reading.table_grid import AMOUNT, COUNT, PERCENT

if TYPE_CHECKING:
    from reconcile.reading.table_grid import GridLine

__all__ = ["column_names", "row_names", "undated_names"]

_NO_NAME = re.compile(r"\W+")
_NO_VALUE = re.compile(r"[\[\],=]+")
_LONGEST = 60  # characters of a label in the name of a measure: a rule is read in one line


def row_names(rows: list[GridLine], prefix: str) -> list[str]:
    """A name for each row that a rule can hold: the words of its label, and its number where they stand twice."""
    names = [_NO_NAME.sub("_", fold(row.label))[:_LONGEST].strip("_") or f"row_{row.index + 1}" for row in rows]
    names = [name if not name[0].isdigit() else f"row_{name}" for name in names]
    many = Counter(names)
    given: set[str] = set()
    made = []
    for row, name in zip(rows, names, strict=True):
        section = _NO_NAME.sub("_", fold(row.section))[:_LONGEST].strip("_")
        own = f"{section}_{name}" if many[name] > 1 and section and section[0].isalpha() else name
        own = f"{own}_row_{row.index + 1}" if own in given or (many[name] > 1 and own == name) else own
        given.add(own)
        made.append(f"{prefix}.{own}")
    return made


def undated_names(columns: list[GridLine]) -> dict[int, tuple[str, str]]:
    """The columns by all words of their heads, of no period: where sums lead from one year to another."""
    words = [fold(_NO_VALUE.sub(" ", column.label)) or f"column {column.index + 1}" for column in columns]
    many = Counter(words)
    return {
        column.index: (f"{name} (column {column.index + 1})" if many[name] > 1 else name, ALL_TIME)
        for column, name in zip(columns, words, strict=True)
    }


def column_names(columns: list[GridLine]) -> dict[int, tuple[str, str]]:
    """For each column the words of its head and the period: a year, where its head names one and no other."""
    levels = [column for column in columns if column.kind in {AMOUNT, COUNT}]
    levels = levels or [column for column in columns if column.kind == PERCENT and len(column.years) == 1]
    if (
        levels
        and all(len(column.years) == 1 for column in levels)
        and len({column.years for column in levels}) == len(levels)
    ):
        # All that tells the levels apart is the year.
        year = max(column.years for column in levels)[0]
        names = {column.index: ("", str(column.years[0])) for column in levels}
        others = [column for column in columns if column.index not in names]
        words = [fold(_NO_VALUE.sub(" ", column.label)) or f"column {column.index + 1}" for column in others]
        for column, name in zip(others, words, strict=True):
            names[column.index] = (name if words.count(name) == 1 else f"{name} (column {column.index + 1})", str(year))
        return names
    latest = max((year for column in columns for year in column.years), default=None)
    made: list[tuple[str, str]] = []
    for column in columns:
        own = column.years[0] if len(column.years) == 1 else None
        rest = column.label if own is None else column.label.replace(str(own), " ")
        name = fold(_NO_VALUE.sub(" ", rest)).strip(" ,;:-–")
        period = own or latest
        made.append((name if name or own else f"column {column.index + 1}", str(period) if period else ALL_TIME))
    if len({name for name, _ in made}) == 1 and len(set(made)) == len(made):
        return {column.index: ("", period) for column, (_, period) in zip(columns, made, strict=True)}
    many = Counter(made)
    named = [(name or period, period) for name, period in made]
    return {
        column.index: (f"{name} (column {column.index + 1})" if many[one] > 1 else name, period)
        for (name, period), one, column in zip(named, made, columns, strict=True)
    }
