"""The periods that a sentence names: when something is, or what it is compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.language.context.resolution import COMPARED_WITH, PERIODS_BEFORE
from reconcile.language.context.sentences import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from reconcile.language.context.lexicon import PeriodPhrase
    from reconcile.language.context.sentences import FigurePlace, Sentence
    from reconcile.language.context.statistics import Saying
    from reconcile.language.periods import Period

_BREAK = re.compile(r"[;:()]|,(?!\d)")
_BRACKETS = re.compile(r"\([^()]{0,300}\)")
_NEAR = 4  # words between what compares and the period: "compared with the level of July"
_SMALL = 2  # words between a part of a year and its year: "the first half of the"
_PARTS_OF_YEAR = frozenset({"half", "quarter", "month", "months", "first months", "day"})
_YEARS = {"last year": -1, "this year": 0, "next year": 1}


@dataclass(slots=True)
class Time:
    """A phrase of a period in a sentence: when something is, or what it is compared with."""

    phrase: PeriodPhrase
    compared: bool
    owner: int | None  # the figure that it stands with, where that is one that others are compared with
    period: Period | None = None


def times_in(text: str, sentence: Sentence, told: Sequence[Saying], published: date | None) -> Iterator[Time]:
    """The periods that a sentence names, none resolved; days only where a figure is of them."""
    for phrase in _of_years(text, sentence.phrases, published):
        if phrase.meaning != "day" or _as_of(text, sentence, phrase):
            owner = _owner(text, sentence, told, phrase)
            compared = owner is None and (
                _compared(text, sentence, phrase) or _multiplied(text, sentence, told, phrase)
            )
            yield Time(phrase, compared, owner)


def _as_of(text: str, sentence: Sentence, phrase: PeriodPhrase) -> bool:
    return any(
        "as of" in cue.roles and cue.end <= phrase.start and not text[cue.end : phrase.start].strip()
        for cue in sentence.cues
    ) or any(
        place.mention.end <= phrase.start
        and place.kind == "amount"
        and word_count(text[place.mention.end : phrase.start]) <= 1
        and not _BREAK.search(text, place.mention.end, phrase.start)
        for place in sentence.places
    )


def _compared(text: str, sentence: Sentence, phrase: PeriodPhrase) -> bool:
    """Whether it is what is compared with: its own words say so, or those before it."""
    if phrase.meaning in COMPARED_WITH:
        return True
    behind = any(place.mention.end <= phrase.start for place in sentence.places)
    for cue in reversed(sentence.cues):
        if cue.end > phrase.start:
            continue
        gap = text[cue.end : phrase.start]
        if word_count(gap) > _NEAR or any(
            place.core >= cue.end and place.core < phrase.start for place in sentence.places
        ):
            return False
        if "compare" in cue.roles and not _BREAK.search(gap):
            return True
        if "beyond" in cue.roles and any(
            place.mention.end <= cue.start and word_count(text[place.mention.end : cue.start]) <= 1
            for place in sentence.places
        ):
            return True
        if word_count(gap) <= 1 and "since" in cue.roles:
            return True
        if word_count(gap) <= 1 and "from" in cue.roles:
            return behind or phrase.meaning in PERIODS_BEFORE
        if word_count(gap) <= 1 and "on" in cue.roles and phrase.meaning in PERIODS_BEFORE:
            return True
    return False


def _multiplied(text: str, sentence: Sentence, told: Sequence[Saying], phrase: PeriodPhrase) -> bool:
    """Whether it stands directly behind a ratio or growth: 2.5 times the same period of last year."""
    return phrase.meaning in PERIODS_BEFORE and any(
        one.stat in {"ratio", "growth"}
        and place.mention.end <= phrase.start
        and not text[place.mention.end : phrase.start].strip()
        for place, one in zip(sentence.places, told, strict=True)
    )


def _owner(text: str, sentence: Sentence, told: Sequence[Saying], phrase: PeriodPhrase) -> int | None:
    """The figure that the phrase stands with where others are compared with it: from 4.8 a year earlier."""
    for number, place in enumerate(sentence.places):
        if not told[number].compared:
            continue
        if place.mention.end <= phrase.start <= place.right and not _BREAK.search(
            text, place.mention.end, phrase.start
        ):
            return number
        if place.left <= phrase.start and phrase.end <= place.core and not _BREAK.search(text, phrase.end, place.core):
            cues = [
                cue
                for cue in sentence.cues
                if cue.roles & {"compare", "since", "from"} and place.left <= cue.start and cue.end <= phrase.start
            ]
            if cues:
                return number
    return None


def _of_years(text: str, phrases: list[PeriodPhrase], published: date | None) -> list[PeriodPhrase]:
    """The phrases, with the year that follows some in words: the first half | of last year."""
    made: list[PeriodPhrase] = []
    for phrase in phrases:
        before = made[-1] if made else None
        joined = (
            before is not None
            and before.meaning in _PARTS_OF_YEAR
            and phrase.meaning in _YEARS
            and not before.parts.keys() & {"year", "year2", "yy"}
            and word_count(text[before.end : phrase.start]) <= _SMALL
            and not _BREAK.search(text, before.end, phrase.start)
        )
        if before is None or not joined:
            made.append(phrase)
        elif published is None:
            made[-1] = before._replace(end=phrase.end, meaning=phrase.meaning)
        else:
            year = {"year": published.year + _YEARS[phrase.meaning]}
            made[-1] = before._replace(end=phrase.end, parts=before.parts | year)
    return made


def brackets_in(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    """The stretches of a sentence in brackets."""
    return [found.span() for found in _BRACKETS.finditer(text, sentence.start, sentence.end)]


def bracket_at(brackets: list[tuple[int, int]], at: int) -> tuple[int, int] | None:
    return next((one for one in brackets if one[0] <= at < one[1]), None)


def seen(when: list[Time], place: FigurePlace, brackets: list[tuple[int, int]]) -> list[Time]:
    """The periods that a figure can have: those in brackets are of what stands in them, or right before them."""
    own = bracket_at(brackets, place.core)
    kept = []
    for time in when:
        there = bracket_at(brackets, time.phrase.start)
        if there is None or there == own:
            kept.append(time)
    return kept
