"""A source's file as a draft begins it: for people to read, one claim a line below the sentence it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap

from reconcile.ledger.writing.files import claim_line, scalar

SCHEMA_LINE = "# yaml-language-server: $schema={path}\n"
_WIDTH = 116  # of a comment's words


def source_file(
    source: Mapping[str, str], claims: Iterable[tuple[str, Mapping[str, str]]], notes: Iterable[str] = ()
) -> str:
    """Write a source and its claims, each with the sentence that it stands in, which is told once.

    >>> print(source_file({"title": "Trade", "language": "en"}, [("It came to 9 %.", {"reported": "9 %"})]), end="")
    # yaml-language-server: $schema=../schemas/source.schema.json
    source:
      title: Trade
      language: en
    claims:
      # It came to 9 %.
      - {reported: "9 %"}
    """
    lines = [SCHEMA_LINE.format(path="../schemas/source.schema.json"), "source:\n"]
    lines += [f"  {key}: {scalar(text)}\n" for key, text in source.items() if text]
    said = ""
    body: list[str] = []
    for sentence, record in claims:
        if sentence != said:
            body += [f"  # {line}\n" for line in wrap(_comment(sentence), _WIDTH, break_long_words=False)]
            said = sentence
        body.append(f"  - {claim_line(record)}\n")
    lines += ["claims:\n", *body] if body else ["claims: []\n"]
    lines += [f"# {line}\n" for note in notes for line in wrap(_comment(note), _WIDTH, break_long_words=False)]
    return "".join(lines)


def _comment(text: str) -> str:
    """Text as a comment may hold it: without what YAML takes for the end of a line, or refuses."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
