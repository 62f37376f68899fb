"""What the page begins with: the figures that are probably wrong, each with its change and the findings it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.markup import Html, joined_html, label, tag
from reconcile.reports.page.finding_details import sentence_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.reports.page.contents import Contents, PageRow
    from reconcile.reports.phrasebook import Phrasebook
    from reconcile.reports.suspects import Suspect

_LINKS = 5  # conflicts of one figure that are linked; more are counted


def suspects_list(contents: Contents, anchors: Mapping[int, int]) -> Html:
    """The list, empty where nothing is suspected; ``anchors`` are the marks of the claims."""
    words = contents.words
    found = contents.suspected
    if found is None:
        return Html()
    claims = {claim.name: claim for claim in contents.claims}
    rows = {row.entry.finding: row for row in contents.rows}
    items = []
    for one in found.shown:
        claim = claims[one.claim]
        source = contents.source(claim)
        items.append(
            tag(
                "li",
                *_change(one, words),
                tag(
                    "span",
                    tag("a", claim.speaks_of, href=f"#m{anchors[claim.number]}"),
                    Html(label(words("page.in"))),
                    tag("cite", label(source.title or source.name), dir="auto"),
                    " ",
                    tag("code", claim.place),
                ),
                tag("blockquote", sentence_of(claim, "del"), lang=source.language or None, dir="auto"),
                tag("span", one.extent_in(words), found.otherwise(one, words), ": ", _links(one, rows, words)),
            )
        )
    if found.more:
        items.append(tag("li", found.more_in(words)))
    head = tag("h2", found.head_in(words), id="suspects-title")
    return tag("section", head, tag("ol", *items, role="list"), id="suspects", aria_labelledby="suspects-title")


def _change(one: Suspect, words: Phrasebook) -> list[Html]:
    before, after = map(words.amount, one.before_and_after)
    changed = [tag("del", before), Html(" → "), tag("ins", after)] if after else [tag("b", words.amount(one.change))]
    return [*changed, Html(": " + label(words.named("slip", one.slip)))] if one.slip else changed


def _links(one: Suspect, rows: Mapping[str, PageRow], words: Phrasebook) -> Html:
    """The conflicts that a figure explains, each by what it is about."""
    known = [(finding, rows[finding]) for finding in one.explains if finding in rows]
    links = [
        tag("a", row.headline.partition(": ")[0], href=f"#f{row.number}", title=finding)
        for finding, row in known[:_LINKS]
    ]
    more = " " + words.several("more", len(known) - _LINKS) if len(known) > _LINKS else ""
    return Html(joined_html(links, ", ") + label(more))
