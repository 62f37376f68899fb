"""Which concept a locator of a linkbase points to: the element of an id, by its schema where that stands beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import read_elements
from reconcile.errors import DocumentError
from reconcile.ledger.reading.problem_words import file_shown, shown
from reconcile.reading.reported_ledgers import some
from reconcile.reading.reported_numbers import FactError
from reconcile.reading.xbrl.report_files import name_beside, there

__all__ = ["LocatedConcepts"]

_SCHEMA = "http://www.w3.org/2001/XMLSchema"
_ROOT, _ELEMENT = (_SCHEMA, "schema"), (_SCHEMA, "element")


class _Schema(NamedTuple):
    """The elements of a schema by their ids, and what it calls its own namespace."""

    namespace: str
    prefix: str
    elements: Mapping[str, str]


class LocatedConcepts:
    """The concepts of a report by what locators point to, and what of them is known by the name of an id alone.

    `prefixes` are those of the report, with their namespaces. No schema is read but those in the report's folder; what
    these include or import is not looked for.
    """

    def __init__(self, prefixes: Mapping[str, str], folder: Path) -> None:
        self._prefixes = dict(prefixes)
        self._folder = folder
        self._schemas: dict[str, _Schema | None] = {}
        self._unread: list[str] = []
        self._by_name: dict[str, str] = {}  # the concept of an id that no schema told

    def concept(self, href: str) -> str:
        """The concept that a locator means, as the report names it; a FactError where nothing tells.

        Without its schema an id is prefix_Name, as filing rules ask for: the longest prefix of the report that fits.
        """
        address, fragment = urldefrag(href)
        id_ = unquote(fragment)
        name = name_beside(address)
        schema = self._schema(name) if name else None
        if schema is not None and id_ in schema.elements:
            return f"{self._prefix_of(schema)}:{schema.elements[id_]}"
        known = [prefix for prefix in self._prefixes if id_.startswith(f"{prefix}_")]
        prefix = max(known, key=len, default=id_.partition("_")[0])
        local = id_[len(prefix) + 1 :]
        if not prefix or not local or "(" in id_:
            missing = "has no such id" if schema is not None else "is not read beside it"
            raise FactError(
                f"loc {shown(id_)} does not say which concept it means: its schema, {shown(address)}, {missing}; "
                "expected that schema in the folder of the report, or an id such as us-gaap_Assets"
            )
        return self._by_name.setdefault(id_, f"{prefix}:{local}")

    def said(self, reported: Collection[str]) -> Iterator[str]:
        """What to say of schemas that are not read, and of ids by whose names no fact is found that may be meant."""
        yield from self._unread
        locals_ = {concept.partition(":")[2] for concept in reported}
        lost = [id_ for id_, concept in self._by_name.items()
                if concept not in reported and concept.partition(":")[2] in locals_]  # fmt: skip
        if lost:
            yield (
                f"ids that no schema beside it explains, taken as prefix_Name, of which no fact is reported, while "
                f"there are facts of that name with another prefix: {some(lost)}"
            )

    def _prefix_of(self, schema: _Schema) -> str:
        """The report's prefix of a namespace; of one that it does not declare the schema's, which nothing else has."""
        for prefix, namespace in self._prefixes.items():
            if namespace == schema.namespace:
                return prefix
        prefix, number = schema.prefix or "ns", 1
        while prefix in self._prefixes:
            number += 1
            prefix = f"{schema.prefix or 'ns'}{number}"
        self._prefixes[prefix] = schema.namespace
        return prefix

    def _schema(self, name: str) -> _Schema | None:
        if name not in self._schemas:
            data = there(self._folder / name, self._folder) if name.lower().endswith(".xsd") else None
            self._schemas[name] = None if data is None else self._read(data, file_shown(name))
        return self._schemas[name]

    def _read(self, data: bytes, file: str) -> _Schema | None:
        """A schema's elements; None, with a word on it, where it cannot be read."""
        try:
            elements = read_elements(data, file, Allowance(file))
            root = next(elements)
            if root.name != _ROOT:
                self._unread.append(f"{file} is no schema, so that ids of it are taken as prefix_Name")
                return None
            namespace = (root.get("targetNamespace") or "").strip()
            named = {one.get("id") or "": one.get("name") or "" for one in elements if one.name == _ELEMENT}
        except DocumentError as error:
            self._unread.append(f"{error.problems[0]}; ids of it are taken as prefix_Name")
            return None
        prefix = next((prefix for prefix, uri in root.namespaces.items() if prefix and uri == namespace), "")
        return _Schema(namespace, prefix, {id_: name for id_, name in named.items() if id_ and name})
