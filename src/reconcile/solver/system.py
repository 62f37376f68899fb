"""Linear rows with exact ends, held in columns: what is decided, and the parts that it falls into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reconcile.exact.columns import Array, Bools, Ints
from reconcile.exact.interval import Interval

SAFE = float(1 << 61)  # int64 holds the sum of two numbers below this, however floats rounded them
BACKGROUND = -1  # the owner of rows that no claim made: identities, signs


class Row(NamedTuple):
    """One row in words a person would use: the form's terms, where its value lies, and whose it is."""

    terms: Mapping[int, int | Fraction]
    span: Interval
    owner: int = BACKGROUND


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Rows ``low <= Σ coefficient × unknown <= high``, all integers; unknowns are numbered from 0.

    Row r's terms stand at ``starts[r]:starts[r + 1]`` of ``columns`` and ``coefficients``. Numbers are int64, or Python
    integers where one does not fit. An end that is free is no bound, and its number is 0. Any number of rows may have
    one owner; owner -1 is the background, which is never in doubt.

    >>> thirds = System.of([Row({0: 1, 1: 1}, Interval(Fraction(1, 3), None, low_open=True), owner=7)])
    >>> str(thirds)
    '1 < 3·x0 + 3·x1 (7)'
    """

    starts: Ints
    columns: Ints
    coefficients: Array
    low: Array
    high: Array
    low_free: Bools
    high_free: Bools
    low_open: Bools
    high_open: Bools
    owner: Ints
    unknowns: int
    lengths: Ints = field(init=False)  # how many terms each row has

    def __post_init__(self) -> None:
        object.__setattr__(self, "lengths", self.starts[1:] - self.starts[:-1])

    @classmethod
    def of(cls, rows: Iterable[Row], unknowns: int = 0) -> System:
        """The system of these rows, each scaled to integers by the least factor that does it."""
        starts, columns = [0], list[int]()
        coefficients: list[int] = []
        low: list[int | None] = []
        high: list[int | None] = []
        opens: list[tuple[bool, bool]] = []
        owners = []
        for terms, span, owner in rows:
            kept = {unknown: Fraction(value) for unknown, value in terms.items() if value}
            ends = [Fraction(end) for end in (span.low, span.high) if end is not None]
            scale = lcm(*(value.denominator for value in (*kept.values(), *ends)))
            columns.extend(kept)
            coefficients.extend(int(value * scale) for value in kept.values())
            starts.append(len(columns))
            low.append(None if span.low is None else int(span.low * scale))
            high.append(None if span.high is None else int(span.high * scale))
            opens.append((span.low_open, span.high_open))
            owners.append(owner)
        return cls.from_arrays(
            starts,
            columns,
            coefficients,
            [end or 0 for end in low],
            [end or 0 for end in high],
            low_free=[end is None for end in low],
            high_free=[end is None for end in high],
            low_open=[ends[0] for ends in opens],
            high_open=[ends[1] for ends in opens],
            owner=owners,
            unknowns=unknowns,
        )

    @classmethod
    def from_arrays(
        cls,
        starts: ArrayLike,
        columns: ArrayLike,
        coefficients: ArrayLike,
        low: ArrayLike,
        high: ArrayLike,
        *,
        low_free: ArrayLike = False,
        high_free: ArrayLike = False,
        low_open: ArrayLike = False,
        high_open: ArrayLike = False,
        owner: ArrayLike = BACKGROUND,
        unknowns: int = 0,
    ) -> System:
        """The system of columns that are integers already; a flag or an owner may be one value for all rows."""
        begins = np.asarray(starts, dtype=np.int64)
        where = np.asarray(columns, dtype=np.int64)
        rows = len(begins) - 1
        if rows < 0 or begins[0] != 0 or begins[-1] != len(where) or bool((np.diff(begins) < 0).any()):
            raise ValueError(
                f"starts go from 0 to {len(where)}, the number of terms, and never fall; one more than rows"
            )
        free = [np.broadcast_to(np.asarray(flag, dtype=bool), rows) for flag in (low_free, high_free)]
        opened = [np.broadcast_to(np.asarray(flag, dtype=bool), rows) for flag in (low_open, high_open)]
        ends = [
            np.where(flag, 0, _integers(end)) if rows else np.zeros(0, dtype=np.int64)
            for flag, end in zip(free, (low, high), strict=True)
        ]
        return cls(
            begins,
            where,
            _integers(coefficients),
            _integers(ends[0]),
            _integers(ends[1]),
            free[0],
            free[1],
            opened[0] & ~free[0],
            opened[1] & ~free[1],
            np.broadcast_to(np.asarray(owner, dtype=np.int64), rows),
            max(unknowns, int(where.max(initial=-1)) + 1),
        )

    def __len__(self) -> int:
        return len(self.owner)

    def terms(self, row: int) -> dict[int, int]:
        """A row's coefficients by unknown, those that cancel left out."""
        found: dict[int, int] = {}
        span = slice(self.starts[row], self.starts[row + 1])
        for unknown, value in zip(self.columns[span].tolist(), self.coefficients[span].tolist(), strict=True):
            found[unknown] = found.get(unknown, 0) + value
        return {unknown: value for unknown, value in found.items() if value}

    def forms(self) -> list[dict[int, int]]:
        """What ``terms`` says of each row, at less cost than row by row."""
        columns, coefficients, starts = self.columns.tolist(), self.coefficients.tolist(), self.starts.tolist()
        found: list[dict[int, int]] = []
        for begin, end in pairwise(starts):
            form = dict(zip(columns[begin:end], coefficients[begin:end], strict=True))
            plain = len(form) == end - begin and all(form.values())
            found.append(form if plain else self.terms(len(found)))
        return found

    def end(self, row: int, side: str) -> tuple[int, bool] | None:
        """A row's low or high end and whether it is open; None where there is no such end."""
        if side == "low":
            return None if self.low_free[row] else (int(self.low[row]), bool(self.low_open[row]))
        return None if self.high_free[row] else (int(self.high[row]), bool(self.high_open[row]))

    def take(self, rows: Array) -> System:
        """The system of some rows only, numbered anew in this order; the unknowns keep their numbers."""
        lengths = self.lengths[rows]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        picked = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return System(
            starts,
            self.columns[picked],
            self.coefficients[picked],
            self.low[rows],
            self.high[rows],
            self.low_free[rows],
            self.high_free[rows],
            self.low_open[rows],
            self.high_open[rows],
            self.owner[rows],
            self.unknowns,
        )

    def plus(self, row: Row) -> System:
        """The same with one row more, the last."""
        extra = System.of([row], self.unknowns)
        names = ("columns", "coefficients", "low", "high", "low_free", "high_free", "low_open", "high_open", "owner")
        both = {name: np.concatenate([getattr(self, name), getattr(extra, name)]) for name in names}
        starts = np.concatenate([self.starts, self.starts[-1:] + len(extra.columns)])
        return System(starts=starts, unknowns=extra.unknowns, **both)

    def tidy(self) -> System:
        """The same rows without the terms whose coefficient is 0; which unknowns there are stays as it is."""
        kept = np.asarray(self.coefficients != 0, dtype=bool)
        if kept.all():
            return self
        before = np.concatenate(([0], np.cumsum(kept)))
        return replace(
            self, starts=before[self.starts], columns=self.columns[kept], coefficients=self.coefficients[kept]
        )

    def compact(self) -> tuple[System, Ints]:
        """The same rows with only the unknowns that they have, numbered anew, and the numbers that these had."""
        unknowns, columns = np.unique(self.columns, return_inverse=True)
        return replace(self, columns=columns, unknowns=len(unknowns)), unknowns

    def owned(self, owners: Iterable[int]) -> Ints:
        """The rows that these owners and the background have."""
        return np.flatnonzero(np.isin(self.owner, [BACKGROUND, *owners]))

    def sums(self, values: Array) -> Array:
        """Each row's sum of what stands at its terms; 0 for a row without terms."""
        return sums(values, self.starts)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for row in range(len(self)):
            form = " + ".join(f"{value}·x{unknown}" for unknown, value in self.terms(row).items()) or "0"
            low, high = self.end(row, "low"), self.end(row, "high")
            left = "" if low is None else f"{low[0]} {'<' if low[1] else '<='} "
            right = "" if high is None else f" {'<' if high[1] else '<='} {high[0]}"
            yield f"{left}{form}{right} ({self.owner[row]})"


def sums(values: Array, starts: Ints) -> Array:
    """The sum of each span ``starts[i]:starts[i + 1]``; 0 for an empty one."""
    total = np.zeros(len(starts) - 1, dtype=values.dtype)
    filled = starts[:-1] < starts[1:]
    if filled.any():
        total[filled] = np.add.reduceat(values, starts[:-1][filled])
    return total


def weighted(coefficients: Array, values: Array, starts: Ints) -> Array:
    """The exact ``Σ coefficient × value`` of each span: int64 where that cannot overflow, else Python integers.

    >>> weighted(np.array([2, 3]), np.array([10**18, 5]), np.array([0, 2])).dtype
    dtype('int64')
    >>> weighted(np.array([2, 3]), np.array([10**18, 10**18]), np.array([0, 2])).tolist()
    [5000000000000000000]
    """
    if coefficients.dtype == values.dtype == np.int64:
        size = sums(np.abs(coefficients.astype(np.float64) * values), starts)
        if size.max(initial=0.0) < SAFE:
            return sums(coefficients * values, starts)
    return sums(coefficients.astype(object) * values, starts)


def times(values: Array, factor: int) -> Array:
    """The exact product: int64 where that cannot overflow, else Python integers."""
    if (
        values.dtype == np.int64
        and abs(factor) < SAFE
        and abs(factor) * float(np.abs(values.astype(np.float64)).max(initial=0.0)) < SAFE
    ):
        return values * factor
    return values.astype(object) * factor


def _integers(numbers: ArrayLike) -> Array:
    """As int64 where all fit, else as Python integers."""
    if isinstance(numbers, np.ndarray) and numbers.dtype == np.int64:
        return numbers
    try:
        column = np.asarray(numbers, dtype=object)
        if any(not isinstance(one, int | np.integer) for one in column):
            raise ValueError("coefficients and ends are integers: scale each row, as System.of does for fractions")
        return column.astype(np.int64)
    except OverflowError:
        column[:] = [int(one) for one in column]  # NumPy's own integers would wrap around
        return column
