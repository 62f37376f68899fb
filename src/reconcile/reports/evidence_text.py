"""One conflict in full: the sentences, what they stand for, the arithmetic, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.claim_parts import ClaimPart, arithmetic_words, mending_words, parts
from reconcile.reports.headlines import Headlines
from reconcile.reports.number_line import number_line
from reconcile.reports.proof import proof_lines
from reconcile.reports.terminal import TerminalLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.auditing import Entry, Result

WIDTH = 100  # characters that a picture may take where nothing limits a line


def evidence(
    entry: Entry, result: Result, *, indent: int = 0, width: int | None = None, check: bool = False
) -> Iterator[TerminalLine]:
    """What it comes to, what anyone can verify by hand, and the id by which the ledger can accept it.

    ``check`` names the check, too.
    """
    given = parts(entry, result)
    *headline, exact = Headlines(result).told(entry)
    yield from (TerminalLine(line, indent, "bold") for line in headline)
    exact = f"{entry.check}: {exact}" if check else exact
    yield TerminalLine(exact, indent + 2 if headline else indent, "" if headline else "bold")
    for part in given:
        yield from _sentence(part, indent)
    for drawn in number_line(entry, given, width=(width or WIDTH) - indent - 2):
        yield TerminalLine(drawn, indent + 2, drawn=True)
    yield from proof_lines(entry, indent + 2, width)
    if sums := arithmetic_words(entry):
        yield TerminalLine(sums, indent + 2)
    if entry.repairs:
        yield TerminalLine(
            "any one of these changes would mend it:" if len(entry.repairs) > 1 else "this change would mend it:",
            indent + 2,
        )
    for repair in entry.repairs:
        yield TerminalLine(mending_words(repair), indent + 4, "green")
    if entry.accepted is not None:
        yield TerminalLine(f"accepted: {entry.accepted}", indent + 2)
    yield TerminalLine(f"id: {entry.finding}", indent + 2, "dim")


def _sentence(part: ClaimPart, indent: int) -> Iterator[TerminalLine]:
    published = f", {part.published}" if part.published else ""
    yield TerminalLine(f"{part.speaks_of}: {part.printed}, stands for {part.stands_for}", indent + 2)
    if part.quote:
        yield TerminalLine(f"“{part.quote}”", indent + 4)
    yield TerminalLine(f"{part.source}{published} ({part.place_and_guess})", indent + 4, "dim")
