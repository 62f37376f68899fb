"""The findings of an audit by kind, as reports tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.checks.verdicts import CRASHED
from reconcile.errors import ReconcileError
from reconcile.reports.naming import no_such

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.auditing import Entry, Result

SHOWN_KINDS = ("conflict", "accepted", "revision", "hedge", "rounding", "exact", "unchecked")
"""The verdicts in the order of a report, with accepted conflicts as a kind of their own."""

MANY = 1_000  # findings of one kind and check; of more, reports for people only tell how many there are


def entries(result: Result) -> list[Entry]:
    """The findings of an audit, in its order."""
    return list(result.entries())


def of_kind(result: Result, kind: str) -> Iterator[Entry]:
    """The findings of one kind, one after the other as they are put into words."""
    if kind == "accepted" and not result.accepted:
        return iter(())
    verdict = "conflict" if kind == "accepted" else kind
    return (entry for entry in result.entries([verdict]) if entry.kind == kind)


def told(result: Result, kind: str, *, verbose: bool = False) -> tuple[list[Entry], dict[str, int]]:
    """The findings of a kind that a report for people tells, and how many of each check it only counts.

    It tells every conflict; of anything else, with ``verbose`` or where a check has no more than ``MANY`` of the kind.
    """
    if verbose or kind in {"conflict", "accepted"}:
        return list(of_kind(result, kind)), {}
    counts = result.of_each_check(kind)
    few = [check for check, count in counts.items() if count <= MANY]
    return list(result.entries([kind], few)), {check: count for check, count in counts.items() if check not in few}


def worst_first(result: Result) -> Iterator[Entry]:
    """All findings, the worst kind first; within a kind in their order. They are put into words one by one."""
    return (entry for kind in totals(result) for entry in of_kind(result, kind))


def alarms(result: Result) -> Iterator[Entry]:
    """Every conflict, then those that the ledger accepts, then the checks that crashed."""
    yield from of_kind(result, "conflict")
    yield from of_kind(result, "accepted")
    if result.crashed:
        checks = {finding.check for finding in result.crashed}
        yield from (entry for entry in result.entries(["unchecked"], checks) if entry.finding.endswith(CRASHED))


def named(result: Result, finding: str) -> Entry:
    """The finding of an id; raises a ReconcileError that names the nearest ids where there is none."""
    known = []
    for entry in result.entries():
        if entry.finding == finding:
            return entry
        known.append(entry.finding)
    raise ReconcileError(no_such("finding", finding, known))


def totals(result: Result) -> dict[str, int]:
    """How many findings there are of each kind that occurs, in the order of a report."""
    accepted = len(result.accepted)
    counts = result.counts | {"accepted": accepted, "conflict": result.counts["conflict"] - accepted}
    return {kind: counts[kind] for kind in SHOWN_KINDS if counts[kind]}


def outcome(result: Result) -> str:
    """The same as a sentence has it: "2 conflict, 5 exact"."""
    return ", ".join(f"{count} {kind}" for kind, count in totals(result).items()) or "no finding"
