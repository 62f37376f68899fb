"""TIME_PERIOD with FREQ: the period that an observation is of."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from reconcile.language.periods import KINDS, Period, PeriodError, period_of, read_period
from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.reported_numbers import FactError
from reconcile.reading.sdmx.component_roles import PERIOD_KINDS

__all__ = ["ObservedPeriod", "observed_period"]

_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?")
_FOR = re.compile(r"P([0-9]{1,4})([YMWD])")
_SINGLE = ("month", "day")
_DAYS = {"W": 7, "D": 1}


class ObservedPeriod(NamedTuple):
    """Whole days as a ledger writes them; a time within the day; whether FREQ was another than the date's kind."""

    days: str
    time: str = ""
    unlike: bool = False  # a day or month that ends no period of the frequency


@lru_cache(maxsize=2**16)
def observed_period(text: str, frequency: str) -> ObservedPeriod:
    """Read a time; with a frequency a day or a month at the end of such a period is that period.

    >>> [observed_period(text, "Q").days for text in ("2024-Q1", "2024-03-31", "2024-03", "2024-01/P3M")]
    ['2024-Q1', '2024-Q1', '2024-Q1', '2024-Q1']
    >>> observed_period("2024-12-31", "A"), observed_period("2024-05-31", "A")
    (ObservedPeriod(days='2024', time='', unlike=False), ObservedPeriod(days='2024-05-31', time='', unlike=True))
    """
    days, time = _without_time(text.strip())
    start, slash, length = days.partition("/")
    try:
        if found := _FOR.fullmatch(length):
            return ObservedPeriod(_lasting(_without_time(start)[0], int(found[1]), found[2]).text, time)
        period = read_period(days)
    except (PeriodError, OverflowError, ValueError) as error:
        raise FactError(f"TIME_PERIOD {shown(text)}: {error}") from None
    kind = PERIOD_KINDS.get(frequency)
    if slash or time or kind is None or period.kind not in _SINGLE or KINDS.index(period.kind) <= KINDS.index(kind):
        return ObservedPeriod(period.text, time)
    year = period_of(date(period.end.year, 1, 1), date(period.end.year, 12, 31))
    ended = next((one for one in year.split(kind) if one.end == period.end), None)
    return ObservedPeriod(ended.text) if ended else ObservedPeriod(period.text, unlike=True)


def _without_time(text: str) -> tuple[str, str]:
    """A moment as its day, with the time where it is not midnight."""
    first, slash, rest = text.partition("/")
    found = _MOMENT.fullmatch(first)
    if found is None:
        return text, ""
    time = "" if _MIDNIGHT.fullmatch(found[2]) else first
    return found[1] + slash + rest, time


def _lasting(start: str, count: int, letter: str) -> Period:
    """The period that begins with a day, month or year and lasts so many of a kind."""
    first = read_period(start).start
    if letter in _DAYS:
        return period_of(first, first + timedelta(days=count * _DAYS[letter] - 1))
    months = count * 12 if letter == "Y" else count
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return period_of(first, date(year, month + 1, first.day) - timedelta(days=1))
