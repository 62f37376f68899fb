"""Sums at the edge of rounding, aligned already, by those who calculate in floating point: how many verdicts are wrong.

Each is written as an expert writes it: what rounding allows is half of ten to the minus decimals, summed up. A second
version of NumPy's has the tolerance that one adds once ties have been seen to fail.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import polars as pl

PARTS = ("a", "b", "c", "d")
FIGURES = ("total", *PARTS)


def by_numpy(path: str, *, truncated: bool, tolerance: float = 0.0) -> np.ndarray:
    frame = pd.read_parquet(path)
    total, *parts = (frame[name].to_numpy() for name in FIGURES)
    unit, *units = (10.0 ** -frame[f"{name}_decimals"].to_numpy(dtype=np.float64) for name in FIGURES)
    residual = sum(parts) - total
    if truncated:
        return (residual >= unit - tolerance) | (residual <= -sum(units) + tolerance)
    return np.abs(residual) > 0.5 * (unit + sum(units)) + tolerance


def by_pandas(path: str, *, truncated: bool) -> np.ndarray:
    frame = pd.read_parquet(path)
    unit = 10.0 ** -frame.filter(like="_decimals").astype(float)
    residual = frame[[*PARTS]].sum(axis=1) - frame["total"]
    if truncated:
        of_total = unit.pop("total_decimals")
        return ((residual >= of_total) | (residual <= -unit.sum(axis=1))).to_numpy()
    return (residual.abs() > 0.5 * unit.sum(axis=1)).to_numpy()


def by_polars(path: str, *, truncated: bool) -> np.ndarray:
    unit = {name: pl.lit(10.0).pow(-pl.col(f"{name}_decimals").cast(pl.Float64)) for name in FIGURES}
    residual = pl.sum_horizontal(*PARTS) - pl.col("total")
    if truncated:
        wrong = (residual >= unit["total"]) | (residual <= -pl.sum_horizontal(*(unit[name] for name in PARTS)))
    else:
        wrong = residual.abs() > 0.5 * pl.sum_horizontal(*unit.values())
    return pl.scan_parquet(path).select(wrong.alias("wrong")).collect()["wrong"].to_numpy()


def by_duckdb(path: str, *, truncated: bool) -> np.ndarray:
    unit = {name: f"pow(10.0, -{name}_decimals)" for name in FIGURES}
    residual = f"{' + '.join(PARTS)} - total"
    if truncated:
        wrong = f"{residual} >= {unit['total']} or {residual} <= -({' + '.join(unit[name] for name in PARTS)})"
    else:
        wrong = f"abs({residual}) > 0.5 * ({' + '.join(unit.values())})"
    return duckdb.sql(f"select {wrong} as wrong from read_parquet('{path}')").fetchnumpy()["wrong"]


HANDS: dict[str, Callable[..., np.ndarray]] = {
    "NumPy": by_numpy,
    "NumPy, tolerance 1e-9": lambda path, truncated: by_numpy(path, truncated=truncated, tolerance=1e-9),
    "pandas": by_pandas,
    "Polars": by_polars,
    "DuckDB": by_duckdb,
}


if __name__ == "__main__":
    path, truncated = sys.argv[1], sys.argv[2] == "truncated"
    truth = pd.read_parquet(path, columns=["wrong"])["wrong"].to_numpy()
    print(json.dumps({name: int((hand(path, truncated=truncated) != truth).sum()) for name, hand in HANDS.items()}))
