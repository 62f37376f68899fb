"""The finder against the passages: which figures it finds, reads rightly, and takes for what they are not."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from test_passages_are_sound import PASSAGES, places, readings

from reconcile import figures
from reconcile.checks.engine.readings import read
from reconcile.exact.interval import Interval
from reconcile.language.figures import Figure

TAKEN = 0.02  # of the other numbers: taken for figures
RIGHT = 0.96  # of the figures: found, with value, unit and hedge
PRECISE = 0.96  # of what is found to be a figure, one indeed
MISREAD = 3 / 1000  # of the figures of all languages: a wrong value without a word
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "reading.md"
CONVENTIONS = {  # where passages and library only say the same in another way
    *(
        "rund 18 000",
        "some 1,400 homes",
        "close to 118,000 students",
        "environ 4 100 habitants",
    ),  # half a home either way
    "quelque 210 000 voyageurs",
    *("28,4 t/ha", "about 3.1 tonnes per hectare", "64,7 tấn/ha", "76,98 triệu đồng/lượng"),  # names of units
    *("2.450 kg/ha", "59,8 quintaux par hectare", "47,9 millions d'hectolitres"),  # in tonnes and litres
    *("14.2 mm", "30–60 mm", "trên 100 mm"),  # in metres
}


def found_of(passage, language):
    day = date.fromisoformat(str(passage["published"])) if passage.get("published") else None
    return figures(passage["text"], language, day)


def digits(text, start, end):
    """Where digits or, without any, letters stand in a stretch: hedges and directions beside them may be in or out."""
    at = [place for place in range(start, end) if text[place].isdigit()]
    return set(at or range(start, end))


def ends(interval):
    return interval.low, interval.high


def expected(reading):
    return tuple(None if reading[name] is None else Fraction(reading[name]) for name in ("low", "high"))


def mirrored(interval):
    return Interval(*(None if end is None else -end for end in (interval.high, interval.low)))


def agrees(figure: Figure, reading):
    face = read(figure).face
    # A direction, and a sign in words, may be in the interval or beside it; a number of things may have a unit or none.
    sizes = {ends(face), ends(mirrored(face))}
    return expected(reading) in sizes and (figure.unit or "count") == (reading["unit"] or "count")


@pytest.fixture(scope="module")
def judged():
    """By language: figures asked for, right, misread, and stretches taken for figures, of which so many are one."""
    said = {}
    for language, passages in PASSAGES.items():
        asked, right, misread, claimed, wrong = 0, 0, [], 0, []
        for passage in passages:
            text, mentions = passage["text"], found_of(passage, language)
            taken = [one for one in mentions if one.kind == "figure"]
            spans = [digits(text, *span) for span in places(text, passage["figures"])]
            claimed += sum(any(map(str.isdigit, one.words)) for one in taken)
            wrong += [
                one.words
                for one in taken
                if re.search(r"\d", one.words) and not any(digits(text, one.start, one.end) & span for span in spans)
            ]
            for entry, span in zip(passage["figures"], spans, strict=True):
                asked += 1
                here = [one for one in taken if digits(text, one.start, one.end) & span]
                given = [figure for one in here for figure in (one.readings or (one.figure,)) if figure]
                if any(agrees(figure, reading) for figure in given for reading in readings(entry)):
                    right += 1
                elif any(one.figure and not one.readings for one in here) and entry["words"] not in CONVENTIONS:
                    misread.append(f"{language}: {entry['words']!r} as {[str(one.figure) for one in here]}")
        said[language] = asked, right, misread, claimed, wrong
    return said


@pytest.mark.parametrize("language", PASSAGES)
def test_the_figures_are_found_and_read(judged, language):
    asked, right, *_ = judged[language]
    assert right >= RIGHT * asked, f"{right} of {asked}"


@pytest.mark.parametrize("language", PASSAGES)
def test_few_other_numbers_are_taken_for_figures(judged, language):
    *_, claimed, wrong = judged[language]
    assert len(wrong) <= (1 - PRECISE) * claimed, wrong


@pytest.mark.parametrize("language", PASSAGES)
def test_the_docs_say_how_many_are_right(judged, language):
    asked, right, *_, wrong = judged[language]
    others = sum(len(passage["others"]) for passage in PASSAGES[language])
    assert len(wrong) <= TAKEN * others, wrong
    assert f"| {language} | {asked} | {right} | {others} | {len(wrong)} |" in PAGE.read_text(encoding="utf-8")


def test_hardly_any_figure_is_misread_without_a_word(judged):
    misread = [one for *_, told, _, _ in judged.values() for one in told]
    assert len(misread) <= MISREAD * sum(asked for asked, *_ in judged.values()), "\n".join(misread)
