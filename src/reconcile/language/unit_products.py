"""Units multiplied and divided: what price × quantity is in, and how many of that one product of the units is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from reconcile.language.digits import FigureError
from reconcile.language.units import read_unit

__all__ = ["UnitProduct", "unit_product"]

_PERCENT = ("percent", "pp")
_PURE = ("", "count", "times", "1")


@dataclass(frozen=True, slots=True)
class UnitProduct:
    """A product of units: so many of the units that are left when all that cancels is gone.

    >>> str(unit_product([("EUR/MWh", False), ("kWh", False)])), unit_product([("percent", False)]).size
    ('EUR', Fraction(1, 100))
    """

    size: Fraction
    powers: tuple[tuple[str, int], ...]  # sorted; none is 0

    def __str__(self) -> str:
        above = "·".join(_power(unit, power) for unit, power in self.powers if power > 0)
        below = "".join(f"/{_power(unit, -power)}" for unit, power in self.powers if power < 0)
        return f"{above or '1'}{below}" if below else above or "a pure number"


def _power(unit: str, power: int) -> str:
    return unit if power == 1 else f"{unit}^{power}"


def unit_product(units: Iterable[tuple[str, bool]]) -> UnitProduct:
    """Multiply units, each with whether it is divided by; a percent is a hundredth.

    >>> print(unit_product([("USD/tonne", False), ("tonne", False), ("USD", True)]))
    a pure number
    """
    size, powers = Fraction(1), dict[str, int]()
    for unit, divides in units:
        one = _split(unit)
        size = size / one.size if divides else size * one.size
        for name, power in one.powers:
            powers[name] = powers.get(name, 0) + (-power if divides else power)
    return UnitProduct(size, tuple(sorted((name, power) for name, power in powers.items() if power)))


@lru_cache(maxsize=1024)
def _split(unit: str) -> UnitProduct:
    """Take a unit apart: USD/tonne, 1/100000, EUR/MWh, USD/m2/month."""
    above, *below = unit.split("/")
    size, powers = Fraction(1), dict[str, int]()
    for name, sign in ((above, 1), *((one, -1) for one in below)):
        if name.isdecimal():
            size *= Fraction(int(name)) ** sign
            continue
        try:
            known, times = read_unit(name) if name else ("", Fraction(1))
        except FigureError:  # a unit of the ledger's own
            known, times = name, Fraction(1)
        size *= (times / 100 if known in _PERCENT else times) ** sign
        if known not in {*_PURE, *_PERCENT}:
            powers[known] = powers.get(known, 0) + sign
    return UnitProduct(size, tuple(sorted((name, power) for name, power in powers.items() if power)))
