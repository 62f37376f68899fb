"""CSV: every finding a row, and no cell a formula."""

from __future__ import annotations

import csv
import io
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audited import audited
from reconcile.faces.command import main
from reconcile.reports.csv_report import COLUMNS, cell, to_csv

FIXTURES = Path(__file__).parents[2] / "fixtures"
DANGEROUS = "=+-@＝＋－＠−"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_finding_is_a_row_with_its_numbers(ledger):
    result = audited(ledger)
    table = rows(to_csv(result))
    assert list(table[0]) == list(COLUMNS)
    assert [row["finding"] for row in table] == result.findings["finding"].tolist()
    by_id = {row["finding"]: row for row in table}
    conflict = by_id["identity:trade=exports+imports:XK:2022:final:yearbook"]
    assert (conflict["residual"], conflict["excess"], conflict["unit"]) == ("-1000000000", "850000000", "USD")
    assert conflict["repairs"].startswith("10.1 → 11.1 billion USD")
    assert (conflict["file"], conflict["line"]) == ("sources/yearbook.yaml", "10")
    assert [row["accepted"] for row in table if row["accepted"]] == ["the yearbook's own correction"]


@given(st.text(alphabet=DANGEROUS + " ;|\t\r\n,\"'a1./"))
def test_no_cell_is_a_formula_wherever_a_spreadsheet_cuts_it(text):
    shown = cell(text)
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", shown):
        return  # a plain number is worth what it says
    for part in re.split(r"[;|\t\r\n]", shown):
        assert not part.lstrip(" ").startswith(tuple(DANGEROUS))


@given(st.fractions())
def test_numbers_stay_numbers_and_ratios_become_text(number):
    assert cell(str(number)).removeprefix("'") == str(number)
    if number.denominator == 1:
        assert Fraction(cell(str(number))) == number


def test_the_hostile_ledger_has_no_formula_and_no_control():
    text = to_csv(audited(FIXTURES / "hostile"))
    assert "'=1+1" in text
    for row in rows(text):
        for name, value in row.items():
            assert not value.startswith(tuple(DANGEROUS)) or re.fullmatch(r"-[0-9.]+", value), name
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]", text)


def test_a_file_begins_with_the_mark_that_spreadsheets_look_for(ledger, tmp_path, capsys):
    main(["audit", str(ledger), "--format", "csv", "--output", str(tmp_path / "a.csv")])
    main(["audit", str(ledger), "--format", "csv"])
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + capsys.readouterr().out.encode()


@pytest.mark.parametrize("text", ["15–16 %", "trade = exports", "a; b", "'quoted'", "nearly 800"])
def test_plain_words_stay_as_they_are(text):
    assert cell(text) == text
