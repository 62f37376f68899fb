"""A document that is checked is shown as it is: its text is kept, each claim stands in it, what is left is listed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from reconcile.faces.command import main
from reconcile.ledger.store.text_spans import Text

REPORT = """# Tea and timber

Exports rose by 7.6 percent to 26.9 million euros in 2024 from 25.0 million euros in 2023.
Of exports, tea made 9.8
million euros.

| million euros | 2023 | 2024 |
| - | - | - |
| Tea | 10.0 | 9.8 |
| Timber | 15.0 | 17.1 |
| Total | 25.0 | 26.9 |
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.md"
    path.write_text(REPORT)
    return path


def test_each_claim_of_a_document_stands_in_its_text(report):
    audit = rc.check(report)
    ledger = audit.ledger
    text = Text(ledger.text("report.md"))
    rows = ledger.claims.to_dict("records")
    spans = text.find_each([(row["reported"], row["quote"], int(row["at"])) for row in rows])
    assert len(rows) > 6
    assert len(set(spans)) == len(spans)
    for row, span in zip(rows, spans, strict=True):
        shown = text.shown[span.start : span.end]
        assert span.start == int(row["at"])
        assert shown == (row["reported"] or row["quote"])
    assert "quotation" not in set(audit.findings["check"])


def test_what_nothing_ties_is_listed_and_the_way_is_told(tmp_path, capsys):
    path = tmp_path / "alone.txt"
    path.write_text("Exports came to 12.5 million euros in 2024. Imports came to 7.1 million euros in 2024.")
    found = rc.check(path).findings
    (left,) = found[found["check"] == "coverage"].to_dict("records")
    assert [one["words"] for one in left["unclaimed"]] == ["12.5", "7.1"]
    assert all(path.read_text()[one["at"] :].startswith(one["words"]) for one in left["unclaimed"])
    main(["check", str(path)])
    assert (
        "of 2 figures in the text of alone.txt 2 are tied to nothing; `reconcile draft alone.txt`"
        in capsys.readouterr().out
    )


def test_the_page_shows_the_document_with_its_figures_marked(report, tmp_path):
    page = tmp_path / "page.html"
    assert main(["check", str(report), "--format", "html", "--output", str(page)]) == 0
    shown = page.read_text()
    assert "not stored" not in shown
    assert "Tea and timber" in shown
    for words in ("17.1", "26.9 million euros"):
        assert f">{words}<" in shown


def test_a_ledger_that_is_kept_has_the_text_and_finds_each_figure_in_it(report, tmp_path):
    assert main(["check", str(report), "--quiet", "--ledger", str(tmp_path / "kept")]) == 0
    assert main(["audit", str(tmp_path / "kept"), "--quiet"]) == 0
    checked, kept = rc.check(report), rc.audit(tmp_path / "kept")
    quoted = kept.findings[kept.findings["check"] == "quotation"]
    assert set(quoted["verdict"]) == {"exact"}
    assert len(quoted) == len(checked.claims)
    others = kept.findings[kept.findings["check"] != "quotation"]
    assert others["finding"].tolist() == checked.findings["finding"].tolist()


@pytest.mark.parametrize("name", [".hidden", "a:b", "x.csv", "é.md"])
def test_documents_of_any_name_keep_their_text(name, tmp_path):
    path = tmp_path / name
    path.write_text(REPORT)
    audit = (
        rc.check(REPORT, format="markdown") if name.startswith(".") else rc.check(path.rename(tmp_path / f"{name}.md"))
    )
    (source,) = audit.ledger.sources["source"]
    assert "Timber" in audit.ledger.text(source)


@given(st.text("abc é\u0301ễ\u0302", max_size=12), st.integers(0, 9))
def test_a_place_in_a_text_is_that_of_its_letters_however_they_are_composed(before, figure):
    stored = f"{before} {figure} x"
    at = len(before) + 1
    span = Text(stored).find("", str(figure), at)
    shown = unicodedata.normalize("NFC", stored)
    assert span is not None
    assert shown[span.start : span.end] == str(figure)
    assert shown[span.start :] == f"{figure} x"


@pytest.mark.parametrize("text", ["Exports were 5 million.", "# Trade\n\nup by 3 %", "x " * 5000, "a\0 b"])
def test_a_text_without_a_format_is_told_how_to_give_one(text):
    with pytest.raises(rc.DocumentError, match='format="text"'):
        rc.check(text, progress=False)
