"""A YAML text as nodes that know from where to where they are written, so that it can be edited as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml import CBaseLoader

_COLON = re.compile(r"\s*:")


@dataclass(slots=True)
class TextAt:
    """A scalar; its `style` is a quote, ``|``, ``>`` or "" for a plain one."""

    start: int
    end: int
    text: str = ""
    style: str = ""
    shared: bool = False  # an anchor names it, or it is an alias

    @property
    def is_block(self) -> bool:
        """Whether it is written in lines of its own, the last of which belongs to it with its end."""
        return self.style in {"|", ">"}


@dataclass(slots=True)
class ListAt:
    start: int
    end: int  # behind what it holds: no comment and no line's end that follows is part of it
    flow: bool
    shared: bool
    items: list[NodeAt] = field(default_factory=list)


@dataclass(slots=True)
class MappingAt:
    start: int
    end: int
    flow: bool
    shared: bool
    entries: list[tuple[TextAt, NodeAt]] = field(default_factory=list)

    def get(self, key: str) -> NodeAt | None:
        """The value of a key; None where it has none."""
        return next((value for name, value in self.entries if name.text == key), None)


NodeAt: TypeAlias = TextAt | ListAt | MappingAt


def written_nodes(text: str) -> NodeAt:
    r"""The nodes of a text that :func:`~reconcile.ledger.reading.yaml.read_yaml` reads, with their places in it.

    >>> text = "claims:\n  - {measure: a, guess: [measure]}  # told\n"
    >>> claim = written_nodes(text).get("claims").items[0]
    >>> text[claim.start : claim.end]
    '{measure: a, guess: [measure]}'
    """
    stack: list[ListAt | MappingAt] = []
    root: NodeAt | None = None
    key: list[TextAt | None] = []
    for event in yaml.parse(text, Loader=CBaseLoader):
        node: NodeAt | None = None
        if event.start_mark is None or event.end_mark is None:  # every event of the parser has both
            continue
        start, end = event.start_mark.index, event.end_mark.index
        match event:
            case yaml.ScalarEvent():
                node = TextAt(start, end, event.value, event.style or "", event.anchor is not None)
            case yaml.AliasEvent():
                node = TextAt(start, end, shared=True)
            case yaml.SequenceStartEvent():
                node = ListAt(start, end, bool(event.flow_style), event.anchor is not None)
            case yaml.MappingStartEvent():
                node = MappingAt(start, end, bool(event.flow_style), event.anchor is not None)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                done = stack.pop()
                key.pop()
                done.end = end if done.flow else _end_within(done)
        if node is None:
            continue
        if root is None:
            root = node
        elif isinstance(stack[-1], ListAt):
            stack[-1].items.append(node)
        elif (name := key[-1]) is None:
            key[-1] = node if isinstance(node, TextAt) else TextAt(start, end, shared=True)
        else:
            if isinstance(node, TextAt) and not node.style and start == end and not node.shared:
                colon = _COLON.match(text, name.end)  # nothing is written: its mark is where the next thing begins
                node.start = node.end = colon.end() if colon else name.end
            stack[-1].entries.append((name, node))
            key[-1] = None
        if not isinstance(node, TextAt):
            stack.append(node)
            key.append(None)
    assert root is not None  # a text that was read holds something
    return root


def holds_shared(node: NodeAt) -> bool:
    """Whether an anchor or an alias stands somewhere in the node: then a change of it would change elsewhere, too."""
    if node.shared:
        return True
    if isinstance(node, ListAt):
        return any(map(holds_shared, node.items))
    if isinstance(node, MappingAt):
        return any(key.shared or holds_shared(value) for key, value in node.entries)
    return False


def _end_within(node: ListAt | MappingAt) -> int:
    """Where the last thing ends that a block holds."""
    if isinstance(node, MappingAt):
        return node.entries[-1][1].end if node.entries else node.start
    return node.items[-1].end if node.items else node.start
