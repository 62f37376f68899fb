"""Paragraphs and sentences of a text, with the figures, cues and phrases of periods that stand in each."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reconcile.language.context.lexicon import ContextLexicon, Cue, PeriodPhrase
    from reconcile.language.mentions import Mention

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
# It begins with one of these marks, so that a search need not look at what stands between.
_STOP = re.compile(r"[.!?…;](?:(?<=;)|(?<![.!?…][.!?…])[.!?…]*[\"'”’»)\]]*)\s+")
_WORD = re.compile(r"[^\W_]+")
_LAST = re.compile(r"(\S+)\Z")
_BEYOND = frozenset({"rise behind", "fall behind", "beyond"})
_REACH = 240  # characters of a sentence on either side of a figure in which its words stand
_HEADING = 160  # characters that a heading may have
_DECIMAL = frozenset({1, 10, 100, 1000})  # steps of printed decimals
_LONGEST = 1200  # characters of a sentence; what is longer is no sentence, and is cut


@dataclass(slots=True)
class FigurePlace:
    """A figure in its sentence: the stretch before it that no other figure takes, and the one behind it."""

    mention: Mention
    core: int  # its first digit, or its last word: hedge, direction and money may stand within the mention before it
    left: int
    right: int
    kind: str  # percent, pp, times, fraction, amount


@dataclass(slots=True)
class Sentence:
    """A stretch of text up to a full stop or a semicolon."""

    start: int
    end: int
    opens: bool  # the first of its paragraph
    heading: bool  # a paragraph of its own, short and without a full stop
    joined: bool  # it goes on behind a semicolon
    places: list[FigurePlace] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    phrases: list[PeriodPhrase] = field(default_factory=list)


def word_count(stretch: str) -> int:
    """How many words a stretch has."""
    return len(_WORD.findall(stretch))


def sentences_in(text: str, mentions: Sequence[Mention], lexicon: ContextLexicon) -> tuple[str, list[Sentence]]:
    """The text with its periods blanked, and each sentence with what stands in it.

    No sentence ends within a figure or a period: 1,3 Mrd. Euro, 2. Quartal.
    """
    figures = [mention for mention in mentions if mention.kind == "figure"]
    words = lexicon.words_in(text)
    phrases = _apart(lexicon.period_phrases(text, words), figures)
    whole = sorted([(one.start, one.end) for one in figures] + [(one.start, one.end) for one in phrases])
    sentences = list(_split(text, whole, lexicon.abbreviations))
    starts = [sentence.start for sentence in sentences]
    held: list[list[Mention]] = [[] for _ in sentences]
    for phrase in phrases:
        sentences[bisect(starts, phrase.start) - 1].phrases.append(phrase)
    for figure in figures:
        at = bisect(phrases, (figure.start, len(text) + 1)) - 1
        if at < 0 or not _within(figure, phrases[at]):
            held[bisect(starts, figure.start) - 1].append(figure)
    named = frozenset(mention.start for mention in mentions if mention.kind == "name")
    for sentence, found in zip(sentences, held, strict=True):
        if found:
            sentence.places = _places(found, sentence)
            cues = _outside(lexicon.found_cues(text, words, sentence.start, sentence.end), sentence.phrases)
            sentence.cues = [cue for cue in cues if cue.end + 1 not in named or not cue.roles & _BEYOND]  # under 15
    return _blanked(text, phrases), sentences


def sentence_ends(text: str, mentions: Sequence[Mention], lexicon: ContextLexicon | None) -> list[int]:
    """Where the sentences of a paragraph end, in which some numbers are mentioned; one goes on behind a semicolon."""
    whole = [(one.start, one.end) for one in mentions]
    abbreviations = lexicon.abbreviations if lexicon else frozenset[str]()
    parts = ((one.end, text[one.start : one.end].rstrip()) for one in _split(text, whole, abbreviations))
    return [end for end, words in parts if end == len(text) or not words.endswith(";")]


def _blanked(text: str, phrases: list[PeriodPhrase]) -> str:
    pieces, at = [], 0
    for phrase in phrases:
        pieces += [text[at : phrase.start], " " * (phrase.end - phrase.start)]
        at = phrase.end
    return "".join([*pieces, text[at:]])


def _split(text: str, whole: list[tuple[int, int]], abbreviations: Collection[str]) -> Iterator[Sentence]:
    begun, here = 0, 0
    gaps = [(gap.start(), gap.end()) for gap in _PARAGRAPH.finditer(text)]
    for paragraph_end, following in [*gaps, (len(text), len(text))]:
        opens, joined = True, False
        while begun < paragraph_end:
            end, semicolon = min(paragraph_end, begun + _LONGEST), False
            while here < len(whole) and whole[here][1] <= begun:
                here += 1
            over = bisect(whole, (end, 0)) - 1
            if end < paragraph_end and over >= 0 and whole[over][1] > end:
                end = min(paragraph_end, whole[over][1])
            for stop in _STOP.finditer(text, begun, end):
                while here < len(whole) and whole[here][1] <= stop.start():
                    here += 1
                inside = here < len(whole) and whole[here][0] < stop.end() - 1 and stop.start() < whole[here][1]
                if not inside and _ends(text, stop, abbreviations):
                    end, semicolon = stop.end(), text[stop.start()] == ";"
                    break
            alone = opens and end == paragraph_end
            heading = alone and end - begun <= _HEADING and text[begun:end].rstrip()[-1:] not in ".!?;…"
            yield Sentence(begun, end, opens, heading, joined)
            begun, opens, joined = end, False, semicolon
        begun = following


def _ends(text: str, stop: re.Match[str], abbreviations: Collection[str]) -> bool:
    """Whether a full stop ends a sentence: no abbreviation stands before it, and no small letter follows."""
    if stop[0][0] != ".":
        return True
    following = text[stop.end() : stop.end() + 1]
    last = _LAST.search(text, max(0, stop.start() - 20), stop.start())
    word = (last[1] if last else "").strip("(\"'“„«").lower()
    single = len(word) == 1 and word.isalpha()
    return not (
        following.islower() or word in abbreviations or single or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word)
    )


def _places(found: list[Mention], sentence: Sentence) -> list[FigurePlace]:
    places = []
    for number, mention in enumerate(found):
        before = found[number - 1].end if number else sentence.start
        digits = (at for at, letter in enumerate(mention.words) if letter.isdecimal())
        core = mention.start + next(digits, mention.words.rfind(" ") + 1)
        after = found[number + 1].start if number + 1 < len(found) else sentence.end
        left = max(before, mention.start - _REACH)
        places.append(FigurePlace(mention, core, left, min(after, mention.end + _REACH), kind_of(mention)))
    return places


def kind_of(mention: Mention) -> str:
    """What a figure is made of, as far as words depend on it."""
    figure = mention.figure or (mention.readings[0] if mention.readings else None)
    if figure is None:
        return "amount"
    if figure.unit in {"percent", "pp", "times"}:
        return figure.unit
    if figure.unit == "" and abs(figure.value) < 1:
        printed = any(map(str.isdecimal, mention.words))
        return "amount" if printed and figure.step.denominator in _DECIMAL else "fraction"
    if any(one.unit == "pp" for one in mention.readings):
        return "pp"  # points, which may be of percent
    return "amount"


def _apart(phrases: list[PeriodPhrase], figures: list[Mention]) -> list[PeriodPhrase]:
    """The phrases that are no part of a figure: of 2024 MW the year is none."""
    kept, at = [], 0
    for phrase in phrases:
        while at < len(figures) and figures[at].end <= phrase.start:
            at += 1
        if at == len(figures) or figures[at].start >= phrase.end or _within(figures[at], phrase):
            kept.append(phrase)
    return kept


def _within(figure: Mention, phrase: PeriodPhrase) -> bool:
    """Whether what was taken for a figure is a part of a period's name."""
    inside = phrase.start <= figure.start and figure.end <= phrase.end
    return inside and figure.end - figure.start < phrase.end - phrase.start


def _outside(cues: list[Cue], phrases: list[PeriodPhrase]) -> list[Cue]:
    """The cues that are no part of a period's phrase: "a year" of "a year earlier" is none."""
    kept, at = [], 0
    for cue in cues:
        while at < len(phrases) and phrases[at].end <= cue.start:
            at += 1
        if at == len(phrases) or phrases[at].start >= cue.end:
            kept.append(cue)
    return kept
