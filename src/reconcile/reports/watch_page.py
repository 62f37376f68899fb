"""The page around a report that is made again: it shows the newest, and what stands in the way of a newer one."""

from __future__ import annotations

from reconcile.reports.markup import label, tag
from reconcile.reports.own_page import page_file, page_of, page_policy


def watch_page(name: str) -> str:
    """The frame of the report of what is watched; it asks the server, and nobody else, for what is new."""
    style, script = page_file("watch.css"), page_file("watch.js")
    body = [
        tag(
            "header",
            tag("h1", label(name), dir="auto"),
            tag("p", "reading …", id="said", role="status"),
            tag("p", tag("a", "Review", href="review", id="review"), id="guessed", hidden=True),
            tag(
                "div",
                tag("p", "Not read since the last change; the report is the one before:"),
                tag("ul", id="problems"),
                id="wrong",
                role="alert",
                hidden=True,
            ),
            class_="top",
        ),
        tag("iframe", title="The report", id="report", hidden=True),
    ]
    return page_of(label(name), style, script, body, page_policy(style, script, connect="'self'", frame="'self'"))
