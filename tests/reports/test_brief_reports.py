"""Reports of very many claims: conflicts in words, the others counted."""

from __future__ import annotations

import pytest

import reconcile
from claims import CHECKS, claims_ledger, of
from reconcile.auditing import run
from reconcile.reports.github import to_github
from reconcile.reports.markdown import to_markdown
from reconcile.reports.sarif import to_sarif
from reconcile.reports.text_report import summary, text

AREAS = [f"a{number:02}" for number in range(12)]


@pytest.fixture(scope="module")
def ledger():
    """Twelve areas, of which every third holds a wrong sum; one claim that nothing is compared with."""
    claims = [
        one
        for number, area in enumerate(AREAS)
        for one in of({"t": "9" if number % 3 == 0 else "3", "a": "1", "b": "2"}, area=area)
    ]
    return claims_ledger(*claims, {"measure": "alone", "area": "a00"}, rules=["t = a + b"])


def section(report: str, kind: str) -> list[str]:
    lines = report.split("\n")
    begin = next(number for number, line in enumerate(lines) if line.startswith(f"{kind} ("))
    return lines[begin : lines.index("", begin)]


def test_conflicts_are_told_as_ever_and_the_others_are_counted(ledger):
    whole, many = run(ledger, checks=CHECKS), run(ledger, checks=CHECKS, part=6)
    assert (whole.brief, many.brief) == (False, True)
    report = text(many)
    assert sorted(section(report, "conflict")) == sorted(section(text(whole), "conflict"))
    assert section(report, "exact")[1:] == ["  8 identity; --verbose puts them into words"]
    assert section(report, "unchecked")[1:] == [
        "  1 coverage; --verbose puts them into words",
        "  coverage",
        "    a: 1 claim was compared with nothing: no other claim speaks of the same quantity, and no rule binds it",
    ]
    assert summary(many) == summary(whole)
    assert "findings" not in many.__dict__
    assert "claims" not in many.__dict__
    assert set(text(many, verbose=True).split("\n")) == set(text(whole, verbose=True).split("\n"))


def test_very_many_claims_that_nothing_ties_are_counted_too():
    """Of which no single part has anything to say."""
    ledger = claims_ledger(*({"measure": "m", "area": area} for area in AREAS))
    whole, many = run(ledger, checks=CHECKS), run(ledger, checks=CHECKS, part=6)
    assert (whole.brief, many.brief) == (False, True)
    assert section(text(many), "unchecked")[1:] == [
        "  1 coverage; --verbose puts them into words",
        "  coverage",
        (
            "    a: 12 claims were compared with nothing: no other claim speaks of the same quantity, "
            "and no rule binds them"
        ),
    ]
    assert summary(many) == summary(whole)
    assert many.status == whole.status == 3
    assert "findings" not in many.__dict__
    assert len(many.findings["evidence"][0]) == 12


@pytest.mark.parametrize("form", [to_sarif, to_github])
def test_what_tells_conflicts_alone_tells_the_same(form, ledger):
    whole, many = run(ledger, checks=CHECKS), run(ledger, checks=CHECKS, part=6)
    assert sorted(form(many).split("\n")) == sorted(form(whole).split("\n"))
    assert "findings" not in many.__dict__


def test_markdown_counts_what_it_does_not_tell(ledger):
    many = run(ledger, checks=CHECKS, part=6)
    said = to_markdown(many)
    assert "**4 conflict, 8 exact, 1 unchecked** in 37 claims of 1 source" in said
    assert "\nexact (8): holds at the printed figures\n" in said
    assert "findings" not in many.__dict__


def test_a_notebook_is_not_kept_waiting(ledger, monkeypatch):
    monkeypatch.setattr("reconcile.auditing.large.parts.WHOLE", 6)
    audit = reconcile.audit(ledger, checks=CHECKS)
    lines = repr(audit).split("\n")
    assert lines[:2] == ["Audit of a ledger: 37 claims of 1 source", "  4 conflict, 8 exact, 1 unchecked"]
    assert lines[-1] == "  and 8 more; .conflicts has all of these, .verdicts every finding"
    assert "8 more" in audit._repr_html_()
    assert "findings" not in audit.__dict__
