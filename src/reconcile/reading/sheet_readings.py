"""How a sheet is read: which of its rows and columns hold figures, and what each says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from reconcile.documents.document import DocumentTable
from reconcile.language.digits import fold
from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.flagged_cells import FlaggedNumber, read_flagged
from reconcile.reading.reported_ledgers import some
from reconcile.reading.wide_frames import FrameRows, WideClaims, wide_claims

__all__ = ["SheetReading", "claims_of_sheet"]

_UNIT = "unit"


@dataclass
class SheetReading:
    """What the rows and columns with figures say of them, by their places in the sheet, from 0.

    A key is a column of every ledger, such as measure, period or unit, or a dimension; what a column says goes before
    what its row says.
    """

    rows: dict[int, dict[str, str]]
    columns: dict[int, dict[str, str]]
    said: list[str] = field(default_factory=list)  # how it was read, in words


class _SheetRows(FrameRows):
    """The rows of a sheet, of which each cell has a name."""

    def __init__(self, labels: Any, sheet: str, names: Mapping[tuple[int, str], str]) -> None:
        super().__init__(labels)
        object.__setattr__(self, "sheet", sheet)
        object.__setattr__(self, "names", names)

    def cell(self, row: int, column: str) -> str:
        return f"{self.sheet}{self.names.get((row, column), '')}"  # type: ignore[attr-defined]


def claims_of_sheet(table: DocumentTable, reading: SheetReading, file: str, source: str, language: str) -> WideClaims:
    """The claims of the cells where its rows and columns cross, with those left out that hold words.

    What is left out, and the units, are added to what is said.
    """
    own = list(dict.fromkeys(name for of in reading.rows.values() for name in of if name != _UNIT))
    frame: dict[str, list[str]] = {f"own {name}": [of.get(name, "") for of in reading.rows.values()] for name in own}
    places: dict[tuple[int, str], str] = {}
    words: list[str] = []
    told: set[str] = set()
    for column, of_column in reading.columns.items():
        texts: list[str] = []
        units: list[str] = []
        for number, (row, of_row) in enumerate(reading.rows.items()):
            cell = table.at.get((row, column))
            text = fold(cell.text) if cell else ""
            name = (cell.name if cell else "") or f"row {row + 1}, column {column + 1}"
            places[number, str(column)] = name
            unit = of_column.get(_UNIT) or of_row.get(_UNIT, "")
            read = read_flagged(text, language)
            if isinstance(read, str):
                words.append(f"{name} {shown(text)}")
            elif isinstance(read, FlaggedNumber) and unit and read.unit in {"percent", "pp"}:
                unit = read.unit
            texts.append("" if isinstance(read, str) else text)
            units.append(unit)
        told |= set(units)
        frame[str(column)] = texts
        frame[f"unit {column}"] = units
    if words:
        reading.said.append(f"no numbers, left out: {some(words)}")
    reading.said.append(f"unit {some(sorted(told - {''}))}" if told - {""} else "no unit")
    made = pd.DataFrame(frame, dtype="str")
    sheet = f"{file}, {table.name}!" if table.name else f"{file}, "
    said: dict[str, dict[str, object]] = {
        str(column): {name: text for name, text in of.items() if name != _UNIT}
        for column, of in reading.columns.items()
    }
    return wide_claims(
        made,
        id={f"own {name}": name for name in own},
        values=[str(column) for column in reading.columns],
        unit={str(column): f"unit {column}" for column in reading.columns},
        columns=said,
        source=source,
        language=language,
        rows=_SheetRows(made.index, sheet, places),
    )
