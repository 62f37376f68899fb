"""The single-claim changes offered for a conflict, and the known slips that they are named after."""

from __future__ import annotations

import pandas as pd
import pytest

from claims import Claim, claims_ledger, of
from reconcile.auditing import run

ENGLISH = pd.DataFrame({"source": ["a"], "language": ["en"]})


def changes(
    *claims: Claim, rule: str = "trade = exports + imports", **settings: object
) -> dict[str, tuple[str, str | None]]:
    """What each claim of the only conflict would have to say, in words, and by which slip it says something else."""
    conflict = run(claims_ledger(*claims, rules=[rule], **settings), checks=["identity"]).conflicts
    return {repair["claim"].split(":")[1]: (repair["words"], repair["slip"]) for repair in conflict["repairs"].item()}


def trade(imports: str) -> list[Claim]:
    """The sum is right where imports are 379.6."""
    return of({"trade": "783.3", "exports": "403.7", "imports": imports})


def said(unit: str = "", **words: str) -> list[Claim]:
    return [
        {"measure": measure, "reported": reported, "value": "", "decimals": "", "unit": unit}
        for measure, reported in words.items()
    ]


@pytest.mark.parametrize(
    ("claims", "words", "slip"),
    [
        (trade("397.6"), "397.6 → 379.6", "two digits swapped"),
        (trade("37.6"), "37.6 → 379.6", "a digit lost"),
        (trade("3799.6"), "3,799.6 → 379.6", "a digit doubled"),
        (trade("37.96"), "37.96 → 379.6", "wrong power of ten"),
        (trade("0.3796"), "0.3796 → 379.6", "wrong scale word"),
        (trade("-379.6"), "−379.6 → 379.6", "wrong sign"),
        (trade("403.7"), "403.7 → 379.6", "another measure's figure"),
        ([*trade("350.1"), *of({"imports": "350.1"}, period="2023")], "350.1 → 379.6", "last year's figure"),
        ([*trade("350.1"), *of({"imports": "350.1"}, status="estimate")], "350.1 → 379.6", "the superseded figure"),
        (
            said(trade="783.3 bn USD", exports="403.7 bn USD", imports="379.6 million USD"),
            "379.6 m USD → 379.6 bn USD",
            "wrong scale word",
        ),
        (said(trade="783.3 MW", exports="403.7 MW", imports="379,600 MW"), "379,600 → 379.600 MW", "point for comma"),
        (
            said("million USD", trade="783,312", exports="403,712", imports="379.600"),
            "379,600,000 → 379,600,000,000 USD",
            "point for comma",
        ),
        (trade("350.1"), "350.1 → 379.5", None),
    ],
)
def test_the_slip_behind_a_wrong_figure_is_named(claims: list[Claim], words: str, slip: str | None) -> None:
    offered = changes(*claims, sources=ENGLISH)
    assert offered["imports"] == (words, slip)
    if slip:
        assert next(iter(offered)) in {"imports", "exports"}  # known slips first


def test_each_claim_is_offered_with_what_it_would_have_to_say() -> None:
    assert changes(*trade("397.6")) == {
        "imports": ("397.6 → 379.6", "two digits swapped"),
        "exports": ("403.7 → 385.8", None),
        "trade": ("783.3 → 801.2", None),
    }


def test_figures_that_are_both_words_and_no_locale_s_are_left_alone() -> None:
    claims = said(trade="783.3 MW", exports="403.7 MW", imports="3,512,346.5 MW")
    assert changes(*claims, sources=ENGLISH)["imports"][1] is None  # 3.512.346,5 is no English number


def test_nothing_is_nothing_in_any_locale() -> None:
    claims = said(trade="783.3 MW", exports="403.7 MW", imports="0.000 MW")
    assert changes(*claims, sources=ENGLISH)["imports"] == ("0.000 → 379.500 MW", None)


def test_counts_move_by_whole_ones() -> None:
    counts = of({"trade": "783", "exports": "403", "imports": "37"}, decimals="exact")
    assert changes(*counts)["imports"] == ("37 → 380", None)


def test_what_is_never_negative_is_not_offered_a_negative_number() -> None:
    claims = of({"a": "-5", "b": "9"})
    for measures, offered in (
        ({"a": {}, "b": {}}, ["b"]),
        ({"a": {"signed": True}, "b": {"signed": True}}, ["a", "b"]),
    ):
        assert list(changes(*claims, rule="a + b = 0", measures=measures)) == offered


@pytest.mark.parametrize(
    ("top", "offered"),
    [
        ({"value": "12"}, {"exports": ("10 → 11", None), "top": ("12 → 11", None)}),
        (
            {"value": "1000"},
            {"exports": ("10 → 1,000", "wrong power of ten"), "top": ("1,000 → 10.00", "wrong power of ten")},
        ),
        ({"value": "12", "qualifier": "over"}, {"exports": ("10 → 12", None), "top": ("over 12 → over 10", None)}),
        ({"value": "12", "value_high": "14"}, {"exports": ("10 → 11", None)}),
    ],
)
def test_a_bound_is_met_by_the_smallest_change(top: dict[str, str], offered: dict[str, tuple[str, str | None]]) -> None:
    assert changes({"measure": "top", **top}, *of({"exports": "10"}), rule="top <= exports") == offered


def test_a_quantity_that_several_claims_report_is_not_changed_by_one_of_them() -> None:
    claims = [*trade("397.6"), *of({"imports": "397.6"})]
    assert set(changes(*claims)) == {"exports", "trade"}


def test_a_leap_day_has_no_last_year() -> None:
    days = {"period": "2024-02-29"}
    assert changes(*of({"trade": "783.3", "exports": "403.7", "imports": "350.1"}, **days))["imports"][1] is None
