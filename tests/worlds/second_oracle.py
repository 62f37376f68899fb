"""Decides with z3 whether a small world's claims can all be true, from the documentation alone.

Everything is read anew from the rows: what a figure stands for, which quantity it bounds, what ties quantities. Where
the documentation leaves open which figure a claim rests on, there are two answers: `impossible`, where no reading is
possible, so that an audit has to say something; and `possible`, where even the strictest is, so that it must not call
it a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import z3
from second_worlds import SCALES, Row, months
from world_ledgers import World

End = tuple[Fraction, bool] | None  # a number and whether it is left out; None: there is no end
Where = tuple[str, str]  # area and partner


def stands_for(row: Row, rounding: str) -> tuple[End, End]:
    """Read what a figure may be at the most, in base units, a rate as a fraction."""
    unit = row.get("unit") or row["default_unit"]
    scale = Fraction(SCALES.get(unit, Fraction(1, 1 if unit == "times" else 100)))
    number = Fraction(row["value"])
    if "_words" in row:
        last = Fraction(1, 10 ** len(row["value"].partition(".")[2]))
    elif row["decimals"] == "exact":
        last = Fraction(0)
    else:
        last = Fraction(10) ** -int(row["decimals"]) / (scale if unit in SCALES else 1)
    half, kind = last / 2, row.get("qualifier", "")
    low, high = (number - half, False), (number + half, False)
    if kind in ("over", "at_least"):
        return (number * scale, kind == "over"), None
    if kind in ("under", "at_most"):
        return None, (number * scale, kind == "under")
    if kind == "nearly":
        return (number * Fraction(9, 10) * scale, False), (number * scale, True)
    if kind == "range":
        return (low[0] * scale, False), ((Fraction(row["value_high"]) + half) * scale, False)
    if kind == "about":
        wide = max(half, min(place(number, last) / 2, abs(number) / 20))
        low, high = (number - wide, False), (number + wide, False)
    elif "_words" in row and last == 1 and number and number % 100 == 0:
        wide = place(number, last) / 2
        low, high = (number - wide, False), (number + wide, False)
        if rounding == "truncate":
            near, far = (number, False), (number + (2 * wide if number > 0 else -2 * wide), True)
            low, high = (near, far) if number > 0 else (far, near)
    elif rounding == "truncate" and last:
        low = (number, False) if number > 0 else (number - last, True)
        high = (number, False) if number < 0 else (number + last, True)
    return (low[0] * scale, low[1]), (high[0] * scale, high[1])


def place(number: Fraction, last: Fraction) -> Fraction:
    """Find the place of the last digit that is not zero."""
    if not number or not last:
        return last
    while number % (10 * last) == 0:
        last *= 10
    return last


class Oracle:
    """One world as a system of constraints."""

    def __init__(self, world: World, *, strict: bool) -> None:
        """Write down all that the claims and the ledger say."""
        self.world, self.strict = world, strict
        self.sources, self.measures, self.rules = world.sources, world.head["measures"], world.head["rules"]
        self.solver = z3.Solver()
        self.solver.set("timeout", 3000)
        self.unknowns: dict[tuple[object, ...], Any] = {}
        self.labels: dict[str, int] = {}
        self.rows = [
            {**row, "status": row.get("status") or "final", "stat": row.get("stat") or "level", **self.unit_of(row)}
            for row in (claim["_meant"] for claim in world.claims)
        ]
        self.spots: dict[str, set[tuple[Where, str, str]]] = defaultdict(set)  # by measure: place, period, status
        self.cuts = sorted({end for row in self.rows for text in self.periods(row) for end in months(text)})
        for number, row in enumerate(self.rows):
            self.claim(number, row)
        self.repeated()
        self.relations()

    def unit_of(self, row: Row) -> Row:
        rate = row.get("stat") in ("growth", "share")
        return {"default_unit": "percent" if rate else self.world.head["defaults"]["unit"]}

    def periods(self, row: Row) -> list[str]:
        stat, made = row["stat"], [row["period"]]
        if stat in ("growth", "change"):
            made.append(row["base"])
        if "[period=" in row.get("base", ""):
            made.append(self.whole(row)[2])
        if stat == "contribution":
            made.append(row["base"].split()[1])
        start, end = months(row["period"])
        if any("period=-1" in str(rule["rule"]) for rule in self.rules):
            made.append(span(2 * start - end, start))
        return made

    # quantities

    def where(self, row: Row) -> Where:
        return row.get("area", ""), row.get("partner", "")

    def declared(self, measure: str) -> dict[str, Any]:
        return self.measures.get(measure, {})

    def cell(self, *key: object) -> Any:
        if key not in self.unknowns:
            made = self.unknowns[key] = z3.Real("|".join(map(str, key)))
            usual = self.world.head["defaults"].get("signed") != "false"
            if not self.declared(str(key[0])).get("signed", usual):
                self.solver.add(made >= 0)
        return self.unknowns[key]

    def level(self, measure: str, where: Where, period: str, status: str) -> Any:
        self.spots[measure].add((where, period, status))
        (start, end), kind = months(period), self.declared(measure).get("kind")
        if kind == "stock":
            return self.cell(measure, where, status, end)
        if kind not in ("flow", "average"):
            return self.cell(measure, where, status, start, end)
        ends = [start, *(cut for cut in self.cuts if start < cut < end), end]
        parts = [(self.cell(measure, where, status, *part), part[1] - part[0]) for part in pairwise(ends)]
        if kind == "flow":
            return z3.Sum([part for part, _ in parts])
        return z3.Sum([part * length for part, length in parts]) / (end - start)

    # claims

    def claim(self, number: int, row: Row) -> None:
        low, high = stands_for(row, self.sources[row["source"]].get("rounding", "nearest"))
        measure, where, period = row["measure"], self.where(row), row["period"]
        status, stat = row["status"], row["stat"]
        level = self.level(measure, where, period, status)
        base = row.get("base", "")
        if stat == "level":
            said = within(level, low, high)
        elif stat == "mean":
            start, end = months(period)
            count = (end - start) // {"month": 1, "quarter": 3}[base]
            flow = self.declared(measure).get("kind") == "flow"
            said = within(level / count if flow else level, low, high)
        elif stat in ("share", "ratio"):
            said = self.times(level, self.level(*self.whole(row), status), low, high)
        elif stat == "contribution":
            whole, then = base.split()
            told = self.bases(row, whole, then), self.bases(row, measure, then)
            said = True
            if None not in told:
                ways = []
                for other, one in product(told[0] or (), told[1] or ()):
                    added = level - self.level(measure, where, then, one)
                    ways.append(self.times(added, self.level(whole, where, then, other), low, high))
                said = self.any_way(ways)
        else:
            ways = []
            for other in self.bases(row, measure, base) or ():
                before = self.level(measure, where, base, other)
                if stat == "change":
                    ways.append(within(level - before, low, high))
                else:
                    steps = (months(period)[0] - months(base)[0]) // 12 if row.get("per") else 1
                    ways.append(self.grown(level, before, low, high, steps))
            said = self.any_way(ways)
        name = f"claim {number}"
        self.labels[name] = number
        self.solver.assert_and_track(z3.And(said), name) if said is not True else None

    def whole(self, row: Row) -> tuple[str, Where, str]:
        """Say what a share is taken of, where and when."""
        (area, partner), period = self.where(row), row["period"]
        if not row["base"]:
            return row["measure"], (area, self.declared(row["measure"])["sum"].get("total", "")), period
        name, _, fixed = row["base"].rstrip("]").partition("[")
        at, _, value = fixed.partition("=")
        return name, (area, value if at == "partner" else partner), value if at == "period" else period

    def any_way(self, ways: list[Any]) -> Any:
        """One of the readings of a base holds, or, most strictly, all."""
        return (z3.And(ways) if self.strict else z3.Or(ways)) if ways else True

    def bases(self, row: Row, measure: str, period: str) -> list[str] | None:
        """Say of which statuses the base may be; None where it may be a figure that nobody tells."""
        sought = measure, self.where(row), months(period)
        here = [
            other for other in self.rows if (other["measure"], self.where(other), months(other["period"])) == sought
        ]
        day = self.sources[row["source"]].get("published", "")
        by_then = [
            other
            for other in here
            if other["source"] == row["source"] or not day or self.sources[other["source"]].get("published", "") <= day
        ]
        levels = {other["status"] for other in by_then if other["stat"] == "level"}
        every = {other["status"] for other in self.rows}
        if self.strict and levels:
            return [row["status"]] if row["status"] in levels else [max(levels)]
        if self.strict:
            return sorted(every)
        if levels:
            return sorted(levels)
        statuses = {other["status"] for other in by_then}
        if len(every) == 1 and len(by_then) == len(here):
            return sorted(every)
        return sorted(statuses) if len(statuses) == 1 and len(by_then) == len(here) else None

    def times(self, level: Any, whole: Any, low: End, high: End) -> Any:
        """The level is a part of the whole, which may be below zero."""
        above = z3.And(whole > 0 if self.strict else whole >= 0, *ends(level, whole, low, high))
        below = z3.And(whole < 0 if self.strict else whole <= 0, *ends(level, whole, high, low))
        return z3.Or(above, below)

    def grown(self, level: Any, base: Any, low: End, high: End, steps: int) -> Any:
        """The level is so many times the base; of a base below zero, some say by how much of its size it rose."""

        def factor(end: End, sign: int = 1) -> End:
            return end if end is None else ((1 + sign * end[0]) ** steps, end[1])

        if steps > 1 and (low is None or low[0] < -1):
            low = (Fraction(-1), False)
        made = self.times(level, base, factor(low), factor(high))
        if self.strict:
            return made
        return z3.Or(made, z3.And(base <= 0, *ends(level, base, factor(low, -1), factor(high, -1))))

    def repeated(self) -> None:
        """One source has one way to round: what it prints twice to the same digit is the same."""
        told: dict[tuple[str, ...], set[Fraction]] = defaultdict(set)
        for row in self.rows:
            if row.get("qualifier") or "_words" in row:
                continue
            keys = ("source", "measure", "area", "partner", "status", "stat", "base", "per", "decimals", "unit")
            scale = Fraction(SCALES.get(row.get("unit") or row["default_unit"], 1))
            key = (*(row.get(name, "") for name in keys[:-1]), str(months(row["period"])))
            told[key].add(Fraction(row["value"]) * scale)
        if any(len(values) > 1 for values in told.values()):
            self.solver.add(z3.BoolVal(False))

    # what ties them

    def relations(self) -> None:
        rules = [parsed(str(rule["rule"])) for rule in self.rules]
        done: set[object] = set()
        grew = True
        while grew:
            before = {measure: set(spots) for measure, spots in self.spots.items()}
            for number, (rule, terms) in enumerate(zip(self.rules, rules, strict=True)):
                spots = set().union(*(before.get(measure, set()) for _, measure, _ in terms))
                for spot in spots:
                    if (number, spot) not in done:
                        done.add((number, spot))
                        self.rule(rule, terms, *spot)
            for measure, declared in self.measures.items():
                for spot in before.get(measure, set()) if "sum" in declared else ():
                    self.sums(measure, declared["sum"], spot, done)  # type: ignore[arg-type]
            grew = before != {measure: set(spots) for measure, spots in self.spots.items()}

    def rule(
        self, rule: dict[str, object], terms: list[tuple[Fraction, str, bool]], where: Where, period: str, status: str
    ) -> None:
        if rule.get("missing") == "zero" and not self.strict:
            told = {
                row["measure"]
                for row in self.rows
                if (self.where(row), row["period"], row["status"]) == (where, period, status)
            }
            if {measure for _, measure, _ in terms} - told:
                return  # what it says there the ledger's own words leave open
        start, end = months(period)
        if any(shifted for *_, shifted in terms) and start not in self.cuts:
            return
        total = z3.Sum(
            [
                weight * self.level(measure, where, span(2 * start - end, start) if shifted else period, status)
                for weight, measure, shifted in terms
            ]
        )
        relation = next(sign for sign in ("<=", ">=", "=") if sign in str(rule["rule"]))
        self.solver.add({"=": total == 0, "<=": total <= 0, ">=": total >= 0}[relation])

    def sums(self, measure: str, declared: dict[str, Any], spot: tuple[Where, str, str], done: set[object]) -> None:
        (area, partner), period, status = spot
        if declared["over"] == "area":
            family: dict[str, list[str]] = defaultdict(list)
            for child, parent in declared["parents"].items():
                family[parent].append(child)
            sums = [((whole, partner), [(part, partner) for part in parts]) for whole, parts in family.items()]
        else:
            total = declared.get("total", "")
            members = sorted({row.get("partner", "") for row in self.rows if row["measure"] == measure} - {total})
            sums = [((area, total), [(area, member) for member in members])] if len(members) > 1 else []
        for whole, parts in sums:
            if (measure, whole, period, status) not in done:
                done.add((measure, whole, period, status))
                made = z3.Sum([self.level(measure, part, period, status) for part in parts])
                self.solver.add(self.level(measure, whole, period, status) == made)

    def answer(self) -> str:
        """Say sat, unsat or unknown."""
        return str(self.solver.check())

    def core(self) -> list[int]:
        """After unsat: the claims of one set that cannot all be true, not the smallest."""
        return sorted(self.labels[str(name)] for name in self.solver.unsat_core() if str(name) in self.labels)


def within(number: Any, low: End, high: End) -> Any:
    """The number is between the ends."""
    return z3.And(*ends(number, z3.RealVal(1), low, high))


def ends(level: Any, whole: Any, low: End, high: End) -> list[Any]:
    """Bound a level by multiples of a whole."""
    made = []
    if low is not None:
        made.append(level > low[0] * whole if low[1] else level >= low[0] * whole)
    if high is not None:
        made.append(level < high[0] * whole if high[1] else level <= high[0] * whole)
    return made


def parsed(rule: str) -> list[tuple[Fraction, str, bool]]:
    """Read a rule of sums: weight, measure, and whether it is the period before."""
    relation = next(sign for sign in ("<=", ">=", "=") if f" {sign} " in rule)
    terms = []
    for side, text in zip((1, -1), rule.split(f" {relation} "), strict=True):
        sign = side
        weight = Fraction(1)
        for word in text.split():
            if word in "+-":
                sign, weight = side * (1 if word == "+" else -1), Fraction(1)
            elif word == "*":
                continue
            elif word[0].isdigit():
                weight = Fraction(word)
            else:
                name, _, shift = word.partition("[")
                terms.append((sign * weight, name, bool(shift)))
                weight = Fraction(1)
    return terms


def span(start: int, end: int) -> str:
    """Write any months as a period."""
    return f"{start // 12}-{start % 12 + 1:02}/{(end - 1) // 12}-{(end - 1) % 12 + 1:02}"


def judged(world: World) -> tuple[str, list[int]]:
    """Say impossible, possible, open or unknown, and of what is impossible the claims of one set."""
    lenient = Oracle(world, strict=False)
    answer = lenient.answer()
    if answer == "unsat":
        return "impossible", lenient.core()
    if answer == "unknown":
        return "unknown", []
    strict = Oracle(world, strict=True).answer()
    return {"sat": "possible", "unsat": "open"}.get(strict, "unknown"), []
