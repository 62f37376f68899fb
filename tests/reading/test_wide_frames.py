"""A wide frame is read as its cells print it, and its errors are found in the rows where they stand."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from strategies import TIES, Draw, plain, rounded

RULE = "total = exports + imports"
COLUMNS = ("exports", "imports", "total")


@st.composite
def wide_rows(draw: Draw) -> tuple[list[list[Fraction]], int, set[int]]:
    """Rows of printed figures, their decimals, and those of which plain fractions say that they cannot be true."""
    places = draw(st.integers(-2, 3))
    unit = Fraction(10) ** -places
    rows, wrong = [], set()
    for number in range(draw(st.integers(1, 6))):
        a, b = (Fraction(draw(st.integers(-(10**6), 10**6)), 1000) for _ in range(2))
        tie = draw(st.sampled_from(TIES))
        row = [rounded(truth, places, tie) for truth in (a, b, a + b)]
        if draw(st.booleans()):
            row[draw(st.integers(0, 2))] += draw(st.integers(-4, 4)) * unit
        if abs(row[0] + row[1] - row[2]) > 3 * unit / 2:
            wrong.add(number)
        rows.append(row)
    return rows, places, wrong


def text(value: Fraction, places: int) -> str:
    """A number with so many digits right of the point, its zeros too."""
    shown = plain(value)
    whole, _, part = shown.partition(".")
    return whole if places <= 0 else f"{whole}.{part.ljust(places, '0')}"


FORMS = {
    "text": text,
    "float": lambda value, _: float(value),
    "noisy": lambda value, _: float(value) * (1 + 2e-16),
    "decimal": lambda value, places: Decimal(text(value, places)),
    "mixed": lambda value, places: int(value) if value.denominator == 1 else text(value, places),
}


def conflicting(ledger: rc.Ledger) -> set[int]:
    audit = rc.audit(ledger, joint=False, progress=False)
    assert set(audit.conflicts["check"]) <= {"identity"}
    return {int(dict(one)["row"]) for one in audit.conflicts["quantity"]}


@costly(4)
@given(wide_rows(), st.sampled_from(sorted(FORMS)))
def test_errors_are_found_in_their_rows_and_rounding_is_none(made, form):
    rows, places, wrong = made
    frame = pd.DataFrame([[FORMS[form](value, places) for value in row] for row in rows], columns=COLUMNS)
    assert conflicting(rc.Ledger.from_wide(frame, decimals=places, rules=[RULE])) == wrong


@costly(4)
@given(wide_rows())
def test_text_says_how_finely_it_was_printed(made):
    rows, places, wrong = made
    assume(places >= 0)
    frame = pd.DataFrame([[text(value, places) for value in row] for row in rows], columns=COLUMNS)
    assert conflicting(rc.Ledger.from_wide(frame, rules=[RULE])) == wrong
    if places == 0:
        assert conflicting(rc.Ledger.from_wide(frame.astype("int64"), decimals=0, rules=[RULE])) == wrong


@costly(4)
@given(wide_rows(), st.randoms(use_true_random=False))
def test_decimals_come_from_a_column_as_well(made, random):
    rows, places, wrong = made
    frame = pd.DataFrame([[float(value) for value in row] for row in rows], columns=COLUMNS)
    frame.insert(random.randrange(4), "digits", places)
    assert conflicting(rc.Ledger.from_wide(frame, decimals="digits", rules=[RULE])) == wrong
    each = rc.Ledger.from_wide(frame, decimals=dict.fromkeys(COLUMNS, "digits"), values=COLUMNS, rules=[RULE])
    assert conflicting(each) == wrong


@pytest.mark.parametrize("mark", [":", "-", "–", "n/a", "***", "", ": c", None])
def test_a_mark_of_what_is_missing_is_no_figure(mark):
    ledger = rc.Ledger.from_wide(pd.DataFrame({"a": ["1.0", mark], "b": ["2.00 p", "3*"]}))
    assert ledger.claims[["measure", "row", "value", "decimals"]].to_numpy().tolist() == [
        ["a", "0", "1.0", "1"],
        ["b", "0", "2.00", "2"],
        ["b", "1", "3", "0"],
    ]


def test_what_is_no_number_is_told_with_its_row_and_column():
    frame = pd.DataFrame({"a": ["1", "see p. 3", "5k"], "b": [1.5, 2, 3]}, index=["x", "y", "z"])
    with pytest.raises(rc.LedgerError) as told:
        rc.Ledger.from_wide(frame)
    assert [(one.file, one.message.partition(";")[0].partition(":")[0]) for one in told.value.problems] == [
        ("row y, column a", "'see p. 3' is no number"),
        ("row z, column a", "'5k' may be a scale or a flag"),
        ("column b", "floats do not say how finely they were printed"),
    ]


def test_printed_digits_are_decimals_of_the_base_unit():
    frame = pd.DataFrame({"a": ["1.5"], "b": ["2.50 %"], "c": ["$3.5"], "d": ["0.055"]})
    unit = {"a": "billion USD", "d": "fraction"}
    ledger = rc.Ledger.from_wide(frame, unit=unit, columns={"d": {"stat": "growth", "base": "2023", "period": "2024"}})
    assert ledger.claims[["decimals", "unit"]].to_numpy().tolist() == [
        ["-8", "billion USD"],
        ["2", "percent"],
        ["1", "USD"],
        ["3", "fraction"],
    ]


def test_a_cell_in_another_unit_than_is_given_is_a_problem():
    with pytest.raises(rc.LedgerError, match="row 0, column a: the cell prints EUR, and its unit is given as USD"):
        rc.Ledger.from_wide(pd.DataFrame({"a": ["€ 5"]}), unit="USD")


def test_rows_are_told_apart_by_what_id_names():
    frame = pd.DataFrame({"land": ["DE", "FR"], "year": [2024, 2024], "a": [1, 2]})
    ledger = rc.Ledger.from_wide(frame, id={"land": "area", "year": "period"}, decimals=0)
    assert ledger.claims["claim"].tolist() == ["table:a:DE:2024", "table:a:FR:2024"]
    assert ledger.dimensions == ()
    indexed = rc.Ledger.from_wide(frame.set_index(["land", "year"]), id={"land": "area", "year": "period"}, decimals=0)
    assert indexed == ledger
    assert indexed.origin["file"].tolist() == ["row (DE, 2024), column a", "row (FR, 2024), column a"]


def test_periods_of_pandas_are_those_of_sdmx():
    frame = pd.DataFrame({"t": pd.period_range("2024Q1", periods=2, freq="Q"), "a": [1, 2]})
    assert rc.Ledger.from_wide(frame, id={"t": "period"}, decimals=0).claims["period"].tolist() == [
        "2024-Q1",
        "2024-Q2",
    ]


def test_growth_is_held_against_the_row_before():
    frame = pd.DataFrame(
        {"year": [2022, 2023, 2024], "sales": [100, 110, 121], "growth": [None, 10.0, 12.0]}, index=list("abc")
    )
    ledger = rc.Ledger.from_wide(
        frame,
        id={"year": "period"},
        decimals={"growth": 1, "sales": 0},
        columns={"growth": {"measure": "sales", "stat": "growth", "base": "period=-1"}},
    )
    audit = rc.audit(ledger, joint=False, progress=False)
    assert audit.findings.set_index("verdict")["claims"].to_dict() == {
        "exact": ("table:sales:2022", "table:sales:2023:growth", "table:sales:2023"),
        "conflict": ("table:sales:2023", "table:sales:2024:growth", "table:sales:2024"),
    }


def test_floats_of_any_width_and_whole_numbers_stand_beside_each_other():
    frame = pd.DataFrame({"a": np.array([0.1], dtype=np.float32), "b": [2**60], "c": [0.30000000000000004]})
    ledger = rc.Ledger.from_wide(frame, decimals={"a": 1, "b": 0, "c": 1})
    assert ledger.claims["value"].tolist() == ["0.1", str(2**60), "0.3"]


def test_a_lazy_frame_is_to_be_collected():
    pl = pytest.importorskip("polars")
    with pytest.raises(rc.LedgerError, match=re.escape("collect() it first")):
        rc.Ledger.from_wide(pl.LazyFrame({"a": [1]}))


def test_frames_of_polars_and_arrow_are_read_alike():
    frame = {"year": [2023, 2024], "a": ["1.50", ":"], "b": [1.5, 2.25], "c": [1, 2]}
    said = {"id": {"year": "period"}, "decimals": {"b": 2, "c": "exact"}}
    expected = rc.Ledger.from_wide(pd.DataFrame(frame), **said)
    pa = pytest.importorskip("pyarrow")
    assert rc.Ledger.from_wide(pa.table(frame), **said) == expected
    pl = pytest.importorskip("polars")
    assert rc.Ledger.from_wide(pl.DataFrame(frame), **said) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"id": "land"}, "id: unknown column 'land'; known are a, b"),
        ({"values": ["c"]}, "values: unknown column 'c'; known are a, b"),
        ({"decimals": {"c": 1}}, "decimals: unknown column 'c'; known are a, b"),
        ({"columns": {"c": {}}}, "columns: unknown column 'c'; known are a, b"),
        ({"columns": {"a": {"value": 1}}}, "column a: unknown key 'value'; known are source, measure"),
        ({"id": ["a", "b"]}, "frame: no column is left that could hold figures"),
        ({"unit": "florps"}, "'florps' is no unit known"),
        ({"id": {"a": "period"}, "columns": {"b": {"base": "period=-1"}}}, "base 'period=-1'"),
    ],
)
def test_what_a_call_says_wrongly_is_told(arguments, message):
    with pytest.raises(rc.LedgerError, match=re.escape(message)):
        rc.Ledger.from_wide(pd.DataFrame({"a": ["1", "2"], "b": ["3", "4"]}), **arguments)


def test_whole_numbers_do_not_say_whether_they_were_counted():
    frame = pd.DataFrame({"a": [1], "b": [2], "c": [4]})
    said = "whole numbers do not say whether they were counted or rounded"
    with pytest.raises(rc.LedgerError, match=f"column a, column b and column c: {said}"):
        rc.Ledger.from_wide(frame)
    for decimals, verdict in (("exact", "conflict"), (0, "rounding")):
        ledger = rc.Ledger.from_wide(frame, decimals=decimals, rules=["c = a + b"])
        assert rc.audit(ledger, checks=["identity"]).findings["verdict"].tolist() == [verdict]
