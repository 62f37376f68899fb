"""Default ids of claims say what is claimed, each its own, and never what stands in other rows."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.language.ids import joined, place, quoted, several
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.claim_ids import ClaimIds

NAMES = st.sampled_from(
    ["a", "b", "a:b", "b:a", "a`", "`a", "`a`", "a#2", "#2", "p=a", "2024", "final", "growth", "a+b"]
)
ROWS = st.fixed_dictionaries(
    {
        "source": NAMES,
        "measure": NAMES,
        "area": st.just("") | NAMES,
        "p": st.just("") | NAMES,
        "p=a": st.just("") | NAMES,
        "period": st.sampled_from(["2024", "2024-Q4", "2024-11"]),
        "stat": st.sampled_from(["level", "growth", "share"]),
        "base": st.sampled_from(["2023", "2023-Q4", "2024-Q3", "a", "a:b"]),
        "per": st.sampled_from(["", "", "year", "month"]),
        "status": st.sampled_from(["final", "estimate", "revised"]),
    }
)
DIMENSIONS = ("p", "p=a")


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ({}, "a:m:2024"),
        ({"area": "VN"}, "a:m:VN:2024"),
        ({"area": "VN", "partner": "US"}, "a:m:VN:partner=US:2024"),
        ({"partner": "US"}, "a:m:partner=US:2024"),
        ({"status": "estimate"}, "a:m:2024:estimate"),
        ({"stat": "growth", "base": "2023"}, "a:m:2024:growth"),
        ({"stat": "growth", "base": "2019"}, "a:m:2024:growth:2019"),
        ({"stat": "growth", "base": "2023", "per": "year"}, "a:m:2024:growth:2023 per year"),
        ({"stat": "change", "base": "2023-Q4", "period": "2024-Q4"}, "a:m:2024-Q4:change"),
        ({"stat": "growth", "base": "2024-Q3", "period": "2024-Q4"}, "a:m:2024-Q4:growth:2024-Q3"),
        ({"stat": "share", "base": "m", "status": "estimate"}, "a:m:2024:share:m:estimate"),
        ({"measure": "us-gaap:Assets"}, "a:`us-gaap:Assets`:2024"),
        ({"area": "a`#1"}, "a:m:`a``#1`:2024"),
        ({"claim": "mine"}, "mine"),
    ],
)
def test_an_id_says_what_is_claimed_and_leaves_out_what_goes_without_saying(said: dict[str, str], made: str) -> None:
    usual = {"source": "a", "measure": "m", "period": "2024", "value": "1", "decimals": "0"}
    if "stat" in said:
        usual["unit"] = "percent" if said["stat"] != "change" else ""
    frame = pd.DataFrame([{**usual, **said}])
    assert Ledger.from_frames(frame).claims["claim"].tolist() == [made]


@given(st.lists(ROWS, min_size=1, max_size=12))
def test_one_by_one_or_all_at_once_each_has_its_own(rows: list[dict[str, str]]) -> None:
    claims = pd.DataFrame(rows)
    ids = ClaimIds.of(claims, DIMENSIONS)
    assert ids.texts().tolist() == [ids[row] for row in range(len(rows))]
    assert ids.texts().is_unique


@given(st.lists(ROWS, min_size=1, max_size=6), st.integers(0, 5))
def test_a_claim_that_nothing_repeats_is_called_what_it_is_called_alone(rows: list[dict[str, str]], at: int) -> None:
    row = rows[at % len(rows)]
    alone = ClaimIds.of(pd.DataFrame([row]), DIMENSIONS)[0]
    assert alone in ClaimIds.of(pd.DataFrame(rows), DIMENSIONS).texts().tolist()


@given(st.lists(NAMES, min_size=1, max_size=9), st.lists(NAMES, min_size=1, max_size=9))
def test_parts_are_told_apart_whatever_marks_they_have(some: list[str], others: list[str]) -> None:
    assert (joined(*map(quoted, some)) == joined(*map(quoted, others))) == (some == others)
    assert (several(some) == several(others)) == (sorted(some) == sorted(others))
    assert (place(some[0], {"p": some[-1]}) == place(others[0], {"p": others[-1]})) == (
        (some[0], some[-1]) == (others[0], others[-1])
    )
