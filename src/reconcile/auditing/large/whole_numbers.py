"""Findings about a part of a ledger, with the claims' numbers in the whole."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from reconcile.checks.finding import Behind, Comparison, Contribution, ProposedRepair, WordedFinding
from reconcile.checks.wording.missed_errors import Missed
from reconcile.exact.columns import Ints


class BehindPart(NamedTuple):
    """What stands behind a finding about a part, with the claims' numbers in the whole."""

    behind: Behind
    rows: Ints

    @property
    def repairs(self) -> tuple[ProposedRepair, ...]:
        return tuple(replace(repair, claim=int(self.rows[repair.claim])) for repair in self.behind.repairs)

    @property
    def terms(self) -> tuple[Contribution, ...]:
        return tuple(replace(term, claim=int(self.rows[term.claim])) for term in self.behind.terms)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return self.behind.comparisons

    @property
    def missed(self) -> tuple[Missed, ...]:
        return tuple(one._replace(claim=int(self.rows[one.claim])) for one in self.behind.missed)


def in_whole(finding: WordedFinding, rows: Ints, behind: Behind | None = None) -> WordedFinding:
    """A finding about a part with the claims' numbers in the whole."""
    return replace(
        finding,
        claims=tuple([int(rows[claim]) for claim in finding.claims]),
        behind=behind or BehindPart(finding.behind, rows),
    )
