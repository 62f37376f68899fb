"""The audit as a comment on a pull request: the conflicts in full, the rest folded.

Words from a ledger are either code spans, in which nothing is markup, or escaped so that they stay words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.auditing import Entry
from reconcile.reports.claim_parts import arithmetic_words, mending_words, parts
from reconcile.reports.entries import outcome, told, totals
from reconcile.reports.headlines import Headlines
from reconcile.reports.markdown_words import code, prose
from reconcile.reports.meanings import MEANS, ending
from reconcile.reports.proof import proof
from reconcile.reports.suspects import Suspects, suspects
from reconcile.reports.terminal import drawn
from reconcile.reports.text_report import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.auditing import Result

_LONGEST = 60_000  # characters; a comment on a pull request may have 65,536
_HEADINGS = 2_000  # of these, kept for the title and for the headings of what is left out


def to_markdown(result: Result, *, verbose: bool = False) -> str:
    """Conflicts first, with sentences and arithmetic; each other kind folded.

    What would make it longer than a comment may be is counted and left out, except with ``verbose``.
    """
    blocks = [
        f"## {prose(result.ledger.title or 'A ledger without a title')}\n\n",
        f"**{outcome(result)}** in {size(result)}: {ending(result)}.\n",
    ]
    if found := suspects(result):
        blocks.append(_causes(found))
    room = _LONGEST - _HEADINGS - sum(map(len, blocks[2:]))
    for kind, count in totals(result).items():
        alike, _ = told(result, kind, verbose=verbose)
        items = [_full(entry, result) if kind in {"conflict", "accepted"} else _item(entry) for entry in alike]
        kept = len(items) if verbose else _fitting(items, room)
        room -= sum(map(len, items[:kept]))
        blocks.append(_block(kind, count, items[:kept]))
    return "".join(blocks)


def _causes(found: Suspects) -> str:
    """The figures that are probably wrong, each struck through with what would put it right."""
    lines = []
    for one in found.shown:
        before, after = one.before_and_after
        change = f"~~{prose(before)}~~ → **{prose(after)}**" if after else prose(one.change)
        slip = f": {prose(one.slip)}" if one.slip else ""
        told = f"{prose(one.about)}: {change}{slip} ({code(one.place)})"
        lines.append(f"- {told}; {one.extent}{found.otherwise(one)}\n")
    more = [f"- {found.more}\n"] if found.more else []
    return f"\n**{found.head}:**\n\n" + "".join([*lines, *more])


def _block_of(lines: Sequence[str]) -> str:
    """Lines as they stand, in which nothing is markup."""
    shown = "\n".join(map(drawn, lines))
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{fence}text\n{shown}\n{fence}"


def _fitting(items: list[str], room: int) -> int:
    """How many of them have room."""
    for number, item in enumerate(items):
        room -= len(item)
        if room < 0:
            return number
    return len(items)


def _block(kind: str, count: int, items: list[str]) -> str:
    """A kind with those of its findings that have room."""
    said = f"{kind} ({count}): {MEANS[kind]}"
    more = f"\n{count - len(items)} more did not fit here.\n" if count > len(items) else ""
    if kind == "conflict":
        return f"\n### {said}\n" + "".join(items) + more
    return f"\n<details>\n<summary>{said}</summary>\n\n" + "".join(items) + more + "\n</details>\n"


def _item(entry: Entry) -> str:
    place = f" ({code(entry.place)})" if entry.place else ""
    return f"- {prose(entry.sentence)}{place}\n"


def _full(entry: Entry, result: Result) -> str:
    return "".join(f"{line}\n" for line in _lines(entry, result))


def _lines(entry: Entry, result: Result) -> Iterator[str]:
    first, *exact = Headlines(result).told(entry)
    yield f"\n**{prose(first)}**\n"
    yield from (f"{prose(line)}\n" for line in exact)
    given = parts(entry, result)
    if given:
        yield "| claim | printed | stands for | source | in the ledger |\n| --- | --- | --- | --- | --- |"
    for part in given:
        cells = (part.printed, part.stands_for, part.source, part.place_and_guess)
        yield f"| {prose(part.speaks_of)} | " + " | ".join(code(cell, in_table=True) for cell in cells) + " |"
    quoted = [part for part in given if part.quote]
    if quoted:
        yield "\n" + "\n>\n".join(f"> {code(part.quote)}" for part in quoted)
    if steps := proof(entry):
        yield "\nAdded up as it says, the quantities cancel, and what is left is false:\n"
        yield _block_of(steps)
    if sums := arithmetic_words(entry):
        yield f"\n{prose(sums)}"
    if entry.repairs:
        yield "\nAny one of these changes would mend it:\n" if len(entry.repairs) > 1 else "\nThis would mend it:\n"
    yield from (f"- {prose(mending_words(repair))}" for repair in entry.repairs)
    if entry.accepted is not None:
        yield f"\nAccepted: {prose(entry.accepted)}"
    yield f"\n{code(entry.finding)}"
