"""Periods and their calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reconcile.language.periods import KINDS, Period, PeriodError, read_period
from reconcile.language.spellings import sdmx_spelling

DAY = timedelta(days=1)


@st.composite
def standard_texts(draw, first_year=1, last_year=9998):
    year = draw(st.integers(first_year, last_year))
    form = draw(
        st.sampled_from(
            [
                "{y}",
                "{y}-A1",
                "{y}-S{s}",
                "{y}-T{t}",
                "{y}-Q{q}",
                "{y}-{m}",
                "{y}-M{m}",
                "{y}-W{w}",
                "{y}-{m}-{d}",
                "{y}-D{n}",
            ]
        )
    )
    return form.format(
        y=f"{year:04}",
        s=draw(st.integers(1, 2)),
        t=draw(st.integers(1, 3)),
        q=draw(st.integers(1, 4)),
        m=f"{draw(st.integers(1, 12)):02}",
        w=f"{draw(st.integers(1, 52)):02}",
        d=f"{draw(st.integers(1, 28)):02}",
        n=f"{draw(st.integers(1, 365)):03}",
    )


@st.composite
def periods(draw):
    first = read_period(draw(standard_texts()))
    if draw(st.booleans()):
        return first
    last = read_period(draw(standard_texts(first.start.year, min(first.start.year + 3, 9998))))
    assume(first.start <= last.start and first.end <= last.end)
    return read_period(f"{first}/{last}")


@given(periods())
def test_a_period_reads_back_from_its_text(period):
    assert read_period(period.text) == period
    assert str(period) == period.text


@given(periods())
def test_the_same_days_are_the_same_period_however_they_are_written(period):
    days = f"{period.start}/{period.end}"
    assert read_period(days) == period


@given(periods(), st.sampled_from(KINDS))
def test_the_parts_of_a_period_tile_it_in_order(period, kind):
    assume(period.end - period.start < 2000 * DAY)
    parts = period.split(kind)
    assert all(part.kind == kind and period.contains(part) for part in parts)
    assert all(after.follows(before) for before, after in pairwise(parts))
    if parts:
        assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    if kind == period.kind:
        assert parts == (period,)


@given(periods())
def test_days_always_tile(period):
    assume(period.end - period.start < 2000 * DAY)
    assert len(period.split("day")) == (period.end - period.start).days + 1


@given(periods())
def test_a_year_before_has_the_same_kind_and_name_but_for_the_year(period):
    try:
        before = period.year_before()
    except PeriodError:
        assert period.start.year == 1 or "-W53" in period.text or "-02-29" in period.text or "0001" in period.text
        return
    assert before.kind == period.kind or "02-29" in period.text + before.text or period.kind == "span"
    assert before.end < period.end
    if period.kind in {"year", "half", "trimester", "quarter", "month", "week", "day"}:
        assert before.text[4:] == period.text[4:]
        assert int(before.text[:4]) == int(period.text[:4]) - 1


@given(periods(), periods())
def test_one_period_contains_another_when_every_day_does(one, other):
    both_ends = all(one.start <= day <= one.end for day in (other.start, other.end))
    assert one.contains(other) == both_ends
    assert one.follows(other) == (other.end + DAY == one.start)


@pytest.mark.parametrize(
    ("text", "canonical", "start", "end"),
    [
        ("2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-A1", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025-S1", "2025-S1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2024-T2", "2024-T2", date(2024, 5, 1), date(2024, 8, 31)),
        ("2024-Q4", "2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-M02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-W01", "2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2025-W01", "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        ("2024-D366", "2024-12-31", date(2024, 12, 31), date(2024, 12, 31)),
        (" 2024-11-05 ", "2024-11-05", date(2024, 11, 5), date(2024, 11, 5)),
        ("2024-01/2024-12", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-01/2024-06", "2024-S1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-Q4/2025-Q1", "2024-10/2025-03", date(2024, 10, 1), date(2025, 3, 31)),
        ("2021/2025", "2021/2025", date(2021, 1, 1), date(2025, 12, 31)),
        ("2024-01/2024-11", "2024-01/2024-11", date(2024, 1, 1), date(2024, 11, 30)),
        ("2024-12-30/2025-01-05", "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        ("2024-12-23/2025-06-18", "2024-12-23/2025-06-18", date(2024, 12, 23), date(2025, 6, 18)),
        ("9999", "9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_period_has_one_canonical_text(text, canonical, start, end):
    assert read_period(text) == Period(canonical, start, end)


def test_a_year_splits_into_what_fits():
    year = read_period("2024")
    assert {kind: len(year.split(kind)) for kind in KINDS} == {
        "year": 1,
        "half": 2,
        "trimester": 3,
        "quarter": 4,
        "month": 12,
        "week": 0,
        "day": 366,
    }
    assert [half.text for half in year.split("half")] == ["2024-S1", "2024-S2"]
    assert read_period("2024-Q2").split("half") == ()
    assert read_period("2023-Q4/2024-Q3").split("year") == ()
    assert len(read_period("9999").split("day")) == 365


def test_a_part_that_is_no_kind_of_period_is_an_error():
    with pytest.raises(PeriodError, match="expected one of year, half, trimester, quarter, month, week, day"):
        read_period("2024").split("decade")


def test_whole_months_stay_whole_a_year_before():
    assert read_period("2024-02").year_before().text == "2023-02"
    assert read_period("2025-02").year_before().text == "2024-02"
    assert read_period("2024-01/2024-02").year_before().text == "2023-01/2023-02"
    assert read_period("2024-W05").year_before().text == "2023-W05"
    assert read_period("2021/2025").year_before().text == "2020/2024"


@pytest.mark.parametrize("text", ["2024-02-29", "2024-02-15/2024-02-29", "2020-W53", "0001", "0001-Q1", "0001-W01"])
def test_a_period_that_the_year_before_does_not_have_is_an_error(text):
    with pytest.raises(PeriodError, match="no counterpart in the year before"):
        read_period(text).year_before()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-13", "does not exist: a year has months 1 to 12"),
        ("2024-00", "does not exist: a year has months 1 to 12"),
        ("2024-Q5", "does not exist: a year has quarters 1 to 4"),
        ("2024-S3", "does not exist: a year has halves 1 to 2"),
        ("2024-T0", "does not exist: a year has trimesters 1 to 3"),
        ("2024-W54", "does not exist"),
        ("2023-W53", "does not exist"),
        ("2024-02-30", "does not exist"),
        ("2023-D366", "does not exist: that year has days 1 to 365"),
        ("0000", "does not exist"),
        ("9999-W52", "does not exist"),
        ("2024-06/2024-01", "'2024-06/2024-01' runs backwards"),
        ("2024/2024-06", "runs backwards"),
        ("2025-S1/2024-13", "'2024-13' does not exist"),
        ("", "'' is no period; expected 2024, 2025-S1"),
        ("2024-01-01T00:00", "is no period; expected"),
        ("2024/2025/2026", "is no period; expected"),
        ("２０２４", "is no period; expected"),
        ("x" * 5000, "is no period; expected"),
    ],
)
def test_what_is_no_period_is_an_error_that_says_why(text, message):
    with pytest.raises(PeriodError, match=re.escape(message)) as caught:
        read_period(text)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("H2 2025", "2025-S2"),
        ("Q4 2024", "2024-Q4"),
        ("2024-q4", "2024-Q4"),
        ("quý IV/2024", "2024-Q4"),
        ("Quý 2 năm 2024", "2024-Q2"),
        ("11/2024", "2024-11"),
        ("2024/11", "2024-11"),
        ("2024-1", "2024-01"),
        ("T11/2024", "2024-11"),
        ("tháng 3 năm 2024", "2024-03"),
        ("18/6/2025", "2025-06-18"),
        ("nửa đầu năm 2025", "2025-S1"),
        ("first half of 2025", "2025-S1"),
        ("6 tháng đầu năm 2025", "2025-S1"),
        ("9 tháng đầu năm 2025", "2025-01/2025-09"),
        ("Nov 2024", "2024-11"),
        ("September 2024", "2024-09"),
        ("năm 2024", "2024"),
        ("2021-2025", "2021/2025"),
        ("2021 – 2025", "2021/2025"),
    ],
)
def test_a_near_miss_is_an_error_that_gives_the_spelling(text, spelling):
    with pytest.raises(PeriodError, match=re.escape(f"write {spelling}") + "$"):
        read_period(text)


@pytest.mark.parametrize(
    "text",
    [
        "6/7/2025",
        "2025-2021",
        "15 tháng đầu năm 2025",
        "31/02/2024",
        "13/2024",
        "2024/13",
        "Q4 0000",
        "ſep 2024",
        "quý ı/2024",
        "H２ 2025",
        "\ud8002024",
    ],
)
def test_no_spelling_is_given_that_would_be_a_guess_or_no_period(text):
    with pytest.raises(PeriodError, match="is no period; expected"):
        read_period(text)


@given(st.one_of(st.text(max_size=20), st.from_regex(r"[0-9QSTWMDH/ -]{0,14}", fullmatch=True)))
@example("0/0")
def test_any_text_is_a_period_or_a_period_error(text):
    try:
        period = read_period(text)
    except PeriodError:
        assert isinstance(sdmx_spelling(text), str)
    else:
        assert period.start <= period.end
        assert read_period(period.text) == period
