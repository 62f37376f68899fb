"""The one way in: a file of XBRL, told by its content, and the calculations beside it."""

from __future__ import annotations

import re
from pathlib import Path

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import read_elements
from reconcile.errors import DocumentError, LedgerError, Problem
from reconcile.ledger.reading.opening import LARGEST, listed, opened
from reconcile.ledger.reading.problem_words import file_shown
from reconcile.reading.xbrl.calculation_links import LINKBASE, CalculationArc, arcs_of, summations
from reconcile.reading.xbrl.company_facts import is_company, read_company_facts
from reconcile.reading.xbrl.json_reports import read_json, read_json_report
from reconcile.reading.xbrl.reported_facts import Report, ReportedLedger, claims_of
from reconcile.reading.xbrl.xml_reports import INSTANCE, Instance, read_instance

__all__ = ["read_report"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SCHEMA_LINKBASE = re.compile(rb"""<(?:[\w.-]+:)?linkbaseRef\b[^>]*?\bxlink:href\s*=\s*["']([^"']+)["']""")
_READ = "xBRL-JSON, an instance of XBRL in XML, and the facts of a company as the SEC gives them"


def read_report(path: Path) -> ReportedLedger:
    """Read a report with the calculations beside it; a LedgerError says what is wrong, and what is read."""
    file = file_shown(path.name)
    try:
        return claims_of(_report(path, file))
    except DocumentError as error:
        raise LedgerError(error.problems) from None
    except OSError as error:
        raise LedgerError([Problem(file, None, error.strerror or str(error))]) from None


def _report(path: Path, file: str) -> Report:
    data = _read(path, None)
    begins = data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1]
    if begins in {b"{", b"["}:
        tree = read_json(data, file)
        if is_company(tree):
            return read_company_facts(tree, file)
        about = tree.get("documentInfo")
        kind = str(about.get("documentType", "")) if isinstance(about, dict) else ""
        if "xbrl-json" not in kind:
            found = f"documentType {kind}" if kind else "no documentInfo with a documentType"
            raise LedgerError([Problem(file, None, f"is no report that is read: {found}; what is read: {_READ}")])
        return read_json_report(tree, file, path.stem)
    root = next(read_elements(data, file, Allowance(file)))
    if root.name != INSTANCE:
        found = "a linkbase, whose report is to be named" if root.name == LINKBASE else f"an element {root.name[1]}"
        raise LedgerError([Problem(file, root.line, f"is {found}; what is read: {_READ}")])
    return _with_sums(read_instance(data, file, path.stem), path)


def _read(path: Path, root: Path | None) -> bytes:
    with opened(path, root) as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise LedgerError([Problem(file_shown(path.name), None, f"is larger than {LARGEST:,} bytes")])
    return data


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
        return _read(path, folder)
    except OSError:
        return None
