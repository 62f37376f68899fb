"""A number line in plain characters: where the intervals of a finding lie, drawn from their exact ends.

A bracket is an end that belongs to the interval, a parenthesis one that does not, an arrow none at all; ``|`` is an
interval narrower than a character.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from reconcile.exact.interval import Interval
from reconcile.reports.amounts import interval
from reconcile.reports.amounts import scale as scale_of
from reconcile.reports.claim_parts import ClaimPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.auditing import Entry
    from reconcile.checks.wording.scales import Scale

_LABEL = 44  # characters; what is longer is cut
_SHORTEST, _LONGEST = 12, 60  # characters of a line


class LineRow(NamedTuple):
    """What is drawn on one line."""

    label: str
    interval: Interval


def number_line(entry: Entry, given: Sequence[ClaimPart], *, width: int = 100) -> list[str]:
    """The lines of a finding's picture, none where there is nothing to compare."""
    rows, unit = rows_of(entry, given)
    return draw(rows, unit, width=width)


def rows_of(entry: Entry, given: Sequence[ClaimPart]) -> tuple[list[LineRow], str]:
    """What a finding compares, with its unit: figures of one quantity, or what is computed with what is reported."""
    if entry.check == "agreement" and len({part.unit for part in given}) == 1 and len(given) > 1:
        in_time = sorted(given, key=lambda part: part.published)
        names = [", ".join(filter(None, (part.source, part.published))) for part in in_time]
        return [LineRow(name, part.interval) for name, part in zip(names, in_time, strict=True)], given[0].unit
    rows = [
        LineRow(side if one["of"] == "figures" else f"{one['of']}, {side}", interval(one[side]))
        for one in entry.comparisons
        for side in ("computed", "reported")
    ]
    return rows, entry.unit


def draw(rows: Sequence[LineRow], unit: str, *, width: int) -> list[str]:
    r"""Each row with its label, its interval in numbers and the line; on a narrow screen without what has no room.

    Nothing is drawn where all rows are one and the same point.

    >>> from fractions import Fraction as F
    >>> rows = [
    ...     LineRow("estimate", Interval(F(720), F(800), high_open=True)),
    ...     LineRow("final", Interval(F(783), F(784))),
    ... ]
    >>> print(*draw(rows, "USD", width=60), sep="\n")
    estimate  [720, 800) USD  [================================)
    final     [783, 784] USD  -------------------------[]-------
    """
    ends = [end for row in rows for end in (row.interval.low, row.interval.high) if end is not None]
    if not ends or min(ends) == max(ends):
        return []
    scale = scale_of(ends, unit)
    names = [_cut(row.label) for row in rows]
    numbers = [scale.with_unit(scale.interval(row.interval)) for row in rows]
    if any(row.interval.point for row in rows):
        numbers = [_point(row.interval, scale) or text for row, text in zip(rows, numbers, strict=True)]
    columns = [names, numbers]
    while columns and _room(columns, width) < _SHORTEST:
        columns.pop()
    cells = min(_room(columns, width), _LONGEST)
    if cells < _SHORTEST:
        return []
    lines = [_line(row.interval, min(ends), max(ends), cells) for row in rows]
    widths = [max(map(len, column)) for column in columns]
    return [
        "".join(f"{text:{size}}  " for text, size in zip(texts, widths, strict=True)) + line
        for *texts, line in zip(*columns, lines, strict=True)
    ]


def _room(columns: Sequence[Sequence[str]], width: int) -> int:
    """How many characters are left for the line beside columns of words."""
    return width - sum(max(map(len, column)) + 2 for column in columns)


def _point(interval: Interval, scale: Scale) -> str:
    return scale.with_unit(scale.number(interval.low)) if interval.point and interval.low is not None else ""


def _line(interval: Interval, least: Fraction, most: Fraction, cells: int) -> str:
    def cell(end: Fraction) -> int:
        return int((end - least) * (cells - 1) / (most - least))

    first = 0 if interval.low is None else cell(interval.low)
    last = cells - 1 if interval.high is None else cell(interval.high)
    if first == last:
        bar = "|"
    else:
        left = "<" if interval.low is None else "(" if interval.low_open else "["
        right = ">" if interval.high is None else ")" if interval.high_open else "]"
        bar = left + "=" * (last - first - 1) + right
    return "-" * first + bar + "-" * (cells - 1 - last)


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
