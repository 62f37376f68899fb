"""Small ledgers of one country, two years and two statuses, and z3's own word on whether their claims can all be true.

The judge is written from the rules of the design alone: unknowns by status, measure and period, intervals of half a
digit, growth on the base that is reported or that rules make of what is, or on one that nobody tells, each document on
its own.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pandas as pd
import pytest

from reconcile.ledger.ledger import Ledger

z3 = pytest.importorskip("z3")

RULES = ["c = a + b", "e = a + d", "f <= c"]
MEASURES = "abcdef"
YEARS = ("2023", "2024")


def truth(chance: random.Random) -> dict[tuple[str, str, str], Fraction]:
    """One true world for each status; what happened in 2023 is the same in both."""
    world = {}
    for status in ("estimate", "final"):
        for year in YEARS:
            if year == "2023" and status == "final":
                world |= {("final", m, year): world["estimate", m, year] for m in MEASURES}
                continue
            a, b, d, part = (Fraction(chance.randint(200, 9000), 100) for _ in range(4))
            c, e = a + b, a + d
            f = min(part, c)
            world |= {(status, m, year): value for m, value in zip(MEASURES, (a, b, c, d, e, f), strict=True)}
    return world


def printed(chance: random.Random, world: dict[tuple[str, str, str], Fraction], size: int) -> list[dict[str, str]]:
    """Honest claims: levels, growth on 2023, shares of c, each rounded to nought or one decimal."""
    rows = []
    base_known = chance.random() < 0.5
    for number in range(size):
        status, measure = chance.choice(["estimate", "final"]), chance.choice(MEASURES)
        kind = chance.choice(["level", "level", "level", "growth", "share" if measure != "c" else "level"])
        year = "2024" if kind != "level" or not base_known else chance.choice(YEARS)
        if year == "2023":
            status = "final"
        level = world[status, measure, year]
        row = {"status": status, "measure": measure, "period": year, "stat": kind, "unit": "", "base": ""}
        if kind == "growth":
            value, row["unit"], row["base"] = (level / world["final", measure, "2023"] - 1) * 100, "percent", "2023"
        elif kind == "share":
            value, row["unit"], row["base"] = level / world[status, "c", year] * 100, "percent", "c"
        else:
            value = level
        places = chance.choice([0, 1])
        row["value"], row["decimals"] = plain(value, places), str(places)
        rows.append(row | {"source": chance.choice("xy"), "claim": f"{number:03}"})
    return rows


def plain(value: Fraction, places: int) -> str:
    units = round(value * 10**places)
    return str(units) if not places else f"{'-' if units < 0 else ''}{abs(units) // 10}.{abs(units) % 10}"


def shifted(row: dict[str, str], steps: int) -> dict[str, str]:
    """The same claim some units of its last digit off."""
    places = int(row["decimals"])
    return row | {"value": plain(Fraction(row["value"]) + Fraction(steps, 10**places), places)}


def ledger(rows: list[dict[str, str]]) -> Ledger:
    measures = {name: {} for name in MEASURES}
    return Ledger.from_frames(pd.DataFrame(rows), rules=RULES, measures=measures, defaults={"signed": "false"})


def possible(rows: list[dict[str, str]], claims: set[str] | None = None) -> bool:
    """Whether the claims, or some of them, can all be true; which base growth rests on is a matter of all claims."""
    return satisfiable(constraints(rows, claims))


def satisfiable(conditions: list[object]) -> bool:
    solver = z3.SimpleSolver()
    solver.add(*conditions)
    answer = solver.check()
    assert answer != z3.unknown
    return answer == z3.sat


def told_earlier(rows: list[dict[str, str]]) -> set[str]:
    """The measures of which 2023 is reported, or follows by the equations from what is."""
    told = {row["measure"] for row in rows if row["period"] == "2023"}
    for _ in range(2):
        for equation in ({"c", "a", "b"}, {"e", "a", "d"}):
            if len(equation - told) == 1:
                told |= equation
    return told


def unrevised(rows: list[dict[str, str]]) -> list[object]:
    """That what nobody reports of 2023 was not revised between the documents, nor beside what is final."""
    told = told_earlier(rows)
    pairs = [("base of x", "base of y", name) for name in MEASURES]
    pairs += [("base of x", "final", name) for name in MEASURES if name not in told]
    return [unknown(one, name, "2023") == unknown(other, name, "2023") for one, other, name in pairs]


def constraints(rows: list[dict[str, str]], claims: set[str] | None = None) -> list[object]:
    told = told_earlier(rows)

    def base_of(row: dict[str, str]) -> str:
        return "final" if row["measure"] in told else f"base of {row['source']}"

    found = []
    earlier = ((base, "2023") for base in ("final", "base of x", "base of y"))
    for status, year in (("estimate", "2024"), ("final", "2024"), *earlier):
        a, b, c, d, e, f = (unknown(status, name, year) for name in MEASURES)
        found += [c == a + b, e == a + d, f <= c, *(one >= 0 for one in (a, b, c, d, e, f))]
    for row in rows:
        if claims is not None and row["claim"] not in claims:
            continue
        level = unknown(row["status"], row["measure"], row["period"])
        half = Fraction(1, 2 * 10 ** int(row["decimals"]))
        low, high = Fraction(row["value"]) - half, Fraction(row["value"]) + half
        if row["stat"] == "level":
            found += [level >= real(low), level <= real(high)]
            continue
        growth = row["stat"] == "growth"
        base = unknown(base_of(row), row["measure"], "2023") if growth else unknown(row["status"], "c", row["period"])
        found += [level >= real(growth + low / 100) * base, level <= real(growth + high / 100) * base]
    for row in rows:
        if row["stat"] == "growth":
            found.append(unknown(base_of(row), row["measure"], "2023") > 0)
        elif row["stat"] == "share":
            found.append(unknown(row["status"], "c", row["period"]) > 0)
    return found


def unknown(status: str, measure: str, year: str) -> object:
    return z3.Real(f"{status} {measure} {year}")


def real(number: Fraction) -> object:
    number = Fraction(number)
    return z3.Q(number.numerator, number.denominator)
