"""Reports of XBRL, told by their content, each with the calculations beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import XmlElement, read_elements
from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.opening import whole_file
from reconcile.ledger.reading.problem_words import file_shown, shown
from reconcile.reading.json_trees import Tree, begins_json, read_json
from reconcile.reading.reported_ledgers import READ, ReportedLedger, as_ledger_errors
from reconcile.reading.xbrl.calculation_links import LINKBASE
from reconcile.reading.xbrl.company_facts import is_company, read_company_facts
from reconcile.reading.xbrl.csv_reports import read_csv_report
from reconcile.reading.xbrl.inline_reports import PAGE, read_inline
from reconcile.reading.xbrl.json_reports import document_type, read_json_report
from reconcile.reading.xbrl.reported_facts import Report, claims_of
from reconcile.reading.xbrl.sums_beside import add_sums
from reconcile.reading.xbrl.xml_reports import INSTANCE, read_instance

__all__ = ["json_report", "read_filings", "xml_report"]


def json_report(tree: Tree, file: str, source: str, path: Path) -> Report:
    """The report that a tree of JSON holds; a LedgerError where it is none."""
    if is_company(tree):
        return read_company_facts(tree, file)
    kind = document_type(tree)
    if kind.endswith("/xbrl-json"):
        return add_sums(read_json_report(tree, file, source), path)
    if kind.endswith("/xbrl-csv"):
        return add_sums(read_csv_report(tree, file, source, path), path)
    found = f"documentType {kind}" if kind else "no documentInfo with a documentType"
    raise LedgerError([Problem(file, None, f"is no report that is read: {found}; what is read: {READ}")])


def xml_report(data: bytes, root: XmlElement, file: str, source: str, path: Path) -> Report:
    """The report of a file of XML with the calculations beside it; a LedgerError where it is none."""
    if root.name == PAGE:
        return add_sums(read_inline(data, file, source), path)
    if root.name != INSTANCE:
        found = "a linkbase, whose report is to be named" if root.name == LINKBASE else f"an element {root.name[1]}"
        raise LedgerError([Problem(file, root.line, f"is {found}; what is read: {READ}")])
    return add_sums(read_instance(data, file, source), path)


def read_filings(filings: Mapping[Path, str]) -> ReportedLedger:
    """Read filings, each with the day on which it was filed: releases of one series for each filer.

    A LedgerError with what is wrong in any of them.
    """
    if not filings:
        raise LedgerError([Problem("filings", None, "none is given; expected files, each with the day of its filing")])
    alike = len({path.stem for path in filings}) < len(filings)  # files are often called alike in folders of their own
    problems: list[Problem] = []
    reports: list[Report] = []
    for path, filed in filings.items():
        file, source = (f"{path.parent.name}/{name}" if alike else name for name in (path.name, path.stem))
        try:
            report = _report(path, file, source)
        except LedgerError as error:
            problems += error.problems
            continue
        if report.sources is not None:
            message = "holds several filings, each with its day; it is read by itself, with Ledger.read"
            problems.append(Problem(file_shown(file), None, message))
        series = ", ".join(sorted({fact.entity for fact in report.facts}))
        said = {"source": [source], "title": [report.title], "published": [filed], "series": [series]}
        report.sources = pd.DataFrame(said, dtype="str")
        reports.append(report)
    names = [report.sources["source"][0] for report in reports if report.sources is not None]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.append(Problem("filings", None, f"two are called {shown(name)}; give one of the files another name"))
    if problems:
        raise LedgerError(problems)
    return claims_of(reports)


def _report(path: Path, name: str, source: str) -> Report:
    file = file_shown(name)
    with as_ledger_errors(file):
        return _read(path, file, source)


def _read(path: Path, file: str, source: str) -> Report:
    data = whole_file(path, None)
    if begins_json(data):
        return json_report(read_json(data, file), file, source, path)
    return xml_report(data, next(read_elements(data, file, Allowance(file))), file, source, path)
