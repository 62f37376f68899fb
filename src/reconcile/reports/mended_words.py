"""A repair in the words of its source: "189,7 triệu USD" becomes "198,7 triệu USD"."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(r"\d(?:[\d.,' \u00a0\u202f]*\d)?")


class Mended(NamedTuple):
    """What stands in place of the characters ``start`` to ``end`` of the words."""

    start: int
    end: int
    instead: str


def mended(words: str, change: str) -> Mended | None:
    """Where the digits of a change go in the words of a claim; None where the words are not written like the change.

    They are where they hold one number, of the same digits as the change has before its arrow, and as many stand behind
    it: then each goes to the place of the one before, and points, commas and scale words stay as they are. What has
    words on both sides is a change of words.

    >>> mended("189,7 triệu USD", "189.7 → 198.7 million USD")
    Mended(start=0, end=5, instead='198,7')
    >>> mended("189,7 triệu USD", "189.7 → 1,987.0 million USD") is None
    True
    >>> mended("86,4 triệu", "86.4 million → 86.4 billion") is None
    True
    """
    numbers = list(_NUMBER.finditer(words))
    before, arrow, after = change.partition(" → ")
    given, wanted = _NUMBER.match(before), _NUMBER.match(after)
    if not arrow or len(numbers) != 1 or given is None or wanted is None:
        return None
    if given.end() < len(before):
        return None
    printed = numbers[0][0]
    layouts = {re.sub(r"\d", "0", one[0]) for one in (given, wanted)}
    if _digits(printed) != _digits(given[0]) or len(layouts) != 1:
        return None
    digits = iter(_digits(wanted[0]))
    instead = "".join(next(digits) if one.isdigit() else one for one in printed)
    return Mended(*numbers[0].span(), instead)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
