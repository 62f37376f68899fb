"""A small ledger with findings of every verdict, for whoever shows findings."""

from __future__ import annotations

from pathlib import Path

LEDGER = """\
title: Trade of a small country
defaults: {area: XK, unit: USD}
measures:
  exports: {kind: flow}
  imports: {kind: flow}
  trade: {kind: flow}
rules:
  - trade = exports + imports
accepted:
  - finding: "identity:trade=exports+imports:XK:2021:final:yearbook"
    reason: the yearbook's own correction
"""
YEARBOOK = """\
source: {title: Yearbook, published: 2025-08-01, language: en}
claims:
  - {measure: trade, period: 2024, reported: 783.4 billion USD, quote: trade came to 783.4 billion USD}
  - {measure: exports, period: 2024, reported: 403.7 billion USD, quote: exports of 403.7 billion USD}
  - {measure: imports, period: 2024, reported: 379.6 billion USD, quote: imports of 379.6 billion USD}
  - {measure: trade, period: 2023, reported: 3.3 billion USD}
  - {measure: exports, period: 2023, reported: 1.1 billion USD}
  - {measure: imports, period: 2023, reported: 2.2 billion USD}
  - {measure: trade, period: 2022, reported: 31.3 billion USD, quote: trade came to 31.3 billion USD}
  - {measure: exports, period: 2022, reported: 10.1 billion USD, quote: exports of 10.1 billion USD}
  - {measure: imports, period: 2022, reported: 20.2 billion USD, quote: imports of 20.2 billion USD}
  - {measure: trade, period: 2021, reported: 5.0 billion USD}
  - {measure: exports, period: 2021, reported: 1.0 billion USD}
  - {measure: imports, period: 2021, reported: 1.0 billion USD}
  - {measure: trade, period: 2020, reported: about 100 billion USD}
  - {measure: exports, period: 2020, reported: 50.0 billion USD}
  - {measure: imports, period: 2020, reported: 47.0 billion USD}
  - {measure: exports, period: 2019, reported: 7.0 billion USD}
"""
BULLETIN = """\
source: {title: Bulletin, published: 2025-01-15, language: en}
claims:
  - {measure: trade, period: 2024, status: estimate, reported: 780.1 billion USD}
"""


def write_ledger(folder: Path, ledger: str = LEDGER, **sources: str) -> Path:
    """Write a ledger; without sources, the yearbook and the bulletin."""
    (folder / "sources").mkdir(parents=True)
    (folder / "ledger.yaml").write_text(ledger, encoding="utf-8")
    for name, text in (sources or {"yearbook": YEARBOOK, "bulletin": BULLETIN}).items():
        (folder / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
