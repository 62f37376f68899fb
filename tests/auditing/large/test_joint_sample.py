"""Joint consistency of a ledger in parts: what is tested, and that it is what a ledger in one piece says."""

from __future__ import annotations

import pytest

from claims import claims_ledger, of
from reconcile.auditing import run
from reconcile.auditing.large import joint_sample
from reconcile.errors import ReconcileError
from reconcile.solver.budget import Budget

SUMS = ["c = a + b", "e = a + d"]
GOOD = {"a": "1", "b": "1", "c": "2", "d": "1", "e": "2"}
APART = {"a": "1", "b": "1", "c": "3", "d": "0.9", "e": "1"}  # each sum holds, both together do not
BROKEN = {"p": "9", "a": "1", "q": "1"}


def country(areas):
    """Forty areas: in 07 only all claims together contradict, in 21 a single binding does too."""
    claims = []
    for area in areas:
        claims += of(APART if area in {"07", "21"} else GOOD, area=area)
        claims += of(BROKEN, area=area) if area == "21" else []
    return claims_ledger(*claims, rules=[*SUMS, "p = a + q"], measures={"p": {}, "q": {}})


@pytest.fixture(scope="module")
def ledger():
    return country([f"{number:02}" for number in range(40)])


def joint(ledger, **settings):
    findings = run(ledger, checks=["identity", "joint"], **settings).findings
    found = findings[(findings["check"] == "joint") & ~findings["verdict"].isin(["exact", "rounding"])]
    return dict(zip(found["finding"], found["message"], strict=True))


def test_everything_is_what_one_piece_says(ledger):
    assert joint(ledger, part=20, joint="all") == joint(ledger)
    assert len(joint(ledger)) == 2


def test_by_default_where_single_bindings_contradict_and_that_is_said(ledger):
    found = joint(ledger, part=20)
    assert found.pop("joint:parts") == (
        '8 of 203 claims were tested all together: those where single bindings contradict; joint="all" tests every one'
    )
    assert len(found) == 1
    assert set(found) < set(joint(ledger))


def test_a_sample_is_about_as_large_as_is_asked_for(ledger):
    found = joint(ledger, part=20, joint=50)
    tested = int(found["joint:parts"].partition(" ")[0])
    assert 40 <= tested - 8 <= 65
    assert "at a sample of places" in found["joint:parts"]


def test_a_sample_of_more_than_there_is_is_everything(ledger):
    assert joint(ledger, part=20, joint=10_000) == joint(ledger)


def test_claims_are_tested_in_lots_of_whole_areas(ledger, monkeypatch):
    monkeypatch.setattr("reconcile.auditing.large.joint_sample.CHUNK", 7)
    assert joint(ledger, part=20, joint="all") == joint(ledger)


def test_another_word_is_refused(ledger):
    with pytest.raises(ReconcileError, match="joint 'some': expected True, False"):
        run(ledger, joint="some")


def test_a_budget_of_nothing_tests_nothing_and_says_so(ledger):
    assert joint(ledger, part=20, budget=0) == {
        "joint:parts": "0 of 203 claims were tested all together, then the budget of 0 seconds was used; "
        'budget=None tests all 8 where single bindings contradict, joint="all" besides every one'
    }
    assert joint(ledger, part=20, joint="all", budget=0) == {
        "joint:parts": "0 of 203 claims were tested all together, then the budget of 0 seconds was used; "
        "budget=None tests every one"
    }


def test_conflicts_are_tested_first_until_the_budget_is_used(ledger, monkeypatch):
    class Steps(Budget):
        """A budget of one lot, not of seconds."""

        lots = 0

        @property
        def spent(self):
            Steps.lots += 1
            return Steps.lots > 1

    monkeypatch.setattr("reconcile.auditing.large.joint_sample.Budget", Steps)
    monkeypatch.setattr("reconcile.auditing.large.joint_sample.CHUNK", 7)
    found = joint(ledger, part=20, joint="all")
    said = found.pop("joint:parts")
    assert said.startswith("8 of 203 claims were tested all together, then the budget of 60 seconds was used")
    monkeypatch.undo()
    assert found == {key: words for key, words in joint(ledger, part=20).items() if key != "joint:parts"}
    assert len(found) == 1


def test_without_a_budget_everything_is_tested(ledger):
    assert joint(ledger, part=20, joint="all", budget=None) == joint(ledger)


def test_progress_counts_claims(ledger):
    told = []
    run(ledger, part=20, joint="all", progress=lambda *one: told.append(one[2]))
    assert "check joint, 8 of 203 claims" in told


def test_stopped_by_hand_it_tells_what_was_found_until_then(ledger, monkeypatch):
    everything = joint(ledger, part=20)
    lots = []

    def impatient(*given):
        lots.append(given)
        if len(lots) > 1:
            raise KeyboardInterrupt
        return worse(*given)

    worse = joint_sample.worse
    monkeypatch.setattr(joint_sample, "worse", impatient)
    monkeypatch.setattr(joint_sample, "CHUNK", 7)
    found = joint(ledger, part=20, joint="all")
    assert found.pop("joint:parts").startswith("8 of 203 claims were tested all together, then the test was stopped; ")
    assert found == {key: words for key, words in everything.items() if key != "joint:parts"}
