"""Cells as parts of relations: in decimals where their figures are plain, else in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from reconcile.checks.engine.cells import Cells
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.readings import Reading
from reconcile.checks.engine.relation import Part
from reconcile.checks.wording.decimal_relations import PreparedParts, plain_parts
from reconcile.exact.columns import Ints
from reconcile.exact.interval import Interval

_ONE = Interval(Fraction(1), Fraction(1))


class CellParts(PreparedParts):
    """The parts that cells are; the last cell, the number 1, has no figure."""

    def __init__(self, store: Store, cells: Cells) -> None:
        super().__init__()
        self.store, self.cells = store, cells

    def plain(self, numbers: Ints) -> list[Part | None]:
        cells = self.cells.table_for(numbers)
        lead = cells.lead[numbers]
        claims: list[tuple[int, ...]] = [(one,) for one in lead.tolist()]
        for several in np.flatnonzero(cells.counts[numbers] > 1).tolist():
            claims[several] = tuple(cells.claims(int(numbers[several])))
        return plain_parts(self.store, cells.scaled, numbers, lead, claims)

    def exact(self, number: int) -> Part:
        cells, store = self.cells.table_of(number), self.store
        lead = int(cells.lead[number])
        if lead < 0:
            return Part(Reading(_ONE, _ONE, _ONE), None)
        claims, own = tuple(cells.claims(number)), store.reading_of(lead)
        face, wide = own.face, own.wide
        for claim in claims:
            if claim != lead:
                other = store.reading_of(claim)
                face, wide = face & other.face, wide & other.wide
        return Part(Reading(own.printed, face, wide), store.figures[lead], claims, lead, bool(store.truncated[lead]))
