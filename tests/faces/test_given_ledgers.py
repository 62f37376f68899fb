"""What a command names may be a table of claims, a wide one, or standard input; thresholds move the exit status."""

from __future__ import annotations

import io
import json
import sys

import pandas as pd
import pytest

from reconcile.faces.command import main

WIDE = "year,exports,imports,trade\n2023,354.7,326.4,681.1\n2024,405.9,381.0,768.9 p\n"
LONG = (
    "source,measure,period,value,decimals\na,exports,2024,405.9,1\na,imports,2024,381.0,1\na,trade,2024,768.9,1\n"
    "b,exports,2024,405.9,1\n"
)
RULE = ["--rule", "trade = exports + imports"]
BY_YEAR = ["--wide", "--id", "year=period", *RULE]


@pytest.fixture
def wide(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trade.csv").write_text(WIDE)
    (tmp_path / "claims.csv").write_text(LONG)
    return tmp_path


def given(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("mended", [False, True])
def test_a_table_with_a_rule_ends_with_0_or_1(wide, mended):
    if mended:
        for name in ("trade.csv", "claims.csv"):
            (wide / name).write_text((wide / name).read_text().replace("768.9", "786.9"))
    assert main(["audit", "claims.csv", *RULE, "--quiet"]) == (not mended)
    assert main(["audit", "trade.csv", *BY_YEAR, "--quiet"]) == (not mended)


@pytest.mark.usefixtures("wide")
def test_a_conflict_of_a_wide_table_stands_in_its_line(capsys):
    main(["audit", "trade.csv", *BY_YEAR, "--unit", "billion USD", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert {claim["decimals"] for claim in told["claims"]} == {-8}
    main(["audit", "trade.csv", *BY_YEAR, "--format", "github"])
    assert "file=trade.csv,line=3" in capsys.readouterr().out


def test_what_is_no_number_in_a_wide_table_is_told_with_its_line(wide, capsys):
    (wide / "trade.csv").write_text(WIDE.replace("326.4", "see note"))
    assert main(["audit", "trade.csv", *BY_YEAR]) == 2
    assert capsys.readouterr().err.startswith("trade.csv:2: column imports: 'see note' is no number")


@pytest.mark.usefixtures("wide")
def test_a_wide_table_that_is_taken_for_claims_says_what_to_do(capsys):
    assert main(["audit", "trade.csv", *RULE]) == 2
    assert "no table of claims" in (said := capsys.readouterr().err)
    assert "--wide" in said


def test_decimals_and_language_are_said_of_a_wide_table(wide, capsys):
    (wide / "trade.csv").write_text('year;exports\n2024;"1.405,9"\n'.replace(";", ","))
    assert main(["audit", "trade.csv", "--wide", "--id", "year=period", "--language", "de", "--format", "json"]) == 3
    assert json.loads(capsys.readouterr().out)["claims"][0]["value"] == "1405.9"
    assert main(["audit", "trade.csv", "--wide", "--language", "de", "--decimals", "-2", "--format", "json"]) == 1


def test_empty_cells_count_as_a_mode_says(wide, capsys):
    (wide / "trade.csv").write_text("year,exports,imports,trade\n2023,5,6,11\n2024,5,,9\n")
    assert main(["audit", "trade.csv", *BY_YEAR, "--quiet"]) == 0
    assert main(["audit", "trade.csv", *BY_YEAR, "--missing", "partial_zero", "--quiet"]) == 1
    assert main(["audit", "trade.csv", *BY_YEAR, "--missing", "zero"]) == 2
    assert "unknown mode 'zero'; known are non_null" in capsys.readouterr().err


@pytest.mark.usefixtures("wide")
def test_standard_input_is_a_table(monkeypatch, capsys):
    given(monkeypatch, LONG.encode())
    assert main(["audit", "-", *RULE]) == 1
    assert "768.9" in capsys.readouterr().out
    given(monkeypatch, WIDE.encode())
    assert main(["audit", "-", *BY_YEAR, "--quiet"]) == 1
    given(monkeypatch, b"")
    assert main(["audit", "-"]) == 2
    assert "standard input: nothing came" in capsys.readouterr().err


def test_parquet_comes_by_standard_input_and_wide(wide, monkeypatch):
    pytest.importorskip("pyarrow")
    pd.read_csv(io.StringIO(WIDE), dtype=str).to_parquet(wide / "trade.parquet")
    assert main(["audit", "trade.parquet", *BY_YEAR, "--quiet"]) == 1
    given(monkeypatch, (wide / "trade.parquet").read_bytes())
    assert main(["audit", "-", *BY_YEAR, "--quiet"]) == 1


def test_wide_is_a_table(wide, capsys):
    (wide / "trade.txt").write_text(WIDE)
    assert main(["audit", "trade.txt", *BY_YEAR]) == 2
    assert "--wide reads one table, CSV or Parquet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("most", "status", "words"),
    [
        (0, 1, "there are conflicts that the ledger does not accept"),
        (1, 1, "2 conflicts, more than the 1 that are allowed"),
        (2, 0, "2 conflicts, and 2 are allowed"),
        (3, 0, "2 conflicts, and 3 are allowed"),
    ],
)
def test_so_many_conflicts_are_allowed(wide, capsys, most, status, words):
    (wide / "trade.csv").write_text(WIDE.replace("681.1", "618.1"))
    assert main(["audit", "trade.csv", *BY_YEAR, "--max-conflicts", str(most), "--quiet"]) == status
    assert capsys.readouterr().out.endswith(f"Exit status {status}: {words}.\n")


def test_strictly_what_is_unchecked_is_no_pass(wide, capsys):
    (wide / "trade.csv").write_text(WIDE.replace("326.4", ":").replace("768.9", "786.9"))
    assert main(["audit", "trade.csv", *BY_YEAR, "--quiet"]) == 0
    assert main(["audit", "trade.csv", *BY_YEAR, "--quiet", "--strict"]) == 3
    assert "left unchecked, which --strict takes for no pass" in capsys.readouterr().out


@pytest.mark.usefixtures("wide")
def test_a_number_of_conflicts_is_one(capsys):
    with pytest.raises(SystemExit):
        main(["audit", "trade.csv", "--max-conflicts", "few"])
    assert "'few' is no number of conflicts" in capsys.readouterr().err
