"""XML element by element, by the standard library's expat, within limits: no entities, nothing from outside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from reconcile.documents.limits import MOST_NESTED, Allowance
from reconcile.errors import DocumentError, Problem

__all__ = ["XmlElement", "read_elements"]

_BLOCK = 2**16  # bytes that are parsed at once; between blocks what is complete is given, and the time looked at


@dataclass(slots=True)
class XmlElement:
    """An element with what is in it; names are ("namespace", "local"), of attributes without one ("", "local")."""

    name: tuple[str, str]
    attributes: dict[tuple[str, str], str]
    line: int
    namespaces: Mapping[str, str]  # by prefix, "" for the default one: what names in its text mean
    children: list[XmlElement] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(self.texts)

    def get(self, local: str, namespace: str = "") -> str | None:
        """Give an attribute's text; None where there is none."""
        return self.attributes.get((namespace, local))

    def below(self, name: tuple[str, str]) -> Iterator[XmlElement]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)


def read_elements(
    data: bytes, file: str, allowance: Allowance, only: Collection[tuple[str, str]] = ()
) -> Iterator[XmlElement]:
    """Give the root when it begins, without its children, then each child when it is complete.

    With `only`, give in place of the children the elements of these names wherever they stand, but within each other,
    and keep no others: of a long page of which a few are wanted.

    A DocumentError says where it is no XML. A document type is refused, and with it every entity: none of what is read
    with this has one.

    >>> [one.name for one in read_elements(b"<a xmlns='u'><b c='1'>x</b></a>", "a.xml", Allowance("a.xml"))]
    [('u', 'a'), ('u', 'b')]
    """
    reader = _Reader(file, only)
    for begin in range(0, len(data) + 1, _BLOCK):
        allowance.check_time()
        reader.feed(data[begin : begin + _BLOCK], last=begin + _BLOCK > len(data))
        yield from reader.complete
        reader.complete.clear()


class _Reader:
    """What expat calls."""

    def __init__(self, file: str, only: Collection[tuple[str, str]] = ()) -> None:
        self.file = file
        self._only = only
        self._kept = 0 if only else 1  # the depth at which what is kept begins; 0 outside of it
        self.complete: list[XmlElement] = []
        self._open: list[XmlElement] = []
        self._declared: dict[str, str] = {}
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def feed(self, block: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(block, last)
        except DocumentError:  # of what expat calls, which is a ValueError, too
            raise
        except expat.ExpatError as error:
            raise self._refused(f"is no XML that can be read: {expat.ErrorString(error.code)}", error.lineno) from None
        except (LookupError, ValueError) as error:  # an encoding that nobody knows, or of several bytes a letter
            raise self._refused(f"is no XML that can be read: {error}; save it as UTF-8") from None

    def _refused(self, message: str, line: int | None = None) -> DocumentError:
        return DocumentError([Problem(self.file, line or self._parser.CurrentLineNumber, message)])

    def _doctype(self, *_: object) -> None:
        raise self._refused("declares a document type, which may hold entities and is not read; save it without one")

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self._declared[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        above = self._open[-1] if self._open else None
        if len(self._open) >= MOST_NESTED:
            raise self._refused(f"elements are nested more than {MOST_NESTED} deep")
        known: Mapping[str, str] = above.namespaces if above else {}
        if self._declared:
            known = {**known, **self._declared}
            self._declared = {}
        named = {_name(key): value for key, value in attributes.items()}
        element = XmlElement(_name(name), named, self._parser.CurrentLineNumber, known)
        if len(self._open) == 0:
            self.complete.append(element)
        elif self._kept and len(self._open) > self._kept and above:
            above.children.append(element)
        elif element.name in self._only and not self._kept:
            self._kept = len(self._open)
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if self._open and len(self._open) == self._kept:
            self.complete.append(element)
            if self._only:
                self._kept = 0

    def _characters(self, text: str) -> None:
        if self._kept and len(self._open) > self._kept:
            self._open[-1].texts.append(text)


def _name(text: str) -> tuple[str, str]:
    namespace, _, local = text.rpartition(" ")
    return namespace, local
