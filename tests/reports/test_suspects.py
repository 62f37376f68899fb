"""Reports begin with the figure that is probably wrong, and stand at its line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reconcile.auditing import run
from reconcile.ledger.ledger import Ledger
from reconcile.reports.github import to_github
from reconcile.reports.markdown import to_markdown
from reconcile.reports.page import to_html
from reconcile.reports.sarif import to_sarif
from reconcile.reports.suspects import suspects
from reconcile.reports.text_report import to_short_text

ROWS = {
    "trade": "783.3",
    "exports": "403.7",
    "imports": "376.9",  # 379.6 with two digits swapped, on line 4
    "balance": "24.1",
    "jobs": "12.0",
    "men": "7.0",
    "women": "6.0",
}
RULES = ["trade = exports + imports", "balance = exports - imports", "jobs = men + women"]


@pytest.fixture
def result(tmp_path):
    """Two conflicts that one slip explains, and one of which nobody knows which figure is wrong."""
    rows = "".join(f"table,{measure},2024,{value},1,\n" for measure, value in ROWS.items())
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals,unit\n" + rows)
    (tmp_path / "ledger.yaml").write_text("title: <b>&\nmeasures: {balance: {signed: true}}\nrules:\n"
                                          + "".join(f"  - {rule}\n" for rule in RULES))  # fmt: skip
    return run(Ledger.read(tmp_path))


def test_one_figure_is_named_and_what_has_several_ways_is_not(result):
    found = suspects(result)
    assert found.head == "1 figure is probably wrong and explains 2 conflicts"
    assert [(one.claim, one.mending, one.others) for one in found.listed] == [
        ("table:imports:2024", "376.9 → 379.6: two digits swapped", 0)
    ]
    conflicts = [entry.finding for entry in result.entries(["conflict"], ["identity"])]
    assert [found.of(finding) is not None for finding in conflicts] == [True, True, False]


def test_an_annotation_stands_at_the_line_of_the_suspect(result):
    lines = to_github(result).split("\n")
    assert [line.partition(",line=")[2].partition(",")[0] for line in lines[:3]] == [
        "4",
        "4",
        "7",
    ]  # then the joint one
    assert "probably wrong: imports 2024: 376.9 → 379.6: two digits swapped" in lines[0]
    assert lines[4:6] == [
        "1 figure is probably wrong and explains 2 conflicts:",
        "imports 2024: 376.9 → 379.6: two digits swapped (claims.csv:4); explains 2 conflicts",
    ]


def test_so_does_a_result_for_code_scanning(result):
    found = json.loads(to_sarif(result))["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in found]
    assert places[:3] == [4, 4, 7]


def test_a_comment_and_the_page_strike_it_through(result):
    change = "- imports 2024: ~~376.9~~ → **379.6**: two digits swapped (`claims.csv:4`); explains 2 conflicts\n"
    assert f"**1 figure is probably wrong and explains 2 conflicts:**\n\n{change}" in to_markdown(result)
    page = to_html(result)
    assert "<del>376.9</del> → <ins>379.6</ins>: two digits swapped" in page
    assert page.index("<del>376.9") < page.index("<main")


def test_the_short_text_has_a_line_for_each_conflict_with_what_would_mend_it(result):
    lines = to_short_text(result).split("\n")
    assert lines[0] == "1 figure is probably wrong and explains 2 conflicts:"
    assert [line.partition(": ")[0] for line in lines[2:5]] == ["claims.csv:4", "claims.csv:4", "claims.csv:7"]
    assert [line.partition("; would mend it: ")[2] for line in lines[2:5]] == [
        "imports 2024: 376.9 → 379.6: two digits swapped",
        "imports 2024: 376.9 → 379.6: two digits swapped",
        "men 2024: 7.0 → 6.0",
    ]
    assert lines[-2].startswith("7 claims of 1 source: 4 conflict. ")


def test_an_audit_that_checked_nothing_is_no_success(tmp_path):
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\ntable,trade,2024,1,0\n")
    (tmp_path / "ledger.yaml").write_text("title: Alone\n")
    result = run(Ledger.read(tmp_path))
    assert result.status == 3
    assert to_github(result).startswith("::error title=nothing was checked::nothing was checked")
    [invocation] = json.loads(to_sarif(result))["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith("nothing was checked")


def test_a_strict_audit_that_left_something_open_does_not_say_that_nothing_was_checked(tmp_path):
    rows = "".join(f"table,{measure},2024,{value},0\n" for measure, value in {"a": 1, "b": 2, "c": 3, "d": 4}.items())
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\n" + rows)
    (tmp_path / "ledger.yaml").write_text("title: Strict\nmeasures: {e: {}}\nrules: [c = a + b, e = d + a]\n")
    result = replace(run(Ledger.read(tmp_path)), strict=True)
    assert result.status == 3
    title, _, message = to_github(result).split("\n")[0].removeprefix("::error title=").partition("::")
    assert title == "not all was checked"
    assert "which --strict takes for no pass" in message


def test_of_figures_that_would_do_as_well_none_is_named(tmp_path):
    printed = {"a": 1204, "b": 2377, "c": 1511, "some": 3681, "most": 5192}
    rows = "".join(f"table,{measure},2024,{value},0\n" for measure, value in printed.items())
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\n" + rows)
    (tmp_path / "ledger.yaml").write_text("rules: [some = a + b, most = a + b + c]\n")
    result = run(Ledger.read(tmp_path))
    # Either part explains both conflicts, and no slip tells which.
    assert set(result.causes["claim"]) == {"table:a:2024", "table:b:2024"}
    assert suspects(result) is None
