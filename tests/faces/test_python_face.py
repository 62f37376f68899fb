"""`import reconcile as rc`: an audit in Python and in a notebook."""

from __future__ import annotations

import html.parser
import json

import pandas as pd
import pytest

import reconcile as rc
from small_ledger import LEDGER, YEARBOOK, write_ledger


@pytest.fixture
def audit(ledger):
    return rc.audit(rc.Ledger.read(ledger))


def test_a_path_serves_as_well_as_a_ledger(ledger, audit):
    for path in (ledger, str(ledger)):
        assert rc.audit(path).counts == audit.counts


def test_a_ledger_of_frames_is_audited_too():
    import pandas as pd

    claims = pd.DataFrame(
        {
            "source": "a",
            "measure": ["trade", "exports", "imports"],
            "period": "2024",
            "value": ["5", "1", "1"],
            "decimals": 0,
        }
    )
    audit = rc.audit(rc.Ledger.from_frames(claims, rules=["trade = exports + imports"]))
    assert list(audit.conflicts["rule"]) == ["trade = exports + imports"]


def test_conflicts_are_those_that_nobody_accepted(audit):
    assert list(audit.conflicts["finding"]) == ["identity:trade=exports+imports:XK:2022:final:yearbook"]
    assert (audit.findings["verdict"] == "conflict").sum() == 2


def test_settings_reach_the_audit(ledger):
    from datetime import date

    assert set(rc.audit(ledger, checks=["identity"]).findings["check"]) <= {"identity", "rules"}
    assert rc.audit(ledger, rounding="truncate").status in {0, 1}
    assert rc.audit(ledger, today=date(2025, 1, 1)).status == 1


def test_json_is_returned_and_written_where_a_path_is_given(audit, tmp_path):
    text = audit.to_json(tmp_path / "audit.json")
    assert (tmp_path / "audit.json").read_bytes().decode("utf-8") == text == audit.to_json()
    assert json.loads(text)["counts"]["claims"] == 17


def test_the_representation_is_short_and_begins_with_the_worst(audit):
    first, counts, worst, *rest = repr(audit).splitlines()
    assert first == "Audit of Trade of a small country: 17 claims of 2 sources"
    assert counts.startswith("  1 conflict, 1 accepted, 1 revision, ")
    assert worst.startswith("  conflict, identity: trade = exports + imports, XK 2022, final: 10.1 + 20.2 = ")
    assert len(rest) <= 10


def test_a_long_representation_says_what_it_leaves_out(tmp_path):
    years = ""
    for place in range(15):
        exports, imports = 2310 + 137 * place, 1047 + 59 * place
        first, second, *rest = str(exports + imports)
        for name, value in (("exports", exports), ("imports", imports), ("trade", "".join((second, first, *rest)))):
            years += f"a,{name},{2000 + place},{value},0\n"
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals\n" + years, encoding="utf-8")
    audit = rc.audit(rc.Ledger.read(tmp_path / "claims.csv", rules=["trade = exports + imports"]))
    shown = repr(audit).splitlines()
    assert shown[1] == "  13 conflict, 2 exact"
    assert shown[2] == "  11 figures are probably wrong and explain 11 conflicts:"
    assert "    and 6 more; .causes has all" in shown
    assert shown[-1] == "  and 10 more; .findings has all"
    assert len(shown) == 15
    assert "<p>and 5 more; .findings has all</p>" in audit._repr_html_()


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.seen = set()

    def handle_starttag(self, tag, _):
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_notebook_shows_a_small_table(audit):
    tags = Tags()
    tags.feed(audit._repr_html_())
    assert tags.open == []
    assert {"table", "tr", "td"} <= tags.seen


def test_a_notebook_escapes_whatever_the_ledger_holds(tmp_path):
    evil = "<script>alert(1)</script>"
    source = YEARBOOK.replace("trade came to", f"{evil} trade came to")
    ledger = write_ledger(
        tmp_path / "evil",
        LEDGER.replace("Trade of a small country", f"'{evil}'")
        .replace("reason: ", f"reason: '{evil} ")
        .replace("correction", "correction'")
        .replace("yearbook's", "yearbook"),
        yearbook=source,
    )
    shown = rc.audit(ledger)._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_figures_periods_and_rules_are_read_alone():
    assert rc.read_figure("786,9 tỷ USD", "vi").unit == "USD"
    assert rc.read_period("2025-S1").text == "2025-S1"
    assert rc.read_rule("trade = exports + imports").measures == ("trade", "exports", "imports")
    assert rc.Interval(1, 2) & rc.Interval(2, 3)


def test_what_cannot_be_read_raises_one_error_with_every_problem(tmp_path):
    with pytest.raises(rc.LedgerError) as caught:
        rc.audit(tmp_path / "nowhere")
    assert isinstance(caught.value, rc.ReconcileError)
    assert all(isinstance(problem, rc.Problem) for problem in caught.value.problems)


def test_a_frame_is_told_how_to_become_a_ledger():
    with pytest.raises(TypeError, match=r"Ledger\.from_frames.*Ledger\.from_wide"):
        rc.audit(pd.DataFrame({"year": [2024], "exports": [1.5]}), progress=False)
