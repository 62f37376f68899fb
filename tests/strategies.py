"""What Hypothesis draws: numbers, intervals, printed figures, and worlds that honest sources report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import strategies as st

import reference
from reconcile.exact.interval import Interval
from reconcile.ledger.ledger import Ledger
from reconcile.strategies import TIES
from reconcile.strategies import round_to as rounded

Draw = Callable[[st.SearchStrategy[Any]], Any]

# Numbers and intervals

decimals = st.builds(
    lambda digits, power: Fraction(digits) * Fraction(10) ** power,
    st.one_of(st.integers(-20, 20), st.integers(-(10**9), 10**9), st.integers(-(10**19), 10**19)),
    st.integers(-9, 9),
)
long = st.builds(
    lambda digits, power: Fraction(digits) * Fraction(10) ** power,
    st.integers(-(10**40), 10**40),
    st.integers(-40, 20),
)
thirds = st.builds(Fraction, st.integers(-99, 99), st.sampled_from((3, 6, 7)))
numbers = st.one_of(st.just(Fraction(0)), decimals, decimals, long, thirds)


@st.composite
def intervals(draw: Draw) -> Interval:
    """Intervals that are not empty, with open, closed and unbounded ends."""
    low, high = draw(st.tuples(st.none() | numbers, st.none() | numbers))
    low_open, high_open = draw(st.tuples(st.booleans(), st.booleans()))
    if low is not None and high is not None:
        if low == high:
            return Interval(low, high)
        low, high = min(low, high), max(low, high)
    return Interval(low, high, low_open and low is not None, high_open and high is not None)


def as_span(one: Interval) -> reference.Span:
    """An interval of the library as one of the reference."""
    return reference.span(one.low, one.high, low_open=one.low_open, high_open=one.high_open)


def same(one: Interval, span: reference.Span) -> bool:
    """Whether an interval holds the same numbers as one of the reference; it must not be empty."""
    low, high, low_open, high_open = reference.ends(span)
    return (
        (one.low, one.high) == (low, high)
        and (one.low is None or one.low_open == low_open)
        and (one.high is None or one.high_open == high_open)
    )


# Printing


def plain(value: Fraction) -> str:
    """A decimal number with all its digits."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value < 0 else "") + whole + ("." + part if part else "")


@st.composite
def printed_figures(
    draw: Draw,
    words: Iterable[str] = ("exact",),
    places: tuple[int, int] = (-3, 3),
    digits: int = 10**6,
    *,
    zero: bool = False,
) -> reference.Printed:
    """Any figure, whatever it says; values are whole multiples of their last digit."""
    word = draw(st.sampled_from(tuple(words)))
    decimal = draw(st.none() | st.integers(*places))
    unit = Fraction(1, 10 ** places[1]) if decimal is None else Fraction(10) ** -decimal
    low = draw(st.integers(-200, 200) | st.integers(-digits, digits)) * unit
    if not zero and not low:
        low = unit
    high = low + draw(st.integers(0, 30)) * unit if word == "range" else None
    if word == "about" and draw(st.integers(0, 4)) == 4:
        high = low + draw(st.integers(0, 30)) * unit
    return reference.Printed(low, decimal, word, high, truncated=draw(st.booleans()))


def ledger_of(printed: Iterable[reference.Printed], **settings: Any) -> Ledger:
    """Claims of these figures, each of a measure of its own, in sources that cut digits as the figures say."""
    figures = list(printed)
    rows = [
        row(f"claim {number}", f"source {number:02}", Quantity(f"m{number}", "2024"), figure)
        for number, figure in enumerate(figures)
    ]
    rounding = ["truncate" if figure.truncated else "" for figure in figures]
    sources = pd.DataFrame({"source": [one["source"] for one in rows], "rounding": rounding})
    claims = pd.DataFrame(rows).drop(columns="product")
    return Ledger.from_frames(claims, sources=sources, **settings)


def changed_by(repair: dict[str, Any], figure: reference.Printed) -> reference.Printed:
    """The figure as a repair would have it; at another power of ten its last digit has another place."""
    printed, instead = Fraction(repair["printed"]), Fraction(repair["instead"])
    assert printed == figure.value
    decimals = figure.decimals
    if decimals is not None and repair["slip"] in {"wrong power of ten", "wrong scale word"}:
        decimals -= next(power for power in range(-9, 10) if printed * Fraction(10) ** power == instead)
    return replace(figure, value=instead, decimals=decimals)


# Worlds: what is true, and what honest sources print of it


@dataclass(frozen=True)
class Quantity:
    """What a claim speaks of."""

    measure: str
    period: str
    stat: str = "level"
    base: str = ""
    product: str = ""

    @property
    def unit(self) -> str:
        return {"growth": "percent", "share": "percent", "ratio": ""}.get(self.stat, "USD")


RULES = (
    "trade = exports + imports",
    "balance = exports - imports",
    "net = 2 * exports + 0.5 * imports - top",
    "top <= exports",
)
MEASURES = ("exports", "imports", "trade", "balance", "net", "top", "sales")
QUARTERS = tuple(f"2024-Q{number}" for number in range(1, 5))
MONTHS = tuple(f"2024-{number:02}" for number in range(1, 4))
PERIODS = ("2023", "2024", *QUARTERS)


@dataclass(repr=False)
class World:
    """True values, and the families of quantities that a source reports together."""

    truth: dict[Quantity, Fraction]
    families: dict[str, list[list[Quantity]]]
    signed: bool
    places: int  # the decimals that show its levels in full
    rows: list[dict[str, str]] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)  # how each cuts digits

    def __repr__(self) -> str:
        """What was printed; all that is true would fill pages."""
        said = (
            "{claim} {source} {status}: {measure} {product} {period} {stat} {base} = {qualifier} {value} {value_high} "
            "({decimals})"
        )
        return f"{self.sources}, signed={self.signed}\n" + "\n".join(said.format(**row) for row in self.rows)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's signature
        printer.text(repr(self))

    def ledger(self, rows: Iterable[dict[str, str]] | None = None) -> Ledger:
        """The ledger of all that the sources print."""
        measures: dict[str, dict[str, Any]] = {
            name: {"kind": "flow", "signed": self.signed or name in {"balance", "net"}} for name in MEASURES
        }
        measures["sales"]["sum"] = {"over": "product", "total": "TOTAL"}
        sources = pd.DataFrame({"source": list(self.sources), "rounding": list(self.sources.values())})
        frame = pd.DataFrame(self.rows if rows is None else list(rows))
        return Ledger.from_frames(frame, sources=sources, rules=RULES, measures=measures)


@st.composite
def truths(draw: Draw) -> World:
    """A consistent world: levels, their sums and differences, and the statistics that tie them."""
    power = draw(st.integers(-6, 12))
    signed = draw(st.booleans())
    most = draw(st.sampled_from((20, 10**6, 10**6, 10**25)))
    size = st.integers(-most if signed else 0, most)
    number = size.map(lambda digits: Fraction(digits) * Fraction(10) ** power)
    truth: dict[Quantity, Fraction] = {}
    for measure in ("exports", "imports"):
        for period in ("2023", *QUARTERS[1:], *MONTHS):
            truth[Quantity(measure, period)] = draw(number)
        truth[Quantity(measure, "2024-Q1")] = sum(truth[Quantity(measure, month)] for month in MONTHS)
        truth[Quantity(measure, "2024")] = sum(truth[Quantity(measure, quarter)] for quarter in QUARTERS)
    for period in ("2023", *QUARTERS[1:], *MONTHS):
        exports = truth[Quantity("exports", period)]
        truth[Quantity("top", period)] = exports - abs(exports) * draw(st.sampled_from((0, 1, Fraction(3, 8))))
    truth[Quantity("top", "2024-Q1")] = sum(truth[Quantity("top", month)] for month in MONTHS)
    truth[Quantity("top", "2024")] = sum(truth[Quantity("top", quarter)] for quarter in QUARTERS)
    for period in (*PERIODS, *MONTHS):
        exports, imports, top = (truth[Quantity(measure, period)] for measure in ("exports", "imports", "top"))
        truth[Quantity("trade", period)] = exports + imports
        truth[Quantity("balance", period)] = exports - imports
        truth[Quantity("net", period)] = 2 * exports + imports / 2 - top
    for product in ("A", "B", "C"):
        truth[Quantity("sales", "2024", product=product)] = draw(number)
    truth[Quantity("sales", "2024", product="TOTAL")] = sum(
        value for quantity, value in truth.items() if quantity.measure == "sales"
    )
    families: dict[str, list[list[Quantity]]] = {}
    for kind, family in _families(truth):
        families.setdefault(kind, []).append(family)
    return World(truth, families, signed, -power)


def _families(truth: dict[Quantity, Fraction]) -> Iterator[tuple[str, list[Quantity]]]:
    for kind, measures in {
        "sum": ("trade", "exports", "imports"),
        "difference": ("balance", "exports", "imports"),
        "weighted": ("net", "exports", "imports", "top"),
        "bound": ("top", "exports"),
    }.items():
        for period in PERIODS:
            yield kind, [Quantity(measure, period) for measure in measures]
    for measure in ("exports", "balance", "top"):
        yield "quarters", [Quantity(measure, period) for period in ("2024", *QUARTERS)]
        yield "months", [Quantity(measure, period) for period in ("2024-Q1", *MONTHS)]
        yield "two months", [Quantity(measure, period) for period in ("2024-Q1", *MONTHS[:2])]
    yield "members", [quantity for quantity in truth if quantity.measure == "sales"]
    level, before = Quantity("exports", "2024"), Quantity("exports", "2023")
    trade, imports = Quantity("trade", "2024"), Quantity("imports", "2024")
    ties = [
        ("change", "2023", before, lambda whole: truth[level] - whole),
        ("mean", "quarter", level, lambda whole: whole / 4),
    ]
    ties += [("mean", "month", level, lambda whole: whole / 12)]
    if truth[before]:
        ties.append(("growth", "2023", before, lambda whole: (truth[level] / whole - 1) * 100))
    if truth[trade]:
        ties.append(("share", "trade", trade, lambda whole: truth[level] / whole * 100))
    if truth[imports]:
        ties.append(("ratio", "imports", imports, lambda whole: truth[level] / whole))
    for stat, base, other, made in ties:
        rate = replace(level, stat=stat, base=base)
        truth[rate] = made(truth[other])
        yield stat, [*dict.fromkeys((level, other)), rate]


WORDS = ("about", "nearly", "over", "at_least", "under", "at_most", "range")


@st.composite
def worlds(draw: Draw, statuses: Iterable[str] = ("estimate", "provisional", "final", "revised")) -> World:
    """A consistent world that one to four sources print, each by one tie rule or cutting digits."""
    world = draw(truths())
    for number in range(draw(st.integers(1, 4))):
        name, tie = f"source {number}", draw(st.sampled_from((*TIES, "truncate")))
        world.sources[name] = "truncate" if tie == "truncate" else "nearest"
        status = draw(st.sampled_from(tuple(statuses)))
        for kind in draw(st.lists(st.sampled_from(sorted(world.families)), min_size=1, max_size=4, unique=True)):
            for quantity in draw(st.sampled_from(world.families[kind])):
                figure = draw(_honest(world, quantity, tie))
                world.rows.append(row(f"claim {len(world.rows)}", name, quantity, figure, status))
    return world


@st.composite
def _honest(draw: Draw, world: World, quantity: Quantity, tie: str) -> reference.Printed:
    """A figure that a source may print of a quantity: what it says is true."""
    truth = world.truth[quantity]
    places = draw(st.integers(-5, 2)) + world.places if quantity.unit == "USD" else draw(st.integers(-1, 3))
    exact = reference.Printed(rounded(truth, places, tie), places, truncated=tie == "truncate")
    if draw(st.integers(0, 3)):
        return exact
    word = draw(st.sampled_from(WORDS))
    unit = exact.unit * draw(st.integers(0, 12))
    value = {
        "about": rounded(truth, places - draw(st.integers(0, 2)), "to even"),
        "nearly": exact.value + unit,
        "over": exact.value - unit,
        "at_least": exact.value - unit,
        "under": exact.value + unit,
        "at_most": exact.value + unit,
        "range": exact.value - unit,
    }[word]
    high = exact.value + unit * draw(st.integers(1, 3)) if word == "range" else None
    said = replace(exact, value=value, qualifier=word, value_high=high)
    return said if truth in reference.wide(said) else exact


def together(*several: World) -> World:
    """What is printed of several worlds, each of a status of its own, as one ledger's."""
    first = several[0]
    made = World(first.truth, first.families, any(world.signed for world in several), first.places)
    for number, world in enumerate(several):
        made.sources |= {f"{number} {name}": rounding for name, rounding in world.sources.items()}
        made.rows += [row | {name: f"{number} {row[name]}" for name in ("claim", "source")} for row in world.rows]
    return made


@st.composite
def tampered(draw: Draw) -> World:
    """A world of which some figures were printed wrongly."""
    world = draw(worlds())
    for _ in range(draw(st.integers(1, 3))):
        wrong = draw(st.integers(0, len(world.rows) - 1))
        said = world.rows[wrong]
        value, unit = Fraction(said["value"]), Fraction(10) ** -int(said["decimals"])
        units = value / unit
        meant = draw(
            st.one_of(
                st.sampled_from([1, -1, 2, -3, 10, 1000, -(10**6)]).map(lambda more, units=units: units + more),
                st.sampled_from([units * 10, -units, units * 1000, units // 10]),
                st.just(Fraction(int(str(abs(units.numerator))[::-1]))),
            )
        )
        high = "" if not said["value_high"] else plain(Fraction(said["value_high"]) - value + meant * unit)
        world.rows[wrong] = said | {"value": plain(meant * unit), "value_high": high}
    return world


def row(
    claim: str, source: str, quantity: Quantity, figure: reference.Printed, status: str = "final"
) -> dict[str, str]:
    """A claim as a row of a frame."""
    return {
        "claim": claim,
        "source": source,
        "measure": quantity.measure,
        "period": quantity.period,
        "product": quantity.product,
        "stat": quantity.stat,
        "base": quantity.base,
        "status": status,
        "unit": quantity.unit,
    } | figure_cells(figure)


def figure_cells(figure: reference.Printed) -> dict[str, str]:
    """A figure as cells of a claim's row."""
    return {
        "value": plain(figure.value),
        "value_high": "" if figure.value_high is None else plain(figure.value_high),
        "decimals": "exact" if figure.decimals is None else str(figure.decimals),
        "qualifier": figure.qualifier,
    }
