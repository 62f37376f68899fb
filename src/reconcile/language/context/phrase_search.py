"""A search for many phrases at the beginnings of words: at each only for those that begin with that very word."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.context.words import SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Where a word begins, with its letters, or a digit; a stroke before a word is a part of /năm.
_WORD = re.compile(r"(?<![^\W_])(?:[^\W\d_]+|[^\W_])|/(?=[^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+")


class Beginning(NamedTuple):
    """How what a pattern matches may begin."""

    word: str  # its first letters, small; its first character where that is no letter, as in "12 months"
    second: str = ""  # the same of the word behind a space, where there is one
    open: bool = False  # more letters may follow the first


def beginning_of(phrase: str) -> Beginning:
    """How a phrase begins.

    >>> tuple(beginning_of("Year-on-year")), tuple(beginning_of("the 12 months"))
    (('year', '', False), ('the', '1', False))
    """
    word = first_word(phrase)
    behind = phrase[len(word) :]
    return Beginning(word, first_word(behind[1:]) if behind[:1] == " " else "")


def first_word(phrase: str) -> str:
    """The letters that a phrase begins with, small; its first character where that is no letter."""
    found = _LETTERS.match(phrase)
    return (found[0] if found else phrase[:1]).lower()


class PhraseSearch:
    """Patterns in order of rank, each with how what it matches may begin.

    >>> listed = ["up to", "up", "5%"]
    >>> search = PhraseSearch([(phrase, [beginning_of(phrase)]) for phrase in listed])
    >>> text = "Up to 5%, up 6%, upper"
    >>> [found[0] for found in search.matches(text, words_in(text, search))]
    ['Up to', '5%', 'up']
    """

    def __init__(
        self, patterns: Iterable[tuple[str, Iterable[Beginning]]], *, before: str = "", behind: str = ""
    ) -> None:
        listed: dict[str, list[tuple[int, str, str]]] = {}
        opened: dict[str, list[tuple[int, str, str]]] = {}
        for rank, (pattern, begins) in enumerate(patterns):
            for word, second, is_open in dict.fromkeys(begins):
                into, key = (opened, word[0]) if is_open else (listed, word)
                into.setdefault(key, []).append((rank, pattern, "" if is_open else second))
        self._before, self._behind = before, behind
        self.opened = {letter: self._either(letter, several) for letter, several in opened.items()}
        self.words = {
            word: self._either(word, sorted(several + opened.get(word[0], []))) for word, several in listed.items()
        }

    def _either(self, word: str, several: list[tuple[int, str, str]]) -> str:
        seconds = {second for _, _, second in several}
        told = "" if "" in seconds else f"(?={re.escape(word)}{SPACE}{_any_of(seconds)})"
        return f"{told}{self._before}(?:{'|'.join(dict.fromkeys(pattern for _, pattern, _ in several))}){self._behind}"

    def matches(
        self, text: str, words: Sequence[tuple[int, str]], start: int = 0, stop: int | None = None
    ) -> Iterator[re.Match[str]]:
        """What the patterns match, one behind the other; at each of the words the first that matches."""
        stop = len(text) if stop is None else stop
        end, known, opened = start, self.words, self.opened
        for at in range(bisect_left(words, (start,)), len(words)):
            begun, word = words[at]
            if begun >= stop:
                return
            pattern = known.get(word) or opened.get(word[0])
            if pattern is not None and begun >= end and (found := _compiled(pattern).match(text, begun, stop)):
                end = found.end()
                yield found


def words_in(text: str, *searches: PhraseSearch) -> list[tuple[int, str]]:
    """The words of a text with which a phrase of the searches may begin, small, and where each stands."""
    known = frozenset().union(*(search.words for search in searches))
    opened = frozenset().union(*(search.opened for search in searches))
    return [
        (begun.start(), word)
        for begun in _WORD.finditer(text)
        if (word := begun[0].lower()) in known or word[0] in opened
    ]


def _any_of(seconds: set[str]) -> str:
    """A pattern of the beginnings of words."""
    single = "".join(re.escape(word) for word in sorted(seconds) if not word.isalpha())
    worded = [re.escape(word) for word in sorted(seconds) if word.isalpha()]
    return f"(?:{'|'.join([f'[{single}]', *worded] if single else worded)})"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)  # on its first use: of most words no text has any
