"""The face for Python and notebooks: `reconcile.audit`."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING

from reconcile.auditing import Entry, Progress, Result, run, silent
from reconcile.faces.finding_objects import Finding
from reconcile.faces.ledger_object import Ledger
from reconcile.faces.progress import progress_shown
from reconcile.ledger import ledger as plain
from reconcile.reports.csv_report import to_csv
from reconcile.reports.entries import named, outcome, totals, worst_first
from reconcile.reports.github import to_github
from reconcile.reports.json_report import to_json
from reconcile.reports.junit import to_junit
from reconcile.reports.markdown import to_markdown
from reconcile.reports.notebook import FINDINGS_IN_NOTEBOOK, audit_html
from reconcile.reports.page import to_html
from reconcile.reports.phrasebook import phrasebook
from reconcile.reports.sarif import to_sarif
from reconcile.reports.saving import save
from reconcile.reports.suspects import suspects
from reconcile.reports.terminal import TerminalLine, render
from reconcile.reports.text_report import size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from matplotlib.axes import Axes


class Audit(Result):
    """What an audit found, as frames: `findings`, and `claims` with the intervals that they stand for."""

    def watched(self, what: str) -> AbstractContextManager[Progress]:
        """Show how far the words are, unless somebody else is told."""
        return _watched(self.progress, what)

    def finding(self, finding: str) -> Finding:
        """Give the finding of an id; raises a ReconcileError that names the nearest ids where there is none."""
        return Finding.of(named(self, finding), self)

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """The audit as a program reads it, schema `reconcile.audit/1`; written to a file too where one is named."""
        return _saved(to_json(self), path)

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """The findings as a table for a spreadsheet, in which nothing is a formula."""
        text = to_csv(self)
        if path is not None:
            save(path, text, mark=True)
        return text

    def to_html(self, path: str | os.PathLike[str] | None = None, *, language: str = "en") -> str:
        """The audit as one HTML page: the documents with their figures marked, the findings and their evidence.

        The page needs no network and no other file, and speaks English or Vietnamese ("vi"). It is written to a file
        too where one is named. Raises a ReconcileError for another language.
        """
        return _saved(to_html(self, phrasebook(language)), path)

    def to_markdown(self, path: str | os.PathLike[str] | None = None, *, verbose: bool = False) -> str:
        """The audit as a comment on a pull request; `verbose` leaves nothing out, however long it gets."""
        return _saved(to_markdown(self, verbose=verbose), path)

    def to_sarif(self, path: str | os.PathLike[str] | None = None, *, verbose: bool = False) -> str:
        """The conflicts as SARIF 2.1.0, for editors and code scanning; `verbose` adds every other finding."""
        return _saved(to_sarif(self, verbose=verbose), path)

    def to_junit(self, path: str | os.PathLike[str] | None = None) -> str:
        """The findings as JUnit XML, for servers that show test results."""
        return _saved(to_junit(self), path)

    def to_github(self, path: str | os.PathLike[str] | None = None, *, verbose: bool = False) -> str:
        """The conflicts as commands of a GitHub workflow, which annotate the lines of the ledger."""
        return _saved(to_github(self, verbose=verbose), path)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw what each finding leaves over against what rounding explains; needs matplotlib, the extra `plot`."""
        from reconcile.reports.plots import plot_audit

        return plot_audit(self, ax)

    def __repr__(self) -> str:
        suspected = suspects(self)
        most = FINDINGS_IN_NOTEBOOK // 2 if suspected else FINDINGS_IN_NOTEBOOK
        found = list(islice(worst_first(self), most))
        lines = [TerminalLine(self._title()), TerminalLine(outcome(self), 2)]
        if suspected:
            lines += [TerminalLine(f"{suspected.head}:", 2), *(TerminalLine(one, 4) for one in suspected.lines[:most])]
            if (more := len(suspected.listed) - most) > 0:
                lines.append(TerminalLine(f"and {more} more; .causes has all", 4))
        lines += [TerminalLine(f"{entry.kind}, {entry.check}: {entry.sentence}", 2) for entry in found]
        lines += [TerminalLine(more, 2) for more in self._more(found)]
        lines += [TerminalLine(f"hint: {hint}", 2) for hint in self.hints]
        return render(lines).rstrip("\n")

    def _repr_html_(self) -> str:
        return audit_html(self, self.hints)

    def _title(self) -> str:
        return f"Audit of {self.ledger.title or 'a ledger'}: {size(self)}"

    def _more(self, found: Sequence[Entry]) -> list[str]:
        """What a representation leaves out."""
        more = sum(totals(self).values()) - len(found)
        return [f"and {more} more; .findings has all"] if more else []


def _saved(text: str, path: str | os.PathLike[str] | None) -> str:
    if path is not None:
        save(path, text)
    return text


def audit(
    ledger: plain.Ledger | str | os.PathLike[str],
    *,
    checks: Sequence[str] | None = None,
    hedges: Mapping[str, str | Fraction] | None = None,
    rounding: str = "nearest",
    joint: bool | int | str = True,
    budget: float | None = 60,
    today: date | None = None,
    progress: bool | Progress | None = None,
) -> Audit:
    """Check the claims of a ledger, or of the ledger at a path, against each other.

    `checks` names those to run, all by default; `hedges` says how far "about" and "nearly" reach, as
    `{"about": "0.05", "nearly": "0.1"}`; `rounding` is "nearest" or "truncate", for sources that do not say; `today` is
    the day on which acceptances may have expired. `joint` is whether all claims are tested together too, within a
    `budget` of seconds for all of that, None for as long as it takes. Of very many claims (above some sixty thousand)
    True tests those where single bindings contradict, a number about so many besides, and "all" every one; there a
    finding `joint:parts` says what was left untested.

    How far an audit has come is shown on a terminal and in a notebook when it takes more than a second, never with
    `progress=False`; or `progress` is called instead, with how much is done, of how much, and what is at work.

    >>> import pandas as pd
    >>> claims = pd.DataFrame({"source": "a", "measure": ["trade", "exports", "imports"], "period": "2024"})
    >>> claims = claims.assign(value=["783.4", "403.7", "379.6"], decimals=1)
    >>> answer = audit(Ledger.from_frames(claims, rules=["trade = exports + imports"]))
    >>> answer.conflicts.empty, answer.status
    (True, 0)
    """
    told = None if progress is None or progress is True else progress or silent
    with _watched(told, "reading the ledger") as watching:
        read = ledger if isinstance(ledger, plain.Ledger) else Ledger.read(_path(ledger))
        result = run(
            read,
            checks=checks,
            hedges=hedges,
            rounding=rounding,
            joint=joint,
            budget=budget,
            today=today,
            progress=watching,
        )
    return Audit(
        **{field.name: getattr(result, field.name) for field in fields(result) if field.init} | {"progress": told}
    )


def _path(given: object) -> str | os.PathLike[str]:
    """The path of a ledger; a TypeError for anything else, with the way for a frame."""
    if isinstance(given, str | os.PathLike):
        return given
    what = type(given).__name__
    ways = "Ledger.from_frames(claims, rules=[…]) of a row a claim, Ledger.from_wide(frame, …) of a column a measure"
    raise TypeError(f"audit takes a ledger or the path of one, and this is a {what}; of a frame, make a ledger: {ways}")


def _watched(progress: Progress | None, what: str) -> AbstractContextManager[Progress]:
    """Whoever asked for progress is told; where nobody did, it is shown."""
    return progress_shown(what) if progress is None else nullcontext(progress)
