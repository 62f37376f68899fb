"""The single-claim changes offered for a conflict, and the known slips that they are named after."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import Claim, claims_ledger, of
from reconcile.auditing import run
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Hedges, read
from reconcile.checks.wording.slips import Slip, slips
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

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
            said(trade="783.3 billion USD", exports="403.7 billion USD", imports="379.6 million USD"),
            "379.6 million USD → 379.6 billion USD",
            "wrong scale word",
        ),
        (said(trade="783.3 MW", exports="403.7 MW", imports="379,600 MW"), "379,600 → 379.600 MW", "point for comma"),
        (
            said("million USD", trade="783,312", exports="403,712", imports="379.600"),
            "379,600,000 → 379,600,000,000 USD",
            "point for comma",
        ),
        (trade("350.1"), "350.1 → 379.6", None),
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
        "exports": ("403.7 → 385.7", None),
        "trade": ("783.3 → 801.3", None),
    }


def test_figures_that_are_both_words_and_no_locale_s_are_left_alone() -> None:
    claims = said(trade="783.3 MW", exports="403.7 MW", imports="3,512,346.5 MW")
    assert changes(*claims, sources=ENGLISH)["imports"][1] is None  # 3.512.346,5 is no English number


def test_nothing_is_nothing_in_any_locale() -> None:
    claims = said(trade="783.3 MW", exports="403.7 MW", imports="0.000 MW")
    assert changes(*claims, sources=ENGLISH)["imports"] == ("0.000 → 379.600 MW", None)


def test_counts_move_by_whole_ones() -> None:
    counts = of({"trade": "783", "exports": "403", "imports": "37"}, decimals="exact")
    assert changes(*counts)["imports"] == ("37 → 380", None)


def test_what_is_never_negative_is_not_offered_a_negative_number() -> None:
    claims = of({"a": "-5", "b": "9"})
    for measures, offered in (
        ({"a": {"signed": False}, "b": {"signed": False}}, ["b"]),
        ({"a": {}, "b": {}}, ["a", "b"]),
        ({"a": {"signed": True}, "b": {"signed": True}}, ["a", "b"]),
    ):
        assert list(changes(*claims, rule="a + b = 0", measures=measures)) == offered


@pytest.mark.parametrize(
    ("top", "offered"),
    [
        ({"value": "12"}, {"exports": ("10 → 12", None), "top": ("12 → 10", None)}),
        (
            {"value": "1000"},
            {"exports": ("10 → 1,000", None), "top": ("1,000 → 10", None)},
        ),
        ({"value": "12", "qualifier": "over"}, {"exports": ("10 → 12", None), "top": ("over 12 → over 10", None)}),
        ({"value": "12", "value_high": "14"}, {"exports": ("10 → 12", None)}),
    ],
)
def test_a_bound_is_met_by_what_the_other_prints(
    top: dict[str, str], offered: dict[str, tuple[str, str | None]]
) -> None:
    assert changes({"measure": "top", **top}, *of({"exports": "10"}), rule="top <= exports") == offered


def test_a_quantity_that_several_claims_report_is_not_changed_by_one_of_them() -> None:
    claims = [*trade("397.6"), *of({"imports": "397.6"})]
    assert set(changes(*claims)) == {"exports", "trade"}


def test_a_leap_day_has_no_last_year() -> None:
    days = {"period": "2024-02-29"}
    assert changes(*of({"trade": "783.3", "exports": "403.7", "imports": "350.1"}, **days))["imports"][1] is None


@given(
    value=st.integers(-(10**6), 10**6),
    places=st.integers(-2, 3),
    word=st.sampled_from(["exact", "about"]),
    exact=st.booleans(),
    rounding=st.sampled_from(["nearest", "truncate"]),
    data=st.data(),
)
def test_what_is_left_out_could_not_have_been_meant(
    value: int, places: int, word: str, exact: bool, rounding: str, data: st.DataObject
) -> None:
    ledger = claims_ledger({"measure": "m", "value": "1"})
    store = Store.of(ledger, rounding=rounding, hedges=Hedges())
    unit = Fraction(10) ** -places
    figure = Figure(value * unit, Fraction(0) if exact else unit, "USD", word)

    def reading(slip: Slip) -> Interval:
        return read(slip.figure, truncated=bool(store.truncated[0]), hedges=store.hedges).wide

    every = [(slip, reading(slip)) for slip in slips(store, 0, figure, Interval(None, None))]
    # An end of what one of them stands for is where leaving out is hardest.
    ends = sorted({end for _, wide in every for end in (wide.low, wide.high)})
    for edge in data.draw(st.lists(st.sampled_from(ends), min_size=12, max_size=12)):
        for need in (Interval(edge, edge), Interval(edge, None), Interval(None, edge)):
            fitting = [slip for slip, wide in every if not (wide & need).empty]
            assert [slip for slip in slips(store, 0, figure, need) if not (reading(slip) & need).empty] == fitting


def test_slips_of_single_digits_start_from_these_numbers() -> None:
    store = Store.of(claims_ledger({"measure": "m", "value": "1"}), rounding="nearest", hedges=Hedges())
    found = slips(store, 0, Figure(Fraction(1233), Fraction(1), "", "exact"), Interval(None, None))
    meant: dict[str, set[int]] = {}
    for slip in found:
        meant.setdefault(slip.name, set()).add(int(slip.figure.value))
    assert meant["two digits swapped"] == {2133, 3213, 3231, 1323, 1332}
    assert meant["a digit doubled"] == {123}
    assert meant["a digit lost"] == {
        int(digits) for i in range(5) for d in "0123456789" if (digits := "1233"[:i] + d + "1233"[i:])[0] != "0"
    }
