"""Numbers of the stored texts that no claim speaks of: what a reader would ask about, and nobody checked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import Unclaimed, WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.errors import LedgerError
from reconcile.language.digits import FigureError
from reconcile.language.ids import quoted
from reconcile.language.mentions import Mention
from reconcile.ledger.store.text_spans import Span, Text, words_pattern

Cited: TypeAlias = tuple[str, str, int | None]

_DIGITS = re.compile(r"\d[\d.,]*(?:.*\d)?(?<=\d)|\d", re.DOTALL)
_NAMED = 3  # numbers that the message shows


def unclaimed(store: Store) -> list[Block]:
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
    return [of_findings("coverage", findings)]


def _stored(store: Store, name: str) -> str | None:
    try:
        return store.ledger.text(name)
    except LedgerError:
        return None


class NumbersOfText(NamedTuple):
    """The numbers of a source's text: how many are claimed and how many set aside, and those that are left."""

    claimed: int
    aside: int
    unclaimed: tuple[Unclaimed, ...]
    stale: tuple[str, ...]  # what the source sets aside, but is not in the text


def numbers_of(stored: str, language: str, claims: Iterable[Cited], set_aside: str) -> NumbersOfText:
    """Count the numbers of a text; each claim is given as its words, its quote and where it says that it stands.

    >>> numbers_of("In 2024 exports rose by 9 % and imports by 7 %.", "en", [("9 %", "rose by 9 %", None)], "")
    NumbersOfText(claimed=1, aside=1, unclaimed=(Unclaimed(words='7', at=43),), stale=())
    """
    text = Text(stored)
    spoken = _Spans.of([span for span in text.find_each(claims) if span])
    phrases = {phrase: list(_standing(phrase, text.shown)) for phrase in _phrases(set_aside)}
    left = _Spans.of([span for spans in phrases.values() for span in spans])
    claimed = aside = 0
    found: list[Unclaimed] = []
    for one in _mentions(text.shown, language):
        if spoken.meets(one.start, one.end):
            claimed += 1
        elif one.kind != "figure" or left.meets(one.start, one.end):
            aside += 1
        else:
            found.append(_number(one))
    return NumbersOfText(claimed, aside, tuple(found), tuple(phrase for phrase, spans in phrases.items() if not spans))


def _source(store: Store, code: int, stored: str, claims: list[int]) -> Iterator[WordedFinding]:
    row = store.ledger.sources.iloc[code]
    cited = [_cited(store, claim) for claim in claims]
    _, _, found, stale = numbers_of(stored, row["language"], cited, row["set_aside"])
    if found or stale:
        yield WordedFinding(
            f"coverage:unclaimed:{quoted(row['source'])}",
            "coverage",
            UNCHECKED,
            "; ".join([*_said(found), *(f"“{phrase}” is set aside, but is not in the text" for phrase in stale)]),
            sources=(row["source"],),
            unclaimed=found,
        )


def _number(mention: Mention) -> Unclaimed:
    """The digits of a mention, of a range both numbers; of a number in words all of it."""
    digits = _DIGITS.search(mention.words)
    begin, end = digits.span() if digits else (0, len(mention.words))
    return Unclaimed(mention.words[begin:end], mention.start + begin)


def _mentions(text: str, language: str) -> tuple[Mention, ...]:
    """The numbers of a text; of one whose language nobody knows, as English has them."""
    from reconcile.language.prose import mentions_of_document  # the finder is only wanted where a text is stored

    try:
        return mentions_of_document(text, language)
    except FigureError:
        return mentions_of_document(text, "en")


def _said(found: tuple[Unclaimed, ...]) -> Iterator[str]:
    if not found:
        return
    verb = "1 number of the text is" if len(found) == 1 else f"{len(found)} numbers of the text are"
    more = ", …" if len(found) > _NAMED else ""
    yield f"{verb} neither claimed nor set aside: {', '.join(one.words for one in found[:_NAMED])}{more}"


def _cited(store: Store, claim: int) -> Cited:
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
        first = bisect_right(self.ends, start)
        return first < len(self.starts) and self.starts[first] < end
