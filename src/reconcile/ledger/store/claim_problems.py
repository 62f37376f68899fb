"""What is wrong with the texts of claims: with each by itself, and with those that must fit each other."""

from __future__ import annotations

import re

from reconcile.language.codelists import QUALIFIERS, STATS, STATUSES
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.reading.problem_words import shown, unknown
from reconcile.ledger.store.columns import KNOWN

LONGEST_NUMBER = 1000  # characters
LONGEST_CELL = 100_000  # characters; Python's csv module gives up at 131,072
FIGURE = ("reported", "value", "value_high", "decimals", "qualifier")  # what the figure of a claim is read from
BASE = ("stat", "base", "period")
PARTS = ("month", "quarter", "half", "year", "week", "day")  # what a mean may be over

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_DECIMALS = re.compile(r"[+-]?[0-9]{1,3}")
_REQUIRED = ("source", "measure", "period")
_NAMES = ("claim", "source", "measure", "area")  # as are all further dimensions
_WORDS = {"stat": STATS, "status": STATUSES, "qualifier": QUALIFIERS}


def period_problem(text: str) -> str:
    try:
        read_period(text)
    except PeriodError as error:
        return str(error)
    return ""


def base_problem(stat: str, base: str, period: str) -> str:
    if stat not in STATS:
        return ""  # which is said of the stat
    if stat == "level":
        return f"base {shown(base)} without a stat: say whether it is growth, change, share, ratio or mean"
    if not base:
        wanted = {
            "mean": "its part, such as month",
            "share": "the whole's measure",
            "ratio": "the other measure",
        }
        return f"{stat} needs a base: {wanted.get(stat, 'the period compared with')}"
    if stat in {"growth", "change"}:
        return period_problem(base) or (f"{stat} of {period} compared with itself" if base == period else "")
    if stat != "mean" or not period or period_problem(period):
        return ""
    if base not in PARTS:
        return unknown("base of a mean:", base, PARTS)
    return "" if read_period(period).split(base) else f"{period} cannot be divided into parts of one {base}"


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
        beside = {"value_high": value_high, "decimals": decimals, "qualifier": qualifier}
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
    if (name in _NAMES or name not in KNOWN) and text != text.strip():  # which makes another name of it, unseen
        found.append(f"white space around {name} {shown(text)}")
    if text and name in _WORDS and text not in _WORDS[name]:
        found.append(unknown(name, text, _WORDS[name]))
    if text and name == "period" and (problem := period_problem(text)):
        found.append(problem)
    if len(text) > LONGEST_CELL:
        found.append(f"{name} is longer than {LONGEST_CELL} characters")
    return found


def base_problems(stat: str, base: str, period: str) -> list[str]:
    """Every statistic has the base that it needs, a level none."""
    found = base_problem(stat, base, period) if stat != "level" or base else ""
    return [found] if found else []
