"""Shares of a change: held against plain interval arithmetic in fractions, and worlds in which they are true."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from costly import costly
from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger
from reference import Printed

TENTHS = st.integers(-400, 400)
WORLDS = st.lists(st.tuples(TENTHS, TENTHS, TENTHS, TENTHS, st.integers(-1500, 1500)), min_size=1, max_size=30)
AMOUNTS = st.fractions(-40, 40, max_denominator=60)
TRUE = st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, st.fractions(-3, 3, max_denominator=40)), min_size=1, max_size=30)
BASE = {"stat": "contribution", "base": "change of t 2023"}


def text(count: int) -> str:
    return f"{'-' if count < 0 else ''}{abs(count) // 10}.{abs(count) % 10}"


def rows(world, area, unit="percent"):
    whole_before, whole, before, level, share = map(text, world)
    told = [("t", "2023", whole_before, {}), ("t", "2024", whole, {}), ("x", "2023", before, {})]
    told += [("x", "2024", level, {}), ("x", "2024", share, BASE | {"unit": unit})]
    common = {"source": "s", "area": area, "decimals": "1", "stat": "level", "base": "", "unit": "USD"}
    return [common | {"measure": m, "period": p, "value": v, **more} for m, p, v, more in told]


def audited(given_rows, rules=()):
    return run(Ledger.from_frames(pd.DataFrame(given_rows), rules=list(rules)), checks=["statistic"]).findings


def expected(world) -> str:
    def left(read: str) -> reference.Span:
        of = reference.READINGS[read]
        whole_before, whole, before, level, share = (of(Printed(Fraction(count, 10), 1)) for count in world)
        minus = reference.point(Fraction(-1))
        change = (whole + whole_before.times(minus)).times(share).times(reference.point(Fraction(1, 100)))
        return before + change + level.times(minus)

    verdicts = (("printed", "exact"), ("face", "rounding"))
    return next((verdict for read, verdict in verdicts if 0 in left(read)), "conflict")


@costly(2)
@given(WORLDS)
def test_the_verdict_is_that_of_intervals_in_which_each_figure_stands_once(worlds):
    found = audited([row for number, world in enumerate(worlds) for row in rows(world, f"a{number}")])
    verdicts = {one["area"]: verdict for one, verdict in zip(found["quantity"], found["verdict"], strict=True)}
    for number, world in enumerate(worlds):
        assert verdicts[f"a{number}"] == expected(world), world


@costly(2)
@given(TRUE)
def test_honest_shares_of_a_change_are_never_in_conflict(worlds):
    told = []
    for number, (whole_before, whole, before, share) in enumerate(worlds):
        true = (whole_before, whole, before, before + share * (whole - whole_before), 100 * share)
        told += rows([round(value * 10) for value in true], f"a{number}")
    assert not (audited(told)["verdict"] == "conflict").any()


def test_the_message_says_what_the_share_would_be():
    (message,) = audited(rows((5000, 5200, 2800, 2900, 600), "a"))["message"]
    assert "280.0 + 60.0 % of (520.0 − 500.0) = 292, reported 290.0 (USD), which is 50 %: off by 2" in message
    (message,) = audited(rows((5000, 5200, 2800, 2700, -600), "a"))["message"]
    assert "280.0 − 60.0 % of (520.0 − 500.0) = 268, reported 270.0 (USD), which is −50 %: off by 2" in message


def test_what_is_not_reported_is_named_and_a_contribution_in_points_is_another_thing():
    told = rows((5000, 5200, 2800, 2900, 500), "a")
    (message,) = audited(told[1:])["message"]
    assert "no level reported of t 2023" in message
    points = told[-1] | {"base": "t 2023", "value": "2.0", "unit": "pp"}
    assert sorted(audited([*told, points])["verdict"]) == ["exact", "exact"]


@pytest.mark.parametrize(
    ("at", "more", "why"),
    [
        (2, {"unit": "EUR"}, "units differ: EUR, USD"),
        (4, {"value": "50.05"}, "x is set aside, with digits beyond the decimals stated"),
    ],
)
def test_of_what_does_not_go_together_is_said_why(at, more, why):
    told = rows((5000, 5200, 2800, 2900, 500), "a")
    told[at] |= more
    assert audited(told)["message"].tolist() == [why]
