"""Workflow commands: one line each, at the ledger's lines, and no words of a ledger are a command."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from audited import audited
from reconcile.auditing import run
from reconcile.errors import Problem
from reconcile.ledger.ledger import Ledger
from reconcile.reports import github
from reconcile.reports.entries import entries
from reconcile.reports.github import to_github
from reconcile.reports.terminal import visible
from small_ledger import write_ledger

FIXTURES = Path(__file__).parents[2] / "fixtures"


def commands(text):
    """What the runner reads: level, properties and message of each command; the last line is none."""
    read = []
    *lines, _ = text.split("\n")
    for line in lines:
        found = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
        if found:
            pairs = (pair.split("=", 1) for pair in found[2].split(","))
            read.append((found[1], {name: decoded(value) for name, value in pairs}, decoded(found[3])))
    return read


def decoded(text):
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_a_conflict_is_an_error_at_its_line(ledger, monkeypatch):
    monkeypatch.chdir(ledger.parent)
    (level, place, message), *_ = commands(to_github(run(Ledger.read(ledger))))
    assert level == "error"
    assert place == {"file": "ledger/sources/yearbook.yaml", "line": "10", "title": "identity: conflict"}
    assert "10.1 + 20.2 = 30.3, reported 31.3 (billion USD)" in message.split("\n")[1]
    assert message.startswith("Trade 2022: “Yearbook” says 31.3 billion USD; its own exports + imports gives 30.3")
    assert message.split("\n")[-1] == "id: identity:trade=exports+imports:XK:2022:final:yearbook"


def test_an_accepted_conflict_is_told_only_when_asked_for(ledger):
    result = audited(ledger)
    accepted = [place for _, place, _ in commands(to_github(result)) if place["title"] == "identity: accepted"]
    assert len(accepted) == 1
    assert {level for level, place, _ in commands(to_github(result)) if place["title"] == "identity: accepted"} == {
        "notice"
    }


def test_every_finding_is_told_when_asked_for_the_worst_first(ledger):
    result = audited(ledger)
    every = commands(to_github(result, verbose=True))
    assert len(every) == len(entries(result))
    assert [level for level, _, _ in every] == ["error"] + ["notice"] * (len(every) - 1)


def test_the_log_ends_with_the_counts(ledger):
    assert to_github(audited(ledger)).splitlines()[-1].startswith("17 claims of 2 sources: 1 conflict, ")


def test_a_ledger_that_cannot_be_read_has_an_error_at_each_line():
    problems = [Problem("l/ledger.yaml", 3, "unknown key, 100% wrong"), Problem("", None, "nothing")]
    assert commands(github.github_refused(problems)) == [
        ("error", {"file": "l/ledger.yaml", "line": "3", "title": "ledger"}, "unknown key, 100% wrong"),
        ("error", {"title": "ledger"}, "nothing"),
    ]


def test_a_hostile_ledger_gives_no_command_of_its_own():
    text = to_github(audited(FIXTURES / "hostile"), verbose=True)
    result = audited(FIXTURES / "hostile")
    assert len(commands(text)) == len(entries(result)) == len(text.splitlines()) - 1


def test_a_title_cannot_be_a_command(tmp_path):
    ledger = write_ledger(tmp_path / "l", 'title: "::add-mask::x"\n', note="source: {language: en}\nclaims: []\n")
    assert not any("add-mask" in line for line in to_github(audited(ledger)).splitlines())


@given(st.text(st.characters(codec=None, exclude_categories=())) | st.text("%0AD25\r\n:"), st.text(",:%\r\n=a"))
@example("100%0Awrong%25", "a")
def test_any_words_come_through_whole_in_one_line(message, file):
    text = github.github_refused([Problem(file, 1, message)])
    assert text.count("\n") == 1
    assert "\r" not in text
    ((level, place, shown),) = commands(text)
    assert (level, place["title"]) == ("error", "ledger")
    assert shown == "\n".join(map(visible, message.split("\n")))
    assert set(place) <= {"file", "line", "title"}
