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


SUM = ["t = a + b"]
SUMS = [*SUM, "u = a + c"]
TWICE = [{"source": "a"}, {"source": "b", "value": "12"}]


def stale_of(*claims: dict[str, str], accept: str, **settings: object) -> tuple[str, list[str]]:
    """What is said of an acceptance that matches nothing, and the conflicts that are not accepted."""
    accepted = [{"finding": accept, "reason": "known"}]
    found = run(claims_ledger(*claims, accepted=accepted, **settings)).findings.set_index("finding")
    assert found["accepted"].isna().all()
    conflicts = found.index[(found["verdict"] == "conflict") & (found["check"] != "coverage")]
    return found.loc[f"coverage:accepted:{accept}", "message"], conflicts.tolist()


GROWN = [{"value": "100"}, {"source": "b", "period": "2023", "value": "50"}, {"stat": "growth", "base": "2023"}]
ESTIMATED = of({"t": "3", "a": "1", "b": "1", "u": "1", "c": "0.9"}, area="VN", status="estimate")


@pytest.mark.parametrize(
    ("claims", "rules", "former"),
    [
        (TWICE, [], "agreement:m:2024:level:final"),
        ([{"value": "10.5", "area": "VN"}], [], "schema:a:m:2024"),
        ([*of({"t": "13", "a": "6"}), *of({"b": "4"}, source="b")], SUM, "identity:t=a+b:2024:final:across"),
        (GROWN, [], "statistic:growth:m:2024:2023:final:a"),
        (ESTIMATED, SUMS, "joint:a:b:2024+a:c:2024+a:t:2024+a:u:2024"),
    ],
)
def test_an_id_of_before_is_answered_with_the_one_to_write(
    claims: list[dict[str, str]], rules: list[str], former: str
) -> None:
    message, (conflict,) = stale_of(*claims, accept=former, rules=rules)
    assert message == (
        f"the acceptance of {former} matches no finding; it may have been given for {conflict}: "
        "look at that conflict, then accept it by that id"
    )


def test_a_source_that_joins_a_conflict_makes_another_of_it() -> None:
    before = "agreement:m:2024:level:final:a+b"
    assert run(claims_ledger(*TWICE, accepted=[{"finding": before, "reason": "known"}])).status == 0
    for value in ("10", "20"):
        message, conflicts = stale_of(*TWICE, {"source": "c", "value": value}, accept=before)
        assert conflicts == ["agreement:m:2024:level:final:a+b+c"]
        assert conflicts[0] in message


def test_a_second_figure_of_one_source_makes_another_conflict_of_it() -> None:
    before = "agreement:m:2024:level:final:a+b"
    _, conflicts = stale_of(*TWICE, {"source": "a", "value": "15"}, accept=before)
    assert conflicts == ["agreement:m:2024:level:final:a+a+b"]


def test_an_acceptance_never_passes_to_the_next_area() -> None:
    wrong = [{"area": "VN", "value": "10.5"}, {"area": "LA", "value": "7.5"}]
    accepted = [{"finding": "schema:a:m:VN:2024", "reason": "known"}]
    assert run(claims_ledger(*wrong, accepted=accepted)).conflicts["finding"].tolist() == ["schema:a:m:LA:2024"]
    message, conflicts = stale_of(wrong[1], accept="schema:a:m:VN:2024")
    assert conflicts == ["schema:a:m:LA:2024"]
    assert message.endswith("matches no finding; remove it, or correct the id")
