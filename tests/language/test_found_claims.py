"""The figures that people took from real documents: each is found where its claim says, with its interval and unit."""

from __future__ import annotations

from pathlib import Path

import pytest

import reconcile as rc

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
LEDGER = Path(__file__).parents[2] / "fixtures" / "vietnam-trade"


@pytest.mark.skipif(not SEEDS.exists(), reason="the documents may not be republished, and ../shared is not here")
def test_every_claimed_figure_is_found() -> None:
    ledger = rc.Ledger.read(LEDGER, texts=SEEDS)
    language = dict(zip(ledger.sources["source"], ledger.sources["language"], strict=True))
    mentions = {name: rc.figures(ledger.text(name), language[name]) for name in language}
    lost = []
    for _, claim in ledger.claims.iterrows():
        at, name = int(claim["at"]), claim["source"]
        here = [one for one in mentions[name] if one.start < at + len(claim["reported"]) and at < one.end]
        figure = rc.read_figure(claim["reported"], language[name], unit=claim["unit"] or "")
        if not any(one.figure is not None and _same(one.figure, figure) for one in here):
            lost.append((claim["reported"], [one.words for one in here]))
    assert lost == []


def _same(found: rc.Figure, claimed: rc.Figure) -> bool:
    """The same but for a unit that only the claim's column gives."""
    counted = {found.unit, claimed.unit} <= {"", "count"}
    ends = [(one.value, one.value_high, one.qualifier) for one in (found, claimed)]
    return ends[0] == ends[1] and (found.unit == claimed.unit or counted)
