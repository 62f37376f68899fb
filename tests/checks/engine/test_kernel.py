"""Verdicts in whole numbers on a grid, and as intervals: the same, whatever the table is like."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import CHECKS, SHOWN
from costly import costly
from reconcile.auditing import Result, run
from reconcile.auditing.large import parts
from reconcile.checks.engine import grid, table
from reconcile.ledger.ledger import Ledger
from strategies import Draw

RULES: list[Any] = [
    "t = a + b",
    "1.5 * t = 1.5 * a + 1.5 * b",
    "a <= t",
    {"rule": "t = a + b + c", "missing": "zero"},
    {"rule": "b <= a", "where": {"area": ["x"], "period": ["2022", "2023"]}},
]
YEARS = ("2020", "2021", "2022", "2023")
LEVELS = {"t": 100, "a": 60, "b": 40, "c": 0}


@st.composite
def tables(draw: Draw) -> pd.DataFrame:
    """What sources print of a few measures: mostly everything, mostly right, mostly equally fine."""
    gaps = draw(st.sampled_from([0, 0, 1, 10]))
    wrong = draw(st.sampled_from([0, 10]))
    finer = draw(st.sampled_from([0, 5]))
    sources = draw(st.sampled_from(["r", "rs", "rsq"]))
    measures = {source: draw(st.sampled_from(["tab", "tabc", "t", "ta"])) for source in sources[1:]} | {"r": "tabc"}
    said = draw(st.lists(st.sampled_from(["growth", "long growth", "share", "ratio"]), unique=True, max_size=2))
    rows: list[dict[str, Any]] = []

    def often(share: int) -> bool:
        return draw(st.integers(1, 40)) <= share

    for area in draw(st.sampled_from(["xy", "xyzw"])):
        for at, year in enumerate(YEARS):
            for source in sources:
                for measure in measures[source]:
                    where = {"source": source, "measure": measure, "area": area, "period": year}
                    where |= {"stat": "level", "base": ""}
                    if not often(gaps):
                        value = LEVELS[measure] + at + (draw(st.integers(-20, 20)) if often(wrong) else 0)
                        decimals = 1 if often(finer) else 0
                        rows.append(where | {"value": value + 0.1 * decimals, "decimals": decimals})
                    back = 2 if "long growth" in said else 1
                    if measure == "t" and at >= back and {"growth", "long growth"} & {*said}:
                        rate = round(100 * (100 + at) / (100 + at - back) - 100) + (3 if often(wrong) else 0)
                        based = {"stat": "growth", "base": YEARS[at - back]}
                        rows.append(where | based | {"value": float(rate), "decimals": 0})
                    for stat, value, places in (("share", 60.0, 0), ("ratio", 1.5, 1)):
                        if measure == "a" and stat in said:
                            base = "t" if stat == "share" else "b"
                            rows.append(where | {"stat": stat, "base": base, "value": value, "decimals": places})
    return pd.DataFrame(rows)


def of(frame: pd.DataFrame, rules: list[Any] = RULES) -> Ledger:
    measures = {name: {"kind": "stock"} for name in LEVELS}
    return Ledger.from_frames(frame, rules=rules, measures=measures)


def shown(result: Result) -> tuple[list[tuple[Any, ...]], pd.DataFrame, pd.DataFrame]:
    frame = result.findings[SHOWN]
    assert not frame["finding"].str.contains("crashed").any(), frame["message"].tolist()
    return (
        [tuple(map(repr, row)) for row in frame.itertuples(index=False, name=None)],
        result.verdicts,
        result.summary(),
    )


def both(ledger: Ledger, size: int, short: int = 64) -> Result:
    """The audit, after seeing that it is the same where no figure is on a grid, and where cells are searched."""
    with patch.object(parts, "_SHORT", short):
        result = run(ledger, checks=CHECKS, part=size)
    mine = shown(result)
    for other in (patch.object(grid, "_PLAIN", -1), patch.multiple(table, _LOOSE=0, _SPARE=-1)):
        with other:
            theirs = shown(run(ledger, checks=CHECKS, part=size))
        assert mine[0] == theirs[0]
        pd.testing.assert_frame_equal(mine[1], theirs[1], check_exact=True)
        pd.testing.assert_frame_equal(mine[2], theirs[2])
    return result


@costly(4, least=2)
@given(tables().filter(len), st.sampled_from([1, 10, 60]), st.sampled_from([0, 64]))
def test_verdicts_on_a_grid_are_those_of_intervals(frame: pd.DataFrame, size: int, short: int) -> None:
    both(of(frame), size, short)  # parts of stretches, and of single rows


def dense() -> pd.DataFrame:
    """Two areas of which two sources report everything, and three rates of growth; all is right, but for one rate."""
    rows = [
        {"source": source, "measure": measure, "area": area, "period": year, "value": float(value), "decimals": 0}
        for area in "xy"
        for year in YEARS
        for source in "rs"
        for measure, value in LEVELS.items()
    ]
    frame = pd.DataFrame(rows).assign(stat="level", base="")
    for number, (year, base) in enumerate(zip(YEARS[1:], YEARS, strict=False)):
        frame.loc[len(frame)] = ["r", "t", "x", year, float(number), 0, "growth", base]
    return frame


def test_a_dense_table_is_decided() -> None:
    frame = dense()
    frame.loc[frame.eval("source == 's' and measure == 'a' and area == 'y' and period == '2021'"), "value"] = 64.0
    result = both(of(frame), 30)
    counts = result.verdicts.value_counts(["check", "verdict"])
    assert counts["agreement", "conflict"] == 1
    assert counts["identity", "conflict"] == 3  # twice the same sum, and with c besides
    assert counts["statistic", "exact"] == 1
    assert counts["statistic", "conflict"] == 1
    assert counts["statistic", "rounding"] == 1


def test_figures_that_only_touch_agree() -> None:
    frame = dense()
    frame.loc[frame.eval("source == 's' and measure == 'a' and area == 'y' and period == '2021'"), "value"] += 1
    result = both(of(frame, []), 30)
    assert result.verdicts.query("check == 'agreement' and verdict == 'rounding'")["period"].tolist() == ["2021"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "value"),
    [("qualifier", "about"), ("decimals", "2"), ("status", "estimate"), ("value", 40.5), ("period", "2019")],
)
def test_what_is_not_plain_is_decided(column: str, value: Any) -> None:
    frame = dense()
    for name, usual in (("qualifier", ""), ("status", "final")):
        frame[name] = usual
    frame["decimals"] = frame["decimals"].astype(str)
    frame.loc[2, column] = value
    both(of(frame), 30)


def test_figures_beyond_any_grid_are_decided() -> None:
    frame = dense()
    frame["decimals"] = frame["decimals"].astype(str)
    frame.loc[3, "value"], frame.loc[3, "decimals"] = 1e-17, "17"
    both(of(frame), 30)


def test_a_level_that_another_source_has_is_asked_for() -> None:
    frame = dense()
    lacking = frame.eval("source == 'r' and measure == 't' and period == '2020' and stat == 'level'")
    both(of(frame[~lacking], []), 30)
    frame = frame[~frame.eval("measure == 't' and period == '2020' and stat == 'level'")]
    result = both(of(frame, []), 30)
    assert result.verdicts.query("check == 'statistic'")["verdict"].tolist().count("unchecked") == 1


def test_rates_over_a_base_that_is_not_surely_positive_are_decided() -> None:
    frame = dense()
    frame.loc[frame.eval("measure == 't' and period == '2020' and stat == 'level'"), "value"] = 0.0
    result = both(of(frame, []), 30)
    assert "unchecked" in set(result.verdicts.query("check == 'statistic'")["verdict"])


def test_a_rule_of_which_nobody_reports_a_part_is_open() -> None:
    frame = dense()
    frame = frame[~frame.eval("measure == 'b' and area == 'x' and period == '2021'")]
    result = both(of(frame), 30)
    opened = result.verdicts.query("verdict == 'unchecked'")
    assert opened[["source", "area", "period"]].drop_duplicates().to_numpy().tolist() == [["across", "x", "2021"]]


def test_sources_that_say_together_what_none_says_alone_are_decided() -> None:
    frame = dense()
    at = frame.eval("area == 'x' and period == '2021' and stat == 'level'")
    frame = frame[~(at & frame.eval("(source == 'r' and measure == 'a') or (source == 's' and measure == 'b')"))]
    both(of(frame), 30)


def test_units_that_differ_are_decided() -> None:
    frame = dense().assign(unit="")
    frame.loc[frame["stat"] == "level", "unit"] = "USD"
    frame.loc[frame.eval("measure == 't' and area == 'x' and stat == 'level'"), "unit"] = "EUR"
    growing = both(of(frame[frame["source"] == "r"], []), 15)
    assert "conflict" in set(growing.verdicts.query("check == 'statistic'")["verdict"])
    meeting = both(of(frame[frame["stat"] == "level"], []), 30)
    assert set(meeting.verdicts.query("check == 'agreement'")["verdict"]) == {"exact"}


def test_changes_are_decided() -> None:
    frame = dense()
    frame.loc[len(frame)] = ["r", "a", "y", "2023", 0.0, 0, "change", "2022"]
    result = both(of(frame), 30)
    assert result.verdicts.query("check == 'statistic' and measure == 'a'")["verdict"].tolist() == ["exact"]


def test_sources_that_never_meet_need_not_agree() -> None:
    frame = dense()
    frame = frame[((frame["source"] == "r") == (frame["period"] < "2022")) & frame["stat"].eq("level")]
    result = both(of(frame), 15)
    assert "agreement" not in set(result.verdicts["check"])


def test_a_rule_of_which_no_claim_speaks_binds_nothing() -> None:
    frame = dense()
    result = both(of(frame[frame["measure"] == "t"], ["a = b + c"]), 15)
    assert set(result.verdicts["check"]) == {"agreement", "statistic"}


def test_rates_of_which_no_level_is_reported_are_open() -> None:
    frame = dense()
    result = both(of(frame[~frame.eval("measure == 't' and stat == 'level'")], []), 30)
    assert result.verdicts.query("check == 'statistic'")["verdict"].tolist() == ["unchecked"] * 3
