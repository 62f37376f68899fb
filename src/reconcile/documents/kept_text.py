"""The text of a document as it is kept: its paragraphs and tables one after the other, each at its offset.

Paragraphs and tables are a blank line apart, rows a line, cells a tab. Text is in NFC, with every run of spaces and
line breaks as one space; no-break spaces stay, since they hold the groups of a number together. What no text file may
hold (control characters, lone surrogates) and what is not to be seen (soft hyphens, zero-width spaces) is left out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from reconcile.documents.document import Cell, Document, DocumentTable, Paragraph
from reconcile.documents.limits import MOST_BYTES, refused

_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010][ \t]*\r?\n[ \t]*([^\W\d_]+)")


def one_line(text: str) -> str:
    r"""The text as it is kept, on one line.

    >>> one_line("  1\u00a0234\n tonnes of ce\u00adment ")
    '1\xa0234 tonnes of cement'
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _UNSEEN.sub("", text))).strip(" ")


def joined_lines(text: str, elsewhere: frozenset[str]) -> str:
    r"""Join the lines of a paragraph. A word divided at a line's end is whole again where it stands so `elsewhere`.

    Otherwise its hyphen stays, as that of a compound would: nothing tells "expor-ts" from "year-ends".

    >>> joined_lines("higher expor-\nts at the year-\nend", frozenset({"exports"}))
    'higher exports at the year-end'
    """

    def whole(found: re.Match[str]) -> str:
        word = found[1] + found[2]
        return word if word.lower() in elsewhere else f"{found[1]}-{found[2]}"

    return one_line(_BROKEN.sub(whole, text))


def words_of(text: str) -> frozenset[str]:
    """All words of a text that are not divided at a line's end, in small letters."""
    return frozenset(word.lower() for word in re.findall(r"[^\W\d_]+", _BROKEN.sub(" ", text)))


def keep(
    name: str,
    kind: str,
    parts: Iterable[Paragraph | DocumentTable],
    *,
    title: str = "",
    language: str = "",
) -> Document:
    r"""Make a document of parts whose places in the text are not known yet; what is empty is left out.

    >>> document = keep("a.txt", "text", [Paragraph("One.", 0), DocumentTable((Cell("a", 0, 0), Cell("2", 0, 1)))])
    >>> document.text, document.tables[0].cells[1].start
    ('One.\n\na\t2\n', 8)
    """
    placed: list[Paragraph | DocumentTable] = []
    pieces: list[str] = []
    size = 0

    def add(text: str) -> None:
        nonlocal size
        pieces.append(text)
        size += len(text)

    for part in parts:
        if isinstance(part, Paragraph):
            if text := one_line(part.text):
                add("\n" if pieces else "")
                placed.append(Paragraph(text, size, part.page, part.heading))
                add(f"{text}\n")
            continue
        cells: list[Cell] = []
        for cell in sorted(part.cells, key=lambda cell: (cell.row, cell.column)):
            if not (text := one_line(cell.text)):
                continue
            if not cells:
                add("\n" if pieces else "")
            else:
                add("\n" if cell.row != cells[-1].row else "\t")
            cells.append(
                Cell(text, cell.row, cell.column, size, cell.rows, cell.columns, cell.heading, cell.name, cell.indent)
            )
            add(text)
        if cells:
            add("\n")
            placed.append(DocumentTable(tuple(cells), one_line(part.title) or _over(placed), part.page, part.name))
    text = "".join(pieces)
    data = text.encode()
    if len(data) > MOST_BYTES:
        raise refused(name, f"its text comes to more than {MOST_BYTES:,} bytes; save what is needed of it alone")
    heading = next((part.text for part in placed if isinstance(part, Paragraph) and part.heading), "")
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(name, kind, text, tuple(placed), sha256, one_line(title) or heading, language)


_LEAD = 120  # characters of the line over a table: "All amounts in thousands of euros"


def _over(before: Sequence[Paragraph | DocumentTable]) -> str:
    """What a table without a caption stands under: the last heading, and the line directly over it."""
    lead = before[-1].text if before and isinstance(before[-1], Paragraph) and not before[-1].heading else ""
    heading = next((one.text for one in reversed(before) if isinstance(one, Paragraph) and one.heading), "")
    return " ".join(filter(None, (heading, lead if len(lead) <= _LEAD else "")))
