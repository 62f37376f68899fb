"""The words of a language that the finder looks up in a running text, and the text with them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.digits import locale_of
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import either, lexicon, plain
from reconcile.language.nearby_hedges import comparing_hedges
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.language.lexicon import Lexicon

_THOUSAND = 1000
_WHOLE = r"(?<![^\W_]){}(?![^\W_])"
_UP_OR_DOWN = "(?:(?P<up>{})|(?P<down>{}))"


class ProseWords(NamedTuple):
    """The words of a language, ready to look up. Of what tells a direction the last group is up, down or level."""

    known: Lexicon
    number_words: re.Pattern[str] | None
    scaled: re.Pattern[str] | None  # a scale word and a space, of a language whose numbers go on behind it
    last: frozenset[str]  # of all that leads up to a number the last three characters, or all there are
    percent: tuple[str, ...]  # the words for percent
    comparing: frozenset[str]
    perhaps_comparing: frozenset[str]
    compared: re.Pattern[str]  # behind a figure: what it was compared with, or came from
    exceeded: re.Pattern[str]  # the same behind a percentage
    undirected: tuple[str, ...]
    unnumbered: frozenset[str]  # words before a word with a scale that make it the end of another number
    unhedged: tuple[str, ...]
    ranged: re.Pattern[str]  # joins the ends of a range
    moves: re.Pattern[str]
    behind: re.Pattern[str]
    split: re.Pattern[str]  # at the end of a clause
    change: re.Pattern[str]  # of two levels: rose from 10 to 12
    passes: re.Pattern[str]
    by: re.Pattern[str]  # at the end of what stands before an amount
    origin: re.Pattern[str]  # the same before the first of two levels
    sized: re.Pattern[str]  # at the end of what stands before a number: a noun of a change, and what leads to its size
    led: re.Pattern[str]  # the same: what leads to where something went
    withs: re.Pattern[str]  # the same: what leads to an amount that a clause only has beside it
    caused: frozenset[str]
    reaching: frozenset[str]
    rated: re.Pattern[str]  # behind a figure, up to what it is per
    ands: frozenset[str]
    joining: frozenset[str]  # words of which none is a verb
    clauses: re.Pattern[str]
    joined: re.Pattern[str]  # two bare numbers with a word between them
    indices: re.Pattern[str]
    rates: re.Pattern[str]
    periods_before: frozenset[str]
    periods_behind: frozenset[str]


class ProseText(NamedTuple):
    """A folded text, its small letters, and the words of its language."""

    words: str
    small: str
    language: str
    known: ProseWords


def comes_from(words: str, language: str) -> bool:
    """Whether words lead to the first of two levels.

    >>> comes_from("the surplus rose from ", "en"), comes_from("the surplus rose to ", "en")
    (True, False)
    """
    return prose_words(language).origin.search(plain(words.rstrip())) is not None


@lru_cache(maxsize=64)
def prose_words(language: str) -> ProseWords:
    own = vocabulary_of(locale_of(language).language)
    every = vocabulary_of("any")
    known = lexicon(language)
    up, down = either(own.rises), either(own.falls)
    up_behind, down_behind = either(own.rises_behind), either(own.falls_behind)
    either_way = _UP_OR_DOWN.format(up, down)
    begins = "" if own.compounds else r"(?<![^\W_])"
    return ProseWords(
        known=known,
        number_words=_any_of(known.number_words.meanings),
        scaled=_scaled(known),
        last=frozenset(plain(phrase)[-3:] for table in (known.leads, known.articles) for phrase in table.meanings),
        percent=_percents(known),
        comparing=comparing_hedges(language),
        perhaps_comparing=frozenset(phrases(own.perhaps_comparing)),
        compared=re.compile(f" {either(own.compared, own.froms)}(?![^\\W_])"),
        exceeded=re.compile(f" {either(own.exceeded)}(?![^\\W_])"),
        undirected=tuple(f"{phrase} " for phrase in phrases(own.no_directions)),
        unnumbered=frozenset(map(plain, phrases(own.no_number_words))),
        unhedged=tuple(map(plain, phrases(own.no_hedges))),
        ranged=re.compile(_WHOLE.format(either(own.up_to))),
        moves=re.compile(_WHOLE.format(f"(?:{either_way}|(?P<level>{either(own.levels)}))")),
        behind=re.compile(f" ?{_UP_OR_DOWN.format(up_behind, down_behind)}(?![^\\W_])"),
        split=re.compile(
            _WHOLE.format(_UP_OR_DOWN.format(either(own.rises, own.rises_behind), either(own.falls, own.falls_behind)))
        ),
        change=re.compile(_WHOLE.format(either_way)),
        passes=re.compile(_WHOLE.format(either(own.passes))),
        by=re.compile(rf"(?<![^\W_]){either(own.by)}$"),
        origin=re.compile(rf"(?<![^\W_]){either(own.froms)}(?: {either(own.articles)})?$"),
        sized=re.compile(rf"(?<![^\W_]){either(own.sized)} {either(own.froms)} ?$"),
        led=re.compile(rf"(?<![^\W_]){either(own.to)}$"),
        withs=re.compile(rf"(?<![^\W_]){either(own.withs)}$"),
        caused=frozenset(map(plain, phrases(own.caused))),
        reaching=frozenset(map(plain, phrases(own.reaching))),
        rated=re.compile(rf" {either(own.rated)} (?=[^\W\d_])(?!{either(own.unrated)}(?:(?<=')|(?![^\W_])))"),
        ands=frozenset(phrases(f"{own.ands} | {own.clauses}")),
        joining=frozenset(phrases(f"{own.ands} | {own.clauses} | {own.froms} | {own.withs}")),
        clauses=re.compile(rf"[.;:!?\n\u2029\t()]|, | {either(own.clauses)} "),
        joined=re.compile(rf"\d[\d.,]* {either(*own.joins.values(), own.to)} \d"),
        indices=re.compile(f"{begins}{either(own.indices)}|{_WHOLE.format(either(every.indices))}"),
        rates=re.compile(f"{begins}{either(own.rates)}|{'|'.join(map(re.escape, _percents(known)))}"),
        periods_before=frozenset(phrases(own.periods_before)),
        periods_behind=frozenset(phrases(own.periods_behind)),
    )


def _percents(known: Lexicon) -> tuple[str, ...]:
    return tuple(said for said, (unit, size) in known.units.meanings.items() if unit == "percent" and size == 1)


def _scaled(known: Lexicon) -> re.Pattern[str] | None:
    if not known.mixed:
        return None
    said = " | ".join(word for word, size in known.scales.meanings.items() if size >= _THOUSAND and len(word) > 1)
    return re.compile(rf"(?<![^\W_]){either(said)} $")


def _any_of(known: Iterable[str]) -> re.Pattern[str] | None:
    """The longest of some phrases, from the beginning of a word to an end of one; None where there are none.

    Whether a word begins is asked behind its first letter: a search for letters is faster than one for places.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(known, key=len, reverse=True):
        by_letter[phrase[0]].append(re.escape(phrase[1:]))
    begun = "|".join(f"{re.escape(letter)}(?<![^\\W_].)(?:{'|'.join(ends)})" for letter, ends in by_letter.items())
    return re.compile(f"(?:{begun})(?:(?<=-)|(?![^\\W_]))") if begun else None
