"""What every page of ours is made of: its own files, a policy under which only these run, and data for its script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import Any

from reconcile.reports.markup import Html, tag
from reconcile.version import __version__

_UNSAFE = re.compile("[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def page_file(name: str) -> str:
    """A style sheet or a script that stands beside this module, or below."""
    return files("reconcile.reports").joinpath(name).read_text(encoding="utf-8")


def page_policy(style: str, script: str, **more: str) -> str:
    """Nothing is fetched, embedded or sent; of scripts and styles only the page's own run, known by their hashes.

    `more` allows some of it, such as ``connect="'self'"``.

    >>> page_policy("p {}", "", connect="'self'").split("; ")[0], page_policy("", "", frame="'self'").split("; ")[-1]
    ("default-src 'none'", "frame-src 'self'")
    """
    digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (style, script))
    own_style, own_script = (f"'sha256-{digest}'" for digest in digests)
    allowed = "".join(f"; {name}-src {where}" for name, where in more.items())
    return (
        f"default-src 'none'; style-src {own_style}; script-src {own_script}; img-src data:; "
        f"base-uri 'none'; form-action 'none'{allowed}"
    )


def page_data(name: str, value: Any) -> Html:
    """Data for the script, in which nothing can end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Html(f'<script type="application/json" id={name}>{_UNSAFE.sub(_escape, text)}</script>')


def page_of(title: Html, style: str, script: str, body: list[Html], policy: str, language: str = "en") -> str:
    """A whole page, the script at its end."""
    head = (
        Html('<meta charset="utf-8">'),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"reconcile {__version__}"),
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        Html(f"<style>{style}</style>"),
    )
    whole = tag("html", tag("head", *head), tag("body", *body, Html(f"<script>{script}</script>")), lang=language)
    return f"<!doctype html>\n{whole}\n"


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
