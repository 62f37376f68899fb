"""Cells of a table of which every field is numbered, and of one that is searched: the same findings, word for word."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims import CHECKS, SHOWN, claims_ledger
from costly import costly
from reconcile.auditing import run
from reconcile.checks.engine import table
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.part import part_of
from reconcile.checks.engine.readings import Hedges
from reconcile.checks.engine.table import ABSENT, CellTable
from reconcile.ledger.ledger import Ledger
from strategies import Draw

RULES = [
    "t = a + b",
    "a <= t",
    "t <= 100",
    {"rule": "t = a + b + c", "missing": "zero"},
    {"rule": "b <= a", "where": {"area": ["x"], "period": ["2023", "2024"]}},
]
YEARS = ("2021", "2022", "2023", "2024")
VALUES = {"t": 10, "a": 6, "b": 4, "c": 0}


@st.composite
def grids(draw: Draw) -> list[dict[str, str]]:
    """What one or two sources say of a few measures, here and there, now and then; sometimes not quite the same."""
    dense = draw(st.sampled_from([1, 2, 10]))
    wrong = draw(st.sampled_from([0, 3, 10]))
    words = draw(st.sampled_from([("",), ("", "about", "nearly", "over")]))
    statuses = draw(st.sampled_from([("final",), ("final", "estimate", "target")]))
    claims = []
    for area in "xyz":
        for year in YEARS:
            for source in draw(st.sampled_from(["s", "sr"])):
                for measure, value in VALUES.items():
                    if draw(st.integers(0, 10)) >= dense:
                        continue
                    shown = value + (draw(st.integers(-3, 3)) if draw(st.integers(0, 30)) < wrong else 0)
                    claim = {"source": source, "measure": measure, "area": area, "period": year, "value": str(shown)}
                    claim["qualifier"] = draw(st.sampled_from(words))
                    claim["status"] = draw(st.sampled_from(statuses))
                    claim |= draw(st.sampled_from([{}] * 20 + [{"value": "5.25"}]))
                    claims.append(claim)
    for claim in list(claims):
        if not draw(st.integers(0, 3)):
            year = draw(st.sampled_from(YEARS))
            stat, base = draw(st.sampled_from([("growth", year), ("change", year), ("share", "t"), ("ratio", "b")]))
            if base != claim["period"]:
                rate = {"growth": "0", "change": "0", "share": "60", "ratio": "1.5"}[stat]
                decimals = "1" if stat == "ratio" else "0"
                claims.append(claim | {"stat": stat, "base": base, "value": rate, "decimals": decimals})
    return claims


def shown(ledger: Ledger) -> list[tuple[Any, ...]]:
    result = run(ledger, checks=CHECKS, part=1)
    frame = result.findings[SHOWN]
    assert not frame["finding"].str.contains("crashed").any(), frame["message"].tolist()
    assert len(result.verdicts) == len(frame)
    return sorted(tuple(map(repr, row)) for row in frame.itertuples(index=False, name=None))


@pytest.mark.slow
@costly(4, least=2)
@given(grids().filter(bool))
@example([{"measure": "t", "area": area, "period": "2024"} for area in "xy"])
def test_claims_in_fields_and_claims_that_are_searched_are_judged_alike(claims: list[dict[str, str]]) -> None:
    ledger = claims_ledger(*claims, rules=RULES, measures={name: {"kind": "stock"} for name in VALUES})
    in_fields = shown(ledger)
    with patch.multiple(table, _LOOSE=0, _SPARE=-1):
        assert in_fields == shown(ledger)


def stored(*claims: dict[str, str]) -> Store:
    """The claims as one part."""
    store = Store.of(claims_ledger(*claims), rounding="nearest", hedges=Hedges())
    return part_of(store, np.arange(len(store)))


def test_each_claim_stands_in_the_field_of_what_it_says_and_where() -> None:
    claims = [
        {"area": area, "period": year, "measure": measure, "source": source} | said
        for area in "xy"
        for year in YEARS[1:]
        for measure in "ab"
        for source in ("r", "s")
        for said in ({}, {"stat": "growth", "base": "2020"}, {"stat": "share", "base": "b"})
    ]
    store = stored(*claims)
    cells = store.table
    assert numbered(cells).shape == (2 * 2 * 3, 2 * 3)
    assert sorted(numbered(cells).reshape(-1)) == list(range(len(claims)))
    for row, fields in enumerate(numbered(cells)):
        for column, cell in enumerate(fields):
            (claim,) = cells.order[cells.starts[cell] : cells.starts[cell] + 1]
            assert store.measure.code[claim] == cells.ways.measure[row]
            assert store.source.code[claim] == cells.ways.source[row]
            assert store.stat.code[claim] == cells.ways.stat[row]
            assert (store.place.code[claim], store.period.code[claim]) == cells.spots(np.array(column))
            assert cells.find(np.array([row]), np.array([column])) == [cell]
    assert len(cells.merged().ways.stat) == 6
    assert len(cells.merged()) == 6 * 6


def numbered(cells: CellTable) -> Any:
    """The cell of each field, by rows."""
    assert cells.number is not None
    assert (cells.number[-1] == ABSENT).all()
    return cells.number[:-1]


def test_growth_over_the_year_before_is_one_row_and_over_another_year_another() -> None:
    years = [{"period": year, "stat": "growth", "base": str(int(year) - 1)} for year in YEARS[1:]]
    cells = stored({"period": "2021"}, *years, {"period": "2024", "stat": "growth", "base": "2021"}).table
    assert sorted((fields != ABSENT).sum() for fields in numbered(cells)) == [1, 1, 3]


@pytest.mark.parametrize("said", [{}, {"value": "11"}])
def test_what_a_source_says_twice_is_one_cell(said: dict[str, str]) -> None:
    cells = stored({"claim": "one"}, {"claim": "two"} | said).table
    assert (len(cells), cells.order.tolist()) == (1, [0, 1])


def test_the_base_of_a_growth_is_in_its_own_place_or_nowhere() -> None:
    claims = [{"area": "x", "value": "80"}, {"area": "y", "value": "100"}]
    claims.append({"area": "y", "value": "25", "stat": "growth", "base": "2022", "unit": "percent"})
    found = run(claims_ledger(*claims), checks=["statistic"]).findings
    assert found["message"].tolist() == ["no level reported of m 2022"]


def test_what_is_sparse_is_searched() -> None:
    claims = [{"area": f"a{number}", "measure": f"m{number}", "period": str(1500 + number)} for number in range(400)]
    cells = stored(*claims).table
    assert cells.number is None
    rows = np.arange(400)
    assert (cells.find(rows, cells.column) == rows).all()
    assert (cells.find(rows, np.roll(cells.column, 1)) == ABSENT).all()
    assert (cells.find(np.full(2, ABSENT), cells.column[:2]) == ABSENT).all()


@pytest.mark.parametrize("loose", [8, 0])
def test_rows_lie_beside_each_other_by_column(loose: int) -> None:
    told = {"a": ("2021", "2022"), "b": ("2022", "2023"), "c": ("2023",)}
    with patch.multiple(table, _LOOSE=loose, _SPARE=-1):
        cells = stored(*({"measure": name, "period": year} for name, years in told.items() for year in years)).table
        laid = cells.beside(np.array([[0, ABSENT], [1, 2]]))
    assert (cells.number is None) == (loose == 0)
    there = {
        (int(view), cells.columns and YEARS[1:][column]): tuple(cell)
        for view, column, cell in zip(laid.view, laid.column, laid.cell.T.tolist(), strict=True)
        if max(cell) >= 0
    }
    assert there == {
        (0, "2022"): (0, ABSENT),
        (0, "2023"): (1, 2),
        (0, "2024"): (ABSENT, 3),
        (1, "2024"): (ABSENT, 4),
    }
