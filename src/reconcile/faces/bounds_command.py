"""What `reconcile bounds` does once its arguments are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.errors import LedgerError, ReconcileError
from reconcile.faces.audit_command import read_and_run
from reconcile.faces.screen import lines_fit, refuse, say, write
from reconcile.reports.bounds_report import bounds_csv, bounds_json, bounds_text
from reconcile.reports.terminal import drawn

if TYPE_CHECKING:
    import argparse


def bounds_command(options: argparse.Namespace) -> int:
    """Reads the ledger and shows where all its claims together leave each quantity; returns the exit status."""
    try:
        result = read_and_run(options)
        found = result.implied(options.reading, without=options.without, budget=options.budget)
    except LedgerError as error:
        return refuse(error.problems)
    except ReconcileError as error:
        say(f"reconcile: {drawn(str(error))}")
        return 2
    if options.measure:
        found = found[found["measure"].isin(options.measure)]
    if options.format == "text":
        width, colour = lines_fit() if options.output is None else (None, False)
        report = bounds_text(found, verbose=options.verbose, width=width, colour=colour)
    else:
        report = bounds_csv(found) if options.format == "csv" else bounds_json(found)
    return 0 if write(report, options.format, options.output) else 2
