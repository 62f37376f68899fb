"""The face for Python and notebooks: `reconcile.audit`."""

from __future__ import annotations

import os
from dataclasses import fields
from html import escape
from typing import TYPE_CHECKING

from reconcile.auditing import Result, run
from reconcile.auditing.run import Progress
from reconcile.ledger.store import Ledger
from reconcile.reports.entries import KINDS, Entry, counted, entries
from reconcile.reports.json import to_json
from reconcile.reports.saving import save
from reconcile.reports.terminal import Line, render, visible
from reconcile.reports.text import size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

_SHOWN = 10  # findings in a representation; the frame has all


class Audit(Result):
    """What an audit found, as frames: `findings`, and `claims` with the intervals that they stand for."""

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """The audit as a program reads it, schema `reconcile.audit/1`; written to a file too where one is named."""
        text = to_json(self)
        if path is not None:
            save(path, text)
        return text

    def __repr__(self) -> str:
        found = entries(self)
        lines = [Line(self._title()), Line(self._counts(found), 2)]
        lines += [Line(f"{entry.kind}, {entry.check}: {entry.sentence}", 2) for entry in self._worst(found)]
        lines += [Line(more, 2) for more in _more(found)]
        return render(lines).rstrip("\n")

    def _repr_html_(self) -> str:
        found = entries(self)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(visible(cell))}</td>" for cell in cells) + "</tr>"
            for entry in self._worst(found)
            for cells in [(entry.kind, entry.check, entry.subject, entry.message, entry.place)]
        )
        head = "".join(f"<th>{name}</th>" for name in ("verdict", "check", "what", "message", "where"))
        return (
            f"<p><b>{escape(visible(self._title()))}</b></p><p>{escape(self._counts(found))}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            + "".join(f"<p>{more}</p>" for more in _more(found))
        )

    def _title(self) -> str:
        return f"Audit of {self.ledger.title or 'a ledger'}: {size(self)}"

    @staticmethod
    def _counts(found: Sequence[Entry]) -> str:
        return ", ".join(f"{count} {kind}" for kind, count in counted(found).items()) or "no finding"

    @staticmethod
    def _worst(found: Sequence[Entry]) -> list[Entry]:
        return sorted(found, key=lambda entry: KINDS.index(entry.kind))[:_SHOWN]


def _more(found: Sequence[Entry]) -> list[str]:
    """What a representation leaves out."""
    return [f"and {len(found) - _SHOWN} more; .findings has all"] if len(found) > _SHOWN else []


def audit(
    ledger: Ledger | str | os.PathLike[str],
    *,
    checks: Sequence[str] | None = None,
    hedges: Mapping[str, str | Fraction] | None = None,
    rounding: str = "nearest",
    joint: bool = True,
    budget: float | None = 60,
    today: date | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Check the claims of a ledger, or of the ledger at a path, against each other.

    `checks` names those to run, all by default; `hedges` says how far "about" and "nearly" reach, as
    `{"about": "0.05", "nearly": "0.1"}`; `rounding` is "nearest" or "truncate", for sources that do not say; `joint`
    is whether all claims are tested together too, each part of them within a `budget` of seconds; `today` is the day on
    which acceptances may have expired.

    >>> import pandas as pd
    >>> claims = pd.DataFrame({"source": "a", "measure": ["trade", "exports", "imports"], "period": "2024"})
    >>> claims = claims.assign(value=["783.4", "403.7", "379.6"], decimals=1)
    >>> answer = audit(Ledger.from_frames(claims, rules=["trade = exports + imports"]))
    >>> answer.conflicts.empty, answer.status
    (True, 0)
    """
    read = ledger if isinstance(ledger, Ledger) else Ledger.read(ledger)
    result = run(
        read,
        checks=checks,
        hedges=hedges,
        rounding=rounding,
        joint=joint,
        budget=budget,
        today=today,
        progress=progress,
    )
    return Audit(**{field.name: getattr(result, field.name) for field in fields(result)})
