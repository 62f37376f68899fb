"""A claim for each figure of a document's running text: what its words tell, and what had to be guessed, marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconcile.language.periods import Period, PeriodError, read_period
from reconcile.ledger.store.columns import GUESSED
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.text_problems import base_problems, cell_problems, figure_problems
from reconcile.ledger.store.unit_kinds import misfits
from reconcile.reading.mentioned_figures import mentioned_figures

if TYPE_CHECKING:
    from reconcile.documents.document import Document, Paragraph
    from reconcile.language.mentions import Mention

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*[ \u00a0]+(?=[\"'“‘«(\[]?[^\W\d_a-z])")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_CLAUSE = re.compile(r"[,;:()–—]|\b(?:and|or|but|và|hoặc|und|oder|et|ou|y|o)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BEFORE, _AFTER = 6, 3  # words of a quote around its figure
_LONGEST_NAME = 3  # words of a measure that is named after the words before its figure
_EMPTY = frozenset(  # words that say nothing of what is measured
    {
        *(
            "a",
            "about",
            "against",
            "all",
            "an",
            "are",
            "as",
            "at",
            "by",
            "came",
            "down",
            "expects",
            "fell",
            "for",
            "from",
        ),
        *("grew", "half", "in", "into", "is", "it", "its", "more", "month", "nearly", "of", "on", "over", "quarter"),
        *("reached", "rose", "stood", "than", "that", "the", "they", "this", "to", "totaled", "totalled", "up", "was"),
        *("were", "when", "which", "with", "year", "first", "second", "third", "fourth"),
        *("của", "là", "ở", "tại", "trong", "với", "đạt", "tăng", "giảm", "năm", "tháng", "quý", "so", "cùng", "kỳ"),
        *("ước", "khoảng"),
        *("der", "die", "das", "den", "dem", "von", "um", "auf", "im", "in", "ist", "sind", "bei", "gegenüber"),
        *("le", "la", "les", "l", "de", "des", "du", "d", "en", "un", "une", "à", "au", "aux", "est", "sont"),
        *("el", "los", "las", "una", "del", "al", "es", "son", "se", "ha"),
    }
)


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim as a source's file writes it, by column, and the sentence that it was read from."""

    record: dict[str, str]
    sentence: str
    start: int  # of its figure in the document's text


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure of which no claim was made, and why."""

    words: str
    start: int
    reason: str


@dataclass(frozen=True, slots=True)
class DraftedClaims:
    """What a document's figures come to."""

    claims: tuple[ClaimDraft, ...]
    left_out: tuple[LeftOut, ...] = ()
    in_tables: int = 0  # cells with a digit, of which no claims are made
    titles: dict[str, str] = field(
        default_factory=dict
    )  # of measures that no ledger has: the words they are named after

    @property
    def guesses(self) -> int:
        return sum(len(one.record.get("guess", "").split()) for one in self.claims)


def draft_claims(
    document: Document, language: str, *, published: str = "", measures: Mapping[str, Measure] | None = None
) -> DraftedClaims:
    """DraftedClaims the claims of a document's paragraphs.

    `measures` are those of a ledger: a figure is of the one whose title or name stands before it in its sentence, else
    of one named after these words. A figure without a period is of the period told last, else of the year of
    `published`; without either it is left out.

    >>> from reconcile.documents.reading.entry import read_document
    >>> draft = draft_claims(read_document(b"Exports came to 405.9 million USD in 2024."), "en")
    >>> [(one.record["measure"], one.record["period"], one.record["reported"]) for one in draft.claims]
    [('exports', '2024', '405.9 million USD')]
    """
    claims: list[ClaimDraft] = []
    left_out: list[LeftOut] = []
    titles: dict[str, str] = {}
    drafter = _Drafter(measures or {}, titles, _year(published))
    for paragraph in document.paragraphs:
        for mention, sentence in _figures(paragraph, mentioned_figures(paragraph.text, language)):
            start = paragraph.start + mention.start
            if mention.figure is None:
                reason = "may be read in two ways" if mention.readings else "does not read wholly as a figure"
                left_out.append(LeftOut(mention.words, start, reason))
                continue
            record, reason = drafter.record(paragraph, mention, sentence)
            if reason:
                left_out.append(LeftOut(mention.words, start, reason))
            else:
                words = paragraph.text[sentence[0] : sentence[1]].strip()
                claims.append(ClaimDraft({**record, "at": str(start)}, words, start))
    cells = sum(any(map(str.isdigit, cell.text)) for table in document.tables for cell in table.cells)
    kept = {one.record["measure"] for one in claims}
    return DraftedClaims(
        tuple(claims), tuple(left_out), cells, {name: title for name, title in titles.items() if name in kept}
    )


class _Drafter:
    """What was said so far, which a figure without words of its own goes by."""

    def __init__(self, measures: Mapping[str, Measure], titles: dict[str, str], year: str) -> None:
        self._measures = measures
        self._titles = titles
        self._period = year
        self._last: tuple[int, str] = (-1, "")  # the sentence's place, and the measure told last in it
        self._end = 0  # of the figure before, in its paragraph

    def record(self, paragraph: Paragraph, mention: Mention, sentence: tuple[int, int]) -> tuple[dict[str, str], str]:
        """The claim by columns; or why there is none."""
        assert mention.figure is not None
        guess: set[str] = set()
        period = mention.period or ""
        if not period:
            guess.add("period")
            period = self._told(paragraph.text[sentence[0] : sentence[1]], mention.start - sentence[0])
        self._period = self._period or period
        if not period:
            return {}, "no period is told, nor when it was published: --published DATE"
        unit = mention.figure.unit
        stat, base = mention.stat or "level", mention.base or ""
        if mention.stat is None:
            guess.add("stat")
        if stat in {"growth", "change"} and not base:
            base = _year_before(period)
            guess.add("base")
        if base_problems(stat, base, period) or misfits([("", stat, unit)], {})[0]:
            stat, base = "level", ""
            guess = (guess | {"stat"}) - {"base"}
        if mention.per:
            return {}, f"is a rate per {mention.per}, which no claim says yet"
        measure, known = mention.measure, True
        if measure is None:
            guess.add("measure")
            measure, known = self._measure(paragraph.text, mention.start, sentence, paragraph.start)
            self._end = mention.end
        if known and misfits([(measure, stat, unit)], self._measures)[0]:
            measure, _ = self._named(paragraph.text[sentence[0] : mention.start], other=measure)
        record = {
            "measure": measure,
            "period": period,
            "stat": "" if stat == "level" else stat,
            "base": base,
            "status": mention.status or "",
            "reported": mention.words,
            "quote": _quote(paragraph.text, mention, sentence),
            "guess": " ".join(name for name in GUESSED if name in guess),
        }
        return record, claim_problem(record, unit, self._measures)

    def _told(self, sentence: str, at: int) -> str:
        """The year that is told nearest to a place of a sentence, those before it first."""
        years = list(_YEAR.finditer(sentence))
        before = [one[0] for one in years if one.end() <= at]
        if before:
            self._period = max(self._period, before[0])  # a year that is compared with is an earlier one
            return before[-1]
        return self._period or (years[0][0] if years else "")

    def _measure(self, text: str, at: int, sentence: tuple[int, int], paragraph: int) -> tuple[str, bool]:
        """The measure that a figure speaks of, and whether it is one of the ledger's."""
        place, before = paragraph + sentence[0], text[sentence[0] : at]
        since = text[max(sentence[0], self._end) : at] if self._last[0] == place else before
        folded = before.casefold()
        found = [
            (folded.rfind(words), len(words), name)
            for name, measure in self._measures.items()
            for words in {name.replace("_", " ").casefold(), measure.title.casefold()}
            if words and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", folded)
        ]
        if found:
            name = max(found)[2]
            self._last = (place, name)
            return name, True
        name, words = self._named(since)
        if not words and self._last[0] == place:
            return self._last[1], self._last[1] in self._measures
        self._last = (place, name)
        return name, False

    def _named(self, before: str, other: str = "") -> tuple[str, list[str]]:
        """A name made of the last clause with words that say something, not that of another unit."""
        clause = _CLAUSE.split(before)[-1]
        words = [word for word in _WORD.findall(clause) if word.casefold() not in _EMPTY][:_LONGEST_NAME]
        name = "_".join(word.casefold().replace("'", "").replace("’", "") for word in words) or "figure"
        while name == other or (name in self._measures and other):
            name += "_2"
        self._titles.setdefault(name, " ".join(words))
        return name, words


def claim_problem(record: Mapping[str, str], unit: str, measures: Mapping[str, Measure]) -> str:
    """Say why no ledger would read a claim, whose figure is in a unit; "" where it would."""
    given = {name: record.get(name, "") for name in ("measure", "period", "stat", "base", "reported")}
    stat = given["stat"] or "level"
    problems = [message for name, text in record.items() if text for message in cell_problems(name, text)]
    problems += [f"a claim needs a {name}" for name in ("measure", "period", "reported") if not given[name]]
    problems += figure_problems(given["reported"], "", "", "", "") if given["reported"] else []
    problems += base_problems(stat, given["base"], given["period"])
    problems += filter(None, misfits([(given["measure"], stat, unit)], measures))
    return "; ".join(dict.fromkeys(problems))


def _figures(paragraph: Paragraph, mentions: Iterable[Mention]) -> Iterator[tuple[Mention, tuple[int, int]]]:
    """The figures of a paragraph, each with where its sentence stands."""
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(paragraph.text)), len(paragraph.text)]
    for mention in mentions:
        if mention.kind == "figure":
            begin = max(end for end in ends if end <= mention.start)
            yield mention, (begin, min(end for end in ends if end >= mention.end))


def _quote(text: str, mention: Mention, sentence: tuple[int, int]) -> str:
    """The figure with a few whole words around it, all within its sentence."""
    before = [found.start() for found in re.finditer(r"\S+", text[sentence[0] : mention.start])][-_BEFORE:]
    after = [found.end() for found in re.finditer(r"\S+", text[mention.end : sentence[1]])][:_AFTER]
    begin = sentence[0] + before[0] if before else mention.start
    return text[begin : mention.end + after[-1] if after else mention.end].strip()


def _year(published: str) -> str:
    return str(read_period(published).start.year) if published else ""


def _year_before(period: str) -> str:
    """The same part of the year before; "" where there is none."""
    try:
        read: Period = read_period(period)
    except PeriodError:
        return ""
    year = str(read.start.year)
    return period.replace(year, str(read.start.year - 1), 1) if period.startswith(year) and "/" not in period else ""


def names_in_order(claims: Sequence[ClaimDraft]) -> list[str]:
    """The measures of claims, each once."""
    return list(dict.fromkeys(one.record["measure"] for one in claims))
