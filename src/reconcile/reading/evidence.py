"""How surely a relation is meant: odds, from how improbable it is by chance that so many printed digits fit.

A relation that is meant fits in nearly every row or column that it speaks of, exactly or within rounding. One that is
not meant fits where the digits happen to: the more digits, the less often. Both are probabilities of the residual that
is seen, and their ratio says how much a row or column speaks for the relation. The strength of a relation is the sum
of the logarithms (base 10) of these ratios and of the odds before any number was looked at, which labels give and the
number of relations tried: 2 means 100 to 1.

The rates below were counted in tables of company reports; docs/explanation/check.md says how. They rank what may be
meant and say what is told; whether a relation holds is decided elsewhere, exactly.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BELIEVED",
    "Fit",
    "Value",
    "fit_of",
    "odds",
    "relation_strength",
    "slipped",
    "slips_of",
    "weight_of",
    "weight_of_miss",
]

EXACT = 0.90  # of the sums that hold, so many hold exactly; the rest within rounding
WRONG = 0.005  # of the sums that are meant, so many do not hold in print
SLIP = 0.5  # of what does not hold, so much is one digit changed or two swapped
ALONE = 0.1  # how often a number stands in a table twice: a total of one part is that
BELIEVED = 1.0  # odds of 10 to 1: below, a deviation is not told


class Fit(NamedTuple):
    """What a relation leaves over in one row or column, in half units of its last digit, and what that says for it."""

    residual: int  # computed minus reported
    allowed: int  # the most that rounding explains
    holds: bool
    slip: bool  # whether one changed digit or two swapped ones mend it, where it does not hold
    weight: float  # the logarithm of the ratio


@dataclass(frozen=True, slots=True)
class Value:
    """A printed number in half units of the last digit of its row or column."""

    size: int
    half: int  # how far rounding reaches; 0 for nothing printed


def relation_strength(prior: float, fits: Iterable[Fit], tried: int = 1) -> float:
    """The strength of a relation that so probably is meant by its label, one of so many that were tried."""
    return log10(prior / (1 - prior)) - log10(tried) + sum(fit.weight for fit in fits)


def fit_of(parts: list[tuple[int, Value]], total: Value) -> Fit:
    """Hold a sum of signed parts against the total in one row or column."""
    computed = sum(sign * part.size for sign, part in parts)
    residual = computed - total.size
    allowed = total.half + sum(part.half for _, part in parts)
    step = 2 * max(total.half, 1)
    reach = max(abs(total.size), abs(computed))
    shown = [part for _, part in parts if part.size]
    if abs(residual) <= allowed:
        if not shown or (not total.size and len(shown) < 2):
            return Fit(residual, allowed, holds=True, slip=False, weight=0.0)
        weight = weight_of(residual == 0, reach // step, 2 * allowed // step + 1)
        # Of one part alone, the total is the same number again; so it is where the others cancel out.
        again = 1 if len(shown) == 1 else _repeated([-total.size, *(sign * part.size for sign, part in parts)])
        return Fit(
            residual, allowed, holds=True, slip=False, weight=min(weight, -again * log10(ALONE)) if again else weight
        )
    mended = {one for one in _mended([total, *(part for _, part in parts)], step) if allowed < abs(one) <= reach}
    slip = residual in mended
    weight = weight_of_miss(reach // step, len(mended) if slip else 0)
    return Fit(residual, allowed, holds=False, slip=slip, weight=weight)


def _repeated(terms: list[int]) -> int:
    """Of how many pairs of one number some terms consist; 0 where something is left of them.

    >>> _repeated([-222, 224, -224, 222]), _repeated([-222, 224, -2])
    (2, 0)
    """
    signs = Counter(terms)
    even = all(signs[-size] == many for size, many in signs.items() if size)
    return sum(many for size, many in signs.items() if size > 0) if even else 0


def weight_of(exact: bool, reach: int, fits: int) -> float:
    """How much a fit says, of numbers up to `reach` units of the last digit of which `fits` would have been taken."""
    by_chance = 1 / (2 * reach + 1)
    meant = EXACT if exact else (1 - EXACT) / max(fits - 1, 1)
    return log10(meant / by_chance) if reach else 0.0


def weight_of_miss(reach: int, slips: int, wrong: float = WRONG) -> float:
    """How much it says that nothing fits: much against the relation, unless a known slip explains it.

    `slips` is how many of the residuals up to `reach` units of the last digit slips would explain, where one explains
    the residual that is seen; else 0.
    """
    if slips and 2 * reach + 1 > slips:
        return log10(wrong * SLIP * (2 * reach + 1) / slips)
    return log10(wrong * (1 - SLIP))


def slips_of(reach: int) -> int:
    """How many residuals slips in one number of so many units explain at most: changed and swapped, up and down.

    >>> slips_of(1545)
    144
    """
    return 4 * 9 * len(str(reach))


def _mended(values: list[Value], step: int) -> set[int]:
    """The residuals that a slip in one of some numbers makes: one digit changed, or two neighbours swapped."""
    off = {other * step - abs(value.size) for value in values for other in slipped(str(abs(value.size) // step))}
    return off | {-one for one in off}


def slipped(digits: str) -> set[int]:
    """The numbers that one changed digit, or two swapped neighbours, make of a number.

    >>> 1545 in slipped("1554"), 1554 in slipped("1584"), 1554 in slipped("1545")
    (True, True, True)
    """
    changed = {
        int(digits[:place] + digit + digits[place + 1 :])
        for place in range(len(digits))
        for digit in "0123456789"
        if digit != digits[place]
    }
    swapped = {
        int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
        for place in range(len(digits) - 1)
    }
    return changed | swapped


def odds(strength: float) -> str:
    """The odds that a relation is meant, in words.

    >>> odds(2.4), odds(12.3)
    ('odds 250 to 1', 'odds 10^12 to 1')
    """
    if strength >= 6:  # from a million on, the zeros alone are read
        return f"odds 10^{int(strength)} to 1"
    number = float(f"{10**strength:.1e}")
    return f"odds {number:,.0f} to 1"
