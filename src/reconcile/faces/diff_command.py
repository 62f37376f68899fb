"""What `reconcile diff` does once its arguments are understood."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from reconcile.errors import UnusableError
from reconcile.faces.screen import lines_fit, refuse, write
from reconcile.reports.differences import (
    BECAME,
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

    from reconcile.auditing import Result
    from reconcile.errors import Problem
    from reconcile.reports.differences import Differences
    from reconcile.reports.phrasebook import Phrasebook


def diff_command(options: argparse.Namespace) -> int:
    """Compares two audits; returns the exit status."""
    problems: list[Problem] = []
    audits: list[_Audit] = []
    for path in (options.old, options.new):
        try:
            audits.append(_audit(path, quiet=options.quiet))
        except UnusableError as error:
            problems += error.problems
    if problems:
        return refuse(problems)
    found = differences(*(audit.findings for audit in audits))
    report = _report(found, audits, options)
    return found.status if write(report, options.format, options.output) else 2


class _Audit(NamedTuple):
    """An audit that was written, or one that is made now."""

    findings: dict[str, RecordedFinding]
    made: Result | None


def _report(found: Differences, audits: list[_Audit], options: argparse.Namespace) -> str:
    if options.format == "json":
        return difference_json(found)
    if options.format == "markdown":
        return difference_markdown(found)
    if options.format == "html":
        from reconcile.reports.difference_page import difference_page
        from reconcile.reports.phrasebook import phrasebook

        words = phrasebook(options.lang)
        return difference_page(found, words, _headlines(found, audits, words))
    if options.quiet:
        return visible(difference_summary(found)) + "\n"
    width, colour = lines_fit() if options.output is None else (None, False)
    return difference_text(found, verbose=options.verbose, width=width, colour=colour)


def _headlines(found: Differences, audits: list[_Audit], words: Phrasebook) -> dict[str, str]:
    """The sentences of the findings that are told, as the later of the audits that were made now has them."""
    from reconcile.reports.headlines import Headlines

    told = {step.shown.finding for name in BECAME for step in getattr(found, name)}
    said: dict[str, str] = {}
    for result in (audit.made for audit in audits if audit.made is not None):
        headlines = Headlines(result, words)
        said |= {entry.finding: headlines.of(entry) for entry in result.entries() if entry.finding in told}
    return said


def _audit(path: Path, *, quiet: bool) -> _Audit:
    if path.suffix == ".json" and not path.is_dir():
        return _Audit(read_recorded_audit(path), None)
    from reconcile.auditing import run, silent
    from reconcile.faces.progress import progress_shown
    from reconcile.ledger.ledger import Ledger

    with nullcontext(silent) if quiet else progress_shown(f"reading {path}") as told:
        result = run(Ledger.read(path), progress=told)
        return _Audit({entry.finding: RecordedFinding.of(entry) for entry in result.entries()}, result)
