"""A cell of a published table: its number, and the marks around it that are no part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reconcile.language.digits import fold
from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.printed_cells import Printed, read_cell

__all__ = ["MISSING", "FlaggedNumber", "read_flagged"]

MISSING = None  # there is no figure: an empty cell, or a mark such as ":", "-", "n/a", "***"

# One or two small letters, or a mark of a footnote. A letter that may be a scale is a flag only after a space.
_FLAG = re.compile(r"(?<=[0-9)%])(?: +([a-z]{1,2})|([acdefnprsuz])|\s*([*†‡§#¹²³⁴⁵⁶⁷⁸⁹⁰]+))$")
_SCALE = re.compile(r"(?<=[0-9])[kmbgtKMBGT]$")


@dataclass(frozen=True, slots=True)
class FlaggedNumber:
    """A number as it is printed: `number` units of its last digit, of which `decimals` stand behind the point."""

    number: int
    decimals: int
    unit: str = ""  # percent, pp, bp, or the code of a currency; "" where the cell shows none
    flag: str = ""  # what stood behind it


@lru_cache(maxsize=2**16)
def read_flagged(text: str, language: str) -> FlaggedNumber | str | None:
    """The number of a cell; MISSING where there is none; where it is neither, what it is instead, in words.

    >>> read_flagged("1,234.50 p", "en")
    FlaggedNumber(number=123450, decimals=2, unit='', flag='p')
    >>> [read_flagged(mark, "en") for mark in (":", "-", "n/a", "***", "", ": u")]
    [None, None, None, None, None, None]
    >>> read_flagged("5k", "en")
    "'5k' may be a scale or a flag; write the number in full"
    """
    said = fold(text)
    flag = ""
    if not any(one.isdigit() for one in said) and (bare := re.sub(r" [a-z]{1,2}$", "", said)) != said:
        said = bare
    found = _FLAG.search(said)
    if found and isinstance(read := read_cell(said[: found.start()].rstrip(), language), Printed):
        flag = found[0].strip()
    else:
        read = read_cell(said, language)
    if isinstance(read, Printed):
        return FlaggedNumber(read.number, read.decimals, read.unit, flag)
    if read or not said:
        return MISSING
    if _SCALE.search(said):
        return f"{shown(text)} may be a scale or a flag; write the number in full"
    return f"{shown(text)} is no number"
