"""Rules that name a period before: stocks and flows, and what is carried over, against arithmetic by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, of, over, said
from costly import costly
from reconcile.auditing import run
from reconcile.language.periods import PeriodError, read_period
from reconcile.ledger.ledger import Ledger

STOCK = "stock = stock[period=-1] + inflow - outflow"
SERIES = {
    "year": ["2019", "2020", "2021", "2022"],
    "quarter": ["2020-Q4", "2021-Q1", "2021-Q2", "2021-Q3"],
    "month": ["2023-12", "2024-01", "2024-02", "2024-03"],
    "week": ["2020-W52", "2020-W53", "2021-W01", "2021-W02"],
    "day": ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"],
    "span": ["2019-04/2020-03", "2020-04/2021-03", "2021-04/2022-03", "2022-04/2023-03"],
}


@st.composite
def books(draw):
    """Stocks and flows to the tenth, printed to some place, one of them perhaps wrong; and what is right of each."""
    periods = SERIES[draw(st.sampled_from(sorted(SERIES)))]
    amounts = st.integers(-200, 900)
    stock, rows = Fraction(draw(amounts), 10), []
    step = {-1: Fraction(10), 0: Fraction(1), 1: Fraction(1, 10)}
    for number, period in enumerate(periods):
        inflow, outflow = (Fraction(draw(amounts), 10) for _ in range(2))
        stock = stock + inflow - outflow if number else stock
        for measure, value in (("stock", stock), ("inflow", inflow), ("outflow", outflow)):
            places = draw(st.sampled_from([-1, 0, 1]))
            printed = (value / step[places] + Fraction(1, 2)).__floor__() * step[places]
            printed += draw(st.sampled_from([0, 0, 0, 0, 0, 1, -1, 30])) * step[places]
            rows.append({"measure": measure, "period": period, "value": printed, "decimals": places})
    return periods, rows


def right(periods, rows):
    """Each period but the first: what the printed figures leave, and the most that half units of them explain."""
    figure = {(row["measure"], row["period"]): row for row in rows}
    for before, period in pairwise(periods):
        terms = [
            (1, figure["stock", before]),
            (1, figure["inflow", period]),
            (-1, figure["outflow", period]),
            (-1, figure["stock", period]),
        ]
        left = abs(sum(sign * one["value"] for sign, one in terms))
        most = sum(Fraction(10) ** -one["decimals"] / 2 for _, one in terms)
        yield period, "exact" if left == 0 else "rounding" if left <= most else "conflict"


def in_words(rows):
    frame = pd.DataFrame(rows).assign(source="book")
    return frame.assign(value=[f"{float(value):.1f}" if places > 0 else str(int(value)) for value, places in
                               zip(frame["value"], frame["decimals"], strict=True)])  # fmt: skip


@costly(2, least=2)
@given(books(), st.randoms(use_true_random=False))
def test_each_period_is_what_the_one_before_and_its_flows_make(book, random):
    periods, rows = book
    random.shuffle(rows)
    found = run(Ledger.from_frames(in_words(rows), rules=[STOCK]), checks=["identity"]).findings
    told = {quantity["period"]: verdict for quantity, verdict in zip(found["quantity"], found["verdict"], strict=True)}
    assert told == {periods[0]: "unchecked", **dict(right(periods, rows))}


def test_the_first_period_is_unchecked_by_name():
    first = of({"stock": "10", "inflow": "2", "outflow": "1"})
    assert said(claims_ledger(*first, rules=[STOCK]), "identity") == {
        "identity:stock=stock(period=-1)+inflow-outflow:2024:final:a": f"unchecked: {STOCK}: stock 2023 is not reported"
    }


def test_what_is_opened_with_is_what_was_closed_with():
    claims = [
        *over({"2022": "5", "2023": "7"}, measure="closing"),
        *over({"2023": "5", "2024": "9"}, measure="opening"),
    ]
    assert said(claims_ledger(*claims, rules=["opening = closing[period=-1]"]), "identity") == {
        "identity:opening=closing(period=-1):2023:final:a": "exact: 5, reported 5: exact",
        "identity:opening=closing(period=-1):2024:final:a": (
            "conflict: 7, reported 9: off by 2; rounding explains at most 1, 1 is left over"
        ),
    }


def test_a_period_before_is_sought_in_each_source_then_in_all():
    claims = [
        *of({"stock": "10"}, period="2023"),
        *of({"stock": "13", "inflow": "5", "outflow": "2"}, source="b"),
        *of({"stock": "14", "inflow": "5", "outflow": "2"}, source="c"),
        *of({"stock": "10"}, period="2023", source="c"),
    ]
    found = said(claims_ledger(*claims, rules=[STOCK]), "identity")
    assert [(name.rpartition(":")[2], text.partition(":")[0]) for name, text in found.items()] == [("c", "rounding")]
    found = said(claims_ledger(*claims[:4], rules=[STOCK]), "identity")
    assert [(name.rpartition(":")[2], text.partition(":")[0]) for name, text in found.items()] == [("a+b", "exact")]


def test_the_joint_test_knows_a_stock_that_nobody_reports():
    claims = [
        *of({"stock": "100", "inflow": "5", "outflow": "5"}, period="2021"),
        *of({"inflow": "30", "outflow": "10"}, period="2022"),
        *of({"stock": "200", "inflow": "10", "outflow": "10"}, period="2023"),
    ]
    ledger = claims_ledger(*claims, rules=[STOCK])
    (conflict,) = run(ledger).conflicts.to_dict("records")
    assert conflict["check"] == "joint"
    bounds = run(claims_ledger(*claims[:5], rules=[STOCK])).bounds.set_index(["measure", "period"])
    assert (bounds.loc[("stock", "2022"), "low"], bounds.loc[("stock", "2022"), "high"]) == ("118.5", "121.5")


@given(st.sampled_from([one for series in SERIES.values() for one in series]), st.integers(1, 99), st.integers(1, 99))
def test_so_many_periods_before_is_as_long_and_ends_where_the_next_begins(text, count, more):
    period = read_period(text)
    assert period.follows(period.before(1))
    assert period.before(count).before(more) == period.before(count + more)
    assert period.before(count).kind == period.kind


def test_before_the_calendar_begins_there_is_no_period():
    with pytest.raises(PeriodError, match="there is no period 2 before 0001"):
        read_period("0001").before(2)
