"""Words that hold a figure and more: what is said to write in their place reads as what they say."""

import re

import pandas as pd
import pytest

import reconcile as rc


def problem(words, language, stat, **other):
    rows = [{"source": "a", "measure": "m", "period": "2024", "stat": stat, "base": "2023", "reported": words, **other}]
    sources = pd.DataFrame([{"source": "a", "language": language}])
    with pytest.raises(rc.LedgerError) as caught:
        rc.Ledger.from_frames(pd.DataFrame(rows), sources=sources)
    return str(caught.value)


def read(columns, stat):
    row = {"source": "a", "measure": "m", "period": "2024", "stat": stat, "base": "2023", **columns}
    (claim,) = rc.audit(rc.Ledger.from_frames(pd.DataFrame([row]))).claims.to_dict("records")
    return [claim[name] for name in ("value", "low", "high", "unit", "qualifier")]


@pytest.mark.parametrize(
    ("words", "language", "stat", "unit", "reads"),
    [
        ("33 thousand fewer", "en", "change", "count", ["-33000", "-33500", "-32500", "count", "exact"]),
        ("33 fewer", "en", "change", "million EUR", ["-33000000", "-33500000", "-32500000", "EUR"]),
        ("17,5 % unter dem Vorjahr", "de", "growth", "", ["-17.5", "-17.55", "-17.45", "percent", "exact"]),
        ("über 17,5 % unter dem Vorjahr", "de", "growth", "", ["-17.5", None, "-17.5", "percent", "under"]),
        ("between 3% and 5% lower", "en", "growth", "", ["-5", "-5.5", "-2.5", "percent", "range"]),
        ("7,8 milliards d'euros de moins", "fr", "change", "", ["-7800000000", "-7850000000", "-7750000000", "EUR"]),
    ],
)
def test_a_direction_behind_the_figure_is_written_as_a_value(words, language, stat, unit, reads):
    said = problem(words, language, stat, unit=unit)
    assert "is no part of the figure: in place of reported write" in said
    columns = dict(re.findall(r'(\w+): "?([-\w.]+)"?(?=, )', said[said.index(" write ") :]))
    assert read(columns, stat)[: len(reads)] == reads


@pytest.mark.parametrize(("words", "language"), [("um 1,3 %", "de"), ("by 1.3 %", "en"), ("de 1,3 %", "fr")])
def test_words_without_a_direction_have_a_way_out_for_a_rise_and_for_a_fall(words, language):
    said = problem(words, language, "growth")
    assert "nothing tells whether it rose or fell" in said
    assert 'value: "-1.3", decimals: 1, unit: percent for a fall' in said
    alone = words.partition(" ")[2]
    assert f'reported: "{alone}" for a rise' in said
    assert "nothing tells" not in problem(words, language, "share")


@pytest.mark.parametrize(
    ("words", "expected"),
    [("33 widgets", "units: in ledger.yaml"), ("5 or 6 fewer", "was left over"), ("fewer", "expected a number")],
)
def test_words_without_one_figure_are_told_as_before(words, expected):
    assert expected in problem(words, "en", "change")
