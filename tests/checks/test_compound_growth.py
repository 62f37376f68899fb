"""Rates that are compounded, `per:`: held against a plain reference that compares whole powers of fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile as rc
from claims import claims_ledger, over, said
from costly import costly
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.exact.interval import Interval
from reconcile.exact.roots import to_power
from reconcile.ledger.ledger import Ledger
from ways_in import Told, Way, each_way, taken, taken_as_text

# Base, period and step, and how often a rate is compounded between them.
STEPS = [
    ("2016", "2021", "year", Fraction(5)),
    ("2020-Q4", "2021-Q1", "year", Fraction(1, 4)),
    ("2020-Q1", "2021-Q2", "year", Fraction(5, 4)),
    ("2020-11", "2020-12", "year", Fraction(1, 12)),
    ("2020-S1", "2021-S1", "half", Fraction(2)),
    ("2019", "2020", "quarter", Fraction(4)),
    ("2020-01-31", "2021-02-28", "month", Fraction(13)),
    ("2020-W01", "2020-W04", "week", Fraction(3)),
    ("2020-01-01", "2020-01-08", "day", Fraction(7)),
    ("2020", "2021", "year", Fraction(1)),
]


@dataclass(frozen=True)
class Compounded:
    """Three printed numbers in units of their last digits, of which a rate is said to lead from one to the other."""

    at: int  # of STEPS
    base: int
    rate: int
    level: int
    places: int  # of base and level
    rate_places: int

    @property
    def numbers(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Lowest and highest of each: half a unit of the last digit either way."""
        return tuple(
            (Fraction(2 * count - 1, 2 * 10**places), Fraction(2 * count + 1, 2 * 10**places))
            for count, places in ((self.base, self.places), (self.rate, self.rate_places), (self.level, self.places))
        )

    def holds(self, ends: Sequence[tuple[Fraction, Fraction]]) -> bool:
        """level**roots = base**roots × (1 + rate)**times for some numbers between the ends: all grow with each."""
        steps = STEPS[self.at][3]
        (base, most), (rate, fastest), (level, highest) = ends

        def grown(number: Fraction, rate: Fraction) -> Fraction:
            return number**steps.denominator * max(1 + rate / 100, Fraction(0)) ** steps.numerator

        def signed(number: Fraction) -> Fraction:
            power = abs(number) ** steps.denominator
            return power if number > 0 else -power

        return grown(base, rate) <= signed(highest) and signed(level) <= grown(most, fastest)

    @property
    def verdict(self) -> str:
        if self.numbers[0][0] <= 0:
            return "unchecked"
        printed = [(Fraction(low + high) / 2,) * 2 for low, high in self.numbers]
        return "exact" if self.holds(printed) else "rounding" if self.holds(self.numbers) else "conflict"

    def claims(self, area: str) -> list[dict[str, str]]:
        before, after, per, _ = STEPS[self.at]
        usual = {"area": area, "source": "a", "measure": "m"}
        figures = (
            (before, self.base, self.places, {}),
            (after, self.rate, self.rate_places, {"stat": "growth", "base": before, "per": per}),
            (after, self.level, self.places, {}),
        )
        return [
            {**usual, "period": period, "value": _decimal(count, places), "decimals": str(places), **more}
            for period, count, places, more in figures
        ]


def _decimal(count: int, places: int) -> str:
    digits = str(abs(count)).rjust(places + 1, "0")
    return ("-" if count < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


@st.composite
def honest(draw: st.DrawFn) -> Compounded:
    """A base and a level between which the rate leads exactly, each rounded as finely as is printed."""
    at = draw(st.integers(0, len(STEPS) - 1))
    steps = STEPS[at][3]
    root = 1 + draw(st.fractions(Fraction(-1, 4), Fraction(1, 3), max_denominator=300)) / steps.numerator
    base = draw(st.fractions(Fraction(1), Fraction(10**6), max_denominator=1000))
    places, rate_places = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    rate, level = (root**steps.denominator - 1) * 100, base * root**steps.numerator
    figures = (round(number * 10**fine) for number, fine in ((base, places), (rate, rate_places), (level, places)))
    return Compounded(at, *figures, places, rate_places)


@st.composite
def near(draw: st.DrawFn) -> Compounded:
    """The same with a level that is off by a few last digits, or by as much as rounding explains and a bit more."""
    one = draw(honest())
    ends, steps = one.numbers, STEPS[one.at][3]
    furthest = to_power(Interval(*(max(1 + end / 100, Fraction(0)) for end in ends[1])), steps)
    edge = draw(st.sampled_from([ends[0][0] * furthest.low, ends[0][1] * furthest.high, Fraction(one.level)]))
    edge = edge if edge == one.level else edge * 10**one.places
    return Compounded(one.at, one.base, one.rate, round(edge) + draw(st.integers(-2, 2)), one.places, one.rate_places)


def verdicts(some: Sequence[Compounded]) -> list[str]:
    """One audit of all, each in an area of its own."""
    claims = [row for number, one in enumerate(some) for row in one.claims(f"A{number:03}")]
    found = run(claims_ledger(*claims), checks=["statistic"]).findings
    by_area = {row["quantity"]["area"]: row["verdict"] for row in found.to_dict("records")}
    return [by_area[f"A{number:03}"] for number in range(len(some))]


@given(st.lists(honest(), min_size=1, max_size=12))
def test_no_honest_rate_is_a_conflict(some: list[Compounded]) -> None:
    assert set(verdicts(some)) <= {"exact", "rounding", "unchecked"}


@given(st.lists(near(), min_size=1, max_size=12))
def test_what_rounding_does_not_explain_is_found_and_nothing_else(some: list[Compounded]) -> None:
    assert verdicts(some) == [one.verdict for one in some]


@costly(8)
@given(st.lists(honest(), min_size=1, max_size=3))
def test_all_honest_rates_can_be_true_together(some: list[Compounded]) -> None:
    claims = [row for number, one in enumerate(some) for row in one.claims(f"A{number:03}")]
    found = run(claims_ledger(*claims)).findings
    assert not found["verdict"].eq("conflict").any()
    assert not found["finding"].str.endswith(":crashed").any()


@given(
    st.fractions(0, 10**6, max_denominator=10**6),
    st.fractions(0, 10**6, max_denominator=10**6),
    st.integers(1, 30),
    st.integers(1, 30),
)
def test_a_power_is_enclosed_and_as_near_as_it_is_told(a: Fraction, b: Fraction, times: int, roots: int) -> None:
    power = Fraction(times, roots)
    found = to_power(Interval(min(a, b), max(a, b)), power)
    for end, of, way in ((found.low, min(a, b), 1), (found.high, max(a, b), -1)):
        assert end is not None
        off = of**power.numerator - end**power.denominator
        assert off * way >= 0
        assert abs(off) <= end**power.denominator * power.denominator * Fraction(1, 10**17)
    assert (found.low_open, found.high_open) == tuple(
        end**power.denominator != of**power.numerator for end, of in ((found.low, min(a, b)), (found.high, max(a, b)))
    )


SINCE = [*over({"2016": "171978000"}), *over({"2021": "414839000"})]
RATE = {"period": "2021", "stat": "growth", "base": "2016", "per": "year", "value": "17.3", "decimals": "1"}


def test_a_conflict_says_what_the_rate_would_be_and_which_changes_mend_it() -> None:
    audit = run(claims_ledger(*SINCE, RATE))
    (conflict,) = audit.conflicts.to_dict("records")
    assert conflict["finding"] == "statistic:growth:m:2021:2016 per year:final:a"
    assert conflict["message"] == (
        "171,978,000 grown by 17.3 % a year for 5 years = 381,911,692.35, reported 414,839,000, "
        "which is 19.26 % a year: off by 32,927,307.65; rounding explains at most 814,659.36, "
        "32,112,648.29 is left over"
    )
    mended = [(one["claim"], one["instead"]) for one in conflict["repairs"]]
    assert ("a:m:2021:growth:2016 per year", "19.3") in mended
    for claim, instead in mended:
        rows = [dict(row) for row in audit.ledger.claims.to_dict("records")]
        changed = [row | ({"value": instead} if row["claim"] == claim else {}) for row in rows]
        assert run(claims_ledger(*({k: v for k, v in row.items() if k != "at"} for row in changed))).ok


def test_all_claims_together_know_the_rate() -> None:
    only_rate = run(claims_ledger(*over({"2016": "100.0"}), {**RATE, "value": "10.0"}))
    bounds = only_rate.bounds.set_index("period").loc["2021"]
    low, high = Fraction(bounds["low"]), Fraction(bounds["high"])
    assert low == Fraction("99.95") * Fraction("1.0995") ** 5
    assert high == Fraction("100.05") * Fraction("1.1005") ** 5
    quarter = {**RATE, "period": "2020-Q2", "base": "2020-Q1", "value": "4.0"}
    annual = run(claims_ledger(*over({"2020-Q1": "100.0"}), quarter)).bounds.set_index("period").loc["2020-Q2"]
    assert 0 < Fraction("99.95") ** 4 * Fraction("1.0395") - Fraction(annual["low"]) ** 4 < Fraction(1, 10**9)


def test_rates_chained_by_the_year_meet_one_a_year_since() -> None:
    each = [{**RATE, "period": str(year), "base": str(year - 1), "per": "", "value": "5.0"} for year in (2017, 2018)]
    two = {**RATE, "period": "2018", "value": "5.5"}
    audit = run(claims_ledger(*over({"2016": "100.0"}), *each, two))
    assert audit.conflicts["check"].tolist() == ["joint"]


def test_another_step_is_another_statistic_and_one_step_is_none() -> None:
    quarterly = {**RATE, "period": "2021-Q1", "base": "2020-Q4"}
    assert run(claims_ledger(quarterly, {**quarterly, "per": "", "value": "4.1"}), checks=["agreement"]).counts == {
        **dict.fromkeys(("exact", "rounding", "hedge", "revision", "unchecked", "conflict"), 0)
    }
    yearly = {**RATE, "period": "2017"}
    found = said(claims_ledger(yearly, {**yearly, "per": "", "value": "17.2"}), "agreement")
    assert [one.partition(":")[0] for one in found.values()] == ["conflict"]


def test_a_target_rate_is_held_against_what_came() -> None:
    (words,) = said(claims_ledger(*SINCE, {**RATE, "status": "target"}), "statistic").values()
    assert words == (
        "exact: target 17.3 %, outcome about 19.26 % (from 171,978,000 to 414,839,000 a year for 5 years): "
        "met and exceeded"
    )


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ({"per": "decade"}, "unknown per 'decade'; known are month, quarter, half, year, week, day"),
        ({"stat": "change"}, "per 'year' beside stat 'change': only a growth is compounded"),
        ({"stat": "level", "base": ""}, "per 'year' beside stat 'level': only a growth is compounded"),
        ({"base": "2020-Q4"}, "growth per year from 2020-Q4 to 2021: write a base that is as long as the period"),
        ({"base": "2022"}, "growth per year from 2022 to 2021: write a base"),
        ({"per": "day"}, "growth per day from 2016 to 2021: write a base"),
        ({"base": "1900", "per": "month"}, "growth per month from 1900 to 2021: compounded more than 1000 times"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_and_says_why(claim: dict[str, str], why: str) -> None:
    with pytest.raises(LedgerError) as error:
        claims_ledger({**RATE, **claim})
    assert why in str(error.value)


@each_way()
def test_the_step_comes_through_every_way_in(way: Way) -> None:
    rows = [row for number in range(len(STEPS)) for row in Compounded(number, 200, 33, 210, 1, 1).claims(f"A{number}")]
    told = Told(tuple(rows))
    assert taken(way, told) == taken_as_text(told)


def test_a_written_ledger_keeps_the_step(tmp_path) -> None:
    ledger = claims_ledger(*SINCE, RATE)
    for layout in ("yaml", "csv", "parquet"):
        written = Ledger.read(ledger.write(tmp_path / layout, layout=layout))
        assert written == ledger
        assert written.claims["per"].tolist() == ["", "", "year"]


def test_a_claim_says_its_step() -> None:
    claim = rc.Ledger.from_frames(claims_ledger(*SINCE, RATE).claims).claim("a:m:2021:growth:2016 per year")
    assert claim.per == "year"
    assert claim.quantity == "growth of m, 2021 on 2016 per year, final"
