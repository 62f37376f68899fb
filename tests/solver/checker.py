"""A second check of proofs, written without the first: a matrix of what the certificate says, multiplied out."""

from fractions import Fraction


def proves(system, certificate):
    """Whether the certificate's inequalities, each as ``a·x <= b`` or ``a·x < b``, add up to a falsehood."""
    total = [Fraction(0)] * (system.unknowns + 1)
    strict = False
    for row, side, multiplier in certificate:
        if not isinstance(multiplier, Fraction) or multiplier <= 0 or side not in ("low", "high"):
            return False
        sign = {"high": 1, "low": -1}[side]
        free, opened, ends = (
            (system.high_free, system.high_open, system.high)
            if sign > 0
            else (system.low_free, system.low_open, system.low)
        )
        if not 0 <= row < len(system.owner) or free[row]:
            return False
        line = [0] * (system.unknowns + 1)
        for position in range(system.starts[row], system.starts[row + 1]):
            line[system.columns[position]] += sign * int(system.coefficients[position])
        line[-1] = sign * int(ends[row])
        total = [a + multiplier * b for a, b in zip(total, line, strict=True)]
        strict = strict or bool(opened[row])
    return not any(total[:-1]) and (total[-1] < 0 or (strict and total[-1] == 0))


def solves(system, witness, ticks=1):
    """Whether numbers, counted in ticks, meet every row; where they are integers nothing becomes a fraction."""
    numbers = list(witness)
    starts, columns, coefficients = (column.tolist() for column in (system.starts, system.columns, system.coefficients))
    low_ends = zip(system.low.tolist(), system.low_free.tolist(), system.low_open.tolist(), strict=True)
    high_ends = zip(system.high.tolist(), system.high_free.tolist(), system.high_open.tolist(), strict=True)
    for row, ((low, no_low, above), (high, no_high, below)) in enumerate(zip(low_ends, high_ends, strict=True)):
        value = sum(coefficients[p] * numbers[columns[p]] for p in range(starts[row], starts[row + 1]))
        if not no_low and not (value > low * ticks or (value == low * ticks and not above)):
            return False
        if not no_high and not (value < high * ticks or (value == high * ticks and not below)):
            return False
    return True
