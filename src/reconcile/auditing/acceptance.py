"""Accepted discrepancies: shown as accepted, and reported themselves where they no longer fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.checks.finding import Finding
from reconcile.checks.verdicts import CONFLICT
from reconcile.exact.interval import text

if TYPE_CHECKING:
    from reconcile.ledger.store import Acceptance


def accepted(acceptances: Sequence[Acceptance], findings: Mapping[str, Finding], today: date) -> dict[str, str]:
    """The reason for each finding that an acceptance in force covers."""
    return {one.finding: one.reason for one in acceptances if _problem(one, findings.get(one.finding), today) is None}


def stale(acceptances: Sequence[Acceptance], findings: Mapping[str, Finding], today: date) -> Iterator[Finding]:
    """A finding for each acceptance that covers nothing, has expired, or whose discrepancy has changed."""
    for acceptance in acceptances:
        problem = _problem(acceptance, findings.get(acceptance.finding), today)
        if problem is not None:
            yield Finding(
                f"coverage:accepted:{acceptance.finding}",
                "coverage",
                CONFLICT,
                f"the acceptance of {acceptance.finding} {problem}",
                place=(acceptance.file, acceptance.line),
            )


def _problem(acceptance: Acceptance, finding: Finding | None, today: date) -> str | None:
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
