"""Raised and lowered marks: a footnote's "1" behind 1,234 must not make it 12341."""

from __future__ import annotations

_RAISED = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_RAISED |= dict(zip("abcdefghijklmoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))


def raised(text: str) -> str:
    """Set a text high, in the letters that Unicode has for it.

    Two letters and more stay as they are: 5th, 1er. What has no raised form is set apart from what it stands behind.

    >>> raised("1"), raised("(2)"), raised("a"), raised("th"), raised("Q"), raised("*")
    ('¹', '⁽²⁾', 'ᵃ', 'th', ' Q', '*')
    """
    mark = text.strip()
    if all(letter in _RAISED for letter in mark) and not (len(mark) > 1 and mark.isalpha()):
        return "".join(map(_RAISED.__getitem__, mark))
    return text if (len(mark) > 1 and mark.isalpha()) or not any(letter.isalnum() for letter in mark) else f" {text}"


def lowered(text: str) -> str:
    """Set a text low where all of it can be; else it stays as it is.

    >>> "CO" + lowered("2"), "x" + lowered("max")
    ('CO₂', 'xmax')
    """
    return "".join(map(_LOWERED.__getitem__, text)) if all(letter in _LOWERED for letter in text) else text
