"""The audit as JUnit XML: what servers of continuous integration show as test results.

Each finding is a test case: a conflict fails, an accepted one and one that could not be decided are skipped, with the
reason; a check that crashed is an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from reconcile.auditing import Entry
from reconcile.reports.evidence_text import evidence
from reconcile.reports.files import from_here, in_ledger
from reconcile.reports.terminal import render, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from reconcile.auditing import Result
    from reconcile.errors import Problem

_NOT_XML = re.compile("[\ufffe\uffff]")  # all else that XML 1.0 forbids is a control, and shows as an escape already


def to_junit(result: Result, *, verbose: bool = False) -> str:  # noqa: ARG001 - every finding is a case in any case
    """One suite with a case for every finding, in the order of the checks."""
    return "".join(junit_pieces(result))


def junit_pieces(result: Result) -> Iterator[str]:
    """The same piece by piece: a finding is put into words when its case is asked for, and forgotten after it."""
    crashed = {finding.id for finding in result.crashed}
    counts, accepted = result.counts, len(result.accepted)
    totals = {
        "tests": sum(counts.values()),
        "failures": counts["conflict"] - accepted,
        "errors": len(result.crashed),
        "skipped": accepted + counts["unchecked"] - len(result.crashed),
    }
    title = result.ledger.title or "a ledger without a title"
    return _document(title, totals, (_case(entry, result, crashed) for entry in result.entries()))


def junit_refused(problems: Iterable[Problem]) -> str:
    """A suite with one case, in error, for a ledger that could not be read."""
    said = [str(problem) for problem in problems]
    case = ET.Element("testcase", {"classname": "ledger", "name": "can be read"})
    _outcome(case, "error", said[0] if said else "", "ledger", "\n".join(map(visible, said)))
    return "".join(_document("ledger", {"tests": 1, "failures": 0, "errors": 1, "skipped": 0}, [case]))


def _document(title: str, totals: Mapping[str, int], cases: Iterable[ET.Element]) -> Iterator[str]:
    counts = {name: str(count) for name, count in totals.items()}
    suites = ET.Element("testsuites", {"name": "reconcile", **counts})
    ET.SubElement(suites, "testsuite", {"name": _plain(title), **counts})
    ET.indent(suites)
    if not totals["tests"]:
        yield f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'
        return
    before, end, after = ET.tostring(suites, encoding="unicode", short_empty_elements=False).rpartition("</testsuite>")
    yield f'<?xml version="1.0" encoding="utf-8"?>\n{before}\n'
    for case in cases:
        ET.indent(case, level=2)
        yield f"    {ET.tostring(case, encoding='unicode')}\n"
    yield f"  {end}{after}\n"


def _case(entry: Entry, result: Result, crashed: Collection[str]) -> ET.Element:
    case = ET.Element("testcase", {"classname": entry.check, "name": _plain(entry.finding)})
    if (here := in_ledger(result, entry.file)) is not None:
        case.set("file", _plain(from_here(here)))
        if entry.line:
            case.set("line", str(entry.line))
    if entry.finding in crashed:
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
