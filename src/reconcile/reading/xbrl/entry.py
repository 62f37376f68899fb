"""Reports of XBRL, told by their content, and the calculations beside them."""

from __future__ import annotations

import re
from pathlib import Path

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import XmlElement, read_elements
from reconcile.errors import DocumentError, LedgerError, Problem
from reconcile.ledger.reading.opening import listed, whole_file
from reconcile.ledger.reading.problem_words import file_shown
from reconcile.reading.json_trees import Tree
from reconcile.reading.reported_ledgers import READ
from reconcile.reading.xbrl.calculation_links import LINKBASE, CalculationArc, arcs_of, summations
from reconcile.reading.xbrl.company_facts import is_company, read_company_facts
from reconcile.reading.xbrl.json_reports import read_json_report
from reconcile.reading.xbrl.reported_facts import Report
from reconcile.reading.xbrl.xml_reports import INSTANCE, Instance, read_instance

__all__ = ["json_report", "xml_report"]

_SCHEMA_LINKBASE = re.compile(rb"""<(?:[\w.-]+:)?linkbaseRef\b[^>]*?\bxlink:href\s*=\s*["']([^"']+)["']""")


def json_report(tree: Tree, file: str, source: str) -> Report:
    """The report that a tree of JSON holds; a LedgerError where it is none."""
    if is_company(tree):
        return read_company_facts(tree, file)
    about = tree.get("documentInfo")
    kind = str(about.get("documentType", "")) if isinstance(about, dict) else ""
    if "xbrl-json" not in kind:
        found = f"documentType {kind}" if kind else "no documentInfo with a documentType"
        raise LedgerError([Problem(file, None, f"is no report that is read: {found}; what is read: {READ}")])
    return read_json_report(tree, file, source)


def xml_report(data: bytes, root: XmlElement, file: str, path: Path) -> Report:
    """The report of a file of XML with the calculations beside it; a LedgerError where it is none."""
    if root.name != INSTANCE:
        found = "a linkbase, whose report is to be named" if root.name == LINKBASE else f"an element {root.name[1]}"
        raise LedgerError([Problem(file, root.line, f"is {found}; what is read: {READ}")])
    return _with_sums(read_instance(data, file, path.stem), path)


def _with_sums(instance: Instance, path: Path) -> Report:
    """The report with the sums of its linkbases, as far as they stand in its folder."""
    report, folder = instance.report, path.parent
    arcs: list[CalculationArc] = []
    for name in _referenced(instance.references, folder):
        data = _there(folder / name, folder) if name.lower().endswith(".xml") and name != path.name else None
        if data is not None:
            arcs += _said_arcs(name, data, "which it refers to", report)
    if not arcs:
        arcs = _beside(path, report)
    report.sums = summations(arcs, instance.prefixes)
    if not report.sums:
        report.said.append("no calculation linkbase is read with it: nothing says what is a sum of what")
    return report


def _beside(path: Path, report: Report) -> list[CalculationArc]:
    """The arcs of linkbases that stand in the report's folder, of which it is the only one."""
    found: list[tuple[str, bytes]] = []
    for name in listed(path.parent, path.parent):
        data = _there(path.parent / name, path.parent) if name.lower().endswith(".xml") and name != path.name else None
        kind = _kind(data, name) if data is not None else None
        if kind == INSTANCE:
            report.said.append(f"{file_shown(name)} is a report, too: no linkbase beside them is taken as one's own")
            return []
        if kind == LINKBASE and data is not None:
            found.append((name, data))
    how = "which stands beside it"
    return [arc for name, data in found for arc in _said_arcs(name, data, how, report)]


def _said_arcs(name: str, data: bytes, how: str, report: Report) -> list[CalculationArc]:
    arcs = arcs_of(data, file_shown(name))
    if arcs:
        report.said.append(f"sums of {file_shown(name)}, {how}")
    return arcs


def _kind(data: bytes, name: str) -> tuple[str, str] | None:
    """The name of a file's root; None where it is no XML: some other file of the folder, which nothing refers to."""
    try:
        return next(read_elements(data, file_shown(name), Allowance(name))).name
    except DocumentError:
        return None


def _referenced(references: tuple[str, ...], folder: Path) -> list[str]:
    """The files that a report refers to, and those that its schema does: of the report's own folder alone."""
    names = [name for one in references if (name := _own(one))]
    for name in list(names):
        if name.lower().endswith(".xsd"):
            data = _there(folder / name, folder) or b""
            names += [
                more for found in _SCHEMA_LINKBASE.findall(data) if (more := _own(found.decode(errors="replace")))
            ]
    return list(dict.fromkeys(names))


def _own(reference: str) -> str:
    """The name of a file in the same folder; "" for any other address."""
    name = reference.partition("#")[0]
    return name if name and not re.search(r"[/\\:%]", name) and not name.startswith(".") else ""


def _there(path: Path, folder: Path) -> bytes | None:
    """The bytes of a file beside the report; None where there is none that may be read."""
    try:
        return whole_file(path, folder)
    except OSError:
        return None
