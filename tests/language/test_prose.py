"""The numbers of running text: every one is found, and only what cannot be a figure is set aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.language.prose import numbers_in


def figures(text: str, language: str = "en") -> list[str]:
    return [text[one.start : one.end] for one in numbers_in(text, language) if not one.aside]


def aside(text: str, language: str = "en") -> dict[str, str]:
    return {text[one.start : one.end]: one.aside for one in numbers_in(text, language) if one.aside}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On 23 December 2024, at 14:30, and on December 24, 2024; by 2024-12-31 or 31/12/2024.", "en"),
        ("In the first 6 months of 2025, in Q3 2025, FY2024, and over 2021–2025.", "en"),
        ("The 3rd G20 report, COVID-19, CO2, and No. 18/CT-TTg; see table 4, section 3.2 and page 17.", "en"),
        ("1. The first point\n2) The second\n  1.2. A part of it", "en"),
        ("Write to 24x7@example.org or see https://example.org/2024/12?id=5.", "en"),
        ("Chiều 23/12/2024, ngày 18 tháng 6 năm 2025, tháng 12, quý 3, 6 tháng đầu năm 2025", "vi"),
        ("Chỉ thị 18/CT-TTg, Nghị quyết số 57/2024/QH15 và 10-NQ/TW, khóa 13, điều 5, năm thứ 9", "vi"),
        ("Kế hoạch 2021-2025; 8-1-2026; B2B, B2C", "vi"),
    ],
)
def test_dates_ordinals_documents_and_names_are_no_figures(text, language):
    assert figures(text, language) == []
    assert aside(text, language)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("exports of 405.9 bn USD and 1,234,567 tonnes, or 12 345 678", "en", ["405.9", "1,234,567", "12 345 678"]),
        ("In 2024 it sold 2024 MW, 2000 % and 1999 USD", "en", ["2024", "2000", "1999"]),
        ("turnover was number 5 million, figure 7 %", "en", ["5", "7"]),
        ("USD500 and US$5 but A380", "en", ["500", "5"]),
        ("doanh số 500 tỷ đồng, tăng 15,5%, hạng mục 3 triệu USD", "vi", ["500", "15,5", "3"]),
        ("tháng 15,5%, năm 2024 đạt 786,9 tỷ", "vi", ["15,5", "786,9"]),
        ("nửa đầu tháng 12 tỷ", "vi", ["12"]),
        ("9-10% và 2/3", "vi", ["9", "10", "2", "3"]),
    ],
)
def test_a_number_with_a_unit_a_scale_or_a_percent_sign_stays_a_figure(text, language, found):
    assert figures(text, language) == found


def test_a_language_that_has_no_words_here_is_read_all_the_same():
    assert figures("Im Jahr 2024 waren es 12,5 % von 3 400", "de") == ["12,5", "3 400"]
    assert figures("in 2024: 5 apples", "") == ["5"]


@given(st.text(alphabet="0123456789 .,/-–%\n:abcdtỷđồngQ()năm", max_size=60))
def test_every_digit_of_a_text_is_in_one_number(text):
    covered = [place for one in numbers_in(text, "vi") for place in range(one.start, one.end)]
    assert len(covered) == len(set(covered))
    assert {place for place, letter in enumerate(text) if letter.isdigit()} <= set(covered)


@given(st.integers(0, 10**12), st.sampled_from(["billion USD", "%", "tonnes", "percent", "kWh", "million people"]))
def test_what_carries_a_unit_is_never_set_aside(number, unit):
    for lead in ("", "in ", "table ", "No. ", "May ", "year ", "the first of "):
        text = f"{lead}{number} {unit}"
        assert figures(text) == [str(number)], text
