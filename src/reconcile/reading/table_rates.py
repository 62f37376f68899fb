"""How a printed rate of growth, or a printed share, fits two printed numbers of a table."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from reconcile.reading.evidence import Fit, slipped, weight_of, weight_of_miss
from reconcile.reading.printed_cells import Printed

__all__ = ["ChangeColumn", "growth_fit", "growth_holds", "share_fit", "share_holds"]

if TYPE_CHECKING:
    from collections.abc import Iterator

_RATES = {"percent", "pp", "bp"}
_WRONG = 0.02  # of the rates that are meant, so many do not hold in print: docs/explanation/check.md
_HALF = Fraction(1, 2)


class ChangeColumn(NamedTuple):
    """A column that says how `level` changed since `base`, by the indices of columns, and how it fits row by row."""

    column: int
    level: int
    base: int
    fits: dict[int, Fit]  # by the index of the row
    strength: float
    labelled: bool


def growth_fit(level: Printed, base: Printed, rate: Printed) -> Fit | None:
    """How a printed rate of growth fits two printed levels; None where nothing follows from them.

    A rate on nothing or less says nothing, nor one whose sign follows another convention.

    >>> [growth_fit(Printed(372, 0), Printed(361, 0), Printed(rate, 1)).holds for rate in (30, 35)]
    [True, False]
    """
    return _fit(level, base, rate, less=100) if _tells(level, base) else None


def share_fit(part: Printed, whole: Printed, share: Printed) -> Fit | None:
    """How a printed share, in percent, fits a part and its whole; None where nothing follows from them.

    >>> [share_fit(Printed(372, 0), Printed(1361, 0), Printed(share, 1)).holds for share in (273, 275)]
    [True, False]
    """
    return _fit(part, whole, share, less=0) if _tells(part, whole) else None


def growth_holds(level: Printed, base: Printed, rate: Printed) -> bool | None:
    """Whether a rate of growth fits, without what that says: to try many pairs. None as `growth_fit`."""
    if not _tells(level, base):
        return None
    if _meets(rate.number, rate.decimals, level, base, less=100):
        return True
    return None if _meets(-rate.number, rate.decimals, level, base, less=100) else False


def share_holds(part: Printed, whole: Printed, share: Printed) -> bool | None:
    """The same of a share. None as `share_fit`."""
    return _meets(share.number, share.decimals, part, whole, less=0) if _tells(part, whole) else None


def _tells(level: Printed, base: Printed) -> bool:
    return base.unit not in _RATES and level.unit not in _RATES and 2 * base.number > 1 and level.number >= 0


def _meets(number: int, decimals: int, level: Printed, base: Printed, *, less: int) -> bool:
    """Whether a rate, and what a printed level is of its base less `less` percent, have a value in common.

    In whole numbers, since it is asked of every slip that may be: both sides of `rate >= low` and `rate <= high` are
    multiplied by their denominators.
    """
    low, high = 2 * level.number - 1, 2 * level.number + 1
    least, most = 2 * base.number - 1, 2 * base.number + 1
    stated: int = 2 * number + 2 * less * 10**decimals
    by: int = 10**level.decimals
    power: int = 200 * 10 ** (decimals + base.decimals)
    reaches_low = (stated + 1) * (most if low >= 0 else least) * by >= power * low
    return reaches_low and (stated - 1) * least * by <= power * high


def _fit(level: Printed, base: Printed, rate: Printed, less: int) -> Fit | None:
    """Hold a printed rate against what a level is of its base, less `less` percent."""
    low, high = (end - less for end in _rates(level, base))
    unit = Fraction(1, 10**rate.decimals)
    computed = (low + high) / 2 / unit
    residual = round(2 * (rate.number - computed))
    if _meets(rate.number, rate.decimals, level, base, less=less):
        reach = max(abs(rate.number), 1)
        weight = weight_of(exact=True, reach=reach, fits=1) - log10(1 + int((high - low) / unit))
        return Fit(residual, 1, holds=True, slip=False, weight=max(weight, 0.0))
    if _meets(-rate.number, rate.decimals, level, base, less=less):
        return None
    others = (sign * other for other in slipped(str(abs(rate.number))) for sign in (1, -1))
    slip = any(_meets(other, rate.decimals, level, base, less=less) for other in others) or any(
        _meets(rate.number, rate.decimals, one, other, less=less) for one, other in _slips(level, base)
    )
    reach = max(abs(rate.number), abs(round(computed)), 1)
    slips = len(_mended(level, base, round(computed), unit, less, reach)) if slip else 0
    return Fit(residual, 1, holds=False, slip=slip, weight=weight_of_miss(reach, slips, _WRONG))


def _mended(level: Printed, base: Printed, computed: int, unit: Fraction, less: int, reach: int) -> set[int]:
    """The rates up to `reach` that a slip mends: of the rate that two levels make, or of one of them."""
    found = {sign * other for other in slipped(str(abs(computed))) for sign in (1, -1)}
    for one, other in _slips(level, base):
        low, high = (end - less for end in _rates(one, other))
        found |= set(range(ceil(low / unit - _HALF), floor(high / unit + _HALF) + 1)) if high - low < reach else set()
    return {one for one in found if abs(one) <= reach and one != computed}


def _rates(level: Printed, base: Printed) -> tuple[Fraction, Fraction]:
    """Between which percentages one printed level of another lies."""

    def ends(one: Printed) -> tuple[Fraction, Fraction]:
        unit = Fraction(1, 10**one.decimals)
        return one.number * unit - unit / 2, one.number * unit + unit / 2

    (low, high), (least, most) = ends(level), ends(base)
    return 100 * low / (most if low >= 0 else least), 100 * high / least


def _slips(level: Printed, base: Printed) -> Iterator[tuple[Printed, Printed]]:
    """The two where one of them has a digit changed or two swapped."""
    for other in slipped(str(level.number)):
        if other > 0:
            yield Printed(other, level.decimals), base
    for other in slipped(str(base.number)):
        if other > 0:
            yield level, Printed(other, base.decimals)
