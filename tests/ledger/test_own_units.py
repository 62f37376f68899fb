"""Units of a ledger's own: words that no language's table has."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger


def ledger(*reported: str, language: str = "en", **settings: object) -> Ledger:
    measures = [f"m{number}" for number in range(len(reported))]
    claims = pd.DataFrame({"source": "a", "measure": measures, "period": "2024", "reported": reported})
    return Ledger.from_frames(claims, sources=pd.DataFrame({"source": ["a"], "language": [language]}), **settings)


@pytest.mark.parametrize(
    ("words", "language", "own", "value", "unit"),
    [
        ("12 lĩnh vực", "vi", "lĩnh vực", 12, "lĩnh vực"),
        ("khoảng 1,5 nghìn lĩnh vực", "vi", "lĩnh vực", 1500, "lĩnh vực"),
        ("3.5 million full-time jobs", "en", "full-time jobs", 3_500_000, "full-time jobs"),
        ("640 USD per berth", "en", "berth", 640, "USD/berth"),
    ],
)
def test_a_word_that_is_listed_is_a_unit(words: str, language: str, own: str, value: int, unit: str) -> None:
    figure = ledger(words, language=language, units=[own]).figures[0]
    assert (figure.value, figure.unit) == (value, unit)
    with pytest.raises(LedgerError):
        ledger(words, language=language)


def test_own_units_multiply_and_cancel_and_a_measure_may_be_declared_in_them() -> None:
    made = ledger(
        "66 million USD",
        "5.5 thousand USD/berth",
        "12 thousand berth",
        units=["berth"],
        measures={"m2": {"unit": "thousand berth"}},
        rules=["m0 = m1 * m2"],
    )
    (words,) = run(made).findings["message"]
    assert words == "5,500 × 12,000 = 66, reported 66 (million USD): exact"


@pytest.mark.parametrize(
    ("unit", "message"),
    [
        ("USD", "the unit 'USD' is known already"),
        ("m3x", "a unit named 'm3x': expected words of letters, such as 'lĩnh vực' or 'full-time jobs'"),
        ("a  b", "a unit named 'a  b': expected words of letters"),
        ("5", "a unit named '5': expected words of letters"),
    ],
)
def test_what_is_no_word_or_is_known_is_no_unit_of_ones_own(unit: str, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        ledger("12", units=[unit])


def test_numbers_in_rules_and_tolerances_carry_own_units_and_units_per_another() -> None:
    told = [
        ("berths", "10", "berth"),
        ("piers", "3", ""),
        ("fees", "121", "EUR"),
        ("power", "1000", "kWh"),
        ("bill", "50", "EUR"),
    ]
    frame = pd.DataFrame(told, columns=["measure", "value", "unit"]).assign(
        source="port", period="2024", decimals="exact"
    )
    rules = [
        "fees = 12 EUR/berth * berths",
        {"rule": "berths = 3 berth * piers", "tolerance": "2 berth"},
        "bill = 50 EUR/MWh * power",
    ]
    found = run(Ledger.from_frames(frame, rules=rules, units=["berth"]), checks=["identity"]).findings
    assert dict(zip(found["rule"], found["verdict"], strict=True)) == {
        "fees = 12 EUR/berth * berths": "conflict",
        "berths = 3 berth * piers": "hedge",
        "bill = 50 EUR/MWh * power": "exact",
    }
