"""What `reconcile coverage` does once its arguments are understood."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

from reconcile.checks.unclaimed_numbers import numbers_of
from reconcile.errors import LedgerError
from reconcile.faces.screen import refuse, write
from reconcile.ledger.ledger import Ledger
from reconcile.reports.terminal import drawn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_LINE = 76  # characters of a line of unclaimed numbers


def coverage_command(options: argparse.Namespace) -> int:
    """Counts the numbers of each text; returns the exit status."""
    try:
        ledger = Ledger.read(options.ledger, texts=options.texts)
        lines, covered = _told(ledger)
    except LedgerError as error:
        return refuse(error.problems)
    if not write("".join(f"{drawn(line)}\n" for line in lines), "text", None):
        return 2
    return 1 if options.strict and not covered else 0


def _told(ledger: Ledger) -> tuple[list[str], bool]:
    """The lines of the report, and whether every number of every text is claimed or set aside."""
    lines: list[str] = []
    all_left, covered = 0, True
    frames = dict(list(ledger.claims.groupby("source")))
    for _, row in ledger.sources.iterrows():
        source = str(row["source"])
        text = ledger.text(source)
        if text is None:
            lines.append(f"{source}: text not stored, so its numbers are not known")
            covered = False
            continue
        claims = frames.get(source, ledger.claims.iloc[:0])
        cited = [
            (reported, quote, None if pd.isna(at) else int(at))
            for reported, quote, at in zip(claims["reported"], claims["quote"], claims["at"], strict=True)
        ]
        claimed, aside, left, stale = numbers_of(text, row["language"], cited, row["set_aside"])
        lines.append(f"{source}: {claimed + aside + len(left)} numbers, {claimed} claimed, {aside} set aside, "
                     f"{len(left)} unclaimed")  # fmt: skip
        lines += _places(unicodedata.normalize("NFC", text), [(one.words, one.at) for one in left])
        lines += [f"  “{phrase}” is set aside, but is not in the text" for phrase in stale]
        all_left += len(left)
    covered = covered and not all_left
    lines.append(
        "every number is claimed or set aside" if covered else f"{all_left} numbers are neither claimed nor set aside"
    )
    return lines, covered


def _places(text: str, numbers: list[tuple[str, int]]) -> Iterator[str]:
    """Each number with some words around it."""
    for words, at in numbers:
        before, after = text[max(0, at - _LINE // 2) : at], text[at + len(words) : at + len(words) + _LINE // 3]
        yield "  " + " ".join(f"{before.rpartition(chr(10))[2]}[{words}]{after.partition(chr(10))[0]}".split())
