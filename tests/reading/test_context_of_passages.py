"""The passages' figures, told by the words around them, where the passages say what should be told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from test_passages_are_sound import PASSAGES, places, readings

from reconcile.language.context.around import with_context
from reconcile.language.figures import Figure
from reconcile.language.mentions import Mention

LEAST = {"direction": 0.93, "stat": 0.9, "base": 0.85, "period": 0.85, "per": 0.85}  # of what is asked, right
MOST_WRONG = 0.06  # of what is asked, told otherwise: what is not sure stays None


def mentions_of(passage: dict) -> list[Mention]:
    made = []
    for entry, (start, end) in zip(passage["figures"], places(passage["text"], passage["figures"]), strict=True):
        figure = readings(entry)[0]
        unit = figure["unit"] or ""
        fraction = not unit and Fraction(figure["high"] or 1) < 1
        step = Fraction(1, 3) if fraction else Fraction(1)
        value = Fraction(figure["low"] or figure["high"])
        made.append(Mention(start, end, passage["text"][start:end], "figure", Figure(value, step, unit, "exact")))
    return made


@pytest.mark.parametrize("language", PASSAGES)
def test_the_words_tell_what_a_person_reads(language):
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    otherwise: list[str] = []
    for passage in PASSAGES[language]:
        published = passage.get("published")
        day = date.fromisoformat(str(published)) if published else None
        mentions = mentions_of(passage)
        for entry, one in zip(passage["figures"], with_context(passage["text"], mentions, language, day), strict=True):
            for field in entry.keys() & LEAST.keys():
                told = getattr(one, field)
                asked[field] += 1
                right[field] += told == entry[field]
                if told not in {entry[field], None}:
                    otherwise.append(f"{one.words!r}: {field} {told}, not {entry[field]}")
    for field, least in LEAST.items():
        assert right[field] >= least * asked[field], f"{field}: {right[field]} of {asked[field]}"
    assert len(otherwise) <= MOST_WRONG * asked.total(), "\n".join(otherwise)
