"""The passages are an oracle: written by hand, and checked here without the reader that they are to judge."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent / "passages"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with it
PASSAGES = {file.stem: yaml.load(file.read_text(encoding="utf-8"), LOADER) for file in sorted(FOLDER.glob("*.yaml"))}

LEAST = 150
QUALIFIERS = {"exact", "about", "nearly", "over", "at_least", "under", "at_most", "range"}
KINDS = {"date", "year", "ordinal", "document", "section", "telephone", "name"}
STATISTICS = {"level", "growth", "change", "share", "ratio", "mean", "contribution"}
STATUSES = {"target", "forecast", "estimate", "provisional", "final", "revised"}
DIRECTIONS = {"+", "−"}

READING = {"low", "high", "low_open", "high_open", "unit", "qualifier"}
TOLD = {"direction", "stat", "base", "per", "period", "status"}


def places(text, entries):
    """Where the entries' words stand: each behind the one before it, with no digit cut in two at its ends."""
    at = 0
    for entry in entries:
        words = re.escape(entry["words"])
        found = re.compile(rf"(?<!\d)(?<!\d[.,]){words}(?!\d)(?![.,]\d)").search(text, at)
        assert found, f"{entry['words']!r} does not stand in the text behind offset {at}: {text!r}"
        yield found.span()
        at = found.end()


def readings(figure):
    return figure.get("readings", [figure])


def all_passages():
    for language, passages in PASSAGES.items():
        for number, passage in enumerate(passages, start=1):
            yield pytest.param(passage, id=f"{language}-{number}")


CASES = list(all_passages())


def test_there_are_five_languages():
    assert list(PASSAGES) == ["de", "en", "es", "fr", "vi"]


@pytest.mark.parametrize("language", PASSAGES)
def test_there_are_enough_figures(language):
    passages = PASSAGES[language]
    assert 40 <= len(passages) <= 120
    assert sum(len(passage["figures"]) for passage in passages) >= LEAST
    texts = [passage["text"] for passage in passages]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("passage", CASES)
def test_every_digit_is_a_figures_or_anothers_and_no_ones_twice(passage):
    assert set(passage) <= {"text", "published", "figures", "others"}
    text = passage["text"]
    spans = sorted([*places(text, passage["figures"]), *places(text, passage["others"])])
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start, f"{text[start : end + 10]!r} is in two entries"
    covered = {place for start, end in spans for place in range(start, end)}
    left = [text[max(0, i - 10) : i + 10] for i, mark in enumerate(text) if mark.isdecimal() and i not in covered]
    assert not left


@pytest.mark.parametrize("passage", CASES)
def test_what_is_said_of_a_figure_can_be_true(passage):
    for figure in passage["figures"]:
        assert set(figure) <= {"words", "readings"} | READING | TOLD, figure
        assert ("readings" in figure) != ("low" in figure), figure
        assert figure.get("direction", "+") in DIRECTIONS, figure
        assert figure.get("stat", "level") in STATISTICS, figure
        assert figure.get("status", "final") in STATUSES, figure
        for reading in readings(figure):
            assert set(reading) - {"words"} - TOLD <= READING, figure
            assert {"low", "high", "unit", "qualifier"} <= set(reading), figure
            assert reading["qualifier"] in QUALIFIERS, figure
            low, high = (reading[end] if reading[end] is None else Fraction(reading[end]) for end in ("low", "high"))
            assert low is not None or high is not None, figure
            if low is not None and high is not None:
                assert low <= high, figure
            one_sided = reading["qualifier"] in {"over", "at_least", "under", "at_most"}
            assert one_sided == (low is None or high is None), figure
            opens = (reading.get("low_open", False), reading.get("high_open", False))
            expected = {"over": (True, False), "under": (False, True), "nearly": (False, True)}
            assert opens == expected.get(reading["qualifier"], (False, False)), figure


@pytest.mark.parametrize("passage", CASES)
def test_what_is_no_figure_has_a_kind(passage):
    for other in passage["others"]:
        assert set(other) == {"words", "kind"}
        assert other["kind"] in KINDS, other
        assert re.search(r"\d", other["words"]), other
