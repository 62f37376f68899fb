"""Bare numbers in the style of a locale."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from reconcile.language.digits import FigureError, fold, read_number

# language → decimal mark, thousands mark, and the sizes of groups from the right (the last one repeats)
STYLES = {
    "en": (".", ",", (3,)),
    "vi": (",", ".", (3,)),
    "de": (",", ".", (3,)),
    "fr": (",", "\u202f", (3,)),
    "pl": (",", "\u00a0", (3,)),
    "de-CH": (".", "’", (3,)),
    "en_IN": (".", ",", (3, 2)),
}
DIGITS = st.integers(0, 10**40).map(str)


def printed(whole: str, decimals: str, language: str, *, grouped: bool = True) -> str:
    point, mark, sizes = STYLES[language]
    groups, rest, sizes = [], whole, list(sizes)
    while grouped and len(rest) > sizes[0]:
        groups.insert(0, rest[-sizes[0] :])
        rest = rest[: -sizes[0]]
        sizes = sizes[1:] or sizes
    return mark.join([rest, *groups]) + (point + decimals if decimals else "")


@given(
    language=st.sampled_from(sorted(STYLES)),
    whole=DIGITS,
    decimals=st.text("0123456789", max_size=40),
    grouped=st.booleans(),
    sign=st.sampled_from(["", "-", "−", "–", "+", "("]),
)
def test_a_printed_number_reads_back_with_its_value_and_its_decimals(language, whole, decimals, grouped, sign):
    text = sign + printed(whole, decimals, language, grouped=grouped) + (")" if sign == "(" else "")
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    assert read_number(text, language) == (value if sign in {"", "+"} else -value, len(decimals))


@pytest.mark.slow
def test_every_locale_reads_what_cldr_prints():
    for language in sorted(locale_identifiers()):
        for number in ("7.25", "82097", "123456789.125"):
            text = format_decimal(Decimal(number), locale=language, decimal_quantization=False)
            assert read_number(text, language)[0] == Fraction(number), (language, text)


@given(text=st.text(alphabet="0123456789.,'’ _()-−+e%x½", max_size=12), language=st.sampled_from(sorted(STYLES)))
def test_what_reads_is_printed_again_from_its_value(text, language):
    try:
        value, decimals = read_number(text, language)
    except FigureError:
        return
    scaled = abs(value) * 10**decimals
    assert scaled.denominator == 1
    significant = re.sub("[^0-9]", "", text).lstrip("0")
    assert significant == str(scaled).lstrip("0")


@pytest.mark.parametrize(
    ("text", "language", "suggested"),
    [
        ("786.9", "vi", "language: en?"),
        ("0.123", "vi", "language: en?"),
        ("1,23", "en", "language: vi?"),
        ("1.234.567", "en", "language: vi?"),
        ("1.2.3", "vi", "check its decimal and thousands marks"),
        ("1_000", "en", "check its decimal and thousands marks"),
        ("1,234,5", "en", "check its decimal and thousands marks"),
    ],
)
def test_a_number_of_another_style_is_an_error_that_says_which(text, language, suggested):
    with pytest.raises(FigureError, match=re.escape(suggested)):
        read_number(text, language)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found nothing"),
        ("NaN", "found 'NaN'"),
        ("Infinity", "found 'Infinity'"),
        ("1e3", "'e3' was left over"),
        ("5.", "'.' was left over"),
        ("1 234", "'234' was left over"),
        ("- 5", "found ' 5'"),
        ("(-5)", "a sign inside parentheses"),
        ("()", "found ''"),
        ("--5", "found '-5'"),
        ("５", "the digits 0–9, found '５'"),
        ("٣", "the digits 0–9"),
        ("1" * 5000, "more than 400 digits"),
        ("." + "1" * 5000, "more than 400 digits"),
    ],
)
def test_what_is_no_number_is_an_error_that_says_what_was_found(text, message):
    with pytest.raises(FigureError, match=re.escape(message)) as caught:
        read_number(text, "en")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("language", ["", "xx", "english", "und", "root", "../en", "en\x00", "vi-VN-x-" + "y" * 500])
def test_an_unknown_language_is_an_error_that_gives_examples(language):
    with pytest.raises(FigureError, match="vi, en or pt-BR"):
        read_number("5", language)


@pytest.mark.parametrize("language", ["vi", "VI", "vi-VN", "vi_VN", " vi "])
def test_a_language_tag_reads_in_any_of_its_spellings(language):
    assert read_number("786,90", language) == (Fraction(7869, 10), 2)


def test_ambiguous_digits_read_as_the_locale_says():
    assert read_number("82.097", "vi") == (82097, 0)
    assert read_number("82.097", "en") == (Fraction(82097, 1000), 3)
    assert read_number("12,345", "vi") == (Fraction(12345, 1000), 3)
    assert read_number("12,345", "en") == (12345, 0)


def test_an_apostrophe_serves_for_the_swiss_thousands_mark():
    assert read_number("1'234.5", "de-CH") == read_number("1’234.5", "de-CH")


def test_folding_makes_every_white_space_one_space_and_composes_letters():
    assert fold("\u00a0786,9\u2009ty\u0309 \u202f\tUSD\n") == "786,9 tỷ USD"


def test_cldr_still_writes_the_marks_that_the_styles_here_assume():
    assert Locale.parse("en_IN").decimal_formats[None].grouping == (3, 2)
