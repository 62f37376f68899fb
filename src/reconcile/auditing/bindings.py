"""What every binding is about and what came of it, as columns: one frame for ten million claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.checks.finding import Block
from reconcile.checks.keys import ACROSS
from reconcile.checks.store import Store
from reconcile.checks.verdicts import CHECKS, VERDICTS
from reconcile.exact.columns import Array, Ints

NOWHERE = -1  # in place of a code where a finding is about no quantity


class Columns(NamedTuple):
    """Codes of a block's rows into the store's values, NOWHERE where they have none."""

    place: Array
    measure: Array
    period: Array
    stat: Array
    base: Array
    status: Array
    source: Array  # ACROSS for the view of all sources
    residual: Array
    name: str  # of the rule, as it is written

    @classmethod
    def of(cls, store: Store, block: Block) -> Columns:
        """The columns of a block of a store, or of a part of one."""
        heads: Ints | None = getattr(block, "heads", None)
        n = len(block.verdict)
        outcomes = getattr(block, "outcomes", None)
        residual = np.full(n, np.nan) if outcomes is None else outcomes.residual
        if heads is None:
            nothing = np.full(n, NOWHERE, dtype=np.int8)
            return cls(nothing, nothing, nothing, nothing, nothing, nothing, nothing - 1, residual, "")
        lead = block.cells.table_for(heads).lead[heads]  # type: ignore[attr-defined]
        place = store.place.code[lead]
        return cls(
            place if store.home is None else store.home[place].astype(np.int32),
            store.measure.code[lead],
            store.period.code[lead],
            store.stat.code[lead],
            store.base.code[lead],
            store.status.code[lead],
            block.views.astype(np.int32),  # type: ignore[attr-defined]
            residual,
            getattr(block, "name", ""),
        )


verdicts_schema = pa.DataFrameSchema(
    {
        "check": pa.Column("category", pa.Check(lambda column: set(column.cat.categories) <= set(CHECKS))),
        "verdict": pa.Column("category", pa.Check(lambda column: set(column.cat.categories) <= set(VERDICTS))),
        "rule": pa.Column("category"),
        "source": pa.Column("category", nullable=True),
        "measure": pa.Column("category", nullable=True),
        "area": pa.Column("category", nullable=True),
        "period": pa.Column("category", nullable=True),
        "stat": pa.Column("category", nullable=True),
        "base": pa.Column("category", nullable=True),
        "status": pa.Column("category", nullable=True),
        "residual": pa.Column("float64", nullable=True),
    },
    name="verdicts",
)
"""One row a finding, all columns but the residual categories; further columns are the ledger's dimensions."""


def verdicts_frame(store: Store, blocks: Sequence[tuple[Block, Columns]]) -> pd.DataFrame:
    """Every binding with its verdict and what it is about, in the order of the blocks."""
    sizes = [len(block.verdict) for block, _ in blocks]
    rules = tuple(dict.fromkeys(columns.name for _, columns in blocks))

    def together(name: str) -> Array:
        parts = [getattr(columns, name) for _, columns in blocks]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int8)

    def each(codes: list[int]) -> Array:
        return np.repeat(np.array(codes, dtype=np.int16), sizes)

    def named(codes: Array, values: Iterable[str]) -> Any:
        names: pd.Index[Any] = pd.Index(list(values), dtype=object)
        return pd.Categorical.from_codes(codes, categories=names, validate=False)  # they are the store's own

    place, source = together("place"), together("source")
    made: dict[str, Any] = {
        "check": named(each([CHECKS.index(block.check) for block, _ in blocks]), CHECKS),
        "verdict": named(np.concatenate([np.zeros(0, np.int8), *(block.verdict for block, _ in blocks)]), VERDICTS),
        "rule": named(each([rules.index(columns.name) for _, columns in blocks]), rules),
        "source": named(np.where(source == ACROSS, len(store.source.values), source.clip(-1)), _views(store)),
        "measure": named(together("measure"), store.measure.values),
    }
    for name in store.places:
        codes, values = pd.factorize(store.places[name])
        made[str(name)] = named(np.append(codes, NOWHERE)[place], values)
    for name in ("period", "stat", "base", "status"):
        made[name] = named(together(name), getattr(store, name).values)
    made["residual"] = together("residual").astype(np.float64)
    return pd.DataFrame(made)


def _views(store: Store) -> list[str]:
    """The sources, then the view of all of them."""
    sources = list(store.source.values)
    return [*sources, "across" if "across" not in sources else "(across)"]
