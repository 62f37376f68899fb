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

__all__ = ["ShareLine", "column_shares", "names_row", "row_shares"]

_PRIOR = {True: 0.6, False: 0.1}  # as of columns of growth
_BESIDE = 0.72  # of rows right below their part, where another row has shares of the same whole: 18 of 25
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
    lanes: tuple[int, ...]  # the rows or columns that were looked at


def column_shares(grid: TableGrid) -> list[ShareLine]:
    """The columns of shares that are believed: each of the amounts of a column in that of one row.

    The whole is a row at which the column prints 100 %, or where none does, one that is labelled as a total. Where
    there are several, each may be the whole of the rows of its own section: those up to it, or those from it on.
    """
    amounts = [column for column in grid.columns if column.kind in {AMOUNT, COUNT}]
    rows = [row for row in grid.rows if row.kind in {AMOUNT, COUNT}]
    found: list[ShareLine] = []
    for column in grid.columns:
        if column.kind != PERCENT:
            continue
        wholes = [row for row in rows if _is_all(grid.at.get((row.index, column.index)))]
        wholes = (wholes or [row for row in rows if TOTAL_WORDS.search(row.label)])[-_MOST:]
        meant = [
            part for part in amounts if not len(column.years) == len(part.years) == 1 or column.years == part.years
        ]
        tried = [
            _Tried(part.index, whole, _down(grid, column.index, part.index, whole), lanes)
            for part in meant
            for whole, lanes in _reaches([row.index for row in rows], [row.index for row in wholes])
        ]
        while best := _best(column, tried, _PRIOR[_labelled(column)]):
            if not _sectional(best, tried):
                found.append(best)
                tried = [one for one in tried if best.fits.keys().isdisjoint(one.lanes)]
            else:
                tried = [
                    one for one in tried if (one.part, one.whole, one.lanes) != (best.part, best.whole, best.lanes)
                ]
    return _told_once(found)


def _told_once(found: Sequence[ShareLine]) -> list[ShareLine]:
    """Of columns that would tell the same shares, the surest: two would contradict each other."""
    taken: set[tuple[int, int, int]] = set()
    kept = []
    for line in sorted(found, key=lambda line: -line.strength):
        shares = {(row, line.part, line.whole) for row in line.fits}
        if taken.isdisjoint(shares):
            kept.append(line)
            taken |= shares
    return sorted(kept, key=lambda line: line.line)


def _sectional(line: ShareLine, tried: Sequence[_Tried]) -> bool:
    """Whether most of what does not fit the whole of a line fits that of its own section."""
    broken = {lane for lane, fit in line.fits.items() if not fit.holds}
    others = [
        one for one in tried if one.part == line.part and one.whole != line.whole and len(one.lanes) < len(line.lanes)
    ]
    held = {
        lane
        for one in others
        for lane in broken.intersection(one.lanes)
        if (cells := one.cells(lane)) and share_holds(*cells)
    }
    return 2 * len(held) > len(broken)


def _reaches(rows: Sequence[int], wholes: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each whole with the rows that it may be the whole of: all, or one section's."""
    for place, whole in enumerate(wholes):
        yield whole, tuple(rows)
        if len(wholes) > 1:
            before = wholes[place - 1] if place else -1
            after = wholes[place + 1] if place + 1 < len(wholes) else rows[-1] + 1
            yield whole, tuple(row for row in rows if before < row <= whole)
            yield whole, tuple(row for row in rows if whole <= row < after)


def row_shares(grid: TableGrid) -> list[ShareLine]:
    """The rows of shares that are believed: each of the amounts of the row before it in those of another row.

    Where one is believed, the others of the table are tried of that whole, too, each with the row right above it.
    """
    rows = [row for row in grid.rows if row.kind in {AMOUNT, COUNT}]
    labels = {row.index: row.label for row in rows}
    lanes = tuple(column.index for column in grid.columns if column.kind in {AMOUNT, COUNT})
    found: list[ShareLine] = []
    left: list[tuple[GridLine, int]] = []
    for row in grid.rows:
        before = [one.index for one in rows if one.index < row.index]
        if row.kind != PERCENT or not before:
            continue
        part = before[-1]
        prior = _PRIOR[names_row(row.label, labels[part]) or _labelled(row)]
        after = [one.index for one in rows if one.index > row.index]
        wholes = [*before[:-1][-_MOST:], *after[:_MOST]]
        tried = [_Tried(part, whole, _across(grid, row.index, part, whole), lanes) for whole in wholes]
        if best := _best(row, tried, prior):
            found.append(best)
        elif part == row.index - 1:
            left.append((row, part))
    wholes = sorted({one.whole for one in found})
    for row, part in left:
        tried = [_Tried(part, whole, _across(grid, row.index, part, whole), lanes) for whole in wholes if whole != part]
        if best := _best(row, tried, _BESIDE):
            found.append(best)
    return found


_Cells: TypeAlias = Callable[[int], tuple[Printed, Printed, Printed] | None]


class _Tried(NamedTuple):
    """A part and a whole that may be meant, what they print in a row or column across, and where that counts."""

    part: int
    whole: int
    cells: _Cells
    lanes: tuple[int, ...]


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


def _labelled(line: GridLine) -> bool:
    return bool(SHARE_WORDS.search(line.label))


def names_row(label: str, part: str) -> bool:
    """Whether the label of a row of percentages has all words of the row before it: "Gross profit as % of sales"."""
    words, said = (set(map(str.lower, _WORD.findall(one))) for one in (part, label))
    return bool(words) and words <= said


def _best(line: GridLine, tried: Sequence[_Tried], prior: float) -> ShareLine | None:
    """The part and the whole that fit best; None where none are believed. `prior` is how likely the line has such."""
    best: ShareLine | None = None
    for part, whole, cells_of, lanes in tried:
        cells = {lane: cells for lane in lanes if (cells := cells_of(lane)) is not None}
        told = [holds for one in cells.values() if (holds := share_holds(*one)) is not None]
        if not told or 2 * sum(told) < len(told):
            continue
        fits = {lane: fit for lane, one in cells.items() if (fit := share_fit(*one)) is not None}
        strength = relation_strength(prior, fits.values(), len(tried))
        if (
            strength >= BELIEVED
            and any(fit.weight > 0 for fit in fits.values())
            and (best is None or strength > best.strength)
        ):
            best = ShareLine(line.index, part, whole, fits, strength, prior > _PRIOR[False], lanes)
    return best
