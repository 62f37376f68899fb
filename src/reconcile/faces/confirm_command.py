"""What `reconcile confirm` does once its arguments are understood."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.errors import LedgerError, Problem
from reconcile.faces.screen import say, write
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.opening import LARGEST
from reconcile.ledger.writing.claim_edits import CONFIRMED, Changed, ClaimEdit
from reconcile.ledger.writing.decisions import edits_of, read_decisions, write_edits
from reconcile.ledger.writing.files import unwritten
from reconcile.ledger.writing.locking import one_writer
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    import argparse


def confirm_command(options: argparse.Namespace) -> int:
    """Takes marks of guesses away, or does what was decided, or writes the page for it; returns the exit status."""
    folder = options.ledger if options.ledger.is_dir() else options.ledger.parent
    if options.decisions and (options.source or options.claim or options.review):
        say("reconcile: --decisions says itself of which claims; leave --source, --claim and --review out")
        return 2
    try:
        if options.review:
            return _write_review(options)
        edits = _decided(options.decisions) if options.decisions else None
        with one_writer(folder):
            told = _confirm(folder, Ledger.read(options.ledger), options, edits)
    except LedgerError as error:
        for problem in error.problems:
            say(visible(str(problem)))
        say("nothing was confirmed")
        return 2
    except OSError as error:
        say(visible(f"{folder}: {unwritten(error)}"))
        return 2
    return 0 if write(told + "\n", "text", None) else 2


def _write_review(options: argparse.Namespace) -> int:
    """Write the page on which a person looks at the guesses; of what is decided there it makes a text."""
    from reconcile.auditing import run
    from reconcile.reports.phrasebook import phrasebook
    from reconcile.reports.review_page import review_page

    ledger = Ledger.read(options.ledger, texts=options.texts)
    page = review_page(run(ledger, checks=("schema",), joint=False), options.ledger, phrasebook(options.lang))
    return 0 if write(page, "html", options.review) else 2


def _decided(file: Path) -> tuple[bytes, str]:
    """What was decided, from a file or, of "-", from standard input, and what it is called."""
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST), "standard input"
    try:
        return file.read_bytes(), str(file)
    except OSError as error:
        raise LedgerError([Problem(str(file), None, error.strerror or str(error))]) from None


def _confirm(folder: Path, ledger: Ledger, options: argparse.Namespace, given: tuple[bytes, str] | None) -> str:
    frame = ledger.claims
    for column, names in (("source", options.source), ("claim", options.claim)):
        for name in names:
            if name not in set(frame[column]):
                raise LedgerError([Problem(str(folder), None, f"has no {column} {name!r}")])
    edits: dict[int, ClaimEdit]
    if given:
        edits = edits_of(ledger, read_decisions(*given))
    else:
        wanted = frame["guess"] != ""
        if options.source or options.claim:
            wanted &= frame["source"].isin(options.source) | frame["claim"].isin(options.claim)
        edits = dict.fromkeys(frame.index[wanted], CONFIRMED)
    write_edits(folder, ledger, edits)
    left = sum(bool(guess) for row, guess in enumerate(frame["guess"]) if row not in edits)
    return decided_words(edits) + (f"; {left} more with guesses" if left else "")


def decided_words(edits: dict[int, ClaimEdit]) -> str:
    """How many claims were confirmed, changed and set aside: "2 claims confirmed, 1 set aside"."""
    changed = sum(isinstance(edit, Changed) and edit != CONFIRMED for edit in edits.values())
    confirmed = sum(edit == CONFIRMED for edit in edits.values())
    told = [(confirmed, "confirmed"), (changed, "changed"), (len(edits) - confirmed - changed, "set aside")]
    first, *more = [(count, what) for count, what in told if count] or told[:1]
    return ", ".join(
        [f"{first[0]} claim{'s' * (first[0] != 1)} {first[1]}", *(f"{count} {what}" for count, what in more)]
    )
