"""The numbers that a text mentions: each with the longest words around it that read wholly as a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.language.context.around import with_context
from reconcile.language.digits import FigureError
from reconcile.language.figures import read_figure
from reconcile.language.mentions import Mention
from reconcile.language.nearby_hedges import hedge_beside
from reconcile.language.prose import numbers_in

if TYPE_CHECKING:
    from datetime import date

    from reconcile.language.figures import Figure
    from reconcile.language.mentions import MentionKind

_BEFORE = re.compile(r"[^\s\d(]{0,4}[$€£¥]?[-−+]?$")
_WORDS = re.compile(r"(?:[ \u00a0\u202f]?[^\s\d.,;:()]+){1,4}|%")
_REACH = 60
_ASIDE: dict[str, MentionKind] = {"date": "date", "ordinal": "ordinal", "document": "document", "name": "name"}


def mentioned_figures(text: str, language: str, published: date | None = None) -> list[Mention]:
    """Every number of a text: a figure with the longest words around it that read wholly, or what else it is.

    `published` is what "this year" leans on.

    >>> [(one.kind, one.words) for one in mentioned_figures("In May 2024 nearly 800 million USD, or 15.5 %.", "en")]
    [('date', '2024'), ('figure', 'nearly 800 million USD'), ('figure', '15.5 %')]
    """
    mentions: list[Mention] = []
    for number in numbers_in(text, language):
        if mentions and number.start < mentions[-1].end:
            continue
        start, end = number.start, number.end
        if number.aside:
            mentions.append(Mention(start, end, text[start:end], _ASIDE[number.aside]))
            continue
        start, end, figure = max(_readings(text, start, end, language), key=lambda one: (one[1] - one[0], one[1]))
        mentions.append(Mention(start, end, text[start:end], "figure", figure))
    return with_context(text, mentions, language, published)


def _readings(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int, Figure | None]]:
    yield start, end, _read(text[start:end], language)
    before = _BEFORE.search(text, max(0, start - 8), start)
    for begin in {start, before.start() if before else start}:
        ends = [end]
        following = _WORDS.match(text, end, end + _REACH)
        if following:
            ends += [end + found.end() for found in re.finditer(r"\S+", following[0])]
        for stop in ends:
            words = text[begin:stop]
            if words.strip() != words or (figure := _read(words, language)) is None:
                continue
            yield begin, stop, figure
            first = max(text.rfind("\n", 0, begin) + 1, begin - _REACH)
            first += len(text[first:begin]) - len(text[first:begin].lstrip())
            hedge = hedge_beside(text[first : stop + _REACH].partition("\n")[0], begin - first, stop - first, language)
            if hedge is not None and (hedged := _read(hedge.words, language)) is not None:
                if text[:stop].endswith(hedge.words):
                    yield stop - len(hedge.words), stop, hedged
                elif text.startswith(hedge.words, begin):
                    yield begin, begin + len(hedge.words), hedged


def _read(words: str, language: str) -> Figure | None:
    try:
        return read_figure(words, language)
    except FigureError:
        return None
