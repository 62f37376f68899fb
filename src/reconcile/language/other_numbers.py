"""What a number of a running text is where it is no figure: a date, an ordinal, a document's number, a name.

Only what cannot be a figure is told here: a number with a unit, a scale or a percent sign behind it stays one, whatever
stands before it, but for a year behind its own word ("năm 2024").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reconcile.language.folded_text import PARAGRAPH
from reconcile.language.lexicon import lexicon, plain
from reconcile.language.mentions import Other
from reconcile.language.name_numbers import MORE_OF_A_NAME, TIMES, behind_a_name, number_of_a_name
from reconcile.language.words_beside_numbers import YEAR, WordsBesideNumbers, words_beside_numbers

if TYPE_CHECKING:
    from reconcile.language.lexicon import Lexicon, Scanner
    from reconcile.language.mentions import MentionKind

_SEEN = 40  # characters before and behind a number that are looked at
_IS_YEAR = re.compile(YEAR)
_URL = re.compile(r"(?:https?://|www\.)\S|\S@[^\s@]{1,100}\.\w")
_TOKEN = re.compile(r"\S{1,200}")
# What is told by its own form, from its first digit on; a group's name begins with the kind.
_FORMS = re.compile(
    r"(?P<document_of_a_year>\d{1,5}/\d{4}/[A-ZĐ][\w/.-]{0,40}|\d{1,5}[/-][A-ZĐ]{2}[\w/.-]{0,40})"
    r"|(?P<date_by_year>\d{4}-\d{1,2}-\d{1,2}(?!\d))"
    r"|(?P<date_by_day>\d{1,2} ?(?P<mark>[/.-]) ?\d{1,2} ?(?P=mark) ?(?:\d{4}|\d\d)(?![\d%])(?!,\d))"
    rf"|(?P<date_of_days>\d{{1,2}} ?[-–] ?\d{{1,2}}/{YEAR}(?!\d))"
    r"|(?P<document_of_a_court>\d{1,3} [A-Z][a-z]{0,3} \d{1,5}/\d\d(?!\d))"  # the number of a case
    rf"|(?P<date_of_a_month>\d{{1,2}}[/-]{YEAR}(?!\d|[.,]\d| ?%))"
    rf"|(?P<date_of_years>{YEAR}(?:/\d\d(?:\d\d)?| ?[-–—] ?{YEAR})(?!\d|[.,]\d| ?%))"
    r"|(?P<date_of_the_clock>(?:[01]?\d|2[0-3])(?::[0-5]\d| ?[hg][0-5]\d)(?!\d)"
    r"|(?:1[0-2]|0?\d)(?:[:.][0-5]\d)? ?(?:a\.m\.|p\.m\.|[ap]m\b))"
    r"|(?P<telephone_behind_a_colon>(?<=: )\d{2,3}(?: \d\d){3,4}(?!\d| \d))"
    r"|(?P<telephone>0\d{1,4}(?:[ .-]\d{2,4}){2,4}(?!\d)|0\d{7,11}(?!\d))"
)
_KINDS: dict[str, MentionKind] = {
    group: kind for group in _FORMS.groupindex for kind in ("document", "date", "telephone") if group.startswith(kind)
}
_SIGNS: dict[str, MentionKind] = {"§": "section", "#": "ordinal"}  # glued before a number
_INTERNATIONAL = re.compile(r"\d{1,3}(?:[ .()/-]{1,2}\d{1,4}){2,6}(?!\d)")
_AREA_CODE = re.compile(r"0\d{1,5}\)(?:[ /-]{0,3}\d{2,4}){2,4}(?!\d)")
_POSTCODE = re.compile(r"\d{5} [A-ZÄÖÜÉ][^\W\d_]")
_LIST_DIGITS = 3
_AGE_DIGITS = 3
_MOST_WORDS = 4  # that tell together what a number is: enfants de moins de
_ABBREVIATED = 5  # letters that the name of a group has at most
_LIST = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)] ?(?=[^\d\s])|\d{1,2}(?:\.\d{1,2})+ (?=[^\d\s%])")
_MORE_OF_A_SECTION = re.compile(r"(?:[./-]\d+)+")
_WITH_A_POINT = re.compile(rf"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])\.{YEAR}")
_LETTERED = re.compile(r"[A-Ha-h](?![^\W_])")  # Section 4B
_ELIDED = re.compile(r"^[ldLD]['’](?=\w)")
_OPENINGS = "([{\"'“,;"
_SPAN_OF_YEARS = re.compile(r" ?[-–] ?(\d\d)(?![\d\w]|[.,]\d| ?%)")
_MORE_OF_A_TOKEN = re.compile(r"[\w./+‑-]*\w")
_DAY_OF_A_MONTH = re.compile(rf"(?:st|nd|rd|th)?(?: ?[-–] ?\d{{1,2}}\b)?(?:,? {YEAR}\b)?")
_NEXT_WORD = re.compile(r"\W*([^\W\d_]+)")
_LETTERS = re.compile(r"([^\W\d_]+)")
_WORD_BEHIND = re.compile(r"[ -]([^\W\d_]+)\b")
_MORE_OF_A_TELEPHONE = re.compile(r"[\d ()./-]*\d")
_MORE_OF_A_DOCUMENT = re.compile(r"\d[\w/.-]*\w|\d")
_NOUN = re.compile(r" [^\W\d_]{4,}")
_PERIOD_CODES = frozenset({"q", "h", "fy", "s", "t", "m", "cy", "kw", "gj", "sj", "hj"})
_TERM = re.compile(r"(?<![\w.,])[1-4]T ?(?:20)?\d\d(?![\w%]|[.,]\d)")  # 1T18: a quarter
_FRACTION = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/])")


@lru_cache(maxsize=64)
def _known(language: str) -> tuple[WordsBesideNumbers, Lexicon]:
    return words_beside_numbers(language), lexicon(language)


def _bare(word: str) -> str:
    """A word without what opens it and stands behind it: (l'article."""
    return _ELIDED.sub("", word.lstrip(_OPENINGS)).rstrip(".:")


def other_number(scanner: Scanner, lines: str, start: int, end: int, language: str) -> Other | None:
    """What the number between two places of folded words is, and where it ends; None where it may be a figure."""
    return _Beside(scanner, lines, start, end, language).told()


class _Beside:
    """A number and what stands beside it."""

    def __init__(self, scanner: Scanner, lines: str, start: int, end: int, language: str) -> None:
        self.language = language
        self.measures: dict[int, bool] = {}  # what was seen behind a place already
        self.said, self.words = _known(language)
        self.scanner, self.lines, self.start, self.end = scanner, lines, start, end
        self.text, self.small = scanner.words, scanner.small
        self.run = self.text[start:end]
        left = self.small[max(0, start - _SEEN) : start]
        self.left = left
        self.right = self.small[end : end + _SEEN]
        self.glue = self.text[start - 1 : start]
        self.says: frozenset[str] | None = None  # once it was asked

    def told(self) -> Other | None:
        return (
            self._glued()
            or self._by_form()
            or self._month()
            or self._listed()
            or self._behind()
            or number_of_a_name(self.scanner, self.start, self.end, self.language)
            or self._by_word()
            or self._year()
            or behind_a_name(self.scanner, self.start, self.end, self.language)
        )

    def _measured(self, end: int) -> bool:
        """Whether a scale, a unit that is none of time, or a percent sign follows."""
        if (known := self.measures.get(end)) is not None:
            return known
        scanner = self.scanner
        scanner.at = end
        unit = None
        scaled = scanner.take(self.words.scales) is not None
        if not scaled:
            unit = scanner.take(self.words.units)
        self.measures[end] = scaled or (unit is not None and unit[0] not in TIMES)
        return self.measures[end]

    def _glued(self) -> Other | None:
        glue = self.glue
        if self.right[:1].isalnum() or self.right[:1] == "@":
            token = _TOKEN.match(self.text, self.start)
            if token and "@" in token[0] and _URL.search(token[0]):
                return Other("document", token.end())
        if not glue or glue.isspace() or glue in "([{\"'“‘«,;:~≈<>≤≥+±−–—=$€£¥%|*•":
            return None
        token_start = max(self.text.rfind(" ", max(0, self.start - 100), self.start) + 1, self.start - 100)
        token = _TOKEN.match(self.text, token_start)
        if token and _URL.search(token[0]):
            return Other("document", token.end())
        begin = self.start
        if glue in "-‑/_.&":
            begin -= 1
        before = begin
        while before > 0 and self.text[before - 1].isalpha() and begin - before < _SEEN:
            before -= 1
        letters = self.text[before:begin]
        if not letters:
            if glue == "/" and self.text[begin - 1 : begin].isdigit():
                return Other("year" if _IS_YEAR.fullmatch(self.run) else "date", self.end)
            kind = _SIGNS.get(glue)
            return Other(kind, self.end) if kind else None
        if glue == ".":
            return None if self._measured(self.end) else self._by_word()
        symbol = before
        while symbol and (self.text[symbol - 1] == "$" or self.text[symbol - 1].isalpha()) and begin - symbol < _SEEN:
            symbol -= 1  # U$S
        self.scanner.at = symbol
        if self.scanner.take(self.words.money) is not None and self.scanner.at >= begin:
            return None
        if _IS_YEAR.fullmatch(self.run) and (glue in "-‑/" or letters.lower() in _PERIOD_CODES):
            return Other("year", self.end)
        if glue not in "-‑/_.&" and letters.lower() in _PERIOD_CODES:
            more = self.said.more_of_a_date.match(self.small, self.end)
            return Other("date", more.end() if more else self.end)
        if letters == self.text[before : self.start] and self._is_group(letters):
            return Other("name", self.end)
        if self._measured(self.end) or (glue == "-" and letters.islower() and len(letters) > 2 and "," in self.run):
            return None
        token = _MORE_OF_A_TOKEN.match(self.text, self.end)
        return Other("name", token.end() if token and not self.text[self.end].isspace() else self.end)

    def _is_group(self, letters: str) -> bool:
        """Whether capitals before a number are the name of a group, and things counted follow: G7 members."""
        if not letters.isupper() or len(letters) > _ABBREVIATED or not self.run.isdigit():
            return False
        self.scanner.at = self.end
        unit = self.scanner.take(self.words.units)
        return unit is not None and unit[0] == "count"

    def _by_form(self) -> Other | None:
        if self.glue == "(" and self.run[:1] == "0" and (found := _AREA_CODE.match(self.text, self.start)):
            return Other("telephone", found.end())
        if self._is_postcode():
            return Other("name", self.end)
        if self.glue == "+" and (found := _INTERNATIONAL.match(self.text, self.start)):
            return Other("telephone", found.end())
        if found := _FORMS.match(self.text, self.start):
            return Other(_KINDS[found.lastgroup or ""], found.end())
        if (found := _FRACTION.match(self.text, self.start)) and not self._measured(found.end()):
            above, below = map(int, found.groups())
            days = 1 <= above <= 31 and 1 <= below <= 12
            if days and (above >= below or self._says() & {"dated"}):
                return Other("date", found.end())
        return None

    def _is_postcode(self) -> bool:
        """Five digits between a comma and the name of a town."""
        comma = self.text[max(0, self.start - 2) : self.start] in {", ", ",\t"}
        return comma and _POSTCODE.match(self.text, self.start) is not None and not self._measured(self.end)

    def _month(self) -> Other | None:
        if not self.run.isdigit() or len(self.run) > 4:
            return None
        behind = self.said.month_behind.match(self.small, self.end)
        if behind and len(self.run) <= 2:
            return Other("date", behind.end())
        words = self.left.rstrip(" ").rsplit(None, 2)
        name = words[-1].strip("(,.") if words else ""
        if name in self.said.of_dates:
            name = words[-2].strip("(,.") if len(words) > 1 else ""
            if name not in self.said.months:
                return None
        if (
            name in self.said.months
            and self._capital(name)
            and (_IS_YEAR.fullmatch(self.run) or (len(self.run) <= 2 and int(self.run) <= 31))
        ):
            if self._measured(self.end) and not _IS_YEAR.fullmatch(self.run):
                return None
            more = _DAY_OF_A_MONTH.match(self.small, self.end)
            return Other("date", more.end() if more else self.end)
        return None

    def _capital(self, name: str) -> bool:
        """The may of "may 5" is no month."""
        at = self.small.rfind(name, max(0, self.start - _SEEN), self.start)
        return name not in self.said.capitals or self.text[at : at + 1].isupper()

    def _listed(self) -> Other | None:
        """Whether it numbers a part of the text: a list's item, a footnote's mark."""
        if self.glue == "[" and self.right[:1] == "]":
            return Other("section", self.end)
        at = self.start - (self.glue == "(")
        line = self.lines[at - 1 : at] if at else "\n"
        if not (line in "\n\u2029\t" or (line == " " and self.lines[max(0, at - 2) : at - 1] in "\n\u2029")):
            return None
        found = _LIST.match(self.text, self.start)
        if not found or len(self.run.split(".")[0]) > _LIST_DIGITS:
            return None
        ended = self.lines[max(at - 2, 0) : max(at - 1, 0)] if line == "\n" else "."
        plain_number = found[0].rstrip()[-1] == "." and "." not in found[0].rstrip()[:-1]
        if plain_number and ended and ended not in ".:;!?\u2029,":
            return None  # "…, or\n15. The next": the end of a sentence that a line cuts
        if found[0].rstrip()[-1].isdigit() and not self.text[found.end() : found.end() + 1].isupper():
            return None
        return Other("section", self.start + len(found[0].rstrip(" .)")))

    def _behind(self) -> Other | None:
        right, said = self.right, self.said
        if (suffix := said.suffixes.match(right)) and right[:1] != " ":
            word = _NEXT_WORD.match(right, suffix.end())
            kind: MentionKind = "date" if word and word[1] in said.periods else "ordinal"
            return Other(kind, self.end + suffix.end())
        if right[:2] == ". " and self.run.isdigit() and len(self.run) <= 3:
            word = _LETTERS.match(self.text, self.end + 2)
            if word and plain(word[1]) in said.periods and not self._measured(self.end):
                return Other("date", self.end + 1)
            before = self.left.split()[-1:]
            if word and before and before[0] in self.said.articles:
                return Other("ordinal", self.end + 1)
        if term := _TERM.match(self.text, self.end - 1):
            return Other("date", term.end())
        if right[:1].isalpha() and right[:1] in "qhs" and not right[1:2].isalpha() and len(self.run) == 1:
            return Other("date", self.end + 1)
        if right[:1] == "s" and _IS_YEAR.fullmatch(self.run) and not right[1:2].isalnum():
            return Other("year", self.end + 1)
        return self._span()

    def _span(self) -> Other | None:
        word = _WORD_BEHIND.match(self.right)
        if word and "spans_before" in self.said.before.get(word[1], ()):  # les 9 premiers mois
            word = re.compile(rf" {word[1]} ([^\W\d_]+)\b").match(self.right)
            if word and word[1] in self.said.spans:
                return Other("date", self.end + word.end())
        if not word or word[1] not in self.said.spans or not self.run.isdigit():
            return None
        rest = self.right[word.end() :].lstrip(" ")
        after = self.said.spans_after
        if "spans_before" in self._says() or rest[:1] == "/" or after.match(rest):
            return Other("date", self.end + word.end())
        if self.said.of_a_year.match(rest) and word[1] not in self.said.of_dates:
            return Other("date", self.end + word.end())
        return None

    def _says(self) -> frozenset[str]:
        """What the words before the number say of it."""
        if self.says is None:
            own = self.left.rpartition(PARAGRAPH)[2]  # of its own paragraph
            words = own.rstrip(" -" if self.glue == "-" else " ").split(" ")[-_MOST_WORDS:]
            last, lasts = words[-1], self.said.lasts
            spellings = (last, last.rstrip(".:"), last.lstrip(_OPENINGS), _bare(last))
            ended = not lasts.isdisjoint(spellings)
            self.says = self._told_by(words) if ended else frozenset()
        return self.says

    def _told_by(self, words: list[str]) -> frozenset[str]:
        told: set[str] = set()
        for count in range(1, len(words) + 1):
            phrase = _ELIDED.sub("", " ".join(words[-count:]).lstrip(_OPENINGS))
            for spelled in (phrase, phrase.rstrip(".:")):
                told |= self.said.before.get(spelled, frozenset())
        return frozenset(told)

    def _named(self) -> bool:
        left = self.text[max(0, self.start - _SEEN) : self.start].rstrip(" -‑")
        words = left.split(" ")
        one, two = (_ELIDED.sub("", " ".join(words[-count:]).lstrip('(“"')) for count in (1, 2))
        return one in self.said.names or two in self.said.names

    def _by_word(self) -> Other | None:
        says = self._says()
        year = _IS_YEAR.fullmatch(self.run)
        if self._named() and not self._measured(self.end):
            more = MORE_OF_A_NAME.match(self.text, self.end)
            end = more.end() if more else self.end
            if more is None or not (self._measured(end) or self.text[end : end + 1] == "%"):
                return Other("name", self._sections(end))
        if not says:
            return None
        if year and "years" in says and self.right[:1] != "%" and self.right[:2] != " %":
            more = self.said.second_year.match(self.small, self.end)
            return Other("date" if more else "year", more.end() if more else self.end)
        whole = self.run.replace(".", "").replace("/", "").isdigit()
        if "dated" in says and self.said.points and _WITH_A_POINT.fullmatch(self.run):
            return Other("date", self.end)  # tháng 3.2018
        if "dated" in says and whole and not re.search(r"[.,]\d", self.run) and not self._measured(self.end):
            more = self.said.more_of_a_date.match(self.small, self.end)
            return Other("date", more.end() if more else self.end)
        if "sections" in says and whole and (lettered := _LETTERED.match(self.text, self.end)):
            return Other("section", lettered.end())
        if self._measured(self.end):
            return None
        more = _MORE_OF_A_SECTION.match(self.text, self.end)
        end = more.end() if more else self.end
        if "telephones" in says:
            found = _MORE_OF_A_TELEPHONE.match(self.text, self.start)
            return Other("telephone", found.end() if found else end)
        if "documents" in says:
            found = _MORE_OF_A_DOCUMENT.match(self.text, self.start)
            return Other("document", found.end() if found else end)
        if "aged" in says and len(self.run) <= _AGE_DIGITS and self.run.isdigit():
            span = self.said.more_of_an_age.match(self.text, self.end)
            return Other("name", span.end() if span else self.end)
        if "sections" in says and whole:
            return Other("section", self._sections(end))
        if "ordinals" in says and self.run.isdigit():
            running = self.said.running
            if running.match(self.right.lstrip(" ")):
                return None
            return Other("ordinal", self.end)
        return None

    def _sections(self, end: int) -> int:
        """Where a list of parts ends: pages 34 and 35, page 34 of 112."""
        while (more := self.said.sections_too.match(self.small, end)) and not self._measured(more.end()):
            end = more.end()
        return end

    def _year(self) -> Other | None:
        if not _IS_YEAR.fullmatch(self.run) or (self.glue and self.glue in "$€£¥+−±"):
            return None
        if self.lines[self.end : self.end + 1] != "\n" and self._measured(self.end):
            return None
        if (more := _SPAN_OF_YEARS.match(self.text, self.end)) and int(more[1]) > int(self.run[2:]):
            return Other("date", more.end())
        if self.right[:1].isalpha() or ("counting" in self._says() and _NOUN.match(self.right)):
            return None
        return Other("year", self.end)
