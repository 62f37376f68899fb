"""Hedges that stand beside a figure in a sentence: "nearly" of "nearly 800 million", "or more" of "12 or more"."""

from __future__ import annotations

import re
from typing import NamedTuple

from reconcile.language.digits import FigureError, locale_of
from reconcile.language.grammar import stands_behind
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import Lexicon, Scanner, lexicon
from reconcile.language.units import take_scale
from reconcile.language.vocabulary import phrases

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]|(?<![^\s(])[~≈≃∼>≥⩾<≤⩽]")  # where a word or a symbol begins
_REACH = 48  # characters before a figure in which its hedge begins
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
_SIGN = re.compile(r"[-−–‐‑+(]")


class Hedge(NamedTuple):
    """A hedge beside a figure, and the words from the one to the other's end."""

    qualifier: str
    words: str


def comparing_hedges(language: str) -> frozenset[str]:
    """The hedges of a language that may compare with another figure, or say where one went."""
    own = vocabulary_of(locale_of(language).language)
    return frozenset(phrases(own.comparing))


def hedge_beside(sentence: str, start: int, end: int, language: str) -> Hedge | None:
    """The hedge beside the figure that stands from ``start`` up to ``end``, in folded words; None where none is.

    What begins before the figure and ends within it is one, too: of "not over 800" the figure may be "over 800".

    >>> sentence = "Trade was nearly $800 million; exports were 403.7 million or more."
    >>> hedge_beside(sentence, 17, 29, "en")
    Hedge(qualifier='nearly', words='nearly $800 million')
    >>> hedge_beside(sentence, 44, 57, "en")
    Hedge(qualifier='at_least', words='403.7 million or more')
    """
    try:
        known = lexicon(language)
    except FigureError:
        return None
    comparing = comparing_hedges(language)
    return _before(sentence, start, end, known, comparing) or _behind(sentence, start, end, known)


def _before(sentence: str, start: int, end: int, known: Lexicon, comparing: frozenset[str]) -> Hedge | None:
    """The longest hedge whose words, with what may stand between, lead to the figure."""
    least = max(0, start - _REACH)
    scanner = Scanner(sentence)
    for found in _WORD.finditer(sentence, least, start):
        if found.start() == least > 0:
            continue  # it may be the middle of a word
        scanner.at = found.start()
        qualifier = scanner.take(known.before)
        if qualifier is None:
            continue
        ends = scanner.at
        if ends > start or _leads_to(scanner, start, known):
            if _joins(sentence, found.start(), known) or compares(sentence, found.start(), ends, comparing):
                return None
            return Hedge(qualifier, sentence[found.start() : end])
    return None


def _leads_to(scanner: Scanner, start: int, known: Lexicon) -> bool:
    """Whether only a direction, the opening of a range, money or a sign stands up to the figure."""
    while scanner.at < start:
        scanner.skip()
        if scanner.at == start:
            return True
        if not (
            scanner.take(known.directions)
            or scanner.take(known.openings)
            or scanner.take(known.money)
            or scanner.match(_SIGN)
        ):
            return False
    return scanner.at == start


def _joins(sentence: str, at: int, known: Lexicon) -> bool:
    """Whether it is the sign between the two numbers of a range: 3 ~ 5, 3 bn ~ 5 bn."""
    scanner = Scanner(sentence)
    scanner.at = at
    numbers = [*_NUMBER.finditer(sentence, max(0, at - _REACH), at)]
    if scanner.take(known.joins) is None or not numbers:
        return False
    scanner.at = numbers[-1].end()
    take_scale(scanner, known)
    scanner.take(known.units)
    scanner.skip()
    return scanner.at == at


def compares(sentence: str, at: int, end: int, comparing: frozenset[str]) -> bool:
    """Whether it may compare with another figure: "cao hơn 5 %" is also higher by 5 %."""
    phrase, before = sentence[at:end].strip().casefold(), sentence[:at].casefold().split()
    return phrase in comparing or (bool(before) and f"{before[-1]} {phrase}" in comparing)


def _behind(sentence: str, start: int, end: int, known: Lexicon) -> Hedge | None:
    """The hedge behind the figure, its scale or its unit."""
    scanner = Scanner(sentence)
    scanner.at = end
    for part in ("number", "scale", "unit"):
        if part == "scale":
            take_scale(scanner, known)
        elif part == "unit":
            _unit(scanner, known)
        begin = scanner.at
        if (qualifier := scanner.take(known.after)) is None:
            continue
        return Hedge(qualifier, sentence[start : scanner.at]) if stands_behind(scanner, begin, known) else None
    return None


def _unit(scanner: Scanner, known: Lexicon) -> None:
    """Take a unit, with what stands between it and the scale: millions of dollars."""
    start = scanner.at
    scanner.take(known.of)
    if scanner.take(known.units) is None:
        scanner.at = start
