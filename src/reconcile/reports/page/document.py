"""The page: one file that holds everything, asks for nothing, and runs only its own script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reconcile.reports.meanings import MEANS
from reconcile.reports.page.contents import contents
from reconcile.reports.page.documents import Documents
from reconcile.reports.page.finding_details import Evidence
from reconcile.reports.page.findings_list import AT_HAND, filters, index, listed_findings, packed_findings
from reconcile.reports.page.markup import Html, joined_html, label, tag
from reconcile.reports.page.overview import overview
from reconcile.reports.page.suspects_list import suspects_list
from reconcile.reports.text_report import size, summary
from reconcile.version import __version__

if TYPE_CHECKING:
    from reconcile.auditing import Result

_UNSAFE = re.compile("[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_html(result: Result) -> str:
    """The audit as one HTML file for people, the same text for the same audit."""
    shown = contents(result)
    documents = Documents(shown)
    anchors = documents.anchors
    evidence = Evidence(shown, anchors)
    style, script = (_own(name) for name in ("page.css", "page.js"))
    title = result.ledger.title or "A ledger without a title"
    head = (
        Html('<meta charset="utf-8">'),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"reconcile {__version__}"),
        tag("link", rel="icon", href="data:,"),
        tag("title", label(f"{title}: audit")),
        Html(f"<style>{style}</style>"),
    )
    body = (
        tag("a", "Skip to the findings", href="#findings", class_="skip"),
        tag(
            "header",
            tag("h1", label(title), dir="auto"),
            tag("p", label(summary(result))),
            class_="top",
        ),
        suspects_list(shown, anchors),
        _folded("Overview", overview(shown, anchors)),
        tag(
            "main",
            _pane("findings", "Findings", listed_findings(shown, evidence), _tools(shown)),
            _pane("documents", "Documents", documents.html, tag("p", size(result))),
        ),
        _json("index", index(shown, documents.marks)),
        Html(f'<script type="application/gzip;base64" id=packed>{packed_findings(shown, evidence)}</script>'),
        Html(f"<script>{script}</script>"),
    )
    return f"<!doctype html>\n{tag('html', tag('head', *head), tag('body', *body), lang='en')}\n"


def _tools(shown: Any) -> Html:
    more = len(shown.rows) > AT_HAND
    without = f"The evidence of those after the first {AT_HAND} is shown by a script." if more else ""
    return joined_html(
        [
            tag("noscript", tag("p", without, class_="note")) if without else Html(),
            filters(shown),
            tag(
                "p",
                tag("span", id="count", role="status"),
                " ",
                tag("button", "Show all", id="all", type="button", hidden=True),
            ),
        ]
    )


def _folded(name: str, inside: Html) -> Html:
    legend = (tag("span", tag("b", kind, class_=f"v {kind}"), f" {means} ") for kind, means in MEANS.items())
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
