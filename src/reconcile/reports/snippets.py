"""Pieces of HTML for a notebook: tables and sentences in which everything from a ledger is escaped.

No scripts and no style sheets, so that they show alike in every notebook, stored or live.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reconcile.ledger.store.text_spans import figure_pattern
from reconcile.reports.terminal import drawn, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LEFT = ' style="text-align: left; vertical-align: top"'


def words(text: str) -> str:
    """Text as text, on one line.

    >>> words("<b>5 & 6</b>")
    '&lt;b&gt;5 &amp; 6&lt;/b&gt;'
    """
    return escape(visible(text))


def bold(text: str) -> str:
    return f"<b>{words(text)}</b>"


def faint(text: str) -> str:
    return f"<small>{words(text)}</small>"


def marked(quote: str, printed: str) -> str:
    """A quote in which the printed figure is marked.

    >>> marked("exports of 405.9 billion USD", "405.9 billion USD")
    'exports of <mark>405.9 billion USD</mark>'
    """
    found = figure_pattern(printed).search(quote) if printed else None
    if found is None:
        return words(quote)
    before, after = (escape(drawn(part)) for part in (quote[: found.start()], quote[found.end() :]))
    return f"{before}<mark>{words(found[0])}</mark>{after}"


def paragraph(*parts: str) -> str:
    """Pieces of HTML below each other."""
    return f"<p>{'<br/>'.join(filter(None, parts))}</p>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of pieces of HTML below words."""
    top = "".join(f"<th{_LEFT}>{words(name)}</th>" for name in head)
    body = "".join("<tr>" + "".join(f"<td{_LEFT}>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
