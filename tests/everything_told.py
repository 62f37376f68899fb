"""All that anybody could see of a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reconcile.auditing import run
from reconcile.errors import LedgerError, ReconcileError
from reconcile.ledger.ledger import Ledger
from reconcile.reports import csv_report, github, json_report, junit, markdown, page, sarif, text_report
from reconcile.reports.terminal import TerminalLine, render


def told(path: Path, texts: Path | None = None) -> Iterator[tuple[str, str]]:
    """Every report by the name of its format, of a ledger that is refused those that refusals have."""
    try:
        result = run(Ledger.read(path, texts=texts), budget=5)
    except LedgerError as error:
        yield "refused", render(TerminalLine(str(problem)) for problem in error.problems)
        for report, name in ((sarif, "sarif"), (junit, "junit"), (github, "github")):
            yield name, getattr(report, f"{name}_refused")(error.problems)
        return
    except ReconcileError as error:
        yield "refused", str(error)
        return
    yield "findings", str(result.findings.to_dict("records"))
    yield "html", page.to_html(result)
    yield "json", json_report.to_json(result)
    for report, name in (
        (csv_report, "csv"),
        (sarif, "sarif"),
        (junit, "junit"),
        (github, "github"),
        (markdown, "markdown"),
    ):
        yield name, getattr(report, f"to_{name}")(result, verbose=True)
    yield "text", text_report.to_text(result, verbose=True)
