"""The words that a language has for figures, from the vocabulary and CLDR, and the scanner that takes them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from babel.numbers import get_currency_name, list_currencies

from reconcile.language.digits import fold, locale_of
from reconcile.language.languages import vocabulary_of
from reconcile.language.vocabulary import Vocabulary, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

_BEGUN = 3  # characters by which it is told which phrases may begin with them
_MOST_BEGINNINGS = 20_000  # that are remembered, of a text in whatever script
_T = TypeVar("_T")
K = TypeVar("K")
_ONE = Fraction(1)

# The tone mark of oa, oe and uy is typed on either vowel (hoá, hóa); the first of each pair becomes the second.
_TONED = phrases("oà òa|oá óa|oả ỏa|oã õa|oạ ọa|oè òe|oé óe|oẻ ỏe|oẽ õe|oẹ ọe|uỳ ùy|uý úy|uỷ ủy|uỹ ũy|uỵ ụy")
_TONES = {pair[:2]: pair[3:] for pair in _TONED}
_TONE = re.compile("|".join(_TONES))
# Codes of ISO 4217 that are no money: metals, bond units, tests, "no currency".
_NO_MONEY = frozenset({"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XPD", "XPT", "XTS", "XUA", "XXX"})


def plain(text: str) -> str:
    """Give folded text in small letters and one spelling, character for character as long as before."""
    small = text.lower()
    if text.isascii():
        return small
    if len(small) != len(text):
        small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return _TONE.sub(lambda found: _TONES[found[0]], small.replace("’", "'"))


def either(*lists: str) -> str:
    """A pattern of the phrases of some lists, in small letters, the longest first; one that fits nothing for none.

    >>> either("to | and", ""), either("")
    ('(?:and|to)', '(?!)')
    """
    known = {plain(phrase) for listed in lists for phrase in phrases(listed)}
    return f"(?:{'|'.join(map(re.escape, sorted(known, key=lambda one: (-len(one), one))))})" if known else "(?!)"


class Phrases(Generic[_T]):
    """Phrases and what they stand for, in any case or only as printed (codes, abbreviations: TRY, not try).

    A phrase that stands for None is none: "đồng thời" begins as "đồng" does, and is no money.
    """

    def __init__(
        self,
        anyhow: Iterable[tuple[str, _T]],
        as_printed: Iterable[tuple[str, _T]] = (),
        *,
        before_digits: bool = False,
        none: str = "",
    ) -> None:
        self.meanings: dict[str, _T] = {fold(phrase): meaning for phrase, meaning in as_printed}
        self.meanings |= {plain(fold(phrase)): meaning for phrase, meaning in anyhow}
        self._all: dict[str, _T | None] = {**self.meanings, **dict.fromkeys(map(plain, phrases(none)))}
        lengths: dict[str, set[int]] = defaultdict(set)
        for phrase in self._all:
            lengths[phrase[:_BEGUN]].add(len(phrase))
        self._lengths = dict(lengths)
        self._begun: dict[str, tuple[int, ...]] = {}  # the lengths of what may begin with some characters of a text
        self._before_digits = before_digits  # "USD5" is two words, "m2" is one
        self.reach = max(map(len, self.meanings), default=0)

    def longest(self, text: str, small: str, at: int) -> tuple[_T, int] | None:
        """Give the meaning of the longest phrase at a place, and where it ends."""
        begun, printed = small[at : at + _BEGUN], text[at : at + _BEGUN]
        key = begun if printed == begun else begun + printed
        lengths = self._begun.get(key)
        if lengths is None:
            lengths = self._beginning(begun, printed)
            if len(self._begun) >= _MOST_BEGINNINGS:
                self._begun.clear()
            self._begun[key] = lengths
        if not lengths:
            return None
        known = self._all
        for length in lengths:
            end = at + length
            as_printed, anyhow = text[at:end], small[at:end]
            for phrase in (as_printed,) if as_printed == anyhow else (as_printed, anyhow):
                if phrase in known and len(phrase) == length and self._ends(phrase, small[end : end + 1]):
                    meaning = known[phrase]
                    return None if meaning is None else (meaning, end)
        return None

    def _beginning(self, begun: str, printed: str) -> tuple[int, ...]:
        starts = {start[:count] for start in (begun, printed) for count in range(1, _BEGUN + 1)}
        return tuple(sorted({length for start in starts for length in self._lengths.get(start, ())}, reverse=True))

    def _ends(self, phrase: str, following: str) -> bool:
        """Say whether a word ends here: the m of "5 miles" is no million. Ideographs need no space."""
        if not (phrase[-1].isalnum() and following.isalnum()) or following >= "\u2e80":
            return True
        return self._before_digits and following.isdecimal()


class _Beside(Phrases[_T]):
    """The phrases of two tables, the longer of those that stand in one place."""

    def __init__(self, first: Phrases[_T], other: Phrases[_T]) -> None:
        self._both = first, other
        self.meanings = {**first.meanings, **other.meanings}
        self.reach = max(first.reach, other.reach)

    def longest(self, text: str, small: str, at: int) -> tuple[_T, int] | None:
        found = [one for words in self._both if (one := words.longest(text, small, at)) is not None]
        return max(found, key=lambda one: one[1], default=None)


class Scanner:
    """A place in folded words, moved on by what is taken."""

    def __init__(self, words: str) -> None:
        self.words = fold(words)
        self.small = plain(self.words)
        self.at = 0

    @classmethod
    def over(cls, folded: str, small: str) -> Scanner:
        """Scan a text that is folded already, and its small letters (`plain`)."""
        made = cls.__new__(cls)
        made.words, made.small, made.at = folded, small, 0
        return made

    @property
    def rest(self) -> str:
        return self.words[self.at :].strip()

    def take(self, known: Phrases[_T]) -> _T | None:
        """Take the longest phrase that stands here, if any, and give its meaning."""
        at = self.at
        if self.words[at : at + 1] == " ":
            at = self.at = at + 1
        found = known.longest(self.words, self.small, at)
        if found is None:
            return None
        meaning, self.at = found
        return meaning

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take what a pattern matches here, if anything."""
        found = pattern.match(self.words, self.at)
        if found:
            self.at = found.end()
        return found

    def skip(self) -> None:
        if self.words.startswith(" ", self.at):
            self.at += 1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a language's words mean, by the place they have in a figure."""

    mixed: bool  # a number may go on behind a scale word
    hedged: bool  # the language's own hedge words are known, not only symbols
    before: Phrases[str]  # hedges before the number → qualifier
    after: Phrases[str]  # hedges after it
    directions: Phrases[int]  # −1, +1
    openings: Phrases[str]
    joins: Phrases[str]
    scales: Phrases[Fraction]
    of: Phrases[str]  # between a scale and its unit
    money: Phrases[str]  # before the number: ISO 4217 codes
    units: Phrases[tuple[str, Fraction]]  # after it: canonical unit, and how many of it one is
    per: Phrases[str]  # between a unit and what it is per
    signed: Phrases[str]  # money that says more than the sign before its number
    weighed: Phrases[str]  # money that may as well be a weight
    per_heads: Phrases[str]  # the same between things that no table knows and so many heads
    number_words: Phrases[NumberWord]
    articles: Phrases[str]  # between a hedge and digits
    closing: tuple[str, ...]  # how hedges behind a number begin that are its own whatever follows
    leads: Phrases[str]  # whatever may lead up to a number: hedges, directions, openings, money


class NumberWord(NamedTuple):
    """A word for a number: a fraction (two thirds), or a multiple (double)."""

    value: Fraction
    step: Fraction
    scaled: bool  # it needs a scale: half a million
    unit: str  # that the word says by itself: dos décimas are 0.2 pp


@lru_cache(maxsize=64)
def lexicon(language: str, units: tuple[str, ...] = ()) -> Lexicon:
    """Build the words of a language tag, once; ``units`` are further ones, each by its own name."""
    if units:
        known = lexicon(language)
        return replace(known, units=_Beside(known.units, Phrases([(unit, (unit, _ONE)) for unit in units])))
    locale = locale_of(language)
    own = vocabulary_of(locale.language)
    both = [vocabulary_of("any"), own]
    scales = _cldr_scales(locale, own)
    names, symbols = _money(locale, both)
    shared = _listed("shared_money", both)
    for phrase, _ in shared:
        symbols.pop(phrase, None)
    behind = set(map(plain, phrases(own.money_behind)))
    leading = {phrase: code for phrase, code in names.items() if phrase not in behind}
    hedges = _marked(_listed("before", both), own)
    directions, openings = _ended(_listed("directions", both), own), _listed("openings", both)
    return Lexicon(
        mixed=own.mixed_numbers,
        hedged=bool(own.name),
        before=Phrases(hedges, before_digits=True),
        after=Phrases(_listed("after", both)),
        directions=Phrases(directions, before_digits=True),
        openings=Phrases(openings),
        joins=Phrases(_listed("joins", both)),
        scales=Phrases(
            [*((word, size) for word, size in scales if len(word) > 1), *_own_scales(own)],
            as_printed=[(word, size) for word, size in scales if len(word) == 1],
            none=own.no_units,
        ),
        of=Phrases([(phrase, "of") for words in both for phrase in phrases(words.of)]),
        money=Phrases(leading.items(), as_printed=symbols.items(), before_digits=True),
        units=Phrases(
            [
                *((phrase, (code, _ONE)) for phrase, code in names.items()),
                *_measures(both),
                *((phrase, (name, _ONE)) for phrase, name in shared),
            ],
            as_printed=[
                *((symbol, (code, _ONE)) for symbol, code in symbols.items()),
                *(
                    (said, (unit, Fraction(size)))
                    for unit, size, listed in own.printed_units
                    for said in phrases(listed)
                ),
            ],
            none=own.no_units,
        ),
        per=Phrases([(phrase, "per") for words in both for phrase in phrases(words.per)], before_digits=True),
        signed=Phrases([(phrase, "money") for phrase in phrases(own.signed_money)]),
        weighed=Phrases([(phrase, "lb") for phrase in phrases(own.weighed)]),
        per_heads=Phrases([(phrase, "per") for phrase in phrases(own.per_heads)], before_digits=True),
        number_words=Phrases(_number_words(own)),
        articles=Phrases([(phrase, "article") for phrase in phrases(own.articles)]),
        closing=("+", *(phrase for words in both for phrase in phrases(words.closing))),
        leads=Phrases(
            [(phrase, "lead") for phrase in (*(said for said, _ in (*hedges, *directions, *openings)), *leading)],
            as_printed=[(symbol, "lead") for symbol in symbols],
            before_digits=True,
        ),
    )


def _listed(name: str, both: Iterable[Vocabulary]) -> list[tuple[str, Any]]:
    """The phrases of a table, those of every language and the language's own, with what they stand for."""
    return [
        (phrase, meaning)
        for words in both
        for meaning, listed in getattr(words, name).items()
        for phrase in phrases(listed)
    ]


def _ended(listed: list[tuple[str, K]], own: Vocabulary) -> list[tuple[str, K]]:
    return listed + [
        (phrase.removesuffix(ending) + (other if other.startswith(" ") else f" {other}"), meaning)
        for phrase, meaning in listed
        for ending, others in own.endings.items()
        if phrase.endswith(ending)
        for other in phrases(others)
    ]


def _marked(hedges: list[tuple[str, str]], own: Vocabulary) -> list[tuple[str, str]]:
    hedges = _ended(hedges, own)
    return hedges + [
        (f"{phrase} {mark}", meaning)
        for phrase, meaning in hedges
        if meaning in own.marked
        for mark in phrases(own.marks)
    ]


def _measures(both: Iterable[Vocabulary]) -> list[tuple[str, tuple[str, Fraction]]]:
    counted = [(noun, ("count", _ONE)) for words in both for noun in phrases(words.counted)]
    units = [
        (phrase, (unit, Fraction(size)))
        for words in both
        for unit, size, listed in words.units
        for phrase in phrases(listed)
    ]
    compound = [
        (phrase, (unit, _ONE))
        for words in both
        for unit, listed in words.per_units.items()
        for phrase in phrases(listed)
    ]
    return counted + units + compound


def _own_scales(own: Vocabulary) -> list[tuple[str, Fraction]]:
    return [(phrase, Fraction(10**power)) for power, listed in own.scales.items() for phrase in phrases(listed)]


def _number_words(own: Vocabulary) -> list[tuple[str, NumberWord]]:
    scaled = phrases(own.before_scales)
    return [
        (phrase, NumberWord(Fraction(number), _step(number), phrase in scaled, unit))
        for said, listed in own.number_words.items()
        for number, _, unit in [said.partition(" ")]
        for phrase in phrases(listed)
    ]


def _step(number: str) -> Fraction:
    """To what a number word is said: two thirds to one third, a million to a million, double to one."""
    _, _, below = number.partition("/")
    return Fraction(1, int(below)) if below else Fraction(10 ** (len(number) - len(number.rstrip("0"))))


def _cldr_scales(locale: Locale, own: Vocabulary) -> list[tuple[str, Fraction]]:
    """Read CLDR's compact formats: "00 Mrd'.'" for 10¹⁰ says that Mrd. is 10⁹. Words of two sizes are left out."""
    sizes: dict[str, set[Fraction]] = defaultdict(set)
    for style in locale.compact_decimal_formats.values():
        for formats in style.values():
            for power, pattern in formats.items():
                digits = re.search("0+", pattern.pattern)
                word = fold(re.sub("[0']", "", pattern.pattern))
                if digits and word:
                    sizes[word].add(Fraction(int(power), 10 ** (len(digits[0]) - 1)))
    distrusted = phrases(own.distrusted_scales)
    known = [(word, size.pop()) for word, size in sizes.items() if len(size) == 1 and word not in distrusted]
    return [(spelling, size) for word, size in known for spelling in (word, word.rstrip("."))]


def _money(locale: Locale, both: list[Vocabulary]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the words of money, and its codes and symbols; $ and ¥ are the locale's own where it has one."""
    codes = [code for code in list_currencies() if code not in _NO_MONEY]
    names = _unambiguous((plain(name), code) for code in codes for name in _names(code, locale))
    symbols = {symbol: code for words in both for code, listed in words.symbols.items() for symbol in phrases(listed)}
    for source in (locale_of("en"), locale):
        symbols |= _unambiguous((source.currency_symbols.get(code, code), code) for code in codes)
    symbols |= {code: code for code in codes}
    names |= {plain(phrase): code for phrase, code in _listed("money", both)}
    if "dollars" in names:
        names |= dict.fromkeys(("dollar", "dollars"), symbols["$"])
    return names, symbols


def _names(code: str, locale: Locale) -> list[str]:
    """Give a currency's names in a language: by itself, for 2 and for 5 of it."""
    return [name for count in (None, 2, 5) if (name := get_currency_name(code, count, locale)) != code]


def _unambiguous(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in named:
        codes[name].add(code)
    return {name: held.pop() for name, held in codes.items() if len(held) == 1}
