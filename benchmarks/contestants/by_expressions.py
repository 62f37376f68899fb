"""The workload on a frame in memory, as raw expressions: pandas aligns series by their index, floating point.

Figures are series over area, product and period, and the expressions are those that one writes in a notebook. Nothing
is validated; a figure that is reported twice would go through the sums twice.
"""

from __future__ import annotations

import pandas as pd
from race import race

SUMS = (
    ("trade", "exports", "imports"),
    ("exports", "exports_goods", "exports_services"),
    ("imports", "imports_goods", "imports_services"),
)
CELL = ["area", "product", "period"]


def run(claims: pd.DataFrame) -> pd.Series:
    claims = claims.assign(half=0.5 * 10.0 ** -claims["decimals"].astype(float))
    yearbook, levels = claims["source"] == "yearbook", claims["stat"] == "level"
    value, half = {}, {}

    def figure(name: str, rows: pd.Series) -> None:
        series = claims.loc[rows, [*CELL, "value", "half"]].set_index(CELL)
        value[name], half[name] = series["value"], series["half"]

    for name in {name for names in SUMS for name in names}:
        figure(name, yearbook & levels & (claims["measure"] == name))
    for name in ("trade", "exports"):
        figure(f"{name}_again", ~yearbook & (claims["measure"] == name))
    figure("growth", ~levels)
    checks = {f"{w} = {a} + {b}": (value[a] + value[b] - value[w], half[a] + half[b] + half[w]) for w, a, b in SUMS}
    for name in ("trade", "exports"):
        checks[name] = (value[name] - value[f"{name}_again"], half[name] + half[f"{name}_again"])
    place = value["trade"].groupby(level=["area", "product"], observed=True)
    before, before_half = place.shift(), half["trade"].groupby(level=["area", "product"], observed=True).shift()
    factor, slack = 1 + value["growth"] / 100, half["growth"] / 100
    allowed = before_half * factor + (before + before_half) * slack + half["trade"]
    checks["growth"] = (before * factor - value["trade"], allowed)
    return pd.concat({name: residual[residual.abs() > most] for name, (residual, most) in checks.items()})


if __name__ == "__main__":
    race(run, ready=pd.read_parquet)
