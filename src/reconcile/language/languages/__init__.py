"""One file a language: its words, as data. A new file here is a new language."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from reconcile.language.vocabulary import Vocabulary

LANGUAGES = ("vi", "en", "de", "fr", "es")  # the files here, by ISO 639 code; `any` serves each


@cache
def vocabulary_of(tongue: str) -> Vocabulary:
    """The words of a language by its ISO 639 code, or of `any`; a language that has no file has none, and no name.

    >>> vocabulary_of("vi").name, vocabulary_of("xx").name
    ('Vietnamese', '')
    """
    if tongue not in LANGUAGES and tongue != "any":
        return Vocabulary(name="")
    words: Vocabulary = import_module(f"{__name__}.{tongue}").WORDS
    return words
