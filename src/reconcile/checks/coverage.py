"""Coverage: claims that no check compared with anything, and totals that stand alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from reconcile.checks.engine.claims import Store
from reconcile.checks.finding import WordedFinding
from reconcile.checks.lone_totals import LoneTotals, lone_totals
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Array, Bools, Ints
from reconcile.language.ids import quoted


@dataclass
class Unused:
    """Claims that no check compared with anything, all of a source together."""

    store: Store
    used: Ints  # the claims, those of one source beside each other
    sources: Ints  # that have any
    ends: Ints  # of each source
    check: str = "coverage"
    rule: None = None

    @property
    def verdict(self) -> Array:
        return np.full(len(self.sources), UNCHECKED, dtype=np.int8)

    def finding(self, row: int) -> WordedFinding:
        claims = tuple(self.used[self.ends[row - 1] if row else 0 : self.ends[row]].tolist())
        name = self.store.source.values[self.sources[row]]
        said, them = ("1 claim was", "it") if len(claims) == 1 else (f"{len(claims)} claims were", "them")
        return WordedFinding(
            f"coverage:unused:{quoted(name)}",
            "coverage",
            UNCHECKED,
            f"{said} compared with nothing: no other claim speaks of the same quantity, and no rule binds {them}",
            claims,
            sources=(name,),
        )


def left_over(store: Store, used: Bools | None, bound: Collection[int] | None) -> list[Unused | LoneTotals]:
    """What is left over beside the claims ``used`` and the rules that ``bound``; None where these are not known."""
    return [
        *(unused(store, used) if used is not None else []),
        *(lone_totals(store, bound) if bound is not None else []),
    ]


def unused(store: Store, used: Bools) -> list[Unused]:
    """For each source, its claims that no check compared with anything; ``used`` is parallel to the claims."""
    free = np.flatnonzero(~used)
    code = store.source.code[free]
    sources, counts = np.unique(code, return_counts=True)
    return [Unused(store, free[np.argsort(code, kind="stable")], sources, np.cumsum(counts))]
