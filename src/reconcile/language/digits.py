"""One bare number as a locale prints it: exact, or an error; never a guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from reconcile.errors import ReconcileError
from reconcile.language.languages import vocabulary_of

MINUS = "-−–‐‑"  # a sign only where it touches what follows; the hyphens are typesetters' non-breaking minus
_MARKS = ".,'’_·٫٬،"  # whatever printers set between digits: taken in whole, then judged by the locale's own rule
_NO_CENTS = re.compile(r"[-–—]{1,2}(?![\w-])")
_NO_DIGIT = re.compile("[^0-9]")
_SHOWN = 80  # characters of somebody's words in a message
_MOST_DIGITS = 400  # far beyond any report, and within the interpreter's own limit on turning text into numbers
MOST_DECIMALS = 100  # places of a decimal in a rule, on either side of the point


class FigureError(ReconcileError, ValueError):
    """Words that do not read wholly as one figure.

    >>> try:
    ...     read_number("786.9%", "en")
    ... except FigureError as error:
    ...     print(error)
    '786.9%': expected one number, and '%' was left over
    """

    def __init__(self, words: str, rest: str, message: str) -> None:
        self.words = words
        self.rest = rest  # what was left over: the words from the first one that could not be read
        said = quoted_text(words)
        super().__init__(message if not words or message.startswith(said) else f"{said}: {message}")


def quoted_text(words: str) -> str:
    """Quote words in a message, long ones cut."""
    return repr(shortened(words))


def shortened(words: str) -> str:
    """Words as a message names them: long ones cut."""
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def fold(text: str) -> str:
    r"""Bring text to NFC, with every run of white space (no-break and thin spaces too) made one space.

    >>> fold("786,9\u00a0tỷ \u2009USD ")
    '786,9 tỷ USD'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"  # fractions of one character


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """Find CLDR's locale of a source's language tag: `vi`, `en`, `pt-BR`, `de_CH`."""
    tag = language.strip().replace("_", "-")
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None or tag.lower().startswith(("und", "root")):
        what = f"language {quoted_text(language)} is unknown" if tag else "the source names no language"
        raise FigureError("", "", f"{what}; 1.234 is not the same in vi and en: give a tag such as vi, en or pt-BR")
    return locale


@dataclass(frozen=True, slots=True)
class _Print:
    """How a locale prints digits."""

    decimal: str
    group: str
    run: re.Pattern[str]  # everything at one place that could belong to a number
    strict: re.Pattern[str]  # what this locale accepts of it; groups: whole, decimals


@lru_cache(maxsize=256)
def _print(language: str) -> _Print:
    locale = locale_of(language)
    decimal, group = fold(get_decimal_symbol(locale)), fold(get_group_symbol(locale)) or " "
    last, others = locale.decimal_formats[None].grouping
    marks = re.escape(_MARKS + (decimal + group).replace(" ", ""))
    run = rf"[{marks}]?[0-9]+(?:[{marks}][0-9]+)*"
    own = vocabulary_of(locale.language)
    spaced = group == " " or own.spaced_groups
    if spaced:
        run = rf"[0-9]{{1,{others}}}(?: [0-9]{{{last}}}(?![0-9]))+(?:[{marks}][0-9]+)*|{run}"
    # An apostrophe parts nothing but thousands, in whatever language: 189'000.
    marks_of_thousands = dict.fromkeys(("'", "’", group, *(" " if spaced else "")))
    leading = rf"[1-9][0-9]{{0,{others - 1}}}"  # 0.123 is no number of thousands
    grouped = "|".join(
        rf"{leading}(?:{mark}[0-9]{{{others}}})*{mark}[0-9]{{{last}}}" for mark in map(re.escape, marks_of_thousands)
    )
    point = re.escape(decimal)
    strict = rf"({grouped}|[0-9]+)?(?:{point}([0-9]+))?"
    return _Print(decimal, group, re.compile(run), re.compile(strict))


def number_at(text: str, at: int, language: str) -> str:
    """Give the characters at a place that could belong to one number; empty where none starts."""
    found = _print(language).run.match(text, at)
    return found[0] if found else ""


def without_cents(text: str, at: int, language: str) -> int:
    """Where a mark ends that says, right behind a number, that no cents follow: 900.000,– Euro."""
    marked = text[at : at + 1] == _print(language).decimal
    found = _NO_CENTS.match(text, at + 1) if marked else None
    return found.end() if found else at


def parse_digits(run: str, language: str, words: str = "", rest: str = "") -> tuple[Fraction, int]:
    """Give value and printed decimals of an unsigned number; `words` and `rest` only serve the error."""
    style = _print(language)
    found = style.strict.fullmatch(run)
    if not found or not run:
        raise FigureError(words or run, rest or run, _misprint(run, language))
    whole, decimals = _NO_DIGIT.sub("", found[1] or ""), found[2] or ""
    if len(whole) + len(decimals) > _MOST_DIGITS:
        raise FigureError(words or run, rest or run, f"a number of more than {_MOST_DIGITS} digits")
    return Fraction(int(whole + decimals), 10 ** len(decimals)), len(decimals)


def _misprint(run: str, language: str) -> str:
    style = _print(language)
    writes = f"which writes decimals as 1{style.decimal}5 and thousands as 1{style.group}000"
    other = next((tongue for tongue in ("en", "vi", "fr") if _print(tongue).strict.fullmatch(run)), "")
    return f"{quoted_text(run)} is not a number in language {language!r}, {writes}" + (
        f"; language: {other}?" if other else "; check its decimal and thousands marks"
    )


def decimal_text(number: Fraction) -> str:
    """Print a number whole as a decimal with a point; empty where it is none of at most MOST_DECIMALS places.

    >>> decimal_text(Fraction(-1, 8)), decimal_text(Fraction(1000)), decimal_text(Fraction(1, 3))
    ('-0.125', '1000', '')
    """
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
        if places > MOST_DECIMALS:
            return ""
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    return ("-" if number < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def read_number(text: str, language: str) -> tuple[Fraction, int]:
    """Read one bare number: its value, and how many decimals are printed.

    A sign touches its number; parentheses are the accountants' minus.

    >>> read_number("-838,271", "en"), read_number("82.097", "vi"), read_number("(5,20)", "vi")
    ((Fraction(-838271, 1), 0), (Fraction(82097, 1), 0), (Fraction(-26, 5), 2))
    """
    folded = fold(text)

    def fail(message: str) -> NoReturn:
        raise FigureError(folded, folded, message)

    if not folded:
        fail("expected a number, found nothing")
    bracketed = folded.startswith("(") and folded.endswith(")")
    body = folded[1:-1] if bracketed else folded
    signed = body[:1] in MINUS + "+" and body[:1] != ""
    if bracketed and signed:
        fail("a sign inside parentheses, which are a minus themselves")
    digits = body[1:] if signed else body
    if number_at(digits, 0, language) != digits or not digits:
        fail(_no_number(digits, language))
    value, decimals = parse_digits(digits, language, folded, digits)
    return (-value if bracketed or (signed and body[0] != "+") else value), decimals


def _no_number(digits: str, language: str) -> str:
    run = number_at(digits, 0, language)
    if run:
        return f"expected one number, and {quoted_text(digits[len(run) :].strip())} was left over"
    if digits[:1].isdigit():
        return f"expected the digits 0–9, found {digits[0]!r}"
    return f"expected a number, found {quoted_text(digits)}"
