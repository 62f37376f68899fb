"""Lines on their way to a terminal: made harmless, wrapped, coloured, in that order."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STYLES = {"": "", "bold": "1", "red": "31;1", "yellow": "33", "green": "32", "dim": "2"}
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_BLANKS = re.compile(r"\s+")
_JOINERS = {"\u200c", "\u200d"}  # they shape Persian and Indic words, and move nothing


@dataclass(frozen=True, slots=True)
class TerminalLine:
    """One line of a report, before it is fitted to a width; it wraps below where its text begins."""

    text: str = ""
    indent: int = 0
    style: str = ""
    drawn: bool = False  # its blanks and its breaks are meant as they stand
    tail: str = ""  # what follows on the line, in green


def render(lines: Iterable[TerminalLine], *, width: int | None = None, colour: bool = False) -> str:
    """The lines as text, each ended by a newline; unwrapped where the width is None."""
    return "".join(_rendered(line, width, colour) + "\n" for line in lines)


def visible(text: str) -> str:
    r"""Text from a ledger, unable to drive a terminal: controls and overrides of direction show as escapes.

    >>> print(visible("red \x1b[31m, then \u202eback\u2069wards"))
    red \x1b[31m, then \u202eback\u2069wards
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(character) for character in _BLANKS.sub(" ", text))


def drawn(text: str) -> str:
    """The same for a line whose blanks count."""
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN or character in _JOINERS:
        return character
    return character.encode("ascii", "backslashreplace").decode() if character > "\x7f" else f"\\x{ord(character):02x}"


def _rendered(line: TerminalLine, width: int | None, colour: bool) -> str:
    margin = " " * line.indent
    head, tail = (drawn(line.text), "") if line.drawn else (visible(line.text), visible(line.tail))
    text = head + tail
    if width is not None and not line.drawn:
        text = textwrap.fill(
            text,
            max(width, 40),
            initial_indent=margin,
            subsequent_indent=margin + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    else:
        text = margin + text
    if not (colour and text):
        return text
    # Each line by itself: whoever shows a part of them, as a pager does, shows it in its colour.
    rows, left = [], len("".join(head.split()))
    for row in text.split("\n"):
        at = _behind(row, left)
        left -= len("".join(row[:at].split()))
        rows.append(_in_colour(row[:at], line.style) + _in_colour(row[at:], "green"))
    return "\n".join(rows)


def _behind(row: str, letters: int) -> int:
    """Where a row goes on behind so many letters; its end where it has no more."""
    for at, character in enumerate(row):
        if letters == 0 and not character.isspace():
            return at
        letters -= not character.isspace()
    return len(row)


def _in_colour(text: str, style: str) -> str:
    code = _STYLES[style]
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text
