"""Accepted discrepancies: shown as accepted, and reported themselves where they no longer fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.auditing.former_ids import FormerIds
from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import CONFLICT
from reconcile.exact.interval import text

if TYPE_CHECKING:
    from reconcile.ledger.store.declarations import Acceptance

_LISTED = 3  # conflicts that a message names


def accepted(acceptances: Sequence[Acceptance], findings: Mapping[str, WordedFinding], today: date) -> dict[str, str]:
    """The reason for each finding that an acceptance in force covers."""
    return {one.finding: one.reason for one in acceptances if _problem(one, findings.get(one.finding), today) is None}


def stale(
    acceptances: Sequence[Acceptance], findings: Mapping[str, WordedFinding], today: date, store: Store
) -> Iterator[WordedFinding]:
    """A finding for each acceptance that covers nothing, has expired, or whose discrepancy has changed."""
    former = FormerIds(store)
    for acceptance in acceptances:
        problem = _problem(acceptance, findings.get(acceptance.finding), today)
        if problem is not None:
            if acceptance.finding not in findings:
                conflicts = (one for one in findings.values() if one.verdict == CONFLICT)
                problem = _meant(former.meant(acceptance.finding, conflicts)) or problem
            yield WordedFinding(
                f"coverage:accepted:{acceptance.finding}",
                "coverage",
                CONFLICT,
                f"the acceptance of {acceptance.finding} {problem}",
                place=(acceptance.file, acceptance.line),
            )


def _meant(ids: Sequence[str]) -> str:
    """Which conflicts an acceptance that matches nothing may have been given for; "" where none."""
    if not ids:
        return ""
    more = f" or {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
    named = " or ".join(ids[:_LISTED]) + more
    return f"matches no finding; it may have been given for {named}: look at that conflict, then accept it by that id"


def _problem(acceptance: Acceptance, finding: WordedFinding | None, today: date) -> str | None:
    if finding is None:
        return "matches no finding; remove it, or correct the id"
    if finding.verdict != CONFLICT:
        return f"covers no conflict: the finding is now {finding.word}; remove it"
    if acceptance.until is not None and today > acceptance.until:
        return f"expired on {acceptance.until}; look again, then extend or remove it"
    if acceptance.residual is not None:
        found = finding.residual
        if found is None or Fraction(acceptance.residual) != found:
            said = "none" if found is None else text(found)
            return f"was given for a residual of {acceptance.residual}, which is now {said}; look again"
    return None
