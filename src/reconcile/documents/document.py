"""A document as it is kept: one text, and the paragraphs and tables that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

__all__ = ["Cell", "Document", "DocumentTable", "Paragraph"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of running text, hard-wrapped lines joined by one space each."""

    text: str
    start: int  # offset of its first character in the document's text, in code points
    page: int | None = None  # from 1, where the format has pages
    heading: int = 0  # 1 for a title, 2 for the heading of a section …; 0 for running text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, as printed. A merged cell stands at its first row and column and says how far it reaches."""

    text: str
    row: int  # from 0
    column: int  # from 0
    start: int | None = None  # offset of its text in the document's text
    rows: int = 1
    columns: int = 1
    heading: bool = False  # marked as a head by the format (th, a header row)
    name: str = ""  # what its format calls it: B7 in a workbook
    indent: int = 0  # steps to the right of a label, where the format tells


@dataclass(frozen=True)
class DocumentTable:
    """Rows and columns of cells; what is absent or empty has no cell."""

    cells: tuple[Cell, ...]  # in reading order
    title: str = ""  # its caption, or the heading that it stands under with the line over it
    page: int | None = None
    name: str = ""  # of a sheet

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @cached_property
    def at(self) -> dict[tuple[int, int], Cell]:
        """Each cell by every row and column that it covers."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }


@dataclass(frozen=True)
class Document:
    """What a file says: `text[part.start:]` begins with each paragraph's and each placed cell's own text."""

    name: str  # of the file, without its folder; "" for a text or a frame
    format: str  # text, markdown, html, pdf, docx, xlsx, csv, frame
    text: str
    parts: tuple[Paragraph | DocumentTable, ...]  # in reading order
    sha256: str = ""  # of the text as kept, in UTF-8
    title: str = ""
    language: str = ""  # as the format declares it; "" where it does not

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(part for part in self.parts if isinstance(part, Paragraph))

    @property
    def tables(self) -> tuple[DocumentTable, ...]:
        return tuple(part for part in self.parts if isinstance(part, DocumentTable))
