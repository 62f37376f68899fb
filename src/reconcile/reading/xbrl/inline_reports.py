"""Inline XBRL: a page for readers whose numbers are marked as facts, with contexts and units in a header."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import XmlElement, read_elements
from reconcile.errors import Problem
from reconcile.reading.reported_numbers import FactError
from reconcile.reading.xbrl.inline_numbers import UnknownFormatError, printed_number
from reconcile.reading.xbrl.reported_facts import Report
from reconcile.reading.xbrl.xml_reports import XSI, InstanceReading, report_of, take

__all__ = ["HEAD", "PAGE", "is_inline", "read_inline"]

PAGE = ("http://www.w3.org/1999/xhtml", "html")
_INLINE = ("http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL")
HEAD = 2**14  # bytes in which a page declares its namespaces
_TRUE = ("true", "1")
_CARRIED = ("id", "contextRef", "unitRef", "decimals", "precision")


def is_inline(head: bytes) -> bool:
    """Whether a page that begins so declares the namespace of inline XBRL."""
    return any(uri.encode() in head[:HEAD] for uri in _INLINE)


def read_inline(data: bytes, file: str, source: str) -> Report:
    """Read the facts of a page; a DocumentError where it is no XML, a LedgerError with all that is wrong in it.

    A fact in a format that is not read is left out, and so is every sum that it may be a part of.
    """
    reading = InstanceReading(file)
    names = [(uri, local) for uri in _INLINE for local in ("header", "nonFraction", "fraction", "tuple")]
    elements = read_elements(data, file, Allowance(file), names)
    reading.prefixes.add(next(elements).namespaces)
    unread: dict[str, set[str]] = defaultdict(set)  # concepts, by the formats that are not read
    facts: list[XmlElement] = []
    for one in elements:
        kind = one.name[1]
        if kind == "header":
            facts += _of_header(reading, one)
        elif kind == "nonFraction":
            facts.append(one)
        else:
            words = "tuples, whose facts are not read" if kind == "tuple" else "fractions, not read"
            reading.left_out[words] += 1
    for one in facts:
        for marked in _nested(one):
            try:
                _take_fact(reading, marked, one)
            except UnknownFormatError:
                concept = reading.prefixes.shown(reading.prefixes.read(marked.get("name") or "", marked))
                unread[marked.get("format") or ""].add(concept)
            except FactError as error:
                reading.problems.append(Problem(file, marked.line, str(error)))
    report = report_of(reading, source)
    return replace(report, unread={name: frozenset(concepts) for name, concepts in unread.items()})


def _of_header(reading: InstanceReading, header: XmlElement) -> Iterator[XmlElement]:
    """Take contexts, units and references of a header, and give the facts that are hidden in it."""
    for part in header.children:
        for one in part.children:
            if part.name[1] == "hidden":
                yield from _facts_in(one, header.name[0])
            elif part.name[1] == "references" or one.name[1] in {"context", "unit"}:
                take(reading, one)


def _facts_in(one: XmlElement, inline: str) -> Iterator[XmlElement]:
    """The outermost facts of an element: itself, or those in it."""
    if one.name == (inline, "nonFraction"):
        yield one
    else:
        for child in one.children:
            yield from _facts_in(child, inline)


def _nested(one: XmlElement) -> Iterator[XmlElement]:
    """A fact, and those of the same number within it."""
    yield one
    for child in one.children:
        if child.name == one.name:
            yield from _nested(child)


def _take_fact(reading: InstanceReading, marked: XmlElement, outer: XmlElement) -> None:
    """Take a marked number as the item that it would be in an instance."""
    if marked.get("tupleRef") is not None:
        reading.left_out["tuples, whose facts are not read"] += 1
        return
    if marked.get("target"):
        reading.left_out["facts of another target document, not read"] += 1
        return
    name = reading.prefixes.read(marked.get("name") or "", marked)
    attributes = {("", key): value for key in _CARRIED if (value := marked.get(key)) is not None}
    nil = (marked.get("nil", XSI) or "").strip() in _TRUE
    texts: list[str] = []
    if nil:
        attributes[XSI, "nil"] = "true"
    else:
        form = marked.get("format")
        read = reading.prefixes.read(form, marked) if form else None
        try:
            texts = [printed_number(_text(outer), read, marked.get("scale"), marked.get("sign"))]
        except UnknownFormatError:
            raise
        except FactError as error:
            raise FactError(f"{reading.prefixes.shown(name)}: {error}") from None
    take(reading, XmlElement(name, attributes, marked.line, marked.namespaces, texts=texts))


def _text(one: XmlElement) -> str:
    """What is printed: the text of one element, however many are around it."""
    found = [text for text in _texts(one) if text.strip()]
    if len(found) > 1:
        raise FactError("its number stands in several elements; expected one text")
    return found[0] if found else ""


def _texts(one: XmlElement) -> Iterator[str]:
    yield one.text
    for child in one.children:
        yield from _texts(child)
