"""How a printed rate of growth, or a printed share, fits two printed numbers of a table."""

from __future__ import annotations

from fractions import Fraction
from math import log10

from reconcile.reading.evidence import Fit, slipped, weight_of, weight_of_miss
from reconcile.reading.printed_cells import Printed

__all__ = ["growth_fit", "share_fit", "share_holds"]

_RATES = {"percent", "pp", "bp"}


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


def share_holds(part: Printed, whole: Printed, share: Printed) -> bool | None:
    """Whether it fits, without what that says: to try many wholes. None as `share_fit`."""
    return _within(share.number, share.decimals, _rates(part, whole)) if _tells(part, whole) else None


def _tells(level: Printed, base: Printed) -> bool:
    return base.unit not in _RATES and level.unit not in _RATES and 2 * base.number > 1 and level.number >= 0


def _within(number: int, decimals: int, rates: tuple[Fraction, Fraction]) -> bool:
    unit = Fraction(1, 10**decimals)
    return number * unit - unit / 2 <= rates[1] and rates[0] <= number * unit + unit / 2


def _fit(level: Printed, base: Printed, rate: Printed, less: int) -> Fit | None:
    """Hold a printed rate against what a level is of its base, less `less` percent."""
    low, high = (end - less for end in _rates(level, base))
    unit = Fraction(1, 10**rate.decimals)
    reach = max(abs(rate.number), 1)
    residual = round((rate.number * unit - (low + high) / 2) / unit * 2)
    if _within(rate.number, rate.decimals, (low, high)):
        weight = weight_of(exact=True, reach=reach, fits=1) - log10(1 + int((high - low) / unit))
        return Fit(residual, 1, holds=True, slip=False, weight=max(weight, 0.0))
    if _within(-rate.number, rate.decimals, (low, high)):
        return None
    others = (sign * other for other in slipped(str(abs(rate.number))) for sign in (1, -1))
    slip = any(_within(other, rate.decimals, (low, high)) for other in others)
    slip = slip or any(
        _within(rate.number, rate.decimals, (first - less, last - less)) for first, last in _slips(level, base)
    )
    return Fit(residual, 1, holds=False, slip=slip, weight=weight_of_miss(reach, slip=slip))


def _rates(level: Printed, base: Printed) -> tuple[Fraction, Fraction]:
    """Between which percentages one printed level of another lies."""

    def ends(one: Printed) -> tuple[Fraction, Fraction]:
        unit = Fraction(1, 10**one.decimals)
        return one.number * unit - unit / 2, one.number * unit + unit / 2

    (low, high), (least, most) = ends(level), ends(base)
    return 100 * low / (most if low >= 0 else least), 100 * high / least


def _slips(level: Printed, base: Printed) -> list[tuple[Fraction, Fraction]]:
    """The same where one of the two has a digit changed or two swapped."""
    levels = [_rates(Printed(other, level.decimals), base) for other in slipped(str(level.number)) if other > 0]
    return levels + [_rates(level, Printed(other, base.decimals)) for other in slipped(str(base.number)) if other > 0]
