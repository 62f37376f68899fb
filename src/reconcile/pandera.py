"""Checks for Pandera's schemas: `from reconcile.pandera import sums_to`."""

from reconcile.faces.pandera_checks import (
    ConsistencyCheck,
    agrees_with,
    balance_of,
    growth_of,
    mean_of,
    register,
    rule,
    share_of,
    sums_to,
    validate,
)
from reconcile.faces.pandera_checks import bounded_parts as parts_of

__all__ = [
    "ConsistencyCheck",
    "agrees_with",
    "balance_of",
    "growth_of",
    "mean_of",
    "parts_of",
    "register",
    "rule",
    "share_of",
    "sums_to",
    "validate",
]
