"""A number that a running text mentions: where it stands and what it is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.language.figures import Figure

MentionKind = Literal["figure", "date", "year", "ordinal", "document", "section", "telephone", "name"]


class Other(NamedTuple):
    """What a number is that is no figure, and where it ends."""

    kind: MentionKind
    end: int


class _Asked:
    """The mentions of a text whose words around were not read yet: they are read once, for all, when one is asked."""

    __slots__ = ("waiting",)

    def __init__(self, mentions: list[Mention], told: Callable[[], Sequence[Mention]]) -> None:
        self.waiting: tuple[list[Mention], Callable[[], Sequence[Mention]]] | None = (mentions, told)

    def answer(self) -> None:
        """Tell each mention; two threads may do so at once, and tell the same."""
        waiting = self.waiting  # read once: the other thread may be done in between
        if waiting is None:
            return
        mentions, told = waiting
        for mention, one in zip(mentions, told(), strict=True):
            for name in _AROUND:
                object.__setattr__(mention, name, getattr(one, name))
        self.waiting = None  # one mention that is kept does not keep the text


class _WithWordsAround:
    """What a mention is asked for, and has not yet."""

    __slots__ = ("_asked",)

    if not TYPE_CHECKING:  # else any name would be one of a mention's

        def __getattr__(self, name: str) -> object:
            if name not in _AROUND:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            self._asked.answer()
            return object.__getattribute__(self, name)


@dataclass(frozen=True, slots=True)
class Mention(_WithWordsAround):
    """A number of a text, `text[start:end] == words`; of a figure also what it denotes and what the words around tell.

    What the words do not tell is None, never a guess. A figure that cannot be read has neither `figure` nor `readings`.

    >>> from reconcile.language.prose import figures
    >>> low, high = figures("exports of 2.1 and 3.4 billion dollars", "en")
    >>> low.words, low.shared, str(low.figure.value)
    ('2.1', '2.1 billion dollars', '2100000000')
    """

    start: int  # in code points
    end: int
    words: str
    kind: MentionKind
    figure: Figure | None = None  # None for what is no figure, and for what is ambiguous
    readings: tuple[Figure, ...] = ()  # both, where the words alone do not decide; else empty
    shared: str = (
        ""  # where scale, unit, hedge or currency stand elsewhere: complete words, which read as the figure does
    )
    direction: Literal["+", "−"] | None = None  # of a word beside it: rose, giảm, Rückgang
    stat: str | None = None
    base: str | None = None
    per: str | None = None
    period: str | None = None
    status: str | None = None
    measure: str | None = None


_AROUND = ("direction", "stat", "base", "per", "period", "status", "measure")


def told_when_asked(mentions: Sequence[Mention], told: Callable[[], Sequence[Mention]]) -> list[Mention]:
    """The mentions of a text, of which ``told`` gives what the words around tell; it is called at the first question.

    Finding is for many all that is wanted of a text, and reading the words around takes as long again.
    """
    made = [object.__new__(Mention) for _ in mentions]
    asked = _Asked(made, told)
    for one, mention in zip(made, mentions, strict=True):
        for name in _FOUND:
            object.__setattr__(one, name, getattr(mention, name))
        object.__setattr__(one, "_asked", asked)
    return made.copy()


_FOUND = tuple(field.name for field in fields(Mention) if field.name not in _AROUND)
