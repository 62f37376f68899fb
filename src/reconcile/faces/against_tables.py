"""How the figures of documents follow from tables that a call names, as a frame."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from reconcile.checks.engine.readings import read
from reconcile.exact.interval import text
from reconcile.faces.sources_to_check import document_of
from reconcile.language.context.lexicon import context_lexicon
from reconcile.reading.derivations import TableValues, derived
from reconcile.reading.document_drafts import figures_of, language_spoken
from reconcile.reading.printed_cells import likely_language
from reconcile.reading.table_grid import read_grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.documents.document import Document
    from reconcile.reading.table_grid import TableGrid

_PLACES = 10_000  # what is computed is shown to so many parts of one

__all__ = ["DERIVATION_FIELDS", "derivations_frame"]

DERIVATION_FIELDS = ("document", "at", "figure", "derivable", "kind", "derivation", "computed", "evidence", "sentence")


def derivations_frame(
    documents: Sequence[Document], against: Any, language: str | None, published: str
) -> pd.DataFrame:
    """The ways in which the tables give each figure of the running texts, the best first; one row where none does.

    Raises a ReconcileError for what is no table, a DocumentError where one cannot be read.
    """
    tables = against if isinstance(against, list | tuple) else [against]
    grids = [grid for one in tables for grid in _grids(one, language)]
    rows = [row for document in documents for row in _rows(document, grids, language, published)]
    return pd.DataFrame(rows, columns=list(DERIVATION_FIELDS))


def _grids(table: Any, language: str | None) -> Iterator[TableGrid]:
    if isinstance(table, str | os.PathLike) and str(table).endswith(".parquet"):
        table = pd.read_parquet(table)
    document = document_of(table, None, language)
    spoken = language or document.language
    if document.format == "frame":  # a frame prints its numbers as Python does
        spoken = "en"
    for one in document.tables:
        yield read_grid(one, spoken or likely_language([cell.text for cell in one.cells]))


def _rows(
    document: Document, grids: Sequence[TableGrid], language: str | None, published: str
) -> Iterator[tuple[object, ...]]:
    spoken = language_spoken(document, language)
    lexicon = context_lexicon(spoken) if spoken else None
    values = TableValues(grids, lexicon.small if lexicon else frozenset())
    figures = figures_of(document, spoken, published, lambda figure: read(figure).wide)
    for one in derived(figures, values):
        said = one.figure.draft
        words = said.record["reported"] or f"{said.record['value']} {said.record['unit']}"
        first = (document.name, said.start, words)
        if not one.fitting:
            yield (*first, False, "", "", "", one.evidence, said.sentence)
        for number, way in enumerate(one.fitting):
            derivable = one.derivable and number == 0
            computed = text(Fraction(round(way.value * _PLACES), _PLACES))
            yield (*first, derivable, way.kind, way.words, computed, one.evidence, said.sentence)
