"""Worlds whose figures are only rounded: true numbers first, then what sources print of them.

Areas are a tree, years have quarters, trade is exports and imports together and the balance is their difference. A
source rounds each figure it prints; growth rates and shares are rounded from the true numbers. So all claims hold
together, by construction, until an error is planted.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from math import gcd

from reconcile.solver.system import BACKGROUND, System

MEASURES = ("exports", "imports", "trade", "balance")


@dataclass
class Columns:
    """Rows as lists, ready for System.from_arrays."""

    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    coefficients: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    low_free: list[bool] = field(default_factory=list)
    high_free: list[bool] = field(default_factory=list)
    low_open: list[bool] = field(default_factory=list)
    high_open: list[bool] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)

    def add(self, terms, low, high, owner=BACKGROUND, *, opens=(False, False)):
        self.columns.extend(terms)
        self.coefficients.extend(terms.values())
        self.starts.append(len(self.columns))
        self.low.append(0 if low is None else low)
        self.high.append(0 if high is None else high)
        self.low_free.append(low is None)
        self.high_free.append(high is None)
        self.low_open.append(opens[0])
        self.high_open.append(opens[1])
        self.owner.append(owner)

    def system(self, unknowns):
        flags = {name: getattr(self, name) for name in ("low_free", "high_free", "low_open", "high_open", "owner")}
        return System.from_arrays(
            self.starts, self.columns, self.coefficients, self.low, self.high, unknowns=unknowns, **flags
        )


def rounded(number: int, step: int, tie: str) -> int:
    """How many steps a number is rounded to."""
    whole, rest = divmod(number, step)
    if 2 * rest != step:
        return whole + (2 * rest > step)
    return {"up": whole + 1, "down": whole, "even": whole + whole % 2, "any": whole + whole % 2}[tie]


OPENS = {"up": (False, True), "down": (True, False), "even": None, "any": (False, False)}


def opens_of(tie: str, whole: int) -> tuple[bool, bool]:
    return OPENS[tie] or ((True, True) if whole % 2 else (False, False))


class World:
    """One connected world: a tree of areas over some years, printed by some sources.

    After ``fill`` the columns hold it; ``plant`` changes one claim of a level by some steps before that.
    """

    def __init__(self, rng, *, branches=(3, 3), years=2, quarters=True, sources=1, magnitude=6, tie="any", share=0.6):
        self.rng, self.tie, self.magnitude = rng, tie, magnitude
        self.areas, self.children = [0], {}
        level = [0]
        for branch in branches:
            fresh = []
            for area in level:
                self.children[area] = list(range(len(self.areas), len(self.areas) + branch))
                self.areas.extend(self.children[area])
                fresh.extend(self.children[area])
            level = fresh
        self.periods, self.parts = [], {}
        for year in range(years):
            whole = len(self.periods)
            self.periods.append(("year", year))
            if quarters:
                self.parts[whole] = list(range(whole + 1, whole + 5))
                self.periods.extend(("quarter", year) for _ in range(4))
        self.sources, self.share = sources, share
        self.claims = 0
        self.planted = None

    def number(self, measure, area, period):
        return (measure * len(self.areas) + area) * len(self.periods) + period

    @property
    def unknowns(self):
        return 4 * len(self.areas) * len(self.periods)

    def truth(self):
        rng, values = self.rng, [0] * self.unknowns
        for measure in (0, 1):
            for area in reversed(self.areas):
                for period in reversed(range(len(self.periods))):
                    if period in self.parts:
                        value = sum(values[self.number(measure, area, part)] for part in self.parts[period])
                    elif area in self.children:
                        value = sum(values[self.number(measure, child, period)] for child in self.children[area])
                    else:
                        value = rng.randrange(10 ** (self.magnitude - 1), 10**self.magnitude)
                    values[self.number(measure, area, period)] = value
        for area in self.areas:
            for period in range(len(self.periods)):
                first, second = (values[self.number(measure, area, period)] for measure in (0, 1))
                values[self.number(2, area, period)] = first + second
                values[self.number(3, area, period)] = first - second
        return values

    def fill(self, columns, *, offset=0, owner=0, plant=0, rate=0.25):
        """Add the world's rows; true numbers are counted in hundredths. Answers how many claims it made."""
        rng, values = self.rng, self.truth()
        self._identities(columns, offset)
        first, planted = owner, rng.randrange(1 << 30) if plant else None
        levels = []
        steps = [10 ** rng.randint(0, max(1, self.magnitude - 2)) for _ in range(self.sources)]
        for source in range(self.sources):
            step = steps[source]
            printed = [u for u in range(self.unknowns) if rng.random() < self.share / (1 + source)]
            levels.extend((unknown, step) for unknown in printed)
        wrong = planted % len(levels) if plant and levels else None
        for place, (unknown, step) in enumerate(levels):
            whole = rounded(values[unknown], step, self.tie)
            if place == wrong:
                self.planted = owner
                whole += plant * rng.choice((-1, 1))
            # In hundredths, as all true numbers are: (whole ± ½) × step / 100, in integers.
            common = gcd(200, step)
            ends = ((2 * whole - 1) * (step // common), (2 * whole + 1) * (step // common))
            columns.add({offset + unknown: 200 // common}, *ends, owner, opens=opens_of(self.tie, whole))
            owner += 1
        for unknown, earlier in self._pairs(rate):
            self._ratio(columns, values, offset, (unknown, earlier), owner)
            owner += 1
        return owner - first

    def _identities(self, columns, offset):
        for area in self.areas:
            for period in range(len(self.periods)):
                x, m, t, b = (offset + self.number(measure, area, period) for measure in range(4))
                columns.add({t: 1, x: -1, m: -1}, 0, 0)
                columns.add({b: 1, x: -1, m: 1}, 0, 0)
                for one in (x, m):
                    columns.add({one: 1}, 0, None)
        for measure in (0, 1):
            for area in self.areas:
                for period, parts in self.parts.items():
                    terms = {offset + self.number(measure, area, part): -1 for part in parts}
                    columns.add({offset + self.number(measure, area, period): 1, **terms}, 0, 0)
            for area, children in self.children.items():
                for period in range(len(self.periods)):
                    terms = {offset + self.number(measure, child, period): -1 for child in children}
                    columns.add({offset + self.number(measure, area, period): 1, **terms}, 0, 0)

    def _pairs(self, rate):
        """Which quantities have a growth rate over a year, and which a share of the whole area."""
        turn = len(self.parts.get(0, ())) + 1
        for measure in (0, 1, 2):
            for area in self.areas:
                for period in range(len(self.periods)):
                    now = self.number(measure, area, period)
                    if period >= turn and self.rng.random() < rate:
                        yield now, self.number(measure, area, period - turn)
                    if area and self.rng.random() < rate / 2:
                        yield now, self.number(measure, 0, period)

    def _ratio(self, columns, values, offset, pair, owner):
        """Per cent with one decimal, two rows of one owner: low × base <= value <= high × base."""
        whole = rounded(1000 * values[pair[0]], values[pair[1]], self.tie)
        opens = opens_of(self.tie, whole)
        value, base = (offset + one for one in pair)
        columns.add({value: 2000, base: -(2 * whole - 1)}, 0, None, owner, opens=(opens[0], False))
        columns.add({value: 2000, base: -(2 * whole + 1)}, None, 0, owner, opens=(False, opens[1]))


def world(seed, *, plant=0, **settings):
    """One world's system, and the owner of the planted error (None where there is none)."""
    rng = random.Random(seed)
    settings.setdefault("tie", rng.choice(["up", "down", "even", "any"]))
    settings.setdefault("sources", rng.randint(1, 4))
    settings.setdefault("magnitude", rng.randint(2, 12))
    settings.setdefault("branches", rng.choice([(2,), (3,), (2, 2), (3, 2), (2, 2, 2)]))
    settings.setdefault("years", rng.randint(1, 3))
    settings.setdefault("quarters", rng.random() < 0.4)
    one, columns = World(rng, **settings), Columns()
    one.fill(columns, plant=plant)
    return columns.system(one.unknowns), one.planted
