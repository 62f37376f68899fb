"""Small systems of every kind: free ends, open ends, rows without terms, magnitudes far apart, tight to a point."""

import random
from fractions import Fraction

from reconcile.exact.interval import Interval
from reconcile.solver.system import BACKGROUND, Row, System


def anything(seed):
    rng = random.Random(seed)
    unknowns, rows = rng.randint(1, 6), []
    magnitudes = [Fraction(10) ** (rng.randint(-2, 12) if seed % 3 == 0 else 0) for _ in range(unknowns)]
    for number in range(rng.randint(1, 10)):
        size = rng.randint(0 if rng.random() < 0.05 else 1, min(unknowns, 3))
        picked = rng.sample(range(unknowns), size)
        scale = magnitudes[picked[0]] if picked else 1
        terms = {u: rng.choice([1, 1, -1, 2, -3, Fraction(1, 2)]) * scale / magnitudes[u] for u in picked}
        low = Fraction(rng.randint(-6, 6), rng.choice([1, 1, 2, 3])) * scale
        high = low + Fraction(rng.choice([0, 0, 1, 2]), rng.choice([1, 3])) * scale
        chance = rng.random()
        span = Interval(
            None if chance < 0.15 else low,
            None if 0.15 < chance < 0.3 else high,
            rng.random() < 0.2,
            rng.random() < 0.2,
        )
        rows.append(Row(terms, span, rng.choice([BACKGROUND, number, number, max(0, number - 1)])))
    return System.of(rows, unknowns)


def edge(seed, parts=None):
    """A tree of sums that meets in exactly one point, and the same off by a last place or by an open end.

    Each part is an interval whose high end is reached; the total's low end is the sum of those. Answers the three
    systems' rows: (holds, misses by one unit, misses by an open end).
    """
    rng = random.Random(seed)
    count = parts or rng.randint(2, 8)
    rows, total, finest = [], Fraction(0), None
    for part in range(count):
        step = Fraction(10) ** rng.randint(-2, 9)
        value = step * rng.randint(1, 10 ** rng.randint(1, 6))
        rows.append(Row({part: 1}, Interval(value - step / 2, value + step / 2, low_open=rng.random() < 0.5), part))
        total += value + step / 2
        finest = step if finest is None else min(finest, step)
    rows.append(Row({count: 1, **dict.fromkeys(range(count), -1)}, Interval(Fraction(0), Fraction(0))))
    # A growth rate on the total, tight too: next >= total × 1.25, and next is printed to end there.
    rows.append(Row({count + 1: 4, count: -5}, Interval(Fraction(0), None), count + 1))
    rows.append(Row({count + 1: 1}, Interval(None, total * Fraction(5, 4)), count + 2))
    spans = {
        "holds": Interval(total, None),
        "unit": Interval(total + Fraction(1, 100), None),
        "open": Interval(total, None, low_open=True),
    }
    made = {}
    for name, span in spans.items():
        mixed = [*rows, Row({count: 1}, span, count)]
        random.Random(seed).shuffle(mixed)
        made[name] = System.of(mixed)
    return made
