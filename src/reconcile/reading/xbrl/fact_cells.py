"""What the facts of XBRL are made of, whatever they are written in: numbers, how exact they are, and when they hold."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from reconcile.language.periods import ALL_TIME, period_of
from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.reported_numbers import FactError

__all__ = [
    "EXACT_DECIMALS",
    "FactPeriod",
    "decimals_of_precision",
    "fact_period",
    "plain_decimals",
]

EXACT_DECIMALS = "exact"
ONE_DAY = "one day"

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_MOST_DECIMALS = 999  # as a ledger's
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:T(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?))?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_MIDNIGHT = re.compile(r"00:00:00(?:\.0+)?")
_DAY_OVER = re.compile(r"24:00:00(?:\.0+)?")
_DAY = timedelta(days=1)


class FactPeriod(NamedTuple):
    """When a fact holds: whole days as a ledger writes them, and what these do not say of it.

    An instant is the day at whose end it is. A duration of one day is another period, and so is one that begins or
    ends within a day: `time` keeps these apart, and is "" for all others.
    """

    days: str
    time: str = ""
    instant: bool = False


def fact_period(start: str | None, end: str | None, *, dates: bool = True) -> FactPeriod:
    """The period from a start to an end, the instant of an end alone, or for ever where there is neither.

    Midnight ends the day before, as XBRL says. A date without a time is a whole day where the format has it so (XML);
    in JSON nobody says whether that day belongs to it, and it is refused: a FactError, as for what is no day.

    >>> fact_period("2024-01-01T00:00:00", "2025-01-01T00:00:00").days, fact_period(None, "2025-01-01T00:00:00").days
    ('2024', '2024-12-31')
    >>> fact_period("2024-12-31", "2024-12-31"), fact_period(None, "2024-12-31")
    (FactPeriod(days='2024-12-31', time='one day', instant=False), FactPeriod(days='2024-12-31', time='', instant=True))
    """
    if end is None:
        if start is not None:
            raise FactError(f"a period begins {shown(start)}, and no end is given")
        return FactPeriod(ALL_TIME)
    last, odd_end = _day(end, ends=True, dates=dates)
    if start is None:
        return FactPeriod(period_of(last, last).text, f"at {end}" if odd_end else "", instant=True)
    first, odd_start = _day(start, ends=False, dates=dates)
    if first > last:
        raise FactError(f"the period from {shown(start)} to {shown(end)} runs backwards")
    time = f"{start} to {end}" if odd_start or odd_end else ONE_DAY if first == last else ""
    return FactPeriod(period_of(first, last).text, time)


def _day(text: str, *, ends: bool, dates: bool) -> tuple[date, bool]:
    """The day of a moment that begins or ends a period, and whether the moment is another than that day's edge."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None or (found["time"] is None and not dates):
        wanted = "a date, or a date and time" if dates else "a date and time, such as 2025-01-01T00:00:00"
        raise FactError(f"{shown(text)} is no moment; expected {wanted}")
    time, zoned = found["time"], found["zone"] is not None
    try:
        day = date.fromisoformat(found["day"])
        if time is None:
            return day, zoned
        if _MIDNIGHT.fullmatch(time):
            return (day - _DAY if ends else day), zoned
        if _DAY_OVER.fullmatch(time):
            return (day if ends else day + _DAY), zoned
    except (ValueError, OverflowError):
        raise FactError(f"{shown(text)} does not exist") from None
    return day, True


def plain_decimals(text: str) -> str:
    """Decimals as a ledger writes them: a whole number, or "exact" for INF; a FactError for all else.

    >>> plain_decimals("-6"), plain_decimals("INF")
    ('-6', 'exact')
    """
    text = text.strip()
    if text == "INF":
        return EXACT_DECIMALS
    if not _WHOLE.fullmatch(text) or abs(int(text)) > _MOST_DECIMALS:
        raise FactError(f"decimals {shown(text)} is neither a whole number up to {_MOST_DECIMALS} nor INF")
    return str(int(text))


def decimals_of_precision(value: str, text: str) -> str | None:
    """The decimals of a plain number with so many significant digits, by XBRL 2.1, 4.6.6; None for 0: nothing is known.

    They are p - floor(log10 |v|) - 1; nought is exact.

    >>> decimals_of_precision("383400", "4"), decimals_of_precision("0.0123", "2"), decimals_of_precision("5", "0")
    ('-2', '3', None)
    """
    text = text.strip()
    if text == "INF":
        return EXACT_DECIMALS
    if not _WHOLE.fullmatch(text) or text.startswith("-") or int(text) > _MOST_DECIMALS:
        raise FactError(f"precision {shown(text)} is neither a whole number up to {_MOST_DECIMALS} nor INF")
    if not int(text):
        return None
    number = Decimal(value)
    return plain_decimals(str(int(text) - number.adjusted() - 1)) if number else EXACT_DECIMALS
