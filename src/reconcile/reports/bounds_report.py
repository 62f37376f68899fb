"""Where all claims together leave each quantity: as text, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from reconcile.checks.wording.scales import Scale
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure
from reconcile.reports.csv_report import cell
from reconcile.reports.terminal import TerminalLine, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

_SCHEMA = "reconcile.bounds/1"
_PLACES = 6  # digits that a table shows of an end; the other formats have all of it


def bounds_text(bounds: pd.DataFrame, *, verbose: bool = False, width: int | None = None, colour: bool = False) -> str:
    """A line for each quantity, by measure; those that nobody reports are said to be so.

    Ends are shown outward, to a few places: no value that is possible lies outside. Without ``verbose`` quantities
    with no end but zero are only counted, and the claims that hold an end are left out. What had to be left out is said
    once, in a note.
    """
    return render(_lines(bounds.to_dict("records"), verbose=verbose), width=width, colour=colour)


def _lines(rows: list[dict[Any, Any]], *, verbose: bool) -> Iterator[TerminalLine]:
    idle = 0
    measure = None
    notes: dict[str, int] = {}
    for row in rows:
        interval = _interval(row)
        if not verbose and interval is not None and _idle(interval):
            idle += 1
            continue
        if row["measure"] != measure:
            measure = row["measure"]
            yield TerminalLine(measure, 0, "bold")
        where = " ".join(str(row[name]) for name in _where(row) if row[name])
        known = "" if row["reported"] else ", not reported"
        note = ""
        if row["without"]:
            number = notes.setdefault(", ".join(row["without"]), len(notes) + 1)
            note = f"  (note {number})"
        yield TerminalLine(f"{where}{known}: {_stated(interval, row['unit'])}{note}", 2)
        if verbose:
            yield from (
                TerminalLine(f"{end} from {', '.join(row[f'{end}_claims'])}", 4, "dim")
                for end in ("low", "high")
                if row[f"{end}_claims"]
            )
    if idle:
        yield TerminalLine(
            f"and {idle} quantit{'y' if idle == 1 else 'ies'} of which nothing follows; --verbose lists them", 0
        )
    for left_out, number in notes.items():
        yield TerminalLine(f"note {number}: without {left_out}, as with the others it cannot be true", 0, "yellow")
    if not rows:
        yield TerminalLine("no claim takes part in arithmetic")


def _where(row: dict[Any, Any]) -> list[str]:
    """The columns that place a quantity: area, dimensions, period, status."""
    names = list(row)
    return names[1 : names.index("low")]


def _interval(row: dict[Any, Any]) -> Interval | None:
    if row["undecided"]:
        return None
    ends = [None if row[name] is None else Fraction(row[name]) for name in ("low", "high")]
    return Interval(ends[0], ends[1], row["low_open"], row["high_open"])


def _idle(interval: Interval) -> bool:
    return not interval.low and interval.high is None


def _stated(interval: Interval | None, unit: str) -> str:
    """An interval in words, at a scale for reading, its ends moved outward to a few places."""
    if interval is None:
        return "not found within the time"
    size = max((abs(end) for end in (interval.low, interval.high) if end), default=Fraction(0))
    step = Fraction(10) ** (_magnitude(size) - _PLACES)
    scale = Scale.of([Figure(size, size, unit, "exact")])
    low = None if interval.low is None else interval.low // step * step
    high = None if interval.high is None else -(-interval.high // step) * step
    if interval.low is not None and interval.low == interval.high:
        return scale.with_unit(scale.number(interval.low))
    return scale.with_unit(scale.interval(Interval(low, high, interval.low_open, interval.high_open)))


def _magnitude(size: Fraction) -> int:
    """How many digits a number has before its point, or, below zero, how many noughts it has after it."""
    if not size:
        return _PLACES
    power = len(str(size.numerator)) - len(str(size.denominator))
    return power + (size >= Fraction(10) ** power)


def bounds_csv(bounds: pd.DataFrame) -> str:
    """A row for each quantity; claims of one cell are parted by blanks."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(list(bounds))
    for row in bounds.itertuples(index=False):
        writer.writerow(cell(_written(value)) for value in row)
    return table.getvalue()


def _written(value: Any) -> str | None:
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value).lower() if isinstance(value, bool) else value


def bounds_json(bounds: pd.DataFrame) -> str:
    """One JSON object: the schema's name, and an object for each quantity; ends are exact decimal strings."""
    rows = [{name: None if value == "" else value for name, value in row.items()} for row in bounds.to_dict("records")]
    return json.dumps({"schema": _SCHEMA, "bounds": rows}, ensure_ascii=True, allow_nan=False, indent=1) + "\n"
