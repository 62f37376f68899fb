"""Taking the marks of guesses away: as edits of the text, so that comments and the order of lines stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from reconcile.ledger.reading.nodes import Keyed, Listing, Node
from reconcile.ledger.reading.yaml import read_yaml

_LIST = r"(?:\[[^\][{}#]*\]|\"[^\"\n]*\"|[^\s,{}\[\]#][^,{}\[\]#\n]*)"
_INNER = re.compile(rf",\s*guess:\s*{_LIST}\s*(?=[,}}])")
_FIRST = re.compile(rf"(?<=\{{)\s*guess:\s*{_LIST}\s*,\s*")
_BLOCK = re.compile(
    rf"^[ \t]+guess:[ \t]*(?:{_LIST}[ \t]*(?:#[^\n]*)?\n?|\n(?:[ \t]+-[ \t]+\w+[ \t]*\n?)+)", re.MULTILINE
)


def same_but_guesses(text: str, other: str, file: str) -> bool:
    """Whether two texts of a source's file say the same but for the marks of guesses."""
    said = [_plain(node) for one in (text, other) if (node := read_yaml(one.encode(), file, [])) is not None]
    return len(said) == 2 and said[0] == said[1]


def _plain(node: Node) -> Any:
    """What a file says, without its guesses."""
    match node:
        case Keyed():
            return {key: _plain(one) for key, one in node.entries.items() if key != "guess"}
        case Listing():
            return [_plain(one) for one in node.items]
    return node.text


class Confirmed(NamedTuple):
    """A file's text without some marks, and how many claims had one."""

    text: str
    claims: int


def without_guesses(text: str, lines: Iterable[int], starts: Iterable[int]) -> Confirmed:
    r"""Take away the marks of the claims that begin in `lines`; `starts` are the lines in which any claim begins.

    >>> yaml = "claims:\n  # Told.\n  - {measure: a, guess: [measure, period], at: 3}\n"
    >>> without_guesses(yaml, [3], [3])
    Confirmed(text='claims:\n  # Told.\n  - {measure: a, at: 3}\n', claims=1)
    """
    rows = text.splitlines(keepends=True)
    begun = sorted({*starts, len(rows) + 1})
    count = 0
    for line in sorted(set(lines), reverse=True):
        end = next(one for one in begun if one > line)
        claim = "".join(rows[line - 1 : end - 1])
        edited, changes = claim, 0
        for pattern in (_INNER, _FIRST, _BLOCK):
            edited, changes = pattern.subn("", edited, count=1)
            if changes:
                break
        count += changes
        rows[line - 1 : end - 1] = [edited]
    return Confirmed("".join(rows), count)
