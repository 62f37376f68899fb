"""What every binding is about and what came of it, as columns: one frame for ten million claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.checks.engine.block import Block
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.table import ACROSS
from reconcile.checks.verdicts import CHECKS, VERDICTS
from reconcile.exact.columns import Array, Ints
from reconcile.ledger.store.codes import looked_up, narrow
from reconcile.ledger.store.row_sets import held, rows_at

_LOWEST = -2  # of views: of findings about no quantity
NOWHERE = -1  # in place of a code where a finding is about no quantity


class About(NamedTuple):
    """What a block's rows are about: a claim of each tells its place, period and measure; NOWHERE where none does."""

    claim: Array  # its number in the whole ledger, int32
    view: Array  # a source's code, ACROSS for the view of all sources
    residual: Array
    name: str  # of the rule, as it is written

    @classmethod
    def of(cls, store: Store, block: Block) -> About:
        """The columns of a block of a store, or of a part of one."""
        n, lead = len(block.verdict), block.leads
        residual = np.full(n, np.nan) if block.residual is None else block.residual
        if lead is None or block.views is None:
            nothing = np.full(n, NOWHERE, dtype=np.int32)
            return cls(nothing, nothing - 1, residual, "")
        claim = lead if store.rows is None else rows_at(store.rows, lead)
        return cls(claim.astype(np.int32, copy=False), block.views.astype(np.int32, copy=False), residual, block.name)

    def only(self, rows: Ints) -> About:
        return About(self.claim[rows], self.view[rows], self.residual[rows], self.name)


_CATEGORIES = ("check", "verdict", "rule", "source", "measure", "area", "period", "stat", "base", "status")


def _categories(frame: pd.DataFrame) -> bool:
    """All columns are there and but for the residual hold categories; checks and verdicts are those that there are."""
    kinds = dict(zip(frame.columns, frame.dtypes, strict=True))
    known = {"check": CHECKS, "verdict": VERDICTS}
    return (
        {*_CATEGORIES, "residual"} <= kinds.keys()
        and kinds.pop("residual") == np.float64
        and all(isinstance(kind, pd.CategoricalDtype) for kind in kinds.values())
        and all(set(kinds[name].categories) <= set(values) for name, values in known.items())
    )


# One check of the frame judges what a dtype for each column would, which pandera takes ten times as long to compare.
verdicts_schema = pa.DataFrameSchema(
    {},
    checks=pa.Check(_categories, error="columns are categories, and their values known"),
    name="verdicts",
)
"""One row a finding, all columns but the residual categories; further columns are the ledger's dimensions."""


def verdicts_frame(store: Store, blocks: Sequence[tuple[Block, About]], wanted: Collection[int]) -> pd.DataFrame:
    """Every binding of these verdicts with what it is about, in the order of the blocks."""
    verdicts = [block.verdict for block, _ in blocks]
    given = [columns for _, columns in blocks]
    if len(wanted) < len(VERDICTS):
        asked = np.array([verdict in wanted for verdict in range(len(VERDICTS))], dtype=bool)
        picked = [np.flatnonzero(asked.take(verdict)) for verdict in verdicts]
        verdicts = [verdict[rows] for verdict, rows in zip(verdicts, picked, strict=True)]
        given = [columns.only(rows) for columns, rows in zip(given, picked, strict=True)]
    sizes = [len(verdict) for verdict in verdicts]
    rules = _numbered(columns.name for columns in given)
    claim, view, residual = (
        np.concatenate([np.zeros(0, dtype), *(getattr(columns, name) for columns in given)])
        for name, dtype in (("claim", np.int32), ("view", np.int32), ("residual", np.float64))
    )
    claim = claim.astype(np.intp)
    nowhere = claim == NOWHERE
    nowhere = nowhere if nowhere.any() else None

    def each(codes: list[int]) -> Array:
        return np.repeat(narrow(np.array(codes, dtype=np.int64)), sizes)

    def named(codes: Array, values: Iterable[str]) -> Any:
        names: pd.Index[Any] = pd.Index(list(values), dtype=object)
        return pd.Categorical.from_codes(codes, categories=names, validate=False)  # they are the store's own

    def said(codes: Array, values: Iterable[str]) -> Any:
        return named(codes if nowhere is None else np.where(nowhere, NOWHERE, codes), values)

    def of_claims(code: Array) -> Array:
        return np.ascontiguousarray(held(code, claim))

    made: dict[str, Any] = {
        "check": named(each([CHECKS.index(block.check) for block, _ in blocks]), CHECKS),
        "verdict": named(np.concatenate([np.zeros(0, np.int8), *verdicts]), VERDICTS),
        "rule": named(each([rules[columns.name] for columns in given]), rules),
        "source": named(np.where(view == ACROSS, len(store.source.values), view.clip(-1)), _views(store)),
        "measure": said(of_claims(store.measure.code), store.measure.values),
    }
    place = of_claims(store.place.code)
    for name, codes in store.places.columns.items():
        made[name] = said(looked_up(codes.code, place), codes.values)
    for name in ("period", "stat", "base", "status"):
        made[name] = said(of_claims(getattr(store, name).code), getattr(store, name).values)
    return pd.DataFrame(made | {"residual": residual}, copy=False)


def summary_frame(store: Store, blocks: Sequence[tuple[Block, About]]) -> pd.DataFrame:
    """How many rows there are of each check, rule, source and verdict; worst verdicts first."""
    counts: Counter[tuple[int, int, int, int]] = Counter()
    rules = _numbered(columns.name for _, columns in blocks)
    views = _views(store)
    for block, columns in blocks:
        room = len(VERDICTS)
        found = np.bincount((columns.view.astype(np.int64) - _LOWEST) * room + block.verdict)
        check, rule = CHECKS.index(block.check), rules[columns.name]
        for key in np.flatnonzero(found).tolist():
            view = key // room + _LOWEST
            source = len(views) - 1 if view == ACROSS else view
            counts[-(key % room), check, rule, len(views) if view < ACROSS else source] += int(found[key])
    rows = sorted(counts)
    verdict, check_of, rule_of, source_of = (np.array([row[at] for row in rows], dtype=np.int64) for at in range(4))
    made = {
        "check": (check_of, CHECKS),
        "rule": (rule_of, rules),
        "source": (np.where(source_of == len(views), NOWHERE, source_of), views),
        "verdict": (-verdict, VERDICTS),
    }
    frame: dict[str, Any] = {
        name: pd.Categorical.from_codes(codes, categories=pd.Index(list(values), dtype=object))
        for name, (codes, values) in made.items()
    }
    return pd.DataFrame(frame | {"findings": [counts[row] for row in rows]})


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """The number of each name, in the order in which they are first there."""
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _views(store: Store) -> list[str]:
    """The sources, then the view of all of them."""
    sources = list(store.source.values)
    return [*sources, "across" if "across" not in sources else "(across)"]
