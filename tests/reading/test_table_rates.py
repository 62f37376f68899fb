"""Printed rates against printed levels, held by fractions that are written here."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.reading.printed_cells import Printed
from reconcile.reading.table_rates import growth_fit, growth_holds, share_fit, share_holds

numbers = st.builds(Printed, st.integers(-300, 300), st.integers(0, 2))


def ends(one: Printed) -> list[Fraction]:
    return [(Fraction(2 * one.number + side, 2)) / 10**one.decimals for side in (-1, 1)]


def meets(level: Printed, base: Printed, rate: Printed, less: int) -> bool:
    """Whether some numbers that print so make some rate that prints so."""
    rates = [100 * new / old - less for new in ends(level) for old in ends(base)]
    low, high = ends(rate)
    return min(rates) <= high and low <= max(rates)


@pytest.mark.parametrize(("fit", "holds", "less"), [(growth_fit, growth_holds, 100), (share_fit, share_holds, 0)])
@given(numbers, numbers, numbers)
def test_a_rate_holds_where_printed_numbers_can_make_it(fit, holds, less, level, base, rate):
    told, fitted = holds(level, base, rate), fit(level, base, rate)
    if level.number < 0 or base.number < 1:
        assert told is None
        assert fitted is None
        return
    if meets(level, base, rate, less):
        assert told
        assert fitted.holds
    elif fitted is not None:
        assert not fitted.holds
        if holds is growth_holds:
            assert told is False
