"""Coverage: claims that no check compared with anything."""

from __future__ import annotations

import numpy as np

from reconcile.checks.finding import Finding
from reconcile.checks.listed import Listed
from reconcile.checks.store import Store
from reconcile.checks.verdicts import UNCHECKED
from reconcile.exact.columns import Bools


def unused(store: Store, used: Bools) -> list[Listed]:
    """For each source, its claims that no check compared with anything; ``used`` is parallel to the claims."""
    free = np.flatnonzero(~used)
    free = free[np.argsort(store.source.code[free], kind="stable")]
    ends = np.searchsorted(store.source.code[free], np.arange(len(store.source.values) + 1))
    findings = []
    for code, name in enumerate(store.source.values):
        claims = tuple(map(int, free[ends[code] : ends[code + 1]]))
        if claims:
            said, them = ("1 claim was", "it") if len(claims) == 1 else (f"{len(claims)} claims were", "them")
            findings.append(
                Finding(
                    f"coverage:unused:{name}",
                    "coverage",
                    UNCHECKED,
                    f"{said} compared with nothing: "
                    f"no other claim speaks of the same quantity, and no rule binds {them}",
                    claims,
                    sources=(name,),
                )
            )
    return [Listed("coverage", findings)]
