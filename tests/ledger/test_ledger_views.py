"""What a ledger answers: its texts, what was known on a day, whether it is another's equal."""

from __future__ import annotations

import datetime as dt
import hashlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import LedgerError
from reconcile.language.periods import read_period
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.stored_texts import bad_name

DATES = ["", "2024-12-23/2025-06-18", "2025-01", "2025-08-01", "2025-01-31"]


def dated(dates: list[str]) -> Ledger:
    names = [f"s{number}" for number in range(len(dates))]
    claims = pd.DataFrame({"source": names * 2, "measure": "m", "period": "2024", "value": "1", "decimals": "0"})
    claims["value"] = [str(number) for number in range(len(claims))]
    return Ledger.from_frames(
        claims, sources=pd.DataFrame({"source": names, "published": dates}), rules=["m >= 0"] if dates else []
    )


@given(st.lists(st.sampled_from(DATES), max_size=5), st.dates(dt.date(2024, 12, 1), dt.date(2025, 9, 1)))
def test_what_was_known_on_a_day_is_what_was_surely_published(dates, day):
    ledger = dated(dates)
    found = ledger.as_of(day)
    known = [f"s{number}" for number, text in enumerate(dates) if text and read_period(text).end <= day]
    assert found.sources["source"].tolist() == known
    assert set(found.claims["source"]) == set(known)
    assert found.left_out == tuple(f"s{number}" for number, text in enumerate(dates) if not text)
    assert found.claims["claim"].isin(ledger.claims["claim"]).all()
    assert [found.figures[row].value for row in range(len(found.figures))] == found.claims["value"].astype(int).tolist()
    assert len(found.origin) == len(found.claims)
    assert found.rules == ledger.rules


def test_a_day_may_be_text_or_a_period_and_means_its_end():
    ledger = dated(DATES)
    for day in ("2025-01", "2025-01-31", read_period("2025-01"), dt.date(2025, 1, 31), pd.Timestamp(2025, 1, 31, 8)):
        assert ledger.as_of(day).sources["published"].tolist() == ["2025-01", "2025-01-31"]
    with pytest.raises(LedgerError, match="soon"):
        ledger.as_of("soon")


def test_ids_stay_when_others_leave(tmp_path):
    claims = pd.DataFrame({"source": "a", "measure": "m", "period": "2024", "value": ["1", "2"], "decimals": "0"})
    ledger = Ledger.from_frames(claims, sources=pd.DataFrame({"source": ["a"], "published": ["2025"]}))
    known = ledger.as_of("2026")
    assert Ledger.read(known.write(tmp_path / "x", layout="yaml")) == known


def test_what_was_known_before_anything_was_is_a_ledger_too(tmp_path):
    nothing = dated(DATES).as_of("1999")
    assert len(nothing.claims) == 0
    assert nothing.measures == {"m": Measure("m")}
    assert Ledger.read(nothing.write(tmp_path / "x")) == nothing


def test_a_text_is_found_beside_the_ledger_in_its_folder_or_in_the_callers(tmp_path, write):
    files = {"sources/a.yaml": "source: {text: a.txt}", "sources/b.yaml": "source: {title: B}"}
    folder = write({**files, "ledger.yaml": "texts: own\n"})
    assert Ledger.read(folder).text("a") is None
    assert Ledger.read(folder).text("b") is None
    for number, name in enumerate(("ledger", "ledger/sources", "ledger/own", "callers")):
        (tmp_path / name).mkdir(exist_ok=True)
        words = f"\ufeffw\u1ed9rds {number}\r\n"
        (tmp_path / name / "a.txt").write_bytes(words.encode())
        ledger = Ledger.read(folder, texts=tmp_path / name if name == "callers" else None)
        assert ledger.text("a") == words[1:]
        stored = ledger.stored_text("a")
        assert stored is not None
        assert stored.sha256 == hashlib.sha256(words.encode()).hexdigest()
        assert stored.path == tmp_path / name / "a.txt"


def test_frames_may_have_texts(tmp_path):
    (tmp_path / "a.txt").write_text("words")
    claims = pd.DataFrame({"source": ["a"], "measure": ["m"], "period": ["2024"], "value": ["1"], "decimals": ["0"]})
    sources = pd.DataFrame({"source": ["a"], "text": ["a.txt"]})
    assert Ledger.from_frames(claims, sources=sources, texts=tmp_path).text("a") == "words"
    assert Ledger.from_frames(claims, sources=sources).text("a") is None


def test_a_text_that_is_no_text_or_leads_elsewhere_is_refused(tmp_path, write):
    ledger = Ledger.read(write({"sources/a.yaml": "source: {text: a.txt}", "sources/a.txt": b"x\n\xff"}))
    with pytest.raises(LedgerError, match=r"a\.txt:2: not UTF-8 text: byte 0xff"):
        ledger.text("a")
    text = tmp_path / "ledger/sources/a.txt"
    text.unlink()
    (tmp_path / "secret").write_text("s")
    text.symlink_to(tmp_path / "secret")
    with pytest.raises(LedgerError, match="a link leads out of the folder that is read"):
        ledger.text("a")
    with pytest.raises(LedgerError, match="the ledger has no source 'x'"):
        ledger.text("x")


def test_a_text_that_cannot_be_looked_up_says_so(tmp_path):
    claims = pd.DataFrame({"source": ["a"], "measure": ["m"], "period": ["2024"], "value": ["1"], "decimals": ["0"]})
    name = "/".join(["x" * 200] * 30)
    ledger = Ledger.from_frames(claims, sources=pd.DataFrame({"source": ["a"], "text": [name]}), texts=tmp_path)
    with pytest.raises(LedgerError, match="File name too long"):
        ledger.text("a")


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:\\x", "C:x", "a\\b", "a\nb", ".", "x" * 256, "a\0"])
def test_the_name_of_a_text_stays_in_its_folder(name):
    assert "must be a plain relative name" in bad_name(name)


@pytest.mark.parametrize("name", ["x.yaml", "sources/x.YML", "claims.csv", "claims.parquet"])
def test_a_text_is_not_named_as_a_file_of_the_ledger(name):
    assert "has the name of a ledger's own file" in bad_name(name)


def test_reading_the_settings_or_the_table_inside_reads_the_folder(write):
    folder = write({"claims.csv": "source,measure,period,value,decimals\na,exports,2024,1,0\n"})
    ledger = Ledger.read(folder)
    assert len(ledger.claims) == 2
    assert Ledger.read(folder / "ledger.yaml") == Ledger.read(folder / "claims.csv") == ledger


def test_the_origin_of_a_claim_is_its_file_and_line(write):
    ledger = Ledger.read(
        write({"claims.csv": 'source,measure,period,value,decimals,quote\na,x,2024,1,0,"a\nb"\na,y,2024,1,0,\n'})
    )
    assert ledger.origin.values.tolist() == [["sources/a.yaml", 3], ["claims.csv", 2], ["claims.csv", 4]]


def test_equality_is_of_content_and_of_nothing_else(write, tmp_path):
    ledger = Ledger.read(write({}))
    assert ledger == Ledger.read(ledger.write(tmp_path / "other"))
    assert ledger != Ledger.from_frames(ledger.claims, sources=ledger.sources)
    assert ledger != "ledger"
    with pytest.raises(TypeError):
        hash(ledger)


def test_a_ledger_shows_its_title_and_counts(write):
    ledger = Ledger.read(
        write({"ledger.yaml": "title: A & B\ndefaults: {language: vi}\nrules: [trade >= 0, trade <= 9e15 USD]\n"})
    )
    assert repr(ledger) == "<Ledger 'A & B': 1 claim, 1 source, 2 rules>"
    assert ledger._repr_html_() == "<p><b>A &amp; B</b>: 1 claim, 1 source, 2 rules</p>"


def test_what_is_known_of_a_measure_is_what_is_declared_or_its_name(write):
    ledger = Ledger.read(
        write({"ledger.yaml": "defaults: {language: vi}\nmeasures: {trade: {kind: flow}, stocks: }\n"})
    )
    assert ledger.measure("trade").kind == "flow"
    assert ledger.measure("stocks") == Measure("stocks")
    assert ledger.measure("anything") == Measure("anything")


def test_what_is_left_of_a_typed_table_knows_no_other_sources() -> None:
    claims = pd.DataFrame({"source": ["a", "b"], "measure": "m", "period": "2024", "value": [1, 2], "decimals": 0})
    sources = pd.DataFrame({"source": ["a", "b"], "published": ["2025", "2026"]})
    left = Ledger.from_frames(claims, sources=sources).as_of("2025")
    assert left.content.codes("source").values == ("a",)
    assert left.claims["claim"].tolist() == [left.content.cell("claim", 0)] == ["a:m:2024"]
