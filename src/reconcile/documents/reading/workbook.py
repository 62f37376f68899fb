"""Excel's XLSX: each sheet that is shown as one table, every number as its cell prints it. No formula is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from reconcile.documents.document import Cell, Document, DocumentTable
from reconcile.documents.kept_text import keep
from reconcile.documents.limits import Allowance, refused
from reconcile.documents.number_formats import BUILT_IN, Separators, printed, separators_of
from reconcile.documents.packed import Package
from reconcile.documents.raised_marks import lowered, raised

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(r"([A-Z]{1,3}[1-9][0-9]{0,6}):([A-Z]{1,3}[1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Style(NamedTuple):
    code: str = "General"
    indent: int = 0


class _Book(NamedTuple):
    """What all sheets of a workbook share."""

    package: Package
    allowance: Allowance
    texts: list[str]
    styles: list[_Style]
    separators: Separators
    from_1904: bool


def read_workbook(data: bytes, name: str, allowance: Allowance, language: str) -> Document:
    """Read the sheets that are shown, with hidden rows and columns: sums go over those, too."""
    package = Package(data, name, allowance)
    main = package.main()
    related = package.related(main)
    parts = dict(related.values())
    from_1904, sheets = False, []
    for event, element in package.walk(main):
        if event == "end" and _tag(element) == "workbookPr":
            from_1904 = element.get("date1904") in {"1", "true"}
        elif event == "end" and _tag(element) == "sheet" and (element.get("state") or "visible") == "visible":
            identity = next((value for key, value in element.items() if key.endswith("}id")), "")
            kind, target = related.get(str(identity), ("", ""))
            if kind == "worksheet":
                sheets.append((element.get("name") or "", target))
    book = _Book(
        package,
        allowance,
        list(_texts(package, parts.get("sharedStrings", ""))),
        _styles(package, parts.get("styles", "")),
        separators_of(language),
        from_1904,
    )
    return keep(
        name, "xlsx", [DocumentTable(_cells(book, part), name=title) for title, part in sheets], language=language
    )


def _texts(package: Package, part: str) -> Iterator[str]:
    for event, element in package.walk(part) if part and package.has(part) else ():
        if event == "end" and _tag(element) == "si":
            yield _text(element)
            element.clear()


def _text(element: Element) -> str:
    """The text of a cell, its runs together; how an East Asian word is read aloud is no part of it."""
    pieces = []
    for one in element.iter():
        if _tag(one) != "t" or _tag(one.getparent()) == "rPh":
            continue
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), one.text or "")
        run = one.getparent()
        marks = {value for mark in (run.iter() if run is not None else ()) if _tag(mark) == "vertAlign"
                 for value in mark.values()}  # fmt: skip
        pieces.append(raised(text) if "superscript" in marks else lowered(text) if "subscript" in marks else text)
    return "".join(pieces)


def _styles(package: Package, part: str) -> list[_Style]:
    codes = dict(BUILT_IN)
    styles: list[_Style] = []
    inside = False
    for event, element in package.walk(part) if part and package.has(part) else ():
        tag = _tag(element)
        if tag == "cellXfs":
            inside = event == "start"
        elif event == "end" and tag == "numFmt":
            codes[_number(element.get("numFmtId"))] = element.get("formatCode") or "General"
        elif event == "end" and tag == "xf" and inside:
            indents = [_number(one.get("indent")) for one in element if _tag(one) == "alignment"]
            styles.append(_Style(codes.get(_number(element.get("numFmtId")), "General"), sum(indents)))
    return styles


def _cells(book: _Book, part: str) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    row = column = -1
    for event, element in book.package.walk(part):
        tag = _tag(element)
        if tag in {"v", "f", "is", "t"}:  # within a cell
            continue
        if event == "start" and tag == "row":
            row = _number(element.get("r")) - 1 if element.get("r") else row + 1
            column = -1
        elif event == "end" and tag == "c":
            book.allowance.take_cells(1)
            name = element.get("r") or ""
            place = _place(name)
            row, column = place or (row, column + 1)
            text, indent = _printed(book, element, name)
            if text:
                cells.append(Cell(text, row, column, name=name, indent=indent))
            element.clear()
        elif event == "end" and tag == "mergeCell" and (found := _RANGE.fullmatch(element.get("ref") or "")):
            first, last = _place(found[1]), _place(found[2])
            if first and last and first <= last:
                merged[first] = (last[0] - first[0] + 1, last[1] - first[1] + 1)
        elif event == "end" and tag == "row":
            element.clear()
    if not merged:
        return tuple(cells)
    spanned = []
    for cell in cells:
        rows, columns = merged.get((cell.row, cell.column), (1, 1))
        book.allowance.take_cells(rows * columns - 1)
        spanned.append(Cell(cell.text, cell.row, cell.column, None, rows, columns, name=cell.name, indent=cell.indent))
    return tuple(spanned)


def _printed(book: _Book, element: Element, name: str) -> tuple[str, int]:
    kind = element.get("t") or "n"
    style = _number(element.get("s"))
    code, indent = book.styles[style] if style < len(book.styles) else _Style()
    stored = next((one.text or "" for one in element if _tag(one) == "v"), "")
    if kind == "inlineStr":
        return "".join(_text(one) for one in element if _tag(one) == "is"), indent
    if not stored:
        if kind not in {"str", "s"} and any(_tag(one) == "f" for one in element):
            message = (
                f"cell {name} has a formula and no stored value; open the file in a spreadsheet program and save it"
            )
            raise refused(book.package.file, message)
        return "", indent
    match kind:
        case "s":
            number = _number(stored) if stored.isdigit() else -1
            return (book.texts[number] if 0 <= number < len(book.texts) else ""), indent
        case "n":
            try:
                return printed(stored, code, book.separators, from_1904=book.from_1904), indent
            except InvalidOperation:
                raise refused(book.package.file, f"cell {name} holds {stored[:20]!r}, which is no number") from None
        case "b":
            return ("TRUE" if stored == "1" else "FALSE"), indent
    return stored, indent  # text of a formula, an error, a date in ISO's form


def _place(name: str) -> tuple[int, int] | None:
    """Row and column of a cell's name, from 0."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _tag(element: Element | None) -> str:
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
