"""The workload by hand in Polars: one lazy query, a pivot by conditional aggregates, floating point."""

from __future__ import annotations

import polars as pl
from race import race

CELL = ["area", "product", "period"]
SUMS = {
    "trade": ("exports", "imports"),
    "exports": ("exports_goods", "exports_services"),
    "imports": ("imports_goods", "imports_services"),
}
NAMES = ["trade", *SUMS["trade"], *SUMS["exports"], *SUMS["imports"]]


def run(path: str) -> pl.DataFrame:
    claims = pl.scan_parquet(path).with_columns(half=0.5 * pl.lit(10.0).pow(-pl.col("decimals").cast(pl.Float64)))
    yearbook = (pl.col("source") == "yearbook") & (pl.col("stat") == "level")
    figures = {name: yearbook & (pl.col("measure") == name) for name in NAMES}
    figures["growth"] = pl.col("stat") == "growth"
    for name in ("trade", "exports"):
        figures[f"{name}_again"] = (pl.col("source") == "bulletin") & (pl.col("measure") == name)
    cells = claims.group_by(CELL).agg(
        *(pl.col("value").filter(where).first().alias(name) for name, where in figures.items()),
        *(pl.col("half").filter(where).first().alias(f"{name}_half") for name, where in figures.items()),
    )
    cells = cells.with_columns(year=pl.col("period").cast(pl.String).cast(pl.Int32))
    before = cells.select(
        "area", "product", pl.col("year") + 1, before=pl.col("trade"), before_half=pl.col("trade_half")
    )
    cells = cells.join(before, on=["area", "product", "year"], how="left")
    checks = [
        (f"{whole} = {a} + {b}", pl.col(a) + pl.col(b) - pl.col(whole), halves(a, b, whole))
        for whole, (a, b) in SUMS.items()
    ]
    checks += [
        (name, pl.col(name) - pl.col(f"{name}_again"), halves(name, f"{name}_again")) for name in ("trade", "exports")
    ]
    factor, half = 1 + pl.col("growth") / 100, pl.col("growth_half") / 100
    computed = pl.col("before") * factor
    slack = pl.col("before_half") * factor + pl.col("before") * half + pl.col("before_half") * half
    checks.append(("growth", computed - pl.col("trade"), slack + pl.col("trade_half")))
    found = [
        cells.filter(residual.abs() > allowed).select(*CELL, pl.lit(name).alias("check"), residual.alias("residual"))
        for name, residual, allowed in checks
    ]
    return pl.concat(found).collect()


def halves(*names: str) -> pl.Expr:
    return pl.sum_horizontal(*(pl.col(f"{name}_half") for name in names), ignore_nulls=False)


if __name__ == "__main__":
    race(run)
