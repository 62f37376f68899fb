"""One quantity at several statuses: revisions, confirmations, targets met or missed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims import claims_ledger, said
from reconcile.auditing import run
from reconcile.language.periods import read_period

SOURCES = pd.DataFrame({"source": ["early", "late", "undated"], "published": ["2025-01", "2025-08-01", ""]})


def compared(
    first: dict[str, str],
    second: dict[str, str],
    sources: tuple[str, str] = ("early", "late"),
    status: str = "estimate",
) -> tuple[str, str]:
    """The verdict on an earlier status in the first source and a final figure in the second, and the words."""
    ledger = claims_ledger(
        {"source": sources[0], "status": status, **first}, {"source": sources[1], **second}, sources=SOURCES
    )
    ((finding, words),) = said(ledger, "agreement").items()
    assert finding == f"agreement:m:2024:level:{status}-to-final"
    verdict, _, message = words.partition(": ")
    return verdict, message


@pytest.mark.parametrize(
    ("first", "second", "verdict", "end"),
    [
        ("10", "12", "revision", "revised up, +2 (+20 %)"),
        ("12", "10", "revision", "revised down, −2 (−16.7 %)"),
        ("10", "11", "revision", "revised up, +1 (+10 %); rounding alone could explain it"),
        ("0", "5", "revision", "revised up, +5"),
        ("10", "10", "exact", "confirmed"),
    ],
)
def test_a_more_mature_figure_replaces_an_earlier_one(first: str, second: str, verdict: str, end: str) -> None:
    said_of_it = compared({"value": first}, {"value": second})
    assert said_of_it == (verdict, f"{first} (estimate, early) → {second} (final, late): {end}")


def test_a_revision_has_its_size_as_residual_and_nothing_to_allow() -> None:
    ledger = claims_ledger(
        {"status": "estimate"}, {"source": "b", "value": "12", "status": "estimate"}, {"value": "13"}
    )
    findings = run(ledger, checks=["agreement"]).findings
    assert findings["verdict"].tolist() == ["conflict", "unchecked"]
    assert findings["message"].iloc[1].endswith("the claims of one status contradict each other")
    revised = run(claims_ledger({"status": "estimate"}, {"value": "13"}), checks=["agreement"]).findings
    assert revised["residual"].item() == "3"
    assert revised["allowed"].item() is None


def test_the_size_of_a_revised_percentage_is_in_points() -> None:
    percent = {"unit": "percent", "decimals": "1"}
    _, message = compared({"value": "10.0", **percent}, {"value": "12.0", **percent})
    assert message.endswith("(%): revised up, +2.0 points")


@pytest.mark.parametrize("sources", [("late", "early"), ("early", "undated"), ("undated", "late")])
def test_without_dates_in_order_nothing_is_called_a_revision(sources: tuple[str, str]) -> None:
    verdict, message = compared({"value": "10"}, {"value": "12"}, sources)
    assert verdict == "unchecked"
    assert "the dates published do not say that the more mature figure is the later one" in message
    assert compared({"value": "10"}, {"value": "11"}, sources)[0] == "rounding"


def test_one_document_may_give_both_statuses() -> None:
    assert compared({"value": "10"}, {"value": "12"}, ("undated", "undated"))[0] == "revision"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ({"value": "10"}, {"value": "10.4", "decimals": "1", "qualifier": "about"}, "rounding"),
        ({"value": "100", "qualifier": "about"}, {"value": "103"}, "hedge"),
        ({"value": "94"}, {"value": "100", "qualifier": "nearly"}, "hedge"),
        ({"value": "100"}, {"value": "93", "qualifier": "nearly"}, "revision"),
        ({"value": "10", "qualifier": "over"}, {"value": "12"}, "exact"),
    ],
)
def test_words_that_leave_room_are_compared_by_what_they_leave(
    first: dict[str, str], second: dict[str, str], verdict: str
) -> None:
    assert compared(first, second)[0] == verdict


def test_figures_in_several_units_are_not_compared() -> None:
    assert compared({"unit": "USD"}, {"unit": "VND"})[1].endswith("their units differ")


@pytest.mark.parametrize(
    ("plan", "verdict", "end"),
    [
        ({"value": "10"}, "exact", "met"),
        ({"value": "9"}, "exact", "met"),
        ({"value": "8"}, "exact", "met and exceeded"),
        ({"value": "11"}, "rounding", "met"),
        ({"value": "12"}, "revision", "missed, the outcome is below"),
        ({"value": "12", "qualifier": "at_most"}, "exact", "met"),
        ({"value": "9", "qualifier": "under"}, "revision", "missed, the outcome is above"),
        ({"value": "12", "qualifier": "over"}, "revision", "missed, the outcome is below"),
    ],
)
def test_a_target_is_a_floor_unless_its_words_make_it_a_ceiling(plan: dict[str, str], verdict: str, end: str) -> None:
    found, message = compared(plan, {"value": "10"}, status="target")
    assert (found, message.rpartition(": ")[2]) == (verdict, end)


@pytest.mark.parametrize(("plan", "verdict"), [("10", "exact"), ("8", "revision"), ("12", "revision")])
def test_a_forecast_is_met_only_by_what_it_foresaw(plan: str, verdict: str) -> None:
    assert compared({"value": plan}, {"value": "10"}, status="forecast")[0] == verdict


def test_each_status_is_held_against_the_next_and_plans_against_the_most_mature_outcome() -> None:
    statuses = ("target", "forecast", "estimate", "provisional", "final", "revised")
    found = said(claims_ledger(*({"status": status} for status in statuses)), "agreement")
    assert [finding.rpartition(":")[2] for finding in found] == [
        "estimate-to-provisional",
        "provisional-to-final",
        "final-to-revised",
        "target-to-revised",
        "forecast-to-revised",
    ]
    assert said(claims_ledger({"status": "target"}, {"status": "forecast", "value": "99"}), "agreement") == {}


DATES = ("", "2024", "2025", "2025-01", "2025-03/2025-08", "2025-08-01", "2025-08-01", "2024-12-31")
SAID = st.lists(st.integers(0, len(DATES) - 1), min_size=1, max_size=3, unique=True)


@example(areas=[([5], [6])])  # on one day, in two documents
@given(areas=st.lists(st.tuples(SAID, SAID), min_size=1, max_size=4))
def test_a_figure_is_revised_where_it_surely_appeared_later_or_stands_beside_the_earlier_one(
    areas: list[tuple[list[int], list[int]]],
) -> None:
    sources = pd.DataFrame({"source": [f"s{number}" for number in range(len(DATES))], "published": DATES})
    claims = [
        {"source": f"s{source}", "area": f"a{area}", "status": status, "value": value}
        for area, sides in enumerate(areas)
        for status, value, side in zip(("estimate", "final"), ("10", "12"), sides, strict=True)
        for source in side
    ]
    findings = run(claims_ledger(*claims, sources=sources), checks=["agreement"]).findings
    for area, (early, late) in enumerate(areas):
        first = [read_period(DATES[source]).end for source in early if DATES[source]]
        last = [read_period(DATES[source]).start for source in late if DATES[source]]
        surely = bool({*early} & {*late} or (first and last and min(first) <= max(last)))
        (verdict,) = findings.loc[findings["finding"] == f"agreement:m:a{area}:2024:level:estimate-to-final", "verdict"]
        assert verdict == ("revision" if surely else "unchecked")
