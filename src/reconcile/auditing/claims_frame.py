"""The claims of a ledger with what they stand for, as a frame."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reconcile.auditing.finding_texts import exact_text
from reconcile.checks.engine.claims import Store
from reconcile.exact.interval import text


def claims_frame(store: Store) -> pd.DataFrame:
    """Every claim of a ledger, with its value in base units and the interval that it stands for in the face reading."""
    claims, figures, face = store.ledger.claims, store.figures, store.readings.face
    rows = range(len(claims))
    printed = [figures[row] for row in rows]
    ends = [face[row] for row in rows]
    columns: dict[str, Any] = {name: claims[name] for name in _before(list(map(str, claims)))}
    columns |= {
        "value": [text(figure.value) for figure in printed],
        "low": pd.Series([exact_text(end.low) for end in ends], claims.index, dtype=object),
        "high": pd.Series([exact_text(end.high) for end in ends], claims.index, dtype=object),
        "low_open": [end.low_open for end in ends],
        "high_open": [end.high_open for end in ends],
        "decimals": pd.array([figures.decimals(row) for row in rows], dtype="Int64"),
        "unit": [figure.unit for figure in printed],
        "qualifier": [figure.qualifier for figure in printed],
        **{name: claims[name] for name in ("quote", "page", "at")},
    }
    return pd.DataFrame(columns, index=claims.index)


def _before(columns: list[str]) -> list[str]:
    """The columns of a claim up to its words: what a figure says comes after them."""
    return columns[: columns.index("reported") + 1]
