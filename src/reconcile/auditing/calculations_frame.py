"""The sums of XBRL reports in the words of Calculations 1.1: a row for each total in each context and role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.auditing.entry import Entry
    from reconcile.ledger.ledger import Ledger

# In the order in which they are looked at first.
CALCULATION_RESULTS = ("inconsistent", "inconsistent duplicates", "excess digits", "consistent", "not bound")
_INCONSISTENT, _DUPLICATES, _EXCESS, _CONSISTENT, _NOT_BOUND = CALCULATION_RESULTS
_COLUMNS = ("role", "total", "context", "unit", "result", "complete", "finding", "message")
_BY_CHECK = {"agreement": _DUPLICATES, "schema": _EXCESS}


def calculations_frame(ledger: Ledger, sums: Iterable[Entry], facts: Iterable[Entry]) -> pd.DataFrame:
    """What became of the sums of a source's roles; ``facts`` are the conflicts of single facts, and of duplicates."""
    rules = {rule.text: rule for rule in ledger.rules if rule.sources and rule.name}
    wrong = {claim: _BY_CHECK[entry.check] for entry in facts if entry.check in _BY_CHECK for claim in entry.claims}
    claims = ledger.claims
    measures = dict(zip(claims["claim"], claims["measure"], strict=True))
    units = dict(zip(claims["claim"], claims["unit"], strict=True))
    rows: list[Mapping[str, Any]] = []
    for entry in sums:
        if (rule := rules.get(entry.rule)) is None:
            continue
        reported = {measures[claim] for claim in entry.claims if claim in measures}
        result = _result(entry, wrong)
        complete = reported >= set(rule.measures)
        said = {
            "total": rule.left[0].measure,
            "context": entry.quantity,
            "unit": units.get(entry.claims[0], ""),
            "result": result,
        }
        said |= {"complete": complete, "finding": entry.finding, "message": entry.message}
        rows += [{"role": role, **said} for role in rule.name.split(", ")]
    rows.sort(key=lambda row: (CALCULATION_RESULTS.index(row["result"]), not row["complete"]))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _result(entry: Entry, wrong: Mapping[str, str]) -> str:
    """A fact that is badly written, or contradicts another, comes before what the sum comes to."""
    found = {wrong[claim] for claim in entry.claims if claim in wrong}
    for one in (_EXCESS, _DUPLICATES):
        if one in found:
            return one
    if entry.verdict == "conflict":
        return _INCONSISTENT
    return _NOT_BOUND if entry.verdict == "unchecked" else _CONSISTENT
