"""Periods of a flow, and totals over a dimension: the sum where all parts are there, the bound where some are."""

from __future__ import annotations

import pytest

from claims import Claim, claims_ledger, over, said
from reconcile.auditing import run

FLOW = {"m": {"kind": "flow"}}
SIGNED = {"m": {"kind": "flow", "signed": True}}
UNSIGNED = {"m": {"kind": "flow", "signed": False}}
MEMBERS = {"m": {"sum": {"over": "p", "total": "T"}}}
BOUNDED = {"m": {**MEMBERS["m"], "signed": False}}


def members(values: dict[str, str], **claim: str) -> list[Claim]:
    return [{"p": member, "value": value, **claim} for member, value in values.items()]


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ({"2024": "10", "2024-S1": "4", "2024-S2": "6"}, "2024=2024-S1+2024-S2"),
        ({"2024-Q1": "9", "2024-01": "3", "2024-02": "3", "2024-03": "3"}, "2024-Q1=2024-01+2024-02+2024-03"),
        ({"2024": "78", **{f"2024-{i:02}": str(i) for i in range(1, 13)}}, "2024=2024-01+...+2024-12"),
        ({"2024": "9", "2024-01/2024-05": "4", "2024-06/2024-12": "5"}, "2024=2024-01/2024-05+2024-06/2024-12"),
        ({"2023/2024": "9", "2023": "4", "2024": "5"}, "2023/2024=2023+2024"),
    ],
)
def test_the_parts_of_a_flow_sum_to_their_whole(periods: dict[str, str], found: str) -> None:
    ((finding, words),) = said(claims_ledger(*over(periods), measures=FLOW), "period").items()
    assert finding == f"period:m:{found}:final:a"
    assert words.startswith("exact")


def test_parts_that_do_not_tile_the_whole_do_not_exceed_it() -> None:
    found = said(claims_ledger(*over({"2024": "10", "2024-Q1": "4", "2024-Q3": "8"}), measures=UNSIGNED), "period")
    ((finding, words),) = found.items()
    assert finding == "period:m:2024>=2024-Q1+2024-Q3:final:a"
    assert words.startswith("conflict: 10 ≥ 4 + 8: broken by 2")
    lonely = said(claims_ledger(*over({"2024": "10", "2024-01/2024-05": "14"}), measures=UNSIGNED), "period")
    assert list(lonely) == ["period:m:2024>=2024-01/2024-05:final:a"]


def test_parts_of_either_sign_bound_nothing() -> None:
    found = said(claims_ledger(*over({"2024": "10", "2024-Q1": "4", "2024-Q3": "8"}), measures=SIGNED), "period")
    ((finding, words),) = found.items()
    assert finding == "period:m:2024=2024-Q1+2024-Q3:final:a"
    assert words.startswith("unchecked")
    assert words.endswith("parts of either sign bound nothing")


def test_parts_of_whose_sign_nobody_speaks_bound_nothing_and_that_is_said() -> None:
    for last in ("5", "8"):
        found = said(claims_ledger(*over({"2024": "10", "2024-Q1": "4", "2024-Q3": last}), measures=FLOW), "period")
        assert found == {
            "period:m:2024=2024-Q1+2024-Q3:final:a": (
                "unchecked: m: 2024=2024-Q1+2024-Q3: 2 of the 4 parts are not reported, and nobody says whether parts "
                "can be below zero; if not, they cannot exceed the whole (measures: {m: {signed: false}})"
            )
        }


def test_the_change_of_a_part_may_exceed_that_of_its_whole() -> None:
    rows = members({"T": "-5", "A": "7"}, stat="change", base="2023") + members({"B": "1"}, period="2020")
    found = said(claims_ledger(*rows, measures={"m": {**MEMBERS["m"], "signed": False}}), "hierarchy")
    assert [words.partition(":")[0] for words in found.values()] == ["unchecked"]


def test_sources_are_joined_only_where_none_tells_of_all_parts() -> None:
    own = over({"2024": "10", "2024-S1": "4"})
    ((finding, words),) = said(
        claims_ledger(*own, *over({"2024-S2": "7"}, source="b"), measures=FLOW), "period"
    ).items()
    assert finding.endswith(":a+b")
    assert words.endswith("rounding explains up to 1.5; from a, b")


def test_a_stock_is_what_its_last_part_is_and_a_measure_of_no_kind_asks_which_it_is() -> None:
    claims = over({"2024": "10", "2024-S1": "4", "2024-S2": "9"})
    assert said(claims_ledger(*claims, measures={"m": {"kind": "stock"}}), "period") == {
        "period:m:2024=2024-S2:final:a": "rounding: 9, reported 10: rounding explains up to 1"
    }
    ((finding, words),) = said(claims_ledger(*claims), "period").items()
    assert finding == "period:m"
    assert words.endswith("does not say whether m is a flow, a stock or an average (measures: {m: {kind: flow}})")


AVERAGE = {"m": {"kind": "average"}}


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        (
            {"2024": "5", "2024-S1": "4", "2024-S2": "6"},
            "period:m:2024=mean(2024-S1+2024-S2):final:a exact: the mean of 2 is 5, reported 5: exact",
        ),
        (
            {"2024": "8", "2024-S1": "4", "2024-S2": "6"},
            (
                "period:m:2024=mean(2024-S1+2024-S2):final:a "
                "conflict: the mean of 2 is 5, reported 8: off by 3; rounding explains at most 1, 2 is left over"
            ),
        ),
        (
            {"2024-Q1": "2.0", "2024-01": "1.0", "2024-02": "2.0", "2024-03": "2.9"},
            (
                "period:m:2024-Q1=mean(2024-01+2024-02+2024-03):final:a "
                "rounding: the mean of 3 is 1.9667…, reported 2.0: rounding explains up to 0.1"
            ),
        ),
        (
            {"2020/2022": "0.0", "2020": "-1.0", "2021": "0.0", "2022": "1.0"},
            "period:m:2020/2022=mean(2020+2021+2022):final:a exact: the mean of 3 is 0.0, reported 0.0: exact",
        ),
    ],
)
def test_an_average_is_the_mean_of_its_parts(periods: dict[str, str], found: str) -> None:
    ((finding, words),) = said(claims_ledger(*over(periods), measures=AVERAGE), "period").items()
    assert f"{finding} {words}" == found


def test_the_residual_of_a_mean_is_one_of_the_mean() -> None:
    claims = over({"2024": "8.0", "2024-S1": "4.0", "2024-S2": "6.0"})
    findings = run(claims_ledger(*claims, measures=AVERAGE), checks=["period"]).findings
    assert findings[["residual", "allowed", "excess"]].iloc[0].tolist() == ["-3", "0.1", "2.9"]
    assert "'8.0 → 5.0'" in str(findings["repairs"].iloc[0])


def test_the_longest_parts_that_tile_a_period_sum_to_it() -> None:
    claims = over({"2024-01/2024-08": "9", "2024-S1": "4", "2024-07": "2", "2024-08": "3"})
    found = said(claims_ledger(*claims, measures=SIGNED), "period")
    assert list(found) == ["period:m:2024-01/2024-08=2024-S1+2024-07+2024-08:final:a"]
    assert next(iter(found.values())).startswith("exact: 4 + 2 + 3 = 9")


def test_the_members_sum_to_the_total_at_each_place() -> None:
    claims = [
        *members({"T": "10", "A": "4", "B": "6"}, area="x"),
        *members({"T": "10", "A": "4", "B": "9"}, area="y", quarterly="no"),
    ]
    found = said(claims_ledger(*claims, measures=MEMBERS), "hierarchy")
    assert [f"{finding} {words.partition(':')[0]}" for finding, words in found.items()] == [
        "hierarchy:m:T=sum(p):x:2024:final:a exact",
        "hierarchy:m:T=sum(p):y:quarterly=no:2024:final:a conflict",
    ]


def test_where_a_member_is_missing_the_others_bound_the_total() -> None:
    other_year = members({"A": "4", "B": "6"}, period="2023")
    unsigned = {"m": {**MEMBERS["m"], "signed": False}}
    for value, verdict in (("4", "exact"), ("14", "conflict")):
        claims = claims_ledger(*members({"T": "10", "A": value}), *other_year, measures=unsigned)
        ((finding, words),) = said(claims, "hierarchy").items()
        assert finding == "hierarchy:m:T>=sum(p):2024:final:a"
        assert words.startswith(verdict)
        assert words.endswith("p=B is not reported: a bound, not a sum")
    signed = {"m": {**MEMBERS["m"], "signed": True}}
    ((_, words),) = said(
        claims_ledger(*members({"T": "10", "A": "14"}), *other_year, measures=signed), "hierarchy"
    ).items()
    assert words.startswith("unchecked: m: T=sum(p): p=B is not reported")


@pytest.mark.parametrize("values", [{"T": "10"}, {"A": "10"}])
def test_a_total_alone_or_members_alone_say_nothing(values: dict[str, str]) -> None:
    assert said(claims_ledger(*members(values), measures=MEMBERS), "hierarchy") == {}


def test_a_dimension_that_no_claim_has_sums_nothing() -> None:
    assert said(claims_ledger({"measure": "n"}, measures=MEMBERS), "hierarchy") == {}


def test_the_total_may_be_what_has_no_member_at_all() -> None:
    claims = claims_ledger(*members({"": "10", "A": "4", "B": "6"}), measures={"m": {"sum": {"over": "p"}}})
    assert list(said(claims, "hierarchy")) == ["hierarchy:m:total=sum(p):2024:final:a"]


def test_shares_and_ratios_of_members_have_bases_of_their_own_and_do_not_sum() -> None:
    claims = members({"T": "48", "A": "60", "B": "40"}, stat="share", base="gdp")
    assert said(claims_ledger(*claims, measures={**MEMBERS, "gdp": {}}), "hierarchy") == {}
    changes = members({"T": "10", "A": "60", "B": "-50"}, stat="change", base="2023")
    assert list(said(claims_ledger(*changes, measures=MEMBERS), "hierarchy")) == [
        "hierarchy:m:T=sum(p):2024:change:2023:final:a"
    ]


def test_the_id_of_a_long_sum_tells_its_parts_from_others() -> None:
    months = [f"2024-{month:02}" for month in range(1, 13)]
    tiles = ["2024-01", "2024-02/2024-05", "2024-06", "2024-07", "2024-08", "2024-09/2024-11", "2024-12"]
    claims = [*over(dict.fromkeys([*months, *tiles], "1")), *over({"2024": "12"})]
    found = said(claims_ledger(*claims, measures=SIGNED), "period")
    assert [one for one in found if ":2024=" in one] == [
        "period:m:2024=2024-01+...+2024-12:final:a",
        "period:m:2024=2024-01+5 more+2024-12:final:a",
    ]


def shares(values: dict[str, str], **claim: str) -> list[Claim]:
    return members(values, stat="share", base="m", **claim)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (
            {"A": "91%", "B": "9%", "C": "1%"},
            "rounding: 91 + 9 + 1 = 101, must be 100 (%): rounding explains up to 1.5",
        ),
        (
            {"A": "91%", "B": "9%", "C": "4%"},
            "conflict: 91 + 9 + 4 = 104, must be 100 (%): off by 4; rounding explains",
        ),
        ({"A": "1/4", "B": "1/4", "C": "1/2"}, "exact: 0.25 + 0.25 + 0.5 = 1.00, must be 1: exact"),
        ({"A": "3/4", "B": "3/4", "C": "1/2"}, "conflict: 0.75 + 0.75 + 0.5 = 2.00, must be 1: off by 1"),
        ({"A": "140%", "B": "-50%", "C": "10%"}, "exact: 140 − 50 + 10 = 100, must be 100 (%): exact"),
        ({"A": "50%", "B": "1/4", "C": "25%"}, "unchecked: units differ: no unit, percent"),
    ],
)
def test_the_shares_of_all_members_make_one_whole(values: dict[str, str], found: str) -> None:
    claims = [{**claim, "reported": claim["value"], "value": "", "decimals": ""} for claim in shares(values)]
    ledger = claims_ledger(*claims, measures=MEMBERS, defaults={"language": "en"})
    ((finding, words),) = said(ledger, "hierarchy").items()
    assert finding == "hierarchy:m:100%=sum(p):2024:share:m[p=T]:final:a"
    assert words.startswith(found)


def test_shares_of_some_members_make_no_whole() -> None:
    claims = [*shares({"A": "91", "B": "4"}), *shares({"C": "5"}, period="2023")]
    found = said(claims_ledger(*claims, measures={"m": {**MEMBERS["m"], "signed": True}}), "hierarchy").values()
    assert all(words.startswith("unchecked: m: 100%=sum(p): ") for words in found)
    # Nor do those of another whole.
    other = [*shares({"A": "91", "B": "4"}), {"p": "C", "stat": "share", "base": "m[p=T,period=2023]", "value": "5"}]
    for words in said(claims_ledger(*other, measures=MEMBERS), "hierarchy").values():
        assert not words.startswith(("exact: 91 + 4 + 5", "conflict"))


def test_shares_of_some_members_make_no_more_than_the_whole() -> None:
    for value, verdict in (("90", "exact"), ("91", "rounding"), ("92", "conflict")):
        claims = [*shares({"A": value, "B": "10"}), *shares({"C": "5"}, period="2023")]
        words = said(claims_ledger(*claims, measures=BOUNDED), "hierarchy")[
            "hierarchy:m:100%>=sum(p):2024:share:m[p=T]:final:a"
        ]
        assert words.startswith(f"{verdict}: 100 ≥ {value} + 10")


def test_parts_of_a_change_bound_nothing_whatever_the_sign_of_levels() -> None:
    claims = [*members({"T": "10", "A": "60"}, stat="change", base="2023"), *members({"B": "1"})]
    words = said(claims_ledger(*claims, measures=BOUNDED), "hierarchy")["hierarchy:m:T=sum(p):2024:change:2023:final:a"]
    assert words.endswith("p=B is not reported, and a part may change by more than its whole")


def test_whoever_a_measure_is_reported_for_in_whatever_way_is_a_member() -> None:
    claims = [*members({"T": "10", "A": "4", "B": "5"}), *members({"C": "5"}, stat="growth", base="2023")]
    for words in said(claims_ledger(*claims, measures=MEMBERS), "hierarchy").values():
        assert not words.startswith("conflict")
        assert "p=C is not reported" in words


@pytest.mark.parametrize("value", ["33", "100"])
def test_a_single_member_is_not_taken_for_all_there_is(value: str) -> None:
    measures = {"m": {**MEMBERS["m"], "signed": True}}
    claims = [*members({"T": "100", "A": value}), *shares({"A": value})]
    found = said(claims_ledger(*claims, measures=measures), "hierarchy")
    assert [words.partition(", ")[0] for words in found.values()] == [
        "unchecked: m: T=sum(p): only A of its members is reported",
        "unchecked: m: 100%=sum(p): only A of its members is reported",
    ]


def test_parts_in_several_units_are_not_added() -> None:
    claims = [*members({"T": "10", "A": "4"}, unit="USD"), *members({"B": "6"}, unit="VND")]
    assert list(said(claims_ledger(*claims, measures=MEMBERS), "hierarchy").values()) == [
        "unchecked: units differ: USD, VND"
    ]
    bound = [*over({"2024": "10"}, unit="USD"), *over({"2024-S1": "50000"}, unit="VND")]
    assert list(said(claims_ledger(*bound, measures=UNSIGNED), "period").values()) == [
        "unchecked: units differ: USD, VND"
    ]


def test_parts_whose_claims_contradict_each_other_leave_the_sum_open() -> None:
    claims = [*members({"T": "10", "A": "4", "B": "6"}), *members({"A": "9"})]
    assert list(said(claims_ledger(*claims, measures=MEMBERS), "hierarchy").values()) == [
        "unchecked: the claims of p=A contradict each other; the sum fits 4, not 9"
    ]
