"""VTL's six ways with what is missing, against what the specification says of each, by plain numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from reconcile.auditing import run
from reconcile.pandera import rule as rule_of
from reconcile.reading.vtl_modes import MODES

ITEMS = ("T", "X", "M")
CELL = st.one_of(st.none(), st.integers(-2, 3))


def compared(row, mode):
    """Whether T = X + M in a row: None where nothing is returned, or NULL is; as the reference manual has it.

    non_null returns what has all its items, non_zero what has one that is not nought, partial_… what has one, always_…
    everything; missing items are NULL in …_null, nought in …_zero.
    """
    there = [value for value in row if value is not None]
    returned = {
        "non_null": len(there) == len(row),
        "non_zero": any(there),
        "partial_null": bool(there),
        "partial_zero": bool(there),
        "always_null": True,
        "always_zero": True,
    }[mode]
    total, *parts = ((0 if value is None and mode.endswith("zero") else value) for value in row)
    if not returned or None in (total, *parts):
        return None
    return total == sum(parts)


def verdicts(ledger):
    """Of each row that was decided whether it holds."""
    found = run(ledger, checks=["identity"], joint=False).findings
    found = found[found["verdict"] != "unchecked"]
    rows = found["finding"].str.extract(r"\(?row=(r[0-9]+)")[0]
    return dict(zip(rows, found["verdict"] != "conflict", strict=True))


FRAMES = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6)


@pytest.mark.parametrize("kind", ["float", "text"])
@costly(3, least=12)
@given(FRAMES, st.sampled_from(MODES))
def test_each_mode_decides_the_rows_that_the_manual_says(kind, rows, mode):
    frame = pd.DataFrame(rows, columns=ITEMS, index=[f"r{number}" for number in range(len(rows))], dtype="float64")
    given_ = frame if kind == "float" else frame.map(lambda one: "" if np.isnan(one) else f"{one:.0f}")
    wanted = {name: compared(row, mode) for name, row in zip(frame.index, rows, strict=True)}
    if not any(value is not None for row in rows for value in row) and mode != "always_zero":
        return
    ledger = rc.Ledger.from_wide(given_, decimals="exact", rules=["T = X + M"], missing=mode)
    assert verdicts(ledger) == {name: holds for name, holds in wanted.items() if holds is not None}


@costly(4, least=8)
@given(FRAMES, st.sampled_from(MODES))
def test_a_schema_fails_where_the_manual_says_false(rows, mode):
    frame = pd.DataFrame(rows, columns=ITEMS, dtype="float64")
    wanted = [compared(row, mode) for row in rows]
    if all(holds is None for holds in wanted):
        return
    schema = pa.DataFrameSchema(checks=rule_of("T = X + M", decimals="exact", missing=mode))
    try:
        schema.validate(frame, lazy=True)
        failed = set()
    except pa.errors.SchemaErrors as errors:
        failed = set(errors.failure_cases["index"])
    assert failed == {row for row, holds in enumerate(wanted) if holds is False}


@costly(3, least=12)
@given(st.lists(st.lists(CELL, min_size=5, max_size=5), min_size=1, max_size=5), st.sampled_from(MODES))
def test_each_rule_is_looked_at_by_itself(rows, mode):
    """T = X + M and P = X - Q share an item: what the other has does not make a rule one that is looked at."""
    items = ("T", "X", "M", "P", "Q")
    frame = pd.DataFrame(rows, columns=items, index=[f"r{number}" for number in range(len(rows))], dtype="float64")
    if frame.isna().all(axis=None):
        return
    ledger = rc.Ledger.from_wide(frame, decimals="exact", rules=["T = X + M", "P = X - Q"], missing=mode)
    found = run(ledger, checks=["identity"], joint=False).findings
    found = found[found["verdict"] != "unchecked"]
    told = {
        (rule[0], row): verdict != "conflict"
        for rule, row, verdict in zip(
            found["rule"], found["finding"].str.extract(r"\(?row=(r[0-9]+)")[0], found["verdict"], strict=True
        )
    }
    for name, (t, x, m, p, q) in zip(frame.index, rows, strict=True):
        minus = None if q is None else -q
        for left, row in (("T", (t, x, m)), ("P", (p, x, minus))):
            wanted = compared(row, mode)
            if wanted is not None:
                assert told[left, name] == wanted
            else:  # where both rules are looked at for other figures, nought is nought
                assert told.get((left, name), True)


def test_a_rule_of_which_nothing_is_there_is_not_decided():
    frame = pd.DataFrame({"T": [3.0], "X": [1.0], "M": [2.0], "P": [np.nan], "Q": [np.nan]}, index=["r0"])
    rules = ["T = X + M", "P = Q"]
    for mode in ("non_zero", "partial_zero"):
        ledger = rc.Ledger.from_wide(frame, decimals="exact", rules=rules, missing=mode)
        assert list(run(ledger, checks=["identity"], joint=False).findings["rule"]) == ["T = X + M"]
    ledger = rc.Ledger.from_wide(frame, decimals="exact", rules=iter(rules), missing="always_zero")
    assert list(run(ledger, checks=["identity"], joint=False).findings["verdict"]) == ["exact", "exact"]


@pytest.mark.parametrize("mode", MODES)
def test_rows_that_a_mode_does_not_look_at_are_left_alone(mode):
    rows = [(None, None, None), (0, None, 0), (1, 1, None), (None, 1, 1), (3, 2, 1)]
    frame = pd.DataFrame(rows, columns=ITEMS, index=[f"r{number}" for number in range(len(rows))], dtype="float64")
    wanted = {name: compared(row, mode) for name, row in zip(frame.index, rows, strict=True)}
    ledger = rc.Ledger.from_wide(frame, decimals="exact", rules=["T = X + M"], missing=mode)
    assert verdicts(ledger) == {name: holds for name, holds in wanted.items() if holds is not None}


def test_what_is_nought_is_so_exactly():
    frame = pd.DataFrame({"T": [5.3], "X": [5.2], "M": [np.nan]})
    (finding,) = run(rc.Ledger.from_wide(frame, decimals=1, rules=["T = X + M"], missing="partial_zero")).findings[
        "message"
    ]
    assert finding == "5.2 + 0 = 5.2, reported 5.3: rounding explains up to 0.1"


def test_growth_that_is_missing_is_not_nought():
    frame = pd.DataFrame({"year": [2023, 2024], "x": ["10", "11"], "growth": ["", "10 %"]})
    columns = {"growth": {"measure": "x", "stat": "growth", "base": "period=-1"}}
    ledger = rc.Ledger.from_wide(frame, id={"year": "period"}, columns=columns, missing="always_zero")
    assert list(ledger.claims["stat"]) == ["level", "level", "growth"]


def test_an_unknown_mode_is_refused():
    with pytest.raises(rc.LedgerError, match="unknown mode 'zero'; known are non_null"):
        rc.Ledger.from_wide(pd.DataFrame({"a": ["1"]}), missing="zero")
