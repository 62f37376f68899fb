"""Small ledgers for examples: claims given by what matters of them, and what an audit says of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reconcile.auditing import run
from reconcile.auditing.comparing_checks import COMPARED
from reconcile.ledger.ledger import Ledger

Claim = Mapping[str, str]

# The checks of claims with each other, and what is compared of their findings.
CHECKS = (*COMPARED, "coverage")
SHOWN = ["finding", "check", "verdict", "claims", "residual", "allowed", "excess", "message", "repairs", "evidence"]


def claims_ledger(*claims: Claim, **settings: Any) -> Ledger:
    """Claims that speak of measure m in 2024 and say 10, in source a, where they do not say otherwise."""
    usual = {"source": "a", "measure": "m", "period": "2024", "value": "10", "decimals": "0"}
    return Ledger.from_frames(pd.DataFrame([{**usual, **claim} for claim in claims]).fillna(""), **settings)


def of(measures: Mapping[str, str], **claim: str) -> list[Claim]:
    """A claim for each measure, with its value; the rest they share."""
    return [
        {"measure": measure, "value": value, "decimals": _decimals(value), **claim}
        for measure, value in measures.items()
    ]


def over(periods: Mapping[str, str], **claim: str) -> list[Claim]:
    """A claim for each period, with its value; the rest they share."""
    return [
        {"period": period, "value": value, "decimals": _decimals(value), **claim} for period, value in periods.items()
    ]


def _decimals(value: str) -> str:
    return str(len(value.partition(".")[2]))


def said(ledger: Ledger, check: str, **settings: Any) -> dict[str, str]:
    """What one check finds: the verdict and the words, by id."""
    findings = run(ledger, checks=[check], **settings).findings
    return {
        finding: f"{verdict}: {message}"
        for finding, verdict, message in zip(findings["finding"], findings["verdict"], findings["message"], strict=True)
    }
