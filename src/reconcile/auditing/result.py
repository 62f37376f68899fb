"""What an audit found: verdicts as columns, findings in words when they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reconcile.auditing.acceptances import accepted, stale
from reconcile.auditing.bounds_frame import bounds_frame
from reconcile.auditing.claims_frame import claims_frame
from reconcile.auditing.columns import Bindings, validated, worded_row
from reconcile.auditing.exact_text import comparison, exact_text, part
from reconcile.auditing.findings_schema import findings_schema
from reconcile.auditing.strength_summary import Strength, strength_of
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.listed_findings import Listed
from reconcile.checks.engine.single_claims import reading_of
from reconcile.checks.engine.views import every_cell
from reconcile.checks.finding import CRASHED, Block, Finding, Repair
from reconcile.checks.joint.caught_errors import of_parts
from reconcile.checks.joint.system import Joint
from reconcile.checks.verdicts import CHECKS, CONFLICT, VERDICTS
from reconcile.checks.wording.missed_errors import Missed
from reconcile.exact.interval import text

if TYPE_CHECKING:
    from reconcile.ledger.ledger import Ledger


Progress = Callable[[int, int, str], None]
"""Is called with how much is done, of how much, and what is at work."""

_TOLD = 256  # findings put into words before it is told how many


def silent(done: int, total: int, what: str) -> None:
    """Progress of which nobody wants to know."""


@dataclass(eq=False)
class Result(Bindings):
    """The outcome of an audit.

    ``findings`` and ``claims`` are frames made when first asked for.
    """

    ledger: Ledger
    store: Store
    blocks: Sequence[Block]
    checks: tuple[str, ...]
    today: date
    large: bool = False
    budget: float | None = 60
    progress: Progress | None = None
    _missed: list[Missed] = field(default_factory=list, init=False)
    _rows: dict[str, int] = field(default_factory=dict, init=False)  # of the claims in findings, by id

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each verdict, worst last."""
        if self.ledger.accepted:  # of which some may be findings themselves
            found = self.findings["verdict"].value_counts()
            return {verdict: int(found.get(verdict, 0)) for verdict in VERDICTS}
        number = np.sum([np.bincount(block.verdict, minlength=len(VERDICTS)) for block in self.blocks], axis=0)
        return {verdict: int(many) for verdict, many in zip(VERDICTS, np.zeros(len(VERDICTS)) + number, strict=True)}

    @property
    def status(self) -> int:
        """The exit status: 0 nothing unaccepted, 1 an unaccepted conflict, 3 nothing checked, or a check crashed."""
        if self.large and not self.ledger.accepted:
            counts, crashed = self.counts, any(_crashed(block) for block in self.blocks)
            if counts["conflict"]:
                return 1
            return 3 if crashed or counts["unchecked"] == sum(counts.values()) else 0
        findings = self.findings
        if ((findings["verdict"] == "conflict") & findings["accepted"].isna()).any():
            return 1
        crashed = bool(findings["finding"].str.endswith(CRASHED).any())
        return 3 if crashed or (findings["verdict"] == "unchecked").all() else 0

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Every finding with its words and evidence; satisfies ``findings_schema``."""
        return self.worded(self.progress or silent)

    def worded(self, progress: Progress) -> pd.DataFrame:
        """The findings in words; ``progress`` is told how many of how many are."""
        made = _distinct(self._told(progress))
        self._missed = [one for finding in made for one in finding.missed]
        by_id = {finding.id: finding for finding in made}
        left_out = set(CHECKS) - set(self.checks)
        acceptances = [one for one in self.ledger.accepted if one.finding.partition(":")[0] not in left_out]
        reasons = accepted(acceptances, by_id, self.today)
        made = _distinct([*made, *stale(acceptances, by_id, self.today, self.store)])
        made.sort(key=lambda finding: CHECKS.index(finding.check))
        rows = [self._row(finding, reasons.get(finding.id)) for finding in made]
        return self._frame(rows)

    def _told(self, progress: Progress) -> Iterator[Finding]:
        total = sum(len(block.verdict) for block in self.blocks)
        each = (worded_row(block, row) for block in self.blocks for row in range(len(block.verdict)))
        for done, finding in enumerate(each):
            if done % _TOLD == 0:
                progress(done, total, "findings in words")
            yield finding

    @property
    def conflicts(self) -> pd.DataFrame:
        """The conflicts that nobody has accepted; of a ledger audited in parts, little else is put into words."""
        findings = self.telling
        return findings[(findings["verdict"] == "conflict") & findings["accepted"].isna()]

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Every claim with what it stands for in the face reading: low and high, in base units."""
        return claims_frame(self.store)

    def row_of(self, claim: str) -> int:
        """The number of a claim that a finding which was put into words rests on."""
        return self._rows[claim]

    @cached_property
    def telling(self) -> pd.DataFrame:
        """The findings that reports tell: all, or of very many those that `briefly` are."""
        return self.told(self.progress or silent) if self.brief else self.findings

    def told(self, progress: Progress) -> pd.DataFrame:
        """What is `briefly` told; ``progress`` is told how many of how many conflicts are in words."""
        made, total = [], self.counts["conflict"]
        for done, finding in enumerate(self.briefly()):
            if done % _TOLD == 0:
                progress(min(done, total), total, "conflicts in words")
            made.append((CHECKS.index(finding.check), done, self._row(finding, None)))
        return self._frame([row for *_, row in sorted(made, key=lambda one: one[:2])])

    def _frame(self, rows: list[dict[str, Any]]) -> pd.DataFrame:
        frame = pd.DataFrame(rows, columns=list(findings_schema.columns), dtype=object)
        types = {name: str(column.dtype) for name, column in findings_schema.columns.items()}
        return validated(findings_schema, frame.astype(types))

    @cached_property
    def strength(self) -> Strength:
        """How much the passes are worth: of all errors in the last two digits of each claim, those that were caught."""
        return self._strength(joint="joint" in self.checks)

    @cached_property
    def strength_of_bindings(self) -> Strength:
        """The same of single bindings alone, which costs next to nothing."""
        return self._strength(joint=False)

    def _strength(self, *, joint: bool) -> Strength:
        self.findings  # noqa: B018 - what single bindings miss is known once they are in words
        tell = self.progress or silent
        if not joint:
            return strength_of(self.store, self._missed, None)
        together = of_parts(self.joint, self.budget, lambda done, parts: tell(done, parts, "strength"))
        return strength_of(self.store, self._missed, together)

    @cached_property
    def joint(self) -> Joint:
        """All claims as one system."""
        return Joint.of(self.store, every_cell(self.store))

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

    def _row(self, finding: Finding, reason: str | None) -> dict[str, Any]:
        store = self.store
        file, line = self._place(finding)
        sources = finding.sources or tuple(dict.fromkeys(store.source[claim] for claim in finding.claims))
        return {
            "finding": finding.id,
            "check": finding.check,
            "verdict": finding.word,
            "rule": finding.rule,
            "quantity": finding.quantity,
            "status": finding.status,
            "sources": sources,
            "claims": tuple(store.claim("claim", claim) for claim in finding.claims),
            "residual": exact_text(finding.residual),
            "allowed": exact_text(finding.allowed),
            "excess": exact_text(finding.excess),
            "excess_units": exact_text(finding.excess_units),
            "unit": finding.unit,
            "message": finding.message,
            "repairs": tuple(map(self._repair, finding.repairs)),
            "evidence": self._evidence(finding),
            "accepted": reason if finding.verdict == CONFLICT else None,
            "file": file,
            "line": line,
            "certificate": finding.certificate,
            "caught": sum(one.caught for one in finding.missed) if finding.missed else None,
            "errors": sum(one.errors for one in finding.missed) if finding.missed else None,
            "comparisons": tuple(map(comparison, finding.comparisons)),
            "unclaimed": tuple({"words": one.words, "at": one.at} for one in finding.unclaimed),
        }

    def _place(self, finding: Finding) -> tuple[str, int | None]:
        """The file and line to look at: the first claim's, the rule's where none is named, else the source's file."""
        if finding.place is not None:
            return finding.place
        if finding.claims:
            return self._origin(finding.claims[0])
        if finding.rule_number is not None:
            return self.ledger.rule_origin[finding.rule_number]
        if finding.sources:
            return self._files.get(finding.sources[0], ""), None
        return "", None

    @cached_property
    def _files(self) -> dict[str, str]:
        """The file of each source that claims something: that of its first claim."""
        source = self.store.source.code
        first = np.full(len(self.store.source.values), -1)
        first[source[::-1]] = np.arange(len(source))[::-1]
        named = zip(self.store.source.values, first, strict=True)
        return {name: self.ledger.content.place(int(row))[0] for name, row in named if row >= 0}

    @cached_property
    def _published(self) -> list[str]:
        return self.ledger.sources["published"].tolist()

    def _origin(self, claim: int) -> tuple[str, int | None]:
        return self.ledger.content.place(claim)

    def _evidence(self, finding: Finding) -> tuple[dict[str, Any], ...]:
        terms = {term.claim: term for term in finding.terms}
        return tuple(self._said(claim) | part(terms.get(claim)) for claim in finding.claims)

    def _said(self, claim: int) -> dict[str, Any]:
        said = self.store.claim
        self._rows[said("claim", claim)] = claim
        face, figure = reading_of(self.store, claim).face, self.store.figures[claim]
        file, line = self._origin(claim)
        return {
            "claim": said("claim", claim),
            "source": said("source", claim),
            "published": self._published[self.store.source.code[claim]],
            "quote": said("quote", claim),
            "printed": said("reported", claim) or f"{text(figure.value)} {figure.unit}".strip(),
            "low": exact_text(face.low),
            "high": exact_text(face.high),
            "file": file,
            "line": line,
        }

    def _repair(self, repair: Repair) -> dict[str, Any]:
        return {
            "claim": self.store.claim("claim", repair.claim),
            "printed": text(repair.printed),
            "instead": text(repair.instead),
            "slip": repair.slip,
            "words": repair.words,
        }


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with an id each: where two rules have one text, the later one's findings are numbered."""
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.id] += 1
        kept.append(finding if seen[finding.id] == 1 else replace(finding, id=f"{finding.id}#{seen[finding.id]}"))
    return kept


def _crashed(block: Block) -> bool:
    return isinstance(block, Listed) and any(finding.id.endswith(CRASHED) for finding in block.findings)
