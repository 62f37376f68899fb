from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import pdf, word, words, workbook

from reconcile.documents.document import Document, DocumentTable
from reconcile.documents.kept_text import one_line
from reconcile.documents.reading.entry import read_document

RELEASE = b"""\
PRESS RELEASE
Saltmere, 3 May 2025

The five ports shipped goods worth 405.9 billion
crowns in 2024, more than at any year-
end before; they had ex-
pected less. Nobody expected it.
- North: 1,234
- South: 12

Port        2023    2024
North      1,234   2,345
  Bay         12       5
Total      1,246   2,350

In crowns.
"""


def cells(document: Document, table: int = 0) -> list[tuple[str, int, int]]:
    return [(cell.text, cell.row, cell.column) for cell in document.tables[table].cells]


def stands(document: Document) -> None:
    """What every document keeps, whatever its format."""
    assert hashlib.sha256(document.text.encode()).hexdigest() == document.sha256
    assert document.text == unicodedata.normalize("NFC", document.text)
    last = 0
    for part in document.parts:
        for one in part.cells if isinstance(part, DocumentTable) else [part]:
            assert one.start is not None
            assert one.start >= last
            assert document.text[one.start :].startswith(one.text)
            assert one.text == one_line(one.text) != ""
            last = one.start + len(one.text)
        if isinstance(part, DocumentTable):
            assert part.at  # no cell is behind its end


def test_hard_wrapped_lines_are_one_paragraph_and_columns_a_table():
    document = read_document(RELEASE)
    assert [one.text for one in document.paragraphs] == [
        "PRESS RELEASE",
        "Saltmere, 3 May 2025",
        (
            "The five ports shipped goods worth 405.9 billion crowns in 2024, more than at any year-end before; "
            "they had expected less. Nobody expected it."
        ),
        "- North: 1,234",
        "- South: 12",
        "In crowns.",
    ]
    assert cells(document)[3:9] == [
        ("North", 1, 0), ("1,234", 1, 1), ("2,345", 1, 2), ("Bay", 2, 0), ("12", 2, 1), ("5", 2, 2),
    ]  # fmt: skip
    stands(document)


def test_a_page_is_read_as_it_is_shown():
    page = """<!doctype html><html lang="vi-VN"><head><title>Xuất khẩu &amp; nhập khẩu</title></head><body>
    <h2>Năm 2024</h2><p>Đạt <b>405</b>,9 tỷ<sup>1</sup> USD<br>cả năm<p hidden>9999<p style="display: none">8888
    <p><del>400</del> 405 người, 5<sup>th</sup>, CO<sub>2</sub>
    <table><caption>Cảng</caption><thead><tr><th rowspan=2>Cảng<th colspan=2>2024</tr><tr><th>Quý I<th>Quý II</thead>
    <tr><td style="padding-left: 12px">Bắc<td>1.234<sup>(2)</sup><td>5<tr><td>Nam<td colspan=9>6</table>
    <table><tr><td>trái<table><tr><td>7<td>8</table><td>phải</table></body>"""
    document = read_document(page.encode())
    assert (document.format, document.title, document.language) == ("html", "Xuất khẩu & nhập khẩu", "vi")
    said = ["Năm 2024", "Đạt 405,9 tỷ¹ USD cả năm", "405 người, 5th, CO₂", "Cảng", "trái", "phải"]
    assert [one.text for one in document.paragraphs] == said
    assert document.paragraphs[0].heading == 2
    table = document.tables[0]
    shown = [(cell.text, cell.row, cell.column, cell.rows, cell.columns, cell.heading) for cell in table.cells]
    assert shown[:4] == [
        ("Cảng", 0, 0, 2, 1, True), ("2024", 0, 1, 1, 2, True),
        ("Quý I", 1, 1, 1, 1, True), ("Quý II", 1, 2, 1, 1, True),
    ]  # fmt: skip
    assert cells(document)[4:] == [("Bắc", 2, 0), ("1.234⁽²⁾", 2, 1), ("5", 2, 2), ("Nam", 3, 0), ("6", 3, 1)]
    assert [cell.indent for cell in table.cells if cell.column == 0] == [0, 1, 0]
    assert table.title == "Cảng"
    assert cells(document, 1) == [("7", 0, 0), ("8", 0, 1)]
    stands(document)


def test_a_cell_reaches_no_further_than_its_table():
    document = read_document(b"<html><table><tr><td rowspan=9>a<td>1<tr><td>2</table>")
    assert (document.tables[0].height, document.tables[0].width) == (2, 2)
    assert cells(document) == [("a", 0, 0), ("1", 0, 1), ("2", 1, 1)]


def test_one_line_with_a_gap_is_no_table():
    assert not read_document(b"The total comes to      5 million.\nAnd that is all.\n").tables


def test_markdown_is_read_as_it_is_shown():
    document = read_document(
        b"# Trade\n\nIt *rose* by [4 %](https://example.org/9)\nin 2024<sup>1</sup>.\n\n"
        b"| port | crowns |\n|---|--:|\n| North | **1,2** |\n| | 3 |\n\n1. one\n2. two\n",
        format="markdown",
    )
    assert [one.text for one in document.paragraphs] == ["Trade", "It rose by 4 % in 2024¹.", "one", "two"]
    assert cells(document) == [("port", 0, 0), ("crowns", 0, 1), ("North", 1, 0), ("1,2", 1, 1), ("3", 2, 1)]
    assert document.title == "Trade"
    stands(document)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_csv_file_is_a_table_whatever_divides_its_cells(separator):
    rows = [["port", "2024", "note"], ["North", "1.5" if separator == "," else "1,5", '"a ""b"""']]
    document = read_document("\r\n".join(separator.join(row) for row in rows).encode(), format="csv")
    assert cells(document)[3:] == [("North", 1, 0), (rows[1][1], 1, 1), ('a "b"', 1, 2)]
    assert document.text == f'port\t2024\tnote\nNorth\t{rows[1][1]}\ta "b"\n'
    stands(document)


def test_word_is_read_with_its_changes_accepted():
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words(text)}</w:tc>"

    body = (
        words("Trade in 2024", "H1")
        + "<w:p><w:r><w:t>It came to </w:t></w:r><w:del><w:r><w:delText>400</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>405</w:t></w:r></w:ins><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"
        "<w:t>1</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>9999</w:t></w:r>"
        "<w:r><w:t> tonnes</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
        "<w:tbl><w:tr>"
        + cell("Port", '<w:vMerge w:val="restart"/>')
        + cell("Years", '<w:gridSpan w:val="2"/>')
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("2023")
        + cell("2024")
        + "</w:tr><w:tr>"
        + cell("North")
        + cell("1,2")
        + cell("3")
        + "</w:tr></w:tbl>"
        + words("End.")
        + "<w:p><w:moveFrom><w:r><w:t>9999</w:t></w:r></w:moveFrom></w:p>"
    )
    styles = '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    document = read_document(word(body, styles=styles, footnotes=f"<w:footnote>{words('Without ice.')}</w:footnote>"))
    assert [(one.text, one.heading) for one in document.paragraphs] == [
        ("Trade in 2024", 1), ("It came to 405¹ tonnes¹", 0), ("End.", 0), ("Without ice.", 0),
    ]  # fmt: skip
    spans = [(one.text, one.row, one.column, one.rows, one.columns) for one in document.tables[0].cells]
    assert spans == [
        ("Port", 0, 0, 2, 1), ("Years", 0, 1, 1, 2), ("2023", 1, 1, 1, 1), ("2024", 1, 2, 1, 1), ("North", 2, 0, 1, 1),
        ("1,2", 2, 1, 1, 1), ("3", 2, 2, 1, 1),
    ]  # fmt: skip
    stands(document)


ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>1234.5</v></c>'
    '<c r="D2" s="2"><v>0.1554999999999999</v></c></row><row r="3">'
    '<c r="A3" t="inlineStr"><is><t>South</t></is></c><c r="B3"><f>B2*2</f><v>2469</v></c></row>'
)


def test_a_workbook_says_what_its_cells_print():
    merged = '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>'
    data = workbook(ROWS, ("#,##0", "0.0%"), merged, ("Exports", "North"))
    document = read_document(data)
    assert cells(document) == [
        ("Exports", 0, 0), ("North", 1, 0), ("1,235", 1, 1), ("15.6%", 1, 3), ("South", 2, 0), ("2469", 2, 1),
    ]  # fmt: skip
    assert [cell.name for cell in document.tables[0].cells] == ["A1", "A2", "B2", "D2", "A3", "B3"]
    assert (document.tables[0].name, document.tables[0].cells[0].columns) == ("Trade", 4)
    stands(document)
    assert "1.235" in read_document(data, language="vi").text


def test_a_pdf_is_read_by_where_its_words_stand():
    page = [
        (72, 780, 18, "Trade in 2024"),
        (72, 740, 10, "The five ports shipped goods worth 405.9 billion crowns in the year"),
        (72, 728, 10, "2024, more than in any year before."),
        (72, 690, 10, "Port"), (250, 690, 10, "2023"), (300, 690, 10, "2024"),
        (72, 678, 10, "North"), (250, 678, 10, "1,234"), (300, 678, 10, "2,345"),
        (72, 666, 10, "Total"), (250, 666, 10, "1,246"), (300, 666, 10, "2,350"),
    ]  # fmt: skip
    mark = [(72, 700, 10, "Imports came to 380"), (160.6, 704, 5, "2"), (164, 700, 10, "tonnes.")]
    document = read_document(pdf(page, mark))
    assert [(one.text, one.page, one.heading) for one in document.paragraphs] == [
        ("Trade in 2024", 1, 1),
        (
            "The five ports shipped goods worth 405.9 billion crowns in the year 2024, more than in any year before.",
            1,
            0,
        ),
        ("Imports came to 380² tonnes.", 2, 0),
    ]
    assert cells(document)[3:6] == [("North", 1, 0), ("1,234", 1, 1), ("2,345", 1, 2)]
    stands(document)


@given(st.text())
def test_any_text_is_read_as_each_format_and_stands_where_it_says(text):
    data = text.encode("utf-8", errors="replace")
    for kind in ("text", "markdown", "html", "csv"):
        stands(read_document(data, format=kind))


@given(st.lists(st.text(alphabet="ab1, \u00a0.-", min_size=1).map(one_line).filter(bool), max_size=8))
def test_what_is_kept_reads_the_same_again(paragraphs):
    first = read_document("\n\n".join(paragraphs).encode())
    assert read_document(first.text.encode()).text.split() == first.text.split()
