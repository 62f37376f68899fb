"""The proof that rows cannot all hold, and its check, which trusts nothing of what found it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from reconcile.solver.proofs import Proof, Used
from reconcile.solver.system import System


def combine(system: System, used: Iterable[Used]) -> tuple[dict[int, Fraction], Fraction, bool]:
    """Add ends up: the form that is left, what it is at most, and whether it must stay below that."""
    form: dict[int, Fraction] = {}
    most, below = Fraction(0), False
    for row, side, multiplier in used:
        end = system.end(row, side) if side in {"low", "high"} and 0 <= row < len(system) else None
        if end is None or multiplier <= 0:
            raise ValueError(f"row {row} has no {side} end to take {multiplier} times")
        signed = Fraction(multiplier if side == "high" else -multiplier)
        most, below = most + signed * end[0], below or end[1]
        for unknown, value in system.terms(row).items():
            form[unknown] = form.get(unknown, Fraction(0)) + signed * value
    return {unknown: value for unknown, value in form.items() if value}, most, below


def verify_proof(system: System, certificate: Proof) -> bool:
    """Whether the ends add up to ``0 <= something negative``, or to ``0 < 0``."""
    try:
        form, most, below = combine(system, certificate)
    except ValueError:
        return False
    return not form and (most < 0 or (most == 0 and below))
