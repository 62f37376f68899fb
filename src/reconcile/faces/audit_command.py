"""What `reconcile audit` does once its arguments are understood."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING

from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.ledger.store import Ledger
from reconcile.reports.json import to_json
from reconcile.reports.saving import save
from reconcile.reports.terminal import visible
from reconcile.reports.text import summary, text

if TYPE_CHECKING:
    import argparse

    from reconcile.auditing import Result


def audit(options: argparse.Namespace) -> int:
    """Reads, audits and reports; returns the exit status."""
    try:
        ledger = Ledger.read(options.ledger, texts=options.texts)
        if options.as_of:
            ledger = ledger.as_of(options.as_of.isoformat())
        result = run(ledger, checks=options.checks, rounding=options.rounding)
    except LedgerError as error:
        return _refused(error)
    report = _report(result, options)
    if options.output is None:
        _print(report, json=options.format == "json")
        return result.status
    try:
        save(options.output, report)
    except OSError as error:
        sys.stderr.write(f"reconcile: {visible(str(options.output))} cannot be written: {error.strerror}\n")
        return 2
    return result.status


def _refused(error: LedgerError) -> int:
    for problem in error.problems:
        sys.stderr.write(visible(str(problem)) + "\n")
    count = len(error.problems)
    sys.stderr.write(f"{count} problem{'s' * (count != 1)}; nothing was audited\n")
    return 2


def _report(result: Result, options: argparse.Namespace) -> str:
    if options.format == "json":
        return to_json(result)
    if options.quiet:
        return visible(summary(result)) + "\n"
    terminal = options.output is None and sys.stdout.isatty()
    return text(
        result,
        verbose=options.verbose,
        width=shutil.get_terminal_size().columns if terminal else None,
        colour=terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
    )


def _print(report: str, *, json: bool) -> None:
    if json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # JSON is UTF-8 wherever it goes
    sys.stdout.write(report)
    sys.stdout.flush()
