"""Accepted discrepancies stay visible, and are reported themselves where they no longer fit."""

from __future__ import annotations

from datetime import date

import pytest

from claims import claims_ledger, of
from reconcile.auditing import Result, run

FOUND = "identity:trade=exports+imports:2024:final:a"
FITTING = {"finding": FOUND, "reason": "an error of the yearbook"}


def audited(trade: str, *accepted: dict[str, str], **settings: object) -> Result:
    claims = of({"trade": trade, "exports": "6", "imports": "4"})
    return run(claims_ledger(*claims, rules=["trade = exports + imports"], accepted=accepted), **settings)


def test_an_accepted_conflict_stays_a_conflict_with_its_reason() -> None:
    audit = audited("13", FITTING | {"residual": "-3", "until": "2025-06-30"}, today=date(2025, 6, 30))
    assert audit.findings[["verdict", "accepted"]].to_numpy().tolist() == [["conflict", FITTING["reason"]]]
    assert audit.conflicts.empty
    assert audit.status == 0


@pytest.mark.parametrize(
    ("trade", "accepted", "why"),
    [
        ("13", {"finding": "identity:trade"}, "matches no finding; remove it, or correct the id"),
        ("13", {"finding": "identty:trade"}, "matches no finding; remove it, or correct the id"),
        ("10", {}, "covers no conflict: the finding is now exact; remove it"),
        ("13", {"until": "2025-06-29"}, "expired on 2025-06-29; look again, then extend or remove it"),
        ("13", {"residual": "-2"}, "was given for a residual of -2, which is now -3; look again"),
    ],
)
def test_an_acceptance_that_no_longer_fits_is_a_conflict_itself(trade: str, accepted: dict[str, str], why: str) -> None:
    one = FITTING | accepted
    audit = audited(trade, one, today=date(2025, 6, 30))
    stale = audit.findings[audit.findings["check"] == "coverage"]
    assert stale[["finding", "verdict", "message", "file"]].to_numpy().tolist() == [
        [f"coverage:accepted:{one['finding']}", "conflict", f"the acceptance of {one['finding']} {why}", "accepted[0]"]
    ]
    assert audit.findings["accepted"].isna().all()
    assert audit.status == 1


def test_an_acceptance_of_a_finding_without_a_residual_cannot_name_one() -> None:
    claims = claims_ledger({"value": "10.5"}, accepted=[{"finding": "schema:a:m:2024", "reason": "x", "residual": "1"}])
    assert run(claims).conflicts["message"].iloc[1].endswith("which is now none; look again")


def test_two_acceptances_of_one_finding_are_told_apart() -> None:
    audit = audited("10", FITTING, FITTING | {"reason": "another"})
    assert audit.conflicts["finding"].tolist() == [f"coverage:accepted:{FOUND}", f"coverage:accepted:{FOUND}#2"]
