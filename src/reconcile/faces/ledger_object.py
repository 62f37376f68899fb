"""The ledger as Python and a notebook meet it: single claims, pictures, and a table of its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reconcile.errors import ReconcileError
from reconcile.faces.claim_objects import Claim
from reconcile.ledger import ledger as plain
from reconcile.reports.naming import no_such
from reconcile.reports.snippets import bold, faint, paragraph, table, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN = 10  # documents in a representation; the frame has all


class Ledger(plain.Ledger):
    __doc__ = plain.Ledger.__doc__

    def claim(self, claim: str) -> Claim:
        """Give the claim of an id; raises a ReconcileError that names the nearest ids where there is none."""
        ids = self.claims["claim"]
        found = np.flatnonzero(ids == claim)
        if not len(found):
            raise ReconcileError(no_such("claim", claim, ids))
        return Claim.of(self, int(found[0]))

    def plot(
        self, measure: str, *, stat: str = "level", area: str | None = None, ax: Axes | None = None, **dimensions: str
    ) -> Axes:
        """Draw what the documents say of a measure, period by period; needs matplotlib, the extra ``plot``.

        Each claim is drawn as the interval that it stands for, in the order in which the documents appeared, with a
        mark of its own for each status. `area` and further dimensions choose among several.
        """
        from reconcile.reports.plots import plot_measure

        return plot_measure(self, measure, stat=stat, at={"area": area, **dimensions}, ax=ax)

    def _repr_html_(self) -> str:
        claims = self.claims["source"].value_counts()
        head = ("source", "title", "publisher", "published")
        rows = [
            [*(words(row[name]) for name in head), str(int(claims.get(row["source"], 0)))]
            for row in self.sources.head(_SHOWN).to_dict("records")
        ]
        more = len(self.sources) - len(rows)
        return (
            paragraph(f"{bold(self.title or 'Ledger')}: {words(self._counts())}")
            + table((*head, "claims"), rows)
            + (paragraph(faint(f"and {more} more; .sources has all")) if more > 0 else "")
        )
