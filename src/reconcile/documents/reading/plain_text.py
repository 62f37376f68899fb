"""Plain text: paragraphs between blank lines, and tables set in columns with spaces or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reconcile.documents.aligned_columns import Segment, regions
from reconcile.documents.document import Document, DocumentTable, Paragraph
from reconcile.documents.kept_text import joined_lines, keep, words_of
from reconcile.documents.limits import Allowance, refused

_LINE_END = re.compile(r"\r\n?|\n")
_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_ITEM = re.compile(r"[ \t]*(?:[-*+•●▪◦–—]|\(?(?:\d{1,2}|[a-zA-Z])[.)])[ \t]+\S")
_LONGEST_SET = 200  # characters: nobody sets a margin further out, so a longer line is a whole paragraph
_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*$")


def decoded(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark; another encoding is nobody's to guess.

    >>> decoded("tỷ".encode("utf-16"), "a.txt")
    'tỷ'
    """
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"is not UTF-8 text: byte {data[error.start]:#04x} in line {line}"
        raise refused(file, f"{found}; save it as UTF-8") from None


def read_plain_text(data: bytes, name: str, _allowance: Allowance) -> Document:
    """Read plain text: a paragraph's lines are one, however the file breaks them."""
    return keep(name, "text", text_parts(decoded(data, name)))


def text_parts(text: str) -> Iterator[Paragraph | DocumentTable]:
    """Paragraphs and tables of a text whose lines stand as they were typed."""
    known = words_of(text)
    lines = [line.expandtabs(8) if "\t" in line.strip() else line for line in _LINE_END.split(text)]
    pieces = [[Segment(*found.span(), found[0]) for found in _PIECE.finditer(line)] for line in lines]
    sizes = [len(line) for block in _blocks(lines) if len(block) > 1 for line in block]
    width = max((size for size in sizes if size <= _LONGEST_SET), default=0)
    for region in regions(pieces):
        if region.cells is not None:
            yield DocumentTable(region.cells)
            continue
        for block in _blocks(lines[region.first : region.end]):
            for paragraph in _paragraphs(block, width):
                yield Paragraph(joined_lines("\n".join(paragraph), known), 0)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines between blank ones."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def _paragraphs(block: list[str], width: int) -> Iterator[list[str]]:
    """Divide lines without a blank one between them where the author did and not the margin."""
    begun = 0
    for number in range(1, len(block)):
        if not continues(block[number - 1], block[number], width):
            yield block[begun:number]
            begun = number
    yield block[begun:]


def continues(line: str, after: str, width: int) -> bool:
    """Whether a line ends at the margin, which is `width` characters wide, and not at the end of its paragraph.

    At the margin it ends where the next line's first word would not have fitted any more. Where it would have, the line
    ends a paragraph if it ends a sentence, or is a heading: less than half as long as lines get, before a capital
    letter.

    >>> continues("Exports rose", "by 4 %.", 70), continues("Exports rose.", "Imports fell.", 70)
    (True, False)
    """
    if _ITEM.match(after):
        return False
    fits = len(line) + 1 + len(after.split(maxsplit=1)[0]) <= width
    heading = 2 * len(line) < width and not after[:1].islower()
    return not fits or not (_ENDED.search(line) or heading)
