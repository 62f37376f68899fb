"""Sums at the edge of what rounding allows, with the verdict of each known from whole numbers.

A binding is ``total = a + b + c + d``, each figure with decimals of its own. In units of the finest last digit, the
residual is drawn: exactly at the edge, one unit beyond it, or anywhere within; so the truth of every binding is known
before any float is made. Where the source rounds to nearest, both ends of a figure's interval are its own, and a
residual at the edge is no conflict. Where it truncates, the far end is not, and a residual at the edge is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FIGURES = ("total", "a", "b", "c", "d")
RULE = "total = a + b + c + d"
TIES = 0.05  # of the bindings: the residual is exactly what rounding allows
BEYOND = 0.05  # one unit of the finest digit more
FAR = 0.01  # anything beyond that
YEARS = 50
FIRST_YEAR = 1976


@dataclass(frozen=True)
class World:
    """How the figures of a ledger are printed: their decimals, how many digits, and how the last one came about."""

    name: str
    decimals: tuple[int, ...]
    spread: int  # a binding's figures differ by so many decimals at most
    digits: int  # of the largest part in units of the finest last digit, at most
    truncated: bool = False


WORLDS = (
    World("0 to 4 decimals, up to 10 digits", (0, 1, 2, 3, 4), 4, 10),
    World("-6 to 9 decimals, up to 14 digits", tuple(range(-6, 10)), 3, 14),
    World("0 to 4 decimals, up to 10 digits, truncated", (0, 1, 2, 3, 4), 4, 10, truncated=True),
)


@dataclass(frozen=True)
class Bindings:
    """Printed digits and decimals, (bindings, 5) in the order of FIGURES; whether each binding is wrong, and why."""

    digits: np.ndarray
    decimals: np.ndarray
    wrong: np.ndarray
    kind: np.ndarray  # "tie", "beyond", "far" or "within"


def bindings(world: World, count: int, seed: int = 1) -> Bindings:
    random = np.random.default_rng(seed)
    decimals = _patterns(world)
    decimals = decimals[random.integers(len(decimals), size=count)]
    finest = decimals.max(axis=1, keepdims=True)
    unit = 10 ** (finest - decimals)  # of each figure's last digit, in units of the finest
    above, below = _allowed(unit, truncated=world.truncated)
    kind = random.choice(["tie", "beyond", "far", "within"], size=count, p=[TIES, BEYOND, FAR, 1 - TIES - BEYOND - FAR])
    up = random.random(count) < 0.5
    edge, sign = np.where(up, above, below), np.where(up, 1, -1)
    drawn = {
        "tie": sign * edge,
        "beyond": sign * (edge + 1),
        "far": sign * (edge + random.integers(2, 1000, count)),
        "within": random.integers(-below + 1, above),
    }
    residual = np.select([kind == name for name in drawn], list(drawn.values()))
    # The total and all parts but one are drawn; that one, which has the finest digits, makes up the residual.
    filler = 1 + (decimals[:, 1:] == finest).argmax(axis=1)
    rows = np.arange(count)
    most = 10 ** random.integers(6, world.digits + 1, (count, len(FIGURES)))
    parts = random.integers(10**5, most) // unit * unit  # far more than any residual, so that the total is positive
    parts[:, 0] = 0
    total = -(-(parts.sum(axis=1) - residual) // unit[:, 0]) * unit[:, 0]
    parts[rows, filler] += total + residual - parts.sum(axis=1)
    parts[:, 0] = total
    assert (parts[:, 1:].sum(axis=1) - total == residual).all()
    assert not (parts % unit).any()
    wrong = (residual >= above) | (residual <= -below) if world.truncated else (residual > above) | (residual < -below)
    return Bindings(parts // unit, decimals, wrong, kind)


def _patterns(world: World) -> np.ndarray:
    """All ways to print the five figures in which a part has the finest digit, and the edge is whole in its units."""
    every = np.array(list(product(range(world.spread + 1), repeat=len(FIGURES))))
    finest = every.max(axis=1)
    fine = every == finest[:, None]
    useful = every[fine[:, 1:].any(axis=1) & (world.truncated | (fine.sum(axis=1) % 2 == 0))]
    starts = [least for least in world.decimals if least + world.spread <= world.decimals[-1]]
    return np.concatenate([useful + least for least in starts])


def _allowed(unit: np.ndarray, *, truncated: bool) -> tuple[np.ndarray, np.ndarray]:
    """The edges of the residual, above and below nought: half a unit of each, or where the source truncates, one."""
    if truncated:  # the parts may each be up to a unit more, and the total as well
        return unit[:, 0], unit[:, 1:].sum(axis=1)
    half = unit.sum(axis=1) // 2
    return half, half


def write(folder: Path, given: Bindings) -> tuple[Path, Path]:
    """The same figures as claims, a row each, and as experts align them, a row a binding; two Parquet files."""
    count = len(given.wrong)
    number = np.arange(count)
    printed = np.where(
        given.decimals > 0,
        given.digits / 10.0 ** given.decimals.clip(0),  # the quotient is rounded correctly: the decimal's own float
        given.digits * 10.0 ** -given.decimals.clip(None, 0),
    )
    decimals = given.decimals.astype(np.int8)

    def coded(codes: np.ndarray, values: list[str]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), values)

    places, each = -(-count // YEARS), len(FIGURES)
    claims = {
        "source": coded(np.zeros(count * each), ["yearbook"]),
        "measure": coded(np.tile(np.arange(each), count), list(FIGURES)),
        "area": coded(np.repeat(number // YEARS, each), [str(place) for place in range(places)]),
        "period": coded(np.repeat(number % YEARS, each), [str(FIRST_YEAR + year) for year in range(YEARS)]),
        "value": printed.reshape(-1),
        "decimals": decimals.reshape(-1),
    }
    aligned = {name: printed[:, column] for column, name in enumerate(FIGURES)}
    aligned |= {f"{name}_decimals": decimals[:, column] for column, name in enumerate(FIGURES)}
    paths = folder / "claims.parquet", folder / "aligned.parquet"
    for path, columns in zip(paths, (claims, {**aligned, "wrong": given.wrong}), strict=True):
        pq.write_table(pa.table(columns), path, compression="zstd")
    return paths
