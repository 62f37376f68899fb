"""Pictures of findings: intervals on a number line, as SVG that is drawn from the exact numbers.

Only the last step, from a number to a tenth of a pixel, rounds. Nothing is told by colour alone: ends that belong to an
interval are filled, ends that do not are hollow, what words such as "about" add is dashed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reconcile.auditing import Entry
from reconcile.checks.wording.scales import Scale
from reconcile.exact.interval import Interval
from reconcile.reports.amounts import interval, number
from reconcile.reports.markup import Html, label, tag
from reconcile.reports.page.arithmetic_table import fitting
from reconcile.reports.page.contents import Contents, PageRow
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

WIDTH, LEFT, RIGHT = 480, 16, 464  # of the picture, and where the line begins and ends
STEP, BAR, ROOM = 34, 24, 22  # from one bar to the next; from a bar's top to its line; for a gap between two
_MOST = 12  # bars in a picture; more are no picture any more
_LONGEST = 34  # characters of a bar's name


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture: what it is called, the interval, the printed numbers, and the slack of words."""

    name: str
    stands_for: Interval
    printed: tuple[Fraction, ...] = ()
    slack: Interval | None = None
    hollow: bool = False  # reported, where other bars are computed
    group: int = 0  # bars of one group are compared with each other


def drawing(row: PageRow, contents: Contents) -> Html | None:
    """The picture of a finding; None where it compares no numbers."""
    entry = row.entry
    if entry.comparisons:
        bars, follows = list(_compared(entry, contents.words)), False
    elif entry.check == "agreement" and len({claim.unit for claim in row.claims}) == 1:
        bars, follows = list(_told(row, contents)), entry.verdict == "revision" or _statuses(row) > 1
    else:
        return None
    if not 1 < len(bars) <= _MOST or not any(bar.printed or _ends(bar.stands_for) for bar in bars):
        return None
    return drawn_picture(bars, fitting(row), contents.words, follows=follows)


def drawn_picture(bars: Sequence[Bar], at_scale: Scale, words: Phrasebook = ENGLISH, *, follows: bool = False) -> Html:
    """Bars on one number line; where they ``follow`` each other, a line leads from one printed number to the next."""
    known = [end for bar in bars for end in (*_ends(bar.stands_for), *bar.printed, *_ends(bar.slack))]
    axis = _Axis.of(known)
    shapes: list[Html] = []
    points: list[str] = []
    top = 0
    for i, bar in enumerate(bars):
        shapes += _bar(axis, bar, top, at_scale, words)
        points += [f"{axis.at(value)} {top + BAR}" for value in bar.printed[:1]]
        top += STEP
        if i + 1 < len(bars) and (between := _apart(bar, bars[i + 1])) is not None:
            shapes += _gap(axis, between, top, at_scale, words)
            top += ROOM
    thread = [tag("path", d="M" + "L".join(points), class_="thread")] if follows and len(points) > 1 else []
    return tag(
        "svg",
        *thread,
        *shapes,
        _line(axis, at_scale, top + 8, words),
        viewBox=f"0 0 {WIDTH} {top + 34}",
        role="img",
        aria_label="; ".join(_words(bar, at_scale, words) for bar in bars),
        class_="line",
    )


def _compared(entry: Entry, words: Phrasebook) -> Iterator[Bar]:
    """What is computed and what is reported, once more for each end where ranges are compared end to end."""
    given = entry.comparisons[1:] or entry.comparisons
    for group, comparison in enumerate(given):
        of = "" if comparison["of"] == "figures" else f"{words(comparison['of'])}, "
        for side in ("computed", "reported"):
            ends = comparison[side]
            printed = tuple(
                dict.fromkeys(one for key in ("printed_low", "printed_high") if (one := number(ends[key])) is not None)
            )
            slack = Interval(number(ends["wide_low"]), number(ends["wide_high"]))
            yield Bar(f"{of}{words(side)}", interval(ends), printed, slack, hollow=side == "reported", group=group)


def _told(row: PageRow, contents: Contents) -> Iterator[Bar]:
    """What each claim says, in the order in which they were published."""
    claims = sorted(dict.fromkeys(row.claims), key=lambda claim: contents.source(claim).published)
    for claim in claims:
        source = contents.source(claim)
        status = contents.words.named("status", claim.status)
        name = ", ".join(filter(None, (status, source.published, source.name)))
        printed = () if claim.value is None else (claim.value,)
        yield Bar(name, claim.stands_for, printed)


def _statuses(row: PageRow) -> int:
    return len({claim.status for claim in row.claims})


def _ends(one: Interval | None) -> tuple[Fraction, ...]:
    return () if one is None else tuple(end for end in (one.low, one.high) if end is not None)


@dataclass(frozen=True, slots=True)
class _Axis:
    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, known: Sequence[Fraction]) -> _Axis:
        """From the least to the greatest, with some room beside them."""
        low, high = min(known), max(known)
        room = (high - low) / 12 or abs(high) / 12 or Fraction(1)
        return cls(low - room, high + room)

    def at(self, value: Fraction) -> str:
        """Where a number stands, in tenths of a pixel, which no eye tells apart."""
        tenths = round((value - self.low) * (RIGHT - LEFT) * 10 / (self.high - self.low)) + LEFT * 10
        return pixels(tenths)

    def broad(self, one: Interval) -> bool:
        """Whether there is room for a sign within an interval."""
        return one.low is None or one.high is None or not 0 < (one.high - one.low) * 30 < self.high - self.low

    def ticks(self) -> list[Fraction]:
        """Three to six round numbers."""
        span = self.high - self.low
        power = Fraction(10) ** (len(str(int(span))) if span >= 1 else -len(str(int(1 / span))) + 1)
        step = next(
            power * part
            for exponent in range(8)
            for part in (
                Fraction(5, 10 ** (exponent + 1)),
                Fraction(2, 10 ** (exponent + 1)),
                Fraction(1, 10 ** (exponent + 1)),
            )
            if span / (power * part) >= 3
        )
        first = -(-self.low // step)
        return [step * count for count in range(first, int(self.high // step) + 1)]


def pixels(tenths: int) -> str:
    """Tenths of a pixel as SVG has them."""
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}" if part else str(whole)


def _line(axis: _Axis, at_scale: Scale, y: int, words: Phrasebook) -> Html:
    """The number line itself, below the bars."""
    ticks = axis.ticks()
    path = "".join(f"M{axis.at(tick)} {y}v5" for tick in ticks)
    texts = [tag("text", words.amount(at_scale.number(tick)), x=axis.at(tick), y=y + 18) for tick in ticks]
    return tag("g", tag("path", d=f"M{LEFT} {y}H{RIGHT}{path}"), *texts, class_="axis")


def _bar(axis: _Axis, bar: Bar, top: int, at_scale: Scale, words: Phrasebook) -> Iterator[Html]:
    """The name above; the interval with its ends, the slack dashed, the printed numbers as lines across."""
    y = top + BAR
    yield tag("text", label(_words(replace(bar, name=_short(bar.name)), at_scale, words)), x=LEFT, y=top + 14)
    slack = bar.slack
    if slack is not None and (slack.low, slack.high) != (bar.stands_for.low, bar.stands_for.high):
        yield tag("path", d=f"M{_edge(axis, slack.low, LEFT)} {y}H{_edge(axis, slack.high, RIGHT)}", class_="slack")
    if not bar.stands_for.empty:
        left, right = _edge(axis, bar.stands_for.low, LEFT), _edge(axis, bar.stands_for.high, RIGHT)
        yield tag("path", d=f"M{left} {y}H{right}", class_="reported" if bar.hollow else "computed")
        for end, x, is_open, arrow in (
            (bar.stands_for.low, left, bar.stands_for.low_open, f"M{left} {y}l7 -5v10z"),
            (bar.stands_for.high, right, bar.stands_for.high_open, f"M{right} {y}l-7 -5v10z"),
        ):
            if end is None:
                yield tag("path", d=arrow, class_="end")
            elif is_open:
                yield tag("circle", cx=x, cy=y, r=4, class_="open")
            else:
                yield tag("path", d=f"M{x} {y - 6}v12", class_="end")
    for value in bar.printed if axis.broad(bar.stands_for) else ():
        x = axis.at(value)
        yield tag("path", d=f"M{x} {y - 4}l4 4l-4 4l-4 -4z", class_="printed")


def _apart(above: Bar, below: Bar) -> Interval | None:
    """What lies between two neighbours that are compared and do not meet."""
    if above.group != below.group or above.stands_for.empty or below.stands_for.empty:
        return None
    for one, other in ((above.stands_for, below.stands_for), (below.stands_for, above.stands_for)):
        if one.high is not None and other.low is not None and one.high < other.low:
            return Interval(one.high, other.low)
    return None


def _gap(axis: _Axis, between: Interval, top: int, at_scale: Scale, words: Phrasebook) -> Iterator[Html]:
    """How far two neighbours lie apart."""
    assert between.low is not None
    assert between.high is not None
    left, right, middle = map(axis.at, (between.low, between.high, (between.low + between.high) / 2))
    yield tag("path", d=f"M{left} {top + 1}v6M{right} {top + 1}v6M{left} {top + 4}H{right}", class_="gap")
    apart = words("apart", amount=words.amount(at_scale.number(between.high - between.low)))
    yield tag("text", apart, x=middle, y=top + 18, class_="gap")


def _edge(axis: _Axis, end: Fraction | None, otherwise: int) -> str:
    return str(otherwise) if end is None else axis.at(end)


def _words(bar: Bar, at_scale: Scale, words: Phrasebook) -> str:
    """The bar in words, for whoever does not see it."""
    printed = "–".join(words.amount(at_scale.number(value)) for value in bar.printed)
    stands_for = words.interval(at_scale.with_unit(at_scale.interval(bar.stands_for)))
    return f"{bar.name}: {printed} {stands_for}".replace("  ", " ")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
