"""One finding as a report shows it: a row of the findings' frame, with None where the frame has nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from reconcile.checks.joint.certificate import Certificate
from reconcile.errors import ReconcileError
from reconcile.reports.naming import no_such

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.auditing import Result

KINDS = ("conflict", "accepted", "revision", "hedge", "rounding", "exact", "unchecked")
"""The verdicts in the order of a report, with accepted conflicts as a kind of their own."""

_LINKS = {"share": "in", "ratio": "to", "mean": "per"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Amounts are decimal text in base units, exact; a report may cut them for reading, never before."""

    finding: str
    check: str
    verdict: str
    rule: str
    quantity: dict[str, str]
    status: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    residual: str | None
    allowed: str | None
    excess: str | None
    excess_units: str | None
    unit: str
    message: str
    repairs: tuple[dict[str, Any], ...]
    evidence: tuple[dict[str, Any], ...]
    accepted: str | None
    file: str
    line: int | None
    certificate: Certificate | None
    caught: int | None
    errors: int | None
    comparisons: tuple[dict[str, Any], ...]
    unclaimed: tuple[dict[str, Any], ...]

    @property
    def kind(self) -> str:
        return "accepted" if self.verdict == "conflict" and self.accepted is not None else self.verdict

    @property
    def place(self) -> str:
        """Where to look it up: file:line."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def subject(self) -> str:
        """The rule where the message does not give it, the quantity and the view; failing all, the sources."""
        rule = "" if self.rule in self.message else self.rule
        where = " ".join(value for name, value in self.quantity.items() if name not in {"measure", "stat", "base"})
        measure, stat, base = (self.quantity.get(name, "") for name in ("measure", "stat", "base"))
        if stat in {"growth", "change"}:
            measure, where = f"{stat} of {measure}", f"{where} on {base}"
        elif stat:
            measure = f"{stat} of {measure} {_LINKS[stat]} {base}" if measure else f"{stat}s of {base}"
        return ", ".join(filter(None, (rule, measure, where, self.status))) or ", ".join(self.sources)

    @property
    def sentence(self) -> str:
        """The message, with what it is about."""
        return f"{self.subject}: {self.message}" if self.subject else self.message


def entries(result: Result) -> list[Entry]:
    """The findings of an audit, in its order."""
    return _of(result.findings)


def telling(result: Result, *, verbose: bool = False) -> list[Entry]:
    """The same; of an audit of very many claims, the conflicts and what is said of the ledger as a whole."""
    return entries(result) if verbose else _of(result.telling)


def _of(findings: pd.DataFrame) -> list[Entry]:
    columns = [map(_plain, findings[field.name]) for field in fields(Entry)]
    return [Entry(*row) for row in zip(*columns, strict=True)]


def named(result: Result, finding: str) -> Entry:
    """The finding of an id; raises a ReconcileError that names the nearest ids where there is none."""
    found = {entry.finding: entry for entry in entries(result)}
    if finding in found:
        return found[finding]
    raise ReconcileError(no_such("finding", finding, found))


def worst(found: Iterable[Entry]) -> list[Entry]:
    """The same findings, the worst kind first; within a kind their order stays."""
    return sorted(found, key=lambda entry: KINDS.index(entry.kind))


def counted(found: Iterable[Entry]) -> dict[str, int]:
    """How many findings there are of each kind that occurs, in the order of a report."""
    counts = Counter(entry.kind for entry in found)
    return {kind: counts[kind] for kind in KINDS if kind in counts}


def totals(result: Result) -> dict[str, int]:
    """The same of all findings, told or not."""
    counts = dict(result.counts)
    if result.ledger.accepted:
        findings = result.findings
        accepted = int(((findings["verdict"] == "conflict") & findings["accepted"].notna()).sum())
        counts |= {"accepted": accepted, "conflict": counts["conflict"] - accepted}
    return {kind: counts[kind] for kind in KINDS if counts.get(kind)}


def outcome(result: Result) -> str:
    """The same as a sentence has it: "2 conflict, 5 exact"."""
    return ", ".join(f"{count} {kind}" for kind, count in totals(result).items()) or "no finding"


def _plain(value: Any) -> Any:
    """None for every spelling of a missing value, and whole numbers as Python's own."""
    if isinstance(value, str | tuple | dict | Certificate) or value is None:
        return value
    return None if pd.isna(value) else int(value)
