"""Typed tables taken by columns are the ledgers that they are when read as text."""

from __future__ import annotations

import math
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconcile.errors import LedgerError, Problem
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.tables import as_sheet, from_frame
from strategies import Draw

SOURCES = ("b", "a", "d", "c", "k", "f", "e", "h", "g", "i")
UNITS = ("", "USD", "million USD", "bn USD", "%")


@st.composite
def tables(draw: Draw) -> pd.DataFrame:
    """A table of claims with typed values; not all of them can be read."""
    size = draw(st.integers(1, 8) | st.just(24))

    def column(values: Any) -> list[Any]:
        return draw(st.lists(values, min_size=size, max_size=size))

    frame = pd.DataFrame(
        {
            "source": column(st.sampled_from(["b", "a", "a:b", " c"] if draw(st.integers(0, 5)) == 0 else SOURCES)),
            "measure": column(st.sampled_from(["trade", "exports", "b:c"])),
            "period": column(st.sampled_from(["2024", "2024-Q1", "2024-M11"])),
        }
    )
    if draw(st.booleans()):
        frame["stat"] = column(st.sampled_from(["level", "", "growth"]))
        frame["base"] = np.where(frame["stat"] == "growth", "2023", "")
    if draw(st.booleans()):
        frame["unit"] = column(st.sampled_from(UNITS))
    if draw(st.booleans()):
        frame["product"] = pd.Categorical(column(st.sampled_from(["x", "y"])))
    kind = draw(st.sampled_from(["float", "float32", "int", "small", "text", "decimal"]))
    digits = st.integers(-(10**7), 10**7) | st.sampled_from([0, 10**14, 10**15 + 1, 10**17])
    numbers, places = column(digits), column(st.integers(-2, 6))
    if kind == "int":
        frame["value"] = np.array(numbers, dtype=np.int64)
    elif kind == "small":
        frame["value"] = np.array([n % 128 for n in numbers], dtype=draw(st.sampled_from([np.int8, np.uint16])))
    elif kind in {"float", "float32"}:
        frame["value"] = [float(Fraction(n, 10 ** max(p, 0))) for n, p in zip(numbers, places, strict=True)]
        frame["value"] = frame["value"].astype(kind if kind == "float32" else "float64")
        frame.loc[frame["value"] == 0, "value"] *= draw(st.sampled_from([1, -1]))  # -0.0
    elif kind == "decimal":
        values = [Decimal(n).scaleb(-max(p, 0)) for n, p in zip(numbers, places, strict=True)]
        frame["value"] = pd.array(values, dtype=pd.ArrowDtype(pa.decimal128(38, 6)))
    else:
        frame["value"] = [str(Decimal(n).scaleb(-max(p, 0))) for n, p in zip(numbers, places, strict=True)]
    frame["decimals"] = places if draw(st.booleans()) else [str(p) if p >= 0 else "exact" for p in places]
    return frame


def as_read(make: Any) -> tuple[Ledger | None, str]:
    try:
        return make(), ""
    except LedgerError as error:
        return None, str(error)


def in_texts(table: Any) -> pd.DataFrame:
    """A table whose cells are all texts; raises a LedgerError where one is none."""
    problems: list[Problem] = []
    given = from_frame(table, "claims", problems)
    sheet = as_sheet(given, problems) if given else None
    if sheet is None:
        raise LedgerError(problems)
    return sheet.frame


def in_form(frame: pd.DataFrame, form: str) -> Any:
    """A frame as another library's, or pandas' own in other types."""
    if form == "categories":
        return frame.astype({"source": "category", "measure": "category", "period": "category"})
    if form == "arrow types":
        return pa.Table.from_pandas(frame, preserve_index=False).to_pandas(types_mapper=pd.ArrowDtype)
    if form == "pandas":
        return frame
    table = pa.Table.from_pandas(frame, preserve_index=False)
    if form == "polars":
        return pytest.importorskip("polars").from_arrow(table)
    if form == "duckdb":
        return pytest.importorskip("duckdb").connect().from_arrow(table)
    return table


FORMS = ("pandas", "categories", "arrow types", "arrow", "polars", "duckdb")


def as_if_large(patch: pytest.MonkeyPatch, rows: int) -> None:
    """Few rows are read as very many are: in lots beside each other, a few rows at a time."""
    patch.setattr("reconcile.ledger.reading.chunks._ROWS", rows)
    patch.setattr("reconcile.ledger.reading.chunks._MANY", 0)
    patch.setattr("reconcile.exact.parallel._MANY", 1)
    patch.setattr("reconcile.exact.parallel._WIDE", rows)
    patch.setattr("reconcile.ledger.store.codes._ORDERED", 0)
    for module in ("exact.parallel", "ledger.reading.chunks"):
        patch.setattr(f"reconcile.{module}.cores", lambda: 3)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@given(frame=tables(), rows=st.sampled_from([1, 3, 2**18]), large=st.booleans())
def test_by_columns_or_as_text_it_is_one_ledger(form: str, frame: pd.DataFrame, rows: int, *, large: bool) -> None:
    given = in_form(frame, form)
    settings = {"rules": ["trade >= exports"], "measures": {"trade": {}, "exports": {}}, "defaults": {"area": "VN"}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reconcile.ledger.reading.chunks._ROWS", rows)
        if large:
            as_if_large(patch, rows)
        taken, said = as_read(lambda: Ledger.from_frames(given, **settings))
    text, complaint = as_read(lambda: Ledger.from_frames(in_texts(in_form(frame, form)), **settings))
    assert said == complaint
    if taken is None or text is None:
        return
    assert taken == text
    assert taken.origin.equals(text.origin)
    assert taken.content.units == text.content.units
    rows = range(len(frame))
    assert [taken.figures[row] for row in rows] == [text.figures[row] for row in rows]
    assert taken.figures.excess.tolist() == text.figures.excess.tolist()
    for name in taken.claims:
        assert [str(taken.content.cell(name, row)) for row in rows] == list(map(str, taken.claims[name]))
    assert [taken.content.place(row) for row in rows] == [text.content.place(row) for row in rows]


@pytest.mark.parametrize("kind", ["float64", "float32", "int8", "str", "decimal"])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_fine_is_taken_by_columns(form: str, kind: str) -> None:
    frame = one_claim(25, 0).assign(stat=None)
    decimal = pd.array([Decimal(25)], dtype=pd.ArrowDtype(pa.decimal128(9, 2)))
    frame["value"] = decimal if kind == "decimal" else frame["value"].astype(kind)
    ledger = Ledger.from_frames(in_form(frame, form))
    assert ledger.claims["value"].tolist() == ["25"]


def one_claim(value: float, decimals: int | str) -> pd.DataFrame:
    return pd.DataFrame({"source": ["s"], "measure": "m", "period": "2024", "value": value, "decimals": decimals})


def to_15_digits(value: float) -> Fraction:
    """What a float prints, to 15 significant digits; a whole number as it is."""
    printed = Decimal(repr(value))
    if not printed:
        return Fraction(0)
    return Fraction(printed.quantize(Decimal((0, (1,), min(printed.adjusted() - 14, 0))), context=Context(prec=400)))


def meant(value: float, step: Fraction) -> Fraction:
    """What a float beside its decimals stands for."""
    printed, clean = Fraction(Decimal(repr(value))), to_15_digits(value)
    for noise_free in (printed, clean):
        if noise_free % step == 0:
            return noise_free
    near = round(printed / step) * step
    off = abs(printed - near)
    return near if off <= step / 10**7 and off <= abs(printed) / 10**11 else printed


@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 10**17).map(lambda n: n / 1000),
    st.integers(-25, 25),
)
@example(0.1 + 0.2, 1)
@example(1e15 / 7, 3)
@example(-0.0, 0)
@example(9007199254740993.0, 0)
@example(2.319846884007898e285, 24)
@example(1.7976931348623157e308, 18)
@example(489.000000001, 1)
@example(488.9999999999, 1)
@example(-123456789012.3, 0)
@example(783.4000001, 1)
def test_a_float_is_the_shortest_decimal_that_it_prints_but_for_noise(value: float, decimals: int) -> None:
    ledger = Ledger.from_frames(one_claim(value, decimals))
    figure = ledger.figures[0]
    assert figure.value == meant(value, Fraction(10) ** -decimals)
    assert figure.step == Fraction(10) ** -decimals
    assert bool(ledger.figures.excess[0]) == ((figure.value / figure.step).denominator != 1)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.integers(-12, 12))
@example(8388609.0, 0)
@example(float(np.float32(1234567.875)), 3)
@example(float(np.float32(0.1)), 1)
@example(float(np.float32(2.0**24 + 2)), 0)
@example(float(np.float32(2.0**27 / 10)), 1)
def test_a_narrow_float_is_its_own_shortest_decimal(value: float, decimals: int) -> None:
    frame = one_claim(value, decimals)
    ledger = Ledger.from_frames(frame.astype({"value": "float32"}))
    assert ledger.figures[0].value == Fraction(Decimal(str(np.float32(value))))


@given(st.floats(1e-9, 1e12), st.lists(st.integers(1, 10**6), min_size=2, max_size=30), st.integers(1, 4))
@example(0.1 + 0.2, [1, 2], 1)
def test_what_adding_up_leaves_is_no_digit_whatever_decimals_say(exact: float, parts: list[int], places: int) -> None:
    ledger = Ledger.from_frames(one_claim(exact, "exact"))
    assert ledger.figures[0].value == to_15_digits(exact)
    added = sum(part / 10**places for part in parts)
    ledger = Ledger.from_frames(one_claim(added, places))
    assert ledger.figures[0].value == Fraction(sum(parts), 10**places)
    assert not ledger.figures.excess[0]
    as_text = Ledger.from_frames(one_claim(added, places).astype({"value": str}))
    assert as_text.figures[0].value == Fraction(Decimal(repr(added)))


@pytest.mark.parametrize("unit", ["USD", "bn USD"])
@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_a_zero_keeps_its_sign_in_any_unit(kind: str, unit: str) -> None:
    frame = several(value=np.array([-0.0, 0.0], dtype=kind), decimals=0, unit=unit)
    ledger = Ledger.from_frames(frame)
    assert ledger.claims["value"].tolist() == ["-0", "0"]


def test_a_zero_keeps_its_sign_in_the_table() -> None:
    ledger = Ledger.from_frames(pd.concat([one_claim(-0.0, 0), one_claim(0.0, 0)]))
    assert ledger.claims["value"].tolist() == ["-0", "0"]


@pytest.mark.slow
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("sources", [1, 2, 200])
@pytest.mark.parametrize("form", ["frame", "parquet"])
def test_names_that_grow_many_piece_by_piece(
    form: str, sources: int, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconcile.ledger.reading.chunks._ROWS", 7)
    if large:
        as_if_large(monkeypatch, 7)
    row = np.arange(1000)
    names = {"source": [f"s{n % sources:03d}" for n in row], "measure": "m", "area": [f"A{n}" for n in row]}
    frame = pd.DataFrame(names | {"period": "2024", "value": row, "decimals": 0})
    if form == "parquet":
        pq.write_table(pa.Table.from_pandas(frame), tmp_path / "claims.parquet", row_group_size=90)
    ledger = Ledger.from_frames(frame) if form == "frame" else Ledger.read(tmp_path / "claims.parquet")
    if large:
        assert ledger.content.codes("area").values == tuple(frame["area"])  # whichever lot was read first
    order = np.argsort(frame["source"], kind="stable")
    assert ledger.claims["area"].tolist() == frame["area"][order].tolist()
    assert ledger.claims["value"].tolist() == list(map(str, order))
    assert ledger.origin["line"].tolist() == (order + 1).tolist()


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_named(value: float) -> None:
    with pytest.raises(LedgerError, match="claims:1"):
        Ledger.from_frames(one_claim(value, 0))


def test_ids_of_their_own_and_repeated_ones() -> None:
    claims = pd.DataFrame(
        {"source": "s", "measure": "m", "period": ["2024", "2024", "2025"], "value": 1, "decimals": 0}
    )
    ledger = Ledger.from_frames(claims)
    assert ledger.claims["claim"].tolist() == ["s:m:2024", "s:m:2024#2", "s:m:2025"]
    named = Ledger.from_frames(claims.assign(claim=["x", "y", "z"]))
    assert [named.content.cell("claim", row) for row in range(3)] == named.claims["claim"].tolist() == ["x", "y", "z"]
    with pytest.raises(LedgerError, match="claim id 'x' is there more than once"):
        Ledger.from_frames(claims.assign(claim="x"))


def test_a_parquet_file_is_taken_by_columns_and_a_bad_one_read_as_text(tmp_path: Path) -> None:
    claims = pd.DataFrame({"source": ["b", "a"], "measure": "m", "period": "2024", "value": [1.5, 2.5], "decimals": 1})
    claims.to_parquet(tmp_path / "claims.parquet")
    ledger = Ledger.read(tmp_path / "claims.parquet")
    assert ledger.claims["value"].tolist() == ["2.5", "1.5"]
    assert ledger.content.place(0) == ("claims.parquet", 2)
    claims.assign(period=["2024", "Q4"]).to_parquet(tmp_path / "claims.parquet")
    with pytest.raises(LedgerError, match=r"claims\.parquet:2: 'Q4' is no period"):
        Ledger.read(tmp_path / "claims.parquet")


def test_whatever_speaks_arrow_is_a_frame() -> None:
    class Relation:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.table(one_claim(405.5, 1)).__arrow_c_stream__(requested_schema)

    ledger = Ledger.from_frames(Relation())
    assert ledger.claims["value"].tolist() == ["405.5"]
    with pytest.raises(LedgerError, match="expected a pandas DataFrame, found int"):
        Ledger.from_frames(7)


def test_dictionaries_that_differ_from_row_group_to_row_group_are_one(tmp_path: Path) -> None:
    frame = pd.DataFrame({"source": list("aabbcc"), "measure": "m", "period": "2024", "value": range(6), "decimals": 0})
    pq.write_table(pa.Table.from_pandas(frame), tmp_path / "claims.parquet", row_group_size=2)
    ledger = Ledger.read(tmp_path / "claims.parquet")
    assert ledger.claims["source"].tolist() == list("aabbcc")
    assert ledger.as_of("2025").claims.empty


def several(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"source": ["s", "s"], "measure": ["m", "n"], "period": "2024", "value": [1.5, 2.0], "decimals": 1} | columns
    )


def viewed(frame: pd.DataFrame) -> pa.Table:
    """Texts as Arrow's views."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    texts = [pa.string_view() if pa.types.is_large_string(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(list(zip(table.column_names, texts, strict=True))))


@pytest.mark.parametrize(
    ("table", "settings"),
    [
        (several(measure=pd.Series(["\ud800", "n"], dtype=object)), {}),
        (several(measure=pd.Categorical([1, 2])), {}),
        (several(measure=pd.Categorical([1.5, 2.5])), {}),
        (several(claim=""), {}),
        (several(claim=["one", "one"]), {}),
        (several(claim=["one", "two"]), {}),
        (viewed(several(claim=["one", "two"])), {}),
        (several(), {"rules": ["m = unheard_of"]}),
        (several(value=np.array([1, 2**63 + 1], dtype=np.uint64)), {}),
        (pa.Table.from_pydict(several().to_dict("list") | {"value": [1.5, None]}), {}),
        (several(value=[Decimal("1.5"), None]), {}),
        (several(unit=["tonnes", "barrels a day"]), {}),
        (several(decimals=[1.0, math.nan]), {}),
        (several(note=["seen", "not seen"]), {}),
        (several(quote=["1.5", ""]), {}),
    ],
    ids=range(15),
)
def test_whatever_columns_hold_the_ledger_is_the_one_of_its_texts(table: Any, settings: dict[str, Any]) -> None:
    by_columns = as_read(lambda: Ledger.from_frames(table, **settings))
    as_text = as_read(lambda: Ledger.from_frames(in_texts(table), **settings))
    assert by_columns == as_text


@pytest.mark.parametrize("column", [0, 4])
def test_a_parquet_file_with_a_hole_is_named(tmp_path: Path, column: int) -> None:
    path = tmp_path / "claims.parquet"
    several().to_parquet(path, compression="zstd")
    told = pq.read_metadata(path).row_group(0).column(column)
    begin = told.dictionary_page_offset or told.data_page_offset
    data = bytearray(path.read_bytes())
    data[begin : begin + told.total_compressed_size] = bytes(told.total_compressed_size)
    path.write_bytes(bytes(data))
    with pytest.raises(LedgerError, match=r"claims\.parquet: not a Parquet file that can be read: "):
        Ledger.read(path)


def test_a_value_that_cannot_be_read_is_told_as_it_was_written_whatever_units_stand_beside_it() -> None:
    units = {"measure": ["m", "n", "o"], "unit": ["million USD", "bn USD", "USD"]}
    frame = pd.DataFrame(
        {"source": "s", "period": "2024", "value": [1.5, 2.5, 3.5], "decimals": ["1", "1", ""]} | units
    )
    with pytest.raises(LedgerError, match=r"claims:3: value '3\.5' needs decimals"):
        Ledger.from_frames(frame)


def test_claims_beside_a_parquet_file_that_cannot_be_read_are_judged_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "ledger.yaml").write_text("title: T\n")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "s.yaml").write_text(
        "source: {title: S}\nclaims:\n  - {measure: m, period: Q4, value: 1, decimals: 0}\n"
    )
    frame = pd.DataFrame({"source": ["s"], "measure": "m", "period": "2024", "value": 1, "decimals": 0, "page": True})
    frame.to_parquet(tmp_path / "claims.parquet")
    with pytest.raises(LedgerError) as error:
        Ledger.read(tmp_path)
    assert [str(problem).partition("; ")[0] for problem in error.value.problems] == [
        "claims.parquet: column 'page' holds True and False, not text or numbers",
        "sources/s.yaml:3: 'Q4' is no period",
    ]
