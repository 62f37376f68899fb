"""What the words around figures tell, in sentences of our own: each expected as statistic, direction, period, base."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from mentioned import marked
from reconcile.language.context.around import with_context

PUBLISHED = date(2025, 8, 14)

TOLD = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(language, case["text"], case["told"], id=f"{language}-{number}")
    for language, several in TOLD.items()
    for number, case in enumerate(several, start=1)
]


def told(text: str, language: str, published: date | None = PUBLISHED) -> list[str]:
    plain, mentions = marked(text)
    lines = []
    for one in with_context(plain, mentions, language, published):
        per = [f"per {one.per}"] if one.per else []
        status = [one.status] if one.status else []
        lines.append(
            " ".join([*(field or "·" for field in (one.stat, one.direction, one.period, one.base)), *per, *status])
        )
    return lines


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_the_words_around_each_figure_are_understood(language, text, expected):
    assert told(text, language) == expected
