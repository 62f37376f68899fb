"""One relation of the joint system, wherever it holds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from reconcile.checks.engine.kernel import EQUAL, UPPER
from reconcile.checks.engine.table import ABSENT
from reconcile.checks.joint.unknowns import Quantities
from reconcile.exact.columns import Bools, Ints


class Tie(NamedTuple):
    """What a relation is called, for the words of a proof."""

    check: str
    text: str


@dataclass(frozen=True, slots=True)
class JointRelation:
    """One relation wherever it holds: Σ weight × unknown against 0, a row for each place of it.

    ``cell`` (n, t) holds the number of an unknown, or ABSENT: what stands there is not known to anyone, and only its
    sign may be. The last unknown stands for the number 1.
    """

    tie: Tie
    cell: Ints
    weights: tuple[Fraction, ...]
    relation: int
    unsigned: Bools  # (n, t) whether what stands there cannot be negative
    plain: Bools  # (t,) whether the term is in the unit of the others
    lacking: Quantities  # unknowns that the relation would need, to bind in full

    def __len__(self) -> int:
        return len(self.cell)

    @property
    def ends(self) -> tuple[Bools, Bools]:
        """(n,) whether the sum of what is known must be at least 0, and at most 0.

        A term that is not known, but not negative, makes an equation a bound; one of either sign leaves nothing.
        """
        absent = self.cell == ABSENT
        up = np.array([weight > 0 for weight in self.weights], dtype=bool)
        low = ~(absent & (up | ~self.unsigned)).any(axis=1) & (self.relation == EQUAL or self.relation in UPPER)
        high = ~(absent & (~up | ~self.unsigned)).any(axis=1) & (self.relation not in UPPER)
        return low, high
