"""Claims to measure with: a long table of figures, honestly rounded, with a known share of errors planted.

A cell is one place (area and product) in one year, ten claims: a yearbook reports trade, exports, imports, their four
parts and the growth of trade, a bulletin reports trade and exports again. What was printed follows from one truth, so
whatever does not hold was planted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

YEARS = 50
FIRST_YEAR = 1976
ERRORS = 0.001  # of the claims
CHUNK = 100_000  # cells written at a time

# measure, source, digits after the point
FIGURES = (
    ("trade", "yearbook", 0),
    ("exports", "yearbook", 1),
    ("imports", "yearbook", 1),
    ("exports_goods", "yearbook", 1),
    ("exports_services", "yearbook", 1),
    ("imports_goods", "yearbook", 1),
    ("imports_services", "yearbook", 1),
    ("growth", "yearbook", 1),
    ("trade", "bulletin", 1),
    ("exports", "bulletin", 0),
)
MEASURES = ("trade", "exports", "imports", "exports_goods", "exports_services", "imports_goods", "imports_services")
RULES = (
    "trade = exports + imports",
    "exports = exports_goods + exports_services",
    "imports = imports_goods + imports_services",
)
COLUMNS = ("source", "measure", "area", "product", "period", "stat", "base", "value", "decimals")


@dataclass(frozen=True)
class Cells:
    """Printed digits, (cells, figures) int64; growth is blank in a place's first year."""

    digits: np.ndarray
    there: np.ndarray
    place: np.ndarray
    year: np.ndarray


def cells(first: int, count: int, seed: int) -> Cells:
    """Whole places, ``count`` cells from number ``first`` on; truth is in thousandths."""
    random = np.random.default_rng((seed, first))
    number = np.arange(first, first + count)
    place, year = number // YEARS, number % YEARS
    parts = random.integers(10_000, 90_000_000, (count // YEARS, 1, 4))
    wiggle = random.integers(-40_000, 60_000, (count // YEARS, YEARS, 4))
    parts = (parts + parts * np.cumsum(wiggle, axis=1) // 1_000_000).reshape(count, 4)
    exports, imports = parts[:, 0] + parts[:, 1], parts[:, 2] + parts[:, 3]
    trade = exports + imports
    truth = np.stack((trade, exports, imports, *parts.T, trade, trade, exports), axis=1)
    digits = np.empty_like(truth)
    for column, (measure, _, decimals) in enumerate(FIGURES):
        if measure == "growth":
            before = np.where(year > 0, np.roll(trade, 1), 1)
            digits[:, column] = half_up(1000 * (trade - before), before)
        else:
            digits[:, column] = half_up(truth[:, column], 10 ** (3 - decimals))
    there = np.ones(digits.shape, dtype=bool)
    there[:, [name == "growth" for name, *_ in FIGURES]] = (year > 0)[:, None]
    wrong = random.random(digits.shape) < ERRORS
    digits[wrong] += random.choice((-1, 1), wrong.sum()) * 10 ** random.integers(1, 5, wrong.sum())
    return Cells(digits, there, place, year)


def half_up(number: np.ndarray, unit: np.ndarray | int) -> np.ndarray:
    return (2 * number + unit) // (2 * unit)


SUMS = ((0, 1, 2), (1, 3, 4), (2, 5, 6))  # total and parts, as columns of FIGURES
AGREEMENTS = ((0, 8), (1, 9))


def wrong(given: Cells) -> np.ndarray:
    """Which sums and agreements do not hold, (cells, 5) bool, by whole numbers: halves of the finest last digit."""
    places = [decimals for *_, decimals in FIGURES]
    unit = 2 * 10 ** (max(places) - np.array(places))
    value, half = given.digits * unit, unit // 2
    residuals = [value[:, total] - value[:, list(parts)].sum(axis=1) for total, *parts in (*SUMS, *AGREEMENTS)]
    allowed = [half[list(figures)].sum() for figures in (*SUMS, *AGREEMENTS)]
    return np.abs(np.stack(residuals, axis=1)) > np.array(allowed)


def place_name(place: int) -> str:
    """Area and product, as the claims name them."""
    return f"A{place // 100:04d}P{place % 100:02d}"


def chunks(claims: int, seed: int) -> Iterator[Cells]:
    """The cells of about so many claims, some at a time."""
    count = max(claims // len(FIGURES) // YEARS, 2) * YEARS
    step = CHUNK // YEARS * YEARS
    return (cells(first, min(step, count - first), seed) for first in range(0, count, step))


def write(path: Path, claims: int, *, shuffled: bool = False, seed: int = 1) -> int:
    """Write a Parquet file, zstd, of about so many claims; returns how many there are."""
    tables = map(table, chunks(claims, seed))
    if shuffled:
        whole = pa.concat_tables(tables).combine_chunks().unify_dictionaries()
        order = np.random.default_rng(seed).permutation(whole.num_rows)
        tables = iter([whole.take(pa.array(order))])
    written, writer = 0, None
    for part in tables:
        writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd")
        writer.write_table(part, row_group_size=1_000_000)
        written += part.num_rows
    assert writer is not None
    writer.close()
    return written


def table(given: Cells) -> pa.Table:
    """Cells as claims, a row each."""
    there = given.there.reshape(-1)
    figure = np.broadcast_to(np.arange(len(FIGURES)), given.digits.shape).reshape(-1)[there]
    cell = np.repeat(np.arange(len(given.place)), len(FIGURES))[there]
    growth = np.array([name == "growth" for name, *_ in FIGURES])[figure]
    decimals = np.array([places for *_, places in FIGURES], dtype=np.int8)[figure]
    years = [str(FIRST_YEAR + year) for year in range(-1, YEARS)]
    place, year = given.place[cell], given.year[cell]

    def coded(codes: np.ndarray, values: list[str]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), values)

    measure = np.array([MEASURES.index("trade" if name == "growth" else name) for name, *_ in FIGURES])
    places = int(given.place.max()) + 1
    first = int(given.place.min())
    columns = {
        "source": coded(np.array([s == "bulletin" for _, s, _ in FIGURES])[figure], ["yearbook", "bulletin"]),
        "measure": coded(measure[figure], list(MEASURES)),
        "area": coded(place // 100 - first // 100, [f"A{n:04d}" for n in range(first // 100, places // 100 + 1)]),
        "product": coded(place % 100, [f"P{n:02d}" for n in range(100)]),
        "period": coded(year + 1, years),
        "stat": coded(growth, ["level", "growth"]),
        "base": coded(np.where(growth, year + 1, 0), ["", *years[:-1]]),
        "value": given.digits.reshape(-1)[there] / 10.0**decimals,
        "decimals": decimals,
    }
    return pa.table(columns)
