"""How a problem words what it found: shortened, printable, with the likely intention."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 60  # characters of somebody's words in a message
_KNOWN = 40  # words of which one was meant


def cut(text: str, longest: int = _LONGEST) -> str:
    """Cut a text where it is long: a message names what was found, and does not repeat it.

    >>> cut("786.9 billion", 6)
    '786.9…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def shown(text: str) -> str:
    r"""Put a found text in quotes, on one line, cut where it is long.

    >>> print(shown("a\nb"), shown("x" * 70))
    'a\nb' 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
    """
    return repr(cut(text))


def file_shown(name: str) -> str:
    """Give a file's name without what would break a line of a report, such as a newline in it."""
    return name if name.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in name)


def meant(word: str, known: Iterable[str]) -> str:
    """Guess the known word that a misspelt one probably means, or nothing.

    >>> meant("Perod", ["period", "measure"]), meant("partner", ["period", "measure"])
    ('period', '')
    """
    near = difflib.get_close_matches(word.strip().casefold(), list(known), n=1, cutoff=0.8)
    return near[0] if near else ""


def unknown(what: str, word: str, known: Sequence[str]) -> str:
    """Word an unknown word: what was meant where that is clear, else all that is known.

    >>> print(unknown("status", "fnal", ["final", "estimate"]))
    unknown status 'fnal'; did you mean 'final'?
    >>> print(unknown("status", "x", ["final", "estimate"]))
    unknown status 'x'; known are final, estimate
    """
    near = meant(word, known)
    if near:
        return f"unknown {what} {shown(word)}; did you mean {shown(near)}?"
    listed = [*map(cut, known[:_KNOWN]), *(["…"] if len(known) > _KNOWN else [])]
    return f"unknown {what} {shown(word)}; known are {', '.join(listed)}"
