"""Checks in VTL on vtlengine's DuckDB engine: the whole workload from the claims, or sums that are aligned already.

python by_vtlengine.py CLAIMS claims      # all six checks; the alignment is VTL's own
python by_vtlengine.py ALIGNED rounding   # five checks on a row a cell, with what rounding allows in the rules
python by_vtlengine.py ALIGNED equal      # three sums as a hierarchy, which VTL asks to be equal
"""

from __future__ import annotations

import os
import sys
import time

os.environ["VTL_THREADS"] = str(os.cpu_count())  # one, unless told

import pandas as pd
import vtlengine
from race import race
from vtlengine.duckdb_transpiler.io import _execution

SUMS = (
    ("trade", "exports", "imports"),
    ("exports", "exports_goods", "exports_services"),
    ("imports", "imports_goods", "imports_services"),
)
AGREEMENTS = ("trade", "exports")
LEVELS = ("trade", *SUMS[0][1:], *SUMS[1][1:], *SUMS[2][1:])
FIGURES = {name: ("yearbook", name, "level") for name in LEVELS}
FIGURES |= {f"{name}_again": ("bulletin", name, "level") for name in AGREEMENTS}
HALVES = tuple(f"{name}_half" for name in FIGURES)
GROWTH = ("yearbook", "trade", "growth")
CELL = ["place", "period"]
CLAIM = ["source", "concept", "area", "product", "period", "stat"]  # "measure" is a word of VTL's own

WITHIN = [f"abs({a} + {b} - {whole}) <= {a}_half + {b}_half + {whole}_half" for whole, a, b in SUMS]
WITHIN += [f"abs({name} - {name}_again) <= {name}_half + {name}_again_half" for name in AGREEMENTS]
GROWN = (
    "abs(before * (1 + growth / 100) - trade) <= "
    "before_half * (1 + growth / 100) + (before + before_half) * growth_half / 100 + trade_half"
)


def ruleset(kind: str, variables: str, rules: list[str]) -> str:
    numbered = "; ".join(f"wrong_{number}: {rule}" for number, rule in enumerate(rules))
    return f"define {kind} ruleset sums ({variables}) is {numbered} end {kind} ruleset;"


def aligning() -> str:
    """From claims to a row a cell: a subspace a figure, joined; growth is not there in the first year."""
    said = ["halved := claims[calc half := 0.5 * power(10, -decimals)][keep value, half];"]
    for name, (source, concept, stat) in {**FIGURES, "growth": GROWTH}.items():
        key = f'source = "{source}", concept = "{concept}", stat = "{stat}"'
        said.append(f"{name}_ := halved[sub {key}][rename value to {name}, half to {name}_half];")
    said.append(f"wide := left_join({', '.join(f'{name}_' for name in FIGURES)}, growth_);")
    over = "1 over (partition by area, product order by period)"
    said.append(f"cells := wide[calc before := lag(trade, {over}), before_half := lag(trade_half, {over})];")
    return "\n".join(said)


WIDE = (*FIGURES, *HALVES)
EVERY = (*WIDE, "growth", "growth_half", "before", "before_half")
SCRIPTS = {
    "claims": f"""
        {ruleset("datapoint", f"variable {', '.join(EVERY)}", [*WITHIN, GROWN])}
        {aligning()}
        found <- check_datapoint(cells, sums invalid);""",
    "rounding": f"""
        {ruleset("datapoint", f"variable {', '.join(WIDE)}", WITHIN)}
        found <- check_datapoint(claims, sums invalid);""",
    "equal": f"""
        {ruleset("hierarchical", "variable rule figure", [f"{whole} = {a} + {b}" for whole, a, b in SUMS])}
        found <- check_hierarchy(claims, sums rule figure non_null dataset invalid);""",
}
MEASURES = {"claims": ("value", "decimals"), "rounding": WIDE, "equal": ("value",)}
IDENTIFIERS = {"claims": CLAIM, "rounding": CELL, "equal": [*CELL, "figure"]}

loading = 0.0
load = _execution.load_scheduled_datasets


def loaded(*given: object, **named: object) -> None:
    """What the engine takes to bring a frame into DuckDB; left out of its time."""
    global loading  # noqa: PLW0603 - the engine calls this from its inside
    start = time.perf_counter()
    load(*given, **named)
    loading += time.perf_counter() - start


_execution.load_scheduled_datasets = loaded


def ready(path: str) -> pd.DataFrame:
    if how == "claims":
        claims = pd.read_parquet(path).rename(columns={"measure": "concept"})[[*CLAIM, *MEASURES[how]]]
        texts = dict.fromkeys((name for name in CLAIM if name != "period"), str)
        return claims.astype({"period": str, **texts}).astype({"period": int})
    if how == "rounding":
        return pd.read_parquet(path, columns=[*CELL, *WIDE])
    return pd.read_parquet(path, columns=[*CELL, *LEVELS]).melt(id_vars=CELL, var_name="figure")


def run(claims: pd.DataFrame) -> pd.DataFrame:
    global loading  # noqa: PLW0603 - as above
    loading = 0.0
    columns = [
        {"name": name, "type": "Integer" if name == "period" and how == "claims" else "String", "role": "Identifier"}
        for name in IDENTIFIERS[how]
    ]
    columns += [{"name": name, "type": "Number", "role": "Measure"} for name in MEASURES[how]]
    structure = {
        "datasets": [
            {"name": "claims", "DataStructure": [{**one, "nullable": one["role"] == "Measure"} for one in columns]}
        ]
    }
    return vtlengine.run(SCRIPTS[how], structure, {"claims": claims}, use_duckdb=True)["found"].data


def named(found: pd.DataFrame) -> list[tuple[str, str, int]]:
    place = found["place"] if "place" in found else found["area"] + found["product"]
    rule = found["ruleid"].str.removeprefix("wrong_").astype(int)
    return list(zip(place, found["period"].astype(str), rule.tolist(), strict=True))


if __name__ == "__main__":
    how = sys.argv[2]
    race(run, ready=ready, less=lambda: loading, named=named)
