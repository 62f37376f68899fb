"""What `reconcile explain` does once its arguments are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.errors import LedgerError, ReconcileError
from reconcile.faces.audit_command import read_and_run
from reconcile.faces.screen import lines_fit, refuse, say, write
from reconcile.reports.entries import named
from reconcile.reports.explanation import explain
from reconcile.reports.terminal import drawn

if TYPE_CHECKING:
    import argparse


def explain_finding(options: argparse.Namespace) -> int:
    """Audits the ledger and explains one of its findings; returns the exit status."""
    try:
        result = read_and_run(options)
        entry = named(result, options.finding)
    except LedgerError as error:
        return refuse(error.problems)
    except ReconcileError as error:
        for line in str(error).split("\n"):
            say(drawn(line))
        return 2
    width, colour = lines_fit()
    return 0 if write(explain(entry, result, width=width, colour=colour), "text", None) else 2
