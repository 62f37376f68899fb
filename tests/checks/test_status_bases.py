"""Growth and change on another status of the same period: "6.7 below the forecast"."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of, said
from reconcile.auditing import run
from reconcile.errors import LedgerError

FORECAST = of({"m": "126.0"}, status="forecast")
BELOW = {"stat": "change", "base": "forecast", "value": "-6.7", "decimals": "1"}


def test_a_change_on_a_forecast_ties_the_outcome_to_it() -> None:
    found = said(claims_ledger(*FORECAST, *of({"m": "119.3"}), BELOW), "statistic")
    assert found == {"statistic:change:m:2024:forecast:final:a": "exact: 126.0 − 6.7 = 119.3, reported 119.3: exact"}
    growth = {"stat": "growth", "base": "forecast", "value": "-5.3", "decimals": "1"}
    (words,) = said(claims_ledger(*FORECAST, *of({"m": "119.3"}), growth), "statistic").values()
    assert words.startswith("rounding: 126.0 grown by −5.3 % = 119.322, reported 119.3")


@given(st.integers(-500, 500), st.integers(1000, 2000), st.integers(-3, 3))
def test_it_holds_where_rounding_explains_what_is_left(change: int, forecast: int, off: int) -> None:
    outcome = forecast + change + off
    rows = [
        {"value": str(Fraction(forecast, 10)), "status": "forecast"},
        {"value": str(Fraction(outcome, 10))},
        {"value": str(Fraction(change, 10)), "stat": "change", "base": "forecast"},
    ]
    rows = [{**row, "value": f"{float(Fraction(row['value'])):.1f}", "decimals": "1"} for row in rows]
    audit = run(claims_ledger(*rows))
    # Three figures of tenths: half a tenth each.
    told = audit.findings[audit.findings["check"] == "statistic"]["verdict"].tolist()
    assert told == ["exact" if not off else "rounding" if abs(off) == 1 else "conflict"]
    assert audit.counts["conflict"] == (abs(off) > 1)


def test_without_a_forecast_it_says_what_is_lacking_and_bounds_follow() -> None:
    ledger = claims_ledger(*of({"m": "119.3"}), BELOW)
    assert list(said(ledger, "statistic").values()) == ["unchecked: no level reported of m 2024 (forecast)"]
    bounds = run(ledger).bounds.set_index("status").loc["forecast"]
    assert (bounds["low"], bounds["high"]) == ("125.9", "126.1")


def test_another_forecast_of_another_period_is_none() -> None:
    ledger = claims_ledger(*({**one, "period": "2023"} for one in FORECAST), *of({"m": "119.3"}), BELOW)
    assert list(said(ledger, "statistic").values()) == ["unchecked: no level reported of m 2024 (forecast)"]


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ({"base": "final"}, "change of final figures on the final: they are the same"),
        ({"stat": "growth", "per": "year"}, "per 'year' beside base 'forecast'"),
        ({"base": "forcast"}, "'forcast' is no period"),
    ],
)
def test_a_status_that_is_no_base_is_refused(claim: dict[str, str], why: str) -> None:
    with pytest.raises(LedgerError) as error:
        claims_ledger({**BELOW, **claim})
    assert why in str(error.value)
