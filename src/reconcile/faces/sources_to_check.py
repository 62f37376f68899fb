"""What people hand to a check, as a document: a file, a frame, or a text whose format is said."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from reconcile.documents.document import Cell, Document, DocumentTable
from reconcile.errors import DocumentError, Problem, ReconcileError

__all__ = ["document_of", "frame_document"]


def document_of(source: Any, format: str | None, language: str | None) -> Document:  # noqa: A002
    """The document that a source is.

    Raises a ReconcileError for what is none, a DocumentError where it cannot be read.
    """
    from reconcile.documents.reading.entry import read_document

    if isinstance(source, Document):
        return source
    if isinstance(source, str) and format is None and _looks_like_text(source):
        shown = f"“{' '.join(source.split())[:40].strip()}…”"
        message = 'no such file; a text is given with its format: format="text", "markdown" or "html"'
        raise DocumentError([Problem(shown, None, message)])
    if isinstance(source, os.PathLike) or (isinstance(source, str) and format is None):
        return read_document(Path(source), format=format, language=language or "en")
    if isinstance(source, str | bytes):
        return read_document(
            source.encode() if isinstance(source, str) else source, format=format, language=language or "en"
        )
    if hasattr(source, "columns") and hasattr(source, "itertuples"):
        return frame_document(source)
    what = type(source).__name__
    raise ReconcileError(f"a {what} cannot be checked; give a path, a pandas frame, or a text with its format")


def _looks_like_text(source: str) -> bool:
    """Whether a string is a sentence or more, and no path of a file that is there."""
    if "\n" in source:
        return True
    try:
        return " " in source and not Path(source).exists()
    except (OSError, ValueError):  # too long for a path, or with a NUL in it
        return True


def frame_document(frame: Any) -> Document:
    """A pandas frame as a document with one table: its columns are the head, and its index the first column."""
    from pandas import isna as missing

    unnamed = frame.index.name is None and frame.index.equals(type(frame.index)(range(len(frame))))
    shown = frame if unnamed else frame.reset_index()
    cells = [Cell(str(name), 0, place, heading=True) for place, name in enumerate(shown.columns) if str(name)]
    for row, values in enumerate(shown.itertuples(index=False), 1):
        cells += [Cell(_printed(value), row, place) for place, value in enumerate(values) if not missing(value)]
    return Document("", "frame", "", (DocumentTable(tuple(cells)),))


def _printed(value: Any) -> str:
    """A value of a frame as its table prints it: of a float the shortest decimal."""
    return str(value)
