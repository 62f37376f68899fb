"""Word's DOCX: the text as it stands with all tracked changes accepted, its tables and its footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.documents.document import Document, DocumentTable, Paragraph
from reconcile.documents.grid import Grid
from reconcile.documents.kept_text import keep
from reconcile.documents.limits import Allowance
from reconcile.documents.packed import Package
from reconcile.documents.raised_marks import lowered, raised

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_UNREAD = frozenset({"moveFrom", "Fallback"})  # what was moved away, and what older programs show instead
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off"})


def read_word(data: bytes, name: str, allowance: Allowance) -> Document:
    """Read a DOCX file's body, then its footnotes."""
    package = Package(data, name, allowance)
    main = package.main()
    related = dict(package.related(main).values())
    headings, language = _styles(package, related.get("styles", ""))
    core = dict(package.related("").values()).get("core-properties", "")
    title = _title(package, core)

    def parts() -> Iterator[Paragraph | DocumentTable]:
        for part in (main, related.get("footnotes"), related.get("endnotes")):
            if part and package.has(part):
                yield from _Walk(headings, allowance).parts(package.walk(part))

    return keep(name, "docx", parts(), title=title, language=language)


def _styles(package: Package, part: str) -> tuple[dict[str, int], str]:
    """The level of each style that is a heading's, and the language that the document is written in."""
    levels: dict[str, int] = {}
    language = ""
    for event, element in package.walk(part) if part and package.has(part) else ():
        if event != "end":
            continue
        tag = _tag(element)
        if tag == "lang" and not language:
            language = (_value(element) or "").partition("-")[0].lower()
        if tag != "style":
            continue
        identity = _value(element, "styleId") or ""
        for one in element.iter():
            if _tag(one) == "name":
                named = _HEADING.fullmatch(_value(one) or "")
                if named or (_value(one) or "").lower() == "title":
                    levels[identity] = int(named[1]) if named else 1
            elif _tag(one) == "outlineLvl" and (_value(one) or "").isdigit() and int(_value(one) or 9) < 9:
                levels.setdefault(identity, int(_value(one) or 0) + 1)
        element.clear()
    return levels, language


def _title(package: Package, part: str) -> str:
    for event, element in package.walk(part) if part and package.has(part) else ():
        if event == "end" and element.tag == "{http://purl.org/dc/elements/1.1/}title":
            return element.text or ""
    return ""


class _Walk:
    """What has been read of a part up to an element."""

    def __init__(self, headings: dict[str, int], allowance: Allowance) -> None:
        self.headings = headings
        self.allowance = allowance
        self.paragraphs: list[list[str]] = []  # those that are open; a text box's stands within another
        self.heading = 0
        self.unread = 0
        self.notes = 0
        self.run_begun = 0
        self.hidden = False
        self.mark = ""
        self.tables: list[_Table] = []

    def parts(self, walk: Iterator[tuple[str, Element]]) -> Iterator[Paragraph | DocumentTable]:
        for event, element in walk:
            tag = _tag(element)
            if event == "start":
                if self.unread or tag in _UNREAD:
                    self.unread += 1
                else:
                    self._start(tag)
            elif self.unread:
                self.unread -= 1
            else:
                yield from self._end(tag, element)
                if tag in {"p", "tbl", "sectPr"}:
                    element.clear()

    def _start(self, tag: str) -> None:
        if tag == "p":
            self.paragraphs.append([])
            self.heading = 0
        elif tag == "r":
            self.hidden, self.mark = False, ""
            self.run_begun = len(self.paragraphs[-1]) if self.paragraphs else 0
        elif tag == "tbl":
            self.tables.append(_Table())
        elif self.tables and tag == "tr":
            self.tables[-1].rows.append(_Row())
        elif self.tables and tag == "tc":
            self.tables[-1].start_cell()

    def _end(self, tag: str, element: Element) -> Iterator[Paragraph | DocumentTable]:
        pieces = self.paragraphs[-1] if self.paragraphs else []
        if tag == "t":
            pieces.append(element.text or "")
        elif tag in {"tab", "ptab"} and _tag(element.getparent()) == "r":
            pieces.append("\t")
        elif tag in {"br", "cr"}:
            pieces.append("\n")
        elif tag == "noBreakHyphen":
            pieces.append("\u2011")
        elif tag in {"footnoteReference", "endnoteReference"}:
            self.notes += 1
            pieces.append(raised(str(self.notes)))
        elif tag in {"vanish", "webHidden"} and _tag(element.getparent()) == "rPr":
            self.hidden |= (_value(element) or "1") not in _OFF
        elif tag == "vertAlign":
            self.mark = _value(element) or ""
        elif tag == "r":
            self._end_run(pieces)
        elif tag == "pStyle":
            self.heading = self.headings.get(_value(element) or "", 0)
        elif tag == "outlineLvl" and (_value(element) or "").isdigit() and int(_value(element) or 9) < 9:
            self.heading = int(_value(element) or 0) + 1
        elif tag == "p" and self.paragraphs:
            text = "".join(self.paragraphs.pop())
            if self.tables:
                self.tables[-1].add_text(text, element)
            else:
                yield Paragraph(text, 0, heading=self.heading)
        elif self.tables:
            yield from self._end_in_table(tag, element)

    def _end_run(self, pieces: list[str]) -> None:
        if self.hidden:
            del pieces[self.run_begun :]
        elif self.mark in {"superscript", "subscript"}:
            text = "".join(pieces[self.run_begun :])
            pieces[self.run_begun :] = [raised(text) if self.mark == "superscript" else lowered(text)]

    def _end_in_table(self, tag: str, element: Element) -> Iterator[Paragraph | DocumentTable]:
        table = self.tables[-1]
        if tag in {"gridSpan", "vMerge", "gridBefore", "tblHeader"}:
            table.say(tag, _value(element))
        elif tag == "tbl":
            yield from self._end_table(self.tables.pop())

    def _end_table(self, table: _Table) -> Iterator[Paragraph | DocumentTable]:
        """The table; or, where tables are within it, its cells as paragraphs: it lays out a page."""
        if table.laid_out:
            parts: list[Paragraph | DocumentTable] = table.parts
        else:
            parts = [table.table(self.allowance)]
        if self.tables:
            self.tables[-1].laid_out = True
            self.tables[-1].parts += parts
        else:
            yield from parts


@dataclass(slots=True)
class _TableCell:
    texts: list[str] = field(default_factory=list)
    columns: int = 1
    merged: str = ""  # restart where it reaches down, continue where it belongs to the one above
    shift: int = 0


@dataclass(slots=True)
class _Row:
    cells: list[_TableCell] = field(default_factory=list)
    head: bool = False
    before: int = 0  # columns left out at its beginning


@dataclass(slots=True)
class _Table:
    """A table while it is read."""

    parts: list[Paragraph | DocumentTable] = field(default_factory=list)  # all that its cells hold, in order
    laid_out: bool = False
    rows: list[_Row] = field(default_factory=list)

    def start_cell(self) -> None:
        if not self.rows:
            self.rows.append(_Row())
        self.rows[-1].cells.append(_TableCell())

    def say(self, tag: str, value: str | None) -> None:
        if not self.rows:
            return
        row = self.rows[-1]
        if tag == "tblHeader":
            row.head = (value or "1") not in _OFF
        elif tag == "gridBefore":
            row.before = _number(value)
        elif row.cells and tag == "gridSpan":
            row.cells[-1].columns = _number(value)
        elif row.cells:
            row.cells[-1].merged = value or "continue"

    def add_text(self, text: str, paragraph: Element) -> None:
        self.parts.append(Paragraph(text, 0))
        if not self.rows or not self.rows[-1].cells:
            return
        cell = self.rows[-1].cells[-1]
        if not cell.texts:
            given = [_value(one, "left") or _value(one, "start") for one in paragraph.iter() if _tag(one) == "ind"]
            cell.shift = sum(int(value) for value in given if value and value.isdigit() and len(value) < 6)
        cell.texts.append(text)

    def table(self, allowance: Allowance) -> DocumentTable:
        grid = Grid(allowance)
        below: list[dict[int, int]] = [{} for _ in self.rows]  # of each row: rows that go on below, by column
        for number in range(len(self.rows) - 1, 0, -1):
            for column, cell in _placed(self.rows[number]):
                if cell.merged == "continue":
                    below[number - 1][column] = 1 + below[number].get(column, 0)
        for row, reach in zip(self.rows, below, strict=True):
            grid.next_row()
            grid.skip(row.before)
            for column, cell in _placed(row):
                if cell.merged == "continue":
                    grid.skip(cell.columns)
                    continue
                rows = 1 + (reach.get(column, 0) if cell.merged else 0)
                text = "\n".join(cell.texts)
                grid.add(text, rows=rows, columns=cell.columns, heading=row.head, shift=cell.shift, wait=False)
        return DocumentTable(grid.cells())


def _placed(row: _Row) -> Iterator[tuple[int, _TableCell]]:
    column = row.before
    for cell in row.cells:
        yield column, cell
        column += cell.columns


def _tag(element: Element | None) -> str:
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def _value(element: Element, name: str = "val") -> str | None:
    value: str | None = element.get(_W + name) or element.get(_STRICT + name)
    return value


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else 1
