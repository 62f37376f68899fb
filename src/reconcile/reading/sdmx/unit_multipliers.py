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
    """What an agency means, and where that is seen: a data flow of it, and what its values come to there."""

    agency: str
    name: str
    means: str
    flow: str
    seen: str


_ALL = (
    Meaning("ABS", "Australian Bureau of Statistics", _SCALED, "RES_DWELL_ST", "dwellings in thousands of dollars"),
    Meaning("BIS", "Bank for International Settlements", _SCALED, "WS_GLI", "credit outside the US in millions"),
    Meaning("ECB", "European Central Bank", _SCALED, "BSI", "the money supply in millions"),
    Meaning("FRB", "Federal Reserve Board", _FACTOR, "H8", "assets of banks in millions, UNIT_MULT 1000000"),
    Meaning("IMF.RES", "IMF Research Department", _APPLIED, "WEO", "GDP in single units, SCALE 9"),
    Meaning("FR1", "INSEE", _SCALED, "CNA-2014-PIB", "GDP in millions"),
    Meaning("NB", "Norges Bank", _PER, "EXR", "what a hundred of a currency costs"),
    Meaning("OECD", "OECD", _SCALED, "DSD_DAC2@DF_DAC2A", "aid to a country in millions"),
    Meaning("RECONCILE", "this library", _SCALED, "CLAIMS", "Ledger.write_sdmx"),
    Meaning("WB", "World Bank", _SCALED, "WB_PIP", "the poor of a country in millions"),
)
_BY_AGENCY = {one.agency: one for one in _ALL}
_BY_AGENCY["INSEE"] = _BY_AGENCY["FR1"]
_BY_AGENCY["FED"] = _BY_AGENCY["FRB"]


def meaning_of(agency: str) -> Meaning | None:
    """What an agency, or the nearest that it is a part of, means; None where nobody has looked.

    >>> meaning_of("OECD.SDD.TPS").means, meaning_of("FRB").means, meaning_of("XYZ")
    ('scaled', 'factor', None)
    >>> meaning_of("IMF.RES").means, meaning_of("IMF.STA")
    ('applied', None)
    """
    name = agency.upper()
    while name and name not in _BY_AGENCY:
        name = name.rpartition(".")[0]
    return _BY_AGENCY.get(name)


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
