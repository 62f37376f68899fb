"""What a user wrote, before it is read: texts, lists and mappings, each with the place where it stands.

Every scalar is text. YAML files and Python mappings both become nodes, so that one reader serves both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, Self, TypeAlias

from reconcile.errors import Problem
from reconcile.ledger.reading.problem_words import meant, shown, unknown

LONGEST_NAME = 1000  # YAML does not read back a key of more than 1024 characters


class Place(NamedTuple):
    """A file, relative to the ledger, and a line counted from 1."""

    file: str
    line: int | None = None

    def problem(self, message: str) -> Problem:
        return Problem(self.file, self.line, message)

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(slots=True)
class TextNode:
    text: str
    place: Place


@dataclass(slots=True)
class Listing:
    items: list[Node]
    place: Place


@dataclass(slots=True)
class Keyed:
    entries: dict[str, Node]
    places: dict[str, Place]  # where each key stands
    place: Place


Node: TypeAlias = TextNode | Listing | Keyed
_KINDS = {TextNode: "text", Listing: "a list", Keyed: "a mapping"}


def as_node(value: object, place: Place) -> Node:
    """Make a node of a Python value given in a call; raise TypeError for what no ledger could hold.

    >>> as_node({"rule": "a = b", "signed": True}, Place("rules[0]")).entries["signed"].text
    'true'
    """
    match value:
        case Mapping():
            entries = {str(key): as_node(item, place) for key, item in value.items()}
            return Keyed(entries, dict.fromkeys(entries, place), place)
        case None:
            return TextNode("", place)
        case bool():
            return TextNode("true" if value else "false", place)
        case str() | int() | Decimal() | float():
            return TextNode(str(value), place)
        case dt.date():
            return TextNode(value.isoformat(), place)
        case Sequence():
            return Listing([as_node(item, place) for item in value], place)
    raise TypeError(f"expected text, a number, a list or a mapping, found {type(value).__name__}")


class Fields:
    """The keys of one mapping. Unknown keys are reported at once, wrong kinds when they are taken.

    A key without a value is as good as absent.
    """

    def __init__(self, node: Node, what: str, known: Sequence[str], problems: list[Problem], more: str = "") -> None:
        self.place = node.place
        self._what = what
        self._problems = problems
        self._node = node if isinstance(node, Keyed) else Keyed({}, {}, node.place)
        if not isinstance(node, Keyed) and not (isinstance(node, TextNode) and not node.text):
            self._complain(node.place, f"{what} must be a mapping ({', '.join(known[:3])} …), found {_found(node)}")
        for key in self._node.entries:
            if key not in known:
                self._complain(self._node.places[key], unknown(f"key in {what}:", key, known) + more)

    @classmethod
    def of_file(cls, node: Node, what: str, known: Sequence[str], problems: list[Problem]) -> Self:
        """The keys of a whole file. What is plainly something else is told in one line that repeats none of it."""
        found = ""
        if isinstance(node, Listing) or (isinstance(node, TextNode) and node.text):
            found = _KINDS[type(node)]
        elif isinstance(node, Keyed) and not any(key in known or meant(key, known) for key in node.entries):
            found = f"{len(node.entries)} other keys" if len(node.entries) > 1 else ""
        if not found:
            return cls(node, what, known, problems)
        message = f"is not {what.removesuffix('.yaml')}: expected a mapping ({', '.join(known[:3])} …), found {found}"
        problems.append(node.place.problem(message))
        return cls(Keyed({}, {}, node.place), what, known, problems)

    def text(self, key: str) -> str:
        node = self._node.entries.get(key)
        if node is None or isinstance(node, TextNode):
            return node.text if node else ""
        self._complain(node.place, f"{key!r} in {self._what} must be text, found {_found(node)}")
        return ""

    def node(self, key: str) -> Node | None:
        node = self._node.entries.get(key)
        return None if isinstance(node, TextNode) and not node.text else node

    def items(self, key: str) -> list[Node]:
        node = self.node(key)
        if node is not None and not isinstance(node, Listing):
            self._complain(node.place, f"{key!r} in {self._what} must be a list, found {_found(node)}")
        return node.items if isinstance(node, Listing) else []

    def texts(self, key: str) -> Iterator[str]:
        for item in self.items(key):
            if isinstance(item, TextNode) and item.text:
                yield item.text
            else:
                self._complain(item.place, f"{key!r} in {self._what} lists texts, found {_found(item)}")

    def mapping(self, key: str) -> dict[str, tuple[Place, Node]]:
        node = self.node(key)
        if node is not None and not isinstance(node, Keyed):
            self._complain(node.place, f"{key!r} in {self._what} must be a mapping, found {_found(node)}")
        return (
            {name: (node.places[name], item) for name, item in node.entries.items()} if isinstance(node, Keyed) else {}
        )

    def place_of(self, key: str) -> Place:
        return self._node.places.get(key, self.place)

    def _complain(self, place: Place, message: str) -> None:
        self._problems.append(place.problem(message))


def _found(node: Node) -> str:
    if isinstance(node, TextNode):
        return shown(node.text) if node.text else "nothing"
    return _KINDS[type(node)]
