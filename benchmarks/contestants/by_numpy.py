"""The floor: dictionary codes scattered into a dense cube, floating point, NumPy alone.

It is told beforehand which figures there are, and refuses a file that reports one twice.

    python by_numpy.py CLAIMS
    python by_numpy.py CLAIMS frame   # the codes of a pandas frame that is in memory already
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from race import race

TEXTS = ["source", "measure", "area", "product", "period", "stat"]
NAMES = ("trade", "exports", "imports", "exports_goods", "exports_services", "imports_goods", "imports_services")
GROWTH, TRADE_AGAIN, EXPORTS_AGAIN, FIGURES = 7, 8, 9, 10
SUMS = ((0, 1, 2), (1, 3, 4), (2, 5, 6))


def coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    whole = column.unify_dictionaries().combine_chunks()
    return whole.indices.to_numpy(), whole.dictionary.to_pylist()


def run(given: str | pd.DataFrame) -> np.ndarray:
    codes, values = {}, {}
    if isinstance(given, str):
        table = pq.read_table(given, columns=[*TEXTS, "value", "decimals"], read_dictionary=TEXTS)
        for name in TEXTS:
            codes[name], values[name] = coded(table[name])
    else:
        table = given
        for name in TEXTS:
            codes[name], values[name] = given[name].cat.codes.to_numpy(), list(given[name].cat.categories)
    figure = np.array([NAMES.index(name) for name in values["measure"]])[codes["measure"]]
    bulletin = np.array([name == "bulletin" for name in values["source"]])[codes["source"]]
    growth = np.array([name == "growth" for name in values["stat"]])[codes["stat"]]
    figure = np.where(growth, GROWTH, np.where(bulletin, np.where(figure == 0, TRADE_AGAIN, EXPORTS_AGAIN), figure))
    years = np.array([int(year) for year in values["period"]])
    first, span = years.min(), int(np.ptp(years)) + 1
    place = codes["area"].astype(np.int64) * len(values["product"]) + codes["product"]
    cell = place * span + (years - first)[codes["period"]]
    size = len(values["area"]) * len(values["product"]) * span
    key = figure * size + cell
    if np.bincount(key, minlength=FIGURES * size).max() > 1:
        raise SystemExit("a figure is reported twice")
    cube = np.full(FIGURES * size, np.nan)
    half = np.full(FIGURES * size, np.nan)
    cube[key] = table["value"].to_numpy()
    half[key] = 0.5 * 10.0 ** -np.arange(10)[table["decimals"].to_numpy()]
    cube, half = cube.reshape(FIGURES, size), half.reshape(FIGURES, size)
    found = []

    def check(number: int, residual: np.ndarray, allowed: np.ndarray, offset: int = 0) -> None:
        wrong = np.flatnonzero(np.abs(residual) > allowed)
        found.append(np.rec.fromarrays((np.full(len(wrong), number), wrong + offset, residual[wrong])))

    for number, (whole, a, b) in enumerate(SUMS):
        check(number, cube[a] + cube[b] - cube[whole], half[a] + half[b] + half[whole])
    for number, (one, again) in enumerate(((0, TRADE_AGAIN), (1, EXPORTS_AGAIN)), 3):
        check(number, cube[one] - cube[again], half[one] + half[again])
    factor, slack = 1 + cube[GROWTH, 1:] / 100, half[GROWTH, 1:] / 100
    before, before_half = cube[0, :-1], half[0, :-1]
    allowed = before_half * factor + (before + before_half) * slack + half[0, 1:]
    check(5, before * factor - cube[0, 1:], allowed, 1)
    return np.concatenate(found)


if __name__ == "__main__":
    race(run, ready=pd.read_parquet if "frame" in sys.argv else str)
