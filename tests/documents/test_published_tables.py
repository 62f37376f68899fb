"""A workbook as it is published is read cell by cell as what its heads say, and says how it was read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_files import workbook

import reconcile as rc
from costly import costly
from reconcile.faces.command import main
from reconcile.strategies import PrintedWorld, corrupted, rounded

pytest.importorskip("lxml", reason="needs the extra `documents`")

RULE = "Total_trade = Exports + Imports"
MEASURES = ("Exports", "Imports", "Total_trade")
PERIODS = ("2021-Q1", "2021-Q2", "2022-Q1", "2022-Q2")


def sheet(rows: list[list[object]], formats: tuple[str, ...] = ("0.0",), after: str = "") -> bytes:
    """A workbook of one sheet: texts as they are, floats in the first format, whole numbers as they are."""
    lines = []
    for row, cells in enumerate(rows, 1):
        xml = ""
        for column, value in enumerate(cells):
            name = f"{chr(65 + column)}{row}"
            if isinstance(value, str):
                xml += f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            elif value is not None:
                xml += f'<c r="{name}" s="{int(isinstance(value, float))}"><v>{value}</v></c>'
        lines.append(f'<row r="{row}">{xml}</row>')
    return workbook("".join(lines), formats, after)


def read(data: bytes, **settings: object) -> rc.Ledger:
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        path.write_bytes(data)
        return rc.Ledger.read(path, **settings)


def across(table: dict[str, list[str]]) -> list[list[object]]:
    """Years across, a measure a row; the name of the year of two quarters stands once."""
    years = [None, *(period[:4] if period.endswith("1") else None for period in PERIODS)]
    parts = [None, *(period[5:] for period in PERIODS)]
    body = [
        [label, *table[measure]]
        for label, measure in zip(("Exports¹", "Imports", "Total trade"), MEASURES, strict=True)
    ]
    return [["Table 1. Trade, billion USD"], [], years, parts, *body, ["¹ f.o.b."]]


def down(table: dict[str, list[str]]) -> list[list[object]]:
    """Measures across below a common head, a quarter a row, below its year."""
    heads = [["Year", "Quarter", "Trade"], [None, None, "Exports", "Imports", "Total trade"]]
    body = [
        [period[:4] if period.endswith("1") else None, period[5:], *(table[measure][number] for measure in MEASURES)]
        for number, period in enumerate(PERIODS)
    ]
    return [["Trade in billion USD"], *heads, *body]


LAYOUTS = {"across": (across, ""), "down": (down, "Trade_")}
WORLD = [RULE.replace("Total_trade", "total").replace("Exports", "a").replace("Imports", "b")]


def numbers(printed: PrintedWorld) -> dict[str, list[str]]:
    """What is printed of four rows, as columns of the workbook's measures; of fewer rows the first again."""
    rows = [printed.frame.iloc[number % len(printed.frame)] for number in range(len(PERIODS))]
    return {name: [str(row[one]) for row in rows] for name, one in zip(MEASURES, ("a", "b", "total"), strict=True)}


@costly(4)
@given(rounded(WORLD, decimals=(0, 2)), st.sampled_from(sorted(LAYOUTS)))
def test_every_cell_is_a_claim_of_what_its_heads_say(printed, layout):
    table = numbers(printed)
    rows, prefix = LAYOUTS[layout]
    ledger = read(sheet(rows(table)), rules=[f"{prefix}Total_trade = {prefix}Exports + {prefix}Imports"])
    told = {(one.measure, one.period): one for one in ledger.claims.itertuples()}
    assert len(told) == len(ledger.claims)
    for measure in MEASURES:
        for number, period in enumerate(PERIODS):
            claim = told[prefix + measure, period]
            text = table[measure][number]
            assert (Fraction(claim.value), claim.unit) == (Fraction(text), "billion USD")
            assert int(claim.decimals) == len(text.partition(".")[2]) - 9
    assert rc.audit(ledger, joint=False, progress=False).conflicts.empty
    assert ledger.rules[0].measures == tuple(prefix + one for one in ("Total_trade", "Exports", "Imports"))


@costly(4)
@given(corrupted(WORLD, decimals=(0, 2)), st.sampled_from(sorted(LAYOUTS)))
def test_a_wrong_cell_is_in_conflict_under_its_period(printed, layout):
    rows, prefix = LAYOUTS[layout]
    rule = f"{prefix}Total_trade = {prefix}Exports + {prefix}Imports"
    audit = rc.audit(read(sheet(rows(numbers(printed))), rules=[rule]), checks=["identity"], progress=False)
    ((wrong, _),) = printed.errors
    expected = {period for number, period in enumerate(PERIODS) if number % len(printed.frame) == wrong}
    assert {dict(one)["period"] for one in audit.conflicts["quantity"]} == expected


def test_formats_give_decimals_and_a_cell_is_told_by_its_name():
    rows = [[None, 2023, 2024], ["Exports", 354.72, 405.9], ["Imports", 326.4, 381.0], ["Total trade", 681.1, 768.9]]
    ledger = read(sheet(rows), rules=[RULE])
    assert ledger.claims["value"].tolist()[:2] == ["354.7", "326.4"]
    (place,) = rc.audit(ledger, checks=["identity"]).conflicts["file"]
    assert place == "book.xlsx, Trade!C2"


def test_what_was_told_from_looks_is_said():
    rows = [
        ["Trade, million EUR"],
        [None, 2023, 2024, "Change, %"],
        ["Exports", "10.5 p", "12.0", 14.3],
        ["Imports", ":", "see note", 1.0],
    ]
    ledger = read(sheet(rows))
    (said,) = ledger.read_as
    assert said.split("; ") == [
        "sheet 'Trade': the table begins in row 3",
        "periods across, 2023, 2024",
        "measures are the rows: Exports, Imports",
        "left out, since it is no level of a period: 'Change, %'",
        "no numbers, left out: C4 'see note'",
        "unit million EUR",
    ]
    assert rc.audit(ledger).hints[:1] == ledger.read_as
    assert ledger.claims[["measure", "period", "value"]].to_numpy().tolist() == [
        ["Exports", "2023", "10.5"],
        ["Exports", "2024", "12.0"],
    ]


def test_units_in_heads_are_those_of_their_columns():
    rows = [
        ["Country", "GDP (billion EUR)", "Inflation, %", "Employees"],
        ["DE", 4120.5, 5.9, 45900],
        ["FR", 2803.1, 4.9, 30100],
    ]
    ledger = read(sheet(rows))
    said = {(one.measure, one.country): (one.unit, one.decimals, one.value) for one in ledger.claims.itertuples()}
    assert said["GDP", "DE"] == ("billion EUR", "-8", "4120.5")
    assert said["Inflation", "FR"] == ("percent", "1", "4.9")
    assert said["Employees", "DE"] == ("", "0", "45900")


def test_columns_of_a_year_and_other_words_are_told_apart():
    rows = [[None, "Plan 2024", "Outcome 2024"], ["Exports", 10.0, 11.0], ["Imports", 5.0, 6.0]]
    claims = read(sheet(rows)).claims
    assert claims[["measure", "column", "period", "value"]].to_numpy().tolist() == [
        ["Exports", "Plan", "2024", "10.0"],
        ["Imports", "Plan", "2024", "5.0"],
        ["Exports", "Outcome", "2024", "11.0"],
        ["Imports", "Outcome", "2024", "6.0"],
    ]


@pytest.mark.parametrize("head", ["3 months 2024", "January to March 2024", "2023/24", "2023 and 2024"])
def test_no_part_of_a_year_is_taken_for_the_year(head):
    rows = [["Item", head, "Price"], ["Exports", 10.0, 11.0], ["Imports", 5.0, 6.0]]
    assert set(read(sheet(rows)).claims["period"]) == {"0001/9999"}


def test_rows_of_one_label_are_told_apart_by_their_sections():
    rows = [
        [None, 2023, 2024],
        ["Goods"],
        ["Exports", 1.0, 2.0],
        ["Services"],
        ["Exports", 3.0, 4.0],
    ]
    assert read(sheet(rows)).claims["measure"].tolist()[:2] == ["Goods_Exports", "Services_Exports"]


def test_a_workbook_without_a_table_is_told():
    with pytest.raises(rc.LedgerError, match=r"book\.xlsx: no sheet holds a table with numbers below a head"):
        read(sheet([["a", "b"], ["c", "d"]]))
    with pytest.raises(rc.LedgerError, match="is no XLSX file"):
        read(b"no workbook")


def test_a_workbook_is_audited_on_the_command_line(tmp_path, capsys):
    rows = [[None, 2023, 2024], ["Exports", 354.72, 405.9], ["Imports", 326.4, 381.0], ["Total trade", 681.1, 768.9]]
    (tmp_path / "book.xlsx").write_bytes(sheet(rows))
    assert main(["audit", str(tmp_path / "book.xlsx"), "--rule", RULE]) == 1
    assert "periods across, 2023, 2024" in capsys.readouterr().out
    assert main(["audit", str(tmp_path / "book.xlsx")]) == 3


def test_a_workbook_becomes_a_ledger_that_can_be_mended(tmp_path):
    ledger = read(sheet(down(dict.fromkeys(MEASURES, ["1.0"] * 4))))
    assert rc.Ledger.read(ledger.write(tmp_path / "ledger")) == ledger
