"""Coverage: claims that no check compared with anything."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from reconcile.checks.finding import Finding
from reconcile.checks.listed import Listed
from reconcile.checks.store import Store
from reconcile.checks.verdicts import UNCHECKED


def unused(store: Store, used: Iterable[int]) -> list[Listed]:
    """For each source, its claims that no check compared with anything."""
    free = np.ones(len(store), dtype=bool)
    free[list(used)] = False
    findings = []
    for code, name in enumerate(store.source.values):
        claims = tuple(map(int, np.flatnonzero(free & (store.source.code == code))))
        if claims:
            said = "1 claim was" if len(claims) == 1 else f"{len(claims)} claims were"
            findings.append(
                Finding(
                    f"coverage:unused:{name}",
                    "coverage",
                    UNCHECKED,
                    f"{said} compared with nothing: no other claim speaks of the same quantity, and no rule binds them",
                    claims,
                    sources=(name,),
                )
            )
    return [Listed("coverage", findings)]
