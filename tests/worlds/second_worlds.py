"""Small worlds, written from the documentation alone: what is true, and documents that tell a few figures of it.

A world is drawn from a seed: measures that are monthly flows, stocks, averages or nothing known, tied by rules, totals
over a dimension and the calendar; sources of which each has a way to round, a day and units; three to fifteen claims
that tie something. What is told is true of one world, so nothing of it may be called impossible. `mistaken` makes
figures wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any

from world_ledgers import World, decimal, rounded, span, text

YEARS = range(2021, 2025)
SCALES = {"USD": 1, "thousand USD": 10**3, "million USD": 10**6, "billion USD": 10**9}
HEDGES = {
    "about": "about",
    "nearly": "nearly",
    "over": "more than",
    "at_least": "at least",
    "under": "less than",
    "at_most": "at most",
}
Row = dict[str, Any]


def months(period: str) -> tuple[int, int]:
    """Say which months a period is: the first, and the one after the last."""
    start, end = span(period)
    return start, end + 1


def period_of(start: int, end: int) -> str:
    """Name the months from the first to the one before the end."""
    return text((start, end - 1))


@dataclass
class Truth:
    """What every measure really is; a vintage is another truth of the same world."""

    rng: Random
    kinds: dict[str, str]
    leaves: dict[str, list[str]]  # the places that a place is the sum of
    draw: dict[str, Callable[[], Fraction]]
    sums: dict[str, list[tuple[Fraction, str]]] = field(default_factory=dict)  # a measure made of others
    rolls: dict[str, list[tuple[Fraction, str]]] = field(default_factory=dict)  # a stock made of flows
    cells: dict[tuple[str, str, object], Fraction] = field(default_factory=dict)

    def cell(self, measure: str, leaf: str, when: object) -> Fraction:
        """Draw what nobody asked for yet."""
        key = (measure, leaf, when)
        if key not in self.cells:
            self.cells[key] = self.draw[measure]()
        return self.cells[key]

    def level(self, measure: str, place: str, period: str) -> Fraction:
        """What a measure is at a place in a period."""
        if measure in self.sums:
            return sum((c * self.level(part, place, period) for c, part in self.sums[measure]), Fraction(0))
        end, total = months(period)[1], Fraction(0)
        for leaf in self.leaves[place]:
            if measure in self.rolls:
                total += self.cell(measure, leaf, "opening")
                past = period_of(12 * YEARS[0], end)
                total += sum(c * self.at(flow, leaf, past) for c, flow in self.rolls[measure])
            else:
                total += self.at(measure, leaf, period)
        return total

    def at(self, measure: str, leaf: str, period: str) -> Fraction:
        start, end = months(period)
        kind = self.kinds[measure]
        if kind == "flow":
            return sum((self.cell(measure, leaf, month) for month in range(start, end)), Fraction(0))
        if kind == "average":
            return sum((self.cell(measure, leaf, month) for month in range(start, end)), Fraction(0)) / (end - start)
        return self.cell(measure, leaf, end if kind == "stock" else period)

    def later(self, rng: Random) -> Truth:
        """Make a vintage in which some of what is known so far is different, and the rest will be the same."""
        made = Truth(self.rng, self.kinds, self.leaves, self.draw, self.sums, self.rolls, self.cells)
        factors: dict[tuple[str, str, object], Fraction] = {}

        def cell(*key: Any) -> Fraction:
            return factors.setdefault(key, Fraction(rng.randint(95, 105), 100)) * Truth.cell(self, *key)

        made.cell = cell  # type: ignore[method-assign]
        return made


class Drawing:
    """Draws one world."""

    def __init__(self, seed: int) -> None:
        """Draw what there is to tell, and tell it."""
        self.rng = rng = Random(seed)
        self.world = World({"measures": {}, "rules": []}, {}, [])
        self.percent = False
        self.structure()
        self.people()
        wanted = rng.randint(3, 15)
        for _ in range(12):
            if len(self.world.claims) >= wanted:
                break
            rng.choice(self.ties)()
        told: list[Row] = []
        while self.world.claims != told:  # what is left out may have been all that told of a member
            told = [*self.world.claims]
            self.whole_sums()
            self.no_other_base()
        self.no_zero_unless_whole()

    # what is true

    def structure(self) -> None:
        rng = self.rng
        kind = rng.choice(["flow", "flow", "stock", "average", ""])
        self.kind = kind
        self.percent = kind in ("average", "") and rng.random() < 0.3
        sign = rng.choice(["+", "+", "+", "-", "mixed"])
        names = [*"abcde"[: rng.randint(1, 3)]]
        self.place_of: dict[str, Row] = {"": {}}
        leaves = {"": [""]}
        parents: dict[str, str] = {}
        self.total = ""
        shape = rng.choice(["none", "none", "flat", "nested"])
        if shape == "flat":
            members = ["X", "Y", "Z"][: rng.randint(2, 3)]
            self.total = rng.choice(["", "all"])
            leaves = {self.total: members, **{member: [member] for member in members}}
            self.place_of = {place: {"partner": place} for place in leaves}
        if shape == "nested":
            parents = {"R1": "N", "R2": "N", "T1": "R1", "T2": "R1"}
            if rng.random() < 0.5:
                parents |= {"T3": "R2", "T4": "R2"}
            lowest = [place for place in parents if place not in parents.values()]
            up = lambda place: [place, *(up(parents[place]) if place in parents else [])]  # noqa: E731
            leaves = {place: [leaf for leaf in lowest if place in up(leaf)] for place in ["N", *parents]}
            self.place_of = {place: {"area": place} for place in leaves}
            self.total = "N"
        self.leaves, self.parents, self.shape = leaves, parents, shape
        grain = rng.choice([1, 10, 100])
        size = Fraction(1) if self.percent else Fraction(rng.choice([1, 1, 10**6, 10**9]))
        zero = rng.choice([0, 0, 0.1])

        def draw() -> Fraction:
            if rng.random() < zero:
                return Fraction(0)
            amount = Fraction(rng.randint(100, 99999), 10 * grain) * size
            return -amount if sign == "-" or (sign == "mixed" and rng.random() < 0.4) else amount

        self.truth = Truth(rng, dict.fromkeys(names, kind), leaves, dict.fromkeys(names, draw))
        self.rules: list[tuple[str, list[tuple[Fraction, str]]]] = []
        for name in "tuv"[: rng.choice([0, 1, 1, 2, 3]) if len(names) > 1 else 0]:
            made = [*names, *self.truth.sums]
            parts = rng.sample(made, rng.randint(2, min(3, len(made))))
            plain = [Fraction(1)] * 3
            weights = rng.choice([plain, plain, [Fraction(1), Fraction(-1), Fraction(1)]])
            if rng.random() < 0.25:
                weights = [Fraction(rng.choice([-2, -1, 1, 2, 3]), rng.choice([1, 2, 4])) for _ in parts]
            terms = list(zip(weights, parts, strict=False))
            self.truth.sums[name], self.truth.kinds[name] = terms, kind
            self.rules.append((name, terms))
        if kind == "flow" and len(names) > 1 and rng.random() < 0.3:
            self.truth.rolls["s"], self.truth.kinds["s"] = [(Fraction(1), names[0]), (Fraction(-1), names[1])], "stock"
            self.truth.draw["s"] = lambda: Fraction(rng.randint(10**5, 10**6)) * size
        self.signs = {"+": "never", "-": "always", "mixed": "some"}[sign]
        for name in self.truth.kinds:
            self.declare(name, sign)
        self.written_rules()
        if sign == "+" and rng.random() < 0.15 and all(w > 0 for _, terms in self.rules for w, _ in terms):
            self.world.head["defaults"]["signed"] = "false"

    def declare(self, name: str, sign: str) -> None:
        rng, declared = self.rng, {}
        kind = self.truth.kinds[name]
        if kind:
            declared["kind"] = kind
        if name in "abcde" and sign == "+":
            signed = rng.choice(["false", "false", "true", ""])
        elif name in self.truth.sums and sign == "+" and all(c > 0 for c, _ in self.truth.sums[name]):
            positive = all(part in "abcde" for _, part in self.truth.sums[name])
            signed = rng.choice(["false", "true", ""]) if positive else rng.choice(["true", ""])
        else:
            signed = rng.choice(["true", ""])
        if signed:
            declared["signed"] = signed == "true"
        if self.shape == "flat" and rng.random() < 0.8:
            declared["sum"] = {"over": "partner", **({"total": "all"} if self.total else {})}
        if self.shape == "nested" and rng.random() < 0.8:
            declared["sum"] = {"over": "area", "parents": dict(self.parents)}
        self.world.head["measures"][name] = declared

    def written_rules(self) -> None:
        rng, world = self.rng, self.world
        world.head["defaults"] = {"unit": "percent" if self.percent else "USD"}
        self.zero_rules: set[str] = set()
        for name, terms in self.rules:
            left, right = [name], []
            for weight, part in terms:
                term = part if abs(weight) == 1 else f"{float(abs(weight))} * {part}"
                if weight < 0 and (rng.random() < 0.4 or not right):
                    left.append(term)
                else:
                    right.append(("- " if weight < 0 else "+ " if right else "") + term)
            if not right:
                rule = f"{name} = " + " ".join(
                    f"{'-' if w < 0 else '+'} {float(abs(w))} * {p}" for w, p in terms
                ).removeprefix("+ ")
            else:
                rule = f"{' + '.join(left)} = {' '.join(right)}"
            written: dict[str, object] = {"rule": rule}
            if len(left) == 1 and all(w > 0 for w, _ in terms) and rng.random() < 0.2:
                written["missing"] = "zero"
                self.zero_rules.add(name)
            world.head["rules"].append(written)
        if "s" in self.truth.rolls:
            (_, inward), (_, outward) = self.truth.rolls["s"]
            world.head["rules"].append({"rule": f"s = s[period=-1] + {inward} - {outward}"})
        for name, terms in self.rules:
            if self.signs == "never" and all(w >= 1 for w, _ in terms) and rng.random() < 0.3:
                part = terms[0][1]
                if all(p in "abcde" for _, p in terms):
                    world.head["rules"].append({"rule": rng.choice([f"{part} <= {name}", f"{name} >= {part}"])})

    # who tells it

    def people(self) -> None:
        rng, world = self.rng, self.world
        self.mode = rng.choice(["one", "one", "one", "other", "by-year", "vintages"])
        dated = "all" if self.mode == "vintages" else rng.choice(["all", "all", "none", "some"])
        self.ties_at: dict[str, str] = {}
        self.sources: list[Row] = []
        for number in range(rng.choice([1, 1, 2, 3])):
            source: Row = {"source": f"s{number}"}
            if dated == "all" or (dated == "some" and rng.random() < 0.5):
                source["published"] = f"2025-0{number + 1}-15"
            if rng.random() < 0.2:
                source["rounding"] = "truncate"
            if rng.random() < 0.4:
                source["language"] = "en"
            self.sources.append(source)
            world.sources[source["source"]] = {"title": "A", **{key: source[key] for key in source if key != "source"}}
            cuts = source.get("rounding") == "truncate"
            self.ties_at[source["source"]] = "truncate" if cuts else rng.choice(["even", "odd", "away", "zero"])
        if self.mode == "vintages":
            self.early = self.truth.later(rng)
        self.ties: list[Callable[[], None]] = [self.levels_over_time, self.growth, self.growth, self.chain]
        self.ties += [self.change, self.share] + ([self.rule] * 3 if self.rules else [])
        if self.kind in ("flow", "average"):
            self.ties += [self.calendar, self.calendar, self.mean]
        if self.shape != "none":
            self.ties += [self.members, self.members, self.member_shares]
        if "s" in self.truth.rolls:
            self.ties += [self.roll] * 2
        if len(self.truth.kinds) > 1:
            self.ties += [self.contribution]

    def status(self, source: Row, period: str) -> str:
        if self.mode == "one":
            return ""
        if self.mode == "other":
            return "estimate"
        if self.mode == "by-year":
            return "estimate" if period.startswith("2024") else "final"
        first = source["source"] == "s0" and len(self.sources) > 1
        return "estimate" if first else "final"

    def world_of(self, status: str) -> Truth:
        return self.early if self.mode == "vintages" and status == "estimate" else self.truth

    # how it is told

    def tell(
        self, source: Row, measure: str, place: str, period: str, *, stat: str = "", base: str = "", **more: str
    ) -> None:
        """Tell one figure, rounded as the source rounds."""
        rng = self.rng
        if rng.random() < 0.1:
            return
        status = self.status(source, period)
        truth = self.world_of(status)
        level = truth.level(measure, place, period)
        row: Row = {"source": source["source"], "measure": measure, "period": period, "status": status}
        row |= self.place_of[place]
        rate = self.percent
        if stat == "growth":
            before = truth.level(measure, place, base)
            if before == 0:
                return
            if more.get("per"):
                steps = (months(period)[0] - months(base)[0]) // 12
                if before * level <= 0:
                    return
                exact = root(level / before, steps) - 1
            else:
                exact = (level - before) / before
            amount, rate = 100 * exact, True
        elif stat == "change":
            amount = level - truth.level(measure, place, base)
        elif stat in ("share", "ratio"):
            whole = self.level_of(truth, base, measure, place, period)
            if whole == 0:
                return
            amount, rate = (100 if stat == "share" else 1) * level / whole, True
        elif stat == "mean":
            parts = {"month": 1, "quarter": 3}[base]
            count = (months(period)[1] - months(period)[0]) // parts
            amount = level / count if truth.kinds[measure] == "flow" else level
        elif stat == "contribution":
            whole, then = base.split()
            below = truth.level(whole, place, then)
            if below == 0:
                return
            amount, rate = 100 * (level - truth.level(measure, place, then)) / below, True
        else:
            amount = level
        if stat:
            row |= {"stat": stat, "base": base, **more}
        if stat == "contribution" or (stat == "change" and self.percent):
            row["unit"] = "pp"
        if stat == "ratio":
            row["unit"] = "times"
        self.print(source, row, amount, rate)
        self.world.claims.append(row)

    def level_of(self, truth: Truth, base: str, measure: str, place: str, period: str) -> Fraction:
        """Find what a share is of: another measure here, or the total over the members."""
        if not base:
            return truth.level(measure, self.total, period)
        name, _, fixed = base.rstrip("]").partition("[")
        where, _, value = fixed.partition("=")
        return truth.level(name, value if where == "partner" else place, value if where == "period" else period)

    def print(self, source: Row, row: Row, amount: Fraction, rate: bool) -> None:
        """Write the number down."""
        rng = self.rng
        unit, scale = row.get("unit", "percent" if rate else "USD"), 1
        if not rate:
            big = [name for name, scale in SCALES.items() if abs(amount) >= scale or scale == 1]
            unit = rng.choice(big[-2:])
            scale = SCALES[unit]
        shown = amount / scale
        digits = rng.choice([0, 1, 1, 2]) if rate or abs(shown) < 10**4 else rng.choice([0, 0, 1, -1, -2])
        if not rate and rng.random() < 0.1 and shown.denominator in (1, 10, 100):
            digits = {1: 0, 10: 1, 100: 2}[shown.denominator]
            row["decimals"] = "exact"
        step = Fraction(10) ** -digits
        number = rounded(shown, step, self.ties_at[source["source"]])
        row["value"], row["unit"], row["_digits"] = decimal(number, digits), unit, digits
        row.setdefault("decimals", str(digits - (len(str(scale)) - 1)))
        if unit == "USD" and rng.random() < 0.5:
            del row["unit"]
        if unit == "percent" and row.get("stat") in ("growth", "share") and rng.random() < 0.5:
            del row["unit"]
        ends_whole = digits >= 0 or (digits == -2 and number)
        if source.get("language") and row["decimals"] != "exact" and ends_whole and rng.random() < 0.3:
            row["_words"], row["unit"] = True, unit
        if amount <= 0 or source.get("rounding") or row["decimals"] == "exact" or rng.random() > 0.12:
            return
        kind = rng.choice(["about", "nearly", "over", "at_least", "under", "at_most", "range"])
        row["qualifier"] = kind
        if kind == "range":
            high = number + rng.randint(1, 9) * step
            row["value_high"] = decimal(high, digits)
        elif kind == "about":
            pass
        else:
            below = kind in ("over", "at_least")
            number = (floor(shown / step) if below else ceil(shown / step)) * step
            if kind in ("over", "under", "nearly") and number == shown:
                number += -step if below else step
            if number <= 0 or (kind == "nearly" and number * Fraction(9, 10) > shown):
                del row["qualifier"]
            else:
                row["value"] = decimal(number, digits)

    # what is tied

    def source(self) -> Row:
        return self.rng.choice(self.sources)

    def measure(self) -> str:
        return self.rng.choice(list(self.truth.kinds))

    def place(self) -> str:
        return self.rng.choice(list(self.leaves))

    def period(self, at_least: int = 1) -> str:
        year = self.rng.choice(YEARS[1:])
        if self.rng.random() < 0.6 or at_least > 6:
            return str(year)
        return self.rng.choice([f"{year}-S{self.rng.randint(1, 2)}", f"{year}-Q{self.rng.randint(1, 4)}"])

    def before(self, period: str) -> str:
        start, end = months(period)
        back = 12 if self.rng.random() < 0.8 or end - start == 12 else end - start
        return period_of(start - back, end - back) if start - back >= 12 * YEARS[0] else period_of(start - 12, end - 12)

    def levels_over_time(self) -> None:
        measure, place, period = self.measure(), self.place(), self.period()
        for source in self.sources[:2]:
            self.tell(source, measure, place, period)

    def growth(self) -> None:
        measure, place, period = self.measure(), self.place(), self.period()
        source, other, base = self.source(), self.source(), self.before(period)
        if self.rng.random() < 0.15 and len(period) == 4 and int(period) > YEARS[1]:
            base = str(YEARS[0])
            self.tell(source, measure, place, period, stat="growth", base=base, per="year")
        else:
            self.tell(source, measure, place, period, stat="growth", base=base)
        self.tell(source, measure, place, period)
        self.tell(other, measure, place, base)

    def chain(self) -> None:
        measure, place, source = self.measure(), self.place(), self.source()
        for year in YEARS[1:]:
            self.tell(source, measure, place, str(year), stat="growth", base=str(year - 1))
        self.tell(source, measure, place, str(YEARS[-1]), stat="growth", base=str(YEARS[0]))
        if self.rng.random() < 0.5:
            self.tell(source, measure, place, str(YEARS[0]))
            self.tell(source, measure, place, str(YEARS[-1]))

    def change(self) -> None:
        measure, place, period = self.measure(), self.place(), self.period()
        source, base = self.source(), self.before(period)
        self.tell(source, measure, place, period, stat="change", base=base)
        self.tell(source, measure, place, period)
        self.tell(self.source(), measure, place, base)

    def share(self) -> None:
        names = list(self.truth.kinds)
        if len(names) < 2:
            return
        part, whole = self.rng.sample(names, 2)
        place, period, source = self.place(), self.period(), self.source()
        fixed, there, then = "", place, period
        if self.rng.random() < 0.25:
            then = self.before(period)
            fixed = f"[period={then}]"
        elif self.shape == "flat" and self.rng.random() < 0.3:
            there = self.place()
            fixed = f"[partner={there}]"
        stat = self.rng.choice(["share", "share", "ratio"])
        self.tell(source, part, place, period, stat=stat, base=whole + fixed)
        self.tell(source, part, place, period)
        self.tell(self.source(), whole, there, then)

    def rule(self) -> None:
        name, terms = self.rng.choice(self.rules)
        place, period, source = self.place(), self.period(), self.source()
        stat, base = "", ""
        if self.rng.random() < 0.15:
            stat, base = "change", self.before(period)
        told = len(self.world.claims)
        for measure in (name, *(part for _, part in terms)):
            other = self.source() if self.rng.random() < 0.2 and name not in self.zero_rules else source
            self.tell(other, measure, place, period, stat=stat, base=base)
        if name in self.zero_rules and len(self.world.claims) - told <= len(terms):
            del self.world.claims[told:]

    def calendar(self) -> None:
        measure, place, year = self.measure(), self.place(), self.rng.choice(YEARS)
        if self.truth.kinds[measure] not in ("flow", "average"):
            return
        source, start = self.source(), 12 * year
        parts = self.rng.choice([[6, 6], [3, 3, 6], [3, 3, 3, 3], [9, 3], [5, 7], [2, 4, 6]])
        if self.kind == "average":
            parts = self.rng.choice([[6, 6], [3, 3, 3, 3]])
        self.tell(source, measure, place, str(year))
        for length in parts:
            self.tell(source, measure, place, period_of(start, start + length))
            start += length
        if self.kind == "flow" and self.rng.random() < 0.3:
            self.tell(source, measure, place, period_of(start - 7, start))

    def mean(self) -> None:
        measure, place, year, source = self.measure(), self.place(), str(self.rng.choice(YEARS)), self.source()
        if self.truth.kinds[measure] in ("flow", "average"):
            self.tell(source, measure, place, year, stat="mean", base=self.rng.choice(["month", "quarter"]))
            self.tell(self.source(), measure, place, year)

    def members(self) -> None:
        measure, period, source = self.measure(), self.period(), self.source()
        top = self.rng.choice([self.total, "R1"]) if self.shape == "nested" else self.total
        inner = [place for place in self.leaves if place != top and set(self.leaves[place]) <= set(self.leaves[top])]
        for place in (top, *inner):
            self.tell(self.source() if self.rng.random() < 0.1 else source, measure, place, period)

    def member_shares(self) -> None:
        measure, period, source = self.measure(), self.period(), self.source()
        if self.shape != "flat" or "sum" not in self.world.head["measures"][measure]:
            return
        for place in self.leaves:
            if place != self.total:
                self.tell(source, measure, place, period, stat="share")
        self.tell(source, measure, self.total, period)

    def roll(self) -> None:
        place, period, source = self.place(), self.period(), self.source()
        start, end = months(period)
        self.tell(source, "s", place, period)
        self.tell(source, "s", place, period_of(2 * start - end, start))
        for _, flow in self.truth.rolls["s"]:
            self.tell(source, flow, place, period)

    def contribution(self) -> None:
        whole, part = self.rng.sample(list(self.truth.kinds), 2)
        if any((name, one) == (whole, part) and weight < 0 for name, terms in self.rules for weight, one in terms):
            return  # what is taken off its whole contributes less than nothing where it rises
        place, period, source = self.place(), self.period(), self.source()
        base = self.before(period)
        self.tell(source, part, place, period, stat="contribution", base=f"{whole} {base}")
        for measure, when in ((part, period), (part, base), (whole, base)):
            self.tell(source, measure, place, when)

    def whole_sums(self) -> None:
        """A declared sum is over all members that are ever told: tell those that would make it another sum."""
        for measure in self.truth.kinds:
            if self.shape == "flat" and "sum" in self.world.head["measures"][measure]:
                told = {row.get("partner", "") for row in self.world.claims if row["measure"] == measure}
                for place in self.leaves:
                    while told and place not in told:
                        before = len(self.world.claims)
                        self.tell(self.sources[0], measure, place, "2021")
                        if len(self.world.claims) > before:
                            break

    def no_other_base(self) -> None:
        """A final figure is compared with a final one: not where only estimates tell of it, which were others.

        So is one that only rules and totals tell of: of its year, no estimate may be told but beside its final figure.
        """
        told = self.world.claims
        levels = {
            (row["measure"], row["period"], row["status"], str(self.where(row)), row["source"])
            for row in told
            if "stat" not in row
        }
        early = [row for row in told if row["status"] == "estimate"]
        years = {row["period"][:4] for row in early}

        def stands(row: Row) -> bool:
            if row.get("stat") not in ("growth", "change", "contribution") or row["status"] == "estimate":
                return True
            whole, _, then = row["base"].rpartition(" ")
            for measure in {row["measure"], whole or row["measure"]}:
                known = then[:4] in years
                own = (measure, then, "final", str(self.where(row)))
                if known and not any((*own, name) in levels for name in self.ties_at if name <= row["source"]):
                    return False
            return True

        if self.mode == "vintages":
            self.world.claims = [row for row in told if stands(row)]

    @staticmethod
    def where(row: Row) -> Row:
        """Say the place that a claim speaks of."""
        return {key: row[key] for key in ("area", "partner") if key in row}

    def no_zero_unless_whole(self) -> None:
        """Absent parts are nothing only where whoever tells a total and a part tells all."""
        for (name, terms), rule in zip(self.rules, self.world.head["rules"], strict=False):
            told: dict[tuple[object, ...], set[str]] = {}
            for row in self.world.claims:
                where = [row.get(key, "") for key in ("area", "partner", "period", "status", "stat", "base")]
                for source in (row["source"], None):
                    told.setdefault((source, *where), set()).add(row["measure"])
            parts = {part for _, part in terms}
            if any(name in names and 0 < len(names & parts) < len(parts) for names in told.values()):
                rule.pop("missing", None)


def honest(seed: int) -> World:
    """Draw a world and tell it as it is."""
    return written(drawn(seed))


def drawn(seed: int) -> World:
    """Draw until there are few claims, and some."""
    for more in range(20):
        world = Drawing(1000 * seed + more).world
        if 3 <= len(world.claims) <= 25:
            return world
    raise AssertionError(f"no world of seed {seed} has few claims")


def mistaken(seed: int) -> World:
    """Tell a world with one to five figures wrong."""
    world, rng = drawn(seed), Random(f"planted {seed}")
    for row in rng.sample(world.claims, min(rng.choice([1, 1, 1, 2, 3, 5]), len(world.claims))):
        row["value"] = slipped(row["value"], row["_digits"], rng)
        row["_wrong"] = True
        if row.get("qualifier") == "range" and Fraction(row["value_high"]) <= Fraction(row["value"]):
            del row["qualifier"], row["value_high"]
        elif row.get("qualifier") == "nearly" and Fraction(row["value"]) <= 0:
            del row["qualifier"]
    return written(world)


def slipped(value: str, digits: int, rng: Random) -> str:
    """Make a slip: another digit, two swapped, one more, a sign, some units of the last digit."""
    step = Fraction(10) ** -digits
    number = int(Fraction(value) / step)
    figures = [*str(abs(number))]
    slip = rng.choice(["swap", "digit", "sign", "units", "units", "scale"])
    if slip == "sign" and number:
        wrong = -number
    elif slip == "units" or len(figures) < 2:
        wrong = number + rng.choice([-5, -3, -2, -1, 1, 2, 3, 5])
    elif slip == "scale":
        wrong = 10 * number
    else:
        at = rng.randrange(len(figures) - 1)
        if slip == "swap":
            figures[at], figures[at + 1] = figures[at + 1], figures[at]
        else:
            figures[at] = str(rng.randrange(10))
        wrong = int("".join(figures)) * (-1 if number < 0 else 1)
    return decimal(wrong * step, digits)


def written(world: World) -> World:
    """Say as a sentence has it what a source says in words; what was meant is kept for whoever judges it."""
    world.claims = [{**(in_words(row) if "_words" in row else row), "_meant": row} for row in world.claims]
    return world


def in_words(row: Row) -> Row:
    """Say the figure in words."""
    hedge = HEDGES.get(row.get("qualifier", ""), "")
    high = "–" + row["value_high"] if row.get("qualifier") == "range" else ""
    figure = ("value", "value_high", "decimals", "unit", "qualifier")
    kept = {key: said for key, said in row.items() if key not in figure}
    return {**kept, "reported": f"{hedge} {row['value']}{high} {row['unit']}".strip()}


def root(number: Fraction, steps: int) -> Fraction:
    """Find the root to more digits than anybody prints."""
    fine = 10**12
    low, high = 0, max(2, ceil(number)) * fine
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if Fraction(middle, fine) ** steps <= number else (low, middle)
    return Fraction(low, fine)
