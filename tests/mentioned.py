"""Figures of a text that are marked in it, for tests of their context."""

from __future__ import annotations

import re
from fractions import Fraction

from reconcile.language.figures import Figure
from reconcile.language.mentions import Mention

_UNITS = (
    ("pp", r"point|Punkt|punto|điểm|\bpp\b|décima"),
    ("percent", r"%|percent|per cent|Prozent|pour cent|por ciento|phần trăm"),
    ("times", r"times|fold|lần|fois|veces|fach"),
)


def marked(text: str) -> tuple[str, list[Mention]]:
    """A text without its marks, and the figures that stood between them: "rose ⟨3 %⟩".

    What a figure is worth does not matter to its context, only what it is made of, so that any words may be marked.
    """
    plain, made = "", []
    for piece in re.split(r"(⟨[^⟩]*⟩)", text):
        words = piece.strip("⟨⟩")
        if piece.startswith("⟨"):
            unit = next((name for name, pattern in _UNITS if re.search(pattern, words)), "EUR")
            figure = Figure(Fraction(1), Fraction(1), unit, "exact")
            made.append(Mention(len(plain), len(plain) + len(words), words, "figure", figure))
        plain += words
    return plain, made
