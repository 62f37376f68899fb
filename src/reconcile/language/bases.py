"""What a share or a ratio is taken of: a measure, fixed where the whole is another member, area or period.

base = measure ["[" name "=" [value] {"," name "=" [value]} "]"]

A name or a value with marks of its own stands between backticks; a measure without brackets stands as it is.

A growth that is compounded has its base and the length of its steps in one: "2016 per year". The whole to whose
growth a part contributes stands before the period that it grows from: "gdp[industry=all] 2023".
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from reconcile.errors import ReconcileError
from reconcile.language.digits import quoted_text
from reconcile.language.periods import PeriodError, read_period

__all__ = ["Base", "BaseError", "Grown", "compounded_base", "fixed_in", "read_base", "read_grown", "steps_from"]

_QUOTED = "`(?:[^`]|``)+`"
_MEASURE = re.compile(rf"({_QUOTED}|[^\[\]`]+)(?:\[(.*)\])?", re.DOTALL)
_FIXED = re.compile(rf"([^\[\],=`]+)=(\s*{_QUOTED}\s*|[^\[\],=`]*)(?:,|$)", re.DOTALL)


class BaseError(ReconcileError, ValueError):
    """A text that says of no whole what a share is taken of.

    >>> read_base("exports[all]")
    Traceback (most recent call last):
    reconcile.language.bases.BaseError: base 'exports[all]': expected a measure, and in brackets what is fixed, \
such as exports[partner=all], exports[area=DE] or exports[period=2024]
    """


@dataclass(frozen=True, slots=True)
class Base:
    """A measure, and what of the claim's own place and period is another in the whole.

    >>> read_base("exports[partner=all]")
    Base(measure='exports', at=(('partner', 'all'),))
    """

    measure: str
    at: tuple[tuple[str, str], ...] = ()  # sorted by name; "" where the whole has none

    @property
    def text(self) -> str:
        """The one spelling of it; reading it gives the same."""
        if not self.at:
            return _spelled(self.measure, "[]`") if _marked(self.measure) else self.measure
        fixed = ",".join(f"{name}={_spelled(value)}" for name, value in self.at)
        return f"{_spelled(self.measure, '[]`')}[{fixed}]"

    @property
    def period(self) -> str:
        """The period that is fixed, or nothing."""
        return dict(self.at).get("period", "")

    @property
    def place(self) -> dict[str, str]:
        """What is fixed of the place: area and further dimensions."""
        return {name: value for name, value in self.at if name != "period"}


def read_base(text: str) -> Base:
    """Read what a share is taken of.

    >>> read_base("gdp[period=2024-M11, area=DE]").text
    'gdp[area=DE,period=2024-11]'
    """
    if not _marked(text):
        return Base(text)
    found = _MEASURE.fullmatch(text)
    if found is None:
        _refuse(text)
    measure, fixed = found[1], found[2]
    if fixed is None:
        return Base(_bare(measure))
    at: dict[str, str] = {}
    end = 0
    while end < len(fixed) or not at:
        one = _FIXED.match(fixed, end)
        if one is None or (one.end() == len(fixed) and fixed.endswith(",")):
            _refuse(text)
        name, value, end = one[1].strip(), _bare(one[2].strip()), one.end()
        if not name:
            _refuse(text)
        if name in at:
            raise BaseError(f"base {quoted_text(text)} fixes {quoted_text(name)} twice")
        at[name] = _period(text, value) if name == "period" else value
    return Base(_bare(measure.strip()), tuple(sorted(at.items())))


@dataclass(frozen=True, slots=True)
class Grown:
    """A whole that grows from a period on, to which growth a part contributes: in points of it, or as a share of it."""

    whole: Base
    period: str
    share: bool = False  # whether of what the whole changed by, and not of what it was

    @property
    def text(self) -> str:
        """The one spelling of it; reading it gives the same."""
        return f"{_CHANGE if self.share else ''}{self.whole.text} {self.period}"


def read_grown(text: str) -> Grown:
    """Read of which growth a contribution is.

    >>> read_grown("gdp[area=DE] 2023-M11").text, read_grown("change of gdp 2023").share
    ('gdp[area=DE] 2023-11', True)
    """
    measure, _, period = text.strip().rpartition(" ")
    share = measure.startswith(_CHANGE)
    measure = measure.removeprefix(_CHANGE).strip()
    if not measure:
        said = "expected the whole and the period compared with, such as gdp 2023, or change of gdp 2023"
        raise BaseError(f"base {quoted_text(text)}: {said}")
    whole, since = read_base(measure), _period(text, period)
    if whole.period:
        raise BaseError(f"base {quoted_text(text)} fixes the period twice")
    return Grown(whole, since, share)


def fixed_in(text: str) -> list[str]:
    """The columns in which a base fixes what it is of: a share's whole, or one that grows.

    >>> fixed_in("exports[area=DE]"), fixed_in("gva[industry=all] 2023"), fixed_in("2016 per year")
    (['area'], ['industry'], [])
    """
    if "[" not in text:
        return []
    for read in (read_base, lambda said: read_grown(said).whole):
        with suppress(BaseError):
            return [name for name, _ in read(text).at]
    return []


_CHANGE = "change of "


def compounded_base(period: str, per: str) -> str:
    """The base of a growth, with the length of the steps in which it is compounded, if it is.

    >>> compounded_base("2016", "year"), compounded_base("2016", "")
    ('2016 per year', '2016')
    """
    return f"{period}{_PER}{per}" if per else period


def steps_from(base: str) -> tuple[str, str]:
    """The period that a growth is compared with, and the length of its steps; none where it is not compounded.

    >>> steps_from("2016 per year"), steps_from("2016")
    (('2016', 'year'), ('2016', ''))
    """
    period, _, per = base.partition(_PER)
    return period, per


_PER = " per "


def _period(text: str, value: str) -> str:
    try:
        return read_period(value).text
    except PeriodError as error:
        raise BaseError(f"base {quoted_text(text)}: {error}") from None


def _marked(text: str) -> bool:
    return text.startswith("`") or "[" in text or "]" in text


def _spelled(name: str, marks: str = "[],=`") -> str:
    """A name as a base has it: between backticks where it has marks of its own."""
    if not any(mark in name for mark in marks) and name == name.strip():
        return name
    return "`" + name.replace("`", "``") + "`"


def _bare(name: str) -> str:
    return name[1:-1].replace("``", "`") if name.startswith("`") else name


def _refuse(text: str) -> NoReturn:
    raise BaseError(
        f"base {quoted_text(text)}: expected a measure, and in brackets what is fixed, "
        "such as exports[partner=all], exports[area=DE] or exports[period=2024]"
    )
