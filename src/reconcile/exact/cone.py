"""Whether one linear form follows from others: membership in a cone, decided in integers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

_Vector = Sequence[int]


def combination(target: _Vector, generators: Sequence[_Vector]) -> tuple[Fraction, ...] | None:
    """Multipliers of zero or more with Σ multiplier × generator = target; None where there are none.

    By Farkas' lemma, target · x >= 0 follows from generator · x >= 0 for all generators exactly where such multipliers
    exist.

    >>> combination((3, 2), ((1, 0), (1, 1)))
    (Fraction(1, 1), Fraction(2, 1))
    """
    live = _needed(target, generators)
    if live is None:
        return None
    rows = [row for row, value in enumerate(target) if value or any(generators[i][row] for i in live)]
    multipliers = _simplex([target[row] for row in rows], [[generators[i][row] for row in rows] for i in live])
    if multipliers is None:
        return None
    found = dict(zip(live, multipliers, strict=True))
    return tuple(found.get(i, Fraction(0)) for i in range(len(generators)))


def combinations(targets: Sequence[_Vector], generators: Sequence[_Vector]) -> list[tuple[Fraction, ...]] | None:
    """Multipliers for each target; None where one has none, which the signs of entries often show at once."""
    if any(_needed(target, generators) is None for target in targets):
        return None
    found = []
    for target in targets:
        one = combination(target, generators)
        if one is None:
            return None
        found.append(one)
    return found


def _needed(target: _Vector, generators: Sequence[_Vector]) -> list[int] | None:
    """The generators that can have a multiplier other than zero; None where some row shows that there is no answer.

    Where a row's target is zero and all its entries have one sign, none of these generators can be used. Most questions
    about a set of rules are answered here.
    """
    live = list(range(len(generators)))
    while True:
        unused: set[int] = set()
        for row, value in enumerate(target):
            above = [i for i in live if generators[i][row] > 0]
            below = [i for i in live if generators[i][row] < 0]
            if (value > 0 and not above) or (value < 0 and not below):
                return None
            if value == 0 and not (above and below):
                unused.update(above, below)
        if not unused:
            return live
        live = [i for i in live if i not in unused]


def _simplex(target: _Vector, generators: Sequence[_Vector]) -> tuple[Fraction, ...] | None:
    """The first phase of the simplex method, in integers, with Bland's rule, so that it ends.

    Every entry of the table is the true one times ``scale``, the last pivot, which divides what a pivot makes (Edmonds'
    integer pivoting), so nothing is ever a fraction until the answer.
    """
    width = len(generators)
    # Each row: the generators' entries, then the right side; the basis starts with one artificial variable a row.
    table = []
    for row, value in enumerate(target):
        sign = -1 if value < 0 else 1
        table.append([sign * generator[row] for generator in generators] + [sign * value])
    basis = [width + row for row in range(len(target))]
    cost = [sum(line[column] for line in table) for column in range(width + 1)]
    scale = 1
    while (enter := next((column for column in range(width) if cost[column] > 0), None)) is not None:
        ratios = [
            (Fraction(line[-1], line[enter]), basis[row], row) for row, line in enumerate(table) if line[enter] > 0
        ]
        leave = min(ratios)[2]
        pivot = table[leave]
        size = pivot[enter]
        for line in (*table, cost):
            factor = line[enter]
            if line is not pivot and (factor or size != scale):
                line[:] = [(v * size - factor * own) // scale for v, own in zip(line, pivot, strict=True)]
        scale = size
        basis[leave] = enter
    if cost[-1] != 0:
        return None
    found = [Fraction(0)] * width
    for row, variable in enumerate(basis):
        if variable < width:
            found[variable] = Fraction(table[row][-1], scale)
    return tuple(found)
