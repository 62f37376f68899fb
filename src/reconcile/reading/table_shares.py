"""Columns and rows of percentages that say what part of a whole the amounts beside or above them are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from reconcile.reading.evidence import BELIEVED, Fit, relation_strength
from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_grid import AMOUNT, COUNT, PERCENT, GridLine, TableGrid
from reconcile.reading.table_rates import share_fit, share_holds
from reconcile.reading.table_words import SHARE_WORDS, TOTAL_WORDS

__all__ = ["ShareLine", "column_shares", "row_shares"]

_PRIOR = {True: 0.6, False: 0.1}  # as of columns of growth
_MOST = 40  # rows that are tried as the whole: those nearest

_WORD = re.compile(r"[^\W\d_]{2,}")
_At: TypeAlias = tuple[int, int]


class ShareLine(NamedTuple):
    """A line of shares of `part` in `whole`: columns of part and share and a row, or three rows; by their indices."""

    line: int
    part: int
    whole: int
    fits: dict[int, Fit]  # by the index of the row or column across
    strength: float
    labelled: bool


def column_shares(grid: TableGrid) -> list[ShareLine]:
    """The columns of shares that are believed: each of the amounts of a column in that of one row.

    The whole is a row at which the column prints 100 %, or where none does, one that is labelled as a total.
    """
    amounts = [column for column in grid.columns if column.kind in {AMOUNT, COUNT}]
    rows = [row for row in grid.rows if row.kind in {AMOUNT, COUNT}]
    found: list[ShareLine] = []
    for column in grid.columns:
        if column.kind != PERCENT:
            continue
        wholes = [row for row in rows if _is_all(grid.at.get((row.index, column.index)))]
        wholes = (wholes or [row for row in rows if TOTAL_WORDS.search(row.label)])[-_MOST:]
        tried = [
            (part.index, whole.index, _down(grid, column.index, part.index, whole.index))
            for part in amounts
            for whole in wholes
        ]
        found += _best(column, [row.index for row in rows], tried)
    return found


def row_shares(grid: TableGrid) -> list[ShareLine]:
    """The rows of shares that are believed: each of the amounts of the row before it in those of another row."""
    rows = [row for row in grid.rows if row.kind in {AMOUNT, COUNT}]
    labels = {row.index: row.label for row in rows}
    lanes = [column.index for column in grid.columns if column.kind in {AMOUNT, COUNT}]
    found: list[ShareLine] = []
    for row in grid.rows:
        before = [one.index for one in rows if one.index < row.index]
        if row.kind != PERCENT or not before:
            continue
        part = before[-1]
        named = _names(row.label, labels[part])
        after = [one.index for one in rows if one.index > row.index]
        wholes = [*before[:-1][-_MOST:], *after[:_MOST]]
        tried = [(part, whole, _across(grid, row.index, part, whole)) for whole in wholes]
        found += _best(row, lanes, tried, named=named)
    return found


_Cells: TypeAlias = Callable[[int], tuple[Printed, Printed, Printed] | None]


def _down(grid: TableGrid, share: int, part: int, whole: int) -> _Cells:
    return lambda row: _printed(grid, (row, part), (whole, part), (row, share))


def _across(grid: TableGrid, share: int, part: int, whole: int) -> _Cells:
    return lambda column: _printed(grid, (part, column), (whole, column), (share, column))


def _printed(grid: TableGrid, part: _At, whole: _At, share: _At) -> tuple[Printed, Printed, Printed] | None:
    one, other, said = grid.at.get(part), grid.at.get(whole), grid.at.get(share)
    if isinstance(one, Printed) and isinstance(other, Printed) and isinstance(said, Printed):
        return one, other, said
    return None


def _is_all(cell: Printed | str | None) -> bool:
    return isinstance(cell, Printed) and cell.number == 100 * 10**cell.decimals


def _names(label: str, part: str) -> bool:
    """Whether the label of a row of percentages has all words of the row before it: "Gross profit as % of sales"."""
    words, said = (set(map(str.lower, _WORD.findall(one))) for one in (part, label))
    return bool(words) and words <= said


def _best(
    line: GridLine, lanes: Sequence[int], tried: Sequence[tuple[int, int, _Cells]], *, named: bool = False
) -> Iterator[ShareLine]:
    """The part and the whole that fit best, where they are believed."""
    labelled = named or bool(SHARE_WORDS.search(line.label))
    best: ShareLine | None = None
    for part, whole, cells_of in tried:
        cells = {lane: cells for lane in lanes if (cells := cells_of(lane)) is not None}
        told = [holds for one in cells.values() if (holds := share_holds(*one)) is not None]
        if not told or 2 * sum(told) < len(told):
            continue
        fits = {lane: fit for lane, one in cells.items() if (fit := share_fit(*one)) is not None}
        strength = relation_strength(_PRIOR[labelled], fits.values(), len(tried))
        if (
            strength >= BELIEVED
            and any(fit.weight > 0 for fit in fits.values())
            and (best is None or strength > best.strength)
        ):
            best = ShareLine(line.index, part, whole, fits, strength, labelled)
    if best is not None:
        yield best
