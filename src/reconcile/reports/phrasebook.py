"""The words of reports in a reader's language, and amounts as that language writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.errors import ReconcileError
from reconcile.language.periods import ALL_TIME
from reconcile.reports.phrases import english, vietnamese

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NUMBER = re.compile(r"\d[\d.,]*")
_OTHER_MARKS = str.maketrans(",.", ".,")
_PERIOD = {
    "quarter": re.compile(r"(?P<year>\d{4})-Q(?P<quarter>[1-4])"),
    "half": re.compile(r"(?P<year>\d{4})-S(?P<half>[12])"),
    "month": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})"),
    "day": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
}


@dataclass(frozen=True)
class Phrasebook:
    """The phrases of one language; ``amounts`` are its words beside numbers, by the English ones.

    >>> ENGLISH.counted("conflicts", 1), VIETNAMESE.counted("conflicts", 1200)
    ('1 conflict', '1.200 mâu thuẫn')
    >>> VIETNAMESE.amount("about 1,254.3 million USD"), VIETNAMESE.period("2024-Q4")
    ('khoảng 1.254,3 triệu USD', 'quý IV/2024')
    """

    language: str  # BCP 47
    phrases: Mapping[str, str]
    amounts: Mapping[str, str]
    point: str  # what stands before decimals

    def __call__(self, phrase: str, **values: object) -> str:
        return self.phrases[phrase].format_map(values)

    def several(self, phrase: str, count: int, **values: object) -> str:
        """The phrase for so many things."""
        one = f"{phrase}.one"
        return self(one if count == 1 and one in self.phrases else phrase, count=self.amount(f"{count:,}"), **values)

    def counted(self, noun: str, count: int) -> str:
        """So many things: "2 conflicts"."""
        return self.several(noun, count)

    def named(self, group: str, name: str) -> str:
        """What the program names (a verdict, a check, a status, a slip) in this language."""
        return self.phrases.get(f"{group}.{name}", name)

    def heads(self, phrase: str) -> list[str]:
        """The heads of a table."""
        return self.phrases[phrase].split("|")

    def enumerated(self, names: Iterable[str]) -> str:
        """Names with "and" before the last."""
        *first, last = names
        return self.phrases["who.and"].join((self.phrases["parts.and"].join(first), last)) if first else last

    def amount(self, written: str) -> str:
        """An amount as the program writes it (`Scale.with_unit`) in the marks and words of this language."""
        for word in self._words_in(written):
            written = re.sub(rf"(?<![\w/]){re.escape(word)}\b", self.amounts[word], written)
        return _NUMBER.sub(self._number, written) if self.point != "." else written

    def interval(self, written: str) -> str:
        """An interval as the program writes it; where a comma stands before decimals, a semicolon parts the ends."""
        return self.amount(written if self.point == "." else written.replace(", ", "; "))

    def _words_in(self, written: str) -> list[str]:
        return [word for word in self.amounts if word in written]

    def _number(self, found: re.Match[str]) -> str:
        number = found[0]
        end = number[len(number.rstrip(".,")) :]
        return number.removesuffix(end).translate(_OTHER_MARKS) + end

    def period(self, period: str) -> str:
        """A period as a sentence has it: "November 2024"; empty for one that is not limited."""
        if period == ALL_TIME:
            return ""
        first, between, last = period.partition("/")
        if between:
            return self("period.span", first=self.period(first), last=self.period(last))
        for kind, pattern in _PERIOD.items():
            if found := pattern.fullmatch(period):
                return self(f"period.{kind}", **self._parts(found.groupdict()))
        return period

    def _parts(self, given: dict[str, str]) -> dict[str, str]:
        made = dict(given)
        if "month" in given:
            made["month"] = self.phrases[f"month.{int(given['month'])}"]
        made |= {name: self.phrases[f"{name}.{given[name]}"] for name in ("quarter", "half") if name in given}
        if "day" in given:
            made["day"] = str(int(given["day"]))
        return made


ENGLISH = Phrasebook("en", english.ENGLISH_PHRASES, english.ENGLISH_AMOUNTS, ".")
VIETNAMESE = Phrasebook("vi", vietnamese.VIETNAMESE_PHRASES, vietnamese.VIETNAMESE_AMOUNTS, ",")
PHRASEBOOKS = {book.language: book for book in (ENGLISH, VIETNAMESE)}


def phrasebook(language: str) -> Phrasebook:
    """The phrases of a language by its tag; raises a ReconcileError that names those there are.

    >>> phrasebook("vi").language
    'vi'
    """
    if language not in PHRASEBOOKS:
        raise ReconcileError(f"reports are written in {' and '.join(PHRASEBOOKS)}, not in {language!r}")
    return PHRASEBOOKS[language]
