"""Single findings, for whoever looks at one."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from reconcile.faces.claim_objects import Claim
from reconcile.reports.amounts import number
from reconcile.reports.evidence_text import evidence
from reconcile.reports.explanation import explain
from reconcile.reports.meanings import MEANS
from reconcile.reports.notebook import finding_html
from reconcile.reports.terminal import TerminalLine, render

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reconcile.auditing import Entry, Result
    from reconcile.checks.joint.certificate import Certificate


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of one claim that would mend a conflict; it need not be right.

    Both numbers are in base units. ``slip`` names the known mistake that would turn the one into the other.

    >>> Repair("report:trade:2024", Fraction(768), Fraction(786), "two digits swapped", "768 → 786").slip
    'two digits swapped'
    """

    claim: str
    printed: Fraction
    instead: Fraction
    slip: str | None
    words: str


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Finding:
    """The outcome of one comparison, with its evidence. Numbers are exact, in base units of ``unit``.

    ``certificate`` is the proof of a joint conflict, which `reconcile.verify` checks; other findings have none.

    >>> import pandas as pd, reconcile as rc
    >>> claims = pd.DataFrame({"source": "a", "measure": ["trade", "exports", "imports"], "period": "2024"})
    >>> claims = claims.assign(value=["783.3", "403.7", "376.9"], decimals=1)
    >>> audit = rc.audit(rc.Ledger.from_frames(claims, rules=["trade = exports + imports"]))
    >>> finding = audit.finding("identity:trade=exports+imports:2024:final:a")
    >>> finding.verdict, finding.residual, finding.allowed
    ('conflict', Fraction(-27, 10), Fraction(3, 20))
    >>> finding.repairs[0].words, finding.repairs[0].slip
    ('376.9 → 379.6', 'two digits swapped')
    >>> [claim.id for claim in finding.claims]
    ['a:exports:2024', 'a:imports:2024', 'a:trade:2024']
    """

    id: str
    check: str
    verdict: str
    rule: str
    quantity: dict[str, str]
    status: str
    message: str
    residual: Fraction | None
    allowed: Fraction | None
    excess: Fraction | None
    unit: str
    claims: tuple[Claim, ...]
    repairs: tuple[Repair, ...]
    certificate: Certificate | None
    accepted: str | None
    file: str
    line: int | None
    _entry: Entry = field(kw_only=True)
    _result: Result = field(kw_only=True)

    @classmethod
    def of(cls, entry: Entry, result: Result) -> Finding:
        """Make one of what a report shows."""
        ids = result.ledger.claims["claim"]
        rows = {str(ids.iloc[row]): int(row) for row in np.flatnonzero(ids.isin(entry.claims))}
        return cls(
            id=entry.finding,
            check=entry.check,
            verdict=entry.verdict,
            rule=entry.rule,
            quantity=entry.quantity,
            status=entry.status,
            message=entry.message,
            residual=number(entry.residual),
            allowed=number(entry.allowed),
            excess=number(entry.excess),
            unit=entry.unit,
            claims=tuple(
                Claim.of(result.ledger, row, truncated=bool(result.store.truncated[row]))
                for row in map(rows.__getitem__, entry.claims)
            ),
            repairs=tuple(
                Repair(one["claim"], Fraction(one["printed"]), Fraction(one["instead"]), one["slip"], one["words"])
                for one in entry.repairs
            ),
            certificate=entry.certificate,
            accepted=entry.accepted,
            file=entry.file,
            line=entry.line,
            _entry=entry,
            _result=result,
        )

    def explain(self, *, width: int | None = 88) -> str:
        """Tell it in full: what was claimed, what follows, why it cannot be, what would mend it.

        Lines are wrapped to ``width`` characters, and not at all where it is None.
        """
        return explain(self._entry, self._result, width=width)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the intervals that it compares; needs matplotlib, the extra ``plot``."""
        from reconcile.reports.plots import plot_finding

        return plot_finding(self._entry, self._result, ax)

    def __repr__(self) -> str:
        lines = [TerminalLine(f"Finding, {self._entry.kind}: {MEANS[self._entry.kind]}")]
        return render([*lines, *evidence(self._entry, self._result, indent=2, check=True)]).rstrip("\n")

    def _repr_html_(self) -> str:
        return finding_html(self._entry, self._result)
