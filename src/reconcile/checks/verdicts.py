"""The six verdicts, worst last, and their codes in columns."""

from __future__ import annotations

EXACT, ROUNDING, HEDGE, REVISION, UNCHECKED, CONFLICT = range(6)
VERDICTS = ("exact", "rounding", "hedge", "revision", "unchecked", "conflict")

CHECKS = (
    "schema",
    "quotation",
    "agreement",
    "identity",
    "statistic",
    "period",
    "hierarchy",
    "joint",
    "coverage",
    "rules",
)

CRASHED = ":crashed"  # ends the id of the finding that a check did not come to its end


def finding_kind(verdict: str, accepted: str | None) -> str:
    """The verdict, with accepted conflicts as a kind of their own."""
    return "accepted" if verdict == "conflict" and accepted is not None else verdict
