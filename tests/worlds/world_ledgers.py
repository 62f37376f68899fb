"""A ledger as plain dictionaries, told in every form that users may keep it in."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

import reconcile as rc

COLUMNS = ["source", "measure", "area", "period", "partner", "stat", "base", "per", "status", "reported", "value"]
COLUMNS += ["value_high", "decimals", "unit", "qualifier"]


@dataclass
class World:
    """A ledger and what its claims stand for: a claim's key ``_interval`` is known to the tests alone."""

    head: dict[str, Any]
    sources: dict[str, dict[str, Any]]
    claims: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)

    def copy(self) -> World:
        return deepcopy(self)


def told(claim: dict[str, Any]) -> dict[str, Any]:
    return {name: claim[name] for name in COLUMNS if claim.get(name) not in (None, "")}


def write_folder(world: World, folder: Path) -> Path:
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "ledger.yaml").write_text(dumped(world.head), encoding="utf-8")
    for name, source in world.sources.items():
        claims = [told(claim) for claim in world.claims if claim["source"] == name]
        claims = [{key: value for key, value in claim.items() if key != "source"} for claim in claims]
        lines = [dumped({"source": source}) if source else "source: {title: A}\n", "claims:\n"]
        lines += [
            f"  - {yaml.safe_dump(claim, default_flow_style=True, sort_keys=False, width=9999, allow_unicode=True)}"
            for claim in claims
        ]
        if not claims:
            lines[-1] = "claims: []\n"
        (folder / "sources" / f"{name}.yaml").write_text("".join(lines), encoding="utf-8")
    return folder


def dumped(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=9999)


def frames(world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [{name: str(claim.get(name) or "") for name in COLUMNS} for claim in world.claims]
    claims = pd.DataFrame(rows, columns=COLUMNS)
    claims = claims.loc[
        :, [name for name in COLUMNS if name in ("source", "measure", "period") or (claims[name] != "").any()]
    ]
    names = sorted({key for source in world.sources.values() for key in source})
    sources = pd.DataFrame(
        [{"source": name, **{key: str(source.get(key, "")) for key in names}} for name, source in world.sources.items()]
    )
    return claims, sources


def ledger(world: World) -> rc.Ledger:
    """The ledger in memory: nothing is written."""
    claims, sources = frames(world)
    head, dimensions = world.head, ["partner"] if "partner" in claims else []
    return rc.Ledger.from_frames(
        claims,
        sources=sources,
        rules=head.get("rules") or (),
        measures=head.get("measures"),
        defaults=head.get("defaults"),
        dimensions=dimensions,
    )


def write_tables(world: World, folder: Path, form: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ledger.yaml").write_text(dumped(world.head), encoding="utf-8")
    claims, sources = frames(world)
    if form == "csv":
        claims.to_csv(folder / "claims.csv", index=False)
    else:
        claims.to_parquet(folder / "claims.parquet", index=False)
    sources.to_csv(folder / "sources.csv", index=False)
    return folder


def shuffled(world: World, rng: random.Random) -> World:
    """The same in another order, but for what one source says twice: there the order tells claims apart."""
    other = world.copy()
    rng.shuffle(other.claims)
    names = ("source", "measure", "area", "partner", "period", "stat", "base", "status")
    said: dict[Any, list[dict[str, Any]]] = {}
    for claim in reversed(world.claims):
        said.setdefault(tuple(claim.get(name, "") for name in names), []).append(claim)
    other.claims = [said[tuple(claim.get(name, "") for name in names)].pop() for claim in other.claims]
    names = list(other.sources)
    rng.shuffle(names)
    other.sources = {name: other.sources[name] for name in names}
    return other


def audit(world: World, folder: Path, **settings: Any) -> rc.Audit:
    return rc.audit(rc.Ledger.read(write_folder(world, folder)), **settings)


# Periods: a pair of months, counted from year 0, both included.

Span = tuple[int, int]


def span(text: str) -> Span:
    if "/" in text:
        first, last = text.split("/")
        return span(first)[0], span(last)[1]
    year = int(text[:4]) * 12
    rest = text[5:]
    if not rest:
        return year, year + 11
    if rest[0] == "S":
        start = year + 6 * (int(rest[1:]) - 1)
        return start, start + 5
    if rest[0] == "Q":
        start = year + 3 * (int(rest[1:]) - 1)
        return start, start + 2
    return year + int(rest) - 1, year + int(rest) - 1


def month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def text(period: Span) -> str:
    start, end = period
    length = end - start + 1
    if start % 12 == 0 and length == 12:
        return f"{start // 12:04}"
    if length == 6 and start % 6 == 0:
        return f"{start // 12:04}-S{start % 12 // 6 + 1}"
    if length == 3 and start % 3 == 0:
        return f"{start // 12:04}-Q{start % 12 // 3 + 1}"
    if length == 1:
        return month(start)
    if start % 12 == 0 and length % 12 == 0:
        return f"{start // 12:04}/{end // 12:04}"
    return f"{month(start)}/{month(end)}"


# Figures: what is printed of a number, and what it stands for.


@dataclass(frozen=True)
class Reach:
    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def holds(self, number: Fraction) -> bool:
        if self.low is not None and (number < self.low or (self.low_open and number == self.low)):
            return False
        return self.high is None or not (number > self.high or (self.high_open and number == self.high))


def rounded(number: Fraction, step: Fraction, tie: str) -> Fraction:
    scaled = number / step
    if tie == "truncate":
        return step * (abs(scaled).__floor__() * (1 if scaled >= 0 else -1))
    low = scaled.__floor__()
    part = scaled - low
    half = Fraction(1, 2)
    if part != half:
        return step * (low + (part > half))
    up = {"up": True, "down": False, "even": low % 2 == 1, "odd": low % 2 == 0, "away": scaled > 0, "zero": scaled < 0}[
        tie
    ]
    return step * (low + up)


def decimal(number: Fraction, digits: int) -> str:
    """The number with that many digits right of the point, which has to be all of it."""
    whole = number * 10 ** max(digits, 0)
    assert whole.denominator == 1, (number, digits)
    sign = "-" if whole < 0 else ""
    shown = str(abs(whole.numerator)).rjust(max(digits, 0) + 1, "0")
    return sign + (f"{shown[:-digits]}.{shown[-digits:]}" if digits > 0 else shown)


def reach(value: Fraction, step: Fraction, *, truncated: bool) -> Reach:
    if not truncated:
        return Reach(value - step / 2, value + step / 2)
    if value > 0:
        return Reach(value, value + step, high_open=True)
    if value < 0:
        return Reach(value - step, value, low_open=True)
    return Reach(-step, step, low_open=True, high_open=True)
