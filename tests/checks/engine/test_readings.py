from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from reconcile.auditing import run
from reconcile.checks.engine.readings import Hedges, read
from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import Figure
from reference import Printed
from strategies import ledger_of, printed_figures, same

figures = st.lists(
    st.one_of(
        printed_figures(QUALIFIERS, zero=True), printed_figures(("exact", "range"), places=(-30, 30), digits=10**25)
    ),
    min_size=1,
    max_size=12,
)


@given(figures)
@example([Printed(Fraction(2 * 10**18), 0), Printed(Fraction(-4 * 10**17), 0)])  # tenths of these need more room
@example([Printed(Fraction(0), 0, truncated=True), Printed(Fraction(0), None, truncated=True)])
@example([Printed(Fraction(0), 1, "nearly"), Printed(Fraction(-3), 0, "nearly"), Printed(Fraction(0), 0, "about")])
@example([Printed(Fraction(470), 0, "about"), Printed(Fraction(10), 0, "about", Fraction(12), truncated=True)])
def test_the_three_readings_are_the_references(printed: list[Printed]) -> None:
    store = run(ledger_of(printed), checks=["schema"]).store
    for row, figure in enumerate(printed):
        for name, reading in reference.READINGS.items():
            one = getattr(store.readings, name)[row]
            assert one.empty == reading(figure).empty
            assert same(one, reading(figure)), (name, str(one), reference.ends(reading(figure)))


@given(figures)
def test_single_figures_are_read_as_columns_are(printed: list[Printed]) -> None:
    store = run(ledger_of(printed), checks=["schema"]).store
    for row, figure in enumerate(printed):
        reading = read(store.figures[row], truncated=figure.truncated)
        assert all(getattr(reading, name) == getattr(store.readings, name)[row] for name in reading._fields)


@given(printed_figures(QUALIFIERS))
def test_each_reading_lies_within_the_next(printed: Printed) -> None:
    reading = read(_figure(printed), truncated=printed.truncated)
    assert (reading.face & reading.wide) == reading.face
    if printed.qualifier != "nearly":  # nearly 800 is less than 800
        assert (reading.printed & reading.face) == reading.printed


def test_how_far_words_reach_is_a_setting() -> None:
    about, nearly = (Figure(Fraction(1), Fraction(1, 100), "", word) for word in ("about", "nearly"))
    hedges = Hedges(about=Fraction(1, 4), nearly=Fraction(1, 2))
    assert str(read(about, hedges=hedges).wide) == "[0.75, 1.25]"
    assert str(read(nearly, hedges=hedges).wide) == "[0.5, 1)"


def test_a_fraction_in_words_stands_for_itself_and_half_of_its_step() -> None:
    two_thirds = Figure(Fraction(2, 3), Fraction(1, 3), "", "exact")
    assert str(read(two_thirds).face) == "[0.5, 5/6]"
    assert str(read(replace(two_thirds, qualifier="about")).wide) == "[0.5, 5/6]"


@pytest.mark.parametrize(("rounding", "ends"), [("nearest", ("9.5", "10.5")), ("truncate", ("10", "11"))])
def test_sources_that_do_not_say_cut_digits_as_the_audit_says(rounding: str, ends: tuple[str, str]) -> None:
    claims = run(ledger_of([Printed(Fraction(10), 0)]), rounding=rounding, checks=["schema"]).claims
    assert (claims["low"].item(), claims["high"].item()) == ends
    assert claims["high_open"].item() == (rounding == "truncate")


def _figure(printed: Printed) -> Figure:
    return Figure(printed.value, printed.unit, "", printed.qualifier, printed.value_high, printed.unit)
