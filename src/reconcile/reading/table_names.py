"""What the rows and columns of a table are called in the claims of its cells: measures, columns and periods."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reconcile.language.digits import fold
from reconcile.language.periods import ALL_TIME, PeriodError, read_period
from reconcile.reading.drafted_relations import unmarked
from reconcile.reading.table_grid import AMOUNT, COUNT, PERCENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.reading.drafted_relations import unmarked
from reconcile.reading.table_grid import GridLine

__all__ = ["column_names", "row_names", "undated_names"]

_NO_WORD = re.compile(r"\W+")
_NO_VALUE = re.compile(r"[\[\],=]+")
_LONGEST = 60  # characters of a label in the name of a measure: a rule is read in one line


def row_names(tables: Sequence[Sequence[GridLine]], of: str = "") -> list[list[str]]:
    """A name for each row of each table of a document: its label, with what tells it from others of that label.

    That is the section, the number of the table, and that of the row. Names that are one in letters and digits count as
    one, since the id of a finding has no more; `of` is the document, where there are several.
    """
    several = Counter(key for rows in tables for key in {_key(_printed(row)) for row in rows})
    given: set[str] = set()
    made = []
    for number, rows in enumerate(tables, 1):
        alike = Counter(_key(_printed(row)) for row in rows)
        names = []
        for row in rows:
            name = said = _printed(row)
            if alike[_key(name)] > 1 and (section := _cleaned(row.section)):
                said = f"{section} – {name}"
            if several[_key(name)] > 1:
                said += f" (table {number})"
            if _key(said) in given or (alike[_key(name)] > 1 and said.startswith(name)):
                said += f" (row {row.index + 1})"
            names.append(f"{said} ({of})" if of else said)
            given.add(_key(said))
        made.append(names)
    return made


def _printed(row: GridLine) -> str:
    """The label of a row; with a word before it where it has no letter at its beginning, or reads as a period."""
    label = _cleaned(row.label)
    if not label:
        return f"row {row.index + 1}"
    return label if label[0].isalpha() and not _is_period(label) else f"row {label}"


def _cleaned(label: str) -> str:
    return unmarked(label)[:_LONGEST].strip(" ,;:")


def _is_period(label: str) -> bool:
    try:
        read_period(label)
    except PeriodError:
        return False
    return True


def _key(name: str) -> str:
    return _NO_WORD.sub("_", name).strip("_").lower()


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
    # "2023 | 2024 | Area": what has no year stands beside those that are told apart by nothing else.
    alone = [column for column in levels if column.years and column.label == str(column.years[0])]
    if len(alone) > 1 and not any(column.years for column in columns if column not in alone):
        levels = alone
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
