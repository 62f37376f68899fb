"""What `reconcile check` does once its arguments are understood."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.auditing import run, silent
from reconcile.faces.audit_command import audited_and_reported
from reconcile.faces.checking import drafted_ledger
from reconcile.faces.progress import progress_shown
from reconcile.faces.sources_to_check import document_of
from reconcile.ledger.ledger import Ledger

if TYPE_CHECKING:
    import argparse

    from reconcile.auditing import Result


def check_command(options: argparse.Namespace) -> int:
    """Reads documents, audits what they say themselves, and reports; returns the exit status."""
    return audited_and_reported(options, _checked, Path())


def _checked(options: argparse.Namespace) -> Result:
    """The audit of the documents; raises an UnusableError where one cannot be read or the ledger cannot be written."""
    with nullcontext(silent) if options.quiet else progress_shown("reading the documents") as told:
        documents = [document_of(file, None, options.language) for file in options.files]
        ledger = drafted_ledger(documents, options.language, Ledger.from_frames, options.published or "", told).ledger
        if options.ledger is not None:
            ledger.write(options.ledger)
        return run(ledger, budget=options.budget, progress=told)
