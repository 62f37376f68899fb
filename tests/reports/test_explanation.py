"""One finding in full: each part is there for each kind of finding, and nothing that a ledger holds is lost or runs."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
import yaml

import reconcile as rc
from audited import audited
from reconcile.errors import ReconcileError
from reconcile.reports.entries import entries, named
from reconcile.reports.explanation import explain
from reconcile.reports.meanings import MEANS
from small_ledger import LEDGER, YEARBOOK, write_ledger

FIXTURES = Path(__file__).parents[2] / "fixtures"
CONFLICT = "identity:trade=exports+imports:XK:2022:final:yearbook"


@pytest.fixture
def told(ledger):
    result = audited(ledger)
    return explain(named(result, CONFLICT), result)


def test_a_conflict_is_told_from_claim_to_mending(told):
    order = [
        "trade = exports + imports, XK 2022, final",
        "conflict: these figures cannot all be right",
        "What was claimed",
        "exports 2022: 10.1 billion USD, which stands for any number from 10.05 to 10.15 billion USD",
        "“exports of 10.1 billion USD”",
        "Yearbook, 2025-08-01 (sources/yearbook.yaml:10)",
        "What follows",
        "10.1 + 20.2 = 30.3, reported 31.3 (billion USD)",
        "computed  [30.2, 30.4] billion USD",
        "Why it cannot be",
        "differ by 1 billion USD. Rounding explains at most 0.15 billion USD of it; ",
        "0.85 billion USD, 8.5 units of the last digit, remains",
        "not all of these claims can be true",
        "What would mend it",
        "10.1 → 11.1 billion USD",
    ]
    places = [told.index(part) for part in order]
    assert places == sorted(places)


def test_what_it_says_to_write_into_the_ledger_accepts_the_finding(told, tmp_path):
    snippet = "\n".join(line[4:] for line in told.splitlines() if line.startswith("    "))
    written = yaml.safe_load(snippet[snippet.index("accepted:") :])
    assert written["accepted"][0]["finding"] == CONFLICT
    accepting = LEDGER.replace("accepted:\n", "accepted:\n" + snippet.partition("accepted:\n")[2] + "\n")
    result = audited(write_ledger(tmp_path / "l", accepting))
    assert result.status == 0


@pytest.mark.slow
def test_every_finding_can_be_told(ledger, fewer):
    for path in (ledger, FIXTURES / "us-trade", FIXTURES / "hostile"):
        result = audited(path)
        for entry in entries(result)[:: 2 * fewer - 1 if path.name == "us-trade" else 1]:
            shown = explain(entry, result)
            assert f"{entry.kind}: {MEANS[entry.kind]}" in shown
            assert not {"\x1b", "\u202e", "\u2028"} & set(shown)


def test_an_accepted_conflict_says_why_and_does_not_ask_again(ledger):
    result = audited(ledger)
    shown = explain(named(result, "identity:trade=exports+imports:XK:2021:final:yearbook"), result)
    assert "The ledger accepts it: the yearbook's own correction" in shown
    assert "accepted:\n" not in shown


@pytest.mark.parametrize(
    ("finding", "heading", "words"),
    [
        ("identity:trade=exports+imports:XK:2024:final:yearbook", "Why it holds", "so that is no contradiction"),
        ("identity:trade=exports+imports:XK:2023:final:yearbook", "Why it holds", "leave no difference"),
    ],
)
def test_what_passes_says_why(ledger, finding, heading, words):
    result = audited(ledger)
    shown = explain(named(result, finding), result)
    assert words in shown[shown.index(heading) :]
    assert "What would mend it" not in shown


def test_what_could_not_be_decided_says_why(ledger):
    result = audited(ledger)
    unchecked = next(entry for entry in entries(result) if entry.kind == "unchecked")
    shown = explain(unchecked, result)
    assert unchecked.message in shown[shown.index("Why it could not be decided") :]


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ("over 9 billion USD", "more than 9 billion USD"),
        ("at least 9 billion USD", "at least 9 billion USD"),
        ("under 9 billion USD", "less than 9 billion USD"),
        ("nearly 9 billion USD", "at least 8.1 and less than 9 billion USD"),
        ("36 items", "exactly 36"),
    ],
)
def test_an_interval_is_said_in_words(tmp_path, reported, words):
    said = f"source: {{language: en}}\nclaims:\n  - {{measure: trade, period: 2024, reported: {reported}, quote: x}}\n"
    result = audited(write_ledger(tmp_path / "l", "title: A quote\n", note=said))
    shown = explain(named(result, "quotation:note:trade:2024"), result)
    assert f"{reported}, which stands for {words}" in shown


def test_an_unknown_id_names_those_that_were_probably_meant(ledger):
    result = audited(ledger)
    with pytest.raises(ReconcileError, match="there is no finding 'identity 2022'") as raised:
        named(result, "identity 2022")
    assert str(raised.value).split("\n")[1:] == [f"  {CONFLICT}"]
    with pytest.raises(ReconcileError) as raised:
        named(result, CONFLICT.replace("2022", "2202"))
    assert f"  {CONFLICT}" in str(raised.value).split("\n")
    with pytest.raises(ReconcileError) as raised:
        named(result, "zzz")
    assert str(raised.value) == "there is no finding 'zzz'"


def test_a_pasted_id_of_another_text_form_is_not_needed(tmp_path):
    source = YEARBOOK.replace("measure: trade, period: 2022", "measure: thương mại, period: 2022")
    result = audited(write_ledger(tmp_path / "l", yearbook=source))
    for entry in entries(result):
        assert named(result, entry.finding) == entry


JOINT = """\
title: One and one
rules:
  - z = x + y
  - v = x + w
"""
TABLE = "source,measure,period,value,decimals\n" + "".join(
    f"a,{measure},2024,{value},{len(value.partition('.')[2])}\n"
    for measure, value in {"x": "1", "y": "1", "z": "3", "w": "0.9", "v": "1"}.items()
)


def test_a_conflict_of_many_claims_is_proved_in_every_report(tmp_path):
    (tmp_path / "ledger.yaml").write_text(JOINT, encoding="utf-8")
    (tmp_path / "claims.csv").write_text(TABLE, encoding="utf-8")
    audit = rc.audit(tmp_path)
    finding = audit.finding(audit.conflicts["finding"].item())
    assert rc.verify(finding.certificate)
    last = "leaves 0 >= 0.35, which is false"
    for shown in (
        finding.explain(width=None),
        finding.explain(width=50),
        repr(finding),
        unescape(finding._repr_html_()),
        audit.to_markdown(),
        audit.to_sarif(),
        audit.to_github(),
        unescape(audit.to_junit()),
    ):
        assert last in " ".join(shown.split())
        assert "rule: z = x + y" in " ".join(shown.split())


def test_numbers_that_nobody_claims_stand_with_the_words_around_them(tmp_path):
    claim = "  - {measure: m, period: 2024, reported: 5 tonnes, quote: 5 tonnes}\n"
    source = f"source: {{language: en, text: note.txt}}\nclaims:\n{claim}"
    folder = write_ledger(tmp_path / "l", "title: A note\n", note=source)
    text = "It came to 5 tonnes, of which the port\nkept 3.25 tonnes for itself."
    (folder / "sources/note.txt").write_text(text, encoding="utf-8")
    result = audited(folder)
    shown = explain(named(result, "coverage:unclaimed:note"), result)
    words = named(result, "coverage:unclaimed:note").unclaimed[0]["words"]
    at = text.index(words)
    assert f"{words}, at {at}: “…" in shown
    assert "of which the port kept 3.25" in shown
