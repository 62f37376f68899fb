"""Figures as columns: what typed tables and words say, in base units."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims import claims_ledger
from reconcile.checks.wording.scales import Scale
from reconcile.errors import LedgerError
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import read_figure
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.codes import Ranged, combined
from strategies import Draw, plain

SCALES = {"USD": 1, "million USD": 10**6, "bn USD": 10**9, "nghìn tỷ đồng": 10**12, "%": 1, "": 1}


@st.composite
def typed(draw: Draw) -> dict[str, str]:
    """A value as tables hold it, with its decimals, unit and word."""
    digits = draw(st.integers(-99, 99) | st.integers(-(10**17), 10**17) | st.integers(-(10**40), 10**40))
    places = draw(st.integers(0, 40))
    value = Fraction(digits, 10**places)
    written = plain(value)
    written += draw(st.sampled_from(["", "0", "00"])) if "." in written else ""
    word = draw(st.sampled_from(("", *QUALIFIERS)))
    high = draw(st.integers(0, 10**6)) if word in {"range", "about", ""} and draw(st.booleans()) else None
    return {
        "value": ("+" if value > 0 and digits % 7 == 0 else "") + written,
        "value_high": "" if high is None and word != "range" else plain(value + (high or 0)),
        "decimals": draw(st.integers(-15, 45).map(str) | st.sampled_from(["exact", "INF", "inf"])),
        "unit": draw(st.sampled_from(sorted(SCALES))),
        "qualifier": word,
    }


@given(st.lists(typed(), min_size=1, max_size=8))
@example([{"value": "0.001", "value_high": "", "decimals": "-900", "unit": "USD", "qualifier": ""}])
def test_typed_figures_are_read_digit_by_digit(rows: list[dict[str, str]]) -> None:
    claims = [row | {"measure": f"m{number}"} for number, row in enumerate(rows)]
    figures = claims_ledger(*claims).figures
    for number, row in enumerate(rows):
        figure, scale = figures[number], SCALES[row["unit"]]
        value, high = (Fraction(row[name]) * scale if row[name] else None for name in ("value", "value_high"))
        exact = row["decimals"].lower() in {"exact", "inf"}
        step = Fraction(0) if exact else Fraction(10) ** -int(row["decimals"])
        assert (figure.value, figure.value_high, figure.step) == (value, high, step)
        assert figure.qualifier == row["qualifier"] or figure.qualifier == ("exact" if high is None else "range")
        assert figures.decimals(number) == (None if exact else int(row["decimals"]))
        off = [one for one in (value, high) if one is not None and step and (one / step).denominator != 1]
        assert bool(figures.excess[number]) == bool(off)


def test_words_and_values_may_stand_in_one_table() -> None:
    worded = {"value": "", "decimals": "", "unit": ""}
    claims = [
        {"measure": "b", "reported": "546–550 tỷ USD", **worded},
        {"measure": "a", "value": "10", "unit": "kWh"},
        {"measure": "c", "reported": "2/3", **worded},
        {"measure": "d", "reported": "546–550 tỷ USD", **worded},
    ]
    figures = claims_ledger(*claims, sources=pd.DataFrame({"source": ["a"], "language": ["vi"]})).figures
    expected = [read_figure(words, "vi") for words in ("546–550 tỷ USD", "10 kWh", "2/3", "546–550 tỷ USD")]
    assert [figures[row] for row in range(4)] == expected
    assert figures.decimals(2) is None
    assert [figures.take([2, 0])[row] for row in range(2)] == [expected[2], expected[0]]


def test_the_unit_is_the_claims_else_its_measures_else_the_ledgers() -> None:
    claims = [
        {"measure": "own", "unit": "kWh"},
        {"measure": "declared"},
        {"measure": "other"},
        {"measure": "own", "stat": "growth", "base": "2023"},
        {"measure": "own", "stat": "ratio", "base": "other"},
    ]
    figures = claims_ledger(*claims, measures={"declared": {"unit": "MW"}}, defaults={"unit": "USD"}).figures
    assert [figures[row].unit for row in range(5)] == ["kWh", "MW", "USD", "percent", ""]


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ({"reported": "ten or so", "value": "", "decimals": ""}, "ten or so"),
        ({"unit": "quux"}, "quux"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_row(claim: dict[str, str], message: str) -> None:
    sources = pd.DataFrame({"source": ["a"], "language": ["en"]})
    with pytest.raises(LedgerError, match=message) as raised:
        claims_ledger({}, claim | {"measure": "n"}, sources=sources)
    assert [problem.line for problem in raised.value.problems] == [2]


@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=1), st.sampled_from([3, 2**20]))
def test_rows_have_one_code_exactly_where_all_their_parts_are_equal(rows: list[list[int]], count: int) -> None:
    columns = pd.DataFrame(rows).to_numpy().T
    codes = combined([Ranged(column, count) for column in columns])
    for a, one in zip(codes, rows, strict=True):
        for b, other in zip(codes, rows, strict=True):
            assert (a == b) == (one == other)


def growth_of(words: str, **claim: str) -> tuple[Fraction, Fraction, str]:
    rows = {"stat": "growth", "base": "2023", "reported": words, "value": "", "decimals": "", **claim}
    figure = claims_ledger(rows, sources=pd.DataFrame({"source": ["a"], "language": ["en"]})).figures[0]
    return figure.value, figure.step, figure.unit


@given(st.integers(1, 98), st.integers(2, 99))
def test_growth_in_fractions_is_a_share_of_one(above: int, below: int) -> None:
    above = min(above, below - 1)
    assert growth_of(f"{above}/{below}") == (Fraction(100 * above, below), Fraction(100, below), "percent")
    assert growth_of(f"{above}/{below}%") == (Fraction(above, below), Fraction(1, below), "percent")
    assert growth_of(f"{above}/{below}", unit="percent") == (Fraction(above, below), Fraction(1, below), "percent")


@pytest.mark.parametrize("words", ["½", "1/2", "about 1/2"])
def test_half_in_words(words: str) -> None:
    assert growth_of(words) == (50, 50, "percent")
    assert growth_of(words, stat="share", base="other") == (Fraction(1, 2), Fraction(1, 2), "")
    assert growth_of("0.055", unit="fraction") == (Fraction("5.5"), Fraction("0.1"), "percent")


@pytest.mark.parametrize("kind", ["float", "str"])
@given(digits=st.integers(-999, 999), places=st.integers(2, 6))
def test_a_column_in_fractions_is_in_percent_two_places_on(kind: str, digits: int, places: int) -> None:
    value = Fraction(digits, 10**places)
    written = float(value) if kind == "float" else plain(value)
    rows = [
        {"value": written, "decimals": str(places), "unit": "fraction"},
        {"value": written, "decimals": str(places), "unit": "percent"},
    ]
    claims = pd.DataFrame({"source": "a", "measure": ["m", "n"], "period": "2024", "stat": "growth", "base": "2023"})
    ledger = Ledger.from_frames(claims.join(pd.DataFrame(rows)))
    figures = ledger.figures
    assert (figures[0].value, figures[0].step) == (100 * value, Fraction(100, 10**places))
    assert (figures[1].value, figures[1].step) == (value, Fraction(1, 10**places))
    assert [figures.decimals(row) for row in (0, 1)] == [places - 2, places]
    assert not figures.excess.any()
    assert ledger.claims["value"].nunique() == 1


@pytest.mark.parametrize(
    ("number", "step", "written"),
    [
        (Fraction(5, 6), Fraction(0), "5/6"),
        (Fraction(1000, 301), Fraction(0), "3.3223…"),
        (Fraction(-1000, 301), Fraction(0), "−3.3223…"),
        (Fraction(-1, 4), Fraction(1, 1000), "−0.250"),
        (Fraction(1234567), Fraction(1), "1,234,567"),
    ],
)
def test_numbers_are_written_for_readers(number: Fraction, step: Fraction, written: str) -> None:
    assert Scale(Fraction(1), "").number(number, step) == written
