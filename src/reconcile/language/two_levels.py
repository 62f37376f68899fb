"""Two levels between which something went: of "fell from 8.2 % to 7.9 %" neither figure is by how much."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from reconcile.language.digits import FigureError, locale_of
from reconcile.language.figures import read_figure
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import either
from reconcile.language.prose_words import prose_words
from reconcile.language.words_beside_numbers import words_beside_numbers

if TYPE_CHECKING:
    from reconcile.language.figures import Figure
    from reconcile.language.folded_text import FoldedText
    from reconcile.language.mentions import Mention

_LEAD = 24  # characters before a number in which the word stands that it comes from
_BETWEEN = 48  # characters between two levels
_NO_TIME = frozenset({"figure", "name", "section", "telephone", "document"})
_NUMBER = re.compile(r"[$€£¥]?\d")


def part_levels(mentions: list[Mention], folded: FoldedText, language: str) -> list[Mention]:
    """Leave no direction with two levels, whatever verb stands before them, and no verb in the words of the first.

    Where the first could also be by how much it changed, as in "une hausse de 2 millions à 9 millions", nothing tells
    the direction, either; where it must be, as in "a reculé de 0,2 % à 7,1 %", the two are left alone.
    """
    for at, left in enumerate(mentions):
        following = _next_figure(mentions, at)
        if left.kind == "figure" and following is not None:
            levels = _levels(left, mentions[following], folded, language)
            if levels is not None:
                mentions[at], mentions[following] = levels
    return mentions


def goes_between(way: str | None, first: Figure, last: Figure) -> bool:
    """Whether two figures may be where something that rose or fell came from and went."""
    alike = first.unit == last.unit or first.unit == last.unit.partition("/")[0]  # 9,80 Euro auf 10,35 Euro je m²
    if not alike or first.value_high is not None or last.value_high is not None:
        return False
    from_, to = abs(first.value), abs(last.value)
    return way is None or (from_ <= to if way == "+" else to <= from_)


def _next_figure(mentions: list[Mention], at: int) -> int | None:
    """The figure behind one, with at most a date between: de 2,8 % en mai 2023 à 2,4 %."""
    for other in range(at + 1, min(at + 3, len(mentions))):
        if mentions[other].kind == "figure":
            return other
        if mentions[other].kind in _NO_TIME:
            return None
    return None


def _levels(left: Mention, right: Mention, folded: FoldedText, language: str) -> tuple[Mention, Mention] | None:
    if left.figure is None or right.figure is None or right.start - left.end > _BETWEEN:
        return None
    led = _led(language).fullmatch(folded.small, left.end, right.start)
    if led is None or not _is_time(led[1], language):
        return None
    number = _NUMBER.search(left.words)
    if number is None:
        return None
    start = left.start + number.start()
    if not prose_words(language).origin.search(folded.small[max(0, start - _LEAD) : start].rstrip()):
        return None
    if not goes_between(left.direction, left.figure, right.figure):
        return None
    return _from(left, start, language), replace(right, direction=None)


def _from(left: Mention, start: int, language: str) -> Mention:
    """The first level without the verb that leads to it."""
    cut = start - left.start
    if not cut or left.figure is None or left.figure.qualifier not in {"exact", "range"}:
        return replace(left, direction=None)
    shared = left.shared[cut:]
    try:
        figure = read_figure(shared or left.words[cut:], language)
    except FigureError:
        return replace(left, direction=None)
    return replace(left, start=start, words=left.words[cut:], figure=figure, shared=shared, direction=None)


def _is_time(between: str | None, language: str) -> bool:
    """Whether a month or a year, or nothing, stands between two levels, and no verb: de 2,8 % en mai à 2,4 %."""
    words = (between or "").split()
    return not words or words[-1].isdigit() or words[-1] in words_beside_numbers(language).months


@lru_cache(maxsize=64)
def _led(language: str) -> re.Pattern[str]:
    own = vocabulary_of(locale_of(language).language)
    return re.compile(rf"( [^.;:!?(),\t\u2029]*)? {either(own.to)} (?:{either(own.articles)} )?")
