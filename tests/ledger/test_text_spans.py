"""Where figures stand in texts: as quotation finds them, in whatever white space and composition."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reconcile.ledger.store.text_spans import Span, Text

SPACES = st.text(alphabet=" \n\t\u00a0\u2009", min_size=1, max_size=3)


def found(text: str, reported: str, quote: str, at: int | None = None) -> str | None:
    read = Text(text)
    span = read.find(reported, quote, at)
    return None if span is None else read.shown[span.start : span.end]


def test_a_figure_is_sought_in_its_quote_and_not_before_it():
    text = "It was 5 %. Later it rose by 15 % and then by 5 %."
    assert Text(text).find("5 %", "then by 5 %", None) == Span(46, 49)
    assert Text(text).find("5 %", "rose by 15 %", None) is None
    assert Text(text).find("5 %", "was 5 %", None) == Span(7, 10)
    assert Text(text).find("6 %", "no such words", None) is None


def test_equal_figures_stand_where_they_are_said_in_order():
    text = "5 apples and 5 pears; 5 more."
    whole, pears = ("5", "5 apples and 5 pears", None), ("5", "and 5 pears", None)
    assert Text(text).find_each([whole, whole]) == [Span(0, 1), Span(13, 14)]
    assert Text(text).find_each([whole, whole, whole]) == [Span(0, 1), Span(13, 14), Span(0, 1)]
    assert Text(text).find_each([("5", "", 0), whole]) == [Span(0, 1), Span(13, 14)]
    assert Text(text).find_each([whole, ("5", "", 0)]) == [Span(13, 14), Span(0, 1)]
    assert Text(text).find_each([pears, whole, ("6", "6", None)]) == [Span(13, 14), Span(0, 1), None]
    assert Text(text).find_each([("", "5 apples", None)] * 2) == [Span(0, 8)] * 2


def test_a_figure_is_no_part_of_a_longer_number():
    assert found("of 15,5 in all 5,5", "5,5", "of 15,5 in all 5,5") == "5,5"
    for text in ("of 15,5 in all", "of 5,5 in all", "of 50 in all", "of 2.5 in all"):
        assert Text(text).find("5", text, None) is None
    assert found("it was 5.", "5", "it was 5.") == "5"


def test_an_offset_counts_in_the_text_as_it_is_stored():
    stored = unicodedata.normalize("NFD", "Tổng kim ngạch đạt 786,9 tỷ USD, rồi 786,9 tỷ USD")
    at = stored.rindex("786,9")
    read = Text(stored)
    span = read.find("786,9 tỷ USD", "", at)
    assert span is not None
    assert span.start == read.shown.rindex("786,9")


def test_without_words_the_quote_is_what_stands_there():
    assert found("a table | 12 | 13 |", "", "| 12 |") == "| 12 |"
    assert Text("anything").find("", "", None) is None


@given(st.lists(st.sampled_from(["tăng", "đạt", "786,9", "tỷ", "USD", "(a)", "x.y*", "\\d"]), min_size=1), st.data())
def test_white_space_and_composition_do_not_matter(words, data):
    text = "start " + "".join(word + data.draw(SPACES) for word in words) + "end"
    text = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), text)
    spot = found(text, "", " ".join(words))
    assert spot is not None
    assert spot.split() == words
