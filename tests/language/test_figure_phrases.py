"""Every way to say a figure that the vocabulary has, put together at random and read back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reconcile.language.codelists import QUALIFIERS
from reconcile.language.figures import Figure, FigureError, read_figure
from reconcile.language.languages import LANGUAGES, vocabulary_of
from reconcile.language.lexicon import lexicon
from reconcile.language.vocabulary import phrases

TURNED = {"over": "under", "under": "over", "at_least": "at_most", "at_most": "at_least"}


def words_of(table, language):
    """Give (phrase, meaning) of a table by language, with those that serve all."""
    return [
        (phrase, meaning)
        for tongue in ("any", language)
        if (words := vocabulary_of(tongue))
        for meaning, listed in getattr(words, table).items()
        for phrase in phrases(listed)
    ]


def units_of(language):
    measures = [
        (phrase, unit, Fraction(size))
        for tongue in ("any", language)
        for unit, size, listed in vocabulary_of(tongue).units
        for phrase in phrases(listed)
    ]
    nouns = [(noun, "count", Fraction(1)) for noun in phrases(vocabulary_of(language).counted)]
    money = [(phrase, code, Fraction(1)) for phrase, code in words_of("money", language)]
    return measures + nouns + money


@dataclass(frozen=True)
class Number:
    printed: str
    value: Fraction
    step: Fraction
    whole: bool


@st.composite
def numbers(draw, language):
    whole, decimals = draw(st.integers(0, 10**18)), draw(st.text("0123456789", max_size=4))
    whole *= 10 ** draw(st.integers(0, 4))
    point, mark = {"vi": (",", "."), "en": (".", ","), "fr": (",", " ")}.get(language, (",", "."))
    head = f"{whole:,}".replace(",", mark) if draw(st.booleans()) else str(whole)
    return Number(
        head + (point + decimals if decimals else ""),
        Fraction(int(f"{whole}{decimals}"), 10 ** len(decimals)),
        Fraction(1, 10 ** len(decimals)),
        whole=not decimals,
    )


@st.composite
def scales(draw, language):
    """Give one scale word, a chain of two in rising order, or none."""
    table = sorted(
        (power, word) for power, listed in vocabulary_of(language).scales.items() for word in phrases(listed)
    )
    chain = sorted(draw(st.lists(st.sampled_from(table), max_size=2)))
    return " ".join(word for _, word in chain), Fraction(10 ** sum(power for power, _ in chain)), bool(chain)


def spaced(*parts, space=" "):
    return space.join(part for part in parts if part)


SPACES = st.sampled_from([" ", "\u00a0", "\u202f", " \u2009", "\n"])
CASES = st.sampled_from([str, str.lower, str.capitalize])


@st.composite
def single_figures(draw):
    """Draw the words of one number, their language, and the figure that they denote."""
    language = draw(st.sampled_from(LANGUAGES))
    number = draw(numbers(language))
    scale_words, scale, scaled = draw(scales(language))
    unit_words, unit, size = draw(st.sampled_from([("", "", Fraction(1)), *units_of(language)]))
    side = draw(st.sampled_from(["", "before", "after"]))
    hedge, qualifier = "", "exact"
    if side:
        table = side
        hedge, qualifier = draw(st.sampled_from(words_of(table, language)))
    direction_words, direction = draw(st.sampled_from([("", 1), *words_of("directions", language)]))
    place = draw(st.sampled_from(["number", "scale", "end"]))  # where a hedge behind the number stands
    behind = {place: hedge} if side == "after" else {}
    words = spaced(
        direction_words,
        hedge if side == "before" else "",
        number.printed,
        behind.get("number", ""),
        scale_words,
        behind.get("scale", ""),
        unit_words,
        behind.get("end", ""),
        space=draw(SPACES),
    )
    factor = scale * size
    counted = unit == "count" and number.whole and not scaled and not side
    step = Fraction(0) if counted or (side and qualifier == "exact") else number.step * factor
    if direction < 0:
        qualifier = TURNED.get(qualifier, qualifier)
    round_ = (
        number.whole
        and number.value != 0
        and number.value % 100 == 0
        and unit not in {"percent", "pp"}
        and qualifier == "exact"
        and not side
    )
    return words, language, Figure(direction * number.value * factor, step, unit, qualifier, round=round_)


@given(single_figures())
def test_every_hedge_direction_scale_and_unit_reads_as_what_it_says(case):
    words, language, figure = case
    assert read_figure(words, language) == figure


@given(single_figures(), CASES)
def test_case_and_unicode_form_do_not_matter(case, spelled):
    words, language, figure = case
    assert read_figure(spelled(words), language) == figure
    assert read_figure(words.replace("ỷ", "y\u0309").replace("đ", "Đ"), language) == figure


def test_every_hedge_stands_on_its_side_with_every_spacing():
    for language in LANGUAGES:
        for phrase, qualifier in words_of("before", language):
            assert read_figure(f"{phrase} 5%", language).qualifier == qualifier
        for phrase, qualifier in words_of("after", language):
            assert read_figure(f"5% {phrase}", language).qualifier == qualifier
            assert read_figure(f"5 {phrase} %", language).qualifier == qualifier
        for phrase, qualifier in words_of("before", "any"):
            assert read_figure(f"{phrase}5%", language).qualifier == qualifier


def test_a_vietnamese_hedge_may_name_the_mark():
    for qualifier, mark in product(vocabulary_of("vi").marked, phrases(vocabulary_of("vi").marks)):
        for phrase in phrases(vocabulary_of("vi").before[qualifier]):
            assert read_figure(f"{phrase} {mark} 500 tỷ USD", "vi").qualifier == qualifier


def test_each_qualifier_of_a_figure_can_be_said_in_both_languages():
    for language in LANGUAGES:
        said = {meaning for table in ("before", "after") for _, meaning in words_of(table, language)}
        assert said | {"range"} == set(QUALIFIERS)


FORMS = {
    "de": ["{}–{}", "{} - {}", "{} bis {}", "von {} bis {}", "zwischen {} und {}"],
    "fr": ["{}–{}", "{} - {}", "{} à {}", "de {} à {}", "entre {} et {}", "compris entre {} et {}"],
    "es": ["{}–{}", "{} - {}", "{} a {}", "de {} a {}", "entre {} y {}"],
    "vi": ["{}–{}", "{} - {}", "{} đến {}", "từ {} đến {}", "từ {} tới {}", "giữa {} và {}", "trong khoảng {}-{}"],
    "en": ["{}–{}", "{}-{}", "{} to {}", "from {} to {}", "between {} and {}", "between {}–{}", "{} ~ {}"],
}


@st.composite
def ranges(draw):
    """Draw the words of a range, their language, and the figure that they denote."""
    language = draw(st.sampled_from(LANGUAGES))
    low, high = sorted((draw(numbers(language)), draw(numbers(language))), key=lambda number: number.value)
    scale_words, scale, scaled = draw(scales(language))
    unit_words, unit, size = draw(st.sampled_from([("", "", Fraction(1)), *units_of(language)]))
    qualifiers = [(phrase, said) for phrase, said in words_of("before", language) if said != "exact"]
    hedge, qualifier = draw(st.sampled_from([("", "range"), *qualifiers]))
    form = draw(st.sampled_from(FORMS[language]))
    both = draw(st.booleans())  # scale and unit at both numbers, or behind the second for both
    tail = spaced(scale_words, unit_words)
    first = spaced(low.printed, tail if both else "")
    words = spaced(hedge, form.format(first, spaced(high.printed, tail)))
    factor = scale * size
    steps = [
        Fraction(0) if unit == "count" and number.whole and not scaled and not hedge else number.step * factor
        for number in (low, high)
    ]
    return words, language, Figure(low.value * factor, steps[0], unit, qualifier, high.value * factor, steps[1])


@given(ranges())
def test_a_range_keeps_both_ends_and_shares_what_stands_behind(case):
    words, language, figure = case
    assert read_figure(words, language) == figure


DOWN = {"vi": "giảm", "en": "down", "de": "Minus von", "fr": "en baisse de", "es": "una caída de"}


def openings_in(words, language):
    return [
        said for phrase, said in words_of("openings", language) if f" {phrase} " in f" {words}" and " " not in phrase
    ]


@given(ranges())
def test_a_range_after_a_word_of_decrease_is_mirrored(case):
    words, language, figure = case
    assume("from" not in openings_in(words, language))  # down from 10 to 12 tells two levels
    mirrored = Figure(
        -figure.value_high,
        figure.step_high,
        figure.unit,
        TURNED.get(figure.qualifier, figure.qualifier),
        -figure.value,
        figure.step,
    )
    assert read_figure(f"{DOWN[language]} {words}", language) == mirrored


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from(LANGUAGES), st.data())
def test_a_range_whose_first_number_is_greater_is_an_error(low, more, language, data):
    form = data.draw(st.sampled_from(FORMS[language]))
    unit, *_ = data.draw(st.sampled_from(units_of(language)))
    with pytest.raises(FigureError, match="greater than its second"):
        read_figure(f"{form.format(low + more, low)} {unit}", language)


JUNK = st.one_of(
    st.sampled_from(
        ["mỗi năm", "a year", "?", ".", ",", ";", ")", "(", "%%", "!", "e3", "USD/tấn", "con số", "²", "và"]
    ),
    st.text(st.characters(categories=("L", "P", "S")), min_size=1, max_size=6),
)


@given(st.one_of(single_figures(), ranges()), JUNK)
@example(("5 tỷ", "vi", Figure(Fraction(5 * 10**9), Fraction(10**9), "", "exact")), "USD")
def test_words_behind_a_figure_change_it_or_are_an_error_but_never_vanish(case, junk):
    words, language, figure = case
    with suppress(FigureError):
        read = read_figure(f"{words} {junk}", language)
        assert read != figure or junk.lower() in phrases_behind(language)


def phrases_behind(language):
    known = lexicon(language)
    return {phrase.lower() for table in (known.after, known.units, known.scales) for phrase in table.meanings}


@given(st.text(max_size=30), st.sampled_from(["vi", "en", "de", "fr", "ja", "hi", "ar", "xx", ""]))
def test_any_text_is_a_figure_or_a_figure_error(text, language):
    message = ""
    try:
        figure = read_figure(text, language)
    except FigureError as error:
        message = str(error)
    else:
        assert figure.qualifier in QUALIFIERS
        assert figure.step >= 0
    assert len(message) < 500


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("1" * 5000, "en"),
        ("5 " + "tỷ " * 5000, "vi"),
        ("(" * 10_000 + "5" + ")" * 10_000, "en"),
        ("½" * 10_000, "en"),
        ("1/" + "9" * 5000, "en"),
        ("5%", "x" * 5000),
    ],
    ids=["digits", "scales", "brackets", "fractions", "denominator", "language"],
)
def test_words_without_end_are_a_short_figure_error(words, language):
    with pytest.raises(FigureError) as caught:
        read_figure(words, language)
    assert len(str(caught.value)) < 500


FRAGMENTS = [
    "từ",
    "đến",
    "5",
    "8,3",
    "10.5",
    "-",
    "–",
    "%",
    "tỷ",
    "USD",
    "$",
    "(",
    ")",
    "~",
    ">",
    "+",
    "trở lên",
    "gần",
    "hơn",
    "giảm",
    "tăng",
    "from",
    "to",
    "between",
    "and",
    "over",
    "down",
    "up",
    "million",
    "or more",
    "1/2",
    "½",
    " ",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8), st.sampled_from(LANGUAGES), st.sampled_from(["", " "]))
def test_known_words_in_any_order_are_a_figure_or_a_figure_error(fragments, language, space):
    try:
        figure = read_figure(space.join(fragments), language)
    except FigureError:
        return
    if figure.value_high is None:
        assert (figure.step_high, figure.qualifier == "range") == (None, False)
    else:
        assert figure.value <= figure.value_high
