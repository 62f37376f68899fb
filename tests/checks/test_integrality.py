"""Means and shares of whole numbers: held against a search through all of them."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims import claims_ledger, said
from reconcile.auditing import run
from reconcile.checks.integrality import sizes, whole_within
from reconcile.exact.interval import Interval
from ways_in import Told, Way, each_way, taken, taken_as_text

COUNT = {"count": True}
MEASURES = {"total": COUNT, "persons": COUNT}


def printed(whole: int, size: int, places: int, times: int = 1) -> set[Decimal]:
    """What whole over size is printed as, by either tie rule."""
    grain = Decimal(1).scaleb(-places)
    exact = Fraction(whole * times, size)
    scaled = exact * 10**places
    half = (scaled * 2).denominator == 1 and scaled.denominator == 2
    if not half:
        return {Decimal(round(scaled)).scaleb(-places)}
    number = Decimal(exact.numerator) / Decimal(exact.denominator)  # halves of a last digit end
    return {number.quantize(grain, rounding) for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN)}


@pytest.mark.slow
@pytest.mark.parametrize("places", [0, 1, 2])
def test_up_to_a_thousand_it_is_what_a_search_of_all_finds(places: int, fewer: int) -> None:
    for size in range(1, 1001, fewer):
        possible = set().union(*(printed(whole, size, places) for whole in range(size + 1)))
        for count in range(10**places + 1):
            value = Fraction(count, 10**places)
            half = Fraction(1, 2 * 10**places)
            found = whole_within(Interval(value - half, value + half), size)
            assert (found is not None) == (Decimal(count).scaleb(-places) in possible), (value, size)


@example(low=Fraction(0), width=Fraction(2), left=True, right=True, size=1)
@given(
    st.fractions(-50, 50, max_denominator=40),
    st.fractions(0, 3, max_denominator=40),
    st.booleans(),
    st.booleans(),
    st.integers(1, 30),
)
def test_open_ends_are_left_out(low: Fraction, width: Fraction, left: bool, right: bool, size: int) -> None:
    interval = Interval(low, low + width, left, right)
    inside = [whole for whole in range(-60 * 30, 60 * 30) if Fraction(whole, size) in interval]
    assert whole_within(interval, size) == (inside[0] if inside else None)
    assert [*(sizes(interval) or range(0))] == [whole for whole in range(1, 100) if whole in interval]


def ratio(value: str, size: str = "28", **more: str) -> list[dict[str, str]]:
    places = str(len(value.partition(".")[2]))
    rate = {"measure": "total", "stat": "ratio", "base": "persons", "value": value, "decimals": places}
    return [rate | more, {"measure": "persons", "value": size, "decimals": "exact"}]


def words(*claims: dict[str, str], **measures: object) -> str:
    (found,) = said(claims_ledger(*claims, measures=measures or MEASURES), "statistic").values()
    return found


def test_a_mean_that_no_whole_number_makes_is_a_conflict_with_the_nearest_that_are_one() -> None:
    assert words(*ratio("5.19")) == (
        "conflict: 5.19 of 28: no whole number comes to that; the nearest that do are 145/28 = 5.18 and 146/28 = 5.21"
    )
    assert words(*ratio("5.18")) == "rounding: 145/28 = 5.18, reported 5.18"
    assert words(*ratio("5.25")) == "exact: 147/28 = 5.25, reported 5.25"
    (conflict,) = run(claims_ledger(*ratio("5.19"), measures=MEASURES)).conflicts.to_dict("records")
    assert set(conflict["claims"]) == {"a:total:2024:ratio:persons", "a:persons:2024"}
    for repair in conflict["repairs"]:
        assert run(claims_ledger(*ratio(repair["instead"]), measures=MEASURES)).ok


@given(st.integers(1, 400), st.integers(0, 3), st.data())
def test_an_honest_share_of_persons_is_no_conflict(size: int, places: int, data: st.DataObject) -> None:
    whole = data.draw(st.integers(0, size))
    value = data.draw(st.sampled_from(sorted(printed(whole, size, places, 100))))
    share = {"stat": "share", "unit": "percent"}
    assert not words(*ratio(f"{value:.{places}f}", str(size), **share)).startswith(("conflict", "unchecked"))


def test_a_share_is_of_persons_and_a_mean_over_so_many_parts() -> None:
    share = {"stat": "share", "unit": "percent"}
    assert words(*ratio("17", **share)).endswith("the nearest that do are 5/28 = 18 % and 4/28 = 14 %")
    mean = {"measure": "births", "stat": "mean", "base": "month", "value": "10.3", "decimals": "1"}
    births = {"births": {"count": True, "kind": "flow"}}
    assert words(mean, **births) == "rounding: 124/12 = 10.3, reported 10.3"
    assert words({**mean, "value": "10.36", "decimals": "2"}, **births).startswith(
        "conflict: 10.36 of 12 whole numbers"
    )


def test_what_leaves_room_is_given_it() -> None:
    nearly = [ratio("5.19")[0], {"measure": "persons", "value": "30", "decimals": "0", "qualifier": "nearly"}]
    assert words(*nearly).startswith("hedge: ")
    over = [{**ratio("5.19")[0], "qualifier": "over"}, ratio("1")[1]]
    assert words(*over).startswith("exact: ")


def test_where_the_total_is_reported_it_is_held_against_that() -> None:
    total = {"measure": "total", "value": "145", "decimals": "exact"}
    assert words(*ratio("5.18"), total).startswith("rounding: 28 × 5.18 = 145.04")


@pytest.mark.parametrize("measures", [{"total": COUNT}, {"persons": COUNT}, {}])
def test_without_both_declared_nothing_is_said_of_whole_numbers(measures: dict[str, object]) -> None:
    (found,) = said(claims_ledger(*ratio("5.19"), measures=measures), "statistic").values()
    assert found == "unchecked: no level reported of total 2024 (final)"


def test_a_count_that_is_no_whole_number_is_a_conflict_by_itself() -> None:
    ledger = claims_ledger({"measure": "persons", "value": "27.5", "decimals": "1"}, measures=MEASURES)
    assert list(said(ledger, "schema").values()) == [
        "conflict: 27.5: persons is a whole number, as the ledger declares it (count: true)"
    ]
    thousand = {"measure": "persons", "value": "27.5", "decimals": "-2", "unit": "thousand"}
    assert not said(claims_ledger(thousand, measures=MEASURES), "schema")


@each_way()
def test_counts_come_through_every_way_in(way: Way) -> None:
    rows = [{"source": "a", "period": "2024", **row} for row in ratio("5.19")]
    told = Told(tuple(rows), measures=MEASURES)
    assert taken(way, told) == taken_as_text(told)
