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


def solves(system, witness):
    """Whether numbers meet every row."""
    for row in range(len(system.owner)):
        span = range(system.starts[row], system.starts[row + 1])
        value = sum((int(system.coefficients[p]) * witness[system.columns[p]] for p in span), Fraction(0))
        low, high = int(system.low[row]), int(system.high[row])
        if not system.low_free[row] and not (value > low or (value == low and not system.low_open[row])):
            return False
        if not system.high_free[row] and not (value < high or (value == high and not system.high_open[row])):
            return False
    return True
