"""The words of one language that tell what a figure says, as data: its file is what another language adds.

Phrases are parted by `|`. In them `(a|b)` is one of the two and `[a]` may be there or not; in phrases of periods
`{year}` and the other names of PLACES are to be filled. The longest phrase that fits wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SPACE = r"(?:[^\S\n]{1,2}|[^\S\n]?\n[^\S\n]{0,8}(?=\S))"  # a line may end within a phrase, a paragraph may not
_PIECES = re.compile(r"\{(\w+)\}|([\[\]()|])|( )|([^\[\](){}| ]+)")

# What a word does, and what a period's phrase means: the keys of ContextWords.roles and .periods.
ROLES = {
    "rise": "the figure is by how much something rose",
    "fall": "the figure is by how much something fell",
    "rise behind": "the same, standing behind the figure",
    "fall behind": "the same, standing behind the figure",
    "earned": "an amount of money behind it may be what was earned, and no rise: ganó 1.204 millones de euros",
    "adjacent": "it tells so only directly behind the figure: 3 % higher, but not: 37 % expect higher prices",
    "rise half": "the other half of such a verb: nahm um 3 % zu",
    "fall half": "the other half of such a verb: nahm um 3 % ab",
    "split": "a verb whose other half, behind the figure, says which way",
    "by": "what follows is the size of a rise or a fall",
    "to": "what follows is where it went: a level",
    "level": "the figure is a level",
    "growth": "a rate of growth",
    "growth behind": "the same, standing behind the figure",
    "rate": "a quantity that is itself in percent",
    "share": "a part of a whole",
    "share behind": "the same, with the whole behind it",
    "contribution": "what a part adds to the growth of a whole",
    "ratio": "how many times, or what percentage of, another figure",
    "ratio behind": "the same, standing behind the figure",
    "mean": "an average over parts of the period",
    "surplus": "a balance above zero",
    "deficit": "a balance below zero",
    "same": "the same quantity, said otherwise",
    "compare": "what follows is what is compared with",
    "since": "the same, before a period alone",
    "from": "the same, behind a figure",
    "out of": "where something came from, if where it went follows",
    "on": "the same, before a period that is itself told by another",
    "as of": "a day that the figure is of; other days are of what happened then",
    "respectively": "figures and periods are listed in one order",
    "beyond": "what follows is a period that is compared with: 3 % above 2022",
    "change": "the figure is by how much something changed, whichever way",
    "of": "leads to the size of a noun before it: a rise of",
    "nothing": "words that tell nothing, though one within them does: a follow-up, a start-up",
    "revise": "an earlier figure is replaced",
}
MEANINGS = {
    "year": "a year",
    "fiscal year": "a year that need not be the calendar's: no period without the month in which it begins",
    "half": "a half of a year",
    "quarter": "a quarter",
    "month": "a month",
    "day": "a day",
    "first months": "the months of a year up to one",
    "months": "from one month to another",
    "months to": "so many months up to one",
    "years": "from one year to another",
    "between years": "the same: what is compared are the first and the last",
    "to day": "a year up to a day or a month",
    "this year": "the year of publication",
    "last year": "the year before publication",
    "next year": "the year after publication",
    "whole year": "the year that is spoken of",
    "this month": "the month of publication",
    "last month": "the month before publication",
    "this quarter": "the quarter of publication",
    "last quarter": "the quarter before publication",
    "year before": "the same period a year before",
    "same": "the same period of a year",
    "month before": "the month before",
    "quarter before": "the quarter before",
    "week before": "the week before",
    "half before": "the half before",
    "before": "the period before, of the same length",
    "on year": "compared with the same period a year before",
    "on month": "compared with the month before",
    "on quarter": "compared with the quarter before",
    "on week": "compared with the week before",
}


@dataclass(frozen=True)
class ContextWords:
    """The words of one language."""

    periods: Mapping[str, str]  # meaning → phrases
    roles: Mapping[str, str]  # what a word does → phrases
    per: Mapping[str, str]  # kind of period → "a year"
    statuses: Mapping[str, str]
    numbers: Mapping[str, int]  # number words up to twelve
    ordinals: Mapping[str, int]  # up to four
    months: Mapping[str, int] = field(default_factory=dict)  # beyond CLDR's names
    abbreviations: str = ""  # behind which a sentence goes on
    breaks: str = ""  # words that open another clause
    small: str = ""  # words that are no part of the name of a quantity at its ends
    pronouns: str = ""  # words that stand for a name told elsewhere, and are none themselves


def phrases_in(listed: str) -> Iterator[str]:
    """Each phrase of a list; a mark within brackets parts none.

    >>> list(phrases_in("(a|the) rise | up"))
    ['(a|the) rise', 'up']
    """
    depth, begun = 0, 0
    for at, letter in enumerate(listed):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            yield listed[begun:at].strip()
            begun = at + 1
    if listed[begun:].strip():
        yield listed[begun:].strip()


def pattern_of(phrase: str, places: Mapping[str, str], prefix: str = "") -> str:
    r"""A phrase as a regular expression, its places as groups that are named after them.

    >>> pattern_of("[the ]year {year}", {"year": "[0-9]{4}"}).replace(SPACE, "_")
    '(?:the_)?year_(?P<year>[0-9]{4})'
    """
    made: list[str] = []
    named: set[str] = set()
    for place, mark, space, words in _PIECES.findall(phrase):
        if place:
            name = place
            while name in named:
                name += "_"  # the same place in two alternatives
            named.add(name)
            made.append(f"(?P<{prefix}{name}>{places[place.rstrip('2')]})")
        elif mark:
            made.append({"[": "(?:", "(": "(?:", "]": ")?", ")": ")", "|": "|"}[mark])
        else:
            made.append(SPACE if space else re.escape(words).replace("'", "['’]"))
    return "".join(made)


def spelled(phrase: str) -> list[str]:
    """All spellings of a phrase without places.

    >>> spelled("(rose|fell)[ by]")
    ['rose', 'rose by', 'fell', 'fell by']
    """
    return _alternatives(phrase, 0, "")[0]


def _alternatives(phrase: str, at: int, close: str) -> tuple[list[str], int]:
    """The spellings up to a closing bracket, and where it ends."""
    done: list[str] = []
    here = [""]
    while at < len(phrase) and phrase[at] != close:
        letter = phrase[at]
        if letter in "([":
            inner, at = _alternatives(phrase, at + 1, ")" if letter == "(" else "]")
            if letter == "[":
                inner = ["", *inner]
            here = [begun + more for begun in here for more in inner]
        elif letter == "|":
            done, here = done + here, [""]
        else:
            here = [begun + letter for begun in here]
        at += 1
    return done + here, at
