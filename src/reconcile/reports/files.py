"""Where a finding stands: in the files of the ledger, and in the stored text of its source."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reconcile.errors import LedgerError
from reconcile.ledger.store.text_spans import Span, Text

if TYPE_CHECKING:
    from reconcile.auditing import Result
    from reconcile.reports.claim_parts import ClaimPart


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in a source's text: offset in code points from 0, lines and columns from 1, the end left out."""

    path: Path
    offset: int
    words: str
    line: int
    column: int
    last_line: int
    last_column: int


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
        self._texts: dict[str, tuple[Path, Text] | None] = {}
        self._spans: dict[str, dict[str, Span | None]] = {}

    def stretch(self, part: ClaimPart) -> Stretch | None:
        """Where the figure of a claim stands, or else its quote; None where the text or the words are not found."""
        stored = self._stored(part.source)
        if stored is None:
            return None
        path, text = stored
        if part.source not in self._spans:
            self._spans[part.source] = self._standing(part.source, text)
        span = self._spans[part.source][part.claim]
        return None if span is None else _stretch(path, text.shown, span.start, span.end)

    def _standing(self, source: str, text: Text) -> dict[str, Span | None]:
        """Where the figure of each claim of a source stands."""
        claims = self._result.ledger.claims
        mine = claims[claims["source"] == source]
        cited = (
            (str(reported), str(quote), None if pd.isna(at) else int(at))
            for reported, quote, at in zip(mine["reported"], mine["quote"], mine["at"], strict=True)
        )
        return dict(zip(mine["claim"], text.find_each(cited), strict=True))

    def _stored(self, source: str) -> tuple[Path, Text] | None:
        if source not in self._texts:
            try:
                found = self._result.ledger.stored_text(source)
            except LedgerError:  # a finding of the quotation check says so
                found = None
            text = None if found is None else Text(found.text)
            # In a text that is not NFC the offsets of NFC would point at other words.
            same = found is not None and text is not None and text.shown == found.text
            self._texts[source] = (found.path, text) if same and found and found.path and text else None
        return self._texts[source]


def _stretch(path: Path, text: str, start: int, end: int) -> Stretch:
    line, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    column, last_column = start - text.rfind("\n", 0, start), end - text.rfind("\n", 0, end)
    return Stretch(path, start, text[start:end], line, column, last, last_column)
