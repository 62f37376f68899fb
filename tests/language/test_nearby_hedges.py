"""Hedges beside a figure in its sentence: always told where they were dropped, never where they were kept."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import claims_ledger, said
from reconcile.language.languages import LANGUAGES, vocabulary_of
from reconcile.language.nearby_hedges import Hedge, hedge_beside
from reconcile.language.vocabulary import phrases
from strategies import Draw

FIGURES = {
    "de": "800 Millionen Euro",
    "fr": "800 millions d'euros",
    "es": "800 millones de euros",
    "vi": "800 tỷ đồng",
    "en": "800 million dollars",
}
BEFORE = {
    "de": ["Der Handel betrug", "", "Nach 5 % waren es"],
    "fr": ["Le montant est", ""],
    "es": ["El total fue", ""],
    "vi": ["Kim ngạch đạt", "", "tăng từ 5 %, và"],
    "en": ["Trade was", "", "After 5 %, trade came to"],
}
BEHIND = {
    "de": ["", ", plus 5 %.", " im Jahr"],
    "fr": ["", " en 2024"],
    "es": ["", " en 2024"],
    "vi": ["", ", tăng 5 %.", " trong năm"],
    "en": ["", ", up 5 %.", " in the year"],
}


def hedges(table: str, language: str) -> list[tuple[str, str]]:
    """Phrases that hedge and cannot compare, with what they say."""
    comparing = phrases(vocabulary_of(language).comparing)
    return [
        (phrase, meaning)
        for tongue in ("any", language)
        for meaning, listed in getattr(vocabulary_of(tongue), table).items()
        for phrase in phrases(listed)
        if meaning != "exact" and phrase not in comparing
    ]


@st.composite
def sentences(draw: Draw) -> tuple[str, str, str, str, str]:
    """The language, what stands before and behind, the hedged figure, and what it says."""
    language = draw(st.sampled_from(LANGUAGES))
    before, behind = draw(st.sampled_from(BEFORE[language])), draw(st.sampled_from(BEHIND[language]))
    phrase, meaning = draw(st.sampled_from(hedges("before", language)))
    return language, before, behind, f"{phrase} {FIGURES[language]}", meaning


@given(sentences())
def test_a_hedge_before_the_figure_is_told_where_it_was_dropped_and_not_where_it_was_kept(
    case: tuple[str, str, str, str, str],
) -> None:
    language, before, behind, words, meaning = case
    sentence, figure = f"{before} {words}{behind}".strip(), FIGURES[language]
    start = sentence.index(figure)
    found = hedge_beside(sentence, start, start + len(figure), language)
    assert found == Hedge(meaning, words)
    kept = sentence.index(words)
    again = hedge_beside(sentence, kept, kept + len(words), language)
    assert again is None or again.qualifier == meaning


@given(st.sampled_from([(language, *one) for language in LANGUAGES for one in hedges("after", language)]))
def test_a_hedge_behind_the_figure_is_told_at_the_end_of_a_sentence(case: tuple[str, str, str]) -> None:
    language, phrase, meaning = case
    figure = FIGURES[language]
    sentence = f"{figure}{'' if phrase == '+' else ' '}{phrase}."
    assert hedge_beside(sentence, 0, len(figure), language) == Hedge(meaning, sentence[:-1])
    short = figure.split()[0]
    assert hedge_beside(sentence, 0, len(short), language) == Hedge(meaning, sentence[:-1])


@pytest.mark.parametrize(
    ("sentence", "figure", "words"),
    [
        ("Trade was nearly $800 million", "800 million", "nearly $800 million"),
        ("Trade was not over 800 million", "over 800 million", "not over 800 million"),
        ("it was about up 5%", "5%", "about up 5%"),
        ("it was 5 million dollars or more", "5 million", "5 million dollars or more"),
        ("8+ people", "8", "8+"),
        ("rose roughly 5%", "5%", "roughly 5%"),
        # Of another figure, or of none.
        ("about 3 to 5%", "5%", None),
        ("between 3 and 5%", "5%", None),
        ("3 ~ 5%", "5%", None),
        ("3 bn USD ~ 5 bn USD", "5 bn USD", None),
        ("rose 5% roughly in line with it", "5%", None),
        ("5 million or more than that", "5 million", None),
        ("8 + 3 people", "8", None),
        ("moreover 800 people", "800", None),
        ("more than doubled to 800 million", "800 million", None),
        ("it went up to 800 million", "800 million", None),
        ("it was higher than 5% in 2023", "5%", None),
        ("about a year later 5% of them", "5%", None),
        ("nearly all of the 5%", "5%", None),
        ("<b>5%</b>", "5%", None),
    ],
)
def test_a_hedge_belongs_to_the_figure_beside_it(sentence: str, figure: str, words: str | None) -> None:
    start = sentence.index(figure)
    found = hedge_beside(sentence, start, start + len(figure), "en")
    assert (found and found.words) == words


@pytest.mark.parametrize(
    ("sentence", "figure", "words"),
    [
        ("tăng hơn 5,2% so với năm trước", "5,2%", "hơn 5,2%"),
        ("đạt 12 tỷ USD trở lên", "12 tỷ USD", "12 tỷ USD trở lên"),
        ("vượt mốc 800 tỷ", "800 tỷ", "vượt mốc 800 tỷ"),
        ("cao hơn 5,2% so với năm trước", "5,2%", None),
    ],
)
def test_as_vietnamese_reads(sentence: str, figure: str, words: str | None) -> None:
    start = sentence.index(figure)
    found = hedge_beside(sentence, start, start + len(figure), "vi")
    assert (found and found.words) == words


def test_an_unknown_language_has_no_hedges() -> None:
    assert hedge_beside("nearly 800", 7, 10, "") is None


TEXT = "Trade was nearly 800 million dollars; a year before, 800 million dollars."
QUOTE = "Trade was nearly 800 million dollars"


def quotations(folder: Path, *claims: dict[str, str], text: str | None = TEXT) -> list[str]:
    if text is not None:
        (folder / "a.txt").write_text(text, encoding="utf-8")
    sources = pd.DataFrame([{"source": "a", "text": "a.txt", "language": "en"}])
    usual = {"reported": "800 million dollars", "quote": QUOTE, "value": "", "decimals": ""}
    ledger = claims_ledger(*(usual | claim for claim in claims), sources=sources, texts=folder)
    return [one for name, one in said(ledger, "quotation").items() if name != "quotation:a"]


@pytest.mark.parametrize("text", [TEXT, None])
def test_what_the_claim_dropped_is_a_broken_quotation(tmp_path: Path, text: str | None) -> None:
    kept = {"reported": "nearly 800 million dollars"}
    found = quotations(tmp_path, {}, kept, text=text)
    assert found[0] == (
        "conflict: the quote says “nearly 800 million dollars”, the claim “800 million dollars”, which is more than "
        "its source says: write reported: “nearly 800 million dollars”"
    )
    assert found[1:] == (["exact: the quote stands in the text"] if text else [])


def test_equal_figures_of_a_quote_are_taken_in_order(tmp_path: Path) -> None:
    whole = {"quote": TEXT}
    assert [one.partition(":")[0] for one in quotations(tmp_path, whole, whole)] == ["conflict", "exact"]
    assert [one.partition(":")[0] for one in quotations(tmp_path, whole)] == ["exact"]  # which of the two is not told
