"""Quotations: the text is the one that was read, the quote stands in it, the figure stands in the quote.

NFC and white space are folded and nothing else: a near match is reported, never accepted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from reconcile.checks.copied_sentences import folded
from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import CONFLICT, EXACT, UNCHECKED
from reconcile.errors import LedgerError
from reconcile.language import ids
from reconcile.language.codelists import QUALIFIERS, STATUSES
from reconcile.language.nearby_hedges import hedge_beside


def quotations(store: Store) -> list[Block]:
    """One finding for each source with a text, and one for each quote that can be looked up."""
    quotes = store.ledger.content.codes("quote")
    if not any(quotes.values) and not any(store.ledger.sources["text"]):
        return []
    quoted = quotes.which(bool)
    order = np.argsort(store.source.code, kind="stable")
    ends = np.searchsorted(store.source.code[order], np.arange(len(store.source.values) + 1))
    findings = [
        finding
        for code in range(len(store.source.values))
        for claims in (order[ends[code] : ends[code + 1]],)
        for finding in _source(store, code, claims.tolist(), claims[quoted[claims]].tolist())
    ]
    return [of_findings("quotation", findings)]


def _source(store: Store, code: int, claims: list[int], quoted: list[int]) -> Iterator[WordedFinding]:
    source = store.ledger.sources.iloc[code]
    name = str(source["source"])
    try:
        stored = store.ledger.stored_text(name)
    except LedgerError as error:
        message = f"the text cannot be read: {'; '.join(problem.message for problem in error.problems)}"
        yield WordedFinding(
            f"quotation:{ids.quoted(name)}", "quotation", CONFLICT, message, tuple(quoted), sources=(name,)
        )
        return
    turns = _turns(store, claims)
    if stored is None:
        if source["text"] or quoted:
            many = {0: "", 1: ": 1 quote could not be looked up"}
            why = "text not stored" + many.get(len(quoted), f": {len(quoted)} quotes could not be looked up")
            yield WordedFinding(
                f"quotation:{ids.quoted(name)}", "quotation", UNCHECKED, why, tuple(quoted), sources=(name,)
            )
        for claim in quoted:
            if problem := _outside_quote(store, claim, turns[claim]):
                yield _finding(store, claim, CONFLICT, problem)
        return
    if source["sha256"]:
        same = stored.sha256 == source["sha256"].lower()
        message = (
            "the text is the one that was read, its hash matches"
            if same
            else "the text is not the one that was read: its sha256 begins with "
            f"{stored.sha256[:12]}, not {source['sha256'][:12].lower()}"
        )
        yield WordedFinding(
            f"quotation:{ids.quoted(name)}", "quotation", EXACT if same else CONFLICT, message, sources=(name,)
        )
    body = folded(stored.text)
    for claim in claims:
        yield _quote(store, claim, stored.text, body, turns)


class _Turn(NamedTuple):
    """Which of several claims with the same words and quote a claim is."""

    number: int  # from 0
    of: int


def _turns(store: Store, claims: list[int]) -> dict[int, _Turn]:
    same: dict[tuple[str, str], list[int]] = {}
    for claim in claims:
        same.setdefault((_cell(store, claim, "reported"), _cell(store, claim, "quote")), []).append(claim)
    return {claim: _Turn(number, len(each)) for each in same.values() for number, claim in enumerate(each)}


def _quote(store: Store, claim: int, text: str, body: str, turns: Mapping[int, _Turn]) -> WordedFinding:
    """Whether one claim's quote stands in the text, and its figure in the quote, where the ledger says."""
    quote = folded(_cell(store, claim, "quote"))
    at = store.claim("at", claim)
    words = _cell(store, claim, "reported")
    if not quote:
        return _finding(store, claim, UNCHECKED, "no quote, so nothing could be looked up in the text")
    if quote not in body:
        near = _nearest(quote, body)
        hint = f"; the nearest words are “{near}”" if near else ""
        return _finding(store, claim, CONFLICT, f"the quote “{quote}” is not in the text{hint}")
    if problem := _outside_quote(store, claim, turns[claim]):
        return _finding(store, claim, CONFLICT, problem)
    if words and not pd.isna(at):
        before, there = text[: int(at)][-1:], folded(text[int(at) : int(at) + 10 * len(words) + 100])
        if text[int(at) : int(at) + 1].isspace() or not _figure(words).match(before + there, len(before)):
            return _finding(
                store,
                claim,
                CONFLICT,
                f"at character {int(at)} the text reads “{there[: len(words)].strip()}”, not “{words}”",
            )
    return _finding(store, claim, EXACT, "the quote stands in the text")


def _outside_quote(store: Store, claim: int, turn: _Turn) -> str:
    """What is wrong where the figure does not stand in its quote; empty where it does."""
    words, quote = folded(_cell(store, claim, "reported")), folded(_cell(store, claim, "quote"))
    if not words:
        return ""
    found = [one.span() for one in _figure(words).finditer(quote)]
    if not found:
        return f"the figure “{words}” is not in its quote “{quote}”"
    if turn.of >= len(found):  # one of them each, in order
        found = found[min(turn.number, len(found) - 1) :][:1]
    return _hedge_dropped(store, claim, words, quote, found)


def _hedge_dropped(store: Store, claim: int, words: str, quote: str, found: list[tuple[int, int]]) -> str:
    """That the quote has a hedge beside the figure, wherever the figure may be meant, and the claim has none."""
    language = str(store.ledger.sources["language"].iloc[int(store.source.code[claim])])
    own = QUALIFIERS[int(store.figures.qualifier[claim])]
    hedges = [hedge_beside(quote, *span, language) for span in found]
    dropped = [one for one in hedges if one is not None and one.qualifier not in {"exact", own}]
    if len(dropped) < len(found):
        return ""
    said = dropped[0].words
    return f"the quote says “{said}”, the claim “{words}”, which is more than its source says: write reported: “{said}”"


def _figure(words: str) -> re.Pattern[str]:
    """The figure by itself: "5" is not found in "15,5 %", where the digits around it make another number."""
    return re.compile(rf"(?<![\d.,]){re.escape(folded(words))}(?!\d|[.,]\d)")


def _nearest(quote: str, body: str) -> str:
    """The stretch of the text most like a quote, to help the reader; it is never accepted."""
    match = difflib.SequenceMatcher(None, body, quote, autojunk=False).find_longest_match()
    if match.size < len(quote) // 3:
        return ""
    start = max(0, match.a - match.b)
    end = min(len(body), start + len(quote))
    # Whole words: no further than the space before, and the one after.
    return body[body.rfind(" ", 0, start + 1) + 1 : end + len(body[end:].partition(" ")[0])].strip(" ,.;:")


def _cell(store: Store, claim: int, column: str) -> str:
    return str(store.claim(column, claim))


def _finding(store: Store, claim: int, verdict: int, message: str) -> WordedFinding:
    name = _cell(store, claim, "claim")
    return WordedFinding(
        f"quotation:{name}",
        "quotation",
        verdict,
        message,
        (claim,),
        quantity=store.quantity(int(store.place.code[claim]), store.period[claim], store.measure[claim])
        | store.statistic(store.stat.code[claim], store.base.code[claim]),
        status=STATUSES[store.status.code[claim]],
    )
