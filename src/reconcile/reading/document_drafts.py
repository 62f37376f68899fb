"""What documents say, as a ledger would say it: claims of their tables and their text, and the relations among them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from reconcile.language.context.lexicon import context_lexicon, language_of
from reconcile.language.digits import FigureError
from reconcile.reading.claim_drafts import draft_claims
from reconcile.reading.drafted_relations import DraftedRelation, in_rule
from reconcile.reading.table_claims import TableDrafts
from reconcile.reading.table_drafts import draft_tables
from reconcile.reading.table_ties import table_ties
from reconcile.reading.text_drafts import UNNAMED, TextClaim, TextDraft, draft_text, new_name, sum_rule
from reconcile.reading.text_relations import TextFigure, text_figures, text_relations
from reconcile.reading.text_ties import TextTie, text_ties

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.documents.document import Document
    from reconcile.exact.interval import Interval
    from reconcile.language.figures import Figure

__all__ = [
    "DocumentDraft",
    "draft_document",
    "figures_in_text",
    "language_spoken",
    "tie_documents",
    "year_named",
    "year_read_as",
]

_YEAR = re.compile(r"(?<![0-9.,])(?:19[5-9][0-9]|20[0-9]{2})(?![0-9.,]*[0-9])")
_CURRENCY = re.compile("[A-Z]{3}")
_BALANCES = frozenset({"surplus", "deficit"})
_BORNE_OUT = 2  # more ties by which a text tells in what a table counts: one alone is found by chance


@dataclass(slots=True)
class DocumentDraft:
    """What one document says."""

    language: str
    tables: TableDrafts
    figures: list[TextFigure]
    text: TextDraft
    relations: list[DraftedRelation] = field(default_factory=list)
    stated: dict[int, int] = field(default_factory=dict)  # from a figure to the relation that it states

    @property
    def untied(self) -> int:
        """How many figures no relation speaks of."""
        return self.tables.unclaimed + len(self.figures) - len(self.text.claims)


def draft_document(
    document: Document,
    language: str | None,
    published: str,
    of: str,
    stands_for: Callable[[Figure], Interval],
) -> DocumentDraft:
    """Draft the tables and the running text of a document; `of` is what tells its measures from those of others.

    `published` is the day from which the text reckons "last year"; without it, the end of the year that the document
    names most often, and of this year where it names none. `stands_for` is how far the words of a figure reach.
    """
    spoken = language_spoken(document, language)
    figures = figures_in_text(document, spoken, published, stands_for)
    units = Counter(one.unit for one in figures if _CURRENCY.fullmatch(one.unit))
    currency = max(units, key=lambda unit: (units[unit], unit)) if units else ""
    lexicon = context_lexicon(spoken) if figures else None
    small = lexicon.small if lexicon else frozenset[str]()
    labels = " ".join(cell.text for table in document.tables for cell in table.cells)
    words = spoken or language_of(labels)
    tables = draft_tables(document, language, of, currency, spoken=words)
    if scale := _scale_told(figures, tables, small):
        tables = draft_tables(document, language, of, currency, scale, words)
    draft = DocumentDraft(spoken, tables, figures, draft_text(figures, text_relations(figures), tables.names, of))
    draft.relations += tables.relations
    _add_text(draft)
    told = {rule for one in draft.relations for rule in one.rules}
    for tie in text_ties(figures, tables.each, small):
        _add_tie(draft, tie, of, told)
    return draft


def tie_documents(drafts: Sequence[DocumentDraft]) -> None:
    """Tie the tables of all documents to each other; the relation is of the document with the later table."""
    owner = {id(table): draft for draft in drafts for table in draft.tables.each}
    for tie in table_ties([table for draft in drafts for table in draft.tables.each]):
        rules = []
        for now, before, _ in tie.cells:
            one, other = tie.table.level(now.row, now.column), tie.earlier.level(before.row, before.column)
            if one is None or other is None or (one.period, one.column) != (other.period, other.column):
                continue
            fixed = tie.table.fixed(now.column)
            rules.append((f"{in_rule(one.measure)}{fixed} = {in_rule(other.measure)}{fixed}", "skip"))
        if rules:
            place = f"table {tie.table.number}, as table {tie.earlier.number}"
            terms = tuple(dict.fromkeys(now.row.label for now, *_ in tie.cells))
            relation = DraftedRelation("tie", place, terms, tie.why, round(tie.strength, 1), tuple(rules))
            owner[id(tie.table)].relations.append(relation)


def language_spoken(document: Document, language: str | None) -> str:
    """The language that is asked for, else the document's own, else that of its words; "" where nothing tells it."""
    return language or document.language or language_of(" ".join(one.text for one in document.paragraphs))


def figures_in_text(
    document: Document, language: str, published: str, stands_for: Callable[[Figure], Interval]
) -> list[TextFigure]:
    """The figures of the running text; none where its language is not known."""
    try:
        day = published or f"{year_read_as(document)}-12-31"
        drafted = draft_claims(document, language, published=day, assuming=True)
    except FigureError:
        return []
    lexicon = context_lexicon(language)

    @cache
    def balances(name: str) -> bool:
        return lexicon is not None and any(
            cue.roles & _BALANCES for cue in lexicon.found_cues(name, lexicon.words_in(name))
        )

    return text_figures(drafted.claims, [one.start for one in document.paragraphs], stands_for, balances)


def year_named(document: Document) -> str:
    """The year that a document names most often, the later of two; "" where it names none."""
    years = Counter(_YEAR.findall(document.text))
    return max(years, key=lambda year: (years[year], year)) if years else ""


def year_read_as(document: Document) -> str:
    """The year at whose end a text without a day of publication is read: the one it names most often, or this year."""
    return year_named(document) or str(datetime.now(tz=UTC).year)


def _scale_told(figures: Sequence[TextFigure], tables: TableDrafts, small: frozenset[str]) -> str:
    """In what tables count that do not say so: what most figures of the text bear out; "" where they tell nothing."""
    unsaid = [table for table in tables.each if not table.grid.scale]
    if not unsaid or not figures:
        return ""
    tied = {}
    for scale in ("million", "thousand", ""):
        for table in unsaid:
            table.grid.scale = scale
        tied[scale] = len(text_ties(figures, unsaid, small))
    best = max(tied, key=lambda scale: tied[scale])
    return best if tied[best] >= tied[""] + _BORNE_OUT else ""  # the last tried, which the tables keep


def _add_text(draft: DocumentDraft) -> None:
    """The relations of the text alone."""
    for one in draft.text.relations:
        said = [draft.text.claims[number] for number in one.figures]
        rules = ((sum_rule(said), "skip"),) if one.kind == "sum" else ()
        if not rules:
            draft.stated[one.figures[0]] = len(draft.relations)
        terms = tuple(claim.words for claim in said)
        draft.relations.append(DraftedRelation(one.kind, said[0].place, terms, one.why, round(one.strength, 1), rules))


def _add_tie(draft: DocumentDraft, tie: TextTie, of: str, told: set[tuple[str, str]]) -> None:
    """Claim what a figure of the text and cells of a table say of one quantity; `told` are the rules that are known."""
    cells = [cell for column in tie.columns if (cell := tie.table.level(tie.row, column)) is not None]
    if len(cells) < len(tie.columns):
        return
    claims, figure, level = draft.text.claims, draft.figures[tie.figure], cells[0]
    claim = claims.get(tie.figure)
    rules: tuple[tuple[str, str], ...] = ()
    if len(cells) > 1:  # a growth or a change in the text between two cells of a row
        base = cells[1]
        if claim is not None or level.column != base.column or level.period <= base.period:
            return
        if tie.table.states(level, base):
            return
        claim = TextClaim(replace(figure, period=level.period, base=base.period), level.measure, column=level.column)
        draft.stated[tie.figure] = len(draft.relations)
    else:  # a level in the text that a cell says, too: a rule holds the two against each other
        if claim is None:
            taken = {*draft.tables.names, *(one.measure for one in claims.values())}
            name = new_name(figure.name or UNNAMED, taken, of)
            claim = TextClaim(replace(figure, period=level.period, status=""), name, column=level.column)
        elif (claim.figure.period, claim.column) != (level.period, level.column):
            return
        fixed = tie.table.fixed(tie.columns[0])
        rules = ((f"{in_rule(claim.measure)}{fixed} = {'-' * (tie.sign < 0)}{in_rule(level.measure)}{fixed}", "skip"),)
        if rules[0] in told:  # another figure of its measure says it
            return
        told.add(rules[0])
    claims[tie.figure] = claim
    place = f"{claim.place}; {tie.table.row_place(tie.row)}"
    terms = (claim.words, tie.row.label, *(column.label for column in tie.columns))
    kind = "tie" if rules else figure.stat
    draft.relations.append(DraftedRelation(kind, place, terms, tie.why, round(tie.strength, 1), rules))
