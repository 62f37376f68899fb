"""A mapping file says what was guessed of a workbook or a message, and is read in place of the guesses."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_published_tables import LAYOUTS, MEASURES, PERIODS, sheet

import reconcile as rc
from costly import costly
from reconcile.faces.command import main

pytest.importorskip("lxml", reason="needs the extra `documents`")

ROOT = Path(__file__).parents[2]
BOOK, MESSAGE = ROOT / "fixtures/report/trade.xlsx", ROOT / "fixtures/message/trade.csv"
CELLS = st.builds(lambda number, mark: f"{number / 10:,.1f}{mark}", st.integers(1, 10**6), st.sampled_from(["", " p"]))


@pytest.fixture
def mapping(tmp_path, capsys):
    """The mapping of a copy of the workbook, as it was written."""
    shutil.copy(BOOK, tmp_path)
    assert main(["init", "--from", str(tmp_path / "trade.xlsx")]) == 0
    said = capsys.readouterr().out
    assert "periods across, 2023-S1" in said
    assert "trade.mapping.yaml: how trade.xlsx is read" in said
    return tmp_path / "trade.mapping.yaml"


def mended(mapping, *pairs):
    text = mapping.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    mapping.write_text(text, encoding="utf-8")
    return mapping


@costly(4, least=8)
@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_what_is_written_down_is_read_as_it_was_guessed(layout, data):
    cells = st.lists(CELLS, min_size=len(PERIODS), max_size=len(PERIODS))
    table = {measure: data.draw(cells) for measure in MEASURES}
    with TemporaryDirectory() as folder:
        book = Path(folder, "book.xlsx")
        book.write_bytes(sheet(LAYOUTS[layout][0](table)))
        assert main(["init", "--from", str(book)]) == 0
        guessed, mapped = rc.Ledger.read(book), rc.Ledger.read(Path(folder, "book.mapping.yaml"))
    assert guessed.claims.equals(mapped.claims)
    assert list(guessed.origin["file"]) == list(mapped.origin["file"])


def test_what_is_mended_is_read(mapping):
    mended(
        mapping,
        ("measure: Total_trade", "measure: trade, area: HL"),
        ("unit: million EUR}\n      6", "unit: billion EUR, status: provisional}\n      6"),
        ("      8: {measure: Balance, unit: million EUR}\n", ""),
        ("      E: {period: 2024-S2}\n", "      E: {period: 2025-S2, flow: goods}\n"),
        ("rules: []", "rules:\n  - {rule: trade >= Imports, name: a part}"),
    )
    ledger = rc.Ledger.read(mapping)
    claims = ledger.claims
    assert len(claims) == 12
    assert set(claims["measure"]) == {"Exports", "Imports", "trade"}
    assert set(claims.loc[claims["measure"] == "trade", "area"]) == {"HL"}
    exports = claims[claims["measure"] == "Exports"]
    assert set(exports["unit"]) == {"billion EUR"}
    assert set(exports["status"]) == {"provisional"}
    assert list(exports["period"]) == ["2023-S1", "2023-S2", "2024-S1", "2025-S2"]
    assert list(exports["flow"]) == ["", "", "", "goods"]
    assert [rule.name for rule in ledger.rules] == ["a part"]
    assert ledger.read_as == ("sheet 'Trade': as trade.mapping.yaml says; unit billion EUR, million EUR",)


def test_the_command_audits_a_mapping(mapping, capsys):
    mended(mapping, ("rules: []", "rules:\n  - Total_trade = Exports + Imports"))
    assert main(["audit", str(mapping)]) == 1
    assert "reported 2,516.6 (million EUR)" in capsys.readouterr().out.replace("\n      ", " ")
    assert main(["init", "--from", str(mapping.with_name("trade.xlsx"))]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["init", "elsewhere", "--from", str(mapping)]) == 2
    assert "takes no folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  Trade:", "  Trades:", "trade.mapping.yaml:8: unknown sheet 'Trades'; known are Trade"),
        ("      B:", "      Z:", "has no column 'Z' with a cell"),
        ("      5:", "      55:", "has no row '55' with a cell"),
        ("measure: Exports, ", "", "every column, or every row, needs a measure"),
        ("{period: 2023-S1}", "first", "column 'B' must be a mapping"),
        ("file: trade.xlsx", "file: ../trade.xlsx", "expected the name of a file that stands beside the mapping"),
        ("file: trade.xlsx", "", "expected the name of a file"),
        ("sheets:", "pages:", "unknown key in a mapping"),
        ("2023-S1", "2023-S9", "'2023-S9'"),
        ("unit: million EUR", "unit: quibbles", "quibbles"),
        ("file: trade.xlsx", "file: none.xlsx", "none.xlsx"),
    ],
)
def test_a_mapping_that_fits_nothing_says_where(mapping, old, new, said):
    mended(mapping, (old, new))
    with pytest.raises(rc.LedgerError) as caught:
        rc.Ledger.read(mapping)
    assert said in str(caught.value)


def test_a_message_has_a_mapping_too(tmp_path, capsys):
    path = tmp_path / "message.csv"
    text = MESSAGE.read_text(encoding="utf-8").replace("OECD.HRB", "XYZ")
    path.write_text(text, encoding="utf-8")
    assert main(["init", "--from", str(path)]) == 0
    assert "--unit-mult scaled" in capsys.readouterr().out
    mapping = mended(
        tmp_path / "message.mapping.yaml", ('unit_mult: ""', "unit_mult: scaled"), ("rules: []", "rules: [T = X + M]")
    )
    assert main(["audit", str(mapping)]) == 1
    assert "as the call says" in capsys.readouterr().out.replace("\n  ", " ")


def test_what_cannot_be_mapped_is_told(tmp_path, capsys):
    path = tmp_path / "claims.csv"
    path.write_text("source,measure\na,b\n", encoding="utf-8")
    assert main(["init", "--from", str(path)]) == 2
    assert "is no message of SDMX" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.yaml"))
