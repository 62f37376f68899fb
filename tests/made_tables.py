"""Tables and documents made in tests, and numbers printed without the code under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.documents.document import Cell, Document, DocumentTable

if TYPE_CHECKING:
    from fractions import Fraction


def table(*rows: str) -> DocumentTable:
    """A table of rows as Markdown writes them."""
    split = [[cell.strip() for cell in row[1:-1].split("|")] for row in rows]
    return DocumentTable(
        tuple(Cell(text, row, place) for row, line in enumerate(split) for place, text in enumerate(line) if text)
    )


def document(*tables: DocumentTable) -> Document:
    return Document("made.md", "markdown", "", tables)


def printed(value: Fraction, decimals: int) -> str:
    """A number as printed, rounded to the nearest, ties away from zero; written without the code under test."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = f"{whole:,}" if not decimals else f"{whole // 10**decimals:,}.{whole % 10**decimals:0{decimals}d}"
    return f"({digits})" if value < 0 and whole else digits


def of_rows(rows: list[list[str]]) -> DocumentTable:
    return DocumentTable(
        tuple(Cell(text, row, place) for row, line in enumerate(rows) for place, text in enumerate(line) if text)
    )
