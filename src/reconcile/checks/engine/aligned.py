"""A rule's terms laid beside each other straight from the table of claims, where they differ in measure alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.alignment import Matches, Term
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.deciding import ABSENT
from reconcile.checks.engine.layout import Layout
from reconcile.checks.engine.rule_terms import spoken_of, where_holds
from reconcile.exact.columns import Bools, Ints
from reconcile.language.rules import Rule

Columns = slice | Ints  # of the table


class Piece(NamedTuple):
    """What one source says of a rule's measures in one way."""

    stand: int
    source: int
    slots: list[int]  # of each term its row of the table, ABSENT where there is none
    columns: Columns  # where it says all that the rule needs


class Lack(NamedTuple):
    """Where no source by itself says all that a rule needs in one way, although several terms are reported."""

    stand: int
    slots: list[Ints]  # of each term its rows of the table, by source
    columns: Ints
    reported: Bools  # (terms, columns) whether any source reports the term


class Pieces(NamedTuple):
    """Where single sources say all that a rule needs, and where none does."""

    pieces: list[Piece]
    lacks: list[Lack]


def pieces_of(store: Store, layout: Layout, rule: Rule, terms: Sequence[Term]) -> Pieces | None:
    """Align the terms in each source's view; None where no claim has any of their measures."""
    slots, columns = layout.slots, layout.columns
    spoken = spoken_of(store, rule, slots.stat, slots.base)
    measures = [ABSENT if term.constant else store.measure.find(term.measure) for term in terms]
    wanted = spoken & np.isin(slots.measure, [code for code in measures if code != ABSENT])
    if not wanted.any():
        return None
    allowed = where_holds(store, rule, layout.place(), layout.period()) if rule.where else None
    nowhere, everywhere = np.zeros(columns, dtype=bool), np.ones(columns, dtype=bool)
    pieces: list[Piece] = []
    lacks: list[Lack] = []
    for stand in np.unique(layout.stand[wanted]):
        here = np.flatnonzero(wanted & (layout.stand == stand))
        reported = np.zeros((len(terms), columns), dtype=bool)
        done = nowhere
        for source in np.unique(slots.source[here]):
            row = {int(slots.measure[slot]): int(slot) for slot in here[slots.source[here] == source]}
            of_term = [row.get(code, ABSENT) for code in measures]
            present = np.stack(
                [
                    everywhere if term.constant else nowhere if slot == ABSENT else layout.there[slot]
                    for term, slot in zip(terms, of_term, strict=True)
                ]
            )
            if allowed is not None:
                present &= allowed
            complete = complete_terms(rule, present, terms)
            reported |= present
            done = done | complete
            kept: Columns = slice(None) if complete.all() else np.flatnonzero(complete)
            pieces.append(Piece(int(stand), int(source), of_term, kept))
        said = reported[[not term.constant for term in terms]].sum(axis=0)
        # Of a rule of which one term alone is reported, nothing is said.
        lacking = np.flatnonzero(~done & (said > min(1, len(terms) - 1)))
        if len(lacking):
            of_terms = [here[slots.measure[here] == code] for code in measures]
            lacks.append(Lack(int(stand), of_terms, lacking, reported[:, lacking]))
    return Pieces(pieces, lacks)


def aligned(store: Store, layout: Layout, rule: Rule, terms: Sequence[Term], one: int) -> tuple[Matches, Bools] | None:
    """The same as rows of cells, and the sites (sites,) at which no source says all; None as above.

    ``one`` is the row of the cells that stands for the number 1.
    """
    found = pieces_of(store, layout, rule, terms)
    if found is None:
        return None
    everywhere = np.arange(layout.columns)
    nowhere, lone = np.full(layout.columns, ABSENT), np.full(layout.columns, one)
    cells: list[Ints] = []
    sources: list[Ints] = []
    sites: list[Ints] = []
    for piece in found.pieces:
        cell = np.stack(
            [
                lone if term.constant else nowhere if slot == ABSENT else layout.claim[slot]
                for term, slot in zip(terms, piece.slots, strict=True)
            ],
            dtype=np.int64,
        )
        kept = everywhere[piece.columns]
        cells.append(cell[:, piece.columns])
        sources.append(np.full(len(kept), piece.source))
        sites.append(piece.stand * layout.columns + kept)
    matches = Matches(np.concatenate(cells, axis=1).T, None, np.concatenate(sources), np.concatenate(sites))
    lacking = np.zeros((layout.stands, layout.columns), dtype=bool)
    for lack in found.lacks:
        lacking[lack.stand, lack.columns] = True
    return matches, lacking.reshape(-1)


def complete_terms(rule: Rule, present: Bools, terms: Sequence[Term]) -> Bools:
    """(n,) of (t, n): whether all that the rule needs is reported; its right side comes first."""
    if rule.missing != "zero":
        return np.asarray(np.logical_and.reduce(present), dtype=bool)
    split = len(rule.right)
    parts = [row for row, term in zip(present[:split], terms, strict=False) if not term.constant]
    whole = np.logical_and.reduce(present[split:])
    return np.asarray(whole & np.logical_or.reduce([np.zeros_like(whole), *parts]), dtype=bool)
