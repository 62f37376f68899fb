"""Reports of very many findings: conflicts in words, others counted where a check has very many of a kind."""

from __future__ import annotations

import pytest

import reconcile
from claims import CHECKS, claims_ledger, of
from reconcile.auditing import run
from reconcile.auditing.finding_texts import FindingTexts
from reconcile.checks.verdicts import VERDICTS
from reconcile.reports.github import to_github
from reconcile.reports.markdown import to_markdown
from reconcile.reports.sarif import to_sarif
from reconcile.reports.text_report import summary, to_text

AREAS = [f"a{number:02}" for number in range(12)]


def areas(**settings):
    """Twelve areas, of which every third holds a wrong sum; one claim that nothing is compared with."""
    claims = [
        one
        for number, area in enumerate(AREAS)
        for one in of({"t": ("9", "3", "3.2")[number % 3], "a": "1", "b": "2"}, area=area)
    ]
    rounded = [one | {"decimals": "1"} if one["value"] == "3.2" else one for one in claims]
    return claims_ledger(*rounded, {"measure": "alone", "area": "a00"}, rules=["t = a + b"], **settings)


@pytest.fixture(scope="module")
def ledger():
    return areas()


@pytest.fixture
def few(monkeypatch):
    """Four of a kind are many already."""
    monkeypatch.setattr("reconcile.reports.entries.MANY", 3)


@pytest.fixture(params=[None, 6], ids=["as one piece", "in parts"])
def audit(ledger, request):
    return run(ledger, checks=CHECKS, part=request.param)


def section(report: str, kind: str) -> list[str]:
    lines = report.split("\n")
    begin = next(number for number, line in enumerate(lines) if line.startswith(f"{kind} ("))
    return lines[begin : lines.index("", begin)]


@pytest.mark.usefixtures("few")
def test_conflicts_are_told_as_ever_and_what_is_many_is_counted(audit):
    report = to_text(audit)
    assert len([line for line in section(report, "conflict") if "id: " in line]) == 4
    assert section(report, "rounding")[1:] == ["  4 identity; --verbose lists them"]
    assert section(report, "exact")[1:] == ["  4 identity; --verbose lists them"]
    assert section(report, "unchecked")[1:] == [
        "  coverage",
        "    a: 1 claim was compared with nothing: no other claim speaks of the same quantity, and no rule binds it",
        "      alone:a00:2024",
    ]
    assert len([line for line in section(to_text(audit, verbose=True), "rounding") if "identity: " in line]) == 4
    assert "findings" not in audit.__dict__


def test_how_a_ledger_was_audited_changes_no_report(ledger):
    whole, parts = run(ledger, checks=CHECKS), run(ledger, checks=CHECKS, part=6)
    for form in (to_text, to_markdown, to_sarif, to_github):
        assert sorted(form(parts).split("\n")) == sorted(form(whole).split("\n"))
    assert summary(parts) == summary(whole)


def test_of_very_many_claims_that_nothing_ties_the_first_are_named(monkeypatch):
    monkeypatch.setattr("reconcile.reports.text_report.MANY", 3)
    audit = run(claims_ledger(*({"measure": "m", "area": area} for area in AREAS)), checks=CHECKS, part=6)
    assert section(to_text(audit), "unchecked")[1:] == [
        "  coverage",
        (
            "    a: 12 claims were compared with nothing: no other claim speaks of the same quantity, "
            "and no rule binds them"
        ),
        "      m:a00:2024, m:a01:2024, m:a02:2024, and 9 more",
    ]
    assert audit.status == 3
    assert len(audit.findings["evidence"][0]) == 12


@pytest.mark.usefixtures("few")
def test_markdown_counts_what_it_does_not_tell(audit):
    said = to_markdown(audit)
    assert "**4 conflict, 4 rounding, 4 exact, 1 unchecked** in 37 claims of 1 source" in said
    assert "\n<summary>exact (4): holds at the printed figures</summary>\n\n\n4 more did not fit here.\n" in said


@pytest.mark.parametrize("ask", [repr, lambda audit: audit.status])
def test_words_are_made_of_what_is_shown(ledger, monkeypatch, ask):
    audit = reconcile.audit(ledger, checks=CHECKS)
    later = FindingTexts._later

    def only_of_conflicts(texts, finding, name):
        assert VERDICTS[finding.verdict] == "conflict"  # whose causes come first
        return later(texts, finding, name)

    monkeypatch.setattr(FindingTexts, "_later", only_of_conflicts)
    ask(audit)
    lines = repr(audit).split("\n")
    assert lines[:2] == ["Audit of a ledger: 37 claims of 1 source", "  4 conflict, 4 rounding, 4 exact, 1 unchecked"]
    assert lines[-1] == "  and 8 more; .findings has all"
    assert "findings" not in audit.__dict__


def test_what_only_counts_words_nothing(ledger, monkeypatch):
    audit = run(ledger, checks=CHECKS)
    monkeypatch.setattr("reconcile.checks.engine.bindings.equation", lambda *_: pytest.fail("nobody asked for words"))
    assert (audit.status, audit.ok, audit.counts["conflict"]) == (1, False, 4)
    assert audit.summary()["findings"].sum() == 13
    assert len(audit.verdicts_of("conflict")) == 4
    assert summary(audit).startswith("37 claims of 1 source: 4 conflict")


def test_an_acceptance_words_conflicts_alone(ledger, monkeypatch):
    conflict = run(ledger, checks=CHECKS).conflicts["finding"].iloc[0]
    worded = []
    plain = reconcile.checks.engine.block.Block.finding
    monkeypatch.setattr(
        "reconcile.checks.engine.block.Block.finding",
        lambda block, row: worded.append(int(block.verdict[row])) or plain(block, row),
    )
    accepted = areas(accepted=[{"finding": conflict, "reason": "known"}])
    assert run(accepted, checks=CHECKS).counts["conflict"] == 4
    assert set(worded) == {5}
