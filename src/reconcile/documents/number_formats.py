"""How a workbook prints a number: its cell's format, as a spreadsheet program shows it.

A program shows 15 significant digits at most and cuts halves away from zero. What is printed is a figure's words, so
1234.5 in the format `0` is 1235. Grouping and decimal marks are those of the language that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, cached_property
from typing import NamedTuple

from babel.numbers import get_decimal_symbol, get_group_symbol

from reconcile.language.digits import locale_of

# Formats that every workbook has without declaring them; dates are read in ISO's order.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: "$#,##0;-$#,##0;-",
    43: "#,##0.00;-#,##0.00;-", 44: "$#,##0.00;-$#,##0.00;-", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_](?P<width>.)|[*](?P<filled>.)|\[(?P<bracket>[^\]]*)\]|'
    r"(?P<general>General)|(?P<clock>AM/PM|A/P)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<exponent>[eE][+-])|"
    r"(?P<digit>[0#?])|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,30}(?:\.\d{1,30})?)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MOST_DIGITS = 15
_LONGEST = 1000  # characters of a format; programs allow 255


class Separators(NamedTuple):
    """The marks of a language's numbers."""

    group: str
    decimal: str


def separators_of(language: str) -> Separators:
    """The marks that CLDR gives for a language; raises a FigureError for one that it does not know.

    >>> separators_of("vi"), separators_of("en")
    (Separators(group='.', decimal=','), Separators(group=',', decimal='.'))
    """
    locale = locale_of(language)
    return Separators(get_group_symbol(locale), get_decimal_symbol(locale))


class _Token(NamedTuple):
    kind: str
    text: str


@dataclass(frozen=True, eq=False)
class _Section:
    """One of a format's parts, which semicolons divide; what is told of it is worked out once."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None

    @cached_property
    def is_date(self) -> bool:
        return any(token.kind in {"date", "elapsed", "clock"} for token in self.tokens)

    @cached_property
    def is_general(self) -> bool:
        return not self.tokens or any(token.kind == "general" for token in self.tokens)

    @cached_property
    def is_text(self) -> bool:
        return any(token.text == "@" for token in self.tokens)

    @cached_property
    def has_digits(self) -> bool:
        return any(token.kind == "digit" for token in self.tokens)

    @cached_property
    def is_fraction(self) -> bool:
        return self._marks("/") > 0

    @cached_property
    def percents(self) -> int:
        return self._marks("%")

    @cached_property
    def power(self) -> int | None:
        """Where its exponent begins."""
        return next((at for at, token in enumerate(self.tokens) if token.kind == "exponent"), None)

    @cached_property
    def digits(self) -> _Digits:
        return _digits(self.tokens[: self.power])

    def _marks(self, mark: str) -> int:
        return sum(token.text == mark and token.kind == "other" for token in self.tokens)


def printed(number: str, code: str, separators: Separators, *, from_1904: bool = False) -> str:
    """Print a number, as it is stored, in a format; without one that can be read, as a cell without a format.

    >>> english = Separators(",", ".")
    >>> printed("1234.5", "#,##0", english), printed("-0.1255", "0.0%", english), printed("45292", "yyyy", english)
    ('1,235', '-12.6%', '2024')
    """
    value = Decimal(number)
    if not value.is_finite():
        return number
    with localcontext() as context:
        context.prec = 400
        value = _cut(value)
        sections = _sections(code[:_LONGEST])
        section, signed = _chosen(value, sections)
        if section is None or section.is_general:
            return _general(value, section, separators)
        if section.is_date:
            return _date(value, section, from_1904=from_1904)
        return _number(value if signed else abs(value), section, separators)


def _cut(value: Decimal) -> Decimal:
    """The 15 digits that a program shows of a binary number."""
    if not value:
        return Decimal(0)
    last = value.adjusted() - _MOST_DIGITS + 1
    if abs(value.adjusted()) > 310:  # beyond all that a cell can hold
        return Decimal(0) if value.adjusted() < 0 else value
    return value.quantize(Decimal(1).scaleb(last), ROUND_HALF_UP)


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[_Token] = []
    condition: tuple[str, Decimal] | None = None
    for found in [*_TOKEN.finditer(code), None]:
        if found is None or found["other"] == ";":
            sections.append(_Section(tuple(_literals(tokens)), condition))
            tokens, condition = [], None
            continue
        kind = str(found.lastgroup)
        text = found[kind]
        if kind == "bracket":
            if stated := _CONDITION.fullmatch(text.strip()):
                condition = (stated[1], Decimal(stated[2]))
            elif text.startswith("$"):
                tokens.append(_Token("quoted", text[1:].partition("-")[0]))
            elif text.lower().strip("hms") == "" and text:
                tokens.append(_Token("elapsed", text.lower()))
        else:
            tokens.append(_Token(kind, text))
    return tuple(sections)


def _literals(tokens: list[_Token]) -> Iterator[_Token]:
    """Tokens with the literal ones as one kind."""
    for token in tokens:
        if token.kind in {"quoted", "escaped"}:
            yield _Token("literal", token.text)
        elif token.kind == "width":
            yield _Token("literal", " ")
        elif token.kind != "filled":
            yield token


def _chosen(value: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """The section for a value, and whether a minus is printed before what it prints."""
    numbers = [one for one in sections[:3] if not one.is_text]
    if not numbers:
        return None, True
    if any(one.condition for one in numbers):
        for at, one in enumerate(numbers):
            if one.condition is None or _meets(value, *one.condition):
                return one, value < 0 and (at == 0 or one.condition is None)
        return numbers[-1], True
    if len(numbers) > 2 and not value:
        return numbers[2], False
    if len(numbers) > 1 and value < 0:
        return numbers[1], False
    return numbers[0], True


def _meets(value: Decimal, relation: str, limit: Decimal) -> bool:
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[relation]


def _general(value: Decimal, section: _Section | None, separators: Separators) -> str:
    """A cell without a format: no more than 11 characters' worth of digits."""
    whole = max(value.adjusted() + 1, 1)
    shown = value
    if whole <= 11:
        shown = value.quantize(Decimal(1).scaleb(-max(10 - whole, 0)), ROUND_HALF_UP)
    text = format(shown.normalize(), "f") if -5 <= value.adjusted() < 11 or not value else f"{value:.5E}"
    before = "".join(token.text for token in section.tokens if token.kind == "literal") if section else ""
    return before + text.replace(".", separators.decimal)


class _Digits(NamedTuple):
    whole: int  # digits that are printed at least
    least: int  # behind the mark
    most: int
    grouped: bool
    scale: int  # powers of ten that it is divided by


def _digits(tokens: Sequence[_Token]) -> _Digits:
    whole = least = most = commas = 0
    grouped = point = False
    for token in tokens:
        if token.kind == "digit":
            grouped |= bool(commas) and not point
            commas = 0
            if point:
                most += 1
                least = most if token.text == "0" else least
            elif token.text == "0" or whole:
                whole += 1
        elif token.text == "." and token.kind == "other":
            point = True
        elif token.text == "," and token.kind == "other":
            commas += 1
    return _Digits(whole, least, most, grouped, 3 * commas)


def _number(value: Decimal, section: _Section, separators: Separators) -> str:
    tokens = section.tokens
    if not section.has_digits:
        return ("-" if value < 0 else "") + "".join(token.text for token in tokens if token.kind != "date").strip()
    if section.is_fraction:
        return _fraction(value, tokens)
    power, digits = section.power, section.digits
    value = value.scaleb(2 * section.percents - digits.scale)
    exponent = 0
    if power is not None and value:
        exponent = value.adjusted() - max(digits.whole, 1) + 1
        value = value.scaleb(-exponent)
    shown = value.quantize(Decimal(1).scaleb(-digits.most), ROUND_HALF_UP)
    whole, _, part = format(abs(shown), "f").partition(".")
    part = part[: digits.least] + part[digits.least :].rstrip("0")
    whole = whole.lstrip("0").rjust(digits.whole, "0")
    if digits.grouped:
        whole = _grouped(whole, separators.group)
    pieces: list[str] = ["-"] if shown < 0 else []
    begun = False
    for at, token in enumerate(tokens):
        point = token.kind == "other" and token.text == "."
        if token.kind == "digit" or point or (token.kind == "other" and token.text == ","):
            if not begun:
                pieces.append(whole)
                begun = True
            if point and part:
                pieces.append(separators.decimal + part)
        elif token.kind == "exponent":
            least = sum(one.kind == "digit" for one in tokens[at:])
            sign = "-" if exponent < 0 else "+" if token.text[1] == "+" else ""
            pieces.append(f"E{sign}{abs(exponent):0{least}d}")
        else:
            pieces.append(token.text)
    return "".join(pieces).strip()


def _grouped(whole: str, mark: str) -> str:
    return mark.join(whole[max(end - 3, 0) : end] for end in range(len(whole) % 3 or 3, len(whole) + 1, 3))


def _fraction(value: Decimal, tokens: Sequence[_Token]) -> str:
    """The nearest fraction with a denominator of as many digits as the format has, or the one it names."""
    text = "".join(token.text for token in tokens if token.kind in {"digit", "other", "literal"})
    before, _, below = text.partition("/")
    sign, value = ("-" if value < 0 else ""), abs(value)
    named = re.match(r"\d*[1-9]\d*", below.strip())
    whole = int(value) if len(before.split()) > 1 else 0
    rest = value - whole
    most = 10 ** min(below.count("?") + below.count("#") + below.count("0"), 3) - 1
    choices = [int(named[0][:4])] if named else range(1, max(most, 1) + 1)
    best = min(choices, key=lambda one: (abs(rest * one - round(rest * one)) / one, one))
    above = int((rest * best).quantize(Decimal(1), ROUND_HALF_UP))
    if above == best and len(before.split()) > 1:
        whole, above = whole + 1, 0
    return sign + " ".join([str(whole)] * bool(whole or not above) + [f"{above}/{best}"] * bool(above))


def _date(value: Decimal, section: _Section, *, from_1904: bool) -> str:
    days = value + (1462 if from_1904 else 0)
    if not 0 <= days < 2_958_466:  # the year 9999
        return str(value)
    # Spreadsheets count a 29 February 1900 that never was.
    seconds = int((days * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    whole = seconds // 86_400
    day = datetime(1899, 12, 30) + timedelta(days=whole + (whole < 60), seconds=seconds % 86_400)  # noqa: DTZ001
    tokens = section.tokens
    half = any(token.kind == "clock" for token in tokens)
    pieces = []
    hours = False
    for at, token in enumerate(tokens):
        text = token.text.lower()
        if token.kind == "date":
            seconds_next = next((one.text[0].lower() for one in tokens[at + 1 :] if one.kind == "date"), "") == "s"
            minute = text[0] == "m" and len(text) < 3 and (hours or seconds_next)
            hours = text[0] == "h"
            pieces.append(_minutes(day, text) if minute else _date_part(day, text, half=half))
        elif token.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            pieces.append(str(seconds // unit).rjust(len(text), "0"))
            hours = text[0] == "h"
        elif token.kind == "clock":
            pieces.append("AM" if day.hour < 12 else "PM")
        elif token.kind in {"literal", "other"} and token.text != "@":
            pieces.append(token.text)
    return "".join(pieces).strip()


def _minutes(day: datetime, text: str) -> str:
    return str(day.minute).rjust(len(text), "0")


def _date_part(day: datetime, text: str, *, half: bool) -> str:
    size = len(text)
    match text[0]:
        case "y":
            return f"{day.year:04d}" if size > 2 else f"{day.year % 100:02d}"
        case "m":
            name = _MONTHS[day.month - 1]
            return {3: name[:3], 5: name[0]}.get(size, name) if size > 2 else str(day.month).rjust(size, "0")
        case "d":
            name = _DAYS[day.weekday()]
            return (name[:3] if size == 3 else name) if size > 2 else str(day.day).rjust(size, "0")
        case "h":
            return str((day.hour % 12 or 12) if half else day.hour).rjust(min(size, 2), "0")
    return str(day.second).rjust(min(size, 2), "0")
