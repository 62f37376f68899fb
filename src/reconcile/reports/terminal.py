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
    text = drawn(line.text) if line.drawn else visible(line.text)
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
    code = _STYLES[line.style]
    if not (colour and code and text):
        return text
    # Each line by itself: whoever shows a part of them, as a pager does, shows it in its colour.
    return "\n".join(f"\x1b[{code}m{one}\x1b[0m" for one in text.split("\n"))
