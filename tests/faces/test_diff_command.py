"""`reconcile diff`, as a user runs it before and after an edit."""

from __future__ import annotations

import html
import json
import re

import pytest

from reconcile.faces.command import main

RULES = "title: Trade\nrules:\n  - trade = exports + imports\n  - exports = farm + mill\n"
ROWS = {"trade": "786.9", "exports": "405.9", "imports": "381.0", "farm": "62.4", "mill": "343.5"}


@pytest.fixture
def write(tmp_path):
    def written(name, **figures):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ledger.yaml").write_text(RULES)
        rows = "".join(f"table,{measure},2024,{value},-8,billion USD\n" for measure, value in (ROWS | figures).items())
        (folder / "claims.csv").write_text("source,measure,period,value,decimals,unit\n" + rows)
        return str(folder)

    return written


def test_a_broken_sum_is_new_and_a_mended_one_is_mended(write, capsys, tmp_path):
    before, now = write("before", trade="768.9"), write("now", mill="345.3")
    kept = str(tmp_path / "before.json")
    assert main(["audit", before, "--format", "json", "--output", kept]) == 1
    assert main(["diff", kept, now]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("new (1): fails now, and did not before\n  identity: exports = farm + mill, 2024, final: ")
    assert "    was exact, is conflict now\n    id: identity:exports=farm+mill:2024:final:table\n" in shown
    assert "mended (1): failed before, and does not now\n  identity: trade = exports + imports" in shown
    assert "1 new, 0 changed, 1 mended; " in shown
    assert "Exit status 1: something fails that did not before.\n" in shown


def test_nothing_new_ends_with_0_also_where_something_fails_still(write, capsys):
    before, now = write("before", trade="768.7"), write("now", trade="768.8")
    assert main(["diff", before, now]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("changed (2): ")
    assert "residual 18.1 billion USD, before 18.2 billion USD" in shown


def test_it_is_written_as_json_and_as_a_comment(write, capsys, tmp_path):
    before, now = write("before"), write("now", trade="768.9")
    assert main(["diff", before, now, "--format", "json", "--output", str(tmp_path / "d.json")]) == 1
    written = json.loads((tmp_path / "d.json").read_text())
    assert written["schema"] == "reconcile.diff/1"
    assert [one["now"]["verdict"] for one in written["new"]] == ["conflict"]
    assert main(["diff", before, now, "--format", "markdown"]) == 1
    assert "### new (1): fails now" in capsys.readouterr().out


def plain(page):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page.partition("</style>")[2])).split())


def test_the_page_says_in_a_sentence_of_its_language_what_fails_now(write, tmp_path):
    before, now, page = write("before"), write("now", trade="768.9"), tmp_path / "d.html"
    kept = str(tmp_path / "before.json")
    assert main(["audit", before, "--format", "json", "--output", kept]) == 0
    assert main(["diff", kept, now, "--format", "html", "--output", str(page)]) == 1
    said = plain(page.read_text(encoding="utf-8"))
    assert "new (1) : fails now, and did not before" in said
    assert "Trade 2024: the document says 768.9 billion USD; its own exports + imports gives 786.9 billion USD." in said
    assert "Exactly: identity: trade = exports + imports, 2024, final: 405.9 + 381.0 = 786.9, reported 768.9" in said
    assert "was exact, is conflict now" in said
    assert main(["diff", kept, now, "--format", "html", "--lang", "vi", "--output", str(page)]) == 1
    made = page.read_text(encoding="utf-8")
    assert "<html lang=vi>" in made
    said = plain(made)
    assert said.startswith("Những gì đã khác giữa hai lần kiểm tra 1 mới, 0 đã đổi, 0 đã sửa; trong các kết quả khác ")
    assert "mới (1) : nay không đạt, trước thì không như vậy" in said
    assert "Trade 2024: văn bản ghi 768,9 tỷ USD" in said
    assert "trước: khớp; nay: mâu thuẫn" in said
    assert made.count("lang=en") == 1  # the exact terms


def test_a_page_of_two_written_audits_has_their_exact_terms(write, tmp_path):
    files = [str(tmp_path / f"{name}.json") for name in ("before", "now")]
    for ledger, file in zip((write("before"), write("now", trade="768.9")), files, strict=True):
        main(["audit", ledger, "--format", "json", "--output", file])
    assert main(["diff", *files, "--format", "html", "--output", str(tmp_path / "d.html")]) == 1
    said = plain((tmp_path / "d.html").read_text(encoding="utf-8"))
    assert "Exactly: " not in said
    assert "identity: trade = exports + imports, 2024, final: 405.9 + 381.0 = 786.9, reported 768.9" in said


def test_both_files_are_refused_at_once(capsys, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert main(["diff", str(broken), str(tmp_path / "nowhere")]) == 2
    told = capsys.readouterr().err
    assert "broken.json:1: is no JSON" in told
    assert "nowhere" in told
    assert "2 problems; nothing was audited" in told
