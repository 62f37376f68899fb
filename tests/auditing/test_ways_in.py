"""The same claims give the same answer through every way in, and the right one.

A `World` is a few numbers that say how a table of claims is made: how many places, periods, measures and sources, what
the true values are, how they are printed, which rows are missing, repeated, or wrong. The reckoning at the end knows
nothing but the documented meaning: half a unit of the last digit, both ends closed, in fractions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import islice, product
from math import floor

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

import reconcile as rc
from costly import costly
from ways_in import WAYS, Told, Way, each_way, taken, taken_as_text, text_frame

RULES = {
    "total = a + b": {"total": 1, "a": -1, "b": -1},
    "balance = a - b": {"balance": 1, "a": -1, "b": 1},
    "w = 2 * a - 0.5 * b": {"w": 1, "a": -2, "b": Fraction(1, 2)},
    "b <= a": {"b": 1, "a": -1},
    "a = e": {"a": 1, "e": -1},
}
OUTCOMES = ("estimate", "provisional", "final", "revised")  # from the least to the most mature
STATUSES = ("final", "estimate", "provisional", "revised", "target", "forecast")
RATES = ("growth", "change", "share", "ratio", "mean")
MILLION = 6

Row = dict[str, str]
Tags = frozenset[str]


# --- worlds ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """How a table of claims is made."""

    places: int = 1
    periods: int = 1
    calendar: str = "years"
    dimensions: int = 0
    dense: bool = True  # every place at every period; else each place at two periods, and each period at some place
    thin: bool = False  # only at the first and last cells is more told than a level, so that there is little to word
    more_measures: int = 0
    sources: int = 1
    statuses: int = 1
    in_turn: bool = True  # sources and statuses take turns from cell to cell; else each tells every cell
    rules: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    start: int = 100
    by_place: int = 0
    by_period: int = 0
    power: int = 0  # true values are whole multiples of this power of ten
    decimals: tuple[int | None, ...] = (0,)  # beyond those that the power needs, measure by measure; None is exact
    rate_decimals: int = 1
    half_even: bool = False
    scaled: bool = False  # every other source prints in millions
    published: int = 0  # 0: nobody says when; 1: all on one day; 2: each on another day
    signed: bool = False
    kind: str = ""
    missing: tuple[int, ...] = ()
    repeated: tuple[tuple[int, int], ...] = ()  # a row that is told again, and by how many last digits it differs
    off: tuple[tuple[int, int], ...] = ()  # a row, and by how many last digits it is wrong
    too_fine: tuple[int, ...] = ()  # rows that say a decimal less than they print
    stride: int = 1  # rows are put in another order

    def cells(self) -> list[tuple[int, int]]:
        if self.dense:
            return list(product(range(self.places), range(self.periods)))
        steps = range(max(self.places, self.periods))
        both = [(n % self.places, max(n % self.periods - back, 0)) for n in steps for back in (1, 0)]
        return list(dict.fromkeys(both))

    def place(self, number: int) -> Row:
        """Its area and dimensions; the first member of each dimension is none."""
        if not self.dimensions:
            return {"area": f"A{number}"}
        if self.dimensions == 1:
            return {"area": f"A{number // 7}", "partner": f"P{number % 7}" if number % 7 else ""}
        inner, partner = number % 2, number // 2 % 3
        return {
            "area": f"A{number // 6}",
            "partner": f"P{partner}" if partner else "",
            "product": f"Q{inner}" if inner else "",
        }

    def period(self, number: int) -> str:
        year, part = 1950 + number // 4, number % 4
        calendars = {
            "years": str(1700 + number),
            "quarters": f"{year}-Q{part + 1}",
            "months": f"{1990 + number // 12}-{number % 12 + 1:02}",
            "spans": f"{year}-01/{year}-{(2, 5, 8, 11)[part]:02}",
            "mixed": [str(year), f"{year}-S1", f"{year}-Q1", f"{year}-01"][part],
        }
        return calendars[self.calendar]

    def true(self, measure: str, place: int, period: int) -> Fraction:
        scale = Fraction(10) ** self.power
        a = scale * (self.start + self.by_place * place + self.by_period * period)
        b = scale * (self.start - self.by_period * place + 2 * self.by_place * period)
        return {"a": a, "b": b, "e": a, "total": a + b, "balance": a - b, "w": 2 * a - b / 2}[measure]

    def measures(self) -> list[str]:
        return list(dict.fromkeys(["a", *(name for rule in self.rules for name in RULES[rule])]))

    def told(self) -> Told:
        rows = [{**row, "claim": f"c{number}"} for number, row in enumerate(self._rows())]
        for number, amount in self.off:
            rows[number % len(rows)] = _moved(rows[number % len(rows)], amount)
        for number in self.too_fine:
            rows[number % len(rows)] = _too_fine(rows[number % len(rows)])
        again = [
            {**_moved(rows[n % len(rows)], amount), "claim": f"again{k}"} for k, (n, amount) in enumerate(self.repeated)
        ]
        gone = {number % len(rows) for number in self.missing} if len(rows) > 1 else set()
        kept = [row for number, row in enumerate(rows) if number not in gone] + again
        kept = kept or rows[:1]
        order = sorted(range(len(kept)), key=lambda n: (n * self.stride % 1009, n))
        said = {**({"kind": self.kind} if self.kind else {}), **({"signed": True} if self.needs_sign(kept) else {})}
        names = {row["measure"] for row in kept} | {name for rule in self.rules for name in RULES[rule]}
        days = ["", "2025-01-01", "2025-01-{:02}"][self.published]
        named = sorted({row["source"] for row in kept})
        sources = tuple({"source": name, "published": days.format(n % 28 + 1)} for n, name in enumerate(named))
        return Told(
            tuple(kept[number] for number in order),
            rules=self.rules,
            measures=dict.fromkeys(sorted(names), said),
            sources=sources if days else (),
            dimensions=("partner", "product")[: self.dimensions],
        )

    def needs_sign(self, rows: Iterable[Row]) -> bool:
        """Declared where anything is below zero.

        DESIGN.md §4 *Signs*: nothing is to be assumed of a measure that declares none; today it cannot be negative.
        """
        return self.signed or any(row["value"].startswith("-") for row in rows if row.get("stat", "level") == "level")

    def _is_thin(self, number: int, count: int) -> bool:
        return self.thin and 10 <= number < count - 10

    def _rows(self) -> Iterator[Row]:
        tellers = list(product(range(self.sources), range(self.statuses)))
        cells = self.cells()
        for number, (place, period) in enumerate(cells):
            telling = [tellers[number % len(tellers)]] if self.in_turn else tellers
            for source, status in telling:
                said = {**self.place(place), "source": f"s{source}", "status": STATUSES[status]}
                printer = _Printer(self.half_even, -MILLION if self.scaled and source % 2 else 0)
                told = self._cell(said, place, period, printer)
                yield from islice(told, 1 if self._is_thin(number, len(cells)) else None)
        for number in range(self.more_measures):
            for source in (0,) if self._is_thin(number, self.more_measures) else (0, number % self.sources):
                said = {**self.place(0), "source": f"s{source}", "period": self.period(0), "measure": f"m{number}"}
                yield said | _Printer(self.half_even, 0).printed(Fraction(number), 0)

    def _cell(self, said: Row, place: int, period: int, printer: _Printer) -> Iterator[Row]:
        for number, measure in enumerate(self.measures()):
            finer = self.decimals[number % len(self.decimals)]
            decimals = None if finer is None else max(-9, min(9, finer - self.power))
            level = self.true(measure, place, period)
            here = {**said, "measure": measure, "period": self.period(period)}
            yield here | printer.printed(level, decimals)
            before = self.true(measure, place, period - 1)
            whole = self.true("total", place, period)
            if "growth" in self.rates and period:
                rate = 100 * (level / before - 1) if before else Fraction(0)
                yield here | printer.rate("growth", self.period(period - 1), rate, self.rate_decimals)
            if "change" in self.rates and period:
                change = {"stat": "change", "base": self.period(period - 1)}
                yield here | change | printer.printed(level - before, decimals)
            if "share" in self.rates and measure == "a" and "total" in self.measures():
                rate = 100 * level / whole if whole else Fraction(0)
                yield here | printer.rate("share", "total", rate, self.rate_decimals)
            if "ratio" in self.rates and measure == "a" and "total" in self.measures():
                rate = level / whole if whole else Fraction(0)
                yield here | printer.rate("ratio", "total", rate, self.rate_decimals + 1) | {"unit": "times"}
            if "mean" in self.rates and self.calendar in {"years", "quarters"}:
                months = 12 if self.calendar == "years" else 3
                finer = 9 if decimals is None else min(decimals + 1, 9)
                yield here | {"stat": "mean", "base": "month"} | printer.printed(level / months, finer)


@dataclass(frozen=True)
class _Printer:
    half_even: bool
    shift: int

    def printed(self, number: Fraction, decimals: int | None) -> Row:
        """The cells of a figure that is printed so."""
        exact = decimals is None
        shown = 9 if exact else decimals
        text = _text(_rounded(number * Fraction(10) ** shown, self.half_even), shown - self.shift)
        unit = "million USD" if self.shift else "USD"
        return {"value": text, "decimals": "exact" if exact else str(decimals), "unit": unit}

    def rate(self, stat: str, base: str, number: Fraction, decimals: int) -> Row:
        text = _text(_rounded(number * 10**decimals, self.half_even), decimals)
        return {"stat": stat, "base": base, "value": text, "decimals": str(decimals), "unit": "percent"}


def _rounded(number: Fraction, half_even: bool) -> int:
    return round(number) if half_even else floor(number + Fraction(1, 2))


def _text(digits: int, decimals: int) -> str:
    return format(Decimal(digits).scaleb(-decimals), "f")


def _shift(row: Row) -> int:
    return -MILLION if row["unit"] == "million USD" else 0


def _moved(row: Row, amount: int) -> Row:
    """The same row, some last digits off."""
    last = 0 if row["decimals"] == "exact" else int(row["decimals"])
    moved = Decimal(row["value"]) + Decimal(amount).scaleb(-(last - _shift(row)))
    return {**row, "value": format(moved, "f")}


def _too_fine(row: Row) -> Row:
    if row["decimals"] in {"exact", "-9"}:
        return row
    return {**row, "decimals": str(int(row["decimals"]) - 1)}


def _edges(limit: int) -> st.SearchStrategy[int]:
    """A number around the edges at which a code needs another width, or any up to the limit."""
    return st.sampled_from([n for n in (127, 128, 129, 255, 256, 257, limit) if n <= limit]) | st.integers(5, limit)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Small worlds, and some that are wide in one way: where many places and periods are, few of both meet."""
    small = st.integers(1, 4)
    wide = draw(st.sampled_from([""] * 12 + ["places", "periods", "sources", "measures"]))
    periods = draw(_edges(300) if wide == "periods" else small)
    places = draw(_edges(500) if wide == "places" else small)
    rules = tuple(draw(st.lists(st.sampled_from(sorted(RULES)), unique=True, max_size=2)))
    rates = tuple(draw(st.lists(st.sampled_from(RATES), unique=True, max_size=2)))
    huge = st.sampled_from([0, 1, -1, 10**9, -(10**9), 999_999_999])
    row = st.integers(0, 20) | st.integers(0, 2000)
    amount = st.sampled_from([1, -1, 2, -2, 5, -5, 6, -6, 10, -10, 1000])
    return World(
        places=places,
        periods=periods,
        calendar=draw(st.sampled_from(["years", "quarters", "months", "spans", "mixed"])),
        dimensions=draw(st.integers(0, 2)),
        dense=not wide or draw(st.booleans()),
        thin=bool(wide) and draw(st.booleans()),
        more_measures=draw(_edges(300) if wide == "measures" else st.integers(0, 2)),
        sources=draw(_edges(300) if wide == "sources" else st.integers(1, 3)),
        statuses=draw(st.integers(1, 6)),
        in_turn=bool(wide) or draw(st.booleans()),
        rules=rules,
        rates=rates,
        start=draw(st.integers(-1000, 1000) | huge),
        by_place=draw(st.integers(-50, 50)),
        by_period=draw(st.integers(-50, 50)),
        power=draw(st.integers(-9, 9)),
        decimals=tuple(draw(st.lists(st.none() | st.integers(-2, 1), min_size=1, max_size=4))),
        rate_decimals=draw(st.integers(0, 4)),
        half_even=draw(st.booleans()),
        scaled=draw(st.booleans()),
        published=draw(st.integers(0, 2)),
        signed=draw(st.booleans()),
        kind="flow" if "mean" in rates else draw(st.sampled_from(["", "flow", "stock"])),
        missing=tuple(draw(st.lists(row, max_size=4))),
        repeated=tuple(draw(st.lists(st.tuples(row, st.just(0) | amount), max_size=3))),
        off=tuple(draw(st.lists(st.tuples(row, amount), max_size=4))),
        too_fine=tuple(draw(st.just([]) | st.lists(row, max_size=2))),
        stride=draw(st.sampled_from([1, 2, 7, 500, 1008])),
    )


# Where a code of places, of periods or of both together needs another width; most with a row that is wrong.
STEADY = World(places=20, periods=20, by_place=10, rates=("growth",))  # each place has a level that never changes
LONG = [
    World(periods=count, rules=("a = e",), rates=("growth",), by_period=1, thin=True, off=((7, 2), (-5, 2)))
    for count in (126, 127, 128, 130, 255, 256)
]
BROAD = [
    World(places=count, rules=("total = a + b",), by_place=1, thin=True, off=((7, 9),))
    for count in (127, 128, 255, 257)
]
PRODUCTS = [
    World(places=p, periods=q, dense=False, rules=("a = e",), rates=("growth",), by_place=3, by_period=1, thin=True)
    for p, q in ((151, 217), (128, 256), (182, 181), (255, 257), (256, 256))
]
STATUSES_IN_TURN = [
    World(places=2, periods=count, statuses=2, by_place=3, by_period=1) for count in (64, 127, 128, 256)
]
MANY = [
    World(more_measures=count, sources=count, in_turn=False, thin=True, off=((5, 3),)) for count in (127, 128, 255, 257)
]


# Two intervals that only touch, and the first figure that is further off; then the same of a fine and a coarse one.
EDGES = [
    *(World(rules=(rule,), off=((0, amount),)) for rule in ("a = e", "b <= a") for amount in (1, 2, -1, -2)),
    *(World(rules=("a = e",), decimals=(0, 1), off=((1, amount),)) for amount in (5, 6, -5, -6)),
    *(World(sources=2, in_turn=False, off=((1, amount),)) for amount in (1, 2)),
    *(World(periods=2, rates=("growth",), rate_decimals=0, off=((2, amount),)) for amount in (1, 2)),
    World(repeated=((0, 1),)),
    World(sources=3, in_turn=False, start=101, too_fine=(0,)),  # the other two are compared all the same
]


def _unnamed(row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "claim"}


# --- the same answer -------------------------------------------------------------------------------------------------


@each_way()
@costly(20)
@given(worlds(), st.booleans())
def test_every_way_in_gives_the_same_answer(way: Way, world: World, named: bool):
    _is_the_same(way, world, named)


@pytest.mark.slow
@each_way()
def test_every_way_in_gives_the_same_answer_of_what_is_wide(way: Way, fewer: int):
    """Ways take turns with these worlds where there is little time: each has one, and each world several ways."""
    # Two places: what makes a table large stands in places of its own, and words name places where there are several.
    wide = [(replace(STEADY, places=12, periods=12, thin=True), False), (replace(LONG[-1], places=2), True)]
    wide += [(PRODUCTS[1], False), (MANY[1], True)]
    turn = list(WAYS).index(way.__name__) % len(wide)
    for world, named in wide if fewer == 1 else wide[turn : turn + 1]:
        _is_the_same(way, world, named)


def _is_the_same(way: Way, world: World, named: bool) -> None:
    told = world.told() if named else replace(world.told(), claims=tuple(map(_unnamed, world.told().claims)))
    plain, other = taken_as_text(told), taken(way, told)
    assert other.claims == plain.claims
    assert other.findings - plain.findings == plain.findings - other.findings == Counter()
    assert other.ids == plain.ids
    assert plain.counted
    assert other.counted


# --- the right answer ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """A claim as its row says it: the printed number, and what it stands for."""

    tag: str
    source: str
    measure: str
    place: tuple[str, ...]
    period: str
    stat: str
    base: str
    status: str
    decimals: str
    printed: Fraction
    low: Fraction
    high: Fraction
    well_formed: bool

    @property
    def said(self) -> tuple[object, ...]:
        return self.measure, self.place, self.period, self.stat, self.base, self.status


def read(row: Row) -> Figure:
    one = Fraction(1, 100) if row["unit"] == "percent" else Fraction(1)
    printed = Fraction(row["value"]) * Fraction(10) ** -_shift(row)
    exact = row["decimals"] == "exact"
    last = Fraction(0) if exact else Fraction(10) ** -int(row["decimals"])
    return Figure(
        row["claim"],
        row["source"],
        row["measure"],
        tuple(row.get(key, "") for key in ("area", "partner", "product")),
        row["period"],
        row.get("stat", "level"),
        row.get("base", ""),
        row.get("status", "final"),
        row["decimals"],
        printed * one,
        (printed - last / 2) * one,
        (printed + last / 2) * one,
        exact or (printed / last).denominator == 1,
    )


@dataclass(frozen=True)
class Term:
    """All claims that one source makes of one quantity: what they print, and where all of them can be."""

    printed: frozenset[Fraction]
    low: Fraction
    high: Fraction
    tags: Tags

    def times(self, low: Fraction, high: Fraction, printed: Iterable[Fraction]) -> Term:
        ends = [one * other for one in (self.low, self.high) for other in (low, high)]
        return Term(frozenset(a * b for a in self.printed for b in printed), min(ends), max(ends), self.tags)

    def plus(self, other: Term) -> Term:
        printed = frozenset(a + b for a in self.printed for b in other.printed)
        return Term(printed, self.low + other.low, self.high + other.high, self.tags | other.tags)

    def weighted(self, weight: Fraction | int) -> Term:
        return self.times(Fraction(weight), Fraction(weight), [Fraction(weight)])


def contradict(figures: Sequence[Figure]) -> bool:
    """No number is in all intervals, or one source prints two equally fine figures that differ."""
    fine: dict[tuple[str, str], set[Fraction]] = defaultdict(set)
    for one in figures:
        fine[one.source, one.decimals].add(one.printed)
    apart = max(one.low for one in figures) > min(one.high for one in figures)
    return apart or any(len(printed) > 1 for printed in fine.values())


def together(figures: Sequence[Figure]) -> Term | None:
    """None where they cannot be taken together.

    DESIGN.md §6 *No error hides another* tries a rule with each claim that contradicts another; today it is unchecked.
    So it is with figures that print more digits than they say (§3). Neither is decided here.
    """
    if contradict(figures) or not all(one.well_formed for one in figures):
        return None
    low, high = max(one.low for one in figures), min(one.high for one in figures)
    return Term(frozenset(one.printed for one in figures), low, high, frozenset(one.tag for one in figures))


def verdict(left_over: Term, *, at_most: bool = False) -> set[str]:
    """Which verdicts are right of what should be zero; of a term that is printed twice, either figure may be exact."""

    def fits(number: Fraction) -> bool:
        return number <= 0 if at_most else number == 0

    if not (left_over.low <= 0 if at_most else left_over.low <= 0 <= left_over.high):
        return {"conflict"}
    exact = [fits(number) for number in left_over.printed]
    return {"exact"} if all(exact) else {"exact", "rounding"} if any(exact) else {"rounding"}


@dataclass
class Reckoning:
    """What must be found, by the claims of each finding, and the claims of which nothing is said here."""

    figures: list[Figure]
    rules: tuple[str, ...]

    def __post_init__(self) -> None:
        self.told: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for one in self.figures:
            self.told[one.said].append(one)

    def of(self, source: str, *said: object) -> list[Figure]:
        return [one for one in self.told.get(said, ()) if one.source == source]

    def schema(self) -> dict[Tags, set[str]]:
        return {frozenset([one.tag]): {"conflict"} for one in self.figures if not one.well_formed}

    def agreement(self) -> dict[Tags, set[str]]:
        """Of each quantity that several claims of one status are of, whoever makes them; without those that contradict
        their own decimals."""
        found = {}
        for said in self.told.values():
            figures = [one for one in said if one.well_formed]
            if len(figures) > 1:
                equal = len({one.printed for one in figures}) == 1
                right = "exact" if equal else "conflict" if contradict(figures) else "rounding"
                found[frozenset(one.tag for one in figures)] = {right}
        return found

    def identity(self, rule: str) -> dict[Tags, set[str]]:
        """Wherever one source has all measures of a rule."""
        weights = RULES[rule]
        found = {}
        for source, said in dict.fromkeys((one.source, one.said) for one in self.figures):
            _, *rest = said
            stat = rest[2]
            if stat not in {"level", "mean"} and not (stat == "change" and "<=" not in rule):
                continue
            claims = [self.of(source, measure, *rest) for measure in weights]
            if all(claims):
                terms = [together(figures) for figures in claims]
                if None not in terms:
                    weighted = [term.weighted(w) for term, w in zip(terms, weights.values(), strict=True)]
                    total = reduce(Term.plus, weighted)
                    found[total.tags] = verdict(total, at_most="<=" in rule)
                else:
                    found[frozenset(one.tag for figures in claims for one in figures)] = set()
        return found

    def incomplete(self, rule: str) -> list[Tags]:
        """The claims of each place at which some measures of a rule are reported, and others by nobody.

        A place where one measure stands alone is left out: its claim is listed as unused instead.
        """
        places: dict[tuple[object, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for one in self.figures:
            if one.measure in RULES[rule] and one.stat == "level":
                places[one.place, one.period, one.status][one.measure].add(one.tag)
        return [frozenset().union(*there.values()) for there in places.values() if 1 < len(there) < len(RULES[rule])]

    def statistic(self) -> dict[Tags, tuple[Tags, set[str]]]:
        """Of each rate whose levels its own source reports, or nobody: all claims of the finding, and its verdict."""
        found = {}
        for figures in self.told.values():
            for source in {one.source for one in figures}:
                own = [one for one in figures if one.source == source]
                if own[0].stat in RATES and len(own) == 1 and own[0].well_formed and own[0].status in OUTCOMES:
                    decided = self._rate(own[0])
                    if decided:
                        found[frozenset([own[0].tag])] = decided
        return found

    def _rate(self, rate: Figure) -> tuple[Tags, set[str]] | None:
        where = (rate.place, rate.period, "level", "")
        level = self.of(rate.source, rate.measure, *where, rate.status)
        if not level:
            anybody = self.told.get((rate.measure, *where, rate.status))
            return None if anybody else (frozenset(), {"unchecked"})
        if rate.stat == "mean":
            bases = [[rate]]
        elif rate.stat in {"share", "ratio"}:
            bases = [self.of(rate.source, rate.base, *where, rate.status)]
        else:
            then = (rate.measure, rate.place, rate.base, "level", "")
            if any(self.told.get((*then, status)) for status in set(STATUSES) - set(OUTCOMES)):
                return None
            statuses = [status for status in reversed(OUTCOMES) if self.told.get((*then, status))]
            if not statuses:
                return frozenset(), {"unchecked"}
            bases = [self.of(rate.source, *then, status) for status in statuses]
        terms = [together(base) if base else None for base in bases]
        end = together(level)
        if end is None or None in terms:
            return None  # another source's base, or claims that contradict each other
        tied = [self._tie(rate, base, end) for base in terms]
        if len(tied) > 1 and any(right == {"unchecked"} for _, right in tied):
            return None
        fitting = [one for one in tied if one[1] != {"conflict"}]
        return (fitting or tied)[0]

    def _tie(self, rate: Figure, base: Term, level: Term) -> tuple[Tags, set[str]]:
        tags = base.tags | level.tags | {rate.tag}
        own = Term(frozenset([rate.printed]), rate.low, rate.high, frozenset([rate.tag]))
        if rate.stat == "change":
            computed = base.plus(own)
        elif rate.stat == "mean":
            computed = own.weighted(12 if len(rate.period) == 4 else 3)
        elif base.low <= 0:
            return tags, {"unchecked"}  # a base that may be zero or negative
        else:
            one = int(rate.stat == "growth")
            computed = base.times(one + rate.low, one + rate.high, [one + rate.printed])
        return tags, verdict(computed.plus(level.weighted(-1)))


def found_by(told: Told) -> dict[str, list[tuple[str, Tags, str, str]]]:
    """By check, of each finding its rule, the tags of its claims, its verdict and message."""
    findings = rc.audit(
        text_frame(told, None), checks=["schema", "agreement", "identity", "statistic"], progress=False
    ).findings
    found = defaultdict(list)
    for row in findings.itertuples():
        found[row.check].append((row.rule, frozenset(row.claims), row.verdict, row.message))
    return found


def _with_examples(test: object) -> object:
    for world in (STEADY, *EDGES, *LONG, *BROAD, *PRODUCTS, *STATUSES_IN_TURN, *MANY):
        test = example(world)(test)
    return test


@pytest.mark.slow
@_with_examples
@given(worlds())
def test_verdicts_are_those_of_a_plain_reckoning(world: World):
    told = world.told()
    figures = {row["claim"]: read(row) for row in told.claims}
    reckoning = Reckoning(list(figures.values()), told.rules)
    found = found_by(told)
    for check, findings in found.items():
        for _, _, right, _ in findings:
            event(f"{check} {right}")
    crashed = [message for findings in found.values() for *_, message in findings if "crashed" in message]
    assert not crashed

    assert {tags: {right} for _, tags, right, _ in found["schema"]} == reckoning.schema()

    for _, tags, _, message in found["agreement"]:
        assert len({figures[tag].said[:-1] for tag in tags}) == 1, message
    one_status = {
        tags: {right} for _, tags, right, _ in found["agreement"] if len({figures[tag].status for tag in tags}) == 1
    }
    assert one_status == reckoning.agreement()

    for rule in told.rules:
        of_rule = [(tags, right) for name, tags, right, _ in found["identity"] if name == rule]
        complete = reckoning.identity(rule)
        decided = {tags: right for tags, right in of_rule if complete.get(tags)}
        expected = {tags: right for tags, right in complete.items() if right}
        assert decided.keys() == expected.keys(), rule
        assert {tags: right for tags, right in decided.items() if right not in expected[tags]} == {}, rule
        for tags, right in of_rule:
            several = len({figures[tag].source for tag in tags}) > 1
            assert tags in complete or several or right == "unchecked", rule
        unchecked = [tags for tags, right in of_rule if right == "unchecked"]
        for there in reckoning.incomplete(rule):
            assert any(tags <= there for tags in unchecked), rule

    ties = {tags: right for _, tags, right, _ in found["statistic"]}
    for rate, (tags, expected) in reckoning.statistic().items():
        if tags:
            assert ties.get(tags) in expected, (rate, tags)
        else:
            assert any(rate <= others and right in expected for others, right in ties.items()), rate
