"""How inline XBRL prints numbers: the formats of the transformation registries that are read, and what they say.

Names and what they take are those of XBRL International's registries 1 (2010) to 5 (2022).
"""

from __future__ import annotations

import re
from decimal import Decimal

from reconcile.ledger.reading.problem_words import shown
from reconcile.ledger.store.text_problems import LONGEST_NUMBER
from reconcile.reading.reported_numbers import FactError, plain_number

__all__ = ["UnknownFormatError", "printed_number"]

_REGISTRY = "http://www.xbrl.org/inlineXBRL/transformation/"
_FIRST, _SECOND, _THIRD = (f"{_REGISTRY}{day}" for day in ("2010-04-20", "2011-07-31", "2015-02-26"))
_FOURTH, _FIFTH = (f"{_REGISTRY}{day}" for day in ("2020-02-12", "2022-02-16"))

_GROUPS = " \N{NO-BREAK SPACE}"
_MARKS = f"'`´\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}{_GROUPS}"
# Registries 2 and 3 part thousands; 4 and 5 leave out what stands between digits.
_POINT = re.compile(rf"(?P<whole>\d{{1,3}}(?:[,{_GROUPS}]?\d{{3}})*)(?:\.(?P<part>\d+))?", re.ASCII)
_COMMA = re.compile(rf"(?P<whole>\d{{1,3}}(?:[.{_GROUPS}]?\d{{3}})*)(?:,(?P<part>\d+))?", re.ASCII)
_POINT_4 = re.compile(rf"(?P<whole>[,{_MARKS}\d]*)(?:\.(?P<part>[{_GROUPS}\d]+))?", re.ASCII)
_COMMA_4 = re.compile(rf"(?P<whole>[.{_MARKS}\d]*)(?:,(?P<part>[{_GROUPS}\d]+))?", re.ASCII)
_NOUGHT = re.compile(r"[-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", re.ASCII)
_ANYTHING = re.compile(r".*", re.DOTALL)

_FORMATS = {
    (_FIRST, "numcommadot"): re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})*)(?:\.(?P<part>\d+))?", re.ASCII),
    (_FIRST, "numdotcomma"): re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})*)(?:,(?P<part>\d+))?", re.ASCII),
    (_FIRST, "numspacedot"): re.compile(rf"(?P<whole>\d{{1,3}}(?:[{_GROUPS}]\d{{3}})*)(?:\.(?P<part>\d+))?", re.ASCII),
    (_FIRST, "numspacecomma"): re.compile(rf"(?P<whole>\d{{1,3}}(?:[{_GROUPS}]\d{{3}})*)(?:,(?P<part>\d+))?", re.ASCII),
    (_FIRST, "numcomma"): re.compile(r"(?P<whole>\d+)(?:,(?P<part>\d+))?", re.ASCII),
    (_FIRST, "numdash"): _NOUGHT,
    **{(registry, "numdotdecimal"): _POINT for registry in (_SECOND, _THIRD)},
    **{(registry, "numcommadecimal"): _COMMA for registry in (_SECOND, _THIRD)},
    **{(registry, "zerodash"): _NOUGHT for registry in (_SECOND, _THIRD)},
    **{(registry, "num-dot-decimal"): _POINT_4 for registry in (_FOURTH, _FIFTH)},
    **{(registry, "num-comma-decimal"): _COMMA_4 for registry in (_FOURTH, _FIFTH)},
    **{(registry, "zero-dash"): _NOUGHT for registry in (_FOURTH, _FIFTH)},
    **{(registry, "fixed-zero"): _ANYTHING for registry in (_FOURTH, _FIFTH)},
}


class UnknownFormatError(FactError):
    """A format that is not read; what it prints may be any number."""


def printed_number(text: str, form: tuple[str, str] | None, scale: str | None, sign: str | None) -> str:
    """The value of a fact as a plain decimal: its digits by the format, times 10 to the scale, with its sign.

    `form` is the namespace and the name of the format; without one the text is a plain number. A FactError says what
    is wrong, an UnknownFormatError that the format is not read.

    >>> latest = "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
    >>> printed_number("1,234.5", (latest, "num-dot-decimal"), "3", "-")
    '-1234500'
    >>> printed_number("1.234,50", (latest, "num-comma-decimal"), None, None)
    '1234.50'
    """
    if sign not in {None, "-"}:
        raise FactError(f"sign {shown(sign or '')} is none; expected -")
    power = (scale or "0").strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,4}", power):
        raise FactError(f"scale {shown(power)} is no whole number of at most four digits")
    digits = _digits(text.strip(), form)
    number = Decimal(digits)
    _, figures, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if len(figures) + abs(exponent + int(power)) > LONGEST_NUMBER:
        raise FactError(f"value {shown(text)} with scale {power} is longer than {LONGEST_NUMBER} digits")
    return format(Decimal((int(sign == "-" and number != 0), figures, exponent + int(power))), "f")


def _digits(text: str, form: tuple[str, str] | None) -> str:
    if form is None:
        plain = plain_number(text)
        if plain is None or plain.startswith("-"):
            raise FactError(f"{shown(text)} is no number without a sign, and no format says how it is printed")
        return plain
    if form not in _FORMATS:
        raise UnknownFormatError(f"format {form[1]} is not read")
    found = _FORMATS[form].fullmatch(text)
    if found is None:
        raise FactError(f"{shown(text)} is not printed as its format {form[1]} says")
    if "whole" not in found.groupdict():
        return "0"
    whole, part = (re.sub(r"\D", "", found[name] or "") for name in ("whole", "part"))
    if not whole and not part:
        raise FactError(f"{shown(text)} is not printed as its format {form[1]} says")
    return f"{whole or '0'}{'.' if part else ''}{part}"
