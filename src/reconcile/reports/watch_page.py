"""The page around a report that is made again: it shows the newest, and what stands in the way of a newer one."""

from __future__ import annotations

from reconcile.reports.markup import label, tag
from reconcile.reports.own_page import page_data, page_file, page_of, page_policy
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

_OF_SCRIPT = ("review", "review.one", "ended")


def watch_page(name: str, words: Phrasebook = ENGLISH) -> str:
    """The frame of the report of what is watched; it asks the server, and nobody else, for what is new."""
    style, script = page_file("watch.css"), page_file("watch.js")
    body = [
        tag(
            "header",
            tag("h1", label(name), dir="auto"),
            tag("p", words("watch.reading"), id="said", role="status"),
            tag("p", tag("a", href="review", id="review"), id="guessed", hidden=True),
            tag(
                "div",
                tag("p", words("watch.problems"), id="since"),
                tag("ul", id="problems"),
                id="wrong",
                role="alert",
                hidden=True,
            ),
            class_="top",
        ),
        tag("iframe", title=words("watch.report"), id="report", hidden=True),
        page_data("words", {phrase: words.phrases[f"watch.{phrase}"] for phrase in _OF_SCRIPT}),
    ]
    policy = page_policy(style, script, connect="'self'", frame="'self'")
    return page_of(label(name), style, script, body, policy, words.language)
