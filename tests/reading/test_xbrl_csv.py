"""xBRL-CSV: metadata and tables of our own writing, and the facts that they stand for."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from filings import ROLE, Stated, arc, linkbase, report_in_json
from hypothesis import given
from hypothesis import strategies as st

from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.faces.ledger_object import Ledger
from reconcile.reading.xbrl.csv_reports import csv_period
from reconcile.reading.xbrl.fact_cells import FactError

TYPE = "https://xbrl.org/2021/xbrl-csv"
INFO = {"documentType": TYPE, "namespaces": {"ex": "http://example.org/2024"}}
COMMON = {"entity": "ex:A1", "unit": "iso4217:USD"}
COLUMNS = {
    "year": {},
    "place": {},
    "note": {"comment": True},
    "assets": {"dimensions": {"concept": "ex:Assets", "period": "$year@end", "ex:Place": "$place"}},
    "sales": {"dimensions": {"concept": "ex:Sales", "period": "$year"}, "decimals": -3},
}
TABLE = "year,place,note,assets,sales\n2023,ex:North,seen,5d1,7000\n2024,,,#nil,8000\n"


def write(folder: Path, columns: Any = None, table: str = TABLE, **more: Any) -> Path:
    template = {"columns": COLUMNS if columns is None else columns, "dimensions": COMMON, "decimals": 0}
    whole = {"documentInfo": INFO, "tableTemplates": {"t": template}, "tables": {"t": {"url": "t.csv"}}} | more
    path = folder / "report.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    (folder / "t.csv").write_text(table, encoding="utf-8")
    return path


def told(path: Path, *names: str) -> list[tuple[str, ...]]:
    claims = Ledger.read(path).claims
    return list(claims[list(names)].itertuples(index=False, name=None))


def test_each_cell_of_a_column_of_facts_is_one(tmp_path: Path) -> None:
    ledger = Ledger.read(write(tmp_path))
    names = ["measure", "area", "period", "value", "decimals", "unit", "ex:Place"]
    assert list(ledger.claims[names].itertuples(index=False, name=None)) == [
        ("ex:Assets", "A1", "2023-12-31", "5", "1", "USD", "ex:North"),
        ("ex:Sales", "A1", "2023", "7000", "-3", "USD", ""),
        ("ex:Sales", "A1", "2024", "8000", "-3", "USD", ""),
    ]
    assert list(ledger.origin.itertuples(index=False, name=None)) == [
        ("t.csv", 2),
        ("t.csv", 2),
        ("t.csv", 3),
    ]
    assert "1 fact is nil: no number, and no part of a sum" in ledger.read_as


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(-999, 999), st.integers(2000, 2024)), min_size=1))
def test_csv_and_json_say_the_same(made: list[tuple[str, int, int]]) -> None:
    facts = [Stated(concept, str(value), end=f"{year}-12-31") for concept, value, year in made]
    columns = {"c": {}, "p": {}, "v": {"dimensions": {"concept": "$c", "period": "$p@end"}}}
    rows = "".join(f"ex:{fact.concept},{fact.end[:4]},{fact.value}\n" for fact in facts)
    with TemporaryDirectory() as folder:
        path = Path(folder)
        found = Ledger.read(write(path, columns, f"c,p,v\n{rows}")).claims
        (path / "report.json").write_text(report_in_json(facts), encoding="utf-8")
        assert found.equals(Ledger.read(path / "report.json").claims)


@pytest.mark.parametrize(
    ("columns", "cells", "decimals"),
    [
        ({"v": {"dimensions": {"concept": "ex:A"}}}, "5", "0"),  # the template's
        ({"v": {"dimensions": {"concept": "ex:A"}, "decimals": 2}}, "5", "2"),
        ({"v": {"dimensions": {"concept": "ex:A"}, "decimals": 2}}, "5d-1", "-1"),
        ({"v": {"dimensions": {"concept": "ex:A"}, "decimals": 2}}, "5dINF", "exact"),
        ({"v": {"dimensions": {"concept": "ex:A"}, "decimals": "$d"}, "d": {}}, "5,3", "3"),
        ({"v": {"dimensions": {"concept": "ex:A"}, "decimals": "$p"}}, "5", "-6"),
    ],
)
def test_decimals_are_those_of_the_cell_else_of_the_column_else_of_the_template(
    tmp_path: Path, columns: dict[str, Any], cells: str, decimals: str
) -> None:
    path = write(tmp_path, columns, f"{','.join(columns)}\n{cells}\n", parameters={"p": "-6"})
    assert told(path, "decimals") == [(decimals,)]


def test_properties_are_chosen_by_a_cell(tmp_path: Path) -> None:
    groups = {
        "a": {"dimensions": {"concept": "ex:A", "unit": "xbrli:pure"}, "decimals": 2},
        "b": {"dimensions": {"concept": "ex:B"}},
    }
    columns = {"which": {"propertyGroups": groups}, "v": {"propertiesFrom": ["which"]}}
    path = write(tmp_path, columns, "which,v\na,0.5\nb,7\n")
    assert told(path, "measure", "unit", "decimals") == [("ex:A", "", "2"), ("ex:B", "USD", "0")]


def test_nothing_of_a_dimension_is_inherited_where_a_cell_says_none(tmp_path: Path) -> None:
    columns = {"u": {}, "v": {"dimensions": {"concept": "ex:A", "unit": "$u"}}}
    path = write(tmp_path, columns, "u,v\n#none,5\n,6\niso4217:EUR,7\n")
    assert told(path, "unit") == [("",), ("",), ("EUR",)]


def test_parameters_of_the_table_come_before_those_of_the_report(tmp_path: Path) -> None:
    columns = {"v": {"dimensions": {"concept": "$c", "period": "$p@start", "ex:N": "$rowNumber"}}}
    tables = {"t": {"url": "t.csv", "parameters": {"c": "ex:Own"}}}
    (tmp_path / "more.csv").write_text("name,value\nc,ex:Other\np,2024-H2\n", encoding="utf-8")
    path = write(tmp_path, columns, "v\n5\n6\n", tables=tables, parameterURL="more.csv")
    assert told(path, "measure", "period", "ex:N") == [("ex:Own", "2024-06-30", "1"), ("ex:Own", "2024-06-30", "2")]


def test_metadata_may_extend_those_of_another_file(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.rename(tmp_path / "base.json")
    info = {"documentType": TYPE, "extends": ["base.json"]}
    path.write_text(json.dumps({"documentInfo": info}), encoding="utf-8")
    assert len(Ledger.read(path).claims) == 3


def test_sums_of_the_linkbase_beside_it_bind(tmp_path: Path) -> None:
    columns = {name: {"dimensions": {"concept": f"ex:{name}", "period": "2024"}} for name in ("Total", "PartA")}
    links = linkbase({ROLE: [arc("Total", "PartA")]}, ("Total", "PartA"))
    (tmp_path / "links.xml").write_text(links, encoding="utf-8")
    path = write(tmp_path, columns, "Total,PartA\n9,7\n")
    found = run(Ledger.read(path)).xbrl()
    assert list(found["result"]) == ["inconsistent"]


def test_words_are_counted_and_a_column_of_numbers_holds_none(tmp_path: Path) -> None:
    columns = {"v": {"dimensions": {"concept": "ex:A"}}, "w": {"dimensions": {"concept": "ex:B", "language": "en"}}}
    ledger = Ledger.read(write(tmp_path, columns, "v,w\n5,five\n"))
    assert "words and no numbers, not read: 1" in ledger.read_as
    columns["v"]["decimals"] = 0
    with pytest.raises(LedgerError, match=r"t\.csv:2: column v: value 'five' is no number"):
        Ledger.read(write(tmp_path, columns, "v,w\nfive,x\n"))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("year,what\n2023,5\n", "t.csv:1: column 'what' is none of its template"),
        ("year,year\n2023,5\n", "t.csv:1: two columns have one name"),
        ("year,assets\n2023,5,6\n", "t.csv:2: has more cells than the head has columns"),
        ("year,assets\n2023-13,5\n", "t.csv:2: column assets: '2023-13' is no period that there is"),
        ("year,assets\n2023,#what\n", "t.csv:2: column assets: '#what' is no cell that xBRL-CSV knows here"),
        ('year,assets\n2023,"5\n', "not CSV that can be read"),
        ("year,assets\n2024-12-31T00:00:00,5\n", "is one moment, and has no end"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(tmp_path: Path, table: str, words: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.read(write(tmp_path, table=table))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"tables": {"t": {}}}, "table 't' names no 'url'"),
        ({"tables": {"t": {"url": "other.csv"}}}, "other.csv: is not there, and holds table t"),
        ({"tables": {"t": {"url": "../t.csv"}}}, "a link leads out of the folder"),
        ({"tables": []}, "tables is no object"),
        ({"tableTemplates": {"t": {"columns": {"year": {}, "place": 5}}}}, "column place is no object"),
        ({"documentInfo": INFO | {"extends": ["http://example.org/a.json"]}}, "is no other file of its folder"),
        ({"documentInfo": INFO | {"extends": ["report.json"]}}, "is no other file of its folder"),
        ({"parameterURL": "t.csv"}, "holds no table of two columns, name and value"),
    ],
)
def test_what_is_wrong_with_metadata_is_said(tmp_path: Path, more: dict[str, Any], words: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.read(write(tmp_path, **more))
    assert words in str(caught.value)


def test_a_table_that_is_optional_may_be_absent(tmp_path: Path) -> None:
    tables = {"t": {"url": "t.csv"}, "u": {"url": "u.csv", "template": "t", "optional": True}}
    assert len(Ledger.read(write(tmp_path, tables=tables)).claims) == 3


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 900))
def test_a_period_ends_at_the_midnight_after_its_last_day(first: date, days: int) -> None:
    last = first + timedelta(days)
    end = f"{last + timedelta(1)}T00:00:00"
    assert csv_period(f"{first}..{last}") == f"{first}T00:00:00/{end}"
    assert csv_period(f"{first}..{last}", "end") == end == csv_period(f"{last}@end")
    assert csv_period(str(first)) == csv_period(f"{first}..{first}")


@pytest.mark.parametrize(
    ("short", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-W01", "2024-01-01", "2024-01-07"),
    ],
)
def test_a_short_period_is_all_of_its_days(short: str, first: str, last: str) -> None:
    assert csv_period(short) == csv_period(f"{first}..{last}")
    with pytest.raises(FactError):
        csv_period(f"{short}@end", "end")
