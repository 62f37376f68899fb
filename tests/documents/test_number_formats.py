from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.documents.number_formats import BUILT_IN, Separators, printed

ENGLISH = Separators(",", ".")


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("1234.5", "0", "1235"),
        ("-1234.5", "0", "-1235"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("-3", "#,##0;(#,##0)", "(3)"),
        ("0", '#,##0;(#,##0);"-"', "-"),
        ("0.155", "0.0%", "15.5%"),
        ("1234567", "#,##0,", "1,235"),
        ("1234567", '0.0,,"m"', "1.2m"),
        ("45292", "yyyy", "2024"),
        ("45292", "dd/mm/yyyy", "01/01/2024"),
        ("45292.75", "h:mm AM/PM", "6:00 PM"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("60", "yyyy-mm-dd", "1900-02-28"),  # spreadsheets have a 29th, which never was
        ("1.5", "# ?/?", "1 1/2"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("0.30000000000000004", "General", "0.3"),
        ("1e21", "General", "1.00000E+21"),
        ("2024", "General", "2024"),
        ("1234.5", '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "1,234.50"),
        ("5", "[Red][>3]0.0;0", "5.0"),
        ("12", "[$€-407] #,##0", "€ 12"),
        ("-0.4", "0", "0"),
        ("0.5", "#.##", ".5"),
        ("3", '0"%"', "3%"),
        ("1.5", "[h]:mm", "36:00"),
        ("2024", "@", "2024"),
        ("1234.5", "", "1234.5"),
        ("7", "00000", "00007"),
        ("1.25", "0.0#", "1.25"),
        ("1.2", "0.0#", "1.2"),
    ],
)
def test_a_number_is_printed_as_a_spreadsheet_shows_it(number, code, shown):
    assert printed(number, code, ENGLISH) == shown


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_rounding_is_that_of_decimals(value, places):
    code = "0." + "0" * places if places else "0"
    expected = format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0, "f")
    assert Decimal(printed(str(value), code, ENGLISH)) == Decimal(expected)


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(sorted(BUILT_IN.values())) | st.text(max_size=12)
)
def test_any_number_is_printed_in_any_format(value, code):
    assert isinstance(printed(repr(value), code, ENGLISH), str)
