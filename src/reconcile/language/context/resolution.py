"""Periods out of phrases: those that name one, and those that lean on the day of publication or on another period."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reconcile.language.periods import Period, PeriodError, period_of, read_period

if TYPE_CHECKING:
    from reconcile.language.context.lexicon import PeriodPhrase

COMPARED_WITH = frozenset({"on year", "on month", "on quarter", "on week"})  # always what is compared with
PERIODS_BEFORE = frozenset(
    {"year before", "month before", "quarter before", "half before", "week before", "before", "same"}
)
_ON = {"on week": "week before", "on year": "year before", "on month": "month before", "on quarter": "quarter before"}
_STEPS = {"month before": "month", "quarter before": "quarter", "half before": "half"}
_MONTHS = {"half": 6, "quarter": 3, "month": 1, "year": 12}
_CENTURY = 100


def resolved(
    phrase: PeriodPhrase, published: date | None, spoken: Period | None, *, fiscal: bool = False
) -> Period | None:
    """The period of a phrase; `spoken` is the one that is spoken of where it stands. None where nothing tells it.

    With `fiscal`, a fiscal year is called as if it were the calendar's: within one document that tells years apart.

    What leaves the year out is the last such period that had begun on the day of publication, unless a whole year is
    spoken of.

    >>> from reconcile.language.context.lexicon import context_lexicon
    >>> lexicon = context_lexicon("en")
    >>> def told(words, published=None, spoken=None):
    ...     phrase = lexicon.period_phrases(words, lexicon.words_in(words))[0]
    ...     return str(resolved(phrase, published, spoken))
    >>> told("the first nine months of 2024"), told("in July", date(2025, 3, 1)), told("in July")
    ('2024-01/2024-09', '2024-07', 'None')
    >>> told("a year earlier", None, read_period("2024-Q2")), told("the previous month", None, read_period("2024-01"))
    ('2023-Q2', '2023-12')
    """
    try:
        if phrase.meaning == "fiscal year":
            return _fiscal(phrase.parts) if fiscal else None
        return _resolved(phrase.meaning, phrase.parts, published, spoken)
    except (PeriodError, ValueError, OverflowError):
        return None


def _resolved(meaning: str, parts: dict[str, int], published: date | None, spoken: Period | None) -> Period | None:
    meaning = _ON.get(meaning, meaning)
    if meaning in PERIODS_BEFORE:
        return _before(meaning, parts, spoken) if spoken else None
    if meaning in {"this year", "last year", "next year", "this month", "last month", "this quarter", "last quarter"}:
        return _of_publication(meaning, published) if published else None
    if meaning == "whole year":
        return read_period(f"{spoken.start.year:04}") if spoken and spoken.start.year == spoken.end.year else None
    if meaning in {"years", "between years"}:
        first = parts["year"]
        last = parts["year2"] if "year2" in parts else first - first % _CENTURY + parts["yy"]
        return read_period(f"{first}/{last}")
    return _named(meaning, parts, published, spoken)


def _fiscal(parts: dict[str, int]) -> Period | None:
    """A fiscal year or its quarter, by the number that it has; None for other parts of it."""
    if "year" not in parts or set(parts) - {"year", "quarter"}:
        return None
    return _in_year("quarter" if "quarter" in parts else "year", parts, parts["year"])


def _named(meaning: str, parts: dict[str, int], published: date | None, spoken: Period | None) -> Period | None:
    """A period by its name, its year where that is left out."""
    year = parts.get("year2", parts.get("year"))
    if year is None and "yy" in parts:
        year = (published or date(2000, 1, 1)).year // _CENTURY * _CENTURY + parts["yy"]
    if year is not None:
        return _in_year(meaning, parts, year)
    if meaning == "year":
        return None
    if spoken and spoken.kind == "year":
        return _in_year(meaning, parts, spoken.start.year)
    if published:
        years = (published.year, published.year - 1)
        begun = (one for year in years if (one := _in_year(meaning, parts, year)) and one.start <= published)
        return next(begun, None)
    if spoken and spoken.start.year == spoken.end.year:
        return _in_year(meaning, parts, spoken.start.year)
    return None


def _in_year(meaning: str, parts: dict[str, int], year: int) -> Period | None:
    month = parts.get("month", parts.get("Month", parts.get("m", parts.get("mm"))))
    match meaning:
        case "year":
            return read_period(f"{year:04}")
        case "half":
            return read_period(f"{year:04}-S{_ordinal(parts, 'half', 'h', 2)}")
        case "quarter":
            return read_period(f"{year:04}-Q{_ordinal(parts, 'quarter', 'q', 4)}")
        case "month":
            return read_period(f"{year:04}-{month:02}")
        case "day":
            return read_period(f"{year:04}-{month:02}-{parts['day']:02}")
        case "first months":
            return _months(year, 1, year, parts["count"]) if parts.get("half", 1) == 1 else None
        case "months":
            last = parts.get("month2", parts.get("Month2", parts.get("m2", 0)))
            first_year = parts.get("year", year)
            return _months(first_year if "year2" in parts and "year" in parts else year, month or 0, year, last)
        case "months to":
            count = parts.get("count", 3 if "quarter" in parts else 12)
            return _up_to(year, month or 0, count)
        case "to day":
            return _to_day(parts, year, month)
        case _:
            return None


def _ordinal(parts: dict[str, int], name: str, short: str, most: int) -> int:
    number = parts.get(name, parts.get(short, 0))
    if not 1 <= number <= most:
        raise ValueError(f"no {name} {number}")
    return number


def _months(first_year: int, first: int, last_year: int, last: int) -> Period:
    end = date(last_year, last, monthrange(last_year, last)[1])
    begin = date(first_year, first, 1)
    if begin > end:
        raise ValueError("the months run backwards")
    return period_of(begin, end)


def _up_to(year: int, month: int, count: int) -> Period:
    """So many months, the last of which is given."""
    first = year * 12 + month - count
    return _months(first // 12, first % 12 + 1, year, month)


def _to_day(parts: dict[str, int], year: int, month: int | None) -> Period | None:
    if month is None:
        return None
    if "day" not in parts:
        return _months(year, 1, year, month)
    return period_of(date(year, 1, 1), date(year, month, parts["day"]))


def _of_publication(meaning: str, published: date) -> Period | None:
    which, _, kind = meaning.partition(" ")
    kind = kind or "year"
    months = _MONTHS[kind]
    index = (published.year * 12 + published.month - 1) // months + {"this": 0, "last": -1, "next": 1}[which]
    first = index * months
    return _months(first // 12, first % 12 + 1, (first + months - 1) // 12, (first + months - 1) % 12 + 1)


def _before(meaning: str, parts: dict[str, int], spoken: Period) -> Period | None:
    if meaning == "year before":
        return spoken.year_before()
    if meaning == "same":
        return in_other_year(spoken, parts.get("year", 0))
    if meaning == "week before":
        week = timedelta(weeks=1)
        return period_of(spoken.start - week, spoken.end - week) if spoken.kind == "week" else None
    kind = _STEPS.get(meaning, spoken.kind)
    if kind != spoken.kind or kind not in _MONTHS:
        return None
    months = _MONTHS[kind]
    first = spoken.start.year * 12 + spoken.start.month - 1 - months
    return _months(first // 12, first % 12 + 1, (first + months - 1) // 12, (first + months - 1) % 12 + 1)


def in_other_year(period: Period, year: int) -> Period | None:
    """The same period of an earlier year; None where that year is not earlier.

    >>> in_other_year(read_period("2025-S1"), 2019).text
    '2019-S1'
    """
    while period.end.year > year > 0:
        period = period.year_before()
    return period if period.end.year == year else None


def is_over(period: Period, published: date | None) -> bool:
    """Whether a period had ended on the day of publication; without one nothing says that it had not."""
    return published is None or period.end <= published
