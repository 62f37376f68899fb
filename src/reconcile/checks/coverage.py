"""Coverage: claims that no check compared with anything, and totals that stand alone."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from reconcile.checks.engine.block import Block
from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import WordedFinding
from reconcile.checks.lone_totals import lone_totals
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools
from reconcile.language.ids import quoted


def left_over(store: Store, used: Bools | None, bound: Collection[int] | None) -> list[Block]:
    """What is left over beside the claims ``used`` and the rules that ``bound``; None where these are not known."""
    return [
        *(unused(store, used) if used is not None else []),
        *(lone_totals(store, bound) if bound is not None else []),
    ]


def unused(store: Store, used: Bools) -> list[Block]:
    """For each source, its claims that no check compared with anything; ``used`` is parallel to the claims."""
    free = np.flatnonzero(~used)
    code = store.source.code[free]
    sources, counts = np.unique(code, return_counts=True)
    each, ends = free[np.argsort(code, kind="stable")], np.cumsum(counts)

    def finding(row: int) -> WordedFinding:
        claims = tuple(each[ends[row - 1] if row else 0 : ends[row]].tolist())
        name = store.source.values[sources[row]]
        said, them = ("1 claim was", "it") if len(claims) == 1 else (f"{len(claims)} claims were", "them")
        return WordedFinding(
            f"coverage:unused:{quoted(name)}",
            "coverage",
            UNCHECKED,
            f"{said} compared with nothing: no other claim speaks of the same quantity, and no rule binds {them}",
            claims,
            sources=(name,),
        )

    return [Block("coverage", np.full(len(sources), UNCHECKED, dtype=np.int8), finding, named=free)]
