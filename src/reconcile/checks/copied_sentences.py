"""Sentences copied word for word from another document: they corroborate nothing."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

from reconcile.checks.engine.claims import Store


def copied(store: Store, claims: tuple[int, ...]) -> str:
    """Which of these claims stand in the same words in different documents; empty where none do.

    The ledger's quotes are compared, after NFC and white-space folding, where they hold more than the figure.
    """
    same: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        quote = folded(store.claim("quote", claim))
        if quote and quote != folded(store.claim("reported", claim)):
            same[quote].append(store.source[claim])
    groups = [list(dict.fromkeys(sources)) for sources in same.values()]
    found = [f"{' and '.join(sources)} share their words, one is a copy" for sources in groups if len(sources) > 1]
    return "; ".join(found)


def folded(text: str) -> str:
    """Text in NFC with every run of white space, no-break spaces too, as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())
