"""The line of vintages: what each release of a series said of one quantity, one after the other, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from reconcile.checks.wording.scales import Scale
from reconcile.reports.amounts import scale
from reconcile.reports.markup import Html, joined_html, tag
from reconcile.reports.page.drawings import LEFT, RIGHT, percent, strip, thread

if TYPE_CHECKING:
    from reconcile.reports.page.contents import Contents, PageClaim, PageRow

_FEWEST = 3  # vintages: of two, the bars of the finding show all there is
_TOP, _BOTTOM = 26, 86  # of the line, in pixels; numbers stand above it, dates below


def vintage_line(row: PageRow, contents: Contents) -> Html | None:
    """The vintages of which a finding compares two; None where it compares none, or there are no more than these."""
    if row.entry.verdict != "revision":
        return None
    lines = {contents.vintages.get(claim.number, ()) for claim in row.claims}
    vintages = lines.pop() if len(lines) == 1 else ()
    if len(vintages) < _FEWEST or any(claim.value is None for claim in vintages):
        return None
    values = [claim.value for claim in vintages if claim.value is not None]
    return _drawn(vintages, values, {claim.number for claim in row.claims}, contents, scale(values, vintages[0].unit))


def _drawn(
    vintages: Sequence[PageClaim], values: Sequence[Fraction], compared: set[int], contents: Contents, at_scale: Scale
) -> Html:
    words = contents.words
    places = [_place(number, len(values), value, values) for number, value in enumerate(values)]
    dates = [contents.source(claim).published or contents.source(claim).name for claim in vintages]
    shapes = [thread(x1, str(y1), x2, str(y2)) for (x1, y1), (x2, y2) in pairwise(places)]
    for claim, (x, y) in zip(vintages, places, strict=True):
        if claim.number in compared:
            shapes.append(tag("circle", cx=x, cy=y, r=4, class_="end"))
        else:
            shapes.append(tag("circle", cx=x, cy=y, r=2, class_="printed"))
    ends = [words.amount(at_scale.number(value)) for value in (values[0], values[-1])]
    shapes += _ends(ends, [places[0][1] - 8, places[-1][1] - 8])
    shapes += _ends([dates[0], dates[-1]], [_BOTTOM + 16] * 2)
    said = "; ".join(
        f"{date}: {words.amount(at_scale.number(value))}" for date, value in zip(dates, values, strict=True)
    )
    told = words.several("vintages", len(values), scale=words.amount(at_scale.name))
    whole = strip(joined_html(shapes), "vintages")
    return tag("div", whole, role="img", aria_label=f"{told}: {said}", class_="line")


def _place(number: int, count: int, value: Fraction, values: Sequence[Fraction]) -> tuple[str, int]:
    """Where a vintage stands: the releases as far from each other as they follow, the greatest value on top."""
    low, high = min(values), max(values)
    part = (high - value) / (high - low) if high > low else Fraction(1, 2)
    return percent(LEFT + Fraction((RIGHT - LEFT) * number, count - 1)), _TOP + round(part * (_BOTTOM - _TOP))


def _ends(words: Sequence[str], heights: Sequence[int]) -> Iterator[Html]:
    """What stands beside the first and the last vintage."""
    for text, height, place, anchor in zip(words, heights, (LEFT, RIGHT), ("start", "end"), strict=True):
        yield tag("text", text, x=f"{place}%", y=height, text_anchor=anchor)
