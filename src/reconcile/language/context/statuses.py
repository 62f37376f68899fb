"""The status that the words of a sentence give a figure: target, estimate, revised."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reconcile.language.context.sentences import word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.language.context.lexicon import ContextLexicon, Cue
    from reconcile.language.context.sentences import Sentence
    from reconcile.language.context.statistics import Saying

_BREAK = re.compile(r"[;:()]|,(?!\d)")
_NEAR = 4  # words between a status and its figure: "the target for this year of 5 %"
_OUTLOOK = frozenset({"target", "forecast"})


def status_told(
    text: str, sentence: Sentence, number: int, told: Sequence[Saying], lexicon: ContextLexicon
) -> str | None:
    """The status that the words of a sentence give a figure: the nearest before it, else directly behind."""
    if told[number].revised:
        return "revised"
    place = sentence.places[number]
    found: str | None = None
    for cue in reversed(sentence.cues):
        if cue.end > place.core:
            continue
        status = _status_of(cue)
        if status is None or status == "revised" or (found and status != "provisional"):
            continue
        surpassed = (
            any(
                other.end <= cue.start
                and other.roles & {"compare", "rise", "fall"}
                and word_count(text[other.end : cue.start]) <= 1
                and not _BREAK.search(text, other.end, cue.start)
                for other in sentence.cues
            )
            and status in _OUTLOOK
        )
        beside = word_count(text[cue.end : place.core]) <= _NEAR and not _BREAK.search(text, cue.end, place.core)
        if beside or not (surpassed or told[number].compared):
            found = status  # of "preliminary figures … an estimated 1.7 %" the first says more
    if found or told[number].compared:
        return found
    for cue in sentence.cues:
        if place.mention.end <= cue.start < place.right and (status := _status_of(cue)):
            gap = text[place.mention.end : cue.start]
            if word_count(gap) <= _NEAR and not lexicon.breaks.search(gap):
                return None if _less_than(text, sentence, cue) else status
    return None


def _less_than(text: str, sentence: Sentence, cue: Cue) -> bool:
    """Whether a status is only compared with: more than expected."""
    return any(
        other.roles & {"compare"} and other.end <= cue.start and word_count(text[other.end : cue.start]) <= 1
        for other in sentence.cues
    )


def _status_of(cue: Cue) -> str | None:
    return _status_in(cue.roles)


@cache
def _status_in(roles: frozenset[str]) -> str | None:
    return next((role[8:] for role in sorted(roles) if role.startswith("status: ")), None)
