"""A large ledger with its texts, for the benchmark and the tests of the page: prose, and every kind of finding."""

import hashlib
import json
import random
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

_FILLER = (
    "Weather, strikes and the price of freight are discussed in the annex, together with the classification of goods. "
    "The office thanks the ports, the customs houses and the railways for their returns, which arrived late this time. "
    "Nothing in this paragraph is a figure; it is what a reader scrolls past on the way to the next table. "
)


def write_ledger(folder: Path, *, documents: int = 50, years: int = 20, size: int = 20_000) -> Path:
    """Five claims a year and document; two publishers report each area; one sum in thirty is wrong."""
    draw = random.Random(4)
    (folder / "sources").mkdir(parents=True)
    (folder / "ledger.yaml").write_text(
        "title: A large ledger\n"
        "defaults: {unit: USD, language: en}\n"
        "measures:\n  trade: {kind: flow}\n  exports: {kind: flow}\n  imports: {kind: flow}\n"
        "rules:\n  - trade = exports + imports\n",
        encoding="utf-8",
    )
    areas = (documents + 1) // 2
    worlds = [[(draw.randint(2000, 9000), draw.randint(2000, 9000)) for _ in range(years + 1)] for _ in range(areas)]
    for number in range(documents):
        _document(folder / "sources", number, number % areas, worlds[number % areas], size, draw)
    return folder


def _document(
    folder: Path, number: int, area: int, world: list[tuple[int, int]], size: int, draw: random.Random
) -> None:
    """A publisher prints millions of a world that it knows to the tenth, in billions with one digit."""
    name, claims, paragraphs = f"bulletin-{number:03}", [], []
    years = range(2025 - len(world) + 1, 2025)
    for year, (before, (exports, imports)) in zip(years, pairwise(world), strict=True):
        trade = exports + imports
        printed = {
            "trade": _tenths(Fraction(trade, 100) + (draw.random() < 1 / 30) * draw.randint(1, 9)),
            "exports": _tenths(Fraction(exports, 100)),
            "imports": _tenths(Fraction(imports, 100)),
            "growth": _tenths(Fraction(trade * 100, sum(before)) - 100),
            "share": _tenths(Fraction(exports * 100, trade)),
        }
        turn = "down" if printed["growth"][0] == "-" else "up"
        about = "nearly " if draw.random() < 1 / 20 else ""
        quotes = {
            "trade": f"trade of area {area} came to {printed['trade']} billion USD in {year}",
            "growth": f"{printed['growth'].lstrip('-')} % {turn} on {year - 1}",
            "exports": f"exports of {about}{printed['exports']} billion USD",
            "share": f"which is {printed['share']} % of it",
            "imports": f"imports of {printed['imports']} billion USD stood against them",
        }
        paragraph = f"The {', '.join(list(quotes.values())[:2])}: {', '.join(list(quotes.values())[2:])}.\n"
        paragraphs.append(paragraph + (_FILLER * 9)[: size // len(years) - len(paragraph)] + "\n")
        common = {
            "area": f"A{area:02}",
            "period": str(year),
            "status": "estimate" if year == 2024 and number % 2 else "final",
        }
        words = {
            "trade": f"{printed['trade']} billion USD",
            "exports": f"{about}{printed['exports']} billion USD",
            "imports": f"{printed['imports']} billion USD",
            "growth": f"{printed['growth']} %",
            "share": f"{printed['share']} %",
        }
        more = {
            "growth": {"measure": "trade", "stat": "growth", "base": str(year - 1)},
            "share": {"measure": "exports", "stat": "share", "base": "trade"},
        }
        for kind, reported in words.items():
            if kind == "growth" and reported[0] == "-":
                continue  # "down 3 %" is for other tests
            claims.append(common | more.get(kind, {"measure": kind}) | {"reported": reported, "quote": quotes[kind]})
    text = "\n".join(paragraphs)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    source = {
        "title": f"Bulletin {number} of area {area}",
        "publisher": "The Office" if number % 2 else "The Ministry",
        "published": f"2025-{1 + number % 12:02}-15",
        "text": f"{name}.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    lines = [f"source: {json.dumps(source)}", "claims:", *(f"  - {json.dumps(claim)}" for claim in claims)]
    (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _tenths(number: Fraction) -> str:
    """One digit beyond the point, as a publisher prints it."""
    return f"{float(round(number, 1)):.1f}"
