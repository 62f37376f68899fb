"""YAML as text with line numbers: no scalar is interpreted, no tag is obeyed, no alias explodes.

Built from the parser's events and not from its nodes: libyaml's composer recurses, and forgets duplicate keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from yaml import CBaseLoader

from reconcile.errors import Problem
from reconcile.ledger.reading.nodes import LONGEST_NAME, Keyed, Listing, Node, Place, TextNode
from reconcile.ledger.reading.opening import LARGEST
from reconcile.ledger.reading.problem_words import cut, file_shown, shown

DEEPEST = 30  # a ledger's own files nest four deep
MOST_ALIASED = 10_000  # values that aliases may repeat in one file
_TOO_DEEP = f"nested more than {DEEPEST} deep"

_BACK = 1000  # characters of white space between a colon and an empty value
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")  # line breaks to YAML, not to an editor


class _RefusedError(Exception):
    def __init__(self, place: Place, message: str) -> None:
        self.problem = place.problem(message)


def _decode(data: bytes, file: str) -> str:
    if len(data) > LARGEST:
        raise _RefusedError(Place(file), f"larger than {LARGEST} bytes; keep so many claims in claims.csv")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _RefusedError(Place(file, line), f"not UTF-8 text: byte {data[error.start]:#04x}") from None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise _RefusedError(Place(file, line), f"not a text file: control character {shown(control[0])}")
    return text


def read_yaml(data: bytes, file: str, problems: list[Problem]) -> Node | None:
    """Read the one document of a file; None, with the problem added, where it cannot be read.

    >>> problems = []
    >>> read_yaml(b"area: NA", "ledger.yaml", problems).entries["area"].text
    'NA'
    """
    try:
        return _Builder(_decode(data, file), file, problems).build()
    except _RefusedError as refused:
        problems.append(refused.problem)
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax(error, file))
    return None


def _syntax(error: yaml.MarkedYAMLError, file: str) -> Problem:
    line = error.problem_mark.line + 1 if error.problem_mark else None
    if "nesting depth" in str(error.problem):  # libyaml reads ahead, and since 0.2.6 stops at a depth of its own
        return Problem(file, line, _TOO_DEEP)
    begun = f" begun in line {error.context_mark.line + 1}" if error.context_mark else ""
    context = f" {error.context}{begun}:" if error.context else ""
    return Problem(file, line, f"not YAML that can be read:{context} {error.problem}")


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Listing | Keyed
    anchor: str | None
    size: int = 1  # values within, aliases counted as often as they repeat them
    key: str | None = None
    duplicate: bool = False
    flow: bool = False  # it is written in brackets


@dataclass
class _Builder:
    text: str
    file: str
    problems: list[Problem]
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None
    aliased: int = 0

    def __post_init__(self) -> None:
        self.odd = _ODD_BREAK.search(self.text) is not None

    def build(self) -> Node:
        for event in yaml.parse(self.text, Loader=CBaseLoader):
            match event:
                case yaml.ScalarEvent():
                    self._check_tag(event)
                    node = TextNode(event.value, self._place(event))
                    if self._cut_by_comma(event):
                        self._drop_key(node)
                        continue
                    self._add(node, 1)
                    self._name(event.anchor, node, 1)
                case yaml.AliasEvent():
                    self._repeat(event)
                case yaml.SequenceStartEvent():
                    self._open(Listing([], self._place(event)), event)
                case yaml.MappingStartEvent():
                    self._open(Keyed({}, {}, self._place(event)), event)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    done = self.stack.pop()
                    self._name(done.anchor, done.node, done.size)
                    if self.stack:
                        self.stack[-1].size += done.size
                case yaml.DocumentStartEvent() if self.root is not None:
                    raise _RefusedError(self._place(event), "a second document ('---') in one file")
        if self.root is None or (isinstance(self.root, TextNode) and not self.root.text):
            raise _RefusedError(Place(self.file), "the file is empty")
        return self.root

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # the parser marks every event
        return Place(self.file, self.text.count("\n", 0, mark.index) + 1 if self.odd else mark.line + 1)

    def _cut_by_comma(self, event: yaml.ScalarEvent) -> bool:
        """Whether a value is empty since a comma in {…} began a key: {title: Exports, plus}."""
        top = self.stack[-1] if self.stack else None
        if top is None or not top.flow or top.key is None or event.value or event.style:
            return False
        mark = event.start_mark
        return mark is not None and not self.text[max(0, mark.index - _BACK) : mark.index].rstrip().endswith(":")

    def _drop_key(self, node: TextNode) -> None:
        top = self.stack[-1]
        assert isinstance(top.node, Keyed)
        assert top.key is not None
        last = [f"{one.text}, {top.key}" for one in list(top.node.entries.values())[-1:] if isinstance(one, TextNode)]
        said = f"{shown(top.key)} has no value: a comma within {{…}} ends what stands before it; quote a text with one"
        self.problems.append(node.place.problem(": ".join([said, *(f'"{cut(both)}"' for both in last)])))
        del top.node.places[top.key]
        top.key = None

    def _check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag not in {None, "!"}:
            raise _RefusedError(
                self._place(event),
                f"a tag ({file_shown(cut(str(tag)))}): a ledger holds plain text, lists and mappings only",
            )

    def _open(self, node: Listing | Keyed, event: yaml.NodeEvent) -> None:
        self._check_tag(event)
        if len(self.stack) >= DEEPEST:
            raise _RefusedError(node.place, _TOO_DEEP)
        self._add(node, 0)
        self.stack.append(_Open(node, event.anchor, flow=bool(getattr(event, "flow_style", False))))

    def _name(self, anchor: str | None, node: Node, size: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = (node, size)

    def _repeat(self, event: yaml.AliasEvent) -> None:
        if event.anchor not in self.anchors:
            name = cut(str(event.anchor))
            raise _RefusedError(self._place(event), f"alias *{name} names nothing that was complete before it")
        node, size = self.anchors[event.anchor]
        self.aliased += size
        if self.aliased > MOST_ALIASED:
            raise _RefusedError(self._place(event), f"aliases repeat more than {MOST_ALIASED} values; write them out")
        self._add(node, size)

    def _add(self, node: Node, size: int) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += size
        if isinstance(top.node, Listing):
            top.node.items.append(node)
        elif top.key is None and not top.duplicate:
            self._add_key(top, top.node, node)
        else:
            if top.key is not None:
                top.node.entries[top.key] = node
            top.key, top.duplicate = None, False

    def _add_key(self, top: _Open, mapping: Keyed, node: Node) -> None:
        if not isinstance(node, TextNode):
            raise _RefusedError(node.place, "a key must be text, found a list or a mapping")
        if len(node.text) > LONGEST_NAME:
            raise _RefusedError(node.place, f"a key of more than {LONGEST_NAME} characters")
        if node.text in mapping.places:
            first = mapping.places[node.text].line
            self.problems.append(node.place.problem(f"key {shown(node.text)} is there twice, first in line {first}"))
            top.duplicate = True
        else:
            mapping.places[node.text] = node.place
            top.key = node.text
