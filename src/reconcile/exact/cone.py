"""Whether one linear form follows from others: membership in a cone, decided in rationals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Vector = Sequence[Fraction]


def combination(target: Vector, generators: Sequence[Vector]) -> tuple[Fraction, ...] | None:
    """Multipliers of zero or more with Σ multiplier × generator = target; None where there are none.

    By Farkas' lemma, target · x >= 0 follows from generator · x >= 0 for all generators exactly where such multipliers
    exist. The first phase of the simplex method, with Bland's rule, so that it ends.

    >>> combination((Fraction(3), Fraction(2)), ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(1))))
    (Fraction(1, 1), Fraction(2, 1))
    """
    rows = len(target)
    width = len(generators)
    flip = [-1 if value < 0 else 1 for value in target]
    # Each row: the generators' entries, then the right side; the basis starts with one artificial variable a row.
    table = [
        [flip[row] * generator[row] for generator in generators] + [flip[row] * target[row]] for row in range(rows)
    ]
    basis = [width + row for row in range(rows)]
    cost = [sum((line[column] for line in table), Fraction(0)) for column in range(width + 1)]
    while True:
        enter = next((column for column in range(width) if cost[column] > 0), None)
        if enter is None:
            break
        ratios = [(line[-1] / line[enter], basis[row], row) for row, line in enumerate(table) if line[enter] > 0]
        _, _, leave = min(ratios)
        _pivot(table, cost, leave, enter)
        basis[leave] = enter
    if cost[-1] != 0:
        return None
    found = [Fraction(0)] * width
    for row, variable in enumerate(basis):
        if variable < width:
            found[variable] = table[row][-1]
    return tuple(found)


def _pivot(table: list[list[Fraction]], cost: list[Fraction], leave: int, enter: int) -> None:
    pivot = table[leave]
    scale = pivot[enter]
    table[leave] = pivot = [value / scale for value in pivot]
    for row, line in enumerate(table):
        if row != leave and line[enter]:
            factor = line[enter]
            table[row] = [value - factor * own for value, own in zip(line, pivot, strict=True)]
    factor = cost[enter]
    cost[:] = [value - factor * own for value, own in zip(cost, pivot, strict=True)]
