"""The phrases of one language as one search for periods and one for cues, and what they find in a text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.context.phrase_search import Beginning, PhraseSearch, beginning_of, first_word, words_in
from reconcile.language.context.words import ContextWords, pattern_of, phrases_in, spelled
from reconcile.language.digits import locale_of
from reconcile.language.lexicon import lexicon, plain
from reconcile.language.prose_words import prose_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.language.lexicon import Phrases

_WORDS = re.compile(r"[^\W\d_]+")
TONGUES = ("vi", "en", "de", "fr", "es")
_BEGINS, _ENDS = r"(?<!\d[.,/])", r"(?![^\W_])(?![.,/]\d)(?!\s?[%‰])"
_BEGUN = re.compile(r"([^\W\d_]*)(?:\{(\w+?)2?\})?(.*)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class PeriodPhrase(NamedTuple):
    """Words that name a period: "the first nine months of 2024" is `first months` with count 9 and year 2024."""

    start: int
    end: int
    meaning: str  # a key of MEANINGS
    parts: dict[str, int]


class Cue(NamedTuple):
    """A word or phrase that tells something of a figure near it."""

    start: int
    end: int
    roles: frozenset[str]  # of ROLES; "status: target", "per: year"


@dataclass(frozen=True)
class ContextLexicon:
    """What to search a text for."""

    words: ContextWords
    periods: PhraseSearch
    meanings: tuple[str, ...]  # of the phrases, by their number in the patterns
    cues: PhraseSearch
    roles: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]  # what stands in a place → its number
    months: Mapping[str, int]
    capital: bool  # the language writes the names of months with a capital
    abbreviations: frozenset[str]
    breaks: re.Pattern[str]
    hedges: Phrases[str]
    withs: re.Pattern[str]
    led: re.Pattern[str]
    origin: re.Pattern[str]  # at the end of what stands before the first of two levels
    small: frozenset[str]
    pronouns: frozenset[str]

    def words_in(self, text: str) -> list[tuple[int, str]]:
        """The words of a text with which a phrase may begin, small, and where each stands."""
        return words_in(text, self.periods, self.cues)

    def period_phrases(self, text: str, words: Sequence[tuple[int, str]]) -> list[PeriodPhrase]:
        """The phrases of periods, in order; none overlaps another.

        >>> lexicon = context_lexicon("en")
        >>> text = "In the first nine months of 2024, up on the year"
        >>> [(one.meaning, one.parts) for one in lexicon.period_phrases(text, lexicon.words_in(text))]
        [('first months', {'count': 9, 'year': 2024}), ('on year', {})]
        """
        found = []
        for match in self.periods.matches(text, words):
            name = match.lastgroup or ""
            parts = {
                group.partition("_")[2].rstrip("_"): number
                for group, words in match.groupdict().items()
                if words is not None and group.startswith(f"{name}_") and (number := self._number(words)) is not None
            }
            if not self._may_be_verb(match, parts):
                found.append(PeriodPhrase(match.start(), match.end(), self.meanings[int(name[1:])], parts))
        return found

    def _number(self, words: str) -> int | None:
        folded = _folded(words)
        return int(folded) if folded.isdecimal() else self.numbers.get(folded, self.months.get(folded))

    def _may_be_verb(self, match: re.Match[str], parts: dict[str, int]) -> bool:
        """Whether the name of a month stands alone and small, where months are written with a capital: may, march."""
        return self.capital and set(parts) == {"Month"} and match[0][0].islower()

    def hedge_before(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Where the first hedge of a stretch stands, which leads to a number: its words tell nothing else."""
        words = text[start:end]
        small = plain(words)
        for begun in _WORDS.finditer(words):
            if (taken := self.hedges.longest(words, small, begun.start())) is not None:
                return start + begun.start(), start + taken[1]
        return None

    def found_cues(
        self, text: str, words: Sequence[tuple[int, str]], start: int = 0, end: int | None = None
    ) -> list[Cue]:
        """The cues of a stretch of a text, in order; the longest of those that begin at one place.

        >>> lexicon, text = context_lexicon("en"), "fell by 3% to 5"
        >>> [(sorted(cue.roles)) for cue in lexicon.found_cues(text, lexicon.words_in(text))]
        [['fall'], ['to']]
        """
        return [
            Cue(*found.span(), self.roles[_folded(found[0])]) for found in self.cues.matches(text, words, start, end)
        ]


def _folded(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())


def context_words(language: str) -> ContextWords | None:
    """The words of a language tag; None where it has no file."""
    tongue = locale_of(language).language
    if tongue not in TONGUES:
        return None
    words: ContextWords = getattr(import_module(f"reconcile.language.context.{tongue}"), tongue.upper())
    return words


@lru_cache(maxsize=16)
def context_lexicon(language: str) -> ContextLexicon | None:
    """Build the searches of a language tag, once; None where its words are not known."""
    words = context_words(language)
    if words is None:
        return None
    wide, months = _months(language, words)
    ordinals = {spelling: number for phrase, number in words.ordinals.items() for spelling in spelled(phrase)}
    places = _places(months, wide, words.numbers, ordinals)
    listed = [(meaning, phrase) for meaning, several in words.periods.items() for phrase in phrases_in(several)]
    listed.sort(key=lambda one: _specific(one[1]), reverse=True)
    roles = _roles(words)
    numbers = {**_ROMAN, **words.numbers, **ordinals}
    return ContextLexicon(
        words=words,
        periods=PhraseSearch(
            (
                (
                    f"(?P<p{number}>{pattern_of(phrase, places, f'p{number}_')})",
                    _beginnings(phrase, {**words.numbers, **ordinals}, months),
                )
                for number, (_, phrase) in enumerate(listed)
            ),
            before=_BEGINS,
            behind=_ENDS,
        ),
        meanings=tuple(meaning for meaning, _ in listed),
        cues=PhraseSearch((_whole(phrase), [beginning_of(phrase)]) for phrase in sorted(roles, key=len, reverse=True)),
        roles=roles,
        numbers=numbers,
        months=months,
        capital=all(name[0].isupper() for name in locale_of(language).months["format"]["wide"].values())
        and locale_of(language).language != "vi",
        abbreviations=frozenset(phrase.lower() for phrase in phrases_in(words.abbreviations)),
        hedges=lexicon(language).before,
        led=prose_words(language).led,
        withs=prose_words(language).withs,
        origin=prose_words(language).origin,
        small=frozenset(phrases_in(words.small)),
        pronouns=frozenset(phrases_in(words.pronouns)),
        breaks=re.compile(rf"(?<![^\W_]){_either(phrases_in(words.breaks))}(?![^\W_])", re.IGNORECASE),
    )


def language_of(text: str) -> str:
    """The language of which most small words stand in a text; "" where none does, or of several as many do.

    >>> language_of("Der Umsatz stieg im Jahr 2024 um 3 %."), language_of("12 + 3 = 15")
    ('de', '')
    """
    often = Counter(word.lower() for word in _WORDS.findall(text))
    found = {
        tongue: sum(often[word] for word in phrases_in(words.small))
        for tongue in TONGUES
        if (words := context_words(tongue)) is not None
    }
    best = max(found, key=lambda tongue: found[tongue])
    return best if list(found.values()).count(found[best]) == 1 else ""


def _months(language: str, words: ContextWords) -> tuple[set[str], dict[str, int]]:
    """The names of months from CLDR: those written out, and all with their numbers, abbreviations too."""
    locale = locale_of(language)
    wide: dict[str, int] = dict(words.months)
    short: dict[str, int] = {}
    for form in ("format", "stand-alone"):
        for width, names in (("wide", wide), ("abbreviated", short)):
            names.update({name.lower(): number for number, name in locale.months[form][width].items()})
    short = {spelling: number for name, number in short.items() for spelling in (name, name.rstrip("."))}
    named = {name: number for name, number in wide.items() if not any(letter.isdecimal() for letter in name)}
    return set(named), {**short, **named}


def _places(
    months: Mapping[str, int], wide: set[str], numbers: Mapping[str, int], ordinals: Mapping[str, int]
) -> dict[str, str]:
    return {
        "year": r"(?:1[5-9]|20)[0-9]{2}",
        "yy": r"[0-9]{2}",
        "month": _either(name for name in months if not name.isdecimal()),
        "Month": _either(wide),
        "m": r"(?:1[0-2]|0?[1-9])",
        "mm": r"(?:1[0-2]|0[1-9]|[1-9])",
        "day": r"(?:3[01]|[12][0-9]|0?[1-9])",
        "q": r"(?:[1-4]|IV|I{1,3})",
        "h": r"[12]",
        "count": _either(numbers, r"1[0-2]|[1-9]"),
        "quarter": _either(ordinals),
        "half": _either(ordinals),
    }


def _either(phrases: Iterable[str], *patterns: str) -> str:
    ordered = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join([*(pattern_of(phrase, {}) for phrase in ordered), *patterns]) or '(?!)'})"


def _specific(phrase: str) -> tuple[int, int]:
    """How much a phrase tells: the places that it must fill, then its length."""
    bare = re.sub(r"\[[^\[\]]*\]", "", re.sub(r"\[[^\[\]]*\]", "", phrase))
    return bare.count("{"), len(phrase)


def _roles(words: ContextWords) -> dict[str, frozenset[str]]:
    listed: dict[str, set[str]] = {}
    for kind, table in (("", words.roles), ("status: ", words.statuses), ("per: ", words.per)):
        for role, several in table.items():
            for phrase in phrases_in(several):
                for spelling in spelled(phrase):
                    listed.setdefault(_folded(spelling), set()).add(kind + role)
    listed.pop("", None)
    return {spelling: frozenset(roles) for spelling, roles in listed.items()}


def _beginnings(phrase: str, numbers: Iterable[str], months: Iterable[str]) -> Iterator[Beginning]:
    """How what a phrase matches may begin."""
    for spelling in spelled(phrase):
        letters, place, rest = _BEGUN.fullmatch(spelling).groups()  # type: ignore[union-attr]
        named = _named_in(place, numbers, months)
        if letters and place:  # Q{q}: a word may be in the place, too
            yield Beginning(letters[0].lower(), open=True) if named else Beginning(letters.lower())
        elif letters:
            seconds = _words_of_a_place(rest[1:], numbers, months) if rest[:1] == " " else [""]
            yield from (Beginning(letters.lower(), second) for second in seconds)
        elif place and rest[:1].isalpha():
            yield from (Beginning(word[0], open=True) for word in _words_of_a_place(spelling, numbers, months))
        elif spelling.strip():
            yield from map(Beginning, _words_of_a_place(spelling, numbers, months))


def _words_of_a_place(spelling: str, numbers: Iterable[str], months: Iterable[str]) -> list[str]:
    """The words with which a spelling may begin, the digits among them."""
    letters, place, _ = _BEGUN.fullmatch(spelling).groups()  # type: ignore[union-attr]
    if letters or not place:
        return [first_word(spelling)]
    digits = "" if place in {"month", "Month"} else "0123456789"
    return [*map(first_word, _named_in(place, numbers, months)), *digits]


def _named_in(place: str | None, numbers: Iterable[str], months: Iterable[str]) -> Iterable[str]:
    """The words that may stand in a place, beside digits."""
    if place in {"month", "Month"}:
        return months
    return {"count": numbers, "quarter": numbers, "half": numbers, "q": tuple(_ROMAN)}.get(place or "", ())


def _whole(phrase: str) -> str:
    return pattern_of(phrase, {}) + (r"(?![^\W\d_])" if phrase[-1].isalnum() else "")
