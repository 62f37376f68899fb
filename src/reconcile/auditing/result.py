"""What an audit found: verdicts as columns, findings in words when they are asked for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.auditing.acceptance import accepted, stale
from reconcile.auditing.bindings import Columns, verdicts_frame, verdicts_schema
from reconcile.auditing.parts import Recalled
from reconcile.auditing.schema import findings_schema
from reconcile.auditing.writing import FindingsFile
from reconcile.checks.finding import CRASHED, Block, Finding, Repair
from reconcile.checks.listed import Listed
from reconcile.checks.store import Store
from reconcile.checks.verdicts import CHECKS, CONFLICT, VERDICTS
from reconcile.exact.interval import text

if TYPE_CHECKING:
    from reconcile.ledger.store import Ledger


@dataclass(eq=False)
class Result:
    """The outcome of an audit.

    ``findings`` and ``claims`` are frames made when first asked for.
    """

    ledger: Ledger
    store: Store
    blocks: Sequence[Block]
    checks: tuple[str, ...]
    today: date

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each verdict, worst last."""
        if self.ledger.accepted:  # of which some may be findings themselves
            found = self.findings["verdict"].value_counts()
            return {verdict: int(found.get(verdict, 0)) for verdict in VERDICTS}
        number = np.sum([np.bincount(block.verdict, minlength=len(VERDICTS)) for block in self.blocks], axis=0)
        return {verdict: int(many) for verdict, many in zip(VERDICTS, np.zeros(len(VERDICTS)) + number, strict=True)}

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdict of every finding, with what it is about, as columns; satisfies ``verdicts_schema``.

        One row a finding, in no order that means anything. ``source`` is the source whose own figures are compared, or
        "across". ``residual`` is computed minus reported as a float, to sort by: exact amounts are in ``findings``.
        """
        columns = [(block, getattr(block, "columns", None) or Columns.of(self.store, block)) for block in self.blocks]
        frame = verdicts_frame(self.store, columns)
        validated(verdicts_schema, frame)
        return frame

    def summary(self) -> pd.DataFrame:
        """How many findings there are of each check, rule, source and verdict, worst verdicts first."""
        by = ["check", "rule", "source", "verdict"]
        counts = self.verdicts.groupby(by, observed=True, dropna=False).size().rename("findings").reset_index()
        worst = counts["verdict"].cat.codes
        return counts.iloc[np.argsort(-worst.to_numpy(), kind="stable")].reset_index(drop=True)

    @property
    def large(self) -> bool:
        """Whether the ledger was audited in parts, so that words are made only of what is asked for."""
        return any(isinstance(block, Recalled) for block in self.blocks)

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
        made = _distinct(_worded(block, row) for block in self.blocks for row in range(len(block.verdict)))
        by_id = {finding.id: finding for finding in made}
        left_out = set(CHECKS) - set(self.checks)
        acceptances = [one for one in self.ledger.accepted if one.finding.partition(":")[0] not in left_out]
        reasons = accepted(acceptances, by_id, self.today)
        made = _distinct([*made, *stale(acceptances, by_id, self.today)])
        made.sort(key=lambda finding: CHECKS.index(finding.check))
        rows = [self._row(finding, reasons.get(finding.id)) for finding in made]
        return self._frame(rows)

    @property
    def conflicts(self) -> pd.DataFrame:
        """The conflicts that nobody has accepted; of a ledger audited in parts, only these are put into words."""
        if (
            self.large
            and not self.ledger.accepted
            and len({rule.key for rule in self.ledger.rules}) == len(self.ledger.rules)
        ):
            return self._conflicts
        findings = self.findings
        return findings[(findings["verdict"] == "conflict") & findings["accepted"].isna()]

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Every claim with what it stands for in the face reading: low and high, in base units."""
        claims, figures, face = self.ledger.claims, self.store.figures, self.store.readings.face
        rows = range(len(claims))
        printed = [figures[row] for row in rows]
        ends = [face[row] for row in rows]
        columns: dict[str, Any] = {name: claims[name] for name in _before(list(map(str, claims)))}
        columns |= {
            "value": [text(figure.value) for figure in printed],
            "low": pd.Series([_text(end.low) for end in ends], claims.index, dtype=object),
            "high": pd.Series([_text(end.high) for end in ends], claims.index, dtype=object),
            "low_open": [end.low_open for end in ends],
            "high_open": [end.high_open for end in ends],
            "decimals": pd.array([figures.decimals(row) for row in rows], dtype="Int64"),
            "unit": [figure.unit for figure in printed],
            "qualifier": [figure.qualifier for figure in printed],
            **{name: claims[name] for name in ("quote", "page", "at")},
        }
        return pd.DataFrame(columns, index=claims.index)

    @cached_property
    def _conflicts(self) -> pd.DataFrame:
        found = sorted(self.worded({CONFLICT}), key=lambda finding: CHECKS.index(finding.check))
        return self._frame([self._row(finding, None) for finding in found])

    def write_conflicts(self, path: str | os.PathLike[str]) -> int:
        """Write every conflict to a Parquet file as it is put into words, and give how many there are.

        Columns are those of ``findings``; quantity, repairs and evidence are JSON text. Stopped with Ctrl-C, the file
        holds what was written until then.
        """
        with FindingsFile(path) as file:
            file.add(self.rows(("conflict",)))
        return file.written

    def rows(self, verdicts: Collection[str] = VERDICTS) -> Iterator[dict[str, Any]]:
        """The findings of some verdicts as rows of ``findings``, one after the other, as they are put into words."""
        for finding in self.worded({VERDICTS.index(verdict) for verdict in verdicts}):
            yield self._row(finding, None)

    def worded(self, verdicts: Collection[int]) -> Iterator[Finding]:
        """The findings of some verdicts, accepted or not; each part is worked out again once."""
        of_part: dict[int, list[Block]] = {}
        for block in self.blocks:
            of_part.setdefault(id(block.part) if isinstance(block, Recalled) else 0, []).append(block)
        for blocks in of_part.values():
            for block in blocks:
                for row in np.flatnonzero(np.isin(block.verdict, list(verdicts))):
                    yield _worded(block, int(row))

    def _frame(self, rows: list[dict[str, Any]]) -> pd.DataFrame:
        frame = pd.DataFrame(rows, columns=list(findings_schema.columns), dtype=object)
        types = {name: str(column.dtype) for name, column in findings_schema.columns.items()}
        return validated(findings_schema, frame.astype(types))

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
            "residual": _text(finding.residual),
            "allowed": _text(finding.allowed),
            "excess": _text(finding.excess),
            "excess_units": _text(finding.excess_units),
            "unit": finding.unit,
            "message": finding.message,
            "repairs": tuple(map(self._repair, finding.repairs)),
            "evidence": tuple(map(self._evidence, finding.claims)),
            "accepted": reason if finding.verdict == CONFLICT else None,
            "file": file,
            "line": line,
        }

    def _place(self, finding: Finding) -> tuple[str, int | None]:
        """The file and line to look at: the first claim's, the rule's where no claim is named."""
        if finding.place is not None:
            return finding.place
        if finding.claims:
            return self._origin(finding.claims[0])
        if finding.rule_number is not None:
            return self.ledger.rule_origin[finding.rule_number]
        return "", None

    def _origin(self, claim: int) -> tuple[str, int | None]:
        return self.ledger.content.place(claim)

    def _evidence(self, claim: int) -> dict[str, Any]:
        said = self.store.claim
        face, figure = self.store.readings.face[claim], self.store.figures[claim]
        file, line = self._origin(claim)
        return {
            "claim": said("claim", claim),
            "source": said("source", claim),
            "published": self.ledger.sources["published"].array[int(self.store.source.code[claim])],
            "quote": said("quote", claim),
            "printed": said("reported", claim) or f"{text(figure.value)} {figure.unit}".strip(),
            "low": _text(face.low),
            "high": _text(face.high),
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


def _worded(block: Block, row: int) -> Finding:
    """A row of a block in words; where making them crashes, the verdict stands and says so."""
    try:
        return block.finding(row)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the other findings must be heard
        said = f"the words of this finding could not be made ({type(error).__name__}: {error})"
        return Finding(f"{block.check}:crashed", block.check, int(block.verdict[row]), said)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with an id each: where two rules have one text, the later one's findings are numbered."""
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.id] += 1
        kept.append(finding if seen[finding.id] == 1 else replace(finding, id=f"{finding.id}#{seen[finding.id]}"))
    return kept


def _text(number: Fraction | None) -> str | None:
    return None if number is None else text(number)


def _before(columns: list[str]) -> list[str]:
    """The columns of a claim up to its words: what a figure says comes after them."""
    return columns[: columns.index("reported") + 1]


def _crashed(block: Block) -> bool:
    return isinstance(block, Listed) and any(finding.id.endswith(CRASHED) for finding in block.findings)


def validated(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    from pandera.config import ValidationDepth, config_context

    # An environment variable must not be able to switch this off.
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        return schema.validate(frame, inplace=True)
