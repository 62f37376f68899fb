"""Dense claims as a table: the same findings, word for word, as of claims that are sorted."""

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
from reconcile.checks.engine import base_lookup, layout, part
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.deciding import ABSENT
from reconcile.checks.engine.part import part_of
from reconcile.checks.engine.readings import Hedges
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


@costly(4, least=2)
@given(grids().filter(bool))
@example([{"measure": "t", "area": area, "period": "2024"} for area in "xy"])
def test_claims_in_a_table_and_claims_in_order_are_judged_alike(claims: list[dict[str, str]]) -> None:
    ledger = claims_ledger(*claims, rules=RULES, measures={name: {"kind": "stock"} for name in VALUES})
    made = []
    with patch.object(part, "laid_out", lambda store: made.append(layout.laid_out(store)) or made[-1]):
        in_table = shown(ledger)
    with patch.object(part, "laid_out", lambda store: made.append(None)):  # noqa: ARG005
        assert in_table == shown(ledger)
        for room in (2**62, 0):
            with patch.multiple(base_lookup, _DENSE=0, _SPARE=-1, _ROOM=room):
                assert in_table == shown(ledger)
    if len({(claim["area"], claim.get("source")) for claim in claims}) > 1 and len(claims) > 60:
        assert any(made)


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
    table = store.layout
    assert table is not None
    assert table.claim.shape == (2 * 2 * 3, 2 * 3)
    assert sorted(table.claim.reshape(-1)) == list(range(len(claims)))
    for row, fields in enumerate(table.claim):
        for column, claim in enumerate(fields):
            assert store.measure.code[claim] == table.slots.measure[row]
            assert store.source.code[claim] == table.slots.source[row]
            assert store.stat.code[claim] == table.slots.stat[row]
            assert store.place.code[claim] == table.place()[column]
            assert store.period.code[claim] == table.period()[column]
    assert len(table.quantities) == 6
    assert table.quantity_count == 6 * 6


def test_growth_over_the_year_before_is_one_row_and_over_another_year_another() -> None:
    years = [{"period": year, "stat": "growth", "base": str(int(year) - 1)} for year in YEARS[1:]]
    table = stored({"period": "2021"}, *years, {"period": "2024", "stat": "growth", "base": "2021"}).layout
    assert table is not None
    assert sorted((fields != ABSENT).sum() for fields in table.claim) == [1, 1, 3]


@pytest.mark.parametrize("said", [{}, {"value": "11"}])
def test_what_a_source_says_twice_is_sorted(said: dict[str, str]) -> None:
    assert stored({"claim": "one"}, {"claim": "two"} | said).layout is None


def test_what_is_sparse_is_sorted() -> None:
    claims = [{"area": f"a{number}", "measure": f"m{number}", "period": str(1500 + number)} for number in range(400)]
    store = stored(*claims)
    assert store.layout is None
    assert store.laid is not None
