"""Which way a figure points: by its own words, or by those beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.language.context.statistics import Direction
    from reconcile.language.figures import Figure
    from reconcile.language.grammar import Phrase
    from reconcile.language.prose_words import ProseText

_DIRECTED = 60  # characters before a figure in which its direction may stand
_LINKING = 2  # words between a direction and an amount that it may speak of: rose sharply by
_ENDS = ".;!?\u2029\t"
_SENTENCE_END = re.compile(rf"[{_ENDS}](?!\d)|, ")
_DATED = re.compile(r"[^\d]*(?:\d{1,2}[^\d]{1,12})?(?:1[5-9]|20)\d\d[^\d%]*")
_RELATIVE = frozenset({"percent", "pp", "point", ""})


def direction_of(text: ProseText, begin: int, end: int, phrase: Phrase, figure: Figure) -> Direction | None:
    """The direction of the figure between two places; None where nothing tells it."""
    if phrase.direction:
        return "+" if phrase.direction > 0 else "−"
    if phrase.low.signed:
        return "−" if figure.value < 0 else "+"
    led = text.known.led.search(text.small[max(0, begin - _DIRECTED) : begin].rstrip())
    if led:
        return None  # auf 7,9 % gesunken: where it went
    behind = text.known.behind.match(text.small, end)
    if behind:
        return _way(behind)
    if figure.unit == "times":
        return None
    return direction_before(text, begin, end, figure)


def direction_before(text: ProseText, begin: int, end: int, figure: Figure) -> Direction | None:
    """The direction of the last word before a figure that has one, if it speaks of this figure."""
    window = text.small[max(0, begin - _DIRECTED) : begin]
    clauses = list(text.known.clauses.finditer(window))
    clause = window[clauses[-1].end() :] if clauses else window
    said = list(text.known.moves.finditer(clause))
    if not said and text.known.by.search(clause.rstrip()):
        return _of_a_split_verb(text, begin, end)
    if not said or said[-1].lastgroup == "level":
        return None
    last = said[-1]
    between = clause[last.end() :]
    if any(letter.isdigit() for letter in between) and not _DATED.fullmatch(between):
        return None
    by = text.known.by.search(between.rstrip())
    if text.known.withs.search(between.rstrip()) or (last[0] in text.known.caused and not by):
        return None
    near = len(between.split()) <= _LINKING or by
    return _way(last) if near or figure.unit in _RELATIVE else None


def changes_before(text: ProseText, begin: int) -> bool:
    """Whether the sentence up to a place tells of a rise or a fall, and nothing else is joined to it since."""
    window = text.small[max(0, begin - _DIRECTED) : begin]
    said = list(text.known.change.finditer(window, max(map(window.rfind, _ENDS)) + 1))
    return bool(said) and not any(word in text.known.ands for word in window[said[-1].end() :].split())


def moves_before(text: ProseText, begin: int) -> bool:
    """Whether the sentence up to a place tells of a move."""
    window = text.small[max(0, begin - _DIRECTED) : begin]
    window = window[max(map(window.rfind, _ENDS)) + 1 :]
    return text.known.moves.search(window) is not None or text.known.passes.search(window) is not None


def moves_behind(text: ProseText, stop: int) -> bool:
    """Whether the clause from a place on does."""
    window = _clause_behind(text, stop, _DIRECTED)
    return text.known.change.search(window) is not None or text.known.behind.search(window) is not None


def _of_a_split_verb(text: ProseText, begin: int, end: int) -> Direction | None:
    """What "um 4 300 auf 124 700 Personen zurück" says at its end, or a verb at the sentence's beginning."""
    last = list(text.known.split.finditer(_clause_behind(text, end, 2 * _DIRECTED)))
    if last:
        return _way(last[-1])
    window = text.small[max(0, begin - 2 * _DIRECTED) : begin]
    window = window[max(map(window.rfind, _ENDS)) + 1 :]
    said = [one for one in text.known.moves.finditer(window) if one.lastgroup != "level"]
    return _way(said[-1]) if said else None


def _clause_behind(text: ProseText, stop: int, reach: int) -> str:
    found = _SENTENCE_END.search(text.small, stop, stop + reach)
    return text.small[stop : found.start() if found else stop + _DIRECTED]


def _way(found: re.Match[str]) -> Direction:
    return "+" if found.lastgroup == "up" else "−"
