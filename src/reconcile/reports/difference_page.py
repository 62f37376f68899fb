"""What is new, mended or changed between two audits as one HTML file, in the style of the report page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.differences import BECAME, difference_head, difference_summary
from reconcile.reports.markup import Html, label, tag
from reconcile.reports.own_page import page_file, page_of, page_policy
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.reports.differences import ComparedFinding, Differences


def difference_page(found: Differences, words: Phrasebook = ENGLISH, headlines: Mapping[str, str] | None = None) -> str:
    """A file that asks for nothing and has no script: what fails now is open, the rest is folded.

    `headlines` are sentences with titles, by finding, where an audit was made and not only read.
    """
    style = page_file("page/page.css") + page_file("difference.css")
    title = label(words("diff.title"))
    steps = (_section(name, found, words, headlines or {}) for name in BECAME)
    body = [
        tag("header", tag("h1", title), tag("p", difference_summary(found, words)), class_="top"),
        tag("main", tag("div", *steps, class_="pane")),
    ]
    return page_of(title, style, "", body, page_policy(style, ""), words.language)


def _section(name: str, found: Differences, words: Phrasebook, headlines: Mapping[str, str]) -> Html:
    steps: list[ComparedFinding] = getattr(found, name)
    if not steps:
        return Html()
    title, _, means = difference_head(name, found, words).partition(": ")
    head = tag("summary", tag("h2", title), f": {means}")
    listed = tag("ol", *(_item(step, words, headlines) for step in steps), class_="list")
    return tag("details", head, listed, open=name == "new", class_="step")


def _item(step: ComparedFinding, words: Phrasebook, headlines: Mapping[str, str]) -> Html:
    shown = step.shown
    kinds = [one.kind for one in (step.before, step.now) if one is not None]
    verdicts = [tag("b", words.named("kind", kind), class_=f"v {kind}") for kind in dict.fromkeys(kinds)]
    between = [part for verdict in verdicts for part in (Html(" → "), verdict)][1:]
    place = f", {shown.place}" if shown.place else ""
    exactly = tag("span", f"{shown.check}: {shown.sentence}", lang="en")
    headline = headlines.get(shown.finding)
    said = [tag("span", headline), tag("p", words("exact words"), exactly, class_="exactly")] if headline else [exactly]
    return tag(
        "li",
        *between,
        *said,
        tag("span", step.told(words)),
        tag("p", "id ", tag("code", shown.finding), place, class_="id"),
        id=f"id={shown.finding}",
    )
