"""Vintages: one quantity at several statuses. Mature figures replace earlier ones; targets are met or missed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.block import Block
from reconcile.checks.engine.cells import Cells, cell_keys, cell_title
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Readings
from reconcile.checks.engine.table import ACROSS
from reconcile.checks.finding import WordedFinding
from reconcile.checks.targets import allowed_columns, outcome_words
from reconcile.checks.verdicts import EXACT, HEDGE, REVISION, ROUNDING, UNCHECKED
from reconcile.checks.wording.decimal_relations import ClaimParts
from reconcile.checks.wording.round_numbers import only_if_round
from reconcile.checks.wording.scales import Scale, approximately
from reconcile.exact.column_arithmetic import meet
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.codelists import FIRST_OUTCOME, STATUSES
from reconcile.language.ids import quoted
from reconcile.ledger.store.codes import Ranged, combined


def vintages(store: Store, across: Cells) -> list[Block]:
    """Pairs of cells that report one quantity at two statuses.

    Each outcome is held against the next more mature one, each target or forecast against the most mature outcome.
    """
    said = across.table.ways.status
    if not len(across) or said.min() == said.max():
        return []
    keys = across.keys
    columns = (keys.measure, keys.place, keys.period, keys.stat, keys.base)
    counts = [len(c.values) for c in (store.measure, store.place, store.period, store.stat, store.base)]
    key = combined([Ranged(codes, count + 1, -1) for codes, count in zip(columns, counts, strict=True)])
    order = np.lexsort((keys.status, key))
    key, status = key[order], keys.status[order]
    same = key[:-1] == key[1:]
    outcome = status >= FIRST_OUTCOME
    first = np.flatnonzero(same & outcome[:-1])
    last = np.searchsorted(key, key, side="right") - 1  # of each group, the most mature
    planned = np.flatnonzero(~outcome & outcome[last])
    pairs = [(order[first], order[first + 1]), (order[planned], order[last[planned]])]
    return [_block(Vintages(store, across, *pair)) for pair in pairs if len(pair[0])]


def releases(store: Store, own: Cells) -> list[Block]:
    """Pairs of cells of two releases of a series that follow each other, and report one quantity at one status."""
    if store.latest is None or not len(own):
        return []
    rows = np.flatnonzero(store.series[own.keys.source])
    if not len(rows):
        return []
    one = cell_keys(own, rows)
    first, last, series = (days[one.source] for days in (store.first_days, store.last_days, store.series))
    columns = (series, one.status, one.measure, one.place, one.period, one.stat, one.base)
    order = np.lexsort((first, last, *columns[::-1]))
    same = np.logical_and.reduce([column[order][:-1] == column[order][1:] for column in columns])
    pair = np.flatnonzero(same & (last[order][:-1] < first[order][1:]))
    pairs = Vintages(store, own, rows[order[pair]], rows[order[pair + 1]])
    return [_block(pairs)] if len(pair) else []


def _block(pairs: Vintages) -> Block:
    tied, views = (pairs.earlier, pairs.later), np.full(len(pairs.later), ACROSS)
    return Block("agreement", pairs.verdict, pairs.finding, pairs.cells, tied, heads=pairs.later, views=views)


class _Sources(NamedTuple):
    """The sources of one cell of each pair, those of one beside each other."""

    source: Ints  # of each claim
    pair: Ints  # of each claim
    begins: Ints  # of each pair


@dataclass
class Vintages:
    """Pairs of cells of one quantity; ``later`` is the more mature."""

    store: Store
    cells: Cells
    earlier: Ints
    later: Ints

    @cached_property
    def planned(self) -> Bools:
        status = self.cells.keys.status
        return np.asarray((status[self.earlier] < FIRST_OUTCOME) & (status[self.later] >= FIRST_OUTCOME), dtype=bool)

    @cached_property
    def common(self) -> Readings:
        a, b = (self.cells.reading(rows) for rows in (self.earlier, self.later))
        lead = self.cells.lead[self.earlier]
        target = self.planned & (self.cells.keys.status[self.earlier] == STATUSES.index("target"))
        a = Readings(*(allowed_columns(one, target, self.store.figures.qualifier[lead]) for one in a))
        return Readings(*(meet(one, other) for one, other in zip(a, b, strict=True)))

    @cached_property
    def verdict(self) -> Array:
        cells, figures = self.cells, self.store.figures
        verdict, apart = np.full(len(self.earlier), REVISION, dtype=np.int8), self.common.wide.empty
        hedged = cells.hedged[self.earlier] | cells.hedged[self.later]
        verdict[~apart] = HEDGE
        verdict[~self.common.face.empty & ~hedged] = ROUNDING
        leads = [cells.lead[rows] for rows in (self.earlier, self.later)]
        plain = (figures.qualifier[leads[0]] == 0) & (figures.qualifier[leads[1]] == 0)
        verdict[plain & ~self.planned] = REVISION  # two plain numbers that differ: the later one replaces the other
        verdict[~self.common.printed.empty] = EXACT
        revised = np.flatnonzero((verdict == REVISION) & ~self.planned)
        open_ = revised[~self._in_order(revised)]
        # Whether or not one replaces the other, figures that meet do not contradict each other.
        meeting = np.where(self.common.face.empty[open_], HEDGE, ROUNDING)  # round numbers meet beyond rounding
        verdict[open_] = np.where(apart[open_], UNCHECKED, meeting)
        unfit = (
            cells.broken[self.earlier] | cells.broken[self.later] | (cells.unit[self.earlier] != cells.unit[self.later])
        )
        verdict[unfit] = UNCHECKED
        return verdict

    def _in_order(self, rows: Ints) -> Bools:
        """Of some pairs, whether the more mature figure surely appeared later, or both stand in one document."""
        if not len(rows):
            return np.zeros(0, dtype=bool)
        starts, ends = self.store.first_days, self.store.last_days
        early, late = (self._sources(cells[rows]) for cells in (self.earlier, self.later))
        first = np.minimum.reduceat(ends[early.source], early.begins)
        last = np.maximum.reduceat(starts[late.source], late.begins)
        both = np.isin(late.pair * len(ends) + late.source, early.pair * len(ends) + early.source)
        return np.asarray((first <= last) | np.logical_or.reduceat(both, late.begins), dtype=bool)

    def _sources(self, cells: Ints) -> _Sources:
        counts = self.cells.counts[cells]
        source = self.store.source.code[self.cells.members(cells)].astype(np.int64)
        return _Sources(source, np.repeat(np.arange(len(cells)), counts), np.cumsum(counts) - counts)

    def finding(self, row: int) -> WordedFinding:
        store, verdict = self.store, int(self.verdict[row])
        before, after = int(self.earlier[row]), int(self.later[row])
        a, b = (store.figures[int(self.cells.lead[cell])] for cell in (before, after))
        keys = self.cells.keys
        statuses = [STATUSES[keys.status[cell]] for cell in (before, after)]
        name, quantity, _ = cell_title(store, self.cells, before)
        scale = Scale.of((a, b))
        said = " → ".join(
            f"{scale.figure(figure)} ({status}, {self._lead_source(cell)})"
            for figure, status, cell in zip((a, b), statuses, (before, after), strict=True)
        )
        difference = None
        if verdict == UNCHECKED:
            message = f"{said}: {self._why_open(before, after)}"
        elif self.planned[row]:
            wides = self.cells.reading(np.array([before, after])).wide
            message = f"{said}{scale.bracket}: {outcome_words(wides[0], wides[1], a, statuses[0])}"
        else:
            difference = b.value - a.value
            message = f"{said}{scale.bracket}: {self._said(row, verdict, scale)}"
        return WordedFinding(
            f"{name}:{self._step(before, after)}",
            "agreement",
            verdict,
            message,
            (*self._claims(before), *self._claims(after)),
            quantity=quantity,
            status=statuses[1],
            residual=difference,
            unit=b.unit,
        )

    def _step(self, before: int, after: int) -> str:
        """From what to what, as ids have it: a status, or of one status the release of a series."""
        statuses = [STATUSES[self.cells.keys.status[cell]] for cell in (before, after)]
        if statuses[0] != statuses[1]:
            return f"{statuses[0]}-to-{statuses[1]}"
        sources = (quoted(self.store.source.values[self.cells.keys.source[cell]]) for cell in (before, after))
        return f"{statuses[0]}:{'-to-'.join(sources)}"

    def _claims(self, cell: int) -> list[int]:
        """The claims of a cell, first the one that the message speaks of."""
        lead = int(self.cells.lead[cell])
        return [lead, *(claim for claim in self.cells.claims(cell) if claim != lead)]

    def _lead_source(self, cell: int) -> str:
        return self.store.source[int(self.cells.lead[cell])]

    def _said(self, row: int, verdict: int, scale: Scale) -> str:
        if verdict == EXACT:
            return "confirmed"
        leads = [int(self.cells.lead[cells[row]]) for cells in (self.earlier, self.later)]
        if verdict == HEDGE:
            parts = ClaimParts(self.store).of(leads, plain=False)
            round_ = only_if_round(parts, scale, lambda each: not (each[0] & each[1]).empty)
            return f"agree {round_ or 'only by the slack of an approximate word'}"
        if verdict != REVISION:
            return "agree within rounding"
        a, b = (self.store.figures[lead] for lead in leads)
        difference = b.value - a.value
        sign = "+" if difference > 0 else "−"
        size = scale.number(abs(difference), min(step for step in (a.step, b.step)))
        points = " points" if b.unit == "percent" else ""
        part = "" if points or a.value <= 0 else f" ({sign}{approximately(abs(difference) / a.value * 100, 1)} %)"
        words = f"revised {'up' if difference > 0 else 'down'}, {sign}{size}{points}{part}"
        meets = not self.common.wide[row].empty
        return f"{words}; rounding alone could explain it" if meets else words

    def _why_open(self, before: int, after: int) -> str:
        if self.cells.broken[before] or self.cells.broken[after]:
            return "the claims of one status contradict each other"
        if self.cells.unit[before] != self.cells.unit[after]:
            return "their units differ"
        return "they differ, and the dates published do not say that the more mature figure is the later one"
