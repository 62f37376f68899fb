"""What claims by columns must satisfy, as a Pandera schema: names are judged once each, numbers as whole columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.codes import Codes, Crossed
from reconcile.ledger.columns import STATS, STATUSES
from reconcile.ledger.schema import LONGEST_CELL, base_problem

_MOST_DECIMALS = 999


def exact_word(text: str) -> bool:
    """Whether decimals say that the value is exact."""
    return text.lower() in {"exact", "inf"}


def _each(good: Callable[[str], bool]) -> pa.Check:
    """All values of a column of names satisfy this; rows do not matter, since every value is in some row."""

    def holds(column: pd.Series[Any]) -> bool:
        return all(map(good, column.cat.categories))

    return pa.Check(holds, error=good.__name__, ignore_na=False)  # no code stands for nothing


def clean(text: str) -> bool:
    return text == text.strip() and len(text) <= LONGEST_CELL


def given(text: str) -> bool:
    return clean(text) and text != ""


def a_period(text: str) -> bool:
    try:
        return read_period(text).text == text
    except PeriodError:
        return False


def a_stat(text: str) -> bool:
    return text in STATS


def a_status(text: str) -> bool:
    return text in STATUSES


def decimals(text: str) -> bool:
    body = text[1:] if text[:1] in {"+", "-"} else text
    return exact_word(text) or (body.isascii() and body.isdigit() and len(body) <= len(str(_MOST_DECIMALS)))


def finite(column: pd.Series[Any]) -> bool:
    """Floats are numbers; digits that were read always are."""
    return column.dtype.kind != "f" or bool(np.isfinite(column.to_numpy()).all())


def bases(frame: pd.DataFrame) -> bool:
    """Every statistic has the base that it needs, a level none; each combination is judged once."""
    stat, base, period = (
        Codes(frame[name].cat.codes.to_numpy(), tuple(frame[name].cat.categories))
        for name in ("stat", "base", "period")
    )
    rows = np.flatnonzero((stat.code != stat.find("level")) | (base.code != base.find("")))
    crossed = Crossed(stat, base, period)
    return not any(base_problem(*one) for one in crossed.texts(crossed.numbers(rows)))


def _names(check: Callable[[str], bool]) -> pa.Column:
    return pa.Column("category", _each(check))


coded_schema = pa.DataFrameSchema(
    {
        "source": _names(given),
        "measure": _names(given),
        "area": _names(clean),
        "period": pa.Column("category", [_each(given), _each(a_period)]),
        "stat": _names(a_stat),
        "base": _names(clean),
        "status": _names(a_status),
        "unit": _names(clean),
        "decimals": _names(decimals),
        "value": pa.Column(None, pa.Check(finite, error="finite", ignore_na=False)),
    },
    checks=pa.Check(bases, error="bases"),
    name="coded claims",
)
"""Claims as columns of categories with their values; further columns are dimensions, judged as areas are."""
