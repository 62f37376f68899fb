"""Where the figures of claims stand in the texts of their sources."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Span(NamedTuple):
    """Characters of a text, from ``start`` up to ``end``."""

    start: int
    end: int


class Text:
    """A source's text in NFC, in which figures are looked for; white space may differ, nothing else."""

    def __init__(self, stored: str) -> None:
        self._stored = stored
        self.shown = unicodedata.normalize("NFC", stored)

    def find(self, reported: str, quote: str, at: int | None) -> Span | None:
        """Where a claim's figure stands, or its quote where it has no words; None where the text has neither.

        ``at`` is an offset into the text as it is stored.

        >>> Text("Exports came to 405.9 bn.").find("405.9 bn", "came to 405.9 bn", None)
        Span(start=16, end=24)
        """
        if reported and at is not None:
            here = len(unicodedata.normalize("NFC", self._stored[:at]))
            if found := figure_pattern(reported).match(self.shown, here):
                return Span(*found.span())
        if not quote.split():
            return None
        for around in re.finditer(words_pattern(quote), self.shown):
            if not reported:
                return Span(*around.span())
            # The figure may end at the end of the quote, so what follows it is judged in the whole text.
            if (found := figure_pattern(reported).search(self.shown, around.start())) and found.end() <= around.end():
                return Span(*found.span())
        return None


def figure_pattern(words: str) -> re.Pattern[str]:
    """The figure by itself: "5" is not found in "15,5 %", where the digits around it make another number."""
    return re.compile(rf"(?<![\d.,]){words_pattern(words)}(?!\d|[.,]\d)")


def words_pattern(words: str) -> str:
    """Words as they may stand in a text in NFC, broken and spaced otherwise."""
    return r"\s+".join(map(re.escape, unicodedata.normalize("NFC", words).split()))
