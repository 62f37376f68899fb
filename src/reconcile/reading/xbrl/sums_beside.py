"""The sums of a report: of the linkbases that it refers to, as far as they stand in its folder, else of those there."""

from __future__ import annotations

import re
from pathlib import Path

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import read_elements
from reconcile.errors import DocumentError, LedgerError
from reconcile.ledger.reading.opening import listed
from reconcile.ledger.reading.problem_words import file_shown
from reconcile.reading.json_trees import read_json
from reconcile.reading.reported_ledgers import some
from reconcile.reading.xbrl.calculation_links import LINKBASE, CalculationArc, arcs_of, summations
from reconcile.reading.xbrl.inline_reports import is_inline
from reconcile.reading.xbrl.json_reports import document_type
from reconcile.reading.xbrl.located_concepts import LocatedConcepts
from reconcile.reading.xbrl.report_files import name_beside, there
from reconcile.reading.xbrl.reported_facts import Report, Summation
from reconcile.reading.xbrl.xml_reports import INSTANCE

__all__ = ["add_sums"]

_PAGES = (".xhtml", ".html", ".htm")
_READ = (".xml", ".xbrl", ".json", *_PAGES)
_SCHEMA_LINKBASE = re.compile(rb"""<(?:[\w.-]+:)?linkbaseRef\b[^>]*?\bxlink:href\s*=\s*["']([^"']+)["']""")


def add_sums(report: Report, path: Path) -> Report:
    """The same report, with its sums; a LedgerError where a linkbase is wrong."""
    folder = path.parent
    concepts = LocatedConcepts(report.prefixes, folder)
    arcs: list[CalculationArc] = []
    for name in _referenced(report.references, folder):
        data = there(folder / name, folder) if name.lower().endswith(".xml") and name != path.name else None
        if data is not None:
            arcs += _said_arcs(name, data, "which it refers to", report, concepts)
    if not arcs:
        arcs = _beside(path, report, concepts)
    sums = summations(arcs)
    report.sums = _of_read_facts(sums, report)
    report.said += concepts.said({fact.concept for fact in report.facts})
    if not sums:
        report.said.append("no calculation linkbase is read with it: nothing says what is a sum of what")
    return report


def _of_read_facts(sums: list[Summation], report: Report) -> list[Summation]:
    """The sums whose facts are all read: without one that is there a sum would seem wrong."""
    lost = frozenset().union(*report.unread.values())
    kept = [one for one in sums if not lost & set(one.concepts)]
    for name, concepts in report.unread.items():
        report.said.append(f"in the format {name}, not read, and no sum with it: {some(sorted(concepts))}")
    return kept


def _beside(path: Path, report: Report, concepts: LocatedConcepts) -> list[CalculationArc]:
    """The arcs of linkbases that stand in the report's folder, of which it is the only one."""
    found: list[tuple[str, bytes]] = []
    others: list[str] = []
    for name in listed(path.parent, path.parent):
        kind, data = _kind(path.parent / name) if name != path.name and name not in report.references else ("", b"")
        if kind == "report":
            others.append(name)
        if kind == "linkbase":
            found.append((name, data))
    if others and found:
        report.said.append(f"{file_shown(others[0])} is a report, too: no linkbase beside them is taken as one's own")
        return []
    how = "which stands beside it"
    return [arc for name, data in found for arc in _said_arcs(name, data, how, report, concepts)]


def _said_arcs(name: str, data: bytes, how: str, report: Report, concepts: LocatedConcepts) -> list[CalculationArc]:
    arcs = arcs_of(data, file_shown(name), concepts.concept)
    if arcs:
        report.said.append(f"sums of {file_shown(name)}, {how}")
    return arcs


def _kind(path: Path) -> tuple[str, bytes]:
    """Whether a file of the folder is a linkbase or a report, "" where it is another, which nothing refers to."""
    suffix = path.suffix.lower()
    data = there(path, path.parent) if suffix in _READ else None
    if data is None:
        return "", b""
    try:
        if suffix in _PAGES:
            return "report" if is_inline(data) else "", data
        if suffix == ".json":
            return "report" if document_type(read_json(data, path.name)) else "", data
        name = next(read_elements(data, file_shown(path.name), Allowance(path.name))).name
    except (DocumentError, LedgerError):
        return "", data
    return {INSTANCE: "report", LINKBASE: "linkbase"}.get(name, ""), data


def _referenced(references: tuple[str, ...], folder: Path) -> list[str]:
    """The files that a report refers to, and those that its schema does: of the report's own folder alone."""
    names = [name for one in references if (name := name_beside(one))]
    for name in list(names):
        if name.lower().endswith(".xsd"):
            data = there(folder / name, folder) or b""
            found = (name_beside(one.decode(errors="replace")) for one in _SCHEMA_LINKBASE.findall(data))
            names += filter(None, found)
    return list(dict.fromkeys(names))
