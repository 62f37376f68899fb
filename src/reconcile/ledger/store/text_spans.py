"""Where the figures of claims stand in the texts of their sources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """Characters of a text, from ``start`` up to ``end``."""

    start: int
    end: int


class Text:
    """A source's text in NFC, in which figures are looked for; white space may differ, nothing else."""

    def __init__(self, stored: str) -> None:
        self._stored = stored
        self._composed = unicodedata.is_normalized("NFC", stored)
        self.shown = unicodedata.normalize("NFC", stored)

    def find(self, reported: str, quote: str, at: int | None) -> Span | None:
        """Where a claim's figure stands, or its quote where it has no words; None where the text has neither.

        ``at`` is an offset into the text as it is stored.

        >>> Text("Exports came to 405.9 bn.").find("405.9 bn", "came to 405.9 bn", None)
        Span(start=16, end=24)
        """
        return self._at(reported, quote, at) or next(self._standing(reported, quote), None)

    def find_each(self, claims: Iterable[tuple[str, str, int | None]]) -> list[Span | None]:
        """The same of several claims: of equal ones the first is where the words stand first, the second behind it.

        >>> Text("5 apples and 5 pears").find_each([("5", "5 apples and 5 pears", None)] * 2)
        [Span(start=0, end=1), Span(start=13, end=14)]
        """
        wanted = list(claims)
        found = [self._at(reported, quote, at) for reported, quote, at in wanted]
        taken = {span for span in found if span is not None}
        places: dict[tuple[str, str], list[Span]] = {}
        for number, (reported, quote, _) in enumerate(wanted):
            if found[number] is not None:
                continue
            if (same := (reported, quote)) not in places:
                places[same] = list(self._standing(reported, quote))
            free = (span for span in places[same] if span not in taken or not reported)
            if (span := next(free, next(iter(places[same]), None))) is not None:
                found[number] = span
                taken.add(span)
        return found

    def _at(self, reported: str, quote: str, at: int | None) -> Span | None:
        words = reported or quote
        if not words.split() or at is None:
            return None
        here = at if self._composed else len(unicodedata.normalize("NFC", self._stored[:at]))
        if self.shown.startswith(words, here) and _APART.match(self.shown, here + len(words)):  # as most do
            return Span(here, here + len(words)) if _BEGINS.match(self.shown, here) else None
        found = figure_pattern(words).match(self.shown, here)
        return Span(*found.span()) if found else None

    def _standing(self, reported: str, quote: str) -> Iterator[Span]:
        """Every place of a figure in its quote, in order; of the quote itself where it has no words."""
        if not quote.split():
            return
        for around in re.finditer(words_pattern(quote), self.shown):
            if not reported:
                yield Span(*around.span())
                continue
            # The figure may end at the end of the quote, so what follows it is judged in the whole text.
            for found in figure_pattern(reported).finditer(self.shown, around.start()):
                if found.end() > around.end():
                    break
                yield Span(*found.span())


_BEGINS, _APART = re.compile(r"(?<![\d.,])"), re.compile(r"(?!\d|[.,]\d)")


def figure_pattern(words: str) -> re.Pattern[str]:
    """The figure by itself: "5" is not found in "15,5 %", where the digits around it make another number."""
    return re.compile(f"{_BEGINS.pattern}{words_pattern(words)}{_APART.pattern}")


def words_pattern(words: str) -> str:
    """Words as they may stand in a text in NFC, broken and spaced otherwise."""
    return r"\s+".join(map(re.escape, unicodedata.normalize("NFC", words).split()))
