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
