"""Whatever a text says, its context is read: no crash, no period that does not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.language.codelists import STATUSES
from reconcile.language.context.around import with_context
from reconcile.language.context.lexicon import TONGUES, context_lexicon, context_words
from reconcile.language.context.measures import measured
from reconcile.language.context.words import MEANINGS, ROLES, phrases_in, spelled
from reconcile.language.figures import Figure
from reconcile.language.mentions import Mention
from reconcile.language.periods import read_period

STATS = {"level", "growth", "change", "share", "ratio", "mean", "contribution"}
KINDS = {"year", "half", "quarter", "month", "week", "day"}


def pieces(language: str) -> list[str]:
    """Words that mean something in a language, and what stands between."""
    words = context_words(language)
    listed = [
        spelling
        for table in (words.roles, words.statuses, words.per)
        for several in table.values()
        for phrase in phrases_in(several)
        for spelling in spelled(phrase)[:2]
    ]
    periods = ["2024", "7/2024", "Q2 2024", "31.12.2024", "30 February 2024", "2024/25", "T2", "H1", "12 2025-13"]
    months = list(context_lexicon(language).months)[:12]
    return [*listed, *periods, *months, ". ", ", ", "; ", "(", ")", "\n", "\n\n", "X", "–", "%", "'"]


@st.composite
def texts(draw: st.DrawFn, language: str) -> tuple[str, list[Mention]]:
    """A text of such words, with figures anywhere."""
    text, mentions = "", []
    for piece in draw(st.lists(st.sampled_from(pieces(language)) | st.text(max_size=6) | st.none(), max_size=40)):
        if piece is None:
            words = draw(st.sampled_from(["5", "3,1 %", "−0.4 pp", "½", "about $5 billion", "năm 5", "5 years 2024"]))
            unit = draw(st.sampled_from(["percent", "pp", "times", "EUR", "", "barrel/day"]))
            figure = draw(st.sampled_from([None, Figure(1, 1, unit, "exact")]))
            mentions.append(Mention(len(text), len(text) + len(words), words, "figure", figure))
            text += words + " "
        else:
            text += piece + draw(st.sampled_from(["", " "]))
    return text, mentions


@pytest.mark.parametrize("language", TONGUES)
@given(data=st.data(), published=st.none() | st.dates())
def test_any_text_is_read(language, data, published):
    text, mentions = data.draw(texts(language))
    found = with_context(text, mentions, language, published)
    assert [(one.start, one.end, one.figure) for one in found] == [(one.start, one.end, one.figure) for one in mentions]
    for one in found:
        assert one.stat in STATS | {None}
        assert one.status in {*STATUSES, None}
        assert one.per in KINDS | {None}
        assert one.period is None or read_period(one.period).text == one.period
        if one.stat in {"growth", "change", "ratio", "contribution"}:
            assert one.base is None or read_period(one.base).text == one.base
        else:
            assert one.base in KINDS | {None}
    assert len(measured(text, found, language, {"M": ["X"]})) == len(mentions)


@pytest.mark.parametrize("language", TONGUES)
@given(text=st.text(max_size=200), published=st.none() | st.dates())
def test_a_growth_is_compared_with_what_was_before(language, text, published):
    mentions = [Mention(0, 3, "3 %", "figure", Figure(3, 1, "percent", "exact"))]
    (one,) = with_context(f"3 % {text}", mentions, language, published)
    if one.stat == "growth" and one.period and one.base:
        assert read_period(one.base).start < read_period(one.period).start


@pytest.mark.parametrize("language", TONGUES)
def test_every_word_has_a_place_that_is_known(language):
    words = context_words(language)
    assert set(words.periods) <= set(MEANINGS)
    assert set(words.roles) <= set(ROLES)
    assert set(words.statuses) <= set(STATUSES)
    assert set(words.per) <= KINDS


def test_a_language_without_words_gives_the_mentions_back():
    mentions = [Mention(0, 1, "5", "figure"), Mention(2, 6, "2024", "year")]
    assert with_context("5 2024", mentions, "cs") == mentions
    assert with_context("5 2024", mentions, "no language") == mentions
