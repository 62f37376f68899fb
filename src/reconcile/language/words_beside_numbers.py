"""The words of a language that stand beside numbers which are no figures, ready to look up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel.numbers import get_decimal_symbol

from reconcile.language.digits import locale_of
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import either, plain
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from babel import Locale

    from reconcile.language.vocabulary import Vocabulary

_WORDS_BEFORE = (
    *("dated", "years", "spans_before", "aged", "ordinals", "sections", "documents", "telephones", "counting"),
)
_ENDS = r"(?![^\W_])"
YEAR = r"(?:1[5-9]|20)\d\d"


class WordsBesideNumbers(NamedTuple):
    """Phrases, and patterns from the end of a number or of its word on."""

    before: dict[str, frozenset[str]]  # phrase → what it says
    lasts: frozenset[str]  # the last words of these phrases
    names: frozenset[str]
    months: frozenset[str]
    capitals: frozenset[str]  # months that are one only with a capital
    spans: frozenset[str]
    of_dates: frozenset[str]
    periods: frozenset[str]
    articles: frozenset[str]  # of ordinals with a point
    points: bool  # whether 3.2018 is a month and no number
    spans_after: re.Pattern[str]
    suffixes: re.Pattern[str]
    running: re.Pattern[str]
    month_behind: re.Pattern[str]
    of_a_year: re.Pattern[str]
    second_year: re.Pattern[str]
    more_of_a_date: re.Pattern[str]
    more_of_an_age: re.Pattern[str]
    sections_too: re.Pattern[str]  # pages 34 and 35, page 34 of 112


def _months(locale: Locale, own: Vocabulary) -> frozenset[str]:
    names = {
        plain(name)
        for context in locale.months.values()
        for width in ("wide", "abbreviated")
        for name in context.get(width, {}).values()
        if not any(letter.isdigit() for letter in name)
    }
    return frozenset(spelled for name in (*names, *phrases(own.months)) for spelled in (name, name.rstrip(".")))


@lru_cache(maxsize=64)
def words_beside_numbers(language: str) -> WordsBesideNumbers:
    locale = locale_of(language)
    own = vocabulary_of(locale.language)
    before: dict[str, set[str]] = {}
    for name in _WORDS_BEFORE:
        for phrase in phrases(getattr(own, name)):
            before.setdefault(plain(phrase), set()).add(name)
    months = _months(locale, own)
    suffixes, days, of_dates = either(own.ordinal_suffixes), either(own.days), either(own.of_dates)
    parts = either(own.ands, own.of, *own.joins.values())
    return WordsBesideNumbers(
        before={phrase: frozenset(said) for phrase, said in before.items()},
        lasts=frozenset(phrase.rpartition(" ")[2] for phrase in before),
        names=frozenset(phrases(own.names)),
        months=months,
        capitals=frozenset(phrases(own.months_in_capitals)),
        spans=frozenset(map(plain, phrases(own.spans))),
        of_dates=frozenset(phrases(own.of_dates)),
        periods=frozenset(map(plain, phrases(f"{own.spans} | {own.dated} | {own.terms}"))),
        articles=frozenset(phrases(own.ordinal_articles)),
        points=get_decimal_symbol(locale) == ",",
        spans_after=re.compile(either(own.spans_after.replace("| /", "")) + _ENDS),
        suffixes=re.compile(suffixes + _ENDS),
        running=re.compile(either(own.running) + _ENDS),
        month_behind=re.compile(
            rf"(?:\.?(?: ?[-–] ?| {days} )\d{{1,2}})?(?:{suffixes}|\.)?(?: {of_dates})? ?"
            rf"{either(' | '.join(months))}\b\.?(?:,?(?: {of_dates})? {YEAR}\b)?(?!\d)"
        ),
        of_a_year=re.compile(rf"{of_dates}? ?{YEAR}\b"),
        second_year=re.compile(rf" ?(?:[-–—/]|{days}) ?{YEAR}\b|[-–/]\d\d\b"),
        more_of_a_date=re.compile(
            rf"(?: ?[-–/] ?\d{{1,2}}\b)?(?: {either(own.dated)} \d{{1,2}}\b)?"
            rf"(?:(?:,? {of_dates} |[/ -]|, )?{YEAR}\b)?"
        ),
        more_of_an_age=re.compile(rf" ?(?:[-–]|{days}) ?\d{{1,3}}\b"),
        sections_too=re.compile(rf"(?:, | ?[-–] ?| {parts} )\d{{1,4}}(?![\d\w]|[.,]\d| ?%)"),
    )
