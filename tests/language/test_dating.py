"""Financial years, held against pandas' own calendar of them; and days that end a period."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from claims import claims_ledger, said
from reconcile.errors import LedgerError
from reconcile.language.dating import FREQUENCIES, Dating
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.ledger import Ledger
from ways_in import Told, Way, each_way, taken, taken_as_text

ENDS = ["DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV"]  # before month 1, 2 …


@given(st.integers(1, 12), st.integers(1700, 2200), st.integers(1, 4))
def test_a_financial_year_is_called_after_the_year_in_which_it_ends(month: int, year: int, quarter: int) -> None:
    dating, freq = Dating(month), ENDS[month - 1]
    whole = pd.Period(str(year), freq=f"Y-{freq}")
    part = pd.Period(f"{year}Q{quarter}", freq=f"Q-{freq}")
    spelled = [(f"FY{year}", whole), (f"FY{year}-Q{quarter}", part)]
    if month > 1:
        two = f"{year - 1}/{year % 100:02}"
        spelled += [(two, whole), (f"FY{two}", whole), (f"FY {two}-Q{quarter}", part)]
    for text, theirs in spelled:
        mine = dating.read(text)
        assert (mine.start, mine.end) == (theirs.start_time.date(), theirs.end_time.date())
        with pytest.raises(PeriodError, match="nothing says in which month it begins: fiscal_year: 04"):
            read_period(text)


@given(st.dates(date(1700, 1, 1), date(2200, 1, 1)), st.sampled_from(FREQUENCIES))
def test_a_day_that_ends_a_period_is_that_period(day: date, frequency: str) -> None:
    after = day + timedelta(days=1)
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1}[frequency]
    if after.day == 1 and (after.month - 1) % months == 0:
        found = Dating(frequency=frequency).read(day.isoformat())
        assert (found.kind, found.end) == (frequency, day)
        return
    with pytest.raises(PeriodError, match=f"is not the last day of a {frequency}"):
        Dating(frequency=frequency).read(day.isoformat())


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2014Q1", "2014-Q1"),
        ("2014M01", "2014-01"),
        ("2014H1", "2014-S1"),
        ("2014-H2", "2014-S2"),
        ("2014S2", "2014-S2"),
        ("2014W05", "2014-W05"),
    ],
)
def test_spellings_without_a_hyphen_are_read(text: str, canonical: str) -> None:
    assert read_period(text).text == canonical


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FY2012-Q5", "a year has quarters 1 to 4"),
        ("2011/13", "is no period"),
        ("FY2011/13", "is no period"),
        ("FY0001", "does not exist"),
        ("201412", "is no period"),
    ],
)
def test_what_is_no_financial_year_is_refused(text: str, why: str) -> None:
    for dating in (Dating(), Dating(4)):
        with pytest.raises(PeriodError, match=why):
            dating.read(text)
    with pytest.raises(PeriodError, match="begins in January is in one year"):
        Dating(1).read("2011/12")


YEAR = {"measure": "m", "value": "126.0", "decimals": "1"}


def test_sources_date_their_own_figures() -> None:
    frame = pd.DataFrame({"source": ["uk", "us", "none"], "fiscal_year": ["04", "10", ""]})
    claims = [{**YEAR, "source": source, "period": "FY2012"} for source in ("uk", "us")]
    claims += [{**YEAR, "source": "none", "period": period} for period in ("2011-04/2012-03", "2011-10/2012-09")]
    found = said(claims_ledger(*claims, sources=frame), "agreement")
    assert [name.split(":")[2] for name in found] == ["2011-04/2012-03", "2011-10/2012-09"]
    assert all(words.startswith("exact") for words in found.values())


def test_defaults_date_all_that_say_nothing_and_a_growth_its_base() -> None:
    claims = [
        {"period": "2010/11", "value": "100"},
        {"period": "2011/12", "value": "110"},
        {"period": "FY2012", "value": "10", "stat": "growth", "base": "FY2011"},
        {"period": "FY2012-Q1", "value": "30"},
        {"period": "2011-Q3", "value": "80"},
    ]
    ledger = claims_ledger(*claims, defaults={"fiscal_year": 4}, measures={"m": {"kind": "flow"}})
    assert list(said(ledger, "statistic").values()) == ["exact: 100 grown by 10 % = 110, reported 110: exact"]
    assert "2011-Q2" in ledger.claims["period"].tolist()


@pytest.mark.parametrize(
    ("settings", "claim", "why"),
    [
        ({}, {"period": "2011/12"}, "'2011/12' is a financial year, and nothing says in which month it begins"),
        ({}, {"stat": "growth", "base": "FY2011"}, "'FY2011' is a financial year"),
        ({"fiscal_year": "13"}, {}, "fiscal_year '13' is no month: write 04 for a year that begins in April"),
        ({"fiscal_year": "April"}, {}, "fiscal_year 'April' is no month"),
        ({"frequency": "quarterly"}, {}, "unknown frequency 'quarterly'; did you mean 'quarter'?"),
        ({"frequency": "quarter"}, {"period": "2024-03-30"}, "'2024-03-30' is not the last day of a quarter"),
        ({"fiscal_year": "1"}, {"period": "2011/12"}, "begins in January is in one year"),
    ],
)
def test_what_cannot_be_dated_is_an_error_with_its_reason(
    settings: dict[str, str], claim: dict[str, str], why: str
) -> None:
    with pytest.raises(LedgerError) as error:
        claims_ledger({**YEAR, **claim}, defaults=settings)
    assert why in str(error.value)
    assert "2011-12" not in str(error.value).replace("2011/12", "")


def test_days_that_end_quarters_are_quarters() -> None:
    claims = [{"period": "2024-03-31", "value": "10"}, {"period": "2024-Q1", "value": "10"}]
    found = said(claims_ledger(*claims, defaults={"frequency": "quarter"}), "agreement")
    assert [words.partition(":")[0] for words in found.values()] == ["exact"]


@pytest.mark.parametrize(
    ("freq", "periods"),
    [
        ("Q", ["2024-Q1", "2024-Q2"]),
        ("M", ["2024-01", "2024-02"]),
        ("Y-MAR", ["2023-04/2024-03", "2024-04/2025-03"]),
        ("W", ["2024-W01", "2024-W02"]),
        ("D", ["2024-01-01", "2024-01-02"]),
    ],
)
def test_periods_of_pandas_are_what_they_say(freq: str, periods: list[str]) -> None:
    frame = pd.DataFrame({"source": "a", "measure": "m", "value": ["1", "2"], "decimals": 0})
    frame["period"] = pd.period_range("2024-01-01", periods=2, freq=freq)
    assert rc.Ledger.from_frames(frame).claims["period"].tolist() == periods
    with pytest.raises(LedgerError, match="holds a part of a day"):
        rc.Ledger.from_frames(frame.assign(period=pd.period_range("2024-01-01", periods=2, freq="h")))


@each_way()
def test_financial_years_come_through_every_way_in(way: Way) -> None:
    rows = [{**YEAR, "source": "a", "period": period} for period in ("2011/12", "2011-04/2012-03")]
    told = Told(tuple(rows), sources=({"source": "a", "fiscal_year": "04"},))
    assert taken(way, told) == taken_as_text(told)


def test_a_written_ledger_keeps_how_it_dates(tmp_path) -> None:
    sources = pd.DataFrame({"source": ["a"], "fiscal_year": ["07"], "frequency": ["month"]})
    ledger = claims_ledger({**YEAR, "period": "FY2012"}, sources=sources, defaults={"fiscal_year": "04"})
    for layout in ("yaml", "csv", "parquet"):
        assert Ledger.read(ledger.write(tmp_path / layout, layout=layout)) == ledger
