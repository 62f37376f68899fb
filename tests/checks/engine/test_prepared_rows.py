"""What many rows need for their words is made at once: they say what each says that is asked for alone."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

import reconcile as rc
from reconcile.auditing.run import run
from reconcile.checks.engine import block as blocks
from reconcile.checks.engine.block import Block
from reconcile.checks.finding import WordedFinding
from reconcile.ledger.ledger import Ledger

FIGURES = {
    "trade": ["783.4", "31.3", "3.3", "about 100", "12,000"],
    "exports": ["403.7", "10.1", "1.1", "50.0", "7,000.5"],
    "imports": ["379.6", "20.2", "2.2", "47.0", "4,999.75"],
}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """Plain figures and others beside each other, some of them in two sources, with growth."""
    rows = [
        {"source": source, "measure": measure, "period": str(2020 + year), "reported": f"{figure} billion USD"}
        for source in "ab"
        for measure, figures in FIGURES.items()
        for year, figure in enumerate(figures)
    ]
    rows += [
        {
            "source": "a",
            "measure": "trade",
            "period": str(year),
            "reported": rate,
            "stat": "growth",
            "base": str(year - 1),
        }
        for year, rate in ((2021, "-96 %"), (2022, "-89.5 %"), (2023, "2,900 %"))
    ]
    sources = pd.DataFrame({"source": ["a", "b"], "language": "en"})
    frame = pd.DataFrame(rows).fillna("")
    return rc.Ledger.from_frames(frame, sources=sources, rules=["trade = exports + imports"])


def told(block: Block, rows: list[int]) -> list[dict[str, object]]:
    return [_parts(block.finding(row)) for row in rows]


def _parts(finding: WordedFinding) -> dict[str, object]:
    fields = {one.name: getattr(finding, one.name) for one in dataclasses.fields(finding) if one.name != "behind"}
    return fields | {"terms": finding.behind.terms, "comparisons": finding.behind.comparisons}


@pytest.mark.parametrize("together", [1, 2, 1000])
def test_rows_that_are_prepared_say_what_each_says_alone(ledger, monkeypatch, together):
    monkeypatch.setattr(blocks, "_TOGETHER", together)
    checked = 0
    for block, other in zip(run(ledger).blocks, run(ledger).blocks, strict=True):
        rows = np.flatnonzero(np.ones(len(block.verdict), dtype=bool))
        alone = told(other, rows.tolist())
        assert [_parts(block.finding(row)) for row in block.prepared(rows)] == alone
        block.prepare(rows[:1])
        assert told(block, rows.tolist()) == alone  # also those that were not prepared
        checked += len(rows)
    assert checked > 10


def test_rows_that_cannot_be_prepared_are_put_into_words_one_by_one(ledger):
    def crash(rows: np.ndarray) -> None:
        raise ZeroDivisionError(len(rows))

    messages = run(ledger).findings["message"].tolist()
    result = run(ledger)
    for block in result.blocks:
        block.prepare = crash
    assert result.findings["message"].tolist() == messages
