"""The whole at a glance: documents, measures by periods, what was left open and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from reconcile.auditing.strength_summary import said
from reconcile.reports.entries import SHOWN_KINDS
from reconcile.reports.markup import Html, joined_html, label, tag
from reconcile.reports.page.contents import Contents, Source
from reconcile.reports.page.heat_map import heat_map
from reconcile.reports.phrasebook import Phrasebook

_WEIGHED = 10_000  # claims up to which the page says how strong its passes are
_NAMED = 5  # findings that are named for one reason


def overview(contents: Contents, anchors: Mapping[int, int]) -> Html:
    parts = [*_strength(contents), tag("h3", contents.words("page.documents")), _documents(contents)]
    if contents.claims:
        parts += [tag("h3", contents.words("overview.measures")), heat_map(contents, anchors)]
    if reasons := _unchecked(contents):
        parts += [tag("h3", contents.words("overview.unchecked")), reasons]
    return joined_html(parts)


def _strength(contents: Contents) -> Iterator[Html]:
    """How much the passes are worth: a pass that nothing could have failed says little."""
    if len(contents.claims) > _WEIGHED:
        yield tag("p", contents.words.several("overview.unweighed", _WEIGHED))
    elif worth := said(contents.result.strength_of_bindings):
        yield tag("p", f"{worth[0].upper()}{worth[1:]}.", class_="strength", lang="en")


def _documents(contents: Contents) -> Html:
    rows, words = [], contents.words
    for source in contents.sources:
        counts = Counter(contents.standing[claim.number] for claim in source.claims)
        rows.append(
            tag(
                "tr",
                tag(
                    "th",
                    tag("a", label(source.title or source.name), href=f"#s{source.number}"),
                    scope="row",
                    dir="auto",
                ),
                tag("td", label(source.published or words("overview.unknown"))),
                tag("td", label(_text(source, words))),
                tag("td", str(len(source.claims)), class_="n"),
                tag("td", _unclaimed(source), class_="n"),
                tag("td", *_counts(counts, words)),
            )
        )
    heads = words.heads("overview.heads")
    return _scrolled(
        tag(
            "table",
            tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
            tag("tbody", *rows),
        ),
        words("overview.table"),
    )


def _text(source: Source, words: Phrasebook) -> str:
    if source.text is not None:
        return words("overview.stored")
    return source.why_not or words("text.not here")


def _unclaimed(source: Source) -> str:
    """How many numbers of the text nobody claims, leading to the list of them; nothing is known without the text."""
    if source.text is None:
        return "?"
    count = str(len(source.unclaimed))
    return count if source.unclaimed_row is None else tag("a", count, href=f"#f{source.unclaimed_row}")


def _counts(counts: Mapping[str, int], words: Phrasebook) -> list[Html]:
    return [
        tag("span", tag("b", words.named("kind", kind), class_=f"v {kind}"), f" {counts[kind]} ")
        for kind in SHOWN_KINDS
        if counts.get(kind)
    ]


def _unchecked(contents: Contents) -> Html | None:
    """One line a reason, however many findings it left open."""
    reasons: dict[str, list[Html]] = defaultdict(list)
    for row in contents.rows:
        if row.entry.kind == "unchecked":
            named = row.entry.subject or row.entry.check
            reasons[row.entry.message].append(tag("a", label(named), href=f"#f{row.number}"))
    if not reasons:
        return None
    lines = []
    for reason, found in sorted(reasons.items(), key=lambda item: -len(item[1])):
        more = contents.words.several("overview.named more", len(found) - _NAMED) if len(found) > _NAMED else ""
        lines.append(tag("li", tag("b", label(reason), lang="en"), ": ", joined_html(found[:_NAMED], "; "), more))
    return tag("ul", *lines, class_="reasons")


def _scrolled(table: Html, name: str) -> Html:
    return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=name)
