"""JUnit XML: every finding a case, with the outcome that its verdict means."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from audited import audited
from reconcile.auditing import run
from reconcile.errors import Problem
from reconcile.ledger.ledger import Ledger
from reconcile.reports import junit
from reconcile.reports.entries import entries
from reconcile.reports.junit import to_junit

FIXTURES = Path(__file__).parents[2] / "fixtures"


def outcome(case):
    return next((child.tag for child in case if child.tag != "system-out"), "passed")


def test_every_finding_is_a_case_with_its_outcome(ledger):
    result = audited(ledger)
    cases = {case.get("name"): case for case in ET.fromstring(to_junit(result)).iter("testcase")}
    meant = {"conflict": "failure", "accepted": "skipped", "unchecked": "skipped"}
    assert {name: outcome(case) for name, case in cases.items()} == {
        entry.finding: meant.get(entry.kind, "passed") for entry in entries(result)
    }


def test_the_counts_are_those_of_the_cases(ledger):
    root = ET.fromstring(to_junit(audited(ledger)))
    outcomes = [outcome(case) for case in root.iter("testcase")]
    for counted in (root, root.find("testsuite")):
        assert int(counted.get("tests")) == len(outcomes)
        assert int(counted.get("failures")) == outcomes.count("failure") == 1
        assert int(counted.get("skipped")) == outcomes.count("skipped")
        assert counted.get("errors") == "0"


def test_a_failure_has_the_evidence_and_its_line(ledger, monkeypatch):
    monkeypatch.chdir(ledger.parent)
    cases = ET.fromstring(to_junit(run(Ledger.read(ledger)))).iter("testcase")
    (case,) = [case for case in cases if outcome(case) == "failure"]
    assert (case.get("classname"), case.get("file")) == ("identity", "ledger/sources/yearbook.yaml")
    assert int(case.get("line")) == 10
    failure = case.find("failure")
    assert "10.1 + 20.2 = 30.3, reported 31.3" in failure.get("message")
    assert "“trade came to 31.3 billion USD”" in failure.text


def test_an_accepted_conflict_is_skipped_with_its_reason(ledger):
    messages = [case.get("message") for case in ET.fromstring(to_junit(audited(ledger))).iter("skipped")]
    assert "accepted: the yearbook's own correction" in messages


def test_what_passes_says_why(ledger):
    said = [case.text for case in ET.fromstring(to_junit(audited(ledger))).iter("system-out")]
    assert any(text.startswith("rounding: trade = exports + imports, XK 2024") for text in said)


def test_a_crash_is_an_error(ledger, monkeypatch):
    def crash(*_):
        raise RuntimeError("no such luck")

    monkeypatch.setattr(import_module("reconcile.auditing.comparing_checks"), "identities", crash)
    assert ET.fromstring(to_junit(run(Ledger.read(ledger)))).get("errors") == "1"


def test_a_ledger_that_cannot_be_read_is_one_case_in_error():
    root = ET.fromstring(
        junit.junit_refused([Problem("ledger.yaml", 3, "unknown key"), Problem("a.yaml", 1, "no <claims>")])
    )
    (case,) = root.iter("testcase")
    assert outcome(case) == "error"
    assert case.find("error").text.split("\n")[1:] == ["ledger.yaml:3: unknown key", "a.yaml:1: no <claims>"]


def test_a_hostile_ledger_is_text():
    root = ET.fromstring(to_junit(audited(FIXTURES / "hostile")))
    assert {element.tag for element in root.iter()} == {
        *("testsuites", "testsuite", "testcase", "failure", "skipped", "system-out")
    }


@given(st.text(st.characters(codec=None, exclude_categories=())))
@example("\ufffe \uffff \x00 \ud800 ]]> <a>")
def test_any_text_makes_a_document_that_reads(text):
    (case,) = ET.fromstring(junit.junit_refused([Problem(text, None, text)]).encode()).iter("testcase")
    assert outcome(case) == "error"


def test_a_case_is_put_into_words_when_it_is_asked_for(ledger):
    result = audited(ledger)
    pieces = junit.junit_pieces(result)
    assert next(pieces).endswith("\n")
    assert "".join(pieces) == to_junit(result).split("\n", 3)[3]
    assert len(list(junit.junit_pieces(result))) == 2 + sum(result.counts.values())
