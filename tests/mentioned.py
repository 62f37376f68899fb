"""Figures of a text, for tests of their context: each number with the words behind it that read with it."""

from __future__ import annotations

import re
from fractions import Fraction

from reconcile.language.digits import FigureError
from reconcile.language.figures import Figure, read_figure
from reconcile.language.mentions import Mention
from reconcile.language.prose import numbers_in

_ENDS = re.compile(r"[%\w.)](?!\w)")


def mentions_in(text: str, language: str) -> list[Mention]:
    """Each number that reads as a figure, with its unit and, where it is a range, its second number."""
    made: list[Mention] = []
    for number in numbers_in(text, language):
        if number.aside or (made and number.start < made[-1].end):
            continue
        sign = text[number.start - 1 : number.start]
        start = number.start - (
            sign in "+-−" and sign != "" and not text[number.start - 2 : number.start - 1].isalnum()
        )
        longest: tuple[int, Figure] | None = None
        for end in [number.end, *(found.end() for found in _ENDS.finditer(text, number.end, number.end + 40))]:
            try:
                longest = end, read_figure(text[start:end], language)
            except FigureError:
                continue
        if longest:
            made.append(Mention(start, longest[0], text[start : longest[0]], "figure", longest[1]))
    return made


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
