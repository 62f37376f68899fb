"""Numbers as XBRL and SDMX write them, digit for digit."""

from __future__ import annotations

import re
from decimal import Decimal

from reconcile.ledger.reading.problem_words import shown
from reconcile.ledger.store.text_problems import LONGEST_NUMBER

__all__ = ["FactError", "plain_number"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]([+-]?[0-9]{1,9}))?")


class FactError(ValueError):
    """What is wrong with one fact, in words."""


def plain_number(text: str) -> str | None:
    """A number as a plain decimal, digit for digit; None where the text is none.

    >>> [plain_number(text) for text in ("1E3", ".5", "5.", "-0.10", "+7", "NaN", "1,000")]
    ['1000', '0.5', '5', '-0.10', '7', None, None]
    """
    text = text.strip()
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    power = int(found[1] or 0)
    if len(text) + abs(power) > LONGEST_NUMBER:
        raise FactError(f"value {shown(text)} is longer than {LONGEST_NUMBER} digits")
    return format(Decimal(text), "f")
