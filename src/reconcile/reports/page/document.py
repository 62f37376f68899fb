"""The page: one file that holds everything, asks for nothing, and runs only its own script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reconcile.reports.entries import SHOWN_KINDS, totals
from reconcile.reports.json_report import json_pieces
from reconcile.reports.page.contents import Contents, contents
from reconcile.reports.page.documents import Documents
from reconcile.reports.page.finding_details import Evidence
from reconcile.reports.page.findings_list import AT_HAND, filters, gzipped_text, index, listed_findings, packed_findings
from reconcile.reports.page.markup import Html, joined_html, label, tag
from reconcile.reports.page.overview import overview
from reconcile.reports.page.suspects_list import suspects_list
from reconcile.reports.phrasebook import ENGLISH, Phrasebook
from reconcile.version import __version__

if TYPE_CHECKING:
    from reconcile.auditing import Result

_JSON_AT_HAND = 300  # findings up to which the page holds the audit as JSON; with it a page is no thrice of its ledger
_UNSAFE = re.compile("[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_html(result: Result, words: Phrasebook = ENGLISH) -> str:
    """The audit as one HTML file for people, the same text for the same audit, in the words of a language."""
    shown = contents(result, words)
    documents = Documents(shown)
    anchors = documents.anchors
    evidence = Evidence(shown, anchors)
    style, script = (_own(name) for name in ("page.css", "page.js"))
    title = result.ledger.title or words("page.untitled")
    head = (
        Html('<meta charset="utf-8">'),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"reconcile {__version__}"),
        tag("link", rel="icon", href="data:,"),
        tag("title", label(words("page.title", title=title))),
        Html(f"<style>{style}</style>"),
    )
    body = (
        tag("a", words("page.skip"), href="#findings", class_="skip"),
        tag(
            "header",
            tag("h1", label(title), dir="auto"),
            tag("p", label(_summary(shown))),
            _downloads(words),
            class_="top",
        ),
        suspects_list(shown, anchors),
        _folded(shown, overview(shown, anchors)),
        tag(
            "main",
            _pane("findings", words("page.findings"), listed_findings(shown, evidence), _tools(shown)),
            _pane("documents", words("page.documents"), documents.html, tag("p", _size(shown))),
        ),
        _json("index", index(shown, documents.marks)),
        _packed("packed", packed_findings(shown, evidence)),
        _packed("as-json", gzipped_text("".join(json_pieces(result))) if len(shown.rows) <= _JSON_AT_HAND else ""),
        Html(f"<script>{script}</script>"),
    )
    return f"<!doctype html>\n{tag('html', tag('head', *head), tag('body', *body), lang=words.language)}\n"


def _summary(shown: Contents) -> str:
    """How much was audited, and what came of it."""
    words = shown.words
    counts = totals(shown.result).items()
    outcome = words.phrases["parts.and"].join(
        f"{words.amount(f'{n:,}')} {words.named('kind', kind)}" for kind, n in counts
    )
    claims, sources = words.counted("claims", len(shown.claims)), words.counted("sources", len(shown.sources))
    return words("page.summary", claims=claims, sources=sources, outcome=outcome or words.counted("findings", 0))


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


def _own(name: str) -> str:
    return files("reconcile.reports.page").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, embedded or sent; of scripts and styles only the page's own run, known by their hashes."""
    digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (style, script))
    own_style, own_script = (f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; style-src {own_style}; script-src {own_script}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _json(name: str, value: Any) -> Html:
    """Data for the script, in which nothing can end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Html(f'<script type="application/json" id={name}>{_UNSAFE.sub(_escape, text)}</script>')


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
