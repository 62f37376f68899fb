"""Changes of single claims in a source's file, as edits of its text: comments, order and quoting of all else stay.

What cannot be edited so is refused, and so is an edit after which anything reads otherwise than was asked for: the
edited text is read again, and compared with what was read before with that change. So no edit rests on the positions
alone.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.nodes import Keyed, Listing, Node
from reconcile.ledger.reading.yaml import read_yaml
from reconcile.ledger.store.columns import KNOWN, SOURCE_COLUMNS
from reconcile.ledger.writing.files import scalar
from reconcile.ledger.writing.yaml_spans import ListAt, MappingAt, NodeAt, TextAt, holds_shared, written_nodes

_BEHIND = re.compile(r"\s*,[ \t]*")
_BETWEEN = re.compile(r"\s*,\s*")
_BLANKS = re.compile(r"[ \t]*")
_REST = re.compile(r"[ \t]*(\r?\n|\Z)")  # of a line on which nothing more stands
_LINE_END = re.compile(r"\r?\n|\Z")
_BY_HAND = "change it by hand"


@dataclass(frozen=True)
class Changed:
    """A claim that says something else from now on, by key; an empty text takes the key away, such as `guess`."""

    fields: Mapping[str, str]


@dataclass(frozen=True)
class SetAside:
    """A claim that goes, since its number is no figure to claim: words of the text that hold it tell so from now on."""

    phrase: str


ClaimEdit: TypeAlias = Changed | SetAside
CONFIRMED = Changed({"guess": ""})


class _UnsafeError(Exception):
    """Why an edit cannot be made as text."""

    def __init__(self, message: str, at: int = 0) -> None:
        self.at = at
        super().__init__(message)


def edited_source(data: bytes, file: str, edits: Mapping[int, ClaimEdit], lines: Sequence[int] | None = None) -> bytes:
    r"""The file with some of its claims edited, each told by its place among the claims, from 0.

    `lines` are those in which its claims began when they were read. Raises a LedgerError, with the reason, where the
    file is no longer that one or cannot be edited safely. Comments within what is taken away go with it.

    >>> data = b"source: {title: A}\nclaims:\n  # Told.\n  - {measure: a, guess: [measure], at: 3}\n"
    >>> print(edited_source(data, "sources/a.yaml", {0: CONFIRMED}).decode(), end="")
    source: {title: A}
    claims:
      # Told.
      - {measure: a, at: 3}
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    before = _read(data, file)
    text = data[len(mark) :].decode()
    try:
        edited = mark + _Edit(text, edits, lines).made().encode()
    except _UnsafeError as error:
        line = text.count("\n", 0, error.at) + 1 if error.at else None
        raise LedgerError([Problem(file, line, f"{error}; {_BY_HAND}")]) from None
    problems: list[Problem] = []
    after = read_yaml(edited, file, problems)
    if problems or after is None or _compared(_plain(after)) != _compared(_expected(_plain(before), edits)):
        message = f"is written in a way in which no edit of it can be shown to change only this; {_BY_HAND}"
        raise LedgerError([Problem(file, None, message)])
    return edited


def _read(data: bytes, file: str) -> Node:
    problems: list[Problem] = []
    node = read_yaml(data, file, problems)
    if problems or node is None:
        raise LedgerError(problems)
    return node


def _plain(node: Node) -> Any:
    """What a file says, without where it says it."""
    match node:
        case Keyed():
            return {key: _plain(one) for key, one in node.entries.items()}
        case Listing():
            return [_plain(one) for one in node.items]
    return node.text


def _expected(said: Any, edits: Mapping[int, ClaimEdit]) -> Any:
    """What a file says that said this, after the edits."""
    claims, aside = [], []
    for place, claim in enumerate(said["claims"]):
        match edits.get(place):
            case SetAside(phrase):
                aside.append(_one_line(phrase))
            case Changed(fields):
                told = {key: text for key, text in (claim | fields).items() if key not in fields or text}
                claims.append(told)
            case None:
                claims.append(claim)
    made = said | {"claims": claims}
    if aside:
        phrases = _phrases(said["source"].get("set_aside", ""))
        more = [one for one in dict.fromkeys(aside) if one not in phrases]
        made["source"] = said["source"] | {"set_aside": "\n".join([*phrases, *more])}
    return made


def _compared(said: Any) -> Any:
    """The same with the phrases that are set aside one by one, however their lines are written."""
    source = said.get("source") if isinstance(said, dict) else None
    if isinstance(source, dict) and isinstance(source.get("set_aside"), str):
        return said | {"source": source | {"set_aside": _phrases(source["set_aside"])}}
    return said


def _phrases(text: str) -> list[str]:
    return [phrase for line in text.splitlines() if (phrase := line.strip())]


def _one_line(phrase: str) -> str:
    return " ".join(phrase.split())


class _Edit:
    """The edits of one text, as pieces of it that are replaced."""

    def __init__(self, text: str, edits: Mapping[int, ClaimEdit], lines: Sequence[int] | None) -> None:
        self._text = text
        self._edits = edits
        self._lines = lines
        self._break = "\r\n" if "\r\n" in text else "\n"
        self._pieces: list[tuple[int, int, str]] = []

    def made(self) -> str:
        root = written_nodes(self._text)
        claims = root.get("claims") if isinstance(root, MappingAt) else None
        if not isinstance(root, MappingAt) or not isinstance(claims, ListAt) or claims.shared:
            raise _UnsafeError("its claims are no list that is written out")
        begun = [self._text.count("\n", 0, claim.start) + 1 for claim in claims.items] if self._lines else []
        if not set(self._edits) <= set(range(len(claims.items))) or (self._lines and begun != list(self._lines)):
            raise _UnsafeError("has changed since it was read: read it again, or")
        for place, edit in self._edits.items():
            claim = claims.items[place]
            if not isinstance(claim, MappingAt) or holds_shared(claim):
                raise _UnsafeError(
                    "an anchor or an alias stands in the claim, which is said elsewhere too", claim.start
                )
            if isinstance(edit, Changed):
                self._change(claim, edit.fields, KNOWN)
        self._set_aside(root, claims)
        return self._spliced()

    def _spliced(self) -> str:
        """The text with its pieces replaced; stretches that are cut may overlap."""
        parts, at = [], 0
        for start, end, new in sorted(self._pieces, key=lambda piece: (piece[0], piece[1] > piece[0])):
            if start < at and new:
                raise _UnsafeError("what is changed and what is taken away cannot be told apart", start)
            parts += [self._text[at:start], new]
            at = max(at, end)
        return "".join([*parts, self._text[at:]])

    # A mapping

    def _change(self, mapping: MappingAt, fields: Mapping[str, str], order: Sequence[str]) -> None:
        there = {key.text: value for key, value in mapping.entries}
        kept = [key for key, _ in mapping.entries if fields.get(key.text, "kept")]
        if not kept:
            raise _UnsafeError("nothing would be left of it", mapping.start)
        for key, text in fields.items():
            value = there.get(key)
            if value is not None and not text:
                self._cut_entry(mapping, key)
            elif value is not None and not (isinstance(value, TextAt) and value.text == text):
                self._replace(value, scalar(text))
            elif value is None and text:
                self._insert(mapping, kept, (key, text), order)

    def _replace(self, value: NodeAt, written: str) -> None:
        if isinstance(value, TextAt) and value.is_block:
            if "#" in self._text[value.start : self._line_end(value.start)]:
                raise _UnsafeError("a comment stands where its text begins", value.start)
            written += self._break if self._text[: value.end].endswith("\n") else ""
        if value.start == value.end:  # nothing is written
            written = f" {written}" if self._text[value.end - 1] == ":" else f": {written}"
        self._pieces.append((value.start, value.end, written))

    def _insert(self, mapping: MappingAt, kept: list[TextAt], new: tuple[str, str], order: Sequence[str]) -> None:
        """Write a key that is not there behind those that come before it in the order of columns."""
        ranks = {name: rank for rank, name in enumerate(order)}
        rank = ranks.get(new[0], len(order))
        before = [key for key in kept if ranks.get(key.text, len(order)) <= rank] or kept[:1]
        end = next(value.end for key, value in mapping.entries if key is before[-1])
        written = f"{scalar(new[0])}: {scalar(new[1])}"
        if mapping.flow:
            self._pieces.append((end, end, f", {written}"))
        else:
            self._insert_line(end, self._indent(mapping), written)

    def _indent(self, mapping: MappingAt) -> str:
        """What stands before each key of a block: as many blanks as the first key is away from its line's begin."""
        first = mapping.entries[0][0].start
        return " " * (first - self._line_start(first))

    def _insert_line(self, behind: int, indent: str, written: str) -> None:
        """Write a line below the one in which something ends."""
        if self._line_start(behind) == behind:  # a block of text ends with its line
            self._pieces.append((behind, behind, f"{indent}{written}{self._break}"))
        else:
            at = self._line_end(behind)
            self._pieces.append((at, at, f"{self._break}{indent}{written}"))

    def _cut_entry(self, mapping: MappingAt, key: str) -> None:
        place = next(number for number, (name, _) in enumerate(mapping.entries) if name.text == key)
        name, value = mapping.entries[place]
        spans = [(one.start, other.end) for one, other in mapping.entries]
        if mapping.flow:
            self._cut_flow(spans, place)
        elif place:
            self._cut_lines(name.start, value.end)
        elif not self._text[value.end : spans[1][0]].strip():
            self._pieces.append((name.start, spans[1][0], ""))
        else:  # a comment stands behind it
            self._pieces.append((name.start, self._blanks(value.end), ""))

    # Lists and lines

    def _cut_flow(self, spans: Sequence[tuple[int, int]], place: int) -> None:
        """Cut one of the things in brackets, with one of the commas beside it."""
        start, end = spans[place]
        if behind := _BEHIND.match(self._text, end):
            end = behind.end()
            rest = _REST.match(self._text, end)
            if rest and not self._text[self._line_start(start) : start].strip():
                start, end = self._line_start(start), rest.end()  # it has lines of its own
        elif place and _BETWEEN.fullmatch(self._text, spans[place - 1][1], start):
            start = spans[place - 1][1]
        self._pieces.append((start, end, ""))

    def _cut_lines(self, start: int, end: int) -> None:
        """Cut what has lines of its own; a comment behind it stays, in a line."""
        begin = self._line_start(start)
        if self._text[begin:start].strip():
            raise _UnsafeError("other things stand in its line", start)
        rest = _REST.match(self._text, end)
        if self._line_start(end) == end:
            self._pieces.append((begin, end, ""))
        elif rest:
            self._pieces.append((begin, rest.end(), ""))
        else:
            self._pieces.append((start, self._blanks(end), ""))

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        found = _LINE_END.search(self._text, at)
        return found.start() if found else len(self._text)

    def _blanks(self, at: int) -> int:
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    # What is set aside

    def _set_aside(self, root: MappingAt, claims: ListAt) -> None:
        gone = {place: edit.phrase for place, edit in self._edits.items() if isinstance(edit, SetAside)}
        if not gone:
            return
        for place in gone:
            if claims.flow:
                self._cut_flow([(one.start, one.end) for one in claims.items], place)
            else:
                self._cut_lines(self._dash(claims.items[place].start), claims.items[place].end)
        if not claims.flow and len(gone) == len(claims.items):
            key = next(key for key, value in root.entries if value is claims)
            colon = self._text.index(":", key.end) + 1
            self._pieces.append((colon, colon, " []"))
        source = root.get("source")
        if not isinstance(source, MappingAt) or not source.entries or holds_shared(source):
            raise _UnsafeError("its 'source:' is no mapping that is written out")
        self._add_phrases(source, list(dict.fromkeys(map(_one_line, gone.values()))))

    def _dash(self, start: int) -> int:
        """Where the dash of a list's item stands."""
        before = self._text[:start].rstrip()
        if not before.endswith("-"):
            raise _UnsafeError("a comment stands between its dash and the claim", start)
        return len(before) - 1

    def _add_phrases(self, source: MappingAt, phrases: Iterable[str]) -> None:
        value = source.get("set_aside")
        if value is not None and not isinstance(value, TextAt):
            raise _UnsafeError("its 'set_aside' is no text", value.start)
        there = _phrases(value.text) if value else []
        new = [one for one in phrases if one not in there]
        if not new:
            return
        printable = all(one.isprintable() for one in new)
        if value is None and not source.flow and printable:
            indent = self._indent(source)
            block = self._break.join(["set_aside: |", *(f"{indent}  {one}" for one in new)])
            self._insert_line(source.end, indent, block)
        elif value is not None and printable and (inner := self._literal_indent(value)) is not None:
            kept = self._text[value.start : value.end].rstrip()
            self._insert_line(value.start + len(kept), inner, f"{self._break}{inner}".join(new))
        else:
            self._change(source, {"set_aside": "\n".join([*there, *new])}, SOURCE_COLUMNS)

    def _literal_indent(self, value: TextAt) -> str | None:
        """What stands before each line of a text that is written line by line; None where it is written otherwise."""
        written = self._text[value.start : value.end].rstrip()
        found = re.fullmatch(r"\|[+-]?[ \t]*(?:#[^\r\n]*)?\r?\n(?P<indent> +)\S.*", written, re.DOTALL)
        return found["indent"] if value.style == "|" and found else None
