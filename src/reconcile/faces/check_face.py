"""The face for documents that nobody wrote rules for, in Python: `reconcile.check`."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reconcile.auditing import silent
from reconcile.auditing.hints import hints_of
from reconcile.errors import ReconcileError
from reconcile.faces.against_tables import derivations_frame
from reconcile.faces.checking import audited_draft, drafted_ledger, relations_frame
from reconcile.faces.ledger_object import Ledger
from reconcile.faces.progress import progress_shown
from reconcile.faces.python import Audit
from reconcile.faces.sources_to_check import document_of
from reconcile.reports.derivations_report import derivations_counted, derivations_status

if TYPE_CHECKING:
    import pandas as pd

    from reconcile.auditing import Progress

__all__ = ["Check", "check"]


@dataclass(eq=False, repr=False)
class Check(Audit):
    """What a check found: an audit of what the documents say themselves, and the relations that were believed."""

    relations: pd.DataFrame = field(kw_only=True)  # document, kind, place, terms, evidence, strength, holds
    untied: int = field(default=0, kw_only=True)  # figures that no relation speaks of
    derivations: pd.DataFrame | None = field(default=None, kw_only=True)  # with `against`: how each figure follows

    @cached_property
    def status(self) -> int:
        """The exit status; with `against`, 1 also where a figure does not follow from the tables, else 0."""
        audited = super().status
        return audited if self.derivations is None or audited == 1 else derivations_status(self.derivations)

    @property
    def hints(self) -> tuple[str, ...]:
        """As of an audit; with `against`, how many figures follow from the tables in place of how many are untied."""
        if self.derivations is None:
            return super().hints
        return (f"{derivations_counted(self.derivations)}; .derivations has each", *hints_of(self.store))


def check(
    source: Any,
    *more: Any,
    language: str | None = None,
    published: str | None = None,
    against: Any = None,
    format: str | None = None,  # noqa: A002 - as read_document calls it
    budget: float | None = 60,
    progress: bool | Progress | None = None,
) -> Check:
    """Find the relations that documents show themselves, and tell where they break; no ledger and no rules are needed.

    A source is the path of a document, a pandas frame, or a text whose `format` is said: "text", "markdown" or "html".
    `language` says how numbers are printed; without it the document's own, or the one that reads most of its cells and
    has most of its small words. `published` is the day from which the text reckons "last year", such as "2025-01-31";
    without it the end of the year that it names most often, or of this year where it names none, which a hint says.
    `against` is a table, or several, that the text should follow from (CSV, Parquet, frame …): then `derivations` is a
    frame with a row for each figure and each way in which the tables give it, and one row where none does; `ok` asks
    that each figure follows, then.
    `budget` is the seconds that the test of all claims together may take. The answer is an audit, with the frame
    `relations`: what was believed, why, and whether it holds.

    Raises a DocumentError where a document cannot be read.

    >>> text = '''
    ... | USD m      | 2023 |  2024 |
    ... |:-----------|-----:|------:|
    ... | Products   |  812 | 1,200 |
    ... | Services   |  311 |   345 |
    ... | Repairs    |  101 |   119 |
    ... | Total      | 1,224 | 1,646 |
    ... '''
    >>> answer = check(text, format="markdown")
    >>> answer.status, answer.relations["holds"].tolist()
    (1, [False])
    >>> print(answer.conflicts["message"].iloc[0])  # doctest: +ELLIPSIS
    labelled total; fits in 1 of 2 columns; one slip mends it; ...: 1,200 + 345 + 119 = 1,664, reported 1,646 ...
    """
    told = None if progress is None or progress is True else progress or silent
    with progress_shown("reading the documents") if told is None else nullcontext(told) as watching:
        documents = [document_of(one, format, language) for one in (source, *more)]
        if not documents:
            raise ReconcileError("nothing to check was named")
        drafted = drafted_ledger(documents, language, Ledger.from_frames, published or "", watching)
        result = audited_draft(drafted.ledger, budget, watching)
        derivations = None if against is None else derivations_frame(documents, against, language, published or "")
    held = {one.name: getattr(result, one.name) for one in fields(result) if one.init}
    return Check(
        **held | {"progress": told},
        relations=relations_frame(drafted, result),
        untied=drafted.untied,
        derivations=derivations,
    )
