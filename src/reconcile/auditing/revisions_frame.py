"""Revisions as a triangle laid out long: a row for each quantity and publication of a series, with its steps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from reconcile.checks.engine.claims import Store
from reconcile.exact.interval import text
from reconcile.language.codelists import STATS, STATUSES

_TOLD = ("status", "series", "source", "published", "claim", "value", "unit", "first", "latest", "step")


def revisions_frame(store: Store) -> pd.DataFrame:
    """What each release of a series says of a quantity that several of them report, the earliest first.

    ``value``, ``first`` and ``latest`` are exact decimal text in base units, the low ends of ranges; ``step`` is what
    a release added to the one before it, None for the first.
    """
    names = ["measure", *store.places.columns, "period", "stat", "base", *_TOLD]
    return pd.DataFrame(_rows(store), columns=names, dtype=object)


def _rows(store: Store) -> Iterator[dict[str, Any]]:
    source = store.source.at(np.arange(len(store)))
    claims = np.flatnonzero(store.series[source] > 0)
    columns = (store.measure, store.place, store.period, store.stat, store.base, store.status)
    quantity = [column.at(claims) for column in columns]
    series, first, last = (of[source[claims]] for of in (store.series, store.first_days, store.last_days))
    order = np.lexsort((first, last, series, *quantity[::-1]))
    keys = np.stack((*quantity, series), axis=1)[order].tolist()
    for key, members in groupby(zip(keys, claims[order].tolist(), strict=True), key=lambda one: one[0]):
        rows = [claim for _, claim in members]
        if len({int(source[claim]) for claim in rows}) > 1:
            yield from _of_quantity(store, key, rows)


def _of_quantity(store: Store, key: list[int], claims: list[int]) -> Iterator[dict[str, Any]]:
    measure, place, period, stat, base, status, _ = key
    quantity = dict.fromkeys(store.places.columns, "") | store.quantity(
        place, store.period.values[period], store.measure.values[measure]
    )
    quantity |= {"stat": STATS[stat], "base": store.base.values[base], "status": STATUSES[status]}
    values = [Fraction(store.figures.value[claim]) for claim in claims]
    ends = {"first": text(values[0]), "latest": text(values[-1])}
    before: Fraction | None = None
    for claim, value in zip(claims, values, strict=True):
        row = store.ledger.sources.iloc[int(store.source.code[claim])]
        said = {name: str(row[name]) for name in ("source", "series", "published")}
        figure = {"value": text(value), "unit": store.figures.units[store.figures.unit[claim]]}
        step = None if before is None else text(value - before)
        yield quantity | said | {"claim": store.claim("claim", claim)} | figure | ends | {"step": step}
        before = value
