"""The ids of claims that state none: made of what is claimed, so that no other row changes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
import pandas as pd

from reconcile.exact.columns import Array, Ints
from reconcile.language.bases import compounded_base
from reconcile.language.ids import joined, place, quoted
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.store.codes import Codes, Ranged, combined
from reconcile.ledger.store.columns import TEXT

_OVER_TIME = ("growth", "change")


class ClaimIds:
    """The default ids of claims: source:measure:place:period[:stat[:base]][:status], #2 … where that repeats.

    The place is the area with the further dimensions, as far as there are any. A level and what is final go without
    saying, and so does the base of a growth or a change that is the same period a year before. Of claims that repeat
    each other the order of their source decides.
    """

    def __init__(self, columns: Mapping[str, Codes], dimensions: Sequence[str], before: Array | None = None) -> None:
        """``columns`` are parallel to the claims; ``before`` is how many have the same id before each, if known."""
        self._columns = {name: columns[name] for name in _named(dimensions)}
        self._dimensions = dimensions
        if before is not None:
            self.__dict__["before"] = before

    @classmethod
    def of(cls, claims: pd.DataFrame, dimensions: Sequence[str]) -> ClaimIds:
        return cls({name: Codes.of(claims[name]) for name in _named(dimensions)}, dimensions)

    def __getitem__(self, row: int) -> str:
        one = {name: codes[row] for name, codes in self._columns.items()}
        where = place(one["area"], {name: one[name] for name in self._dimensions})
        how = _statistic(one["stat"], one["base"], one["period"], one["per"])
        made = joined(quoted(one["source"]), quoted(one["measure"]), where, quoted(one["period"]), how, _status(one))
        return f"{made}#{self.before[row] + 1}" if self.before[row] else made

    def texts(self) -> pd.Series[str]:
        """All of them."""
        columns = self._columns
        parts = [_texts(columns["source"], quoted), _texts(columns["measure"], lambda name: f":{quoted(name)}")]
        parts += [_texts(columns[name], partial(_where, name)) for name in ("area", *self._dimensions)]
        parts.append(_texts(columns["period"], lambda text: f":{quoted(text)}"))
        parts.append(self._statistics())
        parts.append(_texts(columns["status"], lambda status: _behind(_status({"status": status}))))
        repeated = np.flatnonzero(self.before)
        if len(repeated):
            number = np.full(len(self.before), "", dtype=object)
            number[repeated] = [f"#{count + 1}" for count in self.before[repeated].tolist()]
            parts.append(number)
        made = np.full(len(columns["source"]), "", dtype=object) if parts[0] is None else parts[0]  # all without one
        for part in parts[1:]:
            made = made if part is None else made + part
        return pd.Series(made, dtype=TEXT)

    def _statistics(self) -> Any:
        """How each claim speaks of its quantity; None where all are levels."""
        columns = [self._columns[name] for name in ("stat", "base", "period", "per")]
        stat = columns[0]
        rows = np.flatnonzero(stat.which(lambda text: text != "level"))
        if not len(rows):
            return None
        said = np.full(len(stat), "", dtype=object)
        together = zip(*(column.code[rows].tolist() for column in columns), strict=True)
        known: dict[tuple[int, ...], str] = {}
        for row, codes in zip(rows.tolist(), together, strict=True):
            if codes not in known:
                texts = (column.values[code] for column, code in zip(columns, codes, strict=True))
                known[codes] = _behind(_statistic(*texts))
            said[row] = known[codes]
        return said

    @cached_property
    def before(self) -> Array:
        """Of each claim, how many before it would have the same id."""
        parts = [Ranged(codes.code, len(codes.values)) for codes in self._columns.values()]
        return _repeats(combined(parts))


def _named(dimensions: Sequence[str]) -> tuple[str, ...]:
    """The columns that an id is made of."""
    return ("source", "measure", "area", *dimensions, "period", "stat", "base", "per", "status")


def _repeats(key: Ints) -> Array:
    """Of each row, how many before it have the same key."""
    bits = max(len(key) - 1, 1).bit_length()
    # To sort one whole number a row is faster than to find the order.
    if int(key.max(initial=0)).bit_length() + bits < 63:
        key = (key << bits) | np.arange(len(key))
        key.sort()
        order, key = key & ((1 << bits) - 1), key >> bits
    else:
        order = np.argsort(key, kind="stable")
        key = key[order]
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    sizes = np.diff(np.append(begins, len(key)))
    before = np.empty(len(key), dtype=np.int32)
    before[order] = np.arange(len(key)) - np.repeat(begins, sizes)
    return before


def _texts(codes: Codes, spell: Callable[[str], str]) -> Any:
    """A column of parts, one text for all rows where there is but one; None where none says anything."""
    made = [spell(value) for value in codes.values]
    if not any(made):
        return None
    return np.array(made, dtype=object)[codes.code]


def _behind(part: str) -> str:
    return f":{part}" if part else ""


def _where(name: str, value: str) -> str:
    return _behind(place(value, {}) if name == "area" else place("", {name: value}))


def _status(one: Mapping[str, str]) -> str:
    return "" if one["status"] == "final" else quoted(one["status"])


def _statistic(stat: str, base: str, period: str, per: str) -> str:
    """A statistic with its base; nothing for a level."""
    if stat == "level":
        return ""
    return joined(quoted(stat), quoted(_base(stat, base, period, per)))


def _base(stat: str, base: str, period: str, per: str) -> str:
    if per:
        return compounded_base(base, per)
    return "" if stat in _OVER_TIME and _year_before(period) == base else base


@lru_cache(maxsize=1024)  # a claim's period is that of many
def _year_before(period: str) -> str:
    try:
        return read_period(period).year_before().text
    except PeriodError:
        return ""
