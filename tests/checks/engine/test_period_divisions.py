"""How periods divide others, against all the ways in which reported periods tile one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from reconcile.checks.engine.period_divisions import divisions, equal_divisions, last_parts
from reconcile.language.periods import Period, read_period

MONTHS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
SPANS = st.builds(
    lambda first, last: f"{MONTHS[min(first, last)]}/{MONTHS[max(first, last)]}",
    st.integers(0, len(MONTHS) - 1),
    st.integers(0, len(MONTHS) - 1),
)
NAMED = st.sampled_from(
    ["2023", "2024", "2023/2024", *(f"2024-{part}" for part in ("S1", "S2", "Q1", "Q2", "Q3", "T2"))]
)
PERIODS = st.lists(SPANS | NAMED | st.sampled_from(MONTHS), unique=True, max_size=14).map(
    lambda texts: tuple({period.text: period for period in map(read_period, texts)}.values())
)


def tilings(periods: tuple[Period, ...], whole: Period) -> Iterator[tuple[int, ...]]:
    """Every way in which some of the periods make another, in order."""

    def from_day(start: object, path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for code, period in enumerate(periods):
            if period.start == start and whole.contains(period) and period != whole:
                if period.end == whole.end:
                    yield (*path, code)
                else:
                    yield from from_day(period.end + timedelta(days=1), (*path, code))

    yield from from_day(whole.start, ())


def spelled(periods: tuple[Period, ...], found: Iterator[tuple[int, list[int]]]) -> set[str]:
    whole_ones = ((whole, parts) for whole, parts in found if -1 not in parts)
    return {f"{periods[whole]}={'+'.join(periods[part].text for part in parts)}" for whole, parts in whole_ones}


@given(PERIODS)
def test_every_period_that_others_make_is_divided_once_in_each_way_that_is_told(periods: tuple[Period, ...]) -> None:
    told: dict[int, list[tuple[int, ...]]] = {}
    inside: dict[int, set[int]] = {}
    for whole, parts in divisions(periods):
        inside.setdefault(whole, set()).update(part for part in parts if part >= 0)
        if -1 not in parts:
            told.setdefault(whole, []).append(tuple(parts))
    for code, whole in enumerate(periods):
        every = set(tilings(periods, whole))
        found = told.get(code, [])
        assert len(found) == len(set(found))  # each true equation once
        assert set(found) <= every
        assert {one for one in every if len(one) == 2} <= set(found)
        assert bool(found) == bool(every)
        if every:  # the longest parts first
            ends = {one: [periods[part].end for part in one] for one in every}
            longest = max(every, key=lambda one: ends[one])
            assert longest in found
        assert inside.get(code, set()) == {
            part for part, period in enumerate(periods) if part != code and whole.contains(period)
        }


def test_years_make_a_span_and_unequal_parts_what_they_tile() -> None:
    years = tuple(map(read_period, ("2020/2022", "2020", "2021", "2022")))
    assert spelled(years, divisions(years)) == {"2020/2022=2020+2021+2022"}
    odd = tuple(map(read_period, ("2024-01/2024-08", "2024-S1", "2024-07", "2024-08")))
    assert spelled(odd, divisions(odd)) == {"2024-01/2024-08=2024-S1+2024-07+2024-08"}
    thirds = tuple(map(read_period, ("2024", "2024-T1", "2024-T2", "2024-T3")))
    assert spelled(thirds, divisions(thirds)) == {"2024=2024-T1+2024-T2+2024-T3"}


def test_the_calendar_is_divided_in_no_time_however_many_days_there_are() -> None:
    first = read_period("2023-01-01")
    days = [read_period((first.start + timedelta(days=day)).isoformat()) for day in range(365)]
    periods = (*days, read_period("2023"), read_period("2023-01-01/2023-12-30"))
    parts = [parts for whole, parts in divisions(periods) if whole == 365]
    assert [*range(365)] not in parts  # since there is a longer one
    assert [366, 364] in parts
    assert [*range(364)] in [parts for whole, parts in divisions(periods) if whole == 366]


def test_an_average_is_the_mean_of_equal_parts_and_a_stock_ends_with_its_last() -> None:
    texts = ("2024", "2024-S1", "2024-Q3", "2024-Q4", "2024-12", "2024-12-31", "2023/2024")
    periods = tuple(map(read_period, texts))
    assert [(texts[whole], parts) for whole, parts in equal_divisions(periods)] == [
        ("2024", [1, -1]),
        ("2024", [-1, -1, 2, 3]),
        ("2024", [*[-1] * 11, 4]),
        ("2024-Q4", [-1, -1, 4]),
        ("2023/2024", [-1, 0]),
        ("2023/2024", [-1, -1, 1, -1]),
        ("2023/2024", [*[-1] * 6, 2, 3]),
        ("2023/2024", [*[-1] * 23, 4]),
    ]
    assert {(texts[whole], texts[part]) for whole, (part,) in last_parts(periods)} == {
        ("2023/2024", "2024"),
        *((whole, part) for whole in ("2024", "2023/2024") for part in ("2024-Q4", "2024-12", "2024-12-31")),
        ("2024-Q4", "2024-12"),
        ("2024-Q4", "2024-12-31"),
        ("2024-12", "2024-12-31"),
    }
