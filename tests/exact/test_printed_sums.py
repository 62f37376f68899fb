"""Rows that are seen to hold do hold, by plain fractions; and nearly all that hold are seen."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reconcile.exact.printed_sums import PrintedColumn, rows_that_hold

WEIGHTS = st.sampled_from([Fraction(1), Fraction(-1), Fraction(-1), Fraction(2), Fraction(-1, 2), Fraction(3, 4)])
NUMBERS = st.integers(-50, 50) | st.integers(-(10**17), 10**17)


@st.composite
def columns(draw):
    rows = draw(st.integers(1, 5))
    made = []
    for _ in range(draw(st.integers(2, 4))):
        decimals = draw(st.none() | st.integers(-3, 4))
        unit = Fraction(10) ** -(decimals if decimals is not None else draw(st.integers(0, 2)))
        numbers = draw(st.lists(NUMBERS, min_size=rows, max_size=rows))
        values = np.array([float(number * unit) for number in numbers])
        noise = draw(st.sampled_from([0, 0, 0, 1e-16, 0.3]))
        made.append(PrintedColumn(values + noise * float(unit), decimals, draw(WEIGHTS)))
    # The last column is what the others leave, or nearly, so that many rows are at the edge of what rounding explains.
    if draw(st.booleans()):
        left = sum((Fraction(one.weight) * one.values for one in made[:-1]), Fraction(0))
        place = made[-1].decimals or 0
        near = [round(Fraction(value) / -made[-1].weight, place) for value in left]
        off = draw(st.lists(st.integers(-3, 3), min_size=rows, max_size=rows))
        last = [float(value + number * Fraction(10) ** -place) for value, number in zip(near, off, strict=True)]
        made[-1] = made[-1]._replace(values=np.array(last))
    return made


def printed(value: float, decimals: int | None) -> Fraction | None:
    """The decimal that a float prints, None where it has digits beyond those that are stated."""
    read = Fraction(repr(float(value)))
    return read if decimals is None or (read * Fraction(10) ** decimals).denominator == 1 else None


def holds(row: list[tuple[float, int | None, Fraction]], relation: str) -> bool:
    read = [printed(value, decimals) for value, decimals, _ in row]
    if None in read:
        return False
    total = sum(weight * value for value, (_, _, weight) in zip(read, row, strict=True))
    slack = sum(abs(weight) * Fraction(10) ** -places / 2 for _, places, weight in row if places is not None)
    return {"=": abs(total) <= slack, "<=": total <= slack, ">=": total >= -slack}[relation]


@given(columns(), st.sampled_from(["=", "<=", ">="]))
def test_what_is_seen_to_hold_holds(made, relation):
    seen = rows_that_hold(made, relation)
    for number, one in enumerate(seen.tolist()):
        row = [(column.values[number], column.decimals, column.weight) for column in made]
        small = all(abs(value) * 10 ** max(places or 4, 4) < 10**10 for value, places, _ in row)
        if one or small:  # of small numbers all that hold are seen
            assert one <= holds(row, relation)
        if small and all(places is not None or round(value, 4) == value for value, places, _ in row):
            assert one == holds(row, relation)


def test_what_is_no_number_is_not_seen():
    values = np.array([1.0, np.nan, np.inf, 1e300])
    for decimals in (0, -2, None):
        both = [PrintedColumn(values, decimals, Fraction(1)), PrintedColumn(values, decimals, Fraction(-1))]
        assert rows_that_hold(both, "=").tolist() == [decimals != -2, False, False, False]


def test_whole_numbers_of_any_type_are_taken_and_texts_are_not():
    numbers = np.array([1, -5, 2**62])
    for kind, seen in ((np.int64, [True, True, False]), (object, [False] * 3)):
        both = [PrintedColumn(numbers.astype(kind), 0, Fraction(weight)) for weight in (1, -1)]
        assert rows_that_hold(both, "=").tolist() == seen


def test_powers_that_are_no_floats_leave_everything_open():
    zeros = np.zeros(1)
    assert not rows_that_hold([PrintedColumn(zeros, 23, Fraction(1))], "=").any()
    assert not rows_that_hold([PrintedColumn(zeros, 0, Fraction(10**20))], "=").any()


def test_bounds_have_the_slack_of_rounding_and_exact_numbers_have_none():
    one, other = np.array([1.0, 1.0, 1.0]), np.array([1.1, 1.0, 0.9])
    for decimals, seen in ((1, [True, True, True]), (None, [True, True, False])):
        both = [PrintedColumn(one, decimals, Fraction(1)), PrintedColumn(other, decimals, Fraction(-1))]
        assert rows_that_hold(both, "<=").tolist() == seen
        turned = [column._replace(weight=-column.weight) for column in both]
        assert rows_that_hold(turned, ">=").tolist() == seen
    mixed = [PrintedColumn(one, 1, Fraction(1)), PrintedColumn(np.array([1.05, 1.06, 0.95]), None, Fraction(-1))]
    assert rows_that_hold(mixed, "=").tolist() == [True, False, True]
