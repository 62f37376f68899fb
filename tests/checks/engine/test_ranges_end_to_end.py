"""Two ranges are held end to end where one rises with the other, and nowhere else."""

from __future__ import annotations

import pytest

from claims import Claim, claims_ledger, said

PERCENT = {"unit": "percent"}
SHARE = {"stat": "share", "base": "all", **PERCENT}
CONTRIBUTION = {"period": "2024", "stat": "contribution", "base": "gdp 2023", **PERCENT}
OF_CHANGE = CONTRIBUTION | {"base": "change of gdp 2023"}
OFF = {"rules": ["gdp = c - m"], "measures": {"c": {}}}
MEAN = {"rules": [{"rule": "price = sum(sold * price) / sum(sold)", "over": "product"}]}
PRODUCT = {"rules": ["m = all * price"]}


def figure(measure: str, printed: str, **more: str) -> Claim:
    low, _, high = printed.partition("…")
    ends = {"value_high": high, "qualifier": "range"} if high else {}
    return {"measure": measure, "period": "2023", "value": low, "decimals": "1", **ends, **more}


def later(measure: str, printed: str) -> Claim:
    return figure(measure, printed, period="2024")


BEFORE, ALL, GDP = figure("m", "100.0"), figure("all", "10.0…12.0"), figure("gdp", "500.0")
RISING = GDP, later("gdp", "520.0"), figure("m", "80.0")
FALLING = figure("gdp", "520.0"), later("gdp", "500.0"), figure("m", "80.0")
PRICES = figure("price", "2.0", product="x"), figure("price", "4.0", product="y")
MEAN_OF = figure("price", "3.4…3.6")
LESS = figure("m", "-50.0", **OF_CHANGE)
X, Y = figure("sold", "10.0", product="x"), figure("sold", "10.0", product="y")


@pytest.mark.parametrize(
    ("claims", "settings", "words"),
    [
        ([ALL, figure("m", "5.2…5.8"), figure("m", "50.0", **SHARE)], {}, "10.0–12.0 × 50.0 % = 5–6"),
        ([figure("all", "10.0"), figure("m", "5.2…5.8"), figure("m", "50.0…60.0", **SHARE)], {}, "50.0–60.0 % = 5–6"),
        (
            [BEFORE, GDP, later("m", "102.4…102.6"), figure("m", "0.4…0.6", **CONTRIBUTION)],
            {},
            "100.0 + 0.4–0.6 % of 500.0 = 102–103",
        ),
        (
            [figure("m", "100.0…110.0"), GDP, later("m", "103.0…109.0"), figure("m", "0.4", **CONTRIBUTION)],
            {},
            "100.0–110.0 + 0.4 % of 500.0 = 102–112",
        ),
        # What is taken off rises where it contributes less than nothing.
        (
            [BEFORE, figure("gdp", "500.0…600.0"), later("m", "105.4…105.6"), figure("m", "-1.0", **CONTRIBUTION)],
            OFF,
            "100.0 + 1.0 % of 500.0–600.0 = 105–106",
        ),
        ([*RISING, later("m", "90.5…91.5"), figure("m", "50.0…60.0", **OF_CHANGE)], {}, "= 90–92"),
        (
            [*RISING[:2], figure("m", "80.0…90.0"), later("m", "93.0…97.0"), figure("m", "50.0", **OF_CHANGE)],
            {},
            "= 90–100",
        ),
        ([X, Y, figure("price", "2.0", product="x"), figure("price", "4.0…6.0", product="y"), MEAN_OF], MEAN, "= 3–4"),
        ([ALL, figure("price", "2.0"), figure("m", "21.0…23.0")], PRODUCT, "(10.0–12.0) × 2.0 = 20–24"),
    ],
)
def test_low_goes_with_low_where_one_range_rises_with_the_other(claims, settings, words):
    (message,) = decided(claims, settings)
    assert message.startswith("hedge")
    assert words in message
    assert "low end with low end" in message


@pytest.mark.parametrize(
    ("claims", "settings", "words"),
    [
        ([ALL, figure("m", "-6.0…-5.0"), figure("m", "-50.0", **SHARE)], {}, "10.0–12.0 × −50.0 % = −6–−5"),
        (
            [BEFORE, GDP, later("m", "102.0…103.0"), figure("m", "-0.6…-0.4", **CONTRIBUTION)],
            OFF,
            "100.0 + 0.4–0.6 % of 500.0 = 102–103",
        ),
        (
            [BEFORE, figure("gdp", "500.0…600.0"), later("m", "94.0…95.0"), figure("m", "-1.0", **CONTRIBUTION)],
            {},
            "100.0 − 1.0 % of 500.0–600.0 = 94–95",
        ),
        (
            [*FALLING, later("m", "68.0…70.0"), figure("m", "50.0…60.0", **OF_CHANGE)],
            {},
            "80.0 + 50.0–60.0 % of (500.0 − 520.0) = 68–70",
        ),
        (
            [FALLING[0], later("gdp", "490.0…500.0"), FALLING[2], later("m", "90.0…95.0"), LESS],
            {},
            "80.0 − 50.0 % of (490.0–500.0 − 520.0) = 90–95",
        ),
        (
            [figure("sold", "10.0…20.0", product="x"), Y, *PRICES, figure("price", "2.7…3.0")],
            MEAN,
            "((10.0–20.0) × 2.0 + 10.0 × 4.0) / ((10.0–20.0) + 10.0)",
        ),
        ([ALL, figure("price", "-2.0"), figure("m", "-24.0…-20.0")], PRODUCT, "(10.0–12.0) × (−2.0) = −24–−20"),
    ],
)
def test_ranges_that_do_not_rise_together_are_held_as_a_whole(claims, settings, words):
    (message,) = decided(claims, settings)
    assert message.startswith("exact")
    assert words in message


def decided(claims: list[Claim], settings: dict[str, object]) -> list[str]:
    ledger = claims_ledger(*claims, **settings)
    messages = [*said(ledger, "statistic").values(), *said(ledger, "identity").values()]
    return [one for one in messages if not one.startswith("unchecked")]
