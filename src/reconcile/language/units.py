"""Units as people write them, as a canonical unit and how many of it they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from reconcile.language.digits import FigureError, fold, quoted_text
from reconcile.language.languages import LANGUAGES, vocabulary_of
from reconcile.language.lexicon import Scanner, lexicon
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from reconcile.language.lexicon import Lexicon

UNITS_OF_ITS_OWN = "a unit of the ledger's own is listed under units: in ledger.yaml"
FRACTION = "fraction"  # a unit of rates: 0.055 of them is 5.5 percent
_LONGEST_CHAIN = 3  # trăm nghìn tỷ
_PER_NOTHING = frozenset({"percent", "pp", "point", "times"})
_TIMES = frozenset(
    {"week", "month", "quarter", "year"}
)  # of a sum a month it is a mean; only a slash makes a unit of it
_DAYS = frozenset({"day", "hour", "minute"})  # "210 000 voyageurs par jour" stays a count
_SLASH = re.compile(r" ?/ ?")
_CODE = re.compile(r"[A-Z]{3}")  # of money
_THING = re.compile(r" ?[^\W\d_]+(?: [^\W\d_]+){1,3} 1[0., ]*0")  # what is counted: 99.5 men per 100 women
_WORD = re.compile(r" ?[^\W\d_]+")
_WORDS_OF_A_THING = 2
_ONE = Fraction(1)
_HEADS = re.compile(r" ?1(?:0{0,2}(?:[., ]000){1,2}|0{1,8})(?![0-9]|[.,][0-9])")  # per 1,000 or 100 000
_RATE = re.compile(r"1/10{1,8}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit phrase: "million USD" has the scale 10⁶ and size 1; "GWh" has no scale word, and size 10⁶."""

    name: str  # canonical; "" for a pure number
    size: Fraction  # how many of `name` one such unit is
    scale: Fraction | None  # what the scale words say; None where there are none


def take_scale(scanner: Scanner, words: Lexicon) -> Fraction | None:
    """Take scale words, from small to large: nghìn tỷ is 10¹², tỷ nghìn is nothing."""
    scale = last = scanner.take(words.scales)
    if scale is None or last is None:
        return None
    for _ in range(_LONGEST_CHAIN - 1):
        start = scanner.at
        following = scanner.take(words.scales)
        if following is None or following < last:
            scanner.at = start
            break
        scale, last = scale * following, following
    return scale


def take_per(scanner: Scanner, words: Lexicon, unit: tuple[str, Fraction] | None) -> tuple[str, Fraction] | None:
    """Take what a unit is per, USD/tonne, and give the compound unit; None where nothing of it stands here.

    Percent and points are per nothing: "8 % a year" says how a growth is compounded.
    """
    if unit is not None and unit[0] in _PER_NOTHING:
        return None
    start = scanner.at
    name, size = unit or ("", Fraction(1))
    above = "1" if name in {"", "count"} else name
    slash = scanner.match(_SLASH)
    if slash is None and scanner.take(words.per) is None:
        return _per_heads(scanner, words) if unit is None else None
    if rate := _heads(scanner, words):
        return f"{above}/{rate}", size
    below = scanner.take(words.units) if name else None
    if below is not None and below[0] == name and _weighs(scanner, words):
        below = ("lb", _ONE)  # £1.20 a pound
    if (
        below is None
        or "/" in below[0]
        or below[0] == name
        or (slash is None and (below[0] in _TIMES or (above == "1" and below[0] in _DAYS)))
        or below[0] in _PER_NOTHING
    ):
        scanner.at = start
        return None
    spelled = _spellings().get(below)
    name, size = f"{above}/{spelled or below[0]}", size if spelled else size / below[1]
    start = scanner.at
    if slash and scanner.match(_SLASH) and (more := scanner.take(words.units)) and more[0] not in _PER_NOTHING:
        return f"{name}/{more[0]}", size / more[1]  # 24.5 USD/m2/month
    scanner.at = start
    return name, size


def _weighs(scanner: Scanner, words: Lexicon) -> bool:
    """Whether the word that was taken last is also a weight."""
    start = scanner.small.rfind(" ", 0, scanner.at) + 1
    found = words.weighed.longest(scanner.words, scanner.small, start)
    return found is not None and found[1] == scanner.at


def _heads(scanner: Scanner, words: Lexicon) -> str:
    """Take the number of heads that a rate is of, 100000; "" where it is none: 12 homes for 100,000 euros."""
    start = scanner.at
    rate = scanner.match(_HEADS)
    if rate is None:
        return ""
    end = scanner.at
    scale, unit = scanner.take(words.scales), scanner.take(words.units)
    scanner.at = end
    if scale is not None or (unit is not None and unit[0] != "count"):
        scanner.at = start
        return ""
    return re.sub("[^0-9]", "", rate[0])


def _per_heads(scanner: Scanner, words: Lexicon) -> tuple[str, Fraction] | None:
    """Take what things that no table knows are per: 106 boys per 100 girls."""
    start = scanner.at
    if _THING.match(scanner.words, start) is None:
        return None
    for _ in range(_WORDS_OF_A_THING):
        if scanner.match(_WORD) is None:
            break
        thing = scanner.at
        if scanner.take(words.per_heads) is not None and (rate := _heads(scanner, words)):
            return f"1/{rate}", _ONE
        scanner.at = thing
    scanner.at = start
    return None


def is_money(unit: str) -> bool:
    """Whether a unit is money: by its code of ISO 4217, or by a name that several countries have for theirs.

    >>> [is_money(unit) for unit in ("EUR", "peso", "tonne")]
    [True, True, False]
    """
    return _CODE.fullmatch(unit) is not None or unit in _shared_money()


@cache
def _shared_money() -> frozenset[str]:
    return frozenset(name for language in LANGUAGES for name in vocabulary_of(language).shared_money)


@cache
def _spellings() -> dict[tuple[str, Fraction], str]:
    """The words of units that are multiples of the canonical one, in any language: kg, MWh. A rate keeps them."""
    own = vocabulary_of("any")
    return {(unit, Fraction(size)): phrases(listed)[0] for unit, size, listed in own.units}


@cache
def _canonical() -> frozenset[str]:
    """The units that are their own name in every language: no language's words have to be learnt for them."""
    own = vocabulary_of("any")
    return frozenset([*own.money, *(unit for unit, _, listed in own.units if unit in phrases(listed))])


@lru_cache(maxsize=1024)
def parse_unit(text: str, units: tuple[str, ...] = ()) -> Unit:
    """Read a unit phrase in any language that has a file, with its scale words apart; ``units`` are known besides."""
    scanner = Scanner(text)
    if scanner.words == FRACTION:
        return Unit("percent", Fraction(100), None)
    if rate := _RATE.fullmatch(scanner.words):
        return Unit(rate[0], Fraction(1), None)
    if scanner.words in _canonical():
        return Unit(scanner.words, Fraction(1), None)
    for language in ("en", *LANGUAGES):
        scanner = Scanner(text)
        words = lexicon(language, units)
        scale = take_scale(scanner, words)
        if scale is not None:
            scanner.take(words.of)
        unit = scanner.take(words.units)
        if scale is None:
            scale = take_scale(scanner, words)  # USD million
        name, size = take_per(scanner, words, unit) or unit or ("", Fraction(1))
        if not scanner.rest:
            return Unit(name, size, scale)
    raise FigureError(
        scanner.words,
        scanner.rest,
        f"{quoted_text(scanner.rest)} is no unit known; expected one such as USD, percent, pp, kWh, MW, times or "
        f"count, or a scale and a unit such as 'million USD'; {UNITS_OF_ITS_OWN}",
    )


def read_unit(text: str, units: tuple[str, ...] = ()) -> tuple[str, Fraction]:
    """Give the canonical unit and the scale of a unit phrase; `""` is the pure number. `units` are known besides.

    >>> [(unit, str(scale)) for unit, scale in map(read_unit, ("million USD", "nghìn tỷ đồng", "GWh", "%", "fraction"))]
    [('USD', '1000000'), ('VND', '1000000000000'), ('kWh', '1000000'), ('percent', '1'), ('percent', '100')]
    """
    unit = parse_unit(text, units)
    return unit.name, unit.size * (1 if unit.scale is None else unit.scale)


def decimals_ahead(text: str) -> int:
    """By how many places decimals stated in a unit are ahead of those in its base unit: of a fraction two."""
    return 2 if fold(text) == FRACTION else 0
