"""What the words of a figure in a sentence may mean, where they have more than one sense: 3 m, two points, up to 5."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.digits import FigureError, number_at
from reconcile.language.figures import Figure, read_figure
from reconcile.language.lexicon import plain as plain_words
from reconcile.language.nearby_directions import changes_before
from reconcile.language.nearby_hedges import compares

if TYPE_CHECKING:
    from reconcile.language.grammar import Phrase
    from reconcile.language.prose_words import ProseText

_LETTER_SCALE = re.compile(r"\d( ?)[mb]$", re.IGNORECASE)
_THOUSANDS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}$")
_OTHER_MARK = str.maketrans(".,", ",.")
_LAST_WORD = re.compile(r"[-‑]?[^\W\d_]+$")
_LAST_BEFORE = re.compile(r"([^\W\d_]+) $")
_WENT = re.compile(r"\d[^.;:!?]*, $")
_NEAR = 160  # characters around points in which it is told whether they are an index's or of percent
_BEFORE_A_HEDGE = 24  # characters before a hedge in which the word stands with which it compares
_MANY_PERCENT = 1000
_MANY_POINTS = 100  # from here on they are points of a scale
_IN_PERCENT = re.compile(r" ?\([-−–+]? ?\d[\d.,]* ?%")


class Sense(NamedTuple):
    """One thing that a figure's words may mean."""

    begin: int  # of its words
    figure: Figure
    shared: str = ""  # words that say so in full, where its own do not


def senses(text: ProseText, begin: int, number: int, end: int, phrase: Phrase, figure: Figure) -> list[Sense]:
    """What the words from `begin` to `end` mean, whose number stands at `number`: two senses where nothing decides."""
    plain = Sense(begin, figure)
    if (compared := _compared(text, begin, end, figure)) is not None:
        return compared
    words = text.words[begin:end]
    if phrase.low.unit is None and (found := _LETTER_SCALE.search(words)):
        other = _read(text, words[: found.start(1)] + (" metre" if words[-1] == "m" else ""))
        return [plain, Sense(begin, other)] if other else [plain]
    if (weight := _weighed(text, words, end, phrase, figure)) is not None:
        return [plain, Sense(begin, weight)]
    if phrase.low.unit == "point":
        return _of_points(text, plain, words, end)
    run = number_at(text.words, number, text.language)
    if _THOUSANDS.search(run) and figure.unit in {"percent", "pp"} and abs(phrase.low.value) >= _MANY_PERCENT:
        # nobody prints 1,234 % often, and a decimal mark of another language looks the same
        decimal = _read(text, words.replace(run, run.translate(_OTHER_MARK)))
        return [plain, Sense(begin, decimal)] if decimal is not None and decimal != figure else [plain]
    if phrase.high is not None and phrase.direction and phrase.low.closed:
        low = _first_alone(text, number, end)  # "up 3 % to 5 %" may be a change of 3 % that led to 5 %
        return [plain, Sense(begin, low)] if low else [plain]
    return [plain]


def _weighed(text: ProseText, words: str, end: int, phrase: Phrase, figure: Figure) -> Figure | None:
    """A word for money as the weight that it also is: 3.85 dollars a pound, 500 pounds, 2 million pounds of beef."""
    found = _LAST_WORD.search(words)
    if found is None or text.known.known.weighed.longest(found[0], plain_words(found[0]), 0) is None:
        return None
    scaled = phrase.low.scale is not None and "/" not in figure.unit
    if scaled and text.known.known.of.longest(text.words, text.small, end + 1) is None:
        return None
    other = _read(text, f"{words[: found.start()]}lb")
    return other if other is not None and other.unit != figure.unit else None


def _of_points(text: ProseText, plain: Sense, words: str, end: int) -> list[Sense]:
    """Points as percentage points, with the words that say so, beside points of some scale; those of an index alone."""
    many = abs(plain.figure.value) >= _MANY_POINTS
    if many or text.known.indices.search(text.small, max(0, plain.begin - _NEAR), end + _NEAR // 2):
        return [plain]
    found = _LAST_WORD.search(words)
    said = f"{words[: found.start()].rstrip()} pp" if found else ""
    points = _read(text, said)
    if points is None:
        return [plain]
    of_percent = text.known.rates.search(text.small, max(0, plain.begin - _NEAR), end + _NEAR)
    if _IN_PERCENT.match(text.words, end):
        of_percent = None  # 3.2 points (0.25 %): it may as well be an index that rose so
    return [Sense(plain.begin, points, said)] if of_percent else [plain, Sense(plain.begin, points)]


def _first_alone(text: ProseText, start: int, end: int) -> Figure | None:
    for stop in range(start + 1, end + 1):
        if text.words[stop : stop + 1] == " " and (read := _read(text, text.words[start:stop])) and read.unit:
            return read
    return None


def _compared(text: ProseText, begin: int, end: int, figure: Figure) -> list[Sense] | None:
    """The senses of a figure whose hedge may compare; None where it has none such."""
    known = text.known
    taken = known.known.before.longest(text.words, text.small, begin)
    if taken is None:
        return None
    ends = taken[1]
    hedge = text.small[begin:ends]
    if hedge in known.reaching:
        return _reached(text, begin, ends, end)
    window = max(0, begin - _BEFORE_A_HEDGE)
    followed = known.compared.match(text.small, end) is not None or (
        figure.unit == "percent" and known.exceeded.match(text.small, end) is not None
    )
    may_compare = compares(text.words[window:ends], begin - window, ends - window, known.comparing)
    if not may_compare and not (followed and hedge in known.perhaps_comparing):
        return None
    start = ends + (text.words[ends : ends + 1] == " ")
    bare = _read(text, text.words[start:end])
    if bare is None:
        return None
    if hedge not in known.comparing or followed:
        return [Sense(start, bare)]  # it says where something went, or by how much it is more
    hedged = _read(text, text.words[begin:end])
    return [Sense(begin, hedged), Sense(start, bare)] if hedged else None


def _reached(text: ProseText, begin: int, ends: int, end: int) -> list[Sense] | None:
    """Where something went, behind a rise or fall; behind a word that may be such a verb that or a bound."""
    start = ends + (text.words[ends : ends + 1] == " ")
    bare, bound = _read(text, text.words[start:end]), _read(text, text.words[begin:end])
    if bare is None or bound is None:
        return None
    if changes_before(text, begin):
        return [Sense(start, bare)]
    before = _LAST_BEFORE.search(text.small, max(0, begin - _BEFORE_A_HEDGE), begin)
    verb = before is not None and before[1] not in text.known.joining
    went = _WENT.search(text.small, max(0, begin - _NEAR), begin) is not None  # cedió un 0,8 %, hasta los 11.412 puntos
    return [Sense(begin, bound), Sense(start, bare)] if verb or went else None


def _read(text: ProseText, words: str) -> Figure | None:
    try:
        return read_figure(words, text.language)
    except FigureError:
        return None
