"""Figures that are worth an example: what reads, and what is refused with which words."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.language.figures import FigureError, read_figure, read_unit
from reconcile.language.languages import vocabulary_of
from reconcile.language.units import parse_unit

M, BN = 10**6, 10**9


def short(words, language, unit=""):
    """Give a figure as one line: qualifier value±step unit."""
    figure = read_figure(words, language, unit=unit)
    ends = f"{figure.value}±{figure.step}"
    if figure.value_high is not None:
        ends += f" to {figure.value_high}±{figure.step_high}"
    return f"{figure.qualifier} {ends} {figure.unit}".strip()


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("786,9 tỷ đô la Mỹ", "vi", f"exact {7869 * 10**8}±{10**8} USD"),
        ("786,9 tỉ đô-la", "vi", f"exact {7869 * 10**8}±{10**8} USD"),
        ("US$ 786.9 billion", "en", f"exact {7869 * 10**8}±{10**8} USD"),
        ("USD 786.9 billion", "en", f"exact {7869 * 10**8}±{10**8} USD"),
        ("$786.9bn", "en", f"exact {7869 * 10**8}±{10**8} USD"),
        ("usd786.9bn", "en", f"exact {7869 * 10**8}±{10**8} USD"),
        ("786.9 billion US dollars", "en", f"exact {7869 * 10**8}±{10**8} USD"),
        ("$786.9bn USD", "en", f"exact {7869 * 10**8}±{10**8} USD"),
        ("3.5k", "en", "exact 3500±100"),
        ("500k đồng", "vi", "exact 500000±1000 VND"),
        ("5 nghìn tỷ đồng", "vi", f"exact {5 * 10**12}±{10**12} VND"),
        ("5 triệu tỷ đồng", "vi", f"exact {5 * 10**15}±{10**15} VND"),
        ("2,5 trăm nghìn tỷ đồng", "vi", f"exact {25 * 10**13}±{10**13} VND"),
        ("500.000 ₫", "vi", "exact 500000±1 VND"),
        ("20 TRY", "en", "exact 20±1 TRY"),
        ("5 US dollars", "en", "exact 5±1 USD"),
        ("$5", "en-AU", "exact 5±1 AUD"),
        ("5 dollars", "en-AU", "exact 5±1 AUD"),
        ("CA$5", "en", "exact 5±1 CAD"),
        ("¥5", "en", "exact 5±1 JPY"),
        ("¥5", "zh", "exact 5±1 CNY"),
        ("£5m", "en", "exact 5000000±1000000 GBP"),
        ("1,5 điểm phần trăm", "vi", "exact 3/2±1/10 pp"),
        ("1,5 điểm %", "vi", "exact 3/2±1/10 pp"),
        ("1.5 percentage points", "en", "exact 3/2±1/10 pp"),
        ("25 basis points", "en", "exact 1/4±1/100 pp"),
        ("5 ‰", "en", "exact 1/2±1/10 percent"),
        ("1.2 GWh", "en", "exact 1200000±100000 kWh"),
        ("1,2 GW", "vi", "exact 1200±100 MW"),
        ("500 kW", "vi", "exact 1/2±1/1000 MW"),
        ("2.5x", "en", "exact 5/2±1/10 times"),
        ("3-fold", "en", "exact 3±1 times"),
        ("1.5 million tonnes", "en", "exact 1500000±100000 tonne"),
        ("5 m2", "en", "exact 5±1 m2"),
        ("33 items", "en", "exact 33±0 count"),
        ("05 mặt hàng", "vi", "exact 5±0 count"),
        ("hơn 30 mặt hàng", "vi", "over 30±1 count"),
        ("30–35 items", "en", "range 30±0 to 35±0 count"),
        ("about 30–35 items", "en", "about 30±1 to 35±1 count"),
        ("2.5 million people", "en", "exact 2500000±100000 count"),
        ("2.5 persons", "en", "exact 5/2±1/10 count"),
        ("exactly 5%", "en", "exact 5±0 percent"),
        ("đúng 5 tỷ", "vi", "exact 5000000000±0"),
        ("trên dưới 100 người", "vi", "about 100±1 count"),
        ("20+", "en", "at_least 20±1"),
        ("20+ million people", "en", "at_least 20000000±1000000 count"),
        ("$20bn+", "en", f"at_least {20 * BN}±{BN} USD"),
        ("≥8%", "de", "at_least 8±1 percent"),
        ("900 nghìn – 1,2 triệu", "vi", "range 900000±1000 to 1200000±100000"),
        ("900 kWh – 1,2 MWh", "vi", "range 900±1 to 1200±100 kWh"),
        ("10 USD – 12 triệu USD", "vi", "range 10±1 to 12000000±1000000 USD"),
        ("$10–12 billion", "en", f"range {10 * BN}±{BN} to {12 * BN}±{BN} USD"),
        ("$10-$12bn", "en", f"range {10 * BN}±{BN} to {12 * BN}±{BN} USD"),
        ("8,3% đến 8,5%", "vi", "range 83/10±1/10 to 17/2±1/10 percent"),
        ("-3 to -1%", "en", "range -3±1 to -1±1 percent"),
        ("-3–-1%", "en", "range -3±1 to -1±1 percent"),
        ("about 10-12% or so".removesuffix(" or so"), "en", "about 10±1 to 12±1 percent"),
        ("10-12% or so", "en", "about 10±1 to 12±1 percent"),
        ("2/3", "en", "exact 2/3±1/3"),
        ("2⁄3", "en", "exact 2/3±1/3"),
        ("-1/2", "en", "exact -1/2±1/2"),
        ("½", "en", "exact 1/2±1/2"),
        ("2½ million", "en", "exact 2500000±500000"),
        ("gần 2/3", "vi", "nearly 2/3±1/3"),
        ("-$5m", "en", f"exact {-5 * M}±{M} USD"),
        ("$-5m", "en", f"exact {-5 * M}±{M} USD"),
        ("US$ −5m", "en", f"exact {-5 * M}±{M} USD"),
        ("+5%", "en", "exact 5±1 percent"),
        ("(838,271)", "en", "exact -838271±1"),
        ("(5.2)%", "en", "exact -26/5±1/10 percent"),
        ("($5.2 billion)", "en", f"exact {-52 * 10**8}±{10**8} USD"),
        ("( 5.2 % )", "en", "exact -26/5±1/10 percent"),
        ("giảm hơn 3%", "vi", "under -3±1 percent"),
        ("down at least 3%", "en", "at_most -3±1 percent"),
        ("fell by up to 3%", "en", "at_least -3±1 percent"),
        ("giảm gần 3%", "vi", "nearly -3±1 percent"),
        ("giảm từ 3% trở lên", "vi", "at_most -3±1 percent"),
        ("about minus 3%", "en", "about -3±1 percent"),
        ("hơn -3%", "vi", "over -3±1 percent"),
        ("nhập siêu 1,5 tỷ USD", "vi", f"exact {-15 * 10**8}±{10**8} USD"),
        ("a surplus of $1.5bn", "en", f"exact {15 * 10**8}±{10**8} USD"),
        ("giảm 10-12%", "vi", "range -12±1 to -10±1 percent"),
        ("tăng từ 8,3 đến 8,5%", "vi", "range 83/10±1/10 to 17/2±1/10 percent"),
        ("3,5 Mrd. €", "de", f"exact {35 * 10**8}±{10**8} EUR"),
        ("3,5 Milliarden US-Dollar", "de", f"exact {35 * 10**8}±{10**8} USD"),
        ("3,5 Billionen Euro", "de", f"exact {35 * 10**11}±{10**11} EUR"),
        ("3,5 M€", "fr", f"exact {35 * 10**5}±{10**5} EUR"),
        ("1\u202f234,5 Md€", "fr", f"exact {12345 * 10**8}±{10**8} EUR"),
        ("5 mil millones", "es", f"exact {5 * BN}±{BN}"),
        ("786億円", "ja", f"exact {786 * 10**8}±{10**8} JPY"),
        ("12,34,567", "en-IN", "exact 1234567±1"),
        ("1" * 40 + ".5", "en", f"exact {Fraction(int('1' * 40 + '5'), 10)}±1/10"),
    ],
)
def test_a_figure_reads_as_what_it_denotes(words, language, expected):
    assert short(words, language) == expected


@pytest.mark.parametrize(
    ("words", "language", "rest", "message"),
    [
        ("", "en", "", "expected a number, and the words end here"),
        ("đạt 783 tỷ", "vi", "đạt 783 tỷ", "expected a number, found 'đạt 783 tỷ'"),
        ("8% mỗi năm", "vi", "mỗi năm", "'mỗi năm' was left over; quote the figure alone"),
        ("786.9 tỷ USD", "vi", "786.9 tỷ USD", "language: en?"),
        ("khoảng 786.9 tỷ USD", "vi", "786.9 tỷ USD", "language: en?"),
        ("2 triệu 500 nghìn", "vi", "500 nghìn", "'500 nghìn' was left over"),
        ("5 tỷ nghìn", "vi", "nghìn", "'nghìn' was left over"),
        ("5 try", "en", "try", "'try' was left over"),
        ("5 milestones", "en", "milestones", "'milestones' was left over"),
        ("10²", "en", "²", "'²' was left over"),
        ("1e3", "en", "e3", "'e3' was left over"),
        ("12:30", "en", ":30", "':30' was left over"),
        ("18/6/2025", "vi", "/6/2025", "'/6/2025' was left over"),
        ("18/6", "vi", "18/6", "it looks like a date"),
        ("06/18", "vi", "06/18", "it looks like a date"),
        ("2/0", "en", "/0", "'/0' was left over"),
        ("8/10 items", "en", "", "a share of them; quote the fraction alone"),
        ("12-10-2024", "en", "-2024", "greater than its second"),
        ("1-2-3", "en", "-3", "'-3' was left over"),
        ("5 -", "en", "", "the words end here"),
        ("５%", "en", "５%", "expected the digits 0–9, found '５'"),
        ("±5%", "en", "±5%", "found '±5%'"),
        ("hơn gần 5%", "vi", "5%", "two hedge words (over, nearly)"),
        ("at least 5% or more", "en", "", "two hedge words"),
        ("up down 5%", "en", "5%", "two direction words"),
        ("từ trong khoảng 5-6%", "vi", "5-6%", "two words that open a range"),
        ("từ 8%", "vi", "", "the words open a range, and only one number follows"),
        ("between 8% or more", "en", "", "only one number follows"),
        ("8 and 9%", "en", "and 9%", "'and 9%' was left over"),
        ("exactly 10-12%", "en", "", "a range is not exact"),
        ("10+ – 12%", "en", "12%", "a hedge word stands between"),
        ("12-10%", "en", "", "greater than its second"),
        ("900 – 1,2 triệu", "vi", "", "greater than its second"),
        ("10%–12", "en", "", "the first number of the range has a unit and the second has none"),
        ("2 triệu – 3", "vi", "", "the first number of the range has a scale word"),
        ("10 USD – 12 VND", "vi", "", "the range has two units, USD and VND"),
        ("$5 EUR", "en", "", "two units, USD and EUR"),
        ("rose from 10 to 12%", "en", "10 to 12%", "a change from one level to another"),
        ("fell to 5%", "en", "to 5%", "found 'to 5%'"),
        ("fell -5%", "en", "", "a direction word and a sign"),
        ("down 5 to +6%", "en", "", "a direction word and a sign"),
        ("more than minus 5%", "en", "5%", "it cannot be told whether it speaks of the size"),
        ("(gần 9%)", "vi", "gần 9%)", "where the parentheses are the sentence's, quote what is inside"),
        ("(16 tháng)", "vi", "", "where they are the sentence's, quote what is inside"),
        ("(-5%)", "en", "", "a sign inside parentheses"),
        ("(5%", "en", "", "the parenthesis is not closed"),
        ("circa 5%", "it", "circa 5%", "in language 'it' the hedges known are symbols"),
        ("5% o più", "it", "o più", "in language 'it' the hedges known are symbols"),
        ("5 T", "vi", "T", "'T' was left over"),
    ],
)
def test_what_is_no_figure_is_refused_with_what_was_left_over(words, language, rest, message):
    with pytest.raises(FigureError, match=re.escape(message)) as caught:
        read_figure(words, language)
    assert (caught.value.words, caught.value.rest) == (words, rest)


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("786,9", "tỷ USD", f"exact {7869 * 10**8}±{10**8} USD"),
        ("786,9", "billion USD", f"exact {7869 * 10**8}±{10**8} USD"),
        ("786,9 tỷ", "USD", f"exact {7869 * 10**8}±{10**8} USD"),
        ("786,9 tỷ USD", "VND", f"exact {7869 * 10**8}±{10**8} USD"),
        ("15%", "million USD", "exact 15±1 percent"),
        ("10-12", "%", "range 10±1 to 12±1 percent"),
        ("1,5 nghìn", "MWh", f"exact {15 * 10**5}±{10**5} kWh"),
        ("1,5", "triệu", "exact 1500000±100000"),
        ("33", "count", "exact 33±0 count"),
        ("khoảng 33", "count", "about 33±1 count"),
        ("33", "nghìn người", "exact 33000±1000 count"),
        ("2/3", "count", "exact 2/3±1/3 count"),
    ],
)
def test_a_unit_given_beside_serves_words_without_one(words, unit, expected):
    assert short(words, "vi", unit) == expected


@pytest.mark.parametrize(("unit", "advice"), [("tỷ USD", "give the unit as 'USD'"), ("million", "leave the unit out")])
def test_a_scale_both_in_the_words_and_in_the_unit_is_an_error(unit, advice):
    with pytest.raises(FigureError, match=advice):
        read_figure("786,9 tỷ", "vi", unit=unit)


def test_tone_marks_may_be_typed_on_either_vowel():
    assert read_unit("quý") == read_unit("qúy") == ("quarter", 1)


@pytest.mark.parametrize(
    ("text", "unit", "scale"),
    [
        ("", "", 1),
        ("USD", "USD", 1),
        ("million USD", "USD", M),
        ("USD million", "USD", M),
        ("US$ million", "USD", M),
        ("$bn", "USD", BN),
        ("€m", "EUR", M),
        ("tỷ đồng", "VND", BN),
        ("nghìn tỷ đồng", "VND", 10**12),
        ("millions of dollars", "USD", M),
        ("thousand tonnes", "tonne", 1000),
        ("triệu kWh", "kWh", M),
        ("thousand MWh", "kWh", M),
        ("GW", "MW", 1000),
        ("kWh", "kWh", 1),
        ("điểm phần trăm", "pp", 1),
        ("%", "percent", 1),
        ("lần", "times", 1),
        ("người", "count", 1),
        ("million", "", M),
    ],
)
def test_a_unit_reads_as_its_canonical_name_and_scale(text, unit, scale):
    assert read_unit(text) == (unit, scale)


@pytest.mark.parametrize(
    "text", ["firkins", "million firkins", "USD USD", "million USD million", "USDm", "5 USD", "x" * 5000]
)
def test_an_unknown_unit_is_an_error_that_names_some(text):
    with pytest.raises(FigureError, match="is no unit known; expected one such as USD, percent") as caught:
        read_unit(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("88 Sitze", "de", True),
        ("12 lĩnh vực", "vi", True),
        ("1.5 million firkins", "en", True),
        ("8% mỗi năm", "vi", False),
        ("12 USD, they say", "en", False),
        ("12, they say", "en", False),
    ],
)
def test_where_a_word_may_be_a_unit_of_the_ledgers_own_the_error_says_how_to_list_it(text, language, named):
    with pytest.raises(FigureError) as caught:
        read_figure(text, language)
    assert ("listed under units: in ledger.yaml" in str(caught.value)) is named


def test_an_unknown_unit_is_told_how_to_be_listed():
    with pytest.raises(FigureError, match=r"listed under units: in ledger\.yaml"):
        read_unit("firkins")


def test_every_canonical_unit_is_its_own_name():
    for unit, *_ in vocabulary_of("any").units:
        assert read_unit(unit) == (unit, 1)


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_a_figure_error(text):
    try:
        unit, scale = read_unit(text)
    except FigureError:
        return
    assert scale > 0
    assert read_unit(unit) == (unit, 1)
    assert parse_unit(text).name == unit
