"""Periods of a flow, and totals over a dimension: the sum where all parts are there, the bound where some are."""

from __future__ import annotations

import pytest

from claims import Claim, claims_ledger, over, said

FLOW = {"m": {"kind": "flow"}}
SIGNED = {"m": {"kind": "flow", "signed": True}}
MEMBERS = {"m": {"sum": {"over": "p", "total": "T"}}}


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
    found = said(claims_ledger(*over({"2024": "10", "2024-Q1": "4", "2024-Q3": "8"}), measures=FLOW), "period")
    ((finding, words),) = found.items()
    assert finding == "period:m:2024>=2024-Q1+2024-Q3:final:a"
    assert words.startswith("conflict: 10 ≥ 4 + 8: broken by 2")
    lonely = said(claims_ledger(*over({"2024": "10", "2024-01/2024-05": "14"}), measures=FLOW), "period")
    assert list(lonely) == ["period:m:2024>=2024-01/2024-05:final:a"]


def test_parts_of_either_sign_bound_nothing() -> None:
    found = said(claims_ledger(*over({"2024": "10", "2024-Q1": "4", "2024-Q3": "8"}), measures=SIGNED), "period")
    ((finding, words),) = found.items()
    assert finding == "period:m:2024=2024-Q1+2024-Q3:final:a"
    assert words.startswith("unchecked")
    assert words.endswith("parts of either sign bound nothing")


def test_sources_are_joined_only_where_none_tells_of_all_parts() -> None:
    own = over({"2024": "10", "2024-S1": "4"})
    ((finding, words),) = said(
        claims_ledger(*own, *over({"2024-S2": "7"}, source="b"), measures=FLOW), "period"
    ).items()
    assert finding.endswith(":a+b")
    assert words.endswith("rounding explains up to 1.5; from a, b")


def test_a_stock_does_not_sum_and_a_measure_of_no_kind_asks_which_it_is() -> None:
    claims = over({"2024": "10", "2024-S1": "4", "2024-S2": "9"})
    assert said(claims_ledger(*claims, measures={"m": {"kind": "stock"}}), "period") == {}
    ((finding, words),) = said(claims_ledger(*claims), "period").items()
    assert finding == "period:m"
    assert "does not say whether m is a flow or a stock" in words


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
    for value, verdict in (("4", "exact"), ("14", "conflict")):
        claims = claims_ledger(*members({"T": "10", "A": value}), *other_year, measures=MEMBERS)
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


def test_parts_in_several_units_are_not_added() -> None:
    claims = [*members({"T": "10", "A": "4"}, unit="USD"), *members({"B": "6"}, unit="VND")]
    assert list(said(claims_ledger(*claims, measures=MEMBERS), "hierarchy").values()) == [
        "unchecked: units differ: USD, VND"
    ]
    bound = [*over({"2024": "10"}, unit="USD"), *over({"2024-S1": "50000"}, unit="VND")]
    assert list(said(claims_ledger(*bound, measures=FLOW), "period").values()) == ["unchecked: units differ: USD, VND"]


def test_parts_whose_claims_contradict_each_other_leave_the_sum_open() -> None:
    claims = [*members({"T": "10", "A": "4", "B": "6"}), *members({"A": "9"})]
    assert list(said(claims_ledger(*claims, measures=MEMBERS), "hierarchy").values()) == [
        "unchecked: the claims of p=A contradict each other"
    ]
