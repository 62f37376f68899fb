"""What stands in a table's cell: a number as printed, a mark of what is missing, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reconcile.language.digits import FigureError, fold, read_number

__all__ = ["NIL", "WITHHELD", "Printed", "likely_language", "read_cell"]

NIL = "nil"  # a dash: nothing, or what rounds to nothing
WITHHELD = "withheld"  # there is a number, and the table does not give it

_DASHES = re.compile(r"[-–—−‐‑‒―. ]*[-–—−‐‑‒―][-–—−‐‑‒― ]*|nil|none|zero", re.IGNORECASE)
_WITHHELD = re.compile(
    r"n[./]?\s?[am]\.?|nm|n\.?m\.?f\.?|\*{2,}|\.{2,3}|…|:|x|s\.o\.|k\.\s?A\.|nd|n\.d\.", re.IGNORECASE
)
# Marks of currencies by the code that they stand for; a dollar without a name is taken for that of the United States,
# which decides nothing: within a table all amounts have one unit.
CURRENCIES = {
    "US$": "USD", "U.S.$": "USD", "U.S. $": "USD", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "S$": "SGD", "NZ$": "NZD",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₫": "VND", "₩": "KRW", "₹": "INR", "RMB": "CNY", "CHF": "CHF",
    "EUR": "EUR", "USD": "USD", "GBP": "GBP", "VND": "VND",
}  # fmt: skip
_MARKS = sorted(CURRENCIES, key=len, reverse=True)
_CURRENCY = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(mark)}(?![A-Za-z])" for mark in _MARKS))
# A letter apart is a flag, as of what is provisional; k, m, b, t, l, g may be a scale or a unit.
_NOTE = re.compile(
    r"(?<=[0-9)%])\s*(?:[*†‡§#¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[[0-9a-z]{1,2}\]|\s\((?:[0-9]{1,2}|[a-z])\)|\s[acdefhijnopqrsuvwxyz])+$"
)
_UNITS = (
    (re.compile(r"%|\bper ?cent\b|\bpct\b"), "percent"),
    (re.compile(r"\bbps?\b"), "bp"),
    (re.compile(r"\bp\.?p\b|\bpts?\b|\bppts?\b|\bpoints\b"), "pp"),
)
_LANGUAGES = ("en", "de", "fr", "de-CH")  # one of each way to print 1,234.5: with comma, point, space and apostrophe
_NUMERIC = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a cell prints it: `number` units of its last digit, of which `decimals` stand behind the point."""

    number: int
    decimals: int
    unit: str = ""  # percent, pp, bp, or the code of a currency; "" where the cell shows none


@lru_cache(maxsize=2**16)
def read_cell(text: str, language: str) -> Printed | str:
    """A cell's number; NIL or WITHHELD for the marks of what is missing; "" for words and for nothing.

    Brackets are a minus, marks of footnotes, of currencies and of percent are split off. A cell is a number only where
    nothing else is left of it.

    >>> [read_cell(text, "en") for text in ("$ (1,234.50)", "(4)%", "12 p", "—", "n/a", "1 to 3")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [Printed(number=-123450, decimals=2, unit='USD'), Printed(number=-4, decimals=0, unit='percent'),
     Printed(number=12, decimals=0, unit=''), 'nil', 'withheld', '']
    """
    said = fold(text)
    if not _NUMERIC.search(said):
        bare = _CURRENCY.sub("", said).replace("%", "").strip(" ()")
        if said and not bare and not _CURRENCY.search(said) and "%" not in said:
            return NIL if said in {"( )", "()"} else ""
        return NIL if _DASHES.fullmatch(bare) else WITHHELD if _WITHHELD.fullmatch(bare) else ""
    unit = ""
    if found := _CURRENCY.search(said):
        unit, said = CURRENCIES[found[0]], said[: found.start()] + said[found.end() :]
    for pattern, name in _UNITS:
        if pattern.search(said):
            unit, said = name, pattern.sub("", said)
            break
    said = re.sub(r"\(\s+", "(", re.sub(r"\s+\)", ")", said)).strip()
    said = re.sub(r"^([-−–])\s+(?=[0-9])", r"\1", _NOTE.sub("", said))
    if said.startswith("(") != said.endswith(")"):  # the other bracket stands in a cell of its own
        said = f"({said.strip('()')})" if said.count("(") + said.count(")") == 1 else said
    try:
        value, decimals = read_number(said, language)
    except FigureError:
        return ""
    return Printed(int(value * 10**decimals), decimals, unit)


def likely_language(texts: list[str], spoken: str = "") -> str:
    """The language whose way to print numbers reads the most of some cells; of several the one `spoken`, or English.

    >>> likely_language(["1.234,5", "2"]), likely_language(["12", "3.5"]), likely_language(["1.234", "2"], "vi")
    ('de', 'en', 'vi')
    """
    numeric = [text for text in texts if _NUMERIC.search(text)]
    return max(
        (spoken, *_LANGUAGES) if spoken else _LANGUAGES,
        key=lambda tag: sum(isinstance(read_cell(text, tag), Printed) for text in numeric),
    )
