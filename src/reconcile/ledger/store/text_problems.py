"""What is wrong with the texts of claims and sources: with each by itself, and with those that must fit each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from babel import Locale, UnknownLocaleError

from reconcile.language.bases import BaseError, read_base, read_grown
from reconcile.language.codelists import CONTRIBUTION, QUALIFIERS, RATIO, SHARE, STATS, STATUSES
from reconcile.language.dating import FREQUENCIES
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.reading.problem_words import shown, unknown
from reconcile.ledger.store.columns import GUESSED, KNOWN
from reconcile.ledger.store.stored_texts import bad_name

LONGEST_NUMBER = 1000  # characters
LONGEST_CELL = 100_000  # characters; Python's csv module gives up at 131,072
FIGURE = ("reported", "value", "value_high", "decimals", "qualifier")  # what the figure of a claim is read from
BASE = ("stat", "base", "period", "per", "status")
OVER_WHOLE = (STATS[SHARE], STATS[RATIO])  # whose base is a measure
PARTS = ("month", "quarter", "half", "year", "week", "day")  # what a mean may be over, or a growth compounded in
MOST_STEPS = 1000  # in which a growth is compounded, and in one of them: numbers grow by as many digits

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_HASH = re.compile("[0-9a-fA-F]{64}")
_DECIMALS = re.compile(r"[+-]?[0-9]{1,3}")
_REQUIRED = ("source", "measure", "period")
_NAMES = ("claim", "source", "measure", "area")  # as are all further dimensions
_WORDS = {"stat": STATS, "per": PARTS, "status": STATUSES, "qualifier": QUALIFIERS}


def _period(text: str) -> str:
    try:
        read_period(text)
    except PeriodError as error:
        return str(error)
    return ""


def _base_problem(stat: str, base: str, period: str) -> str:
    if stat not in STATS:
        return ""  # which is said of the stat
    if stat == "level":
        return f"base {shown(base)} without a stat: say whether it is {', '.join(STATS[1:-1])} or {STATS[-1]}"
    if not base:
        wanted = {
            "mean": "its part, such as month",
            "share": "the whole's measure",
            "contribution": "the whole and the period compared with, such as gdp 2023",
            "ratio": "the other measure",
        }
        return f"{stat} needs a base: {wanted.get(stat, 'the period compared with, or a status such as forecast')}"
    if stat in {"growth", "change"} and base in STATUSES:
        return ""
    if stat in {"growth", "change"}:
        return _period(base) or (f"{stat} of {period} compared with itself" if base == period else "")
    if stat in OVER_WHOLE:
        return _base_misspelt(base)
    if stat == STATS[CONTRIBUTION]:
        return _growth_misspelt(base, period)
    if stat != "mean" or not period or _period(period):
        return ""
    if base not in PARTS:
        return unknown("base of a mean:", base, PARTS)
    return "" if read_period(period).split(base) else f"{period} cannot be divided into parts of one {base}"


def _per_problem(stat: str, base: str, period: str, per: str) -> str:
    if per not in PARTS:
        return ""  # which is said of per
    if stat != "growth":
        return f"per {shown(per)} beside stat {shown(stat)}: only a growth is compounded, at a rate per year, quarter …"
    if base in STATUSES:
        return f"per {shown(per)} beside base {shown(base)}: it is of the same period, and nothing is compounded"
    if _base_problem(stat, base, period) or not period or _period(period):
        return ""
    steps = read_period(period).since(read_period(base), per)
    if steps is None:
        wanted = f"write a base that is as long as the period, and {per}s or parts of one before it"
        return f"growth per {per} from {base} to {period}: {wanted}"
    if max(steps.numerator, steps.denominator) > MOST_STEPS:
        return f"growth per {per} from {base} to {period}: compounded more than {MOST_STEPS} times"
    return ""


def _base_misspelt(base: str) -> str:
    try:
        read_base(base)
    except BaseError as error:
        return str(error)
    return ""


def _growth_misspelt(base: str, period: str) -> str:
    try:
        read = read_grown(base)
    except BaseError as error:
        return str(error)
    return f"contribution in {period} to a growth since {period}" if read.period == period else ""


def exact_word(text: str) -> bool:
    """Whether decimals say that the value is exact."""
    return text.lower() in {"exact", "inf"}


def is_decimals(text: str) -> bool:
    return exact_word(text) or _DECIMALS.fullmatch(text) is not None


def is_plain(text: str) -> bool:
    """Whether a value is a plain decimal of a size that is read."""
    return len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def figure_problems(reported: str, value: str, value_high: str, decimals: str, qualifier: str) -> list[str]:
    """Words or a number, never both; a number is a plain decimal with its precision."""
    if reported:
        beside = {"value_high": value_high, "qualifier": qualifier}
        found = [
            f"{name} {shown(said)} beside reported: the words say it themselves"
            for name, said in beside.items()
            if said and not value
        ]
        if value:
            found.append(f"reported {shown(reported)} and a value: give the words or the number, not both")
    elif not value:
        found = ["a claim needs its figure: the words in 'reported', or 'value' and 'decimals'"]
    else:
        found = []
    for name, number in (("value", value), ("value_high", value_high)):
        if number and not _NUMBER.fullmatch(number):
            words = "is no plain decimal such as -1234.50; the verbatim words belong in 'reported'"
            found.append(f"{name} {shown(number)} {words}")
        if len(number) > LONGEST_NUMBER:
            found.append(f"{name} {shown(number)} is longer than {LONGEST_NUMBER} digits")
    if value and not decimals:
        needs = "the digits right of the point in base units (-6: millions), or exact"
        found.append(f"value {shown(value)} needs decimals: {needs}")
    if decimals and not is_decimals(decimals):
        found.append(f"decimals {shown(decimals)} is neither a whole number up to 999 nor 'exact'")
    if value and qualifier == "range" and not value_high:
        found.append(f"value {shown(value)} with qualifier 'range' needs a value_high")
    if value_high and qualifier == "exact":
        found.append(f"value_high {shown(value_high)} with qualifier 'exact': two numbers are a range")
    return found


def cell_problems(name: str, text: str) -> list[str]:
    """What is wrong with one cell of a claim, whatever stands beside it."""
    found = [f"a claim needs a {name}"] if not text and name in _REQUIRED else []
    if name in _NAMES or name not in KNOWN:
        found.append(_padded(name, text))
    elif text and name in _WORDS:
        found.append(_one_of(name, _WORDS[name], text))
    elif name == "guess":
        found += [_one_of("guess", GUESSED, one) for one in text.split()]
    elif text and name == "period":
        found.append(_period(text))
    return [*filter(None, found), *_too_long(name, text)]


def source_problems(name: str, text: str) -> list[str]:
    """What is wrong with one cell of a source."""
    if not text:
        return ["a source needs a source"] if name == "source" else []
    found = _JUDGED[name](text) if name in _JUDGED else ""
    return [*([found] if found else []), *_too_long(name, text)]


def _too_long(name: str, text: str) -> list[str]:
    return [f"{name} is longer than {LONGEST_CELL} characters"] if len(text) > LONGEST_CELL else []


def _padded(name: str, text: str) -> str:
    """Refuse white space around a name: it makes another name of it, which nobody sees."""
    return f"white space around {name} {shown(text)}" if text != text.strip() else ""


def _one_of(name: str, known: Sequence[str], text: str) -> str:
    return "" if text in known else unknown(name, text, known)


def _published(text: str) -> str:
    return _period(text) and f"published: {_period(text)}"


def _language(code: str) -> str:
    try:
        Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return f"unknown language {shown(code)}: give a code such as vi, en or pt-BR"
    return ""


def _reliability(text: str) -> str:
    positive = text.strip("0.") and all(part.isascii() and part.isdigit() for part in text.split(".", 1))
    return "" if positive else f"reliability {shown(text)} is not a positive plain decimal"


def _hash(text: str) -> str:
    return "" if _HASH.fullmatch(text) else f"sha256 {shown(text)} is not 64 hexadecimal digits"


def series_problems(series: str, published: str) -> list[str]:
    """A release has a date, or nobody knows which it replaces."""
    if not series or published:
        return []
    return [f"series {shown(series)} without a date: say in published which of its releases this is"]


def fiscal_year_problem(text: str) -> str:
    """Why no financial year begins in a month; "" where it does, or nobody says."""
    good = not text or (len(text) <= 2 and text.isascii() and text.isdigit() and 1 <= int(text) <= 12)
    return "" if good else f"fiscal_year {shown(text)} is no month: write 04 for a year that begins in April"


def frequency_problem(text: str) -> str:
    """Why a day is no end of such a period."""
    return "" if not text or text in FREQUENCIES else unknown("frequency", text, FREQUENCIES)


_JUDGED: dict[str, Callable[[str], str]] = {
    "source": partial(_padded, "source"),
    "series": partial(_padded, "series"),
    "fiscal_year": fiscal_year_problem,
    "frequency": frequency_problem,
    "published": _published,
    "language": _language,
    "rounding": partial(_one_of, "rounding", ("nearest", "truncate")),
    "reliability": _reliability,
    "text": bad_name,
    "sha256": _hash,
}


def base_problems(stat: str, base: str, period: str, per: str = "", status: str = "") -> list[str]:
    """Every statistic has the base that it needs, a level none; a growth may be compounded, or be on another status."""
    found = _base_problem(stat, base, period) if stat != "level" or base else ""
    compounded = _per_problem(stat, base, period, per) if per else ""
    itself = f"{stat} of {status} figures on the {base}: they are the same" if base and base == status else ""
    return [one for one in (found, compounded, itself if stat in {"growth", "change"} else "") if one]
