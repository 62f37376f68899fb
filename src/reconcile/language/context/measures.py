"""What a figure measures: the words before it, and the measure whose title or term they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.context.lexicon import context_lexicon
from reconcile.language.context.sentences import sentences_in
from reconcile.language.context.statistics import TELLING
from reconcile.language.digits import FigureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.language.context.lexicon import ContextLexicon
    from reconcile.language.context.sentences import FigurePlace, Sentence
    from reconcile.language.mentions import Mention

_CLAUSE = re.compile(r"[,;:()\"“”«»\n–—]")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&/][^\W_]+)*")
_LISTED = 4  # words of a name that stands alone before its figure
_LONGEST = 8  # words that the name of a quantity may have
# Cues that are no part of a name; nor are those of statuses and of what is per something.
_BALANCES = frozenset({"surplus", "deficit"})  # words that are the end of a name: the trade surplus
_NO_NAME = (TELLING - _BALANCES) | {"split", "by", "compare", "since", "from", "beyond", "revise", "same", "mean"}
_RATES = frozenset({"percent", "pp", "times"})  # units of a figure that do not tell the unit of its measure


class Measured(NamedTuple):
    """What a figure measures, as far as titles and terms tell it."""

    measure: str | None
    whole: str | None  # of a share: the measure that it is a share of


class _Term(NamedTuple):
    start: int
    end: int
    measures: tuple[str, ...]


def measured(
    text: str,
    mentions: Sequence[Mention],
    language: str,
    terms: Mapping[str, Iterable[str]],
    units: Mapping[str, str] | None = None,
) -> list[Measured]:
    """Find for each mention the measure that the words around it name; None for both where they name none, or several.

    ``mentions`` have their statistic (`with_context`). ``terms`` are titles and terms by measure, in the text's
    language. ``units`` are the units of measures, as far as they are known: a count of items is no money.

    >>> from reconcile.language.mentions import Mention
    >>> text = "Exports of goods were worth 5 bn; imports made up 45 % of trade."
    >>> at = [(text.index(words), words, stat) for words, stat in (("5 bn", "level"), ("45 %", "share"))]
    >>> mentions = [Mention(start, start + len(words), words, "figure", stat=stat) for start, words, stat in at]
    >>> measured(text, mentions, "en", {"X": ["exports of goods", "exports"], "M": ["imports"], "T": ["trade"]})
    [Measured(measure='X', whole=None), Measured(measure='M', whole='T')]
    """
    lexicon = _lexicon(language)
    if lexicon is None or not terms:
        return [Measured(None, None)] * len(mentions)
    pattern, named = _search(terms)
    found: dict[int, Measured] = {}
    for sentence in sentences_in(text, mentions, lexicon)[1]:
        if sentence.places:
            here = [
                _Term(one.start(), one.end(), named[_folded(one[0])])
                for one in pattern.finditer(text, sentence.start, sentence.end)
            ]
            found |= _of_sentence(text, sentence, here, units or {}, lexicon)
    return [found.get(mention.start, Measured(None, None)) for mention in mentions]


def _of_sentence(
    text: str, sentence: Sentence, terms: list[_Term], units: Mapping[str, str], lexicon: ContextLexicon
) -> dict[int, Measured]:
    found: dict[int, Measured] = {}
    last: tuple[str, ...] = ()
    for place in sentence.places:
        mention = place.mention
        before = [term for term in terms if place.left < term.end and term.start < mention.start]
        behind = [term for term in terms if mention.end <= term.start < place.right]
        near = [term for term in behind if not _CLAUSE.search(text, mention.end, term.start)]
        whole = None
        if mention.stat == "share" and near:
            whole = _only(near[0].measures)
        if before:
            last = before[-1].measures
        elif mention.stat in {"level", None} and near and not _rate(mention):
            last = near[0].measures
        elif sentence.places[0] is not place and _listed(text, sentence, place, lexicon):
            last = ()
        elif not last:
            last = next((term.measures for term in reversed(terms) if term.end <= mention.start), ())
        fitting = tuple(measure for measure in last if _fits(mention, units.get(measure)))
        found[mention.start] = Measured(_only(fitting), whole)
    return found


def _listed(text: str, sentence: Sentence, place: FigurePlace, lexicon: ContextLexicon) -> bool:
    """Whether a figure has a name of its own, which is none of the terms: exports of coal 2.1 and of *timber* 3.4."""
    if any(cue.roles & _NO_NAME and place.left <= cue.start < place.core for cue in sentence.cues):
        return False
    if any(place.left <= one.start < place.core for one in sentence.phrases):
        return False
    name = _trimmed(text[place.left : place.mention.start], lexicon)
    return name is not None and len(name.split()) <= _LISTED


def _rate(mention: Mention) -> bool:
    return mention.figure is not None and mention.figure.unit in _RATES


def _fits(mention: Mention, unit: str | None) -> bool:
    """Whether a figure can be of a measure that has this unit."""
    if unit is None or mention.figure is None:
        return True
    own = mention.figure.unit
    if mention.stat == "share":
        return unit != "count"
    if mention.stat not in {"level", "change", "mean", None} or own in _RATES:
        return True
    return own == unit or (own == "" and unit == "count")


def _only(measures: tuple[str, ...]) -> str | None:
    return measures[0] if len(measures) == 1 else None


def _search(terms: Mapping[str, Iterable[str]]) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One search for all terms, the longest first, and the measures of each."""
    named: dict[str, tuple[str, ...]] = {}
    for measure, several in terms.items():
        for term in several:
            if folded := _folded(term):
                named[folded] = tuple(dict.fromkeys((*named.get(folded, ()), measure)))
    ordered = sorted(named, key=len, reverse=True)
    either = "|".join(r"\s{1,3}".join(map(re.escape, term.split())) for term in ordered) or "(?!)"
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE), named


def _folded(term: str) -> str:
    return " ".join(term.lower().split())


def _lexicon(language: str) -> ContextLexicon | None:
    try:
        return context_lexicon(language)
    except FigureError:
        return None


def name_before(bare: str, sentence: Sentence, place: FigurePlace, lexicon: ContextLexicon) -> str | None:
    """The words before a figure that may name what it measures; None where there are none.

    ``bare`` is the text without its periods: "In 2024 exports rose 3 %" names exports.
    """
    begun, end = _clause(bare, place, lexicon)
    balances = [
        one.end for one in sentence.cues if begun <= one.start and one.end <= place.core and one.roles & _BALANCES
    ]
    end = max([end, *balances])  # a figure's words may begin with it
    cues = [cue for cue in sentence.cues if begun <= cue.start and cue.end <= end]
    telling = [cue for cue in cues if cue.roles & _NO_NAME or any(":" in role for role in cue.roles)]
    starts, stops = [begun, *(cue.end for cue in telling)], [*(cue.start for cue in telling), end]
    for start, stop in zip(starts, stops, strict=True):
        if name := _trimmed(bare[start:stop], lexicon):
            return name
    return None


def _clause(bare: str, place: FigurePlace, lexicon: ContextLexicon) -> tuple[int, int]:
    """The stretch before a figure, from the last mark or word that opens a clause with words in it."""
    end = place.mention.start
    starts = [place.left]
    starts += [found.end() for found in _CLAUSE.finditer(bare, place.left, end)]
    starts += [found.end() for found in lexicon.breaks.finditer(bare, place.left, end)]
    for begun in sorted(starts, reverse=True):
        if _trimmed(bare[begun:end], lexicon):
            return begun, end
    return place.left, end


def _trimmed(stretch: str, lexicon: ContextLexicon) -> str | None:
    """The words of a stretch without the small ones at its ends; None where none but a pronoun is left, or too many."""
    words = [found for found in _WORD.finditer(stretch) if not found[0].isdecimal()]
    while words and words[0][0].lower() in lexicon.small:
        words.pop(0)
    while words and words[-1][0].lower() in lexicon.small:
        words.pop()
    if not words or len(words) > _LONGEST:
        return None
    name = " ".join(stretch[words[0].start() : words[-1].end()].split())
    return None if name.lower() in lexicon.pronouns else name
