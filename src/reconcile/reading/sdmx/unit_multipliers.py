"""What agencies mean by UNIT_MULT: SDMX says an exponent of ten to multiply the value with, and not all mean that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reconcile.ledger.reading.problem_words import shown
from reconcile.reading.reported_numbers import FactError

__all__ = ["MULTIPLIER_MEANINGS", "UNIT_MULTS", "Meaning", "agency_meanings", "meaning_of", "power_of"]

_SCALED = "scaled"
_APPLIED = "applied"
_FACTOR = "factor"
_PER = "per"

# By what is said of a message, and what the value is multiplied with: 10 ** power.
MULTIPLIER_MEANINGS: Mapping[str, str] = {
    _SCALED: "the value is in units of 10 ** UNIT_MULT: 5 with 6 is 5 million",
    _APPLIED: "the value is in single units already: 5000000 with 6 is 5 million",
    _FACTOR: "UNIT_MULT is the factor itself: 5 with 1000000 is 5 million",
    _PER: "the value is of so many units of what it is per: 92.4 with 2 is 92.4 for a hundred",
}
UNIT_MULTS = (_SCALED, _APPLIED)  # what a call may say


class Meaning(NamedTuple):
    """What an agency means, and where that is seen."""

    agency: str
    name: str
    means: str
    seen: str


_ALL = (
    Meaning("ABS", "Australian Bureau of Statistics", _SCALED, "construction work in thousands"),
    Meaning("BIS", "Bank for International Settlements", _SCALED, "credit in billions"),
    Meaning("ECB", "European Central Bank", _SCALED, "balance sheets in millions"),
    Meaning("FRB", "Federal Reserve Board", _FACTOR, "1000000 for millions, 1 for percent"),
    Meaning("FR1", "INSEE", _SCALED, "national accounts in millions"),
    Meaning("NB", "Norges Bank", _PER, "exchange rates for a hundred of a currency"),
    Meaning("OECD", "OECD", _SCALED, "regional GDP in millions"),
    Meaning("RECONCILE", "this library", _SCALED, "Ledger.write_sdmx"),
    Meaning("WB", "World Bank", _SCALED, "the poor of a country in millions"),
)
_BY_AGENCY = {one.agency: one for one in _ALL}
_BY_AGENCY["INSEE"] = _BY_AGENCY["FR1"]
_BY_AGENCY["FED"] = _BY_AGENCY["FRB"]


def meaning_of(agency: str) -> Meaning | None:
    """What an agency, or the one that a part of it belongs to, means; None where nobody has looked.

    >>> meaning_of("OECD.SDD.TPS").means, meaning_of("FRB").means, meaning_of("XYZ")
    ('scaled', 'factor', None)
    """
    return _BY_AGENCY.get(agency.partition(".")[0].upper())


def agency_meanings() -> tuple[Meaning, ...]:
    """All that are known, by their agencies."""
    return _ALL


_LARGEST_POWER = 30


def power_of(multiplier: str, means: str) -> int:
    """The exponent of ten that a value is multiplied with; a FactError where the multiplier says none.

    >>> power_of("6", "scaled"), power_of("1000000", "factor"), power_of("2", "per"), power_of("6", "applied")
    (6, 6, -2, 0)
    """
    text = multiplier.strip()
    if means == _FACTOR:
        digits = text.rstrip("0")
        if digits == "1" and len(text) <= _LARGEST_POWER:
            return len(text) - 1
        raise FactError(f"UNIT_MULT {shown(multiplier)} is no power of ten, which it is as this agency writes it")
    digits = text.removeprefix("-")
    if not digits.isdecimal() or int(digits) > _LARGEST_POWER:
        raise FactError(f"UNIT_MULT {shown(multiplier)} is no exponent of ten up to {_LARGEST_POWER}")
    return {_SCALED: int(text), _APPLIED: 0, _PER: -int(text)}[means]
