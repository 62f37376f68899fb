"""Which levels growth, change, share, ratio and mean claims tie, and targets against what came."""

from __future__ import annotations

import pytest

from claims import Claim, claims_ledger, of, over, said

LEVELS = {"2023": "100", "2024": "110"}


def growth(value: str, **claim: str) -> list[Claim]:
    return of({"m": value}, stat="growth", base="2023", **claim)


def words(*claims: Claim) -> str:
    (finding,) = said(claims_ledger(*claims, measures={"gdp": {}}), "statistic").values()
    return finding


def test_a_rate_ties_the_levels_of_its_own_document_before_those_of_others() -> None:
    own = [*over(LEVELS), *growth("10")]
    others = over({"2023": "500", "2024": "110"}, source="b")
    assert said(claims_ledger(*own, *others), "statistic") == {
        "statistic:growth:m:2024:2023:final:a": "exact: 100 grown by 10 % = 110, reported 110: exact"
    }
    assert words(*over({"2023": "100"}, source="b"), *over({"2024": "110"}, source="c"), *growth("10")).endswith(
        "exact; from b, a, c"
    )


@pytest.mark.parametrize(
    ("claims", "missing"),
    [
        ([*over({"2024": "110"}), *growth("10")], "m 2023"),
        (growth("10"), "m 2024 (final) and m 2023"),
        ([*over({"2024": "110"}, status="estimate"), *over({"2023": "100"}), *growth("10")], "m 2024 (final)"),
        (of({"m": "5"}, stat="share", base="gdp"), "m 2024 (final) and gdp 2024 (final)"),
        (of({"m": "5"}, stat="mean", base="month"), "m 2024 (final)"),
        ([*over({"2023": "100"}), *over({"2024": "110"}, status="target"), *growth("10")], "m 2024 (final)"),
    ],
)
def test_a_rate_without_its_levels_says_which_are_missing(claims: list[Claim], missing: str) -> None:
    assert words(*claims) == f"unchecked: no level reported of {missing}"


@pytest.mark.parametrize(
    ("base", "verdict"),
    [
        (over({"2023": "100"}, status="estimate"), "exact"),
        ([*over({"2023": "100"}, status="estimate"), *over({"2023": "105"})], "exact"),
        ([*over({"2023": "100"}, status="forecast"), *over({"2023": "105"})], "conflict"),
        ([*over({"2023": "101"}, status="estimate"), *over({"2023": "105"}, status="revised")], "conflict"),
    ],
)
def test_the_base_may_be_of_any_vintage_but_an_outcome_rests_on_outcomes(base: list[Claim], verdict: str) -> None:
    assert words(*base, *over({"2024": "110.0"}), *growth("10.0")).startswith(verdict)


def test_a_vintage_of_the_base_in_another_unit_is_no_way_out() -> None:
    base = [*over({"2023": "100"}, status="estimate", unit="VND"), *over({"2023": "105"}, unit="USD")]
    assert words(*base, *over({"2024": "110"}, unit="USD"), *growth("10")).startswith("conflict: 105 grown by 10 %")


@pytest.mark.parametrize("base", ["0", "-5"])
def test_a_rate_on_a_base_that_may_be_zero_or_less_is_left_open(base: str) -> None:
    levels = over({"2023": base, "2024": "110"})
    for status in ("final", "target"):
        assert words(*levels, *growth("10", status=status)) == (
            f"unchecked: the base, {base.replace('-', '−')}, may be zero or negative, "
            "and no rate on such a base can be checked"
        )


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ([*over({"2023": "100"}, unit="USD"), *over({"2024": "110"}, unit="VND"), *growth("10")], "USD, VND"),
        (
            [*over(LEVELS, unit="USD"), *of({"m": "10"}, stat="change", base="2023", unit="VND")],
            "USD, VND",
        ),
    ],
)
def test_a_statistic_of_levels_in_several_units_is_left_open(claims: list[Claim], why: str) -> None:
    assert words(*claims) == f"unchecked: units differ: {why}"


def test_a_change_of_a_percentage_is_in_points() -> None:
    levels = over({"2023": "10.0", "2024": "12.5"}, unit="percent")
    assert words(*levels, *of({"m": "2.5"}, stat="change", base="2023", unit="pp")).startswith("exact: 10.0 + 2.5")


def test_levels_whose_claims_contradict_each_other_leave_the_rate_open() -> None:
    assert words(*over({"2023": "100", "2024": "110"}), *over({"2023": "120"}), *growth("10")) == (
        "unchecked: the claims of m contradict each other"
    )


def test_a_base_is_what_its_claims_have_in_common_although_the_finest_prints_nothing() -> None:
    base = [
        {"period": "2023", "value": "0.0", "decimals": "1"},
        {"period": "2023", "value": "0.04", "qualifier": "over", "decimals": "exact"},
    ]
    found = words(*base, *over({"2024": "0.05"}), *growth("25"))
    assert found.startswith("rounding: 0.0 grown by 25 % = 0, reported 0.05: rounding explains up to")


def test_a_mean_counts_the_parts_of_its_period() -> None:
    assert words(*over({"2024": "120"}), *of({"m": "10"}, stat="mean", base="month")).startswith("exact: 12 × 10 = 120")


@pytest.mark.parametrize(
    ("plan", "outcome"),
    [
        ({"value": "10"}, "exact: target 10 %, outcome about 10 % (from 100 to 110): met"),
        ({"value": "5", "value_high": "7", "qualifier": "range"}, "exact: target 5–7 %, outcome about 10 %"),
        ({"value": "9", "qualifier": "at_most"}, "rounding: target at most 9 %, outcome about 10 %"),
        ({"value": "3", "qualifier": "under"}, "revision: target under 3 %, outcome about 10 %"),
        ({"value": "15"}, "revision: target 15 %, outcome about 10 % (from 100 to 110): missed, the outcome is below"),
    ],
)
def test_a_target_is_held_against_the_rate_of_what_came(plan: dict[str, str], outcome: str) -> None:
    assert words(*over(LEVELS), {**growth("0", status="target")[0], **plan}).startswith(outcome)


def test_a_forecast_is_met_only_by_what_it_foresaw() -> None:
    assert words(*over(LEVELS), *growth("8", status="forecast")).endswith("missed, the outcome is above")


def test_a_target_with_a_target_level_is_an_equation_of_its_own() -> None:
    found = words(*over(LEVELS), *over({"2024": "115"}, status="target"), *growth("15", status="target"))
    assert found == "exact: 100 grown by 15 % = 115, reported 115: exact"


def test_a_target_share_is_held_against_the_share_that_came() -> None:
    claims = [*of({"m": "50", "gdp": "100"}), *of({"m": "40"}, stat="share", base="gdp", status="target")]
    assert words(*claims) == "exact: target 40 %, outcome about 50 % (of 100 to 50): met and exceeded"


def test_a_target_whose_outcome_is_contradictory_is_left_open() -> None:
    claims = [*over(LEVELS), *over({"2023": "120"}), *growth("10", status="target")]
    assert words(*claims) == "unchecked: no level reported of m 2024 (target)"
