"""Which levels growth, change, share, ratio and mean claims tie, and targets against what came."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from claims import Claim, claims_ledger, of, over, said
from reconcile.auditing.run import store_of
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.engine.views import every_cell
from reconcile.checks.statistic import rested
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger

LEVELS = {"2023": "100", "2024": "110"}


def growth(value: str, **claim: str) -> list[Claim]:
    return of({"m": value}, stat="growth", base="2023", **claim)


def words(*claims: Claim) -> str:
    (finding,) = said(claims_ledger(*claims, measures={"gdp": {}, "m": {"kind": "flow"}}), "statistic").values()
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
        "unchecked: the claims of m contradict each other; the growth fits 100, not 120"
    )


def test_a_base_is_what_its_claims_have_in_common_although_the_finest_prints_nothing() -> None:
    base = [
        {"period": "2023", "value": "0.0", "decimals": "1"},
        {"period": "2023", "value": "0.04", "qualifier": "over", "decimals": "exact"},
    ]
    found = words(*base, *over({"2024": "0.05"}), *growth("25"))
    assert found.startswith("rounding: 0.0 grown by 25 % = 0, reported 0.05: rounding explains up to")


def test_a_mean_of_a_flow_counts_the_parts_of_its_period() -> None:
    assert words(*over({"2024": "120"}), *of({"m": "10"}, stat="mean", base="month")).startswith("exact: 12 × 10 = 120")


QUARTERS = {"2024-Q1": "102", "2024-Q2": "101", "2024-Q3": "99", "2024-Q4": "98"}


@pytest.mark.parametrize("kind", ["stock", "average"])
@pytest.mark.parametrize(
    ("claims", "found"),
    [
        (over(QUARTERS), "exact: the mean of 4 is 100, reported 100: exact"),
        ([*over(QUARTERS), *over({"2024": "98"})], "exact: the mean of 4 is 100, reported 100: exact"),
        (
            over({**QUARTERS, "2024-Q1": "110"}),
            "conflict: the mean of 4 is 102, reported 100: off by 2; rounding explains",
        ),
        (over({"2024-Q1": "1", "2024-Q4": "2"}), "unchecked: no level reported of m 2024-Q2 and 2024-Q3 (final)"),
        (over({"2024": "100"}), "unchecked: no level reported of m in 4 of the 4 parts (final)"),
        (
            [*over(QUARTERS), *over({"2024-Q2": "90"})],
            "unchecked: the claims of m 2024-Q2 contradict each other; the mean fits 101, not 90",
        ),
        (
            [*over({"2024-Q1": "102"}, unit="USD"), *over({p: v for p, v in QUARTERS.items() if p != "2024-Q1"})],
            "unchecked: units differ: USD, no unit",
        ),
    ],
)
def test_a_mean_of_a_stock_or_an_average_is_that_of_its_parts(kind: str, claims: list[Claim], found: str) -> None:
    mean = of({"m": "100"}, stat="mean", base="quarter")
    (words_,) = said(claims_ledger(*claims, *mean, measures={"m": {"kind": kind}}), "statistic").values()
    assert words_.startswith(found)


def test_the_parts_of_a_mean_are_those_of_its_own_document_before_those_of_others() -> None:
    claims = [*over(QUARTERS), *of({"m": "100"}, stat="mean", base="quarter")]
    others = over(dict.fromkeys(QUARTERS, "500"), source="b")
    ledger = claims_ledger(*claims, *others, measures={"m": {"kind": "average"}})
    assert said(ledger, "statistic") == {
        "statistic:mean:m:2024:quarter:final:a": "exact: the mean of 4 is 100, reported 100: exact"
    }
    ledger = claims_ledger(*claims[1:], *others, measures={"m": {"kind": "average"}})
    (found,) = said(ledger, "statistic").values()
    assert found.startswith("conflict: the mean of 4 is 199.5, reported 100; the mean of 4 is 299.25, reported 100; ")
    assert found.endswith("and 5 more: none of them fits; from b, a")


def test_a_mean_of_a_measure_of_no_kind_says_what_to_declare() -> None:
    claims = [*over({"2024": "102"}), *of({"m": "100"}, stat="mean", base="month")]
    assert said(claims_ledger(*claims), "statistic") == {
        "statistic:mean:m:2024:month:final:a": "unchecked: the ledger does not say whether m is a flow, whose mean is "
        "its level divided by their number, or a stock or an average, whose mean is that of its parts "
        "(measures: {m: {kind: flow}})"
    }


DATES = {"a": "2024-02", "early": "2024-01-15", "same": "2024-02-28", "late": "2024-03-01", "undated": ""}


def known(*claims: Claim, **dates: str) -> str:
    sources = pd.DataFrame({"source": [*DATES], "published": [*{**DATES, **dates}.values()]})
    (found,) = said(claims_ledger(*claims, sources=sources), "statistic").values()
    return found


def base(**values: str) -> list[Claim]:
    return [one for source, value in values.items() for one in over({"2023": value}, source=source)]


@pytest.mark.parametrize(
    ("bases", "found"),
    [
        (base(late="105"), "unchecked: the base m 2023 was published later (2024-03-01)"),
        (base(early="100", late="105"), "exact: 100 grown by 10 % = 110, reported 110: exact; from early, a"),
        (base(same="100", late="105"), "exact: 100 grown by 10 % = 110, reported 110: exact; from same, a"),
        (base(undated="100", late="105"), "exact: 100 grown by 10 % = 110, reported 110: exact; from undated, a"),
        (
            base(early="105", late="100"),
            "conflict: 105 grown by 10 % = 115.5, reported 110, which is 4.76 %: off by 5.5",
        ),
        (base(a="100", late="105"), "exact: 100 grown by 10 % = 110, reported 110: exact"),
        (
            base(early="100", same="105", late="100"),
            "unchecked: the claims of m contradict each other; the growth fits 100, not 105",
        ),
        ([*base(late="105"), *over({"2023": "100"}, source="early", status="estimate")], "exact: 100 grown by 10 %"),
        ([*base(early="105"), *over({"2023": "100"}, source="late", status="estimate")], "conflict: 105 grown"),
    ],
)
def test_a_rate_rests_on_what_was_known_when_it_was_published(bases: list[Claim], found: str) -> None:
    for stat, value in (("growth", "10"), ("change", "10")):
        claims = [*over({"2024": "110"}), *of({"m": value}, stat=stat, base="2023")]
        words_ = known(*bases, *claims)
        assert words_.startswith(found if stat == "growth" else found.partition(" ")[0])
        if found.startswith("unchecked"):
            assert words_ == found.replace("the growth fits", f"the {stat} fits")


def test_without_dates_every_figure_of_the_base_counts() -> None:
    claims = [*over({"2024": "110"}), *growth("10")]
    assert known(*base(late="105"), *claims, a="").startswith("conflict: 105 grown by 10 %")
    assert known(*base(late="105"), *claims, late="").startswith("conflict: 105 grown by 10 %")
    assert known(*base(late="105"), *claims, late="2024-01-31").startswith("conflict: 105 grown by 10 %")


def test_what_is_published_on_the_same_day_is_known() -> None:
    claims = [*over({"2024": "110"}), *growth("10")]
    assert known(*base(late="100"), *claims, a="2024-03-01").startswith("exact: 100 grown by 10 %")


def test_of_a_rate_without_any_level_it_is_said_what_is_missing_and_what_came_later() -> None:
    assert known(*base(late="105"), *growth("10")) == (
        "unchecked: no level reported of m 2024 (final); the base m 2023 was published later (2024-03-01)"
    )


@pytest.mark.parametrize(
    ("statistic", "first", "later", "words"),
    [
        (
            {"stat": "growth", "base": "2023"},
            over({"2023": "100"}),
            {"value": "130"},
            "the level m 2024 was published later (2025-03-01)",
        ),
        (
            {"stat": "share", "base": "all"},
            of({"m": "55"}),
            {"value": "110", "measure": "all"},
            "all 2024 was published later (2025-03-01)",
        ),
    ],
)
def test_what_a_later_release_replaced_is_held_against_nothing_that_came_with_that(statistic, first, later, words):
    rate = {"unit": "percent", **statistic}
    claims = [*first, {"value": "10", **rate}, *({"source": "b", **one} for one in (later, {"value": "30", **rate}))]
    days = pd.DataFrame({"source": ["a", "b"], "published": ["2024-01-01", "2025-03-01"], "series": "s"})
    found = said(claims_ledger(*claims, sources=days), "statistic")
    (told,) = (one for name, one in found.items() if name.endswith(":final:a"))
    assert told == f"unchecked: {words}"


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ({"value": "100.5"}, "m is set aside, with digits beyond the decimals stated"),
        ({"value": "100", "unit": "EUR"}, "units differ: EUR, USD"),
    ],
)
def test_of_levels_that_do_not_go_together_it_is_said_why(base, words):
    before = {"period": "2023", "unit": "USD", **base}
    (told,) = said(claims_ledger(before, {"value": "110", "unit": "USD"}, *growth("10")), "statistic").values()
    assert told == f"unchecked: {words}"


def test_a_target_is_held_against_a_base_that_came_after_it() -> None:
    found = known(*base(late="100"), *over({"2024": "110"}, source="late"), *growth("10", status="target"))
    assert found.startswith("exact: target 10 %, outcome about 10 %")


def test_what_each_rate_rests_on_is_a_cell_or_none_where_some_of_it_was_published_later() -> None:
    sources = pd.DataFrame({"source": [*DATES], "published": [*DATES.values()]})
    for bases, counts in (
        (base(early="100"), True),
        (base(late="105"), False),
        (base(early="100", late="105"), False),
        ([], False),
    ):
        claims = [*bases, *over({"2024": "110"}), *growth("10")]
        ledger = claims_ledger(*claims, sources=sources)
        store = store_of(ledger, "nearest", None)
        both = every_cell(store)
        _, rests = rested(store, both)
        assert (rests != ABSENT).tolist() == [counts]
        if counts:
            (at,) = rests.tolist()
            assert store.period.values[both.keys.period[at]] == "2023"


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


EXPORTS = {"exports": {"sum": {"over": "partner", "total": "all"}}}


def share(value: str, base: str, **claim: str) -> Claim:
    return {"measure": "exports", "value": value, "stat": "share", "base": base, **claim}


def shares(*claims: Claim) -> list[str]:
    levels = [
        {"measure": "exports", "area": "VN", "partner": partner, "period": period, "value": value}
        for partner, period, value in (("all", "2024", "100"), ("EU", "2024", "33"), ("EU", "2024-Q1", "11"))
    ]
    levels.append({"measure": "exports", "area": "world", "partner": "EU", "value": "330"})
    levels.append({"measure": "gdp", "area": "VN", "value": "660"})
    own = [{"area": "VN", "partner": "EU", **claim} for claim in claims]
    return list(said(claims_ledger(*levels, *own, measures=EXPORTS), "statistic").values())


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        (share("33", "exports"), "exact: 100 × 33 % = 33, reported 33: exact"),
        (share("33", "exports[partner=all]"), "exact: 100 × 33 % = 33, reported 33: exact"),
        (share("10", "exports[area=world]"), "exact: 330 × 10 % = 33, reported 33: exact"),
        (share("33", "exports[period=2024]", period="2024-Q1"), "rounding: 33 × 33 % = 10.89, reported 11"),
        (share("5", "gdp[partner=]"), "exact: 660 × 5 % = 33, reported 33: exact"),
        (share("5", "gdp"), "unchecked: no level reported of gdp 2024 (final)"),
        (share("11", "exports[area=world,partner=all]"), "unchecked: no level reported of exports[area=world,partner"),
        (share("10", "exports[partner=all,period=2023]"), "unchecked: no level reported of exports[partner=all,period"),
        (share("34", "exports", period="2024-Q1"), "unchecked: no level reported of exports[partner=all] 2024-Q1"),
        (share("44", "exports"), "conflict: 100 × 44 % = 44, reported 33"),
        (share("44", "exports", status="target"), "revision: target 44 %, outcome about 33 % (of 100 to 33): missed"),
    ],
)
def test_a_share_is_taken_of_what_its_base_fixes(claim: Claim, found: str) -> None:
    (finding,) = shares(claim)
    assert finding.startswith(found)


@pytest.mark.parametrize(
    "claim",
    [share("100", "exports", partner="all"), share("50", "exports[partner=EU]"), share("1", "exports[period=2024]")],
)
def test_a_share_of_a_level_in_itself_is_left_open_and_says_what_to_write(claim: Claim) -> None:
    for status in ("final", "target"):
        (finding,) = shares({**claim, "status": status})
        assert finding.startswith("unchecked: a share of exports in itself says nothing; write what it is taken of")
        assert "exports[partner=" in finding


def test_a_share_without_a_base_is_one_in_the_total_of_its_measure() -> None:
    (finding,) = shares(share("33", ""))
    assert finding == "exact: 100 × 33 % = 33, reported 33: exact"


def test_one_whole_is_one_however_it_is_spelled() -> None:
    both = [share("33", "exports"), share("35", "exports[partner=all]", source="b")]
    ledger = claims_ledger(*({"partner": "EU", **claim} for claim in both), measures=EXPORTS)
    (found,) = said(ledger, "agreement").values()
    assert found.startswith("conflict")
    # In another measure, the whole has the claim's own place.
    apart = [share("20", "trade", measure="trade"), share("15", "trade"), share("9", "trade", measure="imports")]
    ledger = claims_ledger(
        *({"partner": "EU", **claim} for claim in apart),
        rules=["trade = exports + imports"],
        measures={"trade": {"sum": {"over": "partner", "total": "all"}}},
    )
    assert not any(found.startswith("conflict") for found in said(ledger, "identity").values())


def test_a_base_that_fixes_nothing_known_is_an_error() -> None:
    with pytest.raises(
        LedgerError, match=r"base 'exports\[parter=all\]': unknown dimension 'parter'; did you mean 'partner'"
    ):
        claims_ledger({**share("33", "exports[parter=all]"), "partner": "EU"}, measures=EXPORTS)
    with pytest.raises(LedgerError, match="expected a measure, and in brackets what is fixed"):
        claims_ledger({**share("33", "exports[all]"), "partner": "EU"}, measures=EXPORTS)


def test_a_base_that_fixes_something_is_written_and_read_as_it_is(tmp_path: Path) -> None:
    claims = [
        share("33", "exports[ period = 2024-M11, partner=`EU, all` ]", period="2024-Q1", partner="EU", claim="one")
    ]
    ledger = claims_ledger(*claims, measures=EXPORTS)
    assert ledger.claims["base"].tolist() == ["exports[partner=`EU, all`,period=2024-11]"]
    ledger.write(tmp_path / "ledger")
    assert Ledger.read(tmp_path / "ledger") == ledger
