"""The audit as JUnit XML: what servers of continuous integration show as test results.

Each finding is a test case: a conflict fails, an accepted one and one that could not be decided are skipped, with the
reason; a check that crashed is an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from reconcile.auditing import Entry
from reconcile.checks.finding import CRASHED
from reconcile.reports.entries import entries
from reconcile.reports.evidence_text import evidence
from reconcile.reports.files import from_here, in_ledger
from reconcile.reports.terminal import render, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.auditing import Result
    from reconcile.errors import Problem

_NOT_XML = re.compile("[\ufffe\uffff]")  # all else that XML 1.0 forbids is a control, and shows as an escape already


def to_junit(result: Result, *, verbose: bool = False) -> str:  # noqa: ARG001 - every finding is a case in any case
    """One suite with a case for every finding, in the order of the checks."""
    title = result.ledger.title or "a ledger without a title"
    return _document(title, [_case(entry, result) for entry in entries(result)])


def junit_refused(problems: Iterable[Problem]) -> str:
    """A suite with one case, in error, for a ledger that could not be read."""
    said = [str(problem) for problem in problems]
    case = ET.Element("testcase", {"classname": "ledger", "name": "can be read"})
    _outcome(case, "error", said[0] if said else "", "ledger", "\n".join(map(visible, said)))
    return _document("ledger", [case])


def _document(title: str, cases: list[ET.Element]) -> str:
    counts = {"tests": str(len(cases))}
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        counts[name] = str(sum(case.find(tag) is not None for case in cases))
    suites = ET.Element("testsuites", {"name": "reconcile", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": _plain(title), **counts})
    suite.extend(cases)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _case(entry: Entry, result: Result) -> ET.Element:
    case = ET.Element("testcase", {"classname": entry.check, "name": _plain(entry.finding)})
    if (here := in_ledger(result, entry.file)) is not None:
        case.set("file", _plain(from_here(here)))
        if entry.line:
            case.set("line", str(entry.line))
    if entry.finding.endswith(CRASHED):
        _outcome(case, "error", entry.message, "crash")
    elif entry.kind == "conflict":
        _outcome(case, "failure", entry.sentence, "conflict", render(evidence(entry, result)))
    elif entry.kind == "accepted":
        _outcome(case, "skipped", f"accepted: {entry.accepted}", "accepted", render(evidence(entry, result)))
    elif entry.kind == "unchecked":
        _outcome(case, "skipped", entry.message, "unchecked")
    else:
        ET.SubElement(case, "system-out").text = _plain(f"{entry.verdict}: {entry.sentence}")
    return case


def _outcome(case: ET.Element, tag: str, message: str, kind: str, shown: str = "") -> None:
    made = ET.SubElement(case, tag, {"message": _plain(message), "type": kind})
    if shown:
        made.text = "\n" + _NOT_XML.sub(_escape, shown)


def _plain(text: str) -> str:
    return _NOT_XML.sub(_escape, visible(text))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
