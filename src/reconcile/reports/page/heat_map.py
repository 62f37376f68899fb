"""What is claimed and what was checked: a row a measure, a column a period, a table a place.

A cell is told by its sign, its count and its words, never by its colour alone; it leads to its figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from reconcile.reports.markup import Html, joined_html, label, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.reports.page.contents import Contents, PageClaim

STATES = ("conflict", "accepted", "unchecked", "checked")
"""What a cell can be, the worst first: it is what the worst of its claims is."""

_UNFOLDED = 3  # places whose tables stand open; of more, each is a line that opens


def heat_map(contents: Contents, anchors: Mapping[int, int]) -> Html:
    """The tables of all places; ``anchors`` are the marks of the claims."""
    places: dict[str, list[PageClaim]] = defaultdict(list)
    for claim in contents.claims:
        places[claim.area].append(claim)
    parts = [_legend(contents)]
    for place, claims in places.items():
        cells = _cells(claims)
        table = _table(cells, place, contents, anchors)
        if len(places) == 1:
            parts.append(table)
            continue
        counts = Counter(_state(of, contents) for of in cells.values())
        name = place or contents.words("heat.no place")
        signs = (_sign(state, str(counts[state]), contents) for state in STATES if counts[state])
        head = tag("summary", tag("b", label(name), dir="auto"), " ", *signs)
        parts.append(tag("details", head, table, class_="place", open=len(places) <= _UNFOLDED))
    return joined_html(parts)


def _cells(claims: Sequence[PageClaim]) -> dict[tuple[str, str], list[PageClaim]]:
    """The claims by measure and period."""
    cells: dict[tuple[str, str], list[PageClaim]] = defaultdict(list)
    for claim in claims:
        cells[claim.measure, claim.period].append(claim)
    return cells


def _table(
    cells: Mapping[tuple[str, str], list[PageClaim]], place: str, contents: Contents, anchors: Mapping[int, int]
) -> Html:
    measures = dict.fromkeys(measure for measure, _ in cells)
    periods = sorted({period for _, period in cells})
    empty = Html("<td class=e>·</td>")
    rows = [
        tag(
            "tr",
            tag("th", label(contents.headlines.measure(measure)), scope="row", dir="auto"),
            *(
                _cell(cells[measure, period], contents, anchors) if (measure, period) in cells else empty
                for period in periods
            ),
        )
        for measure in measures
    ]
    corner = tag("th", contents.words("page.measure"), scope="col")
    head = tag("tr", corner, *(tag("th", label(period), scope="col") for period in periods))
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="heat")
    name = ", ".join(filter(None, (contents.words("overview.grid"), place)))
    return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=name)


def _cell(claims: Sequence[PageClaim], contents: Contents, anchors: Mapping[int, int]) -> Html:
    """The sign, how many are so of how many, the same in words, and the way to the figures."""
    state = _state(claims, contents)
    some = sum(_of_claim(claim, contents) == state for claim in claims)
    count = f"{some}/{len(claims)}" if some < len(claims) else str(some) if some > 1 else ""
    marks = list(dict.fromkeys(anchors[claim.number] for claim in claims))
    link = tag(
        "a",
        tag("span", count, aria_hidden="true"),
        tag("span", _said(state, some, claims, contents), class_="hidden"),
        href=f"#m{marks[0]}",
        data_marks=",".join(map(str, marks)),
    )
    return tag("td", link, class_=state)


def _of_claim(claim: PageClaim, contents: Contents) -> str:
    kind = contents.standing[claim.number]
    return kind if kind in STATES else "checked"


def _state(claims: Sequence[PageClaim], contents: Contents) -> str:
    """The worst of what the claims of a cell are."""
    return min((_of_claim(claim, contents) for claim in claims), key=STATES.index)


def _said(state: str, some: int, claims: Sequence[PageClaim], contents: Contents) -> str:
    words = contents.words
    said = words(f"heat.{state}", some=words.amount(f"{some:,}"), count=words.amount(f"{len(claims):,}"))
    if state != "unchecked":
        return said
    open_ones = [claim for claim in claims if _of_claim(claim, contents) == state]
    return f"{said}: {_why(open_ones[0], contents)}"


def _why(claim: PageClaim, contents: Contents) -> str:
    """Why a claim was not checked."""
    reasons = (row.entry.message for row in contents.findings_of.get(claim.number, ()) if row.entry.kind == "unchecked")
    return next(reasons, contents.words("page.no finding of figure"))


def _sign(state: str, words: str, contents: Contents) -> Html:
    named = tag("span", contents.words(f"heat.{state}.name"), class_="hidden")
    return tag("span", named, f" {words} ", class_=f"sign {state}")


def _legend(contents: Contents) -> Html:
    """What the signs mean, in words that everybody sees."""
    words = contents.words
    signs = [tag("span", words(f"heat.{state}.name"), class_=f"sign {state}") for state in STATES]
    return tag("p", *signs, tag("span", "· " + words("heat.nothing")), class_="legend")
