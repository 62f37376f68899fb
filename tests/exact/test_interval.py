from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from reconcile.exact.interval import Interval, text
from strategies import as_span, intervals, numbers, same


@given(intervals(), intervals())
def test_sums_are_the_references(a: Interval, b: Interval) -> None:
    assert same(a + b, as_span(a) + as_span(b))


@given(intervals(), intervals())
def test_meetings_are_the_references(a: Interval, b: Interval) -> None:
    both, span = a & b, as_span(a) & as_span(b)
    assert both.empty == span.empty
    assert both.empty or same(both, span)


@given(intervals(), numbers)
def test_scaling_is_the_references(a: Interval, weight: Fraction) -> None:
    assert same(a * weight, as_span(a).times(reference.point(weight)))
    assert weight * a == a * weight


@given(intervals(), intervals())
def test_products_are_the_references(a: Interval, b: Interval) -> None:
    assert same(a.times(b), as_span(a).times(as_span(b)))


def test_the_end_of_a_product_that_one_corner_reaches_is_closed() -> None:
    """−2 × −3 is left out, 2 × 3 is not; and the other way round."""
    a, b = (Interval(Fraction(-end), Fraction(end), low_open=True) for end in (2, 3))
    assert a.times(b) == Interval(Fraction(-6), Fraction(6), low_open=True)
    a, b = (Interval(Fraction(-end), Fraction(end), high_open=True) for end in (2, 3))
    assert a.times(b) == Interval(Fraction(-6), Fraction(6), low_open=True)
    assert a.times(Interval(Fraction(-3), Fraction(3), low_open=True)) == Interval(
        Fraction(-6), Fraction(6), high_open=True
    )


def test_nothing_times_an_end_that_is_left_out_is_nothing() -> None:
    closed, opened = Interval(Fraction(0), Fraction(1)), Interval(Fraction(1), Fraction(2), low_open=True)
    assert closed.times(opened) == Interval(Fraction(0), Fraction(2))
    assert Interval(Fraction(0), Fraction(1), low_open=True).times(opened) == Interval(
        Fraction(0), Fraction(2), low_open=True
    )


@given(intervals(), numbers)
def test_membership_is_the_references(a: Interval, number: Fraction) -> None:
    assert (number in a) == (number in as_span(a))


@given(intervals(), numbers.filter(bool))
def test_what_times_the_inverse_is_one_lies_in_it(a: Interval, number: Fraction) -> None:
    positive = a & Interval(Fraction(0), None, low_open=True)
    if not positive.empty:
        assert (number in positive) == (1 / number in positive.inverse()) or number < 0
        assert positive.inverse().inverse() == positive
        assert (positive * -1).inverse() == positive.inverse() * -1


@pytest.mark.parametrize(
    "interval",
    [
        Interval(Fraction(0), Fraction(1)),
        Interval(Fraction(-1), Fraction(1), low_open=True),
        Interval(None, Fraction(1)),
    ],
)
def test_an_interval_that_holds_zero_has_no_inverse(interval: Interval) -> None:
    with pytest.raises(ZeroDivisionError, match="holds zero"):
        interval.inverse()


def test_an_interval_is_empty_where_its_ends_have_crossed_or_meet_at_an_open_end() -> None:
    one, two = Fraction(1), Fraction(2)
    assert Interval(two, one).empty
    assert Interval(one, one, low_open=True).empty
    assert Interval(one, one, high_open=True).empty
    assert not Interval(one, one).empty
    assert not Interval(None, one, high_open=True).empty
    assert not Interval(one, None).empty


def test_a_point_is_one_number_and_closed() -> None:
    one, two = Fraction(1), Fraction(2)
    assert Interval(one, one).point
    assert not Interval(one, one, low_open=True).point
    assert not Interval(one, two).point
    assert not Interval(None, None).point


@pytest.mark.parametrize(
    ("interval", "written"),
    [
        (Interval(Fraction(-1, 8), Fraction(5, 6)), "[-0.125, 5/6]"),
        (Interval(Fraction(0), Fraction(2000), low_open=True, high_open=True), "(0, 2000)"),
        (Interval(None, None), "(−∞, ∞)"),
    ],
)
def test_an_interval_is_written_with_brackets_for_closed_ends(interval: Interval, written: str) -> None:
    assert str(interval) == written


@given(st.one_of(numbers, st.integers()))
def test_the_text_of_a_number_reads_back_as_the_number(number: Fraction) -> None:
    assert Fraction(text(number)) == number
    assert "e" not in text(number)
