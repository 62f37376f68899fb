"""A claim for each figure of a document's running text: what its words tell, and what had to be guessed, marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import count, islice, pairwise
from typing import TYPE_CHECKING

from reconcile.language.context.around import with_context
from reconcile.language.context.lexicon import context_lexicon
from reconcile.language.context.measures import Measured, measured
from reconcile.language.context.sentences import sentence_ends
from reconcile.language.digits import FigureError
from reconcile.language.figures import TURNED, read_figure
from reconcile.language.periods import PeriodError, read_period
from reconcile.language.prose import mentions_of_document
from reconcile.language.prose_words import comes_from
from reconcile.ledger.store.columns import GUESSED
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.text_problems import FIGURE, base_problems, cell_problems, figure_problems
from reconcile.ledger.store.unit_kinds import base_unit, misfits

if TYPE_CHECKING:
    from reconcile.documents.document import Document
    from reconcile.language.figures import Figure
    from reconcile.language.mentions import Mention

_WORD = re.compile(r"[^\W_]+")
_SCALES = ("", "thousand", "million", "billion", "trillion")  # of a unit that stands elsewhere
_STOP = re.compile(r"[.;!?…]\s|\n\s*\n")
_CLAUSE_END = re.compile(r"[.,;:!?()\n]")
_WHOLE, _SMALL = 60, 3  # characters in which the whole of a share stands, and words that may stand before its name
_BEFORE, _AFTER = 6, 3  # words of a quote around its figure
_SEEN = 400  # characters before a figure in which these stand, in however long a line
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim as a source's file writes it, by column, and the sentence that it was read from."""

    record: dict[str, str]
    sentence: str
    start: int  # of its figure in the document's text
    figure: Figure  # what its words stand for, with the sign of a fall
    begins: int = 0  # where its sentence begins in the document's text
    named: bool = True  # whether any words name what it measures


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
    document: Document,
    language: str,
    *,
    published: str = "",
    measures: Mapping[str, Measure] | None = None,
    assuming: bool = False,
) -> DraftedClaims:
    """Draft the claims of a document's paragraphs.

    `measures` are those of a ledger: a figure is of the one whose title, name or term its sentence says, else of one
    named after the words before it. A figure without a period is of the period told last, else of the year of
    `published`; without either it is left out. Of two levels of a measure in a sentence one is of what the other is
    compared with: to 5.2 from 3.8 billion. What may be read in two ways is left out, too. Where
    `assuming`, what a reader would assume is: the only reading with a unit, as of "52 billion" where the currency was
    told before, and that years called fiscal are the document's years.

    >>> from reconcile.documents.reading.entry import read_document
    >>> draft = draft_claims(read_document(b"In 2024 exports came to 405.9 million USD."), "en")
    >>> [(one.record["measure"], one.record["period"], one.record["reported"]) for one in draft.claims]
    [('exports', '2024', '405.9 million USD')]
    """
    day = read_period(published).end if published else None
    mentions = with_context(
        document.text, mentions_of_document(document.text, language), language, day, fiscal=assuming
    )
    drafter = _Drafter(measures or {}, document.text, language, str(day.year) if day else "")
    known = drafter.measured(document.text, mentions, language)
    claims: list[ClaimDraft] = []
    left_out: list[LeftOut] = []
    for found, sentence in _figures(document, mentions, language):
        mention = _with_unit(found) if assuming else found
        if mention.figure is None:
            reason = "may be read in two ways" if mention.readings else "does not read wholly as a figure"
            left_out.append(LeftOut(mention.words, mention.start, reason))
            continue
        record, figure, reason = drafter.record(mention, known[mention.start])
        if reason:
            left_out.append(LeftOut(mention.words, mention.start, reason))
            continue
        words = document.text[slice(*sentence)].strip()
        begin = mention.end - len(record["reported"]) if record["reported"] else mention.start
        record |= {"quote": _quote(document.text, mention, sentence), "at": str(begin)}
        named = record["measure"] not in drafter.unnamed
        claims.append(ClaimDraft(record, words, mention.start, figure, sentence[0], named))
    _set_apart(claims, document.text, language)
    cells = sum(any(map(str.isdigit, cell.text)) for table in document.tables for cell in table.cells)
    kept = {one.record["measure"] for one in claims}
    return DraftedClaims(
        tuple(claims), tuple(left_out), cells, {one: said for one, said in drafter.titles.items() if one in kept}
    )


def _set_apart(claims: Sequence[ClaimDraft], text: str, language: str) -> None:
    """Give the earlier of two levels that a sentence compares the base of the text's growth, else the year before."""
    bases = {
        one.record["period"]: one.record["base"]
        for one in claims
        if one.record["stat"] == "growth" and "base" not in one.record["guess"]
    }
    for before, behind in pairwise(claims):
        alike = all(before.record[name] == behind.record[name] for name in ("measure", "period", "stat"))
        if not alike or behind.record["stat"] or before.figure.unit != behind.figure.unit:
            continue
        if _STOP.search(text, int(before.record["at"]) + len(before.record["reported"]), behind.start):
            continue
        led = comes_from(text[max(0, before.start - _WHOLE) : before.start], language)
        earlier = before if led else behind
        period = earlier.record["period"]
        if "period" in earlier.record["guess"].split():
            earlier.record["period"] = bases.get(period) or _year_before(period) or period


class _Drafter:
    """What a ledger knows, and what was told so far, which a figure without words of its own goes by."""

    def __init__(self, measures: Mapping[str, Measure], text: str, language: str, year: str) -> None:
        self._text = text
        self._language = language
        self.titles: dict[str, str] = {}  # of the measures that were named
        self.unnamed: set[str] = set()  # the measures of figures that no words name, each of one alone
        self._named_by: dict[str, list[str]] = {}  # the measures by the words of their titles
        self._begun_by: dict[str, list[str]] = {}  # and by those that such titles begin with
        self._measures = measures
        self._year = year
        self._period = ""

    def measured(self, text: str, mentions: Sequence[Mention], language: str) -> dict[int, Measured]:
        """What the ledger's titles and names tell of each mention."""
        terms = {name: [one.title, name.replace("_", " "), *one.terms] for name, one in self._measures.items()}
        units = {name: base_unit(one.unit) for name, one in self._measures.items() if one.unit}
        found = measured(text, mentions, language, terms, units)
        return {mention.start: one for mention, one in zip(mentions, found, strict=True)}

    def record(self, mention: Mention, known: Measured) -> tuple[dict[str, str], Figure, str]:
        """The claim by columns with its figure; or why there is none."""
        assert mention.figure is not None
        guess: set[str] = set()
        period = mention.period or self._period or self._year
        if mention.period is None:
            guess.add("period")
        elif mention.status not in {"target", "forecast"}:  # what is told next is of the past again
            self._period = mention.period
        if not period:
            return {}, mention.figure, "no period is told, nor when it was published: --published DATE"
        columns = _figure_of(mention, self._text, self._language)
        if columns is None:
            return {}, mention.figure, f"its scale, unit or sign stands elsewhere: {mention.shared or mention.words}"
        if mention.stat == "contribution":
            return {}, mention.figure, "is a contribution to a growth, of which whole its words do not say"
        unit, stat, base = mention.figure.unit, mention.stat or "level", mention.base or ""
        measure = known.measure or ""
        if not measure:
            guess.add("measure")
            measure = self._named(mention.measure or "")
        if mention.stat is None:
            guess.add("stat")
        per = (mention.per or "") if stat == "growth" else ""
        if stat in {"growth", "change"} and not base:
            base, period = _compounded_over(period, per) if per else (_year_before(period), period)
            guess.add("base")
        if stat == "share" and not base and (whole := known.whole or self._whole_behind(mention)):
            base = whole
            guess.add("base")
        if base_problems(stat, base, period, per) or misfits([("", stat, unit)], {})[0]:
            stat, base, per = "level", "", ""
            guess = (guess | {"stat"}) - {"base"}
        if misfits([(measure, stat, unit)], self._measures)[0]:
            guess.add("measure")
            measure = self._named(mention.measure or "", other=True)
        record = {
            "measure": measure,
            "period": period,
            "stat": "" if stat == "level" else stat,
            "base": base,
            "per": per,
            "status": mention.status or "",
            **columns[0],
            "quote": "",
            "guess": " ".join(name for name in GUESSED if name in guess),
        }
        return record, columns[1], claim_problem(record, unit, self._measures)

    def _whole_behind(self, mention: Mention) -> str:
        """The measure named before whose words stand behind a share: 25.5 percent of revenue; "" where none does.

        Else the only one whose name says more: of exports, where exports of goods were named.
        """
        following = _CLAUSE_END.split(self._text[mention.end : mention.end + _WHOLE], maxsplit=1)[0].casefold()
        words = _WORD.findall(following)
        behind = [" ".join(words[small:]) for small in range(min(_SMALL + 1, len(words)))]  # of the total revenue
        if known := [name for said in behind for name in self._named_by.get(said, ())]:
            return max(known, key=len)
        fuller = next((self._begun_by[said] for said in behind if said in self._begun_by), [])
        return fuller[0] if len(fuller) == 1 else ""

    def _named(self, words: str, *, other: bool = False) -> str:
        """A measure's name, made of the words before its figure; another one than the ledger's where it must be."""
        name = "_".join(_WORD.findall(words.casefold()))
        if not name:  # nothing tells that two such figures are of one measure
            free = (f"figure{f'_{number}' * (number > 1)}" for number in count(len(self.unnamed) + 1))
            name = next(one for one in free if one not in self._measures and one not in self.titles)
            self.titles[name] = "a figure without a name"
            self.unnamed.add(name)
            return name
        while other and name in self._measures:
            name += "_2"
        if name not in self.titles:
            self.titles[name] = words
            said = _WORD.findall(words.casefold())
            self._named_by.setdefault(" ".join(said), []).append(name)
            for many in range(1, len(said)):
                self._begun_by.setdefault(" ".join(said[:many]), []).append(name)
        return name


def claim_problem(record: Mapping[str, str], unit: str, measures: Mapping[str, Measure]) -> str:
    """Say why no ledger would read a claim, whose figure is in a unit; "" where it would."""
    given = {name: record.get(name, "") for name in ("measure", "period", "stat", "base", "per")}
    stat = given["stat"] or "level"
    problems = [message for name, text in record.items() if text for message in cell_problems(name, text)]
    problems += [f"a claim needs a {name}" for name in ("measure", "period") if not given[name]]
    problems += figure_problems(*(record.get(name, "") for name in FIGURE))
    problems += base_problems(stat, given["base"], given["period"], given["per"])
    problems += filter(None, misfits([(given["measure"], stat, unit)], measures))
    return "; ".join(dict.fromkeys(problems))


def _figures(
    document: Document, mentions: Iterable[Mention], language: str
) -> Iterator[tuple[Mention, tuple[int, int]]]:
    """The figures of the running text, each with where its sentence stands."""
    lexicon = context_lexicon(language)
    waiting = deque(mentions)
    for paragraph in document.paragraphs:
        end = paragraph.start + len(paragraph.text)
        while waiting and waiting[0].start < paragraph.start:
            waiting.popleft()
        inside = []
        while waiting and waiting[0].end <= end:
            inside.append(waiting.popleft())
        if not any(one.kind == "figure" for one in inside):
            continue
        here = [replace(one, start=one.start - paragraph.start, end=one.end - paragraph.start) for one in inside]
        ends = [paragraph.start + found for found in sentence_ends(paragraph.text, here, lexicon)]
        starts = [paragraph.start, *ends[:-1]]
        for mention in inside:
            if mention.kind == "figure":
                at = bisect_right(starts, mention.start) - 1
                yield mention, (starts[at], max(ends[at], mention.end))


def _figure_of(mention: Mention, text: str, language: str) -> tuple[dict[str, str], Figure] | None:
    """The columns of a claim that give its figure, and it; None where its words and no unit beside them make it.

    Of "a fall of 5 percent" the words are 5 percent: then a longer stretch, which reads as a fall, is the claim's;
    where none does, its number.
    """
    figure = mention.figure
    assert figure is not None
    if mention.direction == "−" and figure.value > 0 and mention.stat in {"growth", "change"}:
        return _fallen(mention, text, language)
    for scale in _SCALES:
        unit = f"{scale} {figure.unit if scale or mention.shared else ''}".strip()
        if _reads(mention.words, language, unit) == figure:
            return {"reported": mention.words, "unit": unit}, figure
    return None


def _with_unit(mention: Mention) -> Mention:
    """The mention with the only reading that has a unit, where it may be read in two ways."""
    units = [one for one in mention.readings if one.unit]
    return replace(mention, figure=units[0]) if mention.figure is None and len(units) == 1 else mention


def _fallen(mention: Mention, text: str, language: str) -> tuple[dict[str, str], Figure] | None:
    figure = mention.figure
    assert figure is not None
    line = text.rfind("\n", 0, mention.start) + 1
    for begin in reversed(_words_before(text, line, mention.start)):
        words = text[begin : mention.end]
        longer = _reads(words, language, "")
        if longer is not None and longer.value == -figure.value and longer.unit == figure.unit:
            return {"reported": words, "unit": ""}, longer
    places = next((places for places in range(-18, 19) if figure.step == Fraction(10) ** -places), None)
    if places is None or figure.value_high is not None:
        return None
    # of a fall a hedge speaks of its size: more than 3 % down is under −3 %
    turned = replace(figure, value=-figure.value, qualifier=TURNED.get(figure.qualifier, figure.qualifier))
    digits = format(Decimal(turned.value.numerator) / Decimal(turned.value.denominator), "f")
    columns = {"reported": "", "value": digits, "decimals": str(places), "unit": figure.unit}
    return columns | ({} if turned.qualifier == "exact" else {"qualifier": turned.qualifier}), turned


def _reads(words: str, language: str, unit: str) -> Figure | None:
    try:
        return read_figure(words, language, unit=unit)
    except FigureError:
        return None


def _quote(text: str, mention: Mention, sentence: tuple[int, int]) -> str:
    """The figure with a few whole words around it, all within its sentence."""
    before = _words_before(text, sentence[0], mention.start)
    after = [found.end() for found in islice(_TOKEN.finditer(text, mention.end, sentence[1]), _AFTER)]
    begin = before[0] if before else mention.start
    return text[begin : after[-1] if after else mention.end].strip()


def _words_before(text: str, start: int, end: int) -> list[int]:
    """Where the last few words between two places begin."""
    seen = max(start, end - _SEEN)
    return [found.start() for found in _TOKEN.finditer(text, seen, end)][-_BEFORE:]


def _compounded_over(period: str, per: str) -> tuple[str, str]:
    """From and to which period a rate without a base leads: over a span from its first to its last part, else one on.

    "3 % a year from 2019 to 2024" leads from 2019 to 2024, an annual rate in a quarter from the quarter before.
    """
    read = read_period(period)
    if read.kind == "span":
        parts = read.split(per)
        return (parts[0].text, parts[-1].text) if len(parts) > 1 else ("", period)
    year = read.start.year - (read.start.timetuple().tm_yday == 1)
    before = read_period(f"{year:04}").split(read.kind) if year else ()
    return next((one.text for one in before if read.follows(one)), ""), period


def _year_before(period: str) -> str:
    """The same part of the year before; "" where there is none."""
    try:
        read = read_period(period)
    except PeriodError:
        return ""
    year = str(read.start.year)
    return period.replace(year, str(read.start.year - 1), 1) if period.startswith(year) and "/" not in period else ""
