"""How a problem words what it found: shortened, printable, with the likely intention."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 60


def shown(text: str) -> str:
    r"""Put a found text in quotes, on one line, cut where it is long.

    >>> print(shown("a\nb"), shown("x" * 70))
    'a\nb' 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
    """
    return repr(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


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
    return f"unknown {what} {shown(word)}; " + (f"did you mean {near!r}?" if near else f"known are {', '.join(known)}")
