"""A rule's terms laid beside each other straight from the table of claims, where they differ in measure alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reconcile.checks.bindings import ABSENT
from reconcile.checks.layout import Layout
from reconcile.checks.matching import Matches, Term
from reconcile.checks.store import Store
from reconcile.checks.terms import spoken_of, where_holds
from reconcile.exact.columns import Bools, Ints
from reconcile.language.rules import Rule


class Aligned(NamedTuple):
    """Where single sources say all that a rule needs, and the sites at which none does although terms are reported."""

    matches: Matches
    open: Bools  # (sites,)


def aligned(store: Store, layout: Layout, rule: Rule, terms: Sequence[Term], one: int) -> Aligned | None:
    """Align the terms in each source's view; None where no claim has any of their measures.

    ``one`` is the row of the cells that stands for the number 1.
    """
    slots, columns = layout.slots, layout.columns
    spoken = spoken_of(store, rule, slots.stat, slots.base)
    measures = [ABSENT if term.constant else store.measure.find(term.measure) for term in terms]
    wanted = spoken & np.isin(slots.measure, [code for code in measures if code != ABSENT])
    if not wanted.any():
        return None
    allowed = where_holds(store, rule, layout.place(), layout.period()) if rule.where else None
    lone = np.full(columns, one) if any(term.constant for term in terms) else _NONE
    nowhere, lacking = np.full(columns, ABSENT), np.zeros((layout.stands, columns), dtype=bool)
    cells: list[Ints] = []
    sources: list[Ints] = []
    sites: list[Ints] = []
    for stand in np.unique(layout.stand[wanted]):
        here = np.flatnonzero(wanted & (layout.stand == stand))
        reported = np.zeros((len(terms), columns), dtype=bool)
        done = np.zeros(columns, dtype=bool)
        for source in np.unique(slots.source[here]):
            row = {int(slots.measure[slot]): layout.claim[slot] for slot in here[slots.source[here] == source]}
            cell = np.stack(
                [lone if term.constant else row.get(code, nowhere) for term, code in zip(terms, measures, strict=True)]
            )
            present = cell != ABSENT
            if allowed is not None:
                present &= allowed
            reported |= present
            complete = complete_terms(rule, present, terms)
            done |= complete
            kept = np.flatnonzero(complete)
            cells.append(cell if len(kept) == columns else cell[:, kept])
            sources.append(np.full(len(kept), source))
            sites.append(stand * columns + kept)
        said = reported[[not term.constant for term in terms]].sum(axis=0)
        # Of a rule of which one term alone is reported, nothing is said.
        lacking[stand] = ~done & (said > min(1, len(terms) - 1))
    matches = Matches(np.concatenate(cells, axis=1).T, None, np.concatenate(sources), np.concatenate(sites))
    return Aligned(matches, lacking.reshape(-1))


def complete_terms(rule: Rule, present: Bools, terms: Sequence[Term]) -> Bools:
    """(n,) of (t, n): whether all that the rule needs is reported; its right side comes first."""
    if rule.missing != "zero":
        return np.asarray(np.logical_and.reduce(present), dtype=bool)
    split = len(rule.right)
    parts = [row for row, term in zip(present[:split], terms, strict=False) if not term.constant]
    whole = np.logical_and.reduce(present[split:])
    return np.asarray(whole & np.logical_or.reduce([np.zeros_like(whole), *parts]), dtype=bool)


_NONE: Ints = np.zeros(0, dtype=np.int64)
