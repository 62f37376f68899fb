"""What to say where an id names nothing."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from reconcile.ledger.reading.problem_words import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_SUGGESTED = 5
_COMPARED = 2_000  # ids that are compared letter by letter


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """Word that an id is unknown, with those that were probably meant, one a line.

    >>> print(no_such("claim", "report:trade", ["report:trade:2024", "report:imports:2024"]))
    there is no claim 'report:trade'; did you mean
      report:trade:2024
    """
    near = nearest(name, known)
    return "\n  ".join([f"there is no {what} {shown(name)}" + "; did you mean" * bool(near), *near])


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The few ids that hold all of a name's words; where none does, those that share most of its letters."""
    ids = list(known)
    wanted = _words(name)
    holding = [one for one in ids if wanted <= _words(one)] if wanted else []
    # The shortest says the least beyond what was asked for.
    return sorted(holding, key=len)[:_SUGGESTED] or difflib.get_close_matches(
        name, sorted(ids, key=lambda one: -len(wanted & _words(one)))[:_COMPARED], n=_SUGGESTED, cutoff=0.5
    )


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))
