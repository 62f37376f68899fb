"""Claims from frames and typed tables: no digit is lost, nothing of the caller's is changed."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pandera.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandera.config import config_context

from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.settings import DEFAULTS
from reconcile.ledger.store.columns import claim_columns, text_column
from reconcile.ledger.store.declarations import Acceptance, Measure
from reconcile.ledger.store.schemas import claims_schema, complaints, sources_schema


def frame(**columns) -> pd.DataFrame:
    given_columns = {
        "source": "a",
        "measure": "exports",
        "period": "2024",
        "decimals": "1",
        "value": ["405.5"],
        **columns,
    }
    return pd.DataFrame({name: column for name, column in given_columns.items() if column is not None})


def messages(*args, **settings) -> list[str]:
    with pytest.raises(LedgerError) as error:
        Ledger.from_frames(*args, **settings)
    return [str(problem) for problem in error.value.problems]


@given(st.floats(allow_infinity=False, allow_nan=False))
def test_a_float_stands_for_the_shortest_decimal_that_it_prints(number):
    (text,) = text_column(pd.Series([number]))
    assert float(text) == number
    assert "e" not in text
    assert Decimal(text) == Decimal(repr(number))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_decimal_keeps_its_digits_and_zeros(number):
    (text,) = text_column(pd.Series([number], dtype=object))
    assert Decimal(text) == number
    assert "E" not in text


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pd.Series(["NA", None, ""]), ["NA", "", ""]),
        (
            pd.Series(["a", np.nan, 2, 2.5, Decimal("381.0"), pd.NA, pd.NaT], dtype=object),
            ["a", "", "2", "2.5", "381.0", "", ""],
        ),
        (pd.Series([2024, 2023]), ["2024", "2023"]),
        (pd.Series([2**62 + 1, None], dtype="Int64"), [str(2**62 + 1), ""]),
        (pd.Series([2024.0, None]), ["2024", ""]),
        (pd.Series([0.1], dtype="float32"), ["0.1"]),
        (pd.Series([0.1, None], dtype="Float32"), ["0.1", ""]),
        (pd.Series([0.1, None], dtype="float[pyarrow]"), ["0.1", ""]),
        (pd.Series([2**62 + 1, None], dtype="int64[pyarrow]"), [str(2**62 + 1), ""]),
        (pd.Series(["a", None], dtype="string[pyarrow]"), ["a", ""]),
        (pd.Series(["a", None], dtype="category"), ["a", ""]),
        (pd.Series([None, None], dtype="category"), ["", ""]),
        (pd.Series([1.5, None], dtype="category"), ["1.5", ""]),
        (pd.to_datetime(pd.Series(["2025-08-01", None])), ["2025-08-01", ""]),
        (pd.Series([dt.date(2025, 8, 1), np.float64(2.5), np.int64(3)], dtype=object), ["2025-08-01", "2.5", "3"]),
        (pd.Series([np.str_("x")], dtype=object), ["x"]),
        (pd.Series([], dtype=bool), []),
    ],
)
def test_every_type_becomes_its_text(column, texts):
    assert text_column(column).tolist() == texts


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([True], "claims: column 'page' holds True and False, not text or numbers"),
        (pd.Series(["a", True], dtype=object)[1:], "claims: column 'page' holds True or False, not text or a number"),
        ([["a"]], "claims: column 'page' holds a list, not text or a number"),
        ([Fraction(1, 3)], "claims: column 'page' holds a Fraction, not text or a number"),
        (
            [pd.Timestamp(2025, 1, 1, 8)],
            "claims: column 'page' holds a time of day (2025-01-01 08:00:00); a date or a period was expected",
        ),
        (
            pd.Series(["\ud800"], dtype=object),
            "claims: column 'page' holds a lone surrogate ('\\ud800'), which is no text",
        ),
    ],
)
def test_a_column_of_something_else_says_so(column, message):
    claims = frame()
    claims["page"] = pd.Series(list(column), dtype=getattr(column, "dtype", None))
    assert messages(claims) == [message]


def test_typed_values_are_the_same_figures_as_their_texts(tmp_path):
    texts = Ledger.from_frames(frame(value=["405.5", "12"], period=["2024", "2023"], decimals=["1", "0"]))
    floats = frame(value=[405.5, 12.0], period=[2024, 2023], decimals=[1, 0])
    decimals = frame(value=[Decimal("405.5"), Decimal(12)], period=[2024.0, 2023.0], decimals=["1", "0"])
    for claims in (floats, decimals, floats.convert_dtypes(), floats.astype({"value": "float64[pyarrow]"})):
        assert Ledger.from_frames(claims) == texts
        claims.to_parquet(tmp_path / "claims.parquet")
        assert Ledger.read(tmp_path / "claims.parquet") == texts


def test_a_table_of_numbers_is_read_as_it_stands_in_its_file(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        "source,measure,area,period,value,decimals\nno,exports,NA,2024,381.0,1\n\n010,exports,NA,2024,381.0,1\n"
    )
    ledger = Ledger.read(path, rules=["exports >= 0"])
    assert ledger.claims[["source", "area", "value"]].values.tolist() == [["010", "NA", "381.0"], ["no", "NA", "381.0"]]
    assert ledger.origin.values.tolist() == [["figures.csv", 4], ["figures.csv", 2]]
    assert ledger.path == path
    assert ledger.rule_origin == (("rules[0]", None),)


def test_the_input_is_left_as_it_is():
    claims = frame(at=[3], index=None)
    claims.index = pd.Index([7])
    sources = pd.DataFrame({"source": ["a"], "language": [None]}, index=[9])
    before = claims.copy(deep=True), sources.copy(deep=True)
    ledger = Ledger.from_frames(claims, sources=sources)
    pd.testing.assert_frame_equal(claims, before[0])
    pd.testing.assert_frame_equal(sources, before[1])
    assert list(ledger.claims.index) == [0]


def test_all_columns_are_there_in_order_with_their_defaults():
    ledger = Ledger.from_frames(frame(partner="US"), defaults={"area": "VN"})
    assert list(ledger.claims) == claim_columns(["partner"])
    assert ledger.dimensions == ("partner",)
    row = ledger.claims.iloc[0]
    assert (row["claim"], row["area"], row["stat"], row["status"]) == (
        "a:exports:VN:partner=US:2024",
        "VN",
        "level",
        "final",
    )
    assert ledger.claims["at"].dtype == "Int64"
    assert all(ledger.claims[name].dtype == "str" for name in ledger.claims if name != "at")


def test_ids_are_made_of_the_claim_and_counted_where_they_repeat():
    claims = frame(
        claim=["", "mine", "", "", ""],
        value=["1"] * 5,
        period=["2024", "2024", "2024-M11", "2024-11", "2024"],
        stat=["", "", "", "", "growth"],
        base=["", "", "", "", "2023"],
        unit=["", "", "", "", "percent"],
    )
    ids = list(Ledger.from_frames(claims).claims["claim"])
    assert ids == ["a:exports:2024", "mine", "a:exports:2024-11", "a:exports:2024-11#2", "a:exports:2024:growth"]


def test_every_spelling_of_a_period_is_one_period():
    claims = frame(value=["1"] * 2, period=["2024-01/2024-12", "2024-M11"], stat="change", base=["2023", "2023-M11"])
    found = Ledger.from_frames(claims).claims
    assert found[["period", "base"]].values.tolist() == [["2024", "2023"], ["2024-11", "2023-11"]]


def test_sources_are_those_that_claims_name_where_none_are_given():
    ledger = Ledger.from_frames(frame(source=["b", "a"], value=["1", "2"]), defaults={"language": "en"})
    assert ledger.sources["source"].tolist() == ["a", "b"]
    assert ledger.sources["language"].tolist() == ["en", "en"]
    assert ledger.claims["source"].tolist() == ["a", "b"]
    assert ledger.origin.values.tolist() == [["claims", 2], ["claims", 1]]


def test_dimensions_come_with_columns_declarations_measures_and_rules():
    ledger = Ledger.from_frames(
        frame(partner="US"),
        dimensions=["sector"],
        measures={"exports": {"sum": {"over": "product", "total": "ALL"}}},
        rules=["exports[mode=sea] <= exports", {"rule": "exports >= 0", "where": {"flow type": "x", "area": ["VN"]}}],
    )
    assert ledger.dimensions == ("sector", "product", "mode", "flow type", "partner")
    assert ledger.measures["exports"] == Measure("exports", sum_over="product", sum_total="ALL")
    assert ledger.rules[1].where == (("area", ("VN",)), ("flow type", ("x",)))


def test_a_column_that_looks_misspelt_must_be_declared():
    claims = frame(states="X")
    assert messages(claims) == [
        "claims: unknown column 'states'; did you mean 'status'? If it is a dimension, declare it: dimensions: [states]"
    ]
    assert Ledger.from_frames(claims, dimensions=["states"]).dimensions == ("states",)


@pytest.mark.parametrize(
    ("given_claims", "settings", "expected"),
    [
        ([], {}, ["claims: expected a pandas DataFrame, found list"]),
        (frame(), {"sources": {}}, ["sources: expected a pandas DataFrame, found dict"]),
        (pd.DataFrame({0: ["x"]}), {}, ["claims: column '0' is not named by text"]),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), {}, ["claims: column 'a' is there twice"]),
        (frame(source=None), {}, ["claims: no column 'source': every claim needs one"]),
        (
            frame(value=[float("inf")]),
            {},
            ["claims:1: value 'inf' is no plain decimal such as -1234.50; the verbatim words belong in 'reported'"],
        ),
        (
            frame(value=[None]),
            {},
            ["claims:1: a claim needs its figure: the words in 'reported', or 'value' and 'decimals'"],
        ),
        (
            frame(),
            {"measures": {"m": {"kind": "x"}}},
            ["measures['m']: unknown kind 'x'; known are flow, stock, average"],
        ),
        (
            frame(),
            {"measures": {"m": object()}},
            ["measures['m']: expected text, a number, a list or a mapping, found object"],
        ),
        (frame(), {"accepted": [{"finding": "x"}]}, ["accepted[0]: an accepted finding needs a 'reason'"]),
        (
            frame(),
            {"rules": ["a ="]},
            ["rules[0]: rule 'a =', column 4: expected a measure or a number, found the end"],
        ),
        (
            frame(),
            {"defaults": {"x": "y"}},
            [f"defaults: unknown key in defaults: 'x'; known are {', '.join(DEFAULTS)}"],
        ),
        (
            frame(),
            {"sources": pd.DataFrame({"source": ["a", "a"]})},
            ["sources:1: source id 'a' is there more than once", "sources:2: source id 'a' is there more than once"],
        ),
    ],
)
def test_misuse_names_the_argument_and_the_row(given_claims, settings, expected):
    assert messages(given_claims, **settings) == expected


def test_what_is_given_as_objects_is_the_same_as_what_is_written():
    settings = {
        "measures": {"exports": Measure("exports", kind="flow", sum_over="product", sum_total="ALL")},
        "accepted": [Acceptance("f", "r", until=dt.date(2027, 12, 31), residual="1.5")],
    }
    ledger = Ledger.from_frames(frame(), rules=["exports >= 0"], **settings)
    again = Ledger.from_frames(frame(), rules=ledger.rules, measures=ledger.measures, accepted=ledger.accepted)
    written = Ledger.from_frames(
        frame(),
        rules="exports >= 0",
        measures={"exports": {"kind": "flow", "sum": {"over": "product", "total": "ALL"}}},
        accepted=[{"finding": "f", "reason": "r", "until": dt.date(2027, 12, 31), "residual": Decimal("1.5")}],
    )
    assert ledger == again == written
    assert (ledger.accepted[0].file, ledger.accepted[0].line) == ("accepted[0]", None)


def test_an_empty_table_is_a_ledger_without_claims():
    ledger = Ledger.from_frames(frame().iloc[:0], rules=[], measures={"exports": {}})
    assert len(ledger.claims) == len(ledger.figures) == len(ledger.sources) == len(ledger.origin) == 0


def test_the_schemas_refuse_what_the_ledger_refuses():
    good = Ledger.from_frames(frame())
    assert claims_schema.validate(good.claims).equals(good.claims)
    assert sources_schema.validate(good.sources).equals(good.sources)
    bad = good.claims.assign(status="fnal", at=pd.array([-1], dtype="Int64"))
    with pytest.raises(pandera.errors.SchemaErrors) as error:
        claims_schema.validate(bad, lazy=True)
    assert set(error.value.failure_cases["failure_case"]) == {
        "unknown status 'fnal'; did you mean 'final'?",
        "at -1 is before the text",
    }
    with pytest.raises(pandera.errors.SchemaErrors):
        claims_schema.validate(good.claims.drop(columns="unit"), lazy=True)
    assert complaints(claims_schema, good.claims.drop(columns="unit"))[0].row is None


def test_validation_that_was_turned_off_is_on_for_a_ledger():
    with config_context(validation_enabled=False):
        assert messages(frame(status="fnal")) == ["claims:1: unknown status 'fnal'; did you mean 'final'?"]


def test_without_pyarrow_everything_but_parquet_works(tmp_path):
    ledger = Ledger.from_frames(frame(quote='đ, "x"', at=3, page=2.0), rules=["exports >= 0"], title="T")
    ledger.write(tmp_path / "ledger", layout="csv")
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from reconcile.ledger.ledger import Ledger\n"
        "ledger = Ledger.read('ledger')\n"
        "assert ledger.claims['claim'].dtype.storage == 'python'\n"
        "ledger.write('again', layout='yaml')\n"
        "assert Ledger.read('again') == ledger\n"
        "print(ledger)\n"
        "import reconcile as rc\n"
        "class Arrow:\n"
        "    def __arrow_c_stream__(self): raise AssertionError\n"
        "for call in (\n"
        "    lambda: Ledger.read('claims.parquet'),\n"
        "    lambda: ledger.write('x', layout='parquet'),\n"
        "    lambda: Ledger.from_frames(Arrow()),\n"
        "    lambda: rc.audit(ledger).write_conflicts('conflicts.parquet'),\n"
        "    lambda: rc.audit_in_buckets('claims.parquet', partition=['area']),\n"
        "):\n"
        "    try: call()\n"
        "    except rc.ReconcileError as error: print(error)\n"
    )
    (tmp_path / "claims.parquet").touch()
    environment = {"PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", program]
    found = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.stdout.splitlines() == [
        "<Ledger 'T': 1 claim, 1 source, 1 rule>",
        "claims.parquet: Parquet needs pyarrow: pip install pyarrow",
        "x: Parquet needs pyarrow: pip install pyarrow",
        "frames: a table that speaks Arrow needs pyarrow: pip install pyarrow",
        "Parquet needs pyarrow: pip install pyarrow",
        "Parquet needs pyarrow: pip install pyarrow",
    ], found.stderr
    assert Ledger.read(tmp_path / "again") == ledger


def test_the_environment_cannot_turn_validation_off():
    program = (
        "import pandas as pd, reconcile.errors as e; from reconcile.ledger.ledger import Ledger\n"
        "row = {'source': 'a', 'measure': 'm', 'period': '2024', 'value': '1', 'decimals': '0', 'status': 'x'}\n"
        "try: Ledger.from_frames(pd.DataFrame([row]))\n"
        "except e.LedgerError: print('refused')\n"
    )
    environment = {"PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}
    environment |= {"PYTHONPATH": ":".join(sys.path)}
    found = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout == "refused\n"
