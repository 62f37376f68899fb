"""The page: one file that holds everything, asks for nothing, and runs only its own script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.entries import SHOWN_KINDS, totals
from reconcile.reports.json_report import json_pieces
from reconcile.reports.markup import Html, joined_html, label, tag
from reconcile.reports.own_page import page_data, page_file, page_of, page_policy
from reconcile.reports.page.contents import Contents, contents
from reconcile.reports.page.documents import Documents
from reconcile.reports.page.finding_details import Evidence
from reconcile.reports.page.findings_list import AT_HAND, filters, gzipped_text, index, listed_findings, packed_findings
from reconcile.reports.page.outcome_note import outcome_note
from reconcile.reports.page.overview import overview
from reconcile.reports.page.suspects_list import suspects_list
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

if TYPE_CHECKING:
    from reconcile.auditing import Result

_JSON_AT_HAND = 300  # findings up to which the page holds the audit as JSON; with it a page is no thrice of its ledger


def to_html(result: Result, words: Phrasebook = ENGLISH) -> str:
    """The audit as one HTML file for people, the same text for the same audit, in the words of a language."""
    shown = contents(result, words)
    documents = Documents(shown)
    anchors = documents.anchors
    evidence = Evidence(shown, anchors)
    style, script = (page_file(f"page/{name}") for name in ("page.css", "page.js"))
    title = result.ledger.title or words("page.untitled")
    body = [
        tag("a", words("page.skip"), href="#findings", class_="skip"),
        tag(
            "header",
            tag("h1", label(title), dir="auto"),
            tag("p", label(page_summary(result, words))),
            _downloads(words),
            class_="top",
        ),
        suspects_list(shown, anchors) or outcome_note(shown),
        _folded(shown, overview(shown, anchors)),
        tag(
            "main",
            _pane("findings", words("page.findings"), listed_findings(shown, evidence), _tools(shown)),
            _pane("documents", words("page.documents"), documents.html, tag("p", _size(shown))),
        ),
        page_data("index", index(shown, documents.marks)),
        _packed("packed", packed_findings(shown, evidence)),
        _packed("as-json", gzipped_text("".join(json_pieces(result))) if len(shown.rows) <= _JSON_AT_HAND else ""),
    ]
    policy = page_policy(style, script)
    return page_of(label(words("page.title", title=title)), style, script, body, policy, language=words.language)


def page_summary(result: Result, words: Phrasebook) -> str:
    """How much was audited, and what came of it."""
    counts = totals(result).items()
    outcome = words.phrases["parts.and"].join(
        f"{words.amount(f'{n:,}')} {words.named('kind', kind)}" for kind, n in counts
    )
    claims, sources = len(result.ledger.content), len(result.ledger.sources)
    told = {"claims": words.counted("claims", claims), "sources": words.counted("sources", sources)}
    return words("page.summary", **told, outcome=outcome or words.counted("findings", 0))


def _size(shown: Contents) -> str:
    words = shown.words
    claims, sources = words.counted("claims", len(shown.claims)), words.counted("sources", len(shown.sources))
    return words("page.size", claims=claims, sources=sources)


def _downloads(words: Phrasebook) -> Html:
    """What a script makes files of; hidden until it can."""
    buttons = [
        tag("button", words(f"page.download {kind}"), type="button", data_download=kind) for kind in ("csv", "json")
    ]
    return tag("p", *buttons, id="downloads", hidden=True)


def _packed(name: str, data: str) -> Html:
    return Html(f'<script type="application/gzip;base64" id={name}>{data}</script>')


def _tools(shown: Contents) -> Html:
    words = shown.words
    more = len(shown.rows) > AT_HAND
    without = words("page.without scripts", count=AT_HAND) if more else ""
    return joined_html(
        [
            tag("noscript", tag("p", without, class_="note")) if without else Html(),
            filters(shown),
            tag(
                "p",
                tag("span", id="count", role="status"),
                " ",
                tag("button", words("page.show all"), id="all", type="button", hidden=True),
            ),
        ]
    )


def _folded(shown: Contents, inside: Html) -> Html:
    words = shown.words
    name = words("page.overview")
    legend = (
        tag("span", tag("b", words.named("kind", kind), class_=f"v {kind}"), " " + words(f"means.{kind}") + " ")
        for kind in SHOWN_KINDS
    )
    folded = tag("details", tag("summary", tag("h2", name)), inside, tag("p", *legend, class_="legend"), id="overview")
    return tag("section", folded, aria_label=name)


def _pane(name: str, title: str, inside: Html, tools: Html) -> Html:
    return tag(
        "section",
        tag("div", tag("h2", title, id=f"{name}-title"), tools, class_="tools"),
        inside,
        id=name,
        class_="pane",
        tabindex=0,
        aria_labelledby=f"{name}-title",
    )
