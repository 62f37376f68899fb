"""The one way in: a file of XBRL or SDMX, told by its content."""

from __future__ import annotations

from pathlib import Path

from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import read_elements
from reconcile.errors import LedgerError, Problem
from reconcile.ledger.reading.opening import whole_file
from reconcile.ledger.reading.problem_words import file_shown, unknown
from reconcile.reading.json_trees import begins_json, read_json
from reconcile.reading.reported_ledgers import READ, ReportedLedger, as_ledger_errors
from reconcile.reading.sdmx.csv_heads import is_csv_message
from reconcile.reading.sdmx.csv_messages import read_csv_message
from reconcile.reading.sdmx.json_messages import is_json_message, read_json_message
from reconcile.reading.sdmx.message_claims import claims_of_message
from reconcile.reading.sdmx.unit_multipliers import UNIT_MULTS
from reconcile.reading.sdmx.xml_messages import is_xml_message, read_xml_message
from reconcile.reading.xbrl.entry import json_report, xml_report
from reconcile.reading.xbrl.reported_facts import Report, claims_of

__all__ = ["read_reported"]


def read_reported(path: Path, unit_mult: str = "") -> ReportedLedger:
    """Read a report of XBRL or a message of SDMX; a LedgerError says what is wrong, and what is read.

    `unit_mult` says what UNIT_MULT means in a message of an agency of which that is not known.
    """
    file = file_shown(path.name)
    if unit_mult and unit_mult not in UNIT_MULTS:
        raise LedgerError([Problem("unit_mult", None, unknown("meaning", unit_mult, UNIT_MULTS))])
    with as_ledger_errors(file):
        return _read(path, file, unit_mult)


def _read(path: Path, file: str, unit_mult: str) -> ReportedLedger:
    data = whole_file(path, None)
    if begins_json(data):
        tree = read_json(data, file)
        if not is_json_message(tree):
            return _xbrl(json_report(tree, file, path.stem, path), file, unit_mult)
        message = read_json_message(tree, file, path.stem)
    elif is_csv_message(data):
        message = read_csv_message(data, file, path.stem)
    elif path.suffix.lower() == ".csv":
        raise LedgerError([Problem(file, 1, f"is no message of SDMX; what is read: {READ}")])
    else:
        root = next(read_elements(data, file, Allowance(file)))
        if not is_xml_message(root):
            return _xbrl(xml_report(data, root, file, path.stem, path), file, unit_mult)
        message = read_xml_message(data, file, path.stem)
    return claims_of_message(message, unit_mult)


def _xbrl(report: Report, file: str, unit_mult: str) -> ReportedLedger:
    if unit_mult:
        raise LedgerError([Problem(file, None, "unit_mult says what a message of SDMX means, and this is none")])
    return claims_of([report])
