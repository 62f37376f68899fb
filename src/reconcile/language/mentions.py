"""A number that a running text mentions: where it stands and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reconcile.language.figures import Figure

MentionKind = Literal["figure", "date", "year", "ordinal", "document", "section", "telephone", "name"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of a text, `text[start:end] == words`; of a figure also what it denotes and what the words around tell.

    What the words do not tell is None, never a guess.
    """

    start: int  # in code points
    end: int
    words: str
    kind: MentionKind
    figure: Figure | None = None  # None for what is no figure, and for what is ambiguous
    readings: tuple[Figure, ...] = ()  # both, where the words alone do not decide; else empty
    shared: str = ""  # the scale, unit, hedge or currency that stands elsewhere: read_figure's words complete
    direction: Literal["+", "−"] | None = None  # of a word beside it: rose, giảm, Rückgang
    stat: str | None = None
    base: str | None = None
    per: str | None = None
    period: str | None = None
    status: str | None = None
    measure: str | None = None
