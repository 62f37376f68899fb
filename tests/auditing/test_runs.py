"""Which checks run, with which settings, and what becomes of one that crashes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from importlib import import_module

import pytest

from claims import claims_ledger, of, over
from reconcile.auditing import run
from reconcile.auditing.findings_frame import findings_schema
from reconcile.checks.verdicts import CHECKS, VERDICTS
from reconcile.errors import ReconcileError
from reconcile.ledger.ledger import Ledger

SUM = "trade = exports + imports"
LAST_DAY = {"finding": "identity:trade=exports+imports:2024:final:a", "reason": "known", "until": "2025-06-30"}


def conflicting(**settings: object) -> Ledger:
    """A sum that is off by 3, a rate that holds, and a claim that nothing is compared with."""
    return claims_ledger(
        *of({"trade": "13", "exports": "6", "imports": "4"}),
        *over({"2023": "10", "2024": "11"}),
        *of({"m": "10"}, stat="growth", base="2023"),
        {"measure": "lonely", "source": "b"},
        rules=[SUM],
        **settings,
    )


def test_all_checks_run_in_order_and_their_findings_satisfy_the_schema() -> None:
    audit = run(conflicting())
    assert findings_schema.validate(audit.findings).equals(audit.findings)
    order = [CHECKS.index(check) for check in audit.findings["check"]]
    assert order == sorted(order)
    assert audit.counts == dict.fromkeys(VERDICTS, 0) | {"exact": 1, "unchecked": 1, "conflict": 1}
    assert audit.conflicts["finding"].tolist() == [LAST_DAY["finding"]]


@pytest.mark.parametrize("checks", [["statistic"], "statistic", {"statistic"}])
def test_only_the_checks_asked_for_run(checks: object) -> None:
    audit = run(conflicting(accepted=[LAST_DAY]), checks=checks)
    assert set(audit.findings["check"]) == {"statistic"}  # nothing is said of acceptances of other checks


def test_what_is_left_over_is_known_only_where_everything_was_tried() -> None:
    assert run(conflicting(), checks=["coverage", "rules"]).findings.empty
    assert "coverage:unused:b" in run(conflicting()).findings["finding"].tolist()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"checks": ["sums"]}, "no check is called sums"),
        ({"rounding": "up"}, "rounding 'up': expected nearest or truncate"),
        ({"hedges": {"roughly": "0.1"}}, "no hedge is called roughly"),
        ({"hedges": {"about": 0.1}}, 'write it as text, "0.1"'),
        ({"hedges": {"about": "a tenth"}}, "'a tenth'; expected a part of the number"),
        ({"hedges": {"about": "1/0"}}, "expected a part of the number"),
        ({"hedges": {"nearly": "1"}}, "expected at least 0 and less than 1"),
        ({"hedges": {"nearly": "-0.1"}}, "expected at least 0 and less than 1"),
    ],
)
def test_a_setting_that_does_not_exist_is_misuse(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ReconcileError, match=message.replace("(", r"\(")):
        run(conflicting(), **settings)


def test_how_far_words_reach_is_set_by_the_call_before_the_ledger_before_the_default() -> None:
    claims = [{"value": "470", "qualifier": "about"}, {"value": "480", "source": "b"}]
    verdicts = [
        run(claims_ledger(*claims, hedges=of_ledger), hedges=of_call).findings["verdict"].item()
        for of_ledger, of_call in (
            ({}, None),
            ({"about": "0.001"}, None),
            ({"about": "0.001"}, {"about": Fraction(1, 20)}),
        )
    ]
    assert verdicts == ["conflict", "conflict", "conflict"]  # half the place of its last digit is 5
    near = [{"value": "470", "qualifier": "nearly"}, {"value": "400", "source": "b"}]
    verdicts = [
        run(claims_ledger(*near, hedges=of_ledger), hedges=of_call).findings["verdict"].item()
        for of_ledger, of_call in (
            ({}, None),
            ({"nearly": "0.2"}, None),
            ({"nearly": "0.2"}, {"nearly": Fraction(1, 20)}),
        )
    ]
    assert verdicts == ["conflict", "hedge", "conflict"]


def test_the_status_is_worst_of_what_was_found() -> None:
    assert run(conflicting()).status == 1
    assert run(conflicting(accepted=[LAST_DAY]), today=date(2025, 6, 30)).status == 0
    assert run(conflicting(), checks=["statistic"]).status == 0
    assert run(claims_ledger({})).status == 3
    assert run(claims_ledger({}), checks=[]).status == 3


def test_a_check_that_crashes_is_reported_and_the_others_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("no such luck")

    whole = run(conflicting())
    monkeypatch.setattr(import_module("reconcile.auditing.comparing_checks"), "identities", crash)
    audit = run(conflicting())
    found = dict(zip(audit.findings["finding"], audit.findings["message"], strict=True))
    assert found["identity:crashed"].startswith("the check crashed (RuntimeError: no such luck)")
    others = set(whole.findings["finding"]) - {LAST_DAY["finding"], "coverage:unused:b"}
    # What nothing was compared with, and which rules bound nothing, is not known now.
    # What the rule would have found, the claims all together still cannot be.
    assert set(found) == others | {"identity:crashed", "joint:a:exports:2024+a:imports:2024+a:trade:2024"}
    assert audit.status == 1
    assert run(conflicting(), joint=False).status == 3


def test_words_that_cannot_be_made_leave_the_verdict_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise KeyError("words")

    monkeypatch.setattr("reconcile.checks.engine.bindings.equation", crash)
    audit = run(conflicting())
    crashed = audit.findings[audit.findings["finding"].str.contains("crashed")]
    assert crashed["verdict"].tolist() == ["conflict", "exact"]
    assert crashed["message"].str.contains("KeyError: 'words'", regex=False).all()
    assert audit.status == 1


def test_no_claims_at_all_are_nothing_checked() -> None:
    ledger = claims_ledger({})
    nothing = Ledger.from_frames(ledger.claims.iloc[:0], sources=ledger.sources)
    audit = run(nothing)
    assert audit.findings.empty
    assert audit.claims.empty
    assert audit.status == 3
