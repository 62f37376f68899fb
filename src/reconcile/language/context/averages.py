"""What a figure is per: a rate per year, an average per month."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reconcile.language.context.sentences import word_count

if TYPE_CHECKING:
    from reconcile.language.context.lexicon import Cue
    from reconcile.language.context.sentences import FigurePlace, Sentence

_BREAK = re.compile(r"[;:()]|,(?!\d)")
_BESIDE = 2  # words between a figure and what it is per: "3 % on average a year"
_NAME = 6  # words between an average and its figure: "the average price of new flats rose to"


def per_told(text: str, sentence: Sentence, place: FigurePlace, *, growth: bool) -> str | None:
    """What it is per: "a month" behind it, or "annual rate of" before it."""
    for cue in sentence.cues:
        kind = _kind(cue)
        if kind is None:
            continue
        if place.core <= cue.start < place.right:
            gap = text[place.mention.end : cue.start]
        elif place.left <= cue.start and cue.end <= place.core:
            gap = text[cue.end : place.core]
        else:
            continue
        if (word_count(gap) <= _BESIDE or (growth and cue.end <= place.core)) and not _BREAK.search(gap):
            return kind
    return None


def averaged_over(text: str, sentence: Sentence, place: FigurePlace) -> str | None:
    """The part of a period that an average before the figure is over; "" where it names none."""
    for number, cue in enumerate(sentence.cues):
        if "mean" not in cue.roles or cue.start < place.left or cue.end > place.core:
            continue
        following = sentence.cues[number + 1] if number + 1 < len(sentence.cues) else cue
        kind = _kind(following)
        if kind and word_count(text[cue.end : following.start]) <= 1 and following.end <= place.core:
            return None if _BREAK.search(text, following.end, place.core) else kind
        gap = text[cue.end : place.mention.start]
        if word_count(gap) <= _NAME and not _BREAK.search(gap):
            return ""
    return None


def _kind(cue: Cue) -> str | None:
    return _kind_in(cue.roles)


@cache
def _kind_in(roles: frozenset[str]) -> str | None:
    return next((role.removeprefix("per: ") for role in sorted(roles) if role.startswith("per: ")), None)
