"""SDMX as ledgers: the same observations in every format, digits as printed, and messages that are broken."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from messages import WAYS, Observed, in_csv, in_generic_xml, in_json, in_specific_xml

from costly import costly
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.faces.command import main
from reconcile.faces.ledger_object import Ledger

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "sdmx"
real = pytest.mark.skipif(not REAL.exists(), reason="the agencies' messages are not beside the clone")
STATUSES = {"A": "final", "P": "provisional", "E": "estimate", "F": "forecast"}
TIMES = {
    ("A", "2024"): "2024",
    ("A", "2023-12-31"): "2023",
    ("Q", "2024-Q1"): "2024-Q1",
    ("Q", "2024-06-30"): "2024-Q2",
    ("M", "2024-07"): "2024-07",
    ("M", "2024-08-31"): "2024-08",
    ("S", "2022-S1"): "2022-S1",
    ("D", "2021-03-31"): "2021-03-31",
}


def read(folder, name, text, **options):
    path = Path(folder) / name
    path.write_text(text, encoding="utf-8")
    return Ledger.read(path, **options)


def problems(text, name="message.csv"):
    with TemporaryDirectory() as folder, pytest.raises(LedgerError) as caught:
        read(folder, name, text)
    return str(caught.value)


NUMBERS = st.builds(
    lambda digits, places: f"{Decimal(digits).scaleb(-places):f}", st.integers(-(10**9), 10**9), st.integers(0, 4)
)


@st.composite
def observations(draw):
    """Some series with values as they are printed, or none; and what is said of them."""
    found = []
    for measure, area in draw(
        st.lists(st.tuples(st.sampled_from("XMT"), st.sampled_from(["VN", "FR"])), min_size=1, unique=True)
    ):
        for freq, time in draw(st.lists(st.sampled_from(sorted(TIMES)), min_size=1, unique=True)):
            value = draw(st.one_of(NUMBERS, st.none()))
            status = "M" if value is None else draw(st.sampled_from(sorted(STATUSES)))
            about = {"OBS_STATUS": status, "UNIT_MEASURE": "USD", "UNIT_MULT": draw(st.sampled_from(["0", "3", "6"]))}
            found.append(Observed(measure, value, time, area, freq, about))
    return found


def claimed(ledger):
    """Of each claim what it says, without where it stands."""
    columns = ["measure", "area", "period", "status", "value", "decimals", "unit"]
    return sorted(map(tuple, ledger.claims[columns].astype(str).to_numpy().tolist()))


@pytest.mark.slow
@costly(8, least=3)
@given(observations())
def test_every_format_says_the_same_and_keeps_the_digits(observed):
    some = [one for one in observed if one.value is not None]
    if not some:
        return
    # What is printed, apart from the code under test: digits behind the point, and the value by plain decimals.
    wanted = []
    floats = any("." in one.value for one in some) and all(
        "." not in one.value or one.value.partition(".")[2] == "0" for one in some
    )
    for one in some:
        power = int(one.about["UNIT_MULT"])
        number = Decimal(one.value)
        places = 0 if floats else len(one.value.partition(".")[2])
        wanted.append(
            (
                one.measure,
                one.area,
                TIMES[one.freq, one.time],
                STATUSES[one.about["OBS_STATUS"]],
                Fraction(number) * 10**power,
                str(places - power),
                "USD",
            )
        )
    with TemporaryDirectory() as folder:
        for ending, written in WAYS.items():
            found = claimed(read(folder, f"message-{ending}", written(observed)))
            assert sorted((*row[:4], Fraction(Decimal(row[4])), *row[5:]) for row in found) == sorted(wanted), ending


@pytest.mark.parametrize("ending", WAYS)
def test_a_sum_that_does_not_hold_is_found_in_every_format(ending, tmp_path):
    about = {"UNIT_MEASURE": "EUR", "UNIT_MULT": "6", "DECIMALS": "1", "OBS_STATUS": "A"}
    rows = [("X", "405.9"), ("M", "381"), ("T", "768.9")]
    observed = [Observed(measure, value, about=about) for measure, value in rows]
    ledger = read(tmp_path, f"message-{ending}", WAYS[ending](observed), rules=["T = X + M"])
    (message,) = run(ledger, checks=["identity"]).conflicts["message"]
    assert message.startswith("405.9 + 381.0 = 786.9, reported 768.9 (million EUR): off by 18;")


@pytest.mark.parametrize(
    ("value", "about", "decimals"),
    [
        ("4.25", {}, "2"),
        ("4.250", {}, "3"),
        ("-0.5", {}, "1"),
        ("1.2E5", {}, "-4"),
        ("1200", {}, "0"),
        ("4.25", {"DECIMALS": "2"}, "2"),
        ("4.25", {"DECIMALS": "1"}, "2"),  # for display
        ("4.25", {"DECIMALS": "3"}, "2"),  # no value shows it
        ("4.25", {"DECIMALS": "2", "UNIT_MULT": "6"}, "-4"),
    ],
)
def test_precision_is_that_of_the_print(value, about, decimals, tmp_path):
    ledger = read(tmp_path, "message.csv", in_csv([Observed("X", value, about=about)]))
    assert list(ledger.claims["decimals"]) == [decimals]


def test_decimals_say_what_dropped_zeros_were(tmp_path):
    about = {"DECIMALS": "2"}
    dropped = [Observed("X", "4.25", about=about), Observed("M", "4", about=about), Observed("T", "8.3", about=about)]
    assert set(read(tmp_path, "dropped.csv", in_csv(dropped)).claims["decimals"]) == {"2"}
    kept = [*dropped, Observed("N", "1.50", about=about)]
    assert sorted(read(tmp_path, "kept.csv", in_csv(kept)).claims["decimals"]) == ["0", "1", "2", "2"]
    floats = [Observed("X", "4.0"), Observed("M", "250000.0")]
    assert set(read(tmp_path, "floats.csv", in_csv(floats)).claims["decimals"]) == {"0"}


def test_what_arithmetic_left_behind_a_float_is_no_digit(tmp_path):
    ledger = read(tmp_path, "message.csv", in_csv([Observed("X", "4.300000000000001"), Observed("M", "2.75")]))
    assert list(ledger.claims["value"]) == ["4.3", "2.75"]
    assert "1 value with more than 15 digits" in "\n".join(ledger.read_as)


@pytest.mark.parametrize(
    ("value", "status"), [("", "M"), ("NaN", "A"), ("nan", "M"), ("-9999", "ND"), (":", "A"), ("0", "L"), ("", "A")]
)
def test_a_missing_mark_is_no_number(value, status, tmp_path):
    observed = [Observed("X", "1.5"), Observed("M", value, about={"OBS_STATUS": status})]
    for name, text in (("a.csv", in_csv(observed)), ("b.xml", in_generic_xml(observed)), ("c.json", in_json(observed))):
        if name == "c.json" and value in {"", ":", "nan"}:
            continue  # no JSON
        ledger = read(tmp_path, name, text)
        assert list(ledger.claims["measure"]) == ["X"]
        assert "1 observation without one" in "\n".join(ledger.read_as)


def test_minus_9999_is_a_number_where_nothing_says_otherwise(tmp_path):
    ledger = read(tmp_path, "a.csv", in_csv([Observed("X", "-9999", about={"OBS_STATUS": "A"})]))
    assert list(ledger.claims["value"]) == ["-9999"]


@pytest.mark.parametrize(
    ("agency", "multiplier", "option", "value"),
    [
        ("ECB", "6", "", "5000000"),
        ("OECD.SDD.NAD", "6", "", "5000000"),
        ("FRB", "1000000", "", "5000000"),
        ("FRB", "1", "", "5"),
        ("NB", "2", "", "0.05"),
        ("IMF.RES", "6", "", "5"),
        ("IMF.STA", "6", "applied", "5"),
        ("XYZ", "6", "scaled", "5000000"),
        ("XYZ", "6", "applied", "5"),
        ("XYZ", "0", "", "5"),
        ("FRB", "6", "scaled", "5000000"),
    ],
)
def test_a_multiplier_is_what_its_agency_means(agency, multiplier, option, value, tmp_path):
    about = {"UNIT_MULT": multiplier, "UNIT_MEASURE": "USD"}
    for ending in ("2.0.csv", "2.0.json", "specific.xml"):
        text = WAYS[ending]([Observed("X", "5", about=about)], agency=agency)
        ledger = read(tmp_path, f"message-{ending}", text, unit_mult=option)
        assert list(ledger.claims["value"]) == [value], ending
        assert list(ledger.claims["unit"]) == ["USD"]


def test_a_multiplier_that_nobody_knows_is_asked_about_and_meets_no_other(tmp_path):
    observed = [
        Observed("T", "5", about={"UNIT_MULT": "6", "UNIT_MEASURE": "USD"}),
        Observed("X", "2", about={"UNIT_MULT": "6", "UNIT_MEASURE": "USD"}),
        Observed("M", "3000", about={"UNIT_MULT": "3", "UNIT_MEASURE": "USD"}),
    ]
    text = in_csv(observed, agency="XYZ")
    ledger = read(tmp_path, "message.csv", text, rules=["T = X + M"])
    assert any("'XYZ' means by it" in said and "--unit-mult scaled" in said for said in ledger.read_as)
    assert set(run(ledger, checks=["identity"]).findings["verdict"]) <= {"unchecked"}
    asked = read(tmp_path, "message.csv", text, rules=["T = X + M"], unit_mult="scaled")
    assert set(run(asked, checks=["identity"]).findings["verdict"]) == {"exact"}
    assert not any("nobody" in said for said in asked.read_as)


def test_departments_of_an_agency_need_not_mean_the_same(tmp_path):
    about = {"UNIT_MULT": "6", "UNIT_MEASURE": "USD"}
    for agency, asked in (("IMF.RES", False), ("IMF.STA", True), ("IMF", True), ("IMF.RES.WEO", False)):
        ledger = read(tmp_path, "message.csv", in_csv([Observed("X", "5", about=about)], agency=agency))
        assert any("nobody has looked" in said for said in ledger.read_as) == asked, agency


@pytest.mark.parametrize(
    ("values", "decimals"), [(("94669000000", "2000000"), "-6"), (("94669000000", "2000001"), "0")]
)
def test_values_in_single_units_are_as_exact_as_their_scale_and_its_decimals_say(values, decimals, tmp_path):
    head = "DATAFLOW,FREQUENCY,INDICATOR,TIME_PERIOD,OBS_VALUE,SCALE,DECIMALS_DISPLAYED,UNIT"
    rows = [f"IMF.RES:MADE(1.0),A,{name},2024,{value},9,3,XDC" for name, value in zip("XY", values, strict=True)]
    ledger = read(tmp_path, "message.csv", "\n".join([head, *rows, ""]))
    assert list(ledger.claims["decimals"]) == [decimals] * 2
    assert any("whole in units of 10 ** 6" in said for said in ledger.read_as) == (decimals == "-6")


def test_the_command_takes_the_answer(tmp_path, capsys):
    path = tmp_path / "message.csv"
    rows = [("T", "5", "6"), ("X", "2", "6"), ("M", "3000", "3")]
    observed = [Observed(one, value, about={"UNIT_MULT": mult, "UNIT_MEASURE": "USD"}) for one, value, mult in rows]
    path.write_text(in_csv(observed, agency="XYZ"), encoding="utf-8")
    assert main(["audit", str(path), "--rule", "T = X + M"]) == 3
    assert "--unit-mult scaled" in capsys.readouterr().out.replace("\n  ", " ")
    assert main(["audit", str(path), "--rule", "T = X + M", "--unit-mult", "scaled"]) == 0
    assert main(["audit", str(path), "--rule", "T = X + M", "--unit-mult", "applied"]) == 1


def test_an_option_for_messages_is_refused_elsewhere(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("source,measure,period,value,decimals\na,b,2024,1,0\n", encoding="utf-8")
    with pytest.raises(LedgerError, match="this is none"):
        Ledger.read(path, unit_mult="scaled")
    with pytest.raises(LedgerError, match="known are scaled, applied"):
        read(tmp_path, "message.csv", in_csv([Observed("X", "5")]), unit_mult="thousands")


def test_attributes_and_dimensions_are_told_apart_where_a_format_does_not(tmp_path):
    about = {"TITLE": "Exports, all", "OBS_STATUS": "A", "EXTRA": "1", "CONF_STATUS": "F"}
    observed = [Observed("X", "1.5", about=about), Observed("X", "2.5", time="2023", about={**about, "EXTRA": "2"})]
    for name, text in (("a.csv", in_csv(observed)), ("b.xml", in_specific_xml(observed))):
        assert read(tmp_path, name, text).dimensions == ()
    # What stands behind the value belongs to the key where rows would be the same without it.
    again = [Observed("X", "1.5", about={"SEX": "F"}), Observed("X", "2.5", about={"SEX": "M"})]
    for name, text in (("a.csv", in_csv(again)), ("b.xml", in_specific_xml(again))):
        assert read(tmp_path, name, text).dimensions == ("SEX",)


def test_units_that_nobody_knows_are_their_own(tmp_path):
    observed = [
        Observed("X", "1", about={"UNIT_MEASURE": "CLV10_MEUR"}),
        Observed("M", "1", about={"UNIT_MEASURE": "CLV15_MEUR"}),
        Observed("T", "1", about={"UNIT_MEASURE": "H"}),
        Observed("R", "1", about={"UNIT_MEASURE": "PC"}),
    ]
    claims = read(tmp_path, "message.csv", in_csv(observed)).claims
    assert len(set(claims["unit"])) == 4
    assert list(claims["unit"])[3] == "percent"
    assert list(claims["UNIT_MEASURE"]) == ["CLV10_MEUR", "CLV15_MEUR", "H", "PC"]


def test_frequencies_stay_where_periods_do_not_tell_them(tmp_path):
    observed = [Observed("X", "1.5", "2024-03-29", freq="D"), Observed("X", "2.5", "2024-03-29", freq="W")]
    assert list(read(tmp_path, "message.csv", in_csv(observed)).claims["FREQ"]) == ["D", "W"]
    both = [Observed("X", "1.5", "2024-03-31", freq="Q"), Observed("X", "2.5", "2024-03-31", freq="M")]
    ledger = read(tmp_path, "message.csv", in_csv(both))
    assert list(ledger.claims["period"]) == ["2024-Q1", "2024-03"]
    assert ledger.dimensions == ()


def test_deleted_observations_are_not_read(tmp_path):
    text = in_csv([Observed("X", "1.5"), Observed("M", "2.5")], version="2.0")
    ledger = read(tmp_path, "a.csv", text.replace(",I,A,M,", ",D,A,M,"))
    assert list(ledger.claims["measure"]) == ["X"]
    assert "1 observation to be deleted, not read" in ledger.read_as


def test_decimal_commas_where_semicolons_part_cells(tmp_path):
    text = in_csv([Observed("X", "1.50"), Observed("M", "2.25")], separator=";").replace("1.50", "1,50")
    ledger = read(tmp_path, "a.csv", text)
    assert list(ledger.claims["value"]) == ["1.50", "2.25"]
    assert "1,50" in problems(in_csv([Observed("X", "1,50")]))


def test_a_message_on_standard_input(capsys, monkeypatch):
    import io
    import sys

    for written in (in_csv, in_json, in_specific_xml):
        data = written([Observed("T", "5"), Observed("X", "2"), Observed("M", "4")]).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert main(["audit", "-", "--rule", "T = X + M", "--quiet"]) == 0
        assert "1 rounding" in capsys.readouterr().out


# What is broken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("DATAFLOW,FREQ,TIME_PERIOD\nE:F(1.0),A,2024\n", "message.csv:1: no column is OBS_VALUE"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE\nE:F(1.0),2024\n", "message.csv:2: has 2 cells, and the head 3"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE\nE:F(1.0),2024,abc\n", "message.csv:2: OBS_VALUE 'abc' is no number"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE\nE:F(1.0),Q3/2024,1\n", "message.csv:2: TIME_PERIOD 'Q3/2024'"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE\nE:F(1.0),2024,\n", "no observation in it has a number: 1 empty"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE\n", "no observation in it has a number"),
        ("DATAFLOW,A,A,TIME_PERIOD,OBS_VALUE\nE:F(1.0),1,2,2024,1\n", "column 'A' stands twice"),
        ("STRUCTURE,STRUCTURE_ID,ACTION,OBS_VALUE,TIME_PERIOD\ndataflow,E:F(1.0),E,1,2024\n", "unknown ACTION 'E'"),
        ('DATAFLOW,TIME_PERIOD,OBS_VALUE\nE:F(1.0),2024,"1\n', "is the file whole?"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nECB:F(1.0),2024,1,million\n", "UNIT_MULT 'million'"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nFRB:F(1.0),2024,1,6\n", "UNIT_MULT '6' is no power of ten"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE,DECIMALS\nECB:F(1.0),2024,1,two\n", "DECIMALS 'two'"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE\nE:F(1.0),2024,1E999999999\n", "digits"),
    ],
)
def test_a_broken_table_says_where(text, said):
    assert said in problems(text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tree: tree.pop("structure"), "says what the numbers in data sets mean"),
        (lambda tree: tree["dataSets"][0]["series"].update({"0:0": {}}), "has 2 places, and there are 3 dimensions"),
        (lambda tree: tree["dataSets"][0]["series"].update({"9:0:0": {"observations": {"0": [1]}}}), "no value '9'"),
        (lambda tree: tree.update(dataSets={}), "dataSets is no list"),
        (lambda tree: tree["dataSets"][0]["series"]["0:0:0"].update(observations=[]), ""),
        (lambda tree: tree["structure"]["dimensions"]["series"][0].pop("id"), "has no id"),
        (lambda tree: tree["dataSets"][0]["series"]["0:0:0"]["observations"].update({"0": [{}]}), "neither a number"),
    ],
)
def test_a_broken_tree_says_what(change, said):
    tree = json.loads(in_json([Observed("X", "1.5")]))
    change(tree)
    assert said in problems(json.dumps(tree), "message.json")


def test_xml_with_entities_is_refused():
    bomb = '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + in_generic_xml([Observed("X", "1.5")])
    assert "document type" in problems(bomb, "message.xml")


def test_a_structure_message_says_that_it_has_no_data():
    text = '<m:Structure xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"><m:Header/></m:Structure>'
    assert "holds no data set" in problems(text, "message.xml")


@costly(2, least=8)
@given(st.sampled_from(sorted(WAYS)), st.data())
def test_a_message_cut_short_or_spoilt_is_an_error_or_a_ledger(ending, data):
    observed = [Observed("X", "405.9"), Observed("M", "381.0", about={"OBS_STATUS": "A"}), Observed("T", "786.9")]
    text = WAYS[ending](observed)
    at = data.draw(st.integers(0, len(text)))
    spoilt = text[:at] if data.draw(st.booleans()) else text[:at] + data.draw(st.text(max_size=3)) + text[at + 1 :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"message-{ending}"
        path.write_bytes(spoilt.encode(errors="surrogatepass"))
        with suppress(LedgerError):  # any other error fails
            Ledger.read(path)


# Writing


@costly(2, least=8)
@given(observations())
def test_what_is_written_is_read(observed):
    if not any(one.value is not None for one in observed):
        return
    with TemporaryDirectory() as folder:
        first = read(folder, "message.csv", in_csv(observed))
        first.write_sdmx(Path(folder) / "again.csv")
        again = Ledger.read(Path(folder) / "again.csv")
    one, other = first.figures, again.figures
    assert claimed_columns(first) == claimed_columns(again)
    assert [one[row] for row in range(len(one))] == [other[row] for row in range(len(other))]


def claimed_columns(ledger):
    return ledger.claims[["measure", "area", "period", "status"]].to_numpy().tolist()


def test_the_written_form_is_that_of_the_guide(tmp_path):
    ledger = read(tmp_path, "a.csv", in_csv([Observed("X", "786.9", about={"UNIT_MULT": "9", "UNIT_MEASURE": "USD"})]))
    head, row = csv.reader((ledger.write_sdmx(tmp_path / "b.csv")).read_text(encoding="utf-8").splitlines())
    assert dict(zip(head, row, strict=True)) == {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": "RECONCILE:CLAIMS(1.0)",
        "ACTION": "I",
        "FREQ": "A",
        "MEASURE": "X",
        "REF_AREA": "VN",
        "TIME_PERIOD": "2024",
        "OBS_VALUE": "786.9",
        "OBS_STATUS": "A",
        "UNIT_MEASURE": "USD",
        "UNIT_MULT": "9",
        "DECIMALS": "1",
    }


def test_pysdmx_reads_what_is_written(tmp_path):
    io = pytest.importorskip("pysdmx.io", reason="pysdmx is not installed")
    ledger = read(tmp_path, "a.csv", in_csv([Observed("X", "786.9"), Observed("M", "380.0")]))
    (dataset,) = io.read_sdmx(ledger.write_sdmx(tmp_path / "b.csv"), validate=False).get_datasets()
    assert list(dataset.data["OBS_VALUE"].astype(float)) == [786.9, 380.0]


def test_what_sdmx_has_no_words_for_is_refused_by_name(tmp_path):
    import pandas as pd

    frame = pd.DataFrame({"source": "a", "measure": ["m", "n"], "period": "2024", "value": ["1", "2"]})
    for more, said in (
        ({"decimals": ["exact", "0"]}, "a:m:2024: SDMX cannot say that a number is exact"),
        ({"decimals": ["0", "0"], "status": ["target", "final"]}, "SDMX has no status 'target'"),
        ({"decimals": ["0", "0"], "qualifier": ["about", "exact"]}, "no hedges"),
    ):
        with pytest.raises(LedgerError, match=re.escape(said)):
            Ledger.from_frames(frame.assign(**more)).write_sdmx(tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()
    several = pd.concat([frame, frame.assign(source="b")]).assign(decimals="0")
    with pytest.raises(LedgerError, match="2 sources"):
        Ledger.from_frames(several).write_sdmx(tmp_path / "x.csv")


# The agencies' own


@real
def test_tables_of_agencies_are_read_whole():
    with (REAL / "csv-1.0.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    ledger = Ledger.read(REAL / "csv-1.0.csv")
    wanted = [(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows if row["OBS_VALUE"]]
    assert list(zip(ledger.claims["period"], ledger.claims["value"], strict=True)) == wanted
    assert len(wanted) == 360
    assert "640 observations without one: 640 status M" in ledger.read_as
    assert not run(ledger, checks=["agreement"]).findings["verdict"].isin(["conflict"]).any()


@real
@pytest.mark.parametrize("name", ["flat.json", "ts.json", "xs.json"])
def test_trees_of_agencies_are_read_whole(name):
    tree = json.loads((REAL / name).read_text(encoding="utf-8"), parse_float=str)
    (one,) = tree["dataSets"]
    flat = list(one.get("observations", {}).values())
    flat += [values for series in one.get("series", {}).values() for values in series["observations"].values()]
    ledger = Ledger.read(REAL / name)
    assert Counter(ledger.claims["value"]) == Counter(values[0] for values in flat)
    assert sorted(ledger.claims["value"]) == ["1.5925", "1.5931", "40.3000", "40.3426"]
    pairs = set(zip(ledger.claims["CURRENCY"], ledger.claims["period"], ledger.claims["value"], strict=True))
    assert ("RUB", "2013-01-21", "40.3000") in pairs


@real
@pytest.mark.parametrize("name", ["insee-cna-2010.xml", "ng-ts.xml", "sg-flat.xml"])
def test_xml_of_agencies_is_read_whole(name):
    text = (REAL / name).read_text(encoding="utf-8")
    wanted = re.findall(r'ObsValue value="([^"]*)"', text)
    ledger = Ledger.read(REAL / name)
    assert list(ledger.claims["value"]) == wanted
    assert len(wanted) == text.count("<generic:Obs>")


@real
def test_both_labels_and_what_is_wrong_in_messages_of_agencies():
    assert list(Ledger.read(REAL / "csv-1.0-labels-both.csv").claims["value"]) == ["1"]
    claims = Ledger.read(REAL / "data_v2_no_freq_cols.csv").claims
    assert list(zip(claims["period"], claims["value"], strict=True))[:2] == [("2008", "102"), ("2009", "114")]
    assert set(claims["area"]) == {"GHA"}
    with pytest.raises(LedgerError, match="unknown ACTION 'E'"):
        Ledger.read(REAL / "data_v2_invalid_action.csv")
