"""Pictures of findings: intervals on a number line, drawn from the exact numbers.

Each bar is its name in words, which wrap on a narrow screen, over a strip of SVG, whose places are shares of its width
and whose letters are as large on any screen. Only the last step, from a number to a hundredth of a percent of the
width, rounds. Nothing is told by colour alone: ends that belong to an interval are filled, ends that do not are hollow,
what words such as "about" add is dashed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reconcile.auditing import Entry
from reconcile.checks.wording.scales import Scale
from reconcile.exact.interval import Interval
from reconcile.reports.amounts import interval, number
from reconcile.reports.markup import Html, joined_html, tag
from reconcile.reports.page.arithmetic_table import fitting
from reconcile.reports.page.contents import Contents, PageRow
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

LEFT, RIGHT = 5, 95  # percent of the width, where the number line begins and ends
_MIDDLE = 8  # pixels from a strip's top to its line, half its height in the style
_MOST = 12  # bars in a picture; more are no picture any more
_LETTERS = 46  # characters that stand beside each other below a number line on a narrow screen
_LETTER = Fraction(23, 10)  # percent of the width of a narrow screen that a character takes at most


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
    return drawn_picture(bars, fitting(row), contents.words, kind=entry.kind, follows=follows)


def drawn_picture(
    bars: Sequence[Bar], at_scale: Scale, words: Phrasebook = ENGLISH, *, kind: str = "conflict", follows: bool = False
) -> Html:
    """Bars on one number line, what lies between them in the colour of the finding's kind.

    Where they ``follow`` each other, a line leads from one printed number to the next.
    """
    known = [end for bar in bars for end in (*_ends(bar.stands_for), *bar.printed, *_ends(bar.slack))]
    axis = _Axis.of(known)
    rows: list[Html] = []
    before: Bar | None = None
    for bar in bars:
        over: list[Html] = []
        if before is not None:
            if follows and before.printed and bar.printed:
                over.append(strip(thread(axis.at(before.printed[0]), "0%", axis.at(bar.printed[0]), "100%"), "thread"))
            if (between := _apart(before, bar)) is not None:
                over.append(strip(joined_html([*_gap(axis, between, at_scale, words)]), "gap"))
        name = tag("p", f"{bar.name}:", " ", tag("b", _amounts(bar, at_scale, words)))
        rows.append(tag("div", *over, name, strip(joined_html([*_bar(axis, bar)]))))
        before = bar
    said = "; ".join(f"{bar.name}: {_amounts(bar, at_scale, words)}" for bar in bars)
    return tag("div", *rows, _line(axis, at_scale, words), role="img", aria_label=said, class_=f"line {kind}")


def strip(shapes: Html, name: str = "") -> Html:
    """As wide as there is room, as high as the style says."""
    return tag("svg", shapes, class_=name or None)


def thread(x1: str, y1: str, x2: str, y2: str) -> Html:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2)


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
        name = ", ".join(filter(None, (status, source.published, source.title or source.name)))
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
        """Where a number stands, in hundredths of a percent of the width, which no eye tells apart."""
        return percent(LEFT + (value - self.low) * (RIGHT - LEFT) / (self.high - self.low))

    def anchor(self, value: Fraction, words: str) -> str:
        """Where words at a number begin, so that they stay in the picture and the margin beside it."""
        place = LEFT + (value - self.low) * (RIGHT - LEFT) / (self.high - self.low)
        half = len(words) * _LETTER / 2
        return "start" if place + LEFT < half else "end" if 100 - place + LEFT < half else "middle"

    def broad(self, one: Interval) -> bool:
        """Whether there is room for a sign within an interval."""
        return one.low is None or one.high is None or not 0 < (one.high - one.low) * 30 < self.high - self.low

    def ticks(self, at_scale: Scale) -> list[Fraction]:
        """Three to six round numbers; fewer, where these are long."""
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
        found = every = [step * count for count in range(first, int(self.high // step) + 1)]
        while len(found) > 2 and sum(len(at_scale.number(tick)) + 2 for tick in found) > _LETTERS:
            step *= 2
            found = [tick for tick in found if tick % step == 0]
            if len(found) < 2:
                found = [every[0], every[-1]]
        return found


def percent(share: Fraction) -> str:
    """A share of the width as SVG has it."""
    whole, part = divmod(round(share * 100), 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") + "%"


def _line(axis: _Axis, at_scale: Scale, words: Phrasebook) -> Html:
    """The number line itself, below the bars."""
    shapes = [tag("line", x1=f"{LEFT}%", x2=f"{RIGHT}%", y1=1, y2=1)]
    for tick in axis.ticks(at_scale):
        x, told = axis.at(tick), words.amount(at_scale.number(tick))
        shapes += [tag("line", x1=x, x2=x, y1=1, y2=6)]
        shapes += [tag("text", told, x=x, y=18, text_anchor=axis.anchor(tick, told))]
    return strip(joined_html(shapes), "axis")


def _bar(axis: _Axis, bar: Bar) -> Iterator[Html]:
    """The interval with its ends, the slack dashed, the printed numbers as signs on it."""
    slack = bar.slack
    if slack is not None and (slack.low, slack.high) != (bar.stands_for.low, bar.stands_for.high):
        yield _along(_edge(axis, slack.low, LEFT), _edge(axis, slack.high, RIGHT), "slack")
    if not bar.stands_for.empty:
        left, right = _edge(axis, bar.stands_for.low, LEFT), _edge(axis, bar.stands_for.high, RIGHT)
        yield _along(left, right, "reported" if bar.hollow else "computed")
        for end, x, is_open, arrow in (
            (bar.stands_for.low, left, bar.stands_for.low_open, "M0 0l7 -5v10z"),
            (bar.stands_for.high, right, bar.stands_for.high_open, "M0 0l-7 -5v10z"),
        ):
            if end is None:
                yield _at(x, arrow, "end")
            elif is_open:
                yield tag("circle", cx=x, cy=_MIDDLE, r=4, class_="open")
            else:
                yield tag("line", x1=x, x2=x, y1=_MIDDLE - 6, y2=_MIDDLE + 6, class_="end")
    for value in bar.printed if axis.broad(bar.stands_for) else ():
        yield _at(axis.at(value), "M0 -4l4 4l-4 4l-4 -4z", "printed")


def _along(left: str, right: str, name: str) -> Html:
    return tag("line", x1=left, x2=right, y1=_MIDDLE, y2=_MIDDLE, class_=name)


def _at(x: str, path: str, name: str) -> Html:
    """A sign of its own size at a share of the width."""
    return tag("svg", tag("path", d=path, class_=name), x=x, y=_MIDDLE)


def _apart(above: Bar, below: Bar) -> Interval | None:
    """What lies between two neighbours that are compared and do not meet."""
    if above.group != below.group or above.stands_for.empty or below.stands_for.empty:
        return None
    for one, other in ((above.stands_for, below.stands_for), (below.stands_for, above.stands_for)):
        if one.high is not None and other.low is not None and one.high < other.low:
            return Interval(one.high, other.low)
    return None


def _gap(axis: _Axis, between: Interval, at_scale: Scale, words: Phrasebook) -> Iterator[Html]:
    """How far two neighbours lie apart."""
    assert between.low is not None
    assert between.high is not None
    middle = (between.low + between.high) / 2
    left, right = axis.at(between.low), axis.at(between.high)
    yield tag("line", x1=left, x2=right, y1=4, y2=4)
    for x in (left, right):
        yield tag("line", x1=x, x2=x, y1=1, y2=7)
    apart = words("apart", amount=words.amount(at_scale.number(between.high - between.low)))
    yield tag("text", apart, x=axis.at(middle), y=19, text_anchor=axis.anchor(middle, apart))


def _edge(axis: _Axis, end: Fraction | None, otherwise: int) -> str:
    return f"{otherwise}%" if end is None else axis.at(end)


def _amounts(bar: Bar, at_scale: Scale, words: Phrasebook) -> str:
    """What is printed, and the interval for which it stands; of what is one number, this."""
    if bar.stands_for.point and bar.stands_for.low is not None:
        return words.amount(at_scale.with_unit(at_scale.number(bar.stands_for.low)))
    printed = "–".join(words.amount(at_scale.number(value)) for value in bar.printed)
    stands_for = words.interval(at_scale.with_unit(at_scale.interval(bar.stands_for)))
    return " ".join(filter(None, (printed, stands_for)))
