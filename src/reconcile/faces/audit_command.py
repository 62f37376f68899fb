"""What `reconcile audit` does once its arguments are understood."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from reconcile.auditing import run, silent
from reconcile.errors import UnusableError
from reconcile.faces.progress import progress_shown
from reconcile.faces.screen import lines_fit, refuse, write
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.folder import MAPPING
from reconcile.reading.sdmx.csv_heads import begins_message
from reconcile.reports.files import from_here
from reconcile.reports.phrasebook import phrasebook
from reconcile.reports.terminal import visible
from reconcile.reports.text_report import summary, to_short_text, to_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from reconcile.auditing import Result
    from reconcile.errors import Problem

# Each format is imported when it is asked for. Those that hold everything, however much is asked for, come first, in
# pieces of which none stays when it is written.
_WHOLE = {
    "html": ("page", "to_html"),
    "json": ("json_report", "json_pieces"),
    "csv": ("csv_report", "csv_pieces"),
    "junit": ("junit", "junit_pieces"),
}
_FORMATS = {
    "sarif": ("sarif", "to_sarif"),
    "github": ("github", "to_github"),
    "markdown": ("markdown", "to_markdown"),
}
_REFUSALS = ("sarif", "junit", "github")


def _from(module: str, name: str) -> Callable[..., str | Iterable[str]]:
    found: Callable[..., str | Iterable[str]] = getattr(import_module(f"reconcile.reports.{module}"), name)
    return found


def audit_command(options: argparse.Namespace) -> int:
    """Reads, audits and reports; returns the exit status."""
    return audited_and_reported(options, read_and_run, options.ledger)


def audited_and_reported(
    options: argparse.Namespace, audited: Callable[[argparse.Namespace], Result], ledger: Path
) -> int:
    """Reports, as the options ask for, what is audited; `ledger` is where problems are told from."""
    # Files come first: they are written even if whoever reads standard output leaves before its end.
    wanted = sorted([(options.format, options.output), *options.report], key=lambda one: one[1] is None)
    try:
        result = audited(options)
    except UnusableError as error:
        placed = list(_placed(error.problems, ledger))
        for name, path in wanted:
            if name in _REFUSALS:  # whoever reads these expects them of every run
                write(_from(name, f"{name}_refused")(placed), name, path)
        return refuse(error.problems)
    written = [write(_report(name, result, options, path), name, path) for name, path in wanted]
    return result.status if all(written) else 2


def read_and_run(options: argparse.Namespace) -> Result:
    """The audit that the options ask for; raises a LedgerError where the ledger cannot be read."""
    with nullcontext(silent) if options.quiet else progress_shown("reading the ledger") as told:
        ledger = _given(options)
        if options.as_of:
            ledger = ledger.as_of(options.as_of.isoformat())
        result = run(ledger, checks=options.checks, rounding=options.rounding, budget=options.budget, progress=told)
    return replace(result, most_conflicts=options.max_conflicts, strict=options.strict)


def _given(options: argparse.Namespace) -> Ledger:
    """A folder or a table of claims; for what else may be given, more is imported."""
    path = options.ledger
    plain = path.is_dir() or path.suffix.lower() in {".csv", ".parquet", ".yaml"}
    other = options.wide or options.unit_mult or path.name.endswith(MAPPING) or begins_message(path)
    if plain and not other:
        return Ledger.read(path, texts=options.texts, rules=options.rule)
    from reconcile.faces.given_ledgers import given_ledger

    return given_ledger(options)


def _report(name: str, result: Result, options: argparse.Namespace, path: Path | None) -> str | Iterable[str]:
    if name == "html":
        return _from(*_WHOLE[name])(result, phrasebook(options.lang))
    if name in _WHOLE:
        return _from(*_WHOLE[name])(result)
    if name != "text":
        return _from(*_FORMATS[name])(result, verbose=options.verbose)
    if options.quiet:
        return visible(summary(result)) + "\n"
    width, colour = lines_fit() if path is None else (None, False)
    if options.short:
        return to_short_text(result, width=width, colour=colour)
    return to_text(result, verbose=options.verbose, width=width, colour=colour)


def _placed(problems: Iterable[Problem], ledger: Path) -> Iterator[Problem]:
    """Problems with their files as seen from the working directory, where they name files of the ledger."""
    folder = ledger if ledger.is_dir() else ledger.parent
    for problem in problems:
        file = folder / problem.file
        yield replace(problem, file=from_here(file)) if problem.file and file.exists() else problem
