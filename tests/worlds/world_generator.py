"""Consistent worlds, and honest tellings of them.

A world is made first: each measure has a true number at each area, member and period, and what follows from others is
computed. Then sources tell of it, each by its own rounding. Nothing that they tell can be a contradiction.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from world_ledgers import Reach, Span, World, decimal, reach, rounded, text

# What the library may not do yet; a kind that is not in `kinds` is left out of the worlds.
KINDS = frozenset(
    {
        "undeclared",  # measures whose sign nobody declares, and which are negative
        "default-signed",  # defaults: {signed: false}
        "member-share",  # share of a member, base = the measure itself
        "fixed-base",  # base: m[period=…], m[area=…], m[partner=…]
        "chain",  # rates between levels that nobody reports
        "vintages",  # several statuses, with dates
        "days-unreported",  # … and nobody reports these bases
        "days",  # … and two sources compute one rate with different bases
        "later-base",  # … where bases were revised after a rate was printed
        "odd-spans",  # flows over spans that are no years, halves, quarters or months
        "average",  # kind: average
        "mean-of-parts",  # means of stocks and averages
        "prose-round",  # numbers in words that are rounded to hundreds and more
        "zero",  # rules with missing: zero
        "zero-small",  # … where a part that rounds to nothing is left out by some
        "zero-stats",  # … with means, changes and shares of some of its measures
        "change-bound",  # changes of measures that are not negative
        "member-by-rate",  # a member of which only a growth or a share is told
        "negative",  # planted: a negative figure of a measure that is not signed
        "unreported-member",  # a member that nobody ever reports
    }
)
LATER = frozenset({"days-unreported", "zero-small", "unreported-member"})
EARLY = KINDS - LATER

STATUSES = ["estimate", "provisional", "final", "revised"]
SCALES = {0: "", 3: "thousand", 6: "million", 9: "billion"}
TIES = ["up", "down", "even", "odd", "away", "zero"]
Cell = tuple[str, str, str, Span]


@dataclass
class Measure:
    name: str
    kind: str | None
    unit: str
    exponent: int
    style: str
    negative: bool
    members: tuple[str, ...] = ()
    total: str = ""
    silent: tuple[str, ...] = ()
    parts: tuple[tuple[Fraction, str, str | None], ...] = ()
    signed: bool | None = None
    names: frozenset[str] = frozenset()


class Truth:
    """The numbers of one world."""

    def __init__(self, seed: int, measures: dict[str, Measure]) -> None:
        self.seed = seed
        self.measures = measures
        self.level = cache(self._level)
        self.atom = cache(self._atom)

    def _atom(self, name: str, area: str, member: str, key: Any, status: str) -> Fraction:
        measure = self.measures[name]
        rng = random.Random(f"{self.seed}|{name}|{area}|{member}|{key}")
        size = Fraction(10) ** measure.exponent
        if measure.style == "zeros" and rng.random() < 0.35:
            return Fraction(0)
        if measure.style == "wild":
            number = Fraction(rng.randint(1, 9999), 1000) * Fraction(10) ** rng.randint(-4, 1)
        elif measure.style == "round":
            number = Fraction(rng.randint(1, 40), 10)
        elif measure.style == "steady":
            number = 2 + Fraction(rng.randint(-999, 999), 20000)
        else:
            number = Fraction(rng.randint(1, 99999), 10000)
        if measure.negative and rng.random() < 0.4:
            number = -number
        if status not in ("", "final"):
            other = random.Random(f"{self.seed}|{name}|{area}|{member}|{key}|{status}")
            if other.random() < 0.7:
                number *= 1 + Fraction(other.randint(-80, 80), 1000)
        return number * size

    def _level(self, name: str, area: str, member: str, period: Span, status: str = "") -> Fraction:
        measure = self.measures[name]
        if measure.parts:
            return sum(
                (
                    c * self.level(part, area, member if fixed is None else fixed, period, status)
                    for c, part, fixed in measure.parts
                ),
                Fraction(0),
            )
        if measure.members and member == measure.total:
            every = (*measure.members, *measure.silent)
            return sum((self.level(name, area, one, period, status) for one in every), Fraction(0))
        start, end = period
        if measure.kind is None:
            return self.atom(name, area, member, period, status)
        if measure.kind == "stock":
            return self.atom(name, area, member, end, status)
        total = sum((self.atom(name, area, member, month, status) for month in range(start, end + 1)), Fraction(0))
        return total / (end - start + 1) if measure.kind == "average" else total


@dataclass
class Teller:
    """How one source prints."""

    name: str
    rng: random.Random
    truncate: bool
    tie: str
    words: float
    hedges: float
    kinds: frozenset[str] = frozenset()
    digits: dict[str, int] = field(default_factory=dict)

    def step_exponent(self, measure: Measure) -> int:
        if measure.name not in self.digits:
            self.digits[measure.name] = measure.exponent - self.rng.choice([-1, 0, 0, 1, 1, 2, 3, 4, 6])
        exponent = self.digits[measure.name]
        return exponent - (1 if self.rng.random() < 0.05 else 0)

    def level(self, measure: Measure, number: Fraction) -> dict[str, Any]:
        return self.printed(number, self.step_exponent(measure), measure.unit)

    def rate(self, number: Fraction) -> dict[str, Any]:
        """A growth, share or the like, told in percent."""
        return self.printed(number * 100, -self.rng.choice([0, 1, 1, 1, 2, 3]), "percent")

    def printed(self, number: Fraction, exponent: int, unit: str) -> dict[str, Any]:
        hedge = self.rng.random() < self.hedges
        if hedge and number > 0:
            done = self.hedged(number, exponent, unit)
            if done is not None:
                return done
        step = Fraction(10) ** exponent
        exact = number.denominator in (1, 2, 4, 5, 8, 10, 20, 25, 100, 1000) and self.rng.random() < 0.05
        if exact:
            digits = next(d for d in range(12) if (number * 10**d).denominator == 1)
            claim = self.shown(number, digits, unit, scale=0)
            claim["decimals"] = "exact"
            return claim | {"_reach": Reach(number, number)}
        value = rounded(number, step, "truncate" if self.truncate else self.tie)
        stands = reach(value, step, truncated=self.truncate)
        assert stands.holds(number), (number, value, step)
        known = {"_reach": stands, "_value": value, "_exponent": exponent, "_unit": unit, "_truncated": self.truncate}
        claim = self.plain(value, exponent, unit) | known
        return (
            claim | {"_reach": round_number(claim["reported"], value, stands, truncated=self.truncate)}
            if "reported" in claim and unit not in ("percent", "pp")
            else claim
        )

    def scale(self, unit: str) -> int:
        if unit in ("percent", "pp", "ratio"):
            return 0
        return self.rng.choice([0, 0, 3, 6, 9])

    def plain(self, value: Fraction, exponent: int, unit: str) -> dict[str, Any]:
        scale = self.scale(unit)
        full = unit == "count" and scale == 0 == exponent  # a count that is printed in full is exact
        rough = (
            "prose-round" in self.kinds
            and value % Fraction(10) ** (scale + 2) == 0
            and value != 0
            and not self.truncate
            and unit not in ("percent", "pp")
        )
        if self.rng.random() < self.words and (exponent <= scale or rough) and not full:
            return {"reported": self.worded(value, exponent, unit, scale)}
        claim = self.shown(value, scale - exponent, unit, scale=scale)
        claim["decimals"] = str(-exponent)
        return claim

    def shown(self, value: Fraction, digits: int, unit: str, *, scale: int) -> dict[str, Any]:
        shown = decimal(value / Fraction(10) ** scale, max(digits, 0))
        claim: dict[str, Any] = {"value": shown}
        words = " ".join(part for part in (SCALES[scale], "" if unit == "ratio" else unit) if part)
        if words:
            claim["unit"] = words
        return claim

    def worded(self, value: Fraction, exponent: int, unit: str, scale: int) -> str:
        shown = decimal(value / Fraction(10) ** scale, max(scale - exponent, 0))
        if self.rng.random() < 0.5 and "." not in shown:
            shown = f"{int(shown):,}"
        shown = shown.replace("-", self.rng.choice(["-", "−"]))
        noun = {"percent": self.rng.choice(["%", " percent"]), "pp": " pp", "ratio": "", "": ""}.get(unit, f" {unit}")
        return f"{shown}{' ' + SCALES[scale] if scale else ''}{noun}"

    def hedged(self, number: Fraction, exponent: int, unit: str) -> dict[str, Any] | None:
        step = Fraction(10) ** exponent
        word = self.rng.choice(["about", "nearly", "over", "at_least", "under", "at_most", "range"])
        if word == "about":
            coarse = Fraction(10) ** (exponent + self.rng.choice([0, 1, 2]))
            value = rounded(number, coarse, "even")
            if value <= 0:
                return None
            place = step
            while (value / (place * 10)).denominator == 1:
                place *= 10
            slack = max(step / 2, min(place / 2, value / 20))
            stands = Reach(value - slack, value + slack)
        elif word in ("nearly", "under", "at_most"):
            value = step * ((number / step).__floor__() + self.rng.choice([1, 1, 1, 2]))
            low = value * 9 / 10 if word == "nearly" else None
            stands = Reach(low, value, high_open=word != "at_most")
        elif word in ("over", "at_least"):
            value = step * ((number / step).__floor__() - self.rng.choice([0, 0, 1]))
            if value <= 0:
                return None
            stands = Reach(value, None, low_open=word == "over")
        else:
            low = step * (number / step - Fraction(self.rng.randint(0, 30), 10)).__floor__()
            high = step * ((number / step + Fraction(self.rng.randint(0, 30), 10)).__floor__() + 1)
            if low <= 0:
                return None
            claim = self.shown(low, -exponent, unit, scale=0)
            claim |= {"value_high": decimal(high, max(-exponent, 0)), "decimals": str(-exponent), "qualifier": "range"}
            return claim | {"_reach": Reach(low - step / 2, high + step / 2)} if not self.truncate else None
        if not stands.holds(number) or (self.truncate and word == "about"):
            return None
        claim = self.shown(value, -exponent, unit, scale=0)
        return claim | {"decimals": str(-exponent), "qualifier": word, "_reach": stands}


def round_number(words: str, value: Fraction, stands: Reach, *, truncated: bool) -> Reach:
    """What a number in prose may stand for: its last zeros need not be digits."""
    digits = words.split(maxsplit=1)[0].strip("%").lstrip("-−").replace(",", "")
    if not digits.endswith("00") or "." in digits or value == 0:
        return stands
    place = abs(value) / int(digits)
    return reach(value, place * 10 ** (len(digits) - len(digits.rstrip("0"))), truncated=truncated)


class Maker:
    def __init__(self, seed: int, kinds: Iterable[str] = EARLY, *, planted: bool = False) -> None:
        self.seed = seed
        self.rng = random.Random(f"world {seed}")
        self.kinds = frozenset(kinds)
        self.planted = planted  # one status, dates that play no part
        self.measures: dict[str, Measure] = {}
        self.rules: list[Any] = []
        self.zero: set[str] = set()
        self.unknown: set[tuple[str, Cell]] = set()  # bases that a source could not read anywhere

    def some(self, kind: str, chance: float) -> bool:
        drawn = self.rng.random() < chance
        return drawn and kind in self.kinds

    # Measures and rules

    def make(self) -> World:
        rng = self.rng
        kinds: list[str | None] = ["flow", "flow", "stock", None]
        if "average" in self.kinds:
            kinds.append("average")
        self.kind = rng.choice(kinds)
        self.unit = rng.choice(["USD", "USD", "EUR", "count", "percent", ""])
        if self.kind == "flow" and self.unit == "percent":
            self.unit = "USD"
        self.exponent = rng.choice([-3, 0, 0, 1, 2, 3, 6, 9, 12, 15]) if self.unit != "percent" else rng.choice([0, 1])
        self.negative = rng.random() < 0.4
        self.members: tuple[str, ...] = ()
        self.total = ""
        self.silent: tuple[str, ...] = ()
        if rng.random() < 0.4:
            self.members = tuple("ABCDEFG"[: rng.randint(2, 5)])
            self.total = rng.choice(["", "ALL"])
            if self.some("unreported-member", 0.4):
                self.silent = ("Z",)
        self.areas = [""] if rng.random() < 0.5 else ["DE", "FR", "VN"][: rng.randint(1, 3)]
        self.periods = self.drawn_periods()
        self.limit = rng.choice([3, 5, 8, 15]) if rng.random() < 0.97 else 100
        style = rng.choice(["plain", "plain", "zeros", "wild", "round", "steady"])
        names = iter(["a", "b", "c", "d", "e", "f", "g", "h"])
        for _ in range(rng.randint(1, 4)):
            self.base(next(names), style if rng.random() < 0.7 else rng.choice(["plain", "zeros", "wild"]))
        self.truth = Truth(self.seed, self.measures)
        for _ in range(rng.randint(0, 3)):
            self.derived(next(names))
        for _ in range(rng.randint(0, 2)):
            self.bound()
        self.declare()
        return self.tell()

    def drawn_periods(self) -> list[Span]:
        rng = self.rng
        year = rng.randint(1990, 2024) * 12
        long = rng.random() < 0.06
        grid = rng.choice(["years", "years", "quarters", "months", "mixed", "odd"])
        if grid == "odd" and (
            "odd-spans" not in self.kinds or (self.kind == "average" and "mean-of-parts" not in self.kinds)
        ):
            grid = "mixed"
        if grid == "years":
            return [(year + 12 * n, year + 12 * n + 11) for n in range(rng.randint(1, 5) if not long else 60)]
        if grid == "quarters":
            spans = [(year + 3 * n, year + 3 * n + 2) for n in range(rng.randint(2, 8) if not long else 100)]
            return spans + [(year + 12 * n, year + 12 * n + 11) for n in range(2)]
        if grid == "months":
            spans = [(year + n, year + n) for n in range(rng.randint(3, 14) if not long else 120)]
            return spans + [(year, year + 11)] + [(year + 3 * n, year + 3 * n + 2) for n in range(rng.randint(0, 4))]
        if grid == "mixed":
            every = [(year + 12 * n, year + 12 * n + 11) for n in range(2)]
            every += [(year + 6 * n, year + 6 * n + 5) for n in range(4)]
            every += [(year + 3 * n, year + 3 * n + 2) for n in range(8)]
            every += [(year + n, year + n) for n in range(12)]
            return sorted(rng.sample(every, rng.randint(3, 12)))
        every = []
        for _ in range(rng.randint(3, 10)):
            start = year + rng.randint(0, 18)
            every.append((start, start + rng.choice([0, 1, 1, 2, 3, 4, 6, 7, 8, 11, 13, 23, 35])))
        if rng.random() < 0.5:
            every += [(year + 12 * n, year + 12 * n + 11) for n in range(3)] + [(year, year + 35)]
        return sorted(set(every))

    def base(self, name: str, style: str) -> None:
        measure = Measure(
            name, self.kind, self.unit, self.exponent + self.rng.choice([0, 0, 0, -1, 1]), style, self.negative
        )
        measure.members, measure.total, measure.silent = self.members, self.total, self.silent
        self.measures[name] = measure

    def derived(self, name: str) -> None:
        rng = self.rng
        pool = list(self.measures)
        zero = self.some("zero", 0.15)
        fixed = bool(self.members) and not self.silent and rng.random() < 0.2
        chosen = rng.sample(pool, min(len(pool), rng.randint(1 if fixed else 2, 4)))
        if any(not self.measures[one].members for one in chosen) and fixed:
            fixed = False
        mixed = {bool(self.measures[one].members) for one in chosen}
        if len(mixed) > 1 or len(chosen) < (1 if fixed else 2):
            return
        plus = ["1", "1", "1", "2", "0.5"] if self.unit != "percent" else ["1", "1", "0.5"]
        weights = [rng.choice(plus) if rng.random() < 0.75 else "-" + rng.choice(plus) for _ in chosen]
        parts: list[tuple[Fraction, str, str | None]] = []
        terms = []
        for weight, one in zip(weights, chosen, strict=True):
            member = rng.choice(self.measures[one].members) if fixed else None
            parts.append((Fraction(weight), one, member))
            size = weight.lstrip("-")
            sign = "- " if weight.startswith("-") else "+ "
            where = f"[partner={member}]" if member else ""
            terms.append(f"{sign}{'' if size == '1' else size + ' * '}{one}{where}")
        written = " ".join(terms)
        written = (
            written[2:] if written.startswith("+ ") else "-" + written[1:] if not written.startswith("- ") else written
        )
        measure = Measure(
            name, self.kind, self.unit, self.exponent, "", self.negative or any(w.startswith("-") for w in weights)
        )
        measure.negative |= any(self.measures[part].negative for _, part, _ in parts)
        measure.parts = tuple(parts)
        if not fixed:
            measure.members, measure.total, measure.silent = self.members, self.total, self.silent
        if fixed and self.total:
            return
        if not self.expanded(measure.parts):
            return
        self.measures[name] = measure
        rule: Any = f"{name} = {written}"
        if zero and not fixed and "style" not in self.zero:
            self.zero.add(name)
            rule = {"rule": rule, "missing": "zero"}
        elif rng.random() < 0.2:
            rule = {"rule": rule, "name": "as it is published"}
        self.rules.append(rule)

    def expanded(self, parts: Iterable[tuple[Fraction, str, str | None]]) -> dict[tuple[str, str | None], Fraction]:
        """What the parts come to in measures that no rule computes; empty where they cancel."""
        made: dict[tuple[str, str | None], Fraction] = {}
        for weight, name, fixed in parts:
            inner = self.measures[name].parts
            for key, part in self.expanded(inner).items() if inner else [((name, None), Fraction(1))]:
                made[key[0], key[1] or fixed] = made.get((key[0], key[1] or fixed), Fraction(0)) + weight * part
        return {key: weight for key, weight in made.items() if weight}

    def cells(self, name: str) -> list[Cell]:
        measure = self.measures[name]
        members = [measure.total, *measure.members] if measure.members else [""]
        return [(name, area, member, period) for area in self.areas for member in members for period in self.periods]

    def bound(self) -> None:
        """An inequality which holds in this world, and not by a hair."""
        rng = self.rng
        name, other = rng.choice(list(self.measures)), rng.choice(list(self.measures))
        one, two = self.measures[name], self.measures[other]
        if name == other or bool(one.members) != bool(two.members) or one.silent or self.vintages_possible():
            return
        atoms = self.finest(name)
        pairs = [(self.truth.level(*cell), self.truth.level(other, *cell[1:])) for cell in atoms]
        if all(b > 0 for _, b in pairs) and pairs:
            weight = max(a / b for a, b in pairs)
            weight = Fraction((weight * 10).__floor__() + 1, 10)
            if 0 < weight < 10**6 and not any(str(rule).startswith(f"{name} <=") for rule in self.rules):
                self.rules.append(f"{name} <= {decimal(weight, 1)} * {other}")
        elif (
            pairs
            and all(a < b for a, b in pairs)
            and not any(other in str(rule) and name in str(rule) for rule in self.rules)
        ):
            self.rules.append(rng.choice([f"{name} <= {other}", f"{other} >= {name}"]))

    def vintages_possible(self) -> bool:
        return "vintages" in self.kinds and not self.planted

    def finest(self, name: str) -> list[Cell]:
        if self.kind is None or len(self.periods) > 40:
            return self.cells(name)
        first, last = min(p[0] for p in self.periods), max(p[1] for p in self.periods)
        measure = self.measures[name]
        members = [measure.total, *measure.members] if measure.members else [""]
        return [
            (name, area, member, (m, m))
            for area in self.areas
            for member in members
            for m in range(first - 36, last + 1)
        ]

    def declare(self) -> None:
        rng = self.rng
        self.default_signed = not any(m.negative for m in self.measures.values()) and self.some("default-signed", 0.3)
        for measure in self.measures.values():
            if measure.negative:
                measure.signed = None if self.some("undeclared", 0.6) else True
            else:
                measure.signed = rng.choice([None, False, False, True])

    # Telling

    def tell(self) -> World:
        rng = self.rng
        head: dict[str, Any] = {"title": f"World {self.seed}", "defaults": {"language": "en"}}
        if self.members:
            head["dimensions"] = ["partner"]
        head["measures"] = {}
        for measure in self.measures.values():
            said: dict[str, Any] = {}
            if measure.kind:
                said["kind"] = measure.kind
            if measure.signed is not None and not (measure.signed is False and self.default_signed):
                said["signed"] = measure.signed
            if measure.members:
                said["sum"] = {"over": "partner", "total": measure.total} if measure.total else {"over": "partner"}
            head["measures"][measure.name] = said
        if self.default_signed:
            head["defaults"]["signed"] = False
            for measure in self.measures.values():
                if measure.signed is None:
                    head["measures"][measure.name].pop("signed", None)
        head["rules"] = self.rules
        vintages = self.vintages_possible() and rng.random() < 0.6
        sources: dict[str, dict[str, Any]] = {}
        claims: list[dict[str, Any]] = []
        plans = []
        for number in range(rng.choice([1, 1, 2, 2, 3, 4])):
            name = f"s{number}"
            teller = Teller(
                name,
                random.Random(f"{self.seed} {name}"),
                rng.random() < 0.25,
                rng.choice(TIES),
                rng.random(),
                rng.choice([0, 0, 0.1, 0.4]),
                self.kinds,
            )
            source: dict[str, Any] = {"title": name}
            if teller.truncate:
                source["rounding"] = "truncate"
            if vintages or (rng.random() < 0.5 and not self.planted):
                source["published"] = f"{rng.randint(2025, 2027)}-{rng.randint(1, 12):02}-15"
            sources[name] = source
            plans.append((teller, source.get("published", "")))
        plans.sort(key=lambda plan: plan[1])
        for teller, _ in plans:
            claims += self.levels(teller, vintages)
        levels = list(claims)
        self.dates = {teller.name: published for teller, published in plans}
        for teller, published in plans:
            claims += self.statistics(teller, published, levels, vintages)
        claims = self.of_one_mind(claims)
        if "unreported-member" not in self.kinds:
            claims += self.every_member(claims, plans)
        if self.zero:
            claims = self.completed(claims, plans)
        world = World(head, sources, claims)
        used = {claim["source"] for claim in claims}
        world.sources = {name: source for name, source in sources.items() if name in used}
        return world

    def of_one_mind(self, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The claims without rates on a base that their source, or another of the same rate, knew otherwise.

        Of bases that nobody reports, that is: those that are reported may be of any status.
        """
        kept = []
        bases: dict[Any, str] = {}
        for claim in claims:
            if "_base" in claim and claim["status"] and (claim["source"], claim["_base"][0]) in self.unknown:
                cell, status = claim["_base"]
                own = {one["status"] for one in claims if one["source"] == claim["source"] and one["_cell"] == cell}
                rate = (claim["_cell"], claim["stat"], claim["status"], cell)
                if own - {status} or bases.setdefault(rate, status) != status:
                    continue
            kept.append(claim)
        return kept

    def every_member(self, claims: list[dict[str, Any]], plans: list[tuple[Teller, str]]) -> list[dict[str, Any]]:
        """A claim of each member that nobody speaks of, since members are those of which somebody speaks."""
        made = []
        statuses = [claim["status"] for claim in claims]
        for name in {claim["measure"]: None for claim in claims}:
            rates = "member-by-rate" in self.kinds
            told = {
                claim.get("partner", "")
                for claim in claims
                if claim["measure"] == name and (rates or "stat" not in claim)
            }
            for member in self.measures[name].members:
                if member not in told:
                    cell = (name, self.rng.choice(self.areas), member, self.rng.choice(self.periods))
                    teller, status = self.rng.choice(plans)[0], self.rng.choice(statuses)
                    figure = teller.level(self.measures[name], self.truth.level(*cell, status))
                    made.append({"source": teller.name, **self.key(cell), "status": status, **figure, "_cell": cell})
        return made

    def key(self, cell: Cell) -> dict[str, Any]:
        name, area, member, period = cell
        said = {"measure": name, "area": area, "partner": member, "period": text(period)}
        return {column: value for column, value in said.items() if value}

    def levels(self, teller: Teller, vintages: bool) -> list[dict[str, Any]]:
        rng = self.rng
        density = rng.choice([0.15, 0.4, 0.8, 1.0])
        if "chain" in self.kinds and rng.random() < 0.3:
            density = 0.1
        made = []
        for name in self.measures:
            cells = self.cells(name)
            limit = self.limit
            cells = [cell for cell in cells if rng.random() < density]
            for cell in rng.sample(cells, min(limit, len(cells))):
                if cell[2] in self.measures[name].silent:
                    continue
                status = rng.choice(STATUSES) if vintages else ""
                number = self.truth.level(*cell, status)
                repeats = 2 if rng.random() < 0.03 else 1
                for _ in range(repeats):
                    figure = teller.level(self.measures[name], number)
                    made.append({"source": teller.name, **self.key(cell), "status": status, **figure, "_cell": cell})
        return made

    def base_status(self, source: str, published: str, cell: Cell, levels: list[dict[str, Any]], status: str) -> str:
        """The status of the base that the source computes a rate with, the same for all its rates; "" for none."""
        told = [claim for claim in levels if claim["_cell"] == cell]
        own = {claim["status"] for claim in told if claim["source"] == source}
        day = "days" in self.kinds
        late = "later-base" not in self.kinds
        known = (
            own
            if own and day
            else {claim["status"] for claim in told if late or self.dates[claim["source"]] <= published}
        )
        if not known and "days-unreported" not in self.kinds:
            return ""
        key = f"{self.seed} {source if day else ''} {cell} {status if known else ''}"
        chosen = random.Random(key).choice(sorted(known) or STATUSES)
        self.unknown.discard((source, cell))
        if not known:
            self.unknown.add((source, cell))
        return chosen if not own or chosen in own else ""

    def statistics(
        self, teller: Teller, published: str, levels: list[dict[str, Any]], vintages: bool
    ) -> list[dict[str, Any]]:
        rng = self.rng
        count = rng.choice([0, 0, 2, 5, 10, 20])
        made = []
        told = [claim for claim in levels if claim["source"] == teller.name]
        for _ in range(count):
            if "chain" not in self.kinds or (told and rng.random() < 0.5):
                if not told:
                    break
                one = rng.choice(told)
                cell, status = one["_cell"], one["status"]
            else:
                cell = rng.choice(self.cells(rng.choice(list(self.measures))))
                status = rng.choice(STATUSES) if vintages else ""
            claim = self.statistic(teller, published, cell, status, levels)
            if self.zero and "zero-stats" not in self.kinds:
                continue
            if claim is not None:
                made.append({"source": teller.name, **self.key(cell), "status": status, **claim, "_cell": cell})
        return made

    def statistic(
        self, teller: Teller, published: str, cell: Cell, status: str, levels: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        rng = self.rng
        name, area, member, period = cell
        measure = self.measures[name]
        level = self.truth.level(*cell, status)
        length = period[1] - period[0]
        stat = rng.choice(["growth", "growth", "growth", "change", "share", "share", "ratio", "mean"])
        if stat in ("growth", "change"):
            others = [other for other in self.periods if other != period and other[1] - other[0] == length]
            if rng.random() < 0.2:
                others = [(period[0] - 12, period[1] - 12)]
            if not others or (stat == "growth" and "chain" not in self.kinds and not others):
                return None
            base = rng.choice(others)
            if base[0] > period[0] and rng.random() < 0.8:
                return None
            base_cell = (name, area, member, base)
            base_status = self.base_status(teller.name, published, base_cell, levels, status) if status else ""
            if status and not base_status:
                return None
            if "chain" not in self.kinds and not any(one["_cell"] == base_cell for one in levels):
                return None
            before = self.truth.level(*base_cell, base_status)
            if stat == "change":
                if measure.signed is not True and "change-bound" not in self.kinds:
                    return None
                unit = "pp" if measure.unit == "percent" else measure.unit
                return {
                    "stat": stat,
                    "base": text(base),
                    "_base": (base_cell, base_status),
                    **teller.printed(level - before, teller.step_exponent(measure), unit),
                }
            if before == 0 or (before < 0 and "undeclared" not in self.kinds):
                return None
            known = {"stat": stat, "base": text(base), "_base": (base_cell, base_status)}
            return {**known, **teller.rate(level / before - 1)}
        if stat == "mean":
            parts = {"year": 12, "half": 6, "quarter": 3, "month": 1}
            fitting = [p for p, n in parts.items() if (length + 1) % n == 0 and length + 1 > n and period[0] % n == 0]
            if not fitting or measure.kind is None or (measure.kind != "flow" and "mean-of-parts" not in self.kinds):
                return None
            part = rng.choice(fitting)
            count = (length + 1) // parts[part]
            if measure.kind == "flow":
                number = level / count
            else:
                steps = [(period[0] + n * parts[part], period[0] + (n + 1) * parts[part] - 1) for n in range(count)]
                number = (
                    sum((self.truth.level(name, area, member, step, status) for step in steps), Fraction(0)) / count
                )
            return {"stat": stat, "base": part, **teller.printed(number, teller.step_exponent(measure), measure.unit)}
        ways = ["other", "other"]
        if "fixed-base" in self.kinds:
            ways += ["period", "area"]
            ways += ["member"] if measure.members else []
        if "member-share" in self.kinds and measure.members and member != measure.total:
            ways += ["own"] * 3
        way = rng.choice(ways)
        if way == "other":
            other = rng.choice(list(self.measures))
            if other == name or bool(self.measures[other].members) != bool(measure.members):
                return None
            base_cell, base_text = (other, area, member, period), other
        elif way == "own":
            base_cell, base_text = (name, area, measure.total, period), name
        elif way == "period":
            others = [other for other in self.periods if other != period]
            if not others:
                return None
            base = rng.choice(others)
            base_cell, base_text = (name, area, member, base), f"{name}[period={text(base)}]"
        elif way == "area":
            others_ = [other for other in self.areas if other not in (area, "")]
            if not others_:
                return None
            where = rng.choice(others_)
            base_cell, base_text = (name, where, member, period), f"{name}[area={where}]"
        else:
            of = rng.choice([measure.total, *measure.members])
            if of == member:
                return None
            base_cell, base_text = (name, area, of, period), f"{name}[partner={of}]"
        before = self.truth.level(*base_cell, status)
        if before == 0 or (before < 0 and "undeclared" not in self.kinds):
            return None
        if stat == "share":
            return {"stat": stat, "base": base_text, **teller.rate(level / before)}
        return {"stat": stat, "base": base_text, **teller.printed(level / before, -rng.choice([0, 1, 2, 3]), "ratio")}

    def completed(self, claims: list[dict[str, Any]], plans: list[tuple[Teller, str]]) -> list[dict[str, Any]]:
        """Claims to which no part of a total is wanting that is not nothing, where absent parts count as nothing."""
        rng = self.rng
        tellers = {teller.name: teller for teller, _ in plans}
        fresh = True
        while fresh:
            fresh = False
            told = {(claim["source"], claim["_cell"], claim["status"]) for claim in claims if "stat" not in claim}
            places = {(source, cell[1:], status) for source, cell, status in told}
            for source, place, status in sorted(places, key=str):
                for name in sorted(self.zero):
                    cell = (name, *place)
                    parts = [(part, *place) for _, part, _ in self.measures[name].parts]
                    if cell not in self.cells(name):
                        continue
                    for part in parts:
                        everywhere = {(c, s) for _, c, s in told}
                        if (source, part, status) in told:
                            continue
                        if (cell, status) not in everywhere and (source, cell, status) not in told:
                            continue
                        number = self.truth.level(*part, status)
                        if number == 0 and rng.random() < 0.8:
                            continue
                        figure = tellers[source].level(self.measures[part[0]], number)
                        claims.append({"source": source, **self.key(part), "status": status, **figure, "_cell": part})
                        told.add((source, part, status))
                        fresh = True
        return claims


def wrong_figure(value: Fraction, step: Fraction, rng: random.Random) -> Fraction:
    """What a slip makes of a printed number."""
    digits = str(abs(int(value / step)))
    way = rng.choice(["last", "last", "last", "digit", "digit", "sign", "ten", "swap"])
    if way == "last":
        return value + rng.choice([-3, -2, -1, 1, 2, 3]) * step
    if way == "sign":
        return -value
    if way == "ten":
        return value * 10
    if way == "swap" and len(digits) > 1:
        at = rng.randrange(len(digits) - 1)
        digits = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    else:
        at = rng.randrange(len(digits))
        digits = digits[:at] + str(rng.randint(0, 9)) + digits[at + 1 :]
    return int(digits) * step * (1 if value >= 0 else -1)


def planted(honest: World, seed: int, kinds: Iterable[str] = EARLY) -> World:
    """The world with one to three wrong figures."""
    rng = random.Random(f"wrong {seed}")
    other = honest.copy()
    plain = [index for index, claim in enumerate(other.claims) if "_value" in claim]
    for index in rng.sample(plain, min(len(plain), rng.choice([1, 1, 1, 2, 3]))):
        claim = other.claims[index]
        step = Fraction(10) ** claim["_exponent"]
        value = wrong_figure(claim["_value"], step, rng)
        signed = honest.head["measures"][claim["measure"]].get("signed")
        if value < 0 and claim.get("stat") not in ("growth", "change") and not signed and "negative" not in kinds:
            continue
        kept = {key: claim[key] for key in claim if key not in ("reported", "value", "unit", "decimals")}
        kept |= {"value": decimal(value, max(-claim["_exponent"], 0)), "decimals": str(-claim["_exponent"])}
        if claim["_unit"] not in ("", "ratio"):
            kept["unit"] = claim["_unit"]
        kept |= {"_value": value, "_reach": reach(value, step, truncated=claim["_truncated"])}
        other.claims[index] = kept
    return other


def world(seed: int, kinds: Iterable[str] = EARLY, *, planted: bool = False) -> World:
    return Maker(seed, kinds, planted=planted).make()
