"""What `reconcile check` does once its arguments are understood."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.auditing import silent
from reconcile.errors import UnusableError
from reconcile.faces.against_tables import derivations_frame
from reconcile.faces.audit_command import audited_and_reported
from reconcile.faces.checking import audited_draft, drafted_ledger
from reconcile.faces.progress import progress_shown
from reconcile.faces.screen import lines_fit, refuse, say, write
from reconcile.faces.sources_to_check import document_of
from reconcile.ledger.ledger import Ledger
from reconcile.reports.derivations_report import (
    derivations_csv,
    derivations_json,
    derivations_status,
    derivations_text,
)

if TYPE_CHECKING:
    import argparse

    from reconcile.auditing import Result


def check_command(options: argparse.Namespace) -> int:
    """Reads documents, audits what they say themselves, and reports; returns the exit status."""
    if options.against:
        return _against(options)
    claims: list[int] = []
    status = audited_and_reported(options, partial(drafted_and_run, claims), Path())
    return 0 if options.nothing_is_fine and status and claims == [0] else status


def drafted_and_run(claims: list[int], options: argparse.Namespace) -> Result:
    """The audit of the documents; how many claims they make is added to `claims`. Raises an UnusableError."""
    with nullcontext(silent) if options.quiet else progress_shown("reading the documents") as told:
        documents = [document_of(file, None, options.language) for file in options.files]
        ledger = drafted_ledger(documents, options.language, Ledger.from_frames, options.published or "", told).ledger
        claims.append(len(ledger.content))
        if options.ledger is not None:
            ledger.write(options.ledger)
        return audited_draft(ledger, options.budget, told)


def _against(options: argparse.Namespace) -> int:
    """Says of each figure of the documents how the tables give it; returns the exit status."""
    if options.format not in {"text", "csv", "json"} or options.report or options.ledger:
        say("reconcile: --against is reported as text, csv or json, and keeps no ledger")
        return 2
    try:
        documents = [document_of(file, None, options.language) for file in options.files]
        found = derivations_frame(documents, options.against, options.language, options.published or "")
    except UnusableError as error:
        return refuse(error.problems)
    if options.format == "text":
        width, colour = lines_fit() if options.output is None else (None, False)
        wanted = {"verbose": options.verbose, "quiet": options.quiet}
        report = derivations_text(found, **wanted, width=width, colour=colour)
    else:
        report = derivations_csv(found) if options.format == "csv" else derivations_json(found)
    return derivations_status(found) if write(report, options.format, options.output) else 2
