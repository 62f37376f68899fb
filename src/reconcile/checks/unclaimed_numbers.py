"""Numbers of the stored texts that no claim speaks of: what a reader would ask about, and nobody checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.listed_findings import Listed
from reconcile.checks.finding import Unclaimed, WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.errors import LedgerError
from reconcile.language.ids import quoted
from reconcile.language.digits import FigureError
from reconcile.language.mentions import Mention
from reconcile.language.prose import figures
from reconcile.ledger.store.text_spans import Span, Text, words_pattern

_NAMED = 3  # numbers that the message shows


def unclaimed(store: Store) -> list[Listed]:
    """For each source with a text, one finding that lists its numbers that are neither claimed nor set aside.

    A source whose text is not stored, or cannot be read, is *quotation*'s to report.
    """
    if not any(store.ledger.sources["text"]):
        return []
    order = np.argsort(store.source.code, kind="stable")
    ends = np.searchsorted(store.source.code[order], np.arange(len(store.source.values) + 1))
    findings = [
        finding
        for code, (name, file) in enumerate(zip(store.source.values, store.ledger.sources["text"], strict=True))
        if file and (stored := _stored(store, name)) is not None
        for finding in _source(store, code, stored, order[ends[code] : ends[code + 1]].tolist())
    ]
    return [Listed("coverage", findings)]


def _stored(store: Store, name: str) -> str | None:
    try:
        return store.ledger.text(name)
    except LedgerError:
        return None


def _source(store: Store, code: int, stored: str, claims: list[int]) -> Iterator[WordedFinding]:
    row = store.ledger.sources.iloc[code]
    text = Text(stored)
    spoken = _Spans.of([span for span in text.find_each(_cited(store, claim) for claim in claims) if span])
    aside = {phrase: list(_standing(phrase, text.shown)) for phrase in _phrases(row["set_aside"])}
    left = _Spans.of([span for spans in aside.values() for span in spans])
    found = tuple(
        Unclaimed(text.shown[one.start : one.end], one.start)
        for one in _figures(text.shown, row["language"])
        if not spoken.meets(one.start, one.end) and not left.meets(one.start, one.end)
    )
    stale = [phrase for phrase, spans in aside.items() if not spans]
    if found or stale:
        yield WordedFinding(
            f"coverage:unclaimed:{quoted(row['source'])}",
            "coverage",
            UNCHECKED,
            "; ".join([*_said(found), *(f"“{phrase}” is set aside, but is not in the text" for phrase in stale)]),
            sources=(row["source"],),
            unclaimed=found,
        )


def _figures(text: str, language: str) -> list[Mention]:
    """The figures of a text; of one whose language nobody knows, as English has them."""
    try:
        mentions = figures(text, language)
    except FigureError:
        mentions = figures(text, "en")
    return [one for one in mentions if one.kind == "figure"]


def _said(found: tuple[Unclaimed, ...]) -> Iterator[str]:
    if not found:
        return
    verb = "1 number of the text is" if len(found) == 1 else f"{len(found)} numbers of the text are"
    more = ", …" if len(found) > _NAMED else ""
    yield f"{verb} neither claimed nor set aside: {', '.join(one.words for one in found[:_NAMED])}{more}"


def _cited(store: Store, claim: int) -> tuple[str, str, int | None]:
    reported, quote, at = (store.claim(name, claim) for name in ("reported", "quote", "at"))
    return reported, quote, None if pd.isna(at) else int(at)


def _phrases(written: str) -> list[str]:
    """What the ledger sets aside: a phrase a line."""
    return [phrase for line in written.splitlines() if (phrase := line.strip())]


def _standing(phrase: str, text: str) -> Iterator[Span]:
    return (Span(*found.span()) for found in re.finditer(words_pattern(phrase), text))


class _Spans(NamedTuple):
    """Stretches of a text in order, those that overlap as one."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, spans: list[Span]) -> _Spans:
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return cls([span.start for span in merged], [span.end for span in merged])

    def meets(self, start: int, end: int) -> bool:
        """Whether any stretch has a character in common with that from start to end."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        return first < len(self.starts) and self.starts[first] < end
