"""What is new, mended or changed between two audits as one HTML file, in the style of the report page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.differences import WHAT_BECAME, difference_summary
from reconcile.reports.markup import Html, label, tag
from reconcile.reports.own_page import page_file, page_of, page_policy

if TYPE_CHECKING:
    from reconcile.reports.differences import ComparedFinding, Differences


def difference_page(found: Differences) -> str:
    """A file that asks for nothing and has no script: what fails now is open, the rest is folded."""
    style = page_file("page/page.css") + page_file("difference.css")
    title = label("What has changed between two audits")
    body = [
        tag("header", tag("h1", title), tag("p", difference_summary(found)), class_="top"),
        tag("main", tag("div", *(_section(name, found) for name in WHAT_BECAME), class_="pane")),
    ]
    return page_of(title, style, "", body, page_policy(style, ""))


def _section(name: str, found: Differences) -> Html:
    steps: list[ComparedFinding] = getattr(found, name)
    if not steps:
        return Html()
    head = tag("summary", tag("h2", f"{name} ({len(steps)})"), f": {WHAT_BECAME[name]}")
    return tag("details", head, tag("ol", *map(_item, steps), class_="list"), open=name == "new", class_="step")


def _item(step: ComparedFinding) -> Html:
    shown = step.shown
    kinds = [one.kind for one in (step.before, step.now) if one is not None]
    verdicts = [tag("b", kind, class_=f"v {kind}") for kind in dict.fromkeys(kinds)]
    between = [part for verdict in verdicts for part in (Html(" → "), verdict)][1:]
    place = f", {shown.place}" if shown.place else ""
    return tag(
        "li",
        *between,
        tag("span", f"{shown.check}: {shown.sentence}"),
        tag("span", step.told),
        tag("p", "id ", tag("code", shown.finding), place, class_="id"),
        id=f"id={shown.finding}",
    )
