"""What an audit found: verdicts as columns, and words for those findings alone that are asked for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reconcile.auditing.acceptances import accepted, stale
from reconcile.auditing.bounds_frame import bounds_frame
from reconcile.auditing.claims_frame import claims_frame
from reconcile.auditing.entry import Entry
from reconcile.auditing.finding_texts import FindingTexts
from reconcile.auditing.findings_file import FLAT, FindingsFile
from reconcile.auditing.hints import hints_of
from reconcile.auditing.strength_summary import Strength, strength_of
from reconcile.auditing.verdicts_frame import About, summary_frame, verdicts_frame, verdicts_schema
from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.views import every_cell
from reconcile.checks.finding import WordedFinding
from reconcile.checks.joint.caught_errors import of_parts
from reconcile.checks.joint.joint_system import joint_system
from reconcile.checks.joint.system import Joint
from reconcile.checks.verdicts import CHECKS, CONFLICT, CRASHED, HEDGE, VERDICTS
from reconcile.errors import ReconcileError

if TYPE_CHECKING:
    from reconcile.checks.wording.missed_errors import Missed
    from reconcile.ledger.ledger import Ledger


Progress = Callable[[int, int, str], None]
"""Is called with how much is done, of how much, and what is at work."""

_TOLD = 256  # findings put into words before it is told how many


def silent(done: int, total: int, what: str) -> None:
    """Progress of which nobody wants to know."""


@dataclass(eq=False)
class Result:
    """The outcome of an audit.

    To count, to filter and to end with a status words nothing; frames are made when first asked for.
    """

    ledger: Ledger
    store: Store
    blocks: Sequence[Block]
    checks: tuple[str, ...]
    today: date
    budget: float | None = 60
    progress: Progress | None = None
    most_conflicts: int = 0  # so many that are not accepted are no failure
    strict: bool = False  # whether what is left unchecked is a failure

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each verdict, worst last."""
        number = sum(
            (np.bincount(block.verdict, minlength=len(VERDICTS)) for block in self._all), np.zeros(6, dtype=int)
        )
        return dict(zip(VERDICTS, number.tolist(), strict=True))

    @property
    def ok(self) -> bool:
        """Whether there is no conflict that the ledger does not accept, and something was checked."""
        return self.status == 0

    @cached_property
    def status(self) -> int:
        """The exit status: 0 nothing unaccepted, 1 an unaccepted conflict, 3 nothing checked, or a check crashed.

        `most_conflicts` and `strict` move these bounds.
        """
        if self.unaccepted > self.most_conflicts:
            return 1
        return 3 if self.unproven or (self.strict and self.counts["unchecked"]) else 0

    @property
    def unaccepted(self) -> int:
        """How many conflicts the ledger does not accept."""
        return self.counts["conflict"] - len(self.accepted)

    @property
    def unproven(self) -> bool:
        """Whether nothing was checked, or a check crashed."""
        return bool(self.crashed) or self.counts["unchecked"] == sum(self.counts.values())

    @cached_property
    def crashed(self) -> list[WordedFinding]:
        """What is said of checks that did not come to their end."""
        ready = chain.from_iterable(block.ready for block in self.blocks)
        return [finding for finding in ready if finding.id.endswith(CRASHED)]

    @property
    def accepted(self) -> dict[str, str]:
        """The reason for each conflict that the ledger accepts, by the conflict's id."""
        return self._acceptances[0]

    @cached_property
    def _acceptances(self) -> tuple[dict[str, str], list[WordedFinding]]:
        """What is accepted, and what is to say of acceptances that no longer fit."""
        left_out = set(CHECKS) - set(self.checks)
        given = [one for one in self.ledger.accepted if one.finding.partition(":")[0] not in left_out]
        if not given:
            return {}, []
        known = {one.id: one for _, one in self._worded(self.blocks, {CONFLICT})}
        if missing := {one.finding for one in given} - known.keys():
            checks = {name.partition(":")[0] for name in missing}
            others = [block for block in self.blocks if block.check in checks]
            known |= {one.id: one for _, one in self._worded(others, {*range(CONFLICT)}) if one.id in missing}
        return accepted(given, known, self.today), list(stale(given, known, self.today, self.store))

    @cached_property
    def _all(self) -> list[Block]:
        """What the checks found, and acceptances that no longer fit; in the order of the checks."""
        blocks = [*self.blocks, of_findings("coverage", self._acceptances[1])]
        return sorted(blocks, key=lambda block: CHECKS.index(block.check))

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdict of every finding, with what it is about, as columns; satisfies ``verdicts_schema``.

        One row a finding, in no order that means anything. ``source`` is the source whose own figures are compared, or
        "across". ``residual`` is computed minus reported as a float, to sort by: exact amounts are in ``findings``.
        """
        return self.verdicts_of(*VERDICTS)

    def verdicts_of(self, *verdicts: str) -> pd.DataFrame:
        """The rows of ``verdicts`` with these verdicts alone, which costs what these rows cost.

        >>> import reconcile as rc
        >>> audit = rc.audit("fixtures/vietnam-trade")
        >>> len(audit.verdicts_of("conflict")), len(audit.verdicts_of("conflict", "revision"))
        (0, 6)

        Raises ReconcileError for a verdict that there is not.
        """
        from reconcile.auditing.findings_frame import validated

        return validated(verdicts_schema, verdicts_frame(self.store, self._columns, _codes(verdicts)))

    def summary(self) -> pd.DataFrame:
        """How many findings there are of each check, rule, source and verdict, worst verdicts first."""
        return summary_frame(self.store, self._columns)

    @cached_property
    def revisions(self) -> pd.DataFrame:
        """What each release of a series says of a quantity, the earliest first, with each step; one row a publication.

        ``audit.revisions.pivot_table`` of it is the triangle that statisticians know.
        """
        from reconcile.auditing.revisions_frame import revisions_frame

        return revisions_frame(self.store)

    def xbrl(self) -> pd.DataFrame:
        """What became of the sums of XBRL reports, one row a role, source, total, context and unit.

        ``result`` is one of five: inconsistent, inconsistent duplicates, excess digits, consistent, not bound (the
        total is reported there, and no part of it). ``complete`` says whether all parts are reported: those
        that are inconsistent nevertheless come first, since where a part is lacking the report may only leave it out.
        """
        from reconcile.auditing.calculations_frame import calculations_frame

        facts = self.entries(("conflict",), ("schema", "agreement"))
        return calculations_frame(self.ledger, self.entries(VERDICTS, ("identity",)), facts)

    @property
    def _columns(self) -> list[tuple[Block, About]]:
        return [(block, About.of(self.store, block)) for block in self.blocks]

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Every finding in words, one a row; satisfies ``findings_schema``. Evidence is made of cells looked at."""
        return self._frame(VERDICTS)

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """The conflicts that nobody has accepted, numbered as in ``findings``; nothing else is put into words."""
        found = self._frame(("conflict",))
        return found[found["accepted"].isna()]

    @cached_property
    def causes(self) -> pd.DataFrame:
        """The fewest figures whose change would mend the conflicts that nobody has accepted, one a row.

        ``component`` numbers the conflicts that hang together, ``optimum`` the sets of as few figures that would do, a
        set with known slips first. ``proposed`` is the value in base units that all else asks for and ``change`` the
        same in words, ``slip`` the known slip that made it another, ``explains`` the findings that it would mend.
        Nothing here says that a figure is wrong: only that if it is, so much is explained.
        """
        from reconcile.auditing.causes_frame import causes_frame, conflicts_of

        found = conflicts_of(entry for entry in self.entries(("conflict",)) if entry.accepted is None)
        return causes_frame(self.store, found)

    def _frame(self, verdicts: Collection[str]) -> pd.DataFrame:
        # Frames are imported where one is asked for: a count or a text needs none, and begins the sooner.
        from reconcile.auditing.findings_frame import findings_frame

        what = "findings in words" if len(verdicts) > 1 else "conflicts in words"
        with self.watched(what) as told:
            return findings_frame(self._entries(verdicts, told, what))

    def watched(self, what: str) -> AbstractContextManager[Progress]:  # noqa: ARG002 - a face may show it
        """Who is told how far the words are."""
        return nullcontext(self.progress or silent)

    def entries(self, verdicts: Collection[str] = VERDICTS, checks: Collection[str] = CHECKS) -> Iterator[Entry]:
        """The findings of some verdicts and checks as they are put into words, in the order of ``findings``.

        None is kept.
        """
        return (entry for _, entry in self._entries(verdicts, self.progress or silent, "findings in words", checks))

    def of_each_check(self, verdict: str) -> dict[str, int]:
        """How many findings of a verdict there are of each check that has any, in the order of the checks."""
        counts: Counter[str] = Counter()
        for block in self._all:
            counts[block.check] += int(np.count_nonzero(block.verdict == VERDICTS.index(verdict)))
        return {check: count for check, count in counts.items() if count}

    def rows(self, verdicts: Collection[str] = VERDICTS) -> Iterator[dict[str, Any]]:
        """The same as rows of ``findings``."""
        return (entry.row() for entry in self.entries(verdicts))

    def flat_rows(self, verdicts: Collection[str] = VERDICTS) -> Iterator[dict[str, Any]]:
        """The same without what a table does not hold."""
        names = [one.name for one in FLAT]
        return (entry.row(names) for entry in self.entries(verdicts))

    def _entries(
        self, verdicts: Collection[str], told: Progress, what: str, checks: Collection[str] = CHECKS
    ) -> Iterator[tuple[int, Entry]]:
        """Findings with their numbers among all."""
        reasons = self.accepted
        texts = FindingTexts(self.store, all_=set(verdicts) == set(VERDICTS) and set(checks) == set(CHECKS))
        total = sum(self.counts[verdict] for verdict in set(verdicts))
        blocks = [block for block in self._all if block.check in checks]
        for done, (number, finding) in enumerate(self._worded(blocks, _codes(verdicts))):
            if done % _TOLD == 0:
                told(done, total, what)
            yield number, texts.entry(finding, reasons.get(finding.id))

    def _worded(self, blocks: Sequence[Block], verdicts: Collection[int]) -> Iterator[tuple[int, WordedFinding]]:
        """The findings of some verdicts with their numbers among those of the blocks, and an id each."""
        wanted = np.isin(range(len(VERDICTS)), list(verdicts))
        rules = self.ledger.rules
        # Where two rules have one text, the later one's findings are numbered: then which there are, all must tell.
        every = len({rule.key for rule in rules}) < len(rules)
        seen: dict[str, int] = {}
        start = 0
        for block in blocks:
            asked = wanted[block.verdict]
            for row in block.prepared(np.flatnonzero(asked | every)):
                finding = _in_words(block, row)
                many = seen[finding.id] = seen.get(finding.id, 0) + 1
                if asked[row]:
                    yield start + row, finding if many == 1 else replace(finding, id=f"{finding.id}#{many}")
            start += len(asked)

    def write_conflicts(self, path: str | os.PathLike[str]) -> int:
        """Write every conflict to a Parquet file as it is put into words, and give how many there are.

        Columns are those of ``findings``; quantity, repairs and evidence are JSON text. Stopped with Ctrl-C, the file
        holds what was written until then.
        """
        with FindingsFile(path) as file:
            file.add(self.flat_rows(("conflict",)))
        return file.written

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Every claim with what it stands for in the face reading: low and high, in base units."""
        return claims_frame(self.store)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """What of the columns looks meant otherwise, a sentence each; no verdict, and no part of the status."""
        return (*self.ledger.read_as, *hints_of(self.store))

    @cached_property
    def strength(self) -> Strength:
        """How much the passes are worth: of all errors in the last two digits of each claim, those that were caught.

        Where *joint* was checked, all claims are asked about each one, for as long as *joint* may take: mostly longer
        than the audit.
        """
        if "joint" not in self.checks:
            return self.strength_of_bindings
        tell = self.progress or silent
        together, all_ = of_parts(self.joint, self.budget, lambda done, parts: tell(done, parts, "strength"))
        return strength_of(self.store, self._missed(), together, complete=all_)

    @cached_property
    def strength_of_bindings(self) -> Strength:
        """The same of single bindings alone, which costs little."""
        return strength_of(self.store, self._missed(), None)

    def _missed(self) -> Iterator[Missed]:
        """What each binding that holds would miss."""
        for _, finding in self._worded(self.blocks, range(HEDGE + 1)):
            yield from finding.behind.missed

    @cached_property
    def joint(self) -> Joint:
        """All claims as one system."""
        return joint_system(self.store, every_cell(self.store))

    @cached_property
    def bounds(self) -> pd.DataFrame:
        """For every quantity, reported or not, where all claims together leave it; see `implied`."""
        return self.implied()

    def implied(
        self, reading: str = "wide", *, without: Collection[str] = (), budget: float | None = 60
    ) -> pd.DataFrame:
        """Where all claims together leave each quantity, in one of three readings of them.

        "wide" takes words such as "about" as loosely as they may be meant, "face" allows for rounding only, "printed"
        for nothing. `without` names claims to leave out: what do all others say? `budget` is the seconds that one part
        of the ledger may take, None for as long as it needs.
        """
        tell = self.progress or silent
        return bounds_frame(
            self.joint, reading, without=without, seconds=budget, progress=lambda done, all_: tell(done, all_, "bounds")
        )


def _codes(verdicts: Collection[str]) -> set[int]:
    if unknown := sorted(set(verdicts) - set(VERDICTS)):
        raise ReconcileError(f"no verdict is called {', '.join(unknown)}; there are {', '.join(VERDICTS)}")
    return {VERDICTS.index(verdict) for verdict in verdicts}


def _in_words(block: Block, row: int) -> WordedFinding:
    """A row of a block in words; where making them crashes, the verdict stands and says so."""
    try:
        return block.finding(row)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the other findings must be heard
        said = f"the words of this finding could not be made ({type(error).__name__}: {error})"
        return WordedFinding(f"{block.check}:crashed", block.check, int(block.verdict[row]), said)
