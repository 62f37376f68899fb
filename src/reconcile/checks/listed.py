"""Findings that are few and made at once, in the shape of a block."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from reconcile.checks.finding import Finding
from reconcile.exact.columns import Array


@dataclass
class Listed:
    """A block whose findings stand ready."""

    check: str
    findings: list[Finding] = field(default_factory=list)
    rule: int | None = None

    @cached_property
    def verdict(self) -> Array:
        return np.array([finding.verdict for finding in self.findings], dtype=np.int8)

    @property
    def used(self) -> Array:
        """The claims that the findings name."""
        return np.array([claim for finding in self.findings for claim in finding.claims], dtype=np.int64)

    def finding(self, row: int) -> Finding:
        return self.findings[row]
