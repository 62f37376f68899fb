"""HTML in which every text is escaped, unless it was built here."""

from __future__ import annotations

import re
from html import escape

from reconcile.reports.terminal import visible

# Characters that drive a terminal or the order of the letters, or that HTML cannot hold. Marks of direction and joiners
# stay: they shape Arabic, Persian and Indic text, and move no digits.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_EMPTY = frozenset({"meta", "link", "input"})  # elements without an end
_SHAPES = frozenset({"path", "circle", "line"})  # of SVG, which end in themselves


class Html(str):
    """Markup. Only this module turns text into it, and only by escaping."""

    __slots__ = ()


def label(text: str) -> Html:
    """One line of text from a ledger: white space folded, what cannot be seen shown as an escape."""
    return Html(escape(visible(text)))


def verbatim(text: str) -> Html:
    """A text of a document as it was written; what cannot be seen is shown as an escape, and marked as one."""
    if not _UNSEEN.search(text):
        return Html(escape(text))
    pieces, start = [], 0
    for found in _UNSEEN.finditer(text):
        pieces.append(escape(text[start : found.start()]))
        pieces.append(f"<span class=unseen>{_escaped(found[0])}</span>")
        start = found.end()
    return Html("".join(pieces) + escape(text[start:]))


def _escaped(character: str) -> str:
    """The escape by which Python writes a character."""
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def tag(name: str, /, *children: str, **attributes: str | int | bool | None) -> Html:
    """An element; children that are not markup are escaped. An attribute of True stands bare, of None not at all.

    >>> tag("p", "1 < 2 ", tag("b", "&"), class_="a b", data_row=3, hidden=True)
    '<p class="a b" data-row=3 hidden>1 &lt; 2 <b>&amp;</b></p>'
    """
    written = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    inner = "".join([child if isinstance(child, Html) else label(child) for child in children])
    if name in _SHAPES:
        return Html(f"<{name}{written} />")
    return Html(f"<{name}{written}>{inner}" if name in _EMPTY else f"<{name}{written}>{inner}</{name}>")


def joined_html(parts: list[Html] | tuple[Html, ...], between: str = "") -> Html:
    return Html((between if isinstance(between, Html) else escape(between)).join(parts))


_BARE = re.compile(r"[A-Za-z0-9_#.-]+")


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = str(value)
    # Without quotes where none are needed: the page is a third smaller.
    return f" {name}={text}" if _BARE.fullmatch(text) else f' {name}="{escape(visible(text))}"'
