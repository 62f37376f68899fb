"""The columns against the plain reference, value for value, whether rows fit int64 or not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from reconcile.exact.column_arithmetic import meet, ordering, products, weighted_sums
from reconcile.exact.columns import Decimals, Intervals, aligned, decimal_parts, finer, packed, product, stacked
from reconcile.exact.interval import Interval
from strategies import as_span, decimals, intervals, long, numbers, same

BIG = Fraction(2**62)
EDGES = st.sampled_from([BIG - 1, BIG, BIG + 1, 2 * BIG - 1, 2 * BIG, Fraction(10**18), Fraction(3037000500)])
values = st.one_of(numbers, numbers, EDGES, EDGES.map(lambda edge: -edge))
rows = st.one_of(intervals(), values.map(lambda value: Interval(value, value)))


def column_of(single: list[Interval]) -> Intervals:
    return Intervals.of(single)


@given(st.lists(values))
def test_a_column_gives_back_its_numbers(given_numbers: list[Fraction]) -> None:
    column = Decimals.of(given_numbers)
    assert [column[row] for row in range(len(column))] == given_numbers
    assert all(type(digits) is not np.float64 for digits in column.digits)


@given(values)
def test_a_decimal_has_the_fewest_digits(number: Fraction) -> None:
    digits, exponent = decimal_parts(number)
    assert digits * Fraction(10) ** exponent == number
    assert digits == 0 or exponent == 0 or digits % 10 != 0


@pytest.mark.parametrize(
    ("digits", "dtype"),
    [([1, -(2**63)], np.int64), ([1, 2**63], object), ([1, Fraction(1, 3)], object), ([], np.int64)],
)
def test_digits_are_machine_numbers_where_all_of_them_fit(digits: list[Any], dtype: type) -> None:
    assert packed(digits).dtype == dtype
    assert packed(packed(digits)).tolist() == digits


@given(st.lists(rows))
def test_a_column_gives_back_its_intervals(single: list[Interval]) -> None:
    column = column_of(single)
    assert [column[row] for row in range(len(column))] == single


@given(st.lists(st.tuples(values, values)))
def test_comparing_is_the_references(pairs: list[tuple[Fraction, Fraction]]) -> None:
    a, b = (Decimals.of(pair[side] for pair in pairs) for side in (0, 1))
    assert ordering(a, b).tolist() == [(one > other) - (one < other) for one, other in pairs]


@given(st.lists(st.tuples(values, values)), st.sampled_from([1, 10, 10**6]))
@example([(Fraction(2**60), Fraction(1))], 10)
def test_aligned_digits_have_one_exponent_and_room_to_spare(pairs: list[tuple[Fraction, Fraction]], spare: int) -> None:
    a, b = (Decimals.of(pair[side] for pair in pairs) for side in (0, 1))
    left, right, exponent = aligned(a, b, spare=spare)
    for column, side in ((left, 0), (right, 1)):
        many = Decimals(column * spare, exponent)
        assert [many[row] for row in range(len(many))] == [pair[side] * spare for pair in pairs]


@given(st.lists(st.tuples(values, values)))
@example([(Fraction(10**40), Fraction(0)), (Fraction(0), Fraction(1, 3))])
def test_products_of_numbers_are_the_references(pairs: list[tuple[Fraction, Fraction]]) -> None:
    a, b = (Decimals.of(pair[side] for pair in pairs) for side in (0, 1))
    column = product(a, b)
    assert [column[row] for row in range(len(column))] == [one * other for one, other in pairs]


@given(st.lists(st.tuples(decimals | long, st.integers(-45, 45) | st.none())))
def test_a_number_is_finer_than_a_step_of_which_it_is_no_multiple(pairs: list[tuple[Fraction, int | None]]) -> None:
    steps = [Fraction(0) if places is None else Fraction(10) ** -places for _, places in pairs]
    found = finer(Decimals.of(number for number, _ in pairs), Decimals.of(steps))
    assert found.tolist() == [
        bool(step) and (number / step).denominator != 1 for (number, _), step in zip(pairs, steps, strict=True)
    ]


@given(st.lists(st.lists(values), min_size=1))
def test_columns_stacked_hold_all_their_numbers(columns: list[list[Fraction]]) -> None:
    column = stacked([Decimals.of(one) for one in columns])
    assert [column[row] for row in range(len(column))] == [value for one in columns for value in one]


@given(st.lists(st.tuples(rows, rows)))
def test_meeting_is_the_references(pairs: list[tuple[Interval, Interval]]) -> None:
    both = meet(column_of([a for a, _ in pairs]), column_of([b for _, b in pairs]))
    for row, (a, b) in enumerate(pairs):
        span = as_span(a) & as_span(b)
        assert bool(both.empty[row]) == both[row].empty == span.empty
        assert span.empty or same(both[row], span)


@given(st.lists(st.lists(st.tuples(rows, values | st.just(Fraction(0))), min_size=1, max_size=4)))
@example([[(Interval(BIG - 1, BIG - 1), Fraction(1))], [(Interval(BIG, BIG), Fraction(4)), (Interval(BIG, BIG), BIG)]])
@example([[(Interval(Fraction(1, 3), Fraction(2, 3)), Fraction(3)), (Interval(None, None), Fraction(0))]])
@example([[(Interval(Fraction(0), Fraction(0)), Fraction(10) ** 300), (Interval(Fraction(1), None), Fraction(-1, 7))]])
def test_weighted_sums_are_the_references(sums: list[list[tuple[Interval, Fraction]]]) -> None:
    terms = [term for one in sums for term in one]
    starts = np.cumsum([0, *(len(one) for one in sums)])[:-1].astype(np.int64)
    column = weighted_sums(column_of([one for one, _ in terms]), Decimals.of(weight for _, weight in terms), starts)
    assert len(column) == len(sums)
    for row, one in enumerate(sums):
        span = reference.weighted((weight, as_span(interval)) for interval, weight in one)
        assert same(column[row], span)
        _is_judged_as(column, row, span)


@given(st.lists(st.tuples(rows, rows, rows)))
@example([(Interval(Fraction(0), Fraction(5), low_open=True), Interval(Fraction(1), None), Interval(None, None))])
@example([(Interval(None, Fraction(-1)), Interval(Fraction(1), None), Interval(Fraction(0), Fraction(0)))])
@example([(Interval(Fraction(0), Fraction(0)), Interval(None, None), Interval(BIG, BIG + 1, high_open=True))])
@example([(Interval(BIG - 2, BIG - 1), Interval(Fraction(1), Fraction(1)), Interval(BIG - 1, BIG - 1))])
def test_products_are_the_references(relations: list[tuple[Interval, Interval, Interval]]) -> None:
    base, factor, level = (column_of([relation[part] for relation in relations]) for part in range(3))
    column = less(products(base, factor), level)
    for row, (b, f, one) in enumerate(relations):
        span = as_span(b).times(as_span(f)) + as_span(one).times(reference.point(-1))
        assert same(column[row], span)
        _is_judged_as(column, row, span)


def less(one: Intervals, other: Intervals) -> Intervals:
    """The one minus the other, a row each."""
    both = Intervals(
        *(np.stack((getattr(one, name), getattr(other, name)), axis=1).reshape(-1) for name in Intervals.__slots__)
    )
    return weighted_sums(both, Decimals.of([1, -1] * len(one)), np.arange(len(one)) * 2)


def _is_judged_as(column: Intervals, row: int, span: reference.Span) -> None:
    """Its bounds are seen from the columns as from the single interval."""
    zero = reference.number(0)
    assert bool(column.reaches_below[row]) == (span.low <= zero)
    assert bool(column.reaches_above[row]) == (span.high >= zero)
    assert bool(column.bounded[row]) == (span.low.bounded and span.high.bounded)


@given(st.lists(long, min_size=1), st.lists(st.integers(-99, 99).map(Fraction), min_size=1))
def test_rows_that_need_room_leave_the_others_as_they_are(large: list[Fraction], small: list[Fraction]) -> None:
    mixed = [Interval(value, value + 1) for pair in zip(large, small, strict=False) for value in pair]
    column = column_of(mixed)
    starts = np.arange(len(mixed))
    threefold = weighted_sums(column, Decimals.of([3] * len(mixed)), starts)
    assert [threefold[row] for row in range(len(mixed))] == [one * 3 for one in mixed]
