"""The report that a person reads: the worst first, and each conflict with all that it takes to look it up."""

from __future__ import annotations

import pytest

from reconcile.auditing import run
from reconcile.ledger.store import Ledger
from reconcile.reports.entries import KINDS
from reconcile.reports.text import summary, text
from small_ledger import YEARBOOK, write_ledger


def audited(path):
    return run(Ledger.read(path), checks=None, hedges=None, rounding="nearest", today=None)


@pytest.fixture
def report(ledger):
    return text(audited(ledger))


def test_kinds_of_findings_stand_in_their_order(report):
    headings = [line.split()[0] for line in report.splitlines() if line.startswith(KINDS)]
    assert headings == [kind for kind in KINDS if kind in headings]
    assert set(headings) >= {"conflict", "accepted", "revision", "hedge", "rounding", "exact"}


def test_a_conflict_stands_with_all_that_it_takes_to_look_it_up(report):
    conflict = report[report.index("conflict (1)") : report.index("accepted (1)")]
    for part in (
        "trade = exports + imports, XK 2022, final: 10.1 + 20.2 = 30.3, reported 31.3 (bn USD)",
        "“trade came to 31.3 bn USD”",
        "yearbook, 2025-08-01 (sources/yearbook.yaml:9)",
        "stands for [31.25, 31.35] bn USD",
        "1 bn USD; rounding explains up to 0.15 bn USD; 0.85 bn USD beyond it, ",
        "which is 8.5 units of the last digit",
        "id: identity:trade=exports+imports:XK:2022:final:yearbook",
    ):
        assert part in conflict


def test_a_slip_that_would_explain_a_conflict_is_named(tmp_path):
    source = YEARBOOK.replace("reported: 31.3 bn USD", "reported: 3.3 bn USD")
    report = text(audited(write_ledger(tmp_path / "l", yearbook=source)))
    assert "10" in report[report.index("would mend it") :]


def test_an_accepted_conflict_shows_its_reason(report):
    accepted = report[report.index("accepted (1)") : report.index("revision (")]
    assert "accepted: the yearbook's own correction" in accepted


def test_what_holds_exactly_is_counted_unless_asked_for(ledger, report):
    assert "1.1 + 2.2 = 3.3" not in report
    assert "1.1 + 2.2 = 3.3" in text(audited(ledger), verbose=True)


def test_every_finding_is_listed_when_asked_for(ledger):
    result = audited(ledger)
    full = text(result, verbose=True)
    assert all(message in full for message in result.findings["message"])


def test_the_last_line_sums_up(ledger, report):
    result = audited(ledger)
    assert report.splitlines()[-1] == summary(result)
    assert summary(result).startswith("17 claims of 2 sources: 1 conflict, 1 accepted, 1 revision, 1 hedge, ")
    assert summary(result).endswith("Exit status 1: there are conflicts that the ledger does not accept.")


def test_a_ledger_without_a_title_or_a_finding_has_a_report(tmp_path):
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\na,trade,2023,3,0\n", encoding="utf-8")
    report = text(audited(tmp_path / "claims.csv"))
    assert report.startswith("A ledger without a title")
    assert "1 claim of 1 source: " in report


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_a_report_fits_the_width_it_is_given(ledger, width):
    lines = text(audited(ledger), width=width).splitlines()
    assert all(len(line) <= width or " " not in line.strip().removeprefix("id: ") for line in lines)


def test_nothing_in_a_ledger_can_drive_the_terminal(tmp_path):
    source = YEARBOOK.replace("quote: trade came to 31.3 bn USD", r'quote: "\e[2Jtrade \u202ecame to 31.3 bn USD"')
    report = text(audited(write_ledger(tmp_path / "l", yearbook=source)))
    assert r"“\x1b[2Jtrade \u202ecame to 31.3 bn USD”" in report
    assert not {"\x1b", "\u202e"} & set(report)
