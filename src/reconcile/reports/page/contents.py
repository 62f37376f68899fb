"""What the page shows, gathered once: findings, claims, sources, and how they hang together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd

from reconcile.auditing import Entry
from reconcile.errors import LedgerError, at_line
from reconcile.exact.interval import Interval
from reconcile.ledger.store.text_spans import Span, Text
from reconcile.reports.amounts import interval, number, scale
from reconcile.reports.claim_parts import telling
from reconcile.reports.entries import SHOWN_KINDS, worst_first
from reconcile.reports.headlines import Headlines
from reconcile.reports.phrasebook import ENGLISH, Phrasebook
from reconcile.reports.suspects import Suspects, suspects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from reconcile.auditing import Result

BESIDE = 16  # sentences of one finding that stand beside each other
_OF_OTHERS = {("quotation", "exact"), ("joint", "exact"), ("joint", "rounding")}
_QUANTITY = ("measure", "area", "period", "stat", "base", "status", "series")


@dataclass(frozen=True, slots=True)
class PageClaim:
    """A claim as the page speaks of it."""

    number: int
    name: str
    source: int
    measure: str
    period: str
    area: str  # and its other dimensions, where claims of the ledger differ in them; empty where they do not
    speaks_of: str  # growth of exports of goods 2024, in the words of the page's language
    status: str
    printed: str
    value: Fraction | None
    stands_for: Interval
    unit: str
    quote: str
    where: str  # page 3
    place: str  # sources/a.yaml:12

    def interval_words(self, words: Phrasebook) -> str:
        """What it stands for: [786.85, 786.95] billion USD."""
        ends = scale([self.stands_for.low, self.stands_for.high], self.unit)
        return words.interval(ends.with_unit(ends.interval(self.stands_for)))


@dataclass(slots=True)
class Source:
    """A document, its text if that is stored, and where its figures stand in it."""

    number: int
    name: str
    title: str
    publisher: str
    published: str
    language: str
    url: str
    text: str | None
    why_not: str  # what is wrong with its text; empty where it is not stored
    claims: list[PageClaim] = field(default_factory=list)
    spans: dict[int, Span] = field(default_factory=dict)  # of claims, by number
    unclaimed: list[Span] = field(default_factory=list)  # numbers that nobody claims
    unclaimed_row: int | None = None  # the finding that lists them


@dataclass(frozen=True, slots=True)
class PageRow:
    """A finding in its place on the page: worst first."""

    number: int
    entry: Entry
    claims: tuple[PageClaim, ...]
    headline: str

    @property
    def shown(self) -> list[PageClaim]:
        """The claims whose sentences stand beside each other; none where there are too many to compare."""
        distinct = list(dict.fromkeys(self.claims))
        return distinct if len(distinct) <= BESIDE else []


@dataclass(frozen=True)
class Contents:
    result: Result
    rows: list[PageRow]
    claims: list[PageClaim]
    sources: list[Source]
    findings_of: dict[int, list[PageRow]]  # by claim, worst first
    standing: list[str]  # of each claim: the worst kind of its findings
    headlines: Headlines
    suspected: Suspects | None

    @property
    def words(self) -> Phrasebook:
        """The words of the page."""
        return self.headlines.words

    @cached_property
    def explained(self) -> set[int]:
        """The claims whose conflicts another figure explains: they are probably right."""
        listed = self.suspected.listed if self.suspected else []
        wrong, explained = {one.claim for one in listed}, {finding for one in listed for finding in one.explains}
        return {
            claim.number
            for claim in self.claims
            if listed
            and claim.name not in wrong
            and all(
                row.entry.finding in explained or row.entry.check == "joint"
                for row in self.findings_of.get(claim.number, ())
                if row.entry.kind == "conflict"
            )
        }

    def source(self, claim: PageClaim) -> Source:
        return self.sources[claim.source]

    @cached_property
    def vintages(self) -> dict[int, tuple[PageClaim, ...]]:
        """By a claim's number, all that the releases of its series say of its quantity, the earliest first."""
        by_name = {claim.name: claim for claim in self.claims}
        lines = _vintages_of(self.result)
        return {by_name[name].number: tuple(by_name[one] for one in line) for name, line in lines.items()}


def contents(result: Result, words: Phrasebook = ENGLISH) -> Contents:
    headlines = Headlines(result, words)
    sources = _sources(result, words)
    claims = _claims(headlines, {source.name: source.number for source in sources})
    for claim in claims:
        sources[claim.source].claims.append(claim)
    for source in sources:
        _locate(source, result)
    by_name = {claim.name: claim for claim in claims}
    rows = [
        PageRow(i, one, tuple(by_name[name] for name in one.claims), headlines.of(one))
        for i, one in enumerate(worst_first(result))
    ]
    findings_of: dict[int, list[PageRow]] = defaultdict(list)
    for row in rows:
        for claim in dict.fromkeys(row.claims):
            findings_of[claim.number].append(row)
    named = {source.name: source for source in sources}
    for row in rows:
        if row.entry.unclaimed:
            source = named[row.entry.sources[0]]
            source.unclaimed = [Span(one["at"], one["at"] + len(one["words"])) for one in row.entry.unclaimed]
            source.unclaimed_row = row.number
    standing = [_standing(findings_of[claim.number]) for claim in claims]
    return Contents(result, rows, claims, sources, findings_of, standing, headlines, suspects(result))


def _vintages_of(result: Result) -> dict[str, tuple[str, ...]]:
    """By claim, all releases' claims of its quantity in the order of their publication."""
    if not any(result.ledger.sources["series"]):
        return {}
    rows = result.revisions.to_dict("records")
    names = (*_QUANTITY, *result.ledger.dimensions)
    found = (
        tuple(row["claim"] for row in group)
        for _, group in groupby(rows, key=lambda row: [row[name] for name in names])
    )
    return {claim: claims for claims in found for claim in claims}


def _standing(rows: Sequence[PageRow]) -> str:
    """The worst that is said of a claim.

    That its quote stands in the text does not say that its number holds. That a whole system holds says least of one
    claim in it: this counts where nothing else was compared with it.
    """
    own = [row.entry.kind for row in rows if (row.entry.check, row.entry.kind) not in _OF_OTHERS]
    decided = [kind for kind in own if kind != "unchecked"]
    whole = [row.entry.kind for row in rows if row.entry.check == "joint"]
    return min(decided or whole or own, key=SHOWN_KINDS.index, default="unchecked")


def _sources(result: Result, words: Phrasebook) -> list[Source]:
    made = []
    for i, row in enumerate(result.ledger.sources.to_dict("records")):
        text, why_not = None, ""
        try:
            text = result.ledger.text(row["source"])
        except LedgerError as error:
            why_not = words("text.unreadable", problems="; ".join(problem.message for problem in error.problems))
        title, publisher, published = row["title"], row["publisher"], row["published"]
        made.append(Source(i, row["source"], title, publisher, published, row["language"], row["url"], text, why_not))
    return made


def _claims(headlines: Headlines, numbers: dict[str, int]) -> list[PageClaim]:
    result, words = headlines.result, headlines.words
    frame, origin = result.claims, result.ledger.origin
    places = zip(origin["file"], origin["line"], strict=True)
    made = []
    for i, (row, (file, line)) in enumerate(zip(frame.to_dict("records"), places, strict=True)):
        unit = row["unit"]
        stands_for, value = interval(row), number(row["value"])
        at_scale = scale([value], unit)
        typed = at_scale.with_unit(at_scale.number(value)) if value is not None else ""
        made.append(
            PageClaim(
                i,
                row["claim"],
                numbers[row["source"]],
                row["measure"],
                row["period"],
                headlines.place(i),
                headlines.claim(i),
                row["status"],
                row["reported"] or typed,
                value,
                stands_for,
                unit,
                telling(row["quote"]),
                words("page number", page=row["page"]) if row["page"] else "",
                at_line(str(file), None if pd.isna(line) else line),
            )
        )
    return made


def _locate(source: Source, result: Result) -> None:
    """Where each claim of a source stands in its text."""
    if source.text is None:
        return
    text, frame = Text(source.text), result.ledger.claims
    source.text = text.shown
    columns = [frame[name].array for name in ("reported", "quote", "at")]
    cited = (
        (str(reported), str(quote), None if pd.isna(at) else int(at))
        for reported, quote, at in ((column[claim.number] for column in columns) for claim in source.claims)
    )
    for claim, span in zip(source.claims, text.find_each(cited), strict=True):
        if span:
            source.spans[claim.number] = span
