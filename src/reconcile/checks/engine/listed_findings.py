"""Findings without arithmetic in the shape of a block: those that stand ready, and those that are left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reconcile.checks.engine.block import tied_claims
from reconcile.checks.engine.cells import Cells
from reconcile.checks.finding import WordedFinding
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Array, Ints


@dataclass
class Listed:
    """A block whose findings stand ready."""

    check: str
    findings: list[WordedFinding] = field(default_factory=list)
    rule: int | None = None

    @cached_property
    def verdict(self) -> Array:
        return np.array([finding.verdict for finding in self.findings], dtype=np.int8)

    @property
    def used(self) -> Array:
        """The claims that the findings name."""
        return np.array([claim for finding in self.findings for claim in finding.claims], dtype=np.int64)

    def finding(self, row: int) -> WordedFinding:
        return self.findings[row]


@dataclass
class Open:
    """Bindings that nothing decides, as columns; why is said of those that are shown."""

    check: str
    cells: Cells
    tied: tuple[Ints, ...]  # rows of the cells that they name, ABSENT where none is
    heads: Ints  # (n,) a cell of each binding, which tells its place, period and status
    views: Ints  # (n,) a source's code, or ACROSS
    finding: Callable[[int], WordedFinding]
    rule: int | None = None
    name: str = ""  # of what would tie the figures, as it is written

    @cached_property
    def verdict(self) -> Array:
        return np.full(len(self.heads), UNCHECKED, dtype=np.int8)

    @property
    def used(self) -> Ints:
        return tied_claims(self.cells, self.tied)
