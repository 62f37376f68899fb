"""A large CSV file taken by columns is the ledger that it is row by row, or is read row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.csv_tables import regular
from strategies import Draw

HEADER = ["source", "measure", "period", "area", "value", "decimals", "quote"]
GOOD = "source,measure,period,value,decimals\nb,m,2024,1.10,2\na,m,2024,-0.0,1\n"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.ledger.reading.csv_tables.LARGE_FILE", 0)


def read(path: Path) -> tuple[Ledger | None, list[str]]:
    try:
        return Ledger.read(path), []
    except LedgerError as error:
        return None, list(map(str, error.problems))


def both(path: Path, data: bytes, block: int = 2**24) -> tuple[Ledger | None, Ledger | None]:
    """The ledger by columns and row by row, None where it cannot be read, which both say in the same words."""
    path.write_bytes(data)
    by_row, said = read(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reconcile.ledger.reading.csv_tables.LARGE_FILE", 0)
        patch.setattr("reconcile.ledger.reading.csv_tables._BLOCK", block)
        taken, complaint = read(path)
    assert complaint == said
    return taken, by_row


def assert_same(taken: Ledger | None, by_row: Ledger | None) -> None:
    assert (taken is None) == (by_row is None)
    if taken is None or by_row is None:
        return
    assert taken == by_row
    assert taken.origin.equals(by_row.origin)
    rows = range(len(by_row.claims))
    assert [taken.figures[row] for row in rows] == [by_row.figures[row] for row in rows]
    assert taken.figures.excess.tolist() == by_row.figures.excess.tolist()


@st.composite
def files(draw: Draw) -> bytes:
    """CSV files as programs write them, and some that no program should."""
    names = st.sampled_from(["a", "b", "Côte d'Ivoire", "x,y", 'the "top"', "two\nlines", " a", ""])
    values = st.sampled_from(["1.10", "-0.00", "007", "+5", ".5", "1e3", "0x1F", "12345678901234567", "9" * 25, "25"])
    plain = draw(st.booleans())
    rows = [
        [
            draw(st.sampled_from("ab") if plain else names),
            draw(st.sampled_from(["m", "n"])),
            draw(st.sampled_from(["2024", "2024-M11"])),
            draw(st.sampled_from(["VN", "NA", "null", ""]) if plain else names),
            draw(st.sampled_from(["1.10", "-3", "0.5"]) if plain else values),
            draw(st.sampled_from(["0", "1", "exact"])),
            draw(st.sampled_from(["", "said"])) if draw(st.integers(0, 9)) == 0 else "",
        ]
        for _ in range(draw(st.integers(1, 6)))
    ]
    text = io.StringIO()
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(text, quoting=quoting, lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"]))).writerows(
        [HEADER, *rows]
    )
    data = text.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-8"])))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(data)))
        odd = draw(st.sampled_from([b'"', b'""', b"\n", b"\r", b",", b"\0", b"\xff", b"\xed\xa0\x80", b" "]))
        data = data[:at] + odd + data[at + draw(st.integers(0, 1)) :]
    return data.removesuffix(b"\n") if draw(st.booleans()) else data


@given(data=files(), block=st.sampled_from([1, 40, 2**24]))
@example(GOOD.encode(), 2**24)
@example(GOOD.replace("b,m", 'b,""m').encode(), 2**24)
@example(GOOD.replace("\nb", "\n\nb").encode(), 2**24)
@example(GOOD.replace("source", "source\n").encode(), 2**24)
@example(GOOD.replace("value", "value,").encode(), 2**24)
@example(GOOD.replace("decimals", "decimals,").replace("\na", ",\na").encode(), 2**24)
@example(GOOD.replace("source", ",source").encode(), 2**24)
def test_by_columns_or_row_by_row_it_is_one_ledger(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, block: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "large-csv"
    folder.mkdir(exist_ok=True)
    assert_same(*both(folder / "claims.csv", data, block))


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("a,", '"a",').replace("value", '"value"'),
        GOOD.replace("a,m", '"a, the first",m'),
        GOOD.replace("a,m", '"a ""the"" first","m"'),
        GOOD.removesuffix("\n"),
        "\ufeff" + GOOD,
    ],
)
@pytest.mark.usefixtures("large")
def test_what_programs_write_is_taken_by_columns(tmp_path: Path, data: str) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(data.encode())
    ledger = Ledger.read(path)
    assert ledger.claims["value"].tolist() == ["-0.0", "1.10"]
    assert [ledger.content.place(row) for row in range(2)] == [("claims.csv", 3), ("claims.csv", 2)]


@pytest.mark.usefixtures("large")
def test_claims_beside_their_settings_and_sources(tmp_path: Path) -> None:
    (tmp_path / "ledger.yaml").write_text("defaults: {area: VN, unit: USD}\nmeasures: {m: {}}\n")
    (tmp_path / "sources.csv").write_text("source,title\na,First\nb,Second\n")
    (tmp_path / "claims.csv").write_text(GOOD)
    ledger = Ledger.read(tmp_path)
    assert ledger.sources["title"].tolist() == ["First", "Second"]
    assert ledger.figures[0].unit == "USD"


@pytest.mark.usefixtures("large")
def test_without_arrow_a_large_file_is_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "claims.csv").write_text(GOOD)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.csv", None)
    ledger = Ledger.read(tmp_path / "claims.csv")
    assert ledger.claims["value"].tolist() == ["-0.0", "1.10"]


@given(st.text(st.sampled_from('ab,"\n\r'), max_size=12).map(lambda text: text + "\n"))
@example('"a,b",c\n')
@example('"a\nb",c\n')
@example('a"b,c"\n')
@example('a,",",b\n"x"y",\n')
@example('"a ""b""",""""\n')
@example('"""\n,"""\n')
@example('"a""b"c"\n')
def test_a_block_that_is_regular_reads_the_same_without_a_parser(text: str) -> None:
    count = regular(text.encode())
    if count is None:
        return
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    assert count == len(lines)
    rows = [list(_cells(line)) for line in lines if line]
    assert [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row] == rows


def _cells(line: str) -> Iterator[str]:
    """The cells of a line in which quotes come in pairs."""
    parts: list[Any] = line.split('"')
    parts[2:-1:2] = [part or '"' for part in parts[2:-1:2]]  # a quote is meant where two pairs touch
    quoted = "".join(part.replace(",", "\0") if number % 2 else part for number, part in enumerate(parts))
    yield from (cell.replace("\0", ",") for cell in quoted.split(","))


@pytest.mark.usefixtures("large")
def test_wrong_cells_of_a_large_file_are_named_without_reading_it_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconcile.ledger.reading.csv_tables._row_by_row", None)
    (tmp_path / "claims.csv").write_text(GOOD.replace("1.10", "1;10").replace(",1\n", ",one\n"))
    assert read(tmp_path / "claims.csv")[1] == [
        "claims.csv:2: value '1;10' is no plain decimal such as -1234.50; the verbatim words belong in 'reported'",
        "claims.csv:3: decimals 'one' is neither a whole number up to 999 nor 'exact'",
    ]
