"""The number line: every mark stands where the exact end belongs, whatever the ends are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reconcile.exact.interval import Interval
from reconcile.reports.number_line import LineRow, draw

ENDS = st.fractions(-(10**12), 10**12, max_denominator=100)


@st.composite
def intervals(draw_):
    low, high = sorted((draw_(ENDS), draw_(ENDS)))
    free = draw_(st.sampled_from(["neither", "neither", "low", "high"]))
    interval = Interval(
        None if free == "low" else low,
        None if free == "high" else high,
        low_open=draw_(st.booleans()) and free != "low" and low < high,
        high_open=draw_(st.booleans()) and free != "high" and low < high,
    )
    assume(not interval.empty)
    return interval


ROWS = st.lists(st.builds(LineRow, st.text("abc ", min_size=1, max_size=60), intervals()), min_size=1, max_size=5)


def lines(rows, width):
    return draw(rows, "USD", width=width)


@given(ROWS, st.integers(0, 140))
def test_a_picture_has_a_line_for_each_row_within_its_width(rows, width):
    drawn = lines(rows, width)
    assert len(drawn) in {0, len(rows)}
    assert all(len(line) <= width for line in drawn)
    assert len(set(map(len, drawn))) <= 1


@given(ROWS)
def test_each_end_stands_where_it_belongs(rows):
    drawn = lines([LineRow("x", row.interval) for row in rows], 400)
    ends = [end for row in rows for end in row.interval._ends() if not isinstance(end[0], float)]
    assume(drawn)
    least, most = min(end for end, _ in ends), max(end for end, _ in ends)
    for row, line in zip(rows, drawn, strict=True):
        bar = line[-60:]
        for end, mark in ((row.interval.low, "[("), (row.interval.high, "])")):
            if end is not None and "|" not in bar:
                (place,) = [i for i, character in enumerate(bar) if character in mark]
                exact = (end - least) * 59 / (most - least)
                assert place <= exact < place + 1
        assert ("<" in bar) == (row.interval.low is None and "|" not in bar)
        assert (">" in bar) == (row.interval.high is None and "|" not in bar)


@given(ENDS)
def test_one_and_the_same_point_is_no_picture(end):
    assert lines([LineRow("a", Interval(end, end)), LineRow("b", Interval(end, end))], 80) == []


def test_intervals_that_only_touch_meet_in_one_column():
    left, right = Interval(Fraction(1), Fraction(2)), Interval(Fraction(2), Fraction(3))
    first, second = lines([LineRow("a", left), LineRow("b", right)], 60)
    assert first.rindex("]") == second.rindex("[")


@pytest.mark.parametrize(
    ("width", "begins"), [(60, "computed  [1, 2] USD  [="), (30, "computed  [="), (18, "[="), (8, None)]
)
def test_a_narrow_screen_keeps_the_line_before_the_words(width, begins):
    drawn = lines(
        [LineRow("computed", Interval(Fraction(1), Fraction(2))), LineRow("b", Interval(Fraction(3), None))], width
    )
    assert (drawn[0].startswith(begins) if begins else drawn == []) is True
