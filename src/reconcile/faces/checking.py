"""A ledger in memory of what documents say themselves, audited by the one engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reconcile.language.digits import fold
from reconcile.ledger.store.claim_table import Origin
from reconcile.reading.drafted_relations import DraftedRelation, draft_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.auditing import Result
    from reconcile.documents.document import Document
    from reconcile.ledger.ledger import Ledger

__all__ = ["RELATION_FIELDS", "Drafted", "drafted_ledger", "relations_frame"]

RELATION_FIELDS = ("document", "kind", "place", "terms", "evidence", "strength", "holds")


class Drafted(NamedTuple):
    """The ledger that documents make, and the relations that its rules state, each with its document's id."""

    ledger: Ledger
    relations: list[tuple[str, DraftedRelation]]
    rules: dict[int, int]  # from a rule's number to its relation's
    claims: dict[int, int]  # from a claim that states a growth or a change to its relation's
    untied: int  # numbers in tables that no relation speaks of


def drafted_ledger(
    documents: Sequence[Document],
    language: str | None,
    of_frames: Callable[..., Ledger],
    told: Callable[[int, int, str], None] = lambda *_: None,
) -> Drafted:
    """Make the ledger of some documents; `of_frames` is the ledger's class's own."""
    claims: list[dict[str, Any]] = []
    sources: list[dict[str, str]] = []
    rules: list[dict[str, str]] = []
    measures: dict[str, dict[str, str]] = {}
    relations: list[tuple[str, DraftedRelation]] = []
    of_rule: dict[int, int] = {}
    of_claim: dict[int, int] = {}
    files: list[str] = []
    untied = 0
    names = _ids(documents)
    for number, (document, name) in enumerate(zip(documents, names, strict=True)):
        told(number, len(documents), f"reading {document.name or 'the document'}")
        draft = draft_tables(document, language, prefix=f"D{number + 1}." if len(documents) > 1 else "")
        untied += draft.untied
        sources.append(
            {"source": name, "title": document.title or document.name, "language": language or document.language}
        )
        measures |= {measure: {"title": title} for measure, title in draft.titles.items()}
        before = len(claims)
        for claim in draft.claims:
            claims.append({"source": name, **_row(claim)})
            files.append(f"{document.name}, {claim.name or claim.place}".removeprefix(", "))
        for relation in draft.relations:
            for text, missing in relation.rules:
                of_rule[len(rules)] = len(relations)
                rules.append({"rule": text, "name": relation.evidence, "missing": missing})
            of_claim |= dict.fromkeys((before + stated for stated in relation.claims), len(relations))
            relations.append((name, relation))
    frame = pd.DataFrame(claims or {key: [] for key in ("source", "measure", "period", "value", "decimals")})
    title = documents[0].title or documents[0].name if len(documents) == 1 else f"{len(documents)} documents"
    ledger = of_frames(
        frame.astype("str"),
        sources=pd.DataFrame(sources).astype("str"),
        rules=rules,
        measures=measures,
        title=title,
        dimensions=["column"],
    )
    content = ledger.content
    origin = Origin(files, np.zeros(len(claims), dtype=np.int64), content.origins.sources, len(claims))
    return Drafted(replace(ledger, content=replace(content, origins=origin)), relations, of_rule, of_claim, untied)


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


def _row(claim: Any) -> dict[str, str]:
    return {
        "measure": claim.measure,
        "column": claim.column,
        "period": claim.period,
        "stat": claim.stat,
        "base": claim.base,
        "value": claim.value,
        "decimals": claim.decimals,
        "unit": claim.unit,
        "page": "" if claim.page is None else str(claim.page),
    }


def _ids(documents: Sequence[Document]) -> list[str]:
    """An id for each document: its name, with a number where two have one."""
    names: list[str] = []
    for document in documents:
        name = fold(document.name) or "document"
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return names
