"""Files made to harm: each is refused in words that say what to do, soon, and nothing outside of it is read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import package, pdf, relations, word, words, workbook

from reconcile.documents import limits
from reconcile.documents.reading.entry import read_document
from reconcile.errors import DocumentError

_BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_DOCUMENT = "word/document.xml"


def _word_of(document: str | bytes) -> bytes:
    return package({"_rels/.rels": relations(("officeDocument", _DOCUMENT)), _DOCUMENT: document})


def _refused(data: bytes, **options: str) -> str:
    begun = time.monotonic()
    with pytest.raises(DocumentError) as error:
        read_document(data, **options)
    assert time.monotonic() - begun < 10
    (problem,) = error.value.problems
    return problem.message


@pytest.mark.parametrize("head", [_BOMB, _OUTSIDE])
def test_entities_are_refused(head):
    body = f"{head}<w:document xmlns:w='http://x'><w:p>&a;&b;</w:p></w:document>"
    assert "entities" in _refused(_word_of(body))
    assert "entities" in _refused(_word_of(body.encode("utf-16")))


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(limits.Allowance, "__init__", _allowance(unpacked=10_000))
    assert "unpacks to more" in _refused(word(words("a") * 1000))


def _allowance(**less):
    made = limits.Allowance.__init__

    def init(self, file):
        made(self, file, **less)

    return init


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(limits.Allowance, "__init__", _allowance(cells=100))
    row = "".join(f"<td>{number}" for number in range(11))
    assert "cells" in _refused(f"<html><table>{f'<tr>{row}' * 10}</table>".encode())
    assert "cells" in _refused(b"1,2,3\n" * 40, format="csv")
    sheet = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 102))
    assert "cells" in _refused(workbook(sheet))
    assert "cells" in _refused(
        workbook('<row r="1"><c r="A1"><v>1</v></c></row>', after='<mergeCell ref="A1:ZZ9999"/>')
    )
    assert "cells" in _refused(b"<html><table><tr><td colspan=1000 rowspan=60000>1" + b"<tr>" * 500)


def test_what_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(limits.Allowance, "__init__", _allowance(until=time.monotonic()))
    assert "not read after" in _refused(pdf([(72, 700, 10, "a")]))
    assert "not read after" in _refused(word(words("a")))


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "span"])
def test_deep_nesting_is_refused(tag):
    assert "nested" in _refused(f"<html>{f'<{tag}>' * 50_000}1".encode())


def test_deep_nesting_of_an_office_file_is_refused():
    assert "nested" in _refused(_word_of("<w xmlns='http://x'>" + "<a>" * 240 + "</a>" * 240 + "</w>"))


def test_files_that_are_none_say_what_to_do():
    assert "save it as .docx" in _refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "neither DOCX nor XLSX" in _refused(package({"a.txt": "1"}))
    assert "OCR" in _refused(pdf([]))
    assert "save it as UTF-8" in _refused("tỷ".encode("utf-16-le")[:-1] + b"\xff", format="text")
    assert "no Office file" in _refused(b"PK\x03\x04 word/ and then nothing")
    assert "no PDF" in _refused(b"%PDF-1.7 and then nothing")
    assert "is none of" in _refused(b"a", format="odt")
    assert "formula and no stored value" in _refused(workbook('<row r="1"><c r="A1"><f>B1</f></c></row>'))


def test_a_path_that_leads_to_no_document_says_so(tmp_path):
    for path in (tmp_path, tmp_path / "absent.txt", tmp_path / "a\0b"):
        with pytest.raises(DocumentError):
            read_document(path)


def _read_or_refused(data: bytes) -> None:
    try:
        read_document(data)
    except DocumentError as refusal:
        said = refusal.problems
    else:
        said = None
    assert said is None or said[0].message


@given(st.binary(), st.sampled_from([b"", b"PK\x03\x04word/", b"%PDF-1.4\n", b"<html>", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(data, head):
    _read_or_refused(head + data)


_SMALL = (word(words("1")), workbook('<row r="1"><c r="A1"><v>1</v></c></row>'), pdf([(72, 700, 10, "a 1")]))


@given(st.sampled_from(_SMALL), st.integers(4, min(map(len, _SMALL)) - 1), st.binary(max_size=4))
def test_a_damaged_file_is_read_or_refused(whole, at, other):
    _read_or_refused(whole[:at] + other + whole[at + 1 :])
