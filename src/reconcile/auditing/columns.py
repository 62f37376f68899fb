"""What an audit found as columns, and words for those findings alone that are asked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.auditing.findings_file import FindingsFile
from reconcile.auditing.large.parts import Recalled
from reconcile.auditing.verdicts_frame import Columns, counted, verdicts_frame, verdicts_schema
from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import Block, Finding
from reconcile.checks.verdicts import CONFLICT, VERDICTS
from reconcile.errors import ReconcileError


class Bindings:
    """All that can be said of findings without putting them into words, and words one by one."""

    store: Store
    blocks: Sequence[Block]
    large: bool  # whether the ledger was audited in parts, so that words are made only of what is asked for

    def _row(self, finding: Finding, reason: str | None) -> dict[str, Any]:
        raise NotImplementedError

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
        if unknown := sorted(set(verdicts) - set(VERDICTS)):
            raise ReconcileError(f"no verdict is called {', '.join(unknown)}; there are {', '.join(VERDICTS)}")
        columns = [(block, self._columns(block)) for block in self.blocks]
        frame = verdicts_frame(self.store, columns, {VERDICTS.index(verdict) for verdict in verdicts})
        validated(verdicts_schema, frame)
        return frame

    def _columns(self, block: Block) -> Columns:
        return getattr(block, "columns", None) or Columns.of(self.store, block)

    def summary(self) -> pd.DataFrame:
        """How many findings there are of each check, rule, source and verdict, worst verdicts first."""
        return counted(self.store, [(block, self._columns(block)) for block in self.blocks])

    @property
    def brief(self) -> bool:
        """Whether reports tell only conflicts, and what is said of the ledger as a whole, since there is so much."""
        ledger = self.store.ledger
        return self.large and not ledger.accepted and len({rule.key for rule in ledger.rules}) == len(ledger.rules)

    def briefly(self) -> Iterator[Finding]:
        """What a brief report tells, in words; of the ledger as a whole without naming its claims, which may be all."""
        yield from self.in_words({CONFLICT})
        for block in self.blocks:
            if not isinstance(block, Recalled):
                for row in np.flatnonzero(block.verdict != CONFLICT):
                    yield replace(worded_row(block, int(row)), claims=())

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
        for finding in self.in_words({VERDICTS.index(verdict) for verdict in verdicts}):
            yield self._row(finding, None)

    def in_words(self, verdicts: Collection[int]) -> Iterator[Finding]:
        """The findings of some verdicts, accepted or not; each part is worked out again once."""
        of_part: dict[int, list[Block]] = {}
        for block in self.blocks:
            of_part.setdefault(id(block.part) if isinstance(block, Recalled) else 0, []).append(block)
        for blocks in of_part.values():
            for block in blocks:
                for row in np.flatnonzero(np.isin(block.verdict, list(verdicts))):
                    yield worded_row(block, int(row))


def worded_row(block: Block, row: int) -> Finding:
    """A row of a block in words; where making them crashes, the verdict stands and says so."""
    try:
        return block.finding(row)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the other findings must be heard
        said = f"the words of this finding could not be made ({type(error).__name__}: {error})"
        return Finding(f"{block.check}:crashed", block.check, int(block.verdict[row]), said)


def validated(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    from pandera.config import ValidationDepth, config_context

    # An environment variable must not be able to switch this off.
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        return schema.validate(frame, inplace=True)
