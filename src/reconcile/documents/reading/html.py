"""HTML as a browser shows it without its scripts and style sheets: what is hidden by the page itself is left out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reconcile.documents.document import Document, DocumentTable, Paragraph
from reconcile.documents.grid import Grid
from reconcile.documents.kept_text import keep
from reconcile.documents.limits import MOST_NESTED, Allowance, needs, refused
from reconcile.documents.raised_marks import lowered, raised
from reconcile.documents.reading.plain_text import decoded, text_parts

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_UNSEEN = frozenset({
    "script", "style", "template", "head", "noscript", "select", "datalist", "textarea", "button", "svg", "math",
    "object", "iframe", "audio", "video", "canvas", "map",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "output", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img", "input",
})  # fmt: skip
_DELETED = frozenset({"del", "s", "strike"})
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_SHIFT = re.compile(r"(?:padding-left|margin-left|text-indent)\s*:\s*(-?\d{1,6}(?:\.\d{1,6})?)", re.IGNORECASE)
_LEADING = re.compile("[ \t\n\r]*(\u00a0[ \u00a0]*)?")
_HEADING = re.compile(r"h([1-6])")


def read_html(data: bytes, name: str, allowance: Allowance) -> Document:
    """Read a page. A table within which there are tables lays out a page: its cells are read as paragraphs."""
    root = _tree(_text(data, name), name)
    if root is None:
        return keep(name, "html", [])
    title = next((one.text or "" for one in root.iter("title")), "")
    language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").partition("-")[0]
    return keep(name, "html", parts_of_tree(root, name, allowance), title=title, language=language.lower())


def _text(data: bytes, name: str) -> str:
    """Decode as the page says, else as UTF-8; bytes that its own encoding has not are shown as such."""
    declared = None if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else _CHARSET.search(data[:4096])
    if declared is None:
        return decoded(data, name)
    try:
        encoding = codecs.lookup(declared[1].decode())
    except (LookupError, UnicodeDecodeError):
        raise refused(name, f"is in an encoding that nothing is known of, {declared[1]!r}; save it as UTF-8") from None
    if encoding.name in {"utf-8", "utf-16", "utf-16-le", "utf-16-be"}:  # a page that says UTF-16 in ASCII is in UTF-8
        return data.decode("utf-8-sig", errors="replace")
    return data.decode("cp1252" if encoding.name in {"iso8859-1", "ascii"} else encoding.name, errors="replace")


def _tree(text: str, name: str) -> Element | None:
    try:
        from lxml import etree
    except ImportError:
        raise needs(name, "lxml") from None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:  # an empty page
        return None
    return root


def parts_of_tree(root: Element, name: str, allowance: Allowance) -> Iterator[Paragraph | DocumentTable]:
    """Paragraphs and tables of a page's elements, in reading order."""
    from lxml import etree

    walk = _Walk(allowance, _layouts(root))
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth += 1
            if depth > MOST_NESTED:
                raise refused(name, f"elements are nested more than {MOST_NESTED} deep; save it as text")
            yield from walk.start(element)
        else:
            depth -= 1
            yield from walk.end(element)
    yield from walk.flush()


def _layouts(root: Element) -> set[Element]:
    """The tables within which there are tables."""
    found: set[Element] = set()
    for table in root.iter("table"):
        for around in table.iterancestors("table"):
            if around in found:
                break
            found.add(around)
    return found


class _Walk:
    """What has been read of a page up to an element."""

    def __init__(self, allowance: Allowance, layouts: set[Element]) -> None:
        self.allowance = allowance
        self.layouts = layouts
        self.pieces: list[str] = []
        self.marks: list[int] = []  # where in the pieces the open sup or sub elements begin
        self.hidden = 0  # elements around that are not shown
        self.heading = 0
        self.grid: Grid | None = None
        self.cell: Element | None = None
        self.head = False  # within thead
        self.title = ""
        self.pre: Element | None = None

    def flush(self) -> Iterator[Paragraph | DocumentTable]:
        """The paragraph that has been read, if it says anything."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.pre is not None:
            yield from text_parts(text)
        elif text.strip():
            yield Paragraph(text, 0, heading=self.heading)

    def start(self, element: Element) -> Iterator[Paragraph | DocumentTable]:
        tag = _tag(element)
        if self.hidden or tag in _UNSEEN or tag in _DELETED or _is_hidden(element):
            self.hidden += 1
            return
        if self.grid is not None:
            self._start_in_table(tag, element)
        elif tag not in _INLINE and tag != "br":
            yield from self.flush()
            if found := _HEADING.fullmatch(tag):
                self.heading = int(found[1])
            elif tag == "pre":
                self.pre = element
            elif tag == "table" and element not in self.layouts:
                self.grid, self.title, self.head = Grid(self.allowance), "", False
        if tag == "br":
            follows = self.pieces and self.pieces[-1] == "\n" and self.grid is None and self.pre is None
            if follows and not (element.tail or "").strip():
                yield from self.flush()
            self.pieces.append("\n")
        if tag in {"sup", "sub"}:
            self.marks.append(len(self.pieces))
        if element.text and (self.grid is None or self.cell is not None or tag == "caption"):
            self.pieces.append(element.text)

    def _start_in_table(self, tag: str, element: Element) -> None:
        assert self.grid is not None
        if tag == "tr":
            self.grid.next_row()
        elif tag == "thead":
            self.head = True
        elif tag in {"td", "th", "caption"}:
            self.pieces.clear()
            self.cell = None if tag == "caption" else element
        elif tag not in _INLINE:
            self.pieces.append("\n")

    def end(self, element: Element) -> Iterator[Paragraph | DocumentTable]:
        tag = _tag(element)
        if self.hidden:
            self.hidden -= 1
            if not self.hidden and self._reads:
                self.pieces.append(element.tail or "")
            return
        if tag in {"sup", "sub"} and self.marks:
            begun = self.marks.pop()
            text = "".join(self.pieces[begun:])
            self.pieces[begun:] = [raised(text) if tag == "sup" else lowered(text)]
        if self.grid is not None:
            yield from self._end_in_table(tag, element)
        elif tag not in _INLINE and tag != "br":
            yield from self.flush()
            if _HEADING.fullmatch(tag):
                self.heading = 0
            elif element is self.pre:
                self.pre = None
        if element.tail and self._reads:
            self.pieces.append(element.tail)

    def _end_in_table(self, tag: str, element: Element) -> Iterator[Paragraph | DocumentTable]:
        assert self.grid is not None
        if element is self.cell:
            text = "".join(self.pieces)
            self.pieces.clear()
            self.cell = None
            self.grid.add(
                text.strip(),
                rows=_count(element, "rowspan"),
                columns=_count(element, "colspan") or 1,
                heading=self.head or tag == "th",
                shift=_shift(element, text),
            )
        elif tag == "caption":
            self.title = "".join(self.pieces)
            yield from self.flush()
        elif tag == "thead":
            self.head = False
        elif tag == "table":
            yield DocumentTable(self.grid.cells(), title=self.title)
            self.grid = None

    @property
    def _reads(self) -> bool:
        """Whether text belongs anywhere: between the cells of a table it does not."""
        return self.grid is None or self.cell is not None


def _tag(element: Any) -> str:
    return element.tag.lower().rpartition(":")[2] if isinstance(element.tag, str) else ""


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _count(element: Element, attribute: str) -> int:
    """What a cell says of the rows or columns it reaches over; 1 where that is no number."""
    text = (element.get(attribute) or "1").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _shift(element: Element, text: str) -> float:
    """How far to the right a label begins: by its cell's style, and no-break spaces before it."""
    styles = [style for one in (element, *element[:1]) if (style := one.get("style"))]
    given = sum(float(found[1]) for style in styles for found in _SHIFT.finditer(style))
    leading = _LEADING.match(text)
    return given + (leading[0].count("\u00a0") if leading else 0)
