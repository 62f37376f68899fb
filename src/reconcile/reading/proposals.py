"""Claims that anything else proposed of a document: admitted where the text bears them out, else given back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reconcile.documents.document import Document
from reconcile.documents.limits import MOST_BYTES, refused
from reconcile.language.digits import FigureError
from reconcile.language.figures import read_figure
from reconcile.ledger.json_schemas import PROPOSAL_KEYS, PROPOSAL_REQUIRED
from reconcile.ledger.store.columns import GUESSED
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.text_spans import Text
from reconcile.reading.claim_drafts import ClaimDraft, DraftedClaims, LeftOut, claim_problem

_LONGEST = 10_000  # characters of a value: no quote is longer


class _Refused(NamedTuple):
    reason: str


def read_proposals(data: bytes, file: str) -> list[Any]:
    """The proposals of a JSON file as its schema has them; raises a DocumentError where it is something else.

    >>> read_proposals(b'{"claims": [{"measure": "exports"}]}', "proposals.json")
    [{'measure': 'exports'}]
    """
    if len(data) > MOST_BYTES:
        raise refused(file, f"larger than {MOST_BYTES:,} bytes; split it")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise refused(file, f"is no JSON that can be read: {error}") from None
    if not isinstance(found, dict) or list(found) != ["claims"] or not isinstance(found["claims"], list):
        raise refused(file, 'expected {"claims": […]}, as in schemas/proposals.schema.json')
    return found["claims"]


def admitted(
    document: Document, language: str, proposals: list[Any], measures: Mapping[str, Measure] | None = None
) -> DraftedClaims:
    """Admit the proposals whose quote stands in the text, whose figure stands in the quote and reads wholly.

    What they say of a figure is marked as guessed, since nothing in the text bears it out.

    >>> from reconcile.documents.reading.entry import read_document
    >>> said = {"measure": "exports", "period": "2024", "reported": "9 %", "quote": "rose by 9 %"}
    >>> draft = admitted(read_document(b"Exports rose by 8 %."), "en", [said])
    >>> draft.left_out[0].reason
    'the quote “rose by 9 %” is not in the text'
    """
    text = Text(document.text)
    claims: list[ClaimDraft] = []
    left_out: list[LeftOut] = []
    taken: set[tuple[str, str, int]] = set()
    for number, proposal in enumerate(proposals, 1):
        found = _admit(proposal, language, text, document.text, measures or {}, taken)
        if isinstance(found, ClaimDraft):
            claims.append(found)
        else:
            words = proposal.get("reported") if isinstance(proposal, dict) else None
            left_out.append(LeftOut(str(words or f"proposal {number}")[:200], number, found.reason))
    return DraftedClaims(tuple(sorted(claims, key=lambda one: one.start)), tuple(left_out))


def _admit(
    proposal: Any,
    language: str,
    text: Text,
    stored: str,
    measures: Mapping[str, Measure],
    taken: set[tuple[str, str, int]],
) -> ClaimDraft | _Refused:
    if not isinstance(proposal, dict):
        return _Refused("is no object with a measure, a period, the words and their quote")
    for key, value in proposal.items():
        if key not in PROPOSAL_KEYS:
            return _Refused(f"unknown key {key[:40]!r}; known are {', '.join(PROPOSAL_KEYS)}")
        if value is not None and (not isinstance(value, str) or len(value) > _LONGEST):
            return _Refused(f"{key!r} is no text of at most {_LONGEST:,} characters")
    record = {key: (proposal.get(key) or "").strip() for key in PROPOSAL_KEYS}
    for key in PROPOSAL_REQUIRED:
        if not record[key]:
            return _Refused(f"has no {key!r}")
    quote, reported = record["quote"], record["reported"]
    if text.find("", quote, None) is None:
        return _Refused(f"the quote “{quote}” is not in the text")
    span = next(_free(text, reported, quote, taken), None)
    if span is None:
        return _Refused(f"the figure “{reported}” is not in its quote “{quote}”")
    try:
        figure = read_figure(reported, language, unit=record["unit"])
    except FigureError as error:
        return _Refused(str(error))
    if problem := claim_problem(record, figure.unit, measures):
        return _Refused(problem)
    taken.add((reported, quote, span))
    record["stat"] = "" if record["stat"] == "level" else record["stat"]
    record["guess"] = " ".join(name for name in GUESSED if record.get(name) or name == "stat")
    record["at"] = str(span)
    begin, end = stored.rfind("\n", 0, span) + 1, stored.find("\n", span)
    return ClaimDraft(record, " ".join(stored[begin : end if end > 0 else len(stored)].split()), span, figure, begin)


def _free(text: Text, reported: str, quote: str, taken: set[tuple[str, str, int]]) -> Iterator[int]:
    """Where the figure stands in its quote: of several equal proposals each has a place of its own."""
    same = sum(one[:2] == (reported, quote) for one in taken)
    spans = [span for span in text.find_each([(reported, quote, None)] * (same + 1)) if span is not None]
    yield from (span.start for span in spans[same:])
