"""The words that a language has for figures, from the vocabulary and CLDR, and the scanner that takes them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from babel.numbers import get_currency_name, list_currencies

from reconcile.language import vocabulary
from reconcile.language.digits import fold, locale_of
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from babel import Locale

_T = TypeVar("_T")
K = TypeVar("K")
_ONE = Fraction(1)

# The tone mark of oa, oe and uy is typed on either vowel (hoá, hóa); the first of each pair becomes the second.
_TONED = phrases("oà òa|oá óa|oả ỏa|oã õa|oạ ọa|oè òe|oé óe|oẻ ỏe|oẽ õe|oẹ ọe|uỳ ùy|uý úy|uỷ ủy|uỹ ũy|uỵ ụy")
_TONES = {pair[:2]: pair[3:] for pair in _TONED}
_TONE = re.compile("|".join(_TONES))
# Codes of ISO 4217 that are no money: metals, bond units, tests, "no currency".
_NO_MONEY = frozenset({"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XPD", "XPT", "XTS", "XUA", "XXX"})


def _plain(text: str) -> str:
    """Give folded text in small letters and one spelling, character for character as long as before."""
    small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return _TONE.sub(lambda found: _TONES[found[0]], small)


class _Words(Generic[_T]):
    """Phrases and what they stand for, in any case or only as printed (codes, abbreviations: TRY, not try)."""

    def __init__(
        self,
        anyhow: Iterable[tuple[str, _T]],
        as_printed: Iterable[tuple[str, _T]] = (),
        *,
        before_digits: bool = False,
    ) -> None:
        self.meanings: dict[str, _T] = {fold(phrase): meaning for phrase, meaning in as_printed}
        self.meanings |= {_plain(fold(phrase)): meaning for phrase, meaning in anyhow}
        self._lengths = sorted({len(phrase) for phrase in self.meanings}, reverse=True)
        self._before_digits = before_digits  # "USD5" is two words, "m2" is one

    def longest(self, text: str, small: str, at: int) -> tuple[_T, int] | None:
        """Give the meaning of the longest phrase at a place, and where it ends."""
        for length in self._lengths:
            end = at + length
            for phrase in (text[at:end], small[at:end]):
                if len(phrase) == length and phrase in self.meanings and self._ends(phrase, small[end : end + 1]):
                    return self.meanings[phrase], end
        return None

    def _ends(self, phrase: str, following: str) -> bool:
        """Say whether a word ends here: the m of "5 miles" is no million. Ideographs need no space."""
        if not (phrase[-1].isalnum() and following.isalnum()) or following >= "\u2e80":
            return True
        return self._before_digits and following.isdecimal()


class Scanner:
    """A place in folded words, moved on by what is taken."""

    def __init__(self, words: str) -> None:
        self.words = fold(words)
        self._small = _plain(self.words)
        self.at = 0

    @property
    def rest(self) -> str:
        return self.words[self.at :].strip()

    def take(self, known: _Words[_T]) -> _T | None:
        """Take the longest phrase that stands here, if any, and give its meaning."""
        self.skip()
        found = known.longest(self.words, self._small, self.at)
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

    hedged: bool  # the language's own hedge words are known, not only symbols
    before: _Words[str]  # hedges before the number → qualifier
    after: _Words[str]  # hedges after it
    directions: _Words[int]  # −1, +1
    openings: _Words[str]
    joins: _Words[str]
    scales: _Words[Fraction]
    of: _Words[str]  # between a scale and its unit
    money: _Words[str]  # before the number: ISO 4217 codes
    units: _Words[tuple[str, Fraction]]  # after it: canonical unit, and how many of it one is


@lru_cache(maxsize=64)
def lexicon(language: str) -> Lexicon:
    """Build the words of a language tag, once."""
    locale = locale_of(language)
    tongue = locale.language
    scales = _cldr_scales(locale)
    names, symbols = _money(locale)
    return Lexicon(
        hedged=tongue in vocabulary.BEFORE,
        before=_Words(_marked(_listed(vocabulary.BEFORE, tongue), tongue), before_digits=True),
        after=_Words(_listed(vocabulary.AFTER, tongue)),
        directions=_Words(_listed(vocabulary.DIRECTIONS, tongue)),
        openings=_Words(_listed(vocabulary.OPENINGS, tongue)),
        joins=_Words(_listed(vocabulary.JOINS, tongue)),
        scales=_Words(
            [*((word, size) for word, size in scales if len(word) > 1), *_own_scales(tongue)],
            as_printed=[(word, size) for word, size in scales if len(word) == 1],
        ),
        of=_Words(_listed(vocabulary.OF, tongue)),
        money=_Words(names.items(), as_printed=symbols.items(), before_digits=True),
        units=_Words(
            [*((phrase, (code, _ONE)) for phrase, code in names.items()), *_measures(tongue)],
            as_printed=[(symbol, (code, _ONE)) for symbol, code in symbols.items()],
        ),
    )


def _listed(table: Mapping[str, Mapping[K, str]], tongue: str) -> list[tuple[str, K]]:
    return [
        (phrase, meaning)
        for language in ("", tongue)
        for meaning, listed in table.get(language, {}).items()
        for phrase in phrases(listed)
    ]


def _marked(hedges: list[tuple[str, str]], tongue: str) -> list[tuple[str, str]]:
    if tongue != "vi":
        return hedges
    marks = phrases(vocabulary.MARKS)
    return hedges + [
        (f"{phrase} {mark}", meaning) for phrase, meaning in hedges if meaning in vocabulary.MARKED for mark in marks
    ]


def _measures(tongue: str) -> list[tuple[str, tuple[str, Fraction]]]:
    counted = phrases(vocabulary.COUNTED.get(tongue, "count"))
    return [(noun, ("count", _ONE)) for noun in counted] + [
        (phrase, (unit, size))
        for unit, size, language, listed in vocabulary.UNITS
        if language in {"", tongue}
        for phrase in phrases(listed)
    ]


def _own_scales(tongue: str) -> list[tuple[str, Fraction]]:
    return [
        (phrase, Fraction(10**power))
        for power, listed in vocabulary.SCALES.get(tongue, {}).items()
        for phrase in phrases(listed)
    ]


def _cldr_scales(locale: Locale) -> list[tuple[str, Fraction]]:
    """Read CLDR's compact formats: "00 Mrd'.'" for 10¹⁰ says that Mrd. is 10⁹. Words of two sizes are left out."""
    sizes: dict[str, set[Fraction]] = defaultdict(set)
    for style in locale.compact_decimal_formats.values():
        for formats in style.values():
            for power, pattern in formats.items():
                digits = re.search("0+", pattern.pattern)
                word = fold(re.sub("[0']", "", pattern.pattern))
                if digits and word:
                    sizes[word].add(Fraction(int(power), 10 ** (len(digits[0]) - 1)))
    distrusted = phrases(vocabulary.DISTRUSTED_SCALES.get(locale.language, ""))
    known = [(word, size.pop()) for word, size in sizes.items() if len(size) == 1 and word not in distrusted]
    return [(spelling, size) for word, size in known for spelling in (word, word.rstrip("."))]


def _money(locale: Locale) -> tuple[dict[str, str], dict[str, str]]:
    """Give the words of money, and its codes and symbols; $ and ¥ are the locale's own where it has one."""
    codes = [code for code in list_currencies() if code not in _NO_MONEY]
    names = _unambiguous((_plain(name), code) for code in codes for name in _names(code, locale))
    symbols = {symbol: code for code, listed in vocabulary.SYMBOLS.items() for symbol in phrases(listed)}
    for source in (locale_of("en"), locale):
        symbols |= _unambiguous((source.currency_symbols.get(code, code), code) for code in codes)
    symbols |= {code: code for code in codes}
    names |= dict(_listed(vocabulary.MONEY, locale.language))
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
