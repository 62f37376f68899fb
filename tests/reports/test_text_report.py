"""The report that a person reads: the worst first, and each conflict with all that it takes to look it up."""

from __future__ import annotations

import pytest

from audited import audited
from reconcile.reports.entries import SHOWN_KINDS
from reconcile.reports.text_report import summary, to_short_text, to_text
from small_ledger import YEARBOOK, write_ledger


@pytest.fixture
def report(ledger):
    return to_text(audited(ledger))


def test_kinds_of_findings_stand_in_their_order(report):
    headings = [line.split()[0] for line in report.splitlines() if line.startswith(SHOWN_KINDS)]
    assert headings == [kind for kind in SHOWN_KINDS if kind in headings]
    assert set(headings) >= {"conflict", "accepted", "revision", "hedge", "rounding", "exact"}


def test_a_conflict_stands_with_all_that_it_takes_to_look_it_up(report):
    conflict = report[report.index("conflict (1)") : report.index("accepted (1)")]
    for part in (
        "trade = exports + imports, XK 2022, final: 10.1 + 20.2 = 30.3, reported 31.3 (billion USD)",
        "“trade came to 31.3 billion USD”",
        "yearbook, 2025-08-01 (sources/yearbook.yaml:9)",
        "stands for [31.25, 31.35] billion USD",
        "1 billion USD; rounding explains up to 0.15 billion USD; 0.85 billion USD beyond it, ",
        "which is 8.5 units of the last digit",
        "id: identity:trade=exports+imports:XK:2022:final:yearbook",
    ):
        assert part in conflict


def test_a_slip_that_would_explain_a_conflict_is_named(tmp_path):
    source = YEARBOOK.replace("reported: 31.3 billion USD", "reported: 3.3 billion USD")
    report = to_text(audited(write_ledger(tmp_path / "l", yearbook=source)))
    assert "10" in report[report.index("would mend it") :]


def test_a_rate_is_named_with_its_base(tmp_path):
    table = "source,measure,period,stat,base,value,decimals,unit\n" + "".join(
        f"{source},trade,2024,{stat},{base},{value},0,{unit}\n"
        for source, value in (("a", 12), ("b", 15))
        for stat, base, unit in (
            ("growth", 2023, "percent"),
            ("share", "gdp", "percent"),
            ("ratio", "gdp", "times"),
            ("mean", "month", "USD"),
        )
    )
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    report = to_text(audited(tmp_path / "claims.csv"))
    assert "growth of trade, 2024 on 2023, final: 12 in a, 15 in b (%)" in report
    assert "ratio of trade to gdp, 2024, final: 12 in a, 15 in b" in report
    assert "mean of trade per month, 2024, final: 12 in a, 15 in b (USD)" in report
    assert "share of trade in gdp, 2024, final: 12 in a, 15 in b (%)" in report
    assert "growth of trade 2024: 12 percent, stands for [11.5, 12.5] %" in report


def test_figures_without_a_last_digit_have_no_units_of_it(tmp_path):
    table = "source,measure,period,value,decimals\na,items,2024,36,exact\nb,items,2024,37,exact\n"
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    report = to_text(audited(tmp_path / "claims.csv"))
    assert "items 2024: 36" in report
    assert "units of the last digit" not in report


def test_a_conflict_without_arithmetic_shows_its_sentence(tmp_path):
    said = "source: {language: en}\nclaims:\n  - {measure: trade, period: 2024, reported: 5 USD, quote: it was 6 USD}\n"
    report = to_text(audited(write_ledger(tmp_path / "l", "title: A quote\n", note=said)))
    conflict = report[report.index("conflict (1)") :]
    assert "  note\n    quotation: trade, 2024, final: the figure “5 USD” is not in its quote" in conflict
    assert "note (sources/note.yaml:3)" in conflict
    assert "residual" not in conflict


def test_an_accepted_conflict_shows_its_reason(report):
    accepted = report[report.index("accepted (1)") : report.index("revision (")]
    assert "accepted: the yearbook's own correction" in accepted


def test_what_holds_exactly_is_counted_unless_asked_for(ledger, report):
    assert "1.1 + 2.2 = 3.3" not in report
    assert "1.1 + 2.2 = 3.3" in to_text(audited(ledger), verbose=True)


def test_a_long_list_of_what_passes_is_cut_unless_asked_for(tmp_path):
    table = "source,measure,period,status,value,decimals\n" + "".join(
        f"{source},trade,{year},{status},{year + more},0\n"
        for year in range(1990, 2015)
        for source, status, more in (("a", "estimate", 0), ("b", "final", 5))
    )
    sources = "source,published\na,2020-01-01\nb,2021-01-01\n"
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    (tmp_path / "sources.csv").write_text(sources, encoding="utf-8")
    result = audited(tmp_path / "claims.csv")
    assert to_text(result).count("revised up") == 20
    assert "    and 5 more; --verbose lists them\n" in to_text(result)
    assert to_text(result, verbose=True).count("revised up") == 25


def test_every_finding_is_listed_when_asked_for(ledger):
    result = audited(ledger)
    full = to_text(result, verbose=True)
    assert all(message in full for message in result.findings["message"])


def test_the_last_line_sums_up(ledger, report):
    result = audited(ledger)
    assert report.splitlines()[-1] == summary(result)
    assert summary(result).startswith("17 claims of 2 sources: 1 conflict, 1 accepted, 1 revision, 1 hedge, ")
    assert summary(result).endswith("Exit status 1: there are conflicts that the ledger does not accept.")


def test_a_ledger_without_a_title_or_a_finding_has_a_report(tmp_path):
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\na,trade,2023,3,0\n", encoding="utf-8")
    report = to_text(audited(tmp_path / "claims.csv"))
    assert report.startswith("A ledger without a title")
    assert "1 claim of 1 source: " in report


@pytest.mark.parametrize("width", [40, 60, 80, 132])
def test_a_report_fits_the_width_it_is_given(ledger, width):
    lines = to_text(audited(ledger), width=width).splitlines()
    assert all(len(line) <= width or " " not in line.strip().removeprefix("id: ") for line in lines)


def test_nothing_in_a_ledger_can_drive_the_terminal(tmp_path):
    source = YEARBOOK.replace(
        "quote: trade came to 31.3 billion USD", r'quote: "\e[2Jtrade \u202ecame to 31.3 billion USD"'
    )
    report = to_text(audited(write_ledger(tmp_path / "l", yearbook=source)))
    assert r"“\x1b[2Jtrade \u202ecame to 31.3 billion USD”" in report
    assert not {"\x1b", "\u202e"} & set(report)


@pytest.fixture(scope="module")
def broken_years(tmp_path_factory):
    """Twenty-five years of which no sum holds; two digits of a part are swapped in each."""
    folder = tmp_path_factory.mktemp("years")
    (folder / "ledger.yaml").write_text("title: Years\nrules: [t = a + b]\n")
    rows = [
        f"s,t,{1990 + k},{786 + 30 * k},0\ns,a,{1990 + k},{405 + 30 * k},0\ns,b,{1990 + k},318,0\n" for k in range(25)
    ]
    (folder / "claims.csv").write_text("source,measure,period,value,decimals\n" + "".join(rows))
    return audited(folder)


def test_of_many_conflicts_the_later_have_their_sentence_alone(broken_years):
    said, every = to_text(broken_years), to_text(broken_years, verbose=True)
    ids = [entry.finding for entry in broken_years.entries(["conflict"])]
    assert len(ids) == 25
    assert [f"id: {one}\n" in said for one in ids] == [True] * 20 + [False] * 5
    assert all(f"id: {one}\n" in every for one in ids)
    assert "of 5 conflicts only the sentence; --verbose has the evidence of all" in said
    assert "only the sentence" not in every
    assert all(f"says {786 + 30 * k:,}; its own a + b gives {723 + 30 * k:,}." in said for k in range(25))


def test_after_more_than_a_screen_what_is_probably_wrong_is_said_again(broken_years):
    lines = to_text(broken_years).split("\n")
    head = "25 figures are probably wrong and explain 25 conflicts:"
    told = [number for number, line in enumerate(lines) if line == head]
    assert len(told) == 2
    assert lines[told[0] + 1 : told[0] + 12] == lines[told[1] + 1 : told[1] + 12]
    assert lines[told[1] + 12].startswith("75 claims of 1 source: 25 conflict.")


def test_a_repair_is_coloured_where_there_are_colours(broken_years):
    assert "\x1b[32m" in to_text(broken_years, colour=True)
    assert "\x1b[32mwould mend it" in to_short_text(broken_years, colour=True).replace("  would", "would")
    assert "\x1b" not in to_text(broken_years) + to_short_text(broken_years)


def test_terms_that_would_read_the_same_are_told_apart_by_their_place(tmp_path):
    head = "source,measure,industry,adj,period,value,decimals"
    rows = ["a,gva,mining,raw,2024,100,0", "a,gva,farms,raw,2024,50,0", "a,gva,all,raw,2024,170,0"]
    (tmp_path / "claims.csv").write_text("\n".join([head, *rows, "a,gva,all,sa,2024,150,0"]) + "\n")
    (tmp_path / "ledger.yaml").write_text(
        "dimensions: [industry, adj]\nmeasures: {gva: {sum: {over: industry, total: all}}}\n"
    )
    report = to_text(audited(tmp_path))
    for part in ("gva 2024, mining: 100, stands", "gva 2024, farms: 50, stands", "gva 2024, all: 170, stands"):
        assert f"      {part}" in report
