"""A number that a running text mentions: where it stands and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from reconcile.language.figures import Figure

MentionKind = Literal["figure", "date", "year", "ordinal", "document", "section", "telephone", "name"]


class Other(NamedTuple):
    """What a number is that is no figure, and where it ends."""

    kind: MentionKind
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
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
