"""The workload by hand in pandas: Pandera validates the claims, a pivot aligns them, floating point."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from race import race

SUMS = (
    ("trade", "exports", "imports"),
    ("exports", "exports_goods", "exports_services"),
    ("imports", "imports_goods", "imports_services"),
)
TEXTS = ("source", "measure", "area", "product", "period", "stat", "base")
SCHEMA = pa.DataFrameSchema(
    {
        **{name: pa.Column(str) for name in TEXTS},
        "value": pa.Column(float),
        "decimals": pa.Column(int, pa.Check.in_range(-12, 12), coerce=True),
    },
    unique=["source", "measure", "area", "product", "period", "stat"],
)


def run(path: str) -> pd.DataFrame:
    claims = pd.read_parquet(path)
    claims = SCHEMA.validate(claims.astype(dict.fromkeys(TEXTS, str)), lazy=True)
    claims["half"] = 0.5 * 10.0 ** -claims["decimals"].astype(float)
    again = claims["measure"].mask(claims["source"] == "bulletin", claims["measure"] + "_again")
    claims["figure"] = again.mask(claims["stat"] == "growth", "growth")
    wide = claims.pivot_table(
        index=["area", "product", "period"], columns="figure", values=["value", "half"], aggfunc="first"
    )
    value, half = wide["value"], wide["half"]
    before = value["trade"].groupby(level=["area", "product"]).shift()
    before_half = half["trade"].groupby(level=["area", "product"]).shift()
    checks = {f"{w} = {a} + {b}": (value[a] + value[b] - value[w], half[a] + half[b] + half[w]) for w, a, b in SUMS}
    for name in ("trade", "exports"):
        checks[name] = (value[name] - value[f"{name}_again"], half[name] + half[f"{name}_again"])
    factor, slack = 1 + value["growth"] / 100, half["growth"] / 100
    allowed = before_half * factor + (before + before_half) * slack + half["trade"]
    checks["growth"] = (before * factor - value["trade"], allowed)
    return pd.concat({name: residual[residual.abs() > most] for name, (residual, most) in checks.items()}).reset_index()


if __name__ == "__main__":
    race(run)
