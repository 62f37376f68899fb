"""What `reconcile diff` does once its arguments are understood."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from reconcile.errors import UnusableError
from reconcile.faces.screen import lines_fit, refuse, write
from reconcile.reports.differences import (
    difference_json,
    difference_markdown,
    difference_summary,
    difference_text,
    differences,
)
from reconcile.reports.recorded_audits import RecordedFinding, read_recorded_audit
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from reconcile.errors import Problem
    from reconcile.reports.differences import Differences


def diff_command(options: argparse.Namespace) -> int:
    """Compares two audits; returns the exit status."""
    problems: list[Problem] = []
    audits = []
    for path in (options.old, options.new):
        try:
            audits.append(_findings(path, quiet=options.quiet))
        except UnusableError as error:
            problems += error.problems
    if problems:
        return refuse(problems)
    found = differences(*audits)
    report = _report(found, options)
    return found.status if write(report, options.format, options.output) else 2


def _report(found: Differences, options: argparse.Namespace) -> str:
    if options.format == "json":
        return difference_json(found)
    if options.format == "markdown":
        return difference_markdown(found)
    if options.format == "html":
        from reconcile.reports.difference_page import difference_page

        return difference_page(found)
    if options.quiet:
        return visible(difference_summary(found)) + "\n"
    width, colour = lines_fit() if options.output is None else (None, False)
    return difference_text(found, verbose=options.verbose, width=width, colour=colour)


def _findings(path: Path, *, quiet: bool) -> dict[str, RecordedFinding]:
    """The findings of an audit that was written, or of one that is made now."""
    if path.suffix == ".json" and not path.is_dir():
        return read_recorded_audit(path)
    from reconcile.auditing import run, silent
    from reconcile.faces.progress import progress_shown
    from reconcile.ledger.ledger import Ledger

    with nullcontext(silent) if quiet else progress_shown(f"reading {path}") as told:
        result = run(Ledger.read(path), progress=told)
        return {entry.finding: RecordedFinding.of(entry) for entry in result.entries()}
