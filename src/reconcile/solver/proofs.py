"""What a proof is: ends of rows, each taken a positive number of times, that add up to a falsehood.

>>> from reconcile.solver.system import Row, System
>>> from reconcile.solver.proof_checking import verify_proof
>>> from reconcile.exact.interval import Interval
>>> apart = System.of([Row({0: 1}, Interval(None, Fraction(2))), Row({0: 2}, Interval(Fraction(5), None))])
>>> verify_proof(apart, (Used(0, "high", Fraction(2)), Used(1, "low", Fraction(1))))
True
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from reconcile.exact.columns import Ints
from reconcile.solver.system import BACKGROUND, System


class Used(NamedTuple):
    """One end of one row, taken a positive number of times."""

    row: int
    side: str  # "low" | "high"
    multiplier: Fraction


Proof = tuple[Used, ...]


def owners_of(system: System, certificate: Iterable[Used]) -> frozenset[int]:
    """The owners, other than the background, whose rows a proof uses."""
    return frozenset(int(system.owner[used.row]) for used in certificate) - {BACKGROUND}


def renumbered(certificate: Proof, rows: Ints) -> Proof:
    """A proof about some rows of a system as one about the system: row i was row ``rows[i]``."""
    return tuple(Used(int(rows[used.row]), used.side, used.multiplier) for used in certificate)


def whole_numbers_of(used: Iterable[Used]) -> Proof:
    """The same proof with one entry an end, in the order of rows, and the least integers as multipliers."""
    total: dict[tuple[int, str], Fraction] = {}
    for row, side, multiplier in used:
        total[row, side] = total.get((row, side), Fraction(0)) + multiplier
    below = lcm(*(value.denominator for value in total.values()))
    above = gcd(*(value.numerator * (below // value.denominator) for value in total.values()))
    return tuple(Used(row, side, value * below / above) for (row, side), value in sorted(total.items()))
