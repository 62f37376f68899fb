"""A ledger in memory of what documents say themselves, audited by the one engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reconcile.auditing import run
from reconcile.checks.engine.readings import read
from reconcile.checks.verdicts import CHECKS
from reconcile.language.digits import fold
from reconcile.ledger.store.claim_table import Origin
from reconcile.ledger.store.stored_texts import bad_name
from reconcile.reading.document_drafts import DocumentDraft, draft_document, tie_documents, year_named, year_read_as
from reconcile.reading.drafted_relations import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.auditing import Result
    from reconcile.auditing.result import Progress
    from reconcile.documents.document import Document
    from reconcile.ledger.ledger import Ledger
    from reconcile.reading.drafted_relations import DraftedRelation

__all__ = ["RELATION_FIELDS", "Drafted", "audited_draft", "drafted_ledger", "relations_frame"]

# What a document prints is its own words, and the rules are what it shows: neither is looked at for its own sake.
_CHECKED = tuple(check for check in CHECKS if check not in {"quotation", "rules"})
RELATION_FIELDS = ("document", "kind", "place", "terms", "evidence", "strength", "holds")


class Drafted(NamedTuple):
    """The ledger that documents make, and the relations that its rules state, each with its document's id."""

    ledger: Ledger
    relations: list[tuple[str, DraftedRelation]]
    rules: dict[int, int]  # from a rule's number to its relation's
    claims: dict[int, int]  # from a claim that states a growth or a change to its relation's
    untied: int  # figures that no relation speaks of


def drafted_ledger(
    documents: Sequence[Document],
    language: str | None,
    of_frames: Callable[..., Ledger],
    published: str = "",
    told: Callable[[int, int, str], None] = lambda *_: None,
) -> Drafted:
    """Make the ledger of some documents; `of_frames` is the ledger's class's own.

    `published` is the day from which the running text reckons "last year"; without it, the end of the year that a
    document names most often, and of this year where it names none.
    """
    names = _ids(documents)
    called = [unmarked(name) for name in names]
    if len(set(called)) < len(called):
        called = [f"document {number}" for number, _ in enumerate(documents, 1)]
    drafts: list[DocumentDraft] = []
    for number, document in enumerate(documents):
        told(number, len(documents), f"reading {document.name or 'the document'}")
        of = called[number] if len(documents) > 1 else ""
        drafts.append(draft_document(document, language, published, of, lambda figure: read(figure).wide))
    tie_documents(drafts)
    claims: list[dict[str, str]] = []
    rules: list[dict[str, str]] = []
    measures: dict[str, dict[str, str]] = {}
    relations: list[tuple[str, DraftedRelation]] = []
    of_rule: dict[int, int] = {}
    of_claim: dict[int, int] = {}
    files: list[str] = []
    texts = [f"{number}.txt" if bad_name(f"{name}.txt") else f"{name}.txt" for number, name in enumerate(names, 1)]
    sources = [
        {"source": name, "title": document.title or document.name, "language": draft.language, "text": text}
        for document, draft, name, text in zip(documents, drafts, names, texts, strict=True)
    ]
    for document, draft, name in zip(documents, drafts, names, strict=True):
        measures |= {measure: {"title": title} for measure, title in draft.tables.titles.items()}
        before, first = len(claims), len(relations)
        for cell in draft.tables.claims:
            claims.append({"source": name, **cell.row})
            files.append(f"{document.name}, {cell.name or cell.place}".removeprefix(", "))
        for number, claim in draft.text.claims.items():
            if number in draft.stated:
                of_claim[len(claims)] = first + draft.stated[number]
            title = claim.figure.name.replace("_", " ") or "a figure without a name"
            measures.setdefault(claim.measure, {"title": title})
            claims.append({"source": name, **claim.row})
            files.append(f"{document.name}, {claim.place}".removeprefix(", "))
        for relation in draft.relations:
            for text, missing in relation.rules:
                of_rule[len(rules)] = len(relations)
                rules.append({"rule": text, "name": relation.evidence, "missing": missing})
            of_claim |= dict.fromkeys((before + stated for stated in relation.claims), len(relations))
            relations.append((name, relation))
    frame = pd.DataFrame(claims or {key: [] for key in ("source", "measure", "period", "value", "decimals")})
    title = documents[0].title or documents[0].name if len(documents) == 1 else f"{len(documents)} documents"
    ledger = of_frames(
        frame.fillna("").astype("str"),
        sources=pd.DataFrame(sources).astype("str"),
        rules=rules,
        measures=measures,
        title=title,
        dimensions=["column"],
    )
    content = ledger.content
    origin = Origin(files, np.zeros(len(claims), dtype=np.int64), content.origins.sources, len(claims))
    untied = sum(draft.untied for draft in drafts)
    kept = {text: document.text for document, text in zip(documents, texts, strict=True)}
    said = _left(documents, drafts, published)
    ledger = replace(ledger, content=replace(content, origins=origin), kept=kept, read_as=said)
    return Drafted(ledger, relations, of_rule, of_claim, untied)


def audited_draft(ledger: Ledger, budget: float | None = 60, progress: Progress | None = None) -> Result:
    """The audit of a ledger that documents make, by the checks that tell anything of them."""
    return run(ledger, checks=_CHECKED, budget=budget, progress=progress)


def _left(documents: Sequence[Document], drafts: Sequence[DocumentDraft], published: str) -> tuple[str, ...]:
    """What was taken for the year of a text that names none, and what to do about figures that nothing ties."""
    said = []
    for document, draft in zip(documents, drafts, strict=True):
        if draft.text.claims and not published and not year_named(document):
            name, year = document.name or "the document", year_read_as(document)
            said.append(f"{name} names no year and is read as of {year}; its day of publication (--published) dates it")
        left, name = len(draft.figures) - len(draft.text.claims), document.name
        if left > 0:
            figures = (
                f"of {len(draft.figures)} figures in the text of {name or 'the document'} {left} are tied to nothing"
            )
            way = f"; `reconcile draft {name}` makes claims of them all, for rules that tie them" if name else ""
            said.append(figures + way)
    return tuple(said)


def relations_frame(drafted: Drafted, result: Result) -> pd.DataFrame:
    """The relations as a frame; whether each holds is what the audit says of its rules."""
    numbers: dict[str, list[int]] = {}
    for number, rule in enumerate(drafted.ledger.rules):
        numbers.setdefault(rule.text, []).append(drafted.rules[number])
    broken: set[int] = set()
    for finding in result.entries(("conflict",), ("identity", "statistic")):
        broken |= set(numbers.get(finding.rule, ())) | {
            drafted.claims[row] for row in finding.rows if row in drafted.claims
        }
    rows = [
        (document, one.kind, one.place, one.terms, one.evidence, one.strength, number not in broken)
        for number, (document, one) in enumerate(drafted.relations)
    ]
    return pd.DataFrame(rows, columns=list(RELATION_FIELDS))


def _ids(documents: Sequence[Document]) -> list[str]:
    """An id for each document: its name, with a number where two have one."""
    names: list[str] = []
    for document in documents:
        name = fold(document.name) or "document"
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return names
