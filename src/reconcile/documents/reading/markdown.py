"""Markdown (CommonMark with tables), as it is shown: marks of emphasis and links' addresses are no text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reconcile.documents.document import Cell, Document, DocumentTable, Paragraph
from reconcile.documents.kept_text import joined_lines, keep, words_of
from reconcile.documents.limits import Allowance, needs
from reconcile.documents.raised_marks import lowered, raised
from reconcile.documents.reading.plain_text import decoded

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = {"sup": raised, "sub": lowered}


def read_markdown(data: bytes, name: str, allowance: Allowance) -> Document:
    """Read Markdown's paragraphs, headings, lists, code and tables."""
    text = decoded(data, name)
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise needs(name, "markdown-it-py") from None
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return keep(name, "markdown", _parts(tokens, words_of(text), allowance))


def _parts(tokens: Sequence[Token], known: frozenset[str], allowance: Allowance) -> Iterator[Paragraph | DocumentTable]:
    cells: list[Cell] = []
    row = column = 0
    heading = 0
    in_cell = in_table = False
    for token in tokens:
        match token.type:
            case "heading_open":
                heading = int(token.tag[1:])
            case "heading_close":
                heading = 0
            case "table_open":
                cells, row, in_table = [], 0, True
            case "tr_open":
                column = 0
            case "th_open" | "td_open":
                in_cell = True
            case "th_close" | "td_close":
                column, in_cell = column + 1, False
            case "tr_close":
                row += 1
            case "table_close":
                in_table = False
                yield DocumentTable(tuple(cells))
            case "inline":
                text = joined_lines(_shown(token.children or []), known)
                if not in_table:
                    yield Paragraph(text, 0, heading=heading)
                elif in_cell and text:
                    allowance.take_cells(1)
                    cells.append(Cell(text, row, column, heading=row == 0))
            case "code_block" | "fence":
                for line in token.content.splitlines():
                    yield Paragraph(line, 0)


def _shown(tokens: Sequence[Token]) -> str:
    pieces: list[str] = []
    mark = ""
    for token in tokens:
        if token.type == "html_inline":
            tag = token.content.strip("<> ").lower()
            mark = tag if tag in _MARKS else ""
            pieces.append(" " if tag.rstrip("/ ") == "br" else "")
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append("\n")
        elif token.type in {"text", "code_inline", "text_special"}:
            pieces.append(_MARKS[mark](token.content) if mark else token.content)
    return "".join(pieces)
