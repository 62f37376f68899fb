"""The workload by hand in DuckDB SQL: a pivot by filtered aggregates, a join for growth, floating point."""

from __future__ import annotations

import duckdb
import pyarrow as pa
from race import race

NAMES = ("trade", "exports", "imports", "exports_goods", "exports_services", "imports_goods", "imports_services")
FIGURES = {name: f"source = 'yearbook' and stat = 'level' and measure = '{name}'" for name in NAMES}
FIGURES["growth"] = "stat = 'growth'"
FIGURES["trade_again"] = "source = 'bulletin' and measure = 'trade'"
FIGURES["exports_again"] = "source = 'bulletin' and measure = 'exports'"
PIVOT = ", ".join(
    f"any_value(value) filter ({where}) as {name}, any_value(half) filter ({where}) as {name}_half"
    for name, where in FIGURES.items()
)
SUMS = (
    ("trade", "exports", "imports"),
    ("exports", "exports_goods", "exports_services"),
    ("imports", "imports_goods", "imports_services"),
)
CHECKS = [(f"{w} = {a} + {b}", f"c.{a} + c.{b} - c.{w}", f"c.{a}_half + c.{b}_half + c.{w}_half") for w, a, b in SUMS]
CHECKS += [(n, f"c.{n} - c.{n}_again", f"c.{n}_half + c.{n}_again_half") for n in ("trade", "exports")]
CHECKS.append(
    (
        "growth",
        "b.trade * (1 + c.growth / 100) - c.trade",
        "b.trade_half * (1 + c.growth / 100) + (b.trade + b.trade_half) * c.growth_half / 100 + c.trade_half",
    )
)
EARLIER = "left join cells b on b.area = c.area and b.product = c.product and b.year = c.year - 1"
SELECTS = "\nunion all ".join(
    f"select c.area, c.product, c.period, '{name}' as \"check\", {residual} as residual from cells c "
    f"{EARLIER if 'b.' in residual else ''} where abs({residual}) > {allowed}"
    for name, residual, allowed in CHECKS
)


def run(path: str) -> pa.Table:
    connection = duckdb.connect()
    query = f"""
        with claims as (select *, 0.5 * pow(10.0, -decimals) as half from read_parquet('{path}')),
        cells as materialized (
            select area, product, period, period::int as year, {PIVOT} from claims group by area, product, period
        )
        {SELECTS}
    """
    return connection.sql(query).to_arrow_table()


if __name__ == "__main__":
    race(run)
