"""The proof of a conflict of many claims: inequalities that add up to a falsehood, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.terminal import TerminalLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.auditing import Entry


def proof(entry: Entry) -> list[str]:
    """The lines of the certificate, in columns; none where a finding carries none."""
    return [] if entry.certificate is None else str(entry.certificate).split("\n")


def told_proof(entry: Entry) -> list[str]:
    """The same without columns, for where every line stands by itself."""
    return [" ".join(line.split()) for line in proof(entry)]


def proof_lines(entry: Entry, indent: int, width: int | None) -> Iterator[TerminalLine]:
    """The same for a terminal: in columns where they fit, else wrapped."""
    steps = proof(entry)
    if steps:
        slack = "without the slack, " if entry.verdict == "hedge" else ""
        yield TerminalLine(f"{slack}added up as it says, the quantities cancel, and what is left is false:", indent)
    fits = width is None or max(map(len, steps), default=0) + indent + 2 <= width
    yield from (TerminalLine(step, indent + 2, drawn=fits) for step in steps)
