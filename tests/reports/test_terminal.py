"""What a ledger holds never drives the terminal that shows it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.reports.terminal import TerminalLine, render, visible

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_no_control_reaches_the_terminal(text):
    shown = visible(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Co", "Zl", "Zp"} for character in shown)
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)
    shown.encode("utf-8")


@given(st.text(st.characters(categories=("L", "N", "P", "Sc", "Sm"))))
def test_plain_text_stays_as_it_is(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("\x07", r"\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("789\u202e321", r"789\u202e321"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("tổng kim ngạch\n đạt\t786,9 tỷ USD", "tổng kim ngạch đạt 786,9 tỷ USD"),
        (" chính\n xác: ", " chính xác: "),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_is_not_seen_shows_as_an_escape(text, shown):
    assert visible(text) == shown


@given(st.lists(ANY_TEXT), st.integers(1, 200))
def test_every_line_begins_with_its_margin_at_any_width(texts, width):
    for line in render([TerminalLine("x" + text, 4) for text in texts], width=width).splitlines():
        assert line.startswith("    ")


def test_words_are_wrapped_below_where_the_line_begins():
    text = render([TerminalLine("the total of exports and imports came to less than either of them", 2)], width=40)
    assert text == "  the total of exports and imports came\n    to less than either of them\n"


def test_long_words_are_never_broken():
    finding = "identity:trade=exports+imports:VN:2024:estimate:moit-2024-summary"
    assert finding in render([TerminalLine(f"id: {finding}", 4)], width=40)


def test_without_a_width_a_line_stays_one_line():
    assert render([TerminalLine("word " * 100)]).count("\n") == 1


def test_colour_is_put_on_after_the_text_was_made_harmless():
    assert render([TerminalLine("\x1b[0m", 0, "red")], colour=True) == "\x1b[31;1m\\x1b[0m\x1b[0m\n"


def test_an_empty_line_has_no_colour():
    assert render([TerminalLine("", 0, "red"), TerminalLine("plain")], colour=True) == "\nplain\n"
