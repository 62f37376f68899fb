"""Pandera's checks fail the rows that plain fractions fail, in words, with every schema and frame that they meet."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from reconcile.pandera import (
    agrees_with,
    balance_of,
    growth_of,
    mean_of,
    parts_of,
    register,
    rule,
    share_of,
    sums_to,
    validate,
)
from strategies import plain

TRADE = pd.DataFrame(
    {"exports": [405.9, 648.4, 1650.9], "imports": [381.0, 785.1, 1465.8], "total": [768.9, 1433.5, 3116.8]},
    index=["VN", "FR", "DE"],
)
SUM = sums_to(["exports", "imports"], "total", decimals=1)
SAID = "405.9 + 381.0 = 786.9, reported 768.9: off by 18; rounding explains at most 0.15, 17.85 is left over"


def failing(check, frame, package=pa) -> dict[object, str]:
    """The index of each row that fails a check, and the words."""
    try:
        package.DataFrameSchema(checks=check).validate(frame, lazy=True)
    except package.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return dict(zip(list(cases["index"]), list(cases["failure_case"]), strict=True))
    return {}


# Relations of columns a, b, c: the check, how the last column follows from the others, and by how much in all it may be
# off, in half units of the last digit.
RELATIONS = {
    "sum": (lambda **said: sums_to(["a", "b"], "c", **said), lambda a, b: a + b, 3),
    "balance": (lambda **said: balance_of("c", "a", "b", **said), lambda a, b: a - b, 3),
    "mean": (lambda **said: mean_of("c", ["a", "b"], **said), lambda a, b: (a + b) / 2, 2),
    "rule": (lambda **said: rule("c = 2 * a - 0.5 * b", **said), lambda a, b: 2 * a - b / 2, Fraction(7, 2)),
    "same": (lambda **said: agrees_with("c", "a", **said), lambda a, _: a, 2),
}


@costly(4)
@given(
    st.sampled_from(sorted(RELATIONS)),
    st.integers(-1, 3),
    st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999), st.integers(-4, 4)), min_size=1, max_size=6),
    st.sampled_from(["float", "text", "polars"]),
)
def test_rows_fail_where_plain_fractions_fail(relation, places, drawn, form):
    made, follows, halves = RELATIONS[relation]
    unit = Fraction(10) ** -places
    rows = []
    for a, b, off in drawn:
        rows.append([a * unit, b * unit, (round(follows(a, b)) + off) * unit])
    off = [abs(follows(a, b) - c) for a, b, c in rows]
    expected = {number for number, one in enumerate(off) if one > halves * unit / 2}
    frame = pd.DataFrame([[float(value) for value in row] for row in rows], columns=list("abc"))
    if form == "text":
        frame = pd.DataFrame([[plain(value) for value in row] for row in rows], columns=list("abc"))
    if form == "polars":
        pl = pytest.importorskip("polars")
        import pandera.polars as package

        assert set(failing(made(decimals=places), pl.DataFrame(frame.to_dict("list")), package)) == expected
        return
    assert set(failing(made(decimals=places), frame)) == expected


@costly(4)
@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 999), st.integers(-2, 2)), min_size=1, max_size=5))
def test_growth_and_shares_fail_where_no_rounding_explains_them(drawn):
    rows, expected = [], set()
    for number, (now, before, off) in enumerate(drawn):
        growth = round((Fraction(now, before) - 1) * 100, 1) + Fraction(off, 10)
        low, high = (2 * now - 1, 2 * now + 1), (2 * before - 1, 2 * before + 1)
        rates = [1 + (growth + Fraction(side, 20)) / 100 for side in (-1, 1)]
        ends = [rate * base for rate in rates for base in high]
        if max(ends) < low[0] or min(ends) > low[1]:
            expected.add(number)
        rows.append([now, before, float(growth), float(growth + 100)])
    frame = pd.DataFrame(rows, columns=["now", "before", "growth", "share"])
    digits = {"now": 0, "before": 0, "growth": 1, "share": 1}
    assert set(failing(growth_of("growth", "now", on="before", decimals=digits), frame)) == expected
    assert set(failing(share_of("share", "now", "before", decimals=digits), frame)) == expected
    fractions = frame.assign(growth=frame["growth"] / 100, share=frame["share"] / 100)
    digits |= {"growth": 3, "share": 3}
    assert (
        set(failing(growth_of("growth", "now", on="before", unit="fraction", decimals=digits), fractions)) == expected
    )
    assert set(failing(share_of("share", "now", "before", unit="fraction", decimals=digits), fractions)) == expected


def test_growth_by_period_fails_in_the_row_of_the_growth():
    frame = pd.DataFrame(
        {
            "land": ["VN", "VN", "VN", "FR", "FR"],
            "quarter": ["2023-Q1", "2024-Q1", "2023-Q4", "2023-Q4", "2024-Q1"],
            "gdp": [100.0, 110.0, 104.0, 50.0, 51.0],
            "growth": [np.nan, 10.0, np.nan, np.nan, 4.0],
            "quarterly": [np.nan, 9.0, np.nan, np.nan, 2.0],
        },
        index=list("vwxyz"),
    )
    by = {"period": "quarter", "by": "land", "decimals": 1}
    assert set(failing(growth_of("quarterly", "gdp", **by), frame)) == {"w"}
    assert failing(growth_of("growth", "gdp", lag=4, **by), frame) == {}
    assert set(failing(growth_of("growth", "gdp", lag=4, **by), frame.assign(growth=[np.nan, 12, *[np.nan] * 3]))) == {
        "w"
    }


def test_products_and_periods_before_are_rules_as_well():
    frame = pd.DataFrame({"hours": [38.0, 40.0], "wage": [15.25, 16.0], "pay": [579.5, 604.0]})
    assert set(failing(rule("pay = hours * wage", decimals={"hours": "exact", "wage": 2, "pay": 1}), frame)) == {1}
    stocks = pd.DataFrame(
        {"firm": ["a", "a", "b", "b"], "year": [2023, 2024] * 2, "stock": [5, 7, 5, 8], "added": [1, 2, 1, 2]}
    )
    check = rule("stock = stock[period=-1] + added", period="year", by="firm", decimals="exact")
    assert set(failing(check, stocks)) == {3}


def test_a_tolerance_is_allowed_beyond_rounding():
    frame = pd.DataFrame({"a": [1.0, 1.0, 1.0], "b": [1.0, 3.0, 9.0]})
    assert set(failing(agrees_with("a", "b", decimals=1), frame)) == {1, 2}
    assert set(failing(agrees_with("a", "b", decimals=1, tolerance="2"), frame)) == {2}


def test_columns_are_named_by_any_text():
    frame = TRADE.rename(columns={"total": "Total, all (USD bn)", "exports": "Exports 2"})
    check = sums_to(["Exports 2", "imports"], "Total, all (USD bn)", decimals=1)
    assert failing(check, frame) == {"VN": SAID}
    shares = pd.DataFrame({"part of it": [100.0], "the whole": [400.0], "%": [26.0]})
    assert list(failing(share_of("%", "part of it", "the whole", decimals=1), shares)) == [0]
    assert list(failing(growth_of("%", "part of it", on="the whole", decimals=1), shares)) == [0]


def test_parts_are_no_more_than_their_whole():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [1.0, 2.0], "c": [5.0, 3.0]})
    assert set(failing(parts_of(["a", "b"], "c", decimals=1), frame)) == {1}


def test_a_failure_case_is_a_discrepancy_at_the_row_in_words():
    assert failing(SUM, TRADE) == {"VN": SAID}
    with pytest.raises(pa.errors.SchemaError, match=r"reported 768\.9"):
        pa.DataFrameSchema(checks=SUM).validate(TRADE)


def test_rows_of_an_index_with_levels_and_of_one_that_repeats_are_told():
    both = TRADE.set_index(pd.MultiIndex.from_product([["x"], [1, 2, 3]]))
    assert failing(SUM, both) == {"('x', 1)": SAID}
    assert failing(SUM, TRADE.set_axis(["x", "x", "x"])) == {"x": SAID}


def test_a_model_takes_checks_by_name_once_they_are_registered(monkeypatch):
    monkeypatch.setattr(pa.Check, "REGISTERED_CUSTOM_CHECKS", {})
    register()
    register()
    assert failing(pa.Check.sums_to(["exports", "imports"], "total", decimals=1), TRADE) == {"VN": SAID}

    class Trade(pa.DataFrameModel):
        total: float

        class Config:
            sums_to = {"parts": ["exports", "imports"], "total": "total", "decimals": 1}  # noqa: RUF012

    with pytest.raises(pa.errors.SchemaErrors) as told:
        Trade.validate(TRADE, lazy=True)
    assert told.value.failure_cases["failure_case"].tolist() == [SAID]


def test_a_name_that_is_taken_is_left_to_its_owner(monkeypatch):
    monkeypatch.setattr(pa.Check, "REGISTERED_CUSTOM_CHECKS", {"rule": print})
    with pytest.raises(rc.ReconcileError, match="has a rule of somebody else"):
        register()
    assert {"rule": print} == pa.Check.REGISTERED_CUSTOM_CHECKS


def test_invalid_rows_are_dropped_where_a_schema_asks_for_it():
    schema = pa.DataFrameSchema(checks=SUM, drop_invalid_rows=True)
    assert schema.validate(TRADE, lazy=True).index.tolist() == ["FR", "DE"]


def test_as_many_words_are_made_as_are_asked_for_and_all_rows_fail():
    frame = pd.concat([TRADE] * 3).assign(total=0.0).reset_index(drop=True)
    check = sums_to(["exports", "imports"], "total", decimals=1, n_failure_cases=2)
    assert list(failing(check, frame)) == [0, 1]
    assert not check(frame).check_output.any()


def test_a_warning_is_one_where_it_is_asked_for():
    check = sums_to(["exports", "imports"], "total", decimals=1, raise_warning=True)
    with pytest.warns(pa.errors.SchemaWarning, match=r"reported 768\.9"):
        pa.DataFrameSchema(checks=check).validate(TRADE)


def test_checks_can_be_pickled_and_compared():
    again = pickle.loads(pickle.dumps(SUM))
    assert again == SUM
    assert again != sums_to(["exports", "imports"], "total", decimals=2)
    assert failing(again, TRADE) == {"VN": SAID}
    schema = pickle.loads(pickle.dumps(pa.DataFrameSchema(checks=SUM)))
    with pytest.raises(pa.errors.SchemaError):
        schema.validate(TRADE)


def test_absent_figures_leave_a_row_alone_or_are_nothing():
    frame = pd.DataFrame({"a": [1.0, 1.0, np.nan], "b": [2.0, np.nan, np.nan], "c": [3.0, 3.0, 3.0]})
    assert failing(sums_to(["a", "b"], "c", decimals=1), frame) == {}
    assert set(failing(sums_to(["a", "b"], "c", decimals=1, missing="zero"), frame)) == {1}


@pytest.mark.parametrize(
    ("check", "frame", "words"),
    [
        (SUM, TRADE.assign(imports=np.nan), "nothing was checked"),
        (SUM, TRADE.drop(columns="imports"), "the frame has no column 'imports'"),
        (sums_to(["exports", "imports"], "total"), TRADE, "floats do not say how finely they were printed"),
    ],
)
def test_what_cannot_be_checked_is_no_pass(check, frame, words):
    assert words in failing(check, frame)[None]


def test_a_measure_of_another_place_is_not_the_column():
    same = pd.DataFrame({"a": [1.0], "b": [1.0]})
    assert "nothing was checked" in failing(rule("a[area=DE] = b", decimals=1), same)[None]


def test_digits_beyond_those_that_are_stated_are_a_failure():
    assert "has digits beyond its stated decimals" in failing(SUM, TRADE.assign(exports=[405.9, 648.41, 1650.9]))["FR"]


def test_a_check_of_a_column_says_where_it_belongs():
    with pytest.raises(pa.errors.SchemaError, match="put it into DataFrameSchema"):
        pa.DataFrameSchema({"total": pa.Column(float, SUM)}).validate(TRADE)


@pytest.mark.parametrize("call", [lambda: growth_of("g", "a"), lambda: growth_of("g", "a", on="b", period="c")])
def test_growth_is_on_one_thing(call):
    with pytest.raises(rc.ReconcileError, match="give either on="):
        call()


def test_an_unknown_way_with_what_is_missing_is_refused():
    with pytest.raises(rc.ReconcileError, match="missing 'drop': expected skip, zero, non_null"):
        sums_to(["a"], "b", missing="drop")


@pytest.mark.parametrize("switch", [{"validation_enabled": False}, {"validation_depth": "SCHEMA_ONLY"}])
def test_no_switch_of_panderas_lets_figures_pass_unread(switch):
    from pandera.config import config_context

    schema = pa.DataFrameSchema(checks=SUM)
    # Within it the newest Pandera lets `schema.validate(TRADE)` pass.
    with config_context(**switch), pytest.raises(pa.errors.SchemaErrors):
        validate(schema, TRADE)


def test_frames_of_polars_fail_at_the_number_of_the_row():
    pl = pytest.importorskip("polars")
    import pandera.polars as package

    frame = pl.DataFrame(TRADE.to_dict("list"))
    assert failing(SUM, frame, package) == {0: SAID}
    schema = package.DataFrameSchema(checks=SUM, drop_invalid_rows=True)
    assert schema.validate(frame, lazy=True)["exports"].to_list() == [648.4, 1650.9]
    with pytest.raises(rc.ReconcileError, match="collect"):
        validate(package.DataFrameSchema(checks=SUM), frame.lazy())
    with pytest.raises(pa.errors.SchemaError, match="put it into DataFrameSchema"):
        package.DataFrameSchema({"total": package.Column(float, SUM)}).validate(frame)


def test_one_in_very_many_rows_is_found_and_the_others_are_seen_to_hold():
    rows = 5000
    frame = pd.DataFrame({"a": np.arange(rows) / 10, "b": np.arange(rows) / 10, "c": np.arange(rows) / 5})
    frame.loc[1234, "c"] += 1
    assert set(failing(sums_to(["a", "b"], "c", decimals=1), frame)) == {1234}


def test_of_very_many_discrepancies_the_first_are_put_into_words(monkeypatch):
    monkeypatch.setattr("reconcile.faces.pandera_checks._WORDED", 2)
    cases = failing(SUM, pd.concat([TRADE] * 3).assign(total=0.0).reset_index(drop=True))
    assert len(cases) == 9
    assert sum("reported 0" in words for words in cases.values()) == 2
