"""Single claims, for whoever looks at one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from reconcile.checks.engine.readings import read
from reconcile.errors import at_line
from reconcile.exact.interval import text
from reconcile.language.bases import compounded_base
from reconcile.reports.amounts import scale
from reconcile.reports.snippets import bold, faint, marked, paragraph, words
from reconcile.reports.terminal import TerminalLine, render

if TYPE_CHECKING:
    from reconcile.exact.interval import Interval
    from reconcile.language.figures import Figure
    from reconcile.ledger.ledger import Ledger

_TEXTS = ("source", "measure", "area", "period", "stat", "base", "per", "status", "reported", "quote", "page")


@dataclass(frozen=True, slots=True, repr=False)
class Claim:
    """One claim: a source reports a figure for a quantity, in these words.

    ``figure`` is what the words denote and ``interval`` what they stand for, both in base units; the slack of "about"
    is not in the interval. ``at`` is the offset of the figure in the source's text, in code points.

    >>> import pandas as pd, reconcile as rc
    >>> claims = pd.DataFrame({"source": ["report"], "measure": ["exports"], "period": ["2024"]})
    >>> ledger = rc.Ledger.from_frames(claims.assign(reported="405.9 bn USD"), defaults={"language": "en"})
    >>> claim = ledger.claim("report:exports:2024")
    >>> claim
    Claim report:exports:2024
      exports, 2024, final: 405.9 bn USD, stands for [405.85, 405.95] billion USD
      report (claims:1)
    >>> claim.figure.value, claim.figure.unit, str(claim.interval)
    (Fraction(405900000000, 1), 'USD', '[405850000000, 405950000000]')
    """

    id: str
    source: str
    measure: str
    area: str
    period: str
    dimensions: dict[str, str]
    stat: str
    base: str
    per: str
    status: str
    reported: str
    figure: Figure
    interval: Interval
    quote: str
    page: str
    at: int | None
    published: str
    file: str
    line: int | None

    @classmethod
    def of(cls, ledger: Ledger, row: int, *, truncated: bool | None = None) -> Claim:
        """Make the claim in a row of the ledger; ``truncated`` is whether its source cuts digits off, as it says."""
        said, origin = ledger.claims.iloc[row], ledger.origin.iloc[row]
        source = ledger.sources[ledger.sources["source"] == said["source"]].iloc[0]
        figure = ledger.figures[row]
        cut = source["rounding"] == "truncate" if truncated is None else truncated
        texts = {name: str(said[name]) for name in _TEXTS}
        return cls(
            id=str(said["claim"]),
            **texts,
            dimensions={name: str(said[name]) for name in ledger.dimensions if said[name]},
            figure=figure,
            interval=read(figure, truncated=bool(cut)).face,
            at=None if pd.isna(said["at"]) else int(said["at"]),
            published=str(source["published"]),
            file=str(origin["file"]),
            line=None if pd.isna(origin["line"]) else int(origin["line"]),
        )

    @property
    def place(self) -> str:
        """Where the ledger says it: file:line."""
        return at_line(self.file, self.line)

    @property
    def quantity(self) -> str:
        """What it speaks of, in words.

        For example "growth of exports, VN 2024 on 2023, final".
        """
        measure = self.measure if self.stat == "level" else f"{self.stat} of {self.measure}"
        base = (
            f" on {compounded_base(self.base, self.per)}"
            if self.stat in {"growth", "change"}
            else f" to {self.base}"
            if self.base
            else ""
        )
        where = " ".join(filter(None, (self.area, *self.dimensions.values(), self.period)))
        return f"{measure}, {where}{base}, {self.status}"

    @property
    def stands_for(self) -> str:
        """The interval at the scale of a reader: [405.85, 405.95] billion USD."""
        fitting = scale([self.interval.low, self.interval.high], self.figure.unit)
        return fitting.with_unit(fitting.interval(self.interval))

    def _said(self) -> str:
        printed = self.reported or f"{text(self.figure.value)} {self.figure.unit}".strip()
        return f"{printed}, stands for {self.stands_for}"

    def _document(self) -> str:
        return ", ".join(filter(None, (self.source, self.published))) + f" ({self.place})"

    def _lines(self) -> Iterator[TerminalLine]:
        yield TerminalLine(f"Claim {self.id}")
        yield TerminalLine(f"{self.quantity}: {self._said()}", 2)
        if self.quote:
            yield TerminalLine(f"“{self.quote}”", 2)
        yield TerminalLine(self._document(), 2)

    def __repr__(self) -> str:
        return render(self._lines()).rstrip("\n")

    def _repr_html_(self) -> str:
        quote = f"“{marked(self.quote, self.reported)}”" if self.quote else ""
        return paragraph(
            f"{bold(self.quantity)}: {words(self._said())}", quote, faint(self._document()), faint(self.id)
        )
