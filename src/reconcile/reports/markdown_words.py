"""Words from a ledger in Markdown: code spans, in which nothing is markup, or escaped so that they stay words."""

from __future__ import annotations

import re

from reconcile.reports.terminal import visible

_MARKUP = re.compile(r"[\\`*_\[\]#|~$]|^[-+=]")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
# Services make links of mentions, issues and addresses, and pictures of :words:. An empty comment takes them apart.
_LINKED = re.compile(r"(?<=[@#:])(?=[\w/])|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-)", re.IGNORECASE)


def code(text: str, *, in_table: bool = False) -> str:
    r"""Text as a code span.

    >>> print(code("a|b"), code("a|b", in_table=True), code("a `b`"))
    `a|b` `a\|b` `` a `b` ``
    """
    shown = visible(text).strip()
    if not shown:
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    space = " " if len(fence) > 1 else ""
    return fence + space + (shown.replace("|", r"\|") if in_table else shown) + space + fence


def prose(text: str) -> str:
    r"""Text as words in which nothing is markup, a mention or a link.

    >>> print(prose("1 < 2, *not* [this](x), @you, :smile: and #1"))
    1 &lt; 2, \*not\* \[this\](x), @<!-- -->you, :<!-- -->smile: and \#<!-- -->1
    """
    parted = "<!-- -->".join(_escaped(part) for part in _LINKED.split(visible(text)))
    return _NUMBERED.sub(r"\1\\\2", parted)


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\g<0>", text)
