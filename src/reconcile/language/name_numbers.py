"""Numbers that are part of a name: ages, hours of the clock, scores, house numbers, models, Stage 3, a 10-year bond.

They have a form, or a word beside them, that no quantity has. What has a scale or a unit behind it stays a quantity,
but for an age and for a time that says how long something is made for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel.numbers import get_decimal_symbol

from reconcile.language.digits import locale_of
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import lexicon, plain
from reconcile.language.mentions import Other
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from reconcile.language.lexicon import Lexicon, Scanner

TIMES = frozenset({"day", "week", "month", "quarter", "year", "hour"})
_SHORT_TIMES = TIMES | {"minute"}
_SEEN = 40  # characters before and behind a number that are looked at
_OLDEST = 130
_GROWN = 16  # years: a time between commas from here on is a person's age
_CODE = re.compile(r"\d{1,5}(?:[A-ZĐ]\b[\w-]*|[A-Z][A-Z0-9]+\b|[a-z]{1,2}[-/]\d+\w*|-[A-Z](?![\w-]))")
_SCORE = re.compile(r"(\d{1,2})(?::(\d{1,2})|[–-](\d{1,2}))(?![\w:%]|[.,]\d| ?[–/-] ?\d)")
_DAY_WITH_POINTS = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?!\d)")
_HOUR = re.compile(r"(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?")
_SOLID = re.compile(r"0\d+(?![\d.,]*\d)")
_TO_AN_AGE = re.compile(r" ?[-–] ?[1-9]\d(?= )")
_PERSON = re.compile(r"[^\W\d_][\w’'.-]* [^\W\d_][\w’'.-]*,? ?[(,]? ?$")
_LAST_WORD = re.compile(r"(?:^|[\s(\"“«/])([^\W\d_][^\s(]*) $")
MORE_OF_A_NAME = re.compile(r"(?:[-–+/]\w*\d\w*)+")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)\]”\"»’](?!\d)|[^\W\d_])")


class _Words(NamedTuple):
    """The words of a language beside numbers of this kind."""

    ages: re.Pattern[str]  # from the end of the first number on
    clock: re.Pattern[str]
    street: re.Pattern[str]  # behind the number
    address: re.Pattern[str]  # before it
    grades: re.Pattern[str]  # behind the number
    capitals: bool  # whether a capital letter tells a name from another noun
    joining: frozenset[str]  # words that may follow a name
    points: bool  # whether 14.05. is a day and no number


def _either(listed: str) -> str:
    known = sorted({plain(phrase).lstrip("-") for phrase in phrases(listed)}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, known)) or '(?!)'})"


@lru_cache(maxsize=64)
def _words(language: str) -> tuple[_Words, Lexicon]:
    locale = locale_of(language)
    own = vocabulary_of(locale.language)
    points = get_decimal_symbol(locale) == ","
    joins = _either(" | ".join((*own.joins.values(), own.ands)))
    return _Words(
        re.compile(rf"(?:[-‑]? ?(?:{joins}[ -])?[-–‑]? ?\d{{1,3}})?[ \-‑]?{_either(own.ages)}(?![^\W_])"),
        re.compile(
            rf"[ -]?(?:{_either(own.clock)}(?![^\W_])(?:-(?=\w))?|{_either(own.hours)} ?[0-5]\d(?!\d|[.,]\d| ?%))"
        ),
        re.compile(rf"(?:,|,? bis|,? ter)?(?: [A-ZÀ-ÝĐ][\w'’.-]*){{0,3}} (?i:{_either(own.streets)})(?![^\W_])"),
        re.compile(rf"(?<![^\W_])[^\W\d_]*{_either(own.addresses)}(?: [^\W\d_][\w'’.-]*){{0,4}},? $"),
        re.compile(rf" ?(?:{'|'.join(map(re.escape, phrases(own.grades))) or '(?!)'})(?![^\W_])"),
        bool(own.name) and not own.nouns_in_capitals,
        frozenset(map(plain, phrases(" | ".join((own.ands, own.of, *own.joins.values()))))),
        points,
    ), lexicon(language)


def number_of_a_name(scanner: Scanner, start: int, end: int, language: str) -> Other | None:
    """What the number between two places of folded words is by its form and by words of its own; None for neither.

    >>> from reconcile.language.lexicon import Scanner
    >>> number_of_a_name(Scanner("a 10-year bond"), 2, 4, "en")
    Other(kind='name', end=9)
    """
    return _Beside(scanner, start, end, language).told()


def behind_a_name(scanner: Scanner, start: int, end: int, language: str) -> Other | None:
    """The name that the number between two places ends, where nothing else has told what it is.

    >>> from reconcile.language.lexicon import Scanner
    >>> behind_a_name(Scanner("a loan of Stage 3."), 16, 17, "en")
    Other(kind='name', end=17)
    """
    return _Beside(scanner, start, end, language).ending()


class _Beside:
    """A number and what stands beside it."""

    def __init__(self, scanner: Scanner, start: int, end: int, language: str) -> None:
        self.said, self.words = _words(language)
        self.scanner, self.start, self.end = scanner, start, end
        self.text, self.small = scanner.words, scanner.small
        self.run, self.whole = self.text[start:end], self.text[start:end].isdigit()
        self.behind = self.text[end : end + 1]
        self.glue = self.text[start - 1 : start]

    def told(self) -> Other | None:
        if self._is_day() and (day := _DAY_WITH_POINTS.match(self.text, self.start)):
            return Other("date", day.end())
        if (end := self._hour()) is not None:
            return Other("date", end)
        if grade := self.said.grades.match(self.text, self.end):
            return Other("name", grade.end())
        if not self.whole:
            return None
        for tell in (self._age, self._by_form, self._address, self._lasting):
            if (end := tell()) is not None:
                return Other("name", end)
        return None

    def ending(self) -> Other | None:
        end = self._behind_a_name() if self.whole else None
        return None if end is None else Other("name", end)

    def _is_day(self) -> bool:
        return self.said.points and _DAY_WITH_POINTS.match(self.text, self.start) is not None

    def _unit(self, at: int) -> str:
        """The unit that stands at a place, "scale" for a scale word; "" for neither."""
        self.scanner.at = at
        if self.scanner.take(self.words.scales) is not None:
            return "scale"
        unit = self.scanner.take(self.words.units)
        return unit[0] if unit is not None else ""

    def _age(self) -> int | None:
        if len(self.run) > 3 or int(self.run) > _OLDEST:
            return None
        if self.behind in {" ", "-", "‑", "–"} and (found := self.said.ages.match(self.small, self.end)):
            return found.end()
        if (span := _TO_AN_AGE.match(self.text, self.end)) and self._behind_an_article():
            return self.scanner.at if self._unit(span.end()) == "year" else None
        grown = int(self.run) >= _GROWN and self.glue == " "
        if not grown:
            return None
        if self.behind == "," and self.text[self.start - 2 : self.start - 1] == ",":
            before = _PERSON.search(self.text, max(0, self.start - _SEEN), self.start)
            named = before is not None and all(word[:1].isupper() for word in before[0].strip(" ,(").split())
            return self.end if named and self.text[self.end + 1 : self.end + 2] == " " else None
        left = self.small[max(0, self.start - 5) : self.start]
        if left.endswith((", ", ", de ")) and self._unit(self.end) == "year":
            return self.scanner.at if self.text[self.scanner.at : self.scanner.at + 1] == "," else None
        return None

    def _behind_an_article(self) -> bool:
        article = _LAST_WORD.search(self.small, max(0, self.start - _SEEN), self.start)
        return article is not None and self.words.articles.longest(article[1], article[1], 0) is not None

    def _by_form(self) -> int | None:
        """What is told by its form: 5G, 10b-5, 007, 2:1."""
        if self.behind.isalnum() or self.behind == "-":
            found = _CODE.match(self.text, self.start)
            quarter = found is not None and found[0][-1] in "QHS" and len(self.run) == 1
            coded = found is not None and found[0][-1].isdigit()
            if found and not quarter and self.glue not in "$€£¥" and (coded or not self._unit(self.end)):
                return found.end()
        if _SOLID.match(self.text, self.start) and not self._unit(self.end):
            return self.end
        if self.behind in {":", "–", "-"} and self.glue in {"", " ", "("}:
            found = _SCORE.match(self.text, self.start)
            falling = found is not None and (found[3] is None or not int(found[1]) or int(found[1]) >= int(found[3]))
            if found and falling and not self._unit(found.end()):
                return self.end
        if self.glue in {":", "–", "-"}:  # the second number of a score
            found = re.compile(r"(?<![\w.,:%–-])\d{1,2}[:–-]$").search(self.text, max(0, self.start - 4), self.start)
            first = found[0][:-1] if found else ""
            if first and len(self.run) <= 2 and (self.glue == ":" or not int(first) or int(first) >= int(self.run)):
                ends = _ENDS.match(self.text, self.end) is not None and self.behind != "%"
                return self.end if ends and not self._unit(self.end) else None
        return None

    def _hour(self) -> int | None:
        if not _HOUR.fullmatch(self.run):
            return None
        found = self.said.clock.match(self.small, self.end)
        return found.end() if found else None

    def _address(self) -> int | None:
        if len(self.run) > 4:
            return None
        if self.said.street.match(self.text, self.end):
            return self.end
        if self.said.address.search(self.small, max(0, self.start - _SEEN), self.start):
            return self.end if _ENDS.match(self.text, self.end) and not self._unit(self.end) else None
        return None

    def _lasting(self) -> int | None:
        """Of a 10-year bond, a 7-day rate, a 25-minute speech the number says what kind it is."""
        if self.behind not in {"-", "‑"} or not self.text[self.end + 1 : self.end + 2].isalpha():
            return None
        return self.scanner.at if self._unit(self.end + 1) in _SHORT_TIMES else None

    def _behind_a_name(self) -> int | None:
        """A small whole number behind a word with a capital that begins no sentence, or one all of capitals."""
        if len(self.run) > 2 or self.glue != " ":
            return None
        begin = max(0, self.start - _SEEN)
        found = _LAST_WORD.search(self.text, begin, self.start)
        if found is None or not found[1][-1].isalnum() or not found[1][0].isupper() or "$" in found[1]:  # U$S 10
            return None
        letters = [letter for letter in found[1] if letter.isalpha()]
        loud = len(letters) > 1 and all(map(str.isupper, letters))
        if not loud:
            if not self.said.capitals:
                return None
            before = self.text[begin : found.start(1)].rstrip(' ("“«')
            if not before or before[-1] in ".!?:;\u2029\t":
                return None
        if self._unit(self.end):
            return None
        word = re.compile(r" ([^\W\d_]+)").match(self.small, self.end)
        follows = word is None or word[1] in self.said.joining or self.text[word.start(1)].isupper()
        if not follows and not loud:
            return None
        if re.compile(r" \(|[,.]\d| ?%").match(self.text, self.end):
            return None
        more = MORE_OF_A_NAME.match(self.text, self.end)
        return more.end() if more else self.end
