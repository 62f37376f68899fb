"""Bindings on quantities whose claims contradict each other: each of these claims is tried in turn.

Where a binding fits none of them it is a conflict, whichever is right; where it fits some, it stays undecided and says
which. A trial is a binding like any other, over cells that hold one claim each, and the kernel decides it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from decimal import localcontext
from functools import cached_property
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.bindings import (
    Title,
    asked_by_any,
    excess_beyond,
    fractional,
    relations_of,
    revised_since,
    revised_words,
    slack,
)
from reconcile.checks.engine.block import Asked, Block, ClaimBindings
from reconcile.checks.engine.cell_parts import CellParts
from reconcile.checks.engine.cells import Cells, Judged
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.grid import Scaled, scaled_one
from reconcile.checks.engine.kernel import Operand, decide_bindings
from reconcile.checks.engine.relation import Relation
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import CONFLICT, UNCHECKED
from reconcile.checks.wording.behind_binding import BehindBinding
from reconcile.checks.wording.decimal_relations import EXACTLY
from reconcile.checks.wording.fits import called, fit_words
from reconcile.checks.wording.scales import units_of_last_digit
from reconcile.checks.wording.sentences import trial_words
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.tolerances import Tolerance

COMBINATIONS = 64  # of contradicting claims, up to which all are tried

_SHOWN = 3  # trials that a message has in full


def contested(
    check: str,
    store: Store,
    cells: Cells,
    operands: Sequence[Operand],
    relation: int,
    *,
    heads: Ints,
    views: Ints,
    title: Callable[[int], Title],
    reported: int = 1,
    rule: int | None = None,
    name: str = "",
    over: int = 1,
    tolerance: Tolerance | None = None,
    called: Callable[[int, int], str] | None = None,
) -> Block:
    """Try Σ operand against zero, a row each, with each of the claims that contradict each other.

    All is as in ``bound``; ``called`` gives the name of a cell in a column, None its measure.
    """
    trials = _trials(store, cells, operands, relation, tolerance, reported)
    fails = np.ones(len(heads), dtype=bool)
    fails[trials.row[trials.verdict != CONFLICT]] = False
    verdict = np.where(fails & ~trials.too_many, CONFLICT, UNCHECKED).astype(np.int8)
    tied = tuple(column for one in operands for column in one.tied)
    tried = Contested(check, store, cells, tied, trials, verdict, relation, title, reported, over, called, tolerance)
    tried.revised |= revised_since(store, verdict, views, tried.claims)
    return Block(
        check,
        verdict,
        tried.finding,
        cells,
        tied,
        heads=heads,
        views=views,
        bindings=tried,
        rule=rule,
        name=name,
    )


@dataclass
class Contested:
    """Bindings that cannot take one reading of each quantity."""

    check: str
    store: Store
    cells: Cells
    tied: tuple[Ints, ...]
    trials: Trials
    verdict: Array
    relation: int
    title: Callable[[int], Title]
    reported: int
    over: int
    called: Callable[[int, int], str] | None
    tolerance: Tolerance | None = None
    around: ClaimBindings | None = None  # all that binds the claims, these bindings among it
    revised: dict[int, int] = field(default_factory=dict)  # by row that is open since a release was revised, its source

    def claims(self, row: int) -> tuple[int, ...]:
        """The claims that a row ties, all that contradict each other among them."""
        cells = (int(column[row]) for column in self.tied)
        return tuple(dict.fromkeys(claim for cell in cells if cell != ABSENT for claim in self.cells.claims(cell)))

    def asked(self, row: int, claim: int) -> Asked | None:
        """What a row asks of one of its claims: that one of the trials holds."""
        if int(self.verdict[row]) != CONFLICT:
            return None
        trials = np.flatnonzero(self.trials.row == row).tolist()
        return asked_by_any(self.store, [self._relation(one) for one in trials], claim)

    def relations(self, row: int, claims: Collection[int]) -> list[Relation]:
        """The trials of a row, where all that contradict each other are among these claims; each as it would be."""
        tried = self.trials
        mine = np.flatnonzero(tried.row == row)
        others = tried.claim[mine]
        if not np.isin(others[others != ABSENT], list(claims)).all():
            return []
        return [fractional(self._relation(int(one))) for one in mine[:1]]

    def _fits(self, row: int, claims: Sequence[int]) -> dict[int, bool]:
        """Whether each of some claims is in a trial that holds."""
        tried = self.trials
        good = (tried.row == row) & (tried.verdict < UNCHECKED)
        return {claim: bool((tried.claim[good] == claim).any()) for claim in claims}

    def finding(self, row: int) -> WordedFinding:
        with localcontext(EXACTLY):
            return self._finding(row)

    def _finding(self, row: int) -> WordedFinding:
        title, claims, verdict = self.title(row), self.claims(row), int(self.verdict[row])
        sources = self.store.sources_of(claims)
        found = WordedFinding(
            title.id(sources),
            self.check,
            verdict,
            "",
            claims,
            rule=title.rule,
            rule_number=title.rule_number,
            quantity=title.quantity,
            status=title.status,
            sources=sources,
        )
        if verdict == UNCHECKED:
            why = self._undecided(row)
            return replace(found, message=f"{title.rule}: {why}" if self.check == "identity" else why)
        relations = [self._relation(int(one)) for one in np.flatnonzero(self.trials.row == row)]
        slacks = [slack(one) for one in relations]
        beyond = [excess_beyond(one, *its) for one, its in zip(relations, slacks, strict=True)]
        which = min(range(len(relations)), key=beyond.__getitem__)  # the trial that comes nearest
        nearest, (residual, allowed), excess = relations[which], slacks[which], beyond[which]
        reported = next(part.figure for part in reversed(nearest.parts) if part.figure)
        return replace(
            found,
            message=title.sentence(trial_words(relations, _SHOWN), sources),
            residual=residual,
            allowed=allowed,
            excess=excess,
            excess_units=units_of_last_digit(excess, reported.step),
            unit=reported.unit,
            behind=BehindBinding(self.store, UNCHECKED, lambda: nearest, by_ends=False),
        )

    def _undecided(self, row: int) -> str:
        cells = [int(column[row]) for column in self.tied]
        broken = {cell: column for column, cell in enumerate(cells) if cell != ABSENT and self.cells.broken[cell]}
        names = dict.fromkeys(self._quantity(cell, column) for cell, column in broken.items())
        said = f"the claims of {' and '.join(names)} contradict each other"
        if row in self.revised:
            return f"{said}; {revised_words(self.store, self.revised[row])}"
        if self.trials.too_many[row]:
            return f"{said}; they are too many to try each with each (more than {COMBINATIONS} ways)"
        name = called(self.check, self._relation(int(np.flatnonzero(self.trials.row == row)[0])))
        for cell in broken:
            fits = self._fits(row, self.cells.claims(cell))
            if any(fits.values()):
                said += f"; {fit_words(self.store, name, fits)}"
        return said

    def _quantity(self, cell: int, column: int) -> str:
        return self.called(cell, column) if self.called else self.store.measure.values[self.cells.keys.measure[cell]]

    @cached_property
    def _relation(self) -> Callable[[int], Relation]:
        """What makes a trial's scalars."""
        tried = self.trials
        sides = self.relation, self.reported, self.over
        return relations_of(CellParts(self.store, tried.cells), tried.operands, *sides, self.tolerance)


class Trials(NamedTuple):
    """Each row with each combination of its contradicting claims."""

    cells: Cells
    operands: Sequence[Operand]
    row: Ints  # (m,) of the bindings
    claim: Ints  # (m, t) the claim that is tried in each column, ABSENT where all of a cell's stand together
    verdict: Array  # (m,)
    too_many: Bools  # (n,) rows of which not all were tried


def _trials(
    store: Store,
    cells: Cells,
    operands: Sequence[Operand],
    relation: int,
    tolerance: Tolerance | None,
    reported: int,
) -> Trials:
    tied = np.stack([column for one in operands for column in one.tied], axis=1)
    broken = cells.broken[tied] & (tied != ABSENT)
    choices = np.where(broken, cells.counts[tied], 1)
    ways = choices.astype(np.float64).prod(axis=1)
    too_many = ways > COMBINATIONS
    rows = np.flatnonzero(~too_many)
    ways = ways[rows].astype(np.int64)
    row = np.repeat(rows, ways)
    way = np.arange(len(row)) - np.repeat(np.cumsum(ways) - ways, ways)
    claim = np.full((len(row), tied.shape[1]), ABSENT)
    for column in range(tied.shape[1]):
        which = way % choices[row, column]
        way = way // choices[row, column]
        there = broken[row, column]
        claim[there, column] = cells.order[cells.starts[tied[row[there], column]] + which[there]]
    alone_, cell = _cells_of(store, cells, tied[row], claim)
    spread = iter(cell.T)
    made = [one.only(row).on(spread) for one in operands]
    decided = decide_bindings(alone_, made, relation, tolerance, reported) if len(row) else None
    verdict = np.zeros(0, dtype=np.int8) if decided is None else decided.verdict
    return Trials(alone_, made, row, claim, verdict, too_many)


def _cells_of(store: Store, cells: Cells, tied: Ints, claim: Ints) -> tuple[_Few, Ints]:
    """The cells that are tied, and one for each claim that is tried; and the place of each of them."""
    whole, tried = (tied != ABSENT) & (claim == ABSENT), claim != ABSENT
    kept, at = np.unique(tied[whole], return_inverse=True)
    ones, one_at = np.unique(claim[tried], return_inverse=True)
    place = np.full(tied.shape, ABSENT)
    place[whole], place[tried] = at.reshape(-1), len(kept) + one_at.reshape(-1)
    counts = np.concatenate((cells.counts[kept], np.ones(len(ones), dtype=np.int64)))
    order = np.concatenate((cells.members(kept), ones))
    return _Few(store, order, counts, cells.hedged[kept]), place


class _Few(Cells):
    """A few cells of another table, and some with one claim each, none of them broken."""

    def __init__(self, store: Store, order: Ints, counts: Ints, hedged: Bools) -> None:
        self.store, self._order, self._counts, self._hedged = store, order, counts, hedged

    def __len__(self) -> int:
        return len(self._counts)

    @property
    def starts(self) -> Ints:
        return np.asarray(np.cumsum(self._counts) - self._counts, dtype=np.int64)

    @cached_property
    def order(self) -> Ints:
        return self._order

    @property
    def single(self) -> bool:
        return False

    @cached_property
    def counts(self) -> Ints:
        return self._counts

    @cached_property
    def lead(self) -> Ints:
        lead = np.full(len(self), ABSENT)
        there = self._counts > 0  # the number 1 has no claim
        lead[there] = self._order[self.starts[there]]
        return lead

    @cached_property
    def scaled(self) -> Scaled:
        if (self._counts > 0).all():
            return super().scaled
        there = np.flatnonzero(self._counts > 0)
        some = _Few(self.store, self._order, self._counts[there], self._hedged[:0]).scaled
        one, fits = scaled_one(some.exponent)
        columns = [np.full(len(self), one) for _ in range(3)]
        for column, had in zip(columns, (some.printed, some.low, some.high), strict=True):
            column[there] = had
        plain = np.full(len(self), fits)
        plain[there] = some.plain
        return Scaled(columns[0], plain, some.exponent, None, (columns[1], columns[2]))

    @cached_property
    def judged(self) -> Judged:
        hedged = self.store.nearly[self.lead] & (self._counts > 0)
        hedged[: len(self._hedged)] = self._hedged
        never = np.zeros(len(self), dtype=bool)
        return Judged(never, ~never, hedged)
