"""Where a finding stands: in the files of the ledger, and in the text of its source."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reconcile.errors import LedgerError

if TYPE_CHECKING:
    from reconcile.auditing import Result
    from reconcile.reports.parts import Part


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source's text: offsets in code points, lines and columns counted from 1, the end left out."""

    path: Path
    start: int
    end: int
    line: int
    column: int
    last_line: int
    last_column: int
    words: str


def from_here(path: Path) -> str:
    """A path as seen from the working directory, with slashes; whole where it lies outside of it.

    >>> from_here(Path("fixtures") / ".." / "ledger" / "ledger.yaml")
    'ledger/ledger.yaml'
    """
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - links stay as they were given
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def in_ledger(result: Result, file: str) -> Path | None:
    """A file of the ledger; None for a ledger that was made of frames."""
    path = result.ledger.path
    if path is None or not file:
        return None
    return (path if path.is_dir() else path.parent) / file


class Texts:
    """The stored texts of a ledger's sources, each read once."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._texts: dict[str, tuple[Path, str] | None] = {}
        claims = result.ledger.claims
        self._rows = dict(zip(claims["claim"], zip(claims["reported"], claims["at"], strict=True), strict=True))

    def span(self, part: Part) -> Span | None:
        """Where the figure of a claim stands, or else its quote; None where the text or the words are not found."""
        stored = self._stored(part.source)
        if stored is None:
            return None
        path, text = stored
        figure, at = self._rows[part.claim]
        found = _words(figure, text, int(at)) if figure and not pd.isna(at) else None
        if found is None and part.quote:
            found = _words(part.quote, text)
            if found is not None and figure:
                found = _words(figure, text[: found[1]], found[0]) or found
        return None if found is None else _span(path, text, *found)

    def _stored(self, source: str) -> tuple[Path, str] | None:
        if source not in self._texts:
            try:
                found = self._result.ledger.stored_text(source)
            except LedgerError:  # a finding of the quotation check says so
                found = None
            self._texts[source] = None if found is None else (found.path, found.text)
        return self._texts[source]


def _words(words: str, text: str, start: int = 0) -> tuple[int, int] | None:
    """The first place of words from an offset on, whatever white space stands between them."""
    pattern = r"\s+".join(map(re.escape, unicodedata.normalize("NFC", words).split()))
    found = re.compile(pattern).search(text, start) if pattern else None
    return None if found is None else found.span()


def _span(path: Path, text: str, start: int, end: int) -> Span:
    line, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    column, last_column = start - text.rfind("\n", 0, start), end - text.rfind("\n", 0, end)
    return Span(path, start, end, line, column, last, last_column, text[start:end])
