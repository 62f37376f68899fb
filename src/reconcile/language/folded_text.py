"""A text as the grammar reads it, composed and with single spaces, and the place of each of its characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from reconcile.language.lexicon import plain

PARAGRAPH = "\u2029"  # a blank line; no figure reaches over it, nor over a tab, which parts the cells of a table
_COLUMNS = 3  # spaces in a row that set off columns, as a tab does
_UNFOLDED = re.compile(r"\s{2,}|[^\S ]")
_DECOMPOSED = re.compile(r"\S[\u0300-\u036f]+")


class FoldedText:
    r"""A text with one space for each run of white space, composed (NFC), and where each place of it stands.

    >>> folded = FoldedText("nearly\u00a0800\nmillion")
    >>> folded.words, folded.lines.count("\n"), folded.place(15)
    ('nearly 800 million', 1, 15)
    """

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        self._at, self._moved = [0], [0]  # from this place on, so many characters fewer than in the text
        done = moved = 0
        composed = unicodedata.is_normalized("NFC", text)
        for found in (_UNFOLDED if composed else re.compile(f"{_UNFOLDED.pattern}|{_DECOMPOSED.pattern}")).finditer(
            text
        ):
            shown = _space(found[0]) if found[0].isspace() else unicodedata.normalize("NFC", found[0])
            parts += (text[done : found.start()], shown)
            done = found.end()
            if len(shown) != len(found[0]):
                moved += len(found[0]) - len(shown)
                self._at.append(done - moved)
                self._moved.append(moved)
        self.lines = "".join((*parts, text[done:]))  # a line's end is kept
        self.words = self.lines.replace("\n", " ")
        self.small = plain(self.words)

    def place(self, at: int) -> int:
        """Where a place of the folded words is in the text."""
        return at + self._moved[bisect_right(self._at, at) - 1]


def _space(run: str) -> str:
    if "\t" in run:
        return "\t"
    lines = len(run.splitlines()) - (0 if run[-1:] in "\n\r\x0b\x0c\u2028\u2029\x85" else 1)
    if lines > 1 or PARAGRAPH in run or "\x0c" in run:
        return PARAGRAPH
    return "\n" if lines else "\t" if len(run) >= _COLUMNS else " "
