"""The line of vintages: what each release of a series said of one quantity, one after the other, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.checks.wording.scales import Scale
from reconcile.reports.amounts import scale
from reconcile.reports.markup import Html, tag
from reconcile.reports.page.drawings import LEFT, RIGHT, WIDTH, pixels

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
    places = [_place(number, len(values), value, values) for number, value in enumerate(values)]
    dates = [contents.source(claim).published or contents.source(claim).name for claim in vintages]
    shapes = [tag("path", d="M" + "L".join(f"{x} {y}" for x, y in places), class_="thread")]
    for claim, (x, y) in zip(vintages, places, strict=True):
        if claim.number in compared:
            shapes.append(tag("circle", cx=x, cy=y, r=4, class_="end"))
        else:
            shapes.append(tag("circle", cx=x, cy=y, r=2, class_="printed"))
    shapes += _ends([at_scale.number(value) for value in (values[0], values[-1])], [y for _, y in places], -8)
    shapes += _ends([dates[0], dates[-1]], [str(_BOTTOM + 14)] * 2, 0)
    said = "; ".join(f"{date}: {at_scale.number(value)}" for date, value in zip(dates, values, strict=True))
    return tag(
        "svg",
        *shapes,
        viewBox=f"0 0 {WIDTH} {_BOTTOM + 20}",
        role="img",
        aria_label=f"{len(values)} vintages, {at_scale.name}: {said}",
        class_="line vintages",
    )


def _place(number: int, count: int, value: Fraction, values: Sequence[Fraction]) -> tuple[str, str]:
    """Where a vintage stands: the releases as far from each other as they follow, the greatest value on top."""
    low, high = min(values), max(values)
    part = (high - value) / (high - low) if high > low else Fraction(1, 2)
    x = LEFT * 10 + round(Fraction((RIGHT - LEFT) * 10 * number, count - 1))
    return pixels(x), pixels(_TOP * 10 + round(part * (_BOTTOM - _TOP) * 10))


def _ends(words: Sequence[str], heights: Sequence[str], up: int) -> Iterator[Html]:
    """What stands beside the first and the last vintage."""
    for text, height, place, anchor in zip(
        words, (heights[0], heights[-1]), (LEFT, RIGHT), ("start", "end"), strict=True
    ):
        yield tag("text", text, x=place, y=pixels(round(Fraction(height) * 10) + up * 10), text_anchor=anchor)
