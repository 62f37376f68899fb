"""Periods in SDMX form, with their calendar: which nest, which follow, which is the same a year before."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from reconcile.errors import ReconcileError
from reconcile.language.digits import quoted_text
from reconcile.language.spellings import sdmx_spelling

__all__ = [
    "ALL_TIME",
    "KINDS",
    "Period",
    "PeriodError",
    "financial_year",
    "period_of",
    "read_period",
]

_DAY = timedelta(days=1)
_WEEK = timedelta(days=6)  # from a Monday to its Sunday
_MONTHS = {"year": 12, "half": 6, "trimester": 4, "quarter": 3, "month": 1}
_LETTERS = {"S": "half", "T": "trimester", "Q": "quarter"}
_READ_LETTERS = {**_LETTERS, "H": "half"}
KINDS = (*_MONTHS, "week", "day")
ALL_TIME = "0001/9999"  # the period of a figure whose document names none

_YEAR = re.compile("([0-9]{4})(?:-A1)?")
_PART = re.compile("([0-9]{4})-?([STQH])([0-9])")
_MONTH = re.compile("([0-9]{4})(?:-M?|M)([0-9]{2})")
_WEEKS = re.compile("([0-9]{4})-?W([0-9]{2})")
_DAYS = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ORDINAL = re.compile("([0-9]{4})-D([0-9]{3})")
_YEARS, _PART_OF = "([0-9]{4})(?:/([0-9]{2}))", "(?:-([SHTQ])([0-9]))?"
_FINANCIAL = re.compile(f"FY ?{_YEARS}?{_PART_OF}|{_YEARS}{_PART_OF}")
_FORMS = "2024, 2025-S1, 2024-T2, 2024-Q4, 2024-11, 2024-W05, 2024-11-05, or a span such as 2024-01/2024-05"


class PeriodError(ReconcileError, ValueError):
    """A text that is no period, or a period that does not exist.

    >>> read_period("Q4 2024")
    Traceback (most recent call last):
    reconcile.language.periods.PeriodError: 'Q4 2024' is no period in SDMX form; write 2024-Q4
    """


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included.

    >>> half = read_period("2024-01/2024-06")
    >>> half.text, half.kind, half.end, [quarter.text for quarter in half.split("quarter")]
    ('2024-S1', 'half', datetime.date(2024, 6, 30), ['2024-Q1', '2024-Q2'])
    """

    text: str  # canonical: the same days have the same text
    start: date
    end: date

    def __str__(self) -> str:
        return self.text

    @property
    def kind(self) -> str:
        """One of KINDS, or `span`."""
        return _kind_of(self.start, self.end)

    def contains(self, other: Period) -> bool:
        """Say whether all days of the other are days of this one; a period contains itself.

        >>> read_period("2024").contains(read_period("2024-Q4"))
        True
        """
        return self.start <= other.start and other.end <= self.end

    def follows(self, other: Period) -> bool:
        """Say whether this one begins the day after the other ends.

        >>> read_period("2025-S1").follows(read_period("2024-12"))
        True
        """
        return self.start > other.end and self.start - other.end == _DAY

    def year_before(self) -> Period:
        """Give the same period a year before: the same months, week number or days.

        Whole months stay whole: 2024-02 and 2023-02. Raises PeriodError where the year before has no such period
        (29 February, week 53): nothing there is the same.

        >>> read_period("2025-S1").year_before().text
        '2024-S1'
        """
        try:
            if self.kind == "week":
                year, week, _ = self.start.isocalendar()
                monday = date.fromisocalendar(year - 1, week, 1)
                return period_of(monday, monday + _WEEK)
            whole = self.start.day == 1 and self.end == _month_end(self.end.year, self.end.month)
            end = _month_end(self.end.year - 1, self.end.month) if whole else _last_year(self.end)
            return period_of(_last_year(self.start), end)
        except ValueError:
            raise PeriodError(f"{self.text} has no counterpart in the year before") from None

    def before(self, count: int) -> Period:
        """Give the period so many before this one, each as long: in whole months where it has these, else in days.

        Raises PeriodError where the calendar has not begun.

        >>> [read_period(text).before(1).text for text in ("2024", "2024-Q1", "2024-W01", "2023-04/2024-03")]
        ['2023', '2023-Q4', '2023-W52', '2022-04/2023-03']
        """
        months = 0
        if self.start.day == 1 and self.end == _month_end(self.end.year, self.end.month):
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        try:
            if not months:
                days = (self.end - self.start + _DAY) * count
                return period_of(self.start - days, self.end - days)
            year, month = divmod(self.start.year * 12 + self.start.month - 1 - months * count, 12)
            start = date(year, month + 1, 1)
            year, month = divmod(year * 12 + month + months - 1, 12)
            return period_of(start, _month_end(year, month + 1))
        except (ValueError, OverflowError):
            raise PeriodError(f"there is no period {count} before {self.text}") from None

    def since(self, base: Period, kind: str) -> Fraction | None:
        """How many periods of a kind have passed since an equally long, earlier one; None where that is no number.

        Months, quarters, halves and years are counted between whole months, or between days that are the same in their
        months; days and weeks between stretches of as many days.

        >>> years, quarter = read_period("2021"), read_period("2021-Q1")
        >>> years.since(read_period("2016"), "year"), quarter.since(read_period("2020-Q4"), "year")
        (Fraction(5, 1), Fraction(1, 4))
        """
        days = (self.start - base.start).days
        if kind in {"day", "week"}:
            long = self.end - self.start == base.end - base.start
            return Fraction(days, 7 if kind == "week" else 1) if long and days > 0 else None
        months = _months_between(base.start, self.start)
        same = months is not None and months == _months_between(base.end, self.end)
        return Fraction(months, _MONTHS[kind]) if same and months and months > 0 else None

    def split(self, kind: str) -> tuple[Period, ...]:
        """Give the periods of one kind that tile this one, in order; none where they do not fit exactly.

        >>> len(read_period("2024").split("month")), read_period("2024-Q1").split("half")
        (12, ())
        """
        if kind not in KINDS:
            raise PeriodError(f"{quoted_text(kind)} is no kind of period; expected one of {', '.join(KINDS)}")
        parts: list[Period] = []
        while not parts or parts[-1].end < self.end:
            start = parts[-1].end + _DAY if parts else self.start
            end = _end_of(kind, start)
            if end is None or end > self.end:
                return ()
            parts.append(period_of(start, end))
        return tuple(parts)


@lru_cache(maxsize=8192)
def read_period(text: str) -> Period:
    """Read a period: a year, a part of it, a day, or a span from one to another; its text becomes canonical.

    >>> [read_period(text).text for text in ("2024-M11", "2024-01/2024-12", "2024-Q4/2025-Q1")]
    ['2024-11', '2024', '2024-10/2025-03']
    """
    text = text.strip()
    if financial_year(text, _APRIL) is not None:  # whenever it begins, it exists
        raise PeriodError(
            f"{quoted_text(text)} is a financial year, and nothing says in which month it begins: "
            "fiscal_year: 04, in its source or in defaults"
        )
    first, slash, last = text.partition("/")
    try:
        return _span(_bounds(first), _bounds(last)) if slash else period_of(*_bounds(first))
    except PeriodError:
        if slash and (spelling := _near_miss(text)):
            raise PeriodError(f"{quoted_text(text)} is no period in SDMX form; write {spelling}") from None
        raise


def financial_year(text: str, month: int) -> Period | None:
    """A financial year, or a part of one, that begins in a month, 1 to 12; None where the text names none.

    It is called after the year in which it ends, FY2012 as FY2011/12 and 2011/12 are. Raises PeriodError where there is
    no such part, and where a year of two begins in January.

    >>> [financial_year(text, 4).text for text in ("FY2012", "2011/12", "FY2012-Q1")]
    ['2011-04/2012-03', '2011-04/2012-03', '2011-Q2']
    """
    found = _FINANCIAL.fullmatch(text.strip())
    if found is None:
        return None
    year, second, letter, number = (found[at] or found[at + 4] for at in range(1, 5))
    if second and (int(year) + 1) % 100 != int(second):
        return None
    if second and month == 1:
        raise PeriodError(f"{quoted_text(text)} does not exist: a financial year that begins in January is in one year")
    kind = _READ_LETTERS[letter] if letter else "year"
    months, which = _MONTHS[kind], int(number or 1)
    try:
        first, _ = _months(int(year) - (not second and month > 1), kind, which)
        begins, ends = first.month + month - 1, first.month + month + months - 2  # from the January of that year
        last = _month_end(first.year + (ends - 1) // 12, (ends - 1) % 12 + 1)
        return period_of(date(first.year + (begins - 1) // 12, (begins - 1) % 12 + 1, 1), last)
    except (ValueError, OverflowError) as error:
        raise PeriodError(f"{quoted_text(text)} does not exist: {error}") from None


_APRIL = 4


def _span(first: tuple[date, date], last: tuple[date, date]) -> Period:
    if last[0] < first[0] or last[1] < first[1]:
        names = f"{period_of(*first)}/{period_of(*last)}"
        raise PeriodError(f"'{names}' runs backwards: the period after the slash must be the later one")
    return period_of(first[0], last[1])


def _bounds(text: str) -> tuple[date, date]:
    """Give first and last day of a standard period."""
    try:
        if found := _YEAR.fullmatch(text):
            return _months(int(found[1]), "year", 1)
        if found := _MONTH.fullmatch(text):
            return _months(int(found[1]), "month", int(found[2]))
        if found := _PART.fullmatch(text):
            return _months(int(found[1]), _READ_LETTERS[found[2]], int(found[3]))
        if found := _WEEKS.fullmatch(text):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return monday, monday + _WEEK
        if found := _DAYS.fullmatch(text):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return day, day
        if found := _ORDINAL.fullmatch(text):
            day = _ordinal(int(found[1]), int(found[2]))
            return day, day
    except (ValueError, OverflowError) as error:
        raise PeriodError(f"{quoted_text(text)} does not exist: {error}") from None
    if spelling := _near_miss(text):
        raise PeriodError(f"{quoted_text(text)} is no period in SDMX form; write {spelling}")
    raise PeriodError(f"{quoted_text(text)} is no period; expected {_FORMS}")


def _near_miss(text: str) -> str:
    """Give the SDMX spelling that was probably meant, where that period exists."""
    spelling = sdmx_spelling(text)
    try:
        return spelling and read_period(spelling).text
    except PeriodError:
        return ""


def _months(year: int, kind: str, number: int) -> tuple[date, date]:
    """Give first and last day of the n-th month, quarter … of a year."""
    months = _MONTHS[kind]
    if not 1 <= number <= 12 // months:
        raise ValueError(f"a year has {kind}s 1 to {12 // months}".replace("halfs", "halves"))
    return date(year, (number - 1) * months + 1, 1), _month_end(year, number * months)


def _ordinal(year: int, number: int) -> date:
    if not 1 <= number <= 365 + isleap(year):
        raise ValueError(f"that year has days 1 to {365 + isleap(year)}")
    return date(year, 1, 1) + (number - 1) * _DAY


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_between(first: date, last: date) -> int | None:
    """How many months lie between the same days of two months, or the last days of both; None between other days."""
    ends = all(day == _month_end(day.year, day.month) for day in (first, last))
    return (last.year - first.year) * 12 + last.month - first.month if first.day == last.day or ends else None


def _last_year(day: date) -> date:
    return day.replace(year=day.year - 1)


@lru_cache(maxsize=1024)
def _kind_of(start: date, end: date) -> str:
    return next((kind for kind in reversed(KINDS) if _end_of(kind, start) == end), "span")


def _end_of(kind: str, start: date) -> date | None:
    """Give the last day of the period of a kind that begins on a day; None where none begins then."""
    if kind == "day":
        return start
    if kind == "week":
        return start + _WEEK if start.weekday() == 0 and date.max - start >= _WEEK else None
    months = _MONTHS[kind]
    begins = start.day == 1 and (start.month - 1) % months == 0
    return _month_end(start.year, start.month + months - 1) if begins else None


@lru_cache(maxsize=1024)
def period_of(start: date, end: date) -> Period:
    """Name a stretch of days: a standard period where it is one, else a span of years, months or days.

    >>> period_of(date(2024, 7, 1), date(2024, 9, 30)).text
    '2024-Q3'
    """
    kind = Period("", start, end).kind
    if kind != "span":
        return Period(_name(kind, start), start, end)
    part, last = next(
        (part, last)
        for part in ("year", "month", "day")
        if _end_of(part, start) and _end_of(part, last := _begin_of(part, end)) == end
    )
    return Period(f"{_name(part, start)}/{_name(part, last)}", start, end)


def _begin_of(kind: str, day: date) -> date:
    return {"year": day.replace(month=1, day=1), "month": day.replace(day=1), "day": day}[kind]


def _name(kind: str, start: date) -> str:
    if kind == "week":
        year, week, _ = start.isocalendar()
        return f"{year:04}-W{week:02}"
    if kind in _LETTERS.values():
        letter = next(letter for letter, named in _LETTERS.items() if named == kind)
        return f"{start.year:04}-{letter}{(start.month - 1) // _MONTHS[kind] + 1}"
    return start.isoformat()[: {"year": 4, "month": 7, "day": 10}[kind]]
